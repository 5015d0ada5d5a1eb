//! The bindings behind the npm package: conversion only, no rules.
//!
//! Answers that are asked for often cross as JSON text, which is one string to hand over instead of one
//! for each name and value; rare ones as plain objects; and yes or no as an integer over a buffer that
//! JavaScript writes to. The functions here are called by the hand-written `pkg/src/index.js`, which is what users see.

#![expect(unreachable_pub, reason = "they are public to JavaScript")]
#![expect(clippy::needless_pass_by_value, reason = "errors are converted where they are handed on")]

use std::cell::RefCell;

use js_sys::Reflect;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::api::{self, BankOptions, Candidate, ValidateOptions};
use crate::bulk::{CheckOptions, Checker, Row};
use crate::error::{Error, ErrorCode};
use crate::finding::Finding;
use crate::identifier::{self, Kind, Strictness};
use crate::json::Json;
use crate::money::{Amount, Line};
use crate::options;
use crate::quote::{FeePlan, PartFee};

#[wasm_bindgen(typescript_custom_section)]
const KINDS: &str = identifier::TYPESCRIPT;
#[wasm_bindgen(typescript_custom_section)]
const FINDING_CODES: &str = crate::code::TYPESCRIPT;
#[wasm_bindgen(typescript_custom_section)]
const ERROR_CODES: &str = crate::error::TYPESCRIPT;
#[wasm_bindgen(typescript_custom_section)]
const PROVIDERS: &str = crate::provider::TYPESCRIPT;

/// How a check of many rows is done.
#[derive(Clone, Copy, Debug, Tsify)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CsvOptions {
    /// How strictly rows are judged; `strict` by default.
    #[tsify(optional)]
    strictness: Strictness,
    /// Whether rows are compared with earlier ones; true by default.
    #[tsify(optional)]
    duplicates: bool,
    /// Which rows are answered; `all` by default.
    #[tsify(optional)]
    rows: Rows,
}

/// Which rows are answered: all, those about which there is something to say, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Tsify)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Rows {
    All,
    Findings,
    None,
}

impl CsvOptions {
    fn from_json(json: &Json) -> Result<CsvOptions, Error> {
        let mut read = CsvOptions { strictness: Strictness::Strict, duplicates: true, rows: Rows::All };
        options::members(json, "options", |name, value| {
            match (name, value) {
                ("strictness", _) => read.strictness = options::strictness(value)?,
                ("duplicates", Json::Bool(duplicates)) => read.duplicates = *duplicates,
                ("duplicates", _) => return Err("true or false is needed"),
                ("rows", _) => {
                    read.rows = match value.as_str() {
                        Some("all") => Rows::All,
                        Some("findings") => Rows::Findings,
                        Some("none") => Rows::None,
                        _ => return Err("all, findings or none is needed"),
                    }
                }
                _ => return Err(options::UNKNOWN),
            }
            Ok(())
        })?;
        Ok(read)
    }
}

/// Answers JSON text.
#[wasm_bindgen]
pub fn validate(kind: &str, text: &str, options: &str) -> Result<String, JsValue> {
    let kind: Kind = kind.parse().map_err(thrown)?;
    let options = ValidateOptions::from_json(&json(options)?).map_err(thrown)?;
    Ok(api::validate(kind, text, &options).to_json().to_string())
}

/// Answers JSON text.
#[wasm_bindgen]
pub fn detect(text: &str) -> String {
    Json::Array(api::detect(text).iter().map(Candidate::to_json).collect()).to_string()
}

#[wasm_bindgen(js_name = bankAccountFields)]
pub fn bank_account_fields(currency: &str, options: &str) -> Result<JsValue, JsValue> {
    Ok(plain(&api::bank_account_fields(currency, &bank_options(options)?).map_err(thrown)?.to_json()))
}

