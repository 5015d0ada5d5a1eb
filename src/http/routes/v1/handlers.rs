//! The functions that have a shape of their own over HTTP; the others are called by their names.

use super::Call;
use crate::api::{self, BankOptions, Candidate, ValidateOptions};
use crate::http::render::envelope::ANSWER_CAPACITY;
use crate::http::render::problem::Problem;
use crate::identifier::Kind;
use crate::json::Json;
use crate::provider::Provider;

pub(super) fn validate(call: &Call) -> Result<String, Problem> {
    call.only(&["kind", "text", "options"])?;
    let kind: Kind = call.text("kind")?.parse()?;
    let options = ValidateOptions::from_json(call.optional("options"))?;
    let mut answer = String::with_capacity(ANSWER_CAPACITY);
    api::validate(kind, call.text("text")?, &options).write_json(&mut answer);
    Ok(answer)
}

pub(super) fn detect(call: &Call) -> Result<Json, Problem> {
    call.only(&["text"])?;
    let candidates = api::detect(call.text("text")?).iter().map(Candidate::to_json).collect();
    Ok(Json::object([("candidates", Json::Array(candidates))]))
}

pub(super) fn fields(call: &Call) -> Result<Json, Problem> {
    Ok(api::bank_account_fields(call.path("currency"), &BankOptions::from_json(&call.options())?)?.to_json())
}

pub(super) fn schema(call: &Call) -> Result<Json, Problem> {
    Ok(api::bank_account_json_schema(call.path("currency"), &BankOptions::from_json(&call.options())?)?)
}

pub(super) fn bank_account(call: &Call) -> Result<Json, Problem> {
    call.only(&["fields", "options"])?;
    let mut options = BankOptions::from_json(call.optional("options"))?;
    if call.optional("options").get("directories").is_none_or(Json::is_null) {
        options.directories.clone_from(&call.directories);
    }
    Ok(api::validate_bank_account(call.path("currency"), call.object("fields")?, &options).to_json())
}

pub(super) fn providers() -> Json {
    let all = Provider::ALL.iter().map(|provider| provider.to_json()).collect();
    Json::object([("providers", Json::Array(all))])
}
