//! The seven steps of document 002, in an order that a crash at any point leaves in order.
//!
//! The payment and its attempt are on the disk before the gateway is called. From then on the attempt is
//! `INITIATED` until the gateway's outcome is recorded, by whoever learns of it: this flow, or the
//! reconciler that asks the gateway for the attempt's reference. Nobody calls a gateway for an attempt
//! that somebody else may have begun with.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tracing::{error, info};

use super::Caller;
use super::reconcile;
use super::request::PaymentRequest;
use crate::gateway::{GATEWAY_ERROR, GATEWAY_TIMEOUT, Instruction, Outcome, RATE_LIMIT_EXCEEDED};
use crate::http::app::App;
use crate::http::clock;
use crate::http::envelope::Refusal;
use crate::http::orders;
use crate::json::{Json, Object};
use crate::storage::{
    AttemptStatus, Begun, NewAttempt, NewPayment, OpenAttempt, Payment, PaymentStatus, PaymentType, Settlement,
    StoreError,
};

/// How often a gateway is called for one payment where it answers that it is too busy.
const ATTEMPTS: i32 = 3;
/// How long is waited before the next one.
const PAUSE: Duration = Duration::from_millis(200);
/// How often recording an outcome is tried, with longer and longer pauses between.
const TRIES: u32 = 5;

/// A payment that was processed, or had been before.
#[derive(Debug)]
pub(in crate::http) enum Paid {
    Now { payment: Box<Payment>, attempt: i32 },
    Before(Box<Payment>),
}

