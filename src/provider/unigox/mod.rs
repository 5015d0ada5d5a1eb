//! Unigox: tokens to local rails through escrow (its playbook and the API description behind it).

mod authorization;
mod details;
mod fees;
mod kyc;
mod operations;
#[cfg(not(target_arch = "wasm32"))]
mod procedures;
mod rails;
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod requests;
#[cfg(feature = "sandbox")]
mod sandbox;
#[cfg(feature = "sandbox")]
mod simulated;

use super::answer::{Refusal, is_success, text_at};
use super::compute::{Computation, to_read};
use super::input::{InputRule, needed};
use super::signature::{Encoding, Part, Signature};
use super::webhook::{Delivery, Event, invalid};
use super::{Api, Call, Credential, Descriptor, Draft, Meaning, Members, Operation, Request};
use crate::error::Error;
use crate::json::{Json, Object};
use crate::order::{State, Status};
use crate::redact::Shown;

pub(super) struct Unigox;

const SIGNATURE: Signature = Signature {
    scheme: "",
    header: "X-Unigox-Signature",
    prefix: "sha256=",
    is_prefix_optional: false,
    encoding: Encoding::Hex,
    timestamp: "X-Unigox-Timestamp",
    nonce: "",
    parts: &[Part::Header("X-Unigox-Timestamp"), Part::Body],
    separator: ".",
};

static DESCRIPTOR: Descriptor = Descriptor {
    title: to_read("Unigox"),
    destination: to_read("createPaymentDetails"),
    operations: operations::OPERATIONS,
    #[cfg(not(target_arch = "wasm32"))]
    procedures: procedures::PROCEDURES,
    credentials: &[
        Credential::needed("apiKey", "UNIGOX_API_KEY"),
        Credential::or("baseUrl", "UNIGOX_BASE_URL", "https://api.unigox.com"),
    ],
    states: &[
        State {
            name: "created",
            status: Status::Created,
            next: "awaiting_liquidity_provider awaiting_crypto_transfer_authorization \
                   price_changed_requote_needed cancelled failed",
        },
        State {
            name: "awaiting_liquidity_provider",
            status: Status::Created,
            next: "awaiting_crypto_transfer_authorization price_changed_requote_needed cancelled failed",
        },
        State {
            name: "awaiting_crypto_transfer_authorization",
            status: Status::AwaitingFunds,
            next: "crypto_transfer_authorization_pending crypto_received cancelled failed",
        },
        State {
            name: "crypto_transfer_authorization_pending",
            status: Status::AwaitingFunds,
            next: "crypto_received cancelled failed",
        },
        State {
            name: "crypto_received",
            status: Status::FundsReceived,
            // confirming at once is the fast track
            next: "fiat_payment_started fiat_received_confirmed dispute_started cancelled failed",
        },
        State {
            name: "fiat_payment_started",
            status: Status::Processing,
            next: "fiat_payment_review_started dispute_started cancelled failed",
        },
        State {
            name: "fiat_payment_review_started",
            status: Status::Processing,
            // a proof that was turned down is handed in again
            next: "fiat_payment_started awaiting_fiat_received_confirmation dispute_started cancelled failed",
        },
        State {
            name: "awaiting_fiat_received_confirmation",
            status: Status::AwaitingConfirmation,
            next: "fiat_received_confirmed completed dispute_started cancelled failed",
        },
        State {
            name: "fiat_received_confirmed",
            status: Status::Sent,
            next: "crypto_release_pending completed failed",
        },
        State { name: "crypto_release_pending", status: Status::Sent, next: "completed failed" },
        // a dispute is settled one way or the other
        State { name: "dispute_started", status: Status::Disputed, next: "completed cancelled failed" },
        State { name: "completed", status: Status::Completed, next: "" },
        State { name: "cancelled", status: Status::Cancelled, next: "" },
        State { name: "failed", status: Status::Failed, next: "" },
        State { name: "price_changed_requote_needed", status: Status::Expired, next: "" },
    ],
    codes: &[
        ("QUOTE_EXPIRED", Meaning::Refused),
        ("QUOTE_NOT_FOUND", Meaning::Refused),
        ("QUOTE_ALREADY_USED", Meaning::Spent),
        ("PRICE_CHANGED_REQUOTE", Meaning::Refused),
        ("ORDER_NOT_FOUND", Meaning::Refused),
        // offers come and go
        ("NO_OFFERS_AVAILABLE", Meaning::Busy),
        ("INVALID_REQUEST", Meaning::Refused),
        ("INVALID_PAYMENT_DETAILS", Meaning::Refused),
        ("RAIL_ROUTE_MISMATCH", Meaning::Refused),
        ("UNAUTHORIZED", Meaning::Refused),
        ("INTERNAL_ERROR", Meaning::Unknown),
        ("INVALID_STATUS", Meaning::Spent),
        ("TRANSACTOR_ERROR", Meaning::Unknown),
        ("INSUFFICIENT_BALANCE", Meaning::Refused),
        ("OPERATION_NOT_ALLOWED", Meaning::Spent),
        ("KYC_NOT_CLEARED", Meaning::Refused),
        ("RECIPIENT_UNVERIFIABLE", Meaning::Refused),
    ],
    webhooks: &[SIGNATURE],
    events: &["order.status.changed", "user.kyc.updated"],
    event_example: to_read(
        r#"{"event_id":"evt_1","event_type":"order.status.changed","created_at":"2026-02-01T12:00:05Z","data":{"order_id":"order_1","status":"crypto_received"}}"#,
    ),
    event_amounts: if cfg!(target_arch = "wasm32") {
        &[]
    } else {
        &[("fiat_amount", "fiat_currency"), ("crypto_amount", "crypto_currency")]
    },
    redelivery: &[60, 300, 900, 3600, 21_600, 43_200, 86_400, 86_400, 86_400],
    computations: &[
        Computation {
            name: "allowedActions",
            summary: to_read("What a partner can and must do with an order in a status."),
            input: &[needed("status", InputRule::Text(64), "The order's status.")],
            run: |input| Ok(allowed_actions(input)),
        },
        kyc::MISSING_DOCUMENTS,
        fees::CHECK_FEES,
    ],
    go_live: if cfg!(target_arch = "wasm32") {
        &[]
    } else {
        &[
            "Webhook URL registered (registerWebhook)",
            "Webhook secret of step 1 kept where deliveries are verified (OFFRAMP_WEBHOOK_SECRET, OFFRAMP_WEBHOOK_SECRETS)",
            "Webhook delivery verified (testWebhook)",
            "Webhooks acknowledged within 10 seconds",
        ]
    },
    members: Members {
        decimals: "amount crypto_amount fiat_amount rate price fee platform_fee platform_fee_pct partner_fee partner_fee_pct \
                   total_fee min_amount max_amount max_per_transaction",
        shown: Shown {
            ids: "id internal_id order_id quote_id user_id payment_details_id event_id created_at \
                    updated_at expires_at timestamp x-unigox-timestamp",
            words: "event_type event status kyc_status type allowed_actions next_action network \
                    provider_scope rail route country country_code currency crypto_currency fiat_currency \
                    document_type",
            messages: "error_key description",
            secrets: "first_name last_name full_name dob address postal_code email document",
        },
    },
    #[cfg(feature = "sandbox")]
    simulation: Some(&sandbox::SIMULATION),
    ..Descriptor::NONE
};

