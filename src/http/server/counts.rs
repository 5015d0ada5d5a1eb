//! How many requests each client has sent to this replica in the window that began with the first.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many clients are kept in memory before those whose window has ended are dropped.
const CLIENTS: usize = 100_000;

/// Counts of one replica: the client, how many, since when.
#[derive(Debug, Default)]
pub(in crate::http) struct Counts(Mutex<HashMap<String, (u32, Instant)>>);

impl Counts {
    /// Counts a request. Answers the count and how much of the window is left, in milliseconds.
    pub(in crate::http) fn count(&self, client: &str, window: Duration, now: Instant) -> (u32, i64) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::server::clock;

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
