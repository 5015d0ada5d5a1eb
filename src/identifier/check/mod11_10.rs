//! ISO 7064 MOD 11,10.

use super::value;

/// Whether the last digit is the check digit of those in front of it.
pub(crate) fn passes(digits: &[u8]) -> bool {
    let Some((check, front)) = digits.split_last() else {
        return false;
    };
    let mut product = 10_u32;
    for digit in front {
        let sum = match product.wrapping_add(value(*digit)) % 10 {
            0 => 10,
            sum => sum,
        };
        product = sum.wrapping_mul(2) % 11;
    }
    product.wrapping_add(value(*check)) % 10 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_example() {
        // ISO 7064: 0794 has the check digit 5
        assert!(passes(b"07945"));
        assert!(b"0123456789".iter().filter(|&&digit| passes(&[b'0', b'7', b'9', b'4', digit])).count() == 1);
    }
}
