//! Payments through a provider, end to end: a server on loopback plays the provider, and its events say what
//! became of the orders.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

mod postgres;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, StatusCode, Uri};
use offramp_core::api::json::call;
use offramp_core::gateway::{ProviderGateway, World};
use offramp_core::http::{App, Callers, Front, Settings, front, read_webhook_secrets, reconcile};
use offramp_core::storage::{self, Store, StoreOptions};
use offramp_core::{Json, Provider, Timestamp};
use postgres::Postgres;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tower::ServiceExt;

#[allow(clippy::disallowed_methods, reason = "the test is the clock's owner")]
fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

fn timestamp() -> Result<Timestamp, offramp_core::Error> {
    Timestamp::from_unix_seconds(now() / 1000)
}

/// What the provider answers next, and what it was asked.
#[derive(Clone)]
struct Fake {
    answer: Arc<Mutex<(u16, String)>>,
    calls: Arc<Mutex<Vec<(String, Value)>>>,
    /// Answers leave one a permit.
    gate: Arc<Semaphore>,
    url: String,
}

impl Fake {
    async fn start() -> Fake {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let fake = Fake {
            answer: Arc::new(Mutex::new((200, String::new()))),
            calls: Arc::default(),
            gate: Arc::new(Semaphore::new(1000)),
            url: format!("http://{}", listener.local_addr().unwrap()),
        };
        let it = fake.clone();
        let handler = async move |uri: Uri, body: Bytes| {
            let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
            it.calls.lock().unwrap().push((uri.path().to_owned(), body));
            it.gate.acquire().await.unwrap().forget();
            let (status, body) = it.answer.lock().unwrap().clone();
            (StatusCode::from_u16(status).unwrap(), body)
        };
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(handler)).await });
        fake
    }

    fn will_answer(&self, status: u16, body: &Value) {
        *self.answer.lock().unwrap() = (status, body.to_string());
    }
}

struct Service {
    app: Arc<App>,
    front: Front,
    store: Arc<dyn Store>,
    fake: Fake,
}

static NONCE: AtomicU32 = AtomicU32::new(0);

fn gateway(provider: &str, url: &str) -> ProviderGateway {
    let off_ramp = match provider {
        "sentra" => json!({"operation": "createTransfer", "reference": "id", "input": {
            "recipientId": "rec_1", "quoteId": "{paymentId}", "bankAccountId": "{accountNumber}",
            "fromAddress": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "paymentReason": "TRANSFER_TO_SELF"}}),
        "unigox" => {
            json!({"operation": "initiate", "reference": "order_id", "input": {"quote_id": "550e8400-e29b-41d4-a716-446655440000"}})
        }
        _ => json!({"operation": "createOfframpFlow", "reference": "flowId", "input": {
            "from": {"customerId": "cust_1", "currency": "USDT", "network": "ETH"}, "to": "{accountNumber}"}}),
    };
    let description: Json = json!({"name": provider.to_uppercase(), "provider": provider, "offRamp": off_ramp})
        .to_string()
        .parse()
        .unwrap();
    let url = url.to_owned();
    let credential =
        move |variable: &str| Some(if variable.ends_with("URL") { url.clone() } else { "sk_test_planted".to_owned() });
    let nonce = || Some(format!("nonce-{}", NONCE.fetch_add(1, Ordering::Relaxed)));
    ProviderGateway::new(&description, credential, Duration::from_secs(2), World { now: timestamp, nonce }).unwrap()
}

impl Service {
    async fn on(database: &str, provider: &str) -> Service {
        let fake = Fake::start().await;
        let mut settings = Settings::default();
        settings.callers = Callers::read("test=secret").unwrap();
        settings.rate_limit = None;
        settings.webhook_secrets =
            read_webhook_secrets("coinut=hook,unigox=hook,sentra:hex-hmac:X-Signature=hook").unwrap();
        settings.public_url = Some("https://pay.example.com".to_owned());
        settings.gateway_timeout = Duration::from_secs(3);
        let store = storage::open(database, StoreOptions { now, connections: 4 }).await.unwrap();
        let app = App::new(settings, Arc::clone(&store), Arc::new(gateway(provider, &fake.url))).unwrap();
        Service { front: front(&app).unwrap(), app, store, fake }
    }

