//! The status of an order in one vocabulary for all providers.

use std::fmt;

/// Where an order stands, whichever provider it is with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// It exists; nothing has moved.
    Created,
    /// The provider waits for the tokens.
    AwaitingFunds,
    /// The provider has seen the tokens.
    FundsReceived,
    /// Tokens are exchanged, or a payment is under way.
    Processing,
    /// The provider waits for the payer or payee to confirm something.
    AwaitingConfirmation,
    /// Money has left the provider and may not have arrived yet.
    Sent,
    /// Money has arrived.
    Completed,
    /// It came to nothing.
    Failed,
    /// It was called off.
    Cancelled,
    /// It was not gone on with in time.
    Expired,
    /// The tokens went back.
    Refunded,
    /// Payer and payee disagree about it.
    Disputed,
    /// A word that the provider's document does not have, as it came in.
    Unknown(String),
}

impl Status {
    /// The word in JSON and JavaScript; `unknown` where the provider's word is not known.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Status::Created => "created",
            Status::AwaitingFunds => "awaiting_funds",
            Status::FundsReceived => "funds_received",
            Status::Processing => "processing",
            Status::AwaitingConfirmation => "awaiting_confirmation",
            Status::Sent => "sent",
            Status::Completed => "completed",
            Status::Failed => "failed",
            Status::Cancelled => "cancelled",
            Status::Expired => "expired",
            Status::Refunded => "refunded",
            Status::Disputed => "disputed",
            Status::Unknown(_) => "unknown",
        }
    }
}

/// The word, or the provider's own where it is not known.
impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Status::Unknown(raw) => f.write_str(raw),
            known => f.write_str(known.as_str()),
        }
    }
}
