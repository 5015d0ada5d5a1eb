//! Checks of files as their bytes arrive, files fixed and files unpacked.

use std::sync::{Mutex, MutexGuard, PoisonError};

use offramp_core::api::{self, FixedFile, RowReport};
use offramp_core::bulk::{CheckOptions, FileChecker, FileFormat, HashKey, Row, Summary, Unpacker};
use offramp_core::{Finding, Json, Object, Severity};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::convert::{to_json, to_python};
use crate::error::{invalid, raised};

/// Which rows are answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    All,
    Findings,
    None,
}

/// How a file is checked that may be packed.
struct Options {
    check: CheckOptions,
    rows: Rows,
    sheet: Option<String>,
    max_unpacked: Option<u64>,
}

impl Options {
    /// With this key to find duplicates with where the options have none.
    fn read(py: Python<'_>, options: &Bound<'_, PyAny>, is_csv: bool, drawn: [u8; 16]) -> PyResult<Options> {
        let (mut rest, mut read) = (Object::new(), (Rows::All, None, None));
        let has_key = match to_json(options, "options")? {
            Json::Object(members) => {
                for (name, value) in members.iter() {
                    match (name, value.as_str()) {
                        (_, _) if value.is_null() => {}
                        ("rows", Some("all")) => read.0 = Rows::All,
                        ("rows", Some("findings")) => read.0 = Rows::Findings,
                        ("rows", Some("none")) => read.0 = Rows::None,
                        ("rows", _) => return Err(invalid(py, "rows", "all, findings or none is needed")),
                        ("sheet", Some(sheet)) if !is_csv => read.1 = Some(sheet.to_owned()),
                        ("sheet", _) if !is_csv => {
                            return Err(invalid(py, "sheet", "the name of a sheet is needed"));
                        }
                        ("maxUnpacked", _) if !is_csv => {
                            let most = value.as_number().and_then(|digits| digits.parse().ok());
                            let needed = || invalid(py, "maxUnpacked", "a number of bytes is needed");
                            read.2 = Some(most.ok_or_else(needed)?);
                        }
                        _ => rest.insert(name, value.clone()),
                    }
                }
                rest.get("hashKey").is_some()
            }
            Json::Null => false,
            _ => return Err(invalid(py, "options", "a dict is needed")),
        };
        let format = if is_csv { FileFormat::Csv } else { FileFormat::Detect };
        let mut check = CheckOptions::from_json(&Json::Object(rest)).map_err(|error| raised(py, &error))?;
        if !has_key {
            check = check.with_hash_key(HashKey::new(drawn));
        }
        Ok(Options { check: check.with_format(format), rows: read.0, sheet: read.1, max_unpacked: read.2 })
    }

    fn unpacker(&self) -> Unpacker {
        let unpacker = Unpacker::default().with_max_unpacked(self.max_unpacked.unwrap_or(MAX_UNPACKED));
        match &self.sheet {
            Some(sheet) => unpacker.with_sheet(sheet.as_str()),
            None => unpacker,
        }
    }
}

/// The bytes that a packed file may have, unpacked, where nothing else is said.
const MAX_UNPACKED: u64 = 1 << 30;

/// Reads CSV alone, or any file.
#[expect(clippy::large_enum_variant, reason = "there is one a file")]
enum Reader {
    Csv(offramp_core::bulk::Checker),
    File(FileChecker),
}

impl Reader {
    fn new(options: &Options, is_csv: bool) -> Reader {
        if is_csv {
            return Reader::Csv(offramp_core::bulk::Checker::new(options.check.clone()));
        }
        let checker = FileChecker::new(options.check.clone());
        let checker = checker.with_max_unpacked(options.max_unpacked.unwrap_or(MAX_UNPACKED));
        Reader::File(match &options.sheet {
            Some(sheet) => checker.with_sheet(sheet.as_str()),
            None => checker,
        })
    }

    fn push(&mut self, bytes: &[u8], row: &mut dyn FnMut(&Row<'_>)) {
        match self {
            Reader::Csv(checker) => checker.push(bytes, row),
            Reader::File(checker) => checker.push(bytes, row),
        }
    }

    fn finish(self, row: &mut dyn FnMut(&Row<'_>)) -> Summary {
        match self {
            Reader::Csv(checker) => checker.finish(row),
            Reader::File(checker) => checker.finish(row),
        }
    }

    fn rows(&self) -> u64 {
        match self {
            Reader::Csv(checker) => checker.rows(),
            Reader::File(checker) => checker.rows(),
        }
    }
}

/// A check of a file that comes in pieces.
#[pyclass(frozen, module = "offramp_core._native")]
pub(crate) struct Checker {
    reader: Mutex<Option<Reader>>,
    rows: Rows,
}

#[pymethods]
impl Checker {
    #[new]
    fn new(py: Python<'_>, options: &Bound<'_, PyAny>, is_csv: bool, key: [u8; 16]) -> PyResult<Checker> {
        let options = Options::read(py, options, is_csv, key)?;
        Ok(Checker { reader: Mutex::new(Some(Reader::new(&options, is_csv))), rows: options.rows })
    }

    /// Takes the next bytes and answers the rows they complete.
    fn push<'py>(&self, py: Python<'py>, bytes: &[u8]) -> PyResult<Bound<'py, PyAny>> {
        let rows = py.detach(|| {
            let mut rows = Vec::new();
            self.reader().as_mut().map(|reader| reader.push(bytes, &mut |row| self.keep(&mut rows, row))).map(|()| rows)
        });
        to_python(py, &Json::Array(rows.ok_or_else(|| ended(py))?))
    }

