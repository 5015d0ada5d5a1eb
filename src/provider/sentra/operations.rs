//! The operations and their inputs, in the order in which the document writes the members.

use crate::code::Code;
use crate::error::{Error, ErrorCode};
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::money::{Currency, read_positive, unknown_currency};
use crate::network::{self, Network};
use crate::provider::answer::Value;
use crate::provider::compute::{Computation, to_read};
use crate::provider::exact;
use crate::provider::input::{Input, InputRule, Terms, needed, optional};
use crate::provider::{ListQuery, Operation, OrderQuery, Tracking};
use crate::timestamp::Timestamp;

const USER: Input = needed("userId", InputRule::Segment("userId"), "Your user at Sentra.");
const RECIPIENT: Input = needed("recipientId", InputRule::Segment("recipientId"), "Whom the money goes to.");

const SOURCE: InputRule = InputRule::Object(&[
    needed("currency", InputRule::Id(10), "The token, such as USDC."),
    needed("amount", InputRule::Number, "How much of it."),
    needed("rail", InputRule::Id(40), "The chain, such as POLYGON."),
]);

const CURRENCY: Input = needed("currency", InputRule::Id(10), "The currency that arrives.");
const RAIL: Input = needed("rail", InputRule::Id(40), "How it arrives, such as ACH.");
const COUNTRY: Input = needed("countryCode", InputRule::Country, "The two letters of the country.");

const FEE: Input =
    optional("developerVariableFee", InputRule::Fraction, "Your own share of the amount: 0.005 is half a percent.");

const WHOLE: &[Value] = &[Value::needed("", ".")];

const QUOTED: &[Value] = &[Value::needed("id", "id"), Value::needed("expiresAt", "expiresAt"), Value::needed("", ".")];

const PAYMENT: &[Value] = &[Value::needed("id", "id data.id"), Value::needed("", "data .")];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::post(
        "getRate",
        "/payments/{userId}/rate",
        "Asks for the current rate and fee.",
        &[
            USER,
            needed("source", SOURCE, "What is sold."),
            needed("destination", InputRule::Object(&[CURRENCY, RAIL, COUNTRY]), "What is bought."),
            FEE,
        ],
        WHOLE,
    )
    .with_check(check_money)
    .repeatable(),
    Operation::post(
        "createQuote",
        "/payments/{userId}/quote",
        "Locks the rate in for ten to fifteen minutes.",
        &[
            USER,
            needed("source", SOURCE, "What is sold."),
            needed(
                "destination",
                InputRule::Object(&[
                    CURRENCY,
                    RAIL,
                    COUNTRY,
                    optional(
                        "paymentAccountId",
                        InputRule::Text(255),
                        "The bank account; a transfer calls it bankAccountId.",
                    ),
                ]),
                "What is bought.",
            ),
            FEE,
        ],
        QUOTED,
    )
    .with_check(check_money)
    .repeatable(),
    Operation::post(
        "createTransfer",
        "/payments/recipient/{recipientId}/off-ramp",
        "Begins the transfer; tokens are then sent to the address in the answer.",
        &[
            RECIPIENT,
            optional(
                "idempotencyKey",
                InputRule::Text(255),
                "Made from recipient, quote and bank account where it is left out.",
            ),
            needed("quoteId", InputRule::Text(255), "From createQuote."),
            needed("bankAccountId", InputRule::TextOr("paymentAccountId"), "The account that is paid."),
            needed("fromAddress", InputRule::Address, "The address that the tokens come from."),
            needed("paymentReason", InputRule::Id(64), "Why it is paid, such as TRANSFER_TO_SELF."),
            optional("documentReference", InputRule::Text(255), "Your document's own number."),
            optional("files", InputRule::List(&InputRule::File(&[]), 0, 1000), "Documents as data URLs."),
        ],
        PAYMENT,
    )
    .keyed()
    .same_by("recipientId quoteId bankAccountId")
    .asked_by("listPayments")
    .order()
    .tracked(&Tracking {
        has_events: true,
        order: Some(OrderQuery { operation: "getPayment", id: "id" }),
        list: Some(ListQuery {
            operation: "listPayments",
            orders: "payments",
            id: "id",
            reference: "idempotencyKey",
            page: None,
            limit: None,
        }),
        is_asked_by_key: true,
        ..Tracking::NONE
    }),
    Operation::post(
        "completeTransfer",
        "/payments/recipient/{recipientId}/off-ramp/{paymentId}/complete",
        "Tells the hash of the transaction that sent the tokens.",
        &[
            RECIPIENT,
            needed("paymentId", InputRule::Segment("id"), "From createTransfer."),
            needed("transactionHash", InputRule::TransactionHash, "The hash on the chain."),
        ],
        PAYMENT,
    )
    .same_by("paymentId transactionHash")
    .asked_by("getPayment")
    .order(),
    Operation::get(
        "getPayment",
        "/payments/{id}",
        "Asks where a payment stands.",
        &[needed("id", InputRule::Segment("paymentId"), "The payment.")],
        PAYMENT,
    )
    .order(),
    Operation::get(
        "listPayments",
        "/payments/user/{userId}",
        "Lists the payments of a user.",
        &[USER],
        &[
            Value::list("payments", "payments data.payments data ."),
            Value::any("pagination", "pagination data.pagination meta", false),
        ],
    )
    .order(),
    Operation::post(
        "registerWebhook",
        "/webhooks",
        "Registers where events are delivered to.",
        &[
            needed("url", InputRule::Url, "Your https URL."),
            needed("secret", InputRule::Text(255), "What deliveries are signed with."),
            needed("events", InputRule::List(&InputRule::OneOf("payment.updated"), 1, 1), "The events."),
        ],
        &[Value::maybe("", "data .")],
    ),
];

