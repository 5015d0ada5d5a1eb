//! The bindings behind the npm package: conversion only, no rules.
//!
//! Arguments and answers cross as one text, which is one string to hand over instead of one for each name
//! and value; yes or no as an integer over a buffer that JavaScript writes to. The functions here are called
//! by the hand-written `pkg/src/runtime.js`, under the functions that users see.

#![expect(unreachable_pub, reason = "they are public to JavaScript")]

mod check;
mod fees;
#[cfg(feature = "files")]
mod files;

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use crate::api::{self, BankOptions, ValidateOptions};
use crate::error::{Error, ErrorCode};
use crate::finding::Finding;
use crate::identifier::{self, Kind};
use crate::json::Json;
use crate::text;

#[wasm_bindgen(typescript_custom_section)]
const KINDS: &str = identifier::TYPESCRIPT;
#[wasm_bindgen(typescript_custom_section)]
const FINDING_CODES: &str = crate::code::TYPESCRIPT;
#[wasm_bindgen(typescript_custom_section)]
const ERROR_CODES: &str = crate::error::TYPESCRIPT;
#[wasm_bindgen(typescript_custom_section)]
const PROVIDERS: &str = crate::provider::TYPESCRIPT;
#[wasm_bindgen(typescript_custom_section)]
const SCHEMES: &str = crate::bank::SCHEME_TYPESCRIPT;

/// Calls a function by its name. Name and arguments come as one text with NULs in between; arguments that
/// are objects, and those that may be absent, are JSON text, and the last one may hold anything. Answers
/// JSON text.
///
/// One binding for all costs a tenth of what it costs to bind each.
#[wasm_bindgen]
pub fn call(text: &str) -> Result<String, JsValue> {
    let mut arguments = Arguments(text);
    dispatch(arguments.next(), &mut arguments).map_err(|error| thrown(&error))
}

/// [`call`] with a text of so many bytes in the buffer.
#[wasm_bindgen(js_name = callScratch)]
pub fn call_scratch(length: usize) -> Result<String, JsValue> {
    SCRATCH.with_borrow(|scratch| {
        let text = scratch.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok());
        call(text.unwrap_or_default())
    })
}

/// [`call`] with bytes: the body of a webhook delivery.
#[wasm_bindgen(js_name = verifyWebhook)]
pub fn verify_webhook(text: &str, body: &[u8]) -> Result<String, JsValue> {
    let mut arguments = Arguments(text);
    verify(&mut arguments, body).map_err(|error| thrown(&error))
}

/// What of the arguments has not been taken yet.
struct Arguments<'a>(&'a str);

impl<'a> Arguments<'a> {
    fn next(&mut self) -> &'a str {
        let (next, rest) = text::split(self.0, 0).unwrap_or((self.0, ""));
        self.0 = rest;
        next
    }

    /// JSON text, or nothing for null.
    fn json(&mut self) -> Result<Json, Error> {
        let text = self.next();
        if text.is_empty() { Ok(Json::Null) } else { Ok(text.parse::<Json>()?) }
    }
}

