//! Every interleaving of one payment's life, up to a bound: flow, reconciler and webhook of two replicas over one
//! store and one bank, with a scheduler of our own that decides at each step who goes on, who is killed and which
//! commit's answer is lost.
//!
//! Ages do not hold anybody back here: a reconciler may look at an attempt at any moment, as if clocks were stepped and
//! processes paused. What is held once all is quiet:
//!
//! - money moves at most once under a key
//! - record and bank agree, or an alarm rang
//! - nobody was told that a payment failed which the bank made, nor that it was made which the bank did not make
//! - the bank is called for recorded attempts alone
//!
//! `cargo test --all-features --test core races::` tries a bound; `RACES=long`, as `scripts/prove` runs it, a larger one.

mod bank;
mod schedule;
mod store;
mod world;

use self::bank::{Behaviour, Kind};
use self::schedule::{Bounds, explore};
use self::world::{Scenario, Task};

/// Few enough for each run of the tests, or as many as take minutes.
fn bounds(preemptions: usize, faults: usize) -> Bounds {
    let is_long = std::env::var("RACES").is_ok_and(|bound| bound == "long");
    let more = usize::from(is_long);
    Bounds { preemptions: preemptions + more, faults: faults + more }
}

/// The same without a fault however far it goes: where somebody meddles, or the provider is not what it should be, only
/// who lives to learn of it can ring.
fn bounds_without_faults(preemptions: usize) -> Bounds {
    Bounds { faults: 0, ..bounds(preemptions, 0) }
}

fn try_all(name: &str, bounds: Bounds, scenarios: impl IntoIterator<Item = Scenario>) {
    let mut total = 0;
    for scenario in scenarios {
        let runs = explore(bounds, |run| scenario.play(run));
        total += runs;
    }
    eprintln!(
        "{name}: {total} interleavings with at most {} preemptions and {} faults",
        bounds.preemptions, bounds.faults
    );
}

/// The bank refuses what it was asked about; nothing but itself says how a payment ended.
#[test]
fn a_bank_whose_word_is_final() {
    let all = [
        Behaviour::Pays,
        Behaviour::Refuses,
        Behaviour::BusyOnce,
        Behaviour::PaysInSilence,
        Behaviour::ArrivesLater,
        Behaviour::NeverArrives,
    ];
    let tasks = [Task::Pay, Task::PayAgain, Task::Reconcile, Task::Reconcile];
    try_all("bank, races", bounds(2, 0), all.map(|behaviour| Scenario::new(Kind::Bank, behaviour, &tasks)));
    let tasks = [Task::Pay, Task::Reconcile];
    try_all("bank, faults", bounds(1, 1), all.map(|behaviour| Scenario::new(Kind::Bank, behaviour, &tasks)));
}

/// A provider takes payments on, says later how they ended, and forgets nothing that it was asked about.
#[test]
fn a_provider_with_orders() {
    let all = [
        Behaviour::Pays,
        Behaviour::Refuses,
        Behaviour::BusyOnce,
        Behaviour::PaysInSilence,
        Behaviour::ArrivesLater,
        Behaviour::NeverArrives,
    ];
    let tasks = [Task::Pay, Task::PayAgain, Task::Reconcile, Task::Deliver];
    try_all("provider, races", bounds(1, 0), all.map(|behaviour| Scenario::new(Kind::Provider, behaviour, &tasks)));
    let tasks = [Task::Pay, Task::Reconcile, Task::Deliver];
    try_all("provider, faults", bounds(1, 1), all.map(|behaviour| Scenario::new(Kind::Provider, behaviour, &tasks)));
}

/// Somebody's hand, or a promoted standby: while the payment is under way, the record says that the attempt failed, or
/// has no payment.
#[test]
fn what_the_record_lost_rings() {
    for behaviour in [Behaviour::Pays, Behaviour::BusyOnce] {
        for (kind, hand) in [(Kind::Bank, Task::Fail), (Kind::Bank, Task::Forget), (Kind::Provider, Task::Fail)] {
            let tasks = [Task::Pay, hand, Task::Reconcile, Task::Deliver];
            try_all("record lost", bounds_without_faults(2), [Scenario::new(kind, behaviour, &tasks)]);
        }
    }
}

/// The provider's order is settled with another amount: whoever learns of it, the payment waits for a person.
#[test]
fn another_amount_concludes_nothing() {
    let tasks = [Task::Pay, Task::Reconcile, Task::Deliver, Task::Deliver];
    let scenario = Scenario::new(Kind::Provider, Behaviour::PaysAnotherAmount, &tasks);
    try_all("another amount", bounds_without_faults(1), [scenario]);
}

/// Two payments to which the provider gives one reference: the events of one do not conclude the other.
#[test]
fn one_reference_for_two_payments() {
    let tasks = [Task::Pay, Task::PayOther, Task::Reconcile, Task::Deliver];
    let scenario = Scenario::new(Kind::Provider, Behaviour::SameReference, &tasks);
    try_all("one reference", bounds_without_faults(1), [scenario]);
}
