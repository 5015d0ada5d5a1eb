//! The limit of requests per client: so many in a window that begins with the first.
//!
//! Replicas that share a database share the count. Where the database is a file, or away, each counts
//! for itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tracing::info;

use super::app::App;
use super::client_address::ClientAddress;
use super::clock;
use super::envelope::Refusal;
use super::settings::RateLimit;

/// How many clients are kept in memory before those whose window has ended are dropped.
const CLIENTS: usize = 100_000;
/// How long the shared count is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts of one replica: the client, how many, until when.
#[derive(Debug, Default)]
pub(super) struct Counts(Mutex<HashMap<String, (u32, i64)>>);

impl Counts {
    /// Counts a request. Answers the count and how much of the window is left, in milliseconds.
    fn count(&self, client: &str, window: i64, now: i64) -> (u32, i64) {
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if clients.len() >= CLIENTS {
            clients.retain(|_, (_, end)| *end > now);
            if clients.len() >= CLIENTS {
                // more clients than memory is set aside for: begin anew rather than grow
                clients.clear();
            }
        }
        let (count, end) = clients.entry(client.to_owned()).or_insert((0, now.saturating_add(window)));
        // a clock that was set back must not lock anybody out
        if *end <= now || *end > now.saturating_add(window) {
            (*count, *end) = (0, now.saturating_add(window));
        }
        *count = count.saturating_add(1);
        (*count, end.saturating_sub(now))
    }
}

pub(super) async fn limit(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let Some(limit) = app.settings.rate_limit else {
        return next.run(request).await;
    };
    let client = ClientAddress::of(&request);
    let (count, left) = count(&app, limit, &client.key()).await;
    if count <= limit.count {
        return next.run(request).await;
    }
    let refusal = Refusal::RateLimited {
        count: limit.count,
        window: limit.window_in_words(),
        seconds_left: u64::try_from(left).unwrap_or(0).div_ceil(1000).max(1),
    };
    info!(
        error_type = refusal.kind(), error_code = refusal.code(), endpoint = request.uri().path(), ip = %client,
        "Too many requests"
    );
    refusal.response()
}

async fn count(app: &App, limit: RateLimit, client: &str) -> (u32, i64) {
    let window = i64::try_from(limit.window.as_millis()).unwrap_or(i64::MAX);
    let shared = tokio::time::timeout(PATIENCE, app.store.count_request(client, window)).await;
    match shared {
        Ok(Ok(Some(count))) => count,
        _ => app.counts.count(client, window, clock::now_millis()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends() {
        let counts = Counts::default();
        assert_eq!(counts.count("a", 1000, 0), (1, 1000));
        assert_eq!(counts.count("a", 1000, 400), (2, 600));
        assert_eq!(counts.count("b", 1000, 400), (1, 1000));
        assert_eq!(counts.count("a", 1000, 999), (3, 1));
        assert_eq!(counts.count("a", 1000, 1000), (1, 1000));
        // the clock was set back by a day
        assert_eq!(counts.count("a", 1000, -86_400_000), (1, 1000));
    }

    #[test]
    fn memory_is_bounded() {
        let counts = Counts::default();
        for client in 0..=CLIENTS {
            counts.count(&client.to_string(), 1000, 0);
        }
        assert!(counts.0.lock().unwrap().len() <= CLIENTS);
    }
}
