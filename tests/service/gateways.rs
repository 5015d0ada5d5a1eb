//! Providers as gateways, when everything goes wrong that can: no payment failed that the provider took, none was
//! sent twice, none stays open that can be asked about.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::log;
use crate::misbehaviours::{misbehaviours, statuses};
use crate::upstream::{Asked, Part, Upstream};
use axum::body::{Body, to_bytes};
use axum::http::Request;
use offramp_core::gateway::{DemoBank, Gateway, ProviderGateway, World};
use offramp_core::http::{App, Callers, Front, Settings, front, reconcile, serve, start_background};
use offramp_core::storage::{self, Attempt, Store, StoreOptions};
use offramp_core::{Json, Timestamp};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// How long a provider may take.
const PATIENCE: Duration = Duration::from_millis(700);
/// After how long an open payment is asked about.
const AFTER: Duration = Duration::from_secs(3);

#[allow(clippy::disallowed_methods, reason = "the test is the clock's owner")]
fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

fn timestamp() -> Result<Timestamp, offramp_core::Error> {
    Timestamp::from_unix_seconds(now() / 1000)
}

static COUNT: AtomicU32 = AtomicU32::new(0);

fn number() -> u32 {
    COUNT.fetch_add(1, Ordering::Relaxed)
}

fn provider_gateway(description: &Value, url: &str) -> Result<ProviderGateway, offramp_core::Error> {
    let url = url.to_owned();
    let credential = move |variable: &str| {
        let is_limit = variable.ends_with("AMOUNT") || variable.ends_with("LIMIT");
        (!is_limit).then(|| match variable {
            _ if variable.ends_with("URL") => url.clone(),
            "SWIFTPAY_SERVICE_ID" => "test".to_owned(),
            "SWIFTPAY_SERVICE_SECRET" => "secret".to_owned(),
            "SWIFTPAY_USER_ID" => "user-1".to_owned(),
            _ => "sk_test_planted".to_owned(),
        })
    };
    let nonce = || Some(format!("nonce-{}", number()));
    let description: Json = description.to_string().parse().unwrap();
    ProviderGateway::new(&description, credential, PATIENCE, World { now: timestamp, nonce })
}

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.callers = Callers::read("test=secret").unwrap();
    settings.rate_limit = None;
    settings.gateway_timeout = PATIENCE + Duration::from_millis(300);
    settings.reconcile_after = AFTER;
    settings.reconcile_every = Duration::from_millis(200);
    settings
}

struct Service {
    app: Arc<App>,
    front: Front,
    store: Arc<dyn Store>,
}

/// Who is paid: each payment has an account and a text of its own, by which the provider's requests are known.
#[derive(Clone, Debug)]
struct Payee {
    key: String,
    account: String,
    quote: String,
}

fn payee(name: &str) -> Payee {
    let number = number();
    Payee {
        key: format!("{name}-{number}").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect(),
        account: format!("7034{number:08}"),
        quote: format!("550e8400-e29b-41d4-a716-{number:012}"),
    }
}

impl Service {
    async fn new(database: &str, gateway: Arc<dyn Gateway>) -> Service {
        let store = storage::open(database, StoreOptions { now, connections: 2 }).await.unwrap();
        let app = App::new(settings(), Arc::clone(&store), gateway).unwrap();
        Service { front: front(&app).unwrap(), app, store }
    }

    async fn send(&self, key: &str, details: &Value) -> (u16, Value) {
        let body = json!({"walletId": "w", "amount": "25000", "accountDetails": details});
        let request = Request::post("/api/payment/off-ramp")
            .header("x-service-id", "test")
            .header("x-service-secret", "secret")
            .header("x-user-id", "1")
            .header("x-idempotency-key", key)
            .header("content-type", "application/json");
        let request = request.body(Body::from(body.to_string())).unwrap();
        let response = self.front.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    async fn pay(&self, payee: &Payee) -> (u16, Value) {
        let details = json!({"accountNumber": payee.account, "ifsc": "SBIN0001234", "bankName": payee.quote});
        self.send(&payee.key, &details).await
    }

    async fn status(&self, key: &str) -> &'static str {
        self.store.payment_of_key("w", key).await.unwrap().unwrap().status.as_str()
    }

