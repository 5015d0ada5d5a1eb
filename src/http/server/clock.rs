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

/// RFC 3339 with three decimals, as SwiftPay's document writes times.
pub(in crate::http) fn iso(millis: i64) -> String {
    Timestamp::at_unix_millis(millis).to_millis()
}

/// 128 random bits.
pub(in crate::http) fn random() -> Result<[u8; 16], getrandom::Error> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A UUID of version 4 (RFC 9562).
pub(in crate::http) fn uuid() -> Result<String, getrandom::Error> {
    Ok(uuid::Builder::from_random_bytes(random()?).into_uuid().to_string())
}

/// A text that no other request has, where there are random numbers.
#[cfg(all(feature = "cli", feature = "client"))]
pub(crate) fn nonce() -> Option<String> {
    uuid().ok()
}

/// An id that sorts by time: the prefix and a ULID in small letters.
pub(in crate::http) fn id(prefix: &str) -> Result<String, getrandom::Error> {
    let millis = u64::try_from(now_millis()).unwrap_or(0);
    let id = ulid::Ulid::from_parts(millis, u128::from_be_bytes(random()?)).to_string();
    Ok([prefix, &id.to_ascii_lowercase()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_differ() {
        let first = id("pay_").unwrap();
        std::thread::sleep(Duration::from_millis(2));
        let second = id("pay_").unwrap();
        assert!(first < second, "{first} {second}");
        assert_eq!(first.len(), 30);
    }
}
