//! Asks for one step, the provider or the treasury, and reads what was said: whether it was done, and what it gives.

use super::{ProcedureGateway, bare};
use crate::client::{SendError, TreasuryWord as Word};
use crate::error::Error;
use crate::gateway::provider::answer;
use crate::gateway::{GATEWAY_ERROR, GATEWAY_TIMEOUT};
use crate::json::{Json, Object};
use crate::payment::{AmountMember, MoneyText, QUOTED, clean, read_amounts};
use crate::provider::procedure::{Asked, Inquire, Step};
use crate::provider::{self, Attempt, Request, Retry, RetryOptions, template};

/// How long an object may be that a step gives, as JSON text.
const LONGEST: usize = 16 * 1024;
/// How long a text may be, which is an id, an address, a hash or a signature.
const LONGEST_TEXT: usize = 255;
/// The code of a request that did not leave.
pub(super) const NOT_SENT: &str = "NOT_SENT";
/// The code of one that only reads and has no answer.
pub(super) const NO_ANSWER: &str = "NO_ANSWER";

/// What came of asking.
pub(super) enum Said {
    /// It was done, with what it gives.
    Done(Object),
    /// It was not done, and the same again comes to the same; and whether that is said of whatever was asked before.
    Refused { code: String, raw: Json, is_last_word: bool },
    /// It was not done, and may be tried later.
    NotDone(String),
    /// It is not there yet.
    NotYet,
    /// It is under way.
    Underway,
    /// Nobody knows.
    Unknown(&'static str),
}

impl ProcedureGateway {
    /// The request of a step that asks the provider.
    pub(super) fn request(&self, step: &Step, input: &Json, attempt: &str) -> Result<Option<Request>, Error> {
        match step.asked {
            Asked::Provider(operation) => self.build(operation, input, attempt).map(Some),
            _ => Ok(None),
        }
    }

    /// Asks whom a step asks, and says what is known of it then.
    pub(super) async fn ask(
        &self,
        step: &'static Step,
        input: &Json,
        request: Option<&Request>,
        known: &Object,
    ) -> Said {
        match (step.asked, request, &self.treasury) {
            (Asked::Provider(operation), Some(request), _) => self.ask_provider(step, operation, request).await,
            (Asked::Treasury(name), _, Some(treasury)) => {
                let mut body = Object::new();
                let text = |name: &str| known.get(name).and_then(Json::as_str).unwrap_or_default();
                let attempt = text("reference");
                body.put_text("reference", attempt);
                body.put_text("paymentId", text("paymentId"));
                for (name, value) in input.as_object().into_iter().flat_map(Object::iter) {
                    body.insert(name, value.clone());
                }
                let key = [attempt, ".", name].concat();
                let request = treasury.request(name, &key, &Json::Object(body));
                match Word::read(&self.client.send(&request).await) {
                    Word::Done(values) => given(step, &values).map_or(Said::Unknown(GATEWAY_ERROR), Said::Done),
                    Word::NotYet => Said::Underway,
                    Word::Refused(code) => Said::Refused { code, raw: Json::Null, is_last_word: true },
                    Word::NotSent => Said::NotDone(NOT_SENT.to_owned()),
                    Word::Unknown => Said::Unknown(GATEWAY_TIMEOUT),
                }
            }
            _ => Said::NotDone(NOT_SENT.to_owned()),
        }
    }

    async fn ask_provider(&self, step: &'static Step, operation: &str, request: &Request) -> Said {
        let sent = self.client.send(request).await;
        let provider = self.provider;
        let is_keyed = provider.operation(operation).is_ok_and(provider::Operation::is_keyed);
        // what can be used once was used by this request, if it was: it is not taken for a refusal
        let options = RetryOptions { has_key: is_keyed, attempt: 2, ..RetryOptions::default() };
        let classify = |attempt: &Attempt<'_>| provider.classify(operation, attempt, &options).ok();
        let received = match sent {
            Ok(received) => received,
            Err(SendError::NotSent) => return Said::NotDone(NOT_SENT.to_owned()),
            Err(SendError::Unknown) => {
                let is_read = classify(&Attempt::NoAnswer).is_some_and(|it| it.retry == Retry::After);
                return if is_read { Said::NotDone(NO_ANSWER.to_owned()) } else { Said::Unknown(GATEWAY_TIMEOUT) };
            }
        };
        received.read(|response| {
            let Some(classified) = classify(&Attempt::Answered(*response)) else {
                return Said::Unknown(GATEWAY_ERROR);
            };
            let answer = provider.parse(operation, response).ok();
            let raw = answer::kept(provider, response, answer.as_ref().map(|answer| &answer.raw));
            let is_last_word = answer.as_ref().is_some_and(provider::Answer::has_failed);
            match (classified.retry, answer.map(|answer| answer.outcome)) {
                (Retry::Never, Some(provider::Outcome::Accepted(values))) => match self.result(step, &values) {
                    Some(result) => Said::Done(result),
                    None if step.is_awaited => Said::NotYet,
                    None => Said::Unknown(GATEWAY_ERROR),
                },
                (Retry::Never, _) => Said::Refused { code: classified.code.unwrap_or_default(), raw, is_last_word },
                (Retry::After, _) => Said::NotDone(classified.code.unwrap_or_default()),
                _ => Said::Unknown(GATEWAY_ERROR),
            }
        })
    }

    /// What is recorded of an answer: what it gives, the order's status and the amounts that it quotes.
    pub(super) fn result(&self, step: &'static Step, values: &Object) -> Option<Object> {
        let mut result = given(step, values)?;
        if !step.reference.is_empty() {
            // what would have to be kept as something else finds no order again
            let reference = answer::reference(&result, step.reference)?;
            if clean::id(&reference) != reference {
                return None;
            }
        }
        if (!step.reference.is_empty() || step.inquire == Inquire::Order)
            && let Some(word) = values.get("status").and_then(Json::as_str)
        {
            result.put_text("status", &clean::text(word));
        }
        let mut members = self.quoted.clone();
        members.extend(step.holds.iter().map(|(amount, currency)| AmountMember {
            amount: (*amount).to_owned(),
            currency: Some((*currency).to_owned()),
            currency_code: None,
            is_in_smallest_unit: false,
        }));
        if let Some(amounts) = MoneyText::to_json(&read_amounts(&Json::Object(values.clone()), &members)) {
            result.put(QUOTED, amounts);
        }
        Some(result)
    }
}

/// What an answer gives; nothing where it lacks something, or holds what cannot be kept.
fn given(step: &'static Step, values: &Object) -> Option<Object> {
    let mut result = Object::new();
    for (name, place) in step.gives {
        let found =
            if *place == "." { Some(Json::Object(values.clone())) } else { template::find(values, place).cloned() };
        match found {
            Some(value) if is_fit(&value) => result.insert(bare(name), value),
            None if name.starts_with('?') => {}
            _ => return None,
        }
    }
    Some(result)
}

/// Whether a value can be kept as it is.
fn is_fit(value: &Json) -> bool {
    let is_short = match value {
        Json::String(text) => (1..=LONGEST_TEXT).contains(&text.len()),
        Json::Number(_) => true,
        Json::Object(_) => value.to_string().len() <= LONGEST,
        _ => false,
    };
    is_short && clean::json(value) == *value
}
