//! Words beside the digits of an account number: labels, currencies, conjunctions, sentences.

use crate::code::Code;
use crate::money;
use crate::text;

/// The runs of letters and of digits of a text, one after the other.
pub(super) struct Words<'a> {
    rest: &'a str,
    is_first: bool,
    /// Whether nothing, or something else, stood in front of the one that was answered last.
    is_apart: bool,
}

impl<'a> Words<'a> {
    pub(super) const fn of(text: &'a str) -> Words<'a> {
        Words { rest: text, is_first: true, is_apart: true }
    }

    pub(super) fn next(&mut self) -> Option<&'a str> {
        let bytes = self.rest.as_bytes();
        let start = bytes.iter().position(u8::is_ascii_alphanumeric)?;
        let is_digit = bytes.get(start)?.is_ascii_digit();
        let behind = bytes.get(start..)?;
        let length = behind
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric() || byte.is_ascii_digit() != is_digit)
            .unwrap_or(behind.len());
        self.is_apart = start > 0 || std::mem::take(&mut self.is_first);
        let (word, rest) = self.rest.get(start..)?.split_at_checked(length)?;
        self.rest = rest;
        Some(word)
    }

    /// Whether the last one has no letter or digit beside it.
    pub(super) fn is_alone(&self) -> bool {
        self.is_apart && self.rest.bytes().next().is_none_or(|byte| !byte.is_ascii_alphanumeric())
    }
}

/// Words that say of the number beside them that it is an account's.
const LABELS: &str = "A C AC ACC ACCT ACCOUNT NO NR NUM NUMBER KONTO KTO KONTONUMMER CUENTA CONTA COMPTE NUMERO";

/// Words beside numbers that are others than an account's.
const OTHERS: &str = "REF RE INV INVOICE IBAN BIC SWIFT IFSC BSB SORT ID TEL ROW LINE PAGE PO CR DR SEE SIEHE VOIR";

/// Words and signs between two values.
const BETWEEN: &str = "AND OR UND ODER ET OU Y O";

/// What the words beside digits say.
pub(super) enum Said {
    /// There are none, or as account numbers have them.
    Nothing,
    /// Rarely is an account number written so.
    Unusual,
    /// It is something else.
    Other(Code),
}

/// Reads the words and numbers of a text that has digits.
pub(super) fn look(text: &str) -> Said {
    let mut words = Words::of(text);
    let (mut count, mut long, mut labels, mut letters, mut digits) = (0_u8, 0_u8, 0_u8, 0_usize, 0_usize);
    let (mut numbers, mut switches) = (0_u8, 0_u8);
    let (mut is_between, mut is_odd) = (text.bytes().any(|byte| b";|&+,".contains(&byte)), false);
    while let Some(word) = words.next() {
        switches = switches.saturating_add(u8::from(!words.is_apart));
        if text::is_digits(word) {
            digits = digits.wrapping_add(word.len());
            numbers = numbers.saturating_add(u8::from(word.len() >= 5));
            continue;
        }
        letters = letters.wrapping_add(word.len());
        let capitals = word.to_ascii_uppercase();
        let is_alone = words.is_alone();
        let is_label = is_alone && text::contains_word(LABELS, &capitals);
        is_between |= is_alone && numbers > 0 && text::contains_word(BETWEEN, &capitals);
        is_odd = is_odd
            || is_alone
                && (text::contains_word(OTHERS, &capitals)
                    || word.len() == 1 && digits >= 5 && !text::contains_byte(text, b'-'))
            || is_alone && (word.len() >= 5 || word.len() >= 3 && digits >= 5 && words.rest.is_empty())
            || money::is_currency_word(&capitals);
        count = count.saturating_add(u8::from(is_alone && (is_label || word.len() >= 2)));
        labels = labels.saturating_add(u8::from(is_label));
        long = long.saturating_add(u8::from(is_alone && word.len() >= 3));
    }
    if is_uuid(text, letters, digits) {
        return Said::Other(Code::LooksLikeUuid);
    }
    if is_between && numbers >= 2 {
        return Said::Other(Code::SeveralValues);
    }
    if letters == 0 {
        return if are_two(text) { Said::Unusual } else { Said::Nothing };
    }
    if count > 0 && count == labels && numbers == 1 && digits >= 5 {
        return Said::Other(Code::TextAround);
    }
    if is_followed_by_word(text, letters, digits) {
        return Said::Other(Code::TextAround);
    }
    if long > 0 && digits <= 3 && text::contains_byte(text, b' ') {
        return Said::Other(Code::Placeholder);
    }
    if long >= 2 {
        return Said::Other(Code::TextAround);
    }
    // banks print capitals: a small letter among digits is a slip, or what programs put behind a number
    let is_lone_letter = letters == 1 && digits >= 5 && text.bytes().any(|byte| byte.is_ascii_lowercase());
    let has_look_alikes_alone = digits >= 5
        && text
            .bytes()
            .filter(u8::is_ascii_alphabetic)
            .all(|byte| matches!(byte.to_ascii_uppercase(), b'O' | b'I' | b'L'));
    let is_unusual = is_odd
        || letters == 1 && digits >= 5 && is_amid_digits(text)
        || count > 1
        || labels > 0
        || switches > 3
        || is_lone_letter
        || has_look_alikes_alone
        || text::contains_byte(text, b'/');
    if is_unusual { Said::Unusual } else { Said::Nothing }
}

