//! What two say differently rings, and nothing is called paid or failed that is not: through the whole service, on both
//! databases.

use std::sync::Arc;
use std::time::Duration;

use crate::postgres::Postgres;
use crate::provider_service::{Service, now, sentra, transfer};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use offramp_core::gateway::DemoBank;
use offramp_core::http::{App, Callers, Settings, front, reconcile};
use offramp_core::storage::{
    self, AlarmKind, AlarmQuery, NewAttempt, NewPayment, Payment, PaymentStatus, PaymentType, Store, StoreOptions,
};
use serde_json::{Value, json};
use sqlx::Connection;
use tower::ServiceExt;

async fn alarms(store: &Arc<dyn Store>, kind: AlarmKind) -> usize {
    store.alarms(AlarmQuery::OPEN).await.unwrap().iter().filter(|it| it.alarm.kind == kind).count()
}

/// Of a header that nobody signed nothing is believed.
async fn an_unsigned_header_is_no_id(database: &str) {
    let service = Service::on(database, "sentra").await;
    for order in ["tr_1", "tr_2"] {
        service.fake.will_answer(200, &transfer(order));
        service.pay(order).await;
    }
    let body = json!({"event": "payment.updated", "data": {"id": "tr_1", "status": "PENDING"}});
    assert_eq!(service.deliver("sentra", &body).await, 200);
    for id in ["tr_2:COMPLETED", "derived:tr_2:COMPLETED", "tr_1:COMPLETED"] {
        assert_eq!(service.deliver_with("sentra", &body, &[("webhook-id", id)]).await, 200);
    }
    assert_eq!(service.steps(offramp_core::Provider::Sentra, "tr_1").await.len(), 1, "one delivery is one event");
    // an id that the provider signs is not one that is made from what an event says, whatever it looks like
    for id in ["tr_2:COMPLETED", "derived:tr_2:COMPLETED", "sent:derived:tr_2:COMPLETED", "body:"] {
        let signed = json!({"id": id, "event": "payment.updated", "data": {"id": "tr_1", "status": "PENDING"}});
        assert_eq!(service.deliver("sentra", &signed).await, 200);
    }
    assert_eq!(service.steps(offramp_core::Provider::Sentra, "tr_1").await.len(), 5, "each id is an event");
    for order in ["tr_1", "tr_2"] {
        let genuine = json!({"event": "payment.updated", "data": {"id": order, "status": "COMPLETED"}});
        assert_eq!(service.deliver("sentra", &genuine).await, 200);
        assert_eq!(service.status(order).await, "SUCCESS", "{order}");
    }
    service.store.close().await;
}

