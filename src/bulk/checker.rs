//! The stream of bytes: encoding, header, rows, totals.

use super::columns::{self, Column};
use super::duplicates::{Fingerprinter, Index};
use super::reader::{Flaw, MAX_RECORD, Reader, Record};
use super::row::{self, Cells, Facts, Row};
use super::summary::Summary;
use super::utf16::Decoder;
use crate::bank::Normalized;
use crate::code::Code;
use crate::finding::{self, Finding, Verdict};
use crate::identifier::Strictness;

/// How a file is checked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CheckOptions {
    /// How strictly rows are judged.
    pub strictness: Strictness,
    /// Whether rows are compared with earlier ones, for which 32 bytes a row are kept.
    pub duplicates: bool,
}

impl Default for CheckOptions {
    fn default() -> CheckOptions {
        CheckOptions { strictness: Strictness::Strict, duplicates: true }
    }
}

impl CheckOptions {
    /// With this strictness.
    #[must_use]
    pub const fn with_strictness(mut self, strictness: Strictness) -> CheckOptions {
        self.strictness = strictness;
        self
    }

    /// With or without the comparison with earlier rows.
    #[must_use]
    pub const fn with_duplicates(mut self, duplicates: bool) -> CheckOptions {
        self.duplicates = duplicates;
        self
    }
}

/// Checks a CSV of payments as its bytes arrive.
///
/// The first row names the columns, in any order and in any of their spellings. Cells are separated
/// by commas, semicolons, tabs or bars; the text is UTF-8 or UTF-16.
///
/// ```
/// use offramp_core::bulk::{CheckOptions, Checker};
///
/// let file = "reference,currency,amount,vpa\nA-1,INR,100.00,user@okaxis\nA-2,INR,100.00,user@gmail.com\n";
/// let mut checker = Checker::new(CheckOptions::default());
/// let mut wrong = Vec::new();
/// let mut row = |row: &offramp_core::bulk::Row| wrong.extend(row.findings.iter().map(|f| f.code().as_str()));
/// for piece in file.as_bytes().chunks(7) {
///     checker.push(piece, &mut row);
/// }
/// let summary = checker.finish(&mut row);
/// assert_eq!((summary.rows, summary.valid), (2, 1));
/// assert_eq!(wrong, ["LOOKS_LIKE_EMAIL"]);
/// ```
#[derive(Debug)]
pub struct Checker {
    options: CheckOptions,
    /// Bytes that are not part of a whole record yet.
    buffer: Vec<u8>,
    stage: Stage,
    decoder: Option<Decoder>,
    /// The rest of a record that was too large is passed over.
    is_skipping: bool,
    record: Record,
    judge: Judge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nothing is known yet.
    Encoding,
    /// The encoding is known, the header not.
    Header,
    Rows,
}

/// How much is looked at in one go: it stays in the processor's cache.
const PIECE: usize = 128 * 1024;

impl Checker {
    /// A checker that has seen nothing.
    #[must_use]
    pub fn new(options: CheckOptions) -> Checker {
        Checker {
            judge: Judge { strictness: options.strictness, has_index: options.duplicates, ..Judge::default() },
            options,
            buffer: Vec::new(),
            stage: Stage::Encoding,
            decoder: None,
            is_skipping: false,
            record: Record::default(),
        }
    }

