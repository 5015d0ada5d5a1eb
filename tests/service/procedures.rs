//! Payments in steps through the service, from nothing to paid: on both databases, with events that come late, twice, in
//! the wrong order and wrongly signed.

#[path = "../core/procedures/fake.rs"]
#[allow(dead_code, reason = "a part of it is used")]
mod fake;
#[path = "../core/procedures/world.rs"]
mod world;

use std::time::{Duration, Instant};

use self::fake::{Fake, tag};
use self::world::{gateway, metadata, number};
use crate::postgres::Postgres;
use crate::provider_service::Service;
use crate::upstream::Behaviour;
use axum::body::Body;
use offramp_core::Provider;
use offramp_core::http::reconcile;
use offramp_core::payment::PaymentType;
use offramp_core::storage::{AlarmKind, AlarmQuery};
use serde_json::{Value, json};

/// How long a payment may take to end.
const PATIENCE: Duration = Duration::from_secs(40);

async fn service(database: &str, provider: Provider, fake: &Fake) -> Service {
    let idle = crate::provider_service::Fake::start().await;
    Service::with(database, gateway(provider, &fake.url), idle, |settings| {
        settings.gateway_timeout = Duration::from_millis(1600);
        settings.reconcile_after = Duration::from_millis(3300);
        settings.reconcile_every = Duration::from_millis(20);
    })
    .await
}

async fn pay(service: &Service, provider: Provider, payment: u32, kind: PaymentType) -> (u16, Value) {
    let body = json!({"walletId": "w", "amount": "25000", "metadata": metadata(provider, payment),
        "accountDetails": {"accountNumber": format!("7034{payment:08}"), "ifsc": "SBIN0001234"}});
    let way = if kind == PaymentType::Onramp { "on-ramp" } else { "off-ramp" };
    service.pay_as(&tag(payment), &tag(payment), way, &body).await
}

/// What the provider delivers of a payment: what has happened so far, twice and in the wrong order.
async fn deliver(service: &Service, fake: &Fake, provider: Provider, payment: u32) {
    let orders = fake.with(|ledger| ledger.orders_of(payment));
    match provider.as_str() {
        "coinut" => {
            let record = service.store.payment_of_key("w", &tag(payment)).await.unwrap().unwrap();
            let attempts = service.store.attempts(&record.id).await.unwrap();
            for row in service.store.steps(&attempts[0].id).await.unwrap() {
                if let Some(result) = row.result.filter(|_| row.name == "createCustomer") {
                    let result: Value = serde_json::from_str(&result).unwrap();
                    let event = json!({"event": "CUSTOMER_APPROVED", "data": {"id": result["customerId"]}});
                    assert_eq!(service.deliver("coinut", &event).await, 200);
                }
            }
            for order in orders.iter().filter(|order| order.status == "TRADE_SETTLED") {
                for name in ["TRADE_SETTLED", "DEPOSIT_RECEIVED", "TRADE_SETTLED"] {
                    let id = format!("{}-{name}", order.id);
                    let event = json!({"event": name, "data": {"id": id, "flowId": order.id}});
                    assert_eq!(service.deliver("coinut", &event).await, 200);
                }
            }
        }
        "sentra" => {
            for order in &orders {
                for word in [order.status.as_str(), "AWAITING_FUNDS"] {
                    let event = crate::provider_service::sentra(&format!("e-{}-{word}", order.id), &order.id, word);
                    assert_eq!(service.deliver("sentra", &event).await, 200);
                }
            }
        }
        "unigox" => {
            for order in &orders {
                let event = json!({"event_id": format!("e-{}-{}", order.id, order.status),
                    "event_type": "order.status.changed", "created_at": "2026-01-01T00:00:00Z",
                    "data": {"order_id": order.id, "status": order.status}});
                for _ in 0..2 {
                    assert_eq!(service.deliver("unigox", &event).await, 200);
                }
            }
        }
        _ => {}
    }
}

