//! The examples do what they say, each run as its reader would run it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use offramp_core::provider::{Delivery, Headers, Signing};
use offramp_core::{Provider, Secret, Timestamp};

/// An example, which `cargo test` builds beside the tests where none is named; else `cargo build --examples` does.
fn example(name: &str) -> Command {
    let tests = std::env::current_exe().expect("the test has a path");
    let target: PathBuf = tests.parent().and_then(|deps| deps.parent()).expect("a folder").into();
    let mut command = Command::new(target.join("examples").join(name));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

fn printed(command: &mut Command) -> String {
    let output = command.output().expect("the example runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// A server among the examples: it ends with the test.
struct Server {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
}

impl Server {
    fn start(command: &mut Command) -> (Server, String) {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the example runs");
        let out = BufReader::new(child.stdout.take().expect("its output"));
        let mut server = Server { child, out };
        let first = server.line();
        let url = first.strip_prefix("listening on ").expect("its address").to_owned();
        (server, url)
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).expect("text");
        line.trim_end().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Posts a body, and reads the whole answer.
fn post(url: &str, headers: &[(String, String)], body: &str) -> String {
    let (host, path) = url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).expect("a URL");
    let mut stream = TcpStream::connect(host).expect("it listens");
    let mut request =
        format!("POST /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: application/json\r\n");
    for (name, value) in headers {
        request.push_str(name);
        request.push_str(": ");
        request.push_str(value);
        request.push_str("\r\n");
    }
    request.push_str("content-length: ");
    request.push_str(&body.len().to_string());
    request.push_str("\r\n\r\n");
    request.push_str(body);
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("text");
    answer
}

#[test]
fn validate() {
    let text = printed(&mut example("validate"));
    assert!(text.starts_with("IBAN: invalid\n"), "{text}");
    assert!(text.contains("meant: DE89370400440532013000"), "{text}");
    assert!(text.contains("meant: 021000021"), "{text}");
}

#[test]
fn check_file() {
    let text = printed(&mut example("check_file"));
    assert!(text.contains("line 4: IBAN_CHECKSUM\n"), "{text}");
    let command = Command::new(env!("CARGO_BIN_EXE_offramp"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", "examples/payouts.csv"])
        .output()
        .expect("the command runs");
    let command = String::from_utf8(command.stdout).expect("text");
    let last = text.lines().next_back().expect("a line");
    assert!(command.contains(last), "{last}\n{command}");
}

#[test]
fn send_request() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let upstream = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let mut request = String::new();
        let mut reader = BufReader::new(stream.try_clone().expect("a socket"));
        while reader.read_line(&mut request).is_ok_and(|bytes| bytes > 2) {}
        let body = r#"{"customerId":"cust_7"}"#;
        let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        stream.write_all(answer.as_bytes()).expect("it reads");
        request
    });
    let text = printed(
        example("send_request")
            .env("COINUT_API_KEY", "key")
            .env("COINUT_API_SECRET", "secret")
            .env("COINUT_BASE_URL", format!("http://{address}")),
    );
    let request = upstream.join().expect("a request").to_ascii_lowercase();
    assert_eq!(text, "the customer is cust_7\n");
    assert!(request.starts_with("post /customer/create http/1.1"), "{request}");
    assert!(request.contains("\r\nx-signature: "), "{request}");
}

#[test]
fn flows_end_with_the_money_at_its_place() {
    for (flow, last) in [
        ("coinut_flow", "who was paid: DE89370400440532013000"),
        ("rahat_flow", "who was paid: 00112233445566"),
        ("sentra_flow", "who was paid: acc_1"),
        ("swiftpay_flow", "who was paid: wallet_1 1234567890"),
        ("unigox_flow", "who was paid: 0123456789"),
    ] {
        let text = printed(&mut example(flow));
        assert_eq!(text.lines().last(), Some(last), "{text}");
    }
}

#[test]
fn receive_webhooks() {
    let mut command = example("receive_webhooks");
    let (mut server, url) = Server::start(command.arg("127.0.0.1:0").env("COINUT_WEBHOOK_SECRET", "secret"));
    let body = r#"{"event":"TRADE_SETTLED","data":{"flowId":"flow_1"}}"#;
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time").as_secs();
    let now = Timestamp::from_unix_seconds(i64::try_from(seconds).expect("seconds")).expect("a time");
    let delivery = Delivery { url: &url, headers: Headers(&[]), body: body.as_bytes(), tolerance: None };
    let secret = Secret::from("secret".to_owned());
    let headers =
        Provider::Coinut.sign_webhook(None, &secret, &delivery, &Signing { now, nonce: "n1" }).expect("signed");
    assert!(post(&url, &headers, body).starts_with("HTTP/1.1 200"));
    assert_eq!(server.line(), "TRADE_SETTLED for flow_1");
    assert!(post(&url, &headers, &body.replace("flow_1", "flow_2")).starts_with("HTTP/1.1 401"));
    assert_eq!(server.line(), "refused: SIGNATURE_MISMATCH");
}

#[test]
fn own_gateway() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = format!("sqlite://{}", folder.path().join("payments.db").display());
    let mut command = example("own_gateway");
    let (_server, url) = Server::start(command.args(["127.0.0.1:0", &database]));
    let headers: Vec<_> = [
        ("x-service-id", "transaction-service"),
        ("x-service-secret", "secret-of-tests"),
        ("x-user-id", "user_1"),
        ("x-idempotency-key", "key_1"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let body = r#"{"walletId":"wallet_1","amount":"25000","currency":"INR","accountDetails":{"upiId":"user@okaxis"}}"#;
    let paid = |url: &str| post(&format!("{url}/api/payment/off-ramp"), &headers, body);
    let (first, again) = (paid(&url), paid(&url));
    let reference = |answer: &str| {
        answer.split("till-").nth(1).and_then(|rest| rest.split('"').next()).expect("a reference").to_owned()
    };
    assert!(first.contains(r#""status":"SUCCESS""#), "{first}");
    assert_eq!(reference(&first), reference(&again), "the same payment");
}
