//! The steps of attempts.

use async_trait::async_trait;
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments};

use super::super::{RecordedStep, StepEnd, Steps, StoreError};
use super::{SqliteStore, is_event_kept, steps_of};
use crate::provider::Provider;

/// How many rows one statement changed, once it is on the disk.
async fn write(store: &SqliteStore, statement: Query<'_, Sqlite, SqliteArguments>) -> Result<u64, StoreError> {
    let mut connection = store.writer.acquire().await?;
    store.place.check()?;
    let done = statement.execute(&mut *connection).await?;
    // what was committed to a file that is gone by then is not on the disk
    store.place.check()?;
    Ok(done.rows_affected())
}

#[async_trait]
impl Steps for SqliteStore {
    async fn steps(&self, attempt_id: &str) -> Result<Vec<RecordedStep>, StoreError> {
        steps_of(&self.readers, attempt_id).await
    }

    async fn begin_step(&self, attempt_id: &str, number: i32, name: &str, owner: &str) -> Result<bool, StoreError> {
        let begin = sqlx::query(
            r#"INSERT INTO "AttemptStep" ("attemptId", "number", "name", "owner", "createdAt")
            SELECT "id", ?2, ?3, ?4, ?5 FROM "PaymentAttempt" WHERE "id" = ?1 AND "status" = 'INITIATED'
            ON CONFLICT DO NOTHING"#,
        );
        let begin = begin.bind(attempt_id).bind(number).bind(name).bind(owner).bind((self.now)());
        Ok(write(self, begin).await? > 0)
    }

    async fn end_step(&self, attempt_id: &str, number: i32, end: &StepEnd) -> Result<bool, StoreError> {
        let ended = sqlx::query(
            r#"UPDATE "AttemptStep" SET "status" = ?3, "result" = ?4, "errorCode" = ?5, "endedAt" = ?6
            WHERE "attemptId" = ?1 AND "number" = ?2 AND "status" = 'STARTED'"#,
        )
        .bind(attempt_id)
        .bind(number)
        .bind(end.status.as_str())
        .bind(&end.result)
        .bind(&end.error_code)
        .bind((self.now)());
        Ok(write(self, ended).await? > 0)
    }

    async fn note_reference(&self, attempt_id: &str, reference: &str, response: &str) -> Result<bool, StoreError> {
        let noted = sqlx::query(
            r#"UPDATE OR IGNORE "PaymentAttempt" SET "gatewayReference" = ?2, "rawResponse" = ?3
            WHERE "id" = ?1 AND "status" = 'INITIATED'"#,
        );
        Ok(write(self, noted.bind(attempt_id).bind(reference).bind(response)).await? > 0)
    }

    async fn has_event(&self, provider: Provider, event_id: &str) -> Result<bool, StoreError> {
        is_event_kept(&self.readers, provider, event_id).await
    }
}