pub(in crate::http) async fn pay(app: Arc<App>, caller: Caller, request: PaymentRequest) -> Result<Paid, Refusal> {
    let started = clock::instant();
    app.metrics.payment_requests.increment(1);
    let new = record_of(&app, &request).map_err(|_| Refusal::Internal)?;
    let mut attempt = new.attempt.clone();
    let mut payment = new.payment.clone();
    match app.store.begin(new).await.map_err(|error| unavailable(&app, &caller, &error))? {
        Begun::Exists(payment) => return repeated(&app, &caller, &request, payment),
        Begun::Created(at) => (payment.created_at, payment.updated_at) = (at, at),
    }
    info!(
        payment_id = payment.id,
        transaction_id = payment.transaction_id.as_deref(),
        attempt_id = attempt.id,
        has_key = payment.idempotency_key.is_some(),
        payment_type = payment.kind.as_str(),
        user_id = caller.user_id.as_deref(),
        endpoint = caller.endpoint,
        ip = caller.ip,
        user_agent = caller.user_agent,
        "Payment recorded"
    );
    loop {
        let instruction = instruction(&request, &payment, &attempt);
        let (mut outcome, mut since) = (None, clock::instant());
        let mut asked = 0;
        let (outcome, next, settled) = loop {
            let answer = match outcome.take() {
                Some(outcome) => outcome,
                None => call(&app, &instruction, started).await,
            };
            let mut settlement = settlement(&payment, &attempt, &answer);
            settlement.known_since = app.gateway.forgets_with_database().then_some(since);
            let next = settlement.next.clone();
            match settle(&app, settlement).await {
                Err(StoreError::Outdated) if asked < TRIES => {
                    asked = asked.saturating_add(1);
                    since = clock::instant();
                    outcome = Some(reconcile::ask(&app, &open(&payment, &attempt)).await.unwrap_or(LATE));
                }
                settled => break (answer, next, settled),
            }
        };
        match settled {
            Ok(true) => {
                apply(&mut payment, &outcome, next.is_some());
                if matches!(outcome, Outcome::Accepted { .. }) && has_ended(&app, &payment).await {
                    payment = recorded(&app, &caller, &payment.id).await?;
                }
            }
            // somebody else was faster: what they recorded stands
            Ok(false) => payment = recorded(&app, &caller, &payment.id).await?,
            Err(error) => return Err(unavailable(&app, &caller, &error)),
        }
        if let Some(next) = next {
            attempt = next;
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        let took = started.elapsed();
        app.metrics.settled(&payment, took, code_of(&outcome));
        info!(
            payment_id = payment.id,
            transaction_id = payment.transaction_id.as_deref(),
            attempt_id = attempt.id,
            gateway = app.gateway.name(),
            status = payment.status.as_str(),
            error_code = code_of(&outcome),
            milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            user_id = caller.user_id.as_deref(),
            endpoint = caller.endpoint,
            "Payment processed"
        );
        return conclude(&app, &caller, payment, &attempt, outcome);
    }
}

/// Whether the provider's events said how the order ended before the answer came.
async fn has_ended(app: &App, payment: &Payment) -> bool {
    // where this fails, the reconciler looks again
    orders::catch_up(app, payment.gateway_reference.as_deref()).await.is_ok_and(|count| count > 0)
}

async fn recorded(app: &App, caller: &Caller, id: &str) -> Result<Payment, Refusal> {
    let recorded = app.store.payment(id).await.map_err(|error| unavailable(app, caller, &error))?;
    recorded.ok_or(Refusal::Internal)
}

/// The answer to what became of the payment.
fn conclude(
    app: &App,
    caller: &Caller,
    payment: Payment,
    attempt: &NewAttempt,
    outcome: Outcome,
) -> Result<Paid, Refusal> {
    let is_taken_on = matches!(outcome, Outcome::Accepted { .. });
    if payment.status == PaymentStatus::Success || (payment.status == PaymentStatus::Pending && is_taken_on) {
        return Ok(Paid::Now { payment: Box::new(payment), attempt: attempt.number });
    }
    let (code, message) = match outcome {
        Outcome::Refused { code, message, .. } => (code, message),
        Outcome::Unknown { code, message } => (code.to_owned(), message.to_owned()),
        Outcome::Done { .. } | Outcome::Accepted { .. } => {
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
        gateway = app.gateway.name(),
        "{direction}"
    );
    Err(Refusal::Gateway { payment: Box::new(payment), code, message })
}

fn repeated(app: &App, caller: &Caller, request: &PaymentRequest, payment: Box<Payment>) -> Result<Paid, Refusal> {
    let is_same = request.fingerprint(&payment.id) == payment.fingerprint;
    info!(
        payment_id = if is_same { payment.id.as_str() } else { "" },
        is_same,
        user_id = caller.user_id.as_deref(),
        endpoint = caller.endpoint,
        "Idempotency key seen before"
    );
    if !is_same {
        return Err(Refusal::KeyReused);
    }
    app.metrics.idempotent_hits.increment(1);
    Ok(Paid::Before(payment))
}

fn unavailable(app: &App, caller: &Caller, error: &StoreError) -> Refusal {
    app.metrics.database_errors.increment(1);
    let (kind, refusal) = match error {
        StoreError::Unavailable(_) | StoreError::Outdated => ("DATABASE_ERROR", Refusal::Unavailable),
        StoreError::Internal(_) => ("INTERNAL_ERROR", Refusal::Internal),
    };
    error!(
        error_type = kind, error_name = "StoreError", error_message = %error, error_code = refusal.code(),
        user_id = caller.user_id.as_deref(), endpoint = caller.endpoint, ip = caller.ip, user_agent = caller.user_agent,
        "Database error during payment processing"
    );
    refusal
}

fn record_of(app: &App, request: &PaymentRequest) -> Result<NewPayment, getrandom::Error> {
    let id = clock::id("pay_")?;
    let attempt = attempt_of(app, request, &id, 1)?;
    Ok(NewPayment {
        payment: Payment {
            user_id: request.user_id.clone(),
            wallet_id: request.wallet_id.clone(),
            transaction_id: request.transaction_id.clone(),
            payment_method_id: request.payment_method_id.clone(),
            amount: request.amount,
            currency: request.currency.clone(),
            status: PaymentStatus::Pending,
            kind: request.kind,
            gateway_reference: None,
            metadata: request.metadata.clone(),
            idempotency_key: request.idempotency_key.clone(),
            fingerprint: request.fingerprint(&id),
            created_at: 0,
            updated_at: 0,
            id,
        },
        attempt,
    })
}

fn attempt_of(
    app: &App,
    request: &PaymentRequest,
    payment_id: &str,
    number: i32,
) -> Result<NewAttempt, getrandom::Error> {
    let id = clock::id("attempt_")?;
    let mut raw = Object::new();
    raw.put_text("reference", &id);
    raw.put_text("paymentId", payment_id);
    raw.put_text("type", request.kind.as_str());
    raw.put_text("amount", &request.amount.to_string());
    raw.put_text("currency", &request.currency);
    raw.put_text("paymentMethod", request.method());
    raw.put_text("account", &request.account.masked());
    Ok(NewAttempt { id, gateway: app.gateway.name(), number, raw_request: Json::Object(raw).to_string() })
}

fn instruction(request: &PaymentRequest, payment: &Payment, attempt: &NewAttempt) -> Instruction {
    Instruction {
        kind: request.kind,
        reference: attempt.id.clone(),
        payment_id: payment.id.clone(),
        amount: request.amount,
        currency: request.currency.clone(),
        account: request.account.clone(),
    }
}

const LATE: Outcome = Outcome::Unknown { code: GATEWAY_TIMEOUT, message: "Gateway did not respond in time" };

/// An attempt as the gateway is asked about it.
fn open(payment: &Payment, attempt: &NewAttempt) -> OpenAttempt {
    OpenAttempt {
        attempt_id: attempt.id.clone(),
        payment_id: payment.id.clone(),
        gateway: attempt.gateway.to_owned(),
        gateway_reference: payment.gateway_reference.clone(),
        kind: payment.kind,
        age: 0,
    }
}

/// Calls the gateway, unless so much time went by that the reconciler may have given the attempt up.
async fn call(app: &App, instruction: &Instruction, started: Instant) -> Outcome {
    if started.elapsed().saturating_mul(2) > app.settings.reconcile_after {
        return LATE;
    }
    let called = clock::instant();
    let answer = async {
        match instruction.kind {
            PaymentType::Onramp => app.gateway.on_ramp(instruction).await,
            PaymentType::Offramp => app.gateway.off_ramp(instruction).await,
        }
    };
    let outcome = tokio::time::timeout(app.settings.gateway_timeout, answer).await.unwrap_or(LATE);
    app.metrics.gateway_answered(called.elapsed(), matches!(outcome, Outcome::Unknown { .. }));
    outcome
}

fn code_of(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::Refused { code, .. } => Some(code),
        Outcome::Unknown { code, .. } => Some(code),
        Outcome::Done { .. } | Outcome::Accepted { .. } => None,
    }
}

/// What is recorded of an outcome.
fn settlement(payment: &Payment, attempt: &NewAttempt, outcome: &Outcome) -> Settlement {
    let mut settlement = settlement_of(&payment.id, &attempt.id, outcome);
    let is_busy = matches!(outcome, Outcome::Refused { code, .. } if code == RATE_LIMIT_EXCEEDED);
    if is_busy && attempt.number < ATTEMPTS {
        // nothing was done, and the same may be tried again, under a reference of its own
        settlement.next = clock::id("attempt_").ok().map(|id| NewAttempt {
            raw_request: attempt.raw_request.replace(&attempt.id, &id),
            id,
            gateway: attempt.gateway,
            number: attempt.number.saturating_add(1),
        });
    }
    settlement
}

/// The same without a further attempt.
pub(in crate::http) fn settlement_of(payment_id: &str, attempt_id: &str, outcome: &Outcome) -> Settlement {
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
        Outcome::Refused { code, message, raw } => {
            settlement.status = AttemptStatus::Failed;
            settlement.error_code = Some(code.clone());
            settlement.error_message = Some(message.clone());
            settlement.raw_response = Some(raw.to_string());
        }
        Outcome::Accepted { gateway_reference, raw } => {
            settlement.gateway_reference.clone_from(gateway_reference);
            settlement.raw_response = Some(raw.to_string());
        }
        Outcome::Unknown { code, message } => {
            settlement.error_code = Some((*code).to_owned());
            settlement.error_message = Some((*message).to_owned());
        }
    }
    settlement
}

