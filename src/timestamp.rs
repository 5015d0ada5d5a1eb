//! Points in time, given by the caller: the core reads no clock.
//!
//! Read and written here because a library for dates weighs as much in the WASM module as all the
//! identifiers together.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorCode};
use crate::text;

/// A day, such as that of a payment.
///
/// ```
/// use offramp_core::Date;
///
/// assert!(Date::new("2026-11-26") < Date::new("2026-12-01"));
/// assert_eq!(Date::new("2026-02-29"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i64);

impl Date {
    /// The day of a text of the form `2026-11-26`.
    #[must_use]
    pub fn new(text: &str) -> Option<Date> {
        let midnight: Timestamp = [text, "T00:00:00Z"].concat().parse().ok()?;
        (text.len() == 10).then_some(Date(midnight.seconds.div_euclid(86_400)))
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn days(self) -> i64 {
        self.0
    }
}

/// A point in time, to the nanosecond.
///
/// ```
/// use offramp_core::Timestamp;
///
/// let now: Timestamp = "2024-06-09T09:00:00.25+02:00".parse()?;
/// assert_eq!(now.unix_seconds(), 1_717_916_400);
/// assert_eq!(now.to_string(), "2024-06-09T07:00:00.25Z");
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
    nanos: u32,
}

/// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: the years that RFC 3339 can write.
const RANGE: std::ops::RangeInclusive<i64> = -62_167_219_200..=253_402_300_799;

impl Timestamp {
    /// The point so many seconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// `TIME_INVALID` outside the years 0 to 9999.
    pub fn from_unix_seconds(seconds: i64) -> Result<Timestamp, Error> {
        if RANGE.contains(&seconds) { Ok(Timestamp { seconds, nanos: 0 }) } else { Err(invalid()) }
    }

    /// The point so many milliseconds after 1970-01-01T00:00:00Z, or the nearest that can be written.
    #[cfg(any(feature = "client", feature = "http", feature = "sandbox"))]
    pub(crate) fn at_unix_millis(millis: i64) -> Timestamp {
        let seconds = millis.div_euclid(1000).clamp(*RANGE.start(), *RANGE.end());
        let nanos = u32::try_from(millis.rem_euclid(1000)).unwrap_or_default().saturating_mul(1_000_000);
        Timestamp { seconds, nanos }
    }

    /// Reads the date of HTTP (RFC 9110), such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    pub(crate) fn from_http_date(text: &str) -> Option<Timestamp> {
        const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
        let text = text.get(5..)?.strip_suffix(" GMT")?;
        let (day, month, year) = (text.get(..2)?, text.get(3..6)?, text.get(7..11)?);
        let place = MONTHS.as_bytes().chunks(3).position(|name| name == month.as_bytes())?;
        let month = text::zero_filled(&text::number(place.wrapping_add(1)), 2);
        text::join(&[year, "-", &month, "-", day, "T", text.get(12..)?, "Z"], "").parse().ok()
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_millis(self) -> i64 {
        self.seconds.saturating_mul(1000).saturating_add(i64::from(self.nanos / 1_000_000))
    }

    /// Whole seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.seconds
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    /// Reads RFC 3339, such as `2024-06-09T07:00:00Z`. A leap second counts as the second after it.
    ///
    /// # Errors
    /// `TIME_INVALID` for anything else.
    fn from_str(text: &str) -> Result<Timestamp, Error> {
        read(text.as_bytes()).ok_or_else(invalid)
    }
}

