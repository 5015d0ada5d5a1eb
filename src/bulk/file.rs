//! Checks files as people have them, packed or workbooks: what is in them goes to the same code as text.

use std::fmt;

use super::aggregate::History;
use super::checker::Checker;
use super::export::Form;
use super::options::CheckOptions;
use super::row::Row;
use super::summary::Summary;
use super::unpacker::Unpacker;
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
    unpacker: Unpacker,
}

/// Shows nothing of the file.
impl fmt::Debug for FileChecker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileChecker({} rows)", self.rows())
    }
}

impl FileChecker {
    /// How many bytes a packed file may be unpacked, where nothing else is said: 4 GiB.
    pub const MAX_UNPACKED: u64 = Unpacker::MAX_UNPACKED;

    /// A checker that has seen nothing.
    #[must_use]
    pub fn new(options: CheckOptions) -> FileChecker {
        FileChecker { checker: Checker::new(options), unpacker: Unpacker::default() }
    }

    /// Reads the sheet of this name, where the file is a workbook.
    #[must_use]
    pub fn with_sheet(mut self, name: impl Into<String>) -> FileChecker {
        self.unpacker = self.unpacker.with_sheet(name);
        self
    }

    /// Sets how many bytes a packed file may unpack to; one that holds more is not read further (`FILE_TOO_LARGE`).
    #[must_use]
    pub fn with_max_unpacked(mut self, bytes: u64) -> FileChecker {
        self.unpacker = self.unpacker.with_max_unpacked(bytes);
        self
    }

    /// About how many bytes of memory it takes; see [`Checker::memory`].
    #[must_use]
    pub fn memory(&self) -> usize {
        self.checker.memory().saturating_add(self.unpacker.memory())
    }

    /// Takes the next bytes and hands every row that is whole to `row`.
    pub fn push(&mut self, bytes: &[u8], row: &mut dyn FnMut(&Row<'_>)) {
        let checker = &mut self.checker;
        self.unpacker.push(bytes, &mut |text| checker.push(text, row));
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
        with_findings(summary, self.unpacker.into_findings())
    }

    /// The same, with the text behind the last row, where [`CheckOptions::keep_text`] is set.
    pub fn finish_with_text(mut self, row: &mut dyn FnMut(&Row<'_>)) -> (Summary, Vec<u8>) {
        self.complete(row);
        let (summary, text) = self.checker.finish_with_text(row);
        (with_findings(summary, self.unpacker.into_findings()), text)
    }

    /// The same, with the references and payments of this file, under its name, and of those before.
    pub fn finish_with_history(mut self, name: &str, row: &mut dyn FnMut(&Row<'_>)) -> (Summary, History) {
        self.complete(row);
        let (summary, history) = self.checker.finish_with_history(name, row);
        (with_findings(summary, self.unpacker.into_findings()), history)
    }

    /// Reads what could not be read before its end was there. [`FileChecker::finish`] does so too; whoever needs
    /// [`FileChecker::form`] of a workbook without rows calls it before.
    pub fn complete(&mut self, row: &mut dyn FnMut(&Row<'_>)) {
        let checker = &mut self.checker;
        self.unpacker.complete(&mut |text| checker.push(text, row));
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
