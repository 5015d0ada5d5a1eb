//! Every provider's procedure, each step of it gone wrong in every way: what ends has ended as it did, what may have moved
//! and cannot be asked about stays open, and nobody is paid twice.

mod fake;
mod memory;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use self::fake::{Fake, Fault, UNTAGGED, tag};
use self::memory::{Memory, Trouble};
use self::world::{gateway, metadata, number};
use crate::misbehaviours::{misbehaviours, statuses};
use crate::upstream::Behaviour;
use offramp_core::gateway::{Account, Gateway, Inquiry, Instruction, Outcome};
use offramp_core::payment::{OpenAttempt, PaymentType, StepStatus};
use offramp_core::provider::procedure::Repeat;
use offramp_core::{Provider, Secret};
use serde_json::Value;
use tokio::sync::Semaphore;

/// How often a payment is looked at again.
const LOOKS: u32 = 12;

fn instruction(provider: Provider, payment: u32, kind: PaymentType) -> Instruction {
    let tag = tag(payment);
    Instruction {
        kind,
        reference: format!("attempt_{tag}"),
        payment_id: format!("pay_{tag}"),
        user_id: tag.clone(),
        wallet_id: format!("w-{tag}"),
        amount: 25_000,
        currency: "INR".to_owned(),
        account: Account::Bank {
            number: Secret::from(format!("7034{payment:08}").as_str()),
            ifsc: "SBIN0001234".to_owned(),
            bank_name: Some("State Bank of India".to_owned()),
        },
        metadata: Some(metadata(provider, payment).to_string()),
    }
}

/// How a payment stands.
fn word(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Succeeded { .. } => "SUCCESS",
        Outcome::Refused { .. } | Outcome::Busy { .. } => "FAILED",
        Outcome::Accepted { .. } | Outcome::Unknown { .. } => "PENDING",
    }
}

/// A payment from its beginning to its end, or until it has been looked at often enough. The first walk has a store of
/// its own.
async fn pay(
    gateway: &dyn Gateway,
    provider: Provider,
    first: &Memory,
    later: &Memory,
    it: &Instruction,
    fake: &Fake,
) -> &'static str {
    let payment: u32 = it.reference.strip_prefix("attempt_n").unwrap().trim_end_matches('n').parse().unwrap();
    let sealed = gateway.sealed(it);
    let outcome = tokio::time::timeout(Duration::from_secs(10), gateway.carry_out(it, first)).await;
    let mut status = outcome.as_ref().map_or("PENDING", word);
    for _ in 0..LOOKS {
        if status != "PENDING" {
            break;
        }
        if provider.as_str() == "coinut" {
            // the customer is approved, whichever it was
            for row in later.rows(&it.reference).iter().filter(|row| row.name == "createCustomer") {
                let result: Value = serde_json::from_str(row.result.as_deref().unwrap_or("{}")).unwrap();
                later.keep_event(&format!("CUSTOMER_APPROVED:{}", result["customerId"].as_str().unwrap_or_default()));
            }
        }
        let open = OpenAttempt {
            attempt_id: it.reference.clone(),
            payment_id: it.payment_id.clone(),
            gateway: gateway.name().to_owned(),
            gateway_reference: later.reference(&it.reference),
            kind: it.kind,
            is_sent: true,
            age: 0,
        };
        status = match gateway.carry_on(&open, sealed.as_deref(), later).await {
            Inquiry::Known(outcome) => word(&outcome),
            Inquiry::NeverReceived => panic!("no provider promises that"),
            Inquiry::Pending => "PENDING",
        };
        // its events say how an order ends that cannot be asked for
        let is_settled =
            fake.with(|ledger| ledger.orders_of(payment).iter().any(|order| order.status == "TRADE_SETTLED"));
        let is_known = later.reference(&it.reference).is_some();
        if status == "PENDING" && is_settled && is_known && provider.as_str() == "coinut" {
            status = "SUCCESS";
        }
    }
    status
}

