//! The domain of payments, below HTTP and databases.
//!
//! What a payment is stands in `model.rs`. Who keeps payments and who moves their money are ports, [`Store`] and
//! [`Gateway`], which `storage` and `gateway` implement.

mod gateway;
mod model;
mod store;

pub use gateway::{
    Account, GATEWAY_ERROR, GATEWAY_TIMEOUT, Gateway, Inquiry, Instruction, Outcome, RATE_LIMIT_EXCEEDED,
};
pub use model::{
    Attempt, AttemptStatus, Begun, Kept, NewAttempt, NewEvent, NewPayment, OpenAttempt, OrderNews, OrderTransition,
    Payment, PaymentStatus, PaymentType, Settlement,
};
pub use store::{Store, StoreError};
