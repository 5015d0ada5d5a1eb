//! How a call ends.

use std::fmt;
use std::time::Duration;

use crate::provider::Answer;

/// What became of a call. Only [`CallOutcome::Unknown`] leaves open whether the operation was carried out.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CallOutcome<T> {
    /// The provider accepted.
    Accepted(T),
    /// The provider refused: nothing was done, and the same again comes to the same.
    Refused(Answer),
    /// Nothing was done, and the same may be tried later.
    Unavailable {
        /// The provider's word, or `HTTP_429`, `NOT_SENT`; `NO_ANSWER` and `HTTP_503` of what only reads.
        code: String,
        /// How long to wait at least, where that is known.
        retry_after: Option<Duration>,
    },
    /// It may have been carried out, once. Nothing may be sent in its place before somebody has looked; the same call with
    /// the same key may be made again, where it has one.
    Unknown {
        /// The provider's word, or `NO_ANSWER`, `HTTP_500`, `ANSWER_INVALID`.
        code: String,
        /// The status that the order has, where the provider was asked and the status says neither.
        status: Option<String>,
    },
}

/// How a call ended, and how it came to that.
#[derive(Clone)]
#[non_exhaustive]
pub struct Reply<T> {
    /// What became of it.
    pub outcome: CallOutcome<T>,
    /// How often it was sent.
    pub attempts: u32,
    /// Whether it is known by asking the provider about it, since its own answer was lost.
    pub was_found: bool,
    /// The key that it was sent with, where the provider takes one: the same call with this key is the same payment.
    pub idempotency_key: Option<String>,
}

impl<T> Reply<T> {
    pub(super) fn map<U>(self, accepted: impl FnOnce(T) -> U) -> Reply<U> {
        let outcome = match self.outcome {
            CallOutcome::Accepted(answer) => CallOutcome::Accepted(accepted(answer)),
            CallOutcome::Refused(answer) => CallOutcome::Refused(answer),
            CallOutcome::Unavailable { code, retry_after } => CallOutcome::Unavailable { code, retry_after },
            CallOutcome::Unknown { code, status } => CallOutcome::Unknown { code, status },
        };
        let Reply { attempts, was_found, idempotency_key, .. } = self;
        Reply { outcome, attempts, was_found, idempotency_key }
    }

    /// The answer, where the provider accepted.
    #[must_use]
    pub fn accepted(self) -> Option<T> {
        match self.outcome {
            CallOutcome::Accepted(answer) => Some(answer),
            _ => None,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} after {} attempts", self.outcome, self.attempts)
    }
}
