//! How long the IBANs of a country are, and which sort of character stands where: `data/iban.csv` and
//! `data/iban-unregistered.csv`, unfolded while compiling.

use super::national;
use crate::country::Country;
use crate::tables;

pub(super) const DIGIT: u8 = 1;
pub(super) const LETTER: u8 = 2;

/// The sort of a character, as a set of one; nothing for what cannot stand in an IBAN.
pub(super) const fn class(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => DIGIT,
        b'A'..=b'Z' => LETTER,
        _ => 0,
    }
}

/// The format of a country's BBAN: its length, the sorts that may stand at each place, and the rule for the check
/// digits inside, 0 for none. Thirty-two bytes.
#[derive(Clone, Copy)]
pub(super) struct Format {
    length: u8,
    pub(super) rule: u8,
    classes: [u8; 30],
}

impl Format {
    /// The sorts of the BBAN's characters.
    pub(super) fn classes(&self) -> &[u8] {
        self.classes.get(..usize::from(self.length)).unwrap_or_default()
    }
}

const COUNT: usize = tables::IBAN.len();
const NONE: u8 = u8::MAX;

static FORMATS: [Format; COUNT] = made::formats();
static INDEX: [[u8; 26]; 26] = made::index();

/// The format of a country, the longest where it has two.
pub(super) fn of(country: Country) -> Option<&'static Format> {
    FORMATS.get(usize::from(first(country)))
}

/// The format of a country for a BBAN of this length.
pub(super) fn of_length(country: Country, length: usize) -> Option<&'static Format> {
    let row = first(country);
    let second =
        if HAS_SECOND.checked_shr(row.into()).is_some_and(|bits| bits & 1 == 1) { row.wrapping_add(1) } else { row };
    let fits = |row: u8| FORMATS.get(usize::from(row)).filter(|format| usize::from(format.length) == length);
    fits(row).or_else(|| fits(second))
}

fn first(country: Country) -> u8 {
    let [first, second] = country.bytes();
    let row = INDEX.get(usize::from(first.wrapping_sub(b'A')));
    row.and_then(|row| row.get(usize::from(second.wrapping_sub(b'A')))).copied().unwrap_or(NONE)
}

/// One bit a format: whether the next one is of the same country.
const HAS_SECOND: u128 = made::has_second();

/// What is made of the registry.
mod made {
    #![expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        reason = "runs while compiling, where a mistake is a compile error"
    )]

    use super::{COUNT, DIGIT, Format, LETTER, NONE, national, tables};

    pub(super) const fn formats() -> [Format; COUNT] {
        let mut formats = [Format { length: 0, rule: 0, classes: [0; 30] }; COUNT];
        let mut row = 0;
        while row < COUNT {
            let (country, length, notation) = tables::IBAN[row];
            let notation = notation.as_bytes();
            let (mut at, mut place, mut count) = (0, 0, 0);
            while at < notation.len() {
                let class = match notation[at] {
                    b'n' => DIGIT,
                    b'a' => LETTER,
                    b'c' => DIGIT | LETTER,
                    figure => {
                        count = count * 10 + (figure - b'0') as usize;
                        0
                    }
                };
                while class != 0 && count > 0 {
                    formats[row].classes[place] = class;
                    place += 1;
                    count -= 1;
                }
                at += 1;
            }
            assert!(place + 4 == length as usize, "an IBAN's format and length disagree");
            formats[row].length = place as u8;
            formats[row].rule = national::rule_of(country, length, row < tables::IBAN_REGISTERED);
            row += 1;
        }
        formats
    }

    /// Where a country's first format stands.
    pub(super) const fn index() -> [[u8; 26]; 26] {
        let mut index = [[NONE; 26]; 26];
        let mut row = COUNT;
        while row > 0 {
            row -= 1;
            let country = tables::IBAN[row].0.as_bytes();
            index[(country[0] - b'A') as usize][(country[1] - b'A') as usize] = row as u8;
        }
        index
    }

    pub(super) const fn has_second() -> u128 {
        let (mut bits, mut row) = (0, 1);
        while row < COUNT {
            if national::same(tables::IBAN[row - 1].0, tables::IBAN[row].0) {
                bits |= 1 << (row - 1);
            }
            row += 1;
        }
        bits
    }
}
