//! The operations and their inputs, in the order in which the document writes the members.

use super::metadata;
use crate::bank::{self, FieldName, Fields, Normalized, Rail};
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::identifier::{Kind, Rules};
use crate::json::{Json, Object};
use crate::provider::answer::Value;
use crate::provider::compute::{Computation, RATE_LIMIT_INPUT, rate_limit, to_read};
use crate::provider::input::{Input, InputRule, Terms, Together, Wants, When, needed, optional};
use crate::provider::{Operation, Tracking};
use crate::text;

const PAYMENT: &[Input] = &[
    needed("walletId", InputRule::Reference(128), "The wallet that is charged or filled."),
    optional("transactionId", InputRule::Reference(128), "Your own id of the payment."),
    optional("paymentMethodId", InputRule::Reference(128), "The payment method."),
    needed("amount", InputRule::MinorUnits, "In the smallest unit, such as paise, as text."),
    optional("currency", InputRule::CurrencyOf("INR"), "INR."),
    needed(
        "accountDetails",
        InputRule::Object(&[
            optional("upiId", InputRule::Identifier(Kind::Vpa), "A UPI address, or"),
            optional("accountNumber", InputRule::Identifier(Kind::AccountNumber), "an account number"),
            optional("ifsc", InputRule::Identifier(Kind::Ifsc), "with the branch's IFSC."),
            optional("bankName", InputRule::Note(100), "The bank's name."),
        ]),
        "Where the money comes from or goes to.",
    ),
    optional("metadata", InputRule::AnyObject, "What else is stored with the payment."),
];

/// A UPI address, or an account number with its IFSC; the service of the document would take an account number alone
/// and fail later.
const DESTINATION: &[Together] = &[
    Together::within("accountDetails", When::Has("accountNumber"), Wants::All("ifsc")),
    Together::within("accountDetails", When::HasWithout("ifsc", "upiId"), Wants::All("accountNumber")),
    Together::within("accountDetails", When::Always, Wants::AnyOf("upiId accountNumber")),
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
        .together(DESTINATION)
        .keyed()
        .same_by("walletId transactionId")
        .order()
        .tracked(&Tracking { is_final: true, is_asked_by_key: true, ..Tracking::NONE }),
    Operation::post("offRamp", "/api/payment/off-ramp", "Pays money from a wallet to an account.", PAYMENT, PAID)
        .with_check(check)
        .together(DESTINATION)
        .keyed()
        .same_by("walletId transactionId")
        .order()
        .tracked(&Tracking { is_final: true, is_asked_by_key: true, ..Tracking::NONE }),
];

/// Where both a UPI address and an account are given, the service pays to the address.
fn check(members: &mut Object, _: &Terms<'_>, findings: &mut Vec<Finding>) {
    // an empty text is left out, as the service takes it
    findings.retain(|finding| finding.code() != Code::ValueEmpty || matches!(finding.path(), "/walletId" | "/amount"));
    findings.extend(members.get("metadata").and_then(metadata::fault));
    let details = members.get("accountDetails").and_then(Json::as_object);
    let Some(details) = details else {
        return;
    };
    let has = |name: &str| details.get(name).is_some() || findings.iter().any(|finding| is_at(finding, name));
    if has("upiId") && has("ifsc") {
        findings.push(Finding::new(Code::DestinationTwice).at("/accountDetails"));
    }
    check_account(details, findings);
}

/// The account by the rules of Indian banks, as the service judges it; what was said of a member alone is not said again.
fn check_account(details: &Object, findings: &mut Vec<Finding>) {
    let text = |field: FieldName| details.get(field.as_str()).and_then(Json::as_str);
    let (Some(number), Some(_), Some(corridor)) =
        (text(FieldName::AccountNumber), text(FieldName::Ifsc), bank::find("INR", Rail::Bank, ""))
    else {
        return;
    };
    let mut fields = Fields::default();
    for field in [FieldName::AccountNumber, FieldName::Ifsc, FieldName::BankName] {
        if let Some(text) = text(field) {
            fields.set(field, text);
        }
    }
    let mut judged = Vec::new();
    bank::check(&corridor, &fields, Rules::default(), &mut Normalized::default(), &mut judged);
    if let Some(at) = number.bytes().position(|byte| !byte.is_ascii_digit()) {
        let finding = Finding::new(Code::DigitsOnly).with_number("position", at.wrapping_add(1));
        judged.push(finding.at(FieldName::AccountNumber.path()));
    }
    for mut finding in judged {
        finding.move_to(text::join(&["/accountDetails", finding.path()], ""));
        let is_same = |other: &Finding| other.code() == finding.code() && other.path() == finding.path();
        if !findings.iter().any(is_same) {
            findings.push(finding);
        }
    }
}

fn is_at(finding: &Finding, name: &str) -> bool {
    finding.path().strip_prefix("/accountDetails/") == Some(name)
}

/// How many requests, in how many seconds.
pub(super) const RATE_LIMIT: (u32, u32) = (50, 900);

pub(super) const COMPUTATIONS: &[Computation] = &[Computation {
    name: "rateLimit",
    summary: to_read("Counts a request against the limit of 50 in 15 minutes, unless another is given."),
    input: RATE_LIMIT_INPUT,
    run: limit,
}];

fn limit(input: &Object) -> Result<Json, Error> {
    let (requests, seconds) = RATE_LIMIT;
    rate_limit(input, requests.into(), seconds.into())
}
