//! Judges the rows of one piece of a file, all but what concerns other pieces.

use std::ops::Range;

use super::columns::{Column, Spare};
use super::names;
use super::own::{self, Cleaned};
use super::payment_print::{self, Payment, PaymentPrints};
use super::route::Routes;
use super::row::{self, Judged, Layout, RowContext};
use super::shapes::Shapes;
use super::source::{Flaw, MAX_RECORD, Objects, Reader, Record};
use crate::bank::{FieldName, Fields, Normalized, RowValues, Slot};
use crate::code::{Code, Severity};
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
    /// How many records were no payments.
    pub(super) passed_over: u64,
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
        self.passed_over = 0;
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
                        fields.put(*slot, without_quotes(valid.get(cell.range()).unwrap_or_default()));
                    }
                }
                let mut findings = Vec::new();
                if !layout.spare.is_empty() {
                    let cells = record.cells().iter();
                    let cells = cells.map(|cell| (cell.index(), valid.get(cell.range()).unwrap_or_default()));
                    spare(layout, &mut fields, cells, &mut findings);
                }
                self.record(layout, &record, bytes, &fields, findings);
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
                (Ok(text), Some(slot)) => fields.put(slot, without_quotes(text)),
                (Ok(_), None) => {}
                (Err(_), _) => findings.push(Finding::new(Code::EncodingNotUtf8).at(column.path())),
            }
        }
        if !layout.spare.is_empty() {
            let cells = record.cells().iter();
            let cells = cells.map(|cell| {
                let text = record.text(bytes).get(cell.range()).unwrap_or_default();
                (cell.index(), std::str::from_utf8(text).unwrap_or_default())
            });
            spare(layout, &mut fields, cells, &mut findings);
        }
        self.record(layout, record, bytes, &fields, findings);
    }

    /// Judges a record about whose encoding there is this to say.
    #[cfg_attr(page, optimize(speed))]
    fn record(&mut self, layout: &Layout, record: &Record, bytes: &[u8], fields: &Fields<'_>, said: Vec<Finding>) {
        let raw = bytes.get(record.start..record.end).unwrap_or_default();
        let may_be_none = !fields.has_any(ACCOUNT) || raw.len() == layout.header.len();
        if may_be_none && is_no_payment(layout, record, raw, fields) && record.flaw.is_none() {
            self.lines = self.lines.wrapping_add(record.blank).wrapping_add(record.lines);
            self.passed_over = self.passed_over.wrapping_add(1);
            return;
        }
        let mut begun = self.begin(record.start..record.end, record.blank, record.lines);
        self.findings.extend(said);
        if layout.columns.len() != record.count() || record.flaw.is_some() {
            self.findings.extend(misshapen(layout, record, bytes.len()));
        }
        self.fields(layout, fields, &mut begun);
        if record.count() > layout.columns.len() {
            self.shifted(layout, record, &begun);
        }
        self.end(begun);
    }

    /// Says of a row with empty cells too many that it has shifted, where something else is wrong with it too.
    #[cold]
    fn shifted(&mut self, layout: &Layout, record: &Record, judged: &Judged) {
        let said = self.findings.get(judged.findings.start..).unwrap_or_default();
        let is_said = said.iter().any(|finding| finding.code() == Code::RowTooLong);
        if !is_said && said.iter().any(|finding| finding.severity() == Severity::Error) {
            self.findings.push(cells(Code::RowTooLong, layout.columns.len(), record.count()));
        }
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
        self.passed_over = 0;
        let (mut position, mut blank, mut is_skipping) = (0, 0, false);
        while !is_skipping && let Some(item) = objects.next(bytes, &mut position, is_last, &mut blank) {
            let raw = item.start..item.end;
            let mut begun = self.begin(raw.clone(), item.blank, item.lines);
            match read_object(bytes.get(raw).unwrap_or_default(), item.flaw) {
                Ok((object, is_utf8)) => {
                    let columns = shapes.columns(&object);
                    let mut fields = Fields::default();
                    let main =
                        columns.main.iter().zip(object.iter()).map(|(column, (_, value))| (*column, None, value));
                    let spare = columns.spare.iter().filter_map(|spare| {
                        object.iter().nth(spare.place).map(|(_, value)| (spare.column, Some(*spare), value))
                    });
                    for (column, spare, value) in main.chain(spare) {
                        let Some(slot) = column.slot() else {
                            continue;
                        };
                        if let (Some(spare), Some(first)) = (spare, fields.at(slot)) {
                            let text = value.as_str().or_else(|| value.as_number()).unwrap_or_default();
                            self.findings.extend(differs(spare, first, text));
                            continue;
                        }
                        match value {
                            // what was not UTF-8
                            Json::String(text) if !is_utf8 && text::contains(text, "\u{fffd}") => {
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
                    if !fields.has_any(u32::MAX) && self.findings.len() == begun.findings.start && is_empty(&object) {
                        self.passed_over = self.passed_over.wrapping_add(1);
                        continue;
                    }
                    layout.currencies.clone_from(&columns.currencies);
                    layout.has_email = columns.has_email;
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

    /// Judges one row, whose cells stand in the order of the columns.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn judge_cells(&mut self, layout: &Layout, cells: &[Option<&str>]) -> Judged {
        self.rows.clear();
        self.findings.clear();
        self.values.clear();
        self.lines = 0;
        let mut fields = Fields::default();
        for (slot, cell) in layout.slots.iter().zip(cells) {
            if let (Some(slot), Some(text)) = (slot, cell) {
                fields.put(*slot, text);
            }
        }
        let mut begun = self.begin(0..0, 0, 1);
        if !layout.spare.is_empty() {
            let cells = cells.iter().enumerate().map(|(index, cell)| (index, cell.unwrap_or_default()));
            spare(layout, &mut fields, cells, &mut self.findings);
        }
        self.fields(layout, &fields, &mut begun);
        self.ended(begun)
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
            context: RowContext::default(),
            findings: first..first,
            values: RowValues::default(),
            reference_print: None,
            payment_prints: PaymentPrints::default(),
        }
    }

    /// Judges the cells of a row.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    fn fields(&mut self, layout: &Layout, fields: &Fields<'_>, judged: &mut Judged) {
        let mut cleaned = Cleaned::default();
        let with_cleaned;
        let fields = if own::is_plain(fields) {
            fields
        } else {
            own::clean(fields, &mut cleaned, &mut self.findings);
            with_cleaned = own::with_cleaned(fields, &cleaned);
            &with_cleaned
        };
        let reference = Column::Reference.text(fields).map(text::trim);
        if let Some(reference) = reference {
            judged.context.has_reference = true;
            self.values.head(reference);
        } else if layout.has_reference {
            self.findings.push(Finding::new(Code::ReferenceMissing).at("/reference"));
        }
        row::judge(fields, layout, &mut self.routes, &mut judged.context, &mut self.values, &mut self.findings);
        if let Some(start) = layout.fingerprinter {
            judged.reference_print = reference.map(|reference| {
                let mut fingerprinter = start;
                fingerprinter.text(0, reference.as_bytes());
                fingerprinter.finish()
            });
            let RowContext { currency, units, rail, country, .. } = judged.context;
            let payment = Payment { currency, units, rail, country: country.or(layout.terms.country) };
            judged.payment_prints = payment_print::of(start, payment, fields, &self.values);
        }
    }

    /// Ends a row.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    fn end(&mut self, judged: Judged) {
        let judged = self.ended(judged);
        self.rows.push(judged);
    }

    #[inline]
    #[cfg_attr(page, optimize(speed))]
    fn ended(&mut self, mut judged: Judged) -> Judged {
        judged.values = self.values.end();
        judged.findings.end = self.findings.len();
        if judged.findings.len() > 1 {
            finding::sort(self.findings.get_mut(judged.findings.clone()).unwrap_or_default());
        }
        judged
    }
}

/// A cell without quotation marks around it that stand behind a blank, and so are not those of CSV.
#[inline]
fn without_quotes(cell: &str) -> &str {
    if cell.as_bytes().first() != Some(&b' ') {
        return cell;
    }
    let quoted = text::trim(cell).strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    quoted.filter(|inner| !text::contains_byte(inner, b'"')).unwrap_or(cell)
}

/// Whether no member of an object has text.
fn is_empty(object: &Object) -> bool {
    object.iter().all(|(_, value)| value.is_null() || value.as_str().is_some_and(|text| text::trim(text).is_empty()))
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

fn cells(code: Code, expected: usize, actual: usize) -> Finding {
    Finding::new(code).with_number("actual", actual).with_number("expected", expected)
}

/// What is wrong with the shape of a record. What is empty at its end is not: nothing can have shifted.
#[cold]
fn misshapen(layout: &Layout, record: &Record, end: usize) -> Option<Finding> {
    let (expected, actual) = (layout.columns.len(), record.count());
    let used = |columns: &[Column]| columns.iter().any(|column| *column != Column::Unused);
    match record.flaw {
        Some(Flaw::Unclosed) => return Some(Finding::new(Code::QuoteUnclosed)),
        Some(Flaw::TooLarge) => return Some(Finding::new(Code::RowTooLarge).with_number("expected", MAX_RECORD)),
        _ => {}
    }
    if actual < expected {
        // a file that ends within a line may have been cut off, and the last cell with it
        let severity = if record.end == end { Severity::Error } else { Severity::Warning };
        let is_used = layout.columns.get(actual..).is_some_and(used);
        return is_used.then(|| cells(Code::RowTooShort, expected, actual).with_severity(severity));
    }
    if record.cells().last().is_some_and(|cell| cell.index() >= expected) {
        return Some(cells(Code::RowTooLong, expected, actual));
    }
    (record.flaw == Some(Flaw::Stray)).then(|| Finding::new(Code::QuoteStray))
}

/// The fields that say where money goes: a row without any of them may be none.
const ACCOUNT: u32 = !(FieldName::AccountName.bit() | FieldName::BankName.bit()) & FIELDS;
const FIELDS: u32 = Slot::own(0).bit().wrapping_sub(1);

/// Whether a record is no payment: empty cells, the header again, a total, or what old systems fill up files with.
#[cold]
fn is_no_payment(layout: &Layout, record: &Record, raw: &[u8], fields: &Fields<'_>) -> bool {
    if raw.eq_ignore_ascii_case(&layout.header) {
        return true;
    }
    if fields.has_any(ACCOUNT) {
        return false;
    }
    let is_filling =
        |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0 | 0x1a | b'"') || *byte == layout.separator;
    if raw.iter().all(is_filling) {
        return true;
    }
    let text = if record.is_quoted { record.text(raw) } else { raw };
    let first = record.cells().first().map(|cell| {
        if record.is_quoted {
            cell.range()
        } else {
            cell.range().start.wrapping_sub(record.start)..cell.range().end.wrapping_sub(record.start)
        }
    });
    let first = first.and_then(|range| text.get(range)).and_then(|first| std::str::from_utf8(first).ok());
    first.is_some_and(names::is_total)
}

/// Takes the cells of further columns of a meaning where the first is empty, and says where they say something else.
#[cold]
fn spare<'a>(
    layout: &Layout,
    fields: &mut Fields<'a>,
    cells: impl Iterator<Item = (usize, &'a str)>,
    findings: &mut Vec<Finding>,
) {
    let mut cells: Vec<(usize, &str)> = cells.collect();
    cells.retain(|(index, _)| layout.spare.iter().any(|spare| spare.place == *index));
    for spare in &layout.spare {
        let Some((slot, (_, text))) = spare.column.slot().zip(cells.iter().find(|(index, _)| *index == spare.place))
        else {
            continue;
        };
        match fields.at(slot) {
            None => fields.put(slot, text),
            Some(first) => findings.extend(differs(*spare, first, text)),
        }
    }
}

/// What to say where a further column of a meaning has another text than the first.
fn differs(spare: Spare, first: &str, text: &str) -> Option<Finding> {
    let text = text::trim(text);
    if text.is_empty() || text == text::trim(first) { None } else { spare.differs() }
}
