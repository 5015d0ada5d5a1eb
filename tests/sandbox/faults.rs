//! Each fault does what it says.

use std::time::Instant;

use offramp_core::Provider;
use offramp_core::sandbox::{Faults, Options};

use crate::world::{World, at, json, pay, send};

const PAYMENT: &str = r#"{"walletId":"w","transactionId":"t","amount":"100","accountDetails":{"upiId":"user@okaxis"}}"#;

async fn world() -> World {
    World::start(Options::default()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn by_header() {
    // what is answered, and whether the payment was made
    for (fault, status, is_paid) in [
        ("drop_before", None, false),
        ("drop_after", None, true),
        ("rate_limit=7", Some(429), false),
        ("error_before", Some(500), false),
        ("error_after", Some(500), true),
        ("lost=1", None, true),
        ("latency=300", Some(200), true),
    ] {
        let world = world().await;
        let request = world.built(Provider::Swiftpay, "offRamp", &json(PAYMENT), Some("K-1")).unwrap();
        let began = Instant::now();
        let answer = send(world.sandbox.address(), &request, &[("X-Sandbox-Fault", fault)]);
        assert_eq!(answer.as_ref().map(|(status, ..)| *status), status, "{fault}");
        assert_eq!(world.paid().len(), usize::from(is_paid), "{fault}");
        let millis = began.elapsed().as_millis();
        assert!(
            millis
                >= if fault.starts_with("la") {
                    300
                } else if fault.starts_with("lo") {
                    1000
                } else {
                    0
                },
            "{fault}"
        );
        if let (Some((_, headers, _)), "rate_limit=7") = (&answer, fault) {
            assert!(headers.contains(&("retry-after".to_owned(), "7".to_owned())), "{headers:?}");
        }
        // the same key pays once, whatever came of the first
        let again = send(world.sandbox.address(), &request, &[]).unwrap();
        assert_eq!(again.0, 200, "{fault}");
        assert_eq!(world.paid().len(), 1, "{fault}");
        let name = fault.split('=').next().unwrap();
        let counted = world.control("GET", "/_sandbox/faults", "");
        assert_eq!(at(&counted, &format!("injected/{name}")), "1", "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn by_an_amount_the_first_time() {
    for (amount, status) in
        [("6612", None), ("6613", None), ("6614", Some(429)), ("6615", Some(500)), ("6616", Some(500))]
    {
        let world = world().await;
        let input = json(&PAYMENT.replace("\"100\"", &format!("\"{amount}\"")));
        let request = world.built(Provider::Swiftpay, "offRamp", &input, Some("K-1")).unwrap();
        let answer = send(world.sandbox.address(), &request, &[]);
        assert_eq!(answer.map(|(status, ..)| status), status, "{amount}");
        let again = send(world.sandbox.address(), &request, &[]);
        assert_eq!(again.map(|(status, ..)| status), Some(200), "{amount}");
        assert_eq!(world.paid().len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn by_rate_and_the_same_again() {
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        let faults = Faults::from_json(&json(r#"{"drop_before":0.1,"error_after":0.1}"#)).unwrap();
        let world = World::start(Options::default().with_seed(seed).with_faults(faults)).await;
        let mut run = Vec::new();
        for number in 0..200 {
            let input = json(&PAYMENT.replace("\"100\"", &format!("\"{}\"", 10_000 + number)));
            let request = world.built(Provider::Swiftpay, "offRamp", &input, None).unwrap();
            run.push(send(world.sandbox.address(), &request, &[]).map(|(status, ..)| status));
        }
        let share = |status| run.iter().filter(|answer| **answer == status).count();
        assert!((5..40).contains(&share(None)) && (5..40).contains(&share(Some(500))), "{run:?}");
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_forgotten_after_a_while() {
    let faults = Faults::from_json(&json(r#"{"keyLifetimeSeconds":600}"#)).unwrap();
    let world = World::start(Options::default().with_faults(faults)).await;
    let request = world.built(Provider::Swiftpay, "offRamp", &json(PAYMENT), Some("K-1")).unwrap();
    for (passed, paid) in [(0, 1), (599, 1), (2, 2), (0, 2)] {
        world.sandbox.advance(passed);
        send(world.sandbox.address(), &request, &[]).unwrap();
        assert_eq!(world.paid().len(), paid);
    }
    send(world.sandbox.address(), &request, &[("X-Sandbox-Fault", "key_forgotten")]).unwrap();
    assert_eq!(world.paid().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn settled_payments_come_back() {
    let world = World::start(Options::default().with_speed(0)).await;
    world.control("POST", "/_sandbox/faults", r#"{"returned":1}"#);
    let id = pay(&world, Provider::Sentra, "100.00", "Asha Sharma");
    world.control("POST", "/_sandbox/clock", r#"{"advance":86400}"#);
    let orders = world.sandbox.orders();
    let order = orders.iter().find(|order| at(order, "id") == id).unwrap();
    assert_eq!(at(order, "status"), "REFUNDED");
    let history: Vec<_> =
        order.get("history").unwrap().as_array().unwrap().iter().map(|step| at(step, "status")).collect();
    assert_eq!(history, ["AWAITING_FUNDS", "PROCESSING", "SENT", "COMPLETED", "REFUNDED"]);
    let kinds: Vec<_> = world.sandbox.ledger().iter().map(|entry| at(entry, "kind").to_owned()).collect();
    assert_eq!(kinds, ["paid", "returned"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.ndjson");
    let world = World::start(Options::default().with_ledger(&file)).await;
    pay(&world, Provider::Swiftpay, "100.00", "State Bank");
    let text = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<_> = text.lines().map(json).collect();
    assert_eq!(lines, world.sandbox.ledger());
    let line = &lines[0];
    assert_eq!((at(line, "to"), at(line, "amount"), at(line, "currency")), ("70341928561234", "10000", "INR"));
}
