//! Method, URL, headers and body of every operation of every provider, byte for byte.
//!
//! The inputs, the time and the nonce are those of the first vector of each operation that is built;
//! the snapshots are in `tests/core/snapshots`.

use offramp_core::provider::{Context, Credentials, Request};
use offramp_core::{Json, Provider, api};

use crate::support::{Case, vector_files};

#[test]
fn every_operation_sends_these_bytes() {
    let files = vector_files();
    for &provider in Provider::ALL {
        let path = format!("requests/{provider}.json");
        let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is missing"));
        for operation in provider.operations() {
            let name = operation.name();
            let case = file
                .cases
                .iter()
                .find(|case| case.call == "buildRequest" && case.text(1) == name && case.expect.get("url").is_some());
            let case = case.unwrap_or_else(|| panic!("{path} builds no {name}"));
            insta::assert_snapshot!(format!("{provider}_{name}"), http(&build(provider, case)), case.name.as_str());
        }
    }
}

#[test]
fn the_body_is_sent_as_it_is_signed() {
    for file in vector_files().iter().filter(|file| file.path.starts_with("requests/")) {
        for case in file.cases.iter().filter(|case| case.expect.get("body").and_then(Json::as_str).is_some()) {
            let request = build(case.text(0).parse().expect("a provider"), case);
            let body = request.body().expect("a body");
            let json: Json = body.parse().unwrap_or_else(|error| panic!("{}: {}: {error}", file.path, case.name));
            assert_eq!(json.to_string(), body, "{}: {}: white space in the body", file.path, case.name);
        }
    }
}

/// The npm package and the command draw one where it is left out, so that this is no vector.
#[test]
fn without_a_nonce_nothing_is_signed() {
    let context = Context::at("2024-06-09T02:40:00Z".parse().expect("a time"));
    let credentials = Credentials::new().with("apiKey", "test_key").with("apiSecret", "test_secret");
    let input = Json::object([("name", "John Doe"), ("email", "john@example.com")]);
    let error = api::build_request(Provider::Coinut, "createCustomer", &input, &credentials, &context).unwrap_err();
    assert_eq!((error.code().as_str(), error.field()), ("NONCE_INVALID", "nonce"));
}

#[test]
fn debug_shows_neither_credentials_nor_input() {
    for file in vector_files().iter().filter(|file| file.path.starts_with("requests/")) {
        for case in file.cases.iter().filter(|case| case.expect.get("url").is_some()) {
            let shown = format!("{:?}", build(case.text(0).parse().expect("a provider"), case));
            for (name, secret) in case.arg(3).as_object().expect("credentials").iter() {
                // the application's id stands in the path of one of rahat's operations
                let is_url = name == "url" || name.ends_with("Url") || name == "appId";
                let Some(secret) = secret.as_str() else {
                    continue;
                };
                assert!(is_url || !shown.contains(secret), "{}: {}: {name} is shown", file.path, case.name);
            }
            for account in ["accountNo", "iban", "accountNumber", "vpa"] {
                let account = case.arg(2).get(account).and_then(Json::as_str);
                assert!(!account.is_some_and(|account| shown.contains(account)), "{}: {}", file.path, case.name);
            }
        }
    }
}

/// The sentences of `validateOfframpRequest` in Rahat's document (rahat-27).
#[test]
fn the_documents_sentence_where_it_is_asked_for() {
    let sentences = ["Invalid token amount", "Payment provider ID is required", "Transaction hash is required"];
    let file = vector_files();
    let file = file.iter().find(|file| file.path == "requests/rahat.json").expect("the file");
    let mut said = Vec::new();
    for case in file.cases.iter().filter(|case| case.name.contains("the document's sentence")) {
        let credentials = Credentials::from_json(case.arg(3)).expect("credentials");
        for (is_exact, seen) in [(true, &mut said), (false, &mut Vec::new())] {
            let mut context = Context::from_json(case.arg(4)).expect("a context");
            context.is_document_exact = is_exact;
            let error = api::build_request(Provider::Rahat, case.text(1), case.arg(2), &credentials, &context);
            let error = error.expect_err("it is refused").to_string();
            assert_eq!(sentences.contains(&error.as_str()), is_exact, "{}: {error}", case.name);
            seen.push(error);
        }
    }
    assert_eq!(said, sentences);
}

fn build(provider: Provider, case: &Case) -> Request {
    let credentials = Credentials::from_json(case.arg(3)).expect("credentials");
    let context = Context::from_json(case.arg(4)).expect("a context");
    api::build_request(provider, case.text(1), case.arg(2), &credentials, &context)
        .unwrap_or_else(|error| panic!("{}: {error}", case.name))
}

/// The request as it goes over the wire.
fn http(request: &Request) -> String {
    let mut lines = vec![format!("{} {}", request.method().as_str(), request.url())];
    lines.extend(request.headers().map(|(name, value)| format!("{name}: {value}")));
    lines.push(String::new());
    lines.extend(request.body().map(str::to_owned));
    lines.join("\n")
}
