//! From what people type to the electronic form: separators out, one case.

use super::issue::Issue;
use crate::characters::is_blank;
use crate::code::Code;
use crate::spreadsheet;
use crate::text;

/// Which separators a kind is written with besides blanks.
#[derive(Clone, Copy)]
pub(crate) struct Separators(pub(crate) &'static [u8]);

/// Appends letters and digits in capitals and leaves out blanks and separators. Anything else is a
/// issue, at its position.
pub(crate) fn capitals(text: &str, separators: Separators, out: &mut String) -> Result<(), Issue> {
    append(text, separators, out, u8::is_ascii_alphanumeric, Code::CharacterNotAllowed)
}

/// Appends digits and leaves out blanks and separators.
pub(crate) fn digits(text: &str, separators: Separators, out: &mut String) -> Result<(), Issue> {
    append(text, separators, out, u8::is_ascii_digit, Code::DigitsOnly)
}

#[cfg_attr(page, optimize(speed))]
fn append(
    text: &str,
    Separators(separators): Separators,
    out: &mut String,
    allowed: fn(&u8) -> bool,
    code: Code,
) -> Result<(), Issue> {
    // a character that is longer than a byte is a issue, so that until then characters are bytes
    for (index, byte) in text.bytes().enumerate() {
        if allowed(&byte) {
            out.push(char::from(byte.to_ascii_uppercase()));
        } else if !is_blank(char::from(byte)) && !separators.contains(&byte) {
            return Err(Issue::at(code, index));
        }
    }
    Ok(())
}

/// The digits of a number of fixed length, in electronic or paper form.
pub(crate) fn fixed_digits(text: &str, separators: Separators, length: usize, out: &mut String) -> Result<(), Issue> {
    if text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()) {
        out.push_str(text);
        return Ok(());
    }
    let start = out.len();
    digits(text, separators, out)?;
    match out.len().wrapping_sub(start) {
        0 => Err(Issue::new(Code::ValueEmpty)),
        actual if actual == length => Ok(()),
        actual => Err(Issue::length(Code::LengthWrong, length, actual)),
    }
}

/// Where a hyphen stands in a six-digit number that does not part pairs or triples of digits: that is a
/// year and a month, or a sign. The text was read already, so that it has six digits.
pub(crate) fn misplaced_hyphen(text: &str) -> Option<usize> {
    // as it is printed, or without any: nothing but digits can stand beside the hyphens
    if let [_, _, _, _, _, _] | [_, _, _, b'-', _, _, _] | [_, _, b'-', _, _, b'-', _, _] = text.as_bytes() {
        return None;
    }
    let (mut group, mut last) = (0_u8, None);
    for (index, byte) in text.bytes().enumerate() {
        if byte.is_ascii_digit() {
            group = group.wrapping_add(1);
        } else if byte == b'-' {
            last = Some(index);
            if !matches!(group, 2 | 3) {
                return last;
            }
            group = 0;
        }
    }
    if matches!(group, 2 | 3) { None } else { last }
}

/// The bytes that were appended since `start`.
pub(crate) fn since(out: &str, start: usize) -> &[u8] {
    out.as_bytes().get(start..).unwrap_or_default()
}

/// What is wrong with a text in which a point may separate groups, and must not be taken for that.
pub(super) fn misleading_point(text: &str) -> Option<Issue> {
    let text = text::trim(text);
    if !text::contains_byte(text, b'.') {
        return None;
    }
    let is_fraction = || text.strip_prefix("0.").is_some_and(text::is_digits).then_some(Code::LooksLikeAmount);
    let code = spreadsheet::unusable(text)
        .or_else(|| spreadsheet::without_decimals(text).map(|_| Code::SpreadsheetDecimal))
        .or_else(is_fraction);
    code.map(Issue::new)
}
