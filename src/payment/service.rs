//! What payments are made with, and all that is asked of them.

use std::sync::Arc;
use std::time::Duration;

use super::{Clock, Gateway, Ids, NewEvent, Observer, Paid, Payment, PaymentRequest, Store, StoreError};
use super::{orders, process, reconcile};
use crate::json::Json;
use crate::order::Next;
use crate::provider::{Event, Provider};

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

impl Payments {
    /// Makes a payment, unless it was made before.
    ///
    /// # Errors
    /// Where the gateway refused or did not answer, and where the store did not do its part.
    pub async fn pay(&self, caller: &Caller, request: &PaymentRequest) -> Result<Paid, PaymentError> {
        process::pay(self, caller, request).await
    }

    /// Asks the gateway for every open attempt that is old enough. Answers how many were settled.
    pub async fn reconcile(&self) -> usize {
        reconcile::once(self).await
    }

    /// An event as it is kept. `data` is what is shown of it, account numbers masked; `body` are the bytes that were
    /// signed.
    #[must_use]
    pub fn event(&self, provider: Provider, event: &Event, body: &[u8], data: &Json) -> NewEvent {
        orders::event(self, provider, event, body, data)
    }

    /// Keeps an event, moves its order on, and ends the payment with it. Answers whether the event is new, and where
    /// the order stands.
    ///
    /// # Errors
    /// Where the store did not do its part; the same may be done again.
    pub async fn receive(&self, event: NewEvent) -> Result<(bool, Option<Next>), StoreError> {
        orders::receive(self, event).await
    }
}
