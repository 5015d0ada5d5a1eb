//! Sentra: rate, quote, transfer, complete.
//!
//! The document gives no base URL and does not say how webhooks are signed: both must be said by the
//! caller.

mod operations;
#[cfg(not(target_arch = "wasm32"))]
mod procedures;
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod requests;
#[cfg(feature = "sandbox")]
mod sandbox;

use super::answer::{Refusal, is_success, text_at};
use super::compute::to_read;
use super::idempotency;
use super::signature::{HEX_HMAC, STANDARD_WEBHOOKS, Signature};
use super::webhook::{Delivery, Event, invalid};
use super::{Api, Call, Credential, Descriptor, Draft, Members, Operation, Provider, Request};
use crate::code::Code;
use crate::error::{Error, ErrorCode};
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::order::{State, Status};
use crate::redact::Shown;
use crate::text;
use crate::timestamp::Timestamp;

pub(super) struct Sentra;

static DESCRIPTOR: Descriptor = Descriptor {
    title: to_read("Sentra"),
    destination: to_read("createQuote"),
    operations: operations::OPERATIONS,
    #[cfg(not(target_arch = "wasm32"))]
    procedures: procedures::PROCEDURES,
    credentials: &[Credential::needed("baseUrl", "SENTRA_BASE_URL"), Credential::needed("apiKey", "SENTRA_API_KEY")],
    states: &[
        State { name: "AWAITING_FUNDS", status: Status::AwaitingFunds, next: "PENDING PROCESSING EXPIRED FAILED" },
        State { name: "PENDING", status: Status::FundsReceived, next: "PROCESSING FAILED REFUNDED" },
        State { name: "PROCESSING", status: Status::Processing, next: "SENT FAILED REFUNDED" },
        State { name: "SENT", status: Status::Sent, next: "COMPLETED FAILED REFUNDED" },
        // a payout may come back, funds that come too late or cannot be paid out go back
        State { name: "COMPLETED", status: Status::Completed, next: "REFUNDED" },
        State { name: "FAILED", status: Status::Failed, next: "REFUNDED" },
        State { name: "EXPIRED", status: Status::Expired, next: "REFUNDED" },
        State { name: "REFUNDED", status: Status::Refunded, next: "" },
    ],
    webhooks: &[STANDARD_WEBHOOKS, HEX_HMAC],
    events: &["payment.updated"],
    event_example: to_read(r#"{"event":"payment.updated","data":{"id":"pay_1","status":"PROCESSING"}}"#),
    computations: operations::COMPUTATIONS,
    go_live: if cfg!(target_arch = "wasm32") {
        &[]
    } else {
        &["A webhook scheme agreed with the provider: the document does not name one"]
    },
    members: Members {
        decimals: "amount sourceAmount destinationAmount depositAmount exchangeRate fee totalFee",
        shown: Shown {
            ids: "id quoteId userId walletId idempotencyKey createdAt expiresAt sentAt updatedAt",
            words: "type events currency rail countryCode sourceCurrency sourceRail destinationCurrency \
                    destinationRail destinationCountryCode depositChain paymentReason",
            messages: "reason",
            secrets: "files documentReference",
        },
    },
    #[cfg(feature = "sandbox")]
    simulation: Some(&sandbox::SIMULATION),
    ..Descriptor::NONE
};

impl Api for Sentra {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn write(&self, operation: &Operation, mut draft: Draft, call: &Call<'_>) -> Result<Request, Error> {
        if operation.name() == "createTransfer" {
            match draft.members().get("idempotencyKey").and_then(Json::as_str) {
                None => add_key(operation, &mut draft, call)?,
                Some(own) if call.idempotency_key(255)?.is_some_and(|key| key != own) => {
                    return Err(Error::new(
                        ErrorCode::IdempotencyKeyInvalid,
                        "the input has another key than the context: which of them is sent is not said",
                    )
                    .in_field("idempotencyKey"));
                }
                Some(_) => {}
            }
            let members = draft.members();
            let key = members.get("idempotencyKey").and_then(Json::as_str).unwrap_or_default();
            if is_made_of_the_time(key, call.context.now) {
                draft.findings.push(Finding::new(Code::IdempotencyKeyOfTime).at("/idempotencyKey"));
            }
        }
        let key = call.header("apiKey")?;
        if !key.starts_with("sk_") {
            draft.findings.push(Finding::new(Code::KeyUnusual));
        } else if !key.starts_with("sk_live_") {
            draft.findings.push(Finding::new(Code::KeyForTests));
        }
        Ok(draft.send(&call.base_url()?, vec![("X-API-KEY", key)]))
    }

    fn refusal(&self, raw: &Json, status: u16) -> Option<Refusal> {
        if is_success(status) {
            return None;
        }
        let word = ["code", "error.code", "error"].iter().find_map(|place| text_at(raw, place));
        let message = ["message", "error.message"].iter().find_map(|place| text_at(raw, place));
        Some(Refusal::new(word, message, status))
    }

    fn event(&self, delivery: &Delivery<'_>, signature: &Signature) -> Result<Event, Error> {
        event(delivery, signature)
    }
}

/// Whether a key has the time in it, to a few minutes, in seconds or milliseconds: made anew for each attempt, as the
/// document's own, it makes a new transfer of each.
fn is_made_of_the_time(key: &str, now: Timestamp) -> bool {
    let mut rest = key.split(|letter: char| !letter.is_ascii_digit());
    rest.any(|digits| {
        let seconds = match digits.len() {
            10 => digits,
            13 => digits.get(..10).unwrap_or_default(),
            _ => return false,
        };
        let time = text::whole(seconds).and_then(|seconds| i64::try_from(seconds).ok()).unwrap_or_default();
        now.unix_seconds().abs_diff(time) < 86_400
    })
}

/// Puts the key in that the same transfer always has; the document's own, made from the time, would
/// make every repetition a new transfer.
fn add_key(operation: &Operation, draft: &mut Draft, call: &Call<'_>) -> Result<(), Error> {
    let members = draft.members();
    let mut key = call.idempotency_key(255)?.map(str::to_owned);
    if key.is_none() {
        let mut input = members.clone();
        for (name, step) in draft.steps.iter() {
            input.insert(name, step.clone());
        }
        key = Some(idempotency::of_members(Provider::Sentra, operation, input)?.key);
    }
    let mut with_key = Object::new();
    with_key.put_text("idempotencyKey", key.as_deref().unwrap_or_default());
    for (name, value) in members.iter() {
        with_key.insert(name, value.clone());
    }
    draft.put_members(with_key);
    Ok(())
}

/// The document names the event and not its envelope: a name and a payment, under the usual names. Of the headers
/// only what the scheme signs is looked at.
fn event(delivery: &Delivery<'_>, signature: &Signature) -> Result<Event, Error> {
    let raw = Json::from_slice(delivery.body).map_err(|_| invalid("the event is not JSON"))?;
    let name = ["event", "type"].iter().find_map(|place| text_at(&raw, place)).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| invalid("the event has no name"))?.to_owned();
    // a flat event is its own payment
    let inner = ["data", "payload", "payment"].iter().find_map(|place| raw.get(place).filter(|data| !data.is_null()));
    let is_flat = inner.is_none() && text_at(&raw, "status").is_some();
    let data = inner.or_else(|| is_flat.then_some(&raw)).cloned().unwrap_or(Json::Null);
    let own = |name: &str| data.get(name).and_then(Json::as_str).map(str::to_owned);
    let (order, raw_status) = (own("id"), own("status"));
    let signed = delivery.headers.get(signature.nonce).filter(|_| !signature.nonce.is_empty());
    // in a flat event the id is that of the payment, which has many events
    let sent = signed.or_else(|| raw.get("id").and_then(Json::as_str).filter(|_| !is_flat));
    let id = match (sent, &order, &raw_status) {
        (Some(id), ..) => Some(id.to_owned()),
        // a payment has each status once
        (None, Some(order), Some(status)) => Some(text::join(&[order.as_str(), ":", status], "")),
        _ => None,
    };
    Ok(Event {
        is_known: DESCRIPTOR.events.contains(&name.as_str()),
        name,
        id,
        is_id_sent: sent.is_some(),
        data,
        order,
        raw_status,
        status: None,
        verification: None,
    })
}
