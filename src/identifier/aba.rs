//! American routing numbers (ABA, Accredited Standards Committee X9.100).

use super::Rules;
use super::clean::{self, Separators, since};
use super::issue::{Issue, Param, ReadResult};
use super::spec::{Spec, as_is, identifier, no_parts};
use crate::code::Code;

identifier! {
    /// A nine-digit routing number whose checksum is right and whose first two digits are assigned.
    ///
    /// ```
    /// use offramp_core::identifier::Aba;
    ///
    /// assert_eq!("0210-0002-1".parse::<Aba>()?.as_str(), "021000021");
    /// assert!("021000022".parse::<Aba>().is_err());
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    Aba
}

pub(super) static SPEC: Spec = Spec {
    title: "ABA routing number",
    read,
    format: as_is,
    mask: as_is,
    parts: no_parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[],
    pattern: "^(0[0-9]|1[0-2]|2[1-9]|3[0-2]|6[1-9]|7[0-2]|80)[0-9]{7}$",
    example: "021000021",
    digits: Some(9),
    has_checksum: true,
};

const SEPARATORS: Separators = Separators(b"-");

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let start = out.len();
    clean::fixed_digits(text, SEPARATORS, 9, out)?;
    let digits = since(out, start);
    // 3(d1+d4+d7) + 7(d2+d5+d8) + (d3+d6+d9) is a multiple of ten
    let (mut sum, mut weight) = (0_u32, 3_u32);
    for digit in digits {
        sum = sum.wrapping_add(u32::from(digit.wrapping_sub(b'0')).wrapping_mul(weight));
        weight = match weight {
            3 => 7,
            7 => 1,
            _ => 3,
        };
    }
    if sum == 0 {
        return Err(Issue::new(Code::AllZeros));
    }
    if !sum.is_multiple_of(10) {
        return Err(Issue::new(Code::AbaChecksum));
    }
    // Federal Reserve districts 01-12, their thrifts 21-32 and electronic 61-72, government 00, traveller's cheques 80
    match *digits {
        [b'0', _, ..] | [b'1' | b'3' | b'7', b'0'..=b'2', ..] | [b'2' | b'6', b'1'..=b'9', ..] | [b'8', b'0', ..] => {
            Ok(())
        }
        [first, second, ..] => Err(Issue::with_one(Code::AbaPrefixUnassigned, Param::letters(&[first, second]))),
        _ => Err(Issue::new(Code::ValueEmpty)),
    }
}
