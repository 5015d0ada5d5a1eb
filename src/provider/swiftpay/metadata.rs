//! What may stand beside a payment, by one rule for the client and for the service.

use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::text;

/// How long it may be as JSON text.
pub(crate) const LONGEST: usize = 4096;
/// How deep it may be nested.
const DEEPEST: u32 = 8;
/// How many digits a number may have.
const DIGITS: usize = 30;

/// What is wrong with metadata, at its place below `/metadata`.
pub(crate) fn fault(metadata: &Json) -> Option<Finding> {
    let length = metadata.to_string().len();
    let found = if length > LONGEST {
        Some(Finding::new(Code::TooLong).with_number("expected", LONGEST).with_number("actual", length))
    } else {
        of_value(metadata, DEEPEST)
    };
    found.map(|finding| below("metadata", finding))
}

fn below(name: &str, mut finding: Finding) -> Finding {
    finding.move_to(text::join(&[&text::pointer(name), finding.path()], ""));
    finding
}

fn of_value(json: &Json, depth: u32) -> Option<Finding> {
    let allowed = || Some(Finding::new(Code::ValueNotAllowed).with_text("allowed", "8 levels, numbers of 30 digits"));
    let Some(inner) = depth.checked_sub(1) else {
        return allowed();
    };
    match json {
        Json::Null | Json::Bool(_) => None,
        Json::Number(number) => {
            let digits = number.as_str();
            let is_plain = digits.len() <= DIGITS && !digits.bytes().any(|byte| matches!(byte, b'e' | b'E'));
            if is_plain { None } else { allowed() }
        }
        Json::String(text) => of_text(text),
        Json::Array(items) => items.iter().find_map(|item| of_value(item, inner)),
        Json::Object(object) => of_object(object, inner),
    }
}

fn of_object(object: &Object, depth: u32) -> Option<Finding> {
    object
        .iter()
        .find_map(|(name, value)| of_text(name).or_else(|| of_value(value, depth).map(|finding| below(name, finding))))
}

/// What a page or a terminal would take for more than text.
fn of_text(text: &str) -> Option<Finding> {
    for (at, character) in text.chars().enumerate() {
        if character.is_control() {
            return Some(Finding::new(Code::ControlCharacters));
        }
        if matches!(character, '<' | '>') {
            return Some(Finding::new(Code::CharacterNotAllowed).with_number("position", at.wrapping_add(1)));
        }
    }
    None
}
