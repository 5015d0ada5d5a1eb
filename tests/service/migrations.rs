//! A store of version 0.1.0 comes forward with its payments, events and orders, also one in which two payments have one
//! reference.

use std::fmt::Write as _;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::postgres::Postgres;
use offramp_core::Provider;
use offramp_core::storage::{
    self, AlarmKind, AlarmQuery, AttemptStatus, MoneyText, NewEvent, OpenQuery, OrderNews, PaymentStatus, Settled,
    Settlement, Store, StoreOptions,
};
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

/// An event's id, its order, the step, and from where to where the order went.
type Moved = (&'static str, &'static str, &'static str, Option<(&'static str, &'static str)>);

/// Events as 0.1.0 kept them, and what became of their orders with each; the last one's order nobody knew.
const EVENTS: [Moved; 4] = [
    ("event_1", "flow_same", "applied", Some(("null", "TRADE_CREATED"))),
    ("event_2", "flow_same", "applied", Some(("'TRADE_CREATED'", "TRADE_SETTLED"))),
    ("event_3", "flow_own", "applied", Some(("null", "TRADE_CREATED"))),
    ("event_4", "", "", None),
];

fn event_rows(time: &str) -> String {
    let mut sql = String::new();
    for (order, status) in [("flow_same", "'TRADE_SETTLED'"), ("flow_own", "'TRADE_CREATED'"), ("flow_new", "NULL")] {
        let _ = write!(
            sql,
            r#"INSERT INTO "ProviderOrder" ("provider", "orderId", "rawStatus", "createdAt", "updatedAt")
                VALUES ('coinut', '{order}', {status}, {time}, {time});"#
        );
    }
    for (event, order, step, moved) in EVENTS {
        let _ = write!(
            sql,
            r#"INSERT INTO "WebhookEvent" ("provider", "eventId", "name", "data", "receivedAt")
                VALUES ('coinut', '{event}', 'TRADE', '{{"a":1}}', {time});"#
        );
        if let Some((from, to)) = moved {
            let _ = write!(
                sql,
                r#"INSERT INTO "OrderTransition" ("provider", "eventId", "orderId", "step", "fromStatus", "toStatus",
                    "createdAt") VALUES ('coinut', '{event}', '{order}', '{step}', {from}, '{to}', {time});"#
            );
        }
    }
    sql
}

fn event(id: &str, order: &str, raw_status: &str) -> NewEvent {
    NewEvent {
        provider: Provider::Coinut,
        event_id: id.to_owned(),
        name: "TRADE".to_owned(),
        data: "{}".to_owned(),
        order: Some(OrderNews {
            order_id: order.to_owned(),
            raw_status: raw_status.to_owned(),
            amounts: vec![MoneyText { amount: "1.00".to_owned(), currency: "INR".to_owned() }],
        }),
    }
}

/// Orders stand where they stood, what was delivered before is known again, and what comes now goes on from there.
async fn orders_come_forward(store: &dyn Store) {
    let stands = async |order| store.order(Provider::Coinut, order).await.unwrap().map(|order| order.raw_status);
    assert_eq!(stands("flow_same").await.as_deref(), Some("TRADE_SETTLED"));
    assert_eq!(stands("flow_own").await.as_deref(), Some("TRADE_CREATED"));
    assert_eq!(stands("flow_new").await, None);
    let read = async |order| {
        let moves = store.transitions(Provider::Coinut, order).await.unwrap();
        moves.into_iter().map(|it| (it.event_id, it.from, it.to)).collect::<Vec<_>>()
    };
    let text = |text: &str| text.to_owned();
    let mut same = vec![
        (text("event_1"), None, text("TRADE_CREATED")),
        (text("event_2"), Some(text("TRADE_CREATED")), text("TRADE_SETTLED")),
    ];
    assert_eq!(read("flow_same").await, same);
    for event_id in ["event_1", "event_4"] {
        assert!(!store.keep_event(event(event_id, "flow_same", "TRADE_FAILED")).await.unwrap().is_new);
    }
    assert_eq!(read("flow_same").await, same);
    // a final status is kept
    assert!(store.keep_event(event("event_5", "flow_same", "TRADE_CREATED")).await.unwrap().is_new);
    same.push((text("event_5"), Some(text("TRADE_SETTLED")), text("TRADE_CREATED")));
    assert_eq!((read("flow_same").await, stands("flow_same").await.as_deref()), (same, Some("TRADE_SETTLED")));
    for order in ["flow_own", "flow_new"] {
        let kept = store.keep_event(event(&format!("last_{order}"), order, "TRADE_SETTLED")).await.unwrap();
        assert!(kept.is_new);
        let now = store.order(Provider::Coinut, order).await.unwrap().unwrap();
        assert_eq!((now.raw_status.as_str(), now.amounts[0].amount.as_str()), ("TRADE_SETTLED", "1.00"));
    }
}

async fn comes_forward(store: &dyn Store) {
    orders_come_forward(store).await;
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
        is_late: true,
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
    let rows =
        rows(|number| (1_700_000_000_000 + i64::try_from(number).unwrap()).to_string()) + &event_rows("1700000000009");
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&mut old).await.unwrap();
    old.close().await.unwrap();
    let store = storage::open(&url, StoreOptions { now, connections: 2 }).await.unwrap();
    comes_forward(&*store).await;
    // there is no way back: 0.1.0 does not start on what has come forward
    let mut old = sqlx::SqliteConnection::connect(&url).await.unwrap();
    assert!(first_migrations("sqlite").await.run(&mut old).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres() {
    let server = Postgres::start();
    let url = server.database("forward");
    let mut old = sqlx::PgConnection::connect(&url).await.unwrap();
    first_migrations("postgres").await.run(&mut old).await.unwrap();
    let rows = rows(|number| format!("'2024-01-01T00:00:0{number}Z'")) + &event_rows("'2024-01-01T00:00:09Z'");
    sqlx::raw_sql(sqlx::AssertSqlSafe(rows)).execute(&mut old).await.unwrap();
    // what an earlier version still writes while the next one has begun counts as sent
    let store = storage::open(&url, StoreOptions { now, connections: 2 }).await.unwrap();
    comes_forward(&*store).await;
    // there is no way back: 0.1.0 does not start on what has come forward
    let mut old = sqlx::PgConnection::connect(&url).await.unwrap();
    assert!(first_migrations("postgres").await.run(&mut old).await.is_err());
}