    async fn attempts(&self, key: &str) -> Vec<Attempt> {
        let payment = self.store.payment_of_key("w", key).await.unwrap().unwrap();
        self.store.attempts(&payment.id).await.unwrap()
    }
}

struct Provider {
    name: &'static str,
    part: Part,
    off_ramp: Value,
    /// Whether it can be asked about a payment whose answer was lost, and whether that can make it.
    can_ask: bool,
    repeats: bool,
}

fn text(value: &Value, member: &str) -> String {
    value[member].as_str().unwrap_or_default().to_owned()
}

fn providers() -> Vec<Provider> {
    let address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    let hash = format!("0x{}", "ab".repeat(32));
    vec![
        Provider {
            name: "swiftpay",
            part: Part {
                reference: |asked: &Asked| asked.header("x-idempotency-key").unwrap_or_default(),
                is_keyed: true,
                order: |order, word, _| {
                    json!({"success": true, "message": "m", "data": {"payment": {"id": order, "status": word,
                        "amount": 25000, "currency": "INR"}, "paymentMethod": "BANK_TRANSFER"}})
                },
                list: |_| Value::Null,
                words: ("PENDING", "SUCCESS"),
            },
            off_ramp: json!({"operation": "offRamp", "reference": "id", "input": {"walletId": "w1",
                "transactionId": "{reference}", "amount": "{amount}", "currency": "{currency}",
                "accountDetails": {"accountNumber": "{accountNumber}", "ifsc": "{ifsc}"}}}),
            can_ask: true,
            repeats: true,
        },
        Provider {
            name: "sentra",
            part: Part {
                reference: |asked| text(&asked.body, "idempotencyKey"),
                is_keyed: true,
                order: |order, word, reference| json!({"id": order, "status": word, "idempotencyKey": reference}),
                list: |orders| json!(orders),
                words: ("AWAITING_FUNDS", "COMPLETED"),
            },
            off_ramp: json!({"operation": "createTransfer", "reference": "id", "input": {"recipientId": "rec_1",
                "quoteId": "{paymentId}", "bankAccountId": "{accountNumber}", "fromAddress": address,
                "paymentReason": "TRANSFER_TO_SELF"}, "inquiry": {"list": {"input": {"userId": "user_1"}}}}),
            can_ask: true,
            repeats: true,
        },
        Provider {
            name: "unigox",
            part: Part {
                reference: |asked| text(&asked.body, "quote_id"),
                is_keyed: false,
                order: |order, word, reference| json!({"success": true, "data": {"order_id": order, "status": word, "quote_id": reference}}),
                list: |orders| {
                    let orders: Vec<_> = orders.into_iter().map(|order| order["data"].clone()).collect();
                    json!({"success": true, "data": {"orders": orders, "pagination": {"page": 1}}})
                },
                words: ("awaiting_liquidity_provider", "completed"),
            },
            off_ramp: json!({"operation": "initiate", "reference": "order_id", "input": {"quote_id": "{bankName}"}}),
            can_ask: true,
            repeats: false,
        },
        Provider {
            name: "rahat",
            part: Part {
                reference: |asked| text(&asked.body, "xref"),
                is_keyed: false,
                order: |order, word, _| json!({"data": {"id": order, "status": word}}),
                list: |_| Value::Null,
                words: ("PENDING", "COMPLETED"),
            },
            off_ramp: json!({"operation": "instantOfframp", "reference": "id", "input": {
                "tokenAmount": "{amountDecimal}", "paymentProviderId": "p1", "transactionHash": hash,
                "senderAddress": address, "xref": "{paymentId}", "paymentDetails": {"creditorAgent": "0401",
                "creditorAccount": "{accountNumber}", "creditorName": "Somebody"}}}),
            can_ask: false,
            repeats: false,
        },
        Provider {
            name: "coinut",
            part: Part {
                reference: |asked| text(&asked.body, "to"),
                is_keyed: false,
                order: |order, _, _| json!({"flowId": order}),
                list: |_| Value::Null,
                words: ("", ""),
            },
            off_ramp: json!({"operation": "createOfframpFlow", "reference": "flowId", "input": {"from": {
                "customerId": "cust_1", "currency": "USDT", "network": "ETH"}, "to": "{accountNumber}"}}),
            can_ask: false,
            repeats: false,
        },
    ]
}

