//! The one real clock and source of random numbers of the service.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use async_trait::async_trait;

use crate::payment::{Clock, Ids};
use crate::timestamp::Timestamp;

/// The machine's clock and random numbers.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) struct System;

#[async_trait]
impl Clock for System {
    fn instant(&self) -> Instant {
        instant()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }
}

impl Ids for System {
    fn id(&self, prefix: &str) -> Option<String> {
        id(prefix).ok()
    }
}

/// Milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the service is where the clock is read")]
pub(crate) fn now_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The time for requests that are built and deliveries that are verified.
pub(crate) fn now() -> Result<Timestamp, crate::Error> {
    Timestamp::from_unix_seconds(now_millis().div_euclid(1000))
}

/// For durations.
#[expect(clippy::disallowed_methods, reason = "the service is where the clock is read")]
pub(in crate::http) fn instant() -> Instant {
    Instant::now()
}

/// RFC 3339 with three decimals, as document 002 writes times.
pub(in crate::http) fn iso(millis: i64) -> String {
    let (days, left) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
    let (year, month, day) = date(days);
    let mut text = String::with_capacity(24);
    for (number, digits, after) in [
        (year, 4, '-'),
        (month, 2, '-'),
        (day, 2, 'T'),
        (left.div_euclid(3_600_000), 2, ':'),
        (left.div_euclid(60_000).rem_euclid(60), 2, ':'),
        (left.div_euclid(1000).rem_euclid(60), 2, '.'),
        (left.rem_euclid(1000), 3, 'Z'),
    ] {
        for place in [1000, 100, 10, 1].iter().skip(4_usize.saturating_sub(digits)) {
            let digit = number.div_euclid(*place).rem_euclid(10);
            text.push(u8::try_from(digit).map_or('0', |digit| char::from(digit.wrapping_add(b'0'))));
        }
        text.push(after);
    }
    text
}

/// The date so many days after the first of 1970: years are counted from March, so that a leap day is the last
/// day of its year, and in eras of 400 years.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(719_468);
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leap_days = day_of_era.div_euclid(1460).saturating_sub(day_of_era.div_euclid(36_524));
    let leap_days = leap_days.saturating_add(day_of_era.div_euclid(146_096));
    let year_of_era = day_of_era.saturating_sub(leap_days).div_euclid(365);
    let before = year_of_era.saturating_mul(365).saturating_add(year_of_era.div_euclid(4));
    let before = before.saturating_sub(year_of_era.div_euclid(100));
    let day_of_year = day_of_era.saturating_sub(before);
    let month = day_of_year.saturating_mul(5).saturating_add(2).div_euclid(153);
    let day = day_of_year.saturating_sub(month.saturating_mul(153).saturating_add(2).div_euclid(5)).saturating_add(1);
    let year = year_of_era.saturating_add(era.saturating_mul(400));
    if month < 10 {
        (year, month.saturating_add(3), day)
    } else {
        (year.saturating_add(1), month.saturating_sub(9), day)
    }
}

/// 128 random bits.
pub(in crate::http) fn random() -> Result<[u8; 16], getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A UUID of version 4 (RFC 9562).
pub(in crate::http) fn uuid() -> Result<String, getrandom::Error> {
    let bytes = random()?;
    let number = u128::from_be_bytes(bytes) & !(0xf << 76 | 0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let hex = format!("{number:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    Ok([part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-"))
}

/// A text that no other request has, where there are random numbers.
#[cfg(feature = "client")]
pub(crate) fn nonce() -> Option<String> {
    uuid().ok()
}

/// An id that sorts by time: the prefix, 48 bits of milliseconds and 80 random ones in Crockford's base 32.
pub(in crate::http) fn id(prefix: &str) -> Result<String, getrandom::Error> {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    let millis = u128::try_from(now_millis()).unwrap_or(0) & 0xffff_ffff_ffff;
    let mut number = u128::from_be_bytes(bytes) >> 48 | millis << 80;
    let mut digits = [0_u8; 26];
    for digit in digits.iter_mut().rev() {
        let at = usize::try_from(number & 31).unwrap_or(0);
        *digit = DIGITS.get(at).copied().unwrap_or(b'0');
        number >>= 5;
    }
    Ok([prefix, &String::from_utf8_lossy(&digits)].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_decimals() {
        assert_eq!(iso(1_764_887_235_123), "2025-12-04T22:27:15.123Z");
        assert_eq!(iso(1_764_887_235_000), "2025-12-04T22:27:15.000Z");
        assert_eq!(iso(-1), "1969-12-31T23:59:59.999Z");
        // every day of nine centuries, against the calendar of the core
        for day in -25_000..300_000_i64 {
            let seconds = day * 86_400 + 3661;
            let expected = Timestamp::from_unix_seconds(seconds).unwrap().to_string();
            assert_eq!(iso(seconds * 1000 + 7), expected.replace('Z', ".007Z"));
        }
    }

    #[test]
    fn ids_sort_by_time_and_differ() {
        let first = id("pay_").unwrap();
        std::thread::sleep(Duration::from_millis(2));
        let second = id("pay_").unwrap();
        assert!(first < second, "{first} {second}");
        assert_eq!(first.len(), 30);
    }
}
