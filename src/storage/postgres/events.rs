//! Events and the orders they are about.

use sqlx::postgres::PgPool;
use sqlx::{Connection as _, PgConnection, Row};

use super::super::{Kept, NewEvent, OrderNews, OrderTransition, StoreError};
use crate::order::{Next, Step};
use crate::provider::Provider;

/// Keeps an event and moves its order on, both or neither.
pub(super) async fn keep(connection: &mut PgConnection, event: &NewEvent) -> Result<Kept, StoreError> {
    let mut transaction = connection.begin().await?;
    let done = sqlx::query(
        r#"INSERT INTO "WebhookEvent" ("provider", "eventId", "name", "data")
        VALUES ($1, $2, $3, $4::jsonb) ON CONFLICT DO NOTHING"#,
    )
    .bind(event.provider.as_str())
    .bind(&event.event_id)
    .bind(&event.name)
    .bind(&event.data)
    .execute(&mut *transaction)
    .await?;
    let is_new = done.rows_affected() > 0;
    let next = match &event.order {
        Some(news) if is_new => Some(apply(&mut transaction, event, news).await?),
        Some(news) => {
            let raw = status(&mut *transaction, event.provider, &news.order_id).await?;
            raw.map(|raw| event.provider.next_status(Some(&raw), &raw))
        }
        None => None,
    };
    transaction.commit().await?;
    Ok(Kept { is_new, next })
}

async fn apply(connection: &mut PgConnection, event: &NewEvent, news: &OrderNews) -> Result<Next, StoreError> {
    let provider = event.provider.as_str();
    sqlx::query(r#"INSERT INTO "ProviderOrder" ("provider", "orderId") VALUES ($1, $2) ON CONFLICT DO NOTHING"#)
        .bind(provider)
        .bind(&news.order_id)
        .execute(&mut *connection)
        .await?;
    // whoever else has news of the order waits here
    let current: Option<String> = sqlx::query_scalar(
        r#"SELECT "rawStatus" FROM "ProviderOrder" WHERE "provider" = $1 AND "orderId" = $2 FOR UPDATE"#,
    )
    .bind(provider)
    .bind(&news.order_id)
    .fetch_one(&mut *connection)
    .await?;
    let next = event.provider.next_status(current.as_deref(), &news.raw_status);
    if next.step == Step::Applied {
        sqlx::query(
            r#"UPDATE "ProviderOrder" SET "rawStatus" = $3, "updatedAt" = now()
            WHERE "provider" = $1 AND "orderId" = $2"#,
        )
        .bind(provider)
        .bind(&news.order_id)
        .bind(&next.raw)
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query(
        r#"INSERT INTO "OrderTransition" ("provider", "eventId", "orderId", "step", "fromStatus", "toStatus")
        VALUES ($1, $2, $3, $4, $5, $6)"#,
    )
    .bind(provider)
    .bind(&event.event_id)
    .bind(&news.order_id)
    .bind(next.step.as_str())
    .bind(&current)
    .bind(&news.raw_status)
    .execute(connection)
    .await?;
    Ok(next)
}

/// Where an order stands, in the provider's words.
pub(super) async fn status<'e>(
    executor: impl sqlx::PgExecutor<'e>,
    provider: Provider,
    order_id: &str,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query(r#"SELECT "rawStatus" FROM "ProviderOrder" WHERE "provider" = $1 AND "orderId" = $2"#)
        .bind(provider.as_str())
        .bind(order_id)
        .fetch_optional(executor)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?.flatten())
}

pub(super) async fn transitions(
    pool: &PgPool,
    provider: Provider,
    order_id: &str,
) -> Result<Vec<OrderTransition>, StoreError> {
    let rows = sqlx::query(
        r#"SELECT "eventId", "step", "fromStatus", "toStatus" FROM "OrderTransition"
        WHERE "provider" = $1 AND "orderId" = $2 ORDER BY "position""#,
    )
    .bind(provider.as_str())
    .bind(order_id)
    .fetch_all(pool)
    .await?;
    let read = |row: &sqlx::postgres::PgRow| {
        Ok(OrderTransition {
            event_id: row.try_get(0)?,
            step: row.try_get(1)?,
            from: row.try_get(2)?,
            to: row.try_get(3)?,
        })
    };
    rows.iter().map(read).collect()
}
