//! SwiftPay's payment service in the sandbox: a payment is made in one request, and known again by wallet and key.

use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::Operation;
use crate::provider::sandbox::{Books, Ending, Life, Move, Order, Problem, Reply, Simulation, Turn, WORD, json};
use crate::timestamp::Timestamp;

pub(super) static SIMULATION: Simulation = Simulation {
    credentials: &[("serviceId", "transaction-service"), ("serviceSecret", "sandbox_secret"), ("userId", "123")],
    headers: &[
        ("x-service-id", "", "serviceId"),
        ("x-service-secret", "", "serviceSecret"),
        // whose payment it is
        ("x-user-id", "", ""),
    ],
    webhook_secret: "",
    is_open: |operation| operation.name() == "health",
    answer,
    refuse,
    life: LIFE,
    event: |_, _| None,
    deposit: |_| false,
    seed: |_: &mut Books, _| {},
};

const LIFE: Life = Life {
    moves: &[Move::after(2, "PENDING", "SUCCESS")],
    paid: "SUCCESS",
    refused: ("PENDING", "FAILED"),
    stuck: "PENDING",
    returned: ("SUCCESS", ""),
};

/// The gateway's words and what they say to people.
const GATEWAY: &[(&str, &str)] = &[
    ("INVALID_ACCOUNT", "Invalid beneficiary account"),
    ("INSUFFICIENT_FUNDS", "Insufficient funds in source account"),
    ("ACCOUNT_BLOCKED", "Account is blocked or frozen"),
    ("TRANSACTION_LIMIT_EXCEEDED", "Amount exceeds the allowed limit"),
    ("GATEWAY_TIMEOUT", "Gateway did not respond in time"),
    ("GATEWAY_ERROR", "Gateway error"),
];

fn failed(status: u16, message: &str, code: &str, details: &str) -> Reply {
    let kind = [code, "_ERROR"].concat();
    let kind = if code == "EXTERNAL_SERVICE_ERROR" { code } else { kind.as_str() };
    Reply::new(
        status,
        json! {"success": false, "message": message,
        "error": json! {"code": code, "type": kind, "details": details}},
    )
}

fn refuse(_: &Operation, problem: &Problem) -> Reply {
    match problem {
        Problem::Unauthorised => failed(401, "Unauthorized", "AUTHENTICATION", "Service authentication failed"),
        Problem::Invalid(findings) => invalid(findings),
        Problem::RateLimited => {
            let mut reply = failed(
                429,
                "Too many requests. Please try again later.",
                "RATE_LIMIT_EXCEEDED",
                "General rate limit allows 50 requests per 15 minutes. Limit exceeded.",
            );
            if let Json::Object(body) = &mut reply.body
                && let Some(Json::Object(mut error)) = body.get("error").cloned()
            {
                error.insert("retryAfter", "15 minutes");
                body.insert("error", error);
            }
            reply
        }
        Problem::Internal => {
            let message = "Internal server error during payment processing";
            failed(500, message, "INTERNAL", "Database connection timeout")
        }
    }
}

/// The document's sentences, of the fields that are wrong.
fn invalid(findings: &[Finding]) -> Reply {
    let mut items = Vec::new();
    let mut message = "Invalid request parameters";
    for finding in findings {
        let field = finding.path().trim_start_matches('/').split('/').next().unwrap_or_default();
        let sentence = match field {
            "walletId" => "Wallet ID is required",
            "amount" => "Valid positive amount is required",
            "accountDetails" => {
                message = "Invalid account details";
                "Account number or UPI ID is required"
            }
            _ => "Invalid value",
        };
        items.push(json! {"field": field, "message": sentence});
    }
    failed(400, message, "VALIDATION", &Json::Array(items).to_text())
}

