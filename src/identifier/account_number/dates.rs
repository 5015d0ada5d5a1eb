//! Dates in the place of an account number, in all the ways that they are written.

use super::words::Words;
use crate::text;

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
pub(super) fn is_date(text: &str) -> bool {
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
pub(super) fn is_part_of_date(text: &str) -> bool {
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

/// What periods are counted by, each with the most of them that a year has.
const PERIODS: [(&str, u16); 7] = [("Q", 4), ("QTR", 4), ("H", 2), ("W", 53), ("KW", 53), ("CW", 53), ("WK", 53)];

/// `Q1 2026`, `2026-H2`, `KW 12/2026`: a part of a year by its number, with something between it and the year unless
/// that stands in front; or a financial year, `FY 2026-27`.
pub(super) fn is_period(text: &str) -> bool {
    let (mut most, mut is_financial, mut year, mut number) = (None, false, false, None);
    let mut groups = Words::of(text);
    let mut is_apart = false;
    while let Some(group) = groups.next() {
        let capitals = group.to_ascii_uppercase();
        if let Some((value, count, "")) = leading_number(group) {
            if !year && is_year((value, count)) {
                year = true;
                is_apart |= number.is_none() || groups.is_alone();
            } else if count <= 2 && number.is_none() {
                number = Some(value);
            } else {
                return false;
            }
        } else if most.is_some() || is_financial {
            return false;
        } else if capitals == "FY" {
            is_financial = true;
        } else {
            most = PERIODS.iter().find(|(name, _)| *name == capitals).map(|(_, most)| *most);
            if most.is_none() {
                return false;
            }
        }
    }
    let has_number = most.zip(number).is_some_and(|(most, number)| (1..=most).contains(&number));
    year && is_apart && (is_financial || has_number)
}

/// By their first three letters, in the languages of payers.
const MONTHS: &str = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC MAI OKT DEZ FEV AVR JUI AOU ENE ABR AGO DIC SET OUT MEI \
                      DES";

/// `2 Jan 2026`, `02-JAN-26`, `January 2nd, 2026`: one month by its name, with a year beside it.
pub(super) fn is_written_out(text: &str) -> bool {
    let (mut months, mut days, mut years, mut short_years) = (0_u8, 0_u8, 0_u8, 0_u8);
    let mut is_apart = false;
    let mut groups = Words::of(text);
    while let Some(group) = groups.next() {
        if let Some(number) = leading_number(group).filter(|(_, _, rest)| rest.is_empty()) {
            let number = (number.0, number.1);
            if is_year(number) {
                years = years.wrapping_add(1);
            } else if is_day(number) && days == 0 {
                days = 1;
            } else if number.1 == 2 {
                short_years = short_years.wrapping_add(1);
            } else {
                return false;
            }
        } else if group.len() >= 3 && group.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            let name = group.to_ascii_uppercase();
            if group.len() > 10 || !name.get(..3).is_some_and(|start| text::contains_word(MONTHS, start)) {
                return false;
            }
            months = months.wrapping_add(1);
            is_apart = groups.is_alone();
        } else if !matches!(group, "st" | "nd" | "rd" | "th" | "de" | "T") {
            return false;
        }
    }
    // without anything between its parts, a year of two digits tells too little
    months == 1 && (years == 1 || days == 1 && short_years == 1 && is_apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_year() {
        for text in
            ["Q1 2026", "q4/2025", "2026-Q1", "2026Q1", "H2 2026", "KW 12/2026", "W53 2026", "FY2026", "FY 2026-27"]
        {
            assert!(is_period(text), "{text}");
        }
        for text in
            ["Q12026", "Q5 2026", "H3 2026", "Q1 12026", "W54 2026", "Q1", "2026", "AB 2026", "H12 3456", "FY12"]
        {
            assert!(!is_period(text), "{text}");
        }
    }

    #[test]
    fn months_by_their_names() {
        for text in [
            "2 Jan 2026",
            "02-JAN-2026",
            "Jan 2, 2026",
            "January 2nd, 2026",
            "2-Jan-26",
            "02JAN2026",
            "Jan 2026",
            "2. Januar 2026",
            "3 Sept 2026",
            "2 de enero de 2026",
        ] {
            assert!(is_written_out(text), "{text}");
        }
        for text in ["MAR 123456", "02JAN26", "MARIA 12", "AB 0123 4567", "DEC1234567", "JAN"] {
            assert!(!is_written_out(text), "{text}");
        }
    }
}
