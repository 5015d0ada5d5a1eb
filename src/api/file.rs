//! Checks a whole file, and fixes one: what is found in each row, the totals, and the file with the suggestions written into it.

use super::object_of;
use crate::bulk::{self, Change, CheckOptions, Checker, FileFormat, Row, Summary};
use crate::finding::{Finding, Verdict};
use crate::json::{Json, Object, serialize_as_json};

/// A checked file, with every row that was asked for.
#[derive(Clone, Debug)]
pub struct CsvReport {
    /// The totals.
    pub summary: Summary,
    /// The rows in their order.
    pub rows: Vec<RowReport>,
}

/// One row of a checked file.
#[derive(Clone, Debug)]
pub struct RowReport {
    /// Counts rows from 1; the header is none.
    pub row: u64,
    /// The line that the row begins at, from 1.
    pub line: u64,
    /// The payment's reference, where it has one.
    pub reference: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// What there is to say, most severe first.
    pub findings: Vec<Finding>,
    /// The electronic forms of what is valid in the row.
    pub normalized: Object,
}

/// A file that was fixed.
#[derive(Clone, Debug)]
pub struct FixedFile {
    /// The file with what is suggested for its cells in place: the same rows in the same order, and outside the changes the
    /// same bytes. It is UTF-8 where the file was UTF-16, UTF-32 or Windows-1252. It may hold account numbers.
    pub bytes: Vec<u8>,
    /// What was changed, in the order of the rows.
    pub changes: Vec<Change>,
    /// The findings of the fixed file.
    pub remaining: CsvReport,
}

impl FixedFile {
    /// `{changes, remaining}`; the bytes are no JSON.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put("changes", Json::Array(self.changes.iter().map(Change::to_json).collect()));
        json.put("remaining", self.remaining.to_json());
        Json::Object(json)
    }
}

impl RowReport {
    /// `{row, line, reference, verdict, findings, normalized}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put("row", Json::number(self.row));
        json.put("line", Json::number(self.line));
        json.put("reference", self.reference.as_deref().map_or(Json::Null, Json::text));
        json.put_text("verdict", self.verdict.as_str());
        json.put("findings", Finding::all_to_json(&self.findings));
        json.put("normalized", Json::Object(self.normalized.clone()));
        Json::Object(json)
    }
}

impl CsvReport {
    /// `{rows, summary}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put("rows", Json::Array(self.rows.iter().map(RowReport::to_json).collect()));
        json.put("summary", self.summary.to_json());
        Json::Object(json)
    }
}

serialize_as_json!(RowReport, CsvReport);

/// Checks a whole CSV. For a large one, or to see rows as they come, use [`Checker`].
///
/// ```
/// let report = offramp_core::api::check_csv(b"currency,amount,vpa\nINR,1.00,user@okaxis\n", &Default::default());
/// assert_eq!(report.summary.valid, 1);
/// ```
#[must_use]
pub fn check_csv(bytes: &[u8], options: &CheckOptions) -> CsvReport {
    check(bytes, options.clone().with_format(FileFormat::Csv))
}

/// Checks a whole file, CSV or JSON: what it is written in is seen by its first bytes. The same rows give the same
/// answers, whatever they are written in.
///
/// ```
/// let lines = b"{\"currency\": \"INR\", \"amount\": 1.00, \"vpa\": \"user@okaxis\"}\nbroken\n";
/// let report = offramp_core::api::check_file(lines, &Default::default());
/// assert_eq!((report.summary.valid, report.summary.invalid), (1, 1));
/// assert_eq!(report.rows[1].findings[0].code().as_str(), "ROW_NOT_JSON");
/// ```
#[must_use]
pub fn check_file(bytes: &[u8], options: &CheckOptions) -> CsvReport {
    check(bytes, options.clone().with_format(FileFormat::Detect))
}

/// Fixes a whole CSV, and checks what came of it. For a large one, use [`Fixer`](crate::bulk::Fixer).
#[must_use]
pub fn fix_csv(bytes: &[u8], options: &CheckOptions) -> FixedFile {
    fix(bytes, options.clone().with_format(FileFormat::Csv))
}

/// Fixes a whole file, CSV or JSON, and checks what came of it: every suggestion for a value is taken over with which its
/// cell has no error any more. Suggestions are lossless; guesses and names of columns are left alone. Fixing it again
/// changes nothing. For a large file, use [`Fixer`](crate::bulk::Fixer).
///
/// ```
/// let file = b"currency,amount,iban\nEUR,1.00,DE89 3704 0044 0532 0130 OO\n";
/// let fixed = offramp_core::api::fix_file(file, &Default::default());
/// assert_eq!(fixed.bytes, b"currency,amount,iban\nEUR,1.00,DE89370400440532013000\n");
/// assert_eq!((fixed.changes[0].row, fixed.changes[0].field), (1, "iban"));
/// assert_eq!(fixed.remaining.summary.valid, 1);
/// ```
#[must_use]
pub fn fix_file(bytes: &[u8], options: &CheckOptions) -> FixedFile {
    fix(bytes, options.clone().with_format(FileFormat::Detect))
}

fn fix(bytes: &[u8], options: CheckOptions) -> FixedFile {
    let mut changes = Vec::new();
    let (bytes, before) = bulk::fix(bytes, options.clone(), &mut |change| changes.push(change));
    let mut remaining = check(&bytes, options);
    remaining.summary.add_before(before);
    FixedFile { bytes, changes, remaining }
}

fn check(bytes: &[u8], options: CheckOptions) -> CsvReport {
    let mut rows = Vec::new();
    let mut keep = |row: &Row<'_>| {
        rows.push(RowReport {
            row: row.number,
            line: row.line,
            reference: row.reference().map(str::to_owned),
            verdict: row.verdict,
            findings: row.findings.to_vec(),
            normalized: object_of(row.normalized()),
        });
    };
    let mut checker = Checker::new(options);
    checker.push(bytes, &mut keep);
    let summary = checker.finish(&mut keep);
    CsvReport { summary, rows }
}
