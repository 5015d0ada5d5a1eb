//! The seven steps of document 002, in an order that a crash at any point leaves in order.
//!
//! The payment and its attempt are on the disk before the gateway is called. From then on the attempt is
//! `INITIATED` until the gateway's outcome is recorded, by whoever learns of it: this flow, or the
//! reconciler that asks the gateway for the attempt's reference. Nobody calls a gateway for an attempt
//! that somebody else may have begun with, or that this process did not see recorded. Where somebody else recorded
//! an outcome, what this flow knows is held against it.

use std::time::{Duration, Instant};

use tracing::{error, info};

use super::alarms::{self, About};
use super::ports::within;
use super::settlement::{self, code_of, is_recorded, settlement_of};
use super::{
    Begun, Caller, GATEWAY_ERROR, GATEWAY_TIMEOUT, Instruction, NewAttempt, NewPayment, Notice, OpenAttempt, Outcome,
    Payment, PaymentError, PaymentRequest, PaymentStatus, PaymentType, Payments, Settled, Settlement, StoreError,
    clean, orders, reconcile,
};
use crate::json::{Json, Object};

/// How often a gateway is called for one payment where it answers that it is too busy.
const ATTEMPTS: i32 = 3;
/// How long is waited before the next one.
const PAUSE: Duration = Duration::from_millis(200);
/// How often recording an outcome is tried, with longer and longer pauses between.
const TRIES: u32 = 5;

/// A payment that was processed, or had been before.
#[derive(Debug)]
pub enum Paid {
    /// It was processed.
    Now {
        /// The payment.
        payment: Box<Payment>,
        /// The number of the last attempt.
        attempt: i32,
    },
    /// It had been before.
    Before(Box<Payment>),
}

/// An attempt of which this process saw the commit, and which the gateway may be called with: there is no other way
/// to one than through the store.
struct Sendable(NewAttempt);

/// How far a payment has come.
enum Progress {
    /// A further attempt is recorded.
    Next(NewAttempt),
    /// It is as it is recorded, and this is what is known of it.
    Known(Outcome),
}