fn answer(turn: &mut Turn<'_>) -> Reply {
    if turn.operation.name() == "health" {
        return Reply::ok(json! {"service": "payment", "route": "payment", "status": "healthy",
        "timestamp": turn.now.to_millis()});
    }
    let key = turn.headers.get("x-idempotency-key").or_else(|| turn.headers.get("idempotency-key"));
    let key = key.unwrap_or_default().to_owned();
    // a wallet and a key are one payment
    let pair = [turn.text("walletId"), " ", &key].concat();
    if let Some(order) = turn.known(&pair).filter(|_| !key.is_empty()) {
        return again(order);
    }
    let id = turn.id("pay");
    let is_upi = !turn.text("accountDetails.upiId").is_empty();
    let to = turn.text(if is_upi { "accountDetails.upiId" } else { "accountDetails.accountNumber" });
    let (amount, currency) = (turn.text("amount"), turn.text("currency"));
    let currency = if currency.is_empty() { "INR" } else { currency };
    let members = json! {"userId": turn.headers.get("x-user-id").unwrap_or_default(),
    "walletId": turn.text("walletId"), "transactionId": turn.text("transactionId"),
    "gatewayReference": turn.id("gateway_ref"), "paymentMethod": if is_upi { "UPI" } else { "BANK_TRANSFER" }};
    let to = if turn.operation.name() == "onRamp" { turn.text("walletId") } else { to };
    let mut order = turn.order(&id, members).paying(to, amount, currency);
    order.key.clone_from(&key);
    let word = GATEWAY.iter().find(|(word, _)| *word == turn.text(WORD));
    let refused = word.or_else(|| GATEWAY.first().filter(|_| turn.ending == Ending::Refused));
    let status = match (refused, turn.ending) {
        (Some(_), _) => "FAILED",
        (None, Ending::Stuck | Ending::Slow) => "PENDING",
        _ => "SUCCESS",
    };
    turn.begin(&LIFE, order, status);
    turn.know(&pair, &id);
    let Some(order) = turn.books.order(&id) else { return failed(500, "", "INTERNAL", "") };
    match refused {
        Some((word, message)) => refused_by_gateway(order, word, message),
        None => processed(order, turn.operation.name()),
    }
}

fn processed(order: &Order, operation: &str) -> Reply {
    let (message, kind) = match operation {
        "onRamp" => ("On-ramp payment processed successfully", "ONRAMP"),
        _ => ("Off-ramp payment processed successfully", "OFFRAMP"),
    };
    let mut payment = of_payment(order);
    payment.put_text("transactionId", order.text("transactionId"));
    payment.put_text("gatewayReference", order.text("gatewayReference"));
    Reply::ok(json! {"success": true, "message": message,
    "data": json! {"payment": payment, "paymentMethod": order.text("paymentMethod"),
        "referenceId": order.text("gatewayReference")},
    "metadata": json! {"paymentType": kind, "attemptNumber": 1_u32}})
}

fn again(order: &Order) -> Reply {
    let mut payment = of_payment(order);
    for name in ["userId", "walletId", "transactionId", "gatewayReference"] {
        payment.insert(name, order.text(name));
    }
    payment.put_text("createdAt", &Timestamp::at_unix_millis(order.times().0).to_millis());
    Reply::ok(json! {"success": true, "message": "Request already processed (idempotent)",
    "data": json! {"payment": payment},
    "metadata": json! {"idempotent": true, "originalStatus": order.status.as_str()}})
}

fn refused_by_gateway(order: &Order, word: &str, message: &str) -> Reply {
    let mut payment = of_payment(order);
    payment.retain(|name| name != "currency");
    Reply::new(
        400,
        json! {"success": false, "message": message,
        "error": json! {"code": "EXTERNAL_SERVICE_ERROR", "type": "EXTERNAL_SERVICE_ERROR", "details": word},
        "metadata": json! {"payment": payment, "errorCode": word}},
    )
}

fn of_payment(order: &Order) -> Object {
    let amount = order.amount.parse().map_or_else(|_| Json::from(order.amount.as_str()), Json::Number);
    let mut payment = Object::new();
    payment.put_text("id", &order.id);
    payment.put_text("status", &order.status);
    payment.put("amount", amount);
    payment.put_text("currency", &order.currency);
    payment
}
