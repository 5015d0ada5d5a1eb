//! Why a store did not do what it was asked.

use std::fmt;

/// Why the store did not do what it was asked.
///
/// Holds no value that was to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The database is away, full or overloaded: the same may succeed later.
    Unavailable(String),
    /// Something else, which will not go away by itself.
    Internal(String),
    /// The database's server may have died since the gateway answered, and the gateway forgets with it: it must be
    /// asked again.
    Outdated,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Unavailable(why) => write!(f, "the database is not available: {why}"),
            StoreError::Internal(why) => write!(f, "the database failed: {why}"),
            StoreError::Outdated => f.write_str("the gateway may have forgotten what it answered"),
        }
    }
}

impl std::error::Error for StoreError {}
