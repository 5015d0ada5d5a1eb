//! The fields of payment details, which the rails name themselves.

use crate::bank::{self, FieldName};
use crate::code::Code;
use crate::finding::Finding;
use crate::identifier::{self, Kind, Rules, Strictness};
use crate::json::{Json, Object};
use crate::text;

/// The fields that are identifiers, whatever the rail, and what they are among the fields of an account.
const IDENTIFIERS: &[(&str, Kind, FieldName)] = &[
    ("iban", Kind::Iban, FieldName::Iban),
    ("vpa", Kind::Vpa, FieldName::Vpa),
    ("ifsc", Kind::Ifsc, FieldName::Ifsc),
    ("swift", Kind::Bic, FieldName::Swift),
    ("bic", Kind::Bic, FieldName::Swift),
    ("sort_code", Kind::SortCode, FieldName::SortCode),
    ("routing_number", Kind::Aba, FieldName::Aba),
    ("bsb", Kind::Bsb, FieldName::Bsb),
    ("account_number", Kind::AccountNumber, FieldName::AccountNumber),
];

/// The fields that hold the holder's name.
const HOLDERS: &str = "full_name name account_name account_holder account_holder_name holder_name beneficiary_name";

/// Rails, and the one field that each cannot do without.
const NEEDED: &[(&str, &str)] =
    &[("iban-sepa", "iban"), ("upi-india", "vpa"), ("imps-india", "account_number"), ("nip-nigeria", "account_number")];

/// Puts the electronic forms of identifiers in. A rail that is not known is left to the provider.
pub(super) fn check(members: &mut Object, strictness: Strictness, findings: &mut Vec<Finding>) {
    let Some(Json::Object(details)) = members.get("details").cloned() else {
        return;
    };
    let rail = members.get("rail").and_then(Json::as_str).unwrap_or_default();
    let currency = members.get("currency").and_then(Json::as_str).unwrap_or_default().to_owned();
    let mut written = Object::new();
    for (name, value) in details.iter() {
        if let Some(text) = value.as_str().filter(|_| text::lists(HOLDERS, name)) {
            let start = findings.len();
            bank::check_holder(text, &currency, "", findings);
            for finding in findings.iter_mut().skip(start) {
                finding.move_to(text::joined(&["/details/", name], ""));
            }
        }
        let kind = IDENTIFIERS.iter().find(|(known, ..)| *known == name).map(|(_, kind, _)| *kind);
        match (kind, value.as_str()) {
            (Some(kind), Some(text)) => {
                let (mut form, start) = (String::new(), findings.len());
                let rules = Rules { strictness, ..Rules::default() };
                let is_valid = identifier::judge(kind, text, rules, "", &mut form, findings);
                for finding in findings.iter_mut().skip(start) {
                    finding.move_to(text::joined(&["/details/", name], ""));
                }
                written.insert(name, if is_valid { form.as_str() } else { text });
            }
            _ => written.insert(name, value.clone()),
        }
    }
    contradictions(&written, findings);
    let needed = NEEDED.iter().find(|(known, _)| *known == rail).map(|(_, field)| *field);
    let is_cvu = rail == "cvu-cbu";
    if needed.is_some_and(|field| written.get(field).is_none()) {
        findings.push(
            Finding::new(Code::FieldRequired).at_path(text::joined(&["/details/", needed.unwrap_or_default()], "")),
        );
    }
    if is_cvu && written.get("cvu").is_none() && written.get("cbu").is_none() {
        findings.push(Finding::new(Code::FieldOneOfRequired).with("fields", "cvu, cbu".to_owned()).at("/details"));
    }
    members.insert("details", written);
}

/// What the identifiers that are right say against each other.
fn contradictions(details: &Object, findings: &mut Vec<Finding>) {
    let said = findings.len();
    let is_wrong = |name: &str| findings.iter().any(|finding| finding.path().strip_prefix("/details/") == Some(name));
    let right: Vec<_> = IDENTIFIERS.iter().filter(|(name, ..)| !is_wrong(name)).collect();
    let name_of = |field: FieldName| {
        let named = right.iter().find(|(name, _, own)| *own == field && details.get(name).is_some());
        named.map(|(name, ..)| *name)
    };
    let value = |field| name_of(field).and_then(|name| details.get(name)).and_then(Json::as_str);
    bank::compare(&value, Rules::default(), findings);
    for finding in findings.iter_mut().skip(said) {
        let field = FieldName::ALL.iter().find(|field| field.path() == finding.path());
        let name = field.and_then(|field| name_of(*field)).unwrap_or_default();
        finding.move_to(text::joined(&["/details/", name], ""));
    }
}
