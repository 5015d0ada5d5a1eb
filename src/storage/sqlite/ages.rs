//! How long attempts have been open, by a clock that nobody sets.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

/// Since when this process knows the open attempts that it recorded.
#[derive(Debug)]
pub(super) struct Ages {
    began: Instant,
    born: Mutex<HashMap<String, Instant>>,
}

impl Ages {
    pub(super) fn new() -> Ages {
        Ages { began: Instant::now(), born: Mutex::default() }
    }

    fn born(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.born.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An attempt is about to be recorded.
    pub(super) fn begin(&self, attempt_id: &str) {
        self.born().insert(attempt_id.to_owned(), Instant::now());
    }

    /// An attempt is open no longer, or was not recorded.
    pub(super) fn forget(&self, attempt_id: &str) {
        self.born().remove(attempt_id);
    }

    /// How many are known.
    pub(super) fn count(&self) -> usize {
        self.born().len()
    }

    /// How old an attempt is, in milliseconds. One that another process left behind is as old as the stored
    /// times say, and if that is in the future, as old as this process.
    pub(super) fn age(&self, attempt_id: &str, stored: i64) -> i64 {
        let since = |instant: Instant| i64::try_from(instant.elapsed().as_millis()).unwrap_or(i64::MAX);
        match self.born().get(attempt_id) {
            Some(born) => since(*born),
            None if stored < 0 => since(self.began),
            None => stored,
        }
    }
}
