//! The numbers of banks at the clearing house of Nepal, by their names.

use crate::bank;
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::identifier::Strictness;
use crate::json::{Json, Object};
use crate::provider::compute::{Computation, to_read};
use crate::provider::input::{InputRule, needed, optional};

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
        let read_as = || Finding::new(Code::BankReadAs).with_text("bank", bank.name);
        return Ok((bank.id.to_owned(), bank::is_part_of_name(name, bank).then(read_as)));
    }
    match strictness {
        Strictness::Compat => {
            Ok((bank::document_bank_id(name).to_owned(), Some(Finding::new(Code::BankMappedLoosely))))
        }
        Strictness::Strict => Err(Finding::new(Code::BankNotSupported)),
    }
}

pub(super) fn strictness(input: &Object) -> Strictness {
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
