//! Sums of digits with weights, modulo 10 or 11.

use super::value;

/// The remainder of the sum of digits, each with its weight. The first character of the weights is the place of the
/// first digit that counts, the others are weights, each a character as far behind `0` as the number says: `:` is ten.
/// No weights leave nothing.
pub(crate) fn remainder(digits: &[u8], weights: &str, modulus: u32) -> u32 {
    let Some((start, weights)) = weights.as_bytes().split_first() else {
        return 0;
    };
    let mut sum = 0_u32;
    for (digit, weight) in digits.get(usize::from(start.wrapping_sub(b'0'))..).unwrap_or_default().iter().zip(weights) {
        sum = sum.wrapping_add(value(*digit).wrapping_mul(value(*weight)));
    }
    sum.checked_rem(modulus).unwrap_or(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_stand_over_their_digits() {
        assert_eq!(remainder(b"12345", "1:01", 11), (2 * 10 + 4) % 11);
        assert_eq!(remainder(b"19", "011111", 10), 0);
        assert_eq!(remainder(b"19", "", 10), 0);
    }
}
