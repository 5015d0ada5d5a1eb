//! Where payments are kept.
//!
//! One object-safe trait and an implementation a database. To add one: a file beside `sqlite.rs`, its
//! migrations in `migrations/`, an arm in [`open`], and the suite in `tests/service/storage.rs` run on it.
//!
//! What every implementation promises is said at [`Store`].

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod changes;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod command;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod outbox;
#[cfg(feature = "payout")]
mod payouts;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod questions;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod rows;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod statements;

use std::sync::Arc;

pub use crate::payment::{
    Alarm, AlarmKind, AlarmQuery, Attempt, AttemptStatus, Begun, DeliveryNote, DueNotification, EndedCount, Kept,
    MoneyText, NewAttempt, NewEvent, NewPayment, NotificationQuery, NotificationState, OpenAttempt, OpenCounts,
    OpenQuery, OrderNews, OrderState, OrderTransition, Payment, PaymentQuery, PaymentStatus, PaymentType,
    RecordedAlarm, RecordedNotification, RecordedStep, ReferencedAttempt, Resolution, Settled, Settlement, StepEnd,
    StepStatus, Steps, Store, StoreError,
};

#[cfg(feature = "payout")]
pub use payouts::{
    Change, Created, Earlier, NewPayout, PayoutStore, RecordedEvent, RecordedItem, RecordedPayout, open_payouts,
};

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
    open_as(url, options, Opening::UpToDate).await
}

/// Opens the database of a URL as it is, beside the service that made it.
///
/// # Errors
/// Where the URL names no database that this build knows, or there is none of this version.
pub async fn open_existing(url: &str, options: StoreOptions) -> Result<Arc<dyn Store>, StoreError> {
    open_as(url, options, Opening::AsItIs).await
}

/// What opening may do to a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    /// It is made, or its schema brought up to date.
    UpToDate,
    /// Nothing.
    AsItIs,
}

async fn open_as(url: &str, options: StoreOptions, opening: Opening) -> Result<Arc<dyn Store>, StoreError> {
    #[cfg(feature = "sqlite")]
    if url.starts_with("sqlite:") {
        return Ok(Arc::new(sqlite::SqliteStore::open(url, options, opening).await?));
    }
    #[cfg(feature = "postgres")]
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Arc::new(postgres::PostgresStore::open(url, options, opening).await?));
    }
    let _ = (url, options, opening);
    Err(StoreError::Internal("the URL must begin with sqlite:, or with postgres: in a build that has it".to_owned()))
}

/// The versions of a schema that are there.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
const APPLIED: &str = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";

/// Fails where the versions that are there are not all, and only, those of this build.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn hold_versions(own: &sqlx::migrate::Migrator, applied: Result<Vec<i64>, sqlx::Error>) -> Result<(), StoreError> {
    let applied = match applied {
        Ok(applied) => applied,
        Err(error) => match StoreError::from(error) {
            StoreError::Internal(_) => Vec::new(),
            other => return Err(other),
        },
    };
    if own.iter().map(|migration| migration.version).eq(applied) {
        return Ok(());
    }
    Err(StoreError::Internal(
        "it holds no payments of this version: a service of this version must have run".to_owned(),
    ))
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

/// `PostgreSQL`: connection, resources, operator, transaction rollback, a lock that somebody else holds. `SQLite`: busy, locked, read-only,
/// input or output, full, cannot open.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn is_away(error: &dyn sqlx::error::DatabaseError) -> bool {
    let Some(code) = error.code() else {
        return false;
    };
    if code.len() == 5 {
        return ["08", "53", "57", "58", "40", "25006", "55P03"].iter().any(|class| code.starts_with(class));
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
