//! `SQLite`: one file, one writer.
//!
//! WAL, so that readers do not wait for the writer. Every writing transaction begins `IMMEDIATE`: one that
//! reads first and writes later is refused at once when another has written in between. `synchronous` is
//! `FULL`: a commit is on the disk when it returns.
//!
//! The times that are stored are the machine's. Ages are not read off them, as that clock may be set: the file
//! belongs to one process, which measures how long it has known an open attempt.

mod ages;
mod events;

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Row, SqliteConnection};

use self::ages::Ages;
use super::batch::Queue;
use super::command::{Answer, Answers, Command, Sorted, unreadable};
use super::rows::readers;
use super::{
    Attempt, AttemptStatus, Begun, Kept, NewAttempt, NewEvent, NewPayment, OpenAttempt, OrderTransition, Payment,
    PaymentStatus, PaymentType, Settlement, Store, StoreError, StoreOptions,
};
use crate::json::{Json, Object};
use crate::provider::Provider;

/// How long a writer waits for another process that writes to the same file.
const BUSY: Duration = Duration::from_secs(5);

/// Payments in a file.
#[derive(Debug)]
pub(super) struct SqliteStore {
    writer: SqlitePool,
    readers: SqlitePool,
    queue: Queue<Command, Answer>,
    ages: Ages,
    now: fn() -> i64,
}

impl SqliteStore {
    pub(super) async fn open(url: &str, options: StoreOptions) -> Result<SqliteStore, StoreError> {
        let connect = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY);
        let pool = |connections| SqlitePoolOptions::new().max_connections(connections).acquire_timeout(BUSY);
        let writer = pool(1).connect_with(connect.clone()).await?;
        sqlx::migrate!("migrations/sqlite").run(&writer).await?;
        let readers = pool(options.connections.max(1)).connect_lazy_with(connect);
        let (pool, now) = (writer.clone(), options.now);
        let queue = Queue::start([move |commands| {
            let pool = pool.clone();
            async move { apply(&pool, commands, now()).await }
        }]);
        Ok(SqliteStore { writer, readers, queue, ages: Ages::new(), now: options.now })
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<(), StoreError> {
        sqlx::query(r#"SELECT count(*) FROM (SELECT 1 FROM "Payment" LIMIT 1)"#).execute(&self.readers).await?;
        Ok(())
    }

    async fn begin(&self, new: NewPayment) -> Result<Begun, StoreError> {
        let attempt_id = new.attempt.id.clone();
        self.ages.begin(&attempt_id);
        let begun = self.queue.ask(Command::Begin(Arc::new(new))).await.and_then(Answer::begun);
        if !matches!(begun, Ok(Begun::Created(_))) {
            self.ages.forget(&attempt_id);
        }
        begun
    }

    async fn settle(&self, settlement: Settlement) -> Result<bool, StoreError> {
        let settlement = Arc::new(settlement);
        let next = settlement.next.as_ref();
        if let Some(next) = next {
            self.ages.begin(&next.id);
        }
        let is_done = self.queue.ask(Command::Settle(Arc::clone(&settlement))).await.and_then(Answer::done);
        if is_done.is_ok() && settlement.status != AttemptStatus::Initiated {
            self.ages.forget(&settlement.attempt_id);
        }
        if let Some(next) = next
            && !matches!(is_done, Ok(true))
        {
            self.ages.forget(&next.id);
        }
        is_done
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
            r#"SELECT "id", "paymentId", "gateway", "status", "attemptNumber", "rawRequest", "rawResponse",
                "errorCode", "errorMessage", "createdAt"
            FROM "PaymentAttempt" WHERE "paymentId" = ?1 ORDER BY "attemptNumber""#,
        )
        .bind(payment_id)
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(attempt).collect()
    }

    async fn open_attempts(&self, age: i64, most: u32) -> Result<Vec<OpenAttempt>, StoreError> {
        // those that are younger than their stored times say are among the first, if the clock was set back
        let known = i64::try_from(self.ages.count()).unwrap_or(i64::MAX);
        let rows = sqlx::query(
            r#"SELECT a."id", a."paymentId", a."gateway", p."gatewayReference", p."type", ?1 - a."createdAt"
            FROM "PaymentAttempt" a JOIN "Payment" p ON p."id" = a."paymentId"
            WHERE a."status" = 'INITIATED' ORDER BY a."createdAt" LIMIT ?2"#,
        )
        .bind((self.now)())
        .bind(known.saturating_add(i64::from(most)))
        .fetch_all(&self.readers)
        .await?;
        let mut open: Vec<OpenAttempt> = rows.iter().map(|row| self.open_attempt(row)).collect::<Result<_, _>>()?;
        open.retain(|attempt| attempt.age >= age);
        open.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        Ok(open)
    }

