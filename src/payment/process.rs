//! The seven steps of SwiftPay's document, in an order that a crash at any point leaves in order.
//!
//! The payment and its attempt are on the disk before the gateway is called. From then on the attempt is
//! `INITIATED` until the gateway's outcome is recorded, by whoever learns of it: this flow, or the
//! reconciler that asks the gateway for the attempt's reference. Nobody calls a gateway for an attempt
//! that somebody else may have begun with, or that this process did not see recorded. Where somebody else recorded
//! an outcome, what this flow knows is held against it.

use std::time::{Duration, Instant};

use tracing::{error, info};

use super::alarms::{self, About};
use super::record::{TRIES, settle, settlement};
use super::reply::{conclude, repeated, unavailable};
use super::send::{LATE, call, claim, since};
use super::settlement::{self, code_of};
use super::start::record_of;
use super::{
    Begun, Caller, GATEWAY_ERROR, NewAttempt, Notice, OpenAttempt, Outcome, Paid, Payment, PaymentError,
    PaymentRequest, PaymentStatus, Payments, Settled, StoreError, orders, reconcile,
};

/// How long is waited before the next one.
const PAUSE: Duration = Duration::from_millis(200);

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
        wallet_id = payment.wallet_id,
        idempotency_key = payment.idempotency_key.as_deref(),
        amount = payment.amount,
        currency = payment.currency,
        payment_method = request.method(),
        payment_type = payment.kind.as_str(),
        service_id = payment.service_id.as_deref(),
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
        wallet_id = payment.wallet_id,
        idempotency_key = payment.idempotency_key.as_deref(),
        amount = payment.amount,
        currency = payment.currency,
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
            None => match claim(payments, payment, attempt, started).await {
                Ok(sendable) => {
                    known_since = payments.clock.instant();
                    call(payments, request, payment, &sendable).await
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

/// Whether the provider's events said how the order ended before the answer came.
async fn has_ended(payments: &Payments, payment: &Payment) -> bool {
    // where this fails, the reconciler looks again
    orders::catch_up(payments, payment.gateway_reference.as_deref()).await.is_ok_and(orders::Concluded::is_done)
}

async fn recorded(payments: &Payments, caller: &Caller, id: &str) -> Result<Payment, PaymentError> {
    let recorded = payments.store.payment(id).await.map_err(|error| unavailable(payments, caller, &error))?;
    recorded.ok_or(PaymentError::Internal)
}

fn apply(payment: &mut Payment, outcome: &Outcome) {
    match outcome {
        Outcome::Succeeded { gateway_reference, .. } => {
            payment.status = PaymentStatus::Success;
            payment.gateway_reference = Some(gateway_reference.clone());
        }
        Outcome::Refused { .. } | Outcome::Busy { .. } => payment.status = PaymentStatus::Failed,
        Outcome::Accepted { gateway_reference, .. } => payment.gateway_reference.clone_from(gateway_reference),
        Outcome::Unknown { .. } => {}
    }
}

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

const UNCLEAR: Outcome =
    Outcome::Unknown { code: GATEWAY_ERROR, message: "The gateway's answer is unclear", raw: None };
