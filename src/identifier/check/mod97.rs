//! Remainders modulo 97: ISO 7064 MOD 97-10, the French RIB key and the Belgian check digits.

/// What a digit or capital letter counts in ISO 7064 (A is 10, Z is 35), and by how much it moves the characters
/// before it. Anything else counts nothing.
pub(crate) fn digit(byte: u8) -> (u64, u64) {
    match byte {
        b'0'..=b'9' => (u64::from(byte.wrapping_sub(b'0')), 10),
        b'A'..=b'Z' => (u64::from(byte.wrapping_sub(b'A').wrapping_add(10)), 100),
        _ => (0, 1),
    }
}

/// The remainder of a number with these characters behind it; at most eight fit behind a remainder.
#[cfg_attr(page, optimize(speed))]
pub(crate) fn append(remainder: u64, bytes: &[u8]) -> u64 {
    let mut number = remainder;
    for &byte in bytes {
        let (value, scale) = digit(byte);
        number = number.wrapping_mul(scale).wrapping_add(value);
    }
    number % 97
}

/// The remainder of any number of characters.
#[cfg_attr(page, optimize(speed))]
pub(crate) fn remainder(bytes: &[u8]) -> u64 {
    // eight characters of at most two digits fit behind a remainder of two
    bytes.chunks(8).fold(0, append)
}

/// Whether the last two digits are those of ISO 7064 MOD 97-10, given the remainder of all characters. The standard
/// gives 02 to 98: 00, 01 and 99 leave the same remainder as 97, 98 and 02, and are none.
pub(crate) fn is_iso_7064(remainder: u64, bytes: &[u8]) -> bool {
    remainder == 1 && !matches!(bytes, [.., b'0', b'0' | b'1'] | [.., b'9', b'9'])
}

/// Whether the last two digits are the key of a French `relevé d'identité bancaire`, as West and Central Africa and
/// the Maghreb have it too: what fills the number up to a multiple of 97, 01 to 97. Letters count A to I as 1 to 9,
/// J to R the same, S to Z as 2 to 9.
pub(crate) fn is_rib(bytes: &[u8]) -> bool {
    let mut remainder = 0;
    for chunk in bytes.chunks(16) {
        for &byte in chunk {
            remainder = u64::wrapping_add(u64::wrapping_mul(remainder, 10), rib_digit(byte));
        }
        remainder %= 97;
    }
    // 00, 98 and 99 leave the same remainder as 97, 01 and 02
    remainder == 0 && !matches!(bytes, [.., b'0', b'0'] | [.., b'9', b'8' | b'9'])
}

fn rib_digit(byte: u8) -> u64 {
    match byte {
        b'A'..=b'R' => u64::from(byte.wrapping_sub(b'A') % 9).wrapping_add(1),
        b'S'..=b'Z' => u64::from(byte.wrapping_sub(b'S')).wrapping_add(2),
        _ => u64::from(byte.wrapping_sub(b'0')),
    }
}

/// Whether the last two digits are the remainder of those in front, 97 for none, as in Belgium.
pub(crate) fn is_belgian(digits: &[u8]) -> bool {
    let Some((front, key)) = digits.split_last_chunk::<2>() else {
        return false;
    };
    let number =
        front.iter().fold(0_u64, |number, digit| number.wrapping_mul(10).wrapping_add(u64::from(digit & 0x0f)));
    let wanted = match number % 97 {
        0 => 97,
        other => other,
    };
    let [tens, ones] = key.map(|byte| u64::from(byte.wrapping_sub(b'0')));
    tens.wrapping_mul(10).wrapping_add(ones) == wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_one_form() {
        // the key of zeros is 97; 00 leaves the same remainder
        assert!(is_rib(b"00000000000000000000097") && !is_rib(b"00000000000000000000000"));
        assert!(is_belgian(b"000000000097") && !is_belgian(b"000000000000"));
        for key in ["98", "99"] {
            assert!((0..97).all(|account| !is_rib(format!("{account:021}{key}").as_bytes())), "{key}");
            assert!((0..97).all(|account| !is_belgian(format!("{account:010}{key}").as_bytes())), "{key}");
        }
        for key in ["00", "01", "99"] {
            assert!((0..97).all(|account| {
                let text = format!("{account:019}{key}");
                !is_iso_7064(remainder(text.as_bytes()), text.as_bytes())
            }));
        }
    }

    #[test]
    fn letters_of_a_rib_count_one_to_nine() {
        let digits: Vec<u64> = (b'A'..=b'Z').map(rib_digit).collect();
        assert_eq!(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert!(is_rib(b"20041010050500013M02606"));
    }
}
