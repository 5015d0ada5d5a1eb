//! What becomes of an item when something happens to it, and what is done next: no clock, no network, no database.

use super::item::{Effect, Event, Item, ItemState, Mode, Turn};
use crate::json::{Json, Object};
use crate::order::Status;
use crate::provider::procedure::{Asked, Inquire, Procedure, Repeat, Step};
use crate::provider::{Provider, Tracking, template};
use crate::text;
use crate::timestamp::Timestamp;

/// How long to wait, and how long a provider is trusted to know a key. All in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// The first wait after something came no further; each further one is twice as long: a second.
    pub backoff: i64,
    /// The longest such wait: ten minutes.
    pub max_backoff: i64,
    /// The longest wait between two questions where an order stands: a minute.
    pub max_poll: i64,
    /// How often it is tried to learn what became of a step that moves nothing before it is begun anew: 5.
    pub give_up: u32,
    /// How long after it was begun a request is sent again with the same key: twelve hours. A provider that forgets its keys
    /// would pay twice.
    pub key_lifetime: i64,
}

impl Default for Policy {
    fn default() -> Policy {
        Policy { backoff: 1000, max_backoff: 600_000, max_poll: 60_000, give_up: 5, key_lifetime: 43_200_000 }
    }
}

/// An answer that is of no use this soon is asked for anew: clocks differ.
const SKEW: i64 = 10_000;

/// Why it is not known what came of a step: whoever took it died before he wrote it down.
const NOT_RECORDED: &str = "NOT_RECORDED";

/// The steps of one provider, applied to one item.
#[derive(Clone, Copy, Debug)]
pub struct Machine<'a> {
    provider: Provider,
    procedure: &'static Procedure,
    known: &'a Object,
    policy: Policy,
}

