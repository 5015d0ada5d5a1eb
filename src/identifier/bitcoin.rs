//! Addresses of Bitcoin: base58 with a checksum, and `SegWit` (BIP-173, BIP-350).

use super::Rules;
use super::base58::{self, Problem};
use super::bech32::{self, Variant};
use super::issue::{Issue, Param, ReadResult, noted};
use super::spec::{Parts, Spec, as_is, identifier};
use crate::characters::trim;
use crate::code::Code;
use crate::mask;
use crate::text;

identifier! {
    /// An address of the main network: `1...` (P2PKH), `3...` (P2SH) or `bc1...` (SegWit).
    ///
    /// The electronic form of SegWit addresses is in small letters.
    ///
    /// ```
    /// use offramp_core::identifier::BitcoinAddress;
    ///
    /// let address: BitcoinAddress = "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4".parse()?;
    /// assert_eq!(address.as_str(), "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    BitcoinAddress
}

pub(super) static SPEC: Spec = Spec {
    title: "Bitcoin address",
    read,
    format: as_is,
    mask: |text| mask::ends(text, 6),
    parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[("type", "p2pkh, p2sh, or segwit")],
    pattern: "^([13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{11,71})$",
    example: "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    digits: None,
    has_checksum: true,
};

const P2PKH: u8 = 0;
const P2SH: u8 = 5;

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let text = trim(text);
    if text.is_empty() {
        return Err(Issue::new(Code::ValueEmpty));
    }
    if is_segwit(text) {
        return segwit(text, out);
    }
    let mut bytes = [0; 25];
    match base58::decode(text, &mut bytes) {
        Err(Problem::Character(index)) => return Err(Issue::at(Code::CharacterNotAllowed, index)),
        Ok(()) if base58::is_whole(text, &bytes) => {}
        _ => return Err(Issue::length(Code::LengthWrong, 34, text.len())),
    }
    let [P2PKH | P2SH, hash @ .., _, _, _, _] = &bytes else {
        return Err(other_type());
    };
    if !base58::has_checksum(&bytes) {
        return Err(Issue::new(Code::AddressChecksum));
    }
    if hash.iter().all(|&byte| byte == 0) {
        return Err(Issue::new(Code::AddressIsZero));
    }
    out.push_str(text);
    Ok(())
}

/// Whether it begins like a `SegWit` address, of the main network or another.
pub(super) fn is_segwit(text: &str) -> bool {
    matches!(text.as_bytes(), [b'b' | b'B', b'c' | b'C', b'1', ..] | [b't' | b'T', b'b' | b'B', b'1', ..])
}

#[cold]
fn other_type() -> Issue {
    Issue::with_one(Code::AddressType, Param::letters(b"BTC"))
}

/// Version and program of BIP-141 behind the prefix `bc`.
fn segwit(text: &str, out: &mut String) -> ReadResult {
    let start = out.len();
    for byte in text.bytes() {
        out.push(char::from(byte.to_ascii_lowercase()));
    }
    let lower = out.get(start..).unwrap_or_default();
    let has_capitals = lower != text;
    if let Some(index) = text.bytes().position(|byte| has_capitals && byte.is_ascii_lowercase()) {
        return Err(Issue::at(Code::CharacterNotAllowed, index));
    }
    let behind = text::split(lower, b'1').map_or("", |(_, behind)| behind);
    if let Some(at) = behind.bytes().position(|byte| bech32::value(byte).is_none()) {
        let index = text.len().wrapping_sub(behind.len()).wrapping_add(at);
        return Err(Issue::at(Code::CharacterNotAllowed, index));
    }
    let Some((prefix, data, variant)) = bech32::split(lower) else {
        return Err(Issue::new(Code::AddressChecksum));
    };
    let Some((version, program)) = data.as_bytes().split_first() else {
        return Err(other_type());
    };
    let version = bech32::value(*version).unwrap_or(u8::MAX);
    // of five bits a character, less than five are left over, and they are zero
    let bits = program.len().wrapping_mul(5);
    let (length, surplus) = (bits / 8, bits % 8);
    let last = program.last().and_then(|&byte| bech32::value(byte)).unwrap_or_default();
    let is_padded =
        surplus < 5 && u32::from(last) & 1_u32.wrapping_shl(u32::try_from(surplus).unwrap_or(0)).wrapping_sub(1) == 0;
    let has_length = match version {
        0 => matches!(length, 20 | 32),
        _ => (2..=40).contains(&length),
    };
    if prefix != "bc" || version > 16 || !is_padded || !has_length {
        return Err(other_type());
    }
    if (version == 0) != (variant == Variant::Bech32) {
        return Err(Issue::new(Code::AddressChecksum));
    }
    noted(version > 1 || version == 1 && length != 32, Code::BitcoinVersionUnused)
}

fn parts(text: &str, parts: &mut Parts) {
    let kind = match text.as_bytes() {
        [b'1', ..] => "p2pkh",
        [b'3', ..] => "p2sh",
        _ => "segwit",
    };
    parts.add("type", Some(kind));
}
