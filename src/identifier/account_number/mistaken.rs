//! What stands in the place of an account number: an amount, a date, a word for nothing, a sign.
//!
//! Account numbers are groups of digits and letters with one separator between two of them. All else
//! is either known to be something different, which is an error, or rare, which is a note. Texts of
//! digits alone never come here.

use super::dates::{is_date, is_part_of_date, is_period, is_written_out};
use super::words::{self, Said};
use crate::characters::is_blank;
use crate::code::Code;
use crate::identifier::clean::misleading_point;
use crate::identifier::issue::Issue;
use crate::identifier::known;
use crate::identifier::placeholder::{is_placeholder, is_placeholder_beside};
use crate::money;
use crate::spreadsheet::unusable;
use crate::text;

/// Whether the text is written as account numbers rarely are; or what it is instead.
pub(super) fn look(text: &str) -> Result<bool, Issue> {
    let marks = Marks::of(text);
    if marks.digits == 0 {
        return if is_placeholder(text) {
            Err(Issue::new(Code::Placeholder))
        } else if marks.is_blank {
            Ok(false)
        } else {
            Err(Issue::new(Code::AccountWithoutDigits))
        };
    }
    if let Some(issue) = misleading_point(text) {
        return Err(issue);
    }
    let text = text::trim(text);
    let said = words::look(text);
    let is_masked = marks.letters >= 3 && text.bytes().all(|byte| !is_letter(byte) || byte & 0x5f == b'X');
    let code = if let Some(code) = unusable(text) {
        code
    } else if has_negative_exponent(text) {
        Code::SpreadsheetExponent
    } else if is_masked {
        Code::ValueAbbreviated
    } else if is_amount(text, &marks) {
        Code::LooksLikeAmount
    } else if is_date(text) || marks.letters > 0 && (is_written_out(text) || is_period(text)) {
        Code::LooksLikeDate
    } else if known::is_of_other_chain(text) {
        Code::LooksLikeOtherChain
    } else if is_placeholder_beside(text, marks.digits) {
        Code::Placeholder
    } else if let Said::Other(code) = said {
        code
    } else if let Some(index) = marks.misplaced {
        return Err(Issue::at(Code::CharacterNotAllowed, index));
    } else {
        return match said {
            Said::Unusual => Ok(true),
            _ => Ok(marks.has_line_end || is_part_of_date(text)),
        };
    };
    Err(Issue::new(code))
}

/// The text with separators only where they belong, if that is another one: doubled ones once, none at the
/// end. In front of a number, or as a hyphen behind it, they may be a sign, a decimal point, or what was left out.
pub(in crate::identifier) fn with_separators_in_place(text: &str) -> Option<String> {
    let text = text::trim(text);
    if !text.as_bytes().first()?.is_ascii_alphanumeric() || text.as_bytes().last() == Some(&b'-') {
        return None;
    }
    let mut out = String::new();
    let mut waiting = None;
    for character in text.chars() {
        if matches!(character, '-' | '.' | ',' | '/') || is_blank(character) {
            waiting = waiting.or(Some(character));
        } else {
            if !out.is_empty() {
                out.extend(waiting);
            }
            waiting = None;
            out.push(character);
        }
    }
    (out != text).then_some(out)
}

/// What a text consists of.
struct Marks {
    digits: usize,
    letters: usize,
    /// Whether there is nothing but separators and blanks.
    is_blank: bool,
    /// Points, commas, slashes and hyphens.
    separators: [usize; 4],
    /// Whether nothing stands there that neither accounts nor amounts have.
    is_plain: bool,
    /// Where a separator stands first, last or beside another one.
    misplaced: Option<usize>,
    /// Whether the text goes on in another line, or behind a tab.
    has_line_end: bool,
}