    /// Takes the next bytes and hands every row that is whole to `row`.
    pub fn push(&mut self, bytes: &[u8], row: &mut dyn FnMut(&Row<'_>)) {
        for piece in bytes.chunks(PIECE) {
            match &mut self.decoder {
                Some(decoder) => decoder.push(piece, &mut self.buffer),
                None => self.buffer.extend_from_slice(piece),
            }
            self.take(false, row);
        }
    }

    /// Says that no more bytes follow, hands over the last row and answers the totals.
    pub fn finish(mut self, row: &mut dyn FnMut(&Row<'_>)) -> Summary {
        self.take(true, row);
        let summary = &mut self.judge.summary;
        if self.stage != Stage::Rows {
            summary.findings.push(Finding::new(Code::FileEmpty));
        } else if summary.rows == 0 {
            summary.findings.push(Finding::new(Code::FileNoRows));
        }
        summary.finish();
        self.judge.summary
    }

    /// The totals so far.
    #[must_use]
    pub const fn summary(&self) -> &Summary {
        &self.judge.summary
    }

    /// The header as it stands in the file, once it was read.
    #[must_use]
    pub fn header(&self) -> Option<&[u8]> {
        (self.stage == Stage::Rows).then_some(self.judge.header.as_slice())
    }

    /// The byte that separates cells.
    #[must_use]
    pub const fn separator(&self) -> u8 {
        self.judge.separator
    }

    /// The options it was made with.
    #[must_use]
    pub const fn options(&self) -> &CheckOptions {
        &self.options
    }

    fn take(&mut self, is_last: bool, row: &mut dyn FnMut(&Row<'_>)) {
        if self.stage == Stage::Encoding && !self.read_encoding(is_last) {
            return;
        }
        if self.stage == Stage::Header && !self.read_header(is_last) {
            return;
        }
        if self.is_skipping && !self.skip() {
            return;
        }
        let mut reader = Reader::new(&self.buffer, self.judge.separator, is_last);
        while reader.next(&mut self.record) {
            self.judge.row(&self.record, &self.buffer, row);
            if self.record.flaw == Some(Flaw::TooLarge) {
                self.is_skipping = true;
                break;
            }
        }
        let read = reader.position();
        self.buffer.drain(..read);
        if self.is_skipping && !self.buffer.is_empty() {
            self.take(is_last, row);
        }
    }

    /// Drops what is left of a record that was too large.
    fn skip(&mut self) -> bool {
        match self.buffer.iter().position(|&byte| byte == b'\n') {
            Some(end) => {
                self.buffer.drain(..=end);
                self.is_skipping = false;
                self.judge.line = self.judge.line.saturating_add(1);
                true
            }
            None => {
                self.buffer.clear();
                false
            }
        }
    }

    /// Looks at the first bytes. Answers whether there were enough of them.
    fn read_encoding(&mut self, is_last: bool) -> bool {
        if self.buffer.len() < 4 && !is_last {
            return false;
        }
        if let Some(order) = Decoder::detect(&self.buffer) {
            let mut decoder = Decoder::new(order);
            let bytes = std::mem::take(&mut self.buffer);
            decoder.push(&bytes, &mut self.buffer);
            self.decoder = Some(decoder);
            self.judge.summary.findings.push(Finding::new(Code::EncodingUtf16));
        }
        if self.buffer.starts_with("\u{feff}".as_bytes()) {
            self.buffer.drain(..3);
        }
        self.stage = Stage::Header;
        true
    }

    /// Reads the first record as the header. Answers whether it was there as a whole.
    fn read_header(&mut self, is_last: bool) -> bool {
        let start = self.buffer.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(self.buffer.len());
        let rest = self.buffer.get(start..).unwrap_or_default();
        let line = rest.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
        let separator = columns::separator(line);
        let mut reader = Reader::new(&self.buffer, separator, is_last);
        if !reader.next(&mut self.record) {
            return false;
        }
        let read = reader.position();
        self.judge.read_header(&self.record, &self.buffer, separator);
        self.buffer.drain(..read);
        self.stage = Stage::Rows;
        true
    }
}

/// All that one row needs, kept between rows so that none of it is allocated again.
#[derive(Debug, Default)]
struct Judge {
    strictness: Strictness,
    has_index: bool,
    separator: u8,
    columns: Vec<Column>,
    header: Vec<u8>,
    line: u64,
    references: Index,
    payments: Index,
    facts: Facts,
    values: Normalized,
    findings: Vec<Finding>,
    summary: Summary,
}

impl Judge {
    fn read_header(&mut self, record: &Record, bytes: &[u8], separator: u8) {
        self.separator = separator;
        self.header = bytes.get(record.start..record.end).unwrap_or_default().to_vec();
        self.line = record.blank.wrapping_add(record.lines).wrapping_add(1);
        let text = String::from_utf8_lossy(record.text(bytes)).into_owned();
        let cells = record.cells().map(|cell| text.get(cell).unwrap_or_default());
        let findings = &mut self.summary.findings;
        self.columns = columns::read(cells, findings);
        self.summary.columns =
            self.columns.iter().map(|column| (*column != Column::Unused).then(|| column.name())).collect();
        if let Some(delimiter) = delimiter_name(separator) {
            findings.push(Finding::new(Code::DelimiterDetected).with("delimiter", delimiter));
        }
    }

    fn row(&mut self, record: &Record, bytes: &[u8], row: &mut dyn FnMut(&Row<'_>)) {
        self.findings.clear();
        self.values.clear();
        let line = self.line.wrapping_add(record.blank);
        self.line = line.wrapping_add(record.lines);
        let text = record.text(bytes);
        // almost every record is UTF-8 as a whole; in others the bad cells are found one by one
        let whole = std::str::from_utf8(text);
        let mut cells = Cells::default();
        for (column, range) in self.columns.iter().zip(record.cells()) {
            let cell = match whole {
                Ok(whole) => whole.get(range).unwrap_or_default(),
                Err(_) => match std::str::from_utf8(text.get(range).unwrap_or_default()) {
                    Ok(cell) => cell,
                    Err(_) => {
                        self.findings.push(not_utf8(*column));
                        continue;
                    }
                },
            };
            if !cell.is_empty() {
                cells.set(*column, cell);
            }
        }
        let (expected, actual) = (self.columns.len(), record.count());
        if expected != actual || record.flaw.is_some() {
            self.findings.extend(misshapen(record, expected, actual));
        }
        row::judge(&cells, self.strictness, &mut self.facts, &mut self.values, &mut self.findings);
        let number = self.summary.rows.saturating_add(1);
        let reference = cells.reference.map(str::trim).filter(|reference| !reference.is_empty());
        self.compare(number, reference);
        if self.findings.len() > 1 {
            finding::sort(&mut self.findings);
        }
        let verdict = Verdict::of(&self.findings);
        self.summary.add(verdict, &self.facts, &self.findings);
        row(&Row {
            number,
            line,
            reference,
            verdict,
            findings: &self.findings,
            raw: bytes.get(record.start..record.end).unwrap_or_default(),
            facts: &self.facts,
            values: &self.values,
        });
    }

    /// Compares the row with earlier ones.
    fn compare(&mut self, number: u64, reference: Option<&str>) {
        if reference.is_none() && self.columns.contains(&Column::Reference) {
            self.findings.push(Finding::new(Code::ReferenceMissing).at("/reference"));
        }
        if !self.has_index {
            return;
        }
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let first = reference.and_then(|reference| {
            let mut fingerprinter = Fingerprinter::new();
            fingerprinter.text(reference.as_bytes());
            self.references.first(fingerprinter.finish(), number)
        });
        if let Some(first) = first {
            self.findings.push(duplicate(Code::DuplicateReference, first).at("/reference"));
        }
        let first = row::payment(&self.facts, &self.values).and_then(|payment| self.payments.first(payment, number));
        if let Some(first) = first {
            self.findings.push(duplicate(Code::DuplicatePayment, first));
        }
    }
}

impl<'a> Cells<'a> {
    #[inline]
    fn set(&mut self, column: Column, text: &'a str) {
        let place = match column {
            Column::Field(field) => return self.fields.set(field, text),
            Column::Unused => return,
            Column::Reference => &mut self.reference,
            Column::Rail => &mut self.rail,
            Column::Currency => &mut self.currency,
            Column::Country => &mut self.country,
            Column::Amount => &mut self.amount,
        };
        *place = (!text.trim_ascii().is_empty()).then_some(text);
    }
}

#[cold]
fn duplicate(code: Code, first: u32) -> Finding {
    Finding::new(code).with("row", first.to_string())
}

#[cold]
fn not_utf8(column: Column) -> Finding {
    Finding::new(Code::EncodingNotUtf8).at(match column {
        Column::Field(field) => field.path(),
        Column::Reference => "/reference",
        Column::Rail => "/rail",
        Column::Currency => "/currency",
        Column::Country => "/country",
        Column::Amount => "/amount",
        Column::Unused => "",
    })
}

/// What is wrong with the shape of a record.
#[cold]
fn misshapen(record: &Record, expected: usize, actual: usize) -> Option<Finding> {
    let cells = |code| {
        Finding::new(code).with("expected", expected.to_string()).with("actual", actual.to_string())
    };
    match record.flaw {
        Some(Flaw::Unclosed) => Some(Finding::new(Code::QuoteUnclosed)),
        Some(Flaw::TooLarge) => Some(Finding::new(Code::RowTooLarge).with("expected", MAX_RECORD.to_string())),
        _ if actual < expected => Some(cells(Code::RowTooShort)),
        _ if actual > expected => Some(cells(Code::RowTooLong)),
        Some(Flaw::Stray) => Some(Finding::new(Code::QuoteStray)),
        None => None,
    }
}

const fn delimiter_name(separator: u8) -> Option<&'static str> {
    match separator {
        b';' => Some("semicolons"),
        b'\t' => Some("tabs"),
        b'|' => Some("bars"),
        _ => None,
    }
}
