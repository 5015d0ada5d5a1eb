//! The fields of payment details, which the rails name themselves.

use super::rails;
use crate::bank::{self, FieldName};
use crate::code::Code;
use crate::finding::Finding;
use crate::identifier::{self, Kind, Rules};
use crate::json::{Json, Object};
use crate::provider::input::Terms;
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

/// What each rail needs of which one must be there, with blanks between those that do. Sources: the published API
/// description and its examples; RBI on IMPS (an account is found by its number and IFSC).
pub(super) const NEEDED: &[(&str, &str)] = &[
    ("iban-sepa", "iban"),
    ("upi-india", "vpa"),
    ("imps-india", "account_number"),
    ("imps-india", "ifsc"),
    ("nip-nigeria", "account_number"),
    ("cvu-cbu", "cvu cbu"),
];

/// Fields of so many digits: rail (or any), field. Sources: the published API description (Nigeria); BCRA, CBU and CVU.
const DIGITS: &[(&str, &str, usize)] = &[("nip-nigeria", "account_number", 10), ("", "cvu", 22), ("", "cbu", 22)];

/// The rails that pay one currency alone.
const CURRENCIES: &[(&str, &str)] =
    &[("iban-sepa", "EUR"), ("upi-india", "INR"), ("imps-india", "INR"), ("nip-nigeria", "NGN"), ("cvu-cbu", "ARS")];

/// The field of the table that a name means, whatever its case and separators.
fn identifier_of(name: &str) -> Option<&'static (&'static str, Kind, FieldName)> {
    IDENTIFIERS.iter().find(|(known, ..)| is_named(name, known))
}

fn is_named(name: &str, known: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
    };
    name == known || plain(name) == plain(known)
}

/// Puts the electronic forms of identifiers in. A rail that is not known is left to the provider, an identifier of a
/// known name is judged on every one.
pub(super) fn check(members: &mut Object, terms: &Terms<'_>, findings: &mut Vec<Finding>) {
    let strictness = terms.strictness;
    let Some(Json::Object(details)) = members.get("details").cloned() else {
        return;
    };
    let rail = members.get("rail").and_then(Json::as_str).unwrap_or_default();
    let currency = members.get("currency").and_then(Json::as_str).unwrap_or_default().to_owned();
    let listed = terms.rails.and_then(|rails| rails::find(rails, rail, findings));
    let own = CURRENCIES.iter().find(|(known, _)| *known == rail).map(|(_, currency)| *currency);
    if let Some(own) = own.filter(|own| listed.is_none() && !currency.is_empty() && *own != currency) {
        findings.push(Finding::new(Code::ValueNotAllowed).with_text("allowed", own).at("/currency"));
    }
    let mut written = Object::new();
    for (name, value) in details.iter() {
        let path = || text::join(&["/details", &text::pointer(name)], "");
        let known = identifier_of(name);
        let digits = DIGITS.iter().find(|(on, known, _)| (on.is_empty() || *on == rail) && is_named(name, known));
        let Some(text) = value.as_str() else {
            // a number has lost its zeros, and what is no text is no identifier
            if !value.is_null() && (known.is_some() || digits.is_some() || text::contains_word(HOLDERS, name)) {
                findings.push(Finding::new(Code::FieldType).with_text("expected", "string").at_path(path()));
            }
            written.insert(name, value.clone());
            continue;
        };
        let start = findings.len();
        if text::contains_word(HOLDERS, name) {
            bank::check_holder(text, &currency, "", findings);
        }
        let mut form = String::new();
        let wrong = digits.and_then(|(_, _, count)| {
            form = text.bytes().filter(|byte| !b" -.".contains(byte)).map(char::from).collect();
            let other = text.bytes().position(|byte| !byte.is_ascii_digit() && !b" -.".contains(&byte));
            match other {
                Some(at) => Some(Finding::new(Code::DigitsOnly).with_number("position", at.wrapping_add(1))),
                None if form.len() != *count => {
                    let finding = Finding::new(Code::LengthWrong).with_number("expected", *count);
                    Some(finding.with_number("actual", form.len()))
                }
                None => None,
            }
        });
        let is_wrong = wrong.is_some();
        findings.extend(wrong);
        if let Some((_, kind, _)) = known.filter(|_| !is_wrong) {
            let rules = Rules { strictness, ..Rules::default() };
            form.clear();
            let is_valid = identifier::judge(*kind, text, rules, "", &mut form, findings);
            written.insert(name, if is_valid { form.as_str() } else { text });
        } else {
            written.insert(name, if digits.is_some() && !is_wrong { form.as_str() } else { text });
        }
        for finding in findings.iter_mut().skip(start) {
            finding.move_to(path());
        }
    }
    contradictions(&written, findings);
    if let Some(listed) = listed {
        rails::judge(listed, &currency, &written, findings);
    }
    // what the provider itself says of the rail stands above what its description says
    for (_, wanted) in NEEDED.iter().filter(|(known, _)| listed.is_none() && *known == rail) {
        let is_there = |name: &str| written.iter().any(|(given, value)| is_named(given, name) && !value.is_null());
        let mut names = *wanted;
        let mut has = false;
        while let Some(name) = text::next_word(&mut names, b' ') {
            has |= is_there(name);
        }
        match text::split(wanted, b' ') {
            _ if has => {}
            None => findings.push(Finding::new(Code::FieldRequired).at_path(text::join(&["/details/", wanted], ""))),
            Some((first, second)) => {
                let fields = text::join(&[first, second], ", ");
                findings.push(Finding::new(Code::FieldOneOfRequired).with("fields", fields).at("/details"));
            }
        }
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
        finding.move_to(text::join(&["/details/", name], ""));
    }
}
