//! What the npm entry for workbooks has besides: whatever packs files is read, and files are fixed.

use wasm_bindgen::prelude::*;

use super::check::{self, Check, Checker, RowWriter, options_of};
use super::{Arguments, thrown};
use crate::bulk::{self, FileChecker, Unpacker};
use crate::code::Severity;
use crate::error::Error;
use crate::finding::{self, Finding};
use crate::json::Json;
use crate::options;

/// How a file is unpacked.
struct Unpacking {
    sheet: Option<String>,
    most: u64,
}

/// The bytes that a packed file may have, unpacked, where nothing else is said: a module has 4 GiB in all.
const MAX_UNPACKED: u64 = 1 << 30;

/// Takes `sheet` and `maxUnpacked` out of the options.
fn unpacking(given: &mut Json) -> Result<Unpacking, Error> {
    let mut unpacking = Unpacking { sheet: None, most: MAX_UNPACKED };
    let Json::Object(members) = given else {
        return Ok(unpacking);
    };
    let (mut rest, mut own) = (crate::json::Object::new(), crate::json::Object::new());
    for (name, value) in members.iter() {
        let into = if matches!(name, "sheet" | "maxUnpacked") { &mut own } else { &mut rest };
        into.insert(name.to_owned(), value.clone());
    }
    *members = rest;
    options::members(&Json::Object(own), "options", &mut |name, value| {
        if name == "sheet" {
            unpacking.sheet = Some(value.as_str().ok_or("the name of a sheet is needed")?.to_owned());
        } else {
            unpacking.most = value.as_number().and_then(crate::text::whole).ok_or("a number of bytes is needed")?;
        }
        Ok(())
    })?;
    Ok(unpacking)
}

/// Begins a check of any file and answers its number.
pub(super) fn open(arguments: &mut Arguments<'_>) -> Result<usize, Error> {
    let mut given = arguments.json()?;
    let unpacking = unpacking(&mut given)?;
    let (options, rows) = options_of(&given, arguments, false)?;
    let mut checker = FileChecker::new(options).with_max_unpacked(unpacking.most);
    if let Some(sheet) = unpacking.sheet {
        checker = checker.with_sheet(sheet);
    }
    Ok(check::keep(Check { checker: Checker::File(checker), rows: RowWriter::new(rows) }))
}

/// Fixes a file. The text has the options and, where they have none, a key to find duplicates with, as `checkFileOpen` has
/// them; `fixCsv` stands before them for a CSV. Answers what was changed and what there was to say of the file as a whole,
/// as lists in JSON, then a line end and the fixed file: of a workbook the CSV of its sheet, of what cannot be read to its end
/// the file as it is.
#[wasm_bindgen]
pub fn fix(text: &str, bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    fixed(text, bytes).map_err(|error| thrown(&error))
}

fn fixed(text: &str, bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let mut arguments = Arguments(text);
    let mut changes = Vec::new();
    let mut change = |change: bulk::Change| changes.push(change.to_json());
    let (fixed, before) = if arguments.next() == "fixCsv" {
        let (options, _) = check::options(&mut arguments, true)?;
        bulk::fix(bytes, options, &mut change)
    } else {
        let mut given = arguments.json()?;
        let unpacking = unpacking(&mut given)?;
        let (options, _) = options_of(&given, &arguments, false)?;
        let (text, mut findings) = unpacked(bytes, unpacking);
        if findings.iter().any(|finding| finding.severity() == Severity::Error) {
            // rows of it were not read: what is written would lack them
            (bytes.to_vec(), findings)
        } else {
            let (fixed, mut before) = bulk::fix(&text, options, &mut change);
            before.append(&mut findings);
            finding::sort(&mut before);
            (fixed, before)
        }
    };
    Ok(with_bytes(&Json::Array(vec![Json::Array(changes), Finding::all_to_json(&before)]), &fixed))
}

/// Unpacks a file. The text has the options `sheet` and `maxUnpacked`. Answers the findings of the file as a list in
/// JSON, then a line end and the text: of a workbook the CSV of its sheet, of what cannot be read to its end nothing.
#[wasm_bindgen]
pub fn unpack(text: &str, bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    let answer = || {
        let mut given = Arguments(text).json()?;
        let unpacking = unpacking(&mut given)?;
        options::members(&given, "options", &mut |_, _| Err(options::UNKNOWN))?;
        let (mut text, findings) = unpacked(bytes, unpacking);
        if findings.iter().any(|finding| finding.severity() == Severity::Error) {
            text.clear();
        }
        Ok(with_bytes(&Finding::all_to_json(&findings), &text))
    };
    answer().map_err(|error: Error| thrown(&error))
}

/// The text of a file, and its findings.
fn unpacked(bytes: &[u8], unpacking: Unpacking) -> (Vec<u8>, Vec<Finding>) {
    let mut unpacker = Unpacker::default().with_max_unpacked(unpacking.most);
    if let Some(sheet) = unpacking.sheet {
        unpacker = unpacker.with_sheet(sheet);
    }
    let mut text = Vec::new();
    unpacker.push(bytes, &mut |piece| text.extend_from_slice(piece));
    let findings = unpacker.finish(&mut |piece| text.extend_from_slice(piece));
    (text, findings)
}

/// JSON, a line end and bytes.
fn with_bytes(json: &Json, bytes: &[u8]) -> Vec<u8> {
    let mut answer = json.to_text().into_bytes();
    answer.push(b'\n');
    answer.extend_from_slice(bytes);
    answer
}
