//! Nothing about a provider lacks its vectors, and what is logged of a request shows nothing.

use std::collections::BTreeSet;

use offramp_core::provider::{Context, Credentials, Provider};
use offramp_core::{Json, api};

use crate::support::{Case, vector_files};

fn cases() -> Vec<Case> {
    vector_files().into_iter().flat_map(|file| file.cases).collect()
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

/// No list elsewhere lacks a provider: whoever computes may name each.
#[test]
fn every_provider_is_known_to_computations() {
    let is_refused = |name: &str| {
        let request = Json::object([("amount", "100"), ("currency", "USDC"), ("provider", name)]);
        let error = api::json::call("computeFees", &[request]).expect_err("there is no schedule");
        error.findings().iter().any(|finding| finding.path() == "/provider")
    };
    assert!(is_refused("nobody"));
    for provider in Provider::ALL {
        assert!(!is_refused(provider.as_str()), "{provider}");
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
    let shown = Json::from_slice(include_bytes!("../coverage/shown.json")).expect("JSON");
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
