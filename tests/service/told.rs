//! Services are told how payments have ended that they were told are pending: signed, again and again, across crashes, and
//! nobody else is.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::program::{Service, ask, payment};
use offramp_core::provider::{Delivery, Headers, Scheme, Signing};
use offramp_core::{Provider, Secret, Timestamp};
use serde_json::{Value, json};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NEXT: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx";

/// A delivery as it came in.
#[derive(Clone)]
struct Received {
    headers: BTreeMap<String, String>,
    body: String,
}

impl Received {
    fn payment(&self) -> Value {
        serde_json::from_str::<Value>(&self.body).unwrap()["data"]["payment"].clone()
    }

    /// Whether one of its signatures is the secret's.
    fn is_signed_with(&self, secret: &str) -> bool {
        let time: i64 = self.headers["webhook-timestamp"].parse().unwrap();
        let delivery =
            Delivery { url: "https://x.example", headers: Headers(&[]), body: self.body.as_bytes(), tolerance: None };
        let signing = Signing { now: Timestamp::from_unix_seconds(time).unwrap(), nonce: &self.headers["webhook-id"] };
        let signed = Provider::Sentra
            .sign_webhook(Some(Scheme::StandardWebhooks), &Secret::from(secret), &delivery, &signing)
            .unwrap();
        let expected = &signed.iter().find(|(name, _)| name == "webhook-signature").unwrap().1;
        self.headers["webhook-signature"].split(' ').any(|one| one == expected)
    }
}

/// A service that takes deliveries, and answers them with the statuses it is given, and then with 204.
#[derive(Clone)]
struct Receiver {
    url: String,
    state: Arc<Mutex<(Vec<Received>, Vec<&'static str>)>>,
}

impl Receiver {
    fn start() -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/told", listener.local_addr().unwrap());
        let receiver = Receiver { url, state: Arc::default() };
        let it = receiver.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let it = it.clone();
                thread::spawn(move || it.serve(stream.unwrap()));
            }
        });
        receiver
    }

    fn serve(&self, mut stream: TcpStream) {
        let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            bytes.extend_from_slice(&buffer[..length]);
            let text = String::from_utf8(bytes.clone()).unwrap();
            let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
            let lines = head.lines().filter_map(|line| line.split_once(": "));
            let headers: BTreeMap<_, _> =
                lines.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
            if body.len() < headers["content-length"].parse().unwrap() {
                continue;
            }
            let status = {
                let mut state = self.state.lock().unwrap();
                state.0.push(Received { headers, body: body.to_owned() });
                if state.1.is_empty() { "204 No Content" } else { state.1.remove(0) }
            };
            stream
                .write_all(format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nlocation: /\r\n\r\n").as_bytes())
                .unwrap();
            bytes.clear();
        }
    }

    fn answers(&self, statuses: &[&'static str]) {
        self.state.lock().unwrap().1 = statuses.to_vec();
    }

    fn received(&self) -> Vec<Received> {
        self.state.lock().unwrap().0.clone()
    }

    fn wait(&self, count: usize) -> Vec<Received> {
        let started = Instant::now();
        while self.received().len() < count {
            assert!(started.elapsed() < Duration::from_secs(30), "{} of {count}", self.received().len());
            thread::sleep(Duration::from_millis(20));
        }
        self.received()
    }
}

const QUICK: [&str; 12] = [
    "--rate-limit",
    "off",
    "--gateway-timeout",
    "300ms",
    "--reconcile-after",
    "1s",
    "--reconcile-every",
    "100ms",
    "--webhook-retry",
    "100ms",
    "--drain",
    "2s",
];

fn program(text: &str) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_offramp"));
    program.env("OFFRAMP_SERVICES", "test=secret-of-tests,other=secret-of-tests");
    program.env("OFFRAMP_SERVICE_WEBHOOKS", text);
    program
}

fn pay(service: &Service, key: &str, upi: &str) -> Value {
    serde_json::from_str(&ask(service.address, &payment(key, upi)).unwrap().1).unwrap()
}

fn id(answer: &Value) -> String {
    answer["metadata"]["payment"]["id"].as_str().unwrap().to_owned()
}

fn command(service: &Service, arguments: &[&str]) -> (Option<i32>, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_offramp"));
    command.arg("--json").args(arguments).current_dir(service.directory.path());
    let output = command.env("DATABASE_URL", "sqlite://payments.db").output().unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap_or(Value::Null))
}

