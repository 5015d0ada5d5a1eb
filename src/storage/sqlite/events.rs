//! Events and the orders they are about.

use sqlx::sqlite::SqlitePool;
use sqlx::{Row, SqliteConnection};

use super::super::{Kept, MoneyText, NewEvent, OrderNews, OrderState, OrderTransition, StoreError};
use crate::order::{Next, Step};
use crate::provider::Provider;

/// Keeps an event and moves its order on.
pub(super) async fn keep(connection: &mut SqliteConnection, event: &NewEvent, now: i64) -> Result<Kept, StoreError> {
    let done = sqlx::query(
        r#"INSERT INTO "WebhookEvent" ("provider", "eventId", "name", "data", "receivedAt")
        VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"#,
    )
    .bind(event.provider.as_str())
    .bind(&event.event_id)
    .bind(&event.name)
    .bind(&event.data)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    let is_new = done.rows_affected() > 0;
    let (next, amounts) = match &event.order {
        Some(news) if is_new => {
            let (next, amounts) = apply(connection, event, news, now).await?;
            (Some(next), amounts)
        }
        Some(news) => {
            let state = state(&mut *connection, event.provider, &news.order_id).await?;
            state.map_or((None, Vec::new()), |state| {
                (Some(event.provider.next_status(Some(&state.raw_status), &state.raw_status)), state.amounts)
            })
        }
        None => (None, Vec::new()),
    };
    Ok(Kept { is_new, next, amounts })
}

async fn apply(
    connection: &mut SqliteConnection,
    event: &NewEvent,
    news: &OrderNews,
    now: i64,
) -> Result<(Next, Vec<MoneyText>), StoreError> {
    let provider = event.provider.as_str();
    sqlx::query(
        r#"INSERT INTO "ProviderOrder" ("provider", "orderId", "createdAt", "updatedAt")
        VALUES (?1, ?2, ?3, ?3) ON CONFLICT DO NOTHING"#,
    )
    .bind(provider)
    .bind(&news.order_id)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    let current: (Option<String>, Option<String>) = sqlx::query_as(
        r#"SELECT "rawStatus", "amounts" FROM "ProviderOrder" WHERE "provider" = ?1 AND "orderId" = ?2"#,
    )
    .bind(provider)
    .bind(&news.order_id)
    .fetch_one(&mut *connection)
    .await?;
    let (current, amounts) = current;
    let next = event.provider.next_status(current.as_deref(), &news.raw_status);
    // a further event of the same status tells its own amounts
    let is_told = next.step == Step::Applied || (next.step == Step::Repeated && !news.amounts.is_empty());
    if is_told {
        sqlx::query(
            r#"UPDATE "ProviderOrder" SET "rawStatus" = ?3, "updatedAt" = ?4, "amounts" = ?5
            WHERE "provider" = ?1 AND "orderId" = ?2"#,
        )
        .bind(provider)
        .bind(&news.order_id)
        .bind(&next.raw)
        .bind(now)
        .bind(MoneyText::to_text(&news.amounts))
        .execute(&mut *connection)
        .await?;
    }
    sqlx::query(
        r#"INSERT INTO "OrderTransition" ("provider", "eventId", "orderId", "step", "fromStatus", "toStatus",
            "createdAt")
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"#,
    )
    .bind(provider)
    .bind(&event.event_id)
    .bind(&news.order_id)
    .bind(next.step.as_str())
    .bind(&current)
    .bind(&news.raw_status)
    .bind(now)
    .execute(connection)
    .await?;
    // where the order stands as it did, so do the amounts that go with it
    let amounts = if is_told { news.amounts.clone() } else { MoneyText::from_text(amounts.as_deref()) };
    Ok((next, amounts))
}

/// Where an order stands.
pub(super) async fn state<'e>(
    executor: impl sqlx::SqliteExecutor<'e>,
    provider: Provider,
    order_id: &str,
) -> Result<Option<OrderState>, StoreError> {
    let row =
        sqlx::query(r#"SELECT "rawStatus", "amounts" FROM "ProviderOrder" WHERE "provider" = ?1 AND "orderId" = ?2"#)
            .bind(provider.as_str())
            .bind(order_id)
            .fetch_optional(executor)
            .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let (raw_status, amounts): (Option<String>, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
    Ok(raw_status.map(|raw_status| OrderState { raw_status, amounts: MoneyText::from_text(amounts.as_deref()) }))
}

pub(super) async fn transitions(
    pool: &SqlitePool,
    provider: Provider,
    order_id: &str,
) -> Result<Vec<OrderTransition>, StoreError> {
    let rows = sqlx::query(
        r#"SELECT "eventId", "step", "fromStatus", "toStatus" FROM "OrderTransition"
        WHERE "provider" = ?1 AND "orderId" = ?2 ORDER BY rowid"#,
    )
    .bind(provider.as_str())
    .bind(order_id)
    .fetch_all(pool)
    .await?;
    let read = |row: &sqlx::sqlite::SqliteRow| {
        Ok(OrderTransition {
            event_id: row.try_get(0)?,
            step: row.try_get(1)?,
            from: row.try_get(2)?,
            to: row.try_get(3)?,
        })
    };
    rows.iter().map(read).collect()
}
