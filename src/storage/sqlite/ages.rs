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

/// Attempts that this process recorded.
pub(super) struct Known {
    pub(super) young: Vec<String>,
    pub(super) old: Vec<String>,
}

fn milliseconds(since: Instant) -> i64 {
    i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX)
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

    /// Those that are known, by whether they are old enough.
    pub(super) fn split(&self, age: i64) -> Known {
        let mut known = Known { young: Vec::new(), old: Vec::new() };
        for (id, born) in self.born().iter() {
            let ids = if milliseconds(*born) >= age { &mut known.old } else { &mut known.young };
            ids.push(id.clone());
        }
        known
    }

    /// How long this process has been at it, in milliseconds.
    pub(super) fn own(&self) -> i64 {
        milliseconds(self.began)
    }

    /// How old an attempt is, in milliseconds. One that another process left behind is as old as the stored
    /// times say, and if that is in the future, as old as this process.
    pub(super) fn age(&self, attempt_id: &str, stored: i64) -> i64 {
        match self.born().get(attempt_id) {
            Some(born) => milliseconds(*born),
            None if stored < 0 => milliseconds(self.began),
            None => stored,
        }
    }
}