/// Answers JSON text.
#[wasm_bindgen(js_name = bankAccountJsonSchema)]
pub fn bank_account_json_schema(currency: &str, options: &str) -> Result<String, JsValue> {
    api::bank_account_json_schema(currency, &bank_options(options)?).map(|schema| schema.to_string()).map_err(thrown)
}

/// Takes the fields as JSON text and answers JSON text.
#[wasm_bindgen(js_name = validateBankAccount)]
pub fn validate_bank_account(currency: &str, fields: &str, options: &str) -> Result<String, JsValue> {
    let Ok(Json::Object(fields)) = fields.parse() else {
        return Err(thrown(Error::new(ErrorCode::ArgumentInvalid, "an object of fields is needed").in_field("fields")));
    };
    Ok(api::validate_bank_account(currency, &fields, &bank_options(options)?).to_json().to_string())
}

/// Takes input, credentials and context as JSON text and answers the request as JSON text.
#[wasm_bindgen(js_name = buildRequest)]
pub fn build_request(
    provider: &str,
    operation: &str,
    input: &str,
    credentials: &str,
    context: &str,
) -> Result<String, JsValue> {
    answered(api::json::build_request(provider, operation, &text(input)?, &text(credentials)?, &text(context)?))
}

/// Takes `{status, headers, body}` as JSON text and answers JSON text.
#[wasm_bindgen(js_name = parseResponse)]
pub fn parse_response(provider: &str, operation: &str, response: &str) -> Result<String, JsValue> {
    answered(api::json::parse_response(provider, operation, &text(response)?))
}

/// Takes the body as it came in, and all else as JSON text; answers the event as JSON text.
#[wasm_bindgen(js_name = verifyWebhook)]
pub fn verify_webhook(
    provider: &str,
    settings: &str,
    headers: &str,
    body: &[u8],
    options: &str,
) -> Result<String, JsValue> {
    answered(api::json::verify_webhook(provider, &text(settings)?, &text(headers)?, body, &json(options)?))
}

/// Takes the current status as JSON text, which is a string or null; answers JSON text.
#[wasm_bindgen(js_name = nextStatus)]
pub fn next_status(provider: &str, current: &str, incoming: &str) -> Result<String, JsValue> {
    answered(api::json::next_status(provider, &json(current)?, incoming))
}

/// Takes an answer, or why there is none, and options as JSON text; answers JSON text.
#[wasm_bindgen]
pub fn classify(provider: &str, operation: &str, result: &str, options: &str) -> Result<String, JsValue> {
    answered(api::json::classify(provider, operation, &text(result)?, &json(options)?))
}

/// Takes input and options as JSON text and answers JSON text.
#[wasm_bindgen(js_name = idempotencyKey)]
pub fn idempotency_key(provider: &str, operation: &str, input: &str, options: &str) -> Result<String, JsValue> {
    answered(api::json::idempotency_key(provider, operation, &text(input)?, &json(options)?))
}

/// Takes a request, an answer or an event as JSON text and answers JSON text.
#[wasm_bindgen(js_name = maskRequest)]
pub fn mask_request(request: &str) -> Result<String, JsValue> {
    Ok(api::mask_request(&text(request)?).to_string())
}

/// Answers JSON text.
#[wasm_bindgen]
pub fn operations(provider: &str) -> Result<String, JsValue> {
    answered(api::json::operations(provider))
}

/// Takes the input as JSON text and answers JSON text.
#[wasm_bindgen]
pub fn compute(provider: &str, name: &str, input: &str) -> Result<String, JsValue> {
    answered(api::json::compute(provider, name, &text(input)?))
}

#[wasm_bindgen]
pub fn version() -> String {
    api::version().to_owned()
}

/// The names of the kinds, in the order of their numbers in [`is_valid_scratch`].
#[wasm_bindgen]
pub fn kinds() -> String {
    let names: Vec<_> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    names.join(" ")
}