impl Api for Unigox {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn write(&self, operation: &Operation, draft: Draft, call: &Call<'_>) -> Result<Request, Error> {
        let draft = if operation.name() == "uploadKycDocument" { draft.into_form("document") } else { draft };
        // what is open to everybody needs no key
        let is_open = !draft.path.starts_with("/api/v1/partner/");
        let headers = if is_open { Vec::new() } else { vec![("X-API-Key", call.header("apiKey")?)] };
        Ok(draft.send(&call.base_url()?, headers))
    }

    /// `{error: {code, message}}` or `{data: {error_key}}`.
    fn refusal(&self, raw: &Json, status: u16) -> Option<Refusal> {
        let has_failed = raw.get("success").and_then(Json::as_bool) == Some(false);
        if !has_failed && is_success(status) {
            return None;
        }
        let key = text_at(raw, "data.error_key");
        Some(Refusal::new(text_at(raw, "error.code").or(key), text_at(raw, "error.message").or(key), status))
    }

    fn event(&self, delivery: &Delivery<'_>, _: &Signature) -> Result<Event, Error> {
        event(delivery.body)
    }
}

/// Reads `{event_id, event_type, created_at, data}`.
fn event(body: &[u8]) -> Result<Event, Error> {
    let raw = Json::from_slice(body).map_err(|_| invalid("the event is not JSON"))?;
    let name = text_at(&raw, "event_type").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| invalid("the event has no type"))?.to_owned();
    let is_order = name == "order.status.changed";
    let own = |place: &str| text_at(&raw, place).filter(|_| is_order).map(str::to_owned);
    let verification = (name == "user.kyc.updated").then(|| match text_at(&raw, "data.kyc_status") {
        Some(word) if word.eq_ignore_ascii_case("VERIFIED") => "approved",
        Some(word) if word.eq_ignore_ascii_case("REJECTED") => "rejected",
        _ => "unknown",
    });
    Ok(Event {
        is_known: DESCRIPTOR.events.contains(&name.as_str()),
        id: text_at(&raw, "event_id").map(str::to_owned),
        is_id_sent: true,
        order: own("data.order_id"),
        raw_status: own("data.status"),
        data: raw.get("data").cloned().unwrap_or(Json::Null),
        name,
        status: None,
        verification,
    })
}

/// Status, what can be done, and what must be done.
const ACTIONS: &[(&str, &[&str], &str)] = &[
    ("created", &["cancel"], ""),
    ("awaiting_liquidity_provider", &["cancel"], ""),
    ("awaiting_crypto_transfer_authorization", &["authorize-crypto-transfer", "cancel"], "authorize_crypto_transfer"),
    ("crypto_transfer_authorization_pending", &["cancel"], ""),
    ("crypto_received", &["confirm-fiat-received"], ""),
    ("awaiting_fiat_received_confirmation", &["confirm-fiat-received"], "confirm_fiat_received"),
    ("price_changed_requote_needed", &[], "request_new_quote"),
];

/// What can be done and what must be done with an order in a status.
fn allowed(status: &str) -> (&'static [&'static str], &'static str) {
    let (_, actions, next) = ACTIONS.iter().find(|(name, ..)| *name == status).copied().unwrap_or(("", &[], ""));
    (actions, next)
}

fn allowed_actions(input: &Object) -> Json {
    let status = input.get("status").and_then(Json::as_str).unwrap_or_default();
    let (actions, next) = allowed(status);
    let mut json = Object::new();
    json.put("allowed_actions", Json::texts(actions.iter().copied()));
    json.put("next_action", if next.is_empty() { Json::Null } else { Json::text(next) });
    json.put("known", Json::Bool(DESCRIPTOR.states.iter().any(|state| state.name == status)));
    Json::Object(json)
}
