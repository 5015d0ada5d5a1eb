//! Batches: each is one statement, so that it is one round trip and a transaction by itself.

use std::sync::Arc;

use sqlx::Connection as _;
use sqlx::postgres::PgConnection;

use super::super::batch::Worker;
use super::super::{Begun, Kept, NewEvent, NewPayment, Settlement, StoreError};
use super::writer::{Writer, timed};
use super::{PAYMENT_BY_KEY, events, payment};

/// Records payments with their first attempts.
pub(super) struct Beginner(pub(super) Writer);

impl Worker<Arc<NewPayment>, Begun> for Beginner {
    async fn carry_out(&mut self, payments: Vec<Arc<NewPayment>>) -> Result<Vec<Begun>, StoreError> {
        let mut connection = self.0.connection().await?;
        let begun = timed(begin(&mut connection, &payments)).await;
        self.0.finish(connection, &begun);
        begun
    }
}

/// Records what became of attempts.
pub(super) struct Settler(pub(super) Writer);

impl Worker<Arc<Settlement>, bool> for Settler {
    async fn carry_out(&mut self, settlements: Vec<Arc<Settlement>>) -> Result<Vec<bool>, StoreError> {
        let mut connection = self.0.connection().await?;
        let known_since = settlements.iter().filter_map(|settlement| settlement.known_since).min();
        let settled = if known_since.is_none_or(|since| self.0.is_older_than(since)) {
            timed(settle(&mut connection, &settlements)).await
        } else {
            Err(StoreError::Outdated)
        };
        self.0.finish(connection, &settled);
        settled
    }
}

/// Keeps events, each in a transaction of its own.
pub(super) struct Keeper(pub(super) Writer);

impl Worker<Arc<NewEvent>, Kept> for Keeper {
    async fn carry_out(&mut self, new: Vec<Arc<NewEvent>>) -> Result<Vec<Kept>, StoreError> {
        let mut connection = self.0.connection().await?;
        let kept = timed(async {
            let mut kept = Vec::with_capacity(new.len());
            for event in &new {
                kept.push(events::keep(&mut connection, event).await?);
            }
            Ok(kept)
        })
        .await;
        self.0.finish(connection, &kept);
        kept
    }
}

/// One array a column.
fn column<'a, T, R>(rows: &'a [&'a T], of: impl Fn(&'a T) -> R) -> Vec<R> {
    rows.iter().map(|row| of(row)).collect()
}

const BEGIN: &str = r#"WITH input AS (
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
SELECT "id", (extract(epoch FROM "createdAt") * 1000)::bigint FROM payment"#;

async fn begin(connection: &mut PgConnection, payments: &[Arc<NewPayment>]) -> Result<Vec<Begun>, StoreError> {
    let mut rows: Vec<&NewPayment> = payments.iter().map(AsRef::as_ref).collect();
    // in the order of their keys, so that two batches never wait for each other
    rows.sort_by(|a, b| {
        let key = |new: &'_ NewPayment| (new.payment.wallet_id.clone(), new.payment.idempotency_key.clone());
        key(a).cmp(&key(b))
    });
    let rows = rows.as_slice();
    let created: Vec<(String, i64)> = sqlx::query_as(BEGIN)
        .bind(column(rows, |new| new.payment.id.as_str()))
        .bind(column(rows, |new| new.payment.user_id.as_str()))
        .bind(column(rows, |new| new.payment.wallet_id.as_str()))
        .bind(column(rows, |new| new.payment.transaction_id.as_deref()))
        .bind(column(rows, |new| new.payment.payment_method_id.as_deref()))
        .bind(column(rows, |new| new.payment.amount))
        .bind(column(rows, |new| new.payment.currency.as_str()))
        .bind(column(rows, |new| new.payment.kind.as_str()))
        .bind(column(rows, |new| new.payment.metadata.as_deref()))
        .bind(column(rows, |new| new.payment.idempotency_key.as_deref()))
        .bind(column(rows, |new| new.payment.fingerprint.as_str()))
        .bind(column(rows, |new| new.attempt.id.as_str()))
        .bind(column(rows, |new| new.attempt.gateway))
        .bind(column(rows, |new| new.attempt.raw_request.as_str()))
        .fetch_all(&mut *connection)
        .await?;
    let mut answers = Vec::with_capacity(payments.len());
    for new in payments {
        if let Some((_, created_at)) = created.iter().find(|(id, _)| *id == new.payment.id) {
            answers.push(Begun::Created(*created_at));
            continue;
        }
        // whoever was first has committed: the statement waited for it
        let row = sqlx::query(PAYMENT_BY_KEY)
            .bind(&new.payment.wallet_id)
            .bind(&new.payment.idempotency_key)
            .fetch_one(&mut *connection)
            .await?;
        answers.push(Begun::Exists(Box::new(payment(&row)?)));
    }
    Ok(answers)
}

