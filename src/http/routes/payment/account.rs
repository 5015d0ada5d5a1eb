//! The account of a payment, judged by the rules of the core, which change separators and case and nothing else.

use super::members::{Faults, and, fault, given, is_harmless_text, shown, text};
use crate::api::{self, BankOptions, Rail, ValidateOptions};
use crate::code::Severity;
use crate::finding::Finding;
use crate::http::render::envelope::Refusal;
use crate::identifier::Kind;
use crate::json::{Json, Object};
use crate::payment::Account;
use crate::secret::Secret;

const MEMBERS: [&str; 4] = ["upiId", "accountNumber", "ifsc", "bankName"];

/// Reads `accountDetails`: the account, and the codes of what is odd about it.
pub(super) fn account(details: Option<&Json>) -> Result<(Account, Vec<&'static str>), Refusal> {
    let needed = || Refusal::account(vec![fault("accountDetails", "Account number or UPI ID is required")]);
    let details = match details {
        None | Some(Json::Null) => return Err(needed()),
        Some(Json::Object(details)) => details,
        Some(_) => return Err(Refusal::account(vec![fault("accountDetails", "An object is required")])),
    };
    let mut faults = Faults::default();
    let upi_id = faults.optional("accountDetails.upiId", text(details, "upiId").map(and(|t| identifier(Kind::Vpa, t))));
    let number = faults.optional(
        "accountDetails.accountNumber",
        text(details, "accountNumber").map(and(|text| identifier(Kind::AccountNumber, text))),
    );
    let ifsc = faults.optional("accountDetails.ifsc", text(details, "ifsc").map(and(|t| identifier(Kind::Ifsc, t))));
    let bank_name = faults.optional("accountDetails.bankName", text(details, "bankName").map(and(bank_name)));
    for (name, _) in details.iter().filter(|(name, _)| !MEMBERS.contains(name)) {
        faults.push(&format!("accountDetails.{}", shown(name)), "Unknown field");
    }
    let has_number = given(details, "accountNumber").is_some();
    if has_number && given(details, "ifsc").is_none() {
        faults.push("accountDetails.ifsc", "IFSC code is required with an account number");
    }
    let mut warnings = Vec::new();
    if let (Some(number), Some(ifsc), Some(Ok(given))) = (&number, &ifsc, text(details, "accountNumber")) {
        match judged(number, given, ifsc, bank_name.as_deref()) {
            Ok(codes) => warnings = codes,
            Err(message) => faults.push("accountDetails.accountNumber", &message),
        }
    }
    if !faults.0.is_empty() {
        return Err(Refusal::account(faults.0));
    }
    match (upi_id, number, ifsc) {
        (Some(id), number, _) => {
            let report = api::validate(Kind::Vpa, &id, &ValidateOptions::default());
            let odd = report.findings.iter().filter(|finding| finding.severity() == Severity::Warning);
            let both = number.map(|_| "BOTH_UPI_AND_ACCOUNT_GIVEN_UPI_USED");
            let warnings = both.into_iter().chain(odd.map(|finding| finding.code().as_str())).collect();
            Ok((Account::Upi(Secret::from(id)), warnings))
        }
        (None, Some(number), Some(ifsc)) => {
            Ok((Account::Bank { number: Secret::from(number), ifsc, bank_name }, warnings))
        }
        _ => Err(needed()),
    }
}

/// `bankName()`: one line of text.
fn bank_name(text: &str) -> Result<String, String> {
    let text = text.trim();
    if (1..=100).contains(&text.chars().count()) && is_harmless_text(text) {
        Ok(text.to_owned())
    } else {
        Err("At most 100 characters without control characters, < and > are allowed".to_owned())
    }
}

/// `accountNumber()`, `ifscCode()`, `upiId()`: by the rules of the core, which change separators and case
/// and nothing else.
fn identifier(kind: Kind, text: &str) -> Result<String, String> {
    let report = api::validate(kind, text, &ValidateOptions::default());
    match report.findings.iter().find(|finding| finding.severity() == Severity::Error) {
        Some(finding) => Err(finding.message()),
        None => report.value.map(|value| value.normalized).ok_or_else(|| "A valid value is required".to_owned()),
    }
}

/// What is wrong with an account number as one of an Indian bank; or what there is to say about the account all
/// the same, as the codes of warnings. The number as it was given tells more than its electronic form.
fn judged(number: &str, given: &str, ifsc: &str, bank_name: Option<&str>) -> Result<Vec<&'static str>, String> {
    let mut fields = Object::new();
    fields.put_text("accountNumber", given);
    fields.put_text("ifsc", ifsc);
    if let Some(name) = bank_name {
        fields.put_text("bankName", name);
    }
    let options = BankOptions { rail: Some(Rail::Bank), ..BankOptions::default() };
    let report = api::validate_bank_account("INR", &fields, &options);
    if !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("Only digits are allowed".to_owned());
    }
    let of_number = |finding: &&Finding| finding.path() == "/accountNumber";
    if let Some(finding) =
        report.findings.iter().filter(of_number).find(|finding| finding.severity() == Severity::Error)
    {
        Err(finding.message())
    } else {
        let warnings = report.findings.iter().filter(|finding| finding.severity() == Severity::Warning);
        Ok(warnings.map(|finding| finding.code().as_str()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Law 4: what the general question calls invalid is not taken, however a field was damaged.
    #[test]
    fn damaged_accounts_are_refused_as_they_are_elsewhere() {
        let (mut tried, mut refused) = (0, 0);
        let mut hold = |rail: Rail, given: &[(&str, &str)], own: &[(&str, &str)]| {
            let object: Object = given.iter().map(|(name, text)| (*name, *text)).collect();
            let options = BankOptions { rail: Some(rail), ..BankOptions::default() };
            let report = api::validate_bank_account("INR", &object, &options);
            let details: Object = own.iter().map(|(name, text)| (*name, *text)).collect();
            let is_refused = account(Some(&Json::Object(details))).is_err();
            tried += 1;
            refused += i32::from(is_refused);
            assert!(is_refused || report.verdict != crate::Verdict::Invalid, "{given:?}: {:?}", report.findings);
            is_refused
        };
        let damage = |value: &str| {
            let (start, end) = value.split_at(value.len() / 2);
            let swapped: String = value.chars().rev().collect();
            let mut texts = vec![
                String::new(),
                swapped,
                start.to_owned(),
                value.replace('0', "O"),
                value.replace('1', "l"),
                value.trim_start_matches('0').to_owned(),
            ];
            for more in ["0", "X", "-", ".", ",50", ".50", "@", " CR", "\u{200b}", " / 12345678", "E+11"] {
                texts.extend([format!("{value}{more}"), format!("{more}{value}"), format!("{start}{more}{end}")]);
            }
            texts.extend(
                ["NULL", "DE89370400440532013000", "NWBKGB2L", "021000021", "+254712345678"].map(str::to_owned),
            );
            texts
        };
        for text in damage("050100244668") {
            hold(
                Rail::Bank,
                &[("accountNumber", &text), ("ifsc", "SBIN0001234")],
                &[("accountNumber", &text), ("ifsc", "SBIN0001234")],
            );
        }
        for text in damage("SBIN0001234") {
            hold(
                Rail::Bank,
                &[("accountNumber", "050100244668"), ("ifsc", &text)],
                &[("accountNumber", "050100244668"), ("ifsc", &text)],
            );
        }
        for text in damage("user10@okaxis") {
            hold(Rail::Vpa, &[("vpa", &text)], &[("upiId", &text)]);
        }
        assert!(tried > 120 && refused > tried / 2, "{refused} of {tried}");
    }
}
