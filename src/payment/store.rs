//! The port to whatever keeps payments. `storage` implements it, one file a database.
//!
//! What every implementation promises:
//!
//! - [`Store::begin`] answers after the payment and its first attempt are on disk, both or neither; of
//!   any number of callers with the same wallet and key, on any number of replicas, exactly one gets
//!   [`Begun::Created`].
//! - [`Store::mark_sent`] marks an attempt that is `INITIATED` and nothing else, and [`Store::settle`] changes one
//!   that is `INITIATED` and nothing else, so that of a slow replica and one that cleans up after it exactly one
//!   succeeds. What holds only for an attempt that was never sent changes one that has no mark.
//! - A gateway's reference belongs to one attempt.
//! - A late end of a payment and that its service is to be told of it are on the disk together, or neither is.
//! - What is only known since before the database's server died is refused; see [`Settlement::known_since`].
//! - Ages are measured by one clock for all replicas, and an attempt that seems to be of the future, since that
//!   clock was set back, is old.
//! - A command that was given up on is not carried out later.

use std::fmt;

use async_trait::async_trait;

use super::{
    Alarm, AlarmQuery, Attempt, Begun, DeliveryNote, DueNotification, EndedCount, Kept, NewEvent, NewPayment,
    NotificationQuery, OpenAttempt, OpenCounts, OpenQuery, OrderState, OrderTransition, Payment, PaymentQuery,
    RecordedAlarm, RecordedNotification, ReferencedAttempt, Settled, Settlement, Steps, StoreError,
};
use crate::provider::Provider;

/// Keeps payments, attempts and events.
#[async_trait]
pub trait Store: Steps + Send + Sync + fmt::Debug {
    /// Whether payments can be recorded: something is written, as a payment would be.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Records a payment with its first attempt, or answers the one that has its wallet and key.
    async fn begin(&self, new: NewPayment) -> Result<Begun, StoreError>;

    /// Marks an attempt as one that the gateway may have got. Answers whether it was still open: if not, it must
    /// not be sent.
    async fn mark_sent(&self, attempt_id: &str) -> Result<bool, StoreError>;

    /// Records what became of an attempt.
    async fn settle(&self, settlement: Settlement) -> Result<Settled, StoreError>;

    /// The payment of an id.
    async fn payment(&self, id: &str) -> Result<Option<Payment>, StoreError>;

    /// The payment of a wallet and a key.
    async fn payment_of_key(&self, wallet_id: &str, key: &str) -> Result<Option<Payment>, StoreError>;

    /// The last payments that fit, the last one first.
    async fn payments(&self, query: PaymentQuery<'_>) -> Result<Vec<Payment>, StoreError>;

    /// The attempts of a payment, the first one first.
    async fn attempts(&self, payment_id: &str) -> Result<Vec<Attempt>, StoreError>;

    /// Attempts that are `INITIATED` and due to be looked at, those first that were looked at least recently.
    async fn open_attempts(&self, query: OpenQuery<'_>) -> Result<Vec<OpenAttempt>, StoreError>;

    /// Notes that these attempts are looked at now.
    async fn looked(&self, attempt_ids: &[String]) -> Result<(), StoreError>;

    /// How much is waiting for somebody.
    async fn counts(&self, gateway: &str, age: i64) -> Result<OpenCounts, StoreError>;

    /// How many payments have ended, by how: counted in the transaction that ends them, once each, whoever does.
    async fn ended(&self) -> Result<Vec<EndedCount>, StoreError>;

    /// The attempt that has this reference at a gateway, whatever became of it.
    async fn attempt_of(&self, gateway: &str, reference: &str) -> Result<Option<ReferencedAttempt>, StoreError>;

    /// Keeps an event and moves the order that it is about on, both or neither. A repeated event changes
    /// nothing.
    async fn keep_event(&self, event: NewEvent) -> Result<Kept, StoreError>;

    /// Where an order stands.
    async fn order(&self, provider: Provider, order_id: &str) -> Result<Option<OrderState>, StoreError>;

    /// What became of an order with each event, the first one first.
    async fn transitions(&self, provider: Provider, order_id: &str) -> Result<Vec<OrderTransition>, StoreError>;

    /// Records an alarm. Answers whether it is new.
    async fn raise(&self, alarm: &Alarm) -> Result<bool, StoreError>;

    /// The last alarms, the first one of them first.
    async fn alarms(&self, query: AlarmQuery<'_>) -> Result<Vec<RecordedAlarm>, StoreError>;

    /// Notes that somebody has put an alarm right. Answers whether it was open.
    async fn resolve_alarm(&self, id: &str, by: &str, reason: &str) -> Result<bool, StoreError>;

    /// Gives out what a service is to be told now, the first due first: each to one holder for so many milliseconds.
    async fn due_notifications(
        &self,
        service_id: &str,
        lease: i64,
        most: u32,
    ) -> Result<Vec<DueNotification>, StoreError>;

    /// Records what came of telling.
    async fn note_delivery(&self, payment_id: &str, note: &DeliveryNote) -> Result<(), StoreError>;

    /// The last notifications that fit, the last one first.
    async fn notifications(&self, query: NotificationQuery<'_>) -> Result<Vec<RecordedNotification>, StoreError>;

    /// Has a service told of the end of a payment, however often it was. Answers whether the payment has ended and
    /// a service is known that asked for it.
    async fn replay_notification(&self, payment_id: &str) -> Result<bool, StoreError>;

    /// Counts a request of a client within a window of so many milliseconds. Answers the count and how
    /// much of the window is left; `None` where the store is not shared and each replica counts itself.
    async fn count_request(&self, client: &str, window: i64) -> Result<Option<(u32, i64)>, StoreError>;

    /// Finishes what was begun and lets go of the database.
    async fn close(&self);
}
