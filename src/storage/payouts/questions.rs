//! Questions about many items at once, for both databases: which are due, and the figures of a range of time.

/// Items of a running payout that are due and nobody's, the oldest first.
macro_rules! due {
    ($which:literal) => {
        concat!(
            r#"SELECT i."number" FROM "PayoutItem" i JOIN "Payout" p ON p."id" = i."payoutId"
            WHERE i."payoutId" = $1 AND p."state" = 'running' AND i."dueAt" <= $2 AND i."leaseUntil" <= $2 AND "#,
            $which,
            r#" ORDER BY i."dueAt", i."number" LIMIT $3"#
        )
    };
}

macro_rules! figures {
    ($store:ty) => {
        impl $store {
            async fn figures(&self, id: Option<&str>, from: i64, to: i64) -> Result<Metrics, StoreError> {
                let mut work = self.pool.begin().await?;
                let rows = sqlx::query(
                    r#"SELECT i."state", i."amount", i."currency", count(*) AS "count"
                    FROM "PayoutItem" i JOIN "Payout" p ON p."id" = i."payoutId"
                    WHERE p."createdAt" BETWEEN $1 AND $2 AND ($3 IS NULL OR p."id" = $3)
                    GROUP BY i."state", i."amount", i."currency""#,
                )
                .bind(from)
                .bind(to)
                .bind(id)
                .fetch_all(&mut *work)
                .await?;
                let mut metrics = Metrics::default();
                for row in rows {
                    let alike = Alike {
                        state: ItemState::from_word(row.try_get("state")?).ok_or_else(|| unreadable("state"))?,
                        amount: row.try_get("amount")?,
                        currency: row.try_get("currency")?,
                        count: u64::try_from(row.try_get::<i64, _>("count")?).unwrap_or(0),
                    };
                    metrics = metrics.with(&alike).ok_or_else(|| unreadable("amount"))?;
                }
                // what a person said of it later has taken no provider any time
                let times = sqlx::query(
                    r#"SELECT count(*) AS "count", CAST(coalesce(sum(t."paidAt" - t."begunAt"), 0) AS BIGINT) AS "millis"
                    FROM (SELECT min(CASE WHEN e."event" = 'taken' THEN e."at" END) AS "begunAt",
                        max(CASE WHEN e."after" = 'paid' AND e."before" <> 'paid' AND e."event" <> 'resolved'
                            THEN e."at" END) AS "paidAt"
                        FROM "PayoutEvent" e JOIN "Payout" p ON p."id" = e."payoutId"
                        WHERE p."createdAt" BETWEEN $1 AND $2 AND ($3 IS NULL OR p."id" = $3) AND e."number" > 0
                        GROUP BY e."payoutId", e."number") t
                    WHERE t."paidAt" >= t."begunAt""#,
                )
                .bind(from)
                .bind(to)
                .bind(id)
                .fetch_one(&mut *work)
                .await?;
                let count = u64::try_from(times.try_get::<i64, _>("count")?).unwrap_or(0);
                Ok(metrics.with_times(count, times.try_get("millis")?))
            }
        }
    };
}

pub(super) use {due, figures};
