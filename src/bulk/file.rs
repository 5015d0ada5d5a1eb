//! Files as people have them: packed, or workbooks. What is in them goes to the same code as text.

use std::fmt;

use super::aggregate::History;
use super::checker::Checker;
use super::export::Form;
use super::options::CheckOptions;
use super::row::Row;
use super::source::unpack::{self, Gzip, Packing, Sink, Trouble};
use super::summary::Summary;
use crate::code::Code;
use crate::finding::{self, Finding};

/// Checks a file of payments as its bytes arrive, like [`Checker`], and reads more kinds of files than that: workbooks
/// (.xlsx, .xlsb, .ods), and a file that is packed by gzip or alone in a zip archive.
///
/// What a file is, its first bytes say. Text and gzip are read as they come; a workbook or an archive is kept in memory,
/// packed, until it is there as a whole. Rows of a workbook are what they would be in a CSV of the sheet: `line` is the row
/// of the sheet, and exports are CSV. The first visible sheet with cells is read, or the one of [`FileChecker::with_sheet`].
///
/// ```
/// use offramp_core::bulk::{CheckOptions, FileChecker, FileFormat};
///
/// let options = CheckOptions::default().with_format(FileFormat::Detect);
/// let mut checker = FileChecker::new(options);
/// checker.push(b"reference,currency,amount,vpa\nA-1,INR,100.00,user@okaxis\n", &mut |_| {});
/// assert_eq!(checker.finish(&mut |_| {}).valid, 1);
///
/// // this archive is damaged, and a finding says so
/// let mut checker = FileChecker::new(CheckOptions::default());
/// checker.push(b"PK\x03\x04cut off", &mut |_| {});
/// let summary = checker.finish(&mut |_| {});
/// assert_eq!(summary.findings[0].code().as_str(), "FILE_DAMAGED");
/// ```
pub struct FileChecker {
    checker: Checker,
    gzip: Option<Gzip>,
    stage: Stage,
    sheet: Option<String>,
    limit: u64,
    left: u64,
    findings: Vec<Finding>,
}

enum Stage {
    /// The first bytes, of which there are not enough yet.
    First(Vec<u8>),
    Text,
    /// What is collected until it is there as a whole.
    Whole(Packing, Vec<u8>),
    /// Nothing more is read.
    Ended,
}

/// Shows nothing of the file.
impl fmt::Debug for FileChecker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileChecker({} rows)", self.rows())
    }
}

impl FileChecker {
    /// How many bytes a packed file may be unpacked, where nothing else is said: 4 GiB.
    pub const MAX_UNPACKED: u64 = 4 << 30;

    /// A checker that has seen nothing.
    #[must_use]
    pub fn new(options: CheckOptions) -> FileChecker {
        FileChecker {
            checker: Checker::new(options),
            gzip: None,
            stage: Stage::First(Vec::new()),
            sheet: None,
            limit: FileChecker::MAX_UNPACKED,
            left: FileChecker::MAX_UNPACKED,
            findings: Vec::new(),
        }
    }

    /// Reads the sheet of this name, where the file is a workbook.
    #[must_use]
    pub fn with_sheet(mut self, name: impl Into<String>) -> FileChecker {
        self.sheet = Some(name.into());
        self
    }

    /// Sets how many bytes a packed file may unpack to; one that holds more is not read further (`FILE_TOO_LARGE`).
    #[must_use]
    pub const fn with_max_unpacked(mut self, bytes: u64) -> FileChecker {
        self.limit = bytes;
        self.left = bytes;
        self
    }

    /// About how many bytes of memory it takes; see [`Checker::memory`].
    #[must_use]
    pub fn memory(&self) -> usize {
        let collected = match &self.stage {
            Stage::First(bytes) | Stage::Whole(_, bytes) => bytes.capacity(),
            Stage::Text | Stage::Ended => 0,
        };
        self.checker.memory().saturating_add(collected)
    }

