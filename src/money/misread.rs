//! Why a text is no plain decimal number, and which one it means where it can mean no other: a suggestion never
//! changes sign, size or currency.

use super::amount::{plain, read};
use super::names::{Sign, sign};
use super::{Amount, Currency};
use crate::characters::{fold, is_invisible, trim};
use crate::code::Code;
use crate::finding::Finding;
use crate::spreadsheet::{unmarked, unusable};
use crate::text;

/// As many digits as every decimal number of 96 bits can have.
pub(super) const DIGITS: usize = 28;

/// Why a text is no plain decimal number, and which one it means.
#[cold]
pub(super) fn diagnose(given: &str, currency: Option<Currency>) -> Finding {
    let text = trim(given);
    if text.is_empty() {
        return Finding::new(Code::ValueEmpty);
    }
    // what marks a cell as text is no part of the number
    let text = unmarked(text).map_or(text, |(bare, _)| trim(bare));
    let suggesting = |code, number: Option<&str>| {
        let finding = Finding::new(code);
        match number.and_then(|number| accepted(number, currency)) {
            Some(amount) => finding.suggesting(amount),
            None => finding,
        }
    };
    if plain(text).is_some() {
        return suggesting(Code::AmountNotANumber, Some(text));
    }
    if let Some(code) = unusable(text) {
        return Finding::new(if code == Code::SpreadsheetExponent { Code::AmountExponent } else { code });
    }
    let (typed, is_other_script) = in_ascii(text);
    let (code, number) = meant(trim(&typed), currency);
    let finding = suggesting(if is_other_script { Code::OtherScript } else { code }, number.as_deref());
    if number.is_none() && code == Code::AmountSeparators {
        with_readings(finding, trim(&typed), currency)
    } else {
        finding
    }
}

/// With what three digits behind a single point or comma may mean, thousands or decimals: the numbers of both readings
/// that the currency takes.
#[cold]
pub(super) fn with_readings(finding: Finding, text: &str, currency: Option<Currency>) -> Finding {
    let parts = text::split(text, b'.').or_else(|| text::split(text, b','));
    let Some((whole, rest)) = parts else {
        return finding;
    };
    let is_group = rest.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    if !is_group || !text::is_digits(whole) || !text::is_digits(rest) {
        return finding;
    }
    let mut readings = text::join(&[whole, rest], "");
    if currency.is_none_or(|currency| currency.decimals() >= 3) {
        readings = text::join(&[&readings, ", ", whole, ".", rest], "");
    }
    finding.with("candidates", readings)
}

/// The number as the currency takes it, where it does and it is not zero.
fn accepted(number: &str, currency: Option<Currency>) -> Option<String> {
    match read(number, currency) {
        Ok(amount) if amount.as_decimal().is_zero() => None,
        Ok(_) => plain(number).map(Amount::text),
        Err(finding) => finding.suggestion().map(str::to_owned),
    }
}

/// Digits, blanks, dashes and separators as ASCII has them, and whether digits were of another script.
fn in_ascii(text: &str) -> (String, bool) {
    let (mut out, mut is_other_script) = (String::with_capacity(text.len()), false);
    for character in text.chars() {
        out.push(match character {
            '\u{66b}' => '.',
            '\u{66c}' => ',',
            '‘' | '’' | 'ʼ' => '\'',
            '−' | '‐'..='―' | '﹣' => '-',
            // blanks between thousands; what has no width is nothing
            '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
            invisible if is_invisible(invisible) => continue,
            other => match fold(other) {
                Some(folded) => {
                    is_other_script |= folded.is_ascii_digit();
                    folded
                }
                None => other,
            },
        });
    }
    (out, is_other_script)
}

