//! Reads the members of a payment's body, and collects what is wrong with them.

use crate::json::{Json, Object};

/// What is wrong, each with the member that it is about.
#[derive(Default)]
pub(super) struct Faults(pub(super) Vec<(String, String)>);

impl Faults {
    pub(super) fn push(&mut self, field: &str, message: &str) {
        self.0.push(fault(field, message));
    }

    pub(super) fn required(&mut self, field: &str, missing: &str, value: Option<Result<String, String>>) -> String {
        if value.is_none() {
            self.push(field, missing);
        }
        self.optional(field, value).unwrap_or_default()
    }

    pub(super) fn optional(&mut self, field: &str, value: Option<Result<String, String>>) -> Option<String> {
        match value? {
            Ok(value) => Some(value),
            Err(message) => {
                self.push(field, &message);
                None
            }
        }
    }
}

pub(super) fn fault(field: &str, message: &str) -> (String, String) {
    (field.to_owned(), message.to_owned())
}

/// The name of an unknown member, as far as it is one.
pub(super) fn shown(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(40).collect()
}

/// A member that is there: null and empty text count as left out, as they do in the document's code, and blanks do.
pub(super) fn given<'a>(object: &'a Object, name: &str) -> Option<&'a Json> {
    object.get(name).filter(|value| !value.is_null() && value.as_str().is_none_or(|text| !text.trim().is_empty()))
}

pub(super) fn text<'a>(object: &'a Object, name: &str) -> Option<Result<&'a str, String>> {
    let value = given(object, name)?;
    Some(value.as_str().ok_or_else(|| "A string is required".to_owned()))
}

pub(super) fn and(
    check: impl Fn(&str) -> Result<String, String>,
) -> impl Fn(Result<&str, String>) -> Result<String, String> {
    move |text| check(text?)
}

/// Whether a text has nothing in it that a page or a terminal would take for more than text.
pub(super) fn is_harmless_text(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() || c == '<' || c == '>')
}
