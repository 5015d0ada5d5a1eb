//! How a walk through the steps ends: what is told of the payment, and what its order says.

use tracing::error;

use super::walk::Walk;
use crate::gateway::provider::answer;
use crate::gateway::{GATEWAY_ERROR, GATEWAY_TIMEOUT, Outcome};
use crate::json::{Json, Object};
use crate::payment::{MoneyText, QUOTED, RecordedStep, StepStatus};
use crate::provider::procedure::{Asked, Step};
use crate::provider::{self, Request, template};

impl Walk<'_> {
    /// How a payment ends whose order has this status, if it does.
    pub(super) fn ended(&self, word: &str) -> Option<Outcome> {
        let reference = self.reference.as_deref().unwrap_or(&self.attempt);
        let raw = self.raw(&[("status", word)]);
        answer::ended(self.gateway.provider, word, reference, &raw)
    }

    /// Where the order stands, in the provider's words.
    pub(super) async fn status(&self, reference: &str) -> Option<String> {
        let order = self.gateway.order(self.way, reference, &self.attempt).await?;
        order.get("status").and_then(Json::as_str).map(str::to_owned)
    }

    /// Whether money or tokens may have moved, leaving this step out.
    pub(super) fn has_moved(&self, except: i32) -> bool {
        let moves = |name: &str| self.way.inputs.iter().any(|(step, _)| step.name == name && step.moves_money);
        let is_begun = |row: &RecordedStep| matches!(row.status, StepStatus::Started | StepStatus::Done);
        self.rows.iter().any(|row| row.number != except && is_begun(row) && moves(&row.name))
    }

    /// What a refusal means: that the payment has failed, unless something may have moved.
    pub(super) async fn refused(&mut self, step: &Step, code: String, raw: Json) -> Outcome {
        if self.has_moved(0) {
            return self.held(step).await;
        }
        let raw = if raw.is_null() { self.raw(&[("step", step.name), ("errorCode", &code)]) } else { raw };
        Outcome::Refused { code, message: "The gateway refused the payment".to_owned(), raw }
    }

    /// What is told of a payment that cannot go on after something may have moved: how its order ended, if it has.
    pub(super) async fn held(&mut self, step: &Step) -> Outcome {
        if let Some(reference) = self.reference.clone()
            && let Some(word) = self.status(&reference).await
            && let Some(outcome) = self.ended(&word)
        {
            return outcome;
        }
        error!(
            attempt_id = self.attempt,
            gateway = self.gateway.name,
            gateway_reference = self.reference.as_deref(),
            step = step.name,
            "Tokens may have been sent for a payment that cannot go on: somebody should look"
        );
        self.open()
    }

    /// After the last step: what the answers have not said is asked for.
    pub(super) async fn last(&mut self) -> Outcome {
        let Some(reference) = self.reference.clone().filter(|_| !self.is_first) else {
            return self.open();
        };
        let tracking = self.way.order.tracking();
        if tracking.is_some_and(|tracking| tracking.order.is_some()) {
            let word = self.status(&reference).await;
            return word.and_then(|word| self.ended(&word)).unwrap_or_else(|| self.accepted());
        }
        if tracking.is_some_and(|tracking| tracking.is_asked_by_key)
            && let Some((step, template)) = self.way.inputs.iter().find(|(step, _)| !step.reference.is_empty())
            && let Some(input) = template::filled(template, &self.known)
            && let Ok(Some(request)) = self.gateway.request(step, &input, &self.attempt)
        {
            return self.ask_by_key(step, &request).await;
        }
        self.accepted()
    }

    /// By the same request with the same key, which the provider answers with the payment that it has.
    async fn ask_by_key(&self, step: &Step, request: &Request) -> Outcome {
        let (Asked::Provider(operation), Ok(received)) = (step.asked, self.gateway.client.send(request).await) else {
            return self.accepted();
        };
        received.read(|response| {
            let word = self.gateway.provider.parse(operation, response).ok().and_then(|answer| {
                let (provider::Outcome::Accepted(values) | provider::Outcome::Refused { values, .. }) = answer.outcome;
                // an answer about another payment says nothing of this one
                let place = self.way.member();
                let is_own = answer::reference(&values, place).is_none_or(|id| self.reference.as_ref() == Some(&id));
                values.get("status").and_then(Json::as_str).filter(|_| is_own).map(str::to_owned)
            });
            word.and_then(|word| self.ended(&word)).unwrap_or_else(|| self.accepted())
        })
    }

    /// That it goes on, as far as anybody knows.
    pub(super) fn accepted(&self) -> Outcome {
        Outcome::Accepted { gateway_reference: self.reference.clone(), raw: self.raw(&[]) }
    }

    /// The same, or that nobody knows where a step was begun that may have moved something.
    pub(super) fn open(&self) -> Outcome {
        let is_unknown = self.rows.iter().any(|row| row.status == StepStatus::Started);
        if is_unknown && self.reference.is_none() { unknown(GATEWAY_ERROR, self.raw(&[])) } else { self.accepted() }
    }

    /// What is kept as the gateway's answer: how far it has come, and the amounts that were quoted.
    pub(super) fn raw(&self, more: &[(&'static str, &str)]) -> Json {
        let done = self.rows.iter().filter(|row| row.status == StepStatus::Done);
        let mut raw = Object::new();
        raw.put("done", Json::texts(done.map(|row| row.name.as_str())));
        for (name, text) in more {
            raw.put_text(name, text);
        }
        if let Some(amounts) = MoneyText::to_json(&self.quotes) {
            raw.put(QUOTED, amounts);
        }
        Json::Object(raw)
    }

    /// That nobody knows what became of a step.
    pub(super) fn unknown(&self, code: &'static str, step: &str) -> Outcome {
        unknown(code, self.raw(&[("step", step)]))
    }
}

fn unknown(code: &'static str, raw: Json) -> Outcome {
    let message =
        if code == GATEWAY_TIMEOUT { "Gateway did not respond in time" } else { "The gateway's answer is unclear" };
    Outcome::Unknown { code, message, raw: (!raw.is_null()).then_some(raw) }
}