#[test]
fn a_service_is_told_how_a_pending_payment_ended() {
    let receiver = Receiver::start();
    let service =
        Service::run(program(&format!("test={}|{SECRET}|{NEXT}", receiver.url)), "sqlite://payments.db", &QUICK);
    receiver.answers(&["500 Oops", "302 Found", "503 Later"]);
    // who was answered how it ended is not told again
    pay(&service, "now", "user@okaxis");
    let paid = id(&pay(&service, "later", "timeout.paid@okaxis"));
    let all = receiver.wait(4);
    assert!(all.iter().all(|it| it.payment()["id"] == paid.as_str()), "{}", all[0].body);
    let first: Value = serde_json::from_str(&all[0].body).unwrap();
    assert_eq!((&first["type"], &first["data"]["payment"]["status"]), (&json!("payment.succeeded"), &json!("SUCCESS")));
    assert_eq!(first["data"]["payment"]["idempotencyKey"], "later");
    for it in &all {
        // each try has the id by which a receiver knows it again
        assert_eq!(it.headers["webhook-id"], all[0].headers["webhook-id"]);
        assert!(it.is_signed_with(SECRET) && it.is_signed_with(NEXT));
        assert!(!it.is_signed_with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSy"));
    }
    let failed = id(&pay(&service, "failed", "gateway.timeout@okaxis"));
    let last = receiver.wait(5).pop().unwrap();
    assert_eq!((&last.payment()["id"], &last.payment()["errorCode"]), (&json!(failed), &json!("GATEWAY_TIMEOUT")));
    thread::sleep(Duration::from_millis(1500));
    assert_eq!(receiver.received().len(), 5, "nothing that was taken is told again");
    let (_, told) = command(&service, &["webhooks", "list"]);
    assert_eq!(
        (&told[0]["paymentId"], &told[0]["state"], &told[0]["tries"]),
        (&json!(failed), &json!("DELIVERED"), &json!(1))
    );
    assert_eq!(
        (&told[1]["paymentId"], &told[1]["tries"], told.as_array().unwrap().len()),
        (&json!(paid), &json!(4), 2)
    );
    // unless somebody asks for it
    assert_eq!(command(&service, &["webhooks", "replay", &paid]).0, Some(0));
    assert_eq!(receiver.wait(6)[5].headers["webhook-id"], all[0].headers["webhook-id"]);
    assert_eq!(command(&service, &["webhooks", "replay", "pay_none"]).0, Some(2));
    let metrics = crate::program::get(service.address, "/metrics").unwrap().1;
    assert!(metrics.contains("offramp_webhooks_total{outcome=\"failed\"} 3"), "{metrics}");
}

#[test]
fn what_is_given_up_waits_for_somebody() {
    let receiver = Receiver::start();
    let service = Service::run(program(&format!("test={}|{SECRET}", receiver.url)), "sqlite://payments.db", &QUICK);
    receiver.answers(&["410 Gone"]);
    let paid = id(&pay(&service, "one", "timeout.paid@okaxis"));
    receiver.wait(1);
    thread::sleep(Duration::from_millis(1500));
    assert_eq!(receiver.received().len(), 1);
    let (_, dead) = command(&service, &["webhooks", "list", "--state", "dead"]);
    assert_eq!((&dead[0]["paymentId"], &dead[0]["answer"]), (&json!(paid), &json!("HTTP 410")));
    let metrics = crate::program::get(service.address, "/metrics").unwrap().1;
    assert!(metrics.contains("offramp_webhooks_dead 1"), "{metrics}");
    assert_eq!(command(&service, &["webhooks", "replay", "--dead", "--service", "other"]).1, json!([]));
    assert_eq!(command(&service, &["webhooks", "replay", "--dead"]).0, Some(0));
    assert_eq!(receiver.wait(2)[1].payment()["id"], paid.as_str());
}

/// What ended while nobody could be told, by a hand too, is told after a crash; what another service asked for is not.
#[test]
fn a_crash_loses_none() {
    let receiver = Receiver::start();
    let waits = ["--rate-limit", "off", "--gateway-timeout", "300ms"];
    let service = Service::run(program(""), "sqlite://payments.db", &waits);
    let mut open: Vec<String> =
        (0..20).map(|key| id(&pay(&service, &key.to_string(), "timeout.paid@okaxis"))).collect();
    let of_another = payment("other", "timeout.paid@okaxis").replace("x-service-id: test", "x-service-id: other");
    assert!(ask(service.address, &of_another).is_some());
    let told = ["--outcome", "failed", "--by", "Asha", "--reason", "the bank says so"];
    assert_eq!(command(&service, &[&["payments", "resolve", &open[0]][..], &told].concat()).0, Some(0));
    // it dies again and again while it ends and tells them
    let text = format!("test={}|{SECRET}", receiver.url);
    let mut service = service.killed_and_run(program(&text), &QUICK);
    for _ in 0..3 {
        thread::sleep(Duration::from_millis(1100));
        service = service.killed_and_run(program(&text), &QUICK);
    }
    let started = Instant::now();
    let ids = || -> Vec<String> {
        let all = receiver.received();
        let mut ids: Vec<String> = all.iter().map(|it| it.payment()["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids.dedup();
        ids
    };
    open.sort();
    while ids() != open {
        // what was under way when it died is given out again after two minutes: somebody who cannot wait replays it
        let (_, waiting) = command(&service, &["webhooks", "list", "--state", "waiting", "--service", "test"]);
        for it in waiting.as_array().unwrap() {
            command(&service, &["webhooks", "replay", it["paymentId"].as_str().unwrap()]);
        }
        assert!(started.elapsed() < Duration::from_secs(60), "{} of {}", ids().len(), open.len());
        thread::sleep(Duration::from_millis(500));
    }
    let (_, other) = command(&service, &["webhooks", "list", "--service", "other"]);
    assert_eq!((&other[0]["state"], &other[0]["tries"]), (&json!("WAITING"), &json!(0)));
}
