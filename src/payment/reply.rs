//! What the caller is told of a payment.

use tracing::{error, info};

use super::{
    Caller, GATEWAY_ERROR, NewAttempt, Notice, Outcome, Paid, Payment, PaymentError, PaymentRequest, PaymentStatus,
    PaymentType, Payments, StoreError,
};

/// The answer to what became of the payment.
pub(super) fn conclude(
    payments: &Payments,
    caller: &Caller,
    payment: Payment,
    attempt: &NewAttempt,
    outcome: Outcome,
) -> Result<Paid, PaymentError> {
    let is_taken_on = matches!(outcome, Outcome::Accepted { .. });
    if payment.status == PaymentStatus::Success || (payment.status == PaymentStatus::Pending && is_taken_on) {
        return Ok(Paid::Processed { payment: Box::new(payment), attempt: attempt.number });
    }
    let (code, message) = match outcome {
        Outcome::Refused { code, message, .. } | Outcome::Busy { code, message, .. } => (code, message),
        Outcome::Unknown { code, message, .. } => (code.to_owned(), message.to_owned()),
        Outcome::Succeeded { .. } | Outcome::Accepted { .. } => {
            (GATEWAY_ERROR.to_owned(), "Payment processing failed".to_owned())
        }
    };
    let direction = match payment.kind {
        PaymentType::Onramp => "Bank gateway error during on-ramp",
        PaymentType::Offramp => "Bank gateway error during off-ramp",
    };
    error!(
        error_type = "EXTERNAL_SERVICE_ERROR",
        error_name = "Error",
        error_message = message,
        error_code = code,
        user_id = caller.user_id.as_deref(),
        endpoint = caller.endpoint,
        ip = caller.ip,
        user_agent = caller.user_agent,
        payment_id = payment.id,
        transaction_id = payment.transaction_id.as_deref(),
        attempt_id = attempt.id,
        gateway = payments.gateway.name(),
        "{direction}"
    );
    Err(PaymentError::Gateway { payment: Box::new(payment), code, message })
}

pub(super) fn repeated(
    payments: &Payments,
    caller: &Caller,
    request: &PaymentRequest,
    payment: Box<Payment>,
) -> Result<Paid, PaymentError> {
    let is_same = request.is_of(&payment.id, &payment.fingerprint);
    info!(
        payment_id = if is_same { payment.id.as_str() } else { "" },
        is_same,
        wallet_id = request.wallet_id,
        idempotency_key = request.idempotency_key.as_deref(),
        user_id = caller.user_id.as_deref(),
        endpoint = caller.endpoint,
        "Idempotency key seen before"
    );
    if !is_same {
        return Err(PaymentError::KeyReused);
    }
    payments.observer.notice(Notice::Repeated);
    Ok(Paid::Replayed(payment))
}

pub(super) fn unavailable(payments: &Payments, caller: &Caller, error: &StoreError) -> PaymentError {
    payments.observer.notice(Notice::StoreFailed);
    let (kind, code, refusal) = match error {
        StoreError::Unavailable(_) | StoreError::Outdated => ("DATABASE_ERROR", "DATABASE", PaymentError::Unavailable),
        StoreError::Internal(_) => ("INTERNAL_ERROR", "INTERNAL", PaymentError::Internal),
    };
    error!(
        error_type = kind, error_name = "StoreError", error_message = %error, error_code = code,
        user_id = caller.user_id.as_deref(), endpoint = caller.endpoint, ip = caller.ip, user_agent = caller.user_agent,
        "Database error during payment processing"
    );
    refusal
}
