//! Multiplying and dividing without losing anything.
//!
//! `rust_decimal` rounds a product of more than 28 digits by itself and in its own mode, which a fee on a
//! token of 18 decimals reaches. Here a product has up to 256 bits and what a division leaves is kept, so
//! that only the rounding that was asked for takes place.

use std::cmp::Ordering;

/// A number of units that is zero or more, and the part of a unit after it: `whole + rest / divisor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exact {
    pub(crate) whole: u128,
    /// Less than the divisor.
    pub(crate) rest: u128,
    /// One or more.
    pub(crate) divisor: u128,
}

impl Exact {
    /// `a * b / divisor`, where the whole of it fits into 128 bits.
    pub(crate) fn product(a: u128, b: u128, divisor: u128) -> Option<Exact> {
        // almost all amounts and rates fit into 64 bits, which is several times as fast
        if let (Ok(a), Ok(b), Ok(short)) = (u64::try_from(a), u64::try_from(b), u64::try_from(divisor))
            && let Some(product) = a.checked_mul(b)
        {
            let whole = product.checked_div(short)?;
            let rest = product.wrapping_sub(whole.wrapping_mul(short));
            return Some(Exact { whole: u128::from(whole), rest: u128::from(rest), divisor });
        }
        let (whole, rest) = match times(a, b) {
            Some(product) => (product.checked_div(divisor)?, product.checked_rem(divisor)?),
            None => divide(multiply(a, b), divisor)?,
        };
        Some(Exact { whole, rest, divisor })
    }

    /// With so many whole units more.
    pub(crate) fn plus(mut self, units: u128) -> Option<Exact> {
        self.whole = self.whole.checked_add(units)?;
        Some(self)
    }

    /// The sum of two numbers with the same divisor.
    pub(crate) fn sum(self, other: Exact) -> Option<Exact> {
        let whole = self.whole.checked_add(other.whole)?;
        let rest = self.rest.checked_add(other.rest)?;
        match rest.checked_sub(self.divisor) {
            Some(rest) => Exact { whole, rest, divisor: self.divisor }.plus(1),
            None => Some(Exact { whole, rest, divisor: self.divisor }),
        }
    }

    /// What the part of a unit is, compared with half a unit.
    pub(crate) fn half(self) -> Ordering {
        self.rest.cmp(&self.divisor.wrapping_sub(self.rest))
    }
}

/// `a * b`, where it fits into 128 bits. The compiler writes such a product out wherever it stands, which is more
/// than calling this.
#[inline(never)]
pub(crate) fn times(a: u128, b: u128) -> Option<u128> {
    a.checked_mul(b)
}

/// The same with signs.
pub(crate) fn times_signed(a: i128, b: i128) -> Option<i128> {
    let product = i128::try_from(times(a.unsigned_abs(), b.unsigned_abs())?).ok()?;
    Some(if (a < 0) == (b < 0) { product } else { product.wrapping_neg() })
}

/// Ten to so many: two factors that fit 64 bits each, so that nothing can overflow on the way.
pub(crate) const fn power_of_ten(exponent: u32) -> Option<u128> {
    if exponent > 38 {
        return None;
    }
    let high = exponent.saturating_sub(19);
    Some(wide(exponent.wrapping_sub(high)).wrapping_mul(wide(high)))
}

/// Ten to at most nineteen.
#[expect(clippy::as_conversions, reason = "u64 to u128 in a const fn")]
const fn wide(exponent: u32) -> u128 {
    let (mut power, mut left) = (1_u64, exponent);
    while left > 0 {
        power = power.wrapping_mul(10);
        left = left.wrapping_sub(1);
    }
    power as u128
}

/// The product in two halves, the high one first.
#[cold]
fn multiply(a: u128, b: u128) -> (u128, u128) {
    const LOW: u128 = (1 << 64) - 1;
    let (a, b) = ([a & LOW, a >> 64], [b & LOW, b >> 64]);
    let ([low_a, high_a], [low_b, high_b]) = (a, b);
    // none of these leaves 128 bits: the largest is (2^64 - 1)^2 + 2 (2^64 - 1)
    let low = low_a.wrapping_mul(low_b);
    let (first, second) = (low_a.wrapping_mul(high_b), high_a.wrapping_mul(low_b));
    let middle = (low >> 64).wrapping_add(first & LOW).wrapping_add(second & LOW);
    let high =
        high_a.wrapping_mul(high_b).wrapping_add(first >> 64).wrapping_add(second >> 64).wrapping_add(middle >> 64);
    (high, low & LOW | middle << 64)
}

/// Quotient and remainder, where the quotient fits into 128 bits; bit by bit.
#[cold]
fn divide((high, low): (u128, u128), divisor: u128) -> Option<(u128, u128)> {
    if high >= divisor {
        return None;
    }
    let (mut quotient, mut rest) = (0_u128, high);
    for bit in (0..128_u32).rev() {
        let is_over = rest >> 127 == 1;
        rest = rest << 1 | low >> bit & 1;
        if is_over || rest >= divisor {
            rest = rest.wrapping_sub(divisor);
            quotient |= 1 << bit;
        }
    }
    Some((quotient, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_products_come_back() {
        let large = [1, 7, u128::from(u64::MAX), u128::MAX / 3, u128::MAX - 1, u128::MAX];
        for a in large {
            for b in large {
                assert_eq!(Exact::product(a, b, b), Some(Exact { whole: a, rest: 0, divisor: b }), "{a} * {b}");
                assert_eq!(divide(multiply(a, b), a), Some((b, 0)), "{a} * {b}");
            }
        }
        assert_eq!(Exact::product(u128::MAX, 2, 1), None);
        assert_eq!(Exact::product(5, 5, 0), None);
        // 2^128 + 2^64 - 2 over 2^64
        let odd = Exact::product(u128::from(u64::MAX) + 2, u128::from(u64::MAX), 1 << 64).unwrap();
        assert_eq!((odd.whole, odd.rest), (u128::from(u64::MAX), u128::from(u64::MAX)));
    }

    #[test]
    fn powers_of_ten_end_where_they_do_not_fit() {
        for exponent in 0..=45 {
            assert_eq!(power_of_ten(exponent), 10_u128.checked_pow(exponent), "{exponent}");
        }
    }

    #[test]
    fn sums_carry() {
        let third = |rest| Exact { whole: 1, rest, divisor: 3 };
        assert_eq!(third(2).sum(third(2)), Some(Exact { whole: 3, rest: 1, divisor: 3 }));
        assert_eq!(third(1).half(), Ordering::Less);
        assert_eq!(Exact { whole: 0, rest: 2, divisor: 4 }.half(), Ordering::Equal);
    }
}
