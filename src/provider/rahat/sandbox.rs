//! Rahat's off-ramp service in the sandbox: one request pays one beneficiary, whoever sends it twice pays twice.

use super::operations;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::Operation;
use crate::provider::sandbox::{
    Books, Ending, Life, Move, Order, Problem, Reply, Simulation, Turn, WORD, converted, decimal, json, number,
    rounded, text_of,
};
use crate::text;

pub(super) static SIMULATION: Simulation = Simulation {
    credentials: &[("appId", "sandbox_app"), ("accessToken", "sandbox_token")],
    headers: &[("APP_ID", "", "appId"), ("Authorization", "Bearer ", "accessToken")],
    webhook_secret: "",
    is_open: |_| false,
    answer,
    refuse,
    life: LIFE,
    event: |_, _| None,
    deposit: |turn| turn.text("to") == WALLET,
    seed: |_: &mut Books, _| {},
};

const LIFE: Life = Life {
    moves: &[Move::after(2, "PENDING", "PROCESSING"), Move::after(30, "PROCESSING", "COMPLETED")],
    paid: "COMPLETED",
    refused: ("PROCESSING", "FAILED"),
    stuck: "PROCESSING",
    returned: ("COMPLETED", ""),
};

/// The app's wallet on Stellar, which belongs to nobody.
const WALLET: &str = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";

/// Id, name, type, country and currency of those that pay out.
const PROVIDERS: &[[&str; 5]] = &[
    ["provider_id", "Sandbox bank", "BANK", "NP", "NPR"],
    ["provider_upi", "Sandbox UPI", "VPA", "IN", "INR"],
    ["provider_mpesa", "Sandbox mobile money", "MOBILE_MONEY", "KE", "KES"],
];

fn failed(status: u16, message: &str) -> Reply {
    Reply::new(status, json! {"success": false, "message": message})
}

fn refuse(operation: &Operation, problem: &Problem) -> Reply {
    match problem {
        Problem::Unauthorised => failed(401, "Unauthorized"),
        Problem::Invalid(findings) => failed(400, &sentence(operation, findings)),
        Problem::RateLimited => failed(429, "RATE_LIMIT: too many requests"),
        Problem::Internal => failed(500, "Internal server error"),
    }
}

/// What the document's code throws, or which member is wrong.
fn sentence(operation: &Operation, findings: &[Finding]) -> String {
    if let Some(sentence) = operations::sentence(operation, findings) {
        return sentence.to_owned();
    }
    let path = findings.first().map(Finding::path).unwrap_or_default();
    let word = match path {
        "/paymentDetails/vpa" => "INVALID_VPA: ",
        "/paymentDetails/creditorAgent" => "BANK_NOT_SUPPORTED: ",
        "/paymentDetails/creditorAccount" => "INVALID_ACCOUNT: ",
        _ => "Invalid request: ",
    };
    [word, path].concat()
}

fn answer(turn: &mut Turn<'_>) -> Reply {
    match turn.operation.name() {
        "getWalletAddress" if turn.headers.get("APP_ID") != Some(turn.rest) => failed(404, "App not found"),
        "getWalletAddress" => Reply::ok(json! {"success": true, "data": json! {"wallet": WALLET}}),
        "listPaymentProviders" => Reply::ok(json! {"success": true, "data": providers()}),
        "instantOfframp" => instant(turn),
        _ => {
            let transactions = turn.members.get("transactions").and_then(Json::as_array).unwrap_or_default().to_vec();
            for (place, one) in transactions.iter().enumerate() {
                let one = one.as_object().cloned().unwrap_or_default();
                let account = text_of(&one, "beneficiaryBankDetails.accountNumber");
                let to = if account.is_empty() { text_of(&one, "beneficiaryPhoneNumber") } else { account };
                let id = turn.uuid(&text::number(place));
                queue(turn, &id, to, text_of(&one, "amount"), "provider_id", "PENDING");
            }
            let count = u32::try_from(transactions.len()).unwrap_or_default();
            Reply::new(201, json! {"success": true, "data": json! {"queued": count}})
        }
    }
}

fn providers() -> Vec<Json> {
    let mut all = Vec::new();
    for [id, name, kind, country, currency] in PROVIDERS {
        all.push(json! {"id": *id, "name": *name, "type": *kind, "country": *country, "currency": *currency,
        "supportedMethods": vec![Json::from(*kind)], "processingTime": "instant",
        "fees": json! {"percentage": number(decimal("0.5")), "fixed": 0_u32},
        "limits": json! {"minAmount": 10_u32, "maxAmount": 10_000_u32, "dailyLimit": 50_000_u32}});
    }
    all
}

/// Makes an order of so many tokens.
fn queue(turn: &mut Turn<'_>, id: &str, to: &str, tokens: &str, provider: &str, status: &str) {
    let currency = PROVIDERS.iter().find(|[known, ..]| *known == provider).map_or("NPR", |[.., currency]| currency);
    let (_, amount) = converted(decimal(tokens), currency);
    let order = turn.order(id, json! {"paymentProvider": provider, "transactionId": turn.id("txn")});
    let mut order = order.paying(to, &rounded(amount, 2).to_string(), currency);
    turn.text("xref").clone_into(&mut order.key);
    turn.begin(&LIFE, order, status);
}

fn instant(turn: &mut Turn<'_>) -> Reply {
    let word = turn.text(WORD).to_owned();
    if !word.is_empty() {
        return failed(400, &[&word, ": refused"].concat());
    }
    if turn.ending == Ending::Refused {
        return failed(400, "INVALID_ACCOUNT: refused by the bank");
    }
    let id = turn.uuid("request");
    let given = ["creditorAccount", "vpa", "phoneNumber"];
    let details = turn.members.get("paymentDetails").and_then(Json::as_object).cloned().unwrap_or_default();
    let to = given.iter().map(|name| text_of(&details, name)).find(|text| !text.is_empty()).unwrap_or_default();
    let status = match turn.ending {
        Ending::Stuck | Ending::Slow => "PROCESSING",
        _ => "COMPLETED",
    };
    let (tokens, provider) = (turn.text("tokenAmount").to_owned(), turn.text("paymentProviderId").to_owned());
    queue(turn, &id, to, &tokens, &provider, status);
    turn.books.order(&id).map_or_else(|| failed(500, ""), |order| Reply::new(201, request_of(order)))
}

fn request_of(order: &Order) -> Json {
    let mut data = Object::new();
    data.put_text("id", &order.id);
    data.put_text("status", &order.status);
    data.put_text("transactionId", order.text("transactionId"));
    data.put("amount", number(decimal(&order.amount)));
    data.put_text("currency", &order.currency);
    data.put_text("paymentProvider", order.text("paymentProvider"));
    data.put("processingTime", Json::from(2_u32));
    data.put("fees", Json::from(0_u32));
    json! {"success": true, "data": data}
}
