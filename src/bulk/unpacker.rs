//! Files as people have them, packed or workbooks, as the text of a table.

use std::fmt;

use super::source::sink::{Sink, Trouble};
use super::source::unpack::{self, Gzip, Packing};
use crate::code::Code;
use crate::finding::Finding;

/// Turns a file into what a [`Checker`](super::Checker) reads, as its bytes arrive: text stays as it is, gzip is unpacked, of
/// an archive of one file that file is taken, and a workbook (.xlsx, .xlsb, .ods) becomes the CSV of one of its sheets.
///
/// What a file is, its first bytes say. A workbook or an archive is kept in memory, packed, until it is there as a whole.
/// [`FileChecker`](super::FileChecker) is this and a checker in one.
///
/// ```
/// use offramp_core::bulk::Unpacker;
///
/// let (mut unpacker, mut text) = (Unpacker::default(), Vec::new());
/// unpacker.push(b"currency,amount,vpa\n", &mut |piece| text.extend_from_slice(piece));
/// assert!(unpacker.finish(&mut |piece| text.extend_from_slice(piece)).is_empty());
/// assert_eq!(text, b"currency,amount,vpa\n");
///
/// let mut unpacker = Unpacker::default();
/// unpacker.push(b"PK\x03\x04cut off", &mut |_| {});
/// assert_eq!(unpacker.finish(&mut |_| {})[0].code().as_str(), "FILE_DAMAGED");
/// ```
pub struct Unpacker {
    gzip: Option<Gzip>,
    stage: Stage,
    sheet: Option<String>,
    limit: u64,
    left: u64,
    /// How many bytes have come.
    packed: u64,
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
impl fmt::Debug for Unpacker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unpacker({} bytes)", self.packed)
    }
}

impl Default for Unpacker {
    fn default() -> Unpacker {
        Unpacker {
            gzip: None,
            stage: Stage::First(Vec::new()),
            sheet: None,
            limit: Unpacker::MAX_UNPACKED,
            left: Unpacker::MAX_UNPACKED,
            packed: 0,
            findings: Vec::new(),
        }
    }
}

impl Unpacker {
    /// How many bytes a packed file may be unpacked, where nothing else is said: 4 GiB.
    pub const MAX_UNPACKED: u64 = 4 << 30;

    /// Reads the sheet of this name, where the file is a workbook; the first visible one with cells by default.
    #[must_use]
    pub fn with_sheet(mut self, name: impl Into<String>) -> Unpacker {
        self.sheet = Some(name.into());
        self
    }

    /// Sets how many bytes a packed file may unpack to; one that holds more is not read further (`FILE_TOO_LARGE`).
    #[must_use]
    pub const fn with_max_unpacked(mut self, bytes: u64) -> Unpacker {
        self.limit = bytes;
        self.left = bytes;
        self
    }

    /// About how many bytes of memory it takes.
    #[must_use]
    pub fn memory(&self) -> usize {
        match &self.stage {
            Stage::First(bytes) | Stage::Whole(_, bytes) => bytes.capacity(),
            Stage::Text | Stage::Ended => 0,
        }
    }

    /// Takes the next bytes and hands over the text that they give.
    pub fn push(&mut self, bytes: &[u8], text: &mut dyn FnMut(&[u8])) {
        self.packed = self.packed.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if self.gzip.is_none()
            && let Stage::First(first) = &mut self.stage
        {
            first.extend_from_slice(bytes);
            if first.len() >= 4 {
                let first = std::mem::take(first);
                self.begin(&first, text);
            }
            return;
        }
        self.take(bytes, text);
    }

    /// Looks at the first bytes of the file.
    fn begin(&mut self, first: &[u8], text: &mut dyn FnMut(&[u8])) {
        if Packing::detect(first) == Packing::Gzip {
            self.gzip = Some(Gzip::new());
        }
        self.take(first, text);
    }

    fn take(&mut self, bytes: &[u8], text: &mut dyn FnMut(&[u8])) {
        let stage = &mut self.stage;
        let Some(gzip) = &mut self.gzip else {
            unpacked(stage, bytes, text);
            return;
        };
        if matches!(stage, Stage::Ended) {
            return;
        }
        let most = unpack::most_held(self.packed, self.limit);
        let mut text = |bytes: &[u8]| {
            unpacked(stage, bytes, text);
            held(stage) <= most
        };
        let mut sink = Sink { left: &mut self.left, text: &mut text, findings: &mut self.findings };
        if let Err(trouble) = gzip.push(bytes, &mut sink) {
            self.end(trouble);
        }
    }

    /// Says that no more bytes follow, hands over the rest of the text, and answers the findings of the file.
    #[must_use]
    pub fn finish(mut self, text: &mut dyn FnMut(&[u8])) -> Vec<Finding> {
        self.complete(text);
        self.findings
    }

    /// Reads what could not be read before its end was there.
    pub(super) fn complete(&mut self, text: &mut dyn FnMut(&[u8])) {
        if let (None, Stage::First(first)) = (&self.gzip, &mut self.stage) {
            let first = std::mem::take(first);
            self.begin(&first, text);
        }
        let stage = &mut self.stage;
        if let Some(gzip) = self.gzip.take()
            && !matches!(stage, Stage::Ended)
        {
            let most = unpack::most_held(self.packed, self.limit);
            let mut text = |bytes: &[u8]| {
                unpacked(stage, bytes, text);
                held(stage) <= most
            };
            let mut sink = Sink { left: &mut self.left, text: &mut text, findings: &mut self.findings };
            if let Err(trouble) = gzip.finish(&mut sink) {
                self.end(trouble);
            }
        }
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::First(first) => text(&first),
            Stage::Whole(Packing::Archive, bytes) => {
                let mut text = |bytes: &[u8]| {
                    text(bytes);
                    true
                };
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
                    text(&bytes);
                }
            }
            Stage::Text | Stage::Ended => {}
        }
    }

    fn end(&mut self, trouble: Trouble) {
        self.stage = Stage::Ended;
        let too_large = |limit: u64| {
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            Finding::new(Code::FileTooLarge).with_number("expected", limit)
        };
        self.findings.push(match trouble {
            Trouble::Damaged(kind) => Finding::new(Code::FileDamaged).with_text("kind", kind),
            Trouble::TooLarge => too_large(self.limit),
            Trouble::Held => too_large(unpack::most_held(self.packed, self.limit)),
            Trouble::Said(finding) => finding,
            Trouble::Other(kind) => Finding::new(Code::FileKind).with_text("kind", kind),
        });
    }

    /// The findings of the file, once it was completed.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}

/// How many bytes are collected.
fn held(stage: &Stage) -> u64 {
    match stage {
        Stage::Whole(_, bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        Stage::First(_) | Stage::Text | Stage::Ended => 0,
    }
}

/// Takes bytes that are not packed any more, or never were.
fn unpacked(stage: &mut Stage, bytes: &[u8], text: &mut dyn FnMut(&[u8])) {
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
                    text(&first);
                }
            }
        }
        Stage::Text => text(bytes),
        Stage::Whole(_, whole) => whole.extend_from_slice(bytes),
        Stage::Ended => {}
    }
}