impl<'a> Machine<'a> {
    /// The machine of a procedure of this provider. `known` is what the file and the settings say of the payment: it decides
    /// which steps are left out, and is not kept.
    #[must_use]
    pub const fn new(
        provider: Provider,
        procedure: &'static Procedure,
        known: &'a Object,
        policy: Policy,
    ) -> Machine<'a> {
        Machine { provider, procedure, known, policy }
    }

    /// What becomes of the item, and what is done once that is on the disk. Nothing where the event says nothing: it came late,
    /// twice, or to an item that has ended.
    ///
    /// Whatever the order of events:
    /// - a step that moves money and has no key is taken once in an attempt, and never after it may have been;
    /// - a step with a key is repeated with that key alone, and no longer than the provider knows it;
    /// - a new attempt is begun only where the last one cannot pay any more;
    /// - a final state is left by money that comes back, and by a person's word that what failed is tried again.
    #[must_use]
    pub fn step(&self, item: &Item, event: &Event, now: i64) -> Option<(Item, Option<Effect>)> {
        let item = item.clone();
        let is_open = matches!(item.state, ItemState::Sending | ItemState::Unknown);
        let is_own = |turn: &Turn| is_open && turn.attempt == item.attempt && turn.step == item.at;
        match event {
            Event::Taken => self.taken(item, now),
            Event::Done { turn, given, status } if is_own(turn) => Some(self.done(item, given, status.as_deref(), now)),
            // who was taken for dead says nothing by what was refused to him: somebody else has asked since
            Event::Refused { turn, code } if is_own(turn) && turn.number == item.turns => {
                Some(self.refused(item, code, now))
            }
            Event::NotDone { turn, code, wait } if is_own(turn) && turn.number == item.turns => {
                // of what was done before, a repetition that was not sent says nothing
                if item.state == ItemState::Unknown {
                    return Some(self.lost(item, code, now));
                }
                let wait = self.wait(item.tries, self.policy.max_backoff).max(wait.unwrap_or(0));
                Some((later(item, code, now.saturating_add(wait)), None))
            }
            Event::Underway { turn } if is_own(turn) && turn.number == item.turns => {
                Some((self.stays(item, ItemState::Unknown, now), None))
            }
            Event::Lost { turn, code } if is_own(turn) && turn.number == item.turns => Some(self.lost(item, code, now)),
            Event::Status { order, word } if item.order.as_ref() == Some(order) => self.status(item, word, now),
            Event::NoStatus if !item.state.is_final() => {
                let state = item.state;
                Some((self.stays(item, state, now), None))
            }
            Event::Came { step, has_come } if item.state == ItemState::Waiting && *step == item.at => {
                Some(if *has_come {
                    let at = item.at.saturating_add(1);
                    self.go_on(Item { at, tries: 0, ..item }, now)
                } else {
                    (self.stays(item, ItemState::Waiting, now), None)
                })
            }
            Event::PaidBefore if item.attempt == 0 => Some((ended(item, ItemState::AlreadyPaid, None), None)),
            Event::Released if item.state == ItemState::Held => {
                Some((Item { state: ItemState::Planned, due: Some(now), reason: None, ..item }, None))
            }
            // what was never sent is not fit to be
            Event::Retried if item.state == ItemState::Failed && item.attempt > 0 => Some((retried(item, now), None)),
            Event::Cancelled if self.may_be_cancelled(&item) => {
                Some((ended(item, ItemState::Cancelled, Some("CANCELLED")), None))
            }
            _ => None,
        }
    }

    fn taken(&self, mut item: Item, now: i64) -> Option<(Item, Option<Effect>)> {
        match item.state {
            ItemState::Planned => {
                item.attempt = item.attempt.max(1);
                Some(self.go_on(item, now))
            }
            ItemState::Waiting => Some(self.go_on(item, now)),
            // whoever began it has not said what came of it
            ItemState::Sending | ItemState::Unknown => Some(self.clear_up(item, now)),
            ItemState::Paid if self.can_look(&item) => Some((item, Some(Effect::LookAtOrder))),
            _ => None,
        }
    }

    /// Takes the next step, or looks whether its turn has come.
    fn go_on(&self, mut item: Item, now: i64) -> (Item, Option<Effect>) {
        item = Item { state: ItemState::Waiting, due: Some(now), ..item };
        while self.next(&item).is_some_and(|step| self.is_left_out(step, &item)) {
            item.at = item.at.saturating_add(1);
        }
        if let Some(back) = self.expired(&item, now) {
            item.at = back;
        }
        let Some(step) = self.next(&item) else { return self.watch(item, now) };
        item.begun_at = None;
        match step.asked {
            Asked::Event(_) => {
                let at = item.at;
                (item, Some(Effect::LookForEvent { step: at }))
            }
            _ if !step.only_in.is_empty() && item.order.is_some() => (item, Some(Effect::LookAtOrder)),
            _ => Machine::begin(item, Mode::First, now),
        }
    }

    /// All steps are done: what the answers have not said is asked for.
    fn watch(&self, mut item: Item, now: i64) -> (Item, Option<Effect>) {
        if self.can_look(&item) {
            return (item, Some(Effect::LookAtOrder));
        }
        let mut steps = self.procedure.steps.iter().enumerate();
        // the same request with the same key is answered with the payment
        let asked = steps.find(|(_, step)| makes_order(step) && self.repeat(step, &item, now) == Some(Mode::Again));
        if let (Some((at, _)), true) = (asked, self.tracking().is_some_and(|tracking| tracking.is_asked_by_key)) {
            item.at = at;
            return Machine::begin(Item { state: ItemState::Unknown, ..item }, Mode::Again, now);
        }
        (Item { due: None, ..item }, None)
    }

    /// Learns what became of a step that may have been done.
    fn clear_up(&self, item: Item, now: i64) -> (Item, Option<Effect>) {
        let item = Item { state: ItemState::Unknown, due: Some(now), ..item };
        let Some(step) = self.next(&item) else { return self.watch(item, now) };
        if step.repeat == Repeat::Harmless {
            return Machine::begin(item, Mode::First, now);
        }
        if matches!(step.asked, Asked::Provider(_)) && step.inquire == Inquire::Order && item.order.is_some() {
            return (item, Some(Effect::LookAtOrder));
        }
        match self.repeat(step, &item, now) {
            Some(mode) => Machine::begin(item, mode, now),
            None => (self.unlearnable(item, step, now), None),
        }
    }

    /// How it can be learnt what became of a step.
    fn repeat(&self, step: &Step, item: &Item, now: i64) -> Option<Mode> {
        let age = item.begun_at.and_then(|begun| now.checked_sub(begun));
        // a clock that was set back says nothing of how long ago it was
        let is_fresh = age.is_some_and(|age| (0..self.policy.key_lifetime).contains(&age));
        match (step.asked, step.repeat, step.inquire) {
            (_, Repeat::Harmless, _) => Some(Mode::First),
            // the payer's own treasury forgets nothing; or the order says that it was not done
            (Asked::Treasury(_), Repeat::SameKey, _) | (_, Repeat::SameKey, Inquire::Order) => Some(Mode::Again),
            (_, Repeat::SameKey, _) if is_fresh => Some(Mode::Again),
            (_, _, Inquire::List(_)) => Some(Mode::Ask),
            _ => None,
        }
    }

    /// Nobody can be asked: it is begun anew where it moves nothing, and stays unknown otherwise.
    fn unlearnable(&self, item: Item, step: &Step, now: i64) -> Item {
        if item.has_moved || step.moves_money {
            let reason = item.reason.or_else(|| Some(NOT_RECORDED.to_owned()));
            Item { state: ItemState::Unknown, due: None, reason, ..item }
        } else {
            self.give_up(item, now)
        }
    }

    fn begin(mut item: Item, mode: Mode, now: i64) -> (Item, Option<Effect>) {
        if mode == Mode::First {
            item.state = ItemState::Sending;
            item.begun_at = Some(now);
        }
        item.turns = item.turns.saturating_add(1);
        item.due = Some(now);
        let step = item.at;
        (item, Some(Effect::Take { step, mode }))
    }

    fn done(&self, mut item: Item, given: &Object, status: Option<&str>, now: i64) -> (Item, Option<Effect>) {
        let Some(step) = self.next(&item) else { return (item, None) };
        for (name, value) in given.iter() {
            item.given.insert(name, value.clone());
        }
        if makes_order(step) {
            let id = item.given.get(step.reference).and_then(|id| id.as_str().or(id.as_number()));
            item.order = id.map(str::to_owned).or(item.order);
        }
        item.has_moved |= step.moves_money;
        item.at = item.at.saturating_add(1);
        // the wait between questions grows where the same is asked again and again
        let is_new = status.is_none() || item.reason.as_deref() != status;
        item.tries = if is_new { 0 } else { item.tries.saturating_add(1) };
        item.reason = status.map(str::to_owned);
        match status.and_then(|word| self.end(&item, word, now)) {
            Some(item) => (item, None),
            None if item.at >= self.procedure.steps.len() => {
                let due = now.saturating_add(self.wait(item.tries, self.policy.max_poll));
                (Item { state: ItemState::Waiting, begun_at: self.kept_begin(&item), due: Some(due), ..item }, None)
            }
            None => self.go_on(item, now),
        }
    }

    /// When the request with a key was begun, as long as it is asked about by its key.
    fn kept_begin(&self, item: &Item) -> Option<i64> {
        item.begun_at.filter(|_| self.tracking().is_some_and(|tracking| tracking.is_asked_by_key))
    }

    fn refused(&self, item: Item, code: &str, now: i64) -> (Item, Option<Effect>) {
        // tokens are on their way: the order's end says what became of them
        if item.has_moved && item.order.is_some() {
            let reason = Some(code.to_owned());
            return (Item { reason, ..self.stays(item, ItemState::Unknown, now) }, None);
        }
        // it came too late: what it was asked with is asked for anew
        let is_late = !item.has_moved && self.next(&item).is_some_and(|step| !step.moves_money);
        if is_late && self.expired(&item, now).is_some() {
            return (self.give_up(item, now), None);
        }
        (ended(item, ItemState::Failed, Some(code)), None)
    }

    fn lost(&self, item: Item, code: &str, now: i64) -> (Item, Option<Effect>) {
        let item = Item { reason: Some(code.to_owned()), ..self.stays(item, ItemState::Unknown, now) };
        let Some(step) = self.next(&item) else { return (item, None) };
        if step.repeat == Repeat::Harmless {
            return (Item { state: ItemState::Waiting, begun_at: None, ..item }, None);
        }
        let moves_nothing = !item.has_moved && !step.moves_money;
        let can_look = step.inquire == Inquire::Order && item.order.is_some();
        let item = if !can_look && self.repeat(step, &item, now).is_none() {
            self.unlearnable(item, step, now)
        } else if moves_nothing && item.tries >= self.policy.give_up {
            self.give_up(item, now)
        } else {
            item
        };
        (item, None)
    }

    /// Begins anew what has moved nothing: an order that was made and is not gone on with comes to nothing.
    fn give_up(&self, mut item: Item, now: i64) -> Item {
        let steps = self.procedure.steps;
        let wait = self.wait(item.attempt, self.policy.max_backoff);
        // what expires can be used once
        let place = |at: usize| steps.iter().take(at).rposition(|step| !step.expires.is_empty());
        let first = |at: usize| steps.iter().take(at.saturating_add(1)).position(makes_order).unwrap_or(at);
        item.at = place(item.at).unwrap_or_else(|| first(item.at));
        for step in steps.iter().skip(item.at) {
            item.given.retain(|name| !step.gives.iter().any(|(given, _)| given.trim_start_matches('?') == name));
        }
        item.attempt = item.attempt.saturating_add(1);
        let due = Some(now.saturating_add(wait));
        Item { state: ItemState::Waiting, order: None, tries: 0, begun_at: None, due, ..item }
    }

    fn status(&self, item: Item, word: &str, now: i64) -> Option<(Item, Option<Effect>)> {
        match item.state {
            ItemState::Paid if self.provider.status(word) == Status::Refunded => {
                return Some((ended(item, ItemState::Returned, Some(word)), None));
            }
            ItemState::Sending | ItemState::Unknown | ItemState::Waiting => {}
            _ => return None,
        }
        if let Some(item) = self.end(&item, word, now) {
            return Some((item, None));
        }
        let is_begun = item.state == ItemState::Unknown && item.begun_at.is_some();
        let step = self.next(&item).filter(|step| !step.only_in.is_empty());
        match step {
            // whoever takes it will say what came of it
            _ if item.state == ItemState::Sending => None,
            Some(step) if text::contains_word(step.done_in, word) => {
                let (at, has_moved) = (item.at.saturating_add(1), item.has_moved || step.moves_money);
                Some(self.go_on(Item { at, has_moved, tries: 0, ..item }, now))
            }
            Some(step) if text::contains_word(step.only_in, word) => Some(match self.repeat(step, &item, now) {
                _ if !is_begun => Machine::begin(item, Mode::First, now),
                Some(mode) => Machine::begin(item, mode, now),
                None => (self.unlearnable(item, step, now), None),
            }),
            _ => {
                let state = item.state;
                Some((self.stays(item, state, now), None))
            }
        }
    }

    /// The item as it ends where its order has this status, if that is the last.
    fn end(&self, item: &Item, word: &str, now: i64) -> Option<Item> {
        let next = self.provider.next_status(None, word);
        let item = item.clone();
        let may_have_moved =
            item.has_moved || self.next(&item).is_some_and(|it| it.moves_money && item.begun_at.is_some());
        match next.status {
            Status::Completed => Some(ended(item, ItemState::Paid, None)),
            // the last word that there is
            Status::Sent if next.is_terminal => Some(ended(item, ItemState::Paid, None)),
            Status::Refunded => Some(ended(item, ItemState::Returned, Some(word))),
            Status::Expired if !may_have_moved => Some(self.give_up(item, now)),
            Status::Failed | Status::Cancelled | Status::Expired => Some(ended(item, ItemState::Failed, Some(word))),
            _ => None,
        }
    }

    /// The item in this state for a while.
    fn stays(&self, item: Item, state: ItemState, now: i64) -> Item {
        let due = Some(now.saturating_add(self.wait(item.tries, self.policy.max_poll)));
        Item { state, due, tries: item.tries.saturating_add(1), ..item }
    }

    fn wait(&self, tries: u32, most: i64) -> i64 {
        self.policy.backoff.saturating_mul(1_i64.checked_shl(tries.min(30)).unwrap_or(i64::MAX)).min(most)
    }

    fn may_be_cancelled(&self, item: &Item) -> bool {
        let moves = self.next(item).is_some_and(|step| step.moves_money);
        match item.state {
            ItemState::Planned | ItemState::Waiting => !item.has_moved,
            ItemState::Held => true,
            ItemState::Unknown => !item.has_moved && !moves,
            _ => false,
        }
    }

    fn next(&self, item: &Item) -> Option<&'static Step> {
        self.procedure.steps.get(item.at)
    }

    fn is_left_out(&self, step: &Step, item: &Item) -> bool {
        let has = |name: &str| {
            !name.is_empty()
                && (template::find(&item.given, name).is_some() || template::find(self.known, name).is_some())
        };
        has(step.unless) || !step.needs.is_empty() && !has(step.needs)
    }

    /// The step before this one whose answer is of no use any more.
    fn expired(&self, item: &Item, now: i64) -> Option<usize> {
        let steps = self.procedure.steps;
        let before = steps.iter().take(item.at).rposition(|step| !self.is_left_out(step, item))?;
        let name = steps.get(before).map(|step| step.expires).filter(|name| !name.is_empty())?;
        let until = item.given.get(name).and_then(Json::as_str)?.parse::<Timestamp>().ok()?;
        (until.unix_millis().saturating_sub(SKEW) <= now).then_some(before)
    }

    fn tracking(&self) -> Option<&'static Tracking> {
        self.provider.operation(self.procedure.order).ok()?.tracking()
    }

    fn can_look(&self, item: &Item) -> bool {
        item.order.is_some() && self.tracking().is_some_and(|tracking| tracking.order.is_some() || tracking.has_events)
    }
}

const fn makes_order(step: &Step) -> bool {
    !step.reference.is_empty()
}

fn later(item: Item, code: &str, due: i64) -> Item {
    let tries = item.tries.saturating_add(1);
    let reason = Some(code.to_owned());
    Item { state: ItemState::Waiting, begun_at: None, due: Some(due), tries, reason, ..item }
}

fn ended(item: Item, state: ItemState, reason: Option<&str>) -> Item {
    Item { state, due: None, begun_at: None, tries: 0, reason: reason.map(str::to_owned), ..item }
}

/// Another attempt at what failed. Tokens that were sent and of which no order was made are used; an order that came to
/// nothing is made anew.
fn retried(mut item: Item, now: i64) -> Item {
    if !item.has_moved || item.order.is_some() {
        item = Item { at: 0, given: Object::new(), order: None, has_moved: false, ..item };
    }
    let attempt = item.attempt.saturating_add(1);
    Item { state: ItemState::Planned, attempt, tries: 0, begun_at: None, due: Some(now), reason: None, ..item }
}
