//! Indian financial system codes (Reserve Bank of India).

use super::Rules;
use super::clean::{self, Separators, since};
use super::issue::{Issue, Param, ReadResult, noted};
use super::spec::{Parts, Spec, as_is, identifier};
use crate::characters::look_alike;
use crate::code::Code;
use crate::tables;
use crate::text;

identifier! {
    /// Four letters of the bank, a zero, six letters or digits of the branch.
    ///
    /// Whether the branch exists is not checked; a bank that is not on the Reserve Bank's list is noted, and
    /// so is one that was merged into another.
    ///
    /// ```
    /// use offramp_core::identifier::Ifsc;
    ///
    /// let ifsc: Ifsc = "sbin0001234".parse()?;
    /// assert_eq!((ifsc.bank(), ifsc.branch()), ("SBIN", "001234"));
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    Ifsc
}

impl Ifsc {
    /// The four letters of the bank.
    #[must_use]
    pub fn bank(&self) -> &str {
        self.0.get(..4).unwrap_or_default()
    }

    /// The six characters of the branch.
    #[must_use]
    pub fn branch(&self) -> &str {
        self.0.get(5..).unwrap_or_default()
    }
}

pub(super) static SPEC: Spec = Spec {
    title: "IFSC",
    read,
    format: as_is,
    mask: as_is,
    parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[("bank", "the four letters of the bank"), ("branch", "the six characters of the branch")],
    pattern: "^[A-Z]{4}0[A-Z0-9]{6}$",
    example: "SBIN0001234",
    digits: None,
    has_checksum: false,
};

const SEPARATORS: Separators = Separators(b"-");

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let reading = check(text.as_bytes());
    if reading.is_ok() {
        out.push_str(text);
        return reading;
    }
    let start = out.len();
    clean::capitals(text, SEPARATORS, out)?;
    check(since(out, start))
}

fn check(text: &[u8]) -> ReadResult {
    let [a, b, c, d, _, branch @ ..] = text else {
        return Err(length(text));
    };
    if branch.len() != 6 {
        return Err(length(text));
    }
    let bank = [*a, *b, *c, *d];
    let mut index = 0;
    for &byte in text {
        let fits = match index {
            4 => byte == b'0',
            _ => byte.is_ascii_uppercase() || index > 4 && byte.is_ascii_digit(),
        };
        if !fits {
            return Err(Issue::at(Code::IfscStructure, index));
        }
        index = usize::wrapping_add(index, 1);
    }
    match merged_into(bank) {
        Some(into) => Err(Issue::with_one(Code::IfscBankMerged, Param::letters(&into))),
        None if is_known(bank) && !branch.iter().all(u8::is_ascii_digit) => {
            noted(meant_branch(bank, branch).is_some(), Code::IfscBranchLetter)
        }
        None if is_known(bank) => Ok(()),
        None => Err(Issue::with_one(Code::IfscBankUnknown, Param::letters(&bank))),
    }
}

#[cold]
fn length(text: &[u8]) -> Issue {
    if text.is_empty() { Issue::new(Code::ValueEmpty) } else { Issue::length(Code::LengthWrong, 11, text.len()) }
}

/// Banks that number branches with one letter or two among the digits, none of them last.
const WITH_LETTERS: [[u8; 4]; 4] = [*b"BKID", *b"IBKL", *b"IDIB", *b"URBN"];

/// The branch with digits for the letters that look like them, where it is otherwise digits. Of the 176,918 branches
/// that npm's `ifsc` 2.0.50 lists, none is written so, but for those of four banks and one that begins with S.
fn meant_branch(bank: [u8; 4], branch: &[u8]) -> Option<[u8; 6]> {
    let mut meant: [u8; 6] = branch.try_into().ok()?;
    let (mut letters, mut are_round) = (0_u8, true);
    for byte in meant.iter_mut().filter(|byte| !byte.is_ascii_digit()) {
        letters = letters.wrapping_add(1);
        are_round &= matches!(byte, b'O' | b'I' | b'L');
        *byte = look_alike(*byte)?;
    }
    let is_usual_there = WITH_LETTERS.contains(&bank) && branch.last().is_some_and(u8::is_ascii_digit);
    let is_word = letters > 3 || letters > 1 && !are_round || branch.starts_with(b"S");
    (letters > 0 && !is_usual_there && !is_word).then_some(meant)
}

/// The code with digits in its branch, where letters that look like them stand there.
#[cold]
pub(super) fn meant(code: &str) -> Option<String> {
    let (bank, branch) = (code.as_bytes().first_chunk::<4>()?, code.as_bytes().get(5..)?);
    let meant = meant_branch(*bank, branch)?;
    Some(text::join(&[code.get(..5)?, std::str::from_utf8(&meant).ok()?], ""))
}

/// The bank that took another over.
fn merged_into(bank: [u8; 4]) -> Option<[u8; 4]> {
    let (rows, _) = tables::IFSC_MERGERS.as_bytes().as_chunks::<8>();
    let at = rows.binary_search_by_key(&number(bank), |&[a, b, c, d, ..]| number([a, b, c, d])).ok()?;
    rows.get(at)?.last_chunk::<4>().copied()
}

/// Whether the bank is on the list, by binary search in its string of four-letter codes.
fn is_known(bank: [u8; 4]) -> bool {
    let (codes, _) = tables::IFSC_BANKS.as_bytes().as_chunks::<4>();
    codes.binary_search_by_key(&number(bank), |code| number(*code)).is_ok()
}

/// Four letters as one number, in the order of the letters.
const fn number(letters: [u8; 4]) -> u32 {
    u32::from_be_bytes(letters)
}

fn parts(text: &str, parts: &mut Parts) {
    parts.cut(text, &[("bank", 0, 4), ("branch", 5, 11)]);
}
