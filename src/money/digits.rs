//! Numbers as text. The standard library's formatting does it too, at several times the time and size.

use rust_decimal::Decimal;

/// A number of units as a decimal number in text.
pub(crate) struct Digits {
    text: [u8; SIZE],
    start: usize,
}

/// 39 digits of 128 bits, the point, and a zero in front of it.
const SIZE: usize = 41;

/// Division by a constant is fast in 32 bits; of nine digits.
const CHUNK: u64 = 1_000_000_000;

impl Digits {
    /// Of units with so many decimals, of which there are 28 at most.
    pub(crate) fn of(units: u128, decimals: u32) -> Digits {
        let mut digits = Digits { text: [b'0'; SIZE], start: SIZE };
        let (mut rest, mut written) = (units, 0);
        loop {
            let (mut chunk, is_last) = match (u32::try_from(rest), u64::try_from(rest)) {
                (Ok(last), _) => (last, true),
                (_, Ok(low)) => {
                    rest = u128::from(low / CHUNK);
                    (u32::try_from(low % CHUNK).unwrap_or(0), false)
                }
                _ => {
                    let low = u64::try_from(rest % u128::from(CHUNK)).unwrap_or(0);
                    rest /= u128::from(CHUNK);
                    (u32::try_from(low).unwrap_or(0), false)
                }
            };
            let mut left = 9_u32;
            // one digit stands in front of the point at least
            while if is_last { chunk != 0 || written <= decimals } else { left > 0 } {
                if written == decimals && decimals > 0 {
                    digits.put(b'.');
                }
                digits.put(b'0' | u8::try_from(chunk % 10).unwrap_or(0));
                chunk /= 10;
                written = written.wrapping_add(1);
                left = left.wrapping_sub(1);
            }
            if is_last {
                return digits;
            }
        }
    }

    fn put(&mut self, byte: u8) {
        self.start = self.start.wrapping_sub(1);
        if let Some(place) = self.text.get_mut(self.start) {
            *place = byte;
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.text.get(self.start..).unwrap_or_default()
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

/// Appends units as a number with so many decimals, of which there are 28 at most.
pub(crate) fn push_units(out: &mut String, units: u128, decimals: u32) {
    out.push_str(Digits::of(units, decimals).as_str());
}

/// Appends a number that is not negative, with all its decimals.
pub(crate) fn push_decimal(out: &mut String, number: Decimal) {
    push_units(out, number.mantissa().unsigned_abs(), number.scale());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_written_as_decimals_are() {
        let chunk = u128::from(CHUNK);
        let large = [0, 1, 9, 10, 99, 100, 12_345, chunk - 1, chunk, chunk * chunk + 7, (1 << 32) - 1, 1 << 64];
        for units in large.into_iter().chain([(1 << 96) - 1]) {
            for decimals in [0, 1, 2, 3, 6, 8, 9, 10, 18, 28] {
                let expected = Decimal::from_i128_with_scale(i128::try_from(units).unwrap(), decimals).to_string();
                assert_eq!(Digits::of(units, decimals).as_str(), expected);
            }
        }
        assert_eq!(Digits::of(u128::MAX, 0).as_str(), u128::MAX.to_string());
    }
}
