//! How many payments have ended, and how many things wait for somebody: what operators watch.

use super::{PaymentStatus, PaymentType};

/// How many payments have ended in one way, whoever ended them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndedCount {
    /// Which way they went.
    pub kind: PaymentType,
    /// How they ended.
    pub status: PaymentStatus,
    /// The gateway's code, a label of a table, or `OTHER`; empty where they succeeded.
    pub code: String,
    /// How many.
    pub count: i64,
}

/// How much is waiting for somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OpenCounts {
    /// Attempts that are open at the gateway in use and old enough to be asked for.
    pub open: i64,
    /// Attempts that are open at other gateways, whatever their age.
    pub elsewhere: i64,
    /// Alarms that nobody has resolved.
    pub alarms: i64,
    /// Notifications of services that were tried, and wait to be tried again.
    pub untold: i64,
    /// Notifications of services that were given up.
    pub dead: i64,
}
