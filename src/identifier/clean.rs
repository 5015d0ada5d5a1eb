//! From what people type to the electronic form: separators out, one case.

use super::fault::Fault;
use crate::code::Code;

/// Which separators a kind is written with besides blanks.
#[derive(Clone, Copy)]
pub(crate) struct Separators(pub(crate) &'static [u8]);

/// Blanks that are typed on purpose: everything else invisible is reported.
pub(crate) const fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// The text without blanks around it.
pub(crate) fn trim(text: &str) -> &str {
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first()
        && is_blank(char::from(*first))
    {
        rest = behind;
    }
    let start = text.len().wrapping_sub(rest.len());
    while let Some((last, before)) = rest.split_last()
        && is_blank(char::from(*last))
    {
        rest = before;
    }
    text.get(start..start.wrapping_add(rest.len())).unwrap_or_default()
}

/// Characters that come along unseen when text is copied from a page or a document.
pub(crate) const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{3000}' | '\u{feff}'
    )
}

/// Appends letters and digits in capitals and leaves out blanks and separators. Anything else is a
/// fault, at its position.
pub(crate) fn capitals(text: &str, separators: Separators, out: &mut String) -> Result<(), Fault> {
    append(text, separators, out, u8::is_ascii_alphanumeric, Code::CharacterNotAllowed)
}

/// Appends digits and leaves out blanks and separators.
pub(crate) fn digits(text: &str, separators: Separators, out: &mut String) -> Result<(), Fault> {
    append(text, separators, out, u8::is_ascii_digit, Code::DigitsOnly)
}

fn append(
    text: &str,
    Separators(separators): Separators,
    out: &mut String,
    allowed: fn(&u8) -> bool,
    code: Code,
) -> Result<(), Fault> {
    // a character that is longer than a byte is a fault, so that until then characters are bytes
    for (index, byte) in text.bytes().enumerate() {
        if allowed(&byte) {
            out.push(char::from(byte.to_ascii_uppercase()));
        } else if !is_blank(char::from(byte)) && !separators.contains(&byte) {
            return Err(Fault::at(code, index));
        }
    }
    Ok(())
}

/// The digits of a number of fixed length, in electronic or paper form.
pub(crate) fn fixed_digits(text: &str, separators: Separators, length: usize, out: &mut String) -> Result<(), Fault> {
    if text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit()) {
        out.push_str(text);
        return Ok(());
    }
    let start = out.len();
    digits(text, separators, out)?;
    match out.len().wrapping_sub(start) {
        0 => Err(Fault::new(Code::ValueEmpty)),
        actual if actual == length => Ok(()),
        actual => Err(Fault::length(Code::LengthWrong, length, actual)),
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

/// A letter or digit of another script as its ASCII counterpart: full-width forms and the decimal
/// digits of the scripts that payers write in.
pub(crate) fn fold(character: char) -> Option<char> {
    let code = u32::from(character);
    let full_width = (0xff01..=0xff5e).contains(&code).then(|| code.wrapping_sub(0xfee0));
    let digit = || {
        // Arabic, extended Arabic, Devanagari, Bengali, Gurmukhi, Gujarati, Tamil, Telugu, Kannada, Thai, Burmese
        [0x660_u32, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xce6, 0xe50, 0x1040]
            .into_iter()
            .find(|zero| (*zero..zero.wrapping_add(10)).contains(&code))
            .map(|zero| code.wrapping_sub(zero).wrapping_add(0x30))
    };
    full_width.or_else(digit).and_then(char::from_u32)
}
