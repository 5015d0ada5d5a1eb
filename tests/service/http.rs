//! The service in process: every sentence of SwiftPay's document, and what is around it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::log::{logged, start};
use crate::postgres::Postgres;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use offramp_core::api::Directories;
use offramp_core::gateway::DemoBank;
use offramp_core::http::{App, Callers, Front, Peer, RateLimit, Settings, front, read_webhook_secrets};
use offramp_core::storage::{self, AttemptStatus, Store, StoreOptions};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

/// Planted, so that a test can look for it where it must not be.
const ACCOUNT: &str = "70341928561234";
const SECRET: &str = "planted-service-secret";

struct Service {
    app: Arc<App>,
    front: Front,
    store: Arc<dyn Store>,
    bank: Arc<DemoBank>,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
    text: String,
}

#[allow(clippy::disallowed_methods, reason = "the test is the clock's owner")]
fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

fn settings() -> Settings {
    start();
    let mut settings = Settings::default();
    settings.callers = Callers::read(&format!("transaction-service={SECRET}|next-secret,other=third")).unwrap();
    settings.rate_limit = None;
    settings.reconcile_after = Duration::from_millis(1);
    settings
}

impl Service {
    async fn on(url: &str, ledger: &Path, mut settings: Settings) -> Service {
        let store = storage::open(url, StoreOptions { now, connections: 4 }).await.unwrap();
        let bank = Arc::new(DemoBank::open(ledger).await.unwrap());
        // far away unless a test asks for it: the flow gives up after half of it
        if settings.reconcile_after == Duration::from_millis(1) {
            settings.reconcile_after = Duration::from_secs(60);
        }
        let app = App::new(settings, Arc::clone(&store), bank.clone()).unwrap();
        Service { front: front(&app).unwrap(), app, store, bank }
    }

    async fn new(settings: Settings) -> (Service, TempDir) {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/payments.db", directory.path().display());
        (Service::on(&url, &directory.path().join("bank.db"), settings).await, directory)
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.front.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body, text }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = Request::post(path).header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    async fn pay(&self, direction: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let mut request = Request::post(format!("/api/payment/{direction}"));
        let usual = [
            ("x-service-id", "transaction-service"),
            ("x-service-secret", SECRET),
            ("x-user-id", "123"),
            ("content-type", "application/json"),
            ("user-agent", "axios/1.6.0 70341928561234"),
        ];
        for (name, value) in
            usual.iter().filter(|(name, _)| headers.iter().all(|(other, _)| other != name)).chain(headers)
        {
            if !value.is_empty() {
                request = request.header(*name, *value);
            }
        }
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }
}

fn on_ramp() -> Value {
    json!({
        "walletId": "wallet_abc123", "transactionId": "txn_xyz789", "paymentMethodId": "pm_upi_001",
        "amount": "50000", "currency": "INR", "accountDetails": {"upiId": "user@okaxis"},
        "metadata": {"source": "mobile_app", "deviceId": "device_123"}
    })
}

fn off_ramp() -> Value {
    json!({
        "walletId": "wallet_abc123", "transactionId": "txn_def456", "paymentMethodId": "pm_bank_002",
        "amount": "25000", "currency": "INR",
        "accountDetails": {"accountNumber": ACCOUNT, "ifsc": "SBIN0001234", "bankName": "State Bank of India"},
        "metadata": {"purpose": "withdrawal", "requestedBy": "user"}
    })
}

fn to_account(account: &Value) -> Value {
    let mut body = off_ramp();
    body["accountDetails"] = account.clone();
    body
}

#[tokio::test]
async fn health_needs_nobody() {
    let (service, _directory) = Service::new(settings()).await;
    let answer = service.get("/api/payment/health").await;
    assert_eq!(answer.status, 200);
    let members: Vec<_> = answer.body.as_object().unwrap().keys().collect();
    assert_eq!(members, ["route", "service", "status", "timestamp"]);
    assert_eq!(answer.body["service"], "payment");
    assert_eq!(answer.body["route"], "payment");
    assert_eq!(answer.body["status"], "healthy");
    let time = answer.body["timestamp"].as_str().unwrap();
    assert_eq!((time.len(), &time[19..20], &time[23..]), (24, ".", "Z"));
}

