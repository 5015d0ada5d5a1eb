//! `PostgreSQL`: one server, any number of replicas.
//!
//! All times are the server's, so that replicas with clocks of their own agree on ages. A batch is one
//! statement, so that it is one round trip and a transaction by itself, and goes over a connection that its worker
//! keeps: the more callers wait while one batch is carried out, the larger the next one is.

mod events;
mod write;
mod writer;

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::Row;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};

use self::write::{Keeper, Recorder};
pub(crate) use self::writer::{Writer, timed};
use super::batch::Queue;
use super::command::{Answer, Command, unreadable};
use super::rows::readers;
use super::{
    Attempt, AttemptStatus, Begun, Kept, NewEvent, NewPayment, OpenAttempt, OrderTransition, Payment, PaymentStatus,
    PaymentType, Settlement, Store, StoreError, StoreOptions,
};
use crate::provider::Provider;

/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(3);

/// How all connections behave.
pub(crate) fn connect_options(url: &str) -> Result<PgConnectOptions, StoreError> {
    Ok(PgConnectOptions::from_str(url)?.application_name("offramp").options([
        ("statement_timeout", "10s"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "10s"),
        // the statements are few and the same whatever their values: each is planned once a connection
        ("plan_cache_mode", "force_generic_plan"),
    ]))
}

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
    pub(super) async fn open(url: &str, options: StoreOptions) -> Result<PostgresStore, StoreError> {
        let connect = connect_options(url)?;
        let pool = |connections| PgPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
        let first = pool(1).connect_with(connect.clone()).await?;
        sqlx::migrate!("migrations/postgres").run(&first).await?;
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
        let is_standby: bool = sqlx::query_scalar("SELECT pg_is_in_recovery()").fetch_one(&self.readers).await?;
        if is_standby {
            return Err(StoreError::Unavailable("the server is a standby".to_owned()));
        }
        Ok(())
    }

    async fn begin(&self, new: NewPayment) -> Result<Begun, StoreError> {
        self.payments.ask(Command::Begin(Arc::new(new))).await?.begun()
    }

    async fn settle(&self, settlement: Settlement) -> Result<bool, StoreError> {
        self.payments.ask(Command::Settle(Arc::new(settlement))).await?.done()
    }

    async fn payment(&self, id: &str) -> Result<Option<Payment>, StoreError> {
        let row = sqlx::query(PAYMENT_BY_ID).bind(id).fetch_optional(&self.readers).await?;
        row.map(|row| payment(&row)).transpose()
    }

    async fn payment_of_key(&self, wallet_id: &str, key: &str) -> Result<Option<Payment>, StoreError> {
        let row = sqlx::query(PAYMENT_BY_KEY).bind(wallet_id).bind(key).fetch_optional(&self.readers).await?;
        row.map(|row| payment(&row)).transpose()
    }

    async fn attempts(&self, payment_id: &str) -> Result<Vec<Attempt>, StoreError> {
        let rows = sqlx::query(
            r#"SELECT "id", "paymentId", "gateway", "status"::text, "attemptNumber", "rawRequest"::text,
                "rawResponse"::text, "errorCode", "errorMessage", (extract(epoch FROM "createdAt") * 1000)::bigint
            FROM "PaymentAttempt" WHERE "paymentId" = $1 ORDER BY "attemptNumber""#,
        )
        .bind(payment_id)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(attempt).collect()
    }

    async fn open_attempts(&self, age: i64, most: u32) -> Result<Vec<OpenAttempt>, StoreError> {
        let rows = sqlx::query(
            r#"SELECT a."id", a."paymentId", a."gateway", p."gatewayReference", p."type"::text,
                (extract(epoch FROM now() - a."createdAt") * 1000)::bigint
            FROM "PaymentAttempt" a JOIN "Payment" p ON p."id" = a."paymentId"
            WHERE a."status" = 'INITIATED' AND a."createdAt" <= now() - $1 * interval '1 millisecond'
            ORDER BY a."createdAt" LIMIT $2"#,
        )
        .bind(age)
        .bind(i64::from(most))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(open_attempt).collect()
    }

    async fn open_attempts_of(&self, gateway: &str, reference: &str) -> Result<Vec<OpenAttempt>, StoreError> {
        let rows = sqlx::query(
            r#"SELECT a."id", a."paymentId", a."gateway", p."gatewayReference", p."type"::text,
                (extract(epoch FROM now() - a."createdAt") * 1000)::bigint
            FROM "Payment" p JOIN "PaymentAttempt" a ON a."paymentId" = p."id"
            WHERE p."status" = 'PENDING' AND p."gatewayReference" = $1 AND a."status" = 'INITIATED' AND a."gateway" = $2"#,
        )
        .bind(reference)
        .bind(gateway)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(open_attempt).collect()
    }

    async fn keep_event(&self, event: NewEvent) -> Result<Kept, StoreError> {
        self.events.ask(Arc::new(event)).await
    }

    async fn order(&self, provider: Provider, order_id: &str) -> Result<Option<String>, StoreError> {
        events::status(&self.readers, provider, order_id).await
    }

    async fn transitions(&self, provider: Provider, order_id: &str) -> Result<Vec<OrderTransition>, StoreError> {
        events::transitions(&self.readers, provider, order_id).await
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

const PAYMENT_BY_ID: &str = r#"SELECT "id", "userId", "walletId", "transactionId", "paymentMethodId", "amount", "currency",
    "status"::text, "type"::text, "gatewayReference", "metadata"::text, "idempotencyKey", "fingerprint",
    (extract(epoch FROM "createdAt") * 1000)::bigint, (extract(epoch FROM "updatedAt") * 1000)::bigint
    FROM "Payment" WHERE "id" = $1"#;
const PAYMENT_BY_KEY: &str = r#"SELECT "id", "userId", "walletId", "transactionId", "paymentMethodId", "amount", "currency",
    "status"::text, "type"::text, "gatewayReference", "metadata"::text, "idempotencyKey", "fingerprint",
    (extract(epoch FROM "createdAt") * 1000)::bigint, (extract(epoch FROM "updatedAt") * 1000)::bigint
    FROM "Payment" WHERE "walletId" = $1 AND "idempotencyKey" = $2"#;

readers!(PgRow);

fn open_attempt(row: &PgRow) -> Result<OpenAttempt, StoreError> {
    Ok(OpenAttempt {
        attempt_id: row.try_get(0)?,
        payment_id: row.try_get(1)?,
        gateway: row.try_get(2)?,
        gateway_reference: row.try_get(3)?,
        kind: PaymentType::find(row.try_get(4)?).ok_or_else(|| unreadable("type"))?,
        age: row.try_get(5)?,
    })
}