/// Whether two whole numbers stand side by side, as one may be the other's replacement; one number may be written so.
pub(super) fn are_two(text: &str) -> bool {
    let (mut words, mut large, mut others) = (Words::of(text), 0_u8, 0_u8);
    while let Some(word) = words.next() {
        let count = if word.len() >= 7 { &mut large } else { &mut others };
        *count = count.saturating_add(1);
    }
    (large, others) == (2, 0)
        && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_whitespace() || byte == b'/')
}

/// `1234567890 HDFC`: whether all the letters are one word behind a number and a blank. Banks that print letters print
/// them in front, or a sign or two behind.
fn is_followed_by_word(text: &str, letters: usize, digits: usize) -> bool {
    text::split_last(text::trim(text), b' ').is_some_and(|(number, word)| {
        digits >= 5
            && letters >= 3
            && word.len() == letters
            && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            && number.bytes().last().is_some_and(|byte| byte.is_ascii_digit())
    })
}

/// Whether a letter stands between two digits, where a digit was meant or lost; account numbers of France and Monaco,
/// of eleven characters, have letters there.
fn is_amid_digits(text: &str) -> bool {
    let is_between = |three: &[u8]| matches!(three, [before, letter, after] if before.is_ascii_digit() && letter.is_ascii_alphabetic() && after.is_ascii_digit());
    text.len() != 11 && text.as_bytes().windows(3).any(is_between)
}

/// The text without the words that call it an account's number.
pub(in crate::identifier) fn without_labels(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut words = Words::of(text);
    while let Some(word) = words.next() {
        if text::is_digits(word) {
            out.push_str(word);
        } else if !text::contains_word(LABELS, &word.to_ascii_uppercase()) {
            return None;
        }
    }
    Some(out)
}

/// `550e8400-e29b-41d4-a716-446655440000`, or its 32 digits alone, some of them letters.
fn is_uuid(text: &str, letters: usize, digits: usize) -> bool {
    let text = text::without_front(text::without_end(text, "{} "), "{} ");
    let is_hexadecimal = |byte: u8| byte.is_ascii_hexdigit() || byte == b'-';
    let hyphens = text.bytes().filter(|&byte| byte == b'-').count();
    letters.wrapping_add(digits) == 32
        && text.bytes().all(is_hexadecimal)
        && (hyphens == 4 && [8, 13, 18, 23].into_iter().all(|at| text.as_bytes().get(at) == Some(&b'-'))
            || hyphens == 0 && letters >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<Code> {
        match look(text) {
            Said::Nothing => None,
            Said::Unusual => Some(Code::AccountUnusual),
            Said::Other(code) => Some(code),
        }
    }

    #[test]
    fn what_words_say() {
        for (texts, expected) in [
            (&["1234567 or 7654321", "12345678;87654321", "12345678 87654321 and 1234567"][..], Code::SeveralValues),
            (&["550e8400-e29b-41d4-a716-446655440000", "550E8400E29B41D4A716446655440000"], Code::LooksLikeUuid),
            (&["Acc 12345678", "A/C 12345678", "Account No. 1234567890", "Kto.-Nr. 1234567"], Code::TextAround),
            (&["1234567890 Jane Doe", "NMB Bank 123456", "please pay 12345678"], Code::TextAround),
            (&["1234567890 HDFC", "12-345678 savings", "1234 5678 90 main"], Code::TextAround),
            (&["see row 2", "Account No 1", "see line 12"], Code::Placeholder),
            (
                &[
                    "RE 2026/11",
                    "12345678 CR",
                    "12345678GBP",
                    "12345678 87654321",
                    "123 456 78 90 12 x",
                    "O1234567",
                    "1234567l",
                    "5f3e94c9b9a09f33",
                    "Sunita 12345678",
                    "12345678n",
                    "0x12345678",
                    "12345G78",
                    "12345b78",
                    "50100 2446Z68801",
                    "12A34B56",
                ],
                Code::AccountUnusual,
            ),
        ] {
            for text in texts {
                assert_eq!(said(text), Some(expected), "{text}");
            }
        }
        for text in ["AB 0123 4567", "12345-X", "0500013M026", "A123", "NMB 0123456", "1234 5678", "NABL0123456"] {
            assert_eq!(said(text), None, "{text}");
        }
        assert_eq!(without_labels("A/C No. 1234 5678").as_deref(), Some("12345678"));
        assert_eq!(without_labels("REF 1234"), None);
    }
}
