//! Alarms: raised, listed, resolved.

use sqlx::postgres::PgPool;

use super::super::{Alarm, AlarmQuery, RecordedAlarm, StoreError};
use super::{ALARMS, PostgresStore, alarm};

pub(super) async fn raise(store: &PostgresStore, alarm: &Alarm) -> Result<bool, StoreError> {
    let done = sqlx::query(
        r#"INSERT INTO "Alarm" ("id", "kind", "paymentId", "attemptId", "gateway", "gatewayReference", "details")
        VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb) ON CONFLICT DO NOTHING"#,
    )
    .bind(alarm.key())
    .bind(alarm.kind.as_str())
    .bind(&alarm.payment_id)
    .bind(&alarm.attempt_id)
    .bind(&alarm.gateway)
    .bind(&alarm.gateway_reference)
    .bind(&alarm.details)
    .execute(&store.readers)
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn list(pool: &PgPool, query: AlarmQuery<'_>) -> Result<Vec<RecordedAlarm>, StoreError> {
    let rows =
        sqlx::query(ALARMS).bind(query.about).bind(query.is_open).bind(i64::from(query.most)).fetch_all(pool).await?;
    rows.iter().rev().map(alarm).collect()
}

pub(super) async fn resolve(store: &PostgresStore, id: &str, by: &str, reason: &str) -> Result<bool, StoreError> {
    let done = sqlx::query(
        r#"UPDATE "Alarm" SET "resolvedAt" = now(), "resolvedBy" = $2, "reason" = $3
        WHERE "id" = $1 AND "resolvedAt" IS NULL"#,
    )
    .bind(id)
    .bind(by)
    .bind(reason)
    .execute(&store.readers)
    .await?;
    Ok(done.rows_affected() > 0)
}