fn read(text: &[u8]) -> Option<Timestamp> {
    let (date, rest) = text.split_first_chunk::<10>()?;
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *date else {
        return None;
    };
    let ([b'T' | b't' | b' ', h1, h2, b':', n1, n2, b':', s1, s2], rest) = rest.split_first_chunk::<9>()? else {
        return None;
    };
    let year = number(&[y1, y2, y3, y4])?;
    let month = within(number(&[m1, m2])?, 1, 12)?;
    let day = within(number(&[d1, d2])?, 1, days_in(year, month))?;
    let (hour, minute) = (within(number(&[*h1, *h2])?, 0, 23)?, within(number(&[*n1, *n2])?, 0, 59)?);
    let second = within(number(&[*s1, *s2])?, 0, 60)?;
    let (nanos, rest) = fraction(rest)?;
    let offset = match *rest {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let minutes = clock(within(number(&[h1, h2])?, 0, 23)?, within(number(&[m1, m2])?, 0, 59)?, 0);
            if sign == b'-' { minutes.wrapping_neg() } else { minutes }
        }
        _ => return None,
    };
    let seconds = days_since_1970(year, month, day)
        .wrapping_mul(86_400)
        .wrapping_add(clock(hour, minute, second))
        .wrapping_sub(offset);
    RANGE.contains(&seconds).then_some(Timestamp { seconds, nanos })
}

/// The nanoseconds after the seconds, of which there need not be any; further digits are cut off.
fn fraction(rest: &[u8]) -> Option<(u32, &[u8])> {
    let Some(digits) = rest.strip_prefix(b".") else {
        return Some((0, rest));
    };
    let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = digits.split_at_checked(count).filter(|(digits, _)| !digits.is_empty())?;
    let nanos = digits
        .iter()
        .chain([b'0'; 9].iter())
        .take(9)
        .fold(0_u32, |nanos, digit| nanos.wrapping_mul(10).wrapping_add(u32::from(digit.wrapping_sub(b'0'))));
    Some((nanos, rest))
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0_i64, |number, digit| {
        digit.is_ascii_digit().then(|| number.wrapping_mul(10).wrapping_add(i64::from(digit.wrapping_sub(b'0'))))
    })
}

fn within(number: i64, least: i64, most: i64) -> Option<i64> {
    (least..=most).contains(&number).then_some(number)
}

const fn clock(hour: i64, minute: i64, second: i64) -> i64 {
    hour.wrapping_mul(60).wrapping_add(minute).wrapping_mul(60).wrapping_add(second)
}

fn days_in(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28_i64.wrapping_add(i64::from(is_leap)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days of the Gregorian calendar, counted in eras of 400 years that begin in March (Howard Hinnant,
/// "chrono-Compatible Low-Level Date Algorithms").
pub(crate) const fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year.wrapping_sub(1) } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = month.wrapping_add(9) % 12;
    let day_of_year = month_from_march.wrapping_mul(153).wrapping_add(2) / 5;
    let day_of_year = day_of_year.wrapping_add(day).wrapping_sub(1);
    let leap_days = (year_of_era / 4).wrapping_sub(year_of_era / 100);
    let day_of_era = year_of_era.wrapping_mul(365).wrapping_add(leap_days).wrapping_add(day_of_year);
    era.wrapping_mul(146_097).wrapping_add(day_of_era).wrapping_sub(719_468)
}

/// Year, month and day of a number of days.
pub(crate) const fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days.wrapping_add(719_468);
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let leap_days = (day_of_era / 1460).wrapping_sub(day_of_era / 36_524).wrapping_add(day_of_era / 146_096);
    let year_of_era = day_of_era.wrapping_sub(leap_days) / 365;
    let years = year_of_era.wrapping_mul(365).wrapping_add(year_of_era / 4).wrapping_sub(year_of_era / 100);
    let day_of_year = day_of_era.wrapping_sub(years);
    let month_from_march = day_of_year.wrapping_mul(5).wrapping_add(2) / 153;
    let day = day_of_year.wrapping_sub(month_from_march.wrapping_mul(153).wrapping_add(2) / 5).wrapping_add(1);
    let month = month_from_march.wrapping_add(2) % 12;
    let year = era.wrapping_mul(400).wrapping_add(year_of_era);
    let month = month.wrapping_add(1);
    (if month <= 2 { year.wrapping_add(1) } else { year }, month, day)
}

impl Timestamp {
    /// The text up to whole seconds.
    fn to_seconds(self) -> String {
        let mut out = String::new();
        push_date(&mut out, self.seconds.div_euclid(86_400));
        let second = self.seconds.rem_euclid(86_400);
        for (mark, number) in [('T', second / 3600), (':', second / 60 % 60), (':', second % 60)] {
            out.push(mark);
            push_filled(&mut out, number, 2);
        }
        out
    }

