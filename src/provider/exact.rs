//! Sums, differences and parts of amounts in a few instructions: whole billionths in 128 bits. The
//! library of decimals weighs more in the WASM module than a provider does.

use crate::json::Json;
use crate::money::times_signed;
use crate::text;

/// How many decimals are kept.
const DECIMALS: usize = 9;
pub(super) const ONE: i128 = 1_000_000_000;

/// The billionths of a plain decimal number of at most nine decimals and twenty other digits.
pub(super) fn read(digits: &str) -> Option<i128> {
    let (whole, decimals) = text::split(digits, b'.').unwrap_or((digits, "0"));
    let decimals = text::without_last(decimals, b'0');
    if whole.is_empty() || whole.len() > 20 || decimals.len() > DECIMALS {
        return None;
    }
    let mut units = 0_i128;
    let padding = DECIMALS.wrapping_sub(decimals.len());
    let zeros = std::iter::repeat_n(b'0', padding);
    for byte in whole.bytes().chain(decimals.bytes()).chain(zeros) {
        if !byte.is_ascii_digit() {
            return None;
        }
        units = units.wrapping_mul(10).wrapping_add(i128::from(byte.wrapping_sub(b'0')));
    }
    Some(units)
}

/// The billionths of a JSON number, or of text.
pub(super) fn of(json: Option<&Json>) -> Option<i128> {
    let json = json?;
    read(json.as_number().or(json.as_str())?)
}

/// The product, where it has no more than nine decimals.
pub(super) fn product(a: i128, b: i128) -> Option<i128> {
    let product = times_signed(a, b)?;
    (product % ONE == 0).then_some(product / ONE)
}

/// A part of a whole, rounded to six decimals, halves away from zero.
pub(super) fn quotient(sum: i128, of: u32) -> Option<i128> {
    let whole = i128::from(u64::from(of).wrapping_mul(1000));
    let (millionths, rest) = (sum.checked_div(whole)?, sum.checked_rem(whole)?);
    let is_up = rest >= whole.wrapping_sub(rest);
    times_signed(millionths.checked_add(i128::from(is_up))?, 1000)
}

/// A plain decimal number without zeros that say nothing.
pub(super) fn show(units: i128) -> String {
    let (mut digits, mut rest) = (Vec::new(), units.unsigned_abs());
    while rest > 0 || digits.len() <= DECIMALS {
        if digits.len() == DECIMALS {
            digits.push(b'.');
        }
        digits.push(u8::try_from(rest % 10).unwrap_or_default() | b'0');
        rest /= 10;
    }
    let text: String = digits.iter().rev().map(|digit| char::from(*digit)).collect();
    text::without_last(text::without_last(&text, b'0'), b'.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_reckons_and_shows() {
        for text in ["0", "1", "0.5", "1000", "994.5", "0.000000001", "12345678901234567890.123456789"] {
            assert_eq!(read(text).map(show).as_deref(), Some(text), "{text}");
        }
        for text in ["", ".5", "1.0000000001", "1e3", "-1", "1,5", "123456789012345678901"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(product(read("1000").unwrap(), read("0.005").unwrap()).map(show).as_deref(), Some("5"));
        assert_eq!(product(1, 1), None);
        assert_eq!(quotient(read("100").unwrap(), 3).map(show).as_deref(), Some("33.333333"));
        assert_eq!(quotient(read("200").unwrap(), 3).map(show).as_deref(), Some("66.666667"));
        assert_eq!(quotient(1, 0), None);
    }
}
