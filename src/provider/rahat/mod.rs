//! Rahat's off-ramp service: tokens to a bank account, UPI or mobile money.
//!
//! The profile `rahat@upstream` follows the service as its public code is: other paths, and no bulk.

mod bank_id;
mod chains;
mod destination;
mod operations;
mod payload;
#[cfg(not(target_arch = "wasm32"))]
mod procedures;
mod reports;
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod requests;
#[cfg(feature = "sandbox")]
mod sandbox;
mod settings;

use super::answer::{Refusal, is_success, text_at};
use super::compute::to_read;
use super::{Api, Call, Credential, Credentials, Descriptor, Draft, Meaning, Members, Operation, Request};
use crate::code::Code;
use crate::error::{Error, ErrorCode};
use crate::finding::Finding;
use crate::json::Json;
use crate::order::{State, Status};
use crate::redact::Shown;
use crate::text;

pub(super) struct Rahat;

/// The document's words for errors. Where a message has several, the one counts that leaves the outcome open: the
/// operations take no key, so that a second request could pay twice.
const ERRORS: &[(&str, Meaning)] = &[
    ("NETWORK_ERROR", Meaning::Unknown),
    ("TIMEOUT", Meaning::Unknown),
    ("RATE_LIMIT", Meaning::Busy),
    ("INSUFFICIENT_FUNDS", Meaning::Refused),
    ("INVALID_ACCOUNT", Meaning::Refused),
    ("INVALID_VPA", Meaning::Refused),
    ("BANK_NOT_SUPPORTED", Meaning::Refused),
];

/// Where an answer may say which error it is.
const PLACES: &[&str] = &["errorType", "code", "error.code", "error", "errorMessage", "message"];

static DESCRIPTOR: Descriptor = Descriptor {
    title: to_read("Rahat"),
    destination: to_read("instantOfframp"),
    operations: operations::OPERATIONS,
    #[cfg(not(target_arch = "wasm32"))]
    procedures: procedures::PROCEDURES,
    credentials: &[
        Credential::needed("url", "OFFRAMP_URL"),
        Credential::needed("appId", "OFFRAMP_APP_ID"),
        Credential::needed("accessToken", "OFFRAMP_ACCESS_TOKEN"),
        // what requests are held to and filled with
        Credential::optional("defaultPaymentProvider", "OFFRAMP_DEFAULT_PAYMENT_PROVIDER"),
        Credential::optional("minAmount", "OFFRAMP_MIN_AMOUNT"),
        Credential::optional("maxAmount", "OFFRAMP_MAX_AMOUNT"),
        Credential::optional("dailyLimit", "OFFRAMP_DAILY_LIMIT"),
    ],
    base_url: "url",
    has_upstream: true,
    states: &[
        // of redeeming tokens, before there is a request
        State {
            name: "TOKEN_TRANSACTION_INITIATED",
            status: Status::AwaitingFunds,
            next: "TOKEN_TRANSACTION_COMPLETED TOKEN_TRANSACTION_FAILED",
        },
        State {
            name: "TOKEN_TRANSACTION_COMPLETED",
            status: Status::FundsReceived,
            next: "FIAT_TRANSACTION_INITIATED",
        },
        State { name: "TOKEN_TRANSACTION_FAILED", status: Status::Failed, next: "" },
        State {
            name: "FIAT_TRANSACTION_INITIATED",
            status: Status::Processing,
            next: "FIAT_TRANSACTION_COMPLETED FIAT_TRANSACTION_FAILED",
        },
        State { name: "FIAT_TRANSACTION_COMPLETED", status: Status::Completed, next: "" },
        State { name: "FIAT_TRANSACTION_FAILED", status: Status::Failed, next: "" },
        // of the request
        State {
            name: "PENDING",
            status: Status::Created,
            next: "PROCESSING COMPLETED SUCCESS SUCCESSFUL FAILED REJECTED CANCELLED",
        },
        State {
            name: "PROCESSING",
            status: Status::Processing,
            next: "COMPLETED SUCCESS SUCCESSFUL FAILED REJECTED CANCELLED",
        },
        State { name: "COMPLETED", status: Status::Completed, next: "" },
        State { name: "SUCCESS", status: Status::Completed, next: "" },
        // of mobile money
        State { name: "SUCCESSFUL", status: Status::Completed, next: "" },
        State { name: "FAILED", status: Status::Failed, next: "" },
        State { name: "REJECTED", status: Status::Failed, next: "" },
        State { name: "CANCELLED", status: Status::Cancelled, next: "" },
    ],
    codes: ERRORS,
    retries_everything: true,
    computations: &[
        settings::SETTINGS,
        payload::PAYLOAD,
        bank_id::BANK_ID,
        settings::LIMITS,
        reports::CHUNKS,
        reports::METRICS,
        reports::TRIGGER,
        reports::FRESH,
        reports::RATE_LIMIT,
    ],
    go_live: if cfg!(target_arch = "wasm32") {
        &[]
    } else {
        &[
            "APP_ID and access token verified, and when the token expires known",
            "Proxies let the header APP_ID through (nginx: underscores_in_headers on)",
            "Transaction limits set (OFFRAMP_MIN_AMOUNT, OFFRAMP_MAX_AMOUNT, OFFRAMP_DAILY_LIMIT)",
            "Alerts for failed transactions",
        ]
    },
    members: Members {
        decimals: "amount tokenAmount fee fees fixed percentage minAmount maxAmount dailyLimit averageProcessingTime",
        shown: Shown {
            ids: "id xref paymentProviderId transactionId requestId createdAt updatedAt x-request-id \
                    x-timestamp",
            words: "responseCode errorType type country currency provider",
            messages: "errorMessage",
            secrets: "creditorName accountName app_id",
        },
    },
    #[cfg(feature = "sandbox")]
    simulation: Some(&sandbox::SIMULATION),
    ..Descriptor::NONE
};