async fn an_event_of_another_amount_concludes_nothing(database: &str) {
    let service = Service::on(database, "coinut").await;
    let settled = |trade: &str, flow: &str, amount: &str, currency: &str| {
        json!({"event": "TRADE_SETTLED", "data": {"id": trade, "tradeId": trade, "flowId": flow, "amount": "3.01",
            "currency": "USDT", "settledAmount": amount, "settledCurrency": currency}})
    };
    for (flow, amount, currency, expected) in [
        ("amount_1", "0.83", "INR", "PENDING"),
        ("amount_2", "250.00", "USD", "PENDING"),
        ("amount_3", "25000", "INR", "PENDING"),
        ("amount_4", "250.00", "INR", "SUCCESS"),
        ("amount_5", "250", "INR", "SUCCESS"),
    ] {
        service.fake.will_answer(200, &json!({"flowId": flow, "status": "SUCCESS"}));
        service.pay(flow).await;
        assert_eq!(service.deliver("coinut", &settled(flow, flow, amount, currency)).await, 200);
        assert_eq!(service.status(flow).await, expected, "{amount} {currency}");
    }
    assert_eq!(alarms(&service.store, AlarmKind::AmountDiffers).await, 3);
    // delivered again and looked at again it rings no further
    service.deliver("coinut", &settled("amount_1", "amount_1", "0.83", "INR")).await;
    reconcile(&service.app).await;
    assert_eq!(alarms(&service.store, AlarmKind::AmountDiffers).await, 3);
    let metrics = service.metrics().await;
    assert!(metrics.contains(r#"offramp_alarms_total{kind="AMOUNT_DIFFERS"} 3"#), "{metrics}");
    // a further trade of the same flow that is the payment's
    service.deliver("coinut", &settled("amount_1b", "amount_1", "250.00", "INR")).await;
    assert_eq!(service.status("amount_1").await, "SUCCESS");
    service.store.close().await;
}

/// An event in the token that the provider quoted when it took the payment on is held against that quote.
async fn an_event_in_another_currency_is_held_against_the_quote(database: &str) {
    let service = Service::on(database, "unigox").await;
    let event = |order: &str, amounts: &Value| {
        let mut data = json!({"order_id": order, "status": "completed"});
        data.as_object_mut().unwrap().extend(amounts.as_object().unwrap().clone());
        json!({"event_id": order, "event_type": "order.status.changed", "created_at": "2026-01-01T00:00:00Z", "data": data})
    };
    let quoted =
        json!({"crypto_amount": "3.01", "crypto_currency": "USDT", "fiat_amount": 250, "fiat_currency": "INR"});
    let crypto = |amount: &str| json!({"crypto_amount": amount, "crypto_currency": "USDT"});
    for (order, answered, said, expected) in [
        ("quote1", &quoted, crypto("3.01"), "SUCCESS"),
        ("quote2", &quoted, crypto("0.01"), "PENDING"),
        ("quote3", &quoted, quoted.clone(), "SUCCESS"),
        ("quote4", &quoted, json!({"crypto_amount": "3.01", "crypto_currency": "USDC"}), "PENDING"),
        // nothing was quoted, and no amount is in the payment's currency
        ("quote5", &json!({}), crypto("3.01"), "PENDING"),
        // what is quoted in the payment's own currency is not what was to be paid
        (
            "quote6",
            &json!({"fiat_amount": "0.83", "fiat_currency": "INR"}),
            json!({"fiat_amount": "0.83", "fiat_currency": "INR"}),
            "PENDING",
        ),
        ("quote7", &json!({}), json!({}), "SUCCESS"),
    ] {
        let mut data = json!({"order_id": order, "status": "created"});
        data.as_object_mut().unwrap().extend(answered.as_object().unwrap().clone());
        service.fake.will_answer(200, &json!({"success": true, "data": data}));
        service.pay(order).await;
        assert_eq!(service.deliver("unigox", &event(order, &said)).await, 200);
        assert_eq!(service.status(order).await, expected, "{order} {said}");
    }
    assert_eq!(alarms(&service.store, AlarmKind::AmountDiffers).await, 4);
    service.store.close().await;
}

/// A reference may be a number.
async fn a_reference_that_is_a_number(database: &str) {
    let service = Service::on(database, "coinut").await;
    service.fake.will_answer(200, &json!({"flowId": 5, "status": "SUCCESS"}));
    service.pay("number").await;
    let event = json!({"event": "TRADE_SETTLED", "data": {"id": "n1", "tradeId": "n1", "flowId": 5}});
    assert_eq!(service.deliver("coinut", &event).await, 200);
    assert_eq!(service.status("number").await, "SUCCESS");
    service.store.close().await;
}

async fn a_reference_that_another_payment_has(database: &str) {
    let service = Service::on(database, "coinut").await;
    service.fake.will_answer(200, &json!({"flowId": "flow_same", "status": "SUCCESS"}));
    service.pay("same1").await;
    let (_, second) = service.pay("same2").await;
    assert_eq!(second["metadata"]["needsReconciliation"], true, "{second}");
    let event = json!({"event": "TRADE_SETTLED", "data": {"id": "s1", "tradeId": "s1", "flowId": "flow_same"}});
    assert_eq!(service.deliver("coinut", &event).await, 200);
    assert_eq!((service.status("same1").await, service.status("same2").await), ("SUCCESS", "PENDING"));
    assert_eq!(alarms(&service.store, AlarmKind::ReferenceTaken).await, 1);
    service.store.close().await;
}

/// NUL, ids without end, numbers without end: stored without them, and applied.
async fn what_no_database_takes(database: &str) {
    let service = Service::on(database, "unigox").await;
    for (number, change) in [
        json!({"event_id": "e1", "data": {"note": "a\u{0}b"}}),
        json!({"event_id": "e\u{0}2"}),
        json!({"event_id": "x".repeat(8000)}),
        json!({"event_id": "e4", "data": {"n": "BIG"}}),
        json!({"event_id": "e5", "data": {"a\u{0}": 1, "b\u{1b}[31m": "\u{7}"}}),
    ]
    .into_iter()
    .enumerate()
    {
        let order = format!("unfit{number}");
        service.fake.will_answer(200, &json!({"success": true, "data": {"order_id": order, "status": "created"}}));
        service.pay(&order).await;
        let mut event = json!({"event_type": "order.status.changed", "created_at": "2026-01-01T00:00:00Z",
            "data": {"order_id": order, "status": "completed"}});
        event["event_id"] = change["event_id"].clone();
        for (name, value) in change["data"].as_object().into_iter().flatten() {
            event["data"][name] = value.clone();
        }
        let body = event.to_string().replace("\"BIG\"", "1e999999");
        for _ in 0..2 {
            assert_eq!(service.deliver_text("unigox", &body, &[]).await, 200, "{order}");
        }
        assert_eq!(service.status(&order).await, "SUCCESS", "{order}");
        assert_eq!(service.steps(offramp_core::Provider::Unigox, &order).await.len(), 1, "{order}");
    }
    service.store.close().await;
}

async fn answers_that_no_database_takes(database: &str) {
    let service = Service::on(database, "coinut").await;
    for (key, reference) in
        [("nul", "a\u{0}b".to_owned()), ("long", "y".repeat(8000)), ("escape", "c\u{1b}[31m".to_owned())]
    {
        service.fake.will_answer(200, &json!({"flowId": reference, "status": "SUCCESS"}));
        let (status, answer) = service.pay(key).await;
        assert_eq!((status, &answer["data"]["payment"]["status"]), (200, &json!("PENDING")), "{key} {answer}");
        let kept = answer["data"]["payment"]["gatewayReference"].as_str().unwrap();
        assert!(kept.len() < 100 && kept.bytes().all(|byte| byte.is_ascii_graphic()), "{kept}");
        let event = json!({"event": "TRADE_SETTLED", "data": {"id": key, "tradeId": key, "flowId": reference}});
        assert_eq!(service.deliver("coinut", &event).await, 200, "{key}");
        assert_eq!(service.status(key).await, "SUCCESS", "{key}");
    }
    service.store.close().await;
    let service = Service::on(database, "sentra").await;
    for (key, code) in [
        ("code1", "A\u{0}B".to_owned()),
        ("code2", "A\nB\u{1b}[31m<b>".to_owned()),
        ("code3", "C".repeat(200_000)),
        ("code4", "919988776655".to_owned()),
    ] {
        service.fake.will_answer(400, &json!({"code": code, "message": "no"}));
        let (status, answer) = service.pay(key).await;
        assert_eq!((status, &answer["metadata"]["errorCode"]), (400, &json!("GATEWAY_ERROR")), "{key} {answer}");
        assert_eq!(service.status(key).await, "FAILED", "{key}");
    }
    service.store.close().await;
}

/// An event that cannot be any more rings.
async fn an_order_that_ends_twice(database: &str) {
    let service = Service::on(database, "sentra").await;
    service.fake.will_answer(200, &transfer("twice"));
    service.pay("twice").await;
    assert_eq!(service.deliver("sentra", &sentra("t1", "twice", "EXPIRED")).await, 200);
    assert_eq!(service.status("twice").await, "FAILED");
    assert_eq!(service.deliver("sentra", &sentra("t2", "twice", "COMPLETED")).await, 200);
    assert_eq!(service.status("twice").await, "FAILED");
    assert_eq!(alarms(&service.store, AlarmKind::StatusRefused).await, 1);
    let metrics = service.metrics().await;
    assert!(metrics.contains(r#"offramp_payments_total{type="OFFRAMP",status="FAILED"} 1"#), "{metrics}");
    assert!(metrics.contains(r#"offramp_payments_pending_total{type="OFFRAMP"} 1"#), "{metrics}");
    service.store.close().await;
}

async fn suite(database: impl Fn(&str) -> String) {
    an_unsigned_header_is_no_id(&database("header")).await;
    an_event_of_another_amount_concludes_nothing(&database("amounts")).await;
    an_event_in_another_currency_is_held_against_the_quote(&database("quotes")).await;
    a_reference_that_is_a_number(&database("number")).await;
    a_reference_that_another_payment_has(&database("reference")).await;
    what_no_database_takes(&database("events")).await;
    answers_that_no_database_takes(&database("answers")).await;
    an_order_that_ends_twice(&database("twice")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    let directory = tempfile::tempdir().unwrap();
    suite(|name| format!("sqlite://{}/{name}.db", directory.path().display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    let server = Postgres::start();
    suite(|name| server.database(name)).await;
}

/// A service with the demo bank on a file.
struct Demo {
    app: Arc<App>,
    store: Arc<dyn Store>,
    bank: Arc<DemoBank>,
    url: String,
    _directory: tempfile::TempDir,
}

impl Demo {
    async fn start(reconcile_after: Duration) -> Demo {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/payments.db", directory.path().display());
        let store = storage::open(&url, StoreOptions { now, connections: 2 }).await.unwrap();
        let bank = Arc::new(DemoBank::open(&directory.path().join("bank.db")).await.unwrap());
        let mut settings = Settings::default();
        settings.callers = Callers::read("test=secret").unwrap();
        settings.rate_limit = None;
        settings.reconcile_after = reconcile_after;
        let app = App::new(settings, Arc::clone(&store), Arc::clone(&bank) as _).unwrap();
        Demo { app, store, bank, url, _directory: directory }
    }

    async fn send(&self, request: Request<Body>) -> (u16, Value) {
        let response = front(&self.app).unwrap().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        (
            status,
            serde_json::from_slice(&to_bytes(response.into_body(), usize::MAX).await.unwrap()).unwrap_or(Value::Null),
        )
    }

    async fn pay(&self, upi: &str) -> (u16, Value) {
        let body = json!({"walletId": "w", "amount": "25000", "accountDetails": {"upiId": upi}});
        let request = Request::post("/api/payment/off-ramp")
            .header("x-service-id", "test")
            .header("x-service-secret", "secret")
            .header("x-user-id", "1")
            .header("x-idempotency-key", upi.replace(['@', '.'], "-"))
            .header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    async fn execute(&self, sql: &'static str) {
        let mut database = sqlx::SqliteConnection::connect(&self.url).await.unwrap();
        sqlx::query(sql).execute(&mut database).await.unwrap();
    }
}

/// A trigger stands for the other replica, which has given the attempt up.
const GIVEN_UP: &str = r#"CREATE TRIGGER "givenUp" AFTER INSERT ON "PaymentAttempt" WHEN new."attemptNumber" = 1 BEGIN
    UPDATE "PaymentAttempt" SET "status" = 'FAILED' WHERE "id" = new."id";
    UPDATE "Payment" SET "status" = 'FAILED' WHERE "id" = new."paymentId";
END"#;

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_nobody_recorded_is_never_sent() {
    let demo = Demo::start(Duration::from_secs(60)).await;
    demo.execute(GIVEN_UP).await;
    let (status, answer) = demo.pay("busy.once@okaxis").await;
    assert_eq!((status, &answer["metadata"]["payment"]["status"]), (400, &json!("FAILED")), "{answer}");
    let entries = demo.bank.entries().await.unwrap();
    assert_eq!(entries.iter().filter(|entry| entry.state == "DONE").count(), 0, "{entries:?}");
    assert_eq!(entries.len(), 1, "{entries:?}");
    assert!(demo.store.alarms(AlarmQuery::OPEN).await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_loser_of_a_race_knows_rings() {
    let demo = Demo::start(Duration::from_secs(60)).await;
    demo.execute(GIVEN_UP).await;
    let (status, answer) = demo.pay("user@okaxis").await;
    // what may have been paid is not told to have failed
    assert_eq!((status, &answer["error"]["code"]), (500, &json!("INTERNAL")), "{answer}");
    let alarms: Vec<_> = demo.store.alarms(AlarmQuery::OPEN).await.unwrap().into_iter().map(|it| it.alarm).collect();
    assert_eq!((alarms.len(), alarms[0].kind), (1, AlarmKind::PaidButFailed));
    let entry = &demo.bank.entries().await.unwrap()[0];
    assert_eq!((&alarms[0].attempt_id, &alarms[0].payment_id), (&entry.reference, &entry.payment_id));
    assert!(alarms[0].gateway_reference.as_deref().unwrap().starts_with("gateway_ref_"));
}

fn left_behind(number: usize, gateway: &'static str, is_sent: bool) -> NewPayment {
    NewPayment {
        payment: Payment {
            service_id: Some("service".to_owned()),
            id: format!("pay_left{number}"),
            user_id: "1".to_owned(),
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
            fingerprint: String::new(),
            created_at: 0,
            updated_at: 0,
        },
        attempt: NewAttempt {
            id: format!("attempt_left{number}"),
            gateway,
            number: 1,
            raw_request: "{}".to_owned(),
            is_sent,
        },
    }
}

/// Attempts that wait at a gateway that is not in use do not keep others waiting, and are counted.
#[tokio::test(flavor = "multi_thread")]
async fn attempts_that_cannot_be_asked_about_starve_nobody() {
    let demo = Demo::start(Duration::from_millis(300)).await;
    for number in 0..250 {
        demo.store.begin(left_behind(number, "OLDGW", true)).await.unwrap();
    }
    let (_, answer) = demo.pay("timeout.paid@okaxis").await;
    assert_eq!(answer["metadata"]["needsReconciliation"], true, "{answer}");
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(reconcile(&demo.app).await, 1);
    let payment = demo.store.payment_of_key("w", "timeout-paid-okaxis").await.unwrap().unwrap();
    assert_eq!(payment.status, PaymentStatus::Success);
    let counts = demo.store.counts("DEMO_BANK", 0).await.unwrap();
    assert_eq!((counts.open, counts.elsewhere), (0, 250));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_never_sent_is_void_without_asking() {
    let demo = Demo::start(Duration::from_millis(50)).await;
    demo.store.begin(left_behind(1, "DEMO_BANK", false)).await.unwrap();
    demo.store.begin(left_behind(2, "DEMO_BANK", true)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(80)).await;
    assert_eq!(reconcile(&demo.app).await, 2);
    for number in [1, 2] {
        let payment = demo.store.payment(&format!("pay_left{number}")).await.unwrap().unwrap();
        assert_eq!(payment.status, PaymentStatus::Failed);
    }
    let asked: Vec<String> = demo.bank.entries().await.unwrap().into_iter().map(|entry| entry.reference).collect();
    assert_eq!(asked, ["attempt_left2"]);
}

/// Whether something can be written is tried by writing.
#[tokio::test(flavor = "multi_thread")]
async fn readiness_is_tried_by_writing() {
    let demo = Demo::start(Duration::from_secs(60)).await;
    let ready = async || demo.send(Request::get("/readyz").body(Body::empty()).unwrap()).await.0;
    assert_eq!(ready().await, 200);
    let mut other = sqlx::SqliteConnection::connect(&demo.url).await.unwrap();
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut other).await.unwrap();
    assert_eq!(ready().await, 503);
    sqlx::query("ROLLBACK").execute(&mut other).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(ready().await, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_gone_takes_no_payment() {
    let demo = Demo::start(Duration::from_secs(60)).await;
    assert_eq!(demo.pay("user@okaxis").await.0, 200);
    for end in ["", "-wal", "-shm"] {
        std::fs::remove_file(format!("{}{end}", demo.url.strip_prefix("sqlite://").unwrap())).unwrap();
    }
    assert_eq!(demo.pay("user@okhdfcbank").await.0, 503);
    assert_eq!(demo.bank.entries().await.unwrap().len(), 1);
    assert_eq!(demo.send(Request::get("/readyz").body(Body::empty()).unwrap()).await.0, 503);
}

/// A restore that moves a copy into place.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_replaced_takes_no_payment() {
    let demo = Demo::start(Duration::from_secs(60)).await;
    assert_eq!(demo.pay("user@okaxis").await.0, 200);
    let file = demo.url.strip_prefix("sqlite://").unwrap();
    std::fs::copy(file, format!("{file}.copy")).unwrap();
    std::fs::rename(format!("{file}.copy"), file).unwrap();
    assert_eq!(demo.pay("user@okhdfcbank").await.0, 503);
    assert_eq!(demo.bank.entries().await.unwrap().len(), 1);
    assert_eq!(demo.send(Request::get("/readyz").body(Body::empty()).unwrap()).await.0, 503);
}

/// What a person does about an alarm: with the command, beside the running service.
#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_is_listed_shown_and_resolved() {
    let demo = Demo::start(Duration::from_secs(60)).await;
    let alarms = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_offramp"));
        command.env_clear().env("DATABASE_URL", &demo.url).arg("alarms").args(arguments);
        let out = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
    };
    assert_eq!(alarms(&["list"]), (0, "No alarm is open.\n".to_owned(), String::new()));
    demo.execute(GIVEN_UP).await;
    demo.pay("user@okaxis").await;
    let (code, listed, _) = alarms(&["list", "--json"]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!((code, listed.as_array().unwrap().len(), &listed[0]["kind"]), (0, 1, &json!("PAID_BUT_FAILED")));
    let (payment, id) = (listed[0]["paymentId"].as_str().unwrap(), listed[0]["id"].as_str().unwrap());
    let (code, shown, _) = alarms(&["show", payment]);
    assert_eq!(code, 0);
    for expected in [id, payment, "the gateway says that it paid", "FAILED", "25000", "attempt 1"] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    let gauge = async || {
        reconcile(&demo.app).await;
        let response = front(&demo.app).unwrap().oneshot(Request::get("/metrics").body(Body::empty()).unwrap()).await;
        let text = to_bytes(response.unwrap().into_body(), usize::MAX).await.unwrap();
        let text = String::from_utf8(text.to_vec()).unwrap();
        text.lines().find(|line| line.starts_with("offramp_alarms ")).unwrap().to_owned()
    };
    assert_eq!(gauge().await, "offramp_alarms 1");
    for wrong in [
        &["resolve", payment][..],
        &["resolve", payment, "--by", " ", "--reason", "x"],
        &["resolve", "no-such-alarm", "--by", "Ada", "--reason", "x"],
        &["show", "no-such-alarm"],
    ] {
        assert_eq!(alarms(wrong).0, 2, "{wrong:?}");
    }
    let (code, resolved, _) = alarms(&["resolve", payment, "--by", "Ada", "--reason", "asked the bank, paid back"]);
    assert_eq!(code, 0);
    assert!(resolved.contains("by Ada: asked the bank, paid back"), "{resolved}");
    assert_eq!(gauge().await, "offramp_alarms 0");
    assert_eq!(alarms(&["list"]).1, "No alarm is open.\n");
    assert!(alarms(&["list", "--all"]).1.contains(id));
    // once is enough
    let (code, _, error) = alarms(&["resolve", id, "--by", "Bob", "--reason", "too"]);
    assert_eq!(code, 2, "{error}");
    // nothing is made, nor brought up to date, by looking
    let nowhere = demo.url.replace("payments.db", "nowhere.db");
    assert_eq!(alarms(&["list", "--database", &nowhere]).0, 2);
    assert!(!std::path::Path::new(nowhere.strip_prefix("sqlite://").unwrap()).exists());
    demo.execute(r#"DELETE FROM "_sqlx_migrations" WHERE "version" = (SELECT max("version") FROM "_sqlx_migrations")"#)
        .await;
    let (code, _, error) = alarms(&["list"]);
    assert!(code == 2 && error.contains("of this version"), "{error}");
}