/// What is wrong with a text that is not plain, and the number that it means.
fn meant(text: &str, currency: Option<Currency>) -> (Code, Option<String>) {
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let (Some(first), Some(last)) = (text.bytes().position(is_digit), text.bytes().rposition(is_digit)) else {
        return (Code::AmountNotANumber, None);
    };
    let end = last.wrapping_add(1);
    let (front, back) = (text.get(..first).unwrap_or_default(), text.get(end..).unwrap_or_default());
    let number = text.get(first..end).unwrap_or_default();
    // accountants write what is taken in brackets, with a dash on either side, or with DR behind it
    let (front, front_takes) = without(front, "-(");
    let (back, back_takes) = if back.ends_with("/-") { (back.to_owned(), false) } else { without(back, "-)") };
    let is_debit = text::without_last(&back, b'.').eq_ignore_ascii_case("DR");
    let (before, after) = (side(&front, currency), if is_debit { Sign::Own } else { side(&back, currency) });
    if before == Sign::None || after == Sign::None || !number.bytes().all(|b| is_digit(b) || b".,' _".contains(&b)) {
        return (Code::AmountNotANumber, None);
    }
    if front_takes || back_takes || is_debit {
        return (Code::AmountNegative, None);
    }
    if before == Sign::Other || after == Sign::Other {
        return (Code::AmountCurrencySign, None);
    }
    if number.bytes().filter(u8::is_ascii_digit).count() > DIGITS {
        return (Code::AmountTooLarge, None);
    }
    let has_sign = !front.is_empty() || !back.is_empty();
    (if has_sign { Code::AmountCurrencySign } else { Code::AmountSeparators }, without_separators(number))
}

/// What stands on one side of the number: nothing is as good as the payment's own currency.
fn side(text: &str, currency: Option<Currency>) -> Sign {
    if text.is_empty() { Sign::Own } else { sign(text, currency) }
}

/// The text without such characters, which are ASCII, and the blanks around it, and whether there were any.
fn without(text: &str, marks: &str) -> (String, bool) {
    let mut out = String::new();
    for character in text.chars() {
        if !u8::try_from(character).is_ok_and(|byte| text::contains_byte(marks, byte)) {
            out.push(character);
        }
    }
    let is_marked = out.len() < text.len();
    (text::trim(&out).to_owned(), is_marked)
}

/// The number with its thousands together and a point in front of its decimals, where its separators have one
/// reading. A comma that stands alone has it in front of two digits; in front of three it may separate thousands.
fn without_separators(text: &str) -> Option<String> {
    let mut separators = text.bytes().filter(|byte| !byte.is_ascii_digit());
    let Some(first) = separators.next() else {
        return Some(text.to_owned());
    };
    let others: Vec<u8> = separators.collect();
    let Some(&last) = others.last() else {
        let (whole, rest) = text::split(text, first)?;
        return match first {
            b'.' => Some(text.to_owned()),
            b',' => (rest.len() == 2 || whole == "0").then(|| text::join(&[whole, rest], ".")),
            _ => grouped(text, first),
        };
    };
    if last == first {
        return grouped(text, first);
    }
    let (thousands, decimals) = text::split_last(text, last)?;
    if !matches!(last, b'.' | b',') {
        return None;
    }
    Some(text::join(&[&grouped(thousands, first)?, decimals], "."))
}

