//! The one real clock and source of random numbers of the service.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::timestamp::Timestamp;

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
pub(super) fn instant() -> Instant {
    Instant::now()
}

/// RFC 3339 with three decimals, as document 002 writes times.
pub(super) fn iso(millis: i64) -> String {
    let seconds = Timestamp::from_unix_seconds(millis.div_euclid(1000)).map(|time| time.to_string());
    let seconds = seconds.unwrap_or_default();
    format!("{}.{:03}Z", seconds.trim_end_matches('Z'), millis.rem_euclid(1000))
}

/// A UUID of version 4 (RFC 9562).
pub(super) fn uuid() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
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
pub(super) fn id(prefix: &str) -> Result<String, getrandom::Error> {
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
    }

    #[test]
    fn ids_sort_by_time_and_differ() {
        let first = id("pay_").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(2));
        let second = id("pay_").unwrap();
        assert!(first < second, "{first} {second}");
        assert_eq!(first.len(), 30);
    }
}
