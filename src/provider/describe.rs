//! The one description of a provider, for command line, HTTP, JavaScript, page and documents alike.
//!
//! The WASM module leaves it out, as most of it is for reading: the npm package brings it as the data that this writes.

use super::{Credential, Descriptor, Provider};
use crate::json::{Json, Object};
use crate::text;

impl Provider {
    /// `{name, title, credentials, profiles, operations, destinationOperation, computations, signatures, events,
    /// eventAmounts, eventExample, redeliverySeconds, rateLimit, statuses, goLive}`: all that there is to know of a
    /// provider before its first request. The same stands in the answers of `offramp providers --json`, of `GET /v1/providers` and of
    /// `providers()` in JavaScript.
    ///
    /// ```
    /// use offramp_core::{Json, Provider};
    ///
    /// let coinut = Provider::Coinut.to_json();
    /// let signature = coinut.get("signatures").and_then(|of| of.get("request")).unwrap();
    /// assert_eq!(signature.get("header").and_then(Json::as_str), Some("X-Signature"));
    /// ```
    #[must_use]
    pub fn to_json(self) -> Json {
        let (descriptor, mut json) = (self.descriptor(), Object::new());
        json.put_text("name", self.as_str());
        json.put_text("title", descriptor.title);
        json.put("credentials", Json::Array(descriptor.credentials.iter().map(Credential::to_json).collect()));
        let profile = text::join(&[self.as_str(), "@upstream"], "");
        json.put("profiles", Json::texts(descriptor.has_upstream.then_some(profile.as_str()).into_iter()));
        json.put("operations", self.operations_json());
        json.put_text("destinationOperation", descriptor.destination);
        json.put(
            "computations",
            Json::Array(descriptor.computations.iter().map(super::Computation::to_json).collect()),
        );
        json.put("signatures", signatures(descriptor));
        json.put("events", Json::texts(descriptor.events.iter().copied()));
        let amounts = descriptor.event_amounts.iter().map(|(amount, currency)| {
            let mut item = Object::new();
            item.put_text("amount", amount);
            item.put_text("currency", currency);
            Json::Object(item)
        });
        json.put("eventAmounts", Json::Array(amounts.collect()));
        let example = descriptor.event_example;
        json.put("eventExample", if example.is_empty() { Json::Null } else { Json::text(example) });
        let seconds = descriptor.redelivery.iter().map(|seconds| Json::number(u64::from(*seconds)));
        json.put("redeliverySeconds", Json::Array(seconds.collect()));
        let limit = descriptor
            .rate_limit
            .map(|(requests, seconds)| Json::object([("requests", requests), ("seconds", seconds)]));
        json.put("rateLimit", limit.unwrap_or(Json::Null));
        let mut statuses = Object::new();
        for state in descriptor.states {
            statuses.put_text(state.name, state.status.as_str());
        }
        json.put("statuses", Json::Object(statuses));
        json.put("goLive", Json::texts(descriptor.go_live.iter().copied()));
        Json::Object(json)
    }
}

/// `{request, webhooks}`: how requests are signed and with which credential, null where they are not, and the ways of
/// signing deliveries.
fn signatures(descriptor: &Descriptor) -> Json {
    let mut json = Object::new();
    let request = descriptor.signature.map(|(signature, credential)| {
        let mut request = signature.to_json();
        request.put_text("credential", credential);
        Json::Object(request)
    });
    json.put("request", request.unwrap_or(Json::Null));
    json.put("webhooks", Json::Array(descriptor.webhooks.iter().map(|way| Json::Object(way.to_json())).collect()));
    Json::Object(json)
}

impl Credential {
    /// `{name, variable, needed, default}`.
    fn to_json(&self) -> Json {
        let mut item = Object::new();
        item.put_text("name", self.name);
        item.put_text("variable", self.variable);
        item.put("needed", Json::Bool(self.is_needed));
        item.put("default", self.default.map_or(Json::Null, Json::text));
        Json::Object(item)
    }
}
