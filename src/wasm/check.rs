//! Checks of files: their options, those that are under way, and the rows as they are answered.

use std::cell::RefCell;

use tsify::Tsify;
use wasm_bindgen::prelude::*;

use super::{Arguments, SCRATCH, thrown};
use crate::bank::{Directories, MemoRequired};
#[cfg(feature = "brief")]
use crate::bulk::BriefWriter;
#[cfg(not(feature = "files"))]
use crate::bulk::Checker;
#[cfg(feature = "files")]
use crate::bulk::{self, FileChecker, Summary};
use crate::bulk::{CheckOptions, FileFormat, HashKey, Row};
use crate::error::{Error, ErrorCode};
use crate::identifier::Strictness;
use crate::json::Json;

thread_local! {
    /// The checks that are under way.
    static CHECKS: RefCell<Checks> = const { RefCell::new(Checks { opened: 0, open: Vec::new() }) };
}

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
        let mut rows = Rows::All;
        let read = CheckOptions::default().with_hash_key(hash_key).with_json(json, &mut |name, value| {
            if name != "rows" {
                return Ok(false);
            }
            rows = match value.as_str() {
                Some("all") => Rows::All,
                Some("findings") => Rows::Findings,
                Some("none") => Rows::None,
                #[cfg(feature = "brief")]
                Some("brief") => Rows::Brief,
                _ => return Err("all, findings or none is needed"),
            };
            Ok(true)
        })?;
        Ok((read, rows))
    }
}

/// The options of a check, and the key to find duplicates with where they have none.
pub(super) fn options(arguments: &mut Arguments<'_>, is_csv: bool) -> Result<(CheckOptions, Rows), Error> {
    let given = arguments.json()?;
    options_of(&given, arguments, is_csv)
}

pub(super) fn options_of(given: &Json, arguments: &Arguments<'_>, is_csv: bool) -> Result<(CheckOptions, Rows), Error> {
    let drawn = HashKey::from_hex(arguments.0).unwrap_or_default();
    let (mut options, rows) = CsvOptions::from_json(given, drawn)?;
    if !is_csv {
        options.format = FileFormat::Detect;
    }
    Ok((options, rows))
}

/// Reads CSV alone, or any file.
#[cfg(feature = "files")]
#[expect(clippy::large_enum_variant, reason = "there is one a file")]
pub(super) enum Checker {
    Csv(bulk::Checker),
    File(FileChecker),
}

#[cfg(feature = "files")]
impl Checker {
    /// For CSV alone.
    pub(super) fn new(options: CheckOptions) -> Checker {
        Checker::Csv(bulk::Checker::new(options))
    }

    pub(super) fn push(&mut self, bytes: &[u8], row: &mut dyn FnMut(&Row<'_>)) {
        match self {
            Checker::Csv(checker) => checker.push(bytes, row),
            Checker::File(checker) => checker.push(bytes, row),
        }
    }

    pub(super) fn finish(self, row: &mut dyn FnMut(&Row<'_>)) -> Summary {
        match self {
            Checker::Csv(checker) => checker.finish(row),
            Checker::File(checker) => checker.finish(row),
        }
    }
}

/// A check of a file that is under way.
pub(super) struct Check {
    pub(super) checker: Checker,
    pub(super) rows: RowWriter,
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
pub(super) fn open((options, rows): (CheckOptions, Rows)) -> usize {
    keep(Check { checker: Checker::new(options), rows: RowWriter::new(rows) })
}

pub(super) fn keep(check: Check) -> usize {
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
pub(super) struct RowWriter {
    rows: Rows,
    text: String,
    #[cfg(feature = "brief")]
    brief: BriefWriter,
}

impl RowWriter {
    pub(super) fn new(rows: Rows) -> RowWriter {
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