    async fn open_attempts_of(&self, gateway: &str, reference: &str) -> Result<Vec<OpenAttempt>, StoreError> {
        let rows = sqlx::query(
            r#"SELECT a."id", a."paymentId", a."gateway", p."gatewayReference", p."type", ?3 - a."createdAt"
            FROM "Payment" p JOIN "PaymentAttempt" a ON a."paymentId" = p."id"
            WHERE p."status" = 'PENDING' AND p."gatewayReference" = ?1 AND a."status" = 'INITIATED' AND a."gateway" = ?2"#,
        )
        .bind(reference)
        .bind(gateway)
        .bind((self.now)())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| self.open_attempt(row)).collect()
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

    /// The file belongs to one replica.
    async fn count_request(&self, _client: &str, _window: i64) -> Result<Option<(u32, i64)>, StoreError> {
        Ok(None)
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

const PAYMENT_BY_ID: &str = r#"SELECT "id", "userId", "walletId", "transactionId", "paymentMethodId", "amount", "currency",
    "status", "type", "gatewayReference", "metadata", "idempotencyKey", "fingerprint", "createdAt", "updatedAt"
    FROM "Payment" WHERE "id" = ?1"#;
const PAYMENT_BY_KEY: &str = r#"SELECT "id", "userId", "walletId", "transactionId", "paymentMethodId", "amount", "currency",
    "status", "type", "gatewayReference", "metadata", "idempotencyKey", "fingerprint", "createdAt", "updatedAt"
    FROM "Payment" WHERE "walletId" = ?1 AND "idempotencyKey" = ?2"#;

/// Carries out a batch: one transaction, one wait for the disk.
async fn apply(pool: &SqlitePool, commands: Vec<Command>, now: i64) -> Result<Vec<Answer>, StoreError> {
    let mut connection = pool.acquire().await?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    let answers = carry_out(&mut connection, commands, now).await;
    let answers = match answers {
        Ok(answers) => sqlx::query("COMMIT").execute(&mut *connection).await.map(|_| answers).map_err(StoreError::from),
        Err(error) => Err(error),
    };
    if answers.is_err() {
        // where the disk is full the database has rolled back by itself, and there is nothing left to roll back
        let _ = sqlx::query("ROLLBACK").execute(&mut *connection).await;
    }
    answers
}

async fn carry_out(
    connection: &mut SqliteConnection,
    commands: Vec<Command>,
    now: i64,
) -> Result<Vec<Answer>, StoreError> {
    let mut answers = Answers::new(commands.len());
    let sorted = Sorted::new(commands);
    if !sorted.begin.is_empty() {
        begin(connection, &sorted.begin, now, &mut answers).await?;
    }
    if !sorted.settle.is_empty() {
        settle(connection, &sorted.settle, now, &mut answers).await?;
    }
    for (place, event) in &sorted.keep {
        answers.put(*place, Answer::Kept(events::keep(connection, event, now).await?));
    }
    for place in sorted.too_late {
        answers.put(place, Answer::Done(false));
    }
    answers.all()
}

/// Rows go over as one JSON array: one statement a batch instead of one a row.
async fn begin(
    connection: &mut SqliteConnection,
    payments: &[(usize, Arc<NewPayment>)],
    now: i64,
    answers: &mut Answers,
) -> Result<(), StoreError> {
    let rows = Json::Array(payments.iter().map(|(_, new)| payment_row(new)).collect()).to_string();
    let created: Vec<String> = sqlx::query_scalar(
        r#"INSERT INTO "Payment" ("id", "userId", "walletId", "transactionId", "paymentMethodId", "amount", "currency",
            "type", "metadata", "idempotencyKey", "fingerprint", "createdAt", "updatedAt")
        SELECT value->>'id', value->>'userId', value->>'walletId', value->>'transactionId', value->>'paymentMethodId',
            value->>'amount', value->>'currency', value->>'type', value->>'metadata', value->>'idempotencyKey',
            value->>'fingerprint', ?2, ?2
        FROM json_each(?1) WHERE true
        ON CONFLICT ("walletId", "idempotencyKey") DO NOTHING RETURNING "id""#,
    )
    .bind(&rows)
    .bind(now)
    .fetch_all(&mut *connection)
    .await?;
    let mut attempts = Vec::new();
    for (place, new) in payments {
        if created.contains(&new.payment.id) {
            attempts.push(attempt_row(&new.payment.id, &new.attempt));
            answers.put(*place, Answer::Begun(Begun::Created(now)));
            continue;
        }
        let row = sqlx::query(PAYMENT_BY_KEY)
            .bind(&new.payment.wallet_id)
            .bind(&new.payment.idempotency_key)
            .fetch_one(&mut *connection)
            .await?;
        answers.put(*place, Answer::Begun(Begun::Exists(Box::new(payment(&row)?))));
    }
    record_attempts(connection, attempts, now).await
}

async fn record_attempts(connection: &mut SqliteConnection, rows: Vec<Json>, now: i64) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    sqlx::query(
        r#"INSERT INTO "PaymentAttempt" ("id", "paymentId", "gateway", "attemptNumber", "rawRequest", "createdAt")
        SELECT value->>'id', value->>'paymentId', value->>'gateway', value->>'attemptNumber', value->>'rawRequest', ?2
        FROM json_each(?1)"#,
    )
    .bind(Json::Array(rows).to_string())
    .bind(now)
    .execute(&mut *connection)
    .await?;
    Ok(())
}

