//! What stands in the place of an account number: an amount, a date, a word for nothing, a sign.
//!
//! Account numbers are groups of digits and letters with one separator between two of them. All else
//! is either known to be something different, which is an error, or rare, which is a note. Texts of
//! digits alone never come here.

use crate::code::Code;
use crate::identifier::clean::is_blank;
use crate::identifier::fault::Fault;
use crate::identifier::placeholder::{is_placeholder, is_placeholder_beside};
use crate::identifier::repair::{misleading_point, unusable};
use crate::text;

/// Whether the text is written as account numbers rarely are; or what it is instead.
pub(super) fn look(text: &str) -> Result<bool, Fault> {
    let marks = Marks::of(text);
    if marks.digits == 0 {
        return if is_placeholder(text) {
            Err(Fault::new(Code::Placeholder))
        } else if marks.is_blank {
            Ok(false)
        } else {
            Err(Fault::new(Code::AccountWithoutDigits))
        };
    }
    if let Some(fault) = misleading_point(text) {
        return Err(fault);
    }
    let text = text::trim(text);
    let is_masked = marks.letters >= 3 && text.bytes().all(|byte| !is_letter(byte) || byte & 0x5f == b'X');
    let code = if let Some(code) = unusable(text) {
        code
    } else if has_negative_exponent(text) {
        Code::SpreadsheetExponent
    } else if is_masked {
        Code::ValueAbbreviated
    } else if is_amount(text, &marks) {
        Code::LooksLikeAmount
    } else if is_date(text) {
        Code::LooksLikeDate
    } else if is_placeholder_beside(text, marks.digits) {
        Code::Placeholder
    } else if let Some(index) = marks.misplaced {
        return Err(Fault::at(Code::CharacterNotAllowed, index));
    } else {
        return Ok(marks.has_line_end || is_part_of_date(text) || has_words(text, &marks));
    };
    Err(Fault::new(code))
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
    /// Whether the text goes on in another line.
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
            has_line_end: text::trim(text).bytes().any(|byte| matches!(byte, b'\n' | b'\r')),
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
    parts.is_some_and(|(mantissa, digits)| unusable(&text::joined(&[mantissa, digits], "")).is_some())
}

/// A decimal point or comma, or thousands with commas, perhaps with the currency beside it.
fn is_amount(text: &str, marks: &Marks) -> bool {
    if !marks.is_plain {
        return false;
    }
    if marks.letters > 0 {
        return without_currency(text).is_some_and(|bare| is_amount(bare, &Marks::of(bare)));
    }
    match marks.separators {
        [points, 0, 0, 0] => points == 1 && marks.misplaced.is_none(),
        [_, _, 0, 0] => marks.misplaced.is_none(),
        _ => false,
    }
}

/// What is left of a text without the currency in front of it or behind it.
fn without_currency(text: &str) -> Option<&str> {
    let is_currency = |letters: &str| text::lists(CURRENCIES, &letters.to_ascii_uppercase());
    let (start, rest) = text.split_at_checked(3)?;
    if is_currency(start) {
        return Some(text::trim(rest));
    }
    let (rest, end) = text.split_at_checked(text.len().checked_sub(3)?)?;
    is_currency(end).then(|| text::trim(rest))
}

/// The number that up to four digits make at the start of a text, how many there are, and the rest.
fn leading_number(text: &str) -> Option<(u16, usize, &str)> {
    let mut number = 0_u16;
    let mut count = 0_usize;
    for byte in text.bytes().take(5).take_while(u8::is_ascii_digit) {
        number = number.wrapping_mul(10).wrapping_add(u16::from(byte.wrapping_sub(b'0')));
        count = count.wrapping_add(1);
    }
    matches!(count, 1..=4).then(|| text.get(count..).map(|rest| (number, count, rest)))?
}

/// Up to three numbers with the same separator between them, with what follows.
fn numbers(text: &str) -> Option<([(u16, usize); 3], &str)> {
    let mut found = [(0, 0); 3];
    let mut rest = text;
    let mut separator = None;
    for (place, slot) in found.iter_mut().enumerate() {
        if place > 0 {
            let next = rest.bytes().next().filter(|byte| matches!(byte, b'-' | b'.' | b'/'));
            match next {
                Some(byte) if separator.is_none_or(|other| other == byte) => separator = next,
                _ => break,
            }
            rest = rest.get(1..)?;
        }
        let (number, count, after) = leading_number(rest)?;
        *slot = (number, count);
        rest = after;
    }
    Some((found, rest))
}

