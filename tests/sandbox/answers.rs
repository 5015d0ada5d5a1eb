//! Every example is answered as documents answer, and payments end as their values say.

use std::collections::BTreeSet;

use offramp_core::provider::{Answer, Outcome};
use offramp_core::sandbox::Options;
use offramp_core::{Json, Provider};

use crate::world::{World, at, pay, raw, read, send};

/// The requests of the vectors, which the documents' examples are among: provider, operation, input.
fn examples() -> Vec<(Provider, String, Json, String)> {
    let mut all = Vec::new();
    for provider in Provider::ALL {
        let path = format!("{}/tests/vectors/requests/{provider}.json", env!("CARGO_MANIFEST_DIR"));
        let cases: Json = std::fs::read_to_string(path).unwrap().parse().unwrap();
        for case in cases.as_array().unwrap() {
            let args = case.get("args").and_then(Json::as_array).unwrap_or_default();
            let is_built = at(case, "call") == "buildRequest" && !at(case, "expect/url").is_empty();
            if let (true, [_, operation, input, ..]) = (is_built, args) {
                all.push((
                    *provider,
                    operation.as_str().unwrap().to_owned(),
                    input.clone(),
                    at(case, "name").to_owned(),
                ));
            }
        }
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_request_is_answered() {
    let world = World::start(Options::default().with_speed(0)).await;
    let (mut count, mut accepted) = (0, BTreeSet::new());
    for (provider, operation, input, name) in examples() {
        // what only `compat` or another profile builds is no example of the document
        let Ok(request) = world.built(provider, &operation, &input, None) else { continue };
        let (status, _, body) = send(world.sandbox.address(), &request, &[]).expect("an answer");
        assert!(status < 500, "{provider} {name}: {status}");
        let answer = read(provider, &operation, status, &body);
        match answer.outcome {
            Outcome::Accepted(_) => {
                accepted.insert((provider.as_str(), operation));
            }
            // an id that nobody has made
            Outcome::Refused { code, .. } => {
                assert_ne!(status, 401, "{provider} {name}");
                assert!(!code.starts_with("HTTP_") || provider == Provider::Unigox, "{provider} {name}: {code}");
            }
            other => panic!("{other:?}"),
        }
        count += 1;
    }
    assert!(count > 100, "{count}");
    // what needs an order that stands where it can be done
    for provider in Provider::ALL {
        let order = pay(&world, *provider, "100.00", "Asha Sharma");
        world.sandbox.advance(600);
        let then = match provider {
            Provider::Sentra => ("getPayment", format!(r#"{{"id":"{order}"}}"#)),
            Provider::Unigox => ("confirmFiatReceived", format!(r#"{{"order_id":"{order}"}}"#)),
            _ => continue,
        };
        world.take(*provider, then.0, &then.1);
        accepted.insert((provider.as_str(), then.0.to_owned()));
    }
    world.take(Provider::Unigox, "registerWebhook", r#"{"url":"https://partner.example.com/hook"}"#);
    world.take(Provider::Unigox, "testWebhook", "{}");
    for (provider, done) in [
        ("sentra", "completeTransfer"),
        ("unigox", "authorizeCryptoTransfer"),
        ("unigox", "testWebhook"),
        ("unigox", "quote"),
    ] {
        accepted.insert((provider, done.to_owned()));
    }
    let all: BTreeSet<_> = Provider::ALL
        .iter()
        .flat_map(|provider| provider.operations().iter().map(|it| (provider.as_str(), it.name().to_owned())))
        .collect();
    let never: Vec<_> = all.difference(&accepted).collect();
    assert!(never.is_empty(), "never accepted: {never:?}");
}

/// The documents' own bytes, with what they abbreviate.
#[tokio::test(flavor = "multi_thread")]
async fn the_documents_own_examples_are_accepted() {
    let world = World::start(Options::default().with_speed(0)).await;
    let sentra = [("X-API-KEY", "sk_dev_sandbox"), ("Content-Type", "application/json")];
    let rate = r#"{"source":{"currency":"USDC","amount":1000,"rail":"POLYGON"},"destination":{"currency":"USD","rail":"ACH","countryCode":"US"},"developerVariableFee":0.005}"#;
    let transfer = r#"{"idempotencyKey":"unique-transfer-id-12345","quoteId":"550e8400-...","bankAccountId":"bank_account_id_here","fromAddress":"0x7434...5238","paymentReason":"TRANSFER_TO_SELF","documentReference":"Invoice-2024-001","files":["data:application/pdf;name=..."]}"#;
    let hook =
        r#"{"url":"https://your-app.com/webhooks/sentra","secret":"your_webhook_secret","events":["payment.updated"]}"#;
    let complete = r#"{"transactionHash":"0xabcdef123456789..."}"#;
    let on = r#"{"walletId":"wallet_abc123","transactionId":"txn_xyz789","paymentMethodId":"pm_upi_001","amount":"50000","currency":"INR","accountDetails":{"upiId":"user@okaxis"},"metadata":{"source":"mobile_app","deviceId":"device_123"}}"#;
    let swiftpay = [
        ("x-service-id", "transaction-service"),
        ("x-service-secret", "sandbox_secret"),
        ("x-user-id", "123"),
        ("x-idempotency-key", "onramp-payment-unique-id-123"),
    ];
    let ask = |path: &str, headers: &[(&str, &str)], body: &str| {
        let method = if body.is_empty() { "GET" } else { "POST" };
        let (status, _, answer) = raw(world.sandbox.address(), method, path, headers, Some(body.as_bytes())).unwrap();
        let json = Json::from_slice(&answer).unwrap();
        assert!((200..300).contains(&status), "{path}: {status} {json}");
        json
    };
    let answer = ask("/payments/user_1/rate", &sentra, rate);
    // the numbers of the document
    assert_eq!(
        (at(&answer, "destinationAmount"), at(&answer, "fee"), at(&answer, "exchangeRate")),
        ("994.5", "5.5", "1")
    );
    let answer = ask("/sentra/payments/recipient/{recipientId}/off-ramp", &sentra, transfer);
    assert_eq!((at(&answer, "status"), at(&answer, "depositAmount")), ("AWAITING_FUNDS", "1000"));
    let again = ask("/payments/recipient/{recipientId}/off-ramp", &sentra, transfer);
    assert_eq!(at(&again, "id"), at(&answer, "id"), "known again by its key");
    let path = format!("/payments/recipient/{{recipientId}}/off-ramp/{}/complete", at(&answer, "id"));
    assert_eq!(at(&ask(&path, &sentra, complete), "status"), "PROCESSING");
    ask("/webhooks", &sentra, hook);
    ask("/payments/{id}", &sentra, "");
    let first = ask("/api/payment/on-ramp", &swiftpay, on);
    assert_eq!(at(&first, "data/paymentMethod"), "UPI");
    let again = ask("/api/payment/on-ramp", &swiftpay, on);
    assert_eq!(at(&again, "message"), "Request already processed (idempotent)");
    assert_eq!(at(&again, "data/payment/id"), at(&first, "data/payment/id"));
    assert_eq!(at(&ask("/api/payment/health", &[], ""), "status"), "healthy");
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_end_as_their_values_say() {
    for provider in Provider::ALL {
        let world = World::start(Options::default().with_speed(0)).await;
        let ends =
            [("100.00", "Asha Sharma", 1, 0), ("166.03", "Asha Sharma", 1, 0), ("100.00", "Asha Returned", 1, 1)];
        for (amount, name, paid, returned) in ends {
            let before = world.sandbox.ledger().len();
            pay(&world, *provider, amount, name);
            settle(&world);
            let entries: Vec<Json> = world.sandbox.ledger().split_off(before);
            let count = |kind: &str| entries.iter().filter(|entry| at(entry, "kind") == kind).count();
            assert_eq!((count("paid"), count("returned")), (paid, returned), "{provider} {amount} {name}");
            let entry = &entries[0];
            assert!(!at(entry, "to").is_empty() && !at(entry, "amount").is_empty(), "{provider}: {entry}");
            assert_ne!(at(entry, "request"), "0");
        }
        let before = world.sandbox.ledger().len();
        pay(&world, *provider, "166.02", "Asha Sharma");
        settle(&world);
        assert_eq!(world.sandbox.ledger().len(), before, "{provider}: stuck");
        let last = world.sandbox.orders().into_iter().rfind(|order| at(order, "ending") == "stuck").unwrap();
        assert_eq!(at(&last, "paid"), "", "{provider}");
    }
}

/// Lets everything happen that happens by itself, and what Unigox's seller says.
fn settle(world: &World) {
    for _ in 0..3 {
        world.sandbox.advance(86_400);
        for order in world.sandbox.orders() {
            if at(&order, "provider") == "unigox" && at(&order, "status") == "awaiting_fiat_received_confirmation" {
                let input = format!(r#"{{"order_id":"{}"}}"#, at(&order, "id"));
                world.take(Provider::Unigox, "confirmFiatReceived", &input);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_are_the_documents() {
    let world = World::start(Options::default().with_speed(0)).await;
    let code = |answer: Answer| match answer.outcome {
        Outcome::Refused { code, .. } => code,
        _ => "accepted".to_owned(),
    };
    for word in ["INVALID_ACCOUNT", "INSUFFICIENT_FUNDS", "ACCOUNT_BLOCKED", "TRANSACTION_LIMIT_EXCEEDED"] {
        let input = format!(
            r#"{{"walletId":"w","amount":"100","accountDetails":{{"accountNumber":"70341928561234","ifsc":"SBIN0001234",
            "bankName":"Bank {word}"}}}}"#
        );
        assert_eq!(code(world.ask(Provider::Swiftpay, "offRamp", &input)), word);
    }
    let quote = r#"{"quote_id":"00000000-0000-4000-8000-000000000000"}"#;
    assert_eq!(code(world.ask(Provider::Unigox, "initiate", quote)), "QUOTE_NOT_FOUND");
    let quote = r#"{"quote_id":"a1b2c3d4-e5f6-7890-abcd-ef1234567890"}"#;
    assert_eq!(code(world.ask(Provider::Unigox, "initiate", quote)), "accepted");
    assert_eq!(code(world.ask(Provider::Unigox, "initiate", quote)), "QUOTE_ALREADY_USED");
    let order = r#"{"order_id":"b2c3d4e5-f6a7-8901-bcde-f12345678901"}"#;
    assert_eq!(code(world.ask(Provider::Unigox, "confirmFiatReceived", order)), "OPERATION_NOT_ALLOWED");
    let rate = r#"{"userId":"u","source":{"currency":"USDC","amount":10,"rail":"POLYGON"},"destination":{"currency":"USD",
        "rail":"ACH","countryCode":"US","paymentAccountId":"a"}}"#;
    let quote: Json = world.take(Provider::Sentra, "createQuote", rate).into();
    world.sandbox.advance(901);
    let transfer = format!(
        r#"{{"recipientId":"r","quoteId":"{}","bankAccountId":"a","paymentReason":"TRANSFER_TO_SELF",
        "fromAddress":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}}"#,
        at(&quote, "id")
    );
    assert_eq!(code(world.ask(Provider::Sentra, "createTransfer", &transfer)), "QUOTE_EXPIRED");
    let flow = r#"{"from":{"customerId":"cust_nobody","currency":"USDT","network":"ETH"},"to":"bank_acc_id_xyz789"}"#;
    assert_eq!(code(world.ask(Provider::Coinut, "createOfframpFlow", flow)), "INVALID_PARAMETERS");
    let customer: Json =
        world.take(Provider::Coinut, "createCustomer", r#"{"name":"Asha Sharma","email":"a@example.com"}"#).into();
    let flow = flow.replace("cust_nobody", at(&customer, "customerId"));
    assert_eq!(code(world.ask(Provider::Coinut, "createOfframpFlow", &flow)), "FAILED", "not approved yet");
    world.sandbox.advance(61);
    assert_eq!(code(world.ask(Provider::Coinut, "createOfframpFlow", &flow)), "accepted");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_seed_gives_one_run() {
    let mut runs = Vec::new();
    for seed in [7, 7, 8] {
        let world = World::start(Options::default().with_speed(0).with_seed(seed)).await;
        for provider in Provider::ALL {
            pay(&world, *provider, "100.00", "Asha Sharma");
        }
        settle(&world);
        let orders = world.sandbox.orders();
        let told = |order: &Json| format!("{} {} {}", at(order, "provider"), at(order, "id"), at(order, "status"));
        let ledger = world.sandbox.ledger();
        let paid = |entry: &Json| format!("{} {} {}", at(entry, "order"), at(entry, "amount"), at(entry, "request"));
        runs.push((orders.iter().map(told).collect::<Vec<_>>(), ledger.iter().map(paid).collect::<Vec<_>>()));
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}
