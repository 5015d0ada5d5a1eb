//! What a test asks the sandbox itself, under `/_sandbox`.

use super::faults::Faults;
use super::reply::{Answer, json, message, text};
use super::state::Shared;
use crate::json::{Json, Object};
use crate::provider::Provider;

/// Answers a question, or does what a test wants.
pub(super) fn answer(shared: &Shared, method: &str, path: &str, key: &str, body: &[u8]) -> Answer {
    let sent = if body.is_empty() { Some(Json::Null) } else { Json::from_slice(body).ok() };
    let Some(sent) = sent else { return json(400, &message("JSON is needed")) };
    let member = |name: &str| sent.get(name).and_then(|value| value.as_str().or(value.as_number()));
    match (method, path) {
        ("GET", "" | "/") => json(200, &overview(shared)),
        ("GET", "/ledger") => {
            let mut lines = shared.ledger_lines().join("\n");
            if !lines.is_empty() {
                lines.push('\n');
            }
            text(200, "application/x-ndjson", lines)
        }
        ("GET", "/orders") => json(200, &Json::Array(shared.orders())),
        ("GET", "/faults") => json(200, &shared.faults_json()),
        ("POST", "/faults") => {
            let read = match member("rate") {
                Some(rate) => Faults::at_rate(rate),
                None => Faults::from_json(&sent),
            };
            match read {
                Ok(faults) => shared.set_faults(faults),
                Err(problem) => return json(400, &message(&problem)),
            }
            json(200, &shared.faults_json())
        }
        ("GET", "/clock") => json(200, &shared.clock_json()),
        ("POST", "/clock") => {
            let Some(seconds) = member("advance").and_then(|text| text.parse().ok()) else {
                return json(400, &message("advance: a number of seconds is needed"));
            };
            shared.advance(seconds);
            json(200, &shared.clock_json())
        }
        ("POST", "/deposits" | "/treasury/sendTokens") => sent_tokens(shared, &sent, key),
        ("POST", "/webhooks") => {
            let provider = member("provider").and_then(|name| name.parse::<Provider>().ok());
            let (Some(provider), Some(url)) = (provider, member("url")) else {
                return json(400, &message("a provider and a url are needed"));
            };
            shared.register(provider, url.to_owned(), member("secret").map(str::to_owned));
            json(200, &overview_of(shared, provider))
        }
        ("POST", "/treasury/signTransfer") => json(200, &signed(&sent)),
        ("POST", "/treasury/confirmReceipt") => json(200, &Json::object([("received", true)])),
        _ => json(404, &message("GET ledger, orders, faults or clock; POST faults, clock, deposits or webhooks")),
    }
}

/// Every provider: where it is, and what requests are authorised with.
fn overview(shared: &Shared) -> Json {
    let providers: Object =
        Provider::ALL.iter().map(|provider| (provider.as_str(), overview_of(shared, *provider))).collect();
    Json::object([("providers", providers)])
}

fn overview_of(shared: &Shared, provider: Provider) -> Json {
    let credentials: Object = shared.credentials(provider).into_iter().collect();
    let secret = shared.webhook_secret(provider);
    let receiver = shared.delivery(provider).map_or(Json::Null, |(url, _)| Json::from(url));
    let mut json = Object::new();
    json.put("url", Json::from(shared.url(provider)));
    json.put("credentials", Json::Object(credentials));
    json.put("webhookSecret", Json::from(String::from_utf8_lossy(secret.expose()).into_owned()));
    json.put("webhookUrl", receiver);
    Json::Object(json)
}

fn sent_tokens(shared: &Shared, sent: &Json, key: &str) -> Answer {
    if sent.get("to").and_then(Json::as_str).is_none() || sent.get("amount").is_none() {
        return json(400, &message("to and amount are needed"));
    }
    let (hash, is_awaited) = shared.deposit(sent, key);
    json(200, &Json::object([("transactionHash", Json::from(hash)), ("awaited", Json::from(is_awaited))]))
}

/// What a wallet would sign: no key is there, and none is needed, since nothing looks at it but its length.
fn signed(sent: &Json) -> Json {
    let at = |name: &str| {
        let parameters = sent.get("parameters").and_then(|parameters| parameters.get(name));
        Json::from(parameters.and_then(Json::as_str).unwrap_or_default())
    };
    let request = Json::object([
        ("from", at("sender_address")),
        ("to", at("token_address")),
        ("value", Json::from("0")),
        ("gas", at("recommended_gas_limit")),
        ("nonce", at("forwarder_nonce")),
        ("deadline", Json::from("4000000000")),
        ("data", at("transfer_data")),
    ]);
    Json::object([("forwardRequest", request), ("signature", Json::from(["0x", &"ab".repeat(65)].concat()))])
}
