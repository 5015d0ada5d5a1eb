//! What is needed to know a user: data and documents.

use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::compute::{Computation, to_read};
use crate::provider::input::{InputRule, Terms, Together, Wants, When, needed};
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

/// What each method needs of the data.
pub(super) const TOGETHER: &[Together] = &[
    Together::of(
        When::Is("method", "direct_data"),
        Wants::All("data/pii data/pii/first_name data/pii/last_name data/pii/dob data/pii/country_code"),
    ),
    Together::of(When::Is("method", "direct_data"), Wants::None("data/provider data/token")),
    Together::of(When::Is("method", "external_token"), Wants::All("data/provider data/token")),
    Together::of(When::Is("method", "external_token"), Wants::None("data/pii")),
    Together::of(When::Is("method", "handoff"), Wants::None("data/provider data/token")),
];

/// A day of birth is over.
pub(super) fn check_birth(members: &mut Object, terms: &Terms<'_>, findings: &mut Vec<Finding>) {
    let Some(now) = terms.now else {
        return;
    };
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
