//! Coinut: tokens to a bank account (document 001).
//!
//! Requests carry an HMAC-SHA256 over method, host, path, query, the hash of the body, time and nonce.
//! Webhooks are signed the same way over the receiver's own host and path.

mod answer;
mod operations;
mod signature;

use super::base_url::{BaseUrl, percent_encode};
use super::webhook::{self, Delivery, Event};
use super::{Answer, Api, Call, Checked, Credential, Method, Operation, Request, Response};
use crate::error::Error;
use crate::json::{Json, Object};
use crate::secret::Secret;
use crate::timestamp::Timestamp;
use signature::Canonical;

pub(super) struct Coinut;

impl Api for Coinut {
    fn operations(&self) -> &'static [Operation] {
        operations::OPERATIONS
    }

    fn credentials(&self) -> &'static [Credential] {
        &[
            Credential { name: "apiKey", variable: "COINUT_API_KEY", default: None },
            Credential { name: "apiSecret", variable: "COINUT_API_SECRET", default: None },
            Credential { name: "baseUrl", variable: "COINUT_BASE_URL", default: Some("https://ramp.hexarails.ai") },
        ]
    }

    fn write(&self, operation: &Operation, input: Checked, call: &Call<'_>) -> Result<Request, Error> {
        let base = BaseUrl::new(call.credential("baseUrl")?)?;
        let query = query(&input.members);
        // what has no body signs the hash of nothing; what has one sends the bytes that are signed
        let body = (operation.method != Method::Get).then(|| Json::Object(input.members).to_string());
        let timestamp = call.context.now.unix_seconds().to_string();
        let nonce = call.nonce()?;
        let signature = Canonical {
            method: operation.method.as_str(),
            host: base.host(),
            path: &base.path(operation.path),
            query: &query,
            body: body.as_deref().unwrap_or_default().as_bytes(),
            timestamp: &timestamp,
            nonce,
        }
        .sign(call.credential("apiSecret")?);
        let mut url = base.url(operation.path);
        if !query.is_empty() {
            url.push('?');
            url.push_str(&query);
        }
        Ok(Request {
            method: operation.method,
            url,
            headers: vec![
                ("Content-Type", "application/json".to_owned()),
                ("X-API-Key", call.header("apiKey")?),
                ("X-Timestamp", timestamp),
                ("X-Nonce", nonce.to_owned()),
                ("X-Signature", signature),
            ],
            body,
            findings: input.findings,
        })
    }

    fn read(&self, operation: &Operation, response: &Response<'_>) -> Result<Answer, Error> {
        answer::read(operation.name, response)
    }

    fn verify(&self, secret: &Secret, delivery: &Delivery<'_>, now: Timestamp) -> Result<Event, Error> {
        signature::verify(webhook::usable(secret)?, delivery, now)?;
        answer::event(delivery.body)
    }
}

/// The members of `query`, in their order.
fn query(members: &Object) -> String {
    let mut query = String::new();
    let given = members.get("query").and_then(Json::as_object);
    for (name, value) in given.into_iter().flat_map(Object::iter) {
        if !query.is_empty() {
            query.push('&');
        }
        percent_encode(name, &mut query);
        query.push('=');
        percent_encode(value.as_str().unwrap_or_default(), &mut query);
    }
    query
}
