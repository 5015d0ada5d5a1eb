//! The domain of payments, below HTTP and databases.
//!
//! What a payment is stands in `model.rs`, how one is made in `process.rs`. Who keeps payments, who moves their
//! money, the clock, the source of ids and whoever counts are ports, so that all of it is tried without any of them.

mod alarm;
#[cfg(feature = "http")]
mod alarms;
#[cfg(feature = "http")]
mod amounts;
#[cfg(feature = "http")]
pub(crate) mod clean;
mod counts;
mod gateway;
mod label;
mod model;
mod notification;
#[cfg(feature = "http")]
mod notify;
#[cfg(feature = "http")]
mod orders;
#[cfg(feature = "http")]
mod payments;
#[cfg(feature = "http")]
mod ports;
#[cfg(feature = "http")]
mod process;
mod query;
#[cfg(feature = "http")]
mod reconcile;
#[cfg(feature = "http")]
mod record;
#[cfg(feature = "http")]
mod reply;
#[cfg(feature = "http")]
mod request;
#[cfg(feature = "http")]
mod send;
#[cfg(feature = "http")]
mod service;
#[cfg(feature = "http")]
mod settlement;
#[cfg(test)]
#[cfg(feature = "http")]
mod stage;
#[cfg(feature = "http")]
mod start;
mod steps;
mod store;
mod store_error;
#[cfg(test)]
#[cfg(feature = "http")]
mod tests;

pub use alarm::{Alarm, AlarmKind, AlarmQuery, RecordedAlarm, Resolution};
pub use counts::{EndedCount, OpenCounts};
pub use gateway::{
    Account, AmountMember, EventAmounts, GATEWAY_ERROR, GATEWAY_TIMEOUT, Gateway, Inquiry, Instruction, Outcome,
    RATE_LIMIT_EXCEEDED,
};
pub use label::{label, labels};
pub use model::{
    Attempt, AttemptStatus, Begun, Kept, MoneyText, NewAttempt, NewEvent, NewPayment, OpenAttempt, OpenQuery,
    OrderNews, OrderState, OrderTransition, Payment, PaymentStatus, PaymentType, ReferencedAttempt, Settled,
    Settlement,
};
pub use notification::{DeliveryNote, DueNotification, NotificationQuery, NotificationState, RecordedNotification};
#[cfg(feature = "http")]
pub use notify::{Notifier, Told};
#[cfg(feature = "http")]
pub use payments::{Caller, Limits, Paid, PaymentError, Payments};
#[cfg(feature = "http")]
pub use ports::{Clock, Ids, Notice, Observer};
pub use query::PaymentQuery;
#[cfg(feature = "http")]
pub use request::PaymentRequest;
pub use steps::{RecordedStep, StepEnd, StepStatus, Steps};
pub use store::Store;
pub use store_error::StoreError;

#[cfg(all(feature = "client", feature = "http"))]
pub(crate) use amounts::{QUOTED, is_other as is_other_amount, read as read_amounts};
#[cfg(all(feature = "client", feature = "http"))]
pub(crate) use orders::derived_event;

/// What the end of an order means for its payment, with the whole answer that says so; nothing while it goes on.
#[cfg(all(feature = "client", feature = "http"))]
pub(crate) fn order_end(order_id: &str, next: &crate::order::Next, answer: crate::Json) -> Option<Outcome> {
    orders::outcome(order_id, next).map(|outcome| match outcome {
        Outcome::Succeeded { transaction_id, gateway_reference, .. } => {
            Outcome::Succeeded { transaction_id, gateway_reference, raw: answer }
        }
        Outcome::Refused { code, message, .. } => Outcome::Refused { code, message, raw: answer },
        other => other,
    })
}

/// Bytes in small hexadecimal digits.
#[cfg(feature = "http")]
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