/// Whether what a payment came to is what the ledger says.
fn hold(at: &str, status: &str, fake: &Fake, payment: u32) {
    let (paid, sent) = fake.with(|ledger| {
        let count = |of: &[u32]| of.iter().filter(|it| **it == payment).count();
        (count(&ledger.payouts), count(&ledger.tokens))
    });
    assert!(paid <= 1, "{at}: paid {paid} times");
    assert!(sent <= 1, "{at}: tokens sent {sent} times");
    match status {
        "SUCCESS" => assert_eq!(paid, 1, "{at}: SUCCESS"),
        "FAILED" => assert_eq!((paid, sent), (0, 0), "{at}: FAILED"),
        _ => {}
    }
}

/// Whether a payment that is open at last is one of those that may be: a step may have been done that nobody can be asked
/// about, or what follows on tokens was turned away.
fn may_be_open(provider: Provider, memory: &Memory, attempt: &str) -> bool {
    let step =
        |name: &str| provider.procedures().iter().flat_map(|it| it.steps).find(|step| step.name == name).unwrap();
    let rows = memory.rows(attempt);
    let has_moved = rows.iter().any(|row| row.status == StepStatus::Done && step(&row.name).moves_money);
    rows.iter().any(|row| match row.status {
        StepStatus::Started => step(&row.name).repeat == Repeat::Never,
        StepStatus::Refused => has_moved,
        StepStatus::Done | StepStatus::NotDone => false,
    })
}

