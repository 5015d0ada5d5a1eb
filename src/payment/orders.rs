//! Payments that a provider carries out: they end when the provider's events say that their order has.
//!
//! The order is moved on with the event, in the store. The payment follows by [`conclude`], which may be
//! done again: when an event is delivered twice, when the provider's answer comes after its first event, and
//! by the reconciler where the service was stopped in between.

use tracing::{info, warn};

use super::settlement::settlement_of;
use super::{Notice, OrderNews, Outcome, Payments, StoreError};
use crate::json::{Json, Object};
use crate::order::{Next, Status, Step};
use crate::provider::{Event, Provider};

/// What an event says of an order. The order's id is the reference that the payment keeps, where the event
/// has it.
pub(super) fn news(payments: &Payments, provider: Provider, event: &Event) -> Option<OrderNews> {
    let reference = match payments.gateway.orders_at() {
        Some((of, member)) if of == provider => event.data().get(member).and_then(Json::as_str),
        _ => None,
    };
    let order_id = reference.or(event.order())?;
    Some(OrderNews { order_id: order_id.to_owned(), raw_status: event.raw_status()?.to_owned() })
}

/// Ends the payments of an order that has ended. Answers how many.
pub(super) async fn conclude(
    payments: &Payments,
    provider: Provider,
    order_id: &str,
    next: &Next,
) -> Result<usize, StoreError> {
    if matches!(next.step, Step::Refused | Step::Unknown) {
        warn!(
            provider = provider.as_str(),
            order_id,
            step = next.step.as_str(),
            status = next.raw,
            "An event does not fit its order: somebody should look"
        );
    }
    let is_ours = payments.gateway.orders_at().is_some_and(|(of, _)| of == provider);
    let Some(outcome) = is_ours.then(|| outcome(order_id, next)).flatten() else {
        return Ok(0);
    };
    let mut count: usize = 0;
    for attempt in payments.store.open_attempts_of(payments.gateway.name(), order_id).await? {
        let settlement = settlement_of(&attempt.payment_id, &attempt.attempt_id, &outcome);
        let status = settlement.payment_status();
        if payments.store.settle(settlement).await? {
            count = count.saturating_add(1);
            payments.observer.notice(Notice::Stands { kind: attempt.kind, status });
            info!(
                payment_id = attempt.payment_id,
                attempt_id = attempt.attempt_id,
                gateway = attempt.gateway,
                status = status.as_str(),
                order_status = next.raw,
                "Payment concluded by its order"
            );
        }
    }
    Ok(count)
}

/// The same for an order that may have ended before its reference was known.
pub(super) async fn catch_up(payments: &Payments, reference: Option<&str>) -> Result<usize, StoreError> {
    let (Some((provider, _)), Some(reference)) = (payments.gateway.orders_at(), reference) else {
        return Ok(0);
    };
    match payments.store.order(provider, reference).await? {
        Some(raw) => conclude(payments, provider, reference, &provider.next_status(Some(&raw), &raw)).await,
        None => Ok(0),
    }
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
    Some(Outcome::Done { transaction_id: None, gateway_reference: order_id.to_owned(), raw })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payment_ends_with_its_order() {
        let of = |provider: Provider, raw: &str| match outcome("o", &provider.next_status(None, raw)) {
            Some(Outcome::Done { .. }) => "SUCCESS".to_owned(),
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
