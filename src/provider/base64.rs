//! Base64 (RFC 4648), in its standard alphabet with padding.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes as text.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let mut word = 0_u32;
        for place in 0..3 {
            word = word << 8 | u32::from(chunk.get(place).copied().unwrap_or_default());
        }
        for (place, shift) in [18_u32, 12, 6, 0].into_iter().enumerate() {
            let index = usize::try_from(word >> shift & 63).unwrap_or_default();
            let letter = if place > chunk.len() { b'=' } else { ALPHABET.get(index).copied().unwrap_or(b'=') };
            out.push(char::from(letter));
        }
    }
    out
}

/// The bytes of a text; nothing where it is not what [`encode`] writes.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let (groups, []) = text.as_bytes().as_chunks::<4>() else {
        return None;
    };
    let mut bytes = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let padding = group.iter().rev().take_while(|byte| **byte == b'=').count();
        let is_last = at.wrapping_add(1) == groups.len();
        if padding > 2 || padding > 0 && !is_last {
            return None;
        }
        let mut word = 0_u32;
        for (place, letter) in group.iter().enumerate() {
            let is_padding = place.wrapping_add(padding) >= 4;
            let index = if is_padding { 0 } else { ALPHABET.iter().position(|known| known == letter)? };
            word = word << 6 | u32::try_from(index).ok()?;
        }
        let [_, bytes_of @ ..] = word.to_be_bytes();
        // bits that belong to no byte are zero: one text for one value
        if bytes_of.iter().rev().take(padding).any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend(bytes_of.iter().take(3_usize.wrapping_sub(padding)));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rfc_4648_section_10() {
        for (plain, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(plain.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(plain.as_bytes()), "{text}");
        }
        for text in ["Zg", "Zg=", "Zh==", "Z===", "Zg==Zg==", "Zm9v\n", "Zm-_", "===="] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
