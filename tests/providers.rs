//! The vectors of everything about providers: `tests/vectors/{requests,responses,webhooks,orders}`.
//!
//! A case is `{name, call, args, expect}`: `call` is a function of the npm package with its arguments,
//! `expect` an outline of the answer. Members that the outline does not name are not looked at, but in
//! `headers`; `codes` and `paths` stand for the findings; `{"error": ..}` is expected of a call that fails.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that goes wrong in these ways fails, as it should")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use offramp_core::provider::{Context, Credentials, Provider};
use offramp_core::{Error, Finding, Json, Object, api};

const FOLDERS: [&str; 4] = ["requests", "responses", "webhooks", "orders"];

struct Case {
    name: String,
    call: String,
    args: Vec<Json>,
    expect: Json,
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for folder in FOLDERS {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(folder);
        let mut paths: Vec<_> =
            fs::read_dir(root).expect("a folder").map(|entry| entry.expect("a file").path()).collect();
        paths.sort();
        for path in paths {
            let text = fs::read_to_string(&path).expect("a file");
            let json: Json = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            for case in json.as_array().expect("an array of cases") {
                let text = |name: &str| case.get(name).and_then(Json::as_str).expect(name).to_owned();
                cases.push(Case {
                    name: format!("{folder}/{}: {}", path.file_name().expect("a name").display(), text("name")),
                    call: text("call"),
                    args: case.get("args").and_then(Json::as_array).expect("args").to_vec(),
                    expect: case.get("expect").expect("expect").clone(),
                });
            }
        }
    }
    cases
}

fn answer(case: &Case) -> Json {
    api::json::call(&case.call, &case.args).unwrap_or_else(|error: Error| {
        let findings: Vec<Json> = error.findings().iter().map(Finding::to_json).collect();
        let mut members = Object::new();
        members.insert("code", error.code().as_str());
        members.insert("field", error.field());
        members.insert("message", error.to_string());
        members.insert("findings", findings);
        Json::object([("error", members)])
    })
}