/// The ways of a provider, and their steps that can go wrong.
fn ways(provider: Provider) -> Vec<(PaymentType, Vec<&'static str>)> {
    let of = |is_on_ramp: bool| if is_on_ramp { PaymentType::Onramp } else { PaymentType::Offramp };
    let is_taken = |name: &&str| !matches!(*name, "customerApproved" | "createUpiDetails" | "instantOfframpVpa");
    let steps = provider.procedures().iter();
    steps.map(|it| (of(it.is_on_ramp), it.steps.iter().map(|step| step.name).filter(is_taken).collect())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_provider_pays_from_nothing() {
    let fake = Fake::start().await;
    for &provider in Provider::ALL {
        let gateway = gateway(provider, &fake.url);
        for (kind, steps) in ways(provider) {
            let (payment, memory) = (number(), Memory::default());
            let it = instruction(provider, payment, kind);
            let status = pay(&*gateway, provider, &memory, &memory, &it, &fake).await;
            let asked = fake.with(|ledger| ledger.asked.clone());
            assert_eq!(status, "SUCCESS", "{provider} {:?} {asked:?}", memory.rows(&it.reference));
            hold(provider.as_str(), status, &fake, payment);
            let done: Vec<_> = memory.rows(&it.reference).into_iter().map(|row| row.name).collect();
            assert!(steps.iter().all(|step| done.iter().any(|name| name == step)), "{provider} {done:?}");
            // what is kept names no account, and what a wallet signed is sealed
            for row in memory.rows(&it.reference) {
                let kept = row.result.unwrap_or_default();
                assert!(!kept.contains("7034") && !kept.contains("abab"), "{provider} {} {kept}", row.name);
            }
        }
    }
}

type Twist = fn(&str) -> String;

fn faults() -> Vec<(String, Behaviour, bool)> {
    let all = misbehaviours().into_iter().map(|(name, behaviour, takes)| (name.to_owned(), behaviour, takes));
    let twisted: [(&str, Twist); 3] = [
        ("an id with NUL", |id| format!("{id}\\u0000")),
        ("an id of 8 KB", |id| format!("{id}{}", "x".repeat(8000))),
        ("an empty id", |_| String::new()),
    ];
    let twisted = twisted.into_iter().map(|(name, twist)| (name.to_owned(), Behaviour::Twisted(twist), true));
    all.chain(statuses()).chain(twisted).collect()
}

/// Each step of each provider in each way, and what is open at last is what nobody can be asked about. Of the statuses,
/// every fifth at each step, each at some; all of them with `PROCEDURES=long`.
#[tokio::test(flavor = "multi_thread")]
async fn each_step_gone_wrong_in_each_way_pays_nobody_twice() {
    let fake = Fake::start().await;
    let places = Arc::new(Semaphore::new(16));
    let mut tasks = Vec::new();
    let is_long = std::env::var_os("PROCEDURES").is_some_and(|how| how == "long");
    let mut number_of_step = 0;
    for &provider in Provider::ALL {
        let gateway = gateway(provider, &fake.url);
        for (kind, steps) in ways(provider) {
            for step in steps {
                number_of_step += 1;
                for (number_of_fault, (name, behaviour, takes)) in faults().into_iter().enumerate() {
                    let is_status = name.starts_with(|letter: char| letter.is_ascii_digit());
                    if is_status && !is_long && (number_of_step + number_of_fault) % 5 != 0 {
                        continue;
                    }
                    let is_treasury = matches!(step, "sendTokens" | "signTransfer" | "confirmReceipt");
                    // the treasury's word that it never will
                    if is_treasury && takes && name.starts_with("422") {
                        continue;
                    }
                    let (fake, gateway, places) = (fake.clone(), Arc::clone(&gateway), Arc::clone(&places));
                    // nobody can tell whose it is: one after the other
                    let most = if UNTAGGED.contains(&step) { 16 } else { 1 };
                    tasks.push(tokio::spawn(async move {
                        let _place = places.acquire_many(most).await.unwrap();
                        let (payment, memory) = (number(), Memory::default());
                        let at = format!("{provider} {step} {name}");
                        let fault: Fault = (step.to_owned(), behaviour, takes);
                        fake.will(payment, fault);
                        let it = instruction(provider, payment, kind);
                        let status = pay(&*gateway, provider, &memory, &memory, &it, &fake).await;
                        hold(&at, status, &fake, payment);
                        let rows = memory.rows(&it.reference);
                        let is_open = status == "PENDING";
                        assert!(!is_open || may_be_open(provider, &memory, &it.reference), "{at}: open {rows:?}");
                        let times = fake
                            .with(|ledger| ledger.asked.iter().filter(|(of, at)| *of == payment && at == step).count());
                        (provider, step, name, status, times > 0)
                    }));
                }
            }
        }
    }
    // a machine that is busy may take too long before
    let (mut asked, mut wrong) = ([0, 0], Vec::new());
    let mut ends: BTreeMap<(&str, &str), BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    for task in tasks {
        let (provider, step, name, status, is_asked) = match task.await {
            Ok(end) => end,
            Err(error) => {
                wrong.push(error.to_string());
                continue;
            }
        };
        asked[usize::from(is_asked)] += 1;
        ends.entry((provider.as_str(), step)).or_default().entry(status).or_default().push(name);
    }
    assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
    assert!(asked[0] * 20 < asked[1], "{asked:?}: too few came to the step that goes wrong");
    for ((provider, step), ends) in &ends {
        let count = |status: &str| ends.get(status).map_or(0, Vec::len);
        println!("{provider} {step}: {} paid, {} failed, {} open", count("SUCCESS"), count("FAILED"), count("PENDING"));
        assert!(count("SUCCESS") >= 1, "{provider} {step} {ends:?}");
    }
}

/// The store fails at each of its calls in each way, as it would where the process is killed: what comes later goes on.
#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_after_a_crash_goes_on() {
    let fake = Fake::start().await;
    for &provider in Provider::ALL {
        let gateway = gateway(provider, &fake.url);
        for (kind, _) in ways(provider) {
            let count = {
                let (payment, memory) = (number(), Memory::default());
                let it = instruction(provider, payment, kind);
                let first = memory.in_trouble(u32::MAX, Trouble::Gone);
                pay(&*gateway, provider, &first, &memory, &it, &fake).await;
                first.calls()
            };
            for call in 1..=count {
                for trouble in [Trouble::NotCommitted, Trouble::AnswerLost, Trouble::Gone, Trouble::GoneAfter] {
                    let (payment, memory) = (number(), Memory::default());
                    let it = instruction(provider, payment, kind);
                    let first = memory.in_trouble(call, trouble);
                    let status = pay(&*gateway, provider, &first, &memory, &it, &fake).await;
                    let at = format!("{provider} call {call} {trouble:?}");
                    hold(&at, status, &fake, payment);
                    let rows = memory.rows(&it.reference);
                    let is_open = status == "PENDING";
                    assert!(!is_open || may_be_open(provider, &memory, &it.reference), "{at}: open {rows:?}");
                    // what was not even begun has failed, and only that
                    assert!(status != "FAILED" || call == 1, "{at}: failed {rows:?}");
                }
            }
        }
    }
}
