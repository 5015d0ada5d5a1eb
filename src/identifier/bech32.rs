//! Bech32 and Bech32m (BIP-173, BIP-350): the checksum, and the addresses of `SegWit`.

const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

/// Which of the two checksums matches.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Variant {
    Bech32,
    Bech32m,
}

/// The part in front of the last `1`, the part behind it without the checksum, and which checksum matches. The text is
/// in small letters.
pub(super) fn split(text: &str) -> Option<(&str, &str, Variant)> {
    let (prefix, data) = crate::text::split_last(text, b'1')?;
    let (payload, _) = data.split_at_checked(data.len().checked_sub(6)?)?;
    if prefix.is_empty() {
        return None;
    }
    let mut state = 1;
    for byte in prefix.bytes() {
        state = step(state, u32::from(byte >> 5));
    }
    state = step(state, 0);
    for byte in prefix.bytes() {
        state = step(state, u32::from(byte & 31));
    }
    for byte in data.bytes() {
        state = step(state, u32::from(value(byte)?));
    }
    match state {
        1 => Some((prefix, payload, Variant::Bech32)),
        0x2bc8_30a3 => Some((prefix, payload, Variant::Bech32m)),
        _ => None,
    }
}

/// Whether a text in small letters has one of the checksums, and enough behind it to be an address.
pub(super) fn has_checksum(text: &str) -> bool {
    split(text).is_some_and(|(_, data, _)| data.len() >= 8)
}

/// The five bits of a character.
pub(super) fn value(byte: u8) -> Option<u8> {
    ALPHABET.iter().position(|&letter| letter == byte).and_then(|value| u8::try_from(value).ok())
}

/// One step of the checksum.
fn step(state: u32, value: u32) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let top = state >> 25;
    let mut next = (state & 0x01ff_ffff) << 5 ^ value;
    let mut bit = 1;
    for word in GENERATOR {
        if top & bit != 0 {
            next ^= word;
        }
        bit <<= 1;
    }
    next
}
