//! How the amounts of a file are written: with a point in front of their decimals, with a comma, or in both ways.

use crate::code::Code;
use crate::finding::Finding;
use crate::text;

/// What an amount shows of how it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Notation {
    /// It has neither point nor comma, or stands for no number.
    #[default]
    Unknown,
    Point,
    Comma,
    /// Three digits behind a point: decimals, or thousands of a file that has a comma in front of its decimals. The
    /// amount was read with decimals.
    Either,
}

impl Notation {
    /// Of an amount that was read, by how many decimals it has.
    #[inline]
    pub(super) fn of_plain(text: &str, decimals: u32) -> Notation {
        match decimals {
            0 => Notation::Unknown,
            3 if text.len() <= 7 && !text.starts_with('0') => Notation::Either,
            _ => Notation::Point,
        }
    }

    /// Of an amount that was not read as it stands.
    #[cold]
    pub(super) fn of_other(text: &str) -> Notation {
        let digit = |byte: u8| byte.is_ascii_digit();
        let (Some(first), Some(last)) = (text.bytes().position(digit), text.bytes().rposition(digit)) else {
            return Notation::Unknown;
        };
        let number = text.get(first..=last).unwrap_or_default();
        let is_mark = |byte: u8| matches!(byte, b'.' | b',');
        if !number.bytes().all(|byte| {
            digit(byte) || is_mark(byte) || matches!(byte, b' ' | b'\'' | b'_' | 0xa0 | 0xc2 | 0xe2 | 0x80 | 0xaf)
        }) {
            return Notation::Unknown;
        }
        let Some(place) = number.bytes().rposition(is_mark) else {
            return Notation::Unknown;
        };
        let mark = number.as_bytes().get(place).copied().unwrap_or_default();
        let before = number.get(..place).unwrap_or_default();
        let is_decimal = if text::contains_byte(before, mark) {
            // what stands there twice is in front of thousands
            false
        } else if before.bytes().any(is_mark) || before.len() > 3 || before.starts_with('0') {
            true
        } else if number.len().wrapping_sub(place) == 4 {
            return Notation::Unknown;
        } else {
            true
        };
        if (mark == b'.') == is_decimal { Notation::Point } else { Notation::Comma }
    }
}

/// The rows of a file that show how its amounts are written.
#[derive(Debug, Default)]
pub(super) struct Notations {
    /// The first row of each, 0 for none.
    point: u64,
    comma: u64,
    /// The first that was read with decimals and may have thousands instead, and how it may be read.
    either: u64,
    readings: String,
}

impl Notations {
    /// Counts how a row's amount is written, and answers the finding where the rows before were written otherwise.
    #[inline]
    pub(super) fn add<'a>(
        &mut self,
        notation: Notation,
        row: u64,
        amount: impl FnOnce() -> &'a str,
    ) -> Option<Finding> {
        match notation {
            Notation::Unknown => None,
            Notation::Point if self.point > 0 => None,
            _ => self.learn(notation, row, amount()),
        }
    }

    #[cold]
    fn learn(&mut self, notation: Notation, row: u64, amount: &str) -> Option<Finding> {
        let first = match notation {
            Notation::Point => &mut self.point,
            Notation::Comma => &mut self.comma,
            Notation::Either if self.comma > 0 => return Some(ambiguous(&readings(amount))),
            _ => {
                if self.either == 0 {
                    self.readings = readings(amount);
                }
                &mut self.either
            }
        };
        if *first == 0 {
            *first = row;
        }
        None
    }

    /// The findings of the file.
    pub(super) fn finish(&self, findings: &mut Vec<Finding>) {
        let number = |row| usize::try_from(row).unwrap_or(usize::MAX);
        if self.point > 0 && self.comma > 0 {
            let finding = Finding::new(Code::AmountNotations).with_number("row", number(self.point));
            findings.push(finding.with_number("other", number(self.comma)));
        }
        if self.either > 0 && self.comma > 0 {
            findings.push(ambiguous(&self.readings).with_number("row", number(self.either)));
        }
    }
}

/// That a comma in front of decimals elsewhere in the file makes another reading likely.
#[cold]
fn ambiguous(readings: &str) -> Finding {
    Finding::new(Code::AmountAmbiguous).at("/amount").with("candidates", readings.to_owned())
}

/// As it was read, and with thousands.
fn readings(amount: &str) -> String {
    let thousands = text::mapped(amount, &|letter| (letter != '.').then_some(letter));
    text::join(&[amount, &thousands], ", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_show_how_they_are_written() {
        for (text, notation) in [
            ("1.234,56", Notation::Comma),
            ("1,234.56", Notation::Point),
            ("12,50", Notation::Comma),
            ("1.234.567", Notation::Comma),
            ("1,234,567", Notation::Point),
            ("1,23,456.00", Notation::Point),
            ("1 234,5", Notation::Comma),
            ("0,500", Notation::Comma),
            ("1234,567", Notation::Comma),
            ("1.234", Notation::Unknown),
            ("1,234", Notation::Unknown),
            ("1 234", Notation::Unknown),
            ("€ 12,50", Notation::Comma),
            ("2026-01-02", Notation::Unknown),
            ("abc", Notation::Unknown),
            ("", Notation::Unknown),
        ] {
            assert_eq!(Notation::of_other(text), notation, "{text}");
        }
        assert_eq!(Notation::of_plain("1.234", 3), Notation::Either);
        assert_eq!(Notation::of_plain("1234.567", 3), Notation::Point);
        assert_eq!(Notation::of_plain("0.500", 3), Notation::Point);
        assert_eq!(Notation::of_plain("12", 0), Notation::Unknown);
    }
}
