//! Batches: each is one transaction, and one wait for the disk.

use std::sync::Arc;

use sqlx::SqliteConnection;
use sqlx::sqlite::SqlitePool;

use super::super::command::{Answer, Answers, Command, Round};
use super::super::{Begun, NewAttempt, NewPayment, PaymentStatus, Settled, Settlement, StoreError};
use super::place::Place;
use super::{PAYMENT_BY_KEY, PROBE, keep_event, payment};
use crate::json::{Json, Object};

/// Carries out a batch: one transaction, one wait for the disk.
pub(super) async fn apply(
    pool: &SqlitePool,
    place: &Place,
    commands: Vec<Command>,
    now: i64,
) -> Result<Vec<Answer>, StoreError> {
    let mut connection = pool.acquire().await?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut *connection).await?;
    let answers = carry_out(&mut connection, commands, now).await.and_then(|answers| place.check().map(|()| answers));
    let answers = match answers {
        // and again: what was committed to a file that is gone by then is not on the disk
        Ok(answers) => match sqlx::query("COMMIT").execute(&mut *connection).await {
            Ok(_) => return place.check().map(|()| answers),
            Err(error) => Err(StoreError::from(error)),
        },
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
    for round in Round::all(commands) {
        if !round.begin.is_empty() {
            begin(connection, &round.begin, now, &mut answers).await?;
        }
        for (place, attempt_id) in &round.mark {
            let mark = r#"UPDATE "PaymentAttempt" SET "sentAt" = ?2 WHERE "id" = ?1 AND "status" = 'INITIATED'"#;
            let done = sqlx::query(mark).bind(&**attempt_id).bind(now).execute(&mut *connection).await?;
            answers.put(*place, Answer::Marked(done.rows_affected() > 0));
        }
        if !round.settle.is_empty() {
            settle(connection, &round.settle, now, &mut answers).await?;
        }
        for (place, event) in &round.keep {
            answers.put(*place, Answer::Kept(keep_event(connection, event, now).await?));
        }
        if !round.probe.is_empty() {
            sqlx::query(PROBE).bind(now).execute(&mut *connection).await?;
        }
        for place in round.probe {
            answers.put(place, Answer::Probed);
        }
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
            "type", "metadata", "idempotencyKey", "fingerprint", "serviceId", "createdAt", "updatedAt")
        SELECT value->>'id', value->>'userId', value->>'walletId', value->>'transactionId', value->>'paymentMethodId',
            value->>'amount', value->>'currency', value->>'type', value->>'metadata', value->>'idempotencyKey',
            value->>'fingerprint', value->>'serviceId', ?2, ?2
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
        r#"INSERT INTO "PaymentAttempt" ("id", "paymentId", "gateway", "attemptNumber", "rawRequest", "createdAt",
            "sentAt")
        SELECT value->>'id', value->>'paymentId', value->>'gateway', value->>'attemptNumber', value->>'rawRequest', ?2,
            CASE WHEN value->>'isSent' THEN ?2 END
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
    let rows = settlement_rows(settlements.iter().map(|(_, settlement)| &**settlement));
    let open: Vec<String> = sqlx::query_scalar(
        r#"UPDATE OR IGNORE "PaymentAttempt" SET "status" = value->>'status', "rawResponse" = value->>'rawResponse',
            "errorCode" = value->>'errorCode', "errorMessage" = value->>'errorMessage',
            "gatewayReference" = coalesce(value->>'gatewayReference', "gatewayReference")
        FROM json_each(?1)
        WHERE "PaymentAttempt"."id" = value->>'attemptId' AND "PaymentAttempt"."status" = 'INITIATED'
            AND (NOT value->>'onlyUnsent' OR "PaymentAttempt"."sentAt" IS NULL)
            AND EXISTS (SELECT 1 FROM "Payment" p WHERE p."id" = "paymentId" AND p."status" = 'PENDING')
        RETURNING "id""#,
    )
    .bind(&rows)
    .fetch_all(&mut *connection)
    .await?;
    // those whose reference another has were ignored, and are open
    let is_ignored =
        |settlement: &Settlement| settlement.gateway_reference.is_some() && !open.contains(&settlement.attempt_id);
    let has_ignored = settlements.iter().any(|(_, settlement)| is_ignored(settlement));
    let taken: Vec<String> = if has_ignored { taken(connection, &rows).await? } else { Vec::new() };
    let (mut recorded, mut attempts) = (Vec::new(), Vec::new());
    for (place, settlement) in settlements {
        let settled = match &settlement.attempt_id {
            id if open.contains(id) => Settled::Recorded,
            id if taken.contains(id) => Settled::ReferenceTaken,
            _ => Settled::TooLate,
        };
        answers.put(*place, Answer::Settled(settled));
        if settled == Settled::Recorded {
            recorded.push(&**settlement);
            attempts.extend(settlement.next.as_ref().map(|next| attempt_row(&settlement.payment_id, next)));
        }
    }
    let has_ended = recorded.iter().any(|settlement| settlement.payment_status() != PaymentStatus::Pending);
    let is_news = recorded.iter().any(|settlement| settlement.is_news());
    let rows = if recorded.len() == settlements.len() { rows } else { settlement_rows(recorded.into_iter()) };
    sqlx::query(
        r#"UPDATE "Payment" SET "status" = value->>'paymentStatus',
            "gatewayReference" = coalesce(value->>'gatewayReference', "gatewayReference"), "updatedAt" = ?2
        FROM json_each(?1) WHERE "Payment"."id" = value->>'paymentId' AND "Payment"."status" = 'PENDING'"#,
    )
    .bind(&rows)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    if has_ended {
        count(connection, &rows).await?;
    }
    if is_news {
        announce(connection, &rows, now).await?;
    }
    record_attempts(connection, attempts, now).await
}