async fn settle(
    connection: &mut SqliteConnection,
    settlements: &[(usize, Arc<Settlement>)],
    now: i64,
    answers: &mut Answers,
) -> Result<(), StoreError> {
    let rows = settlements.iter().map(|(_, settlement)| settlement_row(settlement));
    let open: Vec<String> = sqlx::query_scalar(
        r#"UPDATE "PaymentAttempt" SET "status" = value->>'status', "rawResponse" = value->>'rawResponse',
            "errorCode" = value->>'errorCode', "errorMessage" = value->>'errorMessage'
        FROM json_each(?1)
        WHERE "PaymentAttempt"."id" = value->>'attemptId' AND "PaymentAttempt"."status" = 'INITIATED'
        RETURNING "id""#,
    )
    .bind(Json::Array(rows.collect()).to_string())
    .fetch_all(&mut *connection)
    .await?;
    let (mut payments, mut attempts) = (Vec::new(), Vec::new());
    for (place, settlement) in settlements {
        let is_open = open.contains(&settlement.attempt_id);
        answers.put(*place, Answer::Done(is_open));
        if is_open {
            payments.push(settlement_row(settlement));
            attempts.extend(settlement.next.as_ref().map(|next| attempt_row(&settlement.payment_id, next)));
        }
    }
    sqlx::query(
        r#"UPDATE "Payment" SET "status" = value->>'paymentStatus',
            "gatewayReference" = coalesce(value->>'gatewayReference', "gatewayReference"), "updatedAt" = ?2
        FROM json_each(?1) WHERE "Payment"."id" = value->>'paymentId' AND "Payment"."status" = 'PENDING'"#,
    )
    .bind(Json::Array(payments).to_string())
    .bind(now)
    .execute(&mut *connection)
    .await?;
    record_attempts(connection, attempts, now).await
}

fn payment_row(new: &NewPayment) -> Json {
    let payment = &new.payment;
    let mut row = Object::new();
    row.put_text("id", &payment.id);
    row.put_text("userId", &payment.user_id);
    row.put_text("walletId", &payment.wallet_id);
    put_some(&mut row, "transactionId", payment.transaction_id.as_deref());
    put_some(&mut row, "paymentMethodId", payment.payment_method_id.as_deref());
    row.put("amount", Json::number(u64::try_from(payment.amount).unwrap_or(0)));
    row.put_text("currency", &payment.currency);
    row.put_text("type", payment.kind.as_str());
    put_some(&mut row, "metadata", payment.metadata.as_deref());
    put_some(&mut row, "idempotencyKey", payment.idempotency_key.as_deref());
    row.put_text("fingerprint", &payment.fingerprint);
    Json::Object(row)
}

fn attempt_row(payment_id: &str, attempt: &NewAttempt) -> Json {
    let mut row = Object::new();
    row.put_text("id", &attempt.id);
    row.put_text("paymentId", payment_id);
    row.put_text("gateway", attempt.gateway);
    row.put("attemptNumber", Json::number(u64::try_from(attempt.number).unwrap_or(0)));
    row.put_text("rawRequest", &attempt.raw_request);
    Json::Object(row)
}

fn settlement_row(settlement: &Settlement) -> Json {
    let mut row = Object::new();
    row.put_text("attemptId", &settlement.attempt_id);
    row.put_text("paymentId", &settlement.payment_id);
    row.put_text("status", settlement.status.as_str());
    row.put_text("paymentStatus", settlement.payment_status().as_str());
    put_some(&mut row, "gatewayReference", settlement.gateway_reference.as_deref());
    put_some(&mut row, "rawResponse", settlement.raw_response.as_deref());
    put_some(&mut row, "errorCode", settlement.error_code.as_deref());
    put_some(&mut row, "errorMessage", settlement.error_message.as_deref());
    Json::Object(row)
}

fn put_some(row: &mut Object, name: &'static str, text: Option<&str>) {
    if let Some(text) = text {
        row.put_text(name, text);
    }
}

readers!(SqliteRow);

impl SqliteStore {
    fn open_attempt(&self, row: &SqliteRow) -> Result<OpenAttempt, StoreError> {
        let attempt_id: String = row.try_get(0)?;
        Ok(OpenAttempt {
            age: self.ages.age(&attempt_id, row.try_get(5)?),
            attempt_id,
            payment_id: row.try_get(1)?,
            gateway: row.try_get(2)?,
            gateway_reference: row.try_get(3)?,
            kind: PaymentType::find(row.try_get(4)?).ok_or_else(|| unreadable("type"))?,
        })
    }
}
