//! Payouts on a server: any number of runners, on any number of machines, by the server's clock.

use std::time::Duration;

use async_trait::async_trait;
use sqlx::Row;
use sqlx::postgres::{PgPool, PgPoolOptions, PgRow, Postgres};

use super::super::command::unreadable;
use super::super::{StoreError, StoreOptions};
use super::questions::{due, figures};
use super::statements::payouts;
use super::{Change, Created, Earlier, NewPayout, PayoutStore, RecordedEvent, RecordedItem, RecordedPayout};
use crate::database::connect_options;
use crate::json::Json;
use crate::payout::{Alike, Counts, Item, ItemState, Metrics, PayoutState};
use crate::provider::Provider;

/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// Payouts on a server.
#[derive(Debug)]
pub(super) struct PostgresPayouts {
    pool: PgPool,
}

impl PostgresPayouts {
    pub(super) fn open(url: &str, options: StoreOptions) -> Result<PostgresPayouts, StoreError> {
        let pool = PgPoolOptions::new().max_connections(options.connections.max(1)).acquire_timeout(PATIENCE);
        Ok(PostgresPayouts { pool: pool.connect_lazy_with(connect_options(url)?) })
    }

    async fn begin(&self) -> Result<sqlx::Transaction<'static, Postgres>, StoreError> {
        Ok(self.pool.begin().await?)
    }

    async fn time(&self, connection: &mut sqlx::PgConnection) -> Result<i64, StoreError> {
        let now = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint";
        Ok(sqlx::query_scalar(now).fetch_one(connection).await?)
    }
}

payouts!(PostgresPayouts, Postgres, PgRow, " FOR UPDATE OF i SKIP LOCKED");
figures!(PostgresPayouts);
