//! Does what is to be done next about an item, and says what came of it.

use tracing::warn;

use super::Runner;
use crate::client::{CallOptions, CallOutcome, Environment, Reply, TreasuryWord as Word};
use crate::error::Error;
use crate::json::{Json, Object};
use crate::payment::derived_event;
use crate::payout::{Effect, Event, Given, Item, Mode, NOT_YET, Way};
use crate::provider::procedure::{Asked, Step};
use crate::provider::{Answer, Outcome, template};

/// The request did not leave, or there is nobody to ask.
const NOT_SENT: &str = "NOT_SENT";

impl<E: Environment + 'static> Runner<E> {
    pub(super) async fn perform(&self, item: &Item, known: &Object, effect: Effect) -> Event {
        match effect {
            Effect::Take { step: place, mode } => match self.way.step(place) {
                Some(step) => self.take(item, known, place, step, mode).await,
                None => Event::NoStatus,
            },
            Effect::LookAtOrder => self.look(item).await,
            Effect::LookForEvent { step } => {
                let asked = self.way.step(step).map(|it| it.asked);
                let all = Way::all_known(item, known);
                let id = match asked {
                    Some(Asked::Event(id)) => template::filled(&Json::text(id), &all),
                    _ => None,
                };
                let Some(id) = id.as_ref().and_then(Json::as_str) else { return Event::NoStatus };
                match self.store.has_event(self.way.provider(), &derived_event(id)).await {
                    Ok(has_come) => Event::Came { step, has_come },
                    Err(_) => Event::NoStatus,
                }
            }
        }
    }

    async fn take(&self, item: &Item, known: &Object, place: usize, step: &'static Step, mode: Mode) -> Event {
        let mut all = Way::all_known(item, known);
        if let Some(secret) = self.way.secret_before(place, &all)
            && let Some(before) = self.way.step(secret)
        {
            // what must not be kept is asked for again, with the same key
            let input = self.way.input(secret, &all);
            match self.ask_treasury(item, before, &input, &all).await {
                Ok(Word::Done(values)) => {
                    let Given::All(given) = Way::given(before, &values, &all) else {
                        return lost(item, "TREASURY_UNCLEAR");
                    };
                    for (name, value) in given.iter() {
                        all.insert(name, value.clone());
                    }
                }
                _ => return not_done(item, NOT_SENT, None),
            }
        }
        let input = self.way.input(place, &all);
        match step.asked {
            Asked::Provider(operation) => self.call(item, step, operation, &input, &all, mode).await,
            Asked::Treasury(_) => {
                let turn = item.turn();
                match self.ask_treasury(item, step, &input, &all).await {
                    Ok(Word::Done(values)) => match Way::given(step, &values, &all) {
                        Given::All(given) => done(item, step, given, None),
                        _ => lost(item, "TREASURY_UNCLEAR"),
                    },
                    Ok(Word::NotYet) => Event::Underway { turn },
                    Ok(Word::Refused(code)) => Event::Refused { turn, code },
                    Ok(Word::NotSent) | Err(()) => not_done(item, NOT_SENT, None),
                    Ok(Word::Unknown) => lost(item, "TREASURY_SILENT"),
                }
            }
            Asked::Event(_) => Event::NoStatus,
        }
    }

    async fn ask_treasury(&self, item: &Item, step: &Step, input: &Json, all: &Object) -> Result<Word, ()> {
        let (Some(treasury), Asked::Treasury(name)) = (&self.treasury, step.asked) else { return Err(()) };
        let mut body = Object::new();
        for member in ["reference", "paymentId"] {
            if let Some(value) = all.get(member) {
                body.insert(member, value.clone());
            }
        }
        for (member, value) in input.as_object().into_iter().flat_map(Object::iter) {
            body.insert(member, value.clone());
        }
        let key = [&item.key(), ".", name].concat();
        let request = treasury.request(name, &key, &Json::Object(body));
        Ok(Word::read(&self.client.send_as_it_is(&request).await))
    }

    async fn call(
        &self,
        item: &Item,
        step: &'static Step,
        operation: &str,
        input: &Json,
        all: &Object,
        mode: Mode,
    ) -> Event {
        let mut options = CallOptions::default();
        options.context.idempotency_key = Some(item.key());
        options.context.request_id = Some(item.key());
        options.inquiry = Way::inquiry(step, all);
        let reply = match mode {
            Mode::First => self.client.call_with(operation, input, &options).await,
            Mode::Again => self.client.resume_with(operation, input, &options, true).await,
            Mode::Ask => self.client.resume_with(operation, input, &options, false).await,
        };
        self.said(item, step, all, mode, reply).await
    }

    async fn said(
        &self,
        item: &Item,
        step: &'static Step,
        all: &Object,
        mode: Mode,
        reply: Result<Reply<Answer>, Error>,
    ) -> Event {
        let turn = item.turn();
        let reply = match reply {
            Ok(reply) => reply,
            // nothing was sent now, and what was sent before is as unknown as it was
            Err(error) => {
                let code = error.findings().first().map_or(error.code().as_str(), |finding| finding.code().as_str());
                warn!(
                    payout = self.payout,
                    item = item.number,
                    step = step.name,
                    error_code = code,
                    "A request cannot be built"
                );
                let code = code.to_owned();
                return if mode == Mode::First { Event::Refused { turn, code } } else { Event::Lost { turn, code } };
            }
        };
        match reply.outcome {
            CallOutcome::Accepted(answer) => {
                let Outcome::Accepted(mut values) = answer.outcome else { return lost(item, "ANSWER_INVALID") };
                if reply.was_found {
                    self.complete(step, &mut values).await;
                }
                let word = values.get("status").and_then(Json::as_str).map(str::to_owned);
                match Way::given(step, &values, all) {
                    Given::All(given) => done(item, step, given, word),
                    Given::NotYet => not_done(item, NOT_YET, None),
                    Given::Unclear => lost(item, "ANSWER_INVALID"),
                    Given::OtherAmount => Event::Refused { turn, code: "AMOUNT_DIFFERS".to_owned() },
                }
            }
            CallOutcome::Refused(answer) => {
                let code = match answer.outcome {
                    Outcome::Refused { code, .. } => word(&code),
                    Outcome::Accepted(_) => "REFUSED".to_owned(),
                };
                Event::Refused { turn, code }
            }
            CallOutcome::Unavailable { code, retry_after } => {
                let wait = retry_after.and_then(|wait| i64::try_from(wait.as_millis()).ok());
                not_done(item, &word(&code), wait)
            }
            CallOutcome::Unknown { code, .. } => lost(item, &word(&code)),
        }
    }

    /// A list may say less of an order than the order itself.
    async fn complete(&self, step: &Step, values: &mut Object) {
        let order = step.gives.iter().find(|(name, _)| *name == step.reference);
        let Some(id) = order.and_then(|(_, place)| template::find(values, place)).and_then(text) else { return };
        if let Some(whole) = self.order(&id).await {
            for (name, value) in whole.iter() {
                if values.get(name).is_none() {
                    values.insert(name, value.clone());
                }
            }
        }
    }

    /// The order of an id, where the provider tells one.
    async fn order(&self, id: &str) -> Option<Object> {
        let tracking = self.client.provider().operation(self.way.procedure().order).ok()?.tracking()?;
        let query = tracking.order?;
        let input = Json::object([(query.id, Json::text(id))]);
        let reply = self.client.call(query.operation, &input).await.ok()?;
        let Some(Answer { outcome: Outcome::Accepted(values), .. }) = reply.accepted() else { return None };
        // an answer about another order says nothing of this one
        let other = values.get(query.id).and_then(text).is_some_and(|found| found != id);
        (!other).then_some(values)
    }

    async fn look(&self, item: &Item) -> Event {
        let Some(order) = item.order.clone() else { return Event::NoStatus };
        if let Some(values) = self.order(&order).await
            && let Some(word) = values.get("status").and_then(Json::as_str)
        {
            return Event::Status { order, word: word.to_owned() };
        }
        match self.store.order_status(self.way.provider(), &order).await {
            Ok(Some(word)) => Event::Status { order, word },
            _ => Event::NoStatus,
        }
    }
}

fn text(value: &Json) -> Option<String> {
    value.as_str().or(value.as_number()).map(str::to_owned)
}

/// A provider's word as it is kept: one that could be somebody's number is none.
fn word(code: &str) -> String {
    crate::payment::clean::code(code).unwrap_or("REFUSED").to_owned()
}

fn done(item: &Item, step: &Step, given: Object, status: Option<String>) -> Event {
    // what is secret is asked for again where it is needed
    let given = if step.is_secret { Object::new() } else { given };
    Event::Done { turn: item.turn(), given, status }
}

fn lost(item: &Item, code: &str) -> Event {
    Event::Lost { turn: item.turn(), code: code.to_owned() }
}

fn not_done(item: &Item, code: &str, wait: Option<i64>) -> Event {
    Event::NotDone { turn: item.turn(), code: code.to_owned(), wait }
}
