//! What somebody else's money goes to is nowhere in clear: not in the database, the log, the metrics, masked requests
//! or `Debug`, whatever the members are called that hold it.

use crate::log;
use crate::postgres::Postgres;
use crate::provider_service::Service;
use offramp_core::provider::{Delivery, Headers, Response};
use offramp_core::{Json, Provider, Secret, api};
use serde_json::{Map, Value, json};

/// Numbers of accounts, cards and phones, and addresses: none under a name that a table lists.
const NUMBERS: &[&str] = &[
    "70341928561299",
    "DE89370400440532013000",
    "31926819",
    "032180000118359719",
    "4111111111111111",
    "60-16-13 31926817",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "919988776655",
];
/// Names and contacts: under listed names as well.
const PERSONS: &[&str] =
    &["Asha Sharma", "Erika Mustermann", "asha.sharma@example.com", "asha@okaxis", "+919988776644", "+91 99887 76633"];

/// Names that providers have for such values, and names that nobody has.
const NAMES: &[&str] = &[
    "account",
    "number",
    "acct",
    "beneficiary_account",
    "account_id",
    "pan",
    "cardNo",
    "clabe",
    "iban",
    "msisdn",
    "virtualPaymentAddress",
    "sortCode",
    "wallet",
    "note",
    "message",
    "description",
    "details",
    "reason",
    "holder",
    "email",
    "full_name",
    "summary",
    "path_of",
    "q7",
    "zweck",
    "x",
    "konto-nr",
    "Beneficiary",
    "to",
    "memo",
    "metadata",
    "raw",
    "errorMessage",
];

/// Names that tables list.
const LISTED: &[&str] = &[
    "currency",
    "network",
    "type",
    "code",
    "field",
    "kyc_status",
    "userId",
    "reference_id",
    "referenceId",
    "step",
    "provider",
];

fn planted() -> Value {
    let mut data = Map::new();
    for (index, name) in NAMES.iter().enumerate() {
        let number = NUMBERS[index % NUMBERS.len()];
        let person = PERSONS[index % PERSONS.len()];
        let digits = number.parse::<u64>().map_or(json!(number), Value::from);
        data.insert((*name).to_owned(), json!([number, {"a": person, "of": {*name: digits}}, person]));
        data.insert(format!("{name}_text"), json!(format!("paid {number} to {person}")));
    }
    for (index, name) in LISTED.iter().enumerate() {
        data.insert((*name).to_owned(), json!(PERSONS[index % PERSONS.len()]));
    }
    for value in NUMBERS.iter().chain(PERSONS) {
        // and as names of members
        data.insert((*value).to_owned(), json!(1));
    }
    Value::Object(data)
}

/// Whether something of what was planted can be read in some bytes.
#[track_caller]
fn assert_hidden(place: &str, bytes: &[u8]) {
    let words = PERSONS.iter().flat_map(|person| person.split(' ').filter(|word| word.len() > 4));
    for value in NUMBERS.iter().copied().chain(PERSONS.iter().copied()).chain(words) {
        let found = bytes.windows(value.len()).position(|part| part == value.as_bytes());
        if let Some(at) = found {
            let around = bytes.get(at.saturating_sub(60)..at + value.len()).unwrap_or_default();
            panic!("{place}: {value} in {}", String::from_utf8_lossy(around));
        }
    }
}

/// The event of a provider with the data, under a name of its own and under one that says too much.
fn events(provider: &str, id: &str, data: &Value) -> Vec<Value> {
    let mut data = data.clone();
    let mut named = |member: &str, order: &str, status: &str| {
        data[member] = json!(order);
        data["status"] = json!(status);
        data.clone()
    };
    match provider {
        "coinut" => vec![
            json!({"event": "TRADE_CREATED", "data": named("tradeId", id, "x")}),
            json!({"event": "PAID TO Asha Sharma 70341928561299", "data": named("id", "asha@okaxis", "x")}),
        ],
        "sentra" => vec![
            json!({"id": "e1", "event": "payment.updated", "data": named("id", id, "PROCESSING")}),
            json!({"id": "e2", "event": "payment.updated", "data": named("id", "Asha Sharma", "SENT to asha@okaxis")}),
            json!({"id": "+919988776644", "event": "to 70341928561299", "data": named("id", id, "x")}),
        ],
        _ => vec![
            json!({"event_id": "e1", "event_type": "order.status.changed", "data": named("order_id", id, "completed")}),
            json!({"event_id": "e2", "event_type": "order.status.changed", "data": named("order_id", id, "to asha@okaxis")}),
            json!({"event_id": "asha@okaxis", "event_type": "user.of.Asha Sharma", "data": named("id", id, "x")}),
        ],
    }
}

/// Where the service keeps what it is told, and all that can be read there.
enum Database<'a> {
    File(tempfile::TempDir),
    Server(&'a Postgres, &'static str),
}

impl Database<'_> {
    fn url(&self) -> String {
        match self {
            Database::File(directory) => format!("sqlite://{}/payments.db", directory.path().display()),
            Database::Server(server, name) => server.database(name),
        }
    }

    fn contents(&self) -> Vec<u8> {
        match self {
            Database::File(directory) => {
                let files = std::fs::read_dir(directory.path()).unwrap();
                files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
            }
            Database::Server(server, name) => server.dump(name).into_bytes(),
        }
    }
}

#[test]
fn nothing_that_was_planted_is_in_clear() {
    log::read(everything_is_hidden());
}

