//! The words of a name: without accents, capitals and separators.

use crate::bank::without_accent;
use crate::text;

/// The words of a name, without accents and capitals, with blanks between them.
pub(super) fn words(name: &str) -> String {
    let (mut words, mut was_small) = (String::new(), false);
    for letter in name.chars() {
        let is_break = letter.is_ascii_uppercase() && was_small;
        was_small = letter.is_ascii_lowercase();
        match letter {
            // what belongs to a letter, or joins two
            '\u{300}'..='\u{36f}'
            | '\''
            | '\u{2019}'
            | '*'
            | '\u{93c}'
            | '\u{94d}'
            | '\u{200b}'..='\u{200f}'
            | '\u{feff}' => {}
            '#' | '\u{2116}' | '\u{ba}' | '\u{b0}' => words.push_str(" no "),
            // signs of currencies are words of their own
            '\u{a3}' | '\u{20a0}'..='\u{20cf}' => {
                words.push(' ');
                words.push(letter);
                words.push(' ');
            }
            // as in US$
            '$' => words.push_str(if last_word(&words).len() <= 3 { "$ " } else { " $ " }),
            _ => {
                if is_break {
                    words.push(' ');
                }
                words.push(plain(letter).unwrap_or(' '));
            }
        }
    }
    // one blank between words, none around them
    let mut out = String::with_capacity(words.len());
    let mut rest = words.as_str();
    while let Some(word) = text::next_word(&mut rest, b' ') {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

fn last_word(words: &str) -> &str {
    text::split_last(words, b' ').map_or(words, |(_, last)| last)
}

/// A letter without its accent, and small; nothing for what is no letter and no digit.
fn plain(letter: char) -> Option<char> {
    let code = u32::from(letter);
    let moved = |by: u32| char::from_u32(code.wrapping_add(by));
    let small = match letter {
        _ if letter.is_ascii() => letter,
        '\u{410}'..='\u{42f}' => return moved(0x20).and_then(plain),
        '\u{401}' | '\u{451}' => '\u{435}',
        '\u{439}' => '\u{438}',
        // the wide forms of East Asian keyboards
        '\u{ff01}'..='\u{ff5e}' => moved(0xff01_u32.wrapping_neg().wrapping_add(0x21))?,
        _ => without_accent(letter).unwrap_or(letter),
    };
    let is_mark = matches!(small, '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{2bff}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{303f}'
        | '\u{fe00}'..='\u{ffff}' | '\u{964}' | '\u{965}');
    let is_letter = if small.is_ascii() { small.is_ascii_alphanumeric() } else { !is_mark };
    is_letter.then(|| small.to_ascii_lowercase())
}

pub(super) fn joined(words: &str) -> String {
    text::mapped(words, &|letter| (letter != ' ').then_some(letter))
}
