//! The operations and their inputs, in the order in which the document writes the members.

use crate::bank::{self, FieldName};
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::identifier::{Kind, Rules};
use crate::json::{Json, Object};
use crate::provider::answer::Value;
use crate::provider::compute::{Computation, RATE_LIMIT_INPUT, rate_limit, to_read};
use crate::provider::input::{Input, InputRule, Terms, needed, optional};
use crate::provider::{Operation, Tracking};
use crate::text;

const PAYMENT: &[Input] = &[
    needed("walletId", InputRule::Id(100), "The wallet that is charged or filled."),
    optional("transactionId", InputRule::Id(100), "Your own id of the payment."),
    optional("paymentMethodId", InputRule::Id(100), "The payment method."),
    needed("amount", InputRule::MinorUnits, "In the smallest unit, such as paise, as text."),
    optional("currency", InputRule::OneOf("INR"), "INR."),
    needed(
        "accountDetails",
        InputRule::Object(&[
            optional("upiId", InputRule::Identifier(Kind::Vpa), "A UPI address, or"),
            optional("accountNumber", InputRule::Identifier(Kind::AccountNumber), "an account number"),
            optional("ifsc", InputRule::Identifier(Kind::Ifsc), "with the branch's IFSC."),
            optional("bankName", InputRule::Text(100), "The bank's name."),
        ]),
        "Where the money comes from or goes to.",
    ),
    optional("metadata", InputRule::AnyObject, "What else is stored with the payment."),
];

const PAID: &[Value] = &[
    Value::needed("id", "data.payment.id"),
    Value::needed("status", "data.payment.status"),
    Value::minor("amount", "data.payment.amount"),
    Value::maybe("currency", "data.payment.currency"),
    Value::maybe("userId", "data.payment.userId"),
    Value::maybe("walletId", "data.payment.walletId"),
    Value::maybe("transactionId", "data.payment.transactionId"),
    Value::maybe("gatewayReference", "data.payment.gatewayReference"),
    Value::maybe("createdAt", "data.payment.createdAt"),
    Value::maybe("paymentMethod", "data.paymentMethod"),
    Value::maybe("referenceId", "data.referenceId"),
    Value::maybe("", "metadata"),
];

pub(super) const OPERATIONS: &[Operation] = &[
    Operation::get("health", "/api/payment/health", "Asks whether the service runs.", &[], &[Value::needed("", ".")]),
    Operation::post("onRamp", "/api/payment/on-ramp", "Takes money from an account into a wallet.", PAYMENT, PAID)
        .with_check(check)
        .keyed()
        .same_by("walletId transactionId")
        .order()
        .tracked(&Tracking { is_final: true, is_asked_by_key: true, ..Tracking::NONE }),
    Operation::post("offRamp", "/api/payment/off-ramp", "Pays money from a wallet to an account.", PAYMENT, PAID)
        .with_check(check)
        .keyed()
        .same_by("walletId transactionId")
        .order()
        .tracked(&Tracking { is_final: true, is_asked_by_key: true, ..Tracking::NONE }),
];

/// A UPI address, or an account number with its IFSC; the service would take an account number alone
/// and fail later.
fn check(members: &mut Object, _: &Terms<'_>, findings: &mut Vec<Finding>) {
    let details = members.get("accountDetails").and_then(Json::as_object);
    let Some(details) = details else {
        return;
    };
    let has = |name: &str| details.get(name).is_some() || findings.iter().any(|finding| is_at(finding, name));
    let (upi, account, ifsc) = (has("upiId"), has("accountNumber"), has("ifsc"));
    let missing = match (upi, account, ifsc) {
        (false, false, false) => {
            let fields = "upiId, accountNumber".to_owned();
            Finding::new(Code::FieldOneOfRequired).with("fields", fields).at("/accountDetails")
        }
        (true, true, _) | (true, _, true) => Finding::new(Code::DestinationTwice).at("/accountDetails"),
        (false, true, false) => Finding::new(Code::FieldRequired).at("/accountDetails/ifsc"),
        (false, false, true) => Finding::new(Code::FieldRequired).at("/accountDetails/accountNumber"),
        _ => {
            contradictions(details, findings);
            return;
        }
    };
    findings.push(missing);
}

/// What the IFSC, the bank's name and the account number say against each other.
fn contradictions(details: &Object, findings: &mut Vec<Finding>) {
    let text = |name: &str| details.get(name).and_then(Json::as_str);
    let value = |field: FieldName| match field {
        FieldName::Ifsc | FieldName::BankName | FieldName::AccountNumber => text(field.as_str()),
        _ => None,
    };
    let said = findings.len();
    bank::compare(&value, Rules::default(), findings);
    for finding in findings.iter_mut().skip(said) {
        finding.move_to(text::joined(&["/accountDetails", finding.path()], ""));
    }
}

fn is_at(finding: &Finding, name: &str) -> bool {
    finding.path().strip_prefix("/accountDetails/") == Some(name)
}

pub(super) const COMPUTATIONS: &[Computation] = &[Computation {
    name: "rateLimit",
    summary: to_read("Counts a request against the limit of 50 in 15 minutes, unless another is given."),
    input: RATE_LIMIT_INPUT,
    run: limit,
}];

fn limit(input: &Object) -> Result<Json, Error> {
    rate_limit(input, 50, 900)
}
