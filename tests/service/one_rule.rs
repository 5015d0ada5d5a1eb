//! What the client of SwiftPay's API sends and what the service takes are one: each value of each member is accepted by
//! both or refused by both, and read alike.

use crate::program::{Service, ask};
use offramp_core::provider::{Context, Credentials};
use offramp_core::{Json, Provider};
use serde_json::{Value, json};

/// Values of each member, right ones and wrong ones.
#[expect(clippy::too_many_lines, reason = "a table")]
fn values() -> Vec<(&'static str, Vec<Value>)> {
    let ids = || {
        let texts = ["w1", " ", "a.b:c", "a_b-c", " w", "w ", "a b", "<x>", "\u{e9}", "a/b", "a|b", "a\tb", "'; --"];
        let mut ids: Vec<Value> = texts.iter().map(|text| json!(text)).collect();
        ids.extend([json!("x".repeat(128)), json!("x".repeat(129)), json!(5), json!(["w"])]);
        ids
    };
    let number = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
    let mut amounts: Vec<Value> = [
        "100",
        "0100",
        "0",
        "-1",
        "1.0",
        "1.5",
        "1e3",
        " 1",
        "1 ",
        "1,000",
        "+1",
        "9007199254740991",
        "9007199254740992",
        "99999999999999999999",
        "\u{661}\u{662}",
        "",
        "0x10",
        "\u{ff11}",
    ]
    .iter()
    .map(|text| json!(text))
    .collect();
    // numbers are read by the service and written by no client
    amounts.extend(["1.5", "0", "-1", "9007199254740992"].map(number));
    amounts.extend([Value::Null, json!(true), json!({})]);
    let deep = |levels: usize| (1..levels).fold(json!({"a": 1}), |inner, _| json!({"a": inner}));
    let account = |number: &str, ifsc: &str| json!({"accountNumber": number, "ifsc": ifsc});
    vec![
        ("walletId", [ids(), vec![json!(""), Value::Null]].concat()),
        ("transactionId", [ids(), vec![json!(""), Value::Null]].concat()),
        ("paymentMethodId", [ids(), vec![json!(""), Value::Null]].concat()),
        ("amount", amounts),
        (
            "currency",
            ["INR", "inr", " INR", "INR ", "USD", "KWD", "EUX", "USDT", "", "IN", "INRR", "\u{20b9}"]
                .iter()
                .map(|text| json!(text))
                .chain([Value::Null, json!(356)])
                .collect(),
        ),
        (
            "metadata",
            vec![
                json!({}),
                json!({"a": 1}),
                Value::Null,
                json!("x"),
                json!([]),
                json!({"a": "<script>"}),
                json!({"a": "x > y"}),
                json!({"<a>": 1}),
                json!({"a": "line\nend"}),
                json!({"a": "\u{e9}\u{1f4b8}"}),
                deep(8),
                deep(9),
                json!({"a": "x".repeat(4000)}),
                json!({"a": "x".repeat(4096)}),
                number(r#"{"a": 1e5}"#),
                number(r#"{"a": 0.1}"#),
                number(r#"{"a": 1234567890123456789}"#),
                json!({"a": null, "b": [true, {"c": "d"}]}),
            ],
        ),
        (
            "accountDetails",
            vec![
                json!({"upiId": "user@okaxis"}),
                json!({"upiId": "User@OKAXIS"}),
                json!({"upiId": " user@okaxis "}),
                json!({"upiId": "user@unknownhandle"}),
                json!({"upiId": "user@gmail.com"}),
                json!({"upiId": "9876543210"}),
                json!({"upiId": "a@b"}),
                json!({"upiId": ""}),
                json!({"upiId": 5}),
                json!({}),
                Value::Null,
                json!("x"),
                account("50100244668801", "HDFC0001234"),
                account("5010 0244 6688 01", "hdfc0001234"),
                account("50100244668801", "HDFCO001234"),
                account("50100244668801", "ZZZZ0001234"),
                account("123", "HDFC0001234"),
                account("000000000000", "HDFC0001234"),
                account("5010024466880A", "HDFC0001234"),
                account("123456789012345678901", "HDFC0001234"),
                json!({"accountNumber": "50100244668801"}),
                json!({"ifsc": "HDFC0001234"}),
                json!({"accountNumber": 50_100_244_668_801_i64, "ifsc": "HDFC0001234"}),
                json!({"upiId": "user@okaxis", "accountNumber": "50100244668801", "ifsc": "HDFC0001234"}),
                json!({"accountNumber": "50100244668801", "ifsc": "HDFC0001234", "bankName": "HDFC Bank"}),
                json!({"accountNumber": "50100244668801", "ifsc": "SBIN0001234", "bankName": "HDFC Bank"}),
                json!({"accountNumber": "50100244668801", "ifsc": "HDFC0001234", "bankName": "<b>"}),
                json!({"accountNumber": "50100244668801", "ifsc": "HDFC0001234", "bankName": "x".repeat(101)}),
                json!({"accountNumber": "50100244668801", "ifsc": "HDFC0001234", "bankName": ""}),
                json!({"upiId": "", "accountNumber": "50100244668801", "ifsc": "HDFC0001234"}),
                json!({"upiId": "user@okaxis", "accountNumber": "50100244668801"}),
                json!({"upiId": "user@okaxis", "ifsc": "HDFC0001234"}),
                json!({"upiId": "user@okaxis", "accountNumber": "123", "ifsc": "HDFC0001234"}),
                json!({"upiId": "user@okaxis", "accountNumber": "", "ifsc": null}),
                json!({"upiId": "user@okaxis", "pin": "1234"}),
            ],
        ),
        ("more", vec![json!(1), Value::Null]),
    ]
}

fn body_with(member: &str, value: &Value) -> Value {
    let mut body = json!({"walletId": "w1", "amount": "100", "accountDetails": {"upiId": "user@okaxis"}});
    body[member] = value.clone();
    body
}

/// What the client sends; none where it refuses.
fn sent(body: &Value) -> Option<Value> {
    let credentials: Json =
        json!({"baseUrl": "https://pay.example.com", "serviceId": "test", "serviceSecret": "secret-of-tests", "userId": "1"})
            .to_string()
            .parse()
            .unwrap();
    let context = Context::at("2026-01-01T00:00:00Z".parse().unwrap());
    let body: Json = body.to_string().parse().unwrap();
    let built = Provider::Swiftpay.build("offRamp", &body, &Credentials::from_json(&credentials).unwrap(), &context);
    built.ok().map(|request| serde_json::from_str(request.body().unwrap()).unwrap())
}

/// What the service makes of it: the payment, or none where it says that the request is wrong.
fn taken(service: &Service, body: &Value) -> Option<Value> {
    let body = body.to_string();
    let request = format!(
        "POST /api/payment/off-ramp HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-service-id: test\r\n\
         x-service-secret: secret-of-tests\r\nx-user-id: 1\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let (status, answer) = ask(service.address, &request).unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    if answer["error"]["type"] == "VALIDATION_ERROR" {
        assert_eq!(status, 400, "{answer}");
        return None;
    }
    assert_eq!(status, 200, "{body}: {answer}");
    Some(answer["data"]["payment"].clone())
}

#[test]
fn client_and_service_hold_one_rule() {
    let service = Service::start(&["--rate-limit", "off"]);
    let (mut differences, mut count) = (Vec::new(), (0, 0));
    for (member, values) in values() {
        for value in values {
            let body = body_with(member, &value);
            let (sent, taken) = (sent(&body), taken(&service, &body));
            match (&sent, &taken) {
                (Some(sent), Some(taken)) => {
                    count.0 += 1;
                    let amount: Value = serde_json::from_str(sent["amount"].as_str().unwrap()).unwrap();
                    let currency = sent["currency"].as_str().unwrap_or("INR");
                    if (amount, json!(currency)) != (taken["amount"].clone(), taken["currency"].clone()) {
                        differences.push(format!("{member} {value}: sent {sent}, taken as {taken}"));
                    }
                }
                (None, None) => count.1 += 1,
                _ => {
                    let whom = |is: bool| if is { "accepts" } else { "refuses" };
                    let (client, service) = (whom(sent.is_some()), whom(taken.is_some()));
                    differences.push(format!("{member} {value}: the client {client}, the service {service} it"));
                }
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(count.0 > 40 && count.1 > 60, "{count:?}");
}
