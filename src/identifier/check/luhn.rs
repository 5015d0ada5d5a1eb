//! The checksum of payment cards (ISO/IEC 7812), also called Luhn's.

use super::value;

/// Whether the last digit is the check digit of those in front of it.
pub(crate) fn passes(digits: &[u8]) -> bool {
    let (mut sum, mut weight) = (0_u32, 1_u32);
    for digit in digits.iter().rev() {
        let product = value(*digit).wrapping_mul(weight);
        sum = sum.wrapping_add(product / 10).wrapping_add(product % 10);
        weight ^= 3;
    }
    sum.is_multiple_of(10)
}
