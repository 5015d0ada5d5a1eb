//! The request of a payment from the record of a beneficiary.

use super::bank_id::{bank_id, strictness};
use super::chains::chains;
use super::destination::{Members, check_vpa};
use crate::bank::FieldName;
use crate::code::{Code, Severity};
use crate::error::Error;
use crate::finding::Finding;
use crate::identifier::{Kind, Strictness};
use crate::json::{Json, Object};
use crate::provider::compute::{Computation, to_read};
use crate::provider::input::{Input, InputRule, needed, optional};
use crate::text;

pub(super) const SERVICES: &str = "MPESA AIRTEL_MONEY MTN_MOBILE_MONEY";

/// The record of a beneficiary, as the document has it.
pub(super) const DETAILS: &[Input] = &[
    needed("amount", InputRule::Number, "How many tokens."),
    needed("beneficiaryWalletAddress", InputRule::Address, "The beneficiary's wallet."),
    optional(
        "beneficiaryBankDetails",
        InputRule::Record(&[
            needed("bankName", InputRule::Text(140), "The bank's name, or its number at the clearing house."),
            needed("accountNumber", InputRule::Text(64), "The account number."),
            needed("accountName", InputRule::Text(140), "The holder's name."),
            // checked here and never sent
            optional("ifscCode", InputRule::Identifier(Kind::Ifsc), "The branch's IFSC."),
            optional("routingNumber", InputRule::Text(40), "The bank's routing number, which no payment needs."),
        ]),
        "The bank account.",
    ),
    needed("payoutUUID", InputRule::Text(255), "The payout."),
    optional(
        "payoutProcessorId",
        InputRule::Text(255),
        "The provider that pays out; needed where the settings have no default provider.",
    ),
    optional("beneficiaryPhoneNumber", InputRule::Text(40), "The beneficiary's phone."),
    optional("offrampWalletAddress", InputRule::Address, "From getWalletAddress."),
    needed("offrampType", InputRule::Text(40), "bank, vpa or mobile_money."),
    optional("transactionHash", InputRule::TransactionHash, "The transfer of the tokens."),
    optional("beneficiaryId", InputRule::Text(255), "Your own id of the beneficiary."),
];

pub(super) const PAYLOAD: Computation = Computation {
    name: "payload",
    summary: to_read("The input of instantOfframp from the record of a beneficiary."),
    input: &[
        needed("details", InputRule::Record(DETAILS), "The record."),
        optional("vpa", InputRule::Text(255), "The UPI address, where the phone number is not it."),
        optional("handle", InputRule::Id(20), "What to put after the phone number and an @."),
        optional("service", InputRule::OneOf(SERVICES), "The service of mobile money."),
        optional("country", InputRule::Country, "The country of the wallet of mobile money."),
        optional("beneficiaryName", InputRule::Text(140), "Whose UPI address it is."),
        optional("lenient", InputRule::Bool, "Whether to do what the document's own code does."),
    ],
    run: payload,
};

/// `{operation, input, findings}`.
fn payload(input: &Object) -> Result<Json, Error> {
    let strictness = strictness(input);
    let details = input.get("details").and_then(Json::as_object).cloned().unwrap_or_default();
    let text = |name: &str| details.get(name).and_then(Json::as_str).unwrap_or_default();
    let mut findings = Vec::new();
    let mut payment = Object::new();
    chains(&details, ["beneficiaryWalletAddress", "transactionHash", "amount"], "/details", &mut findings);
    match Type::of(&details) {
        Some(Type::Bank) => to_bank(&details, strictness, &mut payment, &mut findings),
        Some(Type::Vpa) => to_vpa(input, text("beneficiaryPhoneNumber"), strictness, &mut payment, &mut findings),
        Some(Type::MobileMoney) => to_wallet(input, text("beneficiaryPhoneNumber"), &mut payment, &mut findings),
        None => findings.push(unsupported(strictness).at("/details/offrampType")),
    }
    if findings.iter().any(|finding| finding.severity() == Severity::Error) {
        return Err(Error::from_findings(findings));
    }
    let mut request = Object::new();
    for (name, from) in [
        ("tokenAmount", "amount"),
        ("paymentProviderId", "payoutProcessorId"),
        ("transactionHash", "transactionHash"),
        ("senderAddress", "beneficiaryWalletAddress"),
        ("xref", "payoutUUID"),
    ] {
        if let Some(value) = details.get(from) {
            request.put(name, value.clone());
        }
    }
    request.put("paymentDetails", Json::Object(payment));
    let mut json = Object::new();
    json.put_text("operation", "instantOfframp");
    json.put("input", Json::Object(request));
    json.put("findings", Finding::all_to_json(&findings));
    Ok(Json::Object(json))
}

