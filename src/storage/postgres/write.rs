//! Batches: each is one statement, so that it is one round trip and a transaction by itself.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::Connection as _;
use sqlx::postgres::PgConnection;

use super::super::command::{Answer, Answers, Command, Round};
use super::super::{Begun, Kept, NewEvent, NewPayment, Settled, Settlement, StoreError};
use super::{PAYMENT_BY_KEY, PROBE, keep_event, payment};
use crate::database::{Worker, Writer, timed};

/// Records payments with their first attempts, and what became of attempts: both in one statement, so that one
/// wait for the disk does for both.
pub(super) struct Recorder(pub(super) Writer);

impl Worker<Command, Answer> for Recorder {
    async fn carry_out(&mut self, commands: Vec<Command>) -> Result<Vec<Answer>, StoreError> {
        let mut connection = self.0.connection().await?;
        let mut answers = Answers::new(commands.len());
        let (mut recorded, mut carried_out) = (Ok(()), 0_usize);
        for mut round in Round::all(commands) {
            if let Err(error) = &recorded {
                not_carried_out(&round, error, &mut answers);
                continue;
            }
            round.settle.retain(|(place, settlement)| {
                let is_sure = settlement.known_since.is_none_or(|since| self.0.is_older_than(since));
                if !is_sure {
                    answers.put(*place, Answer::Outdated);
                }
                is_sure
            });
            recorded = timed(async {
                let mut recorded = record(&mut connection, RECORD, &round, &mut answers).await;
                for _ in 0..2 {
                    recorded = match recorded {
                        // a reference belongs to another attempt; and once more where another replica has recorded
                        // it at this instant
                        Err(StoreError::Internal(why)) if why.ends_with(UNIQUE) => {
                            record(&mut connection, RECORD_UNTAKEN, &round, &mut answers).await
                        }
                        recorded => return recorded,
                    };
                }
                recorded
            })
            .await;
            match &recorded {
                Ok(()) => carried_out = carried_out.saturating_add(1),
                Err(error) => not_carried_out(&round, error, &mut answers),
            }
        }
        self.0.finish(connection, &recorded);
        match recorded {
            Err(error) if carried_out == 0 => Err(error),
            // earlier rounds are on the disk, which their callers are told
            _ => answers.all(),
        }
    }
}

/// The code of a key that is there already.
const UNIQUE: &str = "23505";