    /// Ends the check and answers the last rows and the totals.
    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let end = py.detach(|| {
            let reader = self.reader().take()?;
            let mut rows = Vec::new();
            let summary = reader.finish(&mut |row| self.keep(&mut rows, row));
            Some(Json::object([("rows", Json::Array(rows)), ("summary", summary.to_json())]))
        });
        to_python(py, &end.ok_or_else(|| ended(py))?)
    }

    /// Gives the check up.
    fn cancel(&self, py: Python<'_>) {
        py.detach(|| self.reader().take());
    }

    /// How many rows were seen; nothing when the check has ended.
    #[getter]
    fn rows(&self, py: Python<'_>) -> Option<u64> {
        py.detach(|| self.reader().as_ref().map(Reader::rows))
    }
}

impl Checker {
    fn reader(&self) -> MutexGuard<'_, Option<Reader>> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, rows: &mut Vec<Json>, row: &Row<'_>) {
        if self.rows == Rows::All || self.rows == Rows::Findings && !row.findings.is_empty() {
            rows.push(report(row).to_json());
        }
    }
}

fn ended(py: Python<'_>) -> PyErr {
    invalid(py, "", "this check has ended")
}

fn report(row: &Row<'_>) -> RowReport {
    let mut normalized = Object::new();
    for (name, text) in row.normalized() {
        normalized.insert(name, text);
    }
    RowReport {
        row: row.number,
        line: row.line,
        reference: row.reference().map(str::to_owned),
        verdict: row.verdict,
        findings: row.findings.to_vec(),
        normalized,
    }
}

/// Fixes a file. Answers its bytes and `{changes, remaining}`; of a workbook the CSV of its sheet, of what cannot be read
/// to its end the file as it is.
#[pyfunction]
pub(crate) fn fix<'py>(
    py: Python<'py>,
    bytes: &[u8],
    options: &Bound<'py, PyAny>,
    is_csv: bool,
    key: [u8; 16],
) -> PyResult<(Bound<'py, PyBytes>, Bound<'py, PyAny>)> {
    let options = Options::read(py, options, is_csv, key)?;
    let fixed = py.detach(|| {
        let mut fixed = if is_csv { api::fix_csv(bytes, &options.check) } else { fix_any(bytes, &options) };
        fixed
            .remaining
            .rows
            .retain(|row| options.rows == Rows::All || options.rows == Rows::Findings && !row.findings.is_empty());
        fixed
    });
    Ok((PyBytes::new(py, &fixed.bytes), to_python(py, &fixed.to_json())?))
}

fn fix_any(bytes: &[u8], options: &Options) -> FixedFile {
    let (text, findings) = unpacked(bytes, options.unpacker());
    let mut fixed = if findings.iter().any(|finding| finding.severity() == Severity::Error) {
        // rows of it were not read: what is written would lack them
        let (mut rows, mut reader) = (Vec::new(), Reader::new(options, false));
        reader.push(bytes, &mut |row| rows.push(report(row)));
        let summary = reader.finish(&mut |row| rows.push(report(row)));
        let remaining = api::CsvReport { summary, rows };
        FixedFile { bytes: bytes.to_vec(), changes: Vec::new(), remaining }
    } else {
        api::fix_file(&text, &options.check)
    };
    let said = &mut fixed.remaining.summary.findings;
    for finding in findings {
        if !said.iter().any(|one| one.code() == finding.code() && one.path() == finding.path()) {
            said.push(finding);
        }
    }
    said.sort_by_key(|finding| match finding.severity() {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Info => 2,
    });
    fixed
}

fn unpacked(bytes: &[u8], mut unpacker: Unpacker) -> (Vec<u8>, Vec<Finding>) {
    let mut text = Vec::new();
    unpacker.push(bytes, &mut |piece| text.extend_from_slice(piece));
    let findings = unpacker.finish(&mut |piece| text.extend_from_slice(piece));
    (text, findings)
}

/// Unpacks a file. Answers its text, nothing where it cannot be read to its end, and what there is to say of it.
#[pyfunction]
pub(crate) fn unpack<'py>(
    py: Python<'py>,
    bytes: &[u8],
    options: &Bound<'py, PyAny>,
) -> PyResult<(Bound<'py, PyBytes>, Bound<'py, PyAny>)> {
    if let Json::Object(members) = to_json(options, "options")?
        && let Some((name, _)) = members.iter().find(|(name, _)| !matches!(*name, "sheet" | "maxUnpacked"))
    {
        return Err(invalid(py, name, "there is no such member"));
    }
    let options = Options::read(py, options, false, [0; 16])?;
    let (mut text, findings) = py.detach(|| unpacked(bytes, options.unpacker()));
    if findings.iter().any(|finding| finding.severity() == Severity::Error) {
        text.clear();
    }
    let findings = Json::Array(findings.iter().map(Finding::to_json).collect());
    Ok((PyBytes::new(py, &text), to_python(py, &findings)?))
}