    async fn send(&self, request: Request<Body>) -> (u16, Value) {
        let response = self.front.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    async fn pay(&self, key: &str) -> (u16, Value) {
        let body = json!({"walletId": "w", "amount": "25000",
            "accountDetails": {"accountNumber": "70341928561234", "ifsc": "SBIN0001234"}});
        let request = Request::post("/api/payment/off-ramp")
            .header("x-service-id", "test")
            .header("x-service-secret", "secret")
            .header("x-user-id", "1")
            .header("x-idempotency-key", key)
            .header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// A delivery signed as the provider signs it.
    async fn deliver(&self, provider: &str, body: &Value) -> u16 {
        let (body, path) = (body.to_string(), format!("/webhooks/{provider}"));
        let text = |value: Value| value.to_string().parse::<Json>().unwrap();
        let mut how = json!({"secret": "hook", "url": format!("https://pay.example.com{path}")});
        if provider == "sentra" {
            how["scheme"] = json!("hex-hmac");
        }
        let when = json!({"now": timestamp().unwrap().to_string(), "nonce": "n1"});
        let arguments = [Json::from(provider), text(how), Json::from(body.as_str()), text(when)];
        let signed = call("signWebhook", &arguments).unwrap();
        let mut request = Request::post(path);
        for (name, value) in signed.as_object().unwrap().iter() {
            request = request.header(name, value.as_str().unwrap());
        }
        self.send(request.body(Body::from(body)).unwrap()).await.0
    }

    async fn status(&self, key: &str) -> &'static str {
        self.store.payment_of_key("w", key).await.unwrap().unwrap().status.as_str()
    }

    async fn steps(&self, provider: Provider, order: &str) -> Vec<String> {
        let transitions = self.store.transitions(provider, order).await.unwrap();
        transitions.iter().map(|it| format!("{} {}", it.step, it.to)).collect()
    }
}

fn sentra(id: &str, order: &str, status: &str) -> Value {
    json!({"id": id, "type": "payment.updated", "event": "payment.updated", "data": {"id": order, "status": status}})
}

fn transfer(id: &str) -> Value {
    json!({"id": id, "type": "OFF_RAMP", "status": "AWAITING_FUNDS", "depositAddress": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "depositAmount": 1000.0, "depositChain": "POLYGON", "fee": 5.5, "expiresAt": "2030-01-01T00:00:00Z"})
}

async fn sentra_transfers(database: &str) {
    let service = Service::on(database, "sentra").await;
    service.fake.will_answer(200, &transfer("order_1"));
    let (status, answer) = service.pay("one").await;
    assert_eq!((status, &answer["data"]["payment"]["status"]), (200, &json!("PENDING")), "{answer}");
    assert_eq!(answer["data"]["payment"]["gatewayReference"], "order_1");
    let (path, body) = service.fake.calls.lock().unwrap()[0].clone();
    assert_eq!(path, "/payments/recipient/rec_1/off-ramp");
    assert_eq!(
        (&body["quoteId"], &body["bankAccountId"]),
        (&answer["data"]["payment"]["id"], &json!("70341928561234"))
    );
    // out of order, twice, and late
    for (id, word, expected) in [
        ("e2", "PROCESSING", "PENDING"),
        ("e1", "PENDING", "PENDING"),
        ("e2", "PROCESSING", "PENDING"),
        ("e3", "SENT", "PENDING"),
        ("e4", "COMPLETED", "SUCCESS"),
        ("e4", "COMPLETED", "SUCCESS"),
        ("e5", "FAILED", "SUCCESS"),
        ("e0", "AWAITING_FUNDS", "SUCCESS"),
    ] {
        assert_eq!(service.deliver("sentra", &sentra(id, "order_1", word)).await, 200, "{word}");
        assert_eq!(service.status("one").await, expected, "{word}");
    }
    assert_eq!(
        service.steps(Provider::Sentra, "order_1").await,
        [
            "applied PROCESSING",
            "late PENDING",
            "applied SENT",
            "applied COMPLETED",
            "refused FAILED",
            "late AWAITING_FUNDS"
        ]
    );
    let (_, again) = service.pay("one").await;
    assert_eq!(again["metadata"], json!({"idempotent": true, "originalStatus": "SUCCESS"}));
    assert_eq!(service.fake.calls.lock().unwrap().len(), 1, "nothing is sent twice");
    // one that comes to nothing
    service.fake.will_answer(200, &transfer("order_2"));
    service.pay("two").await;
    assert_eq!(service.deliver("sentra", &sentra("f1", "order_2", "EXPIRED")).await, 200);
    assert_eq!(service.status("two").await, "FAILED");
    let payment = service.store.payment_of_key("w", "two").await.unwrap().unwrap();
    let attempts = service.store.attempts(&payment.id).await.unwrap();
    assert_eq!(attempts[0].error_code.as_deref(), Some("ORDER_EXPIRED"));
    // an order of nobody here is kept all the same
    assert_eq!(service.deliver("sentra", &sentra("g1", "order_x", "COMPLETED")).await, 200);
    // the end is told before the provider's answer arrives
    service.fake.will_answer(200, &transfer("order_3"));
    let permits = service.fake.gate.available_permits();
    service.fake.gate.acquire_many(u32::try_from(permits).unwrap()).await.unwrap().forget();
    let (paid, ()) = tokio::join!(service.pay("three"), async {
        while service.fake.calls.lock().unwrap().len() < 3 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(service.deliver("sentra", &sentra("h1", "order_3", "COMPLETED")).await, 200);
        service.fake.gate.add_permits(1000);
    });
    assert_eq!((paid.0, &paid.1["data"]["payment"]["status"]), (200, &json!("SUCCESS")), "{}", paid.1);
    service.store.close().await;
}

async fn unigox_orders(database: &str) {
    let service = Service::on(database, "unigox").await;
    let event = |id: &str, status: &str| {
        json!({"event_id": id, "event_type": "order.status.changed", "created_at": "2026-01-01T00:00:00Z",
            "data": {"order_id": "u1", "status": status}})
    };
    service.fake.will_answer(
        200,
        &json!({"success": true, "data": {"order_id": "u1", "status": "awaiting_liquidity_provider"}}),
    );
    let (status, answer) = service.pay("unigox").await;
    assert_eq!((status, &answer["data"]["payment"]["status"]), (200, &json!("PENDING")), "{answer}");
    for (id, word, expected) in [
        ("1", "crypto_received", "PENDING"),
        ("2", "dispute_started", "PENDING"),
        ("1", "crypto_received", "PENDING"),
        ("3", "completed", "SUCCESS"),
        ("4", "cancelled", "SUCCESS"),
    ] {
        assert_eq!(service.deliver("unigox", &event(id, word)).await, 200);
        assert_eq!(service.status("unigox").await, expected, "{word}");
    }
    assert_eq!(service.steps(Provider::Unigox, "u1").await.len(), 4);
    service.store.close().await;
}

async fn coinut_flows(database: &str) {
    let service = Service::on(database, "coinut").await;
    service.fake.will_answer(200, &json!({"flowId": "flow_1", "status": "SUCCESS"}));
    let (status, answer) = service.pay("coinut").await;
    assert_eq!((status, &answer["data"]["payment"]["gatewayReference"]), (200, &json!("flow_1")), "{answer}");
    let event =
        |name: &str, trade: &str| json!({"event": name, "data": {"id": trade, "tradeId": trade, "flowId": "flow_1"}});
    for (name, trade, expected) in [
        ("DEPOSIT_RECEIVED", "d1", "PENDING"),
        ("TRADE_SETTLED", "t1", "SUCCESS"),
        ("TRADE_CREATED", "t1", "SUCCESS"),
        ("TRADE_SETTLED", "t1", "SUCCESS"),
    ] {
        assert_eq!(service.deliver("coinut", &event(name, trade)).await, 200);
        assert_eq!(service.status("coinut").await, expected, "{name}");
    }
    let steps = service.steps(Provider::Coinut, "flow_1").await;
    assert_eq!(steps, ["applied DEPOSIT_RECEIVED", "applied TRADE_SETTLED", "late TRADE_CREATED"]);
    service.store.close().await;
}

/// Refusals and silence of the provider.
async fn provider_in_trouble(database: &str) {
    let service = Service::on(database, "sentra").await;
    service.fake.will_answer(422, &json!({"code": "QUOTE_EXPIRED", "message": "expired 70341928561234"}));
    let (status, answer) = service.pay("refused").await;
    assert_eq!((status, &answer["metadata"]["errorCode"]), (400, &json!("QUOTE_EXPIRED")), "{answer}");
    assert_eq!(service.status("refused").await, "FAILED");
    assert!(!answer.to_string().contains("70341928561234"));
    // whether it was done nobody knows: it stays pending and is never sent again
    for (key, status, body) in [("broken", 500, json!({})), ("odd", 200, json!("?"))] {
        service.fake.will_answer(status, &body);
        let (status, answer) = service.pay(key).await;
        assert_eq!((status, &answer["metadata"]["payment"]["status"]), (400, &json!("PENDING")), "{key} {answer}");
    }
    assert_eq!(reconcile(&service.app).await, 0);
    let calls = service.fake.calls.lock().unwrap().len();
    service.pay("broken").await;
    assert_eq!(service.fake.calls.lock().unwrap().len(), calls);
    service.store.close().await;
}

async fn suite(database: &str) {
    sentra_transfers(database).await;
    unigox_orders(database).await;
    coinut_flows(database).await;
    provider_in_trouble(database).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    let directory = tempfile::tempdir().unwrap();
    suite(&format!("sqlite://{}/payments.db", directory.path().display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    let server = Postgres::start();
    suite(&server.database("orders")).await;
}
