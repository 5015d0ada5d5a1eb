//! The sandbox's clock: the machine's, and what was let pass on top.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::timestamp::Timestamp;

/// Time.
#[derive(Debug)]
pub(super) struct Clock {
    /// Milliseconds that were let pass at once.
    skipped: AtomicI64,
    /// Where time stands still: since when.
    stands_at: Option<i64>,
}

impl Clock {
    pub(super) fn new(speed: u32) -> Clock {
        Clock { skipped: AtomicI64::new(0), stands_at: (speed == 0).then(wall_millis) }
    }

    /// The sandbox's time.
    pub(super) fn now(&self) -> Timestamp {
        Timestamp::at_unix_millis(self.millis())
    }

    pub(super) fn millis(&self) -> i64 {
        self.stands_at.unwrap_or_else(wall_millis).saturating_add(self.skipped.load(Ordering::Relaxed))
    }

    pub(super) fn advance(&self, seconds: u32) {
        self.skipped.fetch_add(i64::from(seconds).saturating_mul(1000), Ordering::Relaxed);
    }

    pub(super) const fn stands(&self) -> bool {
        self.stands_at.is_some()
    }
}

/// The machine's time, by which signatures are fresh.
pub(super) fn wall() -> Timestamp {
    Timestamp::at_unix_millis(wall_millis())
}

#[expect(clippy::disallowed_methods, reason = "the sandbox is where its clock is read")]
fn wall_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
