//! The service answers every vector as the core does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

mod support;

use std::fmt::Write as _;

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use offramp_core::gateway::DemoBank;
use offramp_core::http::{App, Front, Settings, front};
use offramp_core::storage::{self, StoreOptions};
use offramp_core::{Json, Object};
use support::answer::{answer, utf8};
use support::{Case, VectorFile, vector_files};
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

#[tokio::test]
async fn every_vector_has_the_same_answer_over_http() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/payments.db", directory.path().display());
    let store = storage::open(&url, StoreOptions { now: || 0, connections: 1 }).await.unwrap();
    let bank = DemoBank::open(&directory.path().join("bank.db")).await.unwrap();
    let mut settings = Settings::default();
    settings.body_limit = 1 << 24;
    let app = App::new(settings, store, std::sync::Arc::new(bank));
    let front = front(&app.unwrap()).unwrap();
    let (mut wrong, mut asked) = (Vec::new(), std::collections::BTreeMap::<String, u32>::new());
    for file in vector_files() {
        for case in &file.cases {
            let Some(request) = request(&file, case) else {
                continue;
            };
            *asked.entry(case.call.clone()).or_default() += 1;
            let (got, want) = (over_http(&front, case, request).await, answer(&file, case));
            if got != want {
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
    error.insert("findings", json.get("findings").cloned().unwrap_or_else(|| Json::Array(Vec::new())));
    Json::object([("error", error)])
}