async fn settle(connection: &mut PgConnection, settlements: &[Arc<Settlement>]) -> Result<Vec<bool>, StoreError> {
    // of several settlements of an attempt the first one stands
    let mut rows: Vec<&Settlement> = Vec::with_capacity(settlements.len());
    let mut is_first = Vec::with_capacity(settlements.len());
    for settlement in settlements {
        let is_new = rows.iter().all(|other| other.attempt_id != settlement.attempt_id);
        is_first.push(is_new);
        if is_new {
            rows.push(settlement);
        }
    }
    rows.sort_by(|a, b| a.payment_id.cmp(&b.payment_id));
    let open = if rows.iter().all(|settlement| settlement.next.is_none()) {
        settle_attempts(connection, &rows).await?
    } else {
        let mut transaction = connection.begin().await?;
        let open = settle_attempts(&mut transaction, &rows).await?;
        record_next(&mut transaction, &rows, &open).await?;
        transaction.commit().await?;
        open
    };
    let is_settled =
        |(settlement, is_first): (&Arc<Settlement>, bool)| is_first && open.contains(&settlement.attempt_id);
    Ok(settlements.iter().zip(is_first).map(is_settled).collect())
}

/// The status is compared as text so that no index on open attempts is of use: it would be read as a whole, with
/// all that were open since the server last cleaned up.
const SETTLE: &str = r#"WITH input AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
    AS input (attempt_id, payment_id, status, payment_status, reference, raw_response, error_code, error_message)
), attempt AS (
    UPDATE "PaymentAttempt" AS a SET "status" = input.status::"AttemptStatus",
        "rawResponse" = input.raw_response::jsonb, "errorCode" = input.error_code, "errorMessage" = input.error_message
    FROM input WHERE a."id" = input.attempt_id AND a."status"::text = 'INITIATED'
    RETURNING a."id", input.payment_id, input.payment_status, input.reference
), payment AS (
    UPDATE "Payment" AS p SET "status" = attempt.payment_status::"PaymentStatus",
        "gatewayReference" = coalesce(attempt.reference, p."gatewayReference"), "updatedAt" = now()
    FROM attempt WHERE p."id" = attempt.payment_id AND p."status" = 'PENDING'
)
SELECT "id" FROM attempt"#;

/// Answers which attempts were open.
async fn settle_attempts(connection: &mut PgConnection, rows: &[&Settlement]) -> Result<Vec<String>, StoreError> {
    let open = sqlx::query_scalar(SETTLE)
        .bind(column(rows, |settlement| settlement.attempt_id.as_str()))
        .bind(column(rows, |settlement| settlement.payment_id.as_str()))
        .bind(column(rows, |settlement| settlement.status.as_str()))
        .bind(column(rows, |settlement| settlement.payment_status().as_str()))
        .bind(column(rows, |settlement| settlement.gateway_reference.as_deref()))
        .bind(column(rows, |settlement| settlement.raw_response.as_deref()))
        .bind(column(rows, |settlement| settlement.error_code.as_deref()))
        .bind(column(rows, |settlement| settlement.error_message.as_deref()))
        .fetch_all(connection)
        .await?;
    Ok(open)
}

/// Records the further attempts of those that were open.
async fn record_next(connection: &mut PgConnection, rows: &[&Settlement], open: &[String]) -> Result<(), StoreError> {
    for settlement in rows.iter().filter(|settlement| open.contains(&settlement.attempt_id)) {
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
