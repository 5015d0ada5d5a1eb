//! Words and signs that databases, programs and people write where there is no value.

use crate::characters::{BEYOND, DIGIT, LETTER, sort, sorts};
use crate::text;
use crate::word_shapes::WordShapes;

/// Without capitals, blanks and signs, the most usual first letters together.
const WORDS: &str = "null nil none na nan nao notavailable notapplicable notprovided notset notfound noname unknown \
                     undefined unnamed tbd tba tbc todo test testing tester dummy sample \
                     example placeholder pending missing empty blank void default same seeabove ditto idem true false yes no ok \
                     okay error failed success done paid string object objectobject \
                     accountname accountnumber accountholder bankname name fullname firstname lastname surname holder \
                     beneficiary payee recipient anonymous customer provided required xx asdf \
                     asdfasdf qwerty keine unbekannt inconnu desconocido nessuno sinnombre vorname nachname inf infinity \
                     infinite neginf negative positive overflow exception unavailable undisclosed unspecified unassigned \
                     notassigned notsupplied notgiven notused invalid incorrect redacted masked withheld disabled inactive \
                     declined rejected verified approved completed cancelled deleted removed";

/// Words that stand for nothing where all words of a text are such or one of the others: `None Given`, `Your Name`.
const PARTS: &str = "account number first last full given your my here person client user company not known applicable available set \
                     found to be defined confirmed advised follow as see above below before please check siehe oben never \
                     mind sin nombre apellido nom lorem ipsum";

/// A word of so many letters is one with any number of digits beside it; a shorter one may begin an
/// account number.
const TELLING: usize = 4;

/// Of both lists: few texts get past them.
static SHAPES: WordShapes = WordShapes::of(&[WORDS, PARTS]);

/// Whether the whole text stands for no value: one of the words in any case and with any signs, several of them, one
/// letter three times to twelve, or signs alone. A name in which such a word stands beside others, as in Jennifer Null, is
/// none.
#[cfg_attr(page, optimize(speed))]
pub(crate) fn is_placeholder(text: &str) -> bool {
    if begins_otherwise(text) || sorts(text) & (DIGIT | BEYOND) != 0 {
        return false;
    }
    let is_sign = |byte: u8| byte.is_ascii_punctuation() && !matches!(byte, b'-' | b'.' | b'/');
    let letters = Letters::of(text);
    if letters.length == 0 {
        text.bytes().any(is_sign)
    } else {
        letters.are_one() || are_placeholders(text).unwrap_or_else(|| letters.is_listed(WORDS))
    }
}

/// Whether the first word of a text tells that it stands for a value, as it does for almost all names: its shape is none of
/// those listed.
fn begins_otherwise(text: &str) -> bool {
    let bytes = text.as_bytes();
    let length = bytes.iter().position(|byte| sort(*byte) != LETTER).unwrap_or(bytes.len());
    // one letter may be the first of several, and one that is repeated is no word
    let is_word = matches!(bytes.get(..length), Some([first, .., last]) if !first.eq_ignore_ascii_case(last));
    is_word
        && matches!(bytes.get(length), None | Some(b' '))
        && bytes.get(..length).is_some_and(|word| !SHAPES.may_have(word))
}

/// Whether all of several words are listed; nothing to answer for one word, or single letters.
fn are_placeholders(text: &str) -> Option<bool> {
    let (mut rest, mut count, mut singles, mut longest) = (text::trim(text), 0_u8, 0_u8, 0);
    if !text::contains_byte(rest, b' ') {
        return None;
    }
    while let Some(word) = text::next_word(&mut rest, b' ') {
        let letters = Letters::of(word);
        match letters.length {
            0 => continue,
            1 => singles = singles.saturating_add(1),
            _ if letters.is_listed(WORDS) || letters.is_listed(PARTS) || letters.are_one() => {}
            _ => return Some(false),
        }
        count = count.saturating_add(1);
        longest = letters.length.max(longest);
    }
    // short ones are names, too: Ok Na
    if count < 2 || count == singles { None } else { Some(singles == 0 && longest >= TELLING) }
}

/// Whether the letters of a text are such a word with digits beside it, as in `TBD1`.
pub(super) fn is_placeholder_beside(text: &str, digits: usize) -> bool {
    let letters = Letters::of(text);
    (digits <= 3 || letters.length >= TELLING) && letters.others == digits && letters.is_listed(WORDS)
}

/// The letters of a text without capitals, as far as a word can be long.
struct Letters {
    word: [u8; 16],
    length: usize,
    /// How many digits and characters besides ASCII there are.
    others: usize,
}

impl Letters {
    fn of(text: &str) -> Letters {
        let mut letters = Letters { word: [0; 16], length: 0, others: 0 };
        for byte in text.bytes() {
            if byte.is_ascii_alphabetic() {
                if let Some(place) = letters.word.get_mut(letters.length) {
                    *place = byte.to_ascii_lowercase();
                }
                letters.length = letters.length.wrapping_add(1);
            } else if byte.is_ascii_digit() || !byte.is_ascii() {
                letters.others = letters.others.wrapping_add(1);
            }
        }
        letters
    }

    /// Whether one letter stands there three to twelve times.
    fn are_one(&self) -> bool {
        let word = self.word.get(..self.length).unwrap_or_default();
        (3..=12).contains(&word.len()) && word.iter().all(|letter| word.first() == Some(letter))
    }

    fn is_listed(&self, words: &str) -> bool {
        let word = self.word.get(..self.length).filter(|word| SHAPES.may_have(word));
        word.and_then(|word| std::str::from_utf8(word).ok()).is_some_and(|word| text::contains_word(words, word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing_and_names_that_hold_one() {
        for text in [
            "NULL",
            "n/a",
            "N/A",
            "?",
            "[object Object]",
            "see above",
            "TBD",
            "OK",
            "Not Available",
            "XXXX",
            "N / A",
            "None Given",
            "Test Person",
            "UNKNOWN UNKNOWN",
            "First Name Last Name",
            "aaa",
            "T B D",
            "(your name)",
        ] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in [
            "",
            "-",
            "Jennifer Null",
            "Na Young",
            "Nullmann",
            "Testa",
            "A",
            "Ok Hee",
            "N",
            "\u{4e0d}",
            "12",
            "Sam Ple",
            "Vo Id",
            "Ok Na",
            "First Data",
            "Customer First Ltd",
            "Given Moyo",
            "Person Test Ltd",
            "J N",
        ] {
            assert!(!is_placeholder(text), "{text}");
        }
        for (text, digits) in [("TBD1", 1), ("null 0", 1), ("test1234", 4)] {
            assert!(is_placeholder_beside(text, digits), "{text}");
        }
        for (text, digits) in [("NA12345678", 8), ("AB1", 1)] {
            assert!(!is_placeholder_beside(text, digits), "{text}");
        }
    }
}
