//! Payouts in a file: one that writes at a time, which may be of any process on this machine.

use std::str::FromStr;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::Row;
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};

use super::super::command::unreadable;
use super::super::{StoreError, StoreOptions};
use super::questions::{due, figures};
use super::statements::payouts;
use super::{Change, Created, Earlier, NewPayout, PayoutStore, RecordedEvent, RecordedItem, RecordedPayout};
use crate::json::Json;
use crate::payout::{Alike, Counts, Item, ItemState, Metrics, PayoutState};
use crate::provider::Provider;

/// How long one waits for another that writes.
const BUSY: Duration = Duration::from_secs(15);

/// Payouts in a file.
#[derive(Debug)]
pub(super) struct SqlitePayouts {
    pool: SqlitePool,
    now: fn() -> i64,
}

impl SqlitePayouts {
    pub(super) async fn open(url: &str, options: StoreOptions) -> Result<SqlitePayouts, StoreError> {
        let connect = SqliteConnectOptions::from_str(url)?
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
        Ok(SqlitePayouts { pool: pool.connect_with(connect).await?, now: options.now })
    }

    async fn begin(&self) -> Result<sqlx::Transaction<'static, Sqlite>, StoreError> {
        // one that reads first and writes later would be refused where another has written in between
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }

    #[expect(clippy::unused_async, reason = "another database is asked")]
    async fn time(&self, _: &mut sqlx::SqliteConnection) -> Result<i64, StoreError> {
        Ok((self.now)())
    }
}

payouts!(SqlitePayouts, Sqlite, SqliteRow, "");
figures!(SqlitePayouts);
