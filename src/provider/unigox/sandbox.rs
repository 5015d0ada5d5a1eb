//! Unigox in the sandbox: users who are verified, accounts, quotes of half a minute that are used once, and orders that
//! wait for a signature and for word that the money arrived.

use super::simulated::{done, failed, key, lists, orders, users};
use crate::finding::Finding;
use crate::json::Json;
use crate::provider::Operation;
use crate::provider::sandbox::{Books, Order, Problem, Reply, Simulation, Turn, Webhook, json};
use crate::timestamp::Timestamp;

pub(super) static SIMULATION: Simulation = Simulation {
    credentials: &[("apiKey", "sandbox_key")],
    headers: &[("X-API-Key", "", "apiKey")],
    webhook_secret: "sandbox_webhook_secret",
    is_open: |operation| !operation.path.starts_with("/api/v1/partner/"),
    answer,
    refuse,
    life: orders::LIFE,
    event,
    deposit: |_| false,
    seed: |books: &mut Books, now| {
        users::seed(books, now);
        orders::seed(books, now);
    },
};

fn refuse(operation: &Operation, problem: &Problem) -> Reply {
    let is_priced = operation.path.contains("/offramp/") || operation.path.contains("/orders");
    let (status, code, message) = match problem {
        Problem::Unauthorised => (401, "UNAUTHORIZED", "Invalid or missing API key".to_owned()),
        Problem::Invalid(findings) => {
            let path = findings.first().map(Finding::path).unwrap_or_default();
            let message = match operation.name() {
                "registerWebhook" => "webhook URL must use HTTPS".to_owned(),
                "createPaymentDetails" => "invalid_payment_details".to_owned(),
                _ => ["Invalid request: ", path.trim_start_matches('/')].concat(),
            };
            (400, "INVALID_REQUEST", message)
        }
        // the description says nothing of it: the word is that of no offers, which come and go
        Problem::RateLimited => (429, "RATE_LIMITED", "Too many requests".to_owned()),
        Problem::Internal => (500, "INTERNAL_ERROR", "Internal server error".to_owned()),
    };
    if is_priced {
        return failed(status, code, &message);
    }
    let word = code.to_ascii_lowercase();
    key(status, if status == 400 { &message } else { &word })
}

fn answer(turn: &mut Turn<'_>) -> Reply {
    let name = turn.operation.name();
    if let Some(reply) = lists::answer(turn) {
        return reply;
    }
    match name {
        "createUser"
        | "getUser"
        | "submitKyc"
        | "uploadKycDocument"
        | "getVerificationStatus"
        | "createPaymentDetails"
        | "getPaymentDetails"
        | "deletePaymentDetails" => users::answer(turn),
        "registerWebhook" => {
            let url = turn.text("url").to_owned();
            turn.books.register(Webhook { url, secret: None });
            webhook(turn)
        }
        "getWebhook" => webhook(turn),
        "deleteWebhook" => {
            turn.books.webhook = None;
            done(json! {"message": "webhook deleted"})
        }
        "testWebhook" if turn.books.webhook.is_none() => key(400, "webhook URL is not set"),
        "testWebhook" => {
            let id = turn.uuid("ping");
            turn.books.ping(&id, turn.now.unix_millis());
            done(json! {"delivered": true, "http_status": 200_u32})
        }
        _ => orders::answer(turn),
    }
}

fn webhook(turn: &Turn<'_>) -> Reply {
    let url = turn.books.webhook.as_ref().map(|webhook| webhook.url.as_str());
    done(json! {"url": url.map_or(Json::Null, Json::from), "enabled": url.is_some()})
}

fn event(order: &Order, id: &str) -> Option<Json> {
    let (_, at) = order.times();
    let (kind, data) = match order.operation {
        "submitKyc" | "uploadKycDocument" => ("user.kyc.updated", users::verified(order)?),
        "testWebhook" => ("test", json! {"message": "test"}),
        _ => ("order.status.changed", orders::changed(order)),
    };
    let seconds = at.div_euclid(1000).saturating_mul(1000);
    Some(json! {"event_id": ["evt_", id].concat(), "event_type": kind,
    "created_at": Timestamp::at_unix_millis(seconds).to_text(), "data": data})
}
