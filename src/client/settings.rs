//! What may be set of a client and of one of its calls.

use std::time::Duration;

use crate::json::{Json, Object};
use crate::provider::{Context, RetryOptions};
use crate::timestamp::Timestamp;

/// How often and when a request is sent again: the `RetryConfig` of Rahat's document, and by default its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often a request is sent at most: 3.
    pub max_attempts: u32,
    /// How long to wait after the first attempt: a second. Whole milliseconds count.
    pub backoff_delay: Duration,
    /// Whether each further wait is twice as long: true.
    pub exponential_backoff: bool,
    /// Whether waits are longer by a random part, up to half of them, so that callers that failed together do not come back
    /// together: true. A provider's own wait is never cut short.
    pub jitter: bool,
}

impl Default for RetryPolicy {
    fn default() -> RetryPolicy {
        RetryPolicy { max_attempts: 3, backoff_delay: Duration::from_secs(1), exponential_backoff: true, jitter: true }
    }
}

impl RetryPolicy {
    pub(super) fn options(&self, attempt: u32, jitter: u32, now: Timestamp) -> RetryOptions {
        RetryOptions {
            attempt,
            jitter: if self.jitter { jitter } else { 0 },
            now: Some(now),
            most_attempts: self.max_attempts.max(1),
            backoff: u32::try_from(self.backoff_delay.as_millis()).unwrap_or(u32::MAX),
            is_exponential: self.exponential_backoff,
            ..RetryOptions::default()
        }
    }
}

/// How long things may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// A connection, TLS included: 5 seconds. What was not connected by then was not sent.
    pub connect: Duration,
    /// The next piece of an answer: 20 seconds.
    pub read: Duration,
    /// A request and its whole answer: 30 seconds.
    pub request: Duration,
    /// A call with all its attempts, questions and waits: two minutes.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Timeouts {
        Timeouts {
            connect: Duration::from_secs(5),
            read: Duration::from_secs(20),
            request: Duration::from_secs(30),
            total: Duration::from_secs(120),
        }
    }
}

/// How much a provider is asked at once; further calls wait for their turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many calls are under way at most: 16.
    pub concurrency: usize,
    /// How many requests may be sent within a time; any number by default.
    ///
    /// What a document allows one address is [`Provider::rate_limit`](crate::Provider::rate_limit): SwiftPay's 50 in 15
    /// minutes. Whatever else sends from the address shares it, so that the number is the caller's to choose.
    pub rate: Option<(u32, Duration)>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { concurrency: 16, rate: None }
    }
}

/// What may be set of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// How often and when requests are sent again.
    pub retry: RetryPolicy,
    /// How long things may take.
    pub timeouts: Timeouts,
    /// How much the provider is asked at once.
    pub limits: Limits,
}

/// What may be said of one call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallOptions {
    /// What its requests depend on besides time and nonce, which each attempt has anew. Where the provider takes an
    /// idempotency key and none is given, it is made of the payment ([`crate::Provider::idempotency`]); where nothing tells
    /// it from another, it is a random one, which no later call knows.
    pub context: Context,
    /// Members of the question that is asked where nobody knows what became of the call, which the call itself does not
    /// have: `userId` for a transfer at Sentra.
    pub inquiry: Object,
}

impl Default for CallOptions {
    fn default() -> CallOptions {
        CallOptions { context: Context::at(Timestamp::at_unix_millis(0)), inquiry: Object::new() }
    }
}

impl CallOptions {
    /// With the key by which the provider knows a repeated request again.
    #[must_use]
    pub fn with_idempotency_key(mut self, key: impl Into<String>) -> CallOptions {
        self.context.idempotency_key = Some(key.into());
        self
    }

    /// With a member of the question.
    #[must_use]
    pub fn asking_with(mut self, member: impl Into<String>, value: impl Into<Json>) -> CallOptions {
        self.inquiry.insert(member, value);
        self
    }
}
