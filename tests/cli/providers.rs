//! The commands about providers, as a shell runs them.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use offramp_core::Json;

fn offramp(arguments: &[&str], variables: &[(&str, &str)], input: &str) -> (i32, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_offramp"))
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    child.stdin.take().expect("standard input").write_all(input.as_bytes()).expect("it reads");
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
    (status.code().expect("a code"), String::from_utf8(if stdout.is_empty() { stderr } else { stdout }).expect("text"))
}

#[test]
fn every_provider_is_listed_with_its_variables() {
    let (code, text) = offramp(&["providers"], &[], "");
    assert_eq!(code, 0);
    for part in ["coinut", "rahat", "sentra", "swiftpay", "unigox", "OFFRAMP_ACCESS_TOKEN (needed)", "createTransfer:"]
    {
        assert!(text.contains(part), "{part}");
    }
}

/// The descriptions that the npm package brings, which a test of the documents holds against the core.
const DESCRIPTIONS: &str = include_str!("../../pkg/src/descriptions.json");

#[test]
fn providers_are_described_as_in_javascript() {
    let described: Json = DESCRIPTIONS.parse().expect("JSON");
    let (code, text) = offramp(&["providers", "--json"], &[], "");
    assert_eq!((code, text.parse::<Json>()), (0, Ok(described.clone())));
    for one in described.as_array().expect("a list") {
        let name = one.get("name").and_then(Json::as_str).expect("a name");
        let (_, text) = offramp(&["providers", name, "--json"], &[], "");
        assert_eq!(text.parse::<Json>(), Ok(Json::Array(vec![one.clone()])), "{name}");
    }
}

/// coinut-34: what is configured, what is missing, and the document's own points; swiftpay-21: alerts.
#[test]
fn going_live_says_what_is_missing() {
    let set = [("COINUT_API_KEY", "key")];
    let (code, text) = offramp(&["providers", "coinut", "--go-live"], &set, "");
    assert_eq!(code, 1, "{text}");
    for part in ["set: COINUT_API_KEY", "MISSING: COINUT_API_SECRET", "End-to-end flow verified with test transfers"] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(!text.contains("\"key\""));
    let set = [("COINUT_API_KEY", "key"), ("COINUT_API_SECRET", "secret")];
    assert_eq!(offramp(&["providers", "coinut", "--go-live"], &set, "").0, 0);
    let (_, text) = offramp(&["providers", "swiftpay", "--go-live", "--json"], &[], "");
    assert!(text.contains("Alert when more than 10 % of payments fail"), "{text}");
}