/// The amount has the decimals that the token has on its chain, and there is such a currency. A token or a chain that
/// is not known is said: their lists are open, that of the currencies is closed.
fn check_money(members: &mut Object, _: &Terms<'_>, findings: &mut Vec<Finding>) {
    let of = |part: &str, name: &str| members.get(part).and_then(|part| part.get(name));
    let text = |part, name| of(part, name).and_then(Json::as_str).unwrap_or_default();
    let (token, rail) = (text("source", "currency"), text("source", "rail"));
    if !rail.is_empty() && Network::find(rail).is_none() {
        let finding = Finding::new(Code::NetworkUnknown).with_text("allowed", network::NAMES_LISTED);
        findings.push(finding.at("/source/rail"));
    }
    let token = Currency::new(token).map(|token| token.on_network(rail).unwrap_or(token));
    if let (Some(token), Some(amount)) = (token, of("source", "amount").and_then(Json::as_number))
        && let Err(finding) = read_positive(amount, Some(token))
    {
        findings.push(finding.at("/source/amount"));
    }
    let currency = text("destination", "currency");
    if !currency.is_empty() && Currency::new(currency).is_none() {
        findings.push(unknown_currency(currency).at("/destination/currency"));
    }
}

pub(super) const COMPUTATIONS: &[Computation] = &[
    Computation {
        name: "splitFee",
        summary: to_read("Splits the fee of a rate or quote into your own share and the provider's."),
        input: &[
            needed("amount", InputRule::Decimal, "sourceAmount."),
            needed("fee", InputRule::Decimal, "fee or totalFee."),
            needed("developerVariableFee", InputRule::Fraction, "The share that was asked for."),
        ],
        run: split_fee,
    },
    Computation {
        name: "expiry",
        summary: to_read("Whether a quote or transfer can still be gone on with."),
        input: &[
            needed("expiresAt", InputRule::Time, "Of the quote or transfer."),
            needed("now", InputRule::Time, "The time."),
        ],
        run: expiry,
    },
];

/// The developer's part is the share of the amount; what is left of the fee is the provider's.
fn split_fee(input: &Object) -> Result<Json, Error> {
    let number = |name: &str| exact::of(input.get(name));
    let parts = || {
        let developer = exact::product(number("amount")?, number("developerVariableFee")?)?;
        Some((developer, number("fee")?.checked_sub(developer).filter(|rest| *rest >= 0)?))
    };
    let (developer, provider) = parts()
        .ok_or_else(|| Error::new(ErrorCode::InputInvalid, "the share is more than the fee").in_field("/fee"))?;
    let mut json = Object::new();
    json.put("developerFee", Json::String(exact::show(developer)));
    json.put("providerFee", Json::String(exact::show(provider)));
    Ok(Json::Object(json))
}

fn expiry(input: &Object) -> Result<Json, Error> {
    let time = |name: &str| input.get(name).and_then(Json::as_str).unwrap_or_default().parse::<Timestamp>();
    let left = time("expiresAt")?.unix_seconds().saturating_sub(time("now")?.unix_seconds());
    let mut json = Object::new();
    json.put("expired", Json::Bool(left <= 0));
    json.put("secondsLeft", Json::number(u64::try_from(left).unwrap_or(0)));
    Ok(Json::Object(json))
}
