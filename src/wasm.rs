//! The bindings behind the npm package: conversion only, no rules.
//!
//! Arguments and answers cross as one text, which is one string to hand over instead of one for each name
//! and value; yes or no as an integer over a buffer that JavaScript writes to. The functions here are called
//! by the hand-written `pkg/src/runtime.js`, under the functions that users see.

#![expect(unreachable_pub, reason = "they are public to JavaScript")]

#[cfg(feature = "files")]
mod files;

use std::cell::RefCell;

use tsify::Tsify;
use wasm_bindgen::prelude::*;

use crate::api::{self, BankOptions, ValidateOptions};
use crate::bank::{Directories, MemoRequired};
#[cfg(feature = "brief")]
use crate::bulk::BriefWriter;
#[cfg(not(feature = "files"))]
use crate::bulk::Checker;
use crate::bulk::{CheckOptions, FileFormat, HashKey, Row};
use crate::error::{Error, ErrorCode};
use crate::finding::Finding;
use crate::identifier::{self, Kind, Strictness};
use crate::json::Json;
use crate::money::{Amount, Line};
use crate::options;
use crate::quote::{FeePlan, PartFee};
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

/// How a check of many rows is done.
#[derive(Clone, Debug, Tsify)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "what it is in TypeScript is all that it is for")]
pub(crate) struct CsvOptions {
    /// The provider whose document applies; without one, the rails' public rules do.
    #[tsify(optional, type = "Provider")]
    provider: (),
    /// Providers of which it is noted what each of them wants besides.
    #[tsify(optional, type = "Provider[]")]
    providers: (),
    /// The currency of rows that name none.
    #[tsify(optional, type = "string")]
    currency: (),
    /// What columns mean, by their names in the file; an empty text for one that is not to be used.
    #[tsify(optional, type = "Record<string, string>")]
    map: (),
    /// The tool or bank whose template the file is, such as `wise`: what its columns mean.
    #[tsify(optional, type = "string")]
    preset: (),
    /// The country of rows that name none.
    #[tsify(optional, type = "string")]
    country: (),
    /// The rail of rows that name none, or a scheme that stands for it.
    #[tsify(optional, type = "Rail | Scheme")]
    rail: (),
    /// The scheme of rows that name none, which is held against the currency and the rail of each.
    #[tsify(optional, type = "Scheme")]
    scheme: (),
    /// The day of the payments, for rules that change with time.
    #[tsify(optional, type = "string")]
    date: (),
    /// How strictly rows are judged; `strict` by default.
    #[tsify(optional)]
    strictness: Strictness,
    /// Whether addresses need a memo: true, or those that do.
    #[tsify(optional, type = "boolean | string[]")]
    memo_required: MemoRequired,
    /// Tables that were loaded, as in the options for one destination.
    #[tsify(optional, type = "BankOptions[\"directories\"]")]
    directories: Directories,
    /// Whether rows are compared with earlier ones; true by default.
    #[tsify(optional)]
    duplicates: bool,
    /// How many rows the file has.
    #[tsify(optional, type = "number")]
    expect_rows: (),
    /// What the payments of a currency come to: `"EUR=100.00"`, or `{EUR: "100.00"}`.
    #[tsify(optional, type = "string | Record<string, string | number>")]
    expect_total: (),
    /// What a payment is at most: `"EUR=100.00"`, `"100.00"` in every currency, or `{EUR: "100.00"}`.
    #[tsify(optional, type = "string | Record<string, string | number>")]
    max_amount: (),
    /// What the payments of a currency come to at most, in the same forms.
    #[tsify(optional, type = "string | Record<string, string | number>")]
    max_total: (),
    /// Limits as `checkLimits` takes them, on payments that are all made at one time: each that is not invalid counts for
    /// those after it.
    #[tsify(optional, type = "FileLimits | FileLimits[\"limits\"]")]
    limits: (),
    /// What duplicates are found with, 32 hexadecimal digits: a secret, so that nobody can make a file that takes long.
    /// Drawn at random by default.
    #[tsify(optional, type = "string")]
    hash_key: (),
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
    /// Those about which there is something to say, as [`BriefWriter`] writes them.
    #[cfg(feature = "brief")]
    Brief,
}

