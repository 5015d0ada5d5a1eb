//! The service answers every vector as the core does.

use std::fmt::Write as _;

use crate::support::answer::{answer, expand, utf8};
use crate::support::{Case, VectorFile, vector_files};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use offramp_core::gateway::DemoBank;
use offramp_core::http::{App, Front, Settings, front};
use offramp_core::storage::{self, StoreOptions};
use offramp_core::{Json, Object, api};
use tower::ServiceExt;

/// The function, its route, and where its arguments go: `/` is a parameter of the path, `?` the query, `*`
/// the whole body, anything else a member of the body.
const ROUTES: &[(&str, &str, &[&str])] = &[
    ("validate", "/v1/validate", &["kind", "text", "options"]),
    ("detect", "/v1/detect", &["text"]),
    ("bankAccountFields", "/v1/fields/{}", &["/", "?"]),
    ("bankAccountJsonSchema", "/v1/fields/{}/schema", &["/", "?"]),
    ("validateBankAccount", "/v1/bank-accounts/{}", &["/", "fields", "options"]),
    ("buildRequest", "/v1/requests/{}/{}", &["/", "/", "input", "credentials", "context"]),
    ("parseResponse", "/v1/responses/{}/{}", &["/", "/", "response"]),
    ("verifyWebhook", "/v1/webhooks/{}/verify", &["/", "settings", "headers", "body", "options"]),
    ("signWebhook", "/v1/webhooks/{}/sign", &["/", "settings", "body", "options"]),
    ("explainSignature", "/v1/signatures/{}", &["/", "message", "settings"]),
    ("nextStatus", "/v1/next-status/{}", &["/", "current", "incoming"]),
    ("classify", "/v1/classify/{}/{}", &["/", "/", "result", "options"]),
    ("idempotencyKey", "/v1/idempotency-key/{}/{}", &["/", "/", "input", "options"]),
    ("maskRequest", "/v1/mask-request", &["*"]),
    ("operations", "/v1/operations/{}", &["/"]),
    ("compute", "/v1/compute/{}/{}", &["/", "/", "input"]),
    ("computeFees", "/v1/compute-fees", &["*"]),
    ("quote", "/v1/quote", &["*"]),
    ("quoteForTarget", "/v1/quote-for-target", &["*"]),
    ("checkLimits", "/v1/check-limits", &["*"]),
    ("settlement", "/v1/settlement", &["*"]),
    ("businessDay", "/v1/business-day", &["*"]),
    ("allocate", "/v1/allocate", &["*"]),
    ("parseAmount", "/v1/parse-amount", &["*"]),
    ("formatAmount", "/v1/format-amount", &["*"]),
    ("amountInWords", "/v1/amount-in-words", &["*"]),
];

/// The service, with a database of its own.
async fn service(directory: &std::path::Path) -> Front {
    let url = format!("sqlite://{}/payments.db", directory.display());
    let store = storage::open(&url, StoreOptions { now: || 0, connections: 1 }).await.unwrap();
    let bank = DemoBank::open(&directory.join("bank.db")).await.unwrap();
    let mut settings = Settings::default();
    settings.body_limit = 1 << 24;
    front(&App::new(settings, store, std::sync::Arc::new(bank)).unwrap()).unwrap()
}

/// Texts that stand in fields, right and wrong.
const TEXTS: &[&str] = &[
    "",
    " ",
    "-",
    "NULL",
    "1234567890",
    "12345678 GBP",
    "2026-01-02",
    "1.5E+10",
    "DE89370400440532013000",
    "DE89370400440532013001",
    "IBAN DE89 3704 0044 0532 0130 00",
    "COBADEFFXXX",
    "see above",
    "021000021",
    "21000021",
    "20-00-00",
    "062-000",
    "SBIN0001234",
    "user@okaxis",
    "jane@example.com",
    "+254712345678",
    "0712345678",
    "712345678",
    "Jane Doe",
    "M\u{fc}ller & S\u{f6}hne",
    "\u{200b}1234567890",
    "='00012345'",
    "=\"00012345\"",
    "'00012345",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "ETH",
    "polygon",
    "MPESA",
    "T-Kash",
    "Nabil Bank Ltd.",
    "0401",
    "\u{661}\u{662}\u{663}\u{664}\u{665}\u{666}",
    "\"quoted\"",
    "a\nb",
    "\u{1f600}",
    "1234567 or 7654321",
];

