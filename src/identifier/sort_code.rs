//! Sort codes of the United Kingdom.

use super::Rules;
use super::clean::{self, Separators, since};
use super::issue::{Issue, ReadResult};
use super::resemblance::looks_like_bsb;
use super::spec::{Spec, as_is, grouped, identifier, no_parts};
use crate::code::Code;

identifier! {
    /// A six-digit sort code. Whether a bank has it is not checked.
    ///
    /// ```
    /// use offramp_core::identifier::SortCode;
    ///
    /// assert_eq!("60-16-13".parse::<SortCode>()?.as_str(), "601613");
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    SortCode
}

pub(super) static SPEC: Spec = Spec {
    title: "sort code",
    read,
    format: |text| grouped(text, &[2, 2, 2], '-'),
    mask: as_is,
    parts: no_parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[],
    pattern: "^[0-9]{6}$",
    example: "601613",
    digits: Some(6),
    has_checksum: false,
};

const SEPARATORS: Separators = Separators(b"-");

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    if looks_like_bsb(text) {
        return Err(Issue::new(Code::LooksLikeBsb));
    }
    let start = out.len();
    clean::fixed_digits(text, SEPARATORS, 6, out)?;
    if let Some(index) = clean::misplaced_hyphen(text) {
        return Err(Issue::at(Code::CharacterNotAllowed, index));
    }
    if since(out, start) == b"000000" { Err(Issue::new(Code::AllZeros)) } else { Ok(()) }
}
