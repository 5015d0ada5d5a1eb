//! The rate limits of the providers' documents: each address may send a number of requests in a window of time.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::provider::Provider;

/// When a window began, and how many requests it has had.
type Window = (i64, u32);

/// The windows of those who ask.
#[derive(Debug, Default)]
pub(super) struct Windows(BTreeMap<(&'static str, IpAddr), Window>);

impl Windows {
    /// Counts a request at a time in milliseconds.
    ///
    /// # Errors
    /// In how many seconds the window ends that has no room for it.
    pub(super) fn count(&mut self, provider: Provider, from: IpAddr, now: i64) -> Result<(), u32> {
        let Some((most, seconds)) = provider.rate_limit() else { return Ok(()) };
        let length = i64::from(seconds).saturating_mul(1000);
        let (began, count) = self.0.entry((provider.as_str(), from)).or_insert((now, 0));
        if now.saturating_sub(*began) >= length {
            (*began, *count) = (now, 0);
        }
        if *count >= most {
            let left = began.saturating_add(length).saturating_sub(now);
            return Err(u32::try_from(left.saturating_add(999) / 1000).unwrap_or(seconds));
        }
        *count = count.saturating_add(1);
        Ok(())
    }
}
