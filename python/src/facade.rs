//! The functions of the facade, by their names in JavaScript.

use offramp_core::api::{self, BankOptions, Candidate, ValidateOptions};
use offramp_core::{Error, Json, Kind, Provider};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::convert::{to_json, to_python};
use crate::error::{invalid, raised};

/// Calls a function by its name: `names` are those of its arguments, for what is said of them.
#[pyfunction]
#[pyo3(signature = (name, names, *arguments))]
pub(crate) fn call<'py>(
    py: Python<'py>,
    name: &str,
    names: Vec<String>,
    arguments: &Bound<'py, PyTuple>,
) -> PyResult<Bound<'py, PyAny>> {
    let mut given = Vec::new();
    for (value, field) in arguments.iter().zip(names.iter()) {
        given.push(to_json(&value, field)?);
    }
    let text = |at: usize| {
        let field = names.get(at).map_or("", String::as_str);
        given.get(at).and_then(Json::as_str).ok_or_else(|| invalid(py, field, "a text is needed"))
    };
    let any = |at: usize| given.get(at).unwrap_or(&Json::Null);
    let answer = match name {
        "validate" => validate(text(0)?, text(1)?, any(2)),
        "detect" => Ok(api::detect(text(0)?).iter().map(Candidate::to_json).collect::<Vec<_>>().into()),
        "bankAccountFields" => BankOptions::from_json(any(1))
            .and_then(|options| api::bank_account_fields(text_of(any(0)), &options))
            .map(|fields| fields.to_json()),
        "bankAccountJsonSchema" => {
            BankOptions::from_json(any(1)).and_then(|options| api::bank_account_json_schema(text_of(any(0)), &options))
        }
        "validateBankAccount" => {
            let fields = any(1).as_object().ok_or_else(|| invalid(py, "fields", "a dict of fields is needed"))?;
            let currency = text(0)?;
            BankOptions::from_json(any(2))
                .map(|options| api::validate_bank_account(currency, fields, &options).to_json())
        }
        "kinds" | "currencies" | "corridors" | "schemes" => api::lists(name),
        "providers" => Ok(Provider::ALL.iter().map(|provider| provider.to_json()).collect::<Vec<_>>().into()),
        "version" => Ok(api::version().into()),
        _ => api::json::call(name, &given),
    };
    to_python(py, &answer.map_err(|error| raised(py, &error))?)
}

fn text_of(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

fn validate(kind: &str, text: &str, options: &Json) -> Result<Json, Error> {
    Ok(api::validate(kind.parse::<Kind>()?, text, &ValidateOptions::from_json(options)?).to_json())
}

/// Whether `validate` says `valid` with the default options.
#[pyfunction]
pub(crate) fn is_valid(py: Python<'_>, kind: &str, text: &str) -> PyResult<bool> {
    let kind = kind.parse::<Kind>().map_err(|error| raised(py, &error))?;
    Ok(api::is_valid(kind, text))
}

/// Whether a delivery is the provider's: its body as the bytes that came.
#[pyfunction]
pub(crate) fn verify_webhook<'py>(
    py: Python<'py>,
    provider: &str,
    settings: &Bound<'py, PyAny>,
    headers: &Bound<'py, PyAny>,
    body: &[u8],
    options: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let (settings, headers) = (to_json(settings, "settings")?, to_json(headers, "headers")?);
    let options = to_json(options, "options")?;
    let verified = api::json::verify_webhook(provider, &settings, &headers, body, &options);
    to_python(py, &verified.map_err(|error| raised(py, &error))?)
}

/// The headers that a delivery of this body has.
#[pyfunction]
pub(crate) fn sign_webhook<'py>(
    py: Python<'py>,
    provider: &str,
    settings: &Bound<'py, PyAny>,
    body: &[u8],
    options: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let (settings, options) = (to_json(settings, "settings")?, to_json(options, "options")?);
    let signed = api::json::sign_webhook(provider, &settings, body, &options);
    to_python(py, &signed.map_err(|error| raised(py, &error))?)
}
