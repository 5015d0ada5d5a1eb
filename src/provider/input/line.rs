//! Texts of one line and of a bounded length.

use crate::code::Code;
use crate::finding::Finding;
use crate::text;

pub(super) fn line(text: &str, most: usize) -> Result<&str, Finding> {
    let text = text::trim(text);
    let length = text::count(text);
    if text.is_empty() {
        Err(Finding::new(Code::ValueEmpty))
    } else if length > most {
        Err(Finding::new(Code::TooLong).with_number("expected", most).with_number("actual", length))
    } else if text.chars().any(char::is_control) {
        Err(Finding::new(Code::ControlCharacters))
    } else {
        Ok(text)
    }
}
