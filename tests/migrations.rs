//! A store of version 0.1.0 comes forward, also one in which two payments have one reference.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

mod postgres;

use std::fmt::Write as _;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use offramp_core::storage::{
    self, AlarmKind, AlarmQuery, AttemptStatus, OpenQuery, PaymentStatus, Settled, Settlement, Store, StoreOptions,
};
use postgres::Postgres;
use sqlx::Connection;
use sqlx::migrate::Migrator;

#[allow(clippy::disallowed_methods, reason = "the test is the clock's owner")]
fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

/// What version 0.1.0 brought along.
const FIRST: [&str; 3] = ["0001_payments.sql", "0002_orders.sql", "0003_bytewise_keys.sql"];

async fn first_migrations(database: &str) -> Migrator {
    let directory = tempfile::tempdir().unwrap();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
    for name in FIRST {
        if own.join(name).exists() {
            std::fs::copy(own.join(name), directory.path().join(name)).unwrap();
        }
    }
    Migrator::new(directory.path()).await.unwrap()
}

/// Payments as 0.1.0 left them: two that an event made SUCCESS together, one whose answer never came, one that waits.
const PAYMENTS: [(&str, &str, &str, Option<&str>); 5] = [
    ("one", "SUCCESS", "SUCCESS", Some("flow_same")),
    ("two", "SUCCESS", "SUCCESS", Some("flow_same")),
    ("three", "PENDING", "INITIATED", Some("flow_same")),
    ("silent", "PENDING", "INITIATED", None),
    ("waits", "PENDING", "INITIATED", Some("flow_own")),
];

fn rows(time: impl Fn(usize) -> String) -> String {
    let mut sql = String::new();
    for (number, (id, payment, attempt, reference)) in PAYMENTS.into_iter().enumerate() {
        let reference = reference.map_or("NULL".to_owned(), |reference| format!("'{reference}'"));
        let time = time(number);
        let _ = write!(
            sql,
            r#"INSERT INTO "Payment" ("id", "userId", "walletId", "amount", "status", "type", "gatewayReference", "fingerprint",
                "createdAt", "updatedAt") VALUES ('pay_{id}', 'u', 'w', 1, '{payment}', 'OFFRAMP', {reference}, 'f', {time}, {time});
            INSERT INTO "PaymentAttempt" ("id", "paymentId", "gateway", "status", "attemptNumber", "createdAt")
                VALUES ('attempt_{id}', 'pay_{id}', 'COINUT', '{attempt}', 1, {time});"#
        );
    }
    sql
}

async fn comes_forward(store: &dyn Store) {
    let alarms: Vec<_> = store.alarms(AlarmQuery::OPEN).await.unwrap().into_iter().map(|it| it.alarm).collect();
    assert!(alarms.iter().all(|alarm| alarm.kind == AlarmKind::ReferenceTaken));
    let mut about: Vec<_> = alarms.iter().map(|alarm| alarm.payment_id.as_str()).collect();
    about.sort_unstable();
    assert_eq!(about, ["pay_three", "pay_two"]);
    let owner = store.attempt_of("COINUT", "flow_same").await.unwrap().unwrap();
    assert_eq!((owner.payment.id.as_str(), owner.status), ("pay_one", AttemptStatus::Success));
    let waits = store.attempt_of("COINUT", "flow_own").await.unwrap().unwrap();
    assert_eq!((waits.payment.id.as_str(), waits.payment.status), ("pay_waits", PaymentStatus::Pending));
    // whatever was written before there were marks may have been sent
    let query = OpenQuery { gateway: "COINUT", age: 1000, pause: 0, most: 10 };
    let open = store.open_attempts(query).await.unwrap();
    assert_eq!(open.len(), 3);
    assert!(open.iter().all(|attempt| attempt.is_sent));
    let void = Settlement {
        payment_id: "pay_silent".to_owned(),
        attempt_id: "attempt_silent".to_owned(),
        status: AttemptStatus::Failed,
        gateway_reference: None,
        raw_response: None,
        error_code: None,
        error_message: None,
        next: None,
        only_unsent: true,
        known_since: None,
    };
    assert_eq!(store.settle(void).await, Ok(Settled::TooLate));
    store.ping().await.unwrap();
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/payments.db", directory.path().display());
    let mut old = sqlx::SqliteConnection::connect(&format!("{url}?mode=rwc")).await.unwrap();
    first_migrations("sqlite").await.run(&mut old).await.unwrap();
    let rows = rows(|number| (1_700_000_000_000 + i64::try_from(number).unwrap()).to_string());
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&mut old).await.unwrap();
    old.close().await.unwrap();
    let store = storage::open(&url, StoreOptions { now, connections: 2 }).await.unwrap();
    comes_forward(&*store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres() {
    let server = Postgres::start();
    let url = server.database("forward");
    let mut old = sqlx::PgConnection::connect(&url).await.unwrap();
    first_migrations("postgres").await.run(&mut old).await.unwrap();
    let rows = rows(|number| format!("'2024-01-01T00:00:0{number}Z'"));
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&mut old).await.unwrap();
    // what an earlier version still writes while the next one has begun counts as sent
    let store = storage::open(&url, StoreOptions { now, connections: 2 }).await.unwrap();
    comes_forward(&*store).await;
}
