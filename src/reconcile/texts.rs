//! Amounts and days as statements write them. What has two readings is not read.

use rust_decimal::Decimal;

use crate::money::{Amount, Currency};
use crate::timestamp::Date;

/// Which way money went, where the amount says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    None,
    Plus,
    Minus,
    Debit,
    Credit,
}

/// The amount without its sign, and the sign.
pub(super) fn amount(text: &str, currency: Option<Currency>) -> Option<(Decimal, Sign)> {
    let (mut text, mut sign) = (text.trim(), Sign::None);
    if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')) {
        (text, sign) = (inner.trim(), Sign::Minus);
    }
    for (end, meant) in [("CR", Sign::Credit), ("DR", Sign::Debit), ("Cr", Sign::Credit), ("Dr", Sign::Debit)] {
        if let Some(rest) = text.strip_suffix(end) {
            (text, sign) = (rest.trim_end_matches('.').trim(), meant);
        }
    }
    for (mark, meant) in [('-', Sign::Minus), ('\u{2212}', Sign::Minus), ('+', Sign::Plus)] {
        if let Some(rest) = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)) {
            if sign != Sign::None {
                return None;
            }
            (text, sign) = (rest.trim(), meant);
        }
    }
    let number = number(text, currency.map_or(2, Currency::decimals))?;
    let limit = currency.map_or(8, |currency| u32::from(currency.decimals()));
    (number.normalize().scale() <= limit).then_some((number, sign))
}

/// A number with a point or a comma before its decimals, and perhaps marks between its thousands.
fn number(text: &str, decimals: u8) -> Option<Decimal> {
    if let Ok(amount) = text.parse::<Amount>() {
        // three digits behind a point may be thousands, where the currency has fewer decimals
        let scale = amount.as_decimal().scale();
        let is_open = scale == 3 && decimals < 3 && text.len() <= 7 && !text.starts_with('0');
        return (!is_open).then(|| amount.as_decimal());
    }
    let blank = |character: char| matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}');
    let bare: String = text.chars().filter(|character| !blank(*character)).collect();
    let last = bare.rfind([',', '.'])?;
    let (whole, rest) = bare.split_at_checked(last)?;
    let (mark, fraction) = rest.split_at_checked(1)?;
    let is_decimal = if whole.contains(mark) {
        false
    } else {
        let is_open = fraction.len() == 3 && !whole.contains([',', '.']) && decimals < 3;
        if is_open {
            return None;
        }
        true
    };
    let (whole, fraction) = if is_decimal { (whole, fraction) } else { (bare.as_str(), "") };
    let groups: Vec<&str> = whole.split([',', '.']).collect();
    let has_groups = groups.len() > 1;
    let one_mark = whole.contains(',') != whole.contains('.');
    let are_thousands = groups.iter().skip(1).all(|group| group.len() == 3 || group.len() == 2)
        && groups.last().is_some_and(|group| group.len() == 3)
        && groups.first().is_some_and(|group| (1..=3).contains(&group.len()));
    if has_groups && !(one_mark && are_thousands && whole.contains(mark) != is_decimal) {
        return None;
    }
    let plain = [groups.concat().as_str(), if fraction.is_empty() { "" } else { "." }, fraction].concat();
    plain.parse::<Amount>().ok().map(Amount::as_decimal)
}

/// A day. One that two countries read differently is none: `03/04/2026`.
pub(super) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(date) = text.get(..10).and_then(Date::new) {
        let rest = text.get(10..).unwrap_or_default();
        return (rest.is_empty() || rest.starts_with(['T', ' '])).then_some(date);
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return day(text.get(..4)?, text.get(4..6)?, text.get(6..8)?);
    }
    let day_part = text.split([' ', 'T']).next()?;
    let parts: Vec<&str> = day_part.split(['.', '/', '-']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    if first.len() == 4 {
        return day(first, second, third);
    }
    let long;
    let year = match third.len() {
        4 => *third,
        2 => {
            long = ["20", third].concat();
            &long
        }
        _ => return None,
    };
    if day_part.contains('.') {
        return day(year, second, first);
    }
    let (one, other) = (first.parse::<u8>().ok()?, second.parse::<u8>().ok()?);
    match (one > 12, other > 12) {
        (true, false) => day(year, second, first),
        (false, true) => day(year, first, second),
        (false, false) if one == other => day(year, first, second),
        _ => None,
    }
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(&format!("{year}-{month:0>2}-{day:0>2}"))
}

/// An account as it is compared: letters and digits.
pub(super) fn account(text: &str) -> String {
    text.chars()
        .filter(|character| !matches!(character, ' ' | '-' | '\u{a0}' | '\''))
        .collect::<String>()
        .to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Sign)> {
        amount(text, Currency::new("EUR")).map(|(amount, sign)| (amount.normalize().to_string(), sign))
    }

    #[test]
    fn amounts_are_read_as_they_are_written() {
        for (text, wanted, sign) in [
            ("10.00", "10", Sign::None),
            ("-10,50", "10.5", Sign::Minus),
            ("1.234,56", "1234.56", Sign::None),
            ("1,234.56-", "1234.56", Sign::Minus),
            ("1 234 567,8", "1234567.8", Sign::None),
            ("12,34,567.00", "1234567", Sign::None),
            ("(3.00)", "3", Sign::Minus),
            ("+3", "3", Sign::Plus),
            ("3.00 CR", "3", Sign::Credit),
            ("1.234.567", "1234567", Sign::None),
        ] {
            assert_eq!(read(text), Some((wanted.to_owned(), sign)), "{text}");
        }
        // of two readings, with too many decimals, of no number
        for text in
            ["1,234", "1.234", "1.234,567", "10.005", "1,23,4", "ten", "", "--1", "1.2.3", "1,2,3.4", "1e5", "-1-"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn days_of_one_reading_are_read() {
        let wanted = Date::new("2026-11-27");
        for text in [
            "2026-11-27",
            "2026-11-27T10:00:00Z",
            "20261127",
            "27.11.2026",
            "27/11/2026",
            "11/27/2026",
            "27.11.26",
            "2026/11/27",
        ] {
            assert_eq!(date(text), wanted, "{text}");
        }
        for text in ["03/04/2026", "2026-13-01", "x", "", "27.11", "31.02.2026"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
