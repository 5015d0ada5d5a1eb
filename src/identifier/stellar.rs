//! Addresses of Stellar: base32 with a checksum (SEP-23).

use super::Rules;
use super::issue::{Issue, Param, ReadResult, noted};
use super::spec::{Parts, Spec, as_is, identifier};
use crate::characters::trim;
use crate::code::Code;
use crate::mask;
use crate::text;

identifier! {
    /// An account (`G...`), an account with a memo inside (`M...`) or a contract (`C...`), which is noted, whose checksum
    /// is right.
    ///
    /// ```
    /// use offramp_core::identifier::StellarAddress;
    ///
    /// let address: StellarAddress = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ".parse()?;
    /// assert!(!address.is_muxed());
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    StellarAddress
}

impl StellarAddress {
    /// Whether a memo is inside (`M...`).
    #[must_use]
    pub fn is_muxed(&self) -> bool {
        self.0.starts_with('M')
    }
}

pub(super) static SPEC: Spec = Spec {
    title: "Stellar address",
    read,
    format: as_is,
    mask: |text| mask::ends(text, 6),
    parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[
        ("type", "account, muxed for an account with a memo inside, or contract"),
        ("memo", "the memo inside, if any"),
    ],
    pattern: "^([GC][A-Z2-7]{55}|M[A-Z2-7]{68})$",
    example: "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ",
    digits: None,
    has_checksum: true,
};

/// Version bytes of SEP-23.
const ACCOUNT: u8 = 6 << 3;
const MUXED: u8 = 12 << 3;
const CONTRACT: u8 = 2 << 3;
const SEED: u8 = 18 << 3;

/// The longest payload: version, account, memo, checksum.
const MAX: usize = 43;

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let text = trim(text);
    if text.is_empty() {
        return Err(Issue::new(Code::ValueEmpty));
    }
    let mut bytes = [0; MAX];
    let payload = decode(text, &mut bytes)?;
    match payload {
        [ACCOUNT | CONTRACT, key @ ..] if key.len() == 32 => {}
        [MUXED, key @ ..] if key.len() == 40 => {}
        [SEED, ..] => return Err(Issue::new(Code::LooksLikeSecretKey)),
        _ => return Err(Issue::with_one(Code::AddressType, Param::letters(b"XLM"))),
    }
    out.push_str(text);
    noted(payload.first() == Some(&CONTRACT), Code::StellarContract)
}

/// Version and key, if the checksum is right.
fn decode<'a>(text: &str, bytes: &'a mut [u8; MAX]) -> Result<&'a [u8], Issue> {
    let (mut bits, mut held, mut length) = (0_u32, 0_u32, 0_usize);
    for (index, byte) in text.bytes().enumerate() {
        let value = match byte {
            b'A'..=b'Z' => byte.wrapping_sub(b'A'),
            b'2'..=b'7' => byte.wrapping_sub(b'2').wrapping_add(26),
            _ => return Err(Issue::at(Code::CharacterNotAllowed, index)),
        };
        bits = bits << 5 | u32::from(value);
        held = held.wrapping_add(5);
        if held >= 8 {
            held = held.wrapping_sub(8);
            let Some(place) = bytes.get_mut(length) else {
                return Err(Issue::length(Code::TooLong, 69, text.len()));
            };
            let [.., low] = (bits >> held).to_be_bytes();
            *place = low;
            length = length.wrapping_add(1);
        }
    }
    // the text must be the only one that encodes these bytes
    let surplus = bits & 1_u32.wrapping_shl(held).wrapping_sub(1);
    if !matches!(text.len(), 56 | 69) || surplus != 0 {
        return Err(Issue::length(Code::LengthWrong, 56, text.len()));
    }
    let bytes = bytes.get(..length).unwrap_or_default();
    match bytes.split_last_chunk() {
        Some((payload, checksum)) if crc16(payload).to_le_bytes() == *checksum => Ok(payload),
        _ => Err(Issue::new(Code::AddressChecksum)),
    }
}

/// CRC-16/XMODEM: by what a byte changes the sum, written out for its polynomial x^12 + x^5 + 1.
fn crc16(bytes: &[u8]) -> u16 {
    let mut crc = 0_u16;
    for &byte in bytes {
        let high = crc >> 8 ^ u16::from(byte);
        let change = high ^ high >> 4;
        crc = crc << 8 ^ change << 12 ^ change << 5 ^ change;
    }
    crc
}

fn parts(text: &str, parts: &mut Parts) {
    let mut bytes = [0; MAX];
    match decode(text, &mut bytes) {
        Ok([MUXED, rest @ ..]) => {
            parts.add("type", Some("muxed"));
            let mut memo = String::new();
            text::push_number(&mut memo, u64::from_be_bytes(rest.last_chunk().copied().unwrap_or_default()));
            parts.add("memo", Some(&memo));
        }
        Ok([CONTRACT, ..]) => parts.add("type", Some("contract")),
        _ => parts.add("type", Some("account")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crc16_of_the_check_string() {
        assert_eq!(crc16(b"123456789"), 0x31c3);
    }

    #[test]
    fn muxed_address_of_sep_23() {
        let text = "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK";
        assert!(read(text, Rules::default(), &mut String::new()).is_ok());
        let mut found = Parts::default();
        parts(text, &mut found);
        assert_eq!(found.0, [("type", "muxed".to_owned()), ("memo", "9223372036854775808".to_owned())]);
    }
}