#[test]
fn an_answer_is_read() {
    let arguments = ["parse", "sentra", "completeTransfer"];
    let (code, text) = offramp(&arguments, &[], r#"{"id":"p","status":"SENT"}"#);
    assert_eq!((code, text.starts_with(r#"{"outcome":"accepted","status":"sent""#)), (0, true), "{text}");
    let (code, text) = offramp(
        &["parse", "unigox", "initiate", "--status", "409"],
        &[],
        r#"{"success":false,"error":{"code":"QUOTE_EXPIRED"}}"#,
    );
    assert_eq!((code, text.contains(r#""code":"QUOTE_EXPIRED""#)), (1, true), "{text}");
}

#[test]
fn what_is_signed_verifies() {
    let secret = [("OFFRAMP_WEBHOOK_SECRET", "test_secret")];
    let body = r#"{"event_id":"e","event_type":"order.status.changed","data":{"order_id":"o","status":"completed"}}"#;
    let (code, headers) = offramp(&["webhook", "sign", "unigox"], &secret, body);
    assert_eq!(code, 0, "{headers}");
    let mut arguments = vec!["webhook", "verify", "unigox"];
    headers.lines().for_each(|header| arguments.extend(["--header", header]));
    let (code, event) = offramp(&arguments, &secret, body);
    assert_eq!((code, event.contains(r#""status":"completed""#)), (0, true), "{event}");
    let (code, text) = offramp(&arguments, &secret, &body.replace("completed", "cancelled"));
    assert_eq!((code, text.starts_with("SIGNATURE_MISMATCH")), (1, true), "{text}");
}

#[test]
fn a_masked_request_shows_no_secret() {
    let set = [("SENTRA_BASE_URL", "https://api.sentra.example"), ("SENTRA_API_KEY", "sk_dev_abcdef")];
    let (code, text) =
        offramp(&["request", "sentra", "getPayment", "--input", "-", "--masked"], &set, r#"{"id":"p1"}"#);
    assert_eq!((code, text.contains("sk_dev_abcdef")), (0, false), "{text}");
    assert!(text.contains("/payments/p1"), "{text}");
}

#[test]
fn what_becomes_of_requests_and_orders_is_said_in_words() {
    let (code, text) = offramp(&["next-status", "sentra", "AWAITING_FUNDS", "--current", "PROCESSING"], &[], "");
    assert_eq!((code, text.as_str()), (0, "late processing (PROCESSING)\n"));
    let attempt = ["classify", "sentra", "createTransfer"];
    let asked = |more: &[&str]| offramp(&[&attempt[..], more].concat(), &[], "");
    let (code, text) = asked(&["--status", "429", "--header", "Retry-After: 7"]);
    assert_eq!((code, text.starts_with("after 7000 ms\ncode ")), (0, true), "{text}");
    assert_eq!(asked(&["--no-answer"]).1, "same_key 1000 ms\ncode NO_ANSWER\n");
    assert_eq!(asked(&["--no-answer", "--without-key"]).1, "outcome_unknown\ncode NO_ANSWER\nask with listPayments\n");
    // one result, no more and no less
    assert_eq!((asked(&[]).0, asked(&["--not-sent", "--status", "200"]).0), (2, 2));
}

#[test]
fn a_key_that_was_used_for_something_else_is_refused() {
    let input = r#"{"name":"John Doe","email":"john@example.com"}"#;
    let ask =
        |more: &[&str], input: &str| offramp(&[&["key", "coinut", "createCustomer"][..], more].concat(), &[], input);
    let (code, text) = ask(&["--json"], input);
    let fingerprint = text.parse::<Json>().expect("JSON").get("fingerprint").and_then(Json::as_str).map(str::to_owned);
    let stored = ["--stored-fingerprint", fingerprint.as_deref().expect("a fingerprint")];
    assert_eq!((code, ask(&stored, input).0), (0, 0));
    let (code, text) = ask(&stored, &input.replace("John", "Jane"));
    assert_eq!((code, text.starts_with("error IDEMPOTENCY_KEY_REUSED")), (1, true), "{text}");
    let (code, text) = ask(&[], "{}");
    assert_eq!((code, text.starts_with("error INPUT_INVALID: email: ")), (1, true), "{text}");
}

#[test]
fn a_computation_refuses_with_what_is_wrong() {
    let (code, text) = offramp(&["compute", "rahat", "bankId", "--input", "-"], &[], "{}");
    assert_eq!((code, text.contains("FIELD_REQUIRED at /bankName")), (1, true), "{text}");
    assert_eq!(offramp(&["compute", "rahat", "nothing"], &[], "").0, 2);
}

#[test]
fn signing_is_shown_part_by_part() {
    let set = [("COINUT_API_KEY", "key"), ("COINUT_API_SECRET", "secret")];
    let input = r#"{"name":"John Doe","email":"john@example.com"}"#;
    let (_, request) = offramp(&["request", "coinut", "createCustomer", "--input", "-", "--json"], &set, input);
    let (code, text) = offramp(&["explain-signature", "coinut"], &set, &request);
    let json = request.parse::<Json>().expect("JSON");
    let signature = json.get("headers").and_then(|headers| headers.get("X-Signature")).and_then(Json::as_str);
    assert_eq!((code, text.contains(signature.expect("a signature"))), (0, true), "{text}");
    let (code, text) = offramp(&["explain-signature", "coinut"], &[], &request);
    assert_eq!((code, text.contains("COINUT_API_SECRET is not set")), (2, true), "{text}");
    let (code, text) = offramp(&["explain-signature", "sentra"], &[], r#"{"method":"GET","url":"https://a.example/"}"#);
    assert_eq!((code, text.as_str()), (0, "the requests of sentra are not signed\n"));
}
