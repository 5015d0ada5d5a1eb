//! Indian financial system codes (Reserve Bank of India).

use super::Rules;
use super::clean::{self, Separators, since};
use super::fault::{Fault, Param, Reading};
use super::spec::{Parts, Spec, as_is, identifier};
use crate::code::Code;
use crate::tables;

identifier! {
    /// Four letters of the bank, a zero, six letters or digits of the branch.
    ///
    /// Whether the branch exists is not checked; a bank that is not on the Reserve Bank's list is noted.
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
    part_names: &[("bank", "the four letters of the bank"), ("branch", "the six characters of the branch")],
    pattern: "^[A-Z]{4}0[A-Z0-9]{6}$",
    example: "SBIN0001234",
    digits: None,
    has_checksum: false,
};

const SEPARATORS: Separators = Separators(b"-");

fn read(text: &str, _: &Rules, out: &mut String) -> Reading {
    if let Ok(note) = check(text.as_bytes()) {
        out.push_str(text);
        return Ok(note);
    }
    let start = out.len();
    clean::capitals(text, SEPARATORS, out)?;
    check(since(out, start))
}

fn check(text: &[u8]) -> Reading {
    let [a, b, c, d, zero, branch @ ..] = text else {
        return Err(length(text));
    };
    if branch.len() != 6 {
        return Err(length(text));
    }
    let bank = [*a, *b, *c, *d];
    let fits = bank.iter().all(u8::is_ascii_uppercase)
        && *zero == b'0'
        && branch.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if !fits {
        return Err(misfit(text));
    }
    if is_known(bank) { Ok(None) } else { Ok(Some(Fault::with_one(Code::IfscBankUnknown, Param::letters(&bank)))) }
}

#[cold]
fn length(text: &[u8]) -> Fault {
    if text.is_empty() { Fault::new(Code::ValueEmpty) } else { Fault::length(Code::LengthWrong, 11, text.len()) }
}

/// The first character that does not fit.
#[cold]
fn misfit(text: &[u8]) -> Fault {
    let index = text.iter().enumerate().position(|(index, byte)| match index {
        0..=3 => !byte.is_ascii_uppercase(),
        4 => *byte != b'0',
        _ => !byte.is_ascii_uppercase() && !byte.is_ascii_digit(),
    });
    Fault::at(Code::IfscStructure, index.unwrap_or_default())
}

/// Whether the bank is on the list, by binary search in its string of four-letter codes.
fn is_known(bank: [u8; 4]) -> bool {
    let (codes, _) = tables::IFSC_BANKS.as_bytes().as_chunks::<4>();
    codes.binary_search(&bank).is_ok()
}

fn parts(text: &str, parts: &mut Parts) {
    parts.cut(text, &[("bank", 0, 4), ("branch", 5, 11)]);
}
