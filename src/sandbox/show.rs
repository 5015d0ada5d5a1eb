//! How orders are shown, and which addresses are on this machine.

use crate::json::{Json, Object};
use crate::provider::Provider;
use crate::provider::sandbox::Order;
use crate::timestamp::Timestamp;

/// Whether a URL leads to this machine.
pub(super) fn is_here(url: &str) -> bool {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://")).unwrap_or_default();
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
    host == "localhost" || host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

/// An order with its history.
pub(super) fn shown(provider: Provider, order: &Order) -> Json {
    let mut history = Vec::new();
    for (status, at) in &order.history {
        let mut step = Object::new();
        step.put_text("status", status);
        step.put_text("at", &Timestamp::at_unix_millis(*at).to_millis());
        history.push(Json::Object(step));
    }
    let mut json = Object::new();
    json.put_text("provider", provider.as_str());
    json.put_text("id", &order.id);
    json.put_text("operation", order.operation);
    json.put_text("status", &order.status);
    json.put_text("ending", order.ending.as_str());
    json.put("paid", Json::Bool(order.is_paid));
    json.put("returned", Json::Bool(order.is_returned));
    json.put_text("to", &order.to);
    json.put_text("amount", &order.amount);
    json.put_text("currency", &order.currency);
    json.put_text("key", &order.key);
    json.put("request", Json::number(order.request));
    json.put("history", Json::Array(history));
    Json::Object(json)
}
