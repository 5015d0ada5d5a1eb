//! What services are to be told of payments' ends, in both databases alike: given out, noted, listed, replayed. `now` is the
//! time in milliseconds since 1970, the database's own or the last parameter.

macro_rules! outbox {
    ($database:ty, $at:path, $now:ident, $locked:literal) => {
        /// What was noted in the future was so before the clock was set back, and is due; replicas' clocks may be a moment
        /// apart.
        const DUE: &str = concat!(
            r#"WITH due AS MATERIALIZED (
                SELECT n."paymentId" FROM "Notification" n
                WHERE n."serviceId" = $1 AND n."dueAt" IS NOT NULL
                    AND (n."dueAt" <= "#,
            $now!("$4"),
            r#" OR n."notedAt" > "#,
            $now!("$4"),
            r#" + 10000) ORDER BY n."dueAt" LIMIT $3 "#,
            $locked,
            r#")
            UPDATE "Notification" SET "tries" = "tries" + 1, "notedAt" = "#,
            $now!("$4"),
            r#", "dueAt" = "#,
            $now!("$4"),
            r#" + $2 WHERE "paymentId" IN (SELECT "paymentId" FROM due) RETURNING "paymentId", "tries""#
        );

        const NOTE: &str = concat!(
            r#"UPDATE "Notification" SET "answer" = $2, "notedAt" = "#,
            $now!("$5"),
            r#", "dueAt" = CASE WHEN $3 = 'WAITING' THEN "#,
            $now!("$5"),
            r#" + $4 END, "deliveredAt" = CASE WHEN $3 = 'DELIVERED' THEN "#,
            $now!("$5"),
            r#" END, "deadAt" = CASE WHEN $3 = 'DEAD' THEN "#,
            $now!("$5"),
            r#" END WHERE "paymentId" = $1 AND "dueAt" IS NOT NULL"#
        );

        const NOTIFICATIONS: &str = r#"SELECT * FROM (
                SELECT n."paymentId" AS "paymentId", n."serviceId" AS "serviceId", n."createdAt" AS "createdAt",
                    n."dueAt" AS "dueAt", n."tries" AS "tries", n."answer" AS "answer",
                    coalesce(n."deliveredAt", n."deadAt") AS "endedAt", CAST(p."status" AS TEXT) AS "status",
                    CASE WHEN n."deliveredAt" IS NOT NULL THEN 'DELIVERED' WHEN n."deadAt" IS NOT NULL THEN 'DEAD'
                        ELSE 'WAITING' END AS "state"
                FROM "Notification" n JOIN "Payment" p ON p."id" = n."paymentId"
            ) q
            WHERE (CAST($1 AS TEXT) IS NULL OR q."serviceId" = $1) AND (CAST($2 AS TEXT) IS NULL OR q."paymentId" = $2)
                AND (CAST($3 AS TEXT) IS NULL OR q."state" = $3)
            ORDER BY q."createdAt" DESC, q."paymentId" DESC LIMIT $4"#;

        const REPLAY: &str = concat!(
            r#"INSERT INTO "Notification" ("paymentId", "serviceId", "createdAt", "dueAt", "notedAt")
            SELECT p."id", p."serviceId", "#,
            $now!("$2"),
            ", ",
            $now!("$2"),
            ", ",
            $now!("$2"),
            r#" FROM "Payment" p
            WHERE p."id" = $1 AND p."serviceId" IS NOT NULL AND p."status" <> 'PENDING'
            ON CONFLICT ("paymentId") DO UPDATE SET "dueAt" = excluded."dueAt",
                "notedAt" = excluded."notedAt", "tries" = 0, "deliveredAt" = NULL,
                "deadAt" = NULL"#
        );

        async fn due_notifications(
            connection: &mut Connection,
            service_id: &str,
            lease: i64,
            most: u32,
            now: i64,
        ) -> Result<Vec<DueNotification>, StoreError> {
            let due = sqlx::query(DUE).bind(service_id).bind(lease).bind(i64::from(most));
            let rows = $at(due, now).fetch_all(connection).await?;
            rows.iter()
                .map(|row| {
                    Ok(DueNotification { payment_id: row.try_get("paymentId")?, tries: row.try_get("tries")? })
                })
                .collect()
        }

        async fn note_delivery(
            connection: &mut Connection,
            payment_id: &str,
            note: &DeliveryNote,
            now: i64,
        ) -> Result<(), StoreError> {
            let noted =
                sqlx::query(NOTE).bind(payment_id).bind(&note.answer).bind(note.state.as_str()).bind(note.pause);
            $at(noted, now).execute(connection).await?;
            Ok(())
        }

        async fn notifications(
            pool: &Pool,
            query: NotificationQuery<'_>,
        ) -> Result<Vec<RecordedNotification>, StoreError> {
            let rows = sqlx::query(NOTIFICATIONS)
                .bind(query.service_id)
                .bind(query.payment_id)
                .bind(query.state.map(NotificationState::as_str))
                .bind(i64::from(query.most))
                .fetch_all(pool)
                .await?;
            rows.iter()
                .map(|row| {
                    Ok(RecordedNotification {
                        payment_id: row.try_get("paymentId")?,
                        service_id: row.try_get("serviceId")?,
                        status: PaymentStatus::find(row.try_get("status")?).ok_or_else(|| unreadable("status"))?,
                        state: NotificationState::find(row.try_get("state")?).ok_or_else(|| unreadable("state"))?,
                        created_at: row.try_get("createdAt")?,
                        due_at: row.try_get("dueAt")?,
                        tries: row.try_get("tries")?,
                        answer: row.try_get("answer")?,
                        ended_at: row.try_get("endedAt")?,
                    })
                })
                .collect()
        }

        /// Whether there is a payment that has ended, and a service that asked for it.
        async fn replay(connection: &mut Connection, payment_id: &str, now: i64) -> Result<bool, StoreError> {
            let replay = sqlx::query(REPLAY).bind(payment_id);
            Ok($at(replay, now).execute(connection).await?.rows_affected() > 0)
        }
    };
}
pub(super) use outbox;