/// How a beneficiary is paid.
pub(super) enum Type {
    Bank,
    Vpa,
    MobileMoney,
}

impl Type {
    /// The type that a record names, in any case.
    pub(super) fn of(record: &Object) -> Option<Type> {
        let name = record.get("offrampType").and_then(Json::as_str)?;
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        match () {
            () if is("bank") => Some(Type::Bank),
            () if is("vpa") => Some(Type::Vpa),
            () if is("mobile_money") => Some(Type::MobileMoney),
            () => None,
        }
    }
}

/// Of the types that have no payload; the document's own code sends such payments without a destination.
pub(super) fn unsupported(strictness: Strictness) -> Finding {
    let finding = Finding::new(Code::UnsupportedOfframpType).with_text("allowed", "bank, vpa, mobile_money");
    if strictness == Strictness::Compat { finding.with_severity(Severity::Warning) } else { finding }
}

/// Says that a member is needed, unless something was said of it already.
pub(super) fn need(path: String, findings: &mut Vec<Finding>) {
    if !findings.iter().any(|finding| finding.path().starts_with(&path)) {
        findings.push(Finding::new(Code::FieldRequired).at_path(path));
    }
}

/// The members of `beneficiaryBankDetails`.
pub(super) const ACCOUNT: &[(&str, FieldName)] = &[
    ("bankName", FieldName::BankName),
    ("accountNumber", FieldName::AccountNumber),
    ("accountName", FieldName::AccountName),
];

fn to_bank(details: &Object, strictness: Strictness, payment: &mut Object, findings: &mut Vec<Finding>) {
    let path = "/details/beneficiaryBankDetails".to_owned();
    let Some(mut account) = details.get("beneficiaryBankDetails").and_then(Json::as_object).cloned() else {
        need(path, findings);
        return;
    };
    Members { path, names: ACCOUNT }.account(&mut account, strictness, findings);
    let text = |name: &str| account.get(name).and_then(Json::as_str).unwrap_or_default();
    if let Ok((id, _)) = bank_id(text("bankName"), strictness) {
        payment.put_text("creditorAgent", &id);
    }
    payment.put_text("creditorAccount", text("accountNumber"));
    payment.put_text("creditorName", text("accountName"));
}

/// An address that is given, the phone number with a handle, or the phone number alone, as in Nepal.
fn to_vpa(input: &Object, phone: &str, strictness: Strictness, payment: &mut Object, findings: &mut Vec<Finding>) {
    let given = |name: &str| input.get(name).and_then(Json::as_str);
    let vpa = match (given("vpa"), given("handle")) {
        (Some(vpa), _) => vpa.to_owned(),
        // addresses hold the ten digits that a number has in India
        (None, Some(handle)) => text::join(&[phone.strip_prefix("+91").unwrap_or(phone), "@", handle], ""),
        (None, None) => phone.to_owned(),
    };
    if vpa.is_empty() || vpa.starts_with('@') {
        findings.push(Finding::new(Code::FieldRequired).at("/details/beneficiaryPhoneNumber"));
        return;
    }
    let form = check_vpa(&vpa, strictness, "/vpa".to_owned(), findings);
    payment.put_text("vpa", &form);
    if let Some(name) = given("beneficiaryName") {
        payment.put_text("beneficiaryName", name);
    }
}

/// The members of a wallet that come from the record and from beside it.
const WALLET: &[(&str, FieldName)] =
    &[("details/beneficiaryPhoneNumber", FieldName::Phone), ("service", FieldName::MobileProvider)];

fn to_wallet(input: &Object, phone: &str, payment: &mut Object, findings: &mut Vec<Finding>) {
    let given = |name: &str| input.get(name).and_then(Json::as_str);
    if phone.is_empty() {
        need("/details/beneficiaryPhoneNumber".to_owned(), findings);
    }
    for name in ["service", "country"] {
        if given(name).is_none() {
            need(text::join(&["/", name], ""), findings);
        }
    }
    let (Some(service), Some(country)) = (given("service"), given("country")) else {
        return;
    };
    let mut wallet = Object::new();
    wallet.put_text("details/beneficiaryPhoneNumber", phone);
    wallet.put_text("service", service);
    Members { path: String::new(), names: WALLET }.wallet(&mut wallet, Some(country), findings);
    for (name, from) in [("phoneNumber", "details/beneficiaryPhoneNumber"), ("provider", "service")] {
        payment.put_text(name, wallet.get(from).and_then(Json::as_str).unwrap_or_default());
    }
    payment.put_text("country", country);
}
