//! Alarms: raised, listed, resolved.

use sqlx::sqlite::SqlitePool;

use super::super::{Alarm, AlarmQuery, RecordedAlarm, StoreError};
use super::{ALARMS, SqliteStore, alarm};

pub(super) async fn raise(store: &SqliteStore, alarm: &Alarm) -> Result<bool, StoreError> {
    let mut connection = store.writer.acquire().await?;
    let done = sqlx::query(
        r#"INSERT INTO "Alarm" ("id", "kind", "paymentId", "attemptId", "gateway", "gatewayReference", "details",
            "createdAt")
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING"#,
    )
    .bind(alarm.key())
    .bind(alarm.kind.as_str())
    .bind(&alarm.payment_id)
    .bind(&alarm.attempt_id)
    .bind(&alarm.gateway)
    .bind(&alarm.gateway_reference)
    .bind(&alarm.details)
    .bind((store.now)())
    .execute(&mut *connection)
    .await?;
    store.place.check()?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn list(pool: &SqlitePool, query: AlarmQuery<'_>) -> Result<Vec<RecordedAlarm>, StoreError> {
    let rows =
        sqlx::query(ALARMS).bind(query.about).bind(query.is_open).bind(i64::from(query.most)).fetch_all(pool).await?;
    rows.iter().rev().map(alarm).collect()
}

pub(super) async fn resolve(store: &SqliteStore, id: &str, by: &str, reason: &str) -> Result<bool, StoreError> {
    let mut connection = store.writer.acquire().await?;
    let done = sqlx::query(
        r#"UPDATE "Alarm" SET "resolvedAt" = ?2, "resolvedBy" = ?3, "reason" = ?4
        WHERE "id" = ?1 AND "resolvedAt" IS NULL"#,
    )
    .bind(id)
    .bind((store.now)())
    .bind(by)
    .bind(reason)
    .execute(&mut *connection)
    .await?;
    store.place.check()?;
    Ok(done.rows_affected() > 0)
}