fn not_carried_out(round: &Round, error: &StoreError, answers: &mut Answers) {
    for place in round.places() {
        answers.put(place, Answer::Failed(error.clone()));
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
                let mut transaction = connection.begin().await?;
                let one = keep_event(&mut transaction, event, 0).await?;
                transaction.commit().await?;
                kept.push(one);
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

/// A join of what came in with what was recorded would go through both for each row, since joins are by index alone;
/// `IS TRUE` keeps the condition a look into a set, and what is looked up a row is a subquery of its own, which goes by
/// its index even if it was planned while the tables were empty. The status of an attempt is compared as text so that
/// no index on open attempts is of use: it would be read as a whole, with all that were open since the server last
/// cleaned up.
macro_rules! record {
    ($taken:literal, $is_free:literal, $found:literal) => {
        concat!(
            r#"WITH input AS (
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[],
        $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::boolean[], $31::text[])
    AS input (id, user_id, wallet_id, transaction_id, payment_method_id, amount, currency, type, metadata, key,
        fingerprint, attempt_id, gateway, raw_request, is_sent, service_id)
), payment AS (
    INSERT INTO "Payment" ("id", "userId", "walletId", "transactionId", "paymentMethodId", "amount", "currency",
        "type", "metadata", "idempotencyKey", "fingerprint", "serviceId")
    SELECT id, user_id, wallet_id, transaction_id, payment_method_id, amount, currency, type::"PaymentType",
        metadata::jsonb, key, fingerprint, service_id FROM input
    ON CONFLICT ("walletId", "idempotencyKey") DO NOTHING
    RETURNING "id", "createdAt"
), first_attempt AS (
    INSERT INTO "PaymentAttempt" ("id", "paymentId", "gateway", "attemptNumber", "rawRequest", "sentAt")
    SELECT attempt_id, id, gateway, 1, raw_request::jsonb, CASE WHEN is_sent THEN now() END
    FROM input WHERE (id IN (SELECT "id" FROM payment)) IS TRUE
), outcome AS (
    SELECT * FROM unnest($16::text[], $17::text[], $18::text[], $19::text[], $20::text[], $21::text[], $22::text[],
        $23::text[], $24::text[], $25::text[], $26::integer[], $27::text[], $28::boolean[], $29::boolean[], $32::text[], $33::boolean[])
    AS outcome (attempt_id, payment_id, status, payment_status, reference, raw_response, error_code, error_message,
        next_id, next_gateway, next_number, next_request, next_is_sent, only_unsent, label, is_news)
"#,
            $taken,
            r#"), settled AS (
    UPDATE "PaymentAttempt" AS a SET "status" = outcome.status::"AttemptStatus",
        "rawResponse" = outcome.raw_response::jsonb, "errorCode" = outcome.error_code,
        "errorMessage" = outcome.error_message, "gatewayReference" = coalesce(outcome.reference, a."gatewayReference")
    FROM outcome WHERE a."id" = outcome.attempt_id AND a."status"::text = 'INITIATED'
        AND (SELECT p."status"::text FROM "Payment" p WHERE p."id" = outcome.payment_id) = 'PENDING'
        AND (a."sentAt" IS NULL OR NOT outcome.only_unsent)"#,
            $is_free,
            r#"
    RETURNING a."id", outcome.payment_id, outcome.payment_status, outcome.reference, outcome.next_id,
        outcome.next_gateway, outcome.next_number, outcome.next_request, outcome.next_is_sent, outcome.label,
        outcome.is_news
), settled_payment AS (
    UPDATE "Payment" AS p SET "status" = settled.payment_status::"PaymentStatus",
        "gatewayReference" = coalesce(settled.reference, p."gatewayReference"), "updatedAt" = now()
    FROM settled WHERE p."id" = settled.payment_id RETURNING p."id", p."serviceId", p."type", p."status",
        settled.label, settled.is_news
), ended AS (
    INSERT INTO "EndedPayments" ("type", "status", "code", "count")
    SELECT "type", "status", label, count(*) FROM settled_payment WHERE "status" <> 'PENDING' GROUP BY 1, 2, 3
), notification AS (
    INSERT INTO "Notification" ("paymentId", "serviceId", "createdAt", "dueAt", "notedAt")
    SELECT "id", "serviceId", now.at, now.at, now.at FROM settled_payment
        CROSS JOIN (SELECT CAST(extract(epoch FROM now()) * 1000 AS BIGINT) AS at) AS now
    WHERE is_news AND "serviceId" IS NOT NULL
), next_attempt AS (
    INSERT INTO "PaymentAttempt" ("id", "paymentId", "gateway", "attemptNumber", "rawRequest", "sentAt")
    SELECT next_id, payment_id, next_gateway, next_number, next_request::jsonb, CASE WHEN next_is_sent THEN now() END
    FROM settled WHERE next_id IS NOT NULL
), marked AS (
    UPDATE "PaymentAttempt" AS a SET "sentAt" = now() FROM unnest($30::text[]) AS mark (id)
    WHERE a."id" = mark.id AND a."status"::text = 'INITIATED' RETURNING a."id"
)
SELECT "id", (extract(epoch FROM "createdAt") * 1000)::bigint FROM payment UNION ALL SELECT "id", NULL FROM settled
UNION ALL SELECT "id", NULL FROM marked"#,
            $found
        )
    };
}

/// Fails as a whole where a reference that comes in belongs to another attempt, which costs nothing where none does.
const RECORD: &str = record!("", "", "");
/// The same, and leaves those out whose reference belongs to another attempt.
const RECORD_UNTAKEN: &str = record!(
    r#"), taken AS (
    SELECT outcome.attempt_id FROM outcome WHERE outcome.reference IS NOT NULL AND (
        SELECT other."id" FROM "PaymentAttempt" other
        WHERE other."gatewayReference" = outcome.reference AND other."id" <> outcome.attempt_id AND other."gateway" = (
            SELECT own."gateway" FROM "PaymentAttempt" own
            WHERE own."id" = outcome.attempt_id AND own."status"::text = 'INITIATED'
        ) LIMIT 1
    ) IS NOT NULL
"#,
    "\n        AND (outcome.attempt_id IN (SELECT attempt_id FROM taken)) IS NOT TRUE",
    " UNION ALL SELECT attempt_id, -1 FROM taken"
);

