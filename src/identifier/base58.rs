//! Base58 with the alphabet of Bitcoin, for values of up to 32 bytes.

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

/// Why text is not so many bytes in base58.
pub(super) enum Problem {
    /// At this index.
    Character(usize),
    Size,
}

/// Fills `bytes`, of which there are at most 32, with the number that the text is. The number of ones in front is
/// another matter: [`is_whole`].
pub(super) fn decode(text: &str, bytes: &mut [u8]) -> Result<(), Problem> {
    // limbs of 32 bits, most significant first; five characters (58^5 < 2^30) go in at once
    let mut limbs = [0_u64; 8];
    let surplus = 8_usize.saturating_sub(bytes.len().div_ceil(4));
    let limbs = limbs.get_mut(surplus..).unwrap_or_default();
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
    let mut places = bytes.rchunks_mut(4);
    for limb in limbs.iter().rev() {
        let [.., a, b, c, d] = limb.to_be_bytes();
        let word = [a, b, c, d];
        let Some(place) = places.next() else { break };
        let (over, value) = word.split_at(4_usize.wrapping_sub(place.len()));
        if over.iter().any(|&byte| byte != 0) {
            return Err(Problem::Size);
        }
        place.copy_from_slice(value);
    }
    Ok(())
}

/// Whether a text has as many ones in front as the bytes have zeros, so that it is the one text of so many bytes.
pub(super) fn is_whole(text: &str, bytes: &[u8]) -> bool {
    let ones = text.bytes().take_while(|&byte| byte == b'1').count();
    ones == bytes.iter().take_while(|&&byte| byte == 0).count()
}

/// Whether each character is one of the alphabet.
pub(super) fn is_text(text: &str) -> bool {
    text.bytes().all(|byte| VALUES.get(usize::from(byte)).is_some_and(|&value| value != u8::MAX))
}

/// Whether the last four of the bytes are the checksum of those before.
pub(super) fn has_checksum(bytes: &[u8; 25]) -> bool {
    let (payload, sum) = bytes.split_at(21);
    sum == checksum(payload)
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
            let (mut same, mut longer, mut shorter) = ([0; 25], [0; 32], [0; 24]);
            let text = encode(bytes);
            assert!(decode(&text, &mut same).is_ok() && same == bytes);
            assert!(decode(&text, &mut longer).is_ok() && longer[7..] == bytes);
            assert!(matches!(decode(&text, &mut shorter), Err(Problem::Size)));
            assert!(is_whole(&text, &same) && !is_whole(&text, &longer));
        }
        assert!(matches!(decode("z".repeat(40).as_str(), &mut [0; 25]), Err(Problem::Size)));
        assert!(matches!(decode("0", &mut [0; 25]), Err(Problem::Character(0))));
    }
}
