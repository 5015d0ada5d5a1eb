//! Coinut in the sandbox: customers who are approved after a minute, accounts, flows, and a trade for each deposit that
//! arrives at a flow's address.

use super::operations::CURRENCIES;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::Operation;
use crate::provider::sandbox::{
    Books, Ending, Life, Move, Order, Problem, Reply, Simulation, Turn, converted, decimal, json, rounded, text_of,
};
use crate::provider::sign::sha256;
use crate::text;

pub(super) static SIMULATION: Simulation = Simulation {
    credentials: &[("apiKey", "sandbox_key"), ("apiSecret", "sandbox_secret")],
    headers: &[("X-API-Key", "", "apiKey")],
    webhook_secret: "sandbox_secret",
    is_open: |_| false,
    answer,
    refuse,
    life: LIFE,
    event,
    deposit,
    seed,
};

const LIFE: Life = Life {
    moves: &[
        Move::after(60, "PENDING", "CUSTOMER_APPROVED"),
        Move::after(120, "DEPOSIT_RECEIVED", "DEPOSIT_APPROVED"),
        Move::after(30, "DEPOSIT_APPROVED", "TRADE_CREATED"),
        Move::after(60, "TRADE_CREATED", "TRADE_SETTLED"),
    ],
    paid: "TRADE_SETTLED",
    // the document knows no event for it: nothing follows
    refused: ("DEPOSIT_RECEIVED", ""),
    stuck: "DEPOSIT_APPROVED",
    returned: ("TRADE_SETTLED", ""),
};

/// The ids in the document's examples.
fn seed(books: &mut Books, now: i64) {
    let customer = Order::made("cust_abc123", "createCustomer", json! {"customerId": "cust_abc123"});
    books.begin(&LIFE, customer, "CUSTOMER_APPROVED", now);
    for id in ["bank_acc_id_xyz789", "bank_account_id_from_step_2"] {
        books.put("account", id, account(id, "EUR", "DE89370400440532013000", ""));
    }
    let address = "0x742d35Cc6634C0532925a3b8D4C9db96590f6C7E";
    let flow = json! {"flowId": "flow_abc123", "depositAddress": address, "network": "ETH", "currency": "USDT",
    "account": "bank_acc_id_xyz789", "customerId": "cust_abc123"};
    books.put("address", address, flow.clone());
    books.put("flow", "flow_abc123", flow);
}

fn account(id: &str, currency: &str, to: &str, wishes: &str) -> Json {
    json! {"bankAccountId": id, "currency": currency, "to": to, "ending": wishes}
}

fn failed(status: u16, word: &str, message: &str) -> Reply {
    Reply::new(status, json! {"status": word, "message": message})
}

fn refuse(_: &Operation, problem: &Problem) -> Reply {
    match problem {
        Problem::Unauthorised => failed(401, "UNAUTHORISED", "Invalid API key or signature"),
        Problem::Invalid(findings) => {
            let wrong = findings.first().map(Finding::path).unwrap_or_default();
            failed(422, "INVALID_PARAMETERS", &["Invalid parameters: ", wrong].concat())
        }
        Problem::RateLimited => failed(429, "FAILED", "Too many requests"),
        Problem::Internal => failed(500, "FAILED", "Internal server error"),
    }
}

fn answer(turn: &mut Turn<'_>) -> Reply {
    match turn.operation.name() {
        "createCustomer" => {
            let id = turn.id("cust");
            let mut customer = turn.order(&id, json! {"customerId": id.as_str()});
            if turn.ending == Ending::Refused {
                customer.ending = Ending::Stuck;
            }
            turn.begin(&LIFE, customer, if turn.ending == Ending::Refused { "REJECTED" } else { "PENDING" });
            Reply::ok(json! {"customerId": id})
        }
        "addBankAccount" => add_account(turn),
        "createOfframpFlow" => create_flow(turn),
        _ => {
            let wanted = turn.text("query.flowId").to_owned();
            let flow = match wanted.as_str() {
                "" => turn.books.records("flow").last(),
                id => turn.books.get("flow", id),
            };
            match flow {
                None => failed(422, "INVALID_PARAMETERS", "No such flow"),
                Some(flow) => Reply::ok(json! {"address": text_of(flow, "depositAddress"),
                "network": text_of(flow, "network"), "currency": text_of(flow, "currency")}),
            }
        }
    }
}

fn add_account(turn: &mut Turn<'_>) -> Reply {
    if turn.books.order(turn.text("customerId")).is_none() {
        return failed(422, "INVALID_PARAMETERS", "No such customer");
    }
    if !text::contains_word(CURRENCIES, turn.text("currency")) {
        return failed(422, "INVALID_PARAMETERS", "Currency not supported");
    }
    if turn.ending == Ending::Refused {
        return failed(422, "INVALID_PARAMETERS", "The bank account could not be verified");
    }
    let id = turn.id("bank_acc");
    let to = if turn.text("iban").is_empty() { turn.text("accountNo") } else { turn.text("iban") };
    let account = account(&id, turn.text("currency"), to, &turn.wishes());
    turn.books.put("account", &id, account);
    Reply::ok(json! {"bankAccountId": id})
}

