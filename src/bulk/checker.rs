//! The stream of bytes: encoding, header, rows, totals.

mod opening;

use std::fmt;

use super::aggregate::{History, Ledger};
use super::batch::Batch;
use super::duplicates::Fingerprinter;
use super::export::Form;
use super::options::CheckOptions;
use super::row::{Layout, Row};
use super::shapes::Shapes;
use super::source::{self, Decoder, Objects, Watch};
use super::summary::Summary;
use super::unfinished::Unfinished;
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
    /// Lines end with other signs than those of today's systems.
    has_other_line_ends: bool,
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
            has_other_line_ends: false,
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
            if self.has_other_line_ends {
                source::replace_others(&mut self.buffer);
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
        if self.stage == Stage::Encoding {
            self.read_encoding(true);
        } else if self.decoder.is_none() {
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
        } else if summary.rows == 0 && self.options.limits.expect_rows != Some(0) {
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
}
