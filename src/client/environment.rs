//! What a client needs of the world: the network, the time and random numbers. Tests bring their own.

use std::future::Future;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::http::{Http, Received, SendError};
use super::settings::Timeouts;
use crate::provider::Request;

/// What a client needs of the world.
pub trait Environment: Send + Sync {
    /// Sends a request once, within a time.
    fn send(&self, request: &Request, timeout: Duration) -> impl Future<Output = Result<Received, SendError>> + Send;

    /// Waits.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send;

    /// The time since 1970.
    fn now(&self) -> Duration;

    /// A text that no other request has; none where there are no random numbers.
    fn nonce(&self) -> Option<String>;

    /// A random number from 0 to 1000.
    fn jitter(&self) -> u32;
}

/// This machine: its network, its clock and its random numbers.
#[derive(Clone, Debug)]
pub struct System {
    http: Http,
}

impl System {
    /// The machine, with these timeouts.
    ///
    /// # Errors
    /// `NotSent` where TLS cannot be set up.
    pub fn new(timeouts: &Timeouts) -> Result<System, SendError> {
        Ok(System { http: Http::with_timeouts(timeouts.request, timeouts.connect, timeouts.read)? })
    }
}

impl Environment for System {
    async fn send(&self, request: &Request, timeout: Duration) -> Result<Received, SendError> {
        self.http.send_within(request, timeout).await
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    #[expect(clippy::disallowed_methods, reason = "whoever sends is where the clock is read")]
    fn now(&self) -> Duration {
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    fn nonce(&self) -> Option<String> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).ok()?;
        Some(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
    }

    fn jitter(&self) -> u32 {
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).map_or(0, |()| u32::from_le_bytes(bytes).checked_rem(1001).unwrap_or(0))
    }
}
