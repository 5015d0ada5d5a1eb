//! What payments are made with, who asks for them, and what he may be told.

use std::sync::Arc;
use std::time::Duration;

use super::{Clock, Gateway, Ids, Observer, Payment, Store};

/// The payments of a service.
#[derive(Clone, Debug)]
pub struct Payments {
    /// Who keeps them.
    pub store: Arc<dyn Store>,
    /// Who moves their money.
    pub gateway: Arc<dyn Gateway>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where ids come from.
    pub ids: Arc<dyn Ids>,
    /// Who counts.
    pub observer: Arc<dyn Observer>,
    /// How long things may take.
    pub limits: Limits,
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a gateway may take.
    pub gateway_timeout: Duration,
    /// After how long an attempt that nobody settled is asked for.
    pub reconcile_after: Duration,
    /// How long such an attempt is left alone after the first look; twice as long after each further one.
    pub reconcile_pause: Duration,
}

/// Who asks for a payment from where, for the log.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// Whose payment it is.
    pub user_id: Option<String>,
    /// What was asked for.
    pub endpoint: &'static str,
    /// The address.
    pub ip: String,
    /// The program.
    pub user_agent: String,
}

/// A payment that was processed, or had been before.
#[derive(Debug)]
pub enum Paid {
    /// It was processed.
    Processed {
        /// The payment.
        payment: Box<Payment>,
        /// The number of the last attempt.
        attempt: i32,
    },
    /// It had been before.
    Replayed(Box<Payment>),
}

/// Why a payment has no good answer.
#[derive(Debug)]
pub enum PaymentError {
    /// The key belongs to another request.
    KeyReused,
    /// The gateway refused, or did not answer.
    Gateway {
        /// The payment as it is recorded.
        payment: Box<Payment>,
        /// The gateway's code.
        code: String,
        /// The gateway's message.
        message: String,
    },
    /// The store is away: the same may succeed later.
    Unavailable,
    /// Something else, which the log has.
    Internal,
}
