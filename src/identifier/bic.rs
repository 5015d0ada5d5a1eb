//! Business identifier codes, also called SWIFT codes (ISO 9362).

use super::Rules;
use super::clean::{self, Separators, since};
use super::fault::{Fault, Param, Reading, noted};
use super::spec::{Parts, Spec, as_is, identifier};
use crate::code::Code;
use crate::country::Country;

identifier! {
    /// A BIC of 8 or 11 characters whose country exists.
    ///
    /// ```
    /// use offramp_core::identifier::Bic;
    ///
    /// let bic: Bic = "deutdeff".parse()?;
    /// assert_eq!((bic.as_str(), bic.country(), bic.branch()), ("DEUTDEFF", "DE", None));
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    Bic
}

impl Bic {
    /// The four letters of the institution.
    #[must_use]
    pub fn institution(&self) -> &str {
        self.0.get(..4).unwrap_or_default()
    }

    /// The country's two letters.
    #[must_use]
    pub fn country(&self) -> &str {
        self.0.get(4..6).unwrap_or_default()
    }

    /// The two characters of the location.
    #[must_use]
    pub fn location(&self) -> &str {
        self.0.get(6..8).unwrap_or_default()
    }

    /// The three characters of the branch, where there are any; `XXX` is the head office.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        self.0.get(8..).filter(|branch| !branch.is_empty())
    }
}

pub(super) static SPEC: Spec = Spec {
    title: "BIC",
    read,
    format: as_is,
    mask: as_is,
    parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[
        ("institution", "the four letters of the institution"),
        ("country", "the country's two letters"),
        ("location", "the two characters of the location"),
        ("branch", "the three characters of the branch, if there are any"),
    ],
    pattern: "^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$",
    example: "DEUTDEFF",
    digits: None,
    has_checksum: false,
};

const SEPARATORS: Separators = Separators(b"-");

fn read(text: &str, _: Rules, out: &mut String) -> Reading {
    let reading = check(text.as_bytes());
    if reading.is_ok() {
        out.push_str(text);
        return reading;
    }
    let start = out.len();
    clean::capitals(text, SEPARATORS, out)?;
    check(since(out, start))
}

/// Checks letters and digits in capitals.
fn check(text: &[u8]) -> Reading {
    if text.is_empty() {
        return Err(Fault::new(Code::ValueEmpty));
    }
    if text.len() != 8 && text.len() != 11 {
        return Err(length(text));
    }
    let mut index = 0;
    for &byte in text {
        if !(byte.is_ascii_uppercase() || index >= 6 && byte.is_ascii_digit()) {
            return Err(Fault::at(Code::BicStructure, index));
        }
        index = usize::wrapping_add(index, 1);
    }
    let [_, _, _, _, first, second, _, kind, ..] = *text else {
        return Err(length(text));
    };
    if Country::from_bytes([first, second]).is_none() {
        return Err(Fault::with_one(Code::BicCountryUnknown, Param::letters(&[first, second])));
    }
    noted(kind == b'0', Code::BicTest)
}

fn length(text: &[u8]) -> Fault {
    Fault::with_one(Code::BicLength, Param::number(text.len()))
}

fn parts(text: &str, parts: &mut Parts) {
    parts.cut(text, &[("institution", 0, 4), ("country", 4, 6), ("location", 6, 8), ("branch", 8, 11)]);
}
