//! What is needed to know a user: data and documents.

use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::compute::{Computation, to_read};
use crate::provider::input::{InputRule, Terms, needed};
use crate::text;
use crate::timestamp::Timestamp;

/// What a document may show.
pub(super) const DOCUMENTS: &str = "identity_front identity_back passport_front passport national_id_front national_id_back national_id \
    driver_license_front driver_license_back driver_license voter_id_front voter_id_back voter_id \
    resident_card_front resident_card_back resident_card id_card_front id_card_back id_card \
    ghana_card_front ghana_card_back ghana_card ghana_ssnit_card_front ghana_ssnit_card_back \
    ghana_ssnit_card kenya_alien_card_front kenya_alien_card_back kenya_alien_card green_book_front \
    green_book_back green_book tax_id_front tax_id_back tax_id colombia_ppt_front colombia_ppt_back \
    colombia_ppt selfie";

/// What the person is known by where the data is handed in directly.
const PII: [&str; 4] = ["/data/pii/first_name", "/data/pii/last_name", "/data/pii/dob", "/data/pii/country_code"];

/// A day of birth is over.
fn check_birth(members: &Object, now: Timestamp, findings: &mut Vec<Finding>) {
    let day = members.get("data").and_then(|data| data.get("pii")).and_then(|pii| pii.get("dob"));
    let day = day.and_then(Json::as_str).and_then(|day| text::join(&[day, "T00:00:00Z"], "").parse::<Timestamp>().ok());
    if day.is_some_and(|day| day.unix_seconds() >= now.unix_seconds()) {
        findings.push(Finding::new(Code::DateStructure).at("/data/pii/dob"));
    }
}

pub(super) const MISSING_DOCUMENTS: Computation = Computation {
    name: "missingDocuments",
    summary: to_read("Which documents are still needed before verification begins."),
    input: &[needed("documents", InputRule::List(&InputRule::OneOf(DOCUMENTS), 0, 1000), "The types uploaded so far.")],
    run: |input| Ok(missing_documents(input)),
};

/// `{missing, ready}`: a selfie and the front of one document, or a document that has one side.
fn missing_documents(input: &Object) -> Json {
    let given = input.get("documents").and_then(Json::as_array).unwrap_or_default();
    let has = |is: &dyn Fn(&str) -> bool| given.iter().filter_map(Json::as_str).any(is);
    let mut missing = Vec::new();
    if !has(&|name| name == "selfie") {
        missing.push("selfie");
    }
    if !has(&|name| name != "selfie" && !name.ends_with("_back")) {
        missing.push("identity_front");
    }
    let mut json = Object::new();
    json.put("ready", Json::Bool(missing.is_empty()));
    json.put("missing", Json::texts(missing.iter().copied()));
    Json::Object(json)
}

/// What each method needs of the data.
pub(super) fn check_kyc(members: &mut Object, terms: &Terms<'_>, findings: &mut Vec<Finding>) {
    if let Some(now) = terms.now {
        check_birth(members, now, findings);
    }
    let Some(data) = members.get("data") else {
        return;
    };
    let (needed, others): (&[&'static str], &[&'static str]) = match members.get("method").and_then(Json::as_str) {
        Some("direct_data") => (&["/data/pii"], &["/data/provider", "/data/token"]),
        Some("external_token") => (&["/data/provider", "/data/token"], &["/data/pii"]),
        Some("handoff") => (&[], &["/data/provider", "/data/token"]),
        _ => return,
    };
    let has = |path: &str| path.strip_prefix("/data/").is_some_and(|name| data.get(name).is_some());
    for path in needed {
        if !has(path) && !findings.iter().any(|finding| finding.path().starts_with(path)) {
            findings.push(Finding::new(Code::FieldRequired).at(path));
        }
    }
    if members.get("method").and_then(Json::as_str) == Some("direct_data")
        && let Some(pii) = data.get("pii")
    {
        for path in PII {
            let is_there = path.strip_prefix("/data/pii/").is_some_and(|name| pii.get(name).is_some());
            if !is_there && !findings.iter().any(|finding| finding.path() == path) {
                findings.push(Finding::new(Code::FieldRequired).at(path));
            }
        }
    }
    for path in others {
        if has(path) {
            findings.push(Finding::new(Code::FieldUnknown).at(path));
        }
    }
}
