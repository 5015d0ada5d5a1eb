//! Numbers as text. The standard library's formatting does it too, at several times the time and size.

use rust_decimal::Decimal;

/// Where texts and numbers are written to, one after the other; what does not fit is left out and told.
pub(crate) struct Line<'a> {
    buffer: &'a mut [u8],
    /// What is written so far, or would be.
    length: usize,
}

/// Nine digits: division by a constant is fast in 32 bits.
const CHUNK: u64 = 1_000_000_000;
const LONG_CHUNK: u128 = 1_000_000_000;

/// 39 digits of 128 bits, and the point.
const LONGEST: usize = 40;

impl<'a> Line<'a> {
    pub(crate) const fn new(buffer: &'a mut [u8]) -> Line<'a> {
        Line { buffer, length: 0 }
    }

    /// How long it is, where all of it fits.
    #[cfg(any(test, all(feature = "wasm", target_arch = "wasm32")))]
    pub(crate) fn length(&self) -> Option<usize> {
        (self.length <= self.buffer.len()).then_some(self.length)
    }

    /// Whether something is written already.
    pub(crate) const fn position(&self) -> usize {
        self.length
    }

    fn take(&mut self, count: usize) -> Option<&mut [u8]> {
        let start = self.length;
        self.length = start.wrapping_add(count);
        self.buffer.get_mut(start..self.length)
    }

    pub(crate) fn byte(&mut self, byte: u8) {
        if let Some([place]) = self.take(1) {
            *place = byte;
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        if let Some(places) = self.take(text.len()) {
            places.copy_from_slice(text.as_bytes());
        }
    }

    /// Units as a number with so many decimals, of which there are 38 at most.
    pub(crate) fn units(&mut self, units: u128, decimals: u32) {
        let digits = count(units).max(decimals.wrapping_add(1)).wrapping_add(u32::from(decimals > 0));
        if let Some(places) = self.take(usize::try_from(digits).unwrap_or(0)) {
            fill(places, units, decimals);
        }
    }

    /// The digits of a number after the point, without zeros at the end: `rest / 10^places`.
    pub(crate) fn decimals(&mut self, rest: u128, places: u32) {
        let mut zeros = 0_usize;
        if let Some(digits) = self.take(usize::try_from(places).unwrap_or(0)) {
            fill(digits, rest, 0);
            for digit in digits.iter().rev() {
                if *digit != b'0' {
                    break;
                }
                zeros = zeros.wrapping_add(1);
            }
        }
        self.length = self.length.wrapping_sub(zeros);
    }
}

/// How many digits a number has.
fn count(units: u128) -> u32 {
    let log = match (u32::try_from(units), u64::try_from(units)) {
        (Ok(small), _) => small.checked_ilog10(),
        (_, Ok(large)) => large.checked_ilog10(),
        _ => units.checked_ilog10(),
    };
    log.map_or(1, |log| log.wrapping_add(1))
}

/// Fills all places with digits, and a point in front of the decimals.
fn fill(places: &mut [u8], units: u128, decimals: u32) {
    let (mut chunk, mut rest) = chunk_of(units);
    let mut left = 9_u32;
    let mut until_point = if decimals == 0 { u32::MAX } else { decimals };
    for place in places.iter_mut().rev() {
        if until_point == 0 {
            until_point = u32::MAX;
            *place = b'.';
            continue;
        }
        if left == 0 {
            (chunk, rest) = chunk_of(rest);
            left = 9;
        }
        *place = b'0' | u8::try_from(chunk % 10).unwrap_or(0);
        chunk /= 10;
        left = left.wrapping_sub(1);
        until_point = until_point.wrapping_sub(1);
    }
}

/// The last nine digits, and what is in front of them.
fn chunk_of(number: u128) -> (u32, u128) {
    let (last, rest) = match u64::try_from(number) {
        Ok(small) if small < CHUNK => (small, 0),
        Ok(number) => (number % CHUNK, u128::from(number / CHUNK)),
        Err(_) => (u64::try_from(number % LONG_CHUNK).unwrap_or(0), number / LONG_CHUNK),
    };
    (u32::try_from(last).unwrap_or(0), rest)
}

/// Appends units as a number with so many decimals, of which there are 28 at most.
pub(crate) fn push_units(out: &mut String, units: u128, decimals: u32) {
    let mut buffer = [0; LONGEST];
    let mut line = Line::new(&mut buffer);
    line.units(units, decimals);
    let length = line.position();
    out.push_str(buffer.get(..length).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default());
}

/// Appends a number that is not negative, with all its decimals.
pub(crate) fn push_decimal(out: &mut String, number: Decimal) {
    push_units(out, number.mantissa().unsigned_abs(), number.scale());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl Fn(&mut Line<'_>)) -> String {
        let mut buffer = [0; 48];
        let mut line = Line::new(&mut buffer);
        write(&mut line);
        let length = line.length().unwrap();
        String::from_utf8(buffer[..length].to_vec()).unwrap()
    }

    #[test]
    fn units_are_written_as_decimals_are() {
        let chunk = LONG_CHUNK;
        let large = [0, 1, 9, 10, 99, 100, 12_345, chunk - 1, chunk, chunk * chunk + 7, (1 << 32) - 1, 1 << 64];
        for units in large.into_iter().chain([(1 << 96) - 1]) {
            for decimals in [0, 1, 2, 3, 6, 8, 9, 10, 18, 28] {
                let expected = Decimal::from_i128_with_scale(i128::try_from(units).unwrap(), decimals).to_string();
                assert_eq!(text(|line| line.units(units, decimals)), expected);
                let mut pushed = String::new();
                push_units(&mut pushed, units, decimals);
                assert_eq!(pushed, expected);
            }
        }
        assert_eq!(text(|line| line.units(u128::MAX, 0)), u128::MAX.to_string());
    }

    #[test]
    fn decimals_end_where_only_zeros_follow() {
        assert_eq!(text(|line| line.decimals(120, 5)), "0012");
        assert_eq!(text(|line| line.decimals(0, 5)), "");
        assert_eq!(text(|line| line.decimals(99_999, 5)), "99999");
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let mut buffer = [0; 4];
        let mut line = Line::new(&mut buffer);
        line.units(12, 1);
        assert_eq!(line.length(), Some(3));
        line.text("ab");
        assert_eq!((line.length(), line.position()), (None, 5));
    }
}
