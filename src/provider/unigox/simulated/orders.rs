//! Prices, quotes and orders.

use super::super::{ACTIONS, allowed};
use super::{created, done, failed, lists, time};
use crate::json::{Json, Object};
use crate::provider::sandbox::{
    Books, Life, Move, Order, Reply, Turn, converted, decimal, json, number, rounded, text_of,
};
use crate::text;
use crate::timestamp::Timestamp;

const AUTHORIZABLE: &str = "awaiting_crypto_transfer_authorization";
const CONFIRMABLE: &str = "crypto_received fiat_payment_started fiat_payment_review_started \
    awaiting_fiat_received_confirmation";
/// How long a quote is good, and how long a wallet may take to sign.
const QUOTE_SECONDS: i64 = 30;
const SIGNING_SECONDS: u32 = 1800;

pub(in super::super) const LIFE: Life = Life {
    moves: &[
        Move::after(2, "awaiting_liquidity_provider", AUTHORIZABLE),
        Move::unless(SIGNING_SECONDS, AUTHORIZABLE, "cancelled"),
        Move::after(5, "crypto_transfer_authorization_pending", "crypto_received"),
        Move::after(60, "crypto_received", "fiat_payment_started"),
        Move::after(60, "fiat_payment_started", "fiat_payment_review_started"),
        Move::after(60, "fiat_payment_review_started", "awaiting_fiat_received_confirmation"),
        Move::after(1, "fiat_received_confirmed", "crypto_release_pending"),
        Move::after(5, "crypto_release_pending", "completed"),
        Move::after(60, "kyc_in_progress", "kyc_verified"),
        Move::after(60, "kyc_refusing", "kyc_rejected"),
    ],
    // with the proof that was accepted, or with the seller's word
    paid: "awaiting_fiat_received_confirmation fiat_received_confirmed",
    refused: ("fiat_payment_started", "cancelled"),
    stuck: "fiat_payment_started",
    returned: ("completed", ""),
};

/// The quote and the order of the description's examples.
pub(in super::super) fn seed(books: &mut Books, now: i64) {
    let quote = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
    let amounts = json! {"crypto_amount": "101.50", "fiat_amount": "152880.00", "crypto_currency": "USDT",
    "fiat_currency": "NGN", "rate": "1530.12"};
    let fees = json! {"platform_fee": "1.50", "platform_fee_pct": number(decimal("1.5")), "partner_fee": "0.00",
    "partner_fee_pct": 0_u32, "total_fee": "1.50"};
    books.put("quote", quote, json! {"quote_id": quote, "amounts": amounts.clone(), "fee_breakdown": fees.clone(),
        "expires": "253402300799", "to": "0123456789", "user": "550e8400-e29b-41d4-a716-446655440000", "details": "987"});
    let id = "b2c3d4e5-f6a7-8901-bcde-f12345678901";
    let members = json! {"quote_id": quote, "amounts": amounts, "fee_breakdown": fees, "details": "987",
    "user": "550e8400-e29b-41d4-a716-446655440000", "escrow": "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"};
    let order = Order::made(id, "initiate", members).paying("0123456789", "152880.00", "NGN");
    books.begin(&LIFE, order, AUTHORIZABLE, now);
}

pub(in super::super) fn answer(turn: &mut Turn<'_>) -> Reply {
    match turn.operation.name() {
        "estimate" => estimate(turn),
        "quote" => quote(turn),
        "initiate" => initiate(turn),
        "listOrders" => list(turn),
        name => {
            let id = turn.text("order_id").to_owned();
            let Some(order) = turn.books.order(&id).filter(|order| order.operation == "initiate").cloned() else {
                return failed(404, "ORDER_NOT_FOUND", "Order not found");
            };
            match name {
                "getOrder" => done(shown(&order, Some(turn.now))),
                "getTransferAuthorizationParameters" => done(parameters(&order)),
                _ => act(turn, &order, name),
            }
        }
    }
}

