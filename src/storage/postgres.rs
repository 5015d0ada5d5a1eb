//! `PostgreSQL`: one server, any number of replicas.
//!
//! All times are the server's, so that replicas with clocks of their own agree on ages. A batch is one
//! statement, so that it is one round trip and a transaction by itself, and goes over a connection that its worker
//! keeps: the more callers wait while one batch is carried out, the larger the next one is.

mod open;
mod steps;
mod write;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::postgres::{PgArguments, PgPool, PgPoolOptions, PgRow};
use sqlx::query::Query;
use sqlx::{Postgres, Row};

use self::write::{Keeper, Recorder};
use super::changes::changes;
use super::command::{Answer, Command, unreadable};
use super::outbox::outbox;
use super::questions::questions;
use super::rows::readers;
use super::statements::{order, payment_columns, statements};
use super::{
    APPLIED, Alarm, AlarmKind, AlarmQuery, Attempt, AttemptStatus, Begun, DeliveryNote, DueNotification, EndedCount,
    Kept, MoneyText, NewEvent, NewPayment, NotificationQuery, NotificationState, OpenAttempt, OpenCounts, OpenQuery,
    Opening, OrderNews, OrderState, OrderTransition, Payment, PaymentQuery, PaymentStatus, PaymentType, RecordedAlarm,
    RecordedNotification, RecordedStep, ReferencedAttempt, Resolution, Settled, Settlement, StepStatus, Store,
    StoreError, StoreOptions, hold_versions,
};
use crate::database::{Queue, Writer, connect_options};
use crate::order::{Next, Step};
use crate::provider::Provider;

/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(3);

/// How many rows may count payments that have ended before they are put together.
const MAX_ENDED_ROWS: i64 = 1000;

/// Payments on a server.
#[derive(Debug)]
pub(super) struct PostgresStore {
    readers: PgPool,
    /// For the count of requests, which nobody misses after a crash.
    counters: PgPool,
    payments: Queue<Command, Answer>,
    events: Queue<Arc<NewEvent>, Kept>,
}

impl PostgresStore {
    pub(super) async fn open(url: &str, options: StoreOptions, opening: Opening) -> Result<PostgresStore, StoreError> {
        let connect = connect_options(url)?;
        let pool = |connections| PgPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
        let first = pool(1).connect_with(connect.clone()).await?;
        let schema = sqlx::migrate!("migrations/postgres");
        match opening {
            Opening::UpToDate => schema.run(&first).await?,
            Opening::AsItIs => hold_versions(&schema, sqlx::query_scalar(APPLIED).fetch_all(&first).await)?,
        }
        first.close().await;
        // a plan that is made while the tables are small must not read all of them once they are large
        let by_index = ["enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_mergejoin"];
        let writer = || Writer::new(connect.clone().options(by_index.map(|way| (way, "off"))));
        Ok(PostgresStore {
            payments: Queue::start([Recorder(writer())]),
            events: Queue::start([Keeper(writer())]),
            counters: pool(2).connect_lazy_with(connect.clone().options([("synchronous_commit", "off")])),
            readers: pool(options.connections.max(1)).connect_lazy_with(connect),
        })
    }
}

#[async_trait]
impl Store for PostgresStore {
    async fn ping(&self) -> Result<(), StoreError> {
        // a standby and a server without room refuse to write
        self.payments.ask(Command::Probe).await?.probed()
    }

    async fn begin(&self, new: NewPayment) -> Result<Begun, StoreError> {
        self.payments.ask(Command::Begin(Arc::new(new))).await?.begun()
    }

    async fn mark_sent(&self, attempt_id: &str) -> Result<bool, StoreError> {
        self.payments.ask(Command::Mark(Arc::from(attempt_id))).await?.marked()
    }

    async fn settle(&self, settlement: Settlement) -> Result<Settled, StoreError> {
        self.payments.ask(Command::Settle(Arc::new(settlement))).await?.settled()
    }

    async fn payment(&self, id: &str) -> Result<Option<Payment>, StoreError> {
        payment_of_id(&self.readers, id).await
    }

    async fn payment_of_key(&self, wallet_id: &str, key: &str) -> Result<Option<Payment>, StoreError> {
        payment_of_key(&self.readers, wallet_id, key).await
    }

    async fn payments(&self, query: PaymentQuery<'_>) -> Result<Vec<Payment>, StoreError> {
        payments(&self.readers, query).await
    }

    async fn attempts(&self, payment_id: &str) -> Result<Vec<Attempt>, StoreError> {
        attempts(&self.readers, payment_id).await
    }

    async fn open_attempts(&self, query: OpenQuery<'_>) -> Result<Vec<OpenAttempt>, StoreError> {
        open::due(&self.readers, query).await
    }

    async fn looked(&self, attempt_ids: &[String]) -> Result<(), StoreError> {
        open::looked(&self.readers, attempt_ids).await
    }

    async fn counts(&self, gateway: &str, age: i64) -> Result<OpenCounts, StoreError> {
        open::counts(&self.readers, gateway, age).await
    }

    async fn ended(&self) -> Result<Vec<EndedCount>, StoreError> {
        let counts = ended_counts(&self.readers).await?;
        put_together(&self.readers).await?;
        Ok(counts)
    }

    async fn attempt_of(&self, gateway: &str, reference: &str) -> Result<Option<ReferencedAttempt>, StoreError> {
        attempt_of(&self.readers, gateway, reference).await
    }

