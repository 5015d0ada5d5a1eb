//! Sentra in the sandbox: quotes of fifteen minutes, transfers that wait an hour for tokens, and money that comes back.

use rust_decimal::Decimal;

use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::Operation;
use crate::provider::sandbox::{
    Books, Life, Move, Order, Problem, Reply, Simulation, Turn, Webhook, converted, decimal, json, number, rounded,
    text_of,
};
use crate::timestamp::Timestamp;

pub(super) static SIMULATION: Simulation = Simulation {
    credentials: &[("apiKey", "sk_dev_sandbox")],
    headers: &[("X-API-KEY", "", "apiKey")],
    webhook_secret: "sandbox_webhook_secret",
    is_open: |_| false,
    answer,
    refuse,
    life: LIFE,
    event: |order, id| Some(event(order, id)),
    deposit,
    seed,
};

const LIFE: Life = Life {
    moves: &[
        Move::unless(3600, "AWAITING_FUNDS", "EXPIRED"),
        Move::after(60, "PROCESSING", "SENT"),
        Move::after(300, "SENT", "COMPLETED"),
    ],
    paid: "COMPLETED",
    refused: ("PROCESSING", "FAILED"),
    stuck: "PROCESSING",
    returned: ("COMPLETED", "REFUNDED"),
};

const QUOTE_SECONDS: i64 = 900;
const TRANSFER_SECONDS: i64 = 3600;

/// The ids in the document's examples.
fn seed(books: &mut Books, now: i64) {
    // abbreviated, and the UUID that everybody takes as an example
    for id in ["550e8400-...", "550e8400-e29b-41d4-a716-446655440000"] {
        let quote = json! {"id": id, "sourceAmount": number(decimal("1000")), "sourceCurrency": "USDC",
        "sourceRail": "POLYGON", "destinationAmount": number(decimal("994.5")), "destinationCurrency": "USD",
        "totalFee": number(decimal("5.5")), "expires": "253402300799", "ending": "paid", "userId": "{userId}"};
        books.put("quote", id, quote);
    }
    for id in ["{paymentId}", "{id}"] {
        let members = json! {"id": id, "idempotencyKey": id, "userId": "{userId}", "quoteId": "550e8400-...",
        "bankAccountId": "bank_account_id_here", "depositAddress": id, "depositChain": "POLYGON",
        "depositAmount": number(decimal("1000")), "fee": number(decimal("5.5"))};
        let order = Order::made(id, "createTransfer", members).paying("bank_account_id_here", "994.5", "USD");
        books.begin(&LIFE, order, "AWAITING_FUNDS", now);
    }
}

fn failed(status: u16, code: &str, message: &str) -> Reply {
    Reply::new(status, json! {"code": code, "message": message})
}

fn refuse(_: &Operation, problem: &Problem) -> Reply {
    match problem {
        Problem::Unauthorised => failed(401, "UNAUTHORIZED", "Invalid API key"),
        Problem::Invalid(findings) => {
            let wrong = findings.first().map(Finding::path).unwrap_or_default();
            failed(400, "INVALID_REQUEST", &["Invalid request: ", wrong].concat())
        }
        Problem::RateLimited => failed(429, "RATE_LIMITED", "Too many requests"),
        Problem::Internal => failed(500, "INTERNAL_ERROR", "Internal server error"),
    }
}

fn answer(turn: &mut Turn<'_>) -> Reply {
    match turn.operation.name() {
        "getRate" => Reply::ok(Json::Object(priced(turn, "fee"))),
        "createQuote" => create_quote(turn),
        "createTransfer" => create_transfer(turn),
        "completeTransfer" => complete(turn),
        "getPayment" => match turn.books.order(turn.text("id")) {
            Some(order) => Reply::ok(payment(order)),
            None => failed(404, "NOT_FOUND", "Payment not found"),
        },
        "listPayments" => {
            let user = turn.text("userId").to_owned();
            let own = turn.books.orders().rev().filter(|order| order.text("userId") == user);
            Reply::ok(json! {"payments": own.take(1000).map(payment).collect::<Vec<_>>()})
        }
        _ => {
            let (url, secret) = (turn.text("url").to_owned(), turn.text("secret").to_owned());
            let events = turn.members.get("events").cloned().unwrap_or(Json::Null);
            turn.books.register(Webhook { url: url.clone(), secret: Some(secret) });
            Reply::new(201, json! {"id": turn.uuid("webhook"), "url": url, "events": events})
        }
    }
}

/// Half a thousandth is Sentra's own fee, the developer's share comes on top; the sample of the document has both.
fn priced(turn: &Turn<'_>, fee_name: &'static str) -> Object {
    let amount = decimal(turn.text("source.amount"));
    let share = decimal(turn.text("developerVariableFee"));
    let part = |of: Decimal| amount.checked_mul(of).unwrap_or_default();
    let fee = rounded(part(share).saturating_add(part(Decimal::new(5, 4))), 6);
    let currency = turn.text("destination.currency");
    let (rate, arrives) = converted(amount.saturating_sub(fee), currency);
    let mut json = Object::new();
    json.put_text("sourceCurrency", turn.text("source.currency"));
    json.put("sourceAmount", number(amount));
    json.put_text("sourceRail", turn.text("source.rail"));
    json.put_text("destinationCurrency", currency);
    json.put("destinationAmount", number(rounded(arrives, 2)));
    json.put_text("destinationRail", turn.text("destination.rail"));
    json.put_text("destinationCountryCode", turn.text("destination.countryCode"));
    json.put("exchangeRate", number(rate));
    json.put(fee_name, number(fee));
    json
}

