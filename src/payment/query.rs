//! Which payments are asked for.

use super::PaymentStatus;

/// Which payments are asked for: those that fit all that is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct PaymentQuery<'a> {
    /// That this service asked for.
    pub service_id: Option<&'a str>,
    /// Of this wallet.
    pub wallet_id: Option<&'a str>,
    /// Of this transaction.
    pub transaction_id: Option<&'a str>,
    /// That stand so.
    pub status: Option<PaymentStatus>,
    /// Recorded then or later, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Recorded before.
    pub until: Option<i64>,
    /// How many at most: the last ones.
    pub most: u32,
}
