//! The running service in trouble: stopped under load, slow clients, TLS, the limit of requests, and a
//! database that goes away. Each test starts the program itself.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::postgres::Postgres;
use crate::program::{Rows, Service, ask, get, payment, read};
use serde_json::Value;

/// What was begun is answered, nothing is taken on afterwards, and no attempt stays open.
#[test]
fn stopping_finishes_what_is_in_flight() {
    let mut service = Service::start(&["--rate-limit", "off"]);
    let address = service.address;
    let is_over = Arc::new(AtomicBool::new(false));
    let payers: Vec<_> = (0..8)
        .map(|payer| {
            let is_over = Arc::clone(&is_over);
            thread::spawn(move || {
                let mut acknowledged = Vec::new();
                for turn in 0.. {
                    // one of them is at a bank that takes two seconds
                    let upi = if payer == 0 { "slow@okaxis" } else { "user@okaxis" };
                    let key = format!("{payer}-{turn}");
                    match ask(address, &payment(&key, upi)) {
                        Some((200, _)) => acknowledged.push(key),
                        Some((status, body)) => panic!("{status} {body}"),
                        // no connection is taken on any more
                        None if is_over.load(Ordering::SeqCst) => break,
                        None => panic!("a request was dropped before the service was stopped"),
                    }
                }
                acknowledged
            })
        })
        .collect();
    thread::sleep(Duration::from_millis(700));
    is_over.store(true, Ordering::SeqCst);
    assert!(service.stop().success());
    let acknowledged: Vec<Vec<String>> = payers.into_iter().map(|payer| payer.join().unwrap()).collect();
    assert!(!acknowledged[0].is_empty(), "the slow payment was under way, and was answered");
    let rows = Rows::of(&service.directory.path().join("payments.db"));
    assert!(rows.open == 0, "{} attempts were left open", rows.open);
    for key in acknowledged.iter().flatten() {
        assert!(rows.paid.contains(key), "{key} was acknowledged and is not SUCCESS");
    }
}

/// Neither a head nor a body that never ends keeps a connection, and others are served meanwhile.
#[test]
fn slow_clients_are_let_go() {
    let service = Service::start(&["--header-timeout", "500ms", "--request-timeout", "500ms", "--connections", "40"]);
    let open = |text: &str| {
        let mut stream = TcpStream::connect(service.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(text.as_bytes()).unwrap();
        stream
    };
    let heads: Vec<_> = (0..15).map(|_| open("GET /healthz HTTP/1.1\r\nhost:")).collect();
    let begun = "POST /v1/validate HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{";
    let bodies: Vec<_> = (0..15).map(|_| open(begun)).collect();
    let started = Instant::now();
    assert_eq!(get(service.address, "/healthz").unwrap().0, 200);
    assert!(started.elapsed() < Duration::from_millis(450), "a quick client waited for slow ones");
    for mut stream in heads {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
    for mut stream in bodies {
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (status, body) = read(&answer).unwrap();
        assert_eq!(status, 408, "{body}");
    }
    assert!(started.elapsed() < Duration::from_secs(5));
    // a payment whose body does not come is none
    let cut = payment("cut", "user@okaxis");
    let mut stream = open(&cut[..cut.len() - 5]);
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert_eq!(read(&answer).unwrap().0, 408);
    assert!(Rows::of(&service.directory.path().join("payments.db")).paid.is_empty());
}

#[test]
fn the_limit_of_requests_counts_connections_of_one_client_together() {
    let service = Service::start(&["--rate-limit", "5/1m"]);
    let pay = |number: usize| ask(service.address, &payment(&format!("R-{number}"), "user@okaxis")).unwrap();
    let statuses: Vec<u16> = (0..7).map(|number| pay(number).0).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 429, 429]);
    let (_, body) = pay(7);
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["error"]["details"], "General rate limit allows 5 requests per 1 minute. Limit exceeded.");
    // whoever only asks whether it is well spends nothing
    assert_eq!(get(service.address, "/api/payment/health").unwrap().0, 200);
}

/// By the programs of Debian's openssl and curl, which know nothing of this code.
#[test]
fn connections_are_encrypted_where_there_is_a_certificate() {
    let keys = tempfile::tempdir().unwrap();
    let path = |name: &str| keys.path().join(name).to_str().unwrap().to_owned();
    let (certificate, key) = (path("cert.pem"), path("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        .args(["-keyout", &key, "-out", &certificate])
        .output()
        .expect("Debian's package openssl is needed");
    assert!(made.status.success());
    let service = Service::start(&["--tls-certificate", &certificate, "--tls-key", &key]);
    let curl = |arguments: &[&str]| {
        let url = format!("https://localhost:{}/healthz", service.address.port());
        let mut command = Command::new("curl");
        command.args(["-s", "-m", "10", "-w", "\n%{http_version} %{ssl_verify_result}"]).args(arguments).arg(url);
        let out = command.output().expect("Debian's package curl is needed");
        (out.status.success(), String::from_utf8(out.stdout).unwrap())
    };
    assert_eq!(curl(&["--cacert", &certificate, "--http1.1"]), (true, "{\"status\":\"ok\"}\n1.1 0".to_owned()));
    assert_eq!(curl(&["--cacert", &certificate, "--http2"]), (true, "{\"status\":\"ok\"}\n2 0".to_owned()));
    assert!(!curl(&[]).0, "a certificate that nobody vouches for was believed");
    assert!(!curl(&["--cacert", &certificate, "--tls-max", "1.1"]).0, "TLS 1.1 was accepted");
    assert!(get(service.address, "/healthz").is_none(), "a connection without TLS was served");
}

#[test]
fn a_database_that_is_away_is_waited_for() {
    let server = Postgres::start();
    let service = Service::with(&server.database("away"), &["--rate-limit", "off"]);
    let pay = |key: &str| ask(service.address, &payment(key, "user@okaxis")).unwrap();
    assert_eq!(pay("before").0, 200);
    server.down();
    for path in ["/readyz", "/healthz"] {
        assert_eq!(get(service.address, path).unwrap().0, if path == "/readyz" { 503 } else { 200 });
    }
    let began = Instant::now();
    let payers: Vec<_> = (0..10)
        .map(|number| {
            let address = service.address;
            thread::spawn(move || ask(address, &payment(&format!("away-{number}"), "user@okaxis")).unwrap())
        })
        .collect();
    for payer in payers {
        let (status, body) = payer.join().unwrap();
        assert_eq!(status, 503, "{body}");
    }
    assert!(began.elapsed() < Duration::from_secs(15));
    server.up();
    // the same keys are new: nothing was half done
    for number in 0..10 {
        let (status, body) = pay(&format!("away-{number}"));
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((status, &body["metadata"]["attemptNumber"]), (200, &Value::from(1)), "{body}");
    }
    let (_, before) = pay("before");
    assert!(before.contains(r#""originalStatus":"SUCCESS""#), "{before}");
    assert_eq!(get(service.address, "/readyz").unwrap().0, 200);
}
