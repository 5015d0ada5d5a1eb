//! Base58 with the alphabet of Bitcoin, for values of 25 bytes: version, 20 bytes, checksum.

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// The value of each byte in the alphabet, or 255.
static VALUES: [u8; 256] = values();

#[expect(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    reason = "runs while compiling, where a mistake is a compile error"
)]
const fn values() -> [u8; 256] {
    let mut values = [u8::MAX; 256];
    let mut value = 0;
    while value < ALPHABET.len() {
        values[ALPHABET[value] as usize] = value as u8;
        value += 1;
    }
    values
}

/// Why text is not 25 bytes in base58.
pub(super) enum Problem {
    /// At this index.
    Character(usize),
    Size,
}

/// The 25 bytes.
pub(super) fn decode(text: &str) -> Result<[u8; 25], Problem> {
    // seven limbs of 32 bits, most significant first; five characters (58^5 < 2^30) go in at once
    let mut limbs = [0_u64; 7];
    let mut index = 0_usize;
    for group in text.as_bytes().chunks(5) {
        let (mut scale, mut carry) = (1_u64, 0_u64);
        for &byte in group {
            let value = VALUES.get(usize::from(byte)).copied().unwrap_or(u8::MAX);
            if value == u8::MAX {
                return Err(Problem::Character(index));
            }
            index = index.wrapping_add(1);
            scale = scale.wrapping_mul(58);
            carry = carry.wrapping_mul(58).wrapping_add(u64::from(value));
        }
        for limb in limbs.iter_mut().rev() {
            let product = limb.wrapping_mul(scale).wrapping_add(carry);
            *limb = product & 0xffff_ffff;
            carry = product >> 32;
        }
        if carry != 0 {
            return Err(Problem::Size);
        }
    }
    let mut bytes = [0_u8; 28];
    for (place, limb) in bytes.chunks_exact_mut(4).zip(limbs) {
        let [.., a, b, c, d] = limb.to_be_bytes();
        place.copy_from_slice(&[a, b, c, d]);
    }
    match bytes {
        [0, 0, 0, rest @ ..] => Ok(rest),
        _ => Err(Problem::Size),
    }
}

/// The checksum of version and payload: the first four bytes of the double SHA-256.
pub(super) fn checksum(payload: &[u8]) -> [u8; 4] {
    let [a, b, c, d, ..]: [u8; 32] = Sha256::digest(Sha256::digest(payload)).into();
    [a, b, c, d]
}

/// The text of 25 bytes whose first is not zero.
pub(super) fn encode(bytes: [u8; 25]) -> String {
    let mut digits: Vec<u8> = Vec::with_capacity(35);
    for byte in bytes {
        let mut carry = u32::from(byte);
        for digit in &mut digits {
            carry = carry.wrapping_add(u32::from(*digit).wrapping_mul(256));
            *digit = u8::try_from(carry % 58).unwrap_or_default();
            carry /= 58;
        }
        while carry > 0 {
            digits.push(u8::try_from(carry % 58).unwrap_or_default());
            carry /= 58;
        }
    }
    digits.iter().rev().filter_map(|&digit| ALPHABET.get(usize::from(digit))).map(|&byte| char::from(byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_was_encoded() {
        let mut bytes = [0_u8; 25];
        for round in 0..1000_u32 {
            for (place, byte) in bytes.iter_mut().enumerate() {
                *byte = byte.wrapping_mul(31).wrapping_add(round.to_le_bytes()[place % 4]).wrapping_add(place as u8);
            }
            bytes[0] |= 1;
            assert!(decode(&encode(bytes)).is_ok_and(|decoded| decoded == bytes));
        }
        assert!(matches!(decode("z".repeat(40).as_str()), Err(Problem::Size)));
    }
}
