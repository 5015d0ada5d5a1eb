//! The limit of requests per client: so many in a window that begins with the first.
//!
//! Replicas that share a database share the count. Where the database is a file, or away, each counts
//! for itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use tracing::info;

use crate::http::app::App;
use crate::http::render::envelope::Refusal;
use crate::http::server::client_address::ClientAddress;
use crate::http::server::clock;
use crate::http::server::settings::RateLimit;

/// How many clients are kept in memory before those whose window has ended are dropped.
const CLIENTS: usize = 100_000;
/// How long the shared count is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts of one replica: the client, how many, since when.
#[derive(Debug, Default)]
pub(in crate::http) struct Counts(Mutex<HashMap<String, (u32, Instant)>>);

impl Counts {
    /// Counts a request. Answers the count and how much of the window is left, in milliseconds.
    fn count(&self, client: &str, window: Duration, now: Instant) -> (u32, i64) {
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() >= CLIENTS {
            clients.retain(|_, (_, began)| now.saturating_duration_since(*began) < window);
            if clients.len() >= CLIENTS {
                // more clients than memory is set aside for: begin anew rather than grow
                clients.clear();
            }
        }
        let (count, began) = clients.entry(client.to_owned()).or_insert((0, now));
        if now.saturating_duration_since(*began) >= window {
            (*count, *began) = (0, now);
        }
        *count = count.saturating_add(1);
        let left = window.saturating_sub(now.saturating_duration_since(*began));
        (*count, i64::try_from(left.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Counts a request. The clock of a replica may be set back or forth meanwhile: windows are measured by one
/// that cannot be set, or by the database's.
pub(in crate::http) async fn check(app: &App, client: ClientAddress, endpoint: &str) -> Result<(), Refusal> {
    let Some(limit) = app.settings.rate_limit else {
        return Ok(());
    };
    let (count, left) = count(app, limit, &client.key()).await;
    if count <= limit.count {
        return Ok(());
    }
    let refusal = Refusal::RateLimited {
        count: limit.count,
        window: limit.window_in_words(),
        seconds_left: u64::try_from(left).unwrap_or(0).div_ceil(1000).max(1),
    };
    info!(
        error_type = refusal.kind(), error_code = refusal.code(), endpoint, ip = %client,
        "Too many requests"
    );
    Err(refusal)
}

async fn count(app: &App, limit: RateLimit, client: &str) -> (u32, i64) {
    let window = i64::try_from(limit.window.as_millis()).unwrap_or(i64::MAX);
    let shared = tokio::time::timeout(PATIENCE, app.payments.store.count_request(client, window)).await;
    match shared {
        Ok(Ok(Some(count))) => count,
        _ => app.counts.count(client, limit.window, clock::instant()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends() {
        let counts = Counts::default();
        let (began, window) = (clock::instant(), Duration::from_secs(1));
        let count = |client: &str, after: u64| counts.count(client, window, began + Duration::from_millis(after));
        assert_eq!(count("a", 0), (1, 1000));
        assert_eq!(count("a", 400), (2, 600));
        assert_eq!(count("b", 400), (1, 1000));
        assert_eq!(count("a", 999), (3, 1));
        assert_eq!(count("a", 1000), (1, 1000));
    }

    #[test]
    fn memory_is_bounded() {
        let counts = Counts::default();
        for client in 0..=CLIENTS {
            counts.count(&client.to_string(), Duration::from_secs(1), clock::instant());
        }
        assert!(counts.0.lock().unwrap().len() <= CLIENTS);
    }
}
