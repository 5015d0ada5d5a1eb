//! Where payments are kept.
//!
//! One object-safe trait and an implementation a database. To add one: a file beside `sqlite.rs`, its
//! migrations in `migrations/`, an arm in [`open`], and the suite in `tests/storage.rs` run on it.
//!
//! What every implementation promises:
//!
//! - [`Store::begin`] answers after the payment and its first attempt are on disk, both or neither; of
//!   any number of callers with the same wallet and key, on any number of replicas, exactly one gets
//!   [`Begun::Created`].
//! - [`Store::settle`] changes an attempt that is `INITIATED` and nothing else, so that of a slow replica
//!   and one that cleans up after it exactly one succeeds. What is only known since before the database's server
//!   died is refused; see [`Settlement::known_since`].
//! - Ages are measured by one clock for all replicas.
//! - A command that was given up on is not carried out later.

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod batch;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod command;
mod model;
#[cfg(feature = "postgres")]
pub(crate) mod postgres;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod rows;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;

#[cfg(feature = "http")]
pub(crate) use batch::Queue;
#[cfg(all(feature = "http", feature = "postgres"))]
pub(crate) use batch::Worker;
pub use model::{
    Attempt, AttemptStatus, Begun, Kept, NewAttempt, NewEvent, NewPayment, OpenAttempt, OrderNews, OrderTransition,
    Payment, PaymentStatus, PaymentType, Settlement,
};

use crate::provider::Provider;

/// Keeps payments, attempts and events.
#[async_trait]
pub trait Store: Send + Sync + fmt::Debug {
    /// Whether the database answers and can be written to.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Records a payment with its first attempt, or answers the one that has its wallet and key.
    async fn begin(&self, new: NewPayment) -> Result<Begun, StoreError>;

    /// Records what became of an attempt. Answers whether it was still open.
    async fn settle(&self, settlement: Settlement) -> Result<bool, StoreError>;

    /// The payment of an id.
    async fn payment(&self, id: &str) -> Result<Option<Payment>, StoreError>;

    /// The payment of a wallet and a key.
    async fn payment_of_key(&self, wallet_id: &str, key: &str) -> Result<Option<Payment>, StoreError>;

    /// The attempts of a payment, the first one first.
    async fn attempts(&self, payment_id: &str) -> Result<Vec<Attempt>, StoreError>;

    /// Attempts that are `INITIATED` for at least so many milliseconds, the oldest first.
    async fn open_attempts(&self, age: i64, most: u32) -> Result<Vec<OpenAttempt>, StoreError>;

    /// The open attempts at a gateway of payments that have this reference there.
    async fn open_attempts_of(&self, gateway: &str, reference: &str) -> Result<Vec<OpenAttempt>, StoreError>;

    /// Keeps an event and moves the order that it is about on, both or neither. A repeated event changes
    /// nothing.
    async fn keep_event(&self, event: NewEvent) -> Result<Kept, StoreError>;

    /// Where an order stands, in the provider's words.
    async fn order(&self, provider: Provider, order_id: &str) -> Result<Option<String>, StoreError>;

    /// What became of an order with each event, the first one first.
    async fn transitions(&self, provider: Provider, order_id: &str) -> Result<Vec<OrderTransition>, StoreError>;

    /// Counts a request of a client within a window of so many milliseconds. Answers the count and how
    /// much of the window is left; `None` where the store is not shared and each replica counts itself.
    async fn count_request(&self, client: &str, window: i64) -> Result<Option<(u32, i64)>, StoreError>;

    /// Finishes what was begun and lets go of the database.
    async fn close(&self);
}

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

/// The real clock and the sizes, which the store does not choose itself.
#[derive(Clone, Copy, Debug)]
pub struct StoreOptions {
    /// Milliseconds since 1970.
    pub now: fn() -> i64,
    /// How many connections readers may use.
    pub connections: u32,
}

/// Opens the database of a URL, creates it where it is a file, and brings its schema up to date.
///
/// # Errors
/// Where the URL names no database that this build knows, or the database cannot be used.
pub async fn open(url: &str, options: StoreOptions) -> Result<Arc<dyn Store>, StoreError> {
    #[cfg(feature = "sqlite")]
    if url.starts_with("sqlite:") {
        return Ok(Arc::new(sqlite::SqliteStore::open(url, options).await?));
    }
    #[cfg(feature = "postgres")]
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Arc::new(postgres::PostgresStore::open(url, options).await?));
    }
    let _ = (url, options);
    Err(StoreError::Internal("the URL must begin with sqlite:, or with postgres: in a build that has it".to_owned()))
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        let is_away = match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => true,
            sqlx::Error::Database(error) => is_away(error.as_ref()),
            _ => false,
        };
        // a database's own message may repeat values, its code does not
        let why = match &error {
            sqlx::Error::Database(error) => match error.code() {
                Some(code) => format!("code {code}"),
                None => "no code".to_owned(),
            },
            other => other.to_string(),
        };
        if is_away { StoreError::Unavailable(why) } else { StoreError::Internal(why) }
    }
}

/// `PostgreSQL`: connection, resources, operator, transaction rollback. `SQLite`: busy, locked, read-only,
/// input or output, full, cannot open.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn is_away(error: &dyn sqlx::error::DatabaseError) -> bool {
    let Some(code) = error.code() else {
        return false;
    };
    if code.len() == 5 {
        return ["08", "53", "57", "58", "40", "25006"].iter().any(|class| code.starts_with(class));
    }
    matches!(code.parse::<u32>().map(|code| code & 0xff), Ok(5 | 6 | 8 | 10 | 13 | 14))
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> StoreError {
        match error {
            sqlx::migrate::MigrateError::Execute(error) => error.into(),
            other => StoreError::Internal(other.to_string()),
        }
    }
}
