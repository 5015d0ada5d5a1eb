//! The stream of bytes: encoding, header, rows, totals.

use std::fmt;
use std::sync::Arc;

use super::aggregate::{History, Ledger};
use super::batch::Batch;
use super::columns::{self, Column, Map};
use super::duplicates::Fingerprinter;
use super::export::Form;
use super::header;
use super::options::{CheckOptions, FileFormat};
use super::row::{Layout, Row};
use super::shapes::Shapes;
use super::source::{self, Decoder, Detected, Encoding, Objects, Watch};
use super::summary::Summary;
use super::unfinished::Unfinished;
use super::witness;
#[cfg(not(target_family = "wasm"))]
use super::workers::Workers;
use crate::code::Code;
use crate::finding::Finding;

/// Checks a file of payments as its bytes arrive.
///
/// The first row of a CSV names the columns, in any order and in any of their spellings. Cells are separated
/// by commas, semicolons, tabs or bars. A JSON object has members for columns, in the same spellings; objects stand one
/// on each line (NDJSON) or in an array, and one that cannot be read is a row that is invalid. The text is UTF-8,
/// UTF-16, UTF-32 or Windows-1252. The same rows give the same findings and totals, whatever they are written in.
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
pub struct Checker {
    options: CheckOptions,
    /// Bytes that are not part of a whole record yet.
    buffer: Vec<u8>,
    unfinished: Unfinished,
    /// How many bytes must be there before the header is looked for again.
    wanted: usize,
    stage: Stage,
    decoder: Option<Decoder>,
    watch: Watch,
    /// The rest of a record that was too large is passed over.
    is_skipping: bool,
    form: Form,
    layout: Layout,
    /// How objects stand in the file, where it is JSON, and what they have for columns.
    objects: Option<(Objects, Shapes)>,
    batch: Batch,
    ledger: Ledger,
    #[cfg(not(target_family = "wasm"))]
    workers: Option<Workers>,
}

/// Shows nothing of the file.
impl fmt::Debug for Checker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checker({} rows)", self.rows())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Nothing is known yet.
    Encoding,
    /// The encoding is known, the format not.
    Format,
    /// It is a table of which the header is not known.
    Header,
    Rows,
    /// It is no file of rows.
    Refused,
}

/// How many bytes of a file are looked at before its first object: whether objects have references.
const FIRST: usize = 16 * 1024;

/// How much is looked at in one go: it stays in the processor's cache.
const CHUNK_SIZE: usize = 64 * 1024;

impl Checker {
    /// A checker that has seen nothing.
    #[must_use]
    pub fn new(options: CheckOptions) -> Checker {
        Checker {
            layout: Layout {
                terms: options.terms(),
                memo_required: options.memo_required.clone(),
                directories: options.directories.clone(),
                fingerprinter: options.duplicates.then(|| Fingerprinter::new(options.hash_key)),
                ..Layout::default()
            },
            buffer: Vec::new(),
            unfinished: Unfinished::default(),
            wanted: 0,
            stage: Stage::Encoding,
            decoder: None,
            watch: Watch::default(),
            is_skipping: false,
            form: Form::default(),
            objects: None,
            batch: Batch::default(),
            ledger: Ledger::new(&options),
            #[cfg(not(target_family = "wasm"))]
            workers: None,
            options,
        }
    }