/// `{rate, crypto_amount, fiat_amount, fee_breakdown}`: a percent and a half is the fee, in tokens.
fn price(turn: &Turn<'_>) -> Object {
    let (given, currency) = (turn.text("crypto_amount"), turn.text("fiat_currency"));
    let (rate, _) = converted(decimal("1"), currency);
    let (tokens, fee) = if given.is_empty() {
        let fiat = decimal(turn.text("fiat_amount"));
        let net = fiat.checked_div(rate).unwrap_or_default();
        let gross = net.checked_div(decimal("0.985")).unwrap_or_default();
        let gross = rounded(gross, 6);
        (gross, gross.saturating_sub(net))
    } else {
        let tokens = decimal(given);
        (tokens, tokens.checked_mul(decimal("0.015")).unwrap_or_default())
    };
    let fee = rounded(fee, 6);
    let (_, fiat) = converted(tokens.saturating_sub(fee), currency);
    let given = turn.text("fiat_amount");
    let fiat = if given.is_empty() { rounded(fiat, 2).to_string() } else { given.to_owned() };
    let fee = fee.to_string();
    let fees = json! {"platform_fee": fee.as_str(), "platform_fee_pct": number(decimal("1.5")),
    "partner_fee": "0.00", "partner_fee_pct": 0_u32, "total_fee": fee.as_str()};
    let mut price = Object::new();
    price.put_text("rate", &rate.to_string());
    price.put_text("crypto_amount", &tokens.to_string());
    price.put_text("fiat_amount", &fiat);
    price.put("fee_breakdown", fees);
    price
}

fn estimate(turn: &Turn<'_>) -> Reply {
    let token = turn.text("crypto_currency");
    if !text::contains_word("USDT USDC", token) {
        return failed(400, "INVALID_REQUEST", &["unsupported cryptocurrency: ", token].concat());
    }
    let mut price = price(turn);
    for (name, default) in
        [("payment_method_slug", "access-bank"), ("payment_network_slug", "nibss"), ("provider_scope", "all")]
    {
        let given = turn.text(name);
        price.insert(name, if given.is_empty() { default } else { given });
    }
    price.insert("is_indicative", true);
    done(Json::Object(price))
}

fn quote(turn: &mut Turn<'_>) -> Reply {
    let user = turn.books.get("internal", turn.text("user_id")).map(|user| text_of(user, "id").to_owned());
    let details = turn.books.get("details", turn.text("payment_details_id")).cloned();
    let Some((user, details)) = user.zip(details).filter(|(user, details)| text_of(details, "user") == user) else {
        let message = "Payment details not found or do not belong to user";
        return failed(404, "INVALID_PAYMENT_DETAILS", message);
    };
    let status = turn.books.get("user", &user).map(|user| text_of(user, "kyc_status")).unwrap_or_default();
    if status == "VERIFICATION_REJECTED" {
        return failed(422, "KYC_NOT_CLEARED", "The user is not verified");
    }
    let rail = turn.text("rail");
    // the description's own example has a name that is no rail's
    if lists::has_rail(rail) && rail != text_of(&details, "rail") {
        return failed(400, "RAIL_ROUTE_MISMATCH", "Rail does not match payment details");
    }
    let currency = turn.text("fiat_currency").to_owned();
    if currency != text_of(&details, "currency") {
        let pair = [turn.text("crypto_currency"), "/", &currency].concat();
        return failed(409, "NO_OFFERS_AVAILABLE", &["No offers available for ", &pair].concat());
    }
    let id = turn.uuid("quote");
    let mut shown = json! {"quote_id": id.as_str()}.as_object().cloned().unwrap_or_default();
    for (name, value) in price(turn).iter() {
        shown.insert(name, value.clone());
    }
    let end = turn.now.unix_seconds().saturating_add(QUOTE_SECONDS);
    let serial = text_of(&details, "id").parse::<u32>().unwrap_or_default();
    shown.insert("payment_details_id", serial);
    shown.insert("payment_method_id", 5_u32);
    shown.insert("payment_network_id", 12_u32);
    shown.insert("expires_at", Timestamp::at_unix_millis(end.saturating_mul(1000)).to_text());
    let value = |name: &str| shown.get(name).cloned().unwrap_or(Json::Null);
    let amounts = json! {"crypto_amount": value("crypto_amount"), "fiat_amount": value("fiat_amount"),
    "crypto_currency": turn.text("crypto_currency"), "fiat_currency": currency, "rate": value("rate")};
    let wishes = [text_of(&details, "ending"), " ", &turn.wishes()].concat();
    let names = ["details.iban", "details.vpa", "details.account_number", "details.cbu", "details.cvu"];
    let to = names.iter().map(|name| text_of(&details, name)).find(|to| !to.is_empty()).unwrap_or_default();
    let record = json! {"quote_id": id.as_str(), "amounts": amounts, "fee_breakdown": value("fee_breakdown"),
    "expires": end.to_string(), "to": to, "user": user, "details": text_of(&details, "id"),
    "ending": wishes};
    turn.books.put("quote", &id, record);
    done(Json::Object(shown))
}

