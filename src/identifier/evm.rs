//! Addresses of Ethereum and other EVM networks (EIP-55).

use sha3::{Digest, Keccak256};

use super::Rules;
use super::issue::{Issue, ReadResult, noted};
use super::spec::{Spec, as_is, identifier, no_parts};
use crate::characters::trim;
use crate::code::Code;
use crate::mask;
use crate::text;

identifier! {
    /// `0x` and forty hexadecimal digits whose capitals, if there are any, are those of EIP-55.
    ///
    /// The electronic form always carries the capitals.
    ///
    /// ```
    /// use offramp_core::identifier::EvmAddress;
    ///
    /// let address: EvmAddress = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed".parse()?;
    /// assert_eq!(address.as_str(), "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    EvmAddress
}

pub(super) static SPEC: Spec = Spec {
    title: "EVM address",
    read,
    format: as_is,
    mask: |text| mask::ends(text, 6),
    parts: no_parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[],
    pattern: "^0x[0-9a-fA-F]{40}$",
    example: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    digits: None,
    has_checksum: true,
};

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let text = trim(text);
    let digits = hexadecimal(text, 40)?;
    let mut lower = [0_u8; 40];
    let (mut capitals, mut smalls, mut any) = (false, false, 0);
    for (place, byte) in lower.iter_mut().zip(digits.bytes()) {
        capitals |= byte.is_ascii_uppercase();
        smalls |= byte.is_ascii_lowercase();
        any |= byte ^ b'0';
        *place = byte.to_ascii_lowercase();
    }
    if any == 0 {
        return Err(Issue::new(Code::AddressIsZero));
    }
    let hash = Keccak256::digest(lower);
    out.push_str("0x");
    let (mut matches, mut index) = (true, 0_usize);
    for (&small, given) in lower.iter().zip(digits.bytes()) {
        let byte = hash.get(index / 2).copied().unwrap_or_default();
        let nibble = if index.is_multiple_of(2) { byte >> 4 } else { byte & 0xf };
        let right = if nibble >= 8 { small.to_ascii_uppercase() } else { small };
        matches &= right == given;
        out.push(char::from(right));
        index = index.wrapping_add(1);
    }
    if !matches && capitals && smalls {
        return Err(Issue::new(Code::EvmChecksum));
    }
    noted(!matches, Code::EvmNoChecksum)
}

/// The digits of `0x` and so many hexadecimal digits.
pub(super) fn hexadecimal(text: &str, length: usize) -> Result<&str, Issue> {
    if text.is_empty() {
        return Err(Issue::new(Code::ValueEmpty));
    }
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return bare_hexadecimal(digits, length, 2).map(|()| digits);
    }
    // the zero may be lost
    let bare = text::without_front(text, "xX");
    let bare = if bare.len() == length { bare } else { text };
    Err(bare_hexadecimal(bare, length, 0).err().unwrap_or(Issue::new(Code::HexPrefixMissing)))
}

/// Checks that there are so many hexadecimal digits; `offset` characters stand in front of them.
pub(super) fn bare_hexadecimal(digits: &str, length: usize, offset: usize) -> Result<(), Issue> {
    if let Some(index) = digits.bytes().position(|byte| !byte.is_ascii_hexdigit()) {
        return Err(Issue::at(Code::CharacterNotAllowed, index.wrapping_add(offset)));
    }
    if digits.len() != length {
        return Err(Issue::length(Code::LengthWrong, length.wrapping_add(offset), digits.len().wrapping_add(offset)));
    }
    Ok(())
}
