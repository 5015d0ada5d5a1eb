//! Numbers as text. The standard library's formatting does it too, at several times the time and size.

use rust_decimal::Decimal;

/// A number of units as a decimal number in text.
pub(crate) struct Digits {
    text: [u8; SIZE],
    start: usize,
}

/// 39 digits of 128 bits, the point, and a zero in front of it.
const SIZE: usize = 41;

/// Nine digits: division by a constant is fast in 32 bits.
const CHUNK: u64 = 1_000_000_000;

/// The last nine digits, and what is in front of them.
fn chunk_of(number: u128) -> (u32, u128) {
    let (last, rest) = match u64::try_from(number) {
        Ok(small) if small < CHUNK => (small, 0),
        Ok(number) => (number % CHUNK, u128::from(number / CHUNK)),
        Err(_) => (u64::try_from(number % u128::from(CHUNK)).unwrap_or(0), number / u128::from(CHUNK)),
    };
    (u32::try_from(last).unwrap_or(0), rest)
}

impl Digits {
    /// Of units with so many decimals, of which there are 38 at most.
    pub(crate) fn of(units: u128, decimals: u32) -> Digits {
        let mut text = [b'0'; SIZE];
        let (mut rest, mut is_last, mut chunk, mut left) = (units, false, 0_u32, 0_u32);
        // how many digits there are still to be in front of the point, and one after it
        let (mut needed, mut until_point) = (decimals.wrapping_add(1), if decimals == 0 { u32::MAX } else { decimals });
        let mut start = SIZE;
        for place in text.iter_mut().rev() {
            if until_point == 0 {
                until_point = u32::MAX;
                *place = b'.';
                start = start.wrapping_sub(1);
                continue;
            }
            if left == 0 && !is_last {
                (chunk, rest) = chunk_of(rest);
                is_last = rest == 0;
                left = 9;
            }
            if is_last && chunk == 0 && needed == 0 {
                break;
            }
            *place = b'0' | u8::try_from(chunk % 10).unwrap_or(0);
            chunk /= 10;
            left = left.wrapping_sub(1);
            needed = needed.saturating_sub(1);
            until_point = until_point.wrapping_sub(1);
            start = start.wrapping_sub(1);
        }
        Digits { text, start }
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