impl Provider {
    fn description(&self) -> Value {
        json!({"name": self.name.to_uppercase(), "provider": self.name, "offRamp": self.off_ramp})
    }
}

/// All of it for one provider, one after the other; then the provider behaves, and is asked.
async fn everything_goes_wrong(provider: Provider) {
    let directory = tempfile::tempdir().unwrap();
    let upstream = Upstream::start(provider.part).await;
    let gateway = provider_gateway(&provider.description(), &upstream.url).unwrap();
    let database = format!("sqlite://{}/payments.db", directory.path().display());
    let service = Service::new(&database, Arc::new(gateway)).await;
    let mut paid = Vec::new();
    let all = misbehaviours().into_iter().map(|(name, behaviour, takes)| (name.to_owned(), behaviour, takes));
    for (name, behaviour, takes) in all.chain(statuses()) {
        let at = format!("{} {name}", provider.name);
        let payee = payee("p");
        upstream.will(behaviour, takes);
        service.pay(&payee).await;
        let (status, taken) = (service.status(&payee.key).await, count(&upstream, &payee));
        assert!(taken <= usize::from(takes), "{at}: taken {taken} times at once");
        assert!(taken == 0 || status != "FAILED", "{at}: what was taken has not failed");
        paid.push((at, payee, status));
    }
    tokio::time::sleep(AFTER + Duration::from_millis(100)).await;
    upstream.pays();
    for _ in 0..3 {
        reconcile(&service.app).await;
    }
    let mut ends: BTreeMap<&str, u32> = BTreeMap::new();
    for (at, payee, before) in paid {
        let (status, taken) = (service.status(&payee.key).await, count(&upstream, &payee));
        assert!(taken <= 1, "{at}: taken {taken} times");
        let asked = upstream.asked(&payee.account) + upstream.asked(&payee.quote);
        assert!(taken == 0 || asked == 1 || provider.repeats, "{at}: asked to pay {asked} times");
        let expected = match (before, taken) {
            ("PENDING", 1) if provider.can_ask => "SUCCESS",
            // it is not there, and could still come
            (before, _) => before,
        };
        assert_eq!(status, expected, "{at}: was {before}, taken {taken}");
        assert!(!(provider.repeats && status == "PENDING"), "{at}: the same request is answered");
        *ends.entry(status).or_default() += 1;
        for attempt in service.attempts(&payee.key).await {
            let kept = [attempt.raw_request, attempt.raw_response].map(Option::unwrap_or_default).concat();
            assert!(!kept.contains(&payee.account), "{at}: {kept}");
        }
    }
    assert!(ends["FAILED"] >= 7, "{} {ends:?}: what was turned away has failed", provider.name);
    service.store.close().await;
}

