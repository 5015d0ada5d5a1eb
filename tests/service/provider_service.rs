//! A service whose gateway is a provider that is played on loopback.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, StatusCode, Uri};
use offramp_core::api::json::call;
use offramp_core::gateway::{Gateway, ProviderGateway, World};
use offramp_core::http::{App, Callers, Front, Settings, front, read_webhook_secrets};
use offramp_core::storage::{self, Store, StoreOptions};
use offramp_core::{Json, Provider, Timestamp};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tower::ServiceExt;

#[allow(clippy::disallowed_methods, reason = "the test is the clock's owner")]
pub fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

pub fn timestamp() -> Result<Timestamp, offramp_core::Error> {
    Timestamp::from_unix_seconds(now() / 1000)
}

/// What the provider answers next, and what it was asked.
#[derive(Clone)]
pub struct Fake {
    pub answer: Arc<Mutex<(u16, String)>>,
    pub calls: Arc<Mutex<Vec<(String, Value)>>>,
    /// Answers leave one a permit.
    pub gate: Arc<Semaphore>,
    pub url: String,
}

impl Fake {
    pub async fn start() -> Fake {
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

    pub fn will_answer(&self, status: u16, body: &Value) {
        *self.answer.lock().unwrap() = (status, body.to_string());
    }
}

pub struct Service {
    pub app: Arc<App>,
    pub front: Front,
    pub store: Arc<dyn Store>,
    pub fake: Fake,
}

static NONCE: AtomicU32 = AtomicU32::new(0);

pub fn gateway(provider: &str, url: &str) -> ProviderGateway {
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
    pub async fn on(database: &str, provider: &str) -> Service {
        let fake = Fake::start().await;
        let gateway = Arc::new(gateway(provider, &fake.url));
        Service::with(database, gateway, fake, |_| {}).await
    }

    /// With another gateway and other settings.
    pub async fn with(
        database: &str,
        gateway: Arc<dyn Gateway>,
        fake: Fake,
        set: impl FnOnce(&mut Settings),
    ) -> Service {
        let mut settings = Settings::default();
        settings.callers = Callers::read("test=secret").unwrap();
        settings.rate_limit = None;
        settings.webhook_secrets =
            read_webhook_secrets("coinut=hook,unigox=hook,sentra:hex-hmac:X-Signature=hook").unwrap();
        settings.public_url = Some("https://pay.example.com".to_owned());
        settings.gateway_timeout = Duration::from_secs(3);
        set(&mut settings);
        let store = storage::open(database, StoreOptions { now, connections: 4 }).await.unwrap();
        let app = App::new(settings, Arc::clone(&store), gateway).unwrap();
        Service { front: front(&app).unwrap(), app, store, fake }
    }

    pub async fn send(&self, request: Request<Body>) -> (u16, Value) {
        let response = self.front.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    pub async fn pay(&self, key: &str) -> (u16, Value) {
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

    /// A payment of somebody, in one of the two directions.
    pub async fn pay_as(&self, key: &str, user: &str, way: &str, body: &Value) -> (u16, Value) {
        let request = Request::post(format!("/api/payment/{way}"))
            .header("x-service-id", "test")
            .header("x-service-secret", "secret")
            .header("x-user-id", user)
            .header("x-idempotency-key", key)
            .header("content-type", "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap()).await
    }

    /// A delivery signed as the provider signs it.
    pub async fn deliver(&self, provider: &str, body: &Value) -> u16 {
        self.deliver_text(provider, &body.to_string(), &[]).await
    }

    /// With headers that nobody signs.
    pub async fn deliver_with(&self, provider: &str, body: &Value, headers: &[(&str, &str)]) -> u16 {
        self.deliver_text(provider, &body.to_string(), headers).await
    }

    pub async fn deliver_text(&self, provider: &str, body: &str, headers: &[(&str, &str)]) -> u16 {
        let path = format!("/webhooks/{provider}");
        let text = |value: Value| value.to_string().parse::<Json>().unwrap();
        let mut how = json!({"secret": "hook", "url": format!("https://pay.example.com{path}")});
        if provider == "sentra" {
            how["scheme"] = json!("hex-hmac");
        }
        let when = json!({"now": timestamp().unwrap().to_string(), "nonce": "n1"});
        let arguments = [Json::from(provider), text(how), Json::from(body), text(when)];
        let signed = call("signWebhook", &arguments).unwrap();
        let mut request = Request::post(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        for (name, value) in signed.as_object().unwrap().iter() {
            request = request.header(name, value.as_str().unwrap());
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await.0
    }

    pub async fn metrics(&self) -> String {
        let response = self.front.clone().oneshot(Request::get("/metrics").body(Body::empty()).unwrap()).await.unwrap();
        String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
    }

    pub async fn status(&self, key: &str) -> &'static str {
        self.store.payment_of_key("w", key).await.unwrap().unwrap().status.as_str()
    }

    pub async fn steps(&self, provider: Provider, order: &str) -> Vec<String> {
        let transitions = self.store.transitions(provider, order).await.unwrap();
        transitions.iter().map(|it| format!("{} {}", it.step, it.to)).collect()
    }
}

pub fn sentra(id: &str, order: &str, status: &str) -> Value {
    json!({"id": id, "type": "payment.updated", "event": "payment.updated", "data": {"id": order, "status": status}})
}

pub fn transfer(id: &str) -> Value {
    json!({"id": id, "type": "OFF_RAMP", "status": "AWAITING_FUNDS", "depositAddress": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "depositAmount": 1000.0, "depositChain": "POLYGON", "fee": 5.5, "expiresAt": "2030-01-01T00:00:00Z"})
}