/// Records an outcome, if need be again and again: nobody else may know it.
async fn settle(app: &App, settlement: Settlement) -> Result<bool, StoreError> {
    let mut pause = Duration::from_millis(100);
    let mut tries = 1;
    loop {
        match app.store.settle(settlement.clone()).await {
            Err(StoreError::Outdated) => return Err(StoreError::Outdated),
            Err(error) if tries < TRIES => {
                error!(
                    error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error,
                    payment_id = settlement.payment_id, attempt_id = settlement.attempt_id, tries,
                    "The outcome of an attempt could not be recorded yet"
                );
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2);
                tries = tries.saturating_add(1);
            }
            // a first try may have been recorded although its answer was lost
            Ok(false) if tries > 1 => return is_recorded(app, &settlement).await,
            answer => return answer,
        }
    }
}

async fn is_recorded(app: &App, settlement: &Settlement) -> Result<bool, StoreError> {
    let attempts = app.store.attempts(&settlement.payment_id).await?;
    let attempt = attempts.iter().find(|attempt| attempt.id == settlement.attempt_id);
    let is_next_there = match &settlement.next {
        Some(next) => attempts.iter().any(|attempt| attempt.id == next.id),
        None => true,
    };
    Ok(is_next_there && attempt.is_some_and(|attempt| attempt.status == settlement.status))
}

fn apply(payment: &mut Payment, outcome: &Outcome, has_next: bool) {
    match outcome {
        Outcome::Done { gateway_reference, .. } => {
            payment.status = PaymentStatus::Success;
            payment.gateway_reference = Some(gateway_reference.clone());
        }
        Outcome::Refused { .. } if !has_next => payment.status = PaymentStatus::Failed,
        Outcome::Accepted { gateway_reference, .. } => payment.gateway_reference.clone_from(gateway_reference),
        Outcome::Refused { .. } | Outcome::Unknown { .. } => {}
    }
}
