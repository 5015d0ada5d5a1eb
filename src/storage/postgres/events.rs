//! Events and the orders they are about.

use sqlx::postgres::PgPool;
use sqlx::{Connection as _, PgConnection};

use super::super::{Kept, MoneyText, NewEvent, OrderNews, OrderState, OrderTransition, StoreError};
use super::{ORDER, ORDER_TO_CHANGE, TRANSITIONS, order, transition};
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
    let (next, amounts) = match &event.order {
        Some(news) if is_new => {
            let (next, amounts) = apply(&mut transaction, event, news).await?;
            (Some(next), amounts)
        }
        Some(news) => {
            let state = state(&mut *transaction, event.provider, &news.order_id).await?;
            state.map_or((None, Vec::new()), |state| {
                (Some(event.provider.next_status(Some(&state.raw_status), &state.raw_status)), state.amounts)
            })
        }
        None => (None, Vec::new()),
    };
    transaction.commit().await?;
    Ok(Kept { is_new, next, amounts })
}

async fn apply(
    connection: &mut PgConnection,
    event: &NewEvent,
    news: &OrderNews,
) -> Result<(Next, Vec<MoneyText>), StoreError> {
    let provider = event.provider.as_str();
    sqlx::query(r#"INSERT INTO "ProviderOrder" ("provider", "orderId") VALUES ($1, $2) ON CONFLICT DO NOTHING"#)
        .bind(provider)
        .bind(&news.order_id)
        .execute(&mut *connection)
        .await?;
    // whoever else has news of the order waits here
    let current: (Option<String>, Option<String>) =
        sqlx::query_as(ORDER_TO_CHANGE).bind(provider).bind(&news.order_id).fetch_one(&mut *connection).await?;
    let (current, amounts) = current;
    let next = event.provider.next_status(current.as_deref(), &news.raw_status);
    // a further event of the same status tells its own amounts
    let is_told = next.step == Step::Applied || (next.step == Step::Repeated && !news.amounts.is_empty());
    if is_told {
        sqlx::query(
            r#"UPDATE "ProviderOrder" SET "rawStatus" = $3, "amounts" = $4::jsonb, "updatedAt" = now()
            WHERE "provider" = $1 AND "orderId" = $2"#,
        )
        .bind(provider)
        .bind(&news.order_id)
        .bind(&next.raw)
        .bind(MoneyText::to_text(&news.amounts))
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
    // where the order stands as it did, so do the amounts that go with it
    let amounts = if is_told { news.amounts.clone() } else { MoneyText::from_text(amounts.as_deref()) };
    Ok((next, amounts))
}

/// Where an order stands.
pub(super) async fn state<'e>(
    executor: impl sqlx::PgExecutor<'e>,
    provider: Provider,
    order_id: &str,
) -> Result<Option<OrderState>, StoreError> {
    let row = sqlx::query(ORDER).bind(provider.as_str()).bind(order_id).fetch_optional(executor).await?;
    row.as_ref().map_or(Ok(None), order)
}

pub(super) async fn transitions(
    pool: &PgPool,
    provider: Provider,
    order_id: &str,
) -> Result<Vec<OrderTransition>, StoreError> {
    let rows = sqlx::query(TRANSITIONS).bind(provider.as_str()).bind(order_id).fetch_all(pool).await?;
    rows.iter().map(transition).collect()
}