fn dispatch(name: &str, arguments: &mut Arguments<'_>) -> Result<String, Error> {
    let answer = match name {
        "validate" => {
            let (kind, options) = (arguments.next().parse::<Kind>()?, arguments.json()?);
            api::validate(kind, arguments.0, &ValidateOptions::from_json(&options)?).to_json()
        }
        "detect" => {
            let mut candidates = Vec::new();
            for candidate in api::detect(arguments.0) {
                candidates.push(candidate.to_json());
            }
            Json::Array(candidates)
        }
        "bankAccountFields" => {
            let options = BankOptions::from_json(&arguments.json()?)?;
            api::bank_account_fields(arguments.0, &options)?.to_json()
        }
        // what the page never asks is no part of its module
        "bankAccountJsonSchema" if !crate::IS_PAGE => {
            let options = BankOptions::from_json(&arguments.json()?)?;
            api::bank_account_json_schema(arguments.0, &options)?
        }
        "validateBankAccount" => {
            let (Ok(Json::Object(fields)), options) = (arguments.json(), arguments.json()?) else {
                let needed = Error::new(ErrorCode::ArgumentInvalid, "an object of fields is needed");
                return Err(needed.in_field("fields"));
            };
            api::validate_bank_account(arguments.0, &fields, &BankOptions::from_json(&options)?).to_json()
        }
        "buildRequest" => {
            let (provider, operation) = (arguments.next(), arguments.next());
            let given = arguments.json()?;
            let Some([input, credentials, context]) = given.as_array() else {
                return Err(Error::new(ErrorCode::ArgumentInvalid, "input, credentials and context are needed"));
            };
            return Ok(api::json::build_request(provider, operation, input, credentials, context)?.to_text());
        }
        "parseResponse" if !crate::IS_PAGE => {
            api::json::parse_response(arguments.next(), arguments.next(), &arguments.json()?)?
        }
        "signWebhook" => {
            let (provider, settings, options) = (arguments.next(), arguments.json()?, arguments.json()?);
            api::json::sign_webhook(provider, &settings, arguments.0.as_bytes(), &options)?
        }
        "explainSignature" => api::json::explain_signature(arguments.next(), &arguments.json()?, &arguments.json()?)?,
        "nextStatus" if !crate::IS_PAGE => api::json::next_status(arguments.next(), &arguments.json()?, arguments.0)?,
        "classify" if !crate::IS_PAGE => {
            api::json::classify(arguments.next(), arguments.next(), &arguments.json()?, &arguments.json()?)?
        }
        "idempotencyKey" if !crate::IS_PAGE => {
            api::json::idempotency_key(arguments.next(), arguments.next(), &arguments.json()?, &arguments.json()?)?
        }
        "maskRequest" if !crate::IS_PAGE => api::mask_request(&arguments.json()?),
        "compute" if !crate::IS_PAGE => api::json::compute(arguments.next(), arguments.next(), &arguments.json()?)?,
        "version" => Json::text(api::version()),
        "kinds" | "currencies" => api::lists(name)?,
        #[cfg(feature = "files")]
        "checkOpen" => number(check::open(check::options(arguments, true)?)),
        #[cfg(feature = "files")]
        "checkFileOpen" => number(files::open(arguments)?),
        #[cfg(not(feature = "files"))]
        "checkOpen" | "checkFileOpen" => number(check::open(check::options(arguments, name == "checkOpen")?)),
        "feePlanOpen" if !crate::IS_PAGE => number(fees::open(api::fee_plan(&arguments.json()?)?)),
        question => api::ask(question, &arguments.json()?)?,
    };
    Ok(answer.to_text())
}

fn verify(arguments: &mut Arguments<'_>, body: &[u8]) -> Result<String, Error> {
    let (provider, settings) = (arguments.next(), arguments.json()?);
    let (headers, options) = (arguments.json()?, arguments.json()?);
    Ok(api::json::verify_webhook(provider, &settings, &headers, body, &options)?.to_text())
}

fn number(number: usize) -> Json {
    Json::number(u64::try_from(number).unwrap_or(u64::MAX))
}

thread_local! {
    /// Where JavaScript writes short texts and bytes of files to, so that no call copies or allocates.
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; SCRATCH_SIZE]);
    /// Where electronic forms are written by calls that answer yes or no.
    static FORM: RefCell<String> = const { RefCell::new(String::new()) };
}

const SCRATCH_SIZE: usize = 64 * 1024;

/// The address of the buffer in the module's memory.
#[wasm_bindgen]
pub fn scratch() -> *const u8 {
    SCRATCH.with_borrow(Vec::as_ptr)
}

/// The length of the buffer.
#[wasm_bindgen(js_name = scratchSize)]
pub fn scratch_size() -> usize {
    SCRATCH_SIZE
}

/// Whether the text of so many bytes in the buffer is a valid value of the kind of this number.
#[wasm_bindgen(js_name = isValidScratch)]
pub fn is_valid_scratch(kind: usize, length: usize) -> bool {
    SCRATCH.with_borrow(|scratch| {
        let text = scratch.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok());
        match (Kind::ALL.get(kind), text) {
            (Some(kind), Some(text)) => FORM.with_borrow_mut(|form| identifier::is_valid(*kind, text, form)),
            _ => false,
        }
    })
}

/// What is thrown: code, message, field, and the findings as JSON text, of which `runtime.js` makes a real error. A list,
/// because names of members would be kept in a table that weighs more than all of this.
fn thrown(error: &Error) -> JsValue {
    let findings = Finding::all_to_json(error.findings()).to_text();
    let thrown = (error.code().as_str(), error.full_message(), error.field(), findings);
    // texts always have a counterpart
    serde_wasm_bindgen::to_value(&thrown).unwrap_or(JsValue::UNDEFINED)
}
