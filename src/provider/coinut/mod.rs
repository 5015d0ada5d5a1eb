//! Coinut: tokens to a bank account.
//!
//! Requests carry an HMAC-SHA256 over method, host, path, query, the hash of the body, time and nonce.
//! Webhooks are signed the same way over the receiver's own host and path.

mod advice;
mod answer;
mod operations;
#[cfg(not(target_arch = "wasm32"))]
mod procedures;
#[cfg(not(target_arch = "wasm32"))]
pub(super) mod requests;
#[cfg(feature = "sandbox")]
mod sandbox;

use super::answer::Refusal;
use super::compute::to_read;
use super::http::Headers;
use super::signature::{Encoding, Message, Part, Signature};
use super::webhook::{Delivery, Event};
use super::{Api, Call, Credential, Descriptor, Draft, Meaning, Members, Operation, Request};
use crate::code::{Code, Severity};
use crate::error::Error;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::order::{State, Status};
use crate::redact::Shown;
use crate::text;

pub(super) struct Coinut;

/// Seven lines without a line break at the end.
const SIGNATURE: Signature = Signature {
    scheme: "",
    header: "X-Signature",
    prefix: "",
    is_prefix_optional: false,
    encoding: Encoding::Hex,
    timestamp: "X-Timestamp",
    nonce: "X-Nonce",
    parts: &[
        Part::Method,
        Part::Host,
        Part::Path,
        Part::Query,
        Part::BodySha256,
        Part::Header("X-Timestamp"),
        Part::Header("X-Nonce"),
    ],
    separator: "\n",
};

static DESCRIPTOR: Descriptor = Descriptor {
    title: to_read("Coinut"),
    destination: to_read("addBankAccount"),
    operations: operations::OPERATIONS,
    #[cfg(not(target_arch = "wasm32"))]
    procedures: procedures::PROCEDURES,
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
    signature: Some((&SIGNATURE, "apiSecret")),
    webhooks: &[SIGNATURE],
    events: answer::EVENTS,
    event_example: to_read(r#"{"event":"DEPOSIT_RECEIVED","data":{"id":"d1","amount":"100","currency":"USDT"}}"#),
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
    #[cfg(feature = "sandbox")]
    simulation: Some(&sandbox::SIMULATION),
    ..Descriptor::NONE
};

impl Api for Coinut {
    fn descriptor(&self) -> &'static Descriptor {
        &DESCRIPTOR
    }

    fn write(&self, operation: &Operation, mut draft: Draft, call: &Call<'_>) -> Result<Request, Error> {
        if call.is_upstream && operation.name() == "addBankAccount" {
            let members = upstream_account(&draft.members(), &mut draft.findings)?;
            draft.put_members(members);
        }
        let base = call.base_url()?;
        let timestamp = text::signed(call.context.now.unix_seconds());
        let nonce = call.nonce()?;
        let signed = [("X-Timestamp", timestamp.as_str()), ("X-Nonce", nonce)];
        // what has a body sends the bytes that are signed
        let message = Message {
            method: draft.method.as_str(),
            host: base.host(),
            path: &base.path(&draft.path),
            query: &draft.query,
            headers: Headers(&signed),
            body: draft.body.as_deref().unwrap_or_default(),
        };
        let signature = SIGNATURE.sign_with(call.credential("apiSecret")?, &message);
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

    fn event(&self, delivery: &Delivery<'_>, _: &Signature) -> Result<Event, Error> {
        answer::event(delivery.body)
    }
}

/// The API as it is now refuses CAD, calls the holder of the account its beneficiary, and has no members for local codes
/// but the routing number of the USA: what is not sent is said.
fn upstream_account(members: &Object, findings: &mut Vec<Finding>) -> Result<Object, Error> {
    if members.get("currency").and_then(Json::as_str) == Some("CAD") {
        let allowed = "USD, EUR, GBP, AUD, SGD".to_owned();
        return Err(Error::from_findings(vec![
            Finding::new(Code::ValueNotAllowed).at("/currency").with("allowed", allowed),
        ]));
    }
    let mut renamed = Object::new();
    let is_usd = members.get("currency").and_then(Json::as_str) == Some("USD");
    for (name, value) in members.iter() {
        if matches!(name, "sortCode" | "bsb") || name == "aba" && !is_usd {
            let finding = Finding::new(Code::FieldUnknown).with_severity(Severity::Warning);
            findings.push(finding.at_path(text::pointer(name)));
            continue;
        }
        renamed.insert(if name == "accountName" { "beneficiaryName" } else { name }, value.clone());
    }
    Ok(renamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_flow_is_signed_as_node_signs_it() {
        let body =
            r#"{"from":{"customerId":"cust_abc123","currency":"USDT","network":"ETH"},"to":"bank_acc_id_xyz789"}"#;
        let message = Message {
            method: "POST",
            host: "ramp.hexarails.ai",
            path: "/autoramp-flow/offramp",
            query: "",
            headers: Headers(&[("X-Timestamp", "1717900800"), ("X-Nonce", "550e8400-e29b-41d4-a716-446655440000")]),
            body: body.as_bytes(),
        };
        let signature = SIGNATURE.sign_with(b"test_secret", &message);
        assert_eq!(signature, "7b71725930cb5bce4c87a625f12213c85b680fa25d05400b79eeaf086f0efbad");
        assert_eq!(
            String::from_utf8(SIGNATURE.text(&message)).unwrap(),
            "POST\nramp.hexarails.ai\n/autoramp-flow/offramp\n\n\
             34eea4d80567ef72349fac19dd1c596c272eee1912a230e41ae06215ee2234ae\n\
             1717900800\n550e8400-e29b-41d4-a716-446655440000"
        );
    }
}
