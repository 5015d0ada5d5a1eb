//! Who moves the money of a payment: the demo bank, or a provider.
//!
//! To add a gateway: a file beside `demo.rs` that implements [`Gateway`], and an arm where the settings
//! choose one.

mod demo;
#[cfg(feature = "client")]
mod open;
#[cfg(feature = "client")]
mod provider;

pub use demo::{DemoBank, LedgerEntry};
#[cfg(feature = "client")]
pub use open::open;
#[cfg(feature = "client")]
pub use provider::{ProcedureGateway, ProviderGateway, World};

pub use crate::payment::{
    Account, GATEWAY_ERROR, GATEWAY_TIMEOUT, Gateway, Inquiry, Instruction, Outcome, RATE_LIMIT_EXCEEDED,
};