/// Counts the payments that have ended.
async fn count(connection: &mut SqliteConnection, rows: &str) -> Result<(), StoreError> {
    sqlx::query(
        r#"INSERT INTO "EndedPayments" ("type", "status", "code", "count")
        SELECT p."type", p."status", value->>'label', count(*)
        FROM json_each(?1) JOIN "Payment" p ON p."id" = value->>'paymentId'
        WHERE value->>'paymentStatus' <> 'PENDING' GROUP BY 1, 2, 3
        ON CONFLICT DO UPDATE SET "count" = "count" + excluded."count""#,
    )
    .bind(rows)
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that services are to be told of payments that have ended.
async fn announce(connection: &mut SqliteConnection, rows: &str, now: i64) -> Result<(), StoreError> {
    sqlx::query(
        r#"INSERT INTO "Notification" ("paymentId", "serviceId", "createdAt", "dueAt", "notedAt")
        SELECT p."id", p."serviceId", ?2, ?2, ?2 FROM json_each(?1) JOIN "Payment" p ON p."id" = value->>'paymentId'
        WHERE value->>'isNews' AND p."serviceId" IS NOT NULL"#,
    )
    .bind(rows)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

fn settlement_rows<'a>(settlements: impl Iterator<Item = &'a Settlement>) -> String {
    Json::Array(settlements.map(settlement_row).collect()).to_string()
}

/// Those open attempts whose reference belongs to another attempt at the same gateway.
async fn taken(connection: &mut SqliteConnection, rows: &str) -> Result<Vec<String>, StoreError> {
    let taken = sqlx::query_scalar(
        r#"SELECT own."id" FROM json_each(?1)
            JOIN "PaymentAttempt" own ON own."id" = value->>'attemptId' AND own."status" = 'INITIATED'
            JOIN "PaymentAttempt" other ON other."gateway" = own."gateway"
                AND other."gatewayReference" = value->>'gatewayReference' AND other."id" <> own."id""#,
    );
    Ok(taken.bind(rows).fetch_all(&mut *connection).await?)
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
    put_some(&mut row, "serviceId", payment.service_id.as_deref());
    Json::Object(row)
}

fn attempt_row(payment_id: &str, attempt: &NewAttempt) -> Json {
    let mut row = Object::new();
    row.put_text("id", &attempt.id);
    row.put_text("paymentId", payment_id);
    row.put_text("gateway", attempt.gateway);
    row.put("attemptNumber", Json::number(u64::try_from(attempt.number).unwrap_or(0)));
    row.put_text("rawRequest", &attempt.raw_request);
    row.put("isSent", Json::Bool(attempt.is_sent));
    Json::Object(row)
}

fn settlement_row(settlement: &Settlement) -> Json {
    let mut row = Object::new();
    row.put_text("attemptId", &settlement.attempt_id);
    row.put_text("paymentId", &settlement.payment_id);
    row.put_text("status", settlement.status.as_str());
    row.put_text("paymentStatus", settlement.payment_status().as_str());
    row.put_text("label", settlement.label());
    row.put("isNews", Json::Bool(settlement.is_news()));
    row.put("onlyUnsent", Json::Bool(settlement.only_unsent));
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
