//! Calls the gateway with an attempt, once it is on the disk that it may have got it.

use std::time::{Duration, Instant};

use tracing::error;

use super::ports::within;
use super::start::instruction_of;
use super::{GATEWAY_TIMEOUT, NewAttempt, Notice, Outcome, Payment, PaymentRequest, Payments, clean, settlement};

/// An attempt of which this process saw the commit, and which the gateway may be called with: there is no other way
/// to one than through the store, and nothing but one is sent.
pub(super) struct Sendable(NewAttempt);

/// What is known where the gateway did not answer in time.
pub(super) const LATE: Outcome =
    Outcome::Unknown { code: GATEWAY_TIMEOUT, message: "Gateway did not respond in time", raw: None };

/// Notes on the disk that the gateway may have got the attempt, before it is called.
///
/// # Errors
/// Where the attempt must not be sent, what is known of it because of that.
pub(super) async fn claim(
    payments: &Payments,
    payment: &Payment,
    attempt: &NewAttempt,
    started: Instant,
) -> Result<Sendable, Outcome> {
    let is_late = since(payments, started).saturating_mul(2) > payments.limits.reconcile_after;
    if is_late {
        return Err(settlement::never_sent("The payment was not sent in time"));
    }
    if attempt.is_sent {
        return Ok(Sendable(attempt.clone()));
    }
    match payments.store.mark_sent(&attempt.id).await {
        Ok(true) => Ok(Sendable(attempt.clone())),
        // whoever cleans up has it: what is recorded stands
        Ok(false) => Err(settlement::never_sent("The payment was not sent in time")),
        Err(error) => {
            payments.observer.notice(Notice::StoreFailed);
            error!(
                error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error,
                payment_id = payment.id, attempt_id = attempt.id, "An attempt is not sent, as that could not be recorded"
            );
            Err(settlement::never_sent("The payment could not be recorded as sent"))
        }
    }
}

/// Calls the gateway.
pub(super) async fn call(
    payments: &Payments,
    request: &PaymentRequest,
    payment: &Payment,
    Sendable(attempt): &Sendable,
) -> Outcome {
    let instruction = &instruction_of(request, &payment.id, &attempt.id);
    let called = payments.clock.instant();
    let answer = payments.gateway.carry_out(instruction, &*payments.store);
    let outcome = within(&*payments.clock, payments.limits.gateway_timeout, answer).await.unwrap_or(LATE);
    let is_unanswered = matches!(outcome, Outcome::Unknown { .. });
    payments.observer.notice(Notice::Called { took: since(payments, called), is_unanswered });
    clean::outcome(outcome)
}

/// How long ago this was.
pub(super) fn since(payments: &Payments, instant: Instant) -> Duration {
    payments.clock.instant().saturating_duration_since(instant)
}
