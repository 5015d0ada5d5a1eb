//! Records what came of calling the gateway, if need be again and again: nobody else may know it.

use std::time::Duration;

use tracing::error;

use super::settlement::{is_recorded, settlement_of};
use super::{NewAttempt, Outcome, Payment, Payments, Settled, Settlement, StoreError};

/// How often a gateway is called for one payment where it answers that it is too busy.
const ATTEMPTS: i32 = 3;
/// How often recording an outcome is tried, with longer and longer pauses between.
pub(super) const TRIES: u32 = 5;

/// What is recorded of an outcome.
pub(super) fn settlement(
    payments: &Payments,
    payment: &Payment,
    attempt: &NewAttempt,
    outcome: &Outcome,
) -> Settlement {
    let mut settlement = settlement_of(&payment.id, &attempt.id, outcome);
    // the answer says so
    settlement.is_late = false;
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
pub(super) async fn settle(payments: &Payments, settlement: Settlement) -> Result<Settled, StoreError> {
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