    /// Takes the next bytes and hands every row that is whole to `row`.
    pub fn push(&mut self, bytes: &[u8], row: &mut dyn FnMut(&Row<'_>)) {
        for piece in bytes.chunks(CHUNK_SIZE) {
            let known = self.buffer.len();
            match &mut self.decoder {
                Some(decoder) => decoder.push(piece, &mut self.buffer),
                None if self.stage == Stage::Encoding => self.buffer.extend_from_slice(piece),
                None => self.watch(piece, false),
            }
            if !self.unfinished.is_due(&self.buffer, known) {
                continue;
            }
            #[cfg(not(target_family = "wasm"))]
            if self.hand_out(row) {
                continue;
            }
            self.take(false, row);
            self.unfinished.looked_at(&self.buffer);
        }
    }

    /// Says that no more bytes follow, hands over the last row and answers the totals.
    pub fn finish(mut self, row: &mut dyn FnMut(&Row<'_>)) -> Summary {
        self.end(row)
    }

    /// The same, with the text behind the last row, where [`CheckOptions::keep_text`] is set.
    pub fn finish_with_text(mut self, row: &mut dyn FnMut(&Row<'_>)) -> (Summary, Vec<u8>) {
        let summary = self.end(row);
        (summary, self.ledger.text.unwrap_or_default())
    }

    /// The same, with the references and payments of this file, under its name, and of those before.
    pub fn finish_with_history(mut self, name: &str, row: &mut dyn FnMut(&Row<'_>)) -> (Summary, History) {
        let summary = self.end(row);
        let mut history = self.ledger.history;
        history.end_file(name, summary.rows);
        (summary, history)
    }

    /// A checker that compares with the rows of files that were checked before. They must have been checked with the
    /// same [`CheckOptions::hash_key`].
    #[must_use]
    pub fn with_history(mut self, history: History) -> Checker {
        self.ledger.history = history;
        self
    }

    fn end(&mut self, row: &mut dyn FnMut(&Row<'_>)) -> Summary {
        #[cfg(not(target_family = "wasm"))]
        self.collect(0, row);
        if self.stage != Stage::Encoding && self.decoder.is_none() {
            self.watch(&[], true);
        }
        // the end mark of old systems, and what fills up the last block
        let end =
            self.buffer.iter().rposition(|byte| !matches!(byte, 0 | 0x1a)).map_or(0, |last| last.saturating_add(1));
        let filling = self.buffer.split_off(end);
        self.take(true, row);
        let rest = std::mem::take(&mut self.buffer);
        self.ledger.keep(&rest);
        self.ledger.keep(&filling);
        let summary = &mut self.ledger.summary;
        let passed_over = usize::try_from(self.ledger.passed_over).unwrap_or(usize::MAX);
        if passed_over > 0 {
            summary.findings.push(Finding::new(Code::RowsPassedOver).with_number("count", passed_over));
        }
        if self.stage == Stage::Refused {
        } else if self.stage != Stage::Rows {
            summary.findings.push(Finding::new(Code::FileEmpty));
        } else if summary.rows == 0 {
            summary.findings.push(Finding::new(Code::FileNoRows));
        }
        if let Some((_, shapes)) = self.objects.take() {
            shapes.finish(self.options.currency.is_some(), summary);
        }
        if let Some((name, edition)) = self.options.directories.edition() {
            summary.directories.put_text(name, edition);
        }
        self.ledger.finish()
    }

    /// How many rows were handed over so far.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.ledger.summary.rows
    }

    /// How rows of the file are written, once that is known.
    #[must_use]
    pub fn form(&self) -> Option<&Form> {
        (self.stage == Stage::Rows).then_some(&self.form)
    }

    /// About how many bytes of memory it takes, with what is needed while the index of duplicates grows.
    #[must_use]
    pub fn memory(&self) -> usize {
        self.buffer.capacity().saturating_add(self.ledger.memory())
    }

    /// The options it was made with.
    #[must_use]
    pub const fn options(&self) -> &CheckOptions {
        &self.options
    }

    /// Hands pieces to the threads. Answers whether there is nothing left to do on this one: not while
    /// the header is unknown, nor where quotation marks make it hard to tell where a record ends.
    #[cfg(not(target_family = "wasm"))]
    fn hand_out(&mut self, row: &mut dyn FnMut(&Row<'_>)) -> bool {
        if self.stage != Stage::Rows || self.is_skipping {
            return false;
        }
        let Some(workers) = &mut self.workers else {
            return false;
        };
        if self.buffer.len() < CHUNK_SIZE {
            return true;
        }
        let end = self.buffer.iter().rposition(|&byte| byte == b'\n');
        let Some(end) = end.filter(|_| !self.buffer.contains(&b'"')) else {
            self.collect(0, row);
            return false;
        };
        let mut piece = workers.spare();
        piece.bytes.clear();
        std::mem::swap(&mut piece.bytes, &mut self.buffer);
        self.buffer.extend(piece.bytes.drain(end.saturating_add(1)..));
        workers.submit(piece);
        let most = workers.count().saturating_mul(2);
        self.collect(most, row);
        true
    }

    /// Takes back what the threads have done, and waits until no more than so many pieces are left.
    #[cfg(not(target_family = "wasm"))]
    fn collect(&mut self, most: u64, row: &mut dyn FnMut(&Row<'_>)) {
        let Some(workers) = &mut self.workers else {
            return;
        };
        while let Some(piece) = workers.take(most) {
            self.ledger.aggregate(&piece.batch, &piece.bytes, &self.form, row);
            workers.give_back(piece);
        }
    }

    #[cfg_attr(page, optimize(speed))]
    fn take(&mut self, is_last: bool, row: &mut dyn FnMut(&Row<'_>)) {
        if self.stage == Stage::Refused {
            self.buffer.clear();
            return;
        }
        if self.stage == Stage::Encoding && !self.read_encoding(is_last) {
            return;
        }
        if self.stage == Stage::Format && !self.read_format(is_last) {
            return;
        }
        if self.stage == Stage::Header && !self.read_header(is_last) {
            return;
        }
        if self.is_skipping && !self.skip() {
            return;
        }
        let stopped = match &mut self.objects {
            None => self.batch.judge(&self.layout, &self.buffer, is_last),
            Some((objects, shapes)) => {
                self.batch.judge_objects(&mut self.layout, *objects, shapes, &self.buffer, is_last)
            }
        };
        let judged = self.buffer.get(..stopped.at).unwrap_or_default();
        self.ledger.aggregate(&self.batch, judged, &self.form, row);
        self.buffer.drain(..stopped.at);
        self.is_skipping = stopped.is_skipping;
        if self.is_skipping && !self.buffer.is_empty() {
            self.take(is_last, row);
        }
    }

    /// Drops what is left of a record that was too large.
    fn skip(&mut self) -> bool {
        let Some(end) = self.buffer.iter().position(|&byte| byte == b'\n') else {
            self.ledger.keep(&self.buffer);
            self.buffer.clear();
            return false;
        };
        self.ledger.keep(self.buffer.get(..=end).unwrap_or_default());
        self.buffer.drain(..=end);
        self.is_skipping = false;
        self.ledger.line = self.ledger.line.saturating_add(1);
        true
    }

    /// Looks at the first bytes. Answers whether there were enough of them.
    fn read_encoding(&mut self, is_last: bool) -> bool {
        if self.buffer.len() < 8 && !is_last {
            return false;
        }
        let bytes = std::mem::take(&mut self.buffer);
        if let Some(encoding) = Encoding::detect(&bytes) {
            self.decode(encoding);
            if let Some(decoder) = &mut self.decoder {
                decoder.push(&bytes, &mut self.buffer);
            }
        } else if source::other_kind(&bytes).is_some() {
            // bytes that are no text are no text in another encoding
            self.buffer = bytes;
        } else {
            self.watch(&bytes, is_last);
        }
        if self.buffer.starts_with("\u{feff}".as_bytes()) {
            let mark: Vec<u8> = self.buffer.drain(..3).collect();
            self.ledger.keep(&mark);
        }
        self.stage = Stage::Format;
        true
    }

    /// Takes text that is UTF-8, or turns out not to be.
    fn watch(&mut self, piece: &[u8], is_last: bool) {
        if self.watch.push(piece, is_last, &mut self.buffer) {
            self.decode(Encoding::Windows1252);
        }
    }

    /// Decodes from now on, and says so.
    #[cold]
    fn decode(&mut self, encoding: Encoding) {
        let code = match encoding {
            Encoding::Utf16(_) => Code::EncodingUtf16,
            Encoding::Utf32(_) => Code::EncodingUtf32,
            Encoding::Windows1252 => Code::EncodingWindows1252,
        };
        // first, whether the header is known already or not
        self.ledger.summary.findings.insert(0, Finding::new(code));
        self.decoder = Some(Decoder::new(encoding));
    }

    /// Finds out what the file is written in. Answers whether there were enough bytes.
    fn read_format(&mut self, is_last: bool) -> bool {
        if !is_last && source::may_be_other_kind(&self.buffer) {
            return false;
        }
        let is_json =
            self.options.format == FileFormat::Csv && matches!(Objects::detect(&self.buffer, true), Detected::Json(_));
        if let Some(kind) = source::other_kind(&self.buffer).or(is_json.then_some("JSON")) {
            self.ledger.summary.findings.push(Finding::new(Code::FileKind).with_text("kind", kind));
            self.stage = Stage::Refused;
            return false;
        }
        let objects = match (self.options.format, Objects::detect(&self.buffer, is_last)) {
            (FileFormat::Csv, _) => None,
            (_, Detected::TooLittle) => return false,
            (_, Detected::Json(objects)) => Some(objects),
            // the caller says that it is JSON: each line that is none gets a finding
            (FileFormat::Json, Detected::NoJson) if !self.buffer.trim_ascii().is_empty() => Some(Objects::Lines),
            (_, Detected::NoJson) => None,
        };
        match objects {
            None => {
                self.stage = Stage::Header;
                true
            }
            Some(objects) => {
                if self.buffer.len() < FIRST && !is_last {
                    return false;
                }
                // the same objects are looked at, however the bytes come
                let first = self.buffer.get(..FIRST).unwrap_or(&self.buffer);
                let is_whole = is_last && first.len() == self.buffer.len();
                let shapes = Shapes::new(self.options.map.clone(), objects, first, is_whole);
                self.layout.has_reference = shapes.has_reference;
                self.form.objects = Some(objects);
                self.form.map.clone_from(&self.options.map);
                self.objects = Some((objects, shapes));
                self.ledger.line = 1;
                self.stage = Stage::Rows;
                self.form.layout = self.options.keep_text.then(|| Arc::new(self.layout.clone()));
                true
            }
        }
    }

    /// Finds the header. Answers whether it was there as a whole.
    fn read_header(&mut self, is_last: bool) -> bool {
        if !is_last && self.buffer.len() < self.wanted {
            return false;
        }
        let (map, known) = (&self.options.map, &self.options.columns);
        let without_names =
            if known.is_empty() { None } else { header::without_names(&self.buffer, known, is_last, map) };
        let header = match without_names.map_or_else(|| header::find(&self.buffer, is_last, map), Ok) {
            Ok(header) => header,
            Err(wanted) => {
                self.wanted = wanted;
                return false;
            }
        };
        let mut findings = Vec::new();
        // where names are unknown the same rows are looked at, however the bytes come
        let is_enough = is_last || self.buffer.len() >= header::FIRST;
        let most_nearest = if is_enough { columns::MOST_NEAREST } else { 0 };
        let columns = columns::read(&header.names, &self.options.map, most_nearest, &mut findings);
        let is_open = |finding: &Finding| matches!(finding.code(), Code::ColumnUnknown | Code::HeaderMissing);
        if !is_enough && findings.iter().any(is_open) {
            self.wanted = header::FIRST;
            return false;
        }
        if !columns.unknown.is_empty() {
            let (end, is_whole) = (self.buffer.len().min(header::FIRST), self.buffer.len() <= header::FIRST);
            let rows = self.buffer.get(header.end..end).unwrap_or_default();
            let is_last = is_last && is_whole;
            witness::look(rows, header.separator, is_last, &header.names, &columns, &mut findings);
        }
        let summary = &mut self.ledger.summary;
        summary.findings.append(&mut findings);
        if !summary.findings.iter().any(|finding| finding.code() == Code::HeaderMissing) {
            let has_currency = self.options.currency.is_some() || columns.currency().is_some();
            columns::missing(&columns.main, has_currency, &mut summary.findings);
        }
        summary.columns = columns.main.iter().map(|column| column.answered()).collect();
        if let Some(delimiter) = delimiter_name(header.separator) {
            summary.findings.push(Finding::new(Code::DelimiterDetected).with_text("delimiter", delimiter));
        }
        if header.above > 0 {
            summary.findings.push(Finding::new(Code::LinesAboveHeader).with_number("count", header.above));
        }
        self.layout.has_reference = columns.main.contains(&Column::Reference);
        self.layout.separator = header.separator;
        self.layout.slots = columns.main.iter().map(|column| column.slot()).collect();
        self.layout.spare = columns.spare;
        self.layout.has_email = columns.has_email;
        self.layout.currencies = columns.currencies;
        self.layout.header.clone_from(&header.raw);
        self.form = Form {
            header: header.raw,
            separator: header.separator,
            columns: columns.main.clone(),
            objects: None,
            map: Map::new(),
            layout: None,
        };
        self.layout.columns = columns.main;
        self.ledger.line = header.next_line;
        self.ledger.keep(self.buffer.get(..header.end).unwrap_or_default());
        self.buffer.drain(..header.end);
        self.stage = Stage::Rows;
        self.form.layout = self.options.keep_text.then(|| Arc::new(self.layout.clone()));
        #[cfg(not(target_family = "wasm"))]
        if self.options.threads > 0 {
            self.workers = Workers::start(self.options.threads, self.layout.clone());
        }
        true
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