/// 5,000 destinations: the examples of a corridor, some of them spoilt, some left out, some of other corridors.
fn destinations() -> impl Iterator<Item = (&'static str, Object, Object)> {
    let corridors = api::corridors();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = move |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(most).unwrap()).unwrap()
    };
    (0..5000).map(move |_| {
        let corridor = &corridors[below(corridors.len())];
        let mut options = Object::new();
        if below(2) == 0 {
            options.insert("rail", corridor.rail.as_str());
        }
        if below(3) == 0 {
            options.insert("country", ["US", "GB", "DE", "KE", "IN", "NP"][below(6)]);
        }
        let by = api::BankOptions { rail: Some(corridor.rail), ..api::BankOptions::default() };
        let mut fields = Object::new();
        for field in api::bank_account_fields(corridor.currency, &by).unwrap().fields {
            match below(5) {
                0 => fields.insert(field.name, TEXTS[below(TEXTS.len())]),
                1 if !field.required => {}
                _ => fields.insert(field.name, field.example),
            }
        }
        if below(4) == 0 {
            fields.insert(["iban", "swift", "vpa", "phone", "memo", "colour"][below(6)], TEXTS[below(TEXTS.len())]);
        }
        (corridor.currency, fields, options)
    })
}

/// The descriptions that the npm package brings, which a test of the documents holds against the core.
const DESCRIPTIONS: &str = include_str!("../../pkg/src/descriptions.json");

