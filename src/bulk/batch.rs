//! Judges the rows of one piece of a file, all but what concerns other pieces.

use std::ops::Range;

use super::columns::Column;
use super::route::Routes;
use super::row::{self, Facts, Judged, Layout};
use super::shapes::Shapes;
use super::source::{Flaw, MAX_RECORD, Objects, Reader, Record};
use crate::bank::{Fields, Normalized, RowValues};
use crate::code::Code;
use crate::finding::{self, Finding};
use crate::json::{Json, Object};
use crate::text;

/// Rows that were judged, with all that they need in a few shared vectors: nothing is allocated a row.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) rows: Vec<Judged>,
    pub(super) findings: Vec<Finding>,
    pub(super) values: Normalized,
    /// How many lines the rows span, with the empty ones in between.
    pub(super) lines: u64,
    record: Record,
    routes: Routes,
}

/// Where reading stopped.
pub(super) struct Stopped {
    /// How many bytes were read as whole records.
    pub(super) at: usize,
    /// Whether the rest of the last record's line is to be passed over.
    pub(super) is_skipping: bool,
}

impl Batch {
    /// Judges the whole records at the front of `bytes`.
    pub(super) fn judge(&mut self, layout: &Layout, bytes: &[u8], is_last: bool) -> Stopped {
        self.rows.clear();
        self.findings.clear();
        self.values.clear();
        self.lines = 0;
        let mut reader = Reader::new(bytes, layout.separator, is_last);
        let mut record = std::mem::take(&mut self.record);
        let mut is_skipping = false;
        // text is almost always UTF-8 throughout, which is found out fastest in one go
        let valid = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let known = bytes.get(..error.valid_up_to()).and_then(|known| std::str::from_utf8(known).ok());
                known.unwrap_or_default()
            }
        };
        let mut fields = Fields::default();
        while !is_skipping && reader.next(&mut record) {
            if record.end <= valid.len() && !record.is_quoted {
                fields.clear();
                for cell in record.cells() {
                    if let Some(Some(slot)) = layout.slots.get(cell.index()) {
                        fields.put(*slot, valid.get(cell.range()).unwrap_or_default());
                    }
                }
                self.record(layout, &record, &fields, Vec::new());
            } else {
                self.unusual(layout, &record, bytes);
            }
            is_skipping = record.is_cut;
        }
        if !is_skipping {
            // empty lines in front of a record that is not there yet were passed over with the others
            self.lines = self.lines.wrapping_add(record.blank);
        }
        self.record = record;
        Stopped { at: reader.position(), is_skipping }
    }

    /// Judges a row with quotation marks, or one that may not be UTF-8.
    fn unusual(&mut self, layout: &Layout, record: &Record, bytes: &[u8]) {
        let (mut fields, mut findings) = (Fields::default(), Vec::new());
        for cell in record.cells() {
            let Some(column) = layout.columns.get(cell.index()) else {
                continue;
            };
            match (std::str::from_utf8(record.text(bytes).get(cell.range()).unwrap_or_default()), column.slot()) {
                (Ok(text), Some(slot)) => fields.put(slot, text),
                (Ok(_), None) => {}
                (Err(_), _) => findings.push(Finding::new(Code::EncodingNotUtf8).at(column.path())),
            }
        }
        self.record(layout, record, &fields, findings);
    }

    /// Judges a record about whose encoding there is this to say.
    fn record(&mut self, layout: &Layout, record: &Record, fields: &Fields<'_>, encoding: Vec<Finding>) {
        let mut begun = self.begin(record.start..record.end, record.blank, record.lines);
        self.findings.extend(encoding);
        let (expected, actual) = (layout.columns.len(), record.count());
        if expected != actual || record.flaw.is_some() {
            self.findings.extend(misshapen(record, expected, actual));
        }
        self.fields(layout, fields, &mut begun);
        self.end(begun);
    }

    /// Judges the whole JSON objects at the front of `bytes`.
    pub(super) fn judge_objects(
        &mut self,
        layout: &mut Layout,
        objects: Objects,
        shapes: &mut Shapes,
        bytes: &[u8],
        is_last: bool,
    ) -> Stopped {
        self.rows.clear();
        self.findings.clear();
        self.values.clear();
        self.lines = 0;
        let (mut position, mut blank, mut is_skipping) = (0, 0, false);
        while !is_skipping && let Some(item) = objects.next(bytes, &mut position, is_last, &mut blank) {
            let raw = item.start..item.end;
            let mut begun = self.begin(raw.clone(), item.blank, item.lines);
            match read_object(bytes.get(raw).unwrap_or_default(), item.flaw) {
                Ok((object, is_utf8)) => {
                    let columns = shapes.columns(&object);
                    let mut fields = Fields::default();
                    for (column, (_, value)) in columns.iter().zip(object.iter()) {
                        let Some(slot) = column.slot() else {
                            continue;
                        };
                        match value {
                            // what was not UTF-8
                            Json::String(text) if !is_utf8 && text::holds(text, "\u{fffd}") => {
                                self.findings.push(Finding::new(Code::EncodingNotUtf8).at(column.path()));
                            }
                            Json::String(text) => fields.put(slot, text),
                            Json::Number(number) => fields.put(slot, number.as_str()),
                            Json::Bool(is_true) => fields.put(slot, if *is_true { "true" } else { "false" }),
                            Json::Null => {}
                            Json::Array(_) | Json::Object(_) => {
                                self.findings.push(Finding::new(Code::CellNotText).at(column.path()));
                            }
                        }
                    }
                    layout.has_reference = shapes.has_reference;
                    self.fields(layout, &fields, &mut begun);
                }
                Err(finding) => self.findings.push(finding),
            }
            self.end(begun);
            is_skipping = item.is_cut;
        }
        self.lines = self.lines.wrapping_add(blank);
        Stopped { at: position, is_skipping }
    }

    /// Begins a row that stands there in the bytes.
    fn begin(&mut self, raw: Range<usize>, blank: u64, lines: u64) -> Judged {
        let line = self.lines.wrapping_add(blank);
        self.lines = line.wrapping_add(lines);
        self.values.begin();
        let first = self.findings.len();
        Judged {
            raw,
            line,
            facts: Facts::default(),
            findings: first..first,
            values: RowValues::default(),
            reference_print: None,
            payment_print: None,
        }
    }

    /// Judges the cells of a row.
    #[inline]
    fn fields(&mut self, layout: &Layout, fields: &Fields<'_>, judged: &mut Judged) {
        let reference = Column::Reference.text(fields).map(text::trim);
        if let Some(reference) = reference {
            judged.facts.has_reference = true;
            self.values.head(reference);
        } else if layout.has_reference {
            self.findings.push(Finding::new(Code::ReferenceMissing).at("/reference"));
        }
        row::judge(fields, layout, &mut self.routes, &mut judged.facts, &mut self.values, &mut self.findings);
        if let Some(start) = layout.fingerprinter {
            judged.reference_print = reference.map(|reference| {
                let mut fingerprinter = start;
                fingerprinter.text(0, reference.as_bytes());
                fingerprinter.finish()
            });
            judged.payment_print = row::payment(start, &judged.facts, &self.values);
        }
    }

    /// Ends a row.
    #[inline]
    fn end(&mut self, mut judged: Judged) {
        judged.values = self.values.end();
        judged.findings.end = self.findings.len();
        if judged.findings.len() > 1 {
            finding::sort(self.findings.get_mut(judged.findings.clone()).unwrap_or_default());
        }
        self.rows.push(judged);
    }
}

