//! SwiftPay's payment service: deposits and withdrawals in rupees, from the client's side.
//!
//! The service knows a repeated request by wallet and key, and answers it with the first payment,
//! whatever the body says: the key must belong to one payment only.

pub(crate) mod metadata;
mod operations;
#[cfg(not(target_arch = "wasm32"))]
mod procedures;
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod requests;
#[cfg(feature = "sandbox")]
mod sandbox;

use super::answer::{Refusal, is_success, text_at};
use super::compute::to_read;
use super::{Api, Call, Credential, Descriptor, Draft, Meaning, Members, Operation, Request};
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::json::Json;
use crate::order::{State, Status};
use crate::redact::Shown;

pub(super) struct Swiftpay;

static DESCRIPTOR: Descriptor = Descriptor {
    title: to_read("SwiftPay"),
    destination: to_read("offRamp"),
    operations: operations::OPERATIONS,
    #[cfg(not(target_arch = "wasm32"))]
    procedures: procedures::PROCEDURES,
    credentials: &[
        Credential::needed("baseUrl", "SWIFTPAY_BASE_URL"),
        Credential::needed("serviceId", "SWIFTPAY_SERVICE_ID"),
        Credential::needed("serviceSecret", "SWIFTPAY_SERVICE_SECRET"),
        Credential::needed("userId", "SWIFTPAY_USER_ID"),
    ],
    has_upstream: true,
    states: &[
        State { name: "PENDING", status: Status::Processing, next: "SUCCESS FAILED" },
        // of an attempt
        State { name: "INITIATED", status: Status::Processing, next: "SUCCESS FAILED" },
        State { name: "SUCCESS", status: Status::Completed, next: "" },
        State { name: "FAILED", status: Status::Failed, next: "" },
    ],
    // gateway failures come with status 400, so the word decides
    codes: &[
        ("GATEWAY_TIMEOUT", Meaning::Unknown),
        ("GATEWAY_ERROR", Meaning::Unknown),
        ("EXTERNAL_SERVICE_ERROR", Meaning::Unknown),
        ("NEEDS_RECONCILIATION", Meaning::Unknown),
        ("INTERNAL", Meaning::Unknown),
        ("DATABASE", Meaning::Unknown),
        ("RATE_LIMIT_EXCEEDED", Meaning::Busy),
        ("VALIDATION", Meaning::Refused),
        ("AUTHENTICATION", Meaning::Refused),
        ("AUTHORIZATION", Meaning::Refused),
        ("NOT_FOUND", Meaning::Refused),
        // the key is another payment's
        ("CONFLICT", Meaning::Spent),
        ("INSUFFICIENT_FUNDS", Meaning::Refused),
        ("INVALID_ACCOUNT", Meaning::Refused),
        ("INVALID_AMOUNT", Meaning::Refused),
        ("MISSING_ACCOUNT_DETAILS", Meaning::Refused),
        ("ACCOUNT_BLOCKED", Meaning::Refused),
        ("TRANSACTION_LIMIT_EXCEEDED", Meaning::Refused),
    ],
    #[cfg(not(target_arch = "wasm32"))]
    rate_limit: Some(operations::RATE_LIMIT),
    computations: operations::COMPUTATIONS,
    go_live: if cfg!(target_arch = "wasm32") {
        &[]
    } else {
        &[
            "Alert when more than 10 % of payments fail",
            "Alert when the gateway takes more than 5 seconds",
            "Alert on gateway codes that were not seen before",
            "Payments in PENDING are followed up",
            "Logs hold payment ids and codes, and no account numbers, PINs or tokens",
        ]
    },
    members: Members {
        decimals: "amount",
        shown: Shown {
            ids: "id walletId transactionId paymentMethodId userId gatewayReference referenceId \
                    attemptNumber timestamp createdAt updatedAt retryAfter x-idempotency-key x-user-id \
                    x-request-id",
            words: "paymentMethod paymentType errorCode originalStatus currency type service route",
            messages: "details",
            secrets: "",
        },
    },
    #[cfg(feature = "sandbox")]
    simulation: Some(&sandbox::SIMULATION),
    ..Descriptor::NONE
};

impl Api for Swiftpay {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn write(&self, operation: &Operation, mut draft: Draft, call: &Call<'_>) -> Result<Request, Error> {
        let mut headers = Vec::new();
        // the health check needs no authorisation, so that none is sent
        if operation.name() != "health" {
            headers.push(("x-service-id", call.header("serviceId")?));
            headers.push(("x-service-secret", call.header("serviceSecret")?));
            headers.push(("x-user-id", call.header("userId")?));
            match call.idempotency_key(255)? {
                Some(key) => {
                    headers.push(("x-idempotency-key", key.to_owned()));
                    // the service's code reads another name than its document gives
                    if call.is_upstream {
                        headers.push(("idempotency-key", key.to_owned()));
                    }
                }
                None => draft.findings.push(Finding::new(Code::IdempotencyKeyMissing)),
            }
        }
        Ok(draft.send(&call.base_url()?, headers))
    }

    fn refusal(&self, raw: &Json, status: u16) -> Option<Refusal> {
        let has_failed = raw.get("success").and_then(Json::as_bool) == Some(false);
        let is_open = raw.get("metadata").and_then(|metadata| metadata.get("needsReconciliation"));
        let message = text_at(raw, "message");
        let payment = raw.get("metadata").and_then(|metadata| metadata.get("payment"));
        let values = payment.map(|payment| DESCRIPTOR.members.exact("", payment));
        let values = values.as_ref().and_then(Json::as_object).cloned().unwrap_or_default();
        if is_open.and_then(Json::as_bool) == Some(true) {
            return Some(Refusal { values, ..Refusal::new(Some("NEEDS_RECONCILIATION"), message, status) });
        }
        if !has_failed && is_success(status) {
            return None;
        }
        let details = text_at(raw, "error.details").unwrap_or_default();
        let is_gateway_word = DESCRIPTOR.codes.iter().any(|(word, _)| *word == details);
        let word = text_at(raw, "metadata.errorCode")
            .or(is_gateway_word.then_some(details))
            .or_else(|| text_at(raw, "error.code"))
            // some answers have the type's name for the code's
            .map(|word| {
                word.strip_suffix("_ERROR")
                    .filter(|short| DESCRIPTOR.codes.iter().any(|(w, _)| w == short))
                    .unwrap_or(word)
            });
        let mut refusal = Refusal::new(word, message, status);
        refusal.status = text_at(raw, "metadata.payment.status").map(str::to_owned);
        refusal.values = values;
        // details may be JSON in a string
        let inner = raw.get("error").and_then(|error| error.get("details"));
        let parsed = details.parse::<Json>().ok();
        for item in parsed.as_ref().or(inner).and_then(Json::as_array).unwrap_or_default() {
            if let (Some(field), Some(message)) = (text_at(item, "field"), text_at(item, "message")) {
                refusal.fields.push((field.to_owned(), message.to_owned()));
            }
        }
        Some(refusal)
    }
}
