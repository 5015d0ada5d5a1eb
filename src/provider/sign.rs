//! Signatures, one function a step.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::text;

/// The SHA-256 of some bytes in lower-case hexadecimal.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The SHA-256 of some bytes.
#[cfg(feature = "sandbox")]
pub(super) fn sha256(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

/// The HMAC-SHA256 (RFC 2104) of a message in lower-case hexadecimal.
pub(super) fn hmac_sha256_hex(key: &[u8], message: &[u8]) -> String {
    hex(&mac(key, message).finalize().into_bytes())
}

/// The HMAC-SHA256 of a message.
pub(super) fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    mac(key, message).finalize().into_bytes().to_vec()
}

/// Whether `signature` is the HMAC-SHA256 of the message, compared in constant time.
pub(super) fn is_hmac_sha256(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    mac(key, message).verify_slice(signature).is_ok()
}

/// Whether `signature` is the HMAC-SHA256 of the message in hexadecimal.
///
/// Compared through the MAC itself, in constant time: `==` on the text would tell an attacker, by the
/// time it takes, how many characters are right.
pub(super) fn is_hmac_sha256_hex(key: &[u8], message: &[u8], signature: &str) -> bool {
    let mut bytes = [0; 32];
    text::unhex(signature, &mut bytes).is_some() && is_hmac_sha256(key, message, &bytes)
}

fn mac(key: &[u8], message: &[u8]) -> Hmac<Sha256> {
    // a key of any length is valid for HMAC, so the fallback never takes place
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key)
        .unwrap_or_else(|_| Hmac::new(&hmac::digest::Key::<Hmac<Sha256>>::default()));
    mac.update(message);
    mac
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| if nibble < 10 { b'0' | nibble } else { b'a'.wrapping_add(nibble).wrapping_sub(10) };
    let mut digits = vec![0; bytes.len().saturating_mul(2)];
    for (pair, byte) in digits.as_chunks_mut().0.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 0xf)];
    }
    // ASCII is UTF-8
    String::from_utf8(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_4231_case_2() {
        let signature = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let (key, message) = (b"Jefe", b"what do ya want for nothing?");
        assert_eq!(hmac_sha256_hex(key, message), signature);
        assert!(is_hmac_sha256_hex(key, message, signature));
        assert!(is_hmac_sha256_hex(key, message, &signature.to_uppercase()));
        for bad in ["", "5b", &signature[..62], &format!("{signature}00"), &signature.replace('5', "6"), "é"] {
            assert!(!is_hmac_sha256_hex(key, message, bad), "{bad}");
        }
    }
}