    /// Takes the next bytes and hands every row that is whole to `row`.
    pub fn push(&mut self, bytes: &[u8], row: &mut dyn FnMut(&Row<'_>)) {
        // text goes on as it is, without a copy
        if self.gzip.is_none() && matches!(self.stage, Stage::Text) {
            self.checker.push(bytes, row);
            return;
        }
        if self.gzip.is_none()
            && let Stage::First(first) = &mut self.stage
        {
            first.extend_from_slice(bytes);
            if first.len() < 4 {
                return;
            }
            let first = std::mem::take(first);
            self.begin(&first, row);
            return;
        }
        self.take(bytes, row);
    }

    /// Looks at the first bytes of the file.
    fn begin(&mut self, first: &[u8], row: &mut dyn FnMut(&Row<'_>)) {
        if Packing::detect(first) == Packing::Gzip {
            self.gzip = Some(Gzip::new());
            self.take(first, row);
        } else {
            unpacked(&mut self.stage, &mut self.checker, first, row);
        }
    }

    fn take(&mut self, bytes: &[u8], row: &mut dyn FnMut(&Row<'_>)) {
        if matches!(self.stage, Stage::Ended) {
            return;
        }
        let (stage, checker) = (&mut self.stage, &mut self.checker);
        let mut text = |text: &[u8]| unpacked(stage, checker, text, row);
        match &mut self.gzip {
            Some(gzip) => {
                let mut sink = Sink { left: &mut self.left, text: &mut text, findings: &mut self.findings };
                if let Err(trouble) = gzip.push(bytes, &mut sink) {
                    self.end(trouble);
                }
            }
            None => text(bytes),
        }
    }

    /// A checker that compares with the rows of files that were checked before, like [`Checker::with_history`].
    #[must_use]
    pub fn with_history(mut self, history: History) -> FileChecker {
        self.checker = self.checker.with_history(history);
        self
    }

    /// Says that no more bytes follow, hands over what is left and answers the totals.
    pub fn finish(mut self, row: &mut dyn FnMut(&Row<'_>)) -> Summary {
        self.complete(row);
        let summary = self.checker.finish(row);
        with_findings(summary, self.findings)
    }

    /// The same, with the text behind the last row, where [`CheckOptions::keep_text`] is set.
    pub fn finish_with_text(mut self, row: &mut dyn FnMut(&Row<'_>)) -> (Summary, Vec<u8>) {
        self.complete(row);
        let (summary, text) = self.checker.finish_with_text(row);
        (with_findings(summary, self.findings), text)
    }

    /// The same, with the references and payments of this file, under its name, and of those before.
    pub fn finish_with_history(mut self, name: &str, row: &mut dyn FnMut(&Row<'_>)) -> (Summary, History) {
        self.complete(row);
        let (summary, history) = self.checker.finish_with_history(name, row);
        (with_findings(summary, self.findings), history)
    }

    /// Reads what could not be read before its end was there. [`FileChecker::finish`] does so too; whoever needs
    /// [`FileChecker::form`] of a workbook without rows calls it before.
    pub fn complete(&mut self, row: &mut dyn FnMut(&Row<'_>)) {
        if let (None, Stage::First(first)) = (&self.gzip, &mut self.stage) {
            let first = std::mem::take(first);
            self.begin(&first, row);
        }
        let (stage, checker) = (&mut self.stage, &mut self.checker);
        if let Some(gzip) = self.gzip.take()
            && !matches!(stage, Stage::Ended)
        {
            let mut text = |text: &[u8]| unpacked(stage, checker, text, row);
            let mut sink = Sink { left: &mut self.left, text: &mut text, findings: &mut self.findings };
            if let Err(trouble) = gzip.finish(&mut sink) {
                self.end(trouble);
            }
        }
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::First(first) => self.checker.push(&first, row),
            Stage::Whole(Packing::Archive, bytes) => {
                let checker = &mut self.checker;
                let mut text = |text: &[u8]| checker.push(text, row);
                let mut sink = Sink { left: &mut self.left, text: &mut text, findings: &mut self.findings };
                if let Err(trouble) = unpack::archive(bytes, self.sheet.as_deref(), &mut sink) {
                    self.end(trouble);
                }
            }
            Stage::Whole(_, bytes) => {
                // a workbook with a password is kept in an old one
                let part: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
                if bytes.windows(part.len()).any(|window| window == part) {
                    self.findings.push(Finding::new(Code::FileEncrypted));
                } else {
                    self.checker.push(&bytes, row);
                }
            }
            Stage::Text | Stage::Ended => {}
        }
    }

    fn end(&mut self, trouble: Trouble) {
        self.stage = Stage::Ended;
        self.findings.push(match trouble {
            Trouble::Damaged(kind) => Finding::new(Code::FileDamaged).with_text("kind", kind),
            Trouble::TooLarge => {
                let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
                Finding::new(Code::FileTooLarge).with_number("expected", limit)
            }
            Trouble::Said(finding) => finding,
            Trouble::Other(kind) => Finding::new(Code::FileKind).with_text("kind", kind),
        });
    }

    /// How many rows were handed over so far.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.checker.rows()
    }

    /// How rows of the file are written, once that is known.
    #[must_use]
    pub fn form(&self) -> Option<&Form> {
        self.checker.form()
    }
}

/// Adds the findings about the archive or workbook to those about its rows.
fn with_findings(mut summary: Summary, mut findings: Vec<Finding>) -> Summary {
    if findings.iter().any(|finding| finding.severity() == crate::Severity::Error) {
        // that it has no rows has a reason
        summary.findings.retain(|finding| finding.code() != Code::FileEmpty);
    }
    summary.findings.append(&mut findings);
    finding::sort(&mut summary.findings);
    summary
}

/// Takes bytes that are not packed any more, or never were.
fn unpacked(stage: &mut Stage, checker: &mut Checker, bytes: &[u8], row: &mut dyn FnMut(&Row<'_>)) {
    match stage {
        Stage::First(first) => {
            first.extend_from_slice(bytes);
            if first.len() < 4 {
                return;
            }
            let first = std::mem::take(first);
            match Packing::detect(&first) {
                packing @ (Packing::Archive | Packing::Compound) => *stage = Stage::Whole(packing, first),
                Packing::None | Packing::Gzip => {
                    *stage = Stage::Text;
                    checker.push(&first, row);
                }
            }
        }
        Stage::Text => checker.push(bytes, row),
        Stage::Whole(_, whole) => whole.extend_from_slice(bytes),
        Stage::Ended => {}
    }
}
