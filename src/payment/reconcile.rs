//! Finds attempts that nobody settled, and asks the gateway what became of them.
//!
//! A service that was killed leaves attempts that are `INITIATED`: the gateway may have been called or
//! not. One that has no mark was never sent, and is void without asking anybody. The others are asked for by
//! reference and never sent again. On several replicas at once this is harmless: an attempt is settled once, whoever
//! does it.
//!
//! A pass takes those attempts first that were looked at least recently, each half as often as before, so that no number
//! of attempts that a gateway does not know yet keeps others from being asked for.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use tracing::{error, info};

use super::alarms::{self, About};
use super::orders::Concluded;
use super::ports::within;
use super::settlement::{self, settlement_of};
use super::{
    GATEWAY_TIMEOUT, Inquiry, Notice, OpenAttempt, OpenQuery, Outcome, PaymentStatus, Payments, Settled, Settlement,
    StoreError, clean, orders,
};
use crate::json::{Json, Object};

/// How many attempts are read in one go.
const PAGE: u32 = 200;
/// How many pages a pass takes at most.
const MAX_PAGES: u32 = 10;
/// How many attempts are asked for at the same time.
const AT_ONCE: usize = 8;

/// What a pass came to.
#[derive(Clone, Copy, Debug, Default)]
struct Pass {
    looked: usize,
    settled: usize,
    held: usize,
    failed: usize,
}

/// Looks at every attempt that is due. Answers how many it settled.
pub(super) async fn once(payments: &Payments) -> usize {
    let mut pass = Pass::default();
    for _ in 0..MAX_PAGES {
        match page(payments, &mut pass).await {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                failed(payments, &error, None, "Open attempts could not be read");
                break;
            }
        }
    }
    match payments.store.counts(payments.gateway.name(), age(payments)).await {
        Ok(counts) => {
            payments.observer.notice(Notice::Waiting(counts));
            if counts.open > 0 || counts.elsewhere > 0 || pass.looked > 0 {
                info!(
                    looked_at = pass.looked,
                    settled = pass.settled,
                    held = pass.held,
                    failed = pass.failed,
                    open = counts.open,
                    open_elsewhere = counts.elsewhere,
                    alarms = counts.alarms,
                    "Open attempts were looked at"
                );
            }
        }
        Err(error) => failed(payments, &error, None, "Open attempts could not be counted"),
    }
    pass.settled
}

fn age(payments: &Payments) -> i64 {
    milliseconds(payments.limits.reconcile_after)
}