fn after(now: Timestamp, seconds: i64) -> (i64, String) {
    let end = now.unix_seconds().saturating_add(seconds);
    (end, Timestamp::at_unix_millis(end.saturating_mul(1000)).to_text())
}

fn create_quote(turn: &mut Turn<'_>) -> Reply {
    let id = turn.uuid("quote");
    let (end, expires) = after(turn.now, QUOTE_SECONDS);
    let mut quote = json! {"id": id.as_str()}.as_object().cloned().unwrap_or_default();
    for (name, value) in priced(turn, "totalFee").iter() {
        quote.insert(name, value.clone());
    }
    quote.insert("expiresAt", expires);
    quote.insert("createdAt", after(turn.now, 0).1);
    let reply = Reply::ok(Json::Object(quote.clone()));
    quote.insert("expires", end.to_string());
    quote.insert("userId", turn.text("userId"));
    quote.insert("ending", turn.wishes());
    turn.books.put("quote", &id, Json::Object(quote));
    reply
}

fn create_transfer(turn: &mut Turn<'_>) -> Reply {
    let key = turn.text("idempotencyKey").to_owned();
    if let Some(order) = turn.known(&key) {
        return Reply::ok(payment(order));
    }
    let Some(quote) = turn.books.get("quote", turn.text("quoteId")).cloned() else {
        return failed(404, "QUOTE_NOT_FOUND", "Quote not found");
    };
    if text_of(&quote, "expires").parse::<i64>().unwrap_or_default() <= turn.now.unix_seconds() {
        return failed(400, "QUOTE_EXPIRED", "The quote has expired");
    }
    let id = turn.uuid("payment");
    let value = |name: &str| quote.get(name).cloned().unwrap_or(Json::Null);
    let members = json! {"id": id.as_str(), "idempotencyKey": key.as_str(), "userId": text_of(&quote, "userId"),
    "recipientId": turn.text("recipientId"), "quoteId": turn.text("quoteId"),
    "bankAccountId": turn.text("bankAccountId"), "fee": value("totalFee"), "depositAddress": turn.evm_address(),
    "depositAmount": value("sourceAmount"), "depositChain": text_of(&quote, "sourceRail")};
    let (amount, currency) = (text_of(&quote, "destinationAmount"), text_of(&quote, "destinationCurrency"));
    let mut order = turn.order(&id, members).paying(turn.text("bankAccountId"), amount, currency);
    order.key.clone_from(&key);
    order.wish(text_of(&quote, "ending"));
    turn.books.put("address", order.text("depositAddress"), json! {"id": id.as_str()});
    turn.know(&key, &id);
    turn.begin(&LIFE, order, "AWAITING_FUNDS");
    turn.books.order(&id).map_or_else(|| failed(500, "INTERNAL_ERROR", ""), |order| Reply::ok(payment(order)))
}

fn complete(turn: &mut Turn<'_>) -> Reply {
    let id = turn.text("paymentId").to_owned();
    let hash = turn.text("transactionHash").to_owned();
    let Some(order) = turn.books.order_mut(&id) else { return failed(404, "NOT_FOUND", "Payment not found") };
    let status = order.status.clone();
    let told = order.text("transactionHash").to_owned();
    match status.as_str() {
        "AWAITING_FUNDS" | "PENDING" => {
            order.members.insert("transactionHash", hash);
            turn.enter(&LIFE, &id, "PROCESSING");
        }
        // tokens that come too late go back
        "EXPIRED" => {
            order.members.insert("transactionHash", hash);
            turn.enter(&LIFE, &id, "REFUNDED");
        }
        _ if told == hash => {}
        _ => return failed(409, "INVALID_STATUS", "The transfer has another transaction"),
    }
    let Some(order) = turn.books.order(&id) else { return failed(404, "NOT_FOUND", "Payment not found") };
    let (_, updated) = order.times();
    Reply::ok(json! {"id": id, "status": order.status.as_str(), "transactionHash": order.text("transactionHash"),
    "sentAt": Timestamp::at_unix_millis(updated).to_text()})
}

/// Tokens that are seen before anybody tells of them.
fn deposit(turn: &mut Turn<'_>) -> bool {
    let found = turn.books.get("address", turn.text("to")).map(|found| text_of(found, "id").to_owned());
    let Some(id) = found else { return false };
    match turn.books.order(&id).map(|order| order.status.clone()).as_deref() {
        Some("AWAITING_FUNDS") => turn.enter(&LIFE, &id, "PENDING"),
        Some("EXPIRED") => turn.enter(&LIFE, &id, "REFUNDED"),
        _ => return false,
    }
    true
}

fn payment(order: &Order) -> Json {
    let (created, _) = order.times();
    let value = |name: &str| order.members.get(name).cloned().unwrap_or(Json::Null);
    let reason = if order.status == "FAILED" { Json::from("INVALID_ACCOUNT") } else { Json::Null };
    let end = created.saturating_add(TRANSFER_SECONDS.saturating_mul(1000));
    json! {"id": order.id.as_str(), "idempotencyKey": value("idempotencyKey"), "type": "OFF_RAMP",
    "status": order.status.as_str(), "quoteId": value("quoteId"), "bankAccountId": value("bankAccountId"),
    "walletId": Json::Null, "transactionHash": value("transactionHash"), "fee": value("fee"), "reason": reason,
    "depositAddress": value("depositAddress"), "depositAmount": value("depositAmount"),
    "depositChain": value("depositChain"), "createdAt": Timestamp::at_unix_millis(created).to_text(),
    "expiresAt": Timestamp::at_unix_millis(end).to_text()}
}

fn event(order: &Order, id: &str) -> Json {
    json! {"id": id, "event": "payment.updated", "data": payment(order)}
}
