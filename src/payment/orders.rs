//! Payments that a provider carries out: they end when the provider's events say that their order has.
//!
//! The order is moved on with the event, in the store. The payment follows by [`conclude`], which may be
//! done again: when an event is delivered twice, when the provider's answer comes after its first event, and
//! by the reconciler where the service was stopped in between. An event concludes only its own payment: one that names
//! another amount leaves it pending, and raises an alarm.

use sha2::{Digest, Sha256};
use tracing::{info, warn};

use super::alarms::{self, About};
use super::amounts::{self, Fit};
use super::settlement::settlement_of;
use super::{
    AlarmKind, AttemptStatus, MoneyText, NewEvent, OrderNews, Outcome, Payments, ReferencedAttempt, Settled,
    StoreError, clean, hex,
};
use crate::json::{Json, Object};
use crate::order::{Next, Status, Step};
use crate::provider::{Event, Provider};
use crate::redact;

/// What came of concluding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Concluded {
    /// Nothing: the order goes on, or is nobody's here.
    Nothing,
    /// The payment has ended with it.
    Done,
    /// The order has ended, and the payment waits for a person.
    Held,
}

impl Concluded {
    pub(super) const fn is_done(self) -> bool {
        matches!(self, Concluded::Done)
    }
}

/// An event as it is kept: without what a database refuses.
pub(super) fn event(payments: &Payments, provider: Provider, event: &Event, body: &[u8], data: &Json) -> NewEvent {
    NewEvent {
        provider,
        event_id: event_id(event, body),
        name: clean::text(&redact::word(event.name())),
        data: clean::json(data).to_string(),
        order: news(payments, provider, event),
    }
}

/// Begins the ids that were made from what an event says.
const DERIVED: &str = "derived:";

/// What an event is kept under whose id was made from what it says.
#[cfg(feature = "client")]
pub(crate) fn derived_event(id: &str) -> String {
    clean::id(&[DERIVED, id].concat())
}

/// What tells a repeated delivery from a new one. Ids that the provider sent, those that were made from what the
/// event says, and those of bodies never meet.
fn event_id(event: &Event, body: &[u8]) -> String {
    const BODY: &str = "body:";
    const SENT: &str = "sent:";
    match event.id() {
        Some(id) if event.has_own_id() => {
            let looks_made = [DERIVED, BODY, SENT].iter().any(|made| id.starts_with(made));
            if looks_made { clean::id(&[SENT, id].concat()) } else { clean::id(id) }
        }
        Some(id) => clean::id(&[DERIVED, id].concat()),
        None => [BODY, &hex(&Sha256::digest(body))].concat(),
    }
}

/// What an event says of an order. The order's id is the reference that the payment keeps, where the event
/// has it.
fn news(payments: &Payments, provider: Provider, event: &Event) -> Option<OrderNews> {
    let (reference, amounts) = match payments.gateway.orders_at() {
        Some((of, member)) if of == provider => {
            let amounts = amounts::read(event.data(), &payments.gateway.event_amounts().members);
            let reference = event.data().get(member).and_then(|id| id.as_str().or(id.as_number()));
            (reference.filter(|id| !id.is_empty()), amounts)
        }
        _ => (None, Vec::new()),
    };
    let order_id = reference.or(event.order())?;
    Some(OrderNews {
        order_id: clean::id(order_id),
        raw_status: clean::text(&redact::word(event.raw_status()?)),
        amounts,
    })
}

/// Ends the payment of an order that has ended.
pub(super) async fn conclude(
    payments: &Payments,
    provider: Provider,
    order_id: &str,
    next: &Next,
    said: &[MoneyText],
) -> Result<Concluded, StoreError> {
    let is_odd = matches!(next.step, Step::Refused | Step::Unknown);
    if is_odd {
        warn!(
            provider = provider.as_str(),
            order_id,
            step = next.step.as_str(),
            status = next.raw,
            "An event does not fit its order: somebody should look"
        );
    }
    let is_ours = payments.gateway.orders_at().is_some_and(|(of, _)| of == provider);
    let outcome = is_ours.then(|| outcome(order_id, next)).flatten();
    if outcome.is_none() && !(is_ours && is_odd) {
        return Ok(Concluded::Nothing);
    }
    let Some(attempt) = payments.store.attempt_of(payments.gateway.name(), order_id).await? else {
        return Ok(Concluded::Nothing);
    };
    let about = About { payment_id: &attempt.payment.id, attempt_id: &attempt.attempt_id };
    if matches!(next.step, Step::Refused) {
        let mut details = Object::new();
        details.put_text("order", &next.raw);
        alarms::raise(payments, AlarmKind::StatusRefused, about, Some(order_id), details).await;
    }
    match outcome {
        Some(outcome) => end(payments, &attempt, order_id, &outcome, next, said).await,
        None => Ok(Concluded::Nothing),
    }
}

