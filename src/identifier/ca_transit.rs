//! Canadian institution and transit numbers (Payments Canada, Standard 006).

use super::Rules;
use super::clean::{self, Separators, since};
use super::issue::{Issue, ReadResult};
use super::spec::{Parts, Spec, as_is, identifier};
use crate::code::Code;
use crate::text::{self, is_digits};

identifier! {
    /// Institution and transit number together: `0`, three digits of institution, five of transit.
    ///
    /// The form on cheques, `TTTTT-III`, is read as well.
    ///
    /// ```
    /// use offramp_core::identifier::CaTransit;
    ///
    /// let transit: CaTransit = "00012-003".parse()?;
    /// assert_eq!(transit.as_str(), "000300012");
    /// assert_eq!((transit.institution(), transit.transit()), ("003", "00012"));
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    CaTransit
}

impl CaTransit {
    /// The three digits of the institution.
    #[must_use]
    pub fn institution(&self) -> &str {
        self.0.get(1..4).unwrap_or_default()
    }

    /// The five digits of the branch.
    #[must_use]
    pub fn transit(&self) -> &str {
        self.0.get(4..).unwrap_or_default()
    }
}

pub(super) static SPEC: Spec = Spec {
    title: "Canadian transit number",
    read,
    format: |text| {
        let transit = CaTransit(text.into());
        text::join(&[transit.transit(), "-", transit.institution()], "")
    },
    mask: as_is,
    parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[("institution", "the three digits of the institution"), ("transit", "the five digits of the branch")],
    pattern: "^0[0-9]{8}$",
    example: "000300012",
    digits: Some(9),
    has_checksum: false,
};

const SEPARATORS: Separators = Separators(b"-");

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let start = out.len();
    if let Some((transit, institution)) = cheque_form(text) {
        out.push('0');
        out.push_str(institution);
        out.push_str(transit);
    } else {
        clean::fixed_digits(text, SEPARATORS, 9, out)?;
        if let Some(place) = branch_in_front(text) {
            return Err(Issue::at(Code::CharacterNotAllowed, place));
        }
    }
    match *since(out, start) {
        [b'0', b'0', b'0', b'0', ..] | [_, _, _, _, b'0', b'0', b'0', b'0', b'0'] => Err(Issue::new(Code::AllZeros)),
        [b'0', ..] => Ok(()),
        _ => Err(Issue::new(Code::CaTransitLeadingZero)),
    }
}

/// `TTTTT-III`.
fn cheque_form(text: &str) -> Option<(&str, &str)> {
    let (transit, institution) = text::split(text::trim(text), b'-')?;
    let fits = transit.len() == 5 && institution.len() == 3 && is_digits(transit) && is_digits(institution);
    fits.then_some((transit, institution))
}

/// Where the branch ends that stands in front of its institution, with a digit too many in one of them: `012345-004`,
/// `00012-0003`. As one number it would be of another bank.
fn branch_in_front(text: &str) -> Option<usize> {
    let place = text::trim(text).bytes().position(|byte| !byte.is_ascii_digit())?;
    matches!(place, 5 | 6).then_some(place)
}

fn parts(text: &str, parts: &mut Parts) {
    parts.cut(text, &[("institution", 1, 4), ("transit", 4, 9)]);
}