#[test]
fn every_case_gives_what_it_expects() {
    let (cases, mut wrong) = (cases(), Vec::new());
    for case in &cases {
        let mut differences = Vec::new();
        compare(&case.expect, &answer(case), "", &mut differences);
        if !differences.is_empty() {
            wrong.push(format!("{}\n    {}", case.name, differences.join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases differ:\n\n{}\n", wrong.len(), cases.len(), wrong.join("\n\n"));
}

#[test]
fn every_operation_is_built_refused_and_answered() {
    let cases = cases();
    for provider in Provider::ALL {
        for operation in provider.operations() {
            let of = |call: &str, member: &str, is_there: bool| {
                cases.iter().any(|case| {
                    case.call == call
                        && case.args[0].as_str() == Some(provider.as_str())
                        && case.args[1].as_str() == Some(operation.name())
                        && case.expect.get(member).is_some() == is_there
                })
            };
            let name = operation.name();
            assert!(of("buildRequest", "url", true), "no vector builds {provider} {name}");
            assert!(of("buildRequest", "error", true), "no vector refuses {provider} {name}");
        }
        for call in ["parseResponse", "verifyWebhook"] {
            let is_there =
                cases.iter().any(|case| case.call == call && case.args[0].as_str() == Some(provider.as_str()));
            assert!(is_there, "no vector of {call} for {provider}");
        }
    }
}

#[test]
fn every_status_follows_another_in_a_vector() {
    let cases = cases();
    for provider in Provider::ALL {
        for (name, _) in provider.statuses() {
            let is_there = cases.iter().any(|case| {
                case.call == "nextStatus"
                    && case.args[0].as_str() == Some(provider.as_str())
                    && case.args.contains(&name.into())
            });
            assert!(is_there, "no vector of {provider} {name}");
        }
    }
}

/// Nothing that a caller gave but ids, codes and times stands in a masked request, whatever the operation
/// (rahat-36, swiftpay-17).
#[test]
fn no_request_is_logged_with_secrets_or_accounts() {
    let shown = Json::from_slice(include_bytes!("coverage/shown.json")).expect("JSON");
    let shown: BTreeSet<&str> = shown.as_array().expect("names").iter().filter_map(Json::as_str).collect();
    let mut count = 0;
    for case in cases().iter().filter(|case| case.call == "buildRequest" && case.expect.get("url").is_some()) {
        let provider: Provider = case.args[0].as_str().expect("a name").parse().expect("a provider");
        let credentials = Credentials::from_json(&case.args[3]).expect("credentials");
        let context = Context::from_json(&case.args[4]).expect("a context");
        let operation = case.args[1].as_str().expect("a name");
        let request = provider.build(operation, &case.args[2], &credentials, &context).expect("a request");
        let sent = request.to_json().to_string();
        if let Some(secret) = case.args[3].get("apiSecret").and_then(Json::as_str) {
            assert!(!sent.contains(secret), "{}: what signs is sent (coinut-19)", case.name);
        }
        let masked = api::mask_request(&request.to_json()).to_string();
        for name in ["apiKey", "apiSecret", "accessToken", "serviceSecret"] {
            if let Some(secret) = case.args[3].get(name).and_then(Json::as_str).filter(|secret| secret.len() > 3) {
                assert!(!masked.contains(secret), "{}: {name} is shown", case.name);
            }
        }
        if let Some(body) = request.body().and_then(|body| body.parse::<Json>().ok()) {
            let mut sensitive = Vec::new();
            collect(&body, &shown, "", &mut sensitive);
            for (name, text) in sensitive {
                assert!(!masked.contains(&text), "{}: {name} is shown", case.name);
                count += 1;
            }
        }
    }
    assert!(count > 100, "only {count} values were looked for");
}

/// The values that must be masked: texts of at least five characters whose names are not on the list.
fn collect(json: &Json, shown: &BTreeSet<&str>, name: &str, found: &mut Vec<(String, String)>) {
    match json {
        Json::Object(object) => object.iter().for_each(|(name, value)| collect(value, shown, name, found)),
        Json::Array(items) => items.iter().for_each(|item| collect(item, shown, name, found)),
        Json::String(text) if text.len() > 4 && !shown.contains(name) => found.push((name.to_owned(), text.clone())),
        _ => {}
    }
}

fn compare(expect: &Json, got: &Json, at: &str, differences: &mut Vec<String>) {
    match (expect, got) {
        (Json::Object(members), _) => {
            for (name, want) in members.iter() {
                let at = format!("{at}/{name}");
                let have = match name {
                    "codes" => of_findings(got, "code"),
                    "paths" => of_findings(got, "path"),
                    _ => got.get(name).cloned().unwrap_or(Json::Null),
                };
                compare(want, &have, &at, differences);
                if let ("headers", Some(want), Some(have)) = (name, want.as_object(), have.as_object()) {
                    for (more, value) in have.iter().filter(|(more, _)| want.get(more).is_none()) {
                        differences.push(format!("{at}/{more}: expected nothing, got {value}"));
                    }
                }
            }
            if !matches!(got, Json::Object(_) | Json::Array(_)) {
                differences.push(format!("{at}: expected an object, got {got}"));
            } else if members.get("error").is_none()
                && got.get("error").and_then(|error| error.get("findings")).is_some()
            {
                differences.push(format!("{at}: {got}"));
            }
        }
        (Json::Array(want), Json::Array(have)) if want.len() == have.len() => {
            for (index, (want, have)) in want.iter().zip(have).enumerate() {
                compare(want, have, &format!("{at}/{index}"), differences);
            }
        }
        _ if expect == got => {}
        _ => differences.push(format!("{at}: expected {expect}, got {got}")),
    }
}

fn of_findings(json: &Json, member: &str) -> Json {
    let findings = json.get("findings").and_then(Json::as_array).unwrap_or_default();
    let members = findings.iter().map(|finding| finding.get(member).cloned().unwrap_or(Json::Null));
    members.collect::<Vec<_>>().into()
}
