//! Large banks by the names and national codes that tell them, as the letters that begin their BICs.

use crate::tables::{BANK_CODES, BANK_NAMES};
use crate::text;

/// A bank that is known by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KnownBank {
    pub(super) name: &'static str,
    /// The countries for which all its BICs are listed, with blanks between them.
    pub(super) countries: &'static str,
    /// The first four letters of its BICs, with blanks between them.
    pub(super) bics: &'static str,
}

impl KnownBank {
    /// The bank of a row, of which the name has so many letters.
    fn of((start, length): (u16, u8)) -> Option<KnownBank> {
        let row = BANK_NAMES.get(usize::from(start)..)?;
        let (name, rest) = row.split_at_checked(length.into())?;
        let (line, _) = text::split(rest.get(1..)?, b'\n')?;
        let (countries, bics) = text::split(line, b'|')?;
        Some(KnownBank { name, countries, bics })
    }

    /// Every bank of the table.
    pub(super) fn all() -> impl Iterator<Item = KnownBank> {
        ROWS.iter().copied().filter_map(KnownBank::of)
    }

    /// The bank whose name stands in the text, as whole words and in any case; of several, the one with
    /// the longest name.
    pub(super) fn named(text: &str) -> Option<KnownBank> {
        let mut named: Option<(u16, u8)> = None;
        let mut before = b' ';
        let bytes = text.as_bytes();
        for (at, &byte) in bytes.iter().enumerate() {
            let starts = byte.is_ascii_alphabetic() && !is_letter(before);
            before = byte;
            if !starts {
                continue;
            }
            let letter = usize::from((byte & 0x1f).wrapping_sub(1));
            let rows = FIRST.get(letter).zip(FIRST.get(letter.wrapping_add(1)));
            let (from, to) = rows.map_or((0, 0), |(from, to)| (usize::from(*from), usize::from(*to)));
            for row in ROWS.get(from..to).unwrap_or_default() {
                let (start, length) = (usize::from(row.0), usize::from(row.1));
                let end = at.wrapping_add(length);
                let name = BANK_NAMES.as_bytes().get(start..start.wrapping_add(length));
                let is_there = bytes.get(at..end).zip(name).is_some_and(|(words, name)| {
                    // most rows differ in their second letter
                    words.get(1).map(u8::to_ascii_lowercase) == name.get(1).map(u8::to_ascii_lowercase)
                        && words.eq_ignore_ascii_case(name)
                        && !bytes.get(end).copied().is_some_and(is_letter)
                });
                if is_there && named.is_none_or(|(_, other)| usize::from(other) < length) {
                    named = Some(*row);
                }
            }
        }
        named.and_then(KnownBank::of)
    }
}

/// The first letters of the BICs of the bank that a national code tells, with blanks between them, if it
/// is one of those that are known.
pub(super) fn bics_of_code(country: &str, code: &str) -> Option<&'static str> {
    let (_, codes) = BANK_CODES.iter().find(|(own, _)| *own == country)?;
    let mut rest = *codes;
    while let Some(line) = text::next_word(&mut rest, b'\n') {
        if line.as_bytes().first() == code.as_bytes().first()
            && let Some((own, bics)) = text::split(line, b'|')
            && code.starts_with(own)
        {
            return Some(bics);
        }
    }
    None
}

/// Letters, digits and all that is not ASCII.
const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

/// How many rows there are.
const COUNT: usize = rows().0;

/// Where each row begins, and how long its name is.
static ROWS: [(u16, u8); COUNT] = starts();

/// The first row of each letter, and of none.
static FIRST: [u8; 27] = rows().1;

/// How many rows there are, and how many begin with an earlier letter.
#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "runs while compiling, where a mistake is a compile error"
)]
const fn rows() -> (usize, [u8; 27]) {
    let names = BANK_NAMES.as_bytes();
    let mut first = [0_u8; 27];
    let (mut count, mut at, mut is_start) = (0, 0, true);
    while at < names.len() {
        if is_start {
            let mut letter = names[at] & 0x1f;
            count += 1;
            while letter < 27 {
                first[letter as usize] += 1;
                letter += 1;
            }
        }
        is_start = names[at] == b'\n';
        at += 1;
    }
    (count, first)
}

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "runs while compiling, where a mistake is a compile error"
)]
const fn starts() -> [(u16, u8); COUNT] {
    let names = BANK_NAMES.as_bytes();
    let mut starts = [(0, 0); COUNT];
    let (mut row, mut at, mut is_start) = (0, 0, true);
    while at < names.len() {
        if is_start {
            let mut end = at;
            while names[end] != b'|' {
                end += 1;
            }
            starts[row] = (at as u16, (end - at) as u8);
            row += 1;
        }
        is_start = names[at] == b'\n';
        at += 1;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_name() {
        let mut before = String::new();
        for bank in KnownBank::all() {
            assert_eq!(KnownBank::named(bank.name), Some(bank));
            assert_eq!(KnownBank::named(&["The ", &bank.name.to_uppercase(), ", Ltd."].concat()), Some(bank));
            assert!(before < bank.name.to_lowercase(), "{} does not follow {before}", bank.name);
            before = bank.name.to_lowercase();
        }
    }

    #[test]
    fn names_of_banks_are_whole_words() {
        let bics = |text| KnownBank::named(text).map(|bank| bank.bics.split_at(4).0);
        assert_eq!(bics("Deutsche Bank AG, K\u{f6}ln"), Some("DEUT"));
        assert_eq!(bics("COMMERZBANK"), Some("COBA"));
        assert_eq!(bics("permanent tsb"), Some("IPBS"));
        assert_eq!(bics("State Bank of India, Pune"), Some("SBIN"));
        for text in ["Sparkasse Singen", "", "A", "Sb", "Bank"] {
            assert_eq!(bics(text), None, "{text}");
        }
    }

    #[test]
    fn codes_tell_the_bank() {
        assert_eq!(bics_of_code("AU", "062000"), Some("CTBA"));
        assert_eq!(bics_of_code("AU", "923100"), Some("INGB"));
        assert_eq!(bics_of_code("GB", "062000"), None);
    }
}
