//! Where the text of a packed file goes, and why it may end too early.

use crate::finding::Finding;

/// Why a file cannot be read to its end.
pub(in crate::bulk) enum Trouble {
    /// It is damaged or cut off; what it is.
    Damaged(&'static str),
    /// It is larger than the limit.
    TooLarge,
    /// What has to be in memory as a whole is larger than what may be held.
    Held,
    /// This.
    Said(Finding),
    /// It is of this kind, which is no table.
    Other(&'static str),
}

/// Where the text goes.
pub(in crate::bulk) struct Sink<'a> {
    /// How many bytes may still come.
    pub(in crate::bulk) left: &'a mut u64,
    /// Answers whether there is room for more.
    pub(in crate::bulk) text: &'a mut dyn FnMut(&[u8]) -> bool,
    pub(in crate::bulk) findings: &'a mut Vec<Finding>,
}

impl Sink<'_> {
    pub(super) fn text(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        *self.left = self.left.checked_sub(length).ok_or(Trouble::TooLarge)?;
        if (self.text)(bytes) { Ok(()) } else { Err(Trouble::Held) }
    }

    pub(super) fn say(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}