async fn everything_is_hidden() {
    let data = planted();
    let server = Postgres::start();
    let providers = ["coinut", "sentra", "unigox"];
    let files = providers.map(|provider| (provider, Database::File(tempfile::tempdir().unwrap())));
    let servers = providers.map(|provider| (provider, Database::Server(&server, provider)));
    for (provider, database) in files.into_iter().chain(servers) {
        let url = database.url();
        let service = Service::on(&url, provider).await;
        // in answers: to the payment, and where it is refused
        let mut answer = data.clone();
        for name in ["id", "flowId", "order_id", "status"] {
            answer[name] = json!(if name == "status" { "created" } else { "order_1" });
        }
        for (key, status, body) in [
            (
                "paid",
                200,
                json!({"success": true, "data": answer, "id": "order_1", "flowId": "order_1", "status": "PENDING"}),
            ),
            (
                "refused",
                422,
                json!({"success": false, "code": "Asha Sharma", "message": "of 70341928561299 Asha Sharma",
                "error": {"code": "70341928561299", "message": "to asha@okaxis"}, "data": data}),
            ),
            ("unclear", 500, json!("Erika Mustermann, DE89370400440532013000")),
        ] {
            service.fake.will_answer(status, &body);
            let (_, answer) = service.pay(key).await;
            assert_hidden(&format!("{provider} {key}"), answer.to_string().as_bytes());
        }
        // in what the caller notes beside the payment
        let account = json!({"accountNumber": "70341928561234", "ifsc": "SBIN0001234"});
        let notes: Map<String, Value> = data.as_object().unwrap().clone().into_iter().take(12).collect();
        let body = json!({"walletId": "w", "amount": "25000", "accountDetails": account, "metadata": notes});
        let (status, answer) = service.pay_as("noted", "1", "off-ramp", &body).await;
        assert_ne!(answer["error"], json!("Invalid parameters"), "{status} {answer}");
        // and in events
        let sent = events(provider, "order_1", &data);
        for event in &sent {
            assert_eq!(service.deliver(provider, event).await, 200, "{provider} {event}");
        }
        assert_hidden("metrics", service.metrics().await.as_bytes());
        service.store.close().await;
        let contents = database.contents();
        let count = contents.windows(7).filter(|part| part == b"konto-n").count();
        assert_hidden(&format!("{provider} {url}"), &contents);
        assert!(count >= sent.len(), "the events of {provider} are not in the database");
    }
    // these two send none
    for provider in ["rahat", "swiftpay"] {
        assert!(provider.parse::<Provider>().unwrap().events().is_empty());
    }
    let logged = log::logged();
    assert!(logged.contains("Webhook received"));
    assert_hidden("log", logged.as_bytes());
}

#[test]
fn masked_requests_and_answers_hide_what_was_planted() {
    let data = planted();
    let path = "tests/vectors/requests";
    for file in std::fs::read_dir(path).unwrap() {
        let cases: Value = serde_json::from_slice(&std::fs::read(file.unwrap().path()).unwrap()).unwrap();
        for case in cases.as_array().unwrap().iter().filter(|case| case["expect"]["url"].is_string()) {
            let mut request =
                json!({"method": "POST", "url": "https://api.example.com/pay/70341928561299/asha%40okaxis?q=Asha"});
            let body = case["expect"]["body"].as_str().and_then(|body| serde_json::from_str::<Value>(body).ok());
            let Some(Value::Object(mut body)) = body else { continue };
            for (name, value) in data.as_object().unwrap() {
                body.insert(name.clone(), value.clone());
            }
            body.remove("fromAddress");
            request["body"] = json!(Value::Object(body.clone()).to_string());
            request["answer"] = Value::Object(body);
            request["headers"] = data.clone();
            let masked = api::mask_request(&request.to_string().parse::<Json>().unwrap());
            assert_hidden(case["name"].as_str().unwrap(), masked.to_string().as_bytes());
        }
    }
    // what a log needs is there
    let answer = json!({"outcome": "refused", "code": "QUOTE_EXPIRED", "values": {}, "findings":
        [{"severity": "error", "code": "IBAN_CHECKSUM", "path": "/paymentDetails/iban", "message": "The check digits do not fit."}]});
    assert_eq!(
        serde_json::from_str::<Value>(&api::mask_request(&answer.to_string().parse().unwrap()).to_string()).unwrap(),
        answer
    );
}

#[test]
fn debug_shows_nothing() {
    let body = json!({"event_id": "e", "event_type": "order.status.changed", "data": planted()}).to_string();
    let json: Json = body.parse().unwrap();
    let headers = [("X-Name", "Asha Sharma")];
    let response = Response { status: 200, headers: Headers(&headers), body: body.as_bytes() };
    let answer = Provider::Unigox.parse("verifyAuth", &response).unwrap();
    let delivery = Delivery {
        url: "https://x.example/asha@okaxis",
        headers: Headers(&headers),
        body: body.as_bytes(),
        tolerance: None,
    };
    let signing = offramp_core::provider::Signing { now: "2026-01-01T00:00:00Z".parse().unwrap(), nonce: "n" };
    let signed = Provider::Unigox.sign_webhook(None, &Secret::from("s"), &delivery, &signing).unwrap();
    let signed: Vec<_> = signed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let event = Provider::Unigox
        .verify_webhook(&Secret::from("s"), &Delivery { headers: Headers(&signed), ..delivery }, signing.now)
        .unwrap();
    let shown =
        format!("{json:?} {:?} {response:?} {answer:?} {delivery:?} {event:?} {:?}", json.as_object(), event.to_json());
    assert_hidden("Debug", shown.as_bytes());
}
