//! What keeps a payout's item from being paid twice where the order of events is unlucky: one case a guard.

use offramp_core::payout::{Effect, Event, Item, ItemState, Machine, Mode, Policy, Turn};
use offramp_core::{Object, Provider};

/// What happens to an item of a provider, and what becomes of it.
fn step(provider: Provider, item: &Item, event: &Event) -> Option<(Item, Option<Effect>)> {
    let known = Object::new();
    Machine::new(provider, &provider.procedures()[0], &known, Policy::default()).step(item, event, 1000)
}

fn after(provider: Provider, item: &Item, event: &Event) -> (Item, Option<Effect>) {
    step(provider, item, event).unwrap_or_else(|| panic!("{event:?} says nothing of {item:?}"))
}

/// An item of Sentra before the step of this name.
fn at_sentra(name: &str, state: ItemState, has_moved: bool) -> Item {
    let steps = Provider::Sentra.procedures()[0].steps;
    let at = steps.iter().position(|step| step.name == name).unwrap();
    Item { state, attempt: 1, at, order: Some("p1".to_owned()), has_moved, ..Item::planned(1, "P") }
}

fn status(word: &str) -> Event {
    Event::Status { order: "p1".to_owned(), word: word.to_owned() }
}

#[test]
fn a_repetition_that_was_not_sent_says_nothing_of_what_was_sent_before() {
    let (item, _) = after(Provider::Swiftpay, &Item::planned(1, "P"), &Event::Taken);
    // whoever sent it died
    let (item, effect) = after(Provider::Swiftpay, &item, &Event::Taken);
    assert_eq!((item.state, effect), (ItemState::Unknown, Some(Effect::Take { step: 0, mode: Mode::Again })));
    let not_sent = Event::NotDone { turn: item.turn(), code: "NOT_SENT".to_owned(), wait: None };
    let (item, _) = after(Provider::Swiftpay, &item, &not_sent);
    assert_eq!((item.state, item.attempt), (ItemState::Unknown, 1));
    assert!(item.begun_at.is_some(), "how long the provider knows its key counts from the first request");
    let (_, effect) = after(Provider::Swiftpay, &item, &Event::Taken);
    assert_eq!(effect, Some(Effect::Take { step: 0, mode: Mode::Again }));
}

#[test]
fn an_answer_belongs_to_the_attempt_that_it_was_asked_in() {
    let (first, _) = after(Provider::Swiftpay, &Item::planned(1, "P"), &Event::Taken);
    let refused = Event::Refused { turn: first.turn(), code: "INVALID_ACCOUNT".to_owned() };
    let (item, _) = after(Provider::Swiftpay, &first, &refused);
    let (item, _) = after(Provider::Swiftpay, &item, &Event::Retried);
    let (second, _) = after(Provider::Swiftpay, &item, &Event::Taken);
    assert_eq!((second.state, second.attempt), (ItemState::Sending, 2));
    let done = |turn: Turn| Event::Done { turn, given: Object::new(), status: Some("SUCCESS".to_owned()) };
    assert_eq!(step(Provider::Swiftpay, &second, &done(first.turn())), None);
    assert_eq!(after(Provider::Swiftpay, &second, &done(second.turn())).0.state, ItemState::Paid);
}

#[test]
fn a_status_while_a_step_is_under_way_is_left_to_whoever_takes_it() {
    let item = at_sentra("completeTransfer", ItemState::Sending, true);
    for word in ["AWAITING_FUNDS", "PROCESSING", "SENT", "NO_SUCH_WORD"] {
        assert_eq!(step(Provider::Sentra, &item, &status(word)), None, "{word}");
    }
    // the end is the end
    assert_eq!(after(Provider::Sentra, &item, &status("COMPLETED")).0.state, ItemState::Paid);
}

#[test]
fn an_order_that_expires_is_made_anew_only_where_no_tokens_were_sent() {
    let expired = |item: &Item| after(Provider::Sentra, item, &status("EXPIRED")).0;
    let anew = expired(&at_sentra("sendTokens", ItemState::Waiting, false));
    assert_eq!((anew.state, anew.attempt, anew.order), (ItemState::Waiting, 2, None));
    let sent = expired(&at_sentra("completeTransfer", ItemState::Waiting, true));
    assert_eq!((sent.state, sent.attempt), (ItemState::Failed, 1));
    // they may have been: whoever sent them died
    let begun = Item { begun_at: Some(1), ..at_sentra("sendTokens", ItemState::Unknown, false) };
    assert_eq!((expired(&begun).state, expired(&begun).attempt), (ItemState::Failed, 1));
}
