//! Open attempts: which are due to be looked at, and how many there are.
//!
//! How old an attempt is says the process that recorded it, as far as it runs; stored times may be of the future,
//! since the machine's clock may have been set back.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::super::command::unreadable;
use super::super::{OpenAttempt, OpenCounts, OpenQuery, PaymentType, StoreError};
use super::SqliteStore;
use crate::json::Json;

/// After so many looks the pause grows no longer.
const MAX_DOUBLINGS: u32 = 6;

/// Whether an open attempt is old enough, by its id and its stored time.
const IS_OLD: &str = r#"a."id" NOT IN (SELECT value FROM json_each(?3)) AND (
    a."id" IN (SELECT value FROM json_each(?4)) OR a."createdAt" <= ?1 - ?2 OR (a."createdAt" > ?1 AND ?5 >= ?2))"#;

pub(super) async fn due(store: &SqliteStore, query: OpenQuery<'_>) -> Result<Vec<OpenAttempt>, StoreError> {
    let known = store.ages.split(query.age);
    let text = [
        r#"SELECT a."id", a."paymentId", a."gateway", a."gatewayReference", p."type", a."sentAt" IS NOT NULL,
            ?1 - a."createdAt"
        FROM "PaymentAttempt" a JOIN "Payment" p ON p."id" = a."paymentId"
        WHERE a."status" = 'INITIATED' AND a."gateway" = ?6 AND "#,
        IS_OLD,
        r#" AND (a."lookedAt" IS NULL OR a."lookedAt" > ?1
            OR a."lookedAt" <= ?1 - ?7 * (1 << min(max(a."looks" - 1, 0), ?8)))
        ORDER BY a."lookedAt", a."createdAt" LIMIT ?9"#,
    ]
    .concat();
    let rows = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind((store.now)())
        .bind(query.age)
        .bind(texts(&known.young))
        .bind(texts(&known.old))
        .bind(store.ages.own())
        .bind(query.gateway)
        .bind(query.pause)
        .bind(MAX_DOUBLINGS)
        .bind(query.most)
        .fetch_all(&store.readers)
        .await?;
    let open = rows.iter().map(|row| read(store, row)).collect::<Result<Vec<_>, _>>()?;
    forget(store, &known.old).await?;
    Ok(open)
}

fn texts(ids: &[String]) -> String {
    Json::texts(ids.iter().map(String::as_str)).to_string()
}

/// Attempts that other processes have settled are no longer known here.
async fn forget(store: &SqliteStore, old: &[String]) -> Result<(), StoreError> {
    if old.is_empty() {
        return Ok(());
    }
    let gone: Vec<String> = sqlx::query_scalar(
        r#"SELECT value FROM json_each(?1)
        WHERE NOT EXISTS (SELECT 1 FROM "PaymentAttempt" a WHERE a."id" = value AND a."status" = 'INITIATED')"#,
    )
    .bind(texts(old))
    .fetch_all(&store.readers)
    .await?;
    for id in gone {
        store.ages.forget(&id);
    }
    Ok(())
}

pub(super) async fn looked(store: &SqliteStore, attempt_ids: &[String]) -> Result<(), StoreError> {
    let mut connection = store.writer.acquire().await?;
    sqlx::query(
        r#"UPDATE "PaymentAttempt" SET "lookedAt" = ?2, "looks" = "looks" + 1
        WHERE "id" IN (SELECT value FROM json_each(?1)) AND "status" = 'INITIATED'"#,
    )
    .bind(texts(attempt_ids))
    .bind((store.now)())
    .execute(&mut *connection)
    .await?;
    Ok(())
}

pub(super) async fn counts(store: &SqliteStore, gateway: &str, age: i64) -> Result<OpenCounts, StoreError> {
    let known = store.ages.split(age);
    let text = [
        r#"SELECT count(*) FILTER (WHERE a."gateway" = ?6 AND "#,
        IS_OLD,
        r#"), count(*) FILTER (WHERE a."gateway" <> ?6), (SELECT count(*) FROM "Alarm" WHERE "resolvedAt" IS NULL),
            (SELECT count(*) FROM "Notification" WHERE "dueAt" IS NOT NULL AND "tries" > 0),
            (SELECT count(*) FROM "Notification" WHERE "deadAt" IS NOT NULL)
        FROM "PaymentAttempt" a WHERE a."status" = 'INITIATED'"#,
    ]
    .concat();
    let row = sqlx::query(sqlx::AssertSqlSafe(text))
        .bind((store.now)())
        .bind(age)
        .bind(texts(&known.young))
        .bind(texts(&known.old))
        .bind(store.ages.own())
        .bind(gateway)
        .fetch_one(&store.readers)
        .await?;
    Ok(OpenCounts {
        open: row.try_get(0)?,
        elsewhere: row.try_get(1)?,
        alarms: row.try_get(2)?,
        untold: row.try_get(3)?,
        dead: row.try_get(4)?,
    })
}

fn read(store: &SqliteStore, row: &SqliteRow) -> Result<OpenAttempt, StoreError> {
    let attempt_id: String = row.try_get(0)?;
    Ok(OpenAttempt {
        age: store.ages.age(&attempt_id, row.try_get(6)?),
        attempt_id,
        payment_id: row.try_get(1)?,
        gateway: row.try_get(2)?,
        gateway_reference: row.try_get(3)?,
        kind: PaymentType::find(row.try_get(4)?).ok_or_else(|| unreadable("type"))?,
        is_sent: row.try_get(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::{
        AttemptStatus, NewAttempt, NewPayment, Opening, Payment, PaymentStatus, Settlement, Store as _, StoreOptions,
    };
    use super::*;

    fn payment() -> NewPayment {
        NewPayment {
            payment: Payment {
                id: "pay_1".to_owned(),
                service_id: None,
                user_id: "u".to_owned(),
                wallet_id: "w".to_owned(),
                transaction_id: None,
                payment_method_id: None,
                amount: 1,
                currency: "INR".to_owned(),
                status: PaymentStatus::Pending,
                kind: PaymentType::Offramp,
                gateway_reference: None,
                metadata: None,
                idempotency_key: None,
                fingerprint: "f".to_owned(),
                created_at: 0,
                updated_at: 0,
            },
            attempt: NewAttempt {
                id: "attempt_1".to_owned(),
                gateway: "DEMO_BANK",
                number: 1,
                raw_request: "{}".to_owned(),
                is_sent: true,
            },
        }
    }

    /// Else each sweep would read more and more.
    #[tokio::test(flavor = "multi_thread")]
    async fn what_another_process_has_settled_is_forgotten() {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/payments.db", directory.path().display());
        let options = StoreOptions { now: || 1000, connections: 1 };
        let open = async || SqliteStore::open(&url, options, Opening::UpToDate).await.unwrap();
        let (own, other) = (open().await, open().await);
        own.begin(payment()).await.unwrap();
        let settlement = Settlement {
            payment_id: "pay_1".to_owned(),
            attempt_id: "attempt_1".to_owned(),
            status: AttemptStatus::Success,
            gateway_reference: None,
            raw_response: None,
            error_code: None,
            error_message: None,
            next: None,
            is_late: false,
            only_unsent: false,
            known_since: None,
        };
        other.settle(settlement).await.unwrap();
        assert_eq!(own.ages.split(0).old, ["attempt_1"]);
        let query = OpenQuery { gateway: "DEMO_BANK", age: 0, pause: 0, most: 10 };
        assert_eq!(own.open_attempts(query).await.unwrap().len(), 0);
        assert!(own.ages.split(0).old.is_empty());
    }
}