thread_local! {
    /// Where JavaScript writes short texts and bytes of files to, so that no call copies or allocates.
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; SCRATCH_SIZE]);
    /// Where electronic forms are written by calls that answer yes or no.
    static FORM: RefCell<String> = const { RefCell::new(String::new()) };
    /// The fee schedules that are kept.
    static PLANS: RefCell<Plans> = const { RefCell::new(Plans { opened: 0, kept: Vec::new(), parts: Vec::new() }) };
    /// The checks that are under way, by their numbers.
    static CHECKS: RefCell<Vec<Option<Check>>> = const { RefCell::new(Vec::new()) };
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

/// Takes a request as JSON text and answers JSON text.
macro_rules! questions {
    ($($name:ident $js:literal)+) => {
        $(#[wasm_bindgen(js_name = $js)]
        pub fn $name(request: &str) -> Result<String, JsValue> {
            ask($js, request)
        })+
    };
}

questions! {
    compute_fees "computeFees"
    quote "quote"
    quote_for_target "quoteForTarget"
    check_limits "checkLimits"
    settlement "settlement"
    allocate "allocate"
    parse_amount "parseAmount"
}

fn ask(name: &str, request: &str) -> Result<String, JsValue> {
    request.parse().and_then(|request| api::ask(name, &request)).map(|answer| answer.to_string()).map_err(thrown)
}

/// Keeps a fee schedule for a currency and answers its number, for [`fees_scratch`]. Takes the request of
/// `computeFees` without the amount, as JSON text.
#[wasm_bindgen(js_name = feePlanOpen)]
pub fn fee_plan_open(request: &str) -> Result<usize, JsValue> {
    let plan = request.parse().and_then(|request| api::fee_plan(&request)).map_err(thrown)?;
    Ok(PLANS.with_borrow_mut(|plans| {
        // the oldest makes room: whoever opened it opens it again
        let place = plans.opened % PLANS_KEPT;
        let number = plans.opened;
        plans.opened = plans.opened.wrapping_add(1);
        match plans.kept.get_mut(place) {
            Some(kept) => *kept = (number, plan),
            None => plans.kept.push((number, plan)),
        }
        number
    }))
}

/// Computes the fees on the amount of so many bytes in the buffer by the schedule of this number, writes
/// them to the buffer as lines (gross, fee, net, and amount and explanation of each part) and answers how
/// many bytes they are: 0 where `computeFees` has to be asked, because the schedule is kept no more, the
/// amount is wrong, or the lines do not fit.
#[wasm_bindgen(js_name = feesScratch)]
pub fn fees_scratch(number: usize, length: usize) -> usize {
    PLANS.with_borrow_mut(|plans| {
        let Plans { kept, parts, .. } = plans;
        let mut compute = |scratch: &mut Vec<u8>| {
            let (opened, plan) = kept.get(number.checked_rem(PLANS_KEPT)?)?;
            let units = Amount::quick_units(scratch.get(..length)?, plan.currency())?;
            let sums = plan.fill(u128::from(units), parts).ok()?;
            let mut line = Line::new(scratch);
            plan.write_lines(sums, parts, &mut line);
            line.length().filter(|_| *opened == number)
        };
        SCRATCH.with_borrow_mut(&mut compute).unwrap_or(0)
    })
}

/// Fee schedules that are kept, each under the number it was opened with.
struct Plans {
    opened: usize,
    kept: Vec<(usize, FeePlan)>,
    /// Room for the parts of a computation.
    parts: Vec<PartFee>,
}

const PLANS_KEPT: usize = 64;

/// A check of a file that is under way.
struct Check {
    checker: Checker,
    rows: Rows,
}

/// Begins a check and answers its number.
#[wasm_bindgen(js_name = checkOpen)]
pub fn check_open(options: &str) -> Result<usize, JsValue> {
    let options = CsvOptions::from_json(&json(options)?).map_err(thrown)?;
    let check_options = CheckOptions::default().with_strictness(options.strictness).with_duplicates(options.duplicates);
    let check = Check { checker: Checker::new(check_options), rows: options.rows };
    Ok(CHECKS.with_borrow_mut(|checks| {
        let free = checks.iter().position(Option::is_none).unwrap_or(checks.len());
        match checks.get_mut(free) {
            Some(place) => *place = Some(check),
            None => checks.push(Some(check)),
        }
        free
    }))
}

