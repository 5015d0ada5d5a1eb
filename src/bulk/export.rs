//! Writes judged rows to files: those that are accepted, and those that are rejected with what is wrong with them.
//!
//! A file of rows is written in what the rows were read from: a CSV with the same header and separator, or JSON objects.

use std::sync::Arc;

use super::Row;
use super::cells;
use super::columns::{Column, Map};
use super::row::Layout;
use super::source::Objects;

use crate::finding::{Finding, Verdict};
use crate::json::write_string;

/// How a file of rows is written: what a [`Checker`](super::Checker) knows once it has read the header.
#[derive(Clone, Debug, Default)]
pub struct Form {
    /// The header as it stands in the file.
    pub(super) header: Vec<u8>,
    pub(super) separator: u8,
    pub(super) columns: Vec<Column>,
    pub(super) objects: Option<Objects>,
    pub(super) map: Map,
    /// How its rows are judged, where they are to be mended.
    pub(super) layout: Option<Arc<Layout>>,
}

/// Which rows a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Those without errors.
    Accepted,
    /// Those with errors; what is wrong and what is suggested is written beside each.
    Rejected,
}

/// Writes the rows of one part.
///
/// ```
/// use offramp_core::bulk::{CheckOptions, Checker, Export, Part, Row};
///
/// let file = "reference,currency,amount,vpa\nA,INR,1.00,user@okaxis\nB,INR,2.00,user@gmail.com\n";
/// let (mut accepted, mut bytes) = (Export::new(Part::Accepted), Vec::new());
/// let mut write = |row: &Row| accepted.row(row, &mut bytes);
/// let mut checker = Checker::new(CheckOptions::default());
/// checker.push(file.as_bytes(), &mut write);
/// checker.finish(&mut write);
/// accepted.finish(None, &mut bytes);
/// assert_eq!(bytes, b"reference,currency,amount,vpa\nA,INR,1.00,user@okaxis\n");
/// ```
#[derive(Clone, Debug)]
pub struct Export {
    part: Part,
    is_normalized: bool,
    is_disarmed: bool,
    /// How many rows were written, once the file was begun.
    rows: Option<u64>,
    formulas: u64,
    is_array: bool,
}

impl Export {
    /// A file of which nothing is written yet.
    #[must_use]
    pub const fn new(part: Part) -> Export {
        Export { part, is_normalized: false, is_disarmed: false, rows: None, formulas: 0, is_array: false }
    }

    /// With the electronic forms of what is valid in place of what was written.
    #[must_use]
    pub const fn with_normalized(mut self, is_normalized: bool) -> Export {
        self.is_normalized = is_normalized;
        self
    }

    /// With an apostrophe in front of cells that a spreadsheet would take for formulas.
    #[must_use]
    pub const fn with_disarmed(mut self, is_disarmed: bool) -> Export {
        self.is_disarmed = is_disarmed;
        self
    }

    /// How many rows were written with a cell that a spreadsheet would take for a formula.
    #[must_use]
    pub const fn formulas(&self) -> u64 {
        self.formulas
    }

    /// Appends the row where it is of this part, and before the first row what goes before it.
    pub fn row(&mut self, row: &Row<'_>, out: &mut Vec<u8>) {
        self.begin(row.form, out);
        if (row.verdict == Verdict::Invalid) != (self.part == Part::Rejected) {
            return;
        }
        let before = self.rows.unwrap_or(0);
        if self.is_array {
            out.extend_from_slice(if before > 0 { b",\n" } else { b"\n" });
        }
        self.rows = Some(before.saturating_add(1));
        let start = out.len();
        if !self.is_disarmed && has_formula(row) {
            self.formulas = self.formulas.saturating_add(1);
        }
        if self.is_normalized || self.is_disarmed {
            self.rewritten(row, out);
        } else {
            out.extend_from_slice(row.raw);
        }
        if self.part == Part::Rejected {
            let (findings, suggestions) = (texts(row.findings), suggestions(row.findings));
            if row.form.objects.is_some() {
                members(out, start, &findings, &suggestions);
            } else {
                for text in [&findings, &suggestions] {
                    out.push(row.form.separator);
                    cells::write_quoted(text, out);
                }
            }
        }
        if !self.is_array {
            out.push(b'\n');
        }
    }

    /// Appends what goes before the first row, where nothing was written yet.
    fn begin(&mut self, form: &Form, out: &mut Vec<u8>) {
        if self.rows.is_some() {
            return;
        }
        self.rows = Some(0);
        self.is_array = form.objects == Some(Objects::Items);
        if self.is_array {
            out.push(b'[');
        }
        if form.objects.is_some() {
            return;
        }
        out.extend_from_slice(&form.header);
        if self.part == Part::Rejected {
            out.push(form.separator);
            out.extend_from_slice(b"findings");
            out.push(form.separator);
            out.extend_from_slice(b"suggestions");
        }
        out.push(b'\n');
    }

    /// Appends what goes after the last row. A file without rows has a header all the same, where the form is given.
    pub fn finish(mut self, form: Option<&Form>, out: &mut Vec<u8>) {
        if let Some(form) = form {
            self.begin(form, out);
        }
        if self.is_array {
            out.extend_from_slice(if self.rows == Some(0) { b"]\n" } else { b"\n]\n" });
        }
    }

    fn rewritten(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        cells::rewrite(row.form, row.raw, out, &mut |column, text| {
            let normalized = if self.is_normalized && column != Column::Unused {
                let reference = row.reference().map(|reference| ("reference", reference));
                reference.into_iter().chain(row.normalized()).find(|(name, _)| *name == column.name())
            } else {
                None
            };
            let new = normalized.map_or(text, |(_, new)| new);
            if self.is_disarmed && is_formula(new) {
                return Some(["'", new].concat());
            }
            (new != text).then(|| new.to_owned())
        });
    }
}