fn count(upstream: &Upstream, payee: &Payee) -> usize {
    upstream.taken(&payee.account).len() + upstream.taken(&payee.quote).len()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_provider_makes_a_payment_fail_that_it_took_or_pays_twice() {
    let _quiet = crate::QUIET.lock().await;
    let all = providers().into_iter().map(|provider| tokio::spawn(everything_goes_wrong(provider)));
    for one in all.collect::<Vec<_>>() {
        one.await.unwrap();
    }
}

/// Whoever looks for why a provider refuses sees what it was asked and what it answered, and no account and no secret.
#[test]
fn what_is_asked_and_answered_is_in_the_log_masked() {
    log::read(asked_and_answered());
}

async fn asked_and_answered() {
    for provider in providers() {
        let directory = tempfile::tempdir().unwrap();
        let upstream = Upstream::start(provider.part).await;
        let gateway = provider_gateway(&provider.description(), &upstream.url).unwrap();
        let database = format!("sqlite://{}/payments.db", directory.path().display());
        let service = Service::new(&database, Arc::new(gateway)).await;
        let payee = payee("log");
        service.pay(&payee).await;
        let text = log::logged();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let of = |message: &str| {
            lines.iter().find(|line| line["message"] == message && line["provider"] == provider.name).cloned()
        };
        let (request, answer) = (of("Request to the provider").unwrap(), of("Answer of the provider").unwrap());
        let read = |line: &Value, member: &str| serde_json::from_str::<Value>(line[member].as_str().unwrap()).unwrap();
        assert_eq!((&request["level"], &answer["status"]), (&json!("DEBUG"), &json!(200)), "{request} {answer}");
        assert_eq!(read(&request, "request")["method"], "POST", "{request}");
        assert!(read(&answer, "answer").is_object(), "{answer}");
        for planted in [payee.account.as_str(), "sk_test_planted"] {
            assert!(!text.contains(planted), "{}: {planted}", provider.name);
        }
    }
}

/// What was never connected was never sent: the payment fails at once, and may be made again.
#[tokio::test(flavor = "multi_thread")]
async fn without_a_connection_nothing_was_sent() {
    let _quiet = crate::QUIET.lock().await;
    let directory = tempfile::tempdir().unwrap();
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    // nobody accepts, and the queue is full
    let full = full_backlog().await;
    // accepts, and says nothing of TLS
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent_address = silent.local_addr().unwrap();
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = silent.accept().await {
            held.push(stream);
        }
    });
    let full_address = full.0;
    for (name, url) in [
        ("refused", format!("http://{nobody}")),
        ("unknown", "http://no-such-host.invalid".to_owned()),
        ("full", format!("http://{full_address}")),
        ("unshaken", format!("https://{silent_address}")),
    ] {
        for provider in providers() {
            let at = format!("{} {name}", provider.name);
            let Ok(gateway) = provider_gateway(&provider.description(), &url) else {
                panic!("{at}");
            };
            let database = format!("sqlite://{}/{}-{name}.db", directory.path().display(), provider.name);
            let service = Service::new(&database, Arc::new(gateway)).await;
            let payee = payee("n");
            let started = Instant::now();
            let (status, answer) = service.pay(&payee).await;
            assert_eq!((status, service.status(&payee.key).await), (400, "FAILED"), "{at} {answer}");
            assert!(started.elapsed() < PATIENCE, "{at}: {:?}", started.elapsed());
            service.store.close().await;
        }
    }
}

/// A payment that a description makes no request of is refused; what is wrong is told the operator, and the payer that it is
/// not paid.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_core_says_of_a_request_is_not_told_the_payer() {
    let directory = tempfile::tempdir().unwrap();
    for provider in providers() {
        let upstream = Upstream::start(provider.part).await;
        let gateway = provider_gateway(&provider.description(), &upstream.url).unwrap();
        let database = format!("sqlite://{}/{}.db", directory.path().display(), provider.name);
        let service = Service::new(&database, Arc::new(gateway)).await;
        // the descriptions are for bank accounts
        let (status, answer) = service.send("upi", &json!({"upiId": "user@okaxis"})).await;
        let error =
            json!({"code": "EXTERNAL_SERVICE_ERROR", "type": "EXTERNAL_SERVICE_ERROR", "details": "GATEWAY_ERROR"});
        assert_eq!((status, &answer["error"]), (400, &error), "{} {answer}", provider.name);
        let text = answer.to_string();
        assert!(text.contains("cannot carry this payment out"), "{text}");
        assert!(!["/", "INVALID", "needed", "FIELD"].iter().any(|word| text.contains(word)), "{text}");
        let attempts = service.attempts("upi").await;
        let codes: Vec<_> = attempts.iter().map(|attempt| attempt.error_code.as_deref()).collect();
        assert_eq!(codes, [Some("GATEWAY_ERROR")], "{}", provider.name);
        service.store.close().await;
    }
}

