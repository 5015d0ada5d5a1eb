//! `PostgreSQL`: one server, any number of replicas.
//!
//! All times are the server's, so that replicas with clocks of their own agree on ages. A batch is one
//! statement, so that it is one round trip and a transaction by itself.

mod events;

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::{PgConnection, Row};

use super::batch::Queue;
use super::command::{Answer, Answers, Command, Sorted, unreadable};
use super::{
    Attempt, AttemptStatus, Begun, Kept, NewEvent, NewPayment, OpenAttempt, OrderTransition, Payment, PaymentStatus,
    PaymentType, Settlement, Store, StoreError, StoreOptions,
};
use crate::provider::Provider;

/// How many batches are under way at a time: while one waits for the disk, the next is carried out.
const WRITERS: u32 = 4;
/// How long a connection is waited for.
const PATIENCE: Duration = Duration::from_secs(3);

/// Payments on a server.
#[derive(Debug)]
pub(super) struct PostgresStore {
    readers: PgPool,
    writers: PgPool,
    /// For the count of requests, which nobody misses after a crash.
    counters: PgPool,
    queue: Queue<Command, Answer>,
}

impl PostgresStore {
    pub(super) async fn open(url: &str, options: StoreOptions) -> Result<PostgresStore, StoreError> {
        let connect = PgConnectOptions::from_str(url)?.application_name("offramp").options([
            ("statement_timeout", "10s"),
            ("lock_timeout", "5s"),
            ("idle_in_transaction_session_timeout", "10s"),
            // the statements are few and the same whatever their values: each is planned once a connection
            ("plan_cache_mode", "force_generic_plan"),
        ]);
        let pool = |connections| PgPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
        let writers = pool(WRITERS).connect_with(connect.clone()).await?;
        sqlx::migrate!("migrations/postgres").run(&writers).await?;
        let counters = pool(2).connect_lazy_with(connect.clone().options([("synchronous_commit", "off")]));
        let batches = writers.clone();
        let queue = Queue::start(usize::try_from(WRITERS).unwrap_or(1), move |commands| {
            let batches = batches.clone();
            async move { apply(&batches, commands).await }
        });
        Ok(PostgresStore {
            readers: pool(options.connections.max(1)).connect_lazy_with(connect),
            queue,
            writers,
            counters,
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
        self.queue.ask(Command::Begin(Arc::new(new))).await?.begun()
    }

    async fn settle(&self, settlement: Settlement) -> Result<bool, StoreError> {
        self.queue.ask(Command::Settle(Arc::new(settlement))).await?.done()
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
        self.queue.ask(Command::Keep(Arc::new(event))).await?.kept()
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
        self.writers.close().await;
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

/// Carries out a batch. Each kind is a transaction of its own: they have nothing to do with each other.
async fn apply(pool: &PgPool, commands: Vec<Command>) -> Result<Vec<Answer>, StoreError> {
    let mut answers = Answers::new(commands.len());
    let sorted = Sorted::new(commands);
    if !sorted.begin.is_empty() {
        begin(pool, &sorted.begin, &mut answers).await?;
    }
    if !sorted.settle.is_empty() {
        settle(pool, &sorted.settle, &mut answers).await?;
    }
    for (place, event) in &sorted.keep {
        answers.put(*place, Answer::Kept(events::keep(pool, event).await?));
    }
    for place in sorted.too_late {
        answers.put(place, Answer::Done(false));
    }
    answers.all()
}

/// One array a column.
fn column<T, R>(rows: &[(usize, Arc<T>)], of: impl Fn(&T) -> R) -> Vec<R> {
    rows.iter().map(|(_, row)| of(row)).collect()
}

async fn begin(pool: &PgPool, payments: &[(usize, Arc<NewPayment>)], answers: &mut Answers) -> Result<(), StoreError> {
    let created: Vec<(String, i64)> = sqlx::query_as(
        r#"WITH input AS (
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[],
                $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])
            AS input (id, user_id, wallet_id, transaction_id, payment_method_id, amount, currency, type, metadata, key,
                fingerprint, attempt_id, gateway, raw_request)
        ), payment AS (
            INSERT INTO "Payment" ("id", "userId", "walletId", "transactionId", "paymentMethodId", "amount", "currency",
                "type", "metadata", "idempotencyKey", "fingerprint")
            SELECT id, user_id, wallet_id, transaction_id, payment_method_id, amount, currency, type::"PaymentType",
                metadata::jsonb, key, fingerprint FROM input
            ON CONFLICT ("walletId", "idempotencyKey") DO NOTHING
            RETURNING "id", "createdAt"
        ), attempt AS (
            INSERT INTO "PaymentAttempt" ("id", "paymentId", "gateway", "attemptNumber", "rawRequest")
            SELECT input.attempt_id, payment."id", input.gateway, 1, input.raw_request::jsonb
            FROM payment JOIN input ON input.id = payment."id"
        )
        SELECT "id", (extract(epoch FROM "createdAt") * 1000)::bigint FROM payment"#,
    )
    .bind(column(payments, |new| new.payment.id.clone()))
    .bind(column(payments, |new| new.payment.user_id.clone()))
    .bind(column(payments, |new| new.payment.wallet_id.clone()))
    .bind(column(payments, |new| new.payment.transaction_id.clone()))
    .bind(column(payments, |new| new.payment.payment_method_id.clone()))
    .bind(column(payments, |new| new.payment.amount))
    .bind(column(payments, |new| new.payment.currency.clone()))
    .bind(column(payments, |new| new.payment.kind.as_str()))
    .bind(column(payments, |new| new.payment.metadata.clone()))
    .bind(column(payments, |new| new.payment.idempotency_key.clone()))
    .bind(column(payments, |new| new.payment.fingerprint.clone()))
    .bind(column(payments, |new| new.attempt.id.clone()))
    .bind(column(payments, |new| new.attempt.gateway))
    .bind(column(payments, |new| new.attempt.raw_request.clone()))
    .fetch_all(pool)
    .await?;
    for (place, new) in payments {
        let begun = if let Some((_, created_at)) = created.iter().find(|(id, _)| *id == new.payment.id) {
            Begun::Created(*created_at)
        } else {
            // whoever was first has committed: the statement waited for it
            let row = sqlx::query(PAYMENT_BY_KEY)
                .bind(&new.payment.wallet_id)
                .bind(&new.payment.idempotency_key)
                .fetch_one(pool)
                .await?;
            Begun::Exists(Box::new(payment(&row)?))
        };
        answers.put(*place, Answer::Begun(begun));
    }
    Ok(())
}

async fn settle(
    pool: &PgPool,
    settlements: &[(usize, Arc<Settlement>)],
    answers: &mut Answers,
) -> Result<(), StoreError> {
    let open = if settlements.iter().all(|(_, settlement)| settlement.next.is_none()) {
        settle_attempts(&mut *pool.acquire().await?, settlements).await?
    } else {
        let mut transaction = pool.begin().await?;
        let open = settle_attempts(&mut transaction, settlements).await?;
        record_next(&mut transaction, settlements, &open).await?;
        transaction.commit().await?;
        open
    };
    for (place, settlement) in settlements {
        answers.put(*place, Answer::Done(open.contains(&settlement.attempt_id)));
    }
    Ok(())
}

/// Answers which attempts were open.
async fn settle_attempts(
    connection: &mut PgConnection,
    settlements: &[(usize, Arc<Settlement>)],
) -> Result<Vec<String>, StoreError> {
    let open = sqlx::query_scalar(
        r#"WITH input AS (
            SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                $8::text[])
            AS input (attempt_id, payment_id, status, payment_status, reference, raw_response, error_code, error_message)
        ), attempt AS (
            UPDATE "PaymentAttempt" AS a SET "status" = input.status::"AttemptStatus",
                "rawResponse" = input.raw_response::jsonb, "errorCode" = input.error_code,
                "errorMessage" = input.error_message
            FROM input WHERE a."id" = input.attempt_id AND a."status" = 'INITIATED'
            RETURNING a."id"
        ), payment AS (
            UPDATE "Payment" AS p SET "status" = input.payment_status::"PaymentStatus",
                "gatewayReference" = coalesce(input.reference, p."gatewayReference"), "updatedAt" = now()
            FROM input JOIN attempt ON attempt."id" = input.attempt_id
            WHERE p."id" = input.payment_id AND p."status" = 'PENDING'
        )
        SELECT "id" FROM attempt"#,
    )
    .bind(column(settlements, |settlement| settlement.attempt_id.clone()))
    .bind(column(settlements, |settlement| settlement.payment_id.clone()))
    .bind(column(settlements, |settlement| settlement.status.as_str()))
    .bind(column(settlements, |settlement| settlement.payment_status().as_str()))
    .bind(column(settlements, |settlement| settlement.gateway_reference.clone()))
    .bind(column(settlements, |settlement| settlement.raw_response.clone()))
    .bind(column(settlements, |settlement| settlement.error_code.clone()))
    .bind(column(settlements, |settlement| settlement.error_message.clone()))
    .fetch_all(connection)
    .await?;
    Ok(open)
}

