//! What is changed in both databases alike: events and the orders that they are about, and alarms. `at` binds the time to a
//! statement where the database does not tell it itself.

macro_rules! changes {
    ($database:ty, $at:path, $order_to_change:ident) => {
        type Connection = <$database as sqlx::Database>::Connection;

        /// Keeps an event and moves its order on.
        async fn keep_event(connection: &mut Connection, event: &NewEvent, now: i64) -> Result<Kept, StoreError> {
            let keep = sqlx::query(KEEP_EVENT)
                .bind(event.provider.as_str())
                .bind(&event.event_id)
                .bind(&event.name)
                .bind(&event.data);
            let is_new = $at(keep, now).execute(&mut *connection).await?.rows_affected() > 0;
            let (next, amounts) = match &event.order {
                Some(news) if is_new => {
                    let (next, amounts) = move_order(connection, event, news, now).await?;
                    (Some(next), amounts)
                }
                Some(news) => {
                    let state = order_of(&mut *connection, event.provider, &news.order_id).await?;
                    state.map_or((None, Vec::new()), |state| {
                        (Some(event.provider.next_status(Some(&state.raw_status), &state.raw_status)), state.amounts)
                    })
                }
                None => (None, Vec::new()),
            };
            Ok(Kept { is_new, next, amounts })
        }

        async fn move_order(
            connection: &mut Connection,
            event: &NewEvent,
            news: &OrderNews,
            now: i64,
        ) -> Result<(Next, Vec<MoneyText>), StoreError> {
            let provider = event.provider.as_str();
            let open = sqlx::query(OPEN_ORDER).bind(provider).bind(&news.order_id);
            $at(open, now).execute(&mut *connection).await?;
            let current: (Option<String>, Option<String>) = sqlx::query_as($order_to_change)
                .bind(provider)
                .bind(&news.order_id)
                .fetch_one(&mut *connection)
                .await?;
            let (current, amounts) = current;
            let next = event.provider.next_status(current.as_deref(), &news.raw_status);
            // a further event of the same status tells its own amounts
            let is_told = next.step == Step::Applied || (next.step == Step::Repeated && !news.amounts.is_empty());
            if is_told {
                let moved = sqlx::query(MOVE_ORDER)
                    .bind(provider)
                    .bind(&news.order_id)
                    .bind(&next.raw)
                    .bind(MoneyText::to_text(&news.amounts));
                $at(moved, now).execute(&mut *connection).await?;
            }
            let transition = sqlx::query(KEEP_TRANSITION)
                .bind(provider)
                .bind(&event.event_id)
                .bind(&news.order_id)
                .bind(next.step.as_str())
                .bind(&current)
                .bind(&news.raw_status);
            $at(transition, now).execute(connection).await?;
            // where the order stands as it did, so do the amounts that go with it
            let amounts = if is_told { news.amounts.clone() } else { MoneyText::from_text(amounts.as_deref()) };
            Ok((next, amounts))
        }

        /// Whether it was not known yet.
        async fn raise(connection: &mut Connection, alarm: &Alarm, now: i64) -> Result<bool, StoreError> {
            let raise = sqlx::query(RAISE_ALARM)
                .bind(alarm.key())
                .bind(alarm.kind.as_str())
                .bind(&alarm.payment_id)
                .bind(&alarm.attempt_id)
                .bind(&alarm.gateway)
                .bind(&alarm.gateway_reference)
                .bind(&alarm.details);
            Ok($at(raise, now).execute(connection).await?.rows_affected() > 0)
        }

        /// Whether it was open.
        async fn resolve(
            connection: &mut Connection,
            id: &str,
            by: &str,
            reason: &str,
            now: i64,
        ) -> Result<bool, StoreError> {
            let resolve = sqlx::query(RESOLVE_ALARM).bind(id).bind(by).bind(reason);
            Ok($at(resolve, now).execute(connection).await?.rows_affected() > 0)
        }
    };
}
pub(super) use changes;