async fn record(
    connection: &mut PgConnection,
    statement: &'static str,
    round: &Round,
    answers: &mut Answers,
) -> Result<(), StoreError> {
    if !round.probe.is_empty() {
        sqlx::query(PROBE).execute(&mut *connection).await?;
    }
    for place in &round.probe {
        answers.put(*place, Answer::Probed);
    }
    if round.begin.is_empty() && round.settle.is_empty() && round.mark.is_empty() {
        return Ok(());
    }
    let new: Vec<&NewPayment> = round.begin.iter().map(|(_, new)| &**new).collect();
    let known: Vec<&Settlement> = round.settle.iter().map(|(_, settlement)| &**settlement).collect();
    let (new, known) = (new.as_slice(), known.as_slice());
    let recorded: Vec<(String, Option<i64>)> = sqlx::query_as(statement)
        .bind(column(new, |new| new.payment.id.as_str()))
        .bind(column(new, |new| new.payment.user_id.as_str()))
        .bind(column(new, |new| new.payment.wallet_id.as_str()))
        .bind(column(new, |new| new.payment.transaction_id.as_deref()))
        .bind(column(new, |new| new.payment.payment_method_id.as_deref()))
        .bind(column(new, |new| new.payment.amount))
        .bind(column(new, |new| new.payment.currency.as_str()))
        .bind(column(new, |new| new.payment.kind.as_str()))
        .bind(column(new, |new| new.payment.metadata.as_deref()))
        .bind(column(new, |new| new.payment.idempotency_key.as_deref()))
        .bind(column(new, |new| new.payment.fingerprint.as_str()))
        .bind(column(new, |new| new.attempt.id.as_str()))
        .bind(column(new, |new| new.attempt.gateway))
        .bind(column(new, |new| new.attempt.raw_request.as_str()))
        .bind(column(new, |new| new.attempt.is_sent))
        .bind(column(known, |settlement| settlement.attempt_id.as_str()))
        .bind(column(known, |settlement| settlement.payment_id.as_str()))
        .bind(column(known, |settlement| settlement.status.as_str()))
        .bind(column(known, |settlement| settlement.payment_status().as_str()))
        .bind(column(known, |settlement| settlement.gateway_reference.as_deref()))
        .bind(column(known, |settlement| settlement.raw_response.as_deref()))
        .bind(column(known, |settlement| settlement.error_code.as_deref()))
        .bind(column(known, |settlement| settlement.error_message.as_deref()))
        .bind(column(known, |settlement| settlement.next.as_ref().map(|next| next.id.as_str())))
        .bind(column(known, |settlement| settlement.next.as_ref().map(|next| next.gateway)))
        .bind(column(known, |settlement| settlement.next.as_ref().map(|next| next.number)))
        .bind(column(known, |settlement| settlement.next.as_ref().map(|next| next.raw_request.as_str())))
        .bind(column(known, |settlement| settlement.next.as_ref().map(|next| next.is_sent)))
        .bind(column(known, |settlement| settlement.only_unsent))
        .bind(round.mark.iter().map(|(_, id)| &**id).collect::<Vec<&str>>())
        .bind(column(new, |new| new.payment.service_id.as_deref()))
        .bind(column(known, Settlement::label))
        .bind(column(known, Settlement::is_news))
        .fetch_all(&mut *connection)
        .await?;
    let recorded: HashMap<String, Option<i64>> = recorded.into_iter().collect();
    for (place, settlement) in &round.settle {
        let settled = match recorded.get(&settlement.attempt_id) {
            Some(None) => Settled::Recorded,
            Some(Some(_)) => Settled::ReferenceTaken,
            None => Settled::TooLate,
        };
        answers.put(*place, Answer::Settled(settled));
    }
    for (place, attempt_id) in &round.mark {
        answers.put(*place, Answer::Marked(recorded.contains_key(&**attempt_id)));
    }
    for (place, new) in &round.begin {
        if let Some(Some(created_at)) = recorded.get(&new.payment.id) {
            answers.put(*place, Answer::Begun(Begun::Created(*created_at)));
            continue;
        }
        // whoever was first has committed: the statement waited for it
        let row = sqlx::query(PAYMENT_BY_KEY)
            .bind(&new.payment.wallet_id)
            .bind(&new.payment.idempotency_key)
            .fetch_one(&mut *connection)
            .await?;
        answers.put(*place, Answer::Begun(Begun::Exists(Box::new(payment(&row)?))));
    }
    Ok(())
}
