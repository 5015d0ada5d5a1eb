//! Letters with accents as the letters without that payment schemes carry (EPC217-08, its conversion table).

use crate::text;

/// What becomes of a text in a scheme.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Carried {
    /// It arrives as it is.
    AsItIs,
    /// It arrives like this.
    Changed(String),
    /// Some of its letters have no counterpart.
    Lost,
}

/// From U+00C0 to U+017F; a point where there is no letter.
const LATIN: &str = "AAAAAAACEEEEIIIIDNOOOOO.OUUUUYTsaaaaaaaceeeeiiiidnooooo.ouuuuyty\
                     AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlL\
                     lLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/// Where the letters of Vietnamese end, from U+1EA0, by turns capital and small.
const VIETNAMESE: [(u32, char); 6] =
    [(0x1eb7, 'A'), (0x1ec7, 'E'), (0x1ecb, 'I'), (0x1ee3, 'O'), (0x1ef1, 'U'), (0x1ef9, 'Y')];

/// How a text is carried by schemes that have letters without accents and digits, and of the other signs of
/// ASCII those of the basic set alone, or all.
pub(super) fn carried(text: &str, is_basic: bool) -> Carried {
    let mut out = String::new();
    for character in text.chars() {
        let is_sign = if is_basic {
            u8::try_from(character).is_ok_and(|byte| text::contains_byte("/-?:().,'+ ", byte))
        } else {
            (' '..='~').contains(&character)
        };
        if character.is_ascii_alphanumeric() || is_sign {
            out.push(character);
            continue;
        }
        match character {
            '&' => out.push('+'),
            '_' | '\u{2013}' | '\u{2014}' => out.push('-'),
            '\u{2018}' | '\u{2019}' | '"' | '\u{201c}' | '\u{201d}' => out.push('\''),
            // accents that stand behind their letter
            '\u{300}'..='\u{36f}' => {}
            other if other.is_ascii() => out.push('.'),
            other => match without_accent(other) {
                Some(letter) => out.push(letter),
                None => return Carried::Lost,
            },
        }
    }
    if out == text { Carried::AsItIs } else { Carried::Changed(out) }
}

/// The letter without its accent, where it is a Latin one that has one.
pub(crate) fn without_accent(letter: char) -> Option<char> {
    let code = u32::from(letter);
    let place = usize::try_from(code.wrapping_sub(0xc0)).ok()?;
    if let Some(byte) = LATIN.as_bytes().get(place) {
        return Some(char::from(*byte));
    }
    if (0x1ea0..=0x1ef9).contains(&code) {
        let (_, capital) = VIETNAMESE.iter().find(|(last, _)| code <= *last)?;
        return Some(if code & 1 == 0 { *capital } else { capital.to_ascii_lowercase() });
    }
    Some(match letter {
        '\u{218}' | '\u{1e9e}' => 'S',
        '\u{219}' => 's',
        '\u{21a}' => 'T',
        '\u{21b}' => 't',
        // with the horn of Vietnamese
        '\u{1a0}' => 'O',
        '\u{1a1}' => 'o',
        '\u{1af}' => 'U',
        '\u{1b0}' => 'u',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_go_and_other_scripts_stay_out() {
        let form = |text: &str| carried(text, true);
        let changed = |text: &str| Carried::Changed(text.to_owned());
        assert_eq!(form("J\u{f6}rg M\u{fc}ller"), changed("Jorg Muller"));
        assert_eq!(form("\u{141}ukasz \u{17b}\u{f3}\u{142}\u{107}"), changed("Lukasz Zolc"));
        assert_eq!(form("Nguy\u{1ec5}n \u{110}\u{1ee9}c"), changed("Nguyen Duc"));
        assert_eq!(form("Tr\u{1b0}\u{1a1}ng S\u{1a0}N"), changed("Truong SON"));
        assert_eq!(form("\u{218}tefan \u{21a}u\u{21b}ea"), changed("Stefan Tutea"));
        assert_eq!(form("Tom & Jerry"), changed("Tom + Jerry"));
        assert_eq!(form("O'Brien"), Carried::AsItIs);
        assert_eq!(carried("Tom & Jerry", false), Carried::AsItIs);
        assert_eq!(form("\u{418}\u{432}\u{430}\u{43d}"), Carried::Lost);
    }
}