    /// The text with three decimals.
    #[cfg(any(feature = "http", feature = "sandbox"))]
    pub(crate) fn to_millis(self) -> String {
        let mut out = self.to_seconds();
        out.push('.');
        push_filled(&mut out, i64::from(self.nanos / 1_000_000), 3);
        out.push('Z');
        out
    }

    /// The text, without the machinery of formatting.
    pub(crate) fn to_text(self) -> String {
        let mut out = self.to_seconds();
        if self.nanos != 0 {
            out.push('.');
            push_filled(&mut out, i64::from(self.nanos), 9);
            out.truncate(text::without_last(&out, b'0').len());
        }
        out.push('Z');
        out
    }
}

/// Appends a number of days as year, month and day.
pub(crate) fn push_date(out: &mut String, days: i64) {
    let (year, month, day) = date_of(days);
    push_filled(out, year, 4);
    for number in [month, day] {
        out.push('-');
        push_filled(out, number, 2);
    }
}

fn push_filled(out: &mut String, number: i64, digits: usize) {
    let mut least = 10_u64;
    for _ in 1..digits {
        if number.unsigned_abs() < least {
            out.push('0');
        }
        least = least.saturating_mul(10);
    }
    text::push_number(out, number.unsigned_abs());
}

/// RFC 3339 in UTC, with as many decimals as are needed.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

fn invalid() -> Error {
    Error::new(ErrorCode::TimeInvalid, "a time in the form of RFC 3339 is needed, such as 2024-06-09T07:00:00Z")
        .in_field("now")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "http")]
    #[test]
    fn milliseconds_are_written_with_three_decimals() {
        for (millis, text) in [
            (1_764_887_235_123, "2025-12-04T22:27:15.123Z"),
            (1_764_887_235_007, "2025-12-04T22:27:15.007Z"),
            (1_764_887_235_000, "2025-12-04T22:27:15.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (i64::MAX, "9999-12-31T23:59:59.807Z"),
        ] {
            assert_eq!(Timestamp::at_unix_millis(millis).to_millis(), text);
        }
    }

    #[test]
    fn reads_rfc_3339_and_nothing_else() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1985-04-12T23:20:50.52Z", 482_196_050),
            ("1996-12-19T16:39:57-08:00", 851_042_397),
            ("1990-12-31T23:59:60Z", 662_688_000),
            ("2024-02-29t12:00:00z", 1_709_208_000),
            ("0000-01-01T00:00:00Z", *RANGE.start()),
            ("9999-12-31T23:59:59.999999999999Z", *RANGE.end()),
        ] {
            assert_eq!(text.parse::<Timestamp>().map(Timestamp::unix_seconds), Ok(seconds), "{text}");
        }
        for text in [
            "",
            "2024-06-09",
            "2024-06-09T07:00Z",
            "2024-06-09T07:00:00",
            "2024-13-01T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2024-06-09T24:00:00Z",
            "2024-06-09T07:00:00.Z",
            "2024-06-09T07:00:00+2:00",
            "2024-06-09T07:00:00ZZ",
            "+024-06-09T07:00:00Z",
            "9999-12-31T23:59:59-00:01",
            "２024-06-09T07:00:00Z",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    #[test]
    fn reads_dates_of_http() {
        let time = Timestamp::from_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(time.to_string(), "1994-11-06T08:49:37Z");
        for text in ["", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nop 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37"]
        {
            assert!(Timestamp::from_http_date(text).is_none(), "{text}");
        }
        assert_eq!("2024-06-09T07:00:00.25Z".parse::<Timestamp>().unwrap().unix_millis(), 1_717_916_400_250);
    }

    #[test]
    fn writes_what_it_reads_for_every_day_of_four_centuries() {
        for day in 0..146_097 {
            let seconds = (day - 60_000) * 86_400 + day % 86_400;
            let time = Timestamp::from_unix_seconds(seconds).unwrap();
            assert_eq!(time.to_string().parse(), Ok(time));
        }
    }
}