/// Makes a payment, unless it was made before.
pub(super) async fn pay(payments: &Payments, caller: &Caller, request: &PaymentRequest) -> Result<Paid, PaymentError> {
    let started = payments.clock.instant();
    payments.observer.notice(Notice::Requested);
    let new = record_of(payments, request).ok_or(PaymentError::Internal)?;
    let mut attempt = new.attempt.clone();
    let mut payment = new.payment.clone();
    match payments.store.begin(new).await.map_err(|error| unavailable(payments, caller, &error))? {
        Begun::Exists(payment) => return repeated(payments, caller, request, payment),
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
    let outcome = loop {
        match try_once(payments, caller, request, &mut payment, &attempt, started).await? {
            Progress::Known(outcome) => break outcome,
            Progress::Next(next) => {
                attempt = next;
                payments.clock.sleep(PAUSE).await;
            }
        }
    };
    let took = since(payments, started);
    if payment.status == PaymentStatus::Pending {
        payments.observer.notice(Notice::Pending { kind: payment.kind });
    }
    payments.observer.notice(Notice::Answered { took });
    info!(
        payment_id = payment.id,
        transaction_id = payment.transaction_id.as_deref(),
        attempt_id = attempt.id,
        gateway = payments.gateway.name(),
        status = payment.status.as_str(),
        error_code = code_of(&outcome),
        milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        user_id = caller.user_id.as_deref(),
        endpoint = caller.endpoint,
        "Payment processed"
    );
    conclude(payments, caller, payment, &attempt, outcome)
}

/// Sends a recorded attempt and records what came of it.
async fn try_once(
    payments: &Payments,
    caller: &Caller,
    request: &PaymentRequest,
    payment: &mut Payment,
    attempt: &NewAttempt,
    started: Instant,
) -> Result<Progress, PaymentError> {
    let (mut answer, mut known_since) = (None, payments.clock.instant());
    let mut asked = 0;
    let (outcome, next, settled) = loop {
        let outcome = match answer.take() {
            Some(outcome) => outcome,
            None => match claim(payments, payment, attempt, started).await? {
                Ok(sendable) => {
                    known_since = payments.clock.instant();
                    call(payments, &instruction(request, payment, &sendable)).await
                }
                Err(never_sent) => never_sent,
            },
        };
        let mut settlement = settlement(payments, payment, attempt, &outcome);
        settlement.known_since = payments.gateway.forgets_with_database().then_some(known_since);
        let next = settlement.next.clone();
        match settle(payments, settlement).await {
            Err(StoreError::Outdated) if asked < TRIES => {
                asked = asked.saturating_add(1);
                known_since = payments.clock.instant();
                answer = Some(reconcile::ask(payments, &open(payment, attempt, &outcome)).await.unwrap_or(LATE));
            }
            settled => break (outcome, next, settled),
        }
    };
    let about = About { payment_id: &payment.id, attempt_id: &attempt.id };
    match settled {
        Ok(Settled::Recorded) => {
            if let Some(next) = next {
                return Ok(Progress::Next(next));
            }
            apply(payment, &outcome);
            settlement::ended(payments, payment.kind, payment.status, code_of(&outcome));
            if matches!(outcome, Outcome::Accepted { .. }) && has_ended(payments, payment).await {
                *payment = recorded(payments, caller, &payment.id).await?;
            }
            Ok(Progress::Known(outcome))
        }
        // somebody else was faster: what they recorded stands, and rings where it is not what the gateway says
        Ok(Settled::TooLate) => {
            // what the gateway's own end was not known by is asked for once more: the record may be wrong, or newer
            let known = match outcome {
                // not where being asked is being told to pay again
                Outcome::Unknown { .. } | Outcome::Accepted { .. } if !payments.gateway.seals() => {
                    reconcile::ask(payments, &open(payment, attempt, &outcome)).await
                }
                _ => None,
            };
            let compared = alarms::compare(payments, about, known.as_ref().unwrap_or(&outcome), "payment").await;
            let (recorded, agree) = compared.map_err(|error| unavailable(payments, caller, &error))?;
            // what may have been paid is not told to have failed
            *payment = recorded.filter(|_| agree).ok_or(PaymentError::Internal)?;
            Ok(Progress::Known(outcome))
        }
        Ok(Settled::ReferenceTaken) => {
            let unknown = settlement::reference_taken(payments, about, &outcome).await;
            unknown.map_err(|error| unavailable(payments, caller, &error))?;
            Ok(Progress::Known(UNCLEAR))
        }
        Err(error) => {
            // nobody else may know it
            error!(
                payment_id = payment.id,
                attempt_id = attempt.id,
                gateway = payments.gateway.name(),
                gateway_reference = alarms::reference(&outcome),
                outcome = alarms::word(&outcome),
                "What the gateway said is not recorded: it will be asked again"
            );
            Err(unavailable(payments, caller, &error))
        }
    }
}

/// What must be on the disk before the gateway is called. Where the attempt must not be sent, what is known of it
/// because of that.
async fn claim(
    payments: &Payments,
    payment: &Payment,
    attempt: &NewAttempt,
    started: Instant,
) -> Result<Result<Sendable, Outcome>, PaymentError> {
    let is_late = since(payments, started).saturating_mul(2) > payments.limits.reconcile_after;
    if is_late {
        return Ok(Err(settlement::never_sent("The payment was not sent in time")));
    }
    if attempt.is_sent {
        return Ok(Ok(Sendable(attempt.clone())));
    }
    match payments.store.mark_sent(&attempt.id).await {
        Ok(true) => Ok(Ok(Sendable(attempt.clone()))),
        // whoever cleans up has it: what is recorded stands
        Ok(false) => Ok(Err(settlement::never_sent("The payment was not sent in time"))),
        Err(error) => {
            payments.observer.notice(Notice::StoreFailed);
            error!(
                error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error,
                payment_id = payment.id, attempt_id = attempt.id, "An attempt is not sent, as that could not be recorded"
            );
            Ok(Err(settlement::never_sent("The payment could not be recorded as sent")))
        }
    }
}

/// Whether the provider's events said how the order ended before the answer came.
async fn has_ended(payments: &Payments, payment: &Payment) -> bool {
    // where this fails, the reconciler looks again
    orders::catch_up(payments, payment.gateway_reference.as_deref()).await.is_ok_and(orders::Concluded::is_done)
}

async fn recorded(payments: &Payments, caller: &Caller, id: &str) -> Result<Payment, PaymentError> {
    let recorded = payments.store.payment(id).await.map_err(|error| unavailable(payments, caller, &error))?;
    recorded.ok_or(PaymentError::Internal)
}

/// The answer to what became of the payment.
fn conclude(
    payments: &Payments,
    caller: &Caller,
    payment: Payment,
    attempt: &NewAttempt,
    outcome: Outcome,
) -> Result<Paid, PaymentError> {
    let is_taken_on = matches!(outcome, Outcome::Accepted { .. });
    if payment.status == PaymentStatus::Success || (payment.status == PaymentStatus::Pending && is_taken_on) {
        return Ok(Paid::Now { payment: Box::new(payment), attempt: attempt.number });
    }
    let (code, message) = match outcome {
        Outcome::Refused { code, message, .. } | Outcome::Busy { code, message, .. } => (code, message),
        Outcome::Unknown { code, message, .. } => (code.to_owned(), message.to_owned()),
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
        gateway = payments.gateway.name(),
        "{direction}"
    );
    Err(PaymentError::Gateway { payment: Box::new(payment), code, message })
}

fn repeated(
    payments: &Payments,
    caller: &Caller,
    request: &PaymentRequest,
    payment: Box<Payment>,
) -> Result<Paid, PaymentError> {
    let is_same = request.fingerprint(&payment.id) == payment.fingerprint;
    info!(
        payment_id = if is_same { payment.id.as_str() } else { "" },
        is_same,
        user_id = caller.user_id.as_deref(),
        endpoint = caller.endpoint,
        "Idempotency key seen before"
    );
    if !is_same {
        return Err(PaymentError::KeyReused);
    }
    payments.observer.notice(Notice::Repeated);
    Ok(Paid::Before(payment))
}

fn unavailable(payments: &Payments, caller: &Caller, error: &StoreError) -> PaymentError {
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

fn record_of(payments: &Payments, request: &PaymentRequest) -> Option<NewPayment> {
    let id = payments.ids.id("pay_")?;
    let attempt = attempt_of(payments, request, &id, 1)?;
    Some(NewPayment {
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

fn instruction(request: &PaymentRequest, payment: &Payment, Sendable(attempt): &Sendable) -> Instruction {
    instruction_of(request, &payment.id, &attempt.id)
}

fn instruction_of(request: &PaymentRequest, payment_id: &str, attempt_id: &str) -> Instruction {
    Instruction {
        kind: request.kind,
        reference: attempt_id.to_owned(),
        payment_id: payment_id.to_owned(),
        amount: request.amount,
        currency: request.currency.clone(),
        account: request.account.clone(),
    }
}

const LATE: Outcome = Outcome::Unknown { code: GATEWAY_TIMEOUT, message: "Gateway did not respond in time", raw: None };
const UNCLEAR: Outcome =
    Outcome::Unknown { code: GATEWAY_ERROR, message: "The gateway's answer is unclear", raw: None };

/// An attempt as the gateway is asked about it.
fn open(payment: &Payment, attempt: &NewAttempt, outcome: &Outcome) -> OpenAttempt {
    OpenAttempt {
        attempt_id: attempt.id.clone(),
        payment_id: payment.id.clone(),
        gateway: attempt.gateway.to_owned(),
        gateway_reference: alarms::reference(outcome).map(str::to_owned),
        kind: payment.kind,
        is_sent: true,
        age: 0,
    }
}

/// Calls the gateway.
async fn call(payments: &Payments, instruction: &Instruction) -> Outcome {
    let called = payments.clock.instant();
    let answer = async {
        match instruction.kind {
            PaymentType::Onramp => payments.gateway.on_ramp(instruction).await,
            PaymentType::Offramp => payments.gateway.off_ramp(instruction).await,
        }
    };
    let outcome = within(&*payments.clock, payments.limits.gateway_timeout, answer).await.unwrap_or(LATE);
    let is_unanswered = matches!(outcome, Outcome::Unknown { .. });
    payments.observer.notice(Notice::Called { took: since(payments, called), is_unanswered });
    clean::outcome(outcome)
}

/// What is recorded of an outcome.
fn settlement(payments: &Payments, payment: &Payment, attempt: &NewAttempt, outcome: &Outcome) -> Settlement {
    let mut settlement = settlement_of(&payment.id, &attempt.id, outcome);
    if matches!(outcome, Outcome::Busy { .. }) && attempt.number < ATTEMPTS {
        // nothing was done, and the same may be tried again, under a reference of its own
        settlement.next = payments.ids.id("attempt_").map(|id| NewAttempt {
            raw_request: attempt.raw_request.replace(&attempt.id, &id),
            id,
            gateway: attempt.gateway,
            number: attempt.number.saturating_add(1),
            is_sent: attempt.is_sent,
        });
    }
    settlement
}

/// Records an outcome, if need be again and again: nobody else may know it.
async fn settle(payments: &Payments, settlement: Settlement) -> Result<Settled, StoreError> {
    let mut pause = Duration::from_millis(100);
    let mut tries = 1;
    loop {
        match payments.store.settle(settlement.clone()).await {
            Err(StoreError::Outdated) => return Err(StoreError::Outdated),
            Err(error) if tries < TRIES => {
                error!(
                    error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error,
                    payment_id = settlement.payment_id, attempt_id = settlement.attempt_id, tries,
                    "The outcome of an attempt could not be recorded yet"
                );
                payments.clock.sleep(pause).await;
                pause = pause.saturating_mul(2);
                tries = tries.saturating_add(1);
            }
            // a first try may have been recorded although its answer was lost
            Ok(Settled::TooLate) if tries > 1 => {
                let is_ours = is_recorded(payments, &settlement).await?;
                return Ok(if is_ours { Settled::Recorded } else { Settled::TooLate });
            }
            answer => return answer,
        }
    }
}

fn apply(payment: &mut Payment, outcome: &Outcome) {
    match outcome {
        Outcome::Done { gateway_reference, .. } => {
            payment.status = PaymentStatus::Success;
            payment.gateway_reference = Some(gateway_reference.clone());
        }
        Outcome::Refused { .. } | Outcome::Busy { .. } => payment.status = PaymentStatus::Failed,
        Outcome::Accepted { gateway_reference, .. } => payment.gateway_reference.clone_from(gateway_reference),
        Outcome::Unknown { .. } => {}
    }
}

/// How long ago this was.
fn since(payments: &Payments, instant: Instant) -> Duration {
    payments.clock.instant().saturating_duration_since(instant)
}