fn milliseconds(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

/// Looks at as many attempts as are read in one go. Answers whether there may be more.
async fn page(payments: &Payments, pass: &mut Pass) -> Result<bool, StoreError> {
    let query = OpenQuery {
        gateway: payments.gateway.name(),
        age: age(payments),
        pause: milliseconds(payments.limits.reconcile_pause),
        most: PAGE,
    };
    let open = payments.store.open_attempts(query).await?;
    if open.is_empty() {
        return Ok(false);
    }
    let ids: Vec<String> = open.iter().map(|attempt| attempt.attempt_id.clone()).collect();
    // before they are asked for: what takes long or fails must not be first again
    payments.store.looked(&ids).await?;
    let is_full = u32::try_from(open.len()).is_ok_and(|count| count >= PAGE);
    let looks: Vec<_> = open.iter().map(|attempt| look(payments, attempt)).collect();
    let mut looks = stream::iter(looks).buffer_unordered(AT_ONCE);
    while let Some(look) = looks.next().await {
        pass.looked = pass.looked.saturating_add(1);
        let count = match look {
            Look::Settled => &mut pass.settled,
            Look::Held => &mut pass.held,
            Look::Failed => &mut pass.failed,
            Look::Unknown => continue,
        };
        *count = count.saturating_add(1);
    }
    Ok(is_full)
}

/// What looking at an attempt came to.
enum Look {
    /// It is settled now, by whomever.
    Settled,
    /// Nobody knows yet.
    Unknown,
    /// A person has to look.
    Held,
    /// The store did not do its part.
    Failed,
}

async fn look(payments: &Payments, attempt: &OpenAttempt) -> Look {
    match try_look(payments, attempt).await {
        Ok(look) => look,
        Err(error) => {
            failed(payments, &error, Some(attempt), "An open attempt could not be settled");
            Look::Failed
        }
    }
}

async fn try_look(payments: &Payments, attempt: &OpenAttempt) -> Result<Look, StoreError> {
    if !attempt.is_sent {
        let outcome = settlement::never_sent("The payment was never sent");
        let mut settlement = settlement_of(&attempt.payment_id, &attempt.attempt_id, &outcome);
        settlement.only_unsent = true;
        return record(payments, attempt, settlement, &outcome).await;
    }
    match orders::catch_up(payments, attempt.gateway_reference.as_deref()).await? {
        Concluded::Nothing => {}
        Concluded::Done => return Ok(Look::Settled),
        Concluded::Held => return Ok(Look::Held),
    }
    let since = payments.clock.instant();
    let Some(outcome) = ask(payments, attempt).await else {
        return Ok(Look::Unknown);
    };
    let mut settlement = settlement_of(&attempt.payment_id, &attempt.attempt_id, &outcome);
    settlement.known_since = payments.gateway.forgets_with_database().then_some(since);
    record(payments, attempt, settlement, &outcome).await
}

async fn record(
    payments: &Payments,
    attempt: &OpenAttempt,
    settlement: Settlement,
    outcome: &Outcome,
) -> Result<Look, StoreError> {
    let about = About { payment_id: &attempt.payment_id, attempt_id: &attempt.attempt_id };
    let (status, only_unsent) = (settlement.payment_status(), settlement.only_unsent);
    match payments.store.settle(settlement).await? {
        // its reference is known now, by which its order is found
        Settled::Recorded if status == PaymentStatus::Pending => Ok(Look::Unknown),
        Settled::Recorded => {
            payments.observer.notice(Notice::Reconciled);
            info!(
                payment_id = attempt.payment_id,
                attempt_id = attempt.attempt_id,
                gateway = attempt.gateway,
                age_milliseconds = attempt.age,
                status = status.as_str(),
                "Payment reconciled"
            );
            Ok(Look::Settled)
        }
        // it was sent after all: the next look asks
        Settled::TooLate if only_unsent => Ok(Look::Unknown),
        Settled::TooLate => {
            let (_, agree) = alarms::compare(payments, about, outcome, "reconciler").await?;
            Ok(if agree { Look::Settled } else { Look::Held })
        }
        Settled::ReferenceTaken => {
            settlement::reference_taken(payments, about, outcome).await?;
            Ok(Look::Held)
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

fn failed(payments: &Payments, error: &StoreError, attempt: Option<&OpenAttempt>, message: &'static str) {
    payments.observer.notice(Notice::StoreFailed);
    error!(
        error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error,
        payment_id = attempt.map(|attempt| attempt.payment_id.as_str()),
        attempt_id = attempt.map(|attempt| attempt.attempt_id.as_str()),
        "{message}"
    );
}

/// What the gateway knows for good of an attempt.
pub(super) async fn ask(payments: &Payments, attempt: &OpenAttempt) -> Option<Outcome> {
    let inquiry = async {
        let sealed = sealed(payments, attempt).await;
        payments.gateway.carry_on(attempt, sealed.as_deref(), &*payments.store).await
    };
    let asked = within(&*payments.clock, payments.limits.gateway_timeout, inquiry).await;
    match asked.unwrap_or(Inquiry::Pending) {
        Inquiry::Known(Outcome::Unknown { .. }) | Inquiry::Pending => None,
        // that it was taken on is news where its reference was not known, by which its order is found
        Inquiry::Known(Outcome::Accepted { gateway_reference, .. })
            if gateway_reference.is_none() || gateway_reference == attempt.gateway_reference =>
        {
            None
        }
        Inquiry::Known(outcome) => Some(clean::outcome(noted(outcome))),
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

/// The same, with the note that the gateway was asked for it: what the flow was told by itself looks different.
fn noted(outcome: Outcome) -> Outcome {
    let note = |raw: Json| {
        let mut raw = match raw {
            Json::Object(raw) => raw,
            other => {
                let mut raw = Object::new();
                raw.put("answer", other);
                raw
            }
        };
        raw.put_text("reconciled", "asked");
        Json::Object(raw)
    };
    match outcome {
        Outcome::Succeeded { transaction_id, gateway_reference, raw } => {
            Outcome::Succeeded { transaction_id, gateway_reference, raw: note(raw) }
        }
        Outcome::Refused { code, message, raw } => Outcome::Refused { code, message, raw: note(raw) },
        Outcome::Busy { code, message, raw } => Outcome::Busy { code, message, raw: note(raw) },
        Outcome::Accepted { gateway_reference, raw } => Outcome::Accepted { gateway_reference, raw: note(raw) },
        unknown @ Outcome::Unknown { .. } => unknown,
    }
}
