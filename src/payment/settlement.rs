//! What is recorded of what a gateway answered.

use super::alarms::{self, About};
use super::{AlarmKind, Attempt, AttemptStatus, GATEWAY_TIMEOUT, Outcome, Payments, Settlement, StoreError};
use crate::json::{Json, Object};

/// What is recorded of an attempt whose gateway reference belongs to another payment.
const REFERENCE_TAKEN: &str = "REFERENCE_TAKEN";

/// That the gateway was never called: nothing was done, whatever anybody says.
pub(super) fn never_sent(message: &str) -> Outcome {
    let mut raw = Object::new();
    raw.put_text("reconciled", "never sent");
    Outcome::Refused { code: GATEWAY_TIMEOUT.to_owned(), message: message.to_owned(), raw: Json::Object(raw) }
}

/// Keeps an outcome whose reference belongs to another payment as one that nobody knows, and raises an alarm.
pub(super) async fn reference_taken(
    payments: &Payments,
    about: About<'_>,
    outcome: &Outcome,
) -> Result<(), StoreError> {
    let mut details = Object::new();
    details.put_text("gatewaySays", alarms::word(outcome));
    alarms::raise(payments, AlarmKind::ReferenceTaken, about, alarms::reference(outcome), details).await;
    let mut settlement = settlement_of(about.payment_id, about.attempt_id, outcome);
    settlement.status = AttemptStatus::Initiated;
    settlement.gateway_reference = None;
    settlement.error_code = Some(REFERENCE_TAKEN.to_owned());
    settlement.error_message = Some("The gateway's reference belongs to another payment".to_owned());
    payments.store.settle(settlement).await.map(drop)
}

/// The gateway's code, where it did not take the payment on.
pub(super) fn code_of(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Refused { code, .. } | Outcome::Busy { code, .. } => Some(code),
        Outcome::Unknown { code, .. } => Some(code),
        Outcome::Succeeded { .. } | Outcome::Accepted { .. } => None,
    }
}

/// What is recorded of an outcome that is learnt after the answer, without a further attempt.
pub(super) fn settlement_of(payment_id: &str, attempt_id: &str, outcome: &Outcome) -> Settlement {
    let mut settlement = Settlement {
        payment_id: payment_id.to_owned(),
        attempt_id: attempt_id.to_owned(),
        status: AttemptStatus::Initiated,
        gateway_reference: None,
        raw_response: None,
        error_code: None,
        error_message: None,
        next: None,
        is_late: true,
        only_unsent: false,
        known_since: None,
    };
    match outcome {
        Outcome::Succeeded { gateway_reference, raw, .. } => {
            settlement.status = AttemptStatus::Success;
            settlement.gateway_reference = Some(gateway_reference.clone());
            settlement.raw_response = Some(raw.to_string());
        }
        Outcome::Refused { code, message, raw } | Outcome::Busy { code, message, raw } => {
            settlement.status = AttemptStatus::Failed;
            settlement.error_code = Some(code.clone());
            settlement.error_message = Some(message.clone());
            settlement.raw_response = Some(raw.to_string());
        }
        Outcome::Accepted { gateway_reference, raw } => {
            settlement.gateway_reference.clone_from(gateway_reference);
            settlement.raw_response = Some(raw.to_string());
        }
        Outcome::Unknown { code, message, raw } => {
            settlement.error_code = Some((*code).to_owned());
            settlement.error_message = Some((*message).to_owned());
            settlement.raw_response = raw.as_ref().map(ToString::to_string);
        }
    }
    settlement
}

/// Whether it was this settlement that was recorded. Whoever else learnt the same, in another way, has kept another
/// answer.
pub(super) async fn is_recorded(payments: &Payments, settlement: &Settlement) -> Result<bool, StoreError> {
    let attempts = payments.store.attempts(&settlement.payment_id).await?;
    let attempt = attempts.iter().find(|attempt| attempt.id == settlement.attempt_id);
    let is_next_there = match &settlement.next {
        Some(next) => attempts.iter().any(|attempt| attempt.id == next.id),
        None => true,
    };
    let read = |raw: &Option<String>| raw.as_deref().and_then(|raw| raw.parse::<Json>().ok());
    let is_ours = |attempt: &Attempt| {
        let is_same = match (read(&attempt.raw_response), read(&settlement.raw_response)) {
            (Some(kept), Some(own)) => says_the_same(&kept, &own),
            (kept, own) => kept == own,
        };
        is_same
            && attempt.status == settlement.status
            && attempt.error_code == settlement.error_code
            && attempt.error_message == settlement.error_message
    };
    Ok(is_next_there && attempt.is_some_and(is_ours))
}

/// Whether two answers are the same: a database puts members into an order of its own.
fn says_the_same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Object(one), Json::Object(other)) => {
            let has = |(name, value): (&str, &Json)| other.get(name).is_some_and(|other| says_the_same(value, other));
            one.len() == other.len() && one.iter().all(has)
        }
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| says_the_same(one, other))
        }
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_the_same_in_any_order_of_members() {
        let same = |one: &str, other: &str| says_the_same(&one.parse().unwrap(), &other.parse().unwrap());
        assert!(same(r#"{"a":1,"b":[{"c":2,"d":3}]}"#, r#"{"b":[{"d":3,"c":2}],"a":1}"#));
        assert!(!same(r#"{"a":1}"#, r#"{"a":1,"reconciled":"asked"}"#));
        assert!(!same(r#"{"a":1,"b":[1,2]}"#, r#"{"a":1,"b":[2,1]}"#));
        assert!(!same(r#"{"a":1}"#, r#"{"b":1}"#));
    }
}