impl Marks {
    fn of(text: &str) -> Marks {
        let mut marks = Marks {
            digits: 0,
            letters: 0,
            is_blank: true,
            separators: [0; 4],
            is_plain: true,
            misplaced: None,
            has_line_end: text::trim(text).bytes().any(|byte| matches!(byte, b'\n' | b'\r' | b'\t')),
        };
        // whether a separator may not stand next
        let mut is_between = true;
        let mut last = 0;
        for (index, byte) in text.bytes().enumerate() {
            let separator = match byte {
                b'.' => 0,
                b',' => 1,
                b'/' => 2,
                b'-' => 3,
                _ => {
                    if byte.is_ascii_digit() {
                        marks.digits = marks.digits.wrapping_add(1);
                    } else if is_letter(byte) {
                        marks.letters = marks.letters.wrapping_add(1);
                    } else if is_blank(char::from(byte)) {
                        continue;
                    } else {
                        // an apostrophe separates thousands
                        marks.is_plain &= byte == b'\'';
                    }
                    marks.is_blank = false;
                    is_between = false;
                    continue;
                }
            };
            if let Some(count) = marks.separators.get_mut(separator) {
                *count = count.wrapping_add(1);
            }
            if is_between {
                marks.misplaced = marks.misplaced.or(Some(index));
            }
            is_between = true;
            last = index;
        }
        if is_between {
            marks.misplaced = marks.misplaced.or(Some(last));
        }
        marks
    }
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic()
}

/// `1.23E-05`, where the part in front is read as the number it would be with another exponent.
fn has_negative_exponent(text: &str) -> bool {
    let parts = text::split(text, b'-').filter(|(_, digits)| text::is_digits(digits));
    parts.is_some_and(|(mantissa, digits)| unusable(&text::join(&[mantissa, digits], "")).is_some())
}

/// A decimal point or comma, or thousands with commas; a number with its currency, a sign of the entry, `k`
/// or `m` beside it.
fn is_amount(text: &str, marks: &Marks) -> bool {
    let bare = without_currency(text);
    if let Some(bare) = bare {
        let marks = Marks::of(bare);
        let is_number = marks.digits > 0 && marks.letters == 0 && marks.separators == [0; 4] && marks.is_plain;
        // in groups of other lengths than thousands it is rather an account number
        return is_number && is_in_thousands(bare) || is_amount(bare, &marks);
    }
    if marks.letters == 1 && marks.digits <= 6 && matches!(text.as_bytes().last(), Some(b'k' | b'K' | b'm' | b'M')) {
        let whole = text.get(..text.len().wrapping_sub(1)).unwrap_or_default();
        return marks.separators == [1, 0, 0, 0] || marks.digits <= 3 && text::is_digits(whole);
    }
    if !marks.is_plain || marks.letters > 0 {
        return false;
    }
    match marks.separators {
        [points, 0, 0, 0] => points == 1 && marks.misplaced.is_none(),
        // a comma with a blank behind it stands between two values
        [_, _, 0, 0] => marks.misplaced.is_none() && !text::contains(text, ", "),
        _ => false,
    }
}

/// Whether there are no groups, or each but the first has three digits.
fn is_in_thousands(text: &str) -> bool {
    let mut rest = text::trim(text);
    let first = text::next_word(&mut rest, b' ').unwrap_or_default();
    let is_grouped = !rest.is_empty();
    while let Some(group) = text::next_word(&mut rest, b' ') {
        if group.len() != 3 {
            return false;
        }
    }
    !is_grouped || first.len() <= 3
}