#[tokio::test]
async fn providers_are_described_over_http_as_elsewhere() {
    let directory = tempfile::tempdir().unwrap();
    let front = service(directory.path()).await;
    let response = front.oneshot(Request::get("/v1/providers").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let json = Json::from_slice(&to_bytes(response.into_body(), usize::MAX).await.unwrap()).unwrap();
    assert_eq!(json.get("providers"), Some(&DESCRIPTIONS.parse().unwrap()));
}

/// Law 4: a destination as the body of a request gives what it gives as an object.
#[tokio::test]
async fn destinations_have_the_same_answer_over_http() {
    let directory = tempfile::tempdir().unwrap();
    let front = service(directory.path()).await;
    let mut verdicts = std::collections::BTreeMap::<String, u32>::new();
    for (currency, fields, options) in destinations() {
        let by = api::BankOptions::from_json(&Json::Object(options.clone())).unwrap();
        let want = api::validate_bank_account(currency, &fields, &by).to_json();
        let body = Json::object([("fields", Json::Object(fields)), ("options", Json::Object(options))]).to_string();
        let request = Request::post(format!("/v1/bank-accounts/{currency}")).header("content-type", "application/json");
        let response = front.clone().oneshot(request.body(Body::from(body.clone())).unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{body}");
        let got = Json::from_slice(&to_bytes(response.into_body(), usize::MAX).await.unwrap()).unwrap();
        assert_eq!(got, want, "{currency} {body}");
        *verdicts.entry(got.get("verdict").unwrap().to_string()).or_default() += 1;
    }
    assert!(verdicts.len() == 3 && verdicts.values().all(|&count| count > 100), "{verdicts:?}");
}

#[tokio::test]
async fn every_vector_has_the_same_answer_over_http() {
    let directory = tempfile::tempdir().unwrap();
    let front = service(directory.path()).await;
    let (mut wrong, mut asked) = (Vec::new(), std::collections::BTreeMap::<String, u32>::new());
    for file in vector_files() {
        for case in &file.cases {
            let Some(request) = request(&file, case) else {
                continue;
            };
            *asked.entry(case.call.clone()).or_default() += 1;
            // what is a member elsewhere is a parameter there, and is called one
            let is_query = request.uri().query().is_some();
            let (got, want) = (over_http(&front, case, request).await, answer(&file, case));
            let said = |answer: &Json| if is_query { without_message(answer) } else { answer.clone() };
            if said(&got) != said(&want) {
                wrong.push(format!("{}: {}\n  expected {want}\n  got      {got}", file.path, case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    for (name, ..) in ROUTES.iter().filter(|(name, ..)| *name != "operations") {
        assert!(asked.contains_key(*name), "no vector of {name} went over HTTP");
    }
}

/// None for what HTTP cannot say, or the service says itself: no text in a path, the clock, nonces.
fn request(file: &VectorFile, case: &Case) -> Option<Request<Body>> {
    let (_, path, places) = ROUTES.iter().find(|(name, ..)| *name == case.call)?;
    let (mut path, mut query, mut body) = ((*path).to_owned(), String::new(), Json::Null);
    let is_left_out = |json: &Json, member: &str| json.get(member).is_none_or(Json::is_null);
    for (index, place) in places.iter().enumerate() {
        let argument = case.arg(index);
        match *place {
            "/" => path = path.replacen("{}", &encoded(argument.as_str().filter(|text| !text.is_empty())?), 1),
            "?" => {
                for (name, value) in argument.as_object().into_iter().flat_map(Object::iter) {
                    let joint = if query.is_empty() { '?' } else { '&' };
                    let _ = write!(query, "{joint}{name}={}", encoded(value.as_str()?));
                }
            }
            "*" => body = argument.clone(),
            "context" if is_left_out(argument, "now") || is_left_out(argument, "nonce") => return None,
            "options" if ["verifyWebhook", "signWebhook"].contains(&&*case.call) && is_left_out(argument, "now") => {
                return None;
            }
            member => {
                let mut members = body.as_object().cloned().unwrap_or_default();
                let is_text = member == "text";
                members.insert(member, if is_text { utf8(file, case, index).into() } else { argument.clone() });
                body = Json::Object(members);
            }
        }
    }
    let request = if body.is_null() { Request::get(path + &query) } else { Request::post(path + &query) };
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    Some(request.header("content-type", "application/json").body(body).unwrap())
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn without_message(answer: &Json) -> Json {
    let Some(error) = answer.get("error").and_then(Json::as_object) else {
        return answer.clone();
    };
    let mut error = error.clone();
    error.insert("message", "");
    Json::object([("error", error)])
}

/// The answer, or the error of a problem.
async fn over_http(front: &Front, case: &Case, request: Request<Body>) -> Json {
    let response = front.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let json = Json::from_slice(&to_bytes(response.into_body(), usize::MAX).await.unwrap()).unwrap();
    if status == StatusCode::OK {
        return if case.call == "detect" { json.get("candidates").unwrap().clone() } else { json };
    }
    let mut error = Object::new();
    for (name, default) in [("code", ""), ("field", "")] {
        error.insert(name, json.get(name).and_then(Json::as_str).unwrap_or(default));
    }
    error.insert("message", json.get("detail").and_then(Json::as_str).unwrap_or_default());
    error.insert("findings", json.get("findings").cloned().unwrap_or_else(|| Json::Array(Vec::new())));
    Json::object([("error", error)])
}

/// A file as the body, its options as the query.
fn file_request(case: &Case, bytes: Vec<u8>) -> Request<Body> {
    let mut path = "/v1/check".to_owned();
    for (name, value) in case.arg(1).as_object().into_iter().flat_map(Object::iter) {
        let texts = |items: &[Json]| items.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(",");
        let text = match (value.as_str(), value.as_array()) {
            (Some(text), _) => text.to_owned(),
            (None, Some(items)) if name != "limits" => texts(items),
            _ => value.to_string(),
        };
        let joint = if path.contains('?') { '&' } else { '?' };
        let _ = write!(path, "{joint}{name}={}", encoded(&text));
    }
    let kind = if case.call == "checkCsv" { "text/csv" } else { "application/octet-stream" };
    Request::post(path).header("content-type", kind).body(Body::from(bytes)).unwrap()
}

/// The lines of an answer, put together to what the core answers.
async fn file_over_http(front: &Front, request: Request<Body>) -> Json {
    let response = front.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert_eq!(status, StatusCode::OK, "{text}");
    let mut lines: Vec<Json> = text.lines().map(|line| line.parse().unwrap()).collect();
    let last = lines.pop().unwrap();
    let summary = last.get("summary").unwrap_or_else(|| panic!("{last}")).clone();
    Json::object([("rows", Json::from(lines)), ("summary", summary)])
}

/// Every file of the vectors is checked over HTTP as in the core, with every option that there is.
#[tokio::test]
async fn every_file_of_the_vectors_has_the_same_answer_over_http() {
    let directory = tempfile::tempdir().unwrap();
    let front = service(directory.path()).await;
    let (mut wrong, mut options, mut asked) = (Vec::new(), std::collections::BTreeSet::new(), 0);
    for file in vector_files() {
        for case in file.cases.iter().filter(|case| ["checkCsv", "checkFile"].contains(&&*case.call)) {
            let bytes = expand(case.arg(0));
            // what is packed is unpacked over HTTP, and an empty body is none
            if bytes.is_empty() || bytes.starts_with(b"PK") || bytes.starts_with(b"\x1f\x8b") {
                continue;
            }
            options.extend(case.arg(1).as_object().into_iter().flat_map(Object::iter).map(|(name, _)| name.to_owned()));
            let (got, want) = (file_over_http(&front, file_request(case, bytes)).await, answer(&file, case));
            // in whichever order members stand
            let value = |json: &Json| serde_json::from_str::<serde_json::Value>(&json.to_string()).unwrap();
            if value(&got) != value(&want) {
                wrong.push(format!("{}: {}\n  expected {want}\n  got      {got}", file.path, case.name));
            }
            asked += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {asked} differ:\n{}", wrong.len(), wrong.join("\n"));
    for option in OPTIONS {
        assert!(options.contains(*option), "no vector of a file has {option}");
    }
}

/// What may be said of a file.
const OPTIONS: &[&str] = &[
    "provider",
    "providers",
    "country",
    "rail",
    "scheme",
    "date",
    "strictness",
    "memoRequired",
    "duplicates",
    "currency",
    "map",
    "preset",
    "expectRows",
    "expectTotal",
    "maxAmount",
    "maxTotal",
    "limits",
];

/// The description of the service knows every option of a file.
#[test]
fn every_option_of_a_file_is_described() {
    let paths: Json = include_str!("../../src/http/routes/openapi/paths.json").parse().unwrap();
    let check = paths.get("/v1/check").and_then(|path| path.get("post")).and_then(|post| post.get("parameters"));
    let names: Vec<_> =
        check.and_then(Json::as_array).unwrap().iter().map(|one| one.get("name").unwrap().to_string()).collect();
    for option in OPTIONS.iter().chain(&["rows", "sheet"]) {
        assert!(names.contains(&format!("\"{option}\"")), "{option} is not described");
    }
}

/// Each option alone changes what is said of a file: a vector of it tells whether it arrives.
#[test]
fn every_option_of_a_file_has_an_effect() {
    let files = vector_files();
    let file = files.iter().find(|file| file.path == "csv/options.json").unwrap();
    let mut names: Vec<_> = OPTIONS.to_vec();
    for case in &file.cases {
        let options = case.arg(1).as_object().unwrap();
        let (name, _) = options.iter().next().unwrap();
        assert_eq!(options.len(), 1, "{}", case.name);
        names.retain(|own| *own != name);
        let bare =
            Case { name: String::new(), call: case.call.clone(), args: vec![case.arg(0).clone()], expect: Json::Null };
        assert_ne!(answer(file, case), answer(file, &bare), "{}", case.name);
    }
    assert!(names.is_empty(), "no vector alone of {names:?}");
}
