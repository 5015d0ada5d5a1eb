//! Words and signs that databases, programs and people write where there is no value.

use crate::text;

/// Without capitals, blanks and signs, the most usual first letters together.
const WORDS: &str = "null nil none na nan nao notavailable notapplicable notprovided notset notfound noname unknown \
                     undefined unnamed tbd tba tbc todo test testing tester dummy sample \
                     example placeholder pending missing empty blank void default same seeabove ditto idem true false yes no ok \
                     okay error failed success done paid string object objectobject \
                     accountname accountnumber accountholder bankname name fullname firstname lastname surname holder \
                     beneficiary payee recipient anonymous customer provided required xx asdf \
                     asdfasdf qwerty keine unbekannt inconnu desconocido nessuno sinnombre vorname nachname";

/// Words that stand for nothing where all words of a text are such or one of the others: `None Given`, `Your Name`.
const PARTS: &str = "account number first last full given your my here person client user company not known applicable available set \
                     found to be defined confirmed advised follow as see above below before please check siehe oben never \
                     mind sin nombre apellido nom lorem ipsum";

/// A word of so many letters is one with any number of digits beside it; a shorter one may begin an
/// account number.
const TELLING: usize = 4;

/// By first letter, one bit for each length of the words, and one for each of their last letters: few texts get past it.
static SHAPES: [(u32, u32); 26] = shapes();

const fn shapes() -> [(u32, u32); 26] {
    let mut shapes = [(0_u32, 0_u32); 26];
    add_shapes(WORDS.as_bytes(), &mut shapes);
    add_shapes(PARTS.as_bytes(), &mut shapes);
    shapes
}

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "runs while compiling, where a mistake is a compile error"
)]
const fn add_shapes(words: &[u8], shapes: &mut [(u32, u32); 26]) {
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
}

/// Whether the whole text stands for no value: one of the words in any case and with any signs, several of them, one
/// letter three times to twelve, or signs alone. A name in which such a word stands beside others, as in Jennifer Null, is
/// none.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_punctuation() && !matches!(byte, b'-' | b'.' | b'/');
    let (mut first, mut last, mut length, mut is_one_letter) = (0, 0, 0, true);
    for byte in text.bytes() {
        if byte.is_ascii_alphabetic() {
            last = byte.to_ascii_lowercase();
            if length == 0 {
                first = last;
            }
            is_one_letter &= last == first;
            length = usize::wrapping_add(length, 1);
        } else if byte.is_ascii_digit() || !byte.is_ascii() {
            return false;
        }
    }
    if length == 0 {
        return text.bytes().any(is_sign);
    }
    if (3..=12).contains(&length) && is_one_letter {
        return true;
    }
    match are_placeholders(text) {
        Some(answer) => answer,
        None => may_be_listed(first, last, length) && Letters::of(text).is_listed(WORDS),
    }
}

/// Whether all of several words are listed; nothing to answer for one word, or single letters.
fn are_placeholders(text: &str) -> Option<bool> {
    let (mut rest, mut count, mut singles, mut longest) = (text::trim(text), 0_u8, 0_u8, 0);
    if !text::has(rest, b' ') {
        return None;
    }
    while let Some(word) = text::next_word(&mut rest, b' ') {
        let letters = Letters::of(word);
        match letters.length {
            0 => continue,
            1 => singles = singles.saturating_add(1),
            _ if letters.is_listed(WORDS) || letters.is_listed(PARTS) || is_placeholder(word) => {}
            _ => return Some(false),
        }
        count = count.saturating_add(1);
        longest = letters.length.max(longest);
    }
    // short ones are names, too: Ok Na
    if count < 2 || count == singles { None } else { Some(singles == 0 && longest >= TELLING) }
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

    fn is_listed(&self, words: &str) -> bool {
        let Some(word) = self.word.get(..self.length) else {
            return false;
        };
        let (first, last) = word.first().zip(word.last()).unwrap_or((&0, &0));
        may_be_listed(*first, *last, self.length)
            && std::str::from_utf8(word).is_ok_and(|word| text::lists(words, word))
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
