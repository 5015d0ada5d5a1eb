//! The Italian check letter (carattere di controllo), of bank accounts (CIN) and tax codes alike.

/// What the characters at the first, third, fifth place count, by digit or by letter.
const ODD: [u8; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/// The letter that belongs to these digits and capital letters.
pub(crate) fn letter(bytes: &[u8]) -> u8 {
    let mut sum = 0_u32;
    for (place, byte) in bytes.iter().enumerate() {
        let index = if byte.is_ascii_digit() { byte.wrapping_sub(b'0') } else { byte.wrapping_sub(b'A') };
        let odd = ODD.get(usize::from(index)).copied().unwrap_or_default();
        sum = sum.wrapping_add(u32::from(if place & 1 == 0 { odd } else { index }));
    }
    b'A'.wrapping_add(u8::try_from(sum % 26).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registrys_examples() {
        assert_eq!(letter(b"0542811101000000123456"), b'X');
        assert_eq!(letter(b"0322509800000000270100"), b'U');
    }
}