/// A listener that nobody accepts from, and so many connections that its queue takes no more.
async fn full_backlog() -> (std::net::SocketAddr, TcpListener, Vec<TcpStream>) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut held = Vec::new();
    while let Ok(Ok(stream)) = tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
        held.push(stream);
    }
    (address, listener, held)
}

/// The service as the provider of another: what the one knows at the end knows the other, and the bank did it once.
#[tokio::test(flavor = "multi_thread")]
async fn two_services_chained_agree_with_the_bank() {
    let _quiet = crate::QUIET.lock().await;
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    let bank = Arc::new(DemoBank::open(&path("bank.db")).await.unwrap());
    let behind = Service::new(&format!("sqlite://{}", path("behind.db").display()), Arc::clone(&bank) as _).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let stop = CancellationToken::new();
    tokio::spawn(serve(listener, behind.front.clone(), None, stop.clone()));
    start_background(&behind.app, &stop);
    let description = json!({"name": "SWIFT", "provider": "swiftpay", "offRamp": {"operation": "offRamp",
        "reference": "id", "input": {"walletId": "w1", "transactionId": "{reference}", "amount": "{amount}",
        "currency": "{currency}", "accountDetails": {"upiId": "{upiId}"}}}});
    let database = format!("sqlite://{}", path("front.db").display());
    let first = Service::new(&database, Arc::new(provider_gateway(&description, &url).unwrap())).await;
    let cases = [
        ("user", "SUCCESS", "SUCCESS"),
        ("insufficient.funds", "FAILED", "FAILED"),
        ("invalid.account", "FAILED", "FAILED"),
        ("account.blocked", "FAILED", "FAILED"),
        ("limit.exceeded", "FAILED", "FAILED"),
        ("gateway.timeout", "PENDING", "FAILED"),
        ("gateway.error", "PENDING", "FAILED"),
        ("rate.limited", "FAILED", "FAILED"),
        ("busy.once", "SUCCESS", "SUCCESS"),
        ("timeout.paid", "PENDING", "SUCCESS"),
        // it is given up before the bank enters it
        ("slow", "PENDING", "FAILED"),
    ];
    for (name, at_once, _) in cases {
        let key = name.replace('.', "-");
        let (_, answer) = first.send(&key, &json!({"upiId": format!("{name}@okaxis")})).await;
        assert_eq!(first.status(&key).await, at_once, "{name} {answer}");
        // the attempt is the key
        for attempt in first.attempts(&key).await {
            assert!(behind.store.payment_of_key("w1", &attempt.id).await.unwrap().is_some(), "{name}");
            assert!(!attempt.raw_request.unwrap_or_default().contains(name), "{name}");
        }
    }
    // the service in front is started anew: what it needs to ask is on its disk
    first.store.close().await;
    let again = Service::new(&database, Arc::new(provider_gateway(&description, &url).unwrap())).await;
    start_background(&again.app, &stop);
    let started = Instant::now();
    for (name, _, at_last) in cases {
        let key = name.replace('.', "-");
        while again.status(&key).await == "PENDING" && started.elapsed() < Duration::from_secs(60) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(again.status(&key).await, at_last, "{name}");
        let attempts = again.attempts(&key).await;
        let last = attempts.last().unwrap();
        let other = behind.store.payment_of_key("w1", &last.id).await.unwrap().unwrap();
        assert_eq!(other.status.as_str(), at_last, "{name}: both services agree");
        let entries = bank.entries().await.unwrap();
        let done = entries.iter().filter(|entry| entry.payment_id == other.id && entry.state == "DONE").count();
        assert_eq!(done, usize::from(at_last == "SUCCESS"), "{name}: and so does the bank");
    }
    let done = bank.entries().await.unwrap().iter().filter(|entry| entry.state == "DONE").count();
    assert_eq!(done, cases.iter().filter(|(.., at_last)| *at_last == "SUCCESS").count());
    stop.cancel();
    again.store.close().await;
    behind.store.close().await;
}
