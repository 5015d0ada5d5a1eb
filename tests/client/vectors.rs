//! The vectors of attempts, which the client of the npm package runs too.

use std::time::Duration;

use offramp_core::client::{CallOptions, CallOutcome, Client, Received, RetryPolicy, SendError, Settings};
use offramp_core::provider::{Answer, Credentials, Outcome};
use offramp_core::{Json, Object, Provider};

use crate::environment::Script;

fn text<'a>(json: &'a Json, name: &str) -> Option<&'a str> {
    json.get(name).and_then(Json::as_str)
}

fn number(json: &Json, name: &str) -> Option<u64> {
    json.get(name).and_then(Json::as_number)?.parse().ok()
}

fn answer(json: &Json) -> Result<Received, SendError> {
    match text(json, "error") {
        Some("not_sent") => return Err(SendError::NotSent),
        Some(_) => return Err(SendError::Unknown),
        None => {}
    }
    let headers = json.get("headers").and_then(Json::as_object).into_iter().flat_map(Object::iter);
    let headers = headers.map(|(name, value)| (name.to_owned(), value.as_str().unwrap_or_default().to_owned()));
    let body = match json.get("body") {
        Some(Json::String(text)) => text.clone(),
        Some(body) => body.to_string(),
        None => String::new(),
    };
    let status = number(json, "status").and_then(|status| status.try_into().ok()).unwrap_or(200);
    Ok(Received::new(status, headers.collect(), body.into_bytes()))
}

fn settings(case: &Json) -> Settings {
    let retry = case.get("retry").cloned().unwrap_or(Json::Null);
    let mut policy = RetryPolicy { jitter: false, ..RetryPolicy::default() };
    if let Some(most) = number(&retry, "maxAttempts") {
        policy.max_attempts = most.try_into().expect("few");
    }
    if let Some(delay) = number(&retry, "backoffDelay") {
        policy.backoff_delay = Duration::from_millis(delay);
    }
    if let Some(grows) = retry.get("exponentialBackoff").and_then(Json::as_bool) {
        policy.exponential_backoff = grows;
    }
    Settings { retry: policy, ..Settings::default() }
}

fn options(case: &Json) -> CallOptions {
    let mut options = CallOptions::default();
    let given = case.get("options").cloned().unwrap_or(Json::Null);
    if let Some(key) = text(&given, "idempotencyKey") {
        options = options.with_idempotency_key(key);
    }
    for (name, value) in given.get("inquiry").and_then(Json::as_object).into_iter().flat_map(Object::iter) {
        options = options.asking_with(name, value.clone());
    }
    options
}

/// Everything of `expected` is in `got`.
fn holds(expected: &Json, got: &Json) -> bool {
    match expected {
        Json::Object(members) => {
            members.iter().all(|(name, value)| got.get(name).is_some_and(|found| holds(value, found)))
        }
        other => other == got,
    }
}

fn shown(outcome: &CallOutcome<Answer>) -> Vec<(&'static str, Json)> {
    match outcome {
        CallOutcome::Accepted(answer) => {
            let Outcome::Accepted(values) = &answer.outcome else { panic!("no acceptance") };
            vec![("outcome", Json::from("accepted")), ("values", Json::Object(values.clone()))]
        }
        CallOutcome::Refused(answer) => {
            let Outcome::Refused { code, .. } = &answer.outcome else { panic!("no refusal") };
            vec![("outcome", Json::from("refused")), ("code", Json::from(code.as_str()))]
        }
        CallOutcome::Unavailable { code, retry_after } => {
            let wait = retry_after
                .map_or(Json::Null, |wait| Json::from(u32::try_from(wait.as_millis()).expect("not that long")));
            vec![("outcome", Json::from("unavailable")), ("code", Json::from(code.as_str())), ("retryAfterMs", wait)]
        }
        CallOutcome::Unknown { code, status } => {
            let status = status.as_deref().map_or(Json::Null, Json::from);
            vec![("outcome", Json::from("unknown")), ("code", Json::from(code.as_str())), ("orderStatus", status)]
        }
        _ => panic!("an outcome that the vectors do not know"),
    }
}

#[tokio::test]
async fn attempts_end_as_the_vectors_say() {
    let all: Json = include_str!("attempts.json").parse().expect("JSON");
    let cases = all.get("cases").and_then(Json::as_array).expect("cases");
    assert!(cases.len() > 40);
    let mut wrong = Vec::new();
    for case in cases {
        let name = text(case, "name").expect("a name");
        let (provider, operation) = text(case, "operation").and_then(|what| what.split_once(' ')).expect("both");
        let credentials = all.get("credentials").and_then(|all| all.get(provider)).expect("credentials");
        let input = case.get("input").or_else(|| all.get("inputs")?.get(text(case, "operation")?)).expect("an input");
        let answers = case.get("answers").and_then(Json::as_array).expect("answers").iter().map(answer);
        let script = Script::answering(answers);
        let provider: Provider = provider.parse().expect("a provider");
        let credentials = Credentials::from_json(credentials).expect("credentials");
        let client = Client::in_environment(provider, credentials, settings(case), script.clone()).expect("a client");
        let reply = client.call_with(operation, input, &options(case)).await;
        let reply = reply.unwrap_or_else(|error| panic!("{name}: {error} {:?}", error.findings()));
        let key = provider.idempotency(operation, input).map(|made| made.key).unwrap_or_default();
        let mut members = shown(&reply.outcome);
        members.push(("attempts", Json::from(reply.attempts)));
        members.push(("found", Json::from(reply.was_found)));
        members.push(("idempotencyKey", reply.idempotency_key.as_deref().map_or(Json::Null, Json::from)));
        let log = script.log().into_iter().map(|line| line.replace(&format!("#{key}"), "#@KEY"));
        let log: Vec<_> = if key.is_empty() { script.log() } else { log.collect() };
        members.push(("log", Json::from(log.into_iter().map(Json::from).collect::<Vec<_>>())));
        let got = Json::object(members);
        let expected = case.get("expect").expect("what is expected");
        if !holds(expected, &got) || script.left() > 0 {
            wrong.push(format!("{name}\n  expected {expected}\n  got      {got}\n  {} answers left", script.left()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