/// Takes so many bytes from the buffer and answers the rows they complete as a JSON array.
#[wasm_bindgen(js_name = checkPush)]
pub fn check_push(number: usize, length: usize) -> Result<String, JsValue> {
    CHECKS.with_borrow_mut(|checks| {
        let check = checks.get_mut(number).and_then(Option::as_mut).ok_or_else(closed)?;
        let mut rows = RowWriter::new(check.rows);
        SCRATCH.with_borrow(|scratch| {
            check.checker.push(scratch.get(..length).unwrap_or_default(), &mut |row| rows.row(row));
        });
        Ok(rows.finish())
    })
}

/// Ends a check; answers the rows that were still open as a JSON array, and the summary.
#[wasm_bindgen(js_name = checkFinish)]
pub fn check_finish(number: usize) -> Result<js_sys::Array, JsValue> {
    let check = CHECKS.with_borrow_mut(|checks| checks.get_mut(number).and_then(Option::take)).ok_or_else(closed)?;
    let mut rows = RowWriter::new(check.rows);
    let summary = check.checker.finish(&mut |row| rows.row(row));
    Ok(js_sys::Array::of2(&rows.finish().into(), &plain(&summary.to_json())))
}

/// Gives up a check.
#[wasm_bindgen(js_name = checkCancel)]
pub fn check_cancel(number: usize) {
    CHECKS.with_borrow_mut(|checks| {
        if let Some(check) = checks.get_mut(number) {
            *check = None;
        }
    });
}

fn closed() -> JsValue {
    thrown(Error::new(ErrorCode::ArgumentInvalid, "this check has ended"))
}

/// Writes rows as the items of a JSON array.
struct RowWriter {
    rows: Rows,
    text: String,
}

impl RowWriter {
    fn new(rows: Rows) -> RowWriter {
        RowWriter { rows, text: String::from("[") }
    }

    fn row(&mut self, row: &Row<'_>) {
        let is_wanted = match self.rows {
            Rows::All => true,
            Rows::Findings => !row.findings.is_empty(),
            Rows::None => false,
        };
        if is_wanted {
            if self.text.len() > 1 {
                self.text.push(',');
            }
            row.write_json(&mut self.text);
        }
    }

    fn finish(mut self) -> String {
        self.text.push(']');
        self.text
    }
}

/// The value as plain objects, arrays, strings and numbers.
fn plain(value: &Json) -> JsValue {
    // objects, arrays and texts of this module's own always have a counterpart
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}

fn answered(answer: Result<Json, Error>) -> Result<String, JsValue> {
    answer.map(|json| json.to_string()).map_err(thrown)
}

fn text(text: &str) -> Result<Json, JsValue> {
    text.parse().map_err(thrown)
}

/// JSON text, or nothing for null.
fn json(text: &str) -> Result<Json, JsValue> {
    if text.is_empty() { Ok(Json::Null) } else { text.parse().map_err(thrown) }
}

fn bank_options(text: &str) -> Result<BankOptions, JsValue> {
    BankOptions::from_json(&json(text)?).map_err(thrown)
}

/// A real JavaScript error with `name`, `code`, `field` and, where input was judged, `findings`.
fn thrown(error: Error) -> JsValue {
    let js = js_sys::Error::new(&error.to_string());
    js.set_name("OfframpError");
    let set = |name: &str, value: JsValue| {
        // a fresh error object takes every property
        let _ = Reflect::set(&js, &name.into(), &value);
    };
    set("code", error.code().as_str().into());
    set("field", error.field().into());
    if !error.findings().is_empty() {
        set("findings", plain(&Finding::all_to_json(error.findings())));
    }
    js.into()
}