fn initiate(turn: &mut Turn<'_>) -> Reply {
    let id = turn.text("quote_id").to_owned();
    let Some(quote) = turn.books.get("quote", &id).cloned() else {
        return failed(404, "QUOTE_NOT_FOUND", "Quote not found");
    };
    if quote.get("used").is_some() {
        return failed(409, "QUOTE_ALREADY_USED", "Quote has already been used");
    }
    if text_of(&quote, "expires").parse::<i64>().unwrap_or_default() <= turn.now.unix_seconds() {
        return failed(409, "QUOTE_EXPIRED", "Quote has expired, please request a new quote");
    }
    let value = |name: &str| quote.get(name).cloned().unwrap_or(Json::Null);
    let order_id = turn.uuid("order");
    let members = json! {"quote_id": id.as_str(), "amounts": value("amounts"), "fee_breakdown": value("fee_breakdown"),
    "details": value("details"), "user": value("user"), "escrow": turn.evm_address()};
    let (amount, currency) = (text_of(&quote, "amounts.fiat_amount"), text_of(&quote, "amounts.fiat_currency"));
    let mut order = turn.order(&order_id, members).paying(text_of(&quote, "to"), amount, currency);
    order.key.clone_from(&id);
    order.wish(text_of(&quote, "ending"));
    let mut used = quote.clone();
    used.insert("used", true);
    turn.books.put("quote", &id, Json::Object(used));
    turn.begin(&LIFE, order, "awaiting_liquidity_provider");
    match turn.books.order(&order_id) {
        None => failed(500, "INTERNAL_ERROR", "Internal server error"),
        Some(order) => {
            let mut json = shown(order, None);
            if let Json::Object(json) = &mut json {
                json.insert("quote_id", id);
                json.retain(|name| !text::contains_word("next_action allowed_actions updated_at", name));
            }
            created(json)
        }
    }
}

/// The status as the description of the answers has it, which knows less than that of the deliveries.
fn status(word: &str) -> &str {
    match word {
        "fiat_payment_started" | "fiat_payment_review_started" => "crypto_received",
        "dispute_started" => "awaiting_fiat_received_confirmation",
        word => word,
    }
}

fn shown(order: &Order, now: Option<Timestamp>) -> Json {
    let (first, last) = order.times();
    let at = |millis: i64| Timestamp::at_unix_millis(millis.div_euclid(1000).saturating_mul(1000)).to_text();
    let word = status(&order.status);
    let (actions, next) = allowed(word);
    let mut timeline: Vec<Json> = Vec::new();
    let mut before = "";
    for (step, millis) in &order.history {
        let step = status(step);
        if step != before {
            timeline.push(json! {"status": step, "timestamp": at(*millis), "description": step.replace('_', " ")});
        }
        before = step;
    }
    let value = |name: &str| order.members.get(name).cloned().unwrap_or(Json::Null);
    let mut json = Object::new();
    json.put_text("order_id", &order.id);
    json.put_text("status", word);
    json.put("next_action", if next.is_empty() { Json::Null } else { Json::from(next) });
    json.put("allowed_actions", Json::texts(actions.iter().copied()));
    if let Some(now) = now.filter(|_| word == AUTHORIZABLE) {
        let left = i64::from(SIGNING_SECONDS).saturating_sub(now.unix_seconds().saturating_sub(last.div_euclid(1000)));
        json.put("crypto_transfer_authorization_seconds_left", Json::number(u64::try_from(left).unwrap_or_default()));
    }
    json.put("amounts", value("amounts"));
    json.put("fee_breakdown", value("fee_breakdown"));
    json.put("timeline", Json::Array(timeline));
    json.put_text("created_at", &at(first));
    json.put_text("updated_at", &at(last));
    Json::Object(json)
}