async fn until(service: &Service, fake: &Fake, provider: Provider, payment: u32, word: &str) -> &'static str {
    let started = Instant::now();
    loop {
        deliver(service, fake, provider, payment).await;
        reconcile(&service.app).await;
        let status = service.status(&tag(payment)).await;
        if status == word || started.elapsed() > PATIENCE {
            return status;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn suite(of: impl Fn(Provider) -> String) {
    let fake = Fake::start().await;
    for &provider in Provider::ALL {
        let service = service(&of(provider), provider, &fake).await;
        for procedure in provider.procedures() {
            let kind = if procedure.is_on_ramp { PaymentType::Onramp } else { PaymentType::Offramp };
            // all goes well; the answer to the first step that moves money, or to the order, is lost
            let last = procedure.steps.iter().rev().find(|step| step.moves_money).unwrap();
            let is_asked_again = last.name != "instantOfframp";
            for fault in [None, Some(last.name).filter(|_| is_asked_again)] {
                let payment = number();
                if let Some(step) = fault {
                    fake.will(payment, (step.to_owned(), Behaviour::Close, true));
                }
                let (_, answer) = pay(&service, provider, payment, kind).await;
                let status = until(&service, &fake, provider, payment, "SUCCESS").await;
                let asked: Vec<_> = fake.with(|ledger| {
                    ledger.asked.iter().filter(|(of, _)| *of == payment).map(|(_, step)| step.clone()).collect()
                });
                assert_eq!(status, "SUCCESS", "{provider} {fault:?} {answer} {asked:?}");
                let count = |of: &[u32]| of.iter().filter(|it| **it == payment).count();
                let (paid, sent) = fake.with(|ledger| (count(&ledger.payouts), count(&ledger.tokens)));
                assert!(paid == 1 && sent <= 1, "{provider} {fault:?}: paid {paid} times, tokens sent {sent} times");
            }
        }
        service.store.close().await;
    }
}

/// Two payments that are given one order: only the first goes on with it.
async fn one_order_for_two(database: &str) {
    let (fake, provider) = (Fake::start().await, Provider::Coinut);
    let service = service(database, provider, &fake).await;
    let twice = Behaviour::Answer(200, "", r#"{"flowId":"flow-twice","depositAddress":"dep-twice","network":"ETH"}"#);
    let (one, other) = (number(), number());
    for payment in [one, other] {
        fake.will(payment, ("createOfframpFlow".to_owned(), twice.clone(), true));
        pay(&service, provider, payment, PaymentType::Offramp).await;
    }
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(8) {
        for payment in [one, other] {
            deliver(&service, &fake, provider, payment).await;
        }
        reconcile(&service.app).await;
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let sent = fake.with(|ledger| ledger.tokens.clone());
    assert_eq!(sent.len(), 1, "tokens are sent once to one address");
    let event = json!({"event": "TRADE_SETTLED", "data": {"id": "t1", "flowId": "flow-twice"}});
    assert_eq!(service.deliver("coinut", &event).await, 200);
    let mut ends = [service.status(&tag(one)).await, service.status(&tag(other)).await];
    ends.sort_unstable();
    assert_eq!(ends, ["PENDING", "SUCCESS"]);
    let alarms = service.store.alarms(AlarmQuery::OPEN).await.unwrap();
    assert!(alarms.iter().any(|alarm| alarm.alarm.kind == AlarmKind::ReferenceTaken), "{alarms:?}");
    service.store.close().await;
}

/// An approval that nobody signed approves nobody, and a payment that comes back rings.
async fn what_is_not_signed_and_what_comes_back(database: impl Fn(Provider) -> String) {
    let fake = Fake::start().await;
    let service_of = async |provider| service(&database(provider), provider, &fake).await;
    let coinut = service_of(Provider::Coinut).await;
    let payment = number();
    let (status, answer) = pay(&coinut, Provider::Coinut, payment, PaymentType::Offramp).await;
    assert_eq!((status, &answer["data"]["payment"]["status"]), (200, &json!("PENDING")), "{answer}");
    let customer = "CUSTOMER_APPROVED";
    let body = json!({"event": customer, "data": {"id": format!("cust-{}-1", tag(payment))}}).to_string();
    let request = http::Request::post("/webhooks/coinut").header("X-Signature", "00").header("X-Nonce", "n");
    let request = request.header("X-Timestamp", "1").body(Body::from(body)).unwrap();
    assert_eq!(coinut.send(request).await.0, 401);
    tokio::time::sleep(Duration::from_millis(3500)).await;
    reconcile(&coinut.app).await;
    let is_added = fake.with(|ledger| ledger.asked.iter().any(|(of, step)| *of == payment && step == "addBankAccount"));
    assert!(!is_added, "nobody approved the customer");
    coinut.store.close().await;
    let sentra = service_of(Provider::Sentra).await;
    let payment = number();
    pay(&sentra, Provider::Sentra, payment, PaymentType::Offramp).await;
    assert_eq!(until(&sentra, &fake, Provider::Sentra, payment, "SUCCESS").await, "SUCCESS");
    let order = fake.with(|ledger| ledger.orders_of(payment)[0].id.clone());
    assert_eq!(sentra.deliver("sentra", &crate::provider_service::sentra("back", &order, "REFUNDED")).await, 200);
    let alarms = sentra.store.alarms(AlarmQuery::OPEN).await.unwrap();
    assert!(alarms.iter().any(|alarm| alarm.alarm.kind == AlarmKind::FailedButPaid), "{alarms:?}");
    sentra.store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str| format!("sqlite://{}/{name}.db", directory.path().display());
    suite(|provider| file(provider.as_str())).await;
    one_order_for_two(&file("twice")).await;
    what_is_not_signed_and_what_comes_back(|provider| file(&format!("signed-{provider}"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    let server = Postgres::start();
    suite(|provider| server.database(&format!("procedures_{provider}"))).await;
    one_order_for_two(&server.database("procedures_twice")).await;
    what_is_not_signed_and_what_comes_back(|provider| server.database(&format!("procedures_signed_{provider}"))).await;
}
