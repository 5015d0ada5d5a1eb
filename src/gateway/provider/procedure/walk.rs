//! Goes through the steps of a procedure, from wherever they stand.
//!
//! What is recorded is all that a walk knows: one that was cut off and one that begins elsewhere go on alike. A step that
//! was begun and has no outcome is never begun anew; see [`Repeat`].

use std::time::Duration;

use tracing::{error, warn};

use super::ask::{NO_ANSWER, NOT_SENT, Said};
use super::inquiry::{Listed, said};
use super::{ProcedureGateway, Way, bare};
use crate::gateway::provider::{answer, refused};
use crate::gateway::{GATEWAY_ERROR, Outcome, RATE_LIMIT_EXCEEDED};
use crate::json::{Json, Object};
use crate::payment::{MoneyText, QUOTED, RecordedStep, StepEnd, StepStatus, Steps, StoreError, clean, derived_event};
use crate::provider::procedure::{Asked, Inquire, Repeat, Step};
use crate::provider::{Request, template};
use crate::timestamp::Timestamp;

/// How often a step is looked at again because somebody else has gone on with it.
const TURNS: usize = 8;
/// How often recording what came of a step is tried.
const TRIES: u32 = 4;
/// How long is waited before the next try.
const PAUSE: Duration = Duration::from_millis(100);
/// How many seconds before its end a quote is no longer used.
const SKEW: i64 = 5;

/// Whether a step's turn has come.
enum Turn {
    Come,
    /// The order is past it.
    Past,
}

/// A payment on its way.
pub(super) struct Walk<'a> {
    pub(super) gateway: &'a ProcedureGateway,
    pub(super) way: &'a Way,
    pub(super) steps: &'a dyn Steps,
    pub(super) attempt: String,
    pub(super) known: Object,
    pub(super) rows: Vec<RecordedStep>,
    pub(super) quotes: Vec<MoneyText>,
    pub(super) reference: Option<String>,
    pub(super) is_noted: bool,
    /// Whether the payment was only just recorded.
    pub(super) is_first: bool,
}

impl ProcedureGateway {
    /// Goes on with a payment as far as it goes.
    pub(super) async fn walk(&self, way: &Way, known: Object, steps: &dyn Steps, is_first: bool) -> Outcome {
        let attempt = known.get("reference").and_then(Json::as_str).unwrap_or_default().to_owned();
        let rows = match steps.steps(&attempt).await {
            Ok(rows) => rows,
            Err(error) => {
                not_recorded(&attempt, "", &error);
                // nothing was begun by whoever has just recorded the payment
                return if is_first {
                    refused(GATEWAY_ERROR, "The payment's steps cannot be recorded")
                } else {
                    Outcome::Unknown { code: GATEWAY_ERROR, message: "The payment's steps cannot be read", raw: None }
                };
            }
        };
        let mut walk = Walk {
            gateway: self,
            way,
            steps,
            attempt,
            known,
            rows,
            quotes: Vec::new(),
            reference: None,
            is_noted: false,
            is_first,
        };
        for (step, input) in &way.inputs {
            if let Err(outcome) = walk.take(step, input).await {
                return outcome;
            }
        }
        walk.last().await
    }
}

