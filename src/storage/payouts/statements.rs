//! The statements about payouts, once for both databases: what differs is how a transaction begins, whose clock it is, and how rows
//! that somebody else holds are passed over.

macro_rules! payouts {
    ($store:ty, $database:ty, $row:ty, $locked:literal) => {
        const ITEM: &str = r#"i."number", i."reference", i."amount", i."currency", i."state", i."attempt", i."step",
            i."given", i."orderId", i."hasMoved", i."tries", i."turns", i."begunAt", i."dueAt", i."reason", i."version""#;

        fn number(value: i64) -> u32 {
            u32::try_from(value).unwrap_or(0)
        }

        fn item(row: &$row, payout: &str) -> Result<RecordedItem, StoreError> {
            let place = u64::try_from(row.try_get::<i64, _>("number")?).map_err(|_| unreadable("number"))?;
            let given: String = row.try_get("given")?;
            let Ok(Json::Object(given)) = given.parse::<Json>() else { return Err(unreadable("given")) };
            Ok(RecordedItem {
                reference: row.try_get("reference")?,
                amount: row.try_get("amount")?,
                currency: row.try_get("currency")?,
                version: row.try_get("version")?,
                item: Item {
                    state: ItemState::from_word(row.try_get("state")?).ok_or_else(|| unreadable("state"))?,
                    attempt: number(row.try_get("attempt")?),
                    at: usize::try_from(row.try_get::<i64, _>("step")?).map_err(|_| unreadable("step"))?,
                    given,
                    order: row.try_get("orderId")?,
                    has_moved: row.try_get::<i64, _>("hasMoved")? != 0,
                    tries: number(row.try_get("tries")?),
                    turns: number(row.try_get("turns")?),
                    begun_at: row.try_get("begunAt")?,
                    due: row.try_get("dueAt")?,
                    reason: row.try_get("reason")?,
                    ..Item::planned(place, payout)
                },
            })
        }

        fn step(at: usize) -> i64 {
            i64::try_from(at).unwrap_or(i64::MAX)
        }

        fn place(number: u64) -> i64 {
            i64::try_from(number).unwrap_or(i64::MAX)
        }

        fn recorded(row: &$row) -> Result<RecordedPayout, StoreError> {
            Ok(RecordedPayout {
                payout: NewPayout {
                    id: row.try_get("id")?,
                    provider: row.try_get::<String, _>("provider")?.parse().map_err(|_| unreadable("provider"))?,
                    state: PayoutState::from_word(row.try_get("state")?).ok_or_else(|| unreadable("state"))?,
                    input_hash: row.try_get("inputHash")?,
                    plan: row.try_get("plan")?,
                    approvals: number(row.try_get("approvals")?),
                    started_by: row.try_get("startedBy")?,
                },
                names: Vec::new(),
                created_at: row.try_get("createdAt")?,
            })
        }

        impl $store {
            async fn insert(
                connection: &mut <$database as sqlx::Database>::Connection,
                payout: &str,
                items: &[RecordedItem],
            ) -> Result<(), StoreError> {
                for some in items.chunks(200) {
                    let mut query = sqlx::QueryBuilder::<$database>::new(
                        r#"INSERT INTO "PayoutItem" ("payoutId", "number", "reference", "amount", "currency", "state",
                        "attempt", "step", "given", "hasMoved", "tries", "turns", "dueAt", "reason", "version",
                        "leaseUntil") "#,
                    );
                    query.push_values(some, |mut row, recorded| {
                        let item = &recorded.item;
                        row.push_bind(payout.to_owned())
                            .push_bind(place(item.number))
                            .push_bind(recorded.reference.clone())
                            .push_bind(recorded.amount.clone())
                            .push_bind(recorded.currency.clone())
                            .push_bind(item.state.as_str())
                            .push_bind(0_i64)
                            .push_bind(0_i64)
                            .push_bind("{}")
                            .push_bind(0_i64)
                            .push_bind(0_i64)
                            .push_bind(0_i64)
                            .push_bind(item.due)
                            .push_bind(item.reason.clone())
                            .push_bind(0_i64)
                            .push_bind(0_i64);
                    });
                    query.build().execute(&mut *connection).await?;
                }
                Ok(())
            }

            /// Payments that another payout of this provider has under the same reference and amount, and how they stand there.
            async fn earlier(
                connection: &mut <$database as sqlx::Database>::Connection,
                payout: &str,
                provider: Provider,
            ) -> Result<Vec<(i64, String)>, StoreError> {
                let rows = sqlx::query(
                    r#"SELECT DISTINCT i."number", e."state" FROM "PayoutItem" i
                    JOIN "PayoutItem" e ON e."reference" = i."reference" AND e."payoutId" <> i."payoutId"
                        AND e."amount" = i."amount" AND e."currency" = i."currency"
                    JOIN "Payout" p ON p."id" = e."payoutId" AND p."provider" = $2
                    WHERE i."payoutId" = $1 AND i."state" IN ('planned', 'held')
                        AND e."state" NOT IN ('failed', 'cancelled', 'held', 'returned')
                        AND NOT (p."state" = 'cancelled' AND e."state" = 'planned')"#,
                )
                .bind(payout)
                .bind(provider.as_str())
                .fetch_all(connection)
                .await?;
                rows.iter().map(|row| Ok((row.try_get("number")?, row.try_get("state")?))).collect()
            }

            #[expect(clippy::too_many_arguments, reason = "the columns of a row")]
            async fn note(
                connection: &mut <$database as sqlx::Database>::Connection,
                payout: &str,
                place: i64,
                version: i64,
                event: (&str, Option<&str>),
                states: (&str, &str),
                at_step: (i64, i64),
                now: i64,
            ) -> Result<(), StoreError> {
                sqlx::query(
                    r#"INSERT INTO "PayoutEvent" ("payoutId", "number", "version", "event", "detail", "before", "after",
                    "attempt", "step", "at") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"#,
                )
                .bind(payout)
                .bind(place)
                .bind(version)
                .bind(event.0)
                .bind(event.1)
                .bind(states.0)
                .bind(states.1)
                .bind(at_step.0)
                .bind(at_step.1)
                .bind(now)
                .execute(connection)
                .await?;
                Ok(())
            }
        }

        #[async_trait]
        impl PayoutStore for $store {
            async fn now(&self) -> Result<i64, StoreError> {
                self.time(&mut *self.pool.acquire().await?).await
            }

            async fn create(
                &self,
                new: &NewPayout,
                items: &[RecordedItem],
                earlier: Earlier,
                file_again: bool,
            ) -> Result<Created, StoreError> {
                let mut work = self.begin().await?;
                let now = self.time(&mut work).await?;
                let known = r#"SELECT "id" FROM "Payout" WHERE "inputHash" = $1 AND "state" <> 'cancelled'"#;
                let same: Option<String> =
                    sqlx::query_scalar(known).bind(&new.input_hash).fetch_optional(&mut *work).await?;
                let made = sqlx::query(
                    r#"INSERT INTO "Payout" ("id", "provider", "state", "inputHash", "plan", "approvals", "startedBy",
                    "createdAt") VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"#,
                )
                .bind(&new.id)
                .bind(new.provider.as_str())
                .bind(new.state.as_str())
                .bind(&new.input_hash)
                .bind(&new.plan)
                .bind(i64::from(new.approvals))
                .bind(&new.started_by)
                .bind(now)
                .execute(&mut *work)
                .await?;
                if made.rows_affected() == 0 {
                    return Ok(Created::RunBefore);
                }
                if let Some(same) = same.filter(|same| !file_again && *same != new.id) {
                    return Ok(Created::FileRunBefore(same));
                }
                Self::insert(&mut work, &new.id, items).await?;
                let before = Self::earlier(&mut work, &new.id, new.provider).await?;
                if earlier == Earlier::Refuse && !before.is_empty() {
                    return Ok(Created::PaidBefore(u64::try_from(before.len()).unwrap_or(u64::MAX)));
                }
                if earlier == Earlier::Skip {
                    for (number, state) in before {
                        let is_paid = matches!(state.as_str(), "paid" | "already_paid");
                        let (after, reason) =
                            if is_paid { ("already_paid", None) } else { ("held", Some("IN_ANOTHER_PAYOUT")) };
                        let changed = sqlx::query(
                            r#"UPDATE "PayoutItem" SET "state" = $3, "reason" = $4, "dueAt" = NULL, "version" = 1
                            WHERE "payoutId" = $1 AND "number" = $2 AND "version" = 0"#,
                        )
                        .bind(&new.id)
                        .bind(number)
                        .bind(after)
                        .bind(reason)
                        .execute(&mut *work)
                        .await?;
                        if changed.rows_affected() > 0 {
                            let event = ("paid_before", Some(state.as_str()));
                            Self::note(&mut work, &new.id, number, 1, event, ("planned", after), (0, 0), now).await?;
                        }
                    }
                }
                let event = ("started", Some(new.started_by.as_str()));
                Self::note(&mut work, &new.id, 0, 1, event, ("", new.state.as_str()), (0, 0), now).await?;
                work.commit().await?;
                Ok(Created::Created)
            }

            async fn payout(&self, id: &str) -> Result<Option<RecordedPayout>, StoreError> {
                let row = sqlx::query(r#"SELECT p.* FROM "Payout" p WHERE p."id" = $1"#)
                    .bind(id)
                    .fetch_optional(&self.pool)
                    .await?;
                let Some(row) = row else { return Ok(None) };
                let names = sqlx::query_scalar(
                    r#"SELECT "detail" FROM "PayoutEvent" WHERE "payoutId" = $1 AND "number" = 0
                    AND "event" = 'approved' ORDER BY "version""#,
                )
                .bind(id)
                .fetch_all(&self.pool)
                .await?;
                Ok(Some(RecordedPayout { names, ..recorded(&row)? }))
            }

            async fn payouts(&self) -> Result<Vec<RecordedPayout>, StoreError> {
                let rows = sqlx::query(r#"SELECT p.* FROM "Payout" p ORDER BY p."createdAt" DESC, p."id" DESC"#)
                    .fetch_all(&self.pool)
                    .await?;
                rows.iter().map(recorded).collect()
            }

            async fn change_payout(
                &self,
                id: &str,
                from: PayoutState,
                to: PayoutState,
                event: &str,
                by: Option<&str>,
            ) -> Result<bool, StoreError> {
                let mut work = self.begin().await?;
                let now = self.time(&mut work).await?;
                let ended = matches!(to, PayoutState::Done | PayoutState::Cancelled).then_some(now);
                let changed = sqlx::query(
                    r#"UPDATE "Payout" SET "state" = $3, "endedAt" = $4 WHERE "id" = $1 AND "state" = $2"#,
                )
                .bind(id)
                .bind(from.as_str())
                .bind(to.as_str())
                .bind(ended)
                .execute(&mut *work)
                .await?;
                if changed.rows_affected() == 0 {
                    return Ok(false);
                }
                let last = r#"SELECT coalesce(max("version"), 0) FROM "PayoutEvent" WHERE "payoutId" = $1 AND "number" = 0"#;
                let last: i64 = sqlx::query_scalar(last).bind(id).fetch_one(&mut *work).await?;
                let (event, states) = ((event, by), (from.as_str(), to.as_str()));
                Self::note(&mut work, id, 0, last.saturating_add(1), event, states, (0, 0), now).await?;
                work.commit().await?;
                Ok(true)
            }

            async fn claim(&self, id: &str, lease: i64, most: u32) -> Result<Vec<RecordedItem>, StoreError> {
                let mut work = self.begin().await?;
                let now = self.time(&mut work).await?;
                // what was begun goes first: a request can be repeated only for as long as the provider knows its key
                let due = [
                    concat!(due!(r#"i."attempt" > 0"#), $locked),
                    concat!(due!(r#"i."attempt" = 0"#), $locked),
                ];
                let mut numbers: Vec<i64> = Vec::new();
                for due in due {
                    let left = i64::from(most).saturating_sub(i64::try_from(numbers.len()).unwrap_or(i64::MAX));
                    if left > 0 {
                        let more: Vec<i64> =
                            sqlx::query_scalar(due).bind(id).bind(now).bind(left).fetch_all(&mut *work).await?;
                        numbers.extend(more);
                    }
                }
                let mut items = Vec::new();
                for number in numbers {
                    let taken = sqlx::query(sqlx::AssertSqlSafe(
                        [
                            r#"UPDATE "PayoutItem" AS i SET "leaseUntil" = $3 WHERE "payoutId" = $1 AND "number" = $2
                            RETURNING "#,
                            &ITEM.replace("i.", ""),
                        ]
                        .concat(),
                    ))
                    .bind(id)
                    .bind(number)
                    .bind(now.saturating_add(lease))
                    .fetch_one(&mut *work)
                    .await?;
                    items.push(item(&taken, id)?);
                }
                work.commit().await?;
                Ok(items)
            }

            async fn save(&self, id: &str, change: &Change<'_>) -> Result<bool, StoreError> {
                let mut work = self.begin().await?;
                let now = self.time(&mut work).await?;
                let item = change.item;
                let version = change.version.saturating_add(1);
                let lease = if change.lease > 0 { now.saturating_add(change.lease) } else { 0 };
                let changed = sqlx::query(
                    r#"UPDATE "PayoutItem" SET "state" = $4, "attempt" = $5, "step" = $6, "given" = $7, "orderId" = $8,
                    "hasMoved" = $9, "tries" = $10, "turns" = $11, "begunAt" = $12, "dueAt" = $13, "reason" = $14,
                    "version" = $15, "leaseUntil" = $16
                    WHERE "payoutId" = $1 AND "number" = $2 AND "version" = $3"#,
                )
                .bind(id)
                .bind(place(item.number))
                .bind(change.version)
                .bind(item.state.as_str())
                .bind(i64::from(item.attempt))
                .bind(step(item.at))
                .bind(Json::Object(item.given.clone()).to_string())
                .bind(&item.order)
                .bind(i64::from(item.has_moved))
                .bind(i64::from(item.tries))
                .bind(i64::from(item.turns))
                .bind(item.begun_at)
                .bind(item.due)
                .bind(&item.reason)
                .bind(version)
                .bind(lease)
                .execute(&mut *work)
                .await?;
                if changed.rows_affected() == 0 {
                    return Ok(false);
                }
                let event = (change.event.as_str(), change.event.detail());
                let states = (change.before.as_str(), item.state.as_str());
                let at_step = (i64::from(item.attempt), step(item.at));
                Self::note(&mut work, id, place(item.number), version, event, states, at_step, now).await?;
                work.commit().await?;
                Ok(true)
            }

            async fn item(&self, id: &str, number: u64) -> Result<Option<RecordedItem>, StoreError> {
                let one = [
                    "SELECT ",
                    ITEM,
                    r#" FROM "PayoutItem" i WHERE i."payoutId" = $1 AND i."number" = $2"#,
                ]
                .concat();
                let row = sqlx::query(sqlx::AssertSqlSafe(one)).bind(id).bind(place(number));
                row.fetch_optional(&self.pool).await?.map(|row| item(&row, id)).transpose()
            }

            async fn items(&self, id: &str, after: u64, most: u32) -> Result<Vec<RecordedItem>, StoreError> {
                let some = [
                    "SELECT ",
                    ITEM,
                    r#" FROM "PayoutItem" i WHERE i."payoutId" = $1 AND i."number" > $2 ORDER BY i."number" LIMIT $3"#,
                ]
                .concat();
                let rows = sqlx::query(sqlx::AssertSqlSafe(some)).bind(id).bind(place(after)).bind(i64::from(most));
                rows.fetch_all(&self.pool).await?.iter().map(|row| item(row, id)).collect()
            }

            async fn history(&self, id: &str, number: u64) -> Result<Vec<RecordedEvent>, StoreError> {
                let rows = sqlx::query(
                    r#"SELECT e."event", e."detail", e."before", e."after", e."at" FROM "PayoutEvent" e
                    WHERE e."payoutId" = $1 AND e."number" = $2 ORDER BY e."version""#,
                )
                .bind(id)
                .bind(place(number))
                .fetch_all(&self.pool)
                .await?;
                let read = |row: &$row| {
                    Ok(RecordedEvent {
                        event: row.try_get("event")?,
                        detail: row.try_get("detail")?,
                        before: row.try_get("before")?,
                        after: row.try_get("after")?,
                        at: row.try_get("at")?,
                    })
                };
                rows.iter().map(read).collect()
            }

            async fn counts(&self, id: &str) -> Result<Counts, StoreError> {
                let rows = sqlx::query(
                    r#"SELECT "state", count(*) AS "count" FROM "PayoutItem" WHERE "payoutId" = $1 GROUP BY "state""#,
                )
                .bind(id)
                .fetch_all(&self.pool)
                .await?;
                let mut counts = Counts::default();
                for row in rows {
                    let state = ItemState::from_word(row.try_get("state")?).ok_or_else(|| unreadable("state"))?;
                    counts.add(state, u64::try_from(row.try_get::<i64, _>("count")?).unwrap_or(0));
                }
                Ok(counts)
            }

            async fn metrics(&self, id: Option<&str>, from: i64, to: i64) -> Result<Metrics, StoreError> {
                self.figures(id, from, to).await
            }

            async fn next_due(&self, id: &str) -> Result<Option<i64>, StoreError> {
                // whoever holds an item that is due may die
                let next = r#"SELECT min(CASE WHEN "leaseUntil" > "dueAt" THEN "leaseUntil" ELSE "dueAt" END)
                    FROM "PayoutItem" WHERE "payoutId" = $1 AND "dueAt" IS NOT NULL"#;
                Ok(sqlx::query_scalar(next).bind(id).fetch_one(&self.pool).await?)
            }

            async fn has_event(&self, provider: Provider, event_id: &str) -> Result<bool, StoreError> {
                let found = r#"SELECT 1 FROM "WebhookEvent" WHERE "provider" = $1 AND "eventId" = $2"#;
                let found = sqlx::query(found).bind(provider.as_str()).bind(event_id);
                Ok(found.fetch_optional(&self.pool).await?.is_some())
            }

            async fn order_status(&self, provider: Provider, order: &str) -> Result<Option<String>, StoreError> {
                let status = r#"SELECT "rawStatus" FROM "ProviderOrder" WHERE "provider" = $1 AND "orderId" = $2"#;
                let status = sqlx::query_scalar(status).bind(provider.as_str()).bind(order);
                Ok(status.fetch_optional(&self.pool).await?.flatten())
            }

            async fn close(&self) {
                self.pool.close().await;
            }
        }
    };
}
pub(super) use payouts;
