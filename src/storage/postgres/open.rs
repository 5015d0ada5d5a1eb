//! Open attempts: which are due to be looked at, and how many there are.
//!
//! All by the server's clock. If it was set back, what was stored before seems to be of the future: that is old, and
//! was looked at long ago, since being asked about too early does no harm and waiting for a clock would.

use sqlx::Row;
use sqlx::postgres::{PgPool, PgRow};

use super::super::command::unreadable;
use super::super::{OpenAttempt, OpenCounts, OpenQuery, PaymentType, StoreError};

/// After so many looks the pause grows no longer.
const MAX_DOUBLINGS: i32 = 6;

pub(super) async fn due(pool: &PgPool, query: OpenQuery<'_>) -> Result<Vec<OpenAttempt>, StoreError> {
    // what others record at this instant may be a moment ahead
    let rows = sqlx::query(
        r#"SELECT a."id", a."paymentId", a."gateway", a."gatewayReference", p."type"::text, a."sentAt" IS NOT NULL,
            (extract(epoch FROM now() - a."createdAt") * 1000)::bigint
        FROM "PaymentAttempt" a JOIN "Payment" p ON p."id" = a."paymentId"
        WHERE a."status" = 'INITIATED' AND a."gateway" = $3
            AND (a."createdAt" <= now() - $1 * interval '1 millisecond' OR a."createdAt" > now() + interval '10 seconds')
            AND (a."lookedAt" IS NULL OR a."lookedAt" > now() + interval '10 seconds'
                OR a."lookedAt" <= now() - $4 * interval '1 millisecond' * (1 << least(greatest(a."looks" - 1, 0), $5)))
        ORDER BY a."lookedAt" NULLS FIRST, a."createdAt" LIMIT $2"#,
    )
    .bind(query.age)
    .bind(i64::from(query.most))
    .bind(query.gateway)
    .bind(query.pause)
    .bind(MAX_DOUBLINGS)
    .fetch_all(pool)
    .await?;
    rows.iter().map(read).collect()
}

pub(super) async fn looked(pool: &PgPool, attempt_ids: &[String]) -> Result<(), StoreError> {
    // in the order of their keys, so that two replicas never wait for each other
    sqlx::query(
        r#"WITH these AS (
            SELECT "id" FROM "PaymentAttempt" WHERE "id" = ANY($1) AND "status"::text = 'INITIATED' ORDER BY "id" FOR UPDATE
        )
        UPDATE "PaymentAttempt" a SET "lookedAt" = now(), "looks" = a."looks" + 1 FROM these WHERE a."id" = these."id""#,
    )
    .bind(attempt_ids)
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn counts(pool: &PgPool, gateway: &str, age: i64) -> Result<OpenCounts, StoreError> {
    let row = sqlx::query(
        r#"SELECT
            count(*) FILTER (WHERE "gateway" = $1 AND (
                "createdAt" <= now() - $2 * interval '1 millisecond' OR "createdAt" > now() + interval '10 seconds')),
            count(*) FILTER (WHERE "gateway" <> $1),
            (SELECT count(*) FROM "Alarm" WHERE "resolvedAt" IS NULL),
            (SELECT count(*) FROM "Notification" WHERE "dueAt" IS NOT NULL AND "tries" > 0),
            (SELECT count(*) FROM "Notification" WHERE "deadAt" IS NOT NULL)
        FROM "PaymentAttempt" WHERE "status" = 'INITIATED'"#,
    )
    .bind(gateway)
    .bind(age)
    .fetch_one(pool)
    .await?;
    Ok(OpenCounts {
        open: row.try_get(0)?,
        elsewhere: row.try_get(1)?,
        alarms: row.try_get(2)?,
        untold: row.try_get(3)?,
        dead: row.try_get(4)?,
    })
}

fn read(row: &PgRow) -> Result<OpenAttempt, StoreError> {
    Ok(OpenAttempt {
        attempt_id: row.try_get(0)?,
        payment_id: row.try_get(1)?,
        gateway: row.try_get(2)?,
        gateway_reference: row.try_get(3)?,
        kind: PaymentType::find(row.try_get(4)?).ok_or_else(|| unreadable("type"))?,
        is_sent: row.try_get(5)?,
        age: row.try_get(6)?,
    })
}
