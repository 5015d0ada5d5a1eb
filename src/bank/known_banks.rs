//! Large banks by the names and national codes that tell them, as the letters that begin their BICs.

use crate::characters::{BEYOND, DIGIT, LETTER, sort};
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
    /// The bank of a row.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    fn of(row: &Row) -> Option<KnownBank> {
        let line = BANK_NAMES.get(usize::from(row.start)..)?.get(..row.length.into())?;
        let (name, rest) = line.split_at_checked(row.name.into())?;
        let (countries, bics) = text::split(rest.get(1..)?, b'|')?;
        Some(KnownBank { name, countries, bics })
    }

    /// Every bank of the table.
    pub(super) fn all() -> impl Iterator<Item = KnownBank> {
        ROWS.iter().filter_map(KnownBank::of)
    }

    /// The banks that have BICs with different letters in front.
    pub(super) fn with_several_bics() -> impl Iterator<Item = KnownBank> {
        ROWS.iter().filter(|row| row.has_several).filter_map(KnownBank::of)
    }

    /// The bank whose name stands in the text, as whole words and in any case; of several, the one with
    /// the longest name.
    pub(super) fn named(text: &str) -> Option<KnownBank> {
        let mut named: Option<&Row> = None;
        let mut before = 0;
        let bytes = text.as_bytes();
        for (at, &byte) in bytes.iter().enumerate() {
            let starts = sort(byte) == LETTER && !is_letter(before);
            before = sort(byte);
            if !starts {
                continue;
            }
            let letter = usize::from((byte & 0x1f).wrapping_sub(1));
            let behind = |count: usize| bytes.get(at.wrapping_add(count)).map_or(0, |byte| byte & 0x1f);
            let has = |[seconds, thirds]: &[u32; 2]| seconds >> behind(1) & thirds >> behind(2) & 1 == 1;
            if !BEHIND.get(letter).is_some_and(has) {
                continue;
            }
            let rows = FIRST.get(letter).zip(FIRST.get(letter.wrapping_add(1)));
            let (from, to) = rows.map_or((0, 0), |(from, to)| (usize::from(*from), usize::from(*to)));
            for row in ROWS.get(from..to).unwrap_or_default() {
                let (start, length) = (usize::from(row.start), usize::from(row.name));
                let end = at.wrapping_add(length);
                let name = BANK_NAMES.as_bytes().get(start..start.wrapping_add(length)).unwrap_or_default();
                let is_there = bytes.get(at..end).is_some_and(|words| words.eq_ignore_ascii_case(name))
                    && !bytes.get(end).is_some_and(|byte| is_letter(sort(*byte)));
                if is_there && named.is_none_or(|other| other.name < row.name) {
                    named = Some(row);
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
    while let Some((own, behind)) = text::split(rest, b'|') {
        // the lines are sorted
        if own.as_bytes().first() > code.as_bytes().first() {
            return None;
        }
        // each of the BICs' beginnings has four letters
        let mut end = 4;
        while behind.as_bytes().get(end) == Some(&b' ') {
            end = usize::wrapping_add(end, 5);
        }
        if code.starts_with(own) {
            return behind.get(..end);
        }
        rest = behind.get(end.wrapping_add(1)..).unwrap_or_default();
    }
    None
}

/// Letters, digits and all that is not ASCII.
const fn is_letter(sort: u8) -> bool {
    sort & (LETTER | DIGIT | BEYOND) != 0
}

/// How many rows there are.
const COUNT: usize = made::rows().0;

/// Where a row stands in the table, how long it and its name are, and whether it has several BICs.
struct Row {
    start: u16,
    length: u8,
    name: u8,
    has_several: bool,
}

static ROWS: [Row; COUNT] = made::starts();

/// By first letter, one bit for each second and each third one, by its five lower bits.
static BEHIND: [[u32; 2]; 26] = made::behind();

/// The first row of each letter, and of none.
static FIRST: [u8; 27] = made::rows().1;

/// What is made of the list.
mod made {
    #![expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        reason = "runs while compiling, where a mistake is a compile error"
    )]

    use super::{BANK_NAMES, COUNT, Row};

    /// How many rows there are, and how many begin with an earlier letter.
    pub(super) const fn rows() -> (usize, [u8; 27]) {
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

    pub(super) const fn starts() -> [Row; COUNT] {
        let names = BANK_NAMES.as_bytes();
        let mut rows = [const { Row { start: 0, length: 0, name: 0, has_several: false } }; COUNT];
        let (mut row, mut start, mut at) = (0, 0, 0);
        while at < names.len() {
            if names[at] == b'\n' {
                let mut name = 0;
                while names[start + name] != b'|' {
                    name += 1;
                }
                rows[row] = Row {
                    start: start as u16,
                    length: (at - start) as u8,
                    name: name as u8,
                    has_several: names[at - 5] == b' ',
                };
                row += 1;
                start = at + 1;
            }
            at += 1;
        }
        rows
    }

    pub(super) const fn behind() -> [[u32; 2]; 26] {
        let names = BANK_NAMES.as_bytes();
        let mut behind = [[0; 2]; 26];
        let (mut at, mut is_start) = (0, true);
        while at < names.len() {
            if is_start {
                let letters = &mut behind[((names[at] & 0x1f) - 1) as usize];
                letters[0] |= 1 << (names[at + 1] & 0x1f);
                letters[1] |= 1 << (names[at + 2] & 0x1f);
            }
            is_start = names[at] == b'\n';
            at += 1;
        }
        behind
    }
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
        for (country, codes) in BANK_CODES {
            assert!(codes.lines().is_sorted(), "{country}");
            for (code, bics) in codes.lines().filter_map(|line| line.split_once('|')) {
                assert_eq!(bics_of_code(country, &[code, "00"].concat()), Some(bics));
            }
        }
    }
}
