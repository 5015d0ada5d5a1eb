//! Finds attempts that nobody settled, and asks the gateway what became of them.
//!
//! A service that was killed leaves attempts that are `INITIATED`: the gateway may have been called or
//! not. It is asked by reference and never called again. On several replicas at once this is harmless:
//! an attempt is settled once, whoever does it.

use tracing::{error, info, warn};

use super::ports::within;
use super::settlement::settlement_of;
use super::{GATEWAY_TIMEOUT, Inquiry, Notice, OpenAttempt, Outcome, Payments, orders};
use crate::json::{Json, Object};

/// How many attempts are asked for in one go.
const MOST: u32 = 200;

/// Asks for every attempt that is old enough. Answers how many it settled.
pub(super) async fn once(payments: &Payments) -> usize {
    let age = i64::try_from(payments.limits.reconcile_after.as_millis()).unwrap_or(i64::MAX);
    let mut settled: usize = 0;
    match payments.store.open_attempts(age, MOST).await {
        Ok(open) => {
            payments.observer.notice(Notice::Open(open.len()));
            for attempt in open {
                if reconcile(payments, &attempt).await {
                    settled = settled.saturating_add(1);
                }
            }
        }
        Err(error) => {
            payments.observer.notice(Notice::StoreFailed);
            error!(
                error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error,
                "Open attempts could not be read"
            );
        }
    }
    settled
}

async fn reconcile(payments: &Payments, attempt: &OpenAttempt) -> bool {
    if attempt.gateway != payments.gateway.name() {
        warn!(
            payment_id = attempt.payment_id,
            attempt_id = attempt.attempt_id,
            gateway = attempt.gateway,
            age_milliseconds = attempt.age,
            "An attempt is open at a gateway that is not in use"
        );
        return false;
    }
    match orders::catch_up(payments, attempt.gateway_reference.as_deref()).await {
        Ok(0) => {}
        Ok(_) => return true,
        Err(error) => {
            payments.observer.notice(Notice::StoreFailed);
            error!(
                error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error,
                payment_id = attempt.payment_id, attempt_id = attempt.attempt_id, "An order could not be read"
            );
            return false;
        }
    }
    let since = payments.clock.instant();
    let Some(outcome) = ask(payments, attempt).await else {
        warn!(
            payment_id = attempt.payment_id,
            attempt_id = attempt.attempt_id,
            gateway = attempt.gateway,
            age_milliseconds = attempt.age,
            "The gateway does not know yet what became of an attempt"
        );
        return false;
    };
    let mut settlement = settlement_of(&attempt.payment_id, &attempt.attempt_id, &outcome);
    settlement.known_since = payments.gateway.forgets_with_database().then_some(since);
    let status = settlement.payment_status().as_str();
    match payments.store.settle(settlement).await {
        Ok(is_settled) => {
            if is_settled {
                payments.observer.notice(Notice::Reconciled);
                info!(
                    payment_id = attempt.payment_id,
                    attempt_id = attempt.attempt_id,
                    gateway = attempt.gateway,
                    age_milliseconds = attempt.age,
                    status,
                    "Payment reconciled"
                );
            }
            is_settled
        }
        Err(error) => {
            payments.observer.notice(Notice::StoreFailed);
            error!(
                error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error,
                payment_id = attempt.payment_id, attempt_id = attempt.attempt_id,
                "A reconciled attempt could not be recorded"
            );
            false
        }
    }
}

/// What the gateway sealed when the attempt was recorded, to be told it again.
async fn sealed(payments: &Payments, attempt: &OpenAttempt) -> Option<String> {
    if !payments.gateway.seals() {
        return None;
    }
    let attempts = payments.store.attempts(&attempt.payment_id).await.ok()?;
    let kept = attempts.into_iter().find(|kept| kept.id == attempt.attempt_id)?.raw_request?;
    kept.parse::<Json>().ok()?.get("sealed").and_then(Json::as_str).map(str::to_owned)
}

/// What the gateway knows for good of an attempt.
pub(super) async fn ask(payments: &Payments, attempt: &OpenAttempt) -> Option<Outcome> {
    let inquiry = async {
        match sealed(payments, attempt).await {
            Some(sealed) => payments.gateway.inquire_with(attempt, &sealed).await,
            None => payments.gateway.inquire(attempt).await,
        }
    };
    let asked = within(&*payments.clock, payments.limits.gateway_timeout, inquiry).await;
    match asked.unwrap_or(Inquiry::NotYet) {
        Inquiry::Known(Outcome::Accepted { .. } | Outcome::Unknown { .. }) | Inquiry::NotYet => None,
        Inquiry::Known(outcome) => Some(outcome),
        Inquiry::NeverReceived => {
            let mut raw = Object::new();
            raw.put_text("reconciled", "never received");
            Some(Outcome::Refused {
                code: GATEWAY_TIMEOUT.to_owned(),
                message: "The gateway never received the payment".to_owned(),
                raw: Json::Object(raw),
            })
        }
    }
}
