//! The request of a payment from the record of a beneficiary.

use super::operations::check_vpa;
use crate::bank;
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
            needed("accountNumber", InputRule::Identifier(Kind::AccountNumber), "The account number."),
            needed("accountName", InputRule::Text(140), "The holder's name."),
            // checked here and never sent
            optional("ifscCode", InputRule::Identifier(Kind::Ifsc), "The branch's IFSC."),
        ]),
        "The bank account.",
    ),
    needed("payoutUUID", InputRule::Text(255), "The payout."),
    needed("payoutProcessorId", InputRule::Text(255), "The provider that pays out."),
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
        optional("country", InputRule::Id(2), "The country of the wallet of mobile money."),
        optional("lenient", InputRule::Bool, "Whether to do what the document's own code does."),
    ],
    run: payload,
};

pub(super) const BANK_ID: Computation = Computation {
    name: "bankId",
    summary: to_read("The number of a bank at the clearing house from its name."),
    input: &[
        needed("bankName", InputRule::Text(140), "The bank's name or number."),
        optional("lenient", InputRule::Bool, "Whether to echo names that are not known, as the document does."),
    ],
    run: bank_id_of,
};

/// The number of a bank. The document's own table has single branches of Indian banks and echoes what
/// it does not know; that is done in the lenient way only, and said.
pub(super) fn bank_id(name: &str, strictness: Strictness) -> Result<(String, Option<Finding>), Finding> {
    if let Some(bank) = bank::find_nepal_bank(name) {
        return Ok((bank.id.to_owned(), None));
    }
    match strictness {
        Strictness::Compat => {
            Ok((bank::document_bank_id(name).to_owned(), Some(Finding::new(Code::BankMappedLoosely))))
        }
        Strictness::Strict => Err(Finding::new(Code::BankNotSupported)),
    }
}

fn strictness(input: &Object) -> Strictness {
    let is_lenient = input.get("lenient").and_then(Json::as_bool) == Some(true);
    if is_lenient { Strictness::Compat } else { Strictness::Strict }
}

fn bank_id_of(input: &Object) -> Result<Json, Error> {
    let name = input.get("bankName").and_then(Json::as_str).unwrap_or_default();
    let (id, finding) =
        bank_id(name, strictness(input)).map_err(|finding| Error::from_findings(vec![finding.at("/bankName")]))?;
    let mut json = Object::new();
    json.put_text("bankId", &id);
    json.put("findings", Finding::all_to_json(finding.as_slice()));
    Ok(Json::Object(json))
}

/// `{operation, input, findings}`.
fn payload(input: &Object) -> Result<Json, Error> {
    let strictness = strictness(input);
    let details = input.get("details").and_then(Json::as_object).cloned().unwrap_or_default();
    let text = |name: &str| details.get(name).and_then(Json::as_str).unwrap_or_default();
    let mut findings = Vec::new();
    let mut payment = Object::new();
    let kind = text("offrampType").to_ascii_lowercase();
    match kind.as_str() {
        "bank" => to_bank(&details, strictness, &mut payment, &mut findings),
        "vpa" => to_vpa(input, text("beneficiaryPhoneNumber"), strictness, &mut payment, &mut findings),
        "mobile_money" => to_wallet(input, text("beneficiaryPhoneNumber"), &mut payment, &mut findings),
        _ => {
            let finding = Finding::new(Code::UnsupportedOfframpType)
                .at("/details/offrampType")
                .with_text("allowed", "bank, vpa, mobile_money");
            // the document sends such payments without a destination
            let is_lenient = strictness == Strictness::Compat;
            findings.push(if is_lenient { finding.with_severity(Severity::Warning) } else { finding });
        }
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

fn to_bank(details: &Object, strictness: Strictness, payment: &mut Object, findings: &mut Vec<Finding>) {
    let Some(bank) = details.get("beneficiaryBankDetails") else {
        findings.push(Finding::new(Code::FieldRequired).at("/details/beneficiaryBankDetails"));
        return;
    };
    let text = |name: &str| bank.get(name).and_then(Json::as_str).unwrap_or_default();
    match bank_id(text("bankName"), strictness) {
        Ok((id, finding)) => {
            payment.put_text("creditorAgent", &id);
            findings.extend(finding.map(|finding| finding.at("/details/beneficiaryBankDetails/bankName")));
        }
        Err(finding) => findings.push(finding.at("/details/beneficiaryBankDetails/bankName")),
    }
    payment.put_text("creditorAccount", text("accountNumber"));
    payment.put_text("creditorName", text("accountName"));
}

/// An address that is given, the phone number with a handle, or the phone number alone, as in Nepal.
fn to_vpa(input: &Object, phone: &str, strictness: Strictness, payment: &mut Object, findings: &mut Vec<Finding>) {
    let given = |name: &str| input.get(name).and_then(Json::as_str);
    let vpa = match (given("vpa"), given("handle")) {
        (Some(vpa), _) => vpa.to_owned(),
        (None, Some(handle)) => text::joined(&[phone, "@", handle], ""),
        (None, None) => phone.to_owned(),
    };
    if vpa.is_empty() || vpa.starts_with('@') {
        findings.push(Finding::new(Code::FieldRequired).at("/details/beneficiaryPhoneNumber"));
        return;
    }
    let form = check_vpa(&vpa, strictness, "/vpa", findings);
    payment.put_text("vpa", &form);
}

fn to_wallet(input: &Object, phone: &str, payment: &mut Object, findings: &mut Vec<Finding>) {
    let given = |name: &str| input.get(name).and_then(Json::as_str);
    let (Some(service), Some(country)) = (given("service"), given("country")) else {
        let fields = "service, country".to_owned();
        findings.push(Finding::new(Code::FieldOneOfRequired).with("fields", fields));
        return;
    };
    let rules = crate::identifier::Rules { country: crate::Country::new(country), ..Default::default() };
    let mut form = String::new();
    let path = "/details/beneficiaryPhoneNumber";
    if crate::identifier::judge(Kind::Phone, phone, rules, path, &mut form, findings) {
        payment.put_text("phoneNumber", &form);
    }
    payment.put_text("provider", service);
    payment.put_text("country", country);
}
