//! The steps of attempts.

use async_trait::async_trait;

use super::super::{RecordedStep, StepEnd, Steps, StoreError};
use super::{PostgresStore, is_event_kept, steps_of};
use crate::provider::Provider;

#[async_trait]
impl Steps for PostgresStore {
    async fn steps(&self, attempt_id: &str) -> Result<Vec<RecordedStep>, StoreError> {
        steps_of(&self.readers, attempt_id).await
    }

    async fn begin_step(&self, attempt_id: &str, number: i32, name: &str, owner: &str) -> Result<bool, StoreError> {
        // the lock keeps the attempt open until the step is there
        let done = sqlx::query(
            r#"INSERT INTO "AttemptStep" ("attemptId", "number", "name", "owner")
            SELECT "id", $2, $3, $4 FROM "PaymentAttempt" WHERE "id" = $1 AND "status" = 'INITIATED' FOR SHARE
            ON CONFLICT DO NOTHING"#,
        )
        .bind(attempt_id)
        .bind(number)
        .bind(name)
        .bind(owner)
        .execute(&self.readers)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn end_step(&self, attempt_id: &str, number: i32, end: &StepEnd) -> Result<bool, StoreError> {
        let done = sqlx::query(
            r#"UPDATE "AttemptStep" SET "status" = $3, "result" = $4::jsonb, "errorCode" = $5, "endedAt" = now()
            WHERE "attemptId" = $1 AND "number" = $2 AND "status" = 'STARTED'"#,
        )
        .bind(attempt_id)
        .bind(number)
        .bind(end.status.as_str())
        .bind(&end.result)
        .bind(&end.error_code)
        .execute(&self.readers)
        .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn note_reference(&self, attempt_id: &str, reference: &str, response: &str) -> Result<bool, StoreError> {
        let done = sqlx::query(
            r#"UPDATE "PaymentAttempt" SET "gatewayReference" = $2, "rawResponse" = $3::jsonb
            WHERE "id" = $1 AND "status" = 'INITIATED'"#,
        )
        .bind(attempt_id)
        .bind(reference)
        .bind(response)
        .execute(&self.readers)
        .await;
        match done {
            Ok(done) => Ok(done.rows_affected() > 0),
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn has_event(&self, provider: Provider, event_id: &str) -> Result<bool, StoreError> {
        is_event_kept(&self.readers, provider, event_id).await
    }
}
