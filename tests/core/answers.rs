//! Laws of what answers mean, over every provider, every operation and every status.
//!
//! A payment is called failed only where `classify` says that nothing was done and that sending it again changes
//! nothing; what nobody knows stays open.

use std::time::Duration;

use offramp_core::client::Received;
use offramp_core::gateway::{Outcome, ProviderGateway, World};
use offramp_core::order::Status;
use offramp_core::provider::{self, Attempt, Headers, Operation, Response, Retry, RetryOptions};
use offramp_core::{Json, Provider, Timestamp};

/// Words that no table has.
const OTHER_WORDS: [&str; 10] = [
    "SOMETHING_NEW",
    "TIMEOUT",
    "GATEWAY_TIMEOUT",
    "NETWORK_ERROR",
    "DUPLICATE_REQUEST",
    "ALREADY_EXISTS",
    "INTERNAL_ERROR",
    "NEEDS_RECONCILIATION",
    "timeout of 5000ms exceeded",
    "Request timed out",
];

/// Those of them by which the request may have been carried out.
fn says_otherwise(word: &str) -> bool {
    word != "SOMETHING_NEW"
}

/// Where providers put a word for what went wrong.
fn bodies(word: &str) -> [String; 9] {
    let word = Json::from(word).to_string();
    [
        format!(r#"{{"success":false,"message":{word}}}"#),
        format!(r#"{{"message":{word}}}"#),
        format!(r#"{{"code":{word},"message":"m"}}"#),
        format!(r#"{{"error":{word},"message":"m"}}"#),
        format!(r#"{{"error":{{"code":{word},"message":"m"}}}}"#),
        format!(r#"{{"success":false,"error":{{"code":{word}}}}}"#),
        format!(r#"{{"success":false,"data":{{"error_key":{word}}}}}"#),
        format!(r#"{{"status":{word},"message":"m"}}"#),
        format!(r#"{{"success":false,"error":{{"code":"X","details":{word}}},"metadata":{{"errorCode":{word}}}}}"#),
    ]
}

/// Answers without any word.
const WORDLESS: [&str; 5] = ["", "<html>502</html>", "{}", r#"{"message":"no"}"#, "[]"];

/// 600 and more are what some proxies make up.
fn statuses() -> impl Iterator<Item = u16> {
    (200..=599).chain([600, 699, 799, 999])
}

fn words(provider: Provider) -> Vec<&'static str> {
    let mut words: Vec<_> = provider.failures().chain(OTHER_WORDS).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Every operation that pays out.
fn paying() -> impl Iterator<Item = (Provider, &'static Operation)> {
    let all =
        Provider::ALL.iter().flat_map(|provider| provider.operations().iter().map(|operation| (*provider, operation)));
    all.filter(|(provider, operation)| pays_out(*provider, operation))
}

/// An operation that can be followed pays out, or takes money in.
fn pays_out(provider: Provider, operation: &Operation) -> bool {
    let takes_in = provider.procedures().iter().any(|it| it.is_on_ramp && it.order == operation.name());
    operation.tracking().is_some() && !takes_in
}

fn gateway(provider: Provider, operation: &Operation) -> ProviderGateway {
    let description = format!(
        r#"{{"name":"G","provider":"{provider}","offRamp":{{"operation":"{}","reference":"{}","input":{{}}}}}}"#,
        operation.name(),
        reference(provider),
    );
    let world = World { now: || Timestamp::from_unix_seconds(1_700_000_000), nonce: || Some("nonce".to_owned()) };
    let credential =
        |variable: &str| Some(if variable.ends_with("URL") { "https://p.example" } else { "sk_x" }.to_owned());
    ProviderGateway::new(&description.parse().unwrap(), credential, Duration::from_secs(1), world).unwrap()
}

/// The value of the answer that is the provider's id of the payment.
fn reference(provider: Provider) -> &'static str {
    match provider {
        Provider::Coinut => "flowId",
        Provider::Unigox => "order_id",
        _ => "id",
    }
}

fn classify(provider: Provider, operation: &Operation, status: u16, body: &str, attempt: u32) -> Retry {
    let response = Response { status, headers: Headers(&[]), body: body.as_bytes() };
    let options = RetryOptions { attempt, ..RetryOptions::default() };
    provider.classify(operation.name(), &Attempt::Answered(response), &options).unwrap().retry
}

#[test]
fn each_provider_pays_out_by_one_operation() {
    for &provider in Provider::ALL {
        assert_eq!(paying().filter(|(of, _)| *of == provider).count(), 1, "{provider}");
    }
    for (provider, operation) in paying() {
        let tracking = operation.tracking().unwrap();
        assert!(tracking.is_possible(), "{provider}");
        assert!(!operation.is_repeatable(), "{provider}: what pays is not repeated");
        assert_eq!(tracking.has_events, !provider.events().is_empty(), "{provider}");
        let asked = tracking.order.map(|ask| ask.operation).into_iter().chain(tracking.list.map(|ask| ask.operation));
        for name in asked {
            assert!(provider.operation(name).unwrap().is_repeatable(), "{provider} {name}");
        }
    }
}

#[test]
fn a_payment_fails_only_where_nothing_was_done() {
    let mut count = 0_u32;
    for (provider, operation) in paying() {
        let gateway = gateway(provider, operation);
        for status in statuses() {
            for body in words(provider).into_iter().flat_map(bodies).chain(WORDLESS.map(str::to_owned)) {
                let at = format!("{provider} {status} {body}");
                // what was used already may have been used by this very request
                let again = classify(provider, operation, status, &body, 2);
                let outcome = gateway.read(&Received::new(status, Vec::new(), body.clone().into_bytes()), "attempt_1");
                let fits = match &outcome {
                    Outcome::Refused { .. } => again == Retry::Never,
                    Outcome::Busy { .. } => again == Retry::After,
                    Outcome::Unknown { raw, .. } => {
                        assert!(raw.is_some(), "{at}: what was answered is kept");
                        matches!(again, Retry::SameKey | Retry::OutcomeUnknown)
                    }
                    Outcome::Accepted { .. } | Outcome::Succeeded { .. } => again == Retry::Never && status < 300,
                };
                assert!(fits, "{at}: {again:?}, {outcome:?}");
                let retry = classify(provider, operation, status, &body, 1);
                let unsettled = if operation.is_keyed() { Retry::OutcomeUnknown } else { Retry::SameKey };
                assert_ne!(retry, unsettled, "{at}");
                if matches!(status, 300..=399 | 408 | 425 | 429 | 499..) {
                    assert!(!matches!(outcome, Outcome::Refused { .. }), "{at}");
                }
                count += 1;
            }
        }
    }
    assert!(count > 100_000, "{count}");
}

#[test]
fn without_a_word_of_the_table_the_status_decides() {
    for (provider, operation) in paying() {
        let unsettled = if operation.is_keyed() { Retry::SameKey } else { Retry::OutcomeUnknown };
        for status in statuses().filter(|status| *status >= 300) {
            let by_status = match status {
                425 | 429 => Retry::After,
                400 | 401 | 403 | 404 | 405 | 413 | 422 => Retry::Never,
                _ => unsettled,
            };
            for body in WORDLESS {
                // what begins as JSON and ends before it does may have said otherwise
                assert_eq!(classify(provider, operation, status, body, 1), by_status, "{provider} {status} {body}");
            }
            let cut = if by_status == Retry::Never { unsettled } else { by_status };
            assert_eq!(classify(provider, operation, status, "{\"succ", 1), cut, "{provider} {status} cut");
            for word in OTHER_WORDS.into_iter().filter(|word| !provider.failures().any(|known| word.contains(known))) {
                for body in bodies(word) {
                    let expected = if says_otherwise(word) { cut } else { by_status };
                    assert_eq!(classify(provider, operation, status, &body, 1), expected, "{provider} {status} {body}");
                }
            }
        }
    }
}

#[test]
fn reading_is_repeated_or_given_up_and_never_unsettled() {
    for provider in Provider::ALL {
        for operation in provider.operations().iter().filter(|operation| operation.is_repeatable()) {
            for status in statuses() {
                for body in
                    words(*provider).into_iter().map(|word| bodies(word)[5].clone()).chain(WORDLESS.map(str::to_owned))
                {
                    let retry = classify(*provider, operation, status, &body, 1);
                    assert!(matches!(retry, Retry::Never | Retry::After), "{provider} {} {status}", operation.name());
                }
                let expected = if matches!(status, 408 | 425 | 429 | 499..=599) { Retry::After } else { Retry::Never };
                let retry = classify(*provider, operation, status, "<html>", 1);
                assert!(status < 300 || retry == expected, "{provider} {} {status}", operation.name());
            }
        }
    }
}

#[test]
fn a_word_that_an_earlier_attempt_may_have_caused_settles_nothing() {
    for (provider, operation) in paying() {
        for word in provider.failures() {
            for body in bodies(word) {
                let (first, second) =
                    (classify(provider, operation, 409, &body, 1), classify(provider, operation, 409, &body, 2));
                assert!(first == second || second == Retry::OutcomeUnknown, "{provider} {body}");
            }
        }
    }
}

/// The last status of an order ends its payment, whoever says it.
#[test]
fn the_answers_own_status_concludes() {
    for (provider, operation) in paying() {
        let gateway = gateway(provider, operation);
        for (raw, status) in provider.statuses() {
            let body = format!(
                r#"{{"id":"o1","flowId":"o1","status":"{raw}","data":{{"id":"o1","order_id":"o1","status":"{raw}",
                    "payment":{{"id":"o1","status":"{raw}","amount":1}}}}}}"#
            );
            let response = Response { status: 200, headers: Headers(&[]), body: body.as_bytes() };
            let answer = provider.parse(operation.name(), &response).unwrap();
            let outcome = gateway.read(&Received::new(200, Vec::new(), body.clone().into_bytes()), "attempt_1");
            let provider::Outcome::Accepted(values) = &answer.outcome else {
                continue;
            };
            let is_told = values.get("status").is_some();
            let expected = match status {
                _ if !is_told => "accepted",
                Status::Completed => "done",
                Status::Failed | Status::Cancelled | Status::Expired | Status::Refunded => "refused",
                _ => "accepted",
            };
            let found = match &outcome {
                Outcome::Succeeded { gateway_reference, .. } if gateway_reference == "o1" => "done",
                Outcome::Refused { code, .. } if code.starts_with("ORDER_") => "refused",
                Outcome::Accepted { gateway_reference, .. } if gateway_reference.as_deref() == Some("o1") => "accepted",
                _ => "else",
            };
            assert_eq!(found, expected, "{provider} {raw}: {outcome:?}");
        }
    }
}

#[test]
fn what_is_kept_of_an_answer_shows_no_account() {
    for (provider, operation) in paying() {
        let gateway = gateway(provider, operation);
        for (status, body) in [
            (500, r#"{"message":"account 70341928561234 failed","iban":"DE89370400440532013000"}"#),
            (400, r#"{"code":"X","message":"m","accountNumber":"70341928561234","vpa":"someone.private@okaxis"}"#),
            (502, "<html>upstream: account 70341928561234 of someone.private@okaxis"),
        ] {
            let outcome = gateway.read(&Received::new(status, Vec::new(), body.as_bytes().to_vec()), "attempt_1");
            let raw = match outcome {
                Outcome::Unknown { raw, .. } => raw.unwrap(),
                Outcome::Refused { raw, .. } => raw,
                other => panic!("{provider} {status}: {other:?}"),
            };
            let kept = raw.to_string();
            assert!(kept.contains(&status.to_string()), "{kept}");
            for planted in ["70341928561234", "DE89370400440532013000", "someone.private"] {
                assert!(!kept.contains(planted), "{provider} {kept}");
            }
        }
    }
}

#[test]
fn what_nobody_could_follow_is_refused_at_start() {
    let world = World { now: || Timestamp::from_unix_seconds(1_700_000_000), nonce: || Some("nonce".to_owned()) };
    let start = |description: &str| {
        let credential =
            |variable: &str| Some(if variable.ends_with("URL") { "https://p.example" } else { "x" }.to_owned());
        ProviderGateway::new(&description.parse().unwrap(), credential, Duration::from_secs(1), world)
    };
    for &provider in Provider::ALL {
        for operation in provider.operations() {
            let description = format!(
                r#"{{"name":"G","provider":"{provider}","offRamp":{{"operation":"{}","reference":"id","input":{{}}}}}}"#,
                operation.name()
            );
            assert_eq!(start(&description).is_ok(), pays_out(provider, operation), "{description}");
        }
    }
    for wrong in [
        // one key for every payment
        r#""input":{"idempotencyKey":"k"}"#,
        // what is asked must not pay
        r#""input":{},"inquiry":{"order":{"operation":"completeTransfer","input":{}}}"#,
        r#""input":{},"inquiry":{"list":{"operation":"createTransfer"}}"#,
        r#""input":{},"inquiry":{"list":{"operation":"noSuchOperation"}}"#,
        r#""input":{},"inquiry":{"list":{"operation":"getPayment","input":{"id":"x"}}}"#,
    ] {
        let description = format!(
            r#"{{"name":"G","provider":"sentra","offRamp":{{"operation":"createTransfer","reference":"id",{wrong}}}}}"#
        );
        assert!(start(&description).is_err(), "{wrong}");
    }
}