impl CsvOptions {
    /// With this key where the options have none.
    fn from_json(json: &Json, hash_key: HashKey) -> Result<(CheckOptions, Rows), Error> {
        let (mut read, mut rows) = (CheckOptions::default().with_hash_key(hash_key), Rows::All);
        let mut error = None;
        options::members(json, "options", &mut |name, value| {
            match (name, value) {
                ("memoRequired", _) => read.memo_required = api::options::memo_required(value)?,
                ("directories", _) => read.directories = api::options::directories(value, &mut error),
                ("duplicates", Json::Bool(duplicates)) => read.duplicates = *duplicates,
                ("duplicates", _) => return Err("true or false is needed"),
                ("hashKey", _) => {
                    let key = value.as_str().and_then(HashKey::from_hex);
                    read.hash_key = key.ok_or("32 hexadecimal digits are needed")?;
                }
                ("rows", _) => {
                    rows = match value.as_str() {
                        Some("all") => Rows::All,
                        Some("findings") => Rows::Findings,
                        Some("none") => Rows::None,
                        #[cfg(feature = "brief")]
                        Some("brief") => Rows::Brief,
                        _ => return Err("all, findings or none is needed"),
                    }
                }
                _ if read.take(name, value)? => {}
                _ => return Err(options::UNKNOWN),
            }
            Ok(())
        })?;
        error.map_or(Ok((read, rows)), Err)
    }
}

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
        "checkOpen" => number(check_open(check_options(arguments, true)?)),
        #[cfg(feature = "files")]
        "checkFileOpen" => number(files::open(arguments)?),
        #[cfg(not(feature = "files"))]
        "checkOpen" | "checkFileOpen" => number(check_open(check_options(arguments, name == "checkOpen")?)),
        "feePlanOpen" if !crate::IS_PAGE => number(fee_plan_open(api::fee_plan(&arguments.json()?)?)),
        question => api::ask(question, &arguments.json()?)?,
    };
    Ok(answer.to_text())
}

/// The options of a check, and the key to find duplicates with where they have none.
fn check_options(arguments: &mut Arguments<'_>, is_csv: bool) -> Result<(CheckOptions, Rows), Error> {
    let given = arguments.json()?;
    options_of(&given, arguments, is_csv)
}

