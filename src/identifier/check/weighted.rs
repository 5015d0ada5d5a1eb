//! Sums of digits with weights, modulo 10 or 11.

use super::value;

/// The remainder of the sum of digits, each with its weight: one character a digit, `A` for ten, a point for none.
/// Digits behind the last weight do not count.
pub(crate) fn remainder(digits: &[u8], weights: &str, modulus: u32) -> u32 {
    let mut sum = 0_u32;
    for (digit, weight) in digits.iter().zip(weights.bytes()) {
        let weight = match weight {
            b'A' => 10,
            b'.' => 0,
            figure => value(&figure),
        };
        sum = sum.wrapping_add(value(digit).wrapping_mul(weight));
    }
    sum.checked_rem(modulus).unwrap_or(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_stand_over_their_digits() {
        assert_eq!(remainder(b"12345", ".A.1", 11), (2 * 10 + 4) % 11);
        assert_eq!(remainder(b"19", "11111", 10), 0);
    }
}
