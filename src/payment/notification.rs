//! That a service is to be told how a payment has ended: as it is stored, until it was told.
//!
//! Who was answered `PENDING` is told, and nobody else; see [`Settlement::is_late`](super::Settlement::is_late).

use super::model::words;
use super::{PaymentStatus, Settlement};

words! {
    /// Where a notification stands.
    NotificationState {
        /// It is tried, or will be.
        Waiting "WAITING"
        /// The service has taken it.
        Delivered "DELIVERED"
        /// It was tried too often, or the service wants none.
        Dead "DEAD"
    }
}

/// A notification that whoever holds it is to deliver now; it is given out again if nothing is heard of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueNotification {
    /// The payment that has ended.
    pub payment_id: String,
    /// How often it was tried, with this time.
    pub tries: i32,
}

/// What came of delivering a notification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryNote {
    /// Where it stands now.
    pub state: NotificationState,
    /// In how many milliseconds it is tried again, where it waits.
    pub pause: i64,
    /// What the service answered, in a word or two.
    pub answer: String,
}

/// A notification as it is recorded. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedNotification {
    /// The payment that has ended.
    pub payment_id: String,
    /// Who is to be told.
    pub service_id: String,
    /// How the payment has ended.
    pub status: PaymentStatus,
    /// Where the notification stands.
    pub state: NotificationState,
    /// When the payment ended.
    pub created_at: i64,
    /// When it is tried next, where it waits.
    pub due_at: Option<i64>,
    /// How often it was tried.
    pub tries: i32,
    /// What the service answered last.
    pub answer: Option<String>,
    /// When it was delivered, or given up.
    pub ended_at: Option<i64>,
}

/// Which notifications are asked for: those that fit all that is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct NotificationQuery<'a> {
    /// To this service.
    pub service_id: Option<&'a str>,
    /// About this payment.
    pub payment_id: Option<&'a str>,
    /// That stand so.
    pub state: Option<NotificationState>,
    /// How many at most: the last ones.
    pub most: u32,
}

impl Settlement {
    /// Whether somebody is to be told that the payment has ended with it.
    #[must_use]
    pub fn is_news(&self) -> bool {
        self.is_late && self.payment_status() != PaymentStatus::Pending
    }
}