/// Reads an object, and whether it is UTF-8: what is not becomes U+FFFD.
fn read_object(bytes: &[u8], flaw: Option<Flaw>) -> Result<(Object, bool), Finding> {
    if flaw == Some(Flaw::TooLarge) {
        return Err(Finding::new(Code::RowTooLarge).with_number("expected", MAX_RECORD));
    }
    let text = String::from_utf8_lossy(bytes);
    match Json::from_slice(text.as_bytes()) {
        Ok(Json::Object(object)) if flaw.is_none() => Ok((object, matches!(text, std::borrow::Cow::Borrowed(_)))),
        _ => Err(Finding::new(Code::RowNotJson)),
    }
}

/// What is wrong with the shape of a record.
#[cold]
fn misshapen(record: &Record, expected: usize, actual: usize) -> Option<Finding> {
    let cells = |code| Finding::new(code).with_number("actual", actual).with_number("expected", expected);
    match record.flaw {
        Some(Flaw::Unclosed) => Some(Finding::new(Code::QuoteUnclosed)),
        Some(Flaw::TooLarge) => Some(Finding::new(Code::RowTooLarge).with_number("expected", MAX_RECORD)),
        _ if actual < expected => Some(cells(Code::RowTooShort)),
        _ if actual > expected => Some(cells(Code::RowTooLong)),
        Some(Flaw::Stray) => Some(Finding::new(Code::QuoteStray)),
        None => None,
    }
}