/// What is left of a text without the sign or the word of a currency in front of it or behind it, or `CR` and `DR`
/// behind an amount. A word that is glued to digits may belong to the number.
fn without_currency(text: &str) -> Option<&str> {
    let is_sign = |c: char| matches!(c, '$' | '£' | '¥' | '\u{20a0}'..='\u{20cf}');
    let mut rest = text.chars();
    if rest.next().is_some_and(is_sign) {
        return Some(text::trim(rest.as_str()));
    }
    let mut rest = text.chars();
    if rest.next_back().is_some_and(is_sign) {
        return Some(text::trim(rest.as_str()));
    }
    let is_word = |word: &str, beside: Option<u8>| {
        let is_apart = beside.is_some_and(|byte| !byte.is_ascii_digit());
        let capitals = word.to_ascii_uppercase();
        word.len() >= 2
            && ((is_apart || text::contains_byte(text, b'.') || text::contains_byte(text, b','))
                && money::is_currency_word(&capitals)
                || matches!(&*capitals, "CR" | "DR") && text::contains_byte(text, b'.'))
    };
    let bytes = text.as_bytes();
    let start = bytes.iter().position(|byte| !byte.is_ascii_alphabetic())?;
    let (word, rest) = text.split_at_checked(start)?;
    if is_word(word, rest.bytes().next()) {
        let rest = if bytes.get(start) == Some(&b'.') { rest.get(1..)? } else { rest };
        return Some(text::trim(rest));
    }
    let end = bytes.iter().rposition(|byte| !byte.is_ascii_alphabetic())?;
    let (rest, word) = text.split_at_checked(end.checked_add(1)?)?;
    is_word(word, rest.bytes().last()).then(|| text::trim(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<Code> {
        look(text).err().map(Issue::code)
    }

    #[test]
    fn what_is_known_to_be_something_else() {
        for (texts, expected) in [
            (
                &[
                    "123456.78",
                    "1,234",
                    "1 234,50",
                    "0.5",
                    "USD 12.50",
                    "12.50eur",
                    "12345678 GBP",
                    "£1234567",
                    "$ 12",
                    "Rs. 5000",
                    "1.5k",
                    "12.50 CR",
                    "KES 10 000",
                ][..],
                Code::LooksLikeAmount,
            ),
            (
                &[
                    "2 Jan 2026",
                    "2-Jan-26",
                    "2026-01-02",
                    "2.1.2026",
                    "1/31/2026",
                    "2026-01-02T10:00:00Z",
                    "20260102T100000Z",
                ],
                Code::LooksLikeDate,
            ),
            (&["NULL", "see above", "[object Object]", "?", "see line 12", "TBD1", "N/A", "xxxx"], Code::Placeholder),
            (&["ABC", "Peter"], Code::AccountWithoutDigits),
            (&["xxxx1234", "XXXX-XXXX-1234"], Code::ValueAbbreviated),
            (&["-12345678", "12345678-", "12345678.", "..12345678", "12--34", "12-.34"], Code::CharacterNotAllowed),
            (&["1E15", "1.23E-05"], Code::SpreadsheetExponent),
        ] {
            for text in texts {
                assert_eq!(code(text), Some(expected), "{text}");
            }
        }
    }

    #[test]
    fn what_is_rare() {
        for text in [
            "RE 2026/11",
            "2001-05",
            "05/2001",
            "01/02/26",
            "12345678 CR",
            "INR 5010 0244 6688",
            "1234\n5678",
            "1234\t5678",
        ] {
            assert_eq!(look(text), Ok(true), "{text}");
        }
    }

    #[test]
    fn what_account_numbers_look_like() {
        for text in [
            "1234 5678 90",
            "12.34.56.789",
            "1.234.567.890",
            "19-1234567893/0804",
            "AB0123456789",
            "AB 0123 4567",
            "1234.56.78903",
            "0-123456-7",
            "123-4567890-12",
            "12 - 345678",
            "5577 9911",
            "3012-45",
            "20-00-00",
        ] {
            assert_eq!(look(text), Ok(false), "{text}");
        }
    }

    #[test]
    fn separators_go_where_they_belong() {
        assert_eq!(with_separators_in_place("12--345678.").as_deref(), Some("12-345678"));
        for text in ["-12345678", "12345678-", "..12345678", ".50", "1234-5678"] {
            assert_eq!(with_separators_in_place(text), None, "{text}");
        }
    }
}
