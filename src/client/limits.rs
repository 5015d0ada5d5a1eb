//! Limits of how much a provider is asked at once: calls under way, and requests within a time.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::{Mutex, Semaphore, SemaphorePermit};

use super::environment::Environment;
use super::settings::Limits;

/// How many requests were sent within the time, and who may send the next.
#[derive(Debug)]
pub(super) struct Limiter {
    calls: Semaphore,
    rate: Option<(usize, Duration)>,
    /// When the last requests were sent, the oldest first.
    sent: Mutex<VecDeque<Duration>>,
}

impl Limiter {
    pub(super) fn new(limits: &Limits) -> Limiter {
        let rate = limits.rate.map(|(most, within)| (usize::try_from(most).unwrap_or(usize::MAX).max(1), within));
        let calls = Semaphore::new(limits.concurrency.clamp(1, Semaphore::MAX_PERMITS));
        Limiter { calls, rate, sent: Mutex::new(VecDeque::new()) }
    }

    /// Waits until a call may begin; it is under way for as long as the permit is held.
    pub(super) async fn begin(&self) -> Option<SemaphorePermit<'_>> {
        self.calls.acquire().await.ok()
    }

    /// Waits until a request may be sent, and counts it. Who comes first is served first.
    pub(super) async fn send<E: Environment>(&self, environment: &E) {
        let Some((most, within)) = self.rate else { return };
        let mut sent = self.sent.lock().await;
        while sent.len() >= most {
            let Some(oldest) = sent.front().copied() else { break };
            let left = oldest.saturating_add(within).saturating_sub(environment.now());
            if !left.is_zero() {
                environment.sleep(left).await;
            }
            sent.pop_front();
        }
        sent.push_back(environment.now());
    }
}