impl Walk<'_> {
    /// Takes a step, or goes past it. An error is where the walk ends.
    async fn take(&mut self, step: &'static Step, template: &Json) -> Result<(), Outcome> {
        if let Asked::Event(id) = step.asked {
            return self.await_event(step, id).await;
        }
        for _ in 0..TURNS {
            let row = self.rows.iter().rev().find(|row| row.name == step.name).cloned();
            match row.as_ref().map(|row| row.status) {
                Some(StepStatus::Done) if !self.is_over(step, row.as_ref()) => {
                    return self.learn(step, row.as_ref());
                }
                Some(StepStatus::Refused) => {
                    let code = row.and_then(|row| row.error_code).unwrap_or_default();
                    return Err(self.refused(step, code, Json::Null).await);
                }
                Some(StepStatus::Started) => {
                    let number = row.map_or(0, |row| row.number);
                    self.clear_up(step, template, number).await?;
                }
                Some(StepStatus::Done | StepStatus::NotDone) | None => {
                    if self.is_left_out(step) {
                        return Ok(());
                    }
                    match self.turn(step).await? {
                        Turn::Past => return Ok(()),
                        Turn::Come => self.begin(step, template).await?,
                    }
                }
            }
        }
        Err(self.open())
    }

    fn is_left_out(&self, step: &Step) -> bool {
        let has = |name: &str| !name.is_empty() && template::find(&self.known, name).is_some();
        has(step.unless) || !step.needs.is_empty() && !has(step.needs)
    }

    async fn await_event(&mut self, step: &Step, id: &str) -> Result<(), Outcome> {
        if self.is_left_out(step) {
            return Ok(());
        }
        let id = template::filled(&Json::text(id), &self.known);
        let id = id.as_ref().and_then(Json::as_str).ok_or_else(|| self.open())?;
        match self.steps.has_event(self.gateway.provider, &derived_event(id)).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(self.open()),
            Err(error) => {
                not_recorded(&self.attempt, step.name, &error);
                Err(self.open())
            }
        }
    }

    /// Whether what a step gave is of no use any more, and nothing has come of it.
    fn is_over(&self, step: &Step, row: Option<&RecordedStep>) -> bool {
        let Some(row) = row.filter(|_| !step.expires.is_empty()) else { return false };
        let is_used = self.rows.iter().any(|other| other.number > row.number && other.status != StepStatus::NotDone);
        let result = row.result.as_deref().and_then(|text| text.parse::<Json>().ok());
        let until = result.as_ref().and_then(|json| json.get(step.expires)).and_then(Json::as_str);
        let until = until.and_then(|text| text.parse::<Timestamp>().ok());
        let now = (self.gateway.world.now)().ok();
        !is_used
            && matches!((until, now), (Some(until), Some(now))
                if until.unix_seconds().saturating_sub(SKEW) <= now.unix_seconds())
    }

    /// Makes what a step gave known. The last status of an order ends the walk.
    fn learn(&mut self, step: &Step, row: Option<&RecordedStep>) -> Result<(), Outcome> {
        let text = row.and_then(|row| row.result.as_deref());
        let mut result = text.and_then(|text| text.parse::<Json>().ok()).unwrap_or(Json::Null);
        if let Some(sealed) = result.get("sealed").and_then(Json::as_str) {
            let payment = self.known.get("paymentId").and_then(Json::as_str).unwrap_or_default();
            let Some(opened) = self.gateway.seal.open_json(sealed, payment) else {
                warn!(attempt_id = self.attempt, step = step.name, "What a step gave cannot be opened");
                return Err(self.open());
            };
            result = opened;
        }
        for (name, _) in step.gives {
            if let Some(value) = result.get(bare(name)) {
                self.known.insert(bare(name), value.clone());
            }
        }
        if let Some(amounts) = result.get(QUOTED) {
            self.quotes.extend(MoneyText::from_json(amounts));
        }
        if !step.reference.is_empty() {
            self.reference = answer::reference(&self.known, step.reference);
        }
        let word = result.get("status").and_then(Json::as_str);
        match word.and_then(|word| self.ended(word)) {
            Some(outcome) => Err(outcome),
            None => Ok(()),
        }
    }

    /// Whether a step's turn has come: no two payments go on with one order, and some steps have their statuses.
    async fn turn(&mut self, step: &Step) -> Result<Turn, Outcome> {
        if let (Some(reference), false) = (self.reference.clone(), self.is_noted) {
            let raw = self.raw(&[]).to_string();
            match self.steps.note_reference(&self.attempt, &reference, &raw).await {
                Ok(true) => self.is_noted = true,
                // it is another payment's order, or this one has ended: nothing goes on
                Ok(false) => return Err(self.accepted()),
                Err(error) => {
                    not_recorded(&self.attempt, step.name, &error);
                    return Err(self.open());
                }
            }
        }
        let (Some(reference), false) = (self.reference.clone(), step.only_in.is_empty()) else {
            return Ok(Turn::Come);
        };
        let Some(word) = self.status(&reference).await else { return Err(self.open()) };
        if has(step.only_in, &word) {
            Ok(Turn::Come)
        } else if has(step.done_in, &word) {
            Ok(Turn::Past)
        } else {
            Err(self.ended(&word).unwrap_or_else(|| self.open()))
        }
    }

    /// Records that a step is begun, takes it, and records what came of it.
    async fn begin(&mut self, step: &'static Step, template: &Json) -> Result<(), Outcome> {
        let Some(input) = template::filled(template, &self.known) else {
            return Err(self.cannot_be_asked(step).await);
        };
        let request = match self.gateway.request(step, &input, &self.attempt) {
            Ok(request) => request,
            Err(error) => {
                warn!(
                    attempt_id = self.attempt,
                    step = step.name,
                    error_code = error.code().as_str(),
                    error_message = %error,
                    "The request of a step could not be built"
                );
                return Err(self.cannot_be_asked(step).await);
            }
        };
        let number = self.rows.last().map_or(0, |row| row.number).saturating_add(1);
        let owner = (self.gateway.world.nonce)().unwrap_or_default();
        let begun = self.steps.begin_step(&self.attempt, number, step.name, &owner).await;
        if let Err(error) = &begun {
            not_recorded(&self.attempt, step.name, error);
        }
        if !matches!(begun, Ok(true)) {
            self.reread().await?;
            let row = self.rows.iter().find(|row| row.number == number);
            // a first answer may have been lost
            let is_own = begun.is_err() && row.is_some_and(|row| row.owner == owner && row.name == step.name);
            return match row {
                Some(_) if is_own => self.carry_out(step, &input, request.as_ref(), number).await,
                // somebody else goes on with it
                Some(_) => Ok(()),
                None => Err(self.open()),
            };
        }
        self.rows.push(RecordedStep {
            number,
            name: step.name.to_owned(),
            owner,
            status: StepStatus::Started,
            result: None,
            error_code: None,
        });
        self.carry_out(step, &input, request.as_ref(), number).await
    }

    async fn cannot_be_asked(&mut self, step: &Step) -> Outcome {
        if self.has_moved(0) {
            return self.held(step).await;
        }
        refused(GATEWAY_ERROR, "The gateway cannot carry this payment out")
    }

    async fn carry_out(
        &mut self,
        step: &'static Step,
        input: &Json,
        request: Option<&Request>,
        number: i32,
    ) -> Result<(), Outcome> {
        let said = self.gateway.ask(step, input, request, &self.known).await;
        self.conclude(step, input, number, said).await
    }

    /// Records what came of a step that is begun.
    async fn conclude(&mut self, step: &'static Step, input: &Json, number: i32, said: Said) -> Result<(), Outcome> {
        let end = |status, result, code: Option<&str>| StepEnd {
            status,
            result,
            error_code: code.map(|code| clean::code(code).unwrap_or(GATEWAY_ERROR).to_owned()),
        };
        match said {
            Said::Done(mut result) => {
                if self.is_about_another_amount(step, &result) {
                    let code = "AMOUNT_DIFFERS";
                    self.end(step, number, end(StepStatus::Refused, None, Some(code))).await?;
                    return Ok(());
                }
                Self::note_tokens(step, input, &mut result);
                let reference = answer::reference(&result, step.reference);
                let text = self.kept(step, result).ok_or_else(|| self.open())?;
                let ended = self.end(step, number, end(StepStatus::Done, Some(text), None)).await;
                // the order is known, if not by the record of steps
                ended
                    .inspect_err(|_| self.reference = self.reference.take().or(reference))
                    .map_err(|outcome| if self.reference.is_some() { self.accepted() } else { outcome })
            }
            Said::Refused { code, raw, .. } => {
                self.end(step, number, end(StepStatus::Refused, None, Some(&code))).await?;
                Err(self.refused(step, code, raw).await)
            }
            Said::NotDone(code) => {
                self.end(step, number, end(StepStatus::NotDone, None, Some(&code))).await?;
                if self.has_moved(number) {
                    return Err(self.held(step).await);
                }
                Err(if code == NOT_SENT {
                    refused(GATEWAY_ERROR, "The gateway could not be reached")
                } else {
                    busy(&code)
                })
            }
            Said::NotYet => {
                self.end(step, number, end(StepStatus::NotDone, None, Some("NOT_YET"))).await?;
                Err(self.accepted())
            }
            Said::Underway => Err(self.accepted()),
            Said::Unknown(code) => Err(self.unknown(code, step.name)),
        }
    }

    /// Records the end of a step, if need be again and again; where somebody was faster, theirs stands.
    async fn end(&mut self, step: &Step, number: i32, end: StepEnd) -> Result<(), Outcome> {
        let mut tries = 1;
        loop {
            match self.steps.end_step(&self.attempt, number, &end).await {
                Ok(true) => {
                    if let Some(row) = self.rows.iter_mut().find(|row| row.number == number) {
                        (row.status, row.result, row.error_code) = (end.status, end.result, end.error_code);
                    }
                    return Ok(());
                }
                Ok(false) => return self.reread().await,
                Err(error) if tries < TRIES => {
                    not_recorded(&self.attempt, step.name, &error);
                    tokio::time::sleep(PAUSE.saturating_mul(tries)).await;
                    tries = tries.saturating_add(1);
                }
                Err(error) => {
                    not_recorded(&self.attempt, step.name, &error);
                    return Err(self.open());
                }
            }
        }
    }

    async fn reread(&mut self) -> Result<(), Outcome> {
        match self.steps.steps(&self.attempt).await {
            Ok(rows) => {
                self.rows = rows;
                Ok(())
            }
            Err(error) => {
                not_recorded(&self.attempt, "", &error);
                Err(self.open())
            }
        }
    }

    /// Learns what became of a step that was begun and has no outcome: asks, and takes it again where that may be done.
    async fn clear_up(&mut self, step: &'static Step, template: &Json, number: i32) -> Result<(), Outcome> {
        let input = template::filled(template, &self.known).unwrap_or(Json::Null);
        let still_unknown = |walk: &Walk<'_>| walk.unknown(GATEWAY_ERROR, step.name);
        match step.inquire {
            Inquire::Nothing => {}
            Inquire::List(list) => match self.gateway.find(self.way, list, &input, &self.known, &self.attempt).await {
                Listed::There(order) => {
                    let result = self.gateway.result(step, &order).ok_or_else(|| still_unknown(self))?;
                    return self.conclude(step, &input, number, Said::Done(result)).await;
                }
                Listed::NotThere => {}
                Listed::Unread => return Err(still_unknown(self)),
            },
            Inquire::Order => {
                let reference = self.reference.clone().ok_or_else(|| still_unknown(self))?;
                let word = self.status(&reference).await.ok_or_else(|| still_unknown(self))?;
                if has(step.done_in, &word) {
                    return self.conclude(step, &input, number, Said::Done(Object::new())).await;
                }
                if !has(step.only_in, &word) {
                    return Err(self.ended(&word).unwrap_or_else(|| still_unknown(self)));
                }
            }
        }
        if step.repeat == Repeat::Never {
            return Err(still_unknown(self));
        }
        let request = self.gateway.request(step, &input, &self.attempt).map_err(|_| still_unknown(self))?;
        let said = self.gateway.ask(step, &input, request.as_ref(), &self.known).await;
        // one that turns the repetition away says nothing of what it repeats
        let says_nothing = step.repeat == Repeat::SameKey
            && match &said {
                Said::NotDone(_) | Said::NotYet => true,
                Said::Refused { is_last_word, .. } => !is_last_word,
                _ => false,
            };
        if says_nothing { Err(still_unknown(self)) } else { self.conclude(step, &input, number, said).await }
    }
}

fn busy(code: &str) -> Outcome {
    let is_word = !code.starts_with("HTTP_") && code != NO_ANSWER && !code.is_empty();
    Outcome::Busy {
        code: if is_word { code } else { RATE_LIMIT_EXCEEDED }.to_owned(),
        message: "The gateway takes no more payments at the moment".to_owned(),
        raw: said(code),
    }
}

fn has(statuses: &str, word: &str) -> bool {
    statuses.split_ascii_whitespace().any(|status| status == word)
}

fn not_recorded(attempt: &str, step: &str, error: &StoreError) {
    error!(
        error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error,
        attempt_id = attempt, step, "The steps of a payment could not be recorded or read"
    );
}