fn options_of(given: &Json, arguments: &Arguments<'_>, is_csv: bool) -> Result<(CheckOptions, Rows), Error> {
    let drawn = HashKey::from_hex(arguments.0).unwrap_or_default();
    let (mut options, rows) = CsvOptions::from_json(given, drawn)?;
    if !is_csv {
        options.format = FileFormat::Detect;
    }
    Ok((options, rows))
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
    /// The fee schedules that are kept.
    static PLANS: RefCell<Plans> = const { RefCell::new(Plans { opened: 0, kept: Vec::new(), parts: Vec::new() }) };
    /// The checks that are under way.
    static CHECKS: RefCell<Checks> = const { RefCell::new(Checks { opened: 0, open: Vec::new() }) };
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

/// Keeps a fee schedule for a currency and answers its number, for [`fees_scratch`]. The request is that of
/// `computeFees` without the amount.
fn fee_plan_open(plan: FeePlan) -> usize {
    PLANS.with_borrow_mut(|plans| {
        // the oldest makes room: whoever opened it opens it again
        let place = plans.opened % PLANS_KEPT;
        let number = plans.opened;
        plans.opened = plans.opened.wrapping_add(1);
        match plans.kept.get_mut(place) {
            Some(kept) => *kept = (number, plan),
            None => plans.kept.push((number, plan)),
        }
        number
    })
}

/// Computes the fees on the amount of so many bytes in the buffer by the schedule of this number, writes
/// them to the buffer as lines (gross, fee, net, and amount and explanation of each part) and answers how
/// many bytes they are: 0 where `computeFees` has to be asked, because the schedule is kept no more, the
/// amount is wrong, or the lines do not fit.
#[wasm_bindgen(js_name = feesScratch)]
pub fn fees_scratch(number: usize, length: usize) -> usize {
    if crate::IS_PAGE {
        return 0;
    }
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

/// What reads files: text alone, or whatever the entry for workbooks reads.
#[cfg(feature = "files")]
use files::Checker;

/// A check of a file that is under way.
struct Check {
    checker: Checker,
    rows: RowWriter,
}

/// Checks, each under the number it was opened with. Numbers count on: one that is kept too long belongs to nobody.
struct Checks {
    opened: usize,
    open: Vec<(usize, Check)>,
}

impl Checks {
    fn get(&mut self, number: usize) -> Option<&mut Check> {
        self.open.iter_mut().find(|(opened, _)| *opened == number).map(|(_, check)| check)
    }

    fn take(&mut self, number: usize) -> Option<Check> {
        let place = self.open.iter().position(|(opened, _)| *opened == number)?;
        Some(self.open.swap_remove(place).1)
    }
}

/// Begins a check and answers its number.
fn check_open((options, rows): (CheckOptions, Rows)) -> usize {
    keep(Check { checker: Checker::new(options), rows: RowWriter::new(rows) })
}

fn keep(check: Check) -> usize {
    CHECKS.with_borrow_mut(|checks| {
        let number = checks.opened;
        checks.opened = checks.opened.wrapping_add(1);
        checks.open.push((number, check));
        number
    })
}

/// Takes so many bytes from the buffer and answers the rows they complete as a JSON array.
#[wasm_bindgen(js_name = checkPush)]
pub fn check_push(number: usize, length: usize) -> Result<String, JsValue> {
    CHECKS.with_borrow_mut(|checks| {
        let Check { checker, rows } = checks.get(number).ok_or_else(closed)?;
        SCRATCH.with_borrow(|scratch| {
            checker.push(scratch.get(..length).unwrap_or_default(), &mut |row| rows.row(row));
        });
        Ok(rows.take())
    })
}

/// Ends a check; answers the rows that were still open as a JSON array, a line end, and the summary as JSON.
#[wasm_bindgen(js_name = checkFinish)]
pub fn check_finish(number: usize) -> Result<String, JsValue> {
    let check = CHECKS.with_borrow_mut(|checks| checks.take(number)).ok_or_else(closed)?;
    let Check { checker, mut rows } = check;
    let summary = checker.finish(&mut |row| rows.row(row));
    let mut text = rows.take();
    text.push('\n');
    summary.to_json().write_to(&mut text);
    Ok(text)
}

/// Gives up a check.
#[wasm_bindgen(js_name = checkCancel)]
pub fn check_cancel(number: usize) {
    CHECKS.with_borrow_mut(|checks| checks.take(number));
}

fn closed() -> JsValue {
    thrown(&Error::new(ErrorCode::ArgumentInvalid, "this check has ended"))
}

/// Writes rows as the items of a JSON array.
struct RowWriter {
    rows: Rows,
    text: String,
    #[cfg(feature = "brief")]
    brief: BriefWriter,
}

impl RowWriter {
    fn new(rows: Rows) -> RowWriter {
        RowWriter {
            rows,
            text: String::from("["),
            #[cfg(feature = "brief")]
            brief: BriefWriter::default(),
        }
    }

    #[cfg_attr(page, optimize(speed))]
    fn row(&mut self, row: &Row<'_>) {
        let is_wanted = match self.rows {
            Rows::All => true,
            Rows::Findings => !row.findings.is_empty(),
            Rows::None => false,
            #[cfg(feature = "brief")]
            Rows::Brief => !row.findings.is_empty(),
        };
        if is_wanted {
            if self.text.len() > 1 {
                self.text.push(',');
            }
            #[cfg(feature = "brief")]
            if self.rows == Rows::Brief {
                self.brief.write(row, &mut self.text);
                return;
            }
            row.write_json(&mut self.text);
        }
    }

    /// What was written since the last time.
    fn take(&mut self) -> String {
        self.text.push(']');
        std::mem::replace(&mut self.text, String::from("["))
    }
}

/// What is thrown: code, message, field, and the findings as JSON text, of which `runtime.js` makes a real error. A list,
/// because names of members would be kept in a table that weighs more than all of this.
fn thrown(error: &Error) -> JsValue {
    let findings = Finding::all_to_json(error.findings()).to_text();
    let thrown = (error.code().as_str(), error.full_message(), error.field(), findings);
    // texts always have a counterpart
    serde_wasm_bindgen::to_value(&thrown).unwrap_or(JsValue::UNDEFINED)
}
