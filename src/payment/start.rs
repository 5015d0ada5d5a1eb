//! What is recorded of a payment before the gateway is called.

use super::{Instruction, NewAttempt, NewPayment, Payment, PaymentRequest, PaymentStatus, Payments};
use crate::json::{Json, Object};
use crate::redact;

pub(super) fn record_of(payments: &Payments, request: &PaymentRequest) -> Option<NewPayment> {
    let id = payments.ids.id("pay_")?;
    let attempt = attempt_of(payments, request, &id, 1)?;
    Some(NewPayment {
        payment: Payment {
            service_id: Some(request.service.clone()),
            user_id: request.user_id.clone(),
            wallet_id: request.wallet_id.clone(),
            transaction_id: request.transaction_id.clone(),
            payment_method_id: request.payment_method_id.clone(),
            amount: request.amount,
            currency: request.currency.clone(),
            status: PaymentStatus::Pending,
            kind: request.kind,
            gateway_reference: None,
            metadata: request.metadata.as_deref().map(kept),
            idempotency_key: request.idempotency_key.clone(),
            fingerprint: request.fingerprint(&id),
            created_at: 0,
            updated_at: 0,
            id,
        },
        attempt,
    })
}

/// Metadata as it is kept: gateways have it from the request, or sealed with the attempt.
fn kept(metadata: &str) -> String {
    metadata.parse::<Json>().map_or_else(|_| "{}".to_owned(), |json| redact::notes(&json).to_string())
}

fn attempt_of(payments: &Payments, request: &PaymentRequest, payment_id: &str, number: i32) -> Option<NewAttempt> {
    let id = payments.ids.id("attempt_")?;
    let mut raw = Object::new();
    raw.put_text("reference", &id);
    raw.put_text("paymentId", payment_id);
    raw.put_text("type", request.kind.as_str());
    raw.put_text("amount", &request.amount.to_string());
    raw.put_text("currency", &request.currency);
    raw.put_text("paymentMethod", request.method());
    raw.put_text("account", &request.account.masked());
    if payments.gateway.seals()
        && let Some(sealed) = payments.gateway.sealed(&instruction_of(request, payment_id, &id))
    {
        raw.put_text("sealed", &sealed);
    }
    let is_sent = payments.gateway.refuses_what_it_was_asked_about();
    let raw_request = Json::Object(raw).to_string();
    Some(NewAttempt { id, gateway: payments.gateway.name(), number, raw_request, is_sent })
}

pub(super) fn instruction_of(request: &PaymentRequest, payment_id: &str, attempt_id: &str) -> Instruction {
    Instruction {
        kind: request.kind,
        reference: attempt_id.to_owned(),
        payment_id: payment_id.to_owned(),
        user_id: request.user_id.clone(),
        wallet_id: request.wallet_id.clone(),
        amount: request.amount,
        currency: request.currency.clone(),
        account: request.account.clone(),
        metadata: request.metadata.clone(),
    }
}
