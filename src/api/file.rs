//! The question about files: what there is to say about every row, and the totals.

use super::object_of;
use crate::bulk::{CheckOptions, Checker, FileFormat, Row, Summary};
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