/// Ends a payment as its order has ended.
async fn end(
    payments: &Payments,
    attempt: &ReferencedAttempt,
    order_id: &str,
    outcome: &Outcome,
    next: &Next,
    said: &[MoneyText],
) -> Result<Concluded, StoreError> {
    let payment = &attempt.payment;
    let about = About { payment_id: &payment.id, attempt_id: &attempt.attempt_id };
    let expected = amounts::expected(payment, attempt.raw_response.as_deref());
    if amounts::hold(&expected, said, payments.gateway.event_amounts().is_required) == Fit::Differs {
        let mut details = Object::new();
        details.put_text("order", &next.raw);
        details.put_text("expected", &MoneyText::to_text(&expected).unwrap_or_default());
        details.put_text("event", &MoneyText::to_text(said).unwrap_or_default());
        alarms::raise(payments, AlarmKind::AmountDiffers, about, Some(order_id), details).await;
        return Ok(Concluded::Held);
    }
    if attempt.status != AttemptStatus::Initiated {
        return contradicted(payments, about, outcome).await;
    }
    let settlement = settlement_of(&payment.id, &attempt.attempt_id, outcome);
    let status = settlement.payment_status();
    match payments.store.settle(settlement).await? {
        Settled::Recorded => {
            info!(
                payment_id = payment.id,
                attempt_id = attempt.attempt_id,
                gateway = payments.gateway.name(),
                status = status.as_str(),
                order_status = next.raw,
                "Payment concluded by its order"
            );
            Ok(Concluded::Done)
        }
        // somebody else was faster, with the same or with another end
        Settled::TooLate | Settled::ReferenceTaken => contradicted(payments, about, outcome).await,
    }
}

async fn contradicted(payments: &Payments, about: About<'_>, outcome: &Outcome) -> Result<Concluded, StoreError> {
    let (_, agree) = alarms::compare(payments, about, outcome, "order").await?;
    Ok(if agree { Concluded::Nothing } else { Concluded::Held })
}

/// The same for an order that may have ended before its reference was known.
pub(super) async fn catch_up(payments: &Payments, reference: Option<&str>) -> Result<Concluded, StoreError> {
    let (Some((provider, _)), Some(reference)) = (payments.gateway.orders_at(), reference) else {
        return Ok(Concluded::Nothing);
    };
    match payments.store.order(provider, reference).await? {
        Some(order) => {
            let next = provider.next_status(Some(&order.raw_status), &order.raw_status);
            conclude(payments, provider, reference, &next, &order.amounts).await
        }
        None => Ok(Concluded::Nothing),
    }
}

/// Keeps an event, moves its order on, and ends the payment with it.
pub(super) async fn receive(payments: &Payments, new: NewEvent) -> Result<(bool, Option<Next>), StoreError> {
    let (provider, order_id) = (new.provider, new.order.as_ref().map(|news| news.order_id.clone()));
    let kept = payments.store.keep_event(new).await?;
    if let (Some(order_id), Some(next)) = (&order_id, &kept.next) {
        conclude(payments, provider, order_id, next, &kept.amounts).await?;
    }
    Ok((kept.is_new, kept.next))
}

/// What the end of an order means for its payment; nothing while it goes on. Money that has left a provider
/// which reports nothing after that counts as paid.
pub(super) fn outcome(order_id: &str, next: &Next) -> Option<Outcome> {
    let mut raw = Object::new();
    raw.put_text("order", order_id);
    raw.put_text("status", &next.raw);
    let raw = Json::Object(raw);
    match next.status {
        Status::Completed => {}
        Status::Sent if next.is_terminal => {}
        Status::Failed | Status::Cancelled | Status::Expired | Status::Refunded => {
            let code = ["ORDER_", &next.status.as_str().to_ascii_uppercase()].concat();
            return Some(Outcome::Refused { code, message: "The provider did not pay the order".to_owned(), raw });
        }
        _ => return None,
    }
    Some(Outcome::Succeeded { transaction_id: None, gateway_reference: order_id.to_owned(), raw })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payment_ends_with_its_order() {
        let of = |provider: Provider, raw: &str| match outcome("o", &provider.next_status(None, raw)) {
            Some(Outcome::Succeeded { .. }) => "SUCCESS".to_owned(),
            Some(Outcome::Refused { code, .. }) => code,
            _ => "PENDING".to_owned(),
        };
        for (provider, raw, expected) in [
            (Provider::Sentra, "AWAITING_FUNDS", "PENDING"),
            (Provider::Sentra, "SENT", "PENDING"),
            (Provider::Sentra, "COMPLETED", "SUCCESS"),
            (Provider::Sentra, "EXPIRED", "ORDER_EXPIRED"),
            (Provider::Sentra, "NEW_WORD", "PENDING"),
            (Provider::Unigox, "dispute_started", "PENDING"),
            (Provider::Unigox, "completed", "SUCCESS"),
            (Provider::Unigox, "cancelled", "ORDER_CANCELLED"),
            (Provider::Coinut, "TRADE_CREATED", "PENDING"),
            (Provider::Coinut, "TRADE_SETTLED", "SUCCESS"),
        ] {
            assert_eq!(of(provider, raw), expected, "{provider} {raw}");
        }
    }
}