#[tokio::test]
async fn on_ramp_succeeds_as_documented() {
    let (service, _directory) = Service::new(settings()).await;
    let answer = service.pay("on-ramp", &[("x-idempotency-key", "onramp-payment-unique-id-123")], &on_ramp()).await;
    assert_eq!(answer.status, 200);
    let (id, reference) = (&answer.body["data"]["payment"]["id"], &answer.body["data"]["referenceId"]);
    assert!(id.as_str().unwrap().starts_with("pay_"));
    assert_eq!(
        answer.body,
        json!({
            "success": true, "message": "On-ramp payment processed successfully",
            "data": {
                "payment": {"id": id, "status": "SUCCESS", "amount": 50000, "currency": "INR",
                    "transactionId": "txn_xyz789", "gatewayReference": reference},
                "paymentMethod": "UPI", "referenceId": reference
            },
            "metadata": {"paymentType": "ONRAMP", "attemptNumber": 1}
        })
    );
    // the same key again: the record, and no second payment
    let again = service.pay("on-ramp", &[("x-idempotency-key", "onramp-payment-unique-id-123")], &on_ramp()).await;
    assert_eq!(again.status, 200);
    assert_eq!(
        again.body,
        json!({
            "success": true, "message": "Request already processed (idempotent)",
            "data": {"payment": {"id": id, "status": "SUCCESS", "amount": 50000, "currency": "INR", "userId": "123",
                "walletId": "wallet_abc123", "transactionId": "txn_xyz789", "gatewayReference": reference,
                "createdAt": again.body["data"]["payment"]["createdAt"]}},
            "metadata": {"idempotent": true, "originalStatus": "SUCCESS"}
        })
    );
    assert_eq!(again.body["data"]["payment"]["createdAt"].as_str().unwrap().len(), 24);
    assert_eq!(service.bank.entries().await.unwrap().len(), 1);
}

#[tokio::test]
async fn off_ramp_succeeds_as_documented() {
    let (service, _directory) = Service::new(settings()).await;
    let answer = service.pay("off-ramp", &[], &off_ramp()).await;
    let (id, reference) = (&answer.body["data"]["payment"]["id"], &answer.body["data"]["referenceId"]);
    assert_eq!(
        answer.body,
        json!({
            "success": true, "message": "Off-ramp payment processed successfully",
            "data": {
                "payment": {"id": id, "status": "SUCCESS", "amount": 25000, "currency": "INR",
                    "transactionId": "txn_def456", "gatewayReference": reference},
                "paymentMethod": "BANK_TRANSFER", "referenceId": reference
            },
            "metadata": {"paymentType": "OFFRAMP", "attemptNumber": 1}
        })
    );
    let attempts = service.store.attempts(id.as_str().unwrap()).await.unwrap();
    assert_eq!(attempts.len(), 1);
    assert_eq!((attempts[0].gateway.as_str(), attempts[0].status), ("DEMO_BANK", AttemptStatus::Success));
    let request: Value = serde_json::from_str(attempts[0].raw_request.as_ref().unwrap()).unwrap();
    assert_eq!(request["account"], "****1234");
    assert!(attempts[0].raw_response.is_some() && attempts[0].error_code.is_none());
}

#[tokio::test]
async fn optional_members_may_be_left_out() {
    let (service, _directory) = Service::new(settings()).await;
    let body = json!({"walletId": "w", "amount": 1, "accountDetails": {"upiId": "user@okaxis"}});
    let answer = service.pay("off-ramp", &[], &body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.body["data"]["payment"]["currency"], "INR");
    assert_eq!(answer.body["data"]["payment"]["transactionId"], Value::Null);
}

#[tokio::test]
async fn parameters_are_refused_by_field() {
    let (service, _directory) = Service::new(settings()).await;
    let details =
        |answer: &Answer| -> Value { serde_json::from_str(answer.body["error"]["details"].as_str().unwrap()).unwrap() };
    let answer = service.pay("on-ramp", &[("x-user-id", "")], &json!({})).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.body["message"], "Invalid request parameters");
    assert_eq!(
        (&answer.body["error"]["code"], &answer.body["error"]["type"]),
        (&json!("VALIDATION"), &json!("VALIDATION_ERROR"))
    );
    assert_eq!(
        details(&answer),
        json!([
            {"field": "userId", "message": "User ID is required"},
            {"field": "walletId", "message": "Wallet ID is required"},
            {"field": "amount", "message": "Valid positive amount is required"}
        ])
    );
    // only those that are wrong
    for (field, value) in [
        ("amount", json!("50.5")),
        ("amount", json!("-1")),
        ("amount", json!(0)),
        ("walletId", json!("<script>")),
        ("walletId", json!("'; DROP TABLE \"Payment\"; --")),
        ("currency", json!("RUPEES")),
        ("transactionId", json!("a b")),
        ("metadata", json!("x")),
        ("metadata", json!({"a": "<img>"})),
    ] {
        let mut body = on_ramp();
        body[field] = value.clone();
        let answer = service.pay("on-ramp", &[], &body).await;
        assert_eq!(answer.status, 400, "{field} {value}");
        let details = details(&answer);
        assert_eq!((details.as_array().unwrap().len(), &details[0]["field"]), (1, &json!(field)), "{value}");
    }
    for key in ["a b", "ä", &"x".repeat(256)] {
        assert_eq!(service.pay("on-ramp", &[("x-idempotency-key", key)], &on_ramp()).await.status, 400, "{key}");
    }
    assert_eq!(service.pay("on-ramp", &[("content-type", "text/plain")], &on_ramp()).await.status, 415);
    assert!(service.bank.entries().await.unwrap().is_empty());
}

