//! Addresses of TRON: base58 with a checksum.

use super::Rules;
use super::base58::{self, Problem};
use super::issue::{Issue, Param, ReadResult};
use super::spec::{Spec, as_is, identifier, no_parts};
use crate::characters::trim;
use crate::code::Code;
use crate::mask;

identifier! {
    /// An address that begins with T and whose checksum is right.
    ///
    /// ```
    /// use offramp_core::identifier::TronAddress;
    ///
    /// let address: TronAddress = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8".parse()?;
    /// assert_eq!(address.masked(), "TJRabP****RTv8");
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    TronAddress
}

pub(super) static SPEC: Spec = Spec {
    title: "TRON address",
    read,
    format: as_is,
    mask: |text| mask::ends(text, 6),
    parts: no_parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[],
    pattern: "^T[1-9A-HJ-NP-Za-km-z]{33}$",
    example: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8",
    digits: None,
    has_checksum: true,
};

/// The first byte of every address of the main network.
const VERSION: u8 = 0x41;

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let text = trim(text);
    if text.is_empty() {
        return Err(Issue::new(Code::ValueEmpty));
    }
    if hexadecimal_form(text).is_some() {
        return Err(Issue::new(Code::TronHexForm));
    }
    let mut bytes = [0; 25];
    match base58::decode(text, &mut bytes) {
        Ok(()) => {}
        Err(Problem::Character(index)) => return Err(Issue::at(Code::CharacterNotAllowed, index)),
        Err(Problem::Size) => return Err(Issue::length(Code::LengthWrong, 34, text.len())),
    }
    if text.len() != 34 {
        return Err(Issue::length(Code::LengthWrong, 34, text.len()));
    }
    if !base58::has_checksum(&bytes) {
        return Err(Issue::new(Code::AddressChecksum));
    }
    match &bytes {
        [VERSION, account @ .., _, _, _, _] if account.iter().all(|&byte| byte == 0) => {
            Err(Issue::new(Code::AddressIsZero))
        }
        [VERSION, ..] => {
            out.push_str(text);
            Ok(())
        }
        _ => Err(Issue::with_one(Code::AddressType, Param::letters(b"TRX"))),
    }
}

/// The base58 form of an address in the hexadecimal form that nodes use: `41` and forty digits.
pub(super) fn hexadecimal_form(text: &str) -> Option<String> {
    let text = text.strip_prefix("0x").unwrap_or(text);
    if text.len() != 42 || !text.starts_with("41") || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; 25];
    for (place, at) in bytes.iter_mut().take(21).zip((0_usize..42).step_by(2)) {
        *place = u8::from_str_radix(text.get(at..at.wrapping_add(2))?, 16).ok()?;
    }
    let (payload, checksum) = bytes.split_at_mut(21);
    checksum.copy_from_slice(&base58::checksum(payload));
    Some(base58::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_form_is_converted() {
        // the contract of USDT on TRON in both forms
        assert_eq!(
            hexadecimal_form("41a614f803b6fd780986a42c78ec9c7f77e6ded13c").as_deref(),
            Some("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")
        );
    }
}
