//! Mends rows: takes over what is suggested for their cells, and leaves every other byte as it is.

use super::batch::Batch;
use super::cells;
use super::checker::Checker;
use super::columns::Column;
use super::export::Form;
use super::options::CheckOptions;
use super::row::Row;
use super::shapes::Shapes;
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::json::{Json, Object};

/// One cell that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row, counted from 1.
    pub row: u64,
    /// The field or column.
    pub field: &'static str,
    /// The text of the cell before. It may be an account number.
    pub before: String,
    /// The text of the cell now.
    pub after: String,
    /// The finding that suggested it.
    pub code: Code,
}

impl Change {
    /// `{row, field, before, after, code}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put("row", Json::number(self.row));
        json.put_text("field", self.field);
        json.put_text("before", &self.before);
        json.put_text("after", &self.after);
        json.put_text("code", self.code.as_str());
        Json::Object(json)
    }
}

/// Fixes a whole file of text. Answers it, and what there was to say of it as a whole before. What is no table stays as it is.
pub(crate) fn fix(bytes: &[u8], options: CheckOptions, change: &mut dyn FnMut(Change)) -> (Vec<u8>, Vec<Finding>) {
    let (mut fixer, mut out) = (Fixer::default(), Vec::new());
    let mut row = |row: &Row<'_>| fixer.row(row, &mut out, change);
    let mut checker = Checker::new(options.with_text());
    checker.push(bytes, &mut row);
    let (summary, rest) = checker.finish_with_text(&mut row);
    out.extend_from_slice(&rest);
    if summary.findings.iter().any(|finding| finding.code() == Code::FileKind) {
        out = bytes.to_vec();
    }
    (out, summary.findings)
}

/// Writes a file with what is suggested for its cells in place of what stands there.
///
/// Suggestions are lossless, and one is taken over only where the cell has no error any more with it; guesses and names of
/// columns are left alone. What is written has the same rows in the same order, and is the same byte for byte but for the
/// cells of the [`Change`]s. A fixed file does not change when it is fixed again.
///
/// The rows must come from a checker with [`CheckOptions::keep_text`](super::CheckOptions::keep_text).
///
/// ```
/// use offramp_core::bulk::{CheckOptions, Checker, Fixer, Row};
///
/// let file = "title\n\nreference,currency,amount,iban\r\nA,EUR,1.00,DE89 3704 0044 0532 0130 OO\r\n".replace("title\n\n", "");
/// let (mut fixer, mut bytes, mut changes) = (Fixer::default(), Vec::new(), Vec::new());
/// let mut checker = Checker::new(CheckOptions::default().with_text());
/// checker.push(file.as_bytes(), &mut |row: &Row| fixer.row(row, &mut bytes, &mut |change| changes.push(change)));
/// let mut fix = |row: &Row| fixer.row(row, &mut bytes, &mut |change| changes.push(change));
/// let (_, rest) = checker.finish_with_text(&mut fix);
/// bytes.extend(rest);
/// assert_eq!(bytes, b"reference,currency,amount,iban\r\nA,EUR,1.00,DE89370400440532013000\r\n");
/// assert_eq!((changes[0].row, changes[0].field), (1, "iban"));
/// ```
#[derive(Debug, Default)]
pub struct Fixer {
    batch: Batch,
    /// How many rows were changed, and how many cells of them.
    changed: (u64, u64),
}

/// A cell that is to be changed.
struct Edit {
    field: String,
    after: String,
    code: Code,
    before: Option<(&'static str, String)>,
}

/// How often a row is looked at again: a cell that was mended may show what is wrong with another.
const ROUNDS: usize = 8;

impl Fixer {
    /// How many rows were changed so far, and how many cells of them.
    #[must_use]
    pub const fn changed(&self) -> (u64, u64) {
        self.changed
    }

