//! Alarms: two that should know the same do not, and a person has to look.
//!
//! Each is a row, a count with an alert, and a line in the log with both references. What is recorded about the
//! payment stays as it is.

use tracing::error;

use super::{Alarm, AlarmKind, Attempt, AttemptStatus, Notice, Outcome, Payment, PaymentStatus, Payments, StoreError};
use crate::json::{Json, Object};

/// Whose the attempt is that an alarm is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct About<'a> {
    pub(super) payment_id: &'a str,
    pub(super) attempt_id: &'a str,
}

/// Raises an alarm. It is counted and logged once, and also where it cannot be recorded.
pub(super) async fn raise(
    payments: &Payments,
    kind: AlarmKind,
    about: About<'_>,
    reference: Option<&str>,
    details: Object,
) {
    let alarm = Alarm {
        kind,
        payment_id: about.payment_id.to_owned(),
        attempt_id: about.attempt_id.to_owned(),
        gateway: payments.gateway.name().to_owned(),
        gateway_reference: reference.map(str::to_owned),
        details: Json::Object(details).to_string(),
    };
    let recorded = payments.store.raise(&alarm).await;
    if matches!(recorded, Ok(false)) {
        return;
    }
    payments.observer.notice(Notice::Alarm { kind });
    error!(
        alarm = kind.as_str(),
        payment_id = alarm.payment_id,
        attempt_id = alarm.attempt_id,
        gateway = alarm.gateway,
        gateway_reference = alarm.gateway_reference,
        details = alarm.details,
        is_recorded = recorded.is_ok(),
        "Gateway and record disagree: somebody must look"
    );
}

/// Holds what is known of an attempt against the record, where somebody else has written that, and raises an alarm
/// where they disagree. Answers the payment as it is recorded, and whether they agree.
///
/// # Errors
/// Where the record could not be read; the alarm is raised then too if money may have moved.
pub(super) async fn compare(
    payments: &Payments,
    about: About<'_>,
    known: &Outcome,
    source: &str,
) -> Result<(Option<Payment>, bool), StoreError> {
    let read = async {
        let payment = payments.store.payment(about.payment_id).await?;
        let attempts = payments.store.attempts(about.payment_id).await?;
        Ok::<_, StoreError>((payment, attempts.into_iter().find(|attempt| attempt.id == about.attempt_id)))
    };
    let (payment, attempt) = match read.await {
        Ok(record) => record,
        Err(error) => {
            error!(
                error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error,
                payment_id = about.payment_id, attempt_id = about.attempt_id, outcome = word(known),
                "What a gateway said could not be held against the record"
            );
            return Err(error);
        }
    };
    let kind = disagreement(payment.as_ref(), attempt.as_ref(), known);
    if let Some(kind) = kind {
        let mut details = Object::new();
        details.put_text("source", source);
        details.put_text("gatewaySays", word(known));
        details.put_text("payment", payment.as_ref().map_or("MISSING", |payment| payment.status.as_str()));
        details.put_text("attempt", attempt.as_ref().map_or("MISSING", |attempt| attempt.status.as_str()));
        if let Some(raw) = raw(known) {
            details.put("answer", raw.clone());
        }
        raise(payments, kind, about, reference(known), details).await;
    }
    Ok((payment, kind.is_none()))
}

/// What is wrong with a record, as far as the gateway's word goes.
fn disagreement(payment: Option<&Payment>, attempt: Option<&Attempt>, known: &Outcome) -> Option<AlarmKind> {
    let (Some(payment), Some(attempt)) = (payment, attempt) else {
        // that nothing was done about nothing is no news
        return (!matches!(known, Outcome::Refused { .. } | Outcome::Busy { .. })).then_some(AlarmKind::PaymentMissing);
    };
    match (known, attempt.status) {
        (Outcome::Succeeded { .. }, AttemptStatus::Failed) => Some(AlarmKind::PaidButFailed),
        (Outcome::Succeeded { gateway_reference, .. }, AttemptStatus::Success) => {
            let is_same = payment.gateway_reference.as_deref() == Some(gateway_reference);
            (!is_same || payment.status != PaymentStatus::Success).then_some(AlarmKind::PaidTwice)
        }
        (Outcome::Accepted { .. }, AttemptStatus::Failed) => {
            // an order that was taken on, and has ended since
            let is_its_order = reference(known).is_some() && payment.gateway_reference.as_deref() == reference(known);
            (!is_its_order).then_some(AlarmKind::TakenButFailed)
        }
        (Outcome::Refused { .. } | Outcome::Busy { .. }, AttemptStatus::Success) => Some(AlarmKind::FailedButPaid),
        _ => None,
    }
}

/// What a gateway said, in a word.
pub(super) const fn word(known: &Outcome) -> &'static str {
    match known {
        Outcome::Succeeded { .. } => "PAID",
        Outcome::Refused { .. } => "REFUSED",
        Outcome::Busy { .. } => "BUSY",
        Outcome::Accepted { .. } => "ACCEPTED",
        Outcome::Unknown { .. } => "UNKNOWN",
    }
}

fn raw(known: &Outcome) -> Option<&Json> {
    match known {
        Outcome::Succeeded { raw, .. }
        | Outcome::Refused { raw, .. }
        | Outcome::Busy { raw, .. }
        | Outcome::Accepted { raw, .. } => Some(raw),
        Outcome::Unknown { raw, .. } => raw.as_ref(),
    }
}

/// The gateway's reference, where it gave one.
pub(super) fn reference(known: &Outcome) -> Option<&str> {
    match known {
        Outcome::Succeeded { gateway_reference, .. } => Some(gateway_reference),
        Outcome::Accepted { gateway_reference, .. } => gateway_reference.as_deref(),
        Outcome::Refused { .. } | Outcome::Busy { .. } | Outcome::Unknown { .. } => None,
    }
}
