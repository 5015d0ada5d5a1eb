//! What is asked of both databases alike: the statements of `statements.rs` that read, and the rows of `rows.rs`.

macro_rules! questions {
    ($database:ty) => {
        type Pool = sqlx::Pool<$database>;

        async fn payment_of_id(pool: &Pool, id: &str) -> Result<Option<Payment>, StoreError> {
            let row = sqlx::query(PAYMENT_BY_ID).bind(id).fetch_optional(pool).await?;
            row.as_ref().map(payment).transpose()
        }

        async fn payment_of_key(pool: &Pool, wallet_id: &str, key: &str) -> Result<Option<Payment>, StoreError> {
            let row = sqlx::query(PAYMENT_BY_KEY).bind(wallet_id).bind(key).fetch_optional(pool).await?;
            row.as_ref().map(payment).transpose()
        }

        async fn payments(pool: &Pool, query: PaymentQuery<'_>) -> Result<Vec<Payment>, StoreError> {
            let rows = sqlx::query(PAYMENTS)
                .bind(query.wallet_id)
                .bind(query.transaction_id)
                .bind(query.status.map(PaymentStatus::as_str))
                .bind(query.since)
                .bind(query.until)
                .bind(i64::from(query.most))
                .bind(query.service_id)
                .fetch_all(pool)
                .await?;
            rows.iter().map(payment).collect()
        }

        async fn attempts(pool: &Pool, payment_id: &str) -> Result<Vec<Attempt>, StoreError> {
            let rows = sqlx::query(ATTEMPTS).bind(payment_id).fetch_all(pool).await?;
            rows.iter().map(attempt).collect()
        }

        async fn steps_of(pool: &Pool, attempt_id: &str) -> Result<Vec<RecordedStep>, StoreError> {
            let rows = sqlx::query(STEPS).bind(attempt_id).fetch_all(pool).await?;
            rows.iter().map(step).collect()
        }

        async fn is_event_kept(pool: &Pool, provider: Provider, event_id: &str) -> Result<bool, StoreError> {
            let found = sqlx::query(KEPT_EVENT).bind(provider.as_str()).bind(event_id).fetch_optional(pool).await?;
            Ok(found.is_some())
        }

        async fn attempt_of(
            pool: &Pool,
            gateway: &str,
            reference: &str,
        ) -> Result<Option<ReferencedAttempt>, StoreError> {
            let row = sqlx::query(ATTEMPT_OF).bind(gateway).bind(reference).fetch_optional(pool).await?;
            row.as_ref().map(referenced).transpose()
        }

        async fn ended_counts(pool: &Pool) -> Result<Vec<EndedCount>, StoreError> {
            let rows = sqlx::query(ENDED).fetch_all(pool).await?;
            rows.iter().map(ended).collect()
        }

        /// Where an order stands.
        async fn order_of<'e>(
            executor: impl sqlx::Executor<'e, Database = $database>,
            provider: Provider,
            order_id: &str,
        ) -> Result<Option<OrderState>, StoreError> {
            let row = sqlx::query(ORDER).bind(provider.as_str()).bind(order_id).fetch_optional(executor).await?;
            row.as_ref().map_or(Ok(None), order)
        }

        async fn transitions(
            pool: &Pool,
            provider: Provider,
            order_id: &str,
        ) -> Result<Vec<OrderTransition>, StoreError> {
            let rows = sqlx::query(TRANSITIONS).bind(provider.as_str()).bind(order_id).fetch_all(pool).await?;
            rows.iter().map(transition).collect()
        }

        async fn alarms(pool: &Pool, query: AlarmQuery<'_>) -> Result<Vec<RecordedAlarm>, StoreError> {
            let most = i64::from(query.most);
            let rows = sqlx::query(ALARMS).bind(query.about).bind(query.is_open).bind(most).fetch_all(pool).await?;
            rows.iter().rev().map(alarm).collect()
        }
    };
}
pub(super) use questions;
