//! The Italian check letter (carattere di controllo), of bank accounts (CIN) and tax codes alike.

/// What the characters at the first, third, fifth place count, by digit or by letter.
const ODD: [u8; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/// The letter that belongs to these digits and capital letters.
pub(crate) fn letter(bytes: &[u8]) -> u8 {
    let mut sum = 0_u32;
    let value = |byte: u8| if byte < b'A' { byte.wrapping_sub(b'0') } else { byte.wrapping_sub(b'A') };
    for pair in bytes.chunks(2) {
        if let Some(&first) = pair.first() {
            sum = sum.wrapping_add(u32::from(ODD.get(usize::from(value(first))).copied().unwrap_or_default()));
        }
        if let Some(&second) = pair.get(1) {
            sum = sum.wrapping_add(u32::from(value(second)));
        }
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
