//! Bank-state-branch numbers of Australia (AusPayNet).

use super::Rules;
use super::clean::{self, Separators, since};
use super::issue::{Issue, Param, ReadResult};
use super::resemblance::looks_like_sort_code;
use super::spec::{Spec, as_is, grouped, identifier, no_parts};
use crate::code::Code;
use crate::tables;

identifier! {
    /// A six-digit BSB. Whether a branch has it is not checked; two digits in front that no bank has are noted.
    ///
    /// ```
    /// use offramp_core::identifier::Bsb;
    ///
    /// let bsb: Bsb = "062000".parse()?;
    /// assert_eq!(bsb.to_string(), "062-000");
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    Bsb
}

pub(super) static SPEC: Spec = Spec {
    title: "BSB",
    read,
    format: |text| grouped(text, &[3, 3], '-'),
    mask: as_is,
    parts: no_parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[],
    pattern: "^[0-9]{6}$",
    example: "062000",
    digits: Some(6),
    has_checksum: false,
};

const SEPARATORS: Separators = Separators(b"-");

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    if looks_like_sort_code(text) {
        return Err(Issue::new(Code::LooksLikeSortCode));
    }
    let start = out.len();
    clean::fixed_digits(text, SEPARATORS, 6, out)?;
    if let Some(index) = clean::misplaced_hyphen(text) {
        return Err(Issue::at(Code::CharacterNotAllowed, index));
    }
    match since(out, start) {
        b"000000" => Err(Issue::new(Code::AllZeros)),
        [tens, units, ..] => {
            let place =
                u32::from(tens.wrapping_sub(b'0')).wrapping_mul(10).wrapping_add(u32::from(units.wrapping_sub(b'0')));
            let is_assigned = tables::BSB_PREFIXES.wrapping_shr(place) & 1 == 1;
            if is_assigned {
                Ok(())
            } else {
                Err(Issue::with_one(Code::BsbBankUnknown, Param::letters(&[*tens, *units])))
            }
        }
        _ => Ok(()),
    }
}
