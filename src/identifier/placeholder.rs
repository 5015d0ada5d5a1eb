//! Words and signs that databases, programs and people write where there is no value.

use crate::text;

/// Without capitals, blanks and signs, the most usual first letters together.
const WORDS: &str = "null nil none na nan nao notavailable notapplicable notprovided notset notfound noname unknown \
                     undefined unnamed tbd tba tbc tobedefined tobeconfirmed todo test testing tester dummy sample \
                     example placeholder pending missing empty blank void default same sameasabove asabove seeabove \
                     seebelow ditto idem true false yes no ok okay error failed success string object objectobject \
                     accountname accountnumber accountholder bankname name holder beneficiary anonymous customer provided required notknown sieheoben tofollow pleasecheck asbefore xx xxx xxxx \
                     xxxxx xxxxxx xxxxxxx xxxxxxxx asdf qwerty keine unbekannt nevermind sinnombre";

/// A word of so many letters is one with any number of digits beside it; a shorter one may begin an
/// account number.
const TELLING: usize = 4;

/// By first letter, one bit for each length of the words, and one for each of their last letters: few texts get past it.
static SHAPES: [(u32, u32); 26] = shapes();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "runs while compiling, where a mistake is a compile error"
)]
const fn shapes() -> [(u32, u32); 26] {
    let words = WORDS.as_bytes();
    let mut shapes = [(0_u32, 0_u32); 26];
    let (mut start, mut at) = (0, 0);
    while at <= words.len() {
        if at == words.len() || words[at] == b' ' {
            let first = (words[start] - b'a') as usize;
            shapes[first].0 |= 1 << (at - start);
            shapes[first].1 |= 1 << (words[at - 1] - b'a');
            start = at + 1;
        }
        at += 1;
    }
    shapes
}

/// Whether the whole text stands for no value: one of the words in any case and with any signs, or
/// signs alone. A name in which such a word stands beside others, as in Jennifer Null, is none.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_punctuation() && !matches!(byte, b'-' | b'.' | b'/');
    let (mut first, mut last, mut length) = (0, 0, 0);
    for byte in text.bytes() {
        if byte.is_ascii_alphabetic() {
            if length == 0 {
                first = byte.to_ascii_lowercase();
            }
            last = byte.to_ascii_lowercase();
            length = usize::wrapping_add(length, 1);
        } else if byte.is_ascii_digit() || !byte.is_ascii() {
            return false;
        }
    }
    if length == 0 {
        return text.bytes().any(is_sign);
    }
    may_be_listed(first, last, length) && Letters::of(text).is_listed()
}

/// Whether one of the words begins and ends with these letters, which are small, and has so many.
fn may_be_listed(first: u8, last: u8, length: usize) -> bool {
    let shape = SHAPES.get(usize::from(first.wrapping_sub(b'a')));
    let last = u32::from(last.wrapping_sub(b'a'));
    shape.is_some_and(|(lengths, lasts)| length < 32 && last < 32 && lengths >> length & lasts >> last & 1 == 1)
}

/// Whether the letters of a text are such a word with digits beside it, as in `TBD1`.
pub(super) fn is_placeholder_beside(text: &str, digits: usize) -> bool {
    let letters = Letters::of(text);
    (digits <= 3 || letters.length >= TELLING) && letters.others == digits && letters.is_listed()
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

    fn is_listed(&self) -> bool {
        let Some(word) = self.word.get(..self.length) else {
            return false;
        };
        let (first, last) = word.first().zip(word.last()).unwrap_or((&0, &0));
        may_be_listed(*first, *last, self.length)
            && std::str::from_utf8(word).is_ok_and(|word| text::lists(WORDS, word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing_and_names_that_hold_one() {
        for text in ["NULL", "n/a", "N/A", "?", "[object Object]", "see above", "TBD", "OK", "Not Available", "XXXX"] {
            assert!(is_placeholder(text), "{text}");
        }
        for text in ["", "-", "Jennifer Null", "Na Young", "Nullmann", "Testa", "A", "Ok Hee", "N", "\u{4e0d}", "12"] {
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