/// Whether a cell of the row is one that a spreadsheet would compute.
fn has_formula(row: &Row<'_>) -> bool {
    let is_begin = |byte: u8| byte == row.form.separator || matches!(byte, b'"' | b':' | b' ');
    let mut before = row.form.separator;
    let may_have = row.raw.iter().any(|&byte| {
        let is_one = is_begin(before) && matches!(byte, b'=' | b'@' | b'+' | b'-' | b'\t');
        before = byte;
        is_one
    });
    let mut has_one = false;
    if may_have {
        cells::rewrite(row.form, row.raw, &mut Vec::new(), &mut |_, text| {
            has_one |= is_formula(text);
            None
        });
    }
    has_one
}

/// Whether a spreadsheet would compute the text. A sign before digits alone is a number.
fn is_formula(text: &str) -> bool {
    let is_number =
        |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b',' | b' '));
    match text.as_bytes().first() {
        Some(b'=' | b'@' | b'\t' | b'\r') => true,
        Some(b'+' | b'-') => !is_number(text.get(1..).unwrap_or_default()),
        _ => false,
    }
}

/// The findings of a row as one text.
fn texts(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(finding.code().as_str());
        if !finding.path().is_empty() {
            text.push(' ');
            text.push_str(finding.path());
        }
        text.push_str(": ");
        text.push_str(&finding.message());
    }
    text
}

/// What is suggested for the cells of a row, as one text.
fn suggestions(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let Some(suggestion) = finding.suggestion() else {
            continue;
        };
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(finding.path().get(1..).unwrap_or_default());
        text.push('=');
        text.push_str(suggestion);
    }
    text
}

/// Puts both texts into the object that was written from there on; beside what is no object.
fn members(out: &mut Vec<u8>, start: usize, findings: &str, suggestions: &str) {
    let is_object = out
        .get(start..)
        .is_some_and(|object| crate::json::Json::from_slice(object).is_ok_and(|json| json.as_object().is_some()));
    let mut text = String::new();
    if is_object {
        out.pop();
        let is_empty = out.get(start..).is_some_and(|rest| rest.trim_ascii() == b"{");
        text.push_str(if is_empty { "\"findings\":" } else { ",\"findings\":" });
    } else {
        let raw = String::from_utf8_lossy(out.get(start..).unwrap_or_default()).into_owned();
        out.truncate(start);
        text.push_str("{\"text\":");
        write_string(&mut text, &raw);
        text.push_str(",\"findings\":");
    }
    write_string(&mut text, findings);
    text.push_str(",\"suggestions\":");
    write_string(&mut text, suggestions);
    text.push('}');
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::{CheckOptions, Checker, FileFormat};

    fn parts(file: &str, is_normalized: bool, is_disarmed: bool) -> [String; 2] {
        let mut exports = [Part::Accepted, Part::Rejected]
            .map(|part| (Export::new(part).with_normalized(is_normalized).with_disarmed(is_disarmed), Vec::new()));
        let mut write = |row: &Row<'_>| exports.iter_mut().for_each(|(export, bytes)| export.row(row, bytes));
        let mut checker = Checker::new(CheckOptions::default().with_format(FileFormat::Detect));
        checker.push(file.as_bytes(), &mut write);
        checker.finish(&mut write);
        exports.map(|(export, mut bytes)| {
            export.finish(None, &mut bytes);
            String::from_utf8(bytes).unwrap()
        })
    }

    #[test]
    fn parts_are_what_the_file_is() {
        let [accepted, rejected] =
            parts("currency;amount;vpa;note\nINR;1;\"user@okaxis\";=1\nINR;1;user@gmail.com;\n", false, false);
        assert_eq!(accepted, "currency;amount;vpa;note\nINR;1;\"user@okaxis\";=1\n");
        assert!(rejected.starts_with("currency;amount;vpa;note;findings;suggestions\nINR;1;user@gmail.com;;\"LOOKS"));
        let [accepted, rejected] =
            parts("{\"currency\":\"INR\",\"amount\":1,\"vpa\":\"user@okaxis\"}\n{\"a\":1}\nx\n", false, false);
        assert_eq!(accepted, "{\"currency\":\"INR\",\"amount\":1,\"vpa\":\"user@okaxis\"}\n");
        let lines: Vec<_> = rejected.lines().collect();
        assert!(lines[0].starts_with("{\"a\":1,\"findings\":\"FIELD_REQUIRED /currency"), "{rejected}");
        assert!(lines[1].starts_with("{\"text\":\"x\",\"findings\":\"ROW_NOT_JSON"), "{rejected}");
        let [accepted, rejected] = parts("[{\"currency\":\"INR\",\"amount\":1,\"vpa\":\"user@okaxis\"}]", false, false);
        assert_eq!(accepted, "[\n{\"currency\":\"INR\",\"amount\":1,\"vpa\":\"user@okaxis\"}\n]\n");
        assert_eq!(rejected, "[]\n");
    }

    #[test]
    fn electronic_forms_and_disarmed_formulas() {
        let [accepted, _] = parts(
            "reference,currency,amount,iban,note\nA,eur,1,de89 3704 0044 0532 0130 00,=1+1\nB,EUR,2,FR1420041010050500013M02606,-5\n",
            true,
            true,
        );
        assert_eq!(
            accepted,
            "reference,currency,amount,iban,note\nA,EUR,1,DE89370400440532013000,'=1+1\nB,EUR,2,FR1420041010050500013M02606,-5\n"
        );
    }
}
