//! What spreadsheets and data tools make of a value: errors, exponents, `.0` behind a number, zeros in front lost.

use crate::code::Code;
use crate::text::{self, is_digits};

/// What cannot be mended from the text alone.
pub(crate) fn unusable(text: &str) -> Option<Code> {
    const ERRORS: [&str; 9] =
        ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#ERROR!"];
    if text.starts_with('#') && ERRORS.contains(&text) {
        Some(Code::SpreadsheetError)
    } else if !text.is_ascii() && (text::contains(text, "…") || text::contains(text, "••"))
        || text::contains_byte(text, b'.') && text::contains(text, "...")
        || text::contains(text, "**")
    {
        Some(Code::ValueAbbreviated)
    } else if is_exponential(text) {
        Some(Code::SpreadsheetExponent)
    } else {
        None
    }
}

/// The text without the apostrophe or the formula that marks a cell as text, and what it was.
pub(crate) fn unmarked(text: &str) -> Option<(&str, Code)> {
    if let Some(bare) = text.strip_prefix('\'') {
        return Some((bare, Code::SpreadsheetApostrophe));
    }
    let bare = text.strip_prefix("=\"")?.strip_suffix('"')?;
    Some((bare, Code::SpreadsheetFormula))
}

/// What stands before the `.0` that data tools append to a number.
pub(crate) fn without_decimals(text: &str) -> Option<&str> {
    let (whole, zeros) = text::split(text, b'.')?;
    let is_number = whole.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b' '));
    let is_appended = !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0');
    (is_number && is_appended && !whole.is_empty()).then_some(whole)
}

/// A number of a fixed length as it was before a spreadsheet took the zeros in front, and all of them: at most two fifths
/// of the digits, and any of a number of up to five digits, since branches are counted from one.
pub(crate) fn with_lost_zeros(given: &str, length: usize) -> Option<String> {
    let missing = length.checked_sub(given.len())?;
    let is_likely = length <= 5 || missing.wrapping_mul(5) <= length.wrapping_mul(2);
    let is_number =
        is_digits(given) && given.bytes().any(|byte| byte != b'0') && (length <= 5 || !given.starts_with('0'));
    (missing > 0 && is_likely && is_number).then(|| text::zero_filled(given, length))
}

/// `1.23E+15`, and with a comma.
fn is_exponential(text: &str) -> bool {
    let Some((mantissa, exponent)) = text::split(text, b'E').or_else(|| text::split(text, b'e')) else {
        return false;
    };
    let parts = text::split(mantissa, b'.').or_else(|| text::split(mantissa, b','));
    let (whole, decimals) = parts.unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    whole.len() == 1 && is_digits(whole) && is_digits(decimals) && is_digits(exponent) && exponent.len() <= 2
}