    async fn keep_event(&self, event: NewEvent) -> Result<Kept, StoreError> {
        self.events.ask(Arc::new(event)).await
    }

    async fn order(&self, provider: Provider, order_id: &str) -> Result<Option<OrderState>, StoreError> {
        order_of(&self.readers, provider, order_id).await
    }

    async fn transitions(&self, provider: Provider, order_id: &str) -> Result<Vec<OrderTransition>, StoreError> {
        transitions(&self.readers, provider, order_id).await
    }

    async fn raise(&self, alarm: &Alarm) -> Result<bool, StoreError> {
        raise(&mut *self.readers.acquire().await?, alarm, 0).await
    }

    async fn alarms(&self, query: AlarmQuery<'_>) -> Result<Vec<RecordedAlarm>, StoreError> {
        alarms(&self.readers, query).await
    }

    async fn resolve_alarm(&self, id: &str, by: &str, reason: &str) -> Result<bool, StoreError> {
        resolve(&mut *self.readers.acquire().await?, id, by, reason, 0).await
    }

    async fn due_notifications(
        &self,
        service_id: &str,
        lease: i64,
        most: u32,
    ) -> Result<Vec<DueNotification>, StoreError> {
        due_notifications(&mut *self.readers.acquire().await?, service_id, lease, most, 0).await
    }

    async fn note_delivery(&self, payment_id: &str, note: &DeliveryNote) -> Result<(), StoreError> {
        note_delivery(&mut *self.readers.acquire().await?, payment_id, note, 0).await
    }

    async fn notifications(&self, query: NotificationQuery<'_>) -> Result<Vec<RecordedNotification>, StoreError> {
        notifications(&self.readers, query).await
    }

    async fn replay_notification(&self, payment_id: &str) -> Result<bool, StoreError> {
        replay(&mut *self.readers.acquire().await?, payment_id, 0).await
    }

    async fn count_request(&self, client: &str, window: i64) -> Result<Option<(u32, i64)>, StoreError> {
        let row = sqlx::query(
            r#"INSERT INTO "RequestCount" AS c ("client", "windowEnd", "count")
            VALUES ($1, now() + $2 * interval '1 millisecond', 1)
            ON CONFLICT ("client") DO UPDATE SET
                "count" = CASE WHEN c."windowEnd" > now() THEN least(c."count", 1000000) + 1 ELSE 1 END,
                "windowEnd" = CASE WHEN c."windowEnd" > now() THEN c."windowEnd" ELSE excluded."windowEnd" END
            RETURNING c."count", (extract(epoch FROM c."windowEnd" - now()) * 1000)::bigint"#,
        )
        .bind(client)
        .bind(window)
        .fetch_one(&self.counters)
        .await?;
        let count: i32 = row.try_get(0)?;
        Ok(Some((u32::try_from(count).unwrap_or(u32::MAX), row.try_get(1)?)))
    }

    async fn close(&self) {
        self.readers.close().await;
        self.counters.close().await;
        self.payments.close();
        self.events.close();
    }
}

/// Puts rows of one kind together once there are many. Another replica that does so at this instant is waited for, and
/// takes its rows with it.
async fn put_together(pool: &PgPool) -> Result<(), StoreError> {
    let count: i64 = sqlx::query_scalar(r#"SELECT count(*) FROM "EndedPayments""#).fetch_one(pool).await?;
    if count > MAX_ENDED_ROWS {
        sqlx::query(
            r#"WITH old AS (DELETE FROM "EndedPayments" RETURNING "type", "status", "code", "count")
            INSERT INTO "EndedPayments" ("type", "status", "code", "count")
            SELECT "type", "status", "code", sum("count") FROM old GROUP BY 1, 2, 3"#,
        )
        .execute(pool)
        .await?;
    }
    Ok(())
}

/// A column that the driver has no type for, as text.
macro_rules! text {
    ($table:literal, $column:literal) => {
        concat!($table, ".\"", $column, "\"::text AS \"", $column, "\"")
    };
}

/// A time in milliseconds since 1970.
macro_rules! milliseconds {
    ($table:literal, $column:literal) => {
        concat!("(extract(epoch FROM ", $table, ".\"", $column, "\") * 1000)::bigint AS \"", $column, "\"")
    };
}

/// What the driver takes for text, kept as JSON.
macro_rules! json {
    ($parameter:literal) => {
        concat!($parameter, "::jsonb")
    };
}

/// The time, by the server's clock.
macro_rules! now {
    ($parameter:literal) => {
        "now()"
    };
}

/// The server has a clock.
const fn at(statement: Query<'_, Postgres, PgArguments>, _now: i64) -> Query<'_, Postgres, PgArguments> {
    statement
}

/// Whoever else has news of the order waits here.
const ORDER_TO_CHANGE: &str = concat!(order!(text), " FOR UPDATE");
statements!(text, milliseconds, json, now, "\"position\"");
readers!(PgRow);
questions!(Postgres);
changes!(Postgres, at, ORDER_TO_CHANGE);

/// The same in milliseconds since 1970.
macro_rules! now_milliseconds {
    ($parameter:literal) => {
        "CAST(extract(epoch FROM now()) * 1000 AS BIGINT)"
    };
}

outbox!(Postgres, at, now_milliseconds, "FOR UPDATE SKIP LOCKED");