const fn is_year((number, count): (u16, usize)) -> bool {
    count == 4 && number >= 1900 && number < 2100
}

const fn is_month((number, count): (u16, usize)) -> bool {
    matches!(count, 1 | 2) && number >= 1 && number <= 12
}

const fn is_day((number, count): (u16, usize)) -> bool {
    matches!(count, 1 | 2) && number >= 1 && number <= 31
}

/// `2026-01-02`, `02.01.2026`, `1/2/2026`, perhaps with a time behind it, or `20260102T100000Z`.
fn is_date(text: &str) -> bool {
    let is_day_of_year = |one, other| is_month(one) && is_day(other) || is_day(one) && is_month(other);
    if let Some(([first, second, third], rest)) = numbers(text)
        && (is_year(first) && is_day_of_year(second, third) || is_day_of_year(first, second) && is_year(third))
    {
        return !rest.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    }
    let is_compact = |(date, time): (&str, &str)| {
        date.len() == 8
            && leading_number(date.get(..4).unwrap_or_default()).is_some_and(|(year, count, _)| is_year((year, count)))
            && time.len() >= 4
            && time.bytes().take(4).all(|byte| byte.is_ascii_digit())
    };
    text::split(text, b'T').is_some_and(is_compact)
}

/// A year and a month, or a day with two digits of the year: rather a date than an account number,
/// though groups of an account number may look alike.
fn is_part_of_date(text: &str) -> bool {
    match numbers(text) {
        Some(([first, second, (_, 0)], "")) => is_year(first) && is_month(second) || is_month(first) && is_year(second),
        Some(([first, second, third @ (_, 2)], "")) => {
            first.1 <= 2
                && (is_day(first) && is_month(second)
                    || is_month(first) && is_day(second)
                    || first.1 == 2 && is_month(second) && is_day(third))
        }
        _ => false,
    }
}

/// Words that stand beside numbers which are no account numbers, or beside those that are: whoever
/// writes them gives more than the number.
const LABELS: &str = "AC ACC ACCT ACCOUNT NO NR NUM NUMBER REF RE INV INVOICE IBAN BIC SWIFT IFSC BSB SORT ID TEL KONTO \
                      KTO CUENTA CONTA COMPTE ROW LINE PAGE PO CR DR RS";

/// The currencies that account numbers are listed with.
const CURRENCIES: &str = "USD EUR GBP INR NPR CAD AUD SGD CHF JPY CNY KES UGX TZS NGN GHS ZAR BRL MXN AED";

const MONTHS: &str = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC";

/// Whether words stand among the groups: two of them, one that is a label, a currency or a month, or
/// letters with a slash, as references have them.
fn has_words(text: &str, marks: &Marks) -> bool {
    if marks.letters == 0 {
        return false;
    }
    let [_, _, slashes, _] = marks.separators;
    if slashes > 0 {
        return true;
    }
    let mut words = 0_u8;
    for group in text.split(|character: char| !character.is_ascii_alphanumeric()) {
        if group.len() < 2 || !group.bytes().all(is_letter) {
            continue;
        }
        words = words.saturating_add(1);
        let word = group.to_ascii_uppercase();
        let is_month = marks.digits <= 6 && word.get(..3).is_some_and(|start| text::lists(MONTHS, start));
        if words > 1 || is_month || text::lists(LABELS, &word) || text::lists(CURRENCIES, &word) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Option<Code> {
        look(text).err().map(Fault::code)
    }

    #[test]
    fn what_is_known_to_be_something_else() {
        for (texts, expected) in [
            (&["123456.78", "1,234", "1 234,50", "0.5", "USD 12.50", "12.50eur"][..], Code::LooksLikeAmount),
            (&["2026-01-02", "2.1.2026", "1/31/2026", "2026-01-02T10:00:00Z", "20260102T100000Z"], Code::LooksLikeDate),
            (&["NULL", "see above", "[object Object]", "?", "TBD1", "N/A", "xxxx"], Code::Placeholder),
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
            "see line 12",
            "12345678 CR",
            "EUR 123",
            "2-Jan-26",
            "1234\n5678",
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
