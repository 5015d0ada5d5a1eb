//! Why a text is not JSON.

use std::fmt;

/// Why a text is not JSON. It holds none of the text.
///
/// ```
/// use offramp_core::{Error, ErrorCode, Json};
///
/// let error = r#"{"to":"a","to":"b"}"#.parse::<Json>().unwrap_err();
/// assert_eq!(error.to_string(), "a member is given twice");
/// assert_eq!(Error::from(error).code(), ErrorCode::JsonInvalid);
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct JsonError(pub(super) Problem);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Problem {
    Encoding,
    End,
    Unexpected,
    Number,
    /// The whole text should be a number.
    NoNumber,
    Escape,
    Control,
    Twice,
    Deep,
    Wide,
    After,
    /// A value in memory that JSON would not keep as it is.
    #[cfg(not(target_arch = "wasm32"))]
    NotExact,
}

impl JsonError {
    pub(crate) const fn message(self) -> &'static str {
        match self.0 {
            Problem::Encoding => "the text is not UTF-8",
            Problem::End => "the text ends too early",
            Problem::Unexpected => "a character stands where it cannot",
            Problem::Number => "a number is malformed",
            Problem::NoNumber => "this is not a JSON number",
            Problem::Escape => "an escape in a string is malformed",
            Problem::Control => "a control character stands in a string",
            Problem::Twice => "a member is given twice",
            Problem::Deep => "the nesting is too deep",
            Problem::Wide => "an object has too many members",
            Problem::After => "there is text after the value",
            #[cfg(not(target_arch = "wasm32"))]
            Problem::NotExact => "text, whole numbers, true, false, null, and lists and objects of them are needed",
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl fmt::Debug for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsonError({self})")
    }
}

impl std::error::Error for JsonError {}
