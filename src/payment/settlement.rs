//! What is recorded of what a gateway answered.

use super::{AttemptStatus, Outcome, Settlement};

/// The gateway's code, where it did not take the payment on.
pub(super) fn code_of(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Refused { code, .. } | Outcome::Busy { code, .. } => Some(code),
        Outcome::Unknown { code, .. } => Some(code),
        Outcome::Done { .. } | Outcome::Accepted { .. } => None,
    }
}

/// What is recorded of an outcome, without a further attempt.
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
        known_since: None,
    };
    match outcome {
        Outcome::Done { gateway_reference, raw, .. } => {
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