#[tokio::test]
async fn account_details_are_refused_by_field() {
    let (service, _directory) = Service::new(settings()).await;
    let answer = service.pay("on-ramp", &[], &to_account(&json!({}))).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.body["message"], "Invalid account details");
    assert_eq!(
        answer.body["error"],
        json!({"code": "VALIDATION", "type": "VALIDATION_ERROR",
            "details": r#"[{"field":"accountDetails","message":"Account number or UPI ID is required"}]"#})
    );
    for account in [
        json!({"accountNumber": ACCOUNT}),
        json!({"ifsc": "SBIN0001234"}),
        json!({"upiId": "user@"}),
        json!({"accountNumber": "1234 x", "ifsc": "SBIN0001234"}),
        json!({"accountNumber": ACCOUNT, "ifsc": "SBIN1001234"}),
        json!({"upiId": "user@okaxis", "pin": "1234"}),
        json!(null),
        json!([]),
    ] {
        let answer = service.pay("off-ramp", &[], &to_account(&account)).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.body["message"]),
            (400, &json!("Invalid account details")),
            "{account}"
        );
    }
    let both = json!({"upiId": "user@okaxis", "accountNumber": ACCOUNT, "ifsc": "SBIN0001234"});
    let answer = service.pay("off-ramp", &[], &to_account(&both)).await;
    assert_eq!(answer.body["data"]["paymentMethod"], "UPI");
    assert_eq!(answer.body["metadata"]["warnings"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn gateway_failures_are_400_with_the_payment() {
    let (service, _directory) = Service::new(settings()).await;
    for (direction, upi, number, code, message) in [
        ("on-ramp", "insufficient.funds", "9990000001", "INSUFFICIENT_FUNDS", "Insufficient funds in source account"),
        ("off-ramp", "invalid.account", "9990000002", "INVALID_ACCOUNT", "Invalid beneficiary account"),
        ("off-ramp", "account.blocked", "9990000003", "ACCOUNT_BLOCKED", "Account is blocked or frozen"),
        ("off-ramp", "limit.exceeded", "9990000004", "TRANSACTION_LIMIT_EXCEEDED", "Transaction exceeds allowed limit"),
        ("off-ramp", "gateway.error", "9990000006", "GATEWAY_ERROR", "Payment processing failed"),
        ("off-ramp", "rate.limited", "9990000007", "RATE_LIMIT_EXCEEDED", "Rate limit exceeded"),
    ] {
        for account in
            [json!({"upiId": format!("{upi}@okaxis")}), json!({"accountNumber": number, "ifsc": "SBIN0001234"})]
        {
            let answer = service.pay(direction, &[], &to_account(&account)).await;
            assert_eq!(answer.status, 400);
            let id = &answer.body["metadata"]["payment"]["id"];
            assert_eq!(
                answer.body,
                json!({
                    "success": false, "message": message,
                    "error": {"code": "EXTERNAL_SERVICE_ERROR", "type": "EXTERNAL_SERVICE_ERROR", "details": code},
                    "metadata": {"payment": {"id": id, "status": "FAILED", "amount": 25000}, "errorCode": code}
                })
            );
            let attempts = service.store.attempts(id.as_str().unwrap()).await.unwrap();
            // nothing was done, so it was tried again; anything else is final
            assert_eq!(attempts.len(), if code == "RATE_LIMIT_EXCEEDED" { 3 } else { 1 });
            assert!(attempts.iter().all(|attempt| attempt.status == AttemptStatus::Failed));
            assert_eq!(attempts[0].error_code.as_deref(), Some(code));
        }
    }
}

/// swiftpay-20: the demo gateway.
#[tokio::test]
async fn a_busy_gateway_is_tried_again_as_another_attempt() {
    let (service, _directory) = Service::new(settings()).await;
    let answer = service.pay("off-ramp", &[], &to_account(&json!({"upiId": "busy.once@okaxis"}))).await;
    assert_eq!((answer.status.as_u16(), &answer.body["metadata"]["attemptNumber"]), (200, &json!(2)));
    let attempts = service.store.attempts(answer.body["data"]["payment"]["id"].as_str().unwrap()).await.unwrap();
    let states: Vec<_> = attempts.iter().map(|attempt| (attempt.number, attempt.status.as_str())).collect();
    assert_eq!(states, [(1, "FAILED"), (2, "SUCCESS")]);
}

/// What nobody knows stays pending, and is asked for by reference, never done again.
#[tokio::test]
async fn an_unanswered_gateway_is_asked_later() {
    for (upi, expected) in [("timeout.paid@okaxis", "SUCCESS"), ("gateway.timeout@okaxis", "FAILED")] {
        let mut settings = settings();
        settings.reconcile_after = Duration::from_secs(3);
        let (service, _directory) = Service::new(settings).await;
        let key = [("x-idempotency-key", "k")];
        let answer = service.pay("off-ramp", &key, &to_account(&json!({"upiId": upi}))).await;
        assert_eq!((answer.status.as_u16(), &answer.body["error"]["details"]), (400, &json!("GATEWAY_TIMEOUT")));
        assert_eq!(answer.body["metadata"]["payment"]["status"], "PENDING");
        assert_eq!(answer.body["metadata"]["needsReconciliation"], true);
        let again = service.pay("off-ramp", &key, &to_account(&json!({"upiId": upi}))).await;
        assert_eq!(again.body["metadata"], json!({"idempotent": true, "originalStatus": "PENDING"}));
        assert_eq!(offramp_core::http::reconcile(&service.app).await, 0, "it is too young");
        tokio::time::sleep(Duration::from_millis(3100)).await;
        assert_eq!(offramp_core::http::reconcile(&service.app).await, 1);
        assert_eq!(offramp_core::http::reconcile(&service.app).await, 0);
        let again = service.pay("off-ramp", &key, &to_account(&json!({"upiId": upi}))).await;
        assert_eq!(again.body["metadata"]["originalStatus"], expected);
        assert!(service.bank.entries().await.unwrap().iter().all(|entry| entry.calls <= 1));
    }
}

#[tokio::test]
async fn callers_are_authenticated() {
    let (service, _directory) = Service::new(settings()).await;
    for headers in [
        [("x-service-id", ""), ("x-service-secret", SECRET)],
        [("x-service-id", "transaction-service"), ("x-service-secret", "")],
        [("x-service-id", "transaction-service"), ("x-service-secret", "wrong")],
        [("x-service-id", "other"), ("x-service-secret", SECRET)],
    ] {
        let answer = service.pay("off-ramp", &headers, &off_ramp()).await;
        assert_eq!((answer.status.as_u16(), &answer.body["error"]["code"]), (401, &json!("AUTHENTICATION")));
    }
    for secret in [SECRET, "next-secret"] {
        assert_eq!(service.pay("off-ramp", &[("x-service-secret", secret)], &off_ramp()).await.status, 200);
    }
    let mut nobody = settings();
    nobody.callers = Callers::default();
    let (service, _directory) = Service::new(nobody).await;
    assert_eq!(service.pay("off-ramp", &[], &off_ramp()).await.status, 503);
    assert_eq!(service.get("/api/payment/health").await.status, 200);
    assert!(logged().contains("OFFRAMP_SERVICES names no service"));
}

#[tokio::test]
async fn a_key_belongs_to_one_request() {
    let (service, _directory) = Service::new(settings()).await;
    let key = ("x-idempotency-key", "one");
    let first = service.pay("off-ramp", &[key], &off_ramp()).await;
    assert_eq!(first.status, 200);
    let mut other = off_ramp();
    other["amount"] = json!("25001");
    for (headers, body) in [(vec![key], other.clone()), (vec![key, ("x-user-id", "456")], off_ramp())] {
        let answer = service.pay("off-ramp", &headers, &body).await;
        assert_eq!((answer.status.as_u16(), &answer.body["error"]["details"]), (409, &json!("IDEMPOTENCY_KEY_REUSED")));
        assert!(!answer.text.contains("pay_"), "another's payment does not show");
    }
    // the header that the document's code reads means the same
    let again = service.pay("off-ramp", &[("idempotency-key", "one")], &off_ramp()).await;
    assert_eq!(again.body["metadata"]["idempotent"], true);
    // another wallet, another key
    other["walletId"] = json!("wallet_other");
    assert_eq!(service.pay("off-ramp", &[key], &other).await.body["metadata"]["attemptNumber"], 1);
    assert_eq!(service.bank.entries().await.unwrap().len(), 2);
}

async fn money_moves_once(services: &[&Service]) {
    let mut requests = Vec::new();
    for number in 0..40 {
        let front = services[number % services.len()].front.clone();
        let service = Service {
            front,
            app: Arc::clone(&services[0].app),
            store: Arc::clone(&services[0].store),
            bank: Arc::clone(&services[0].bank),
        };
        let body = to_account(&json!({"upiId": if number % 2 == 0 { "user@okaxis" } else { "USER@OKAXIS" }}));
        requests.push(tokio::spawn(async move {
            service.pay("off-ramp", &[("x-idempotency-key", "concurrent")], &body).await
        }));
    }
    let mut processed = 0;
    for request in requests {
        let answer = request.await.unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text);
        processed += u32::from(answer.body["metadata"]["idempotent"] != json!(true));
    }
    assert_eq!(processed, 1);
    let entries = services[0].bank.entries().await.unwrap();
    assert_eq!(entries.iter().map(|entry| entry.calls).collect::<Vec<_>>(), [1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn identical_requests_move_money_once() {
    let (service, _directory) = Service::new(settings()).await;
    money_moves_once(&[&service]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_replicas_behave_as_one() {
    let (server, directory) = (Postgres::start(), tempfile::tempdir().unwrap());
    let url = server.database("replicas");
    let mut limited = settings();
    limited.rate_limit = RateLimit::read("100/15m").unwrap();
    let ledger = directory.path().join("bank.db");
    let one = Service::on(&url, &ledger, limited.clone()).await;
    let two = Service::on(&url, &ledger, limited).await;
    money_moves_once(&[&one, &two]).await;
    // the limit counts on both: 40 were used
    for number in 0..60 {
        let service = if number % 2 == 0 { &one } else { &two };
        assert_eq!(service.pay("off-ramp", &[], &json!({})).await.status, 400, "{number}");
    }
    assert_eq!(one.pay("off-ramp", &[], &json!({})).await.status, 429);
    assert_eq!(two.pay("off-ramp", &[], &json!({})).await.status, 429);
    // nothing that was planted is in the database
    two.pay("off-ramp", &[], &off_ramp()).await;
    let dump = server.dump("replicas");
    assert!(dump.contains("wallet_abc123"));
    for planted in [SECRET, ACCOUNT] {
        assert!(!dump.contains(planted));
    }
    // the database goes away: 503, and by itself back
    server.down();
    let mut unlimited = settings();
    unlimited.rate_limit = None;
    let answer = one.get("/readyz").await;
    assert_eq!(answer.status, 503);
    server.up();
    let three = Service::on(&url, &ledger, unlimited).await;
    server.down();
    let answer = three.pay("off-ramp", &[("x-idempotency-key", "away")], &off_ramp()).await;
    assert_eq!((answer.status.as_u16(), &answer.body["error"]["code"]), (503, &json!("DATABASE")));
    assert!(answer.headers.contains_key("retry-after"));
    server.up();
    let answer = three.pay("off-ramp", &[("x-idempotency-key", "away")], &off_ramp()).await;
    assert_eq!((answer.status.as_u16(), &answer.body["metadata"]["attemptNumber"]), (200, &json!(1)));
    assert_eq!(three.get("/readyz").await.status, 200);
}

#[tokio::test]
async fn fifty_requests_in_fifteen_minutes() {
    let mut limited = settings();
    limited.rate_limit = Settings::default().rate_limit;
    limited.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let (service, _directory) = Service::new(limited).await;
    let from = |peer: &str, forwarded: &str| {
        let body = r#"{"walletId":"w"}"#;
        let mut request = Request::post("/api/payment/off-ramp")
            .header("x-forwarded-for", forwarded)
            .header("content-type", "application/json")
            .header("x-service-id", "transaction-service")
            .header("x-service-secret", SECRET)
            .body(Body::from(body))
            .unwrap();
        request.extensions_mut().insert(Peer(peer.parse::<SocketAddr>().unwrap()));
        request
    };
    // what asks for no payment, and who is not known, spends nothing of it
    for number in 0..60 {
        let mut request = from("1.2.3.4:1", "");
        request.headers_mut().insert("x-service-secret", "wrong-one".parse().unwrap());
        assert_eq!(service.send(request).await.status, if number < 50 { 401 } else { 429 }, "{number}");
        let mut request = Request::get("/api/payment/health").body(Body::empty()).unwrap();
        request.extensions_mut().insert(Peer("1.2.3.4:1".parse().unwrap()));
        assert_eq!(service.send(request).await.status, 200);
    }
    for _ in 0..50 {
        assert_eq!(service.send(from("1.2.3.4:1", "5.5.5.5")).await.status, 400);
    }
    let answer = service.send(from("1.2.3.4:2", "6.6.6.6")).await;
    assert_eq!(answer.status, 429);
    assert_eq!(
        answer.body,
        json!({
            "success": false, "message": "Too many requests. Please try again later.",
            "error": {
                "code": "RATE_LIMIT_EXCEEDED", "type": "RATE_LIMIT_EXCEEDED_ERROR",
                "details": "General rate limit allows 50 requests per 15 minutes. Limit exceeded.",
                "retryAfter": "15 minutes"
            }
        })
    );
    let seconds: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((890..=900).contains(&seconds));
    // another client, and one behind a trusted proxy
    assert_eq!(service.send(from("1.2.3.5:1", "")).await.status, 400);
    assert_eq!(service.send(from("10.0.0.1:1", "7.7.7.7")).await.status, 400);
    assert_eq!(service.send(from("10.0.0.1:1", "1.2.3.4")).await.status, 429);
    // the rest of the service has no such limit
    assert_eq!(service.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn logs_and_metrics_hold_what_they_must_and_nothing_else() {
    let (service, directory) = Service::new(settings()).await;
    let success = service.pay("off-ramp", &[("x-idempotency-key", "withdrawal-2026-11")], &off_ramp()).await;
    service.pay("off-ramp", &[("x-idempotency-key", "withdrawal-2026-11")], &off_ramp()).await;
    // a key that is a phone number is none of the log's business
    service.pay("off-ramp", &[("x-idempotency-key", "919988776655")], &off_ramp()).await;
    let id = success.body["data"]["payment"]["id"].as_str().unwrap();
    let blocked = service.pay("off-ramp", &[], &to_account(&json!({"upiId": "account.blocked@okaxis"}))).await;
    assert_eq!(blocked.status, 400);
    service
        .pay("off-ramp", &[], &to_account(&json!({"accountNumber": format!("{ACCOUNT}x"), "ifsc": "SBIN0001234"})))
        .await;
    service.pay("off-ramp", &[("x-service-secret", "planted-wrong-secret")], &off_ramp()).await;
    let logs = logged();
    let lines: Vec<Value> = logs.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let line =
        |message: &str| lines.iter().find(|line| line["message"] == message && line["payment_id"] != Value::Null);
    let processed =
        lines.iter().find(|line| line["message"] == "Payment processed" && line["payment_id"] == id).unwrap();
    assert_eq!((&processed["level"], &processed["transaction_id"]), (&json!("INFO"), &json!("txn_def456")));
    for message in ["Payment recorded", "Payment processed", "Idempotency key seen before"] {
        let line = lines.iter().find(|line| line["message"] == message && line["payment_id"] == id).unwrap();
        assert_eq!(
            (&line["wallet_id"], &line["idempotency_key"]),
            (&json!("wallet_abc123"), &json!("withdrawal-2026-11"))
        );
        if message != "Idempotency key seen before" {
            assert_eq!((&line["amount"], &line["currency"]), (&json!(25000), &json!("INR")), "{line}");
        }
    }
    let error = line("Bank gateway error during off-ramp").unwrap();
    assert_eq!((&error["level"], &error["error_type"]), (&json!("ERROR"), &json!("EXTERNAL_SERVICE_ERROR")));
    assert!(error["error_code"].is_string() && error["gateway"] == "DEMO_BANK" && error["user_id"] == "123");
    let refused = lines.iter().find(|line| line["error_type"] == "VALIDATION_ERROR").unwrap();
    assert_eq!(refused["level"], "INFO");
    assert!(!logs.contains("919988776655"));
    let metrics = service.get("/metrics").await.text;
    for metric in [
        r#"offramp_payments_total{type="OFFRAMP",status="SUCCESS"} 2"#,
        r#"offramp_payment_failures_total{code="ACCOUNT_BLOCKED"} 1"#,
        "offramp_payment_duration_seconds_count 3",
        "offramp_gateway_duration_seconds_count 3",
        "offramp_payment_idempotent_hits_total 1",
    ] {
        assert!(metrics.contains(metric), "{metric}\n{metrics}");
    }
    let mut files = String::new();
    for file in std::fs::read_dir(directory.path()).unwrap() {
        files.push_str(&String::from_utf8_lossy(&std::fs::read(file.unwrap().path()).unwrap()));
    }
    assert!(files.contains("wallet_abc123"));
    for planted in [ACCOUNT, SECRET, "planted-wrong-secret"] {
        assert!(!logs.contains(planted) && !metrics.contains(planted) && !files.contains(planted), "{planted}");
    }
}

#[tokio::test]
async fn the_core_over_http() {
    let (service, _directory) = Service::new(settings()).await;
    let iban = service.post("/v1/validate", &json!({"kind": "iban", "text": "DE89 3704 0044 0532 0130 00"})).await;
    assert_eq!((iban.status.as_u16(), &iban.body["verdict"]), (200, &json!("valid")));
    let unknown = service.post("/v1/validate", &json!({"kind": "iban2", "text": ""})).await;
    assert_eq!((unknown.status.as_u16(), &unknown.body["code"]), (400, &json!("KIND_UNKNOWN")));
    assert_eq!(unknown.headers["content-type"], "application/problem+json");
    assert_eq!(unknown.body["type"], "urn:offramp:KIND_UNKNOWN");
    let detected = service.post("/v1/detect", &json!({"text": "021000021"})).await;
    assert_eq!(detected.body["candidates"][0]["kind"], "aba");
    assert_eq!(service.get("/v1/fields/USD").await.body["anyOf"], json!([["aba", "swift"]]));
    assert_eq!(service.get("/v1/fields/XXX").await.status, 404);
    assert_eq!(service.get("/v1/fields/USD?raill=bank").await.status, 400);
    assert!(service.get("/v1/fields/USD/schema").await.body["$schema"].is_string());
    let account = json!({"fields": {"bankName": "Commerzbank", "iban": "DE89370400440532013000", "bic": "COBADEFF"}});
    assert_eq!(service.post("/v1/bank-accounts/EUR", &account).await.body["verdict"], "valid");
    let request = json!({
        "input": {"name": "John Doe", "email": "john@example.com"},
        "credentials": {"apiKey": "key", "apiSecret": "secret"}
    });
    let built = service.post("/v1/requests/coinut/createCustomer", &request).await;
    assert_eq!(built.body["url"], "https://ramp.hexarails.ai/customer/create", "{}", built.text);
    assert_eq!(service.post("/v1/requests/coinut/nothing", &request).await.status, 404);
    assert_eq!(service.post("/v1/requests/nobody/x", &request).await.status, 404);
    let invalid = json!({"input": {"name": ""}, "credentials": {"apiKey": "key", "apiSecret": "secret"}});
    let invalid = service.post("/v1/requests/coinut/createCustomer", &invalid).await;
    assert_eq!(invalid.status, 422);
    assert!(invalid.body["findings"].as_array().unwrap().len() > 1);
    let not_json = service
        .send(Request::post("/v1/validate").header("content-type", "application/json").body(Body::from("{")).unwrap())
        .await;
    assert_eq!((not_json.status.as_u16(), &not_json.body["code"]), (400, &json!("JSON_INVALID")));
    let large = Body::from("x".repeat(100_000));
    assert_eq!(
        service
            .send(Request::post("/v1/validate").header("content-type", "application/json").body(large).unwrap())
            .await
            .status,
        413
    );
    let wrong = service.send(Request::put("/v1/validate").body(Body::empty()).unwrap()).await;
    assert_eq!((wrong.status.as_u16(), wrong.headers["allow"].to_str().unwrap()), (405, "POST"));
    assert_eq!(service.get("/nothing").await.body["code"], "ROUTE_UNKNOWN");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_checked_as_they_come() {
    let (service, _directory) = Service::new(settings()).await;
    let check = async |media_type: &str, query: &str, body: String| {
        let request = Request::post(format!("/v1/check{query}")).header("content-type", media_type);
        service.send(request.body(Body::from(body)).unwrap()).await
    };
    let row = "INR,1.00,user@okaxis\n";
    let answer = check("text/csv", "?duplicates=false", format!("currency,amount,vpa\n{}", row.repeat(20_000))).await;
    assert_eq!(answer.headers["content-type"], "application/x-ndjson");
    assert_eq!(answer.text.lines().count(), 20_001);
    let summary: Value = serde_json::from_str(answer.text.lines().last().unwrap()).unwrap();
    assert_eq!((&summary["summary"]["rows"], &summary["summary"]["valid"]), (&json!(20_000), &json!(20_000)));
    let lines = "{\"currency\":\"INR\",\"amount\":1,\"vpa\":\"user@okaxis\"}\n{\"ccy\":\"INR\",\"amount\":1,\"vpa\":\"user@gmail.com\"}\n";
    let answer = check("application/x-ndjson", "?rows=findings", lines.to_owned()).await;
    let first: Value = serde_json::from_str(answer.text.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["row"], &first["line"], &first["verdict"]),
        (&json!(2), &json!(2), &json!("invalid")),
        "{}",
        answer.text
    );
    let answer = check("application/x-ndjson", "?rows=none", format!("{lines}[\n{lines}")).await;
    let summary: Value = serde_json::from_str(&answer.text).unwrap();
    let counted = &summary["summary"];
    assert_eq!(
        (&counted["rows"], &counted["valid"], &counted["invalid"]),
        (&json!(5), &json!(2), &json!(3)),
        "{counted}"
    );
    let array = format!("[{}]", lines.trim_end().replace('\n', ","));
    for media_type in ["application/json", "application/octet-stream"] {
        let answer = check(media_type, "?rows=none", array.clone()).await;
        assert!(answer.text.starts_with("{\"summary\":{\"rows\":2,\"valid\":1,"), "{}", answer.text);
    }
    assert_eq!(check("application/pdf", "", "{}".to_owned()).await.status, 415);
    assert_eq!(check("text/csv", "?rows=some", String::new()).await.status, 400);
}

#[tokio::test]
async fn tables_of_the_service_are_applied_where_the_request_brings_none() {
    let weights = |rest| format!("089999 089999 MOD10 0 0 0 0 0 0 {rest}");
    let file = |lines: &str| Directories::uk_modulus_file(lines, "8.50", "test", "test").unwrap();
    let mut settings = settings();
    settings.directories.load(&file(&weights("7 1 3 7 1 3 7 1"))).unwrap();
    let (service, _directory) = Service::new(settings).await;
    let csv = "currency,amount,sortCode,accountNumber\nGBP,1.00,089999,66374959\n";
    let request = Request::post("/v1/check").header("content-type", "text/csv").body(Body::from(csv)).unwrap();
    let answer = service.send(request).await.text;
    assert!(
        answer.contains("UK_MODULUS_FAILED") && answer.contains(r#""directories":{"ukModulus":"8.50"}"#),
        "{answer}"
    );
    let fields = json!({"sortCode": "089999", "accountNumber": "66374959"});
    let path = "/v1/bank-accounts/GBP";
    let answer = service.post(path, &json!({"fields": fields})).await.body;
    assert_eq!(
        (&answer["verdict"], &answer["directories"]["ukModulus"]),
        (&json!("invalid"), &json!("8.50")),
        "{answer}"
    );
    let own: Value = serde_json::from_str(&file(&weights("0 0 0 0 0 0 0 0")).to_string()).unwrap();
    let answer =
        service.post(path, &json!({"fields": fields, "options": {"directories": {"ukModulus": own}}})).await.body;
    assert_eq!(answer["verdict"], "valid", "{answer}");
}

#[tokio::test]
async fn webhooks_are_verified_stored_and_told_apart() {
    let mut settings = settings();
    settings.webhook_secrets = read_webhook_secrets("coinut=old|new").unwrap();
    settings.public_url = Some("https://pay.example.com".to_owned());
    let (service, _directory) = Service::new(settings).await;
    let body = r#"{"event":"TRADE_SETTLED","data":{"id":"t1","accountNo":"70341928561234"}}"#;
    let deliver = async |secret: &str, url: &str, body: &str, age: i64| {
        let timestamp = (now() / 1000 - age).to_string();
        let (path, nonce) = ("/webhooks/coinut", "n1");
        let canonical = ["POST", url, path, "", &sha256(body), &timestamp, nonce].join("\n");
        let request = Request::post(path)
            .header("x-timestamp", &timestamp)
            .header("x-nonce", nonce)
            .header("x-signature", hmac(secret, &canonical));
        service.send(request.body(Body::from(body.to_owned())).unwrap()).await
    };
    for secret in ["old", "new"] {
        let answer = deliver(secret, "pay.example.com", body, 0).await;
        assert_eq!((answer.status.as_u16(), &answer.body), (200, &json!({"status": "ok"})), "{}", answer.text);
    }
    for (secret, url, body, age) in [
        ("wrong", "pay.example.com", body, 0),
        ("old", "evil.example.com", body, 0),
        ("old", "pay.example.com", body, 3600),
        ("old", "pay.example.com", body, -3600),
    ] {
        assert_eq!(deliver(secret, url, body, age).await.status, 401);
    }
    assert_eq!(service.post("/webhooks/coinut", &json!({})).await.status, 401);
    for (provider, status) in [("nobody", 404), ("swiftpay", 404), ("unigox", 503)] {
        assert_eq!(service.post(&format!("/webhooks/{provider}"), &json!({})).await.status, status, "{provider}");
    }
    let received: Vec<Value> = logged()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|line| line["message"] == "Webhook received")
        .collect();
    assert_eq!((&received[0]["is_new"], &received[1]["is_new"]), (&json!(true), &json!(false)));
    assert!(!logged().contains(ACCOUNT));
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn sha256(text: &str) -> String {
    use sha2::Digest;
    hex(&sha2::Sha256::digest(text.as_bytes()))
}

fn hmac(secret: &str, text: &str) -> String {
    use hmac::{KeyInit, Mac};
    let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(text.as_bytes());
    hex(&mac.finalize().into_bytes())
}

#[tokio::test]
async fn what_an_operator_needs() {
    let (service, _directory) = Service::new(settings()).await;
    assert_eq!(service.get("/healthz").await.status, 200);
    assert_eq!(service.get("/readyz").await.status, 200);
    let description = service.get("/openapi.json").await.body;
    assert_eq!(description["openapi"], "3.1.0");
    for path in [
        "/api/payment/health",
        "/api/payment/on-ramp",
        "/api/payment/off-ramp",
        "/v1/validate",
        "/v1/check",
        "/v1/webhooks/{provider}/verify",
        "/webhooks/{provider}",
        "/healthz",
        "/readyz",
        "/metrics",
        "/openapi.json",
    ] {
        assert!(description["paths"][path].is_object(), "{path}");
    }
    let viewer = service.get("/docs/").await;
    assert!(viewer.status == 200 && viewer.text.contains("swagger-ui") && !viewer.text.contains("https://"));
    let answer =
        service.send(Request::get("/healthz").header("x-request-id", "abc").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.headers["x-request-id"], "abc");
    assert_eq!(service.get("/").await.status, 303);
}

#[tokio::test]
async fn the_page_is_served_from_a_directory() {
    let www = tempfile::tempdir().unwrap();
    std::fs::write(www.path().join("index.html"), "<title>page</title>").unwrap();
    std::fs::create_dir(www.path().join("assets")).unwrap();
    std::fs::write(www.path().join("assets/app.js"), "let a").unwrap();
    std::fs::write(www.path().join("assets/core.wasm"), "\0asm").unwrap();
    let mut settings = settings();
    settings.www = Some(www.path().to_owned());
    let (service, _directory) = Service::new(settings).await;
    let page = service.get("/").await;
    assert_eq!(page.text, "<title>page</title>");
    // what the page says of itself, and that nobody may frame it, which only a header can say
    let script = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/www/csp.js")).unwrap();
    let own: Vec<&str> = script.split('"').skip(1).step_by(2).collect();
    assert!(own.len() > 5);
    let policy = [own.join("; "), "frame-ancestors 'none'".to_owned()].join("; ");
    assert_eq!(page.headers["content-security-policy"], policy);
    let script = service.get("/assets/app.js").await;
    assert_eq!((script.text.as_str(), &script.headers["content-type"]), ("let a", &"text/javascript".parse().unwrap()));
    let module = service.get("/assets/core.wasm").await;
    assert_eq!(module.headers["content-type"], "application/wasm");
    assert_eq!(service.get("/assets/none.js").await.status, 404);
    // nothing that is hidden or leads outside, and a name that no file can have is none of the service's trouble
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.js"), "planted").unwrap();
    std::fs::write(www.path().join(".env"), "planted").unwrap();
    std::fs::create_dir(www.path().join(".git")).unwrap();
    std::fs::write(www.path().join(".git/config"), "planted").unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.js"), www.path().join("assets/link.js")).unwrap();
    std::os::unix::fs::symlink(outside.path(), www.path().join("linked")).unwrap();
    let long = format!("/{}", "a".repeat(256));
    for path in ["/.env", "/.git/config", "/%2eenv", "/assets/link.js", "/linked/secret.js", "/assets/../.env", &long] {
        let answer = service.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.text.contains("planted")), (404, false), "{path}");
    }
    assert_eq!(service.get("/../Cargo.toml").await.status, 404);
    assert_eq!(service.get("/v1/fields/USD").await.status, 200);
}