/// The digits of a whole number in groups of three, or, as in India, of two but for the last.
fn grouped(text: &str, separator: u8) -> Option<String> {
    let (mut rest, mut digits, mut size) = (text, String::new(), 3);
    while let Some((before, group)) = text::split_last(rest, separator) {
        if digits.len() == 3 && group.len() == 2 {
            size = 2;
        }
        if group.len() != size || !text::is_digits(group) {
            return None;
        }
        digits.insert_str(0, group);
        rest = before;
    }
    if rest.len() > size || !text::is_digits(rest) {
        return None;
    }
    digits.insert_str(0, rest);
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, currency: &str) -> (Code, Option<String>) {
        let finding = read(text, Currency::new(currency)).unwrap_err();
        (finding.code(), finding.suggestion().map(str::to_owned))
    }

    #[test]
    fn one_reading_is_suggested() {
        for (text, currency, expected) in [
            (" 12 ", "USD", "12"),
            ("1,234.56", "USD", "1234.56"),
            ("1.234,56", "EUR", "1234.56"),
            ("1 234,56", "EUR", "1234.56"),
            ("1\u{202f}234,56\u{a0}€", "EUR", "1234.56"),
            ("1’234.50", "CHF", "1234.50"),
            ("1'234", "CHF", "1234"),
            ("1 234", "SEK", "1234"),
            ("1_000", "USD", "1000"),
            ("1,234,567", "USD", "1234567"),
            ("1,23,456.00", "INR", "123456.00"),
            ("12,34,567", "INR", "1234567"),
            ("30,00 €", "EUR", "30.00"),
            ("0,50", "EUR", "0.50"),
            ("0,500", "EUR", "0.50"),
            ("0,5", "EUR", "0.5"),
            ("$12.50", "USD", "12.50"),
            ("US$ 1,234.56", "USD", "1234.56"),
            ("12.50 usd", "USD", "12.50"),
            ("Rs. 500/-", "INR", "500"),
            ("KSh 1,000.00", "KES", "1000.00"),
            ("₦5 000 000", "NGN", "5000000"),
            ("१२.५०", "INR", "12.50"),
            ("١٬٢٣٤٫٥٦", "AED", "1234.56"),
            ("12.5000", "USD", "12.50"),
            ("0.500", "USD", "0.50"),
            ("5.00", "JPY", "5"),
            ("KWD 1.500", "KWD", "1.500"),
        ] {
            assert_eq!(said(text, currency).1.as_deref(), Some(expected), "{text} {currency}");
        }
    }

    #[test]
    fn nothing_is_suggested_that_may_have_another_sign_size_or_currency() {
        let (negative, sign, number) = (Code::AmountNegative, Code::AmountCurrencySign, Code::AmountNotANumber);
        for (text, currency, code) in [
            ("($30.00)", "EUR", negative),
            ("($30.00)", "USD", negative),
            ("(30.00", "USD", negative),
            ("$(30.00)", "USD", negative),
            ("-€5.00", "EUR", negative),
            ("€-5.00", "EUR", negative),
            ("−5", "EUR", negative),
            ("–5", "EUR", negative),
            ("5.00-", "EUR", negative),
            ("5.00 DR", "EUR", negative),
            ("30.00 USD", "EUR", sign),
            ("INR 500", "USD", sign),
            ("$5", "EUR", sign),
            ("$5", "USDC", sign),
            ("BGN 5", "EUR", sign),
            ("$1.000", "USD", sign),
            ("€1.000", "EUR", sign),
            ("1.5k", "EUR", number),
            ("2M", "INR", number),
            ("2.5 lakh", "INR", number),
            ("5%", "EUR", number),
            ("~30", "EUR", number),
            ("30?", "EUR", number),
            ("5.00 CR", "EUR", number),
            ("10-Jan", "EUR", number),
            ("2026-01-02", "EUR", number),
            ("10/12", "EUR", number),
            ("abc", "EUR", number),
            ("1,234", "USD", Code::AmountSeparators),
            ("1,234", "JPY", Code::AmountSeparators),
            ("12,5", "USD", Code::AmountSeparators),
            ("12,34.56", "USD", Code::AmountSeparators),
            ("1,2.3,456.7", "USD", Code::AmountSeparators),
            ("0,00", "EUR", Code::AmountSeparators),
            ("1.000", "EUR", Code::AmountTooPrecise),
            ("12.500", "INR", Code::AmountTooPrecise),
            ("0.000", "EUR", Code::AmountTooPrecise),
            ("2.50", "JPY", Code::AmountTooPrecise),
            ("१.०००", "INR", Code::OtherScript),
            ("1e-05", "EUR", Code::AmountNotANumber),
            ("12345678901234567890123456789", "USD", Code::AmountTooLarge),
        ] {
            assert_eq!(said(text, currency), (code, None), "{text} {currency}");
        }
        assert_eq!(read("$5", None).unwrap_err().suggestion(), None, "of which currency is not known");
    }

    #[test]
    fn what_is_suggested_is_taken() {
        let signs = ["", "$", "€", "Rs ", "USD ", "(", "-", "~"];
        let ends = ["", " €", " USD", ")", "-", "k", "%", " DR", "/-"];
        let numbers =
            ["0", "1", "1.000", "0.000", "1,5", "1,50", "1,500", "1.5000", "1 000", "1,00,000.5", "1.000.000,5"];
        for currency in ["USD", "EUR", "INR", "JPY", "KWD", "USDC"].map(Currency::new) {
            for place in 0..signs.len() * ends.len() * numbers.len() {
                let (sign, rest) = (signs[place % signs.len()], place / signs.len());
                let (end, number) = (ends[rest % ends.len()], numbers[rest / ends.len()]);
                let text = [sign, number, end].concat();
                let Err(finding) = read(&text, currency) else {
                    continue;
                };
                let Some(suggestion) = finding.suggestion() else {
                    continue;
                };
                assert!(super::super::read_positive(suggestion, currency).is_ok(), "{text}: {suggestion}");
                assert!(!["(", "-", "~"].contains(&sign) && ["", " €", " USD", "/-"].contains(&end), "{text}");
            }
        }
    }
}