    /// Appends what stands before the row and the row, mended, and says what was changed.
    pub fn row(&mut self, row: &Row<'_>, out: &mut Vec<u8>, change: &mut dyn FnMut(Change)) {
        out.extend_from_slice(row.before);
        let edits = if row.findings.iter().any(|finding| finding.suggestion().is_some()) {
            self.edits(row)
        } else {
            Vec::new()
        };
        if edits.is_empty() {
            out.extend_from_slice(row.raw);
            return;
        }
        let mut edits = edits;
        apply(row.form, row.raw, &mut edits, out);
        self.changed.0 = self.changed.0.saturating_add(1);
        for edit in edits {
            if let Some((field, before)) = edit.before {
                self.changed.1 = self.changed.1.saturating_add(1);
                change(Change { row: row.number, field, before, after: edit.after, code: edit.code });
            }
        }
    }

    /// What is to be changed so that all of it passes.
    fn edits(&mut self, row: &Row<'_>) -> Vec<Edit> {
        let (mut edits, mut text) = (Vec::new(), Vec::new());
        let mut findings = row.findings.to_vec();
        for _ in 0..ROUNDS {
            if !take_over(&findings, &mut edits) {
                break;
            }
            text.clear();
            apply(row.form, row.raw, &mut edits, &mut text);
            findings = self.judge(row.form, &text);
        }
        // what passes with none of it, or is wrong all the same, stays as it is
        loop {
            let count = edits.len();
            edits.retain(|edit| {
                let is_wrong = |finding: &Finding| {
                    let is_here = finding.path().get(1..) == Some(edit.field.as_str());
                    is_here && (finding.severity() == Severity::Error || finding.suggestion().is_some())
                };
                edit.before.is_some() && !findings.iter().any(is_wrong)
            });
            if edits.len() == count {
                return edits;
            }
            text.clear();
            apply(row.form, row.raw, &mut edits, &mut text);
            findings = self.judge(row.form, &text);
        }
    }

    /// The findings of a row alone.
    fn judge(&mut self, form: &Form, raw: &[u8]) -> Vec<Finding> {
        let Some(layout) = &form.layout else {
            return Vec::new();
        };
        match form.objects {
            None => self.batch.judge(layout, raw, true),
            Some(objects) => {
                let mut layout = (**layout).clone();
                let mut shapes = Shapes::new(form.map.clone(), objects, &[], true);
                self.batch.judge_objects(&mut layout, objects, &mut shapes, raw, true)
            }
        };
        self.batch.findings.clone()
    }
}

/// Adds what is suggested for cells. Answers whether there was anything new.
fn take_over(findings: &[Finding], edits: &mut Vec<Edit>) -> bool {
    let (mut is_new, before) = (false, edits.len());
    for finding in findings {
        let (Some(suggestion), Some(field)) = (finding.suggestion(), finding.path().strip_prefix('/')) else {
            continue;
        };
        match edits.iter_mut().position(|edit| edit.field == field) {
            // of two findings about a cell the first is the more severe one
            Some(place) if place >= before => {}
            Some(place) => {
                if let Some(edit) = edits.get_mut(place)
                    && edit.after != suggestion
                {
                    suggestion.clone_into(&mut edit.after);
                    is_new = true;
                }
            }
            None => {
                let (field, after) = (field.to_owned(), suggestion.to_owned());
                edits.push(Edit { field, after, code: finding.code(), before: None });
                is_new = true;
            }
        }
    }
    is_new
}

/// Appends the row with the changes, and remembers what stood there before.
fn apply(form: &Form, raw: &[u8], edits: &mut [Edit], out: &mut Vec<u8>) {
    for edit in edits.iter_mut() {
        edit.before = None;
    }
    cells::rewrite(form, raw, out, &mut |column, text| {
        if column == Column::Unused {
            return None;
        }
        let edit = edits.iter_mut().find(|edit| edit.field == column.name() && edit.before.is_none())?;
        if text == edit.after {
            return None;
        }
        edit.before = Some((column.name(), text.to_owned()));
        Some(edit.after.clone())
    });
}
