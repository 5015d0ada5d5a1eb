//! The smaller ports: the clock, the source of ids, and whoever watches.

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use futures_util::future::{Either, select};

use super::{AlarmKind, NotificationState, OpenCounts, PaymentType};

/// A clock that goes forward, and waits.
#[async_trait]
pub trait Clock: Send + Sync + fmt::Debug {
    /// For durations.
    fn instant(&self) -> Instant;

    /// Waits.
    async fn sleep(&self, time: Duration);
}

/// Where ids come from that nothing else has.
pub trait Ids: Send + Sync + fmt::Debug {
    /// A new id with something in front; none where there are no random numbers.
    fn id(&self, prefix: &str) -> Option<String>;
}

/// Whoever counts what happens.
pub trait Observer: Send + Sync + fmt::Debug {
    /// Something happened.
    fn notice(&self, notice: Notice);
}

/// What there is to count.
#[derive(Clone, Copy, Debug)]
pub enum Notice {
    /// A payment was asked for.
    Requested,
    /// It had been made before.
    Repeated,
    /// A payment that was asked for is answered.
    Answered {
        /// How long it took.
        took: Duration,
    },
    /// A payment that was asked for is answered while nobody knows yet how it ends.
    Pending {
        /// Which way it goes.
        kind: PaymentType,
    },
    /// The gateway was called.
    Called {
        /// How long it took.
        took: Duration,
        /// Whether there was no answer.
        is_unanswered: bool,
    },
    /// The store failed.
    StoreFailed,
    /// The gateway said what became of an attempt that nobody had settled.
    Reconciled,
    /// How much is waiting for somebody.
    Waiting(OpenCounts),
    /// A service was told of a payment's end, or not.
    Told {
        /// Where the notification stands now.
        state: NotificationState,
    },
    /// Gateway and record disagree.
    Alarm {
        /// About what.
        kind: AlarmKind,
    },
}

/// What comes of the work, unless it takes longer than this.
pub(super) async fn within<T>(clock: &dyn Clock, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    match select(pin!(work), clock.sleep(limit)).await {
        Either::Left((done, _)) => Some(done),
        Either::Right(_) => None,
    }
}
