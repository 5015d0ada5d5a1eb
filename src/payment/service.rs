//! All that is asked of payments.

use std::time::Duration;

use super::notify::{self, Notifier};
use super::{Caller, NewEvent, Paid, PaymentError, PaymentRequest, Payments, StoreError, orders, process, reconcile};
use crate::json::Json;
use crate::order::Next;
use crate::provider::{Event, Provider};

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

    /// Tells a service how its payments have ended, as far as that is due; the first pause between two tries is given.
    /// Answers how many there were.
    pub async fn tell(&self, notifier: &dyn Notifier, service_id: &str, first_pause: Duration) -> usize {
        notify::once(self, notifier, service_id, first_pause).await
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