fn create_flow(turn: &mut Turn<'_>) -> Reply {
    match turn.books.order(turn.text("from.customerId")).map(|customer| customer.status.as_str()) {
        Some("CUSTOMER_APPROVED") => {}
        Some(_) => return failed(422, "FAILED", "The customer is not approved yet"),
        None => return failed(422, "INVALID_PARAMETERS", "No such customer"),
    }
    if turn.books.get("account", turn.text("to")).is_none() {
        return failed(422, "INVALID_PARAMETERS", "No such bank account");
    }
    let id = turn.id("flow");
    let network = turn.text("from.network").to_owned();
    let address = if network == "TRX" { tron_address(&turn.digits("address")) } else { turn.evm_address() };
    let flow = json! {"flowId": id.as_str(), "depositAddress": address.as_str(), "network": network.as_str(),
    "currency": turn.text("from.currency"), "account": turn.text("to"),
    "customerId": turn.text("from.customerId")};
    turn.books.put("address", &address, flow.clone());
    turn.books.put("flow", &id, flow);
    Reply::ok(json! {"flowId": id,
    "data": json! {"depositAddress": address, "network": network, "currency": turn.text("from.currency")}})
}

/// Each deposit is traded and paid out.
fn deposit(turn: &mut Turn<'_>) -> bool {
    let Some(flow) = turn.books.get("address", turn.text("to")).cloned() else { return false };
    let (id, trade) = (turn.id("dep"), turn.id("trade"));
    let account = turn.books.get("account", text_of(&flow, "account")).cloned().unwrap_or_default();
    let (amount, currency) = (turn.text("amount"), text_of(&account, "currency").to_owned());
    let (rate, settled) = converted(decimal(amount), &currency);
    let settled = rounded(settled, 2).to_string();
    let members = json! {"id": id.as_str(), "flowId": text_of(&flow, "flowId"), "depositId": id.as_str(),
    "tradeId": trade, "customerId": text_of(&flow, "customerId"), "amount": amount,
    "currency": text_of(&flow, "currency"), "network": text_of(&flow, "network"), "rate": rate.to_string(),
    "settledAmount": settled.as_str(), "settledCurrency": currency.as_str()};
    let mut order = turn.order(&id, members).paying(text_of(&account, "to"), &settled, &currency);
    order.operation = "createOfframpFlow";
    text_of(&flow, "flowId").clone_into(&mut order.key);
    order.wish(text_of(&account, "ending"));
    turn.begin(&LIFE, order, "DEPOSIT_RECEIVED");
    true
}

fn event(order: &Order, _: &str) -> Option<Json> {
    let data = match order.status.as_str() {
        "CUSTOMER_APPROVED" => json! {"id": order.id.as_str(), "customerId": order.id.as_str(), "status": "APPROVED"},
        "DEPOSIT_RECEIVED" | "DEPOSIT_APPROVED" => {
            without(&order.members, "tradeId rate settledAmount settledCurrency")
        }
        "TRADE_CREATED" => without(&order.members, "settledAmount settledCurrency"),
        "TRADE_SETTLED" => Json::Object(order.members.clone()),
        _ => return None,
    };
    Some(json! {"event": order.status.as_str(), "data": data})
}

fn without(members: &Object, names: &str) -> Json {
    let mut some = members.clone();
    some.retain(|name| !text::contains_word(names, name));
    Json::Object(some)
}

/// An address on TRON: 0x41, twenty bytes and a checksum, in base 58.
fn tron_address(digits: &str) -> String {
    let mut bytes = [0_u8; 21];
    if let Some((first, rest)) = bytes.split_first_mut() {
        *first = 0x41;
        let _ = text::unhex(digits.get(..40).unwrap_or_default(), rest);
    }
    let check = sha256(&sha256(&bytes));
    let mut number = bytes.to_vec();
    number.extend_from_slice(check.get(..4).unwrap_or_default());
    base58(&number)
}

fn base58(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut digits: Vec<u32> = Vec::new();
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry = carry.wrapping_add(digit.wrapping_mul(256));
            *digit = carry % 58;
            carry /= 58;
        }
        while carry > 0 {
            digits.push(carry % 58);
            carry /= 58;
        }
    }
    let letter = |digit: &u32| LETTERS.get(usize::try_from(*digit).unwrap_or_default()).copied().unwrap_or_default();
    digits.iter().rev().map(|digit| char::from(letter(digit))).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses_are_addresses() {
        let address = super::tron_address("a614f803b6fd780986a42c78ec9c7f77e6ded13c");
        assert_eq!(address, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t");
    }
}