/// Records the further attempts of those that were open.
async fn record_next(
    connection: &mut PgConnection,
    settlements: &[(usize, Arc<Settlement>)],
    open: &[String],
) -> Result<(), StoreError> {
    for (_, settlement) in settlements.iter().filter(|(_, settlement)| open.contains(&settlement.attempt_id)) {
        let Some(next) = &settlement.next else {
            continue;
        };
        sqlx::query(
            r#"INSERT INTO "PaymentAttempt" ("id", "paymentId", "gateway", "attemptNumber", "rawRequest")
            VALUES ($1, $2, $3, $4, $5::jsonb)"#,
        )
        .bind(&next.id)
        .bind(&settlement.payment_id)
        .bind(next.gateway)
        .bind(next.number)
        .bind(&next.raw_request)
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

fn payment(row: &PgRow) -> Result<Payment, StoreError> {
    Ok(Payment {
        id: row.try_get(0)?,
        user_id: row.try_get(1)?,
        wallet_id: row.try_get(2)?,
        transaction_id: row.try_get(3)?,
        payment_method_id: row.try_get(4)?,
        amount: row.try_get(5)?,
        currency: row.try_get(6)?,
        status: PaymentStatus::find(row.try_get(7)?).ok_or_else(|| unreadable("status"))?,
        kind: PaymentType::find(row.try_get(8)?).ok_or_else(|| unreadable("type"))?,
        gateway_reference: row.try_get(9)?,
        metadata: row.try_get(10)?,
        idempotency_key: row.try_get(11)?,
        fingerprint: row.try_get(12)?,
        created_at: row.try_get(13)?,
        updated_at: row.try_get(14)?,
    })
}

fn attempt(row: &PgRow) -> Result<Attempt, StoreError> {
    Ok(Attempt {
        id: row.try_get(0)?,
        payment_id: row.try_get(1)?,
        gateway: row.try_get(2)?,
        status: AttemptStatus::find(row.try_get(3)?).ok_or_else(|| unreadable("status"))?,
        number: row.try_get(4)?,
        raw_request: row.try_get(5)?,
        raw_response: row.try_get(6)?,
        error_code: row.try_get(7)?,
        error_message: row.try_get(8)?,
        created_at: row.try_get(9)?,
    })
}

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
