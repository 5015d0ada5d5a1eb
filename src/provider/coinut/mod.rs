//! Coinut: tokens to a bank account (document 001).
//!
//! Requests carry an HMAC-SHA256 over method, host, path, query, the hash of the body, time and nonce.
//! Webhooks are signed the same way over the receiver's own host and path.

mod advice;
mod answer;
mod operations;
mod signature;

use super::answer::Refusal;
use super::webhook::{self, Delivery, Event, Scheme};
use super::{Api, Call, Credential, Draft, Facts, Meaning, Members, Operation, Request, Signing};
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::order::{State, Status};
use crate::redact::Shown;
use crate::secret::Secret;
use crate::text;
use crate::timestamp::Timestamp;
use signature::Canonical;

pub(super) struct Coinut;

static FACTS: Facts = Facts {
    operations: operations::OPERATIONS,
    credentials: &[
        Credential::needed("apiKey", "COINUT_API_KEY"),
        Credential::needed("apiSecret", "COINUT_API_SECRET"),
        Credential::or("baseUrl", "COINUT_BASE_URL", "https://ramp.hexarails.ai"),
    ],
    has_upstream: true,
    states: &[
        State { name: "CUSTOMER_APPROVED", status: Status::Created, next: "DEPOSIT_RECEIVED" },
        State { name: "DEPOSIT_RECEIVED", status: Status::FundsReceived, next: "DEPOSIT_APPROVED" },
        State { name: "DEPOSIT_APPROVED", status: Status::Processing, next: "TRADE_CREATED" },
        State { name: "TRADE_CREATED", status: Status::Processing, next: "TRADE_SETTLED" },
        // the trade is done and the bank transfer queued: money has not arrived
        State { name: "TRADE_SETTLED", status: Status::Sent, next: "" },
    ],
    codes: &[
        ("INVALID_PARAMETERS", Meaning::Refused),
        ("UNAUTHORISED", Meaning::Refused),
        // a POST is never sent again blindly
        ("FAILED", Meaning::Refused),
    ],
    events: answer::EVENTS,
    event_amounts: if cfg!(target_arch = "wasm32") {
        &[]
    } else {
        &[("settledAmount", "settledCurrency"), ("amount", "currency")]
    },
    redelivery: &[600, 3600, 86_400, 604_800],
    computations: advice::COMPUTATIONS,
    go_live: if cfg!(target_arch = "wasm32") { &[] } else { advice::GO_LIVE },
    members: Members {
        decimals: "amount settledAmount fee rate",
        shown: Shown {
            ids: "id customerId flowId depositId tradeId x-timestamp x-nonce",
            words: "currency settledCurrency network type",
            messages: "",
            secrets: "name email accountName bankAddress x-api-key",
        },
    },
    ..Facts::NONE
};

impl Api for Coinut {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn write(&self, operation: &Operation, mut draft: Draft, call: &Call<'_>) -> Result<Request, Error> {
        if call.is_upstream && operation.name() == "addBankAccount" {
            draft.put_members(upstream_account(&draft.members())?);
        }
        let base = call.base_url()?;
        let timestamp = text::signed(call.context.now.unix_seconds());
        let nonce = call.nonce()?;
        // what has no body signs no hash; what has one sends the bytes that are signed
        let signature = Canonical {
            method: draft.method.as_str(),
            host: base.host(),
            path: &base.path(&draft.path),
            query: &draft.query,
            body: draft.body.as_deref().unwrap_or_default(),
            timestamp: &timestamp,
            nonce,
        }
        .sign(call.credential("apiSecret")?);
        let mut headers = vec![
            ("X-API-Key", call.header("apiKey")?),
            ("X-Timestamp", timestamp),
            ("X-Nonce", nonce.to_owned()),
            ("X-Signature", signature),
        ];
        if draft.body.is_none() {
            // the document sends it with every request
            headers.insert(0, ("Content-Type", draft.content_type.clone()));
        }
        Ok(draft.send(&base, headers))
    }

    fn refusal(&self, raw: &Json, status: u16) -> Option<Refusal> {
        answer::refusal(raw, status)
    }

    fn verify(
        &self,
        secret: &Secret,
        delivery: &Delivery<'_>,
        _: Option<Scheme<'_>>,
        now: Timestamp,
    ) -> Result<Event, Error> {
        signature::verify(webhook::usable(secret)?, delivery, now)?;
        answer::event(delivery.body)
    }

    fn sign(
        &self,
        secret: &Secret,
        delivery: &Delivery<'_>,
        _: Option<Scheme<'_>>,
        signing: &Signing<'_>,
    ) -> Result<Vec<(String, String)>, Error> {
        let timestamp = text::signed(signing.now.unix_seconds());
        let signature = signature::of_delivery(delivery, &timestamp, signing.nonce).sign(webhook::usable(secret)?);
        let name = |name: &str| text::joined(&["X-", name], "");
        let nonce = signing.nonce.to_owned();
        Ok(vec![(name("Timestamp"), timestamp), (name("Nonce"), nonce), (name("Signature"), signature)])
    }
}

/// The API as it is now refuses CAD and calls the holder of the account its beneficiary.
fn upstream_account(members: &Object) -> Result<Object, Error> {
    if members.get("currency").and_then(Json::as_str) == Some("CAD") {
        let allowed = "USD, EUR, GBP, AUD, SGD".to_owned();
        return Err(Error::from_findings(vec![
            Finding::new(Code::ValueNotAllowed).at("/currency").with("allowed", allowed),
        ]));
    }
    let mut renamed = Object::new();
    for (name, value) in members.iter() {
        renamed.insert(if name == "accountName" { "beneficiaryName" } else { name }, value.clone());
    }
    Ok(renamed)
}