fn list(turn: &Turn<'_>) -> Reply {
    let whole =
        |name: &str, default: usize| turn.text(name).parse::<usize>().ok().filter(|n| *n > 0).unwrap_or(default);
    let (page, limit, wanted) = (whole("page", 1), whole("limit", 20), turn.text("status"));
    let fits = |order: &&Order| order.operation == "initiate" && (wanted.is_empty() || order.status == wanted);
    let found: Vec<&Order> = turn.books.orders().rev().filter(fits).collect();
    let start = page.saturating_sub(1).saturating_mul(limit);
    // the description has the quote with a new order and not here
    let orders: Vec<Json> = found.iter().skip(start).take(limit).map(|order| shown(order, None)).collect();
    let number = |count: usize| Json::from(u32::try_from(count).unwrap_or_default());
    done(json! {"orders": orders, "pagination": json! {"page": number(page), "limit": number(limit),
    "total_count": number(found.len()), "total_pages": number(found.len().div_ceil(limit))}})
}

/// What the wallet signs: a transfer of so many tokens to the order's escrow.
fn parameters(order: &Order) -> Json {
    let human = order.text("amounts.crypto_amount");
    let atomic = rounded(decimal(human), 6).to_string().replace('.', "");
    let atomic = text::without_first(&atomic, b'0').to_owned();
    let escrow = order.text("escrow").trim_start_matches("0x");
    let hexadecimal = format!("{:064x}", atomic.parse::<u128>().unwrap_or_default());
    let data = ["0xa9059cbb", &"0".repeat(24), escrow, &hexadecimal].concat();
    json! {"order_id": order.id.as_str(), "network_preset": "polygon", "chain_id": "137",
    "rpc_url": "http://127.0.0.1/rpc", "token_address": "0xc2132d05d31c914a87c6611c10748aeb04b58e8f",
    "forwarder_address": "0x7a95fa73250dc53556d264522150a940d4c50238", "recipient_address": order.text("escrow"),
    "sender_address": "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "amount_atomic": atomic, "amount_human": human,
    "crypto_currency": order.text("amounts.crypto_currency"), "crypto_decimals": 6_u32,
    "recommended_gas_limit": "500000", "recommended_ttl_seconds": 1800_u32, "transfer_data": data,
    "forwarder_nonce": "0",
    "authorization_path": ["/api/v1/partner/orders/", &order.id, "/authorize-crypto-transfer"].concat()}
}

fn act(turn: &mut Turn<'_>, order: &Order, name: &str) -> Reply {
    let status = order.status.as_str();
    match name {
        "authorizeCryptoTransfer" if status == AUTHORIZABLE => {
            turn.enter(&LIFE, &order.id, "crypto_transfer_authorization_pending");
        }
        "authorizeCryptoTransfer" => return failed(409, "INVALID_STATUS", "Order is not in the correct status"),
        "confirmFiatReceived" if text::contains_word(CONFIRMABLE, status) => {
            turn.enter(&LIFE, &order.id, "fiat_received_confirmed");
        }
        "cancelOrder" if ACTIONS.iter().any(|(of, all, _)| *of == status && all.contains(&"cancel")) => {
            turn.enter(&LIFE, &order.id, "cancelled");
        }
        _ => return failed(400, "OPERATION_NOT_ALLOWED", "The action is not permitted for the current order state"),
    }
    let status = turn.books.order(&order.id).map(|order| self::status(&order.status).to_owned());
    done(json! {"order_id": order.id.as_str(), "status": status.unwrap_or_default(), "updated_at": time(turn.now)})
}

/// What a delivery says of an order.
pub(in super::super) fn changed(order: &Order) -> Json {
    let value = |place: &str| Json::from(order.text(place));
    json! {"order_id": order.id.as_str(), "status": order.status.as_str(), "user_id": value("user"),
    "crypto_amount": value("amounts.crypto_amount"), "crypto_currency": value("amounts.crypto_currency"),
    "fiat_amount": value("amounts.fiat_amount"), "fiat_currency": value("amounts.fiat_currency"),
    "provider": "p2p", "payment_details_id": value("details")}
}