impl Api for Rahat {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn fill(&self, operation: &Operation, input: &Json, credentials: &Credentials) -> Option<Json> {
        settings::fill(operation, input, credentials)
    }

    fn sentence(&self, operation: &Operation, findings: &[Finding]) -> Option<&'static str> {
        operations::sentence(operation, findings)
    }

    fn write(&self, operation: &Operation, mut draft: Draft, call: &Call<'_>) -> Result<Request, Error> {
        let app_id = call.header("appId")?;
        settings::hold(&draft, call.credentials)?;
        match operation.name() {
            "getWalletAddress" => super::base_url::percent_encode(&app_id, &mut draft.path),
            "listPaymentProviders" if call.is_upstream => "/payment-provider".clone_into(&mut draft.path),
            "bulkOfframp" if call.is_upstream => {
                return Err(Error::new(ErrorCode::OperationUnknown, "the service has no bulk endpoint as it is now")
                    .in_field("operation"));
            }
            _ => {}
        }
        draft.findings.push(Finding::new(Code::HeaderUnderscore).with_text("header", "APP_ID"));
        let headers = vec![
            ("APP_ID", app_id),
            ("Authorization", text::join(&["Bearer ", &call.header("accessToken")?], "")),
            ("X-Request-ID", call.request_id()?.to_owned()),
            // milliseconds, unlike the header of the same name elsewhere
            ("X-Timestamp", text::signed(call.context.now.unix_millis())),
        ];
        Ok(draft.send(&call.base_url()?, headers))
    }

    fn refusal(&self, raw: &Json, status: u16) -> Option<Refusal> {
        let has_failed = raw.get("success").and_then(Json::as_bool) == Some(false);
        if !has_failed && is_success(status) {
            return None;
        }
        let holds =
            |word: &str| PLACES.iter().any(|place| text_at(raw, place).is_some_and(|text| text::contains(text, word)));
        let word = ERRORS.iter().map(|(word, _)| *word).find(|word| holds(word));
        let message = ["message", "errorMessage", "error.message"].iter().find_map(|place| text_at(raw, place));
        Some(Refusal::new(word, message, status))
    }
}
