//! What the members of a provider's requests, answers and events are: each provider says so in a table of its own.

use crate::json::{Json, Object};
use crate::redact::Shown;
use crate::text;

/// Names of members wherever they stand, with blanks between them. Counts of smallest units are said by the operations,
/// where they stand.
#[derive(Debug)]
pub(super) struct Members {
    /// Amounts, rates and shares: as text they keep their digits in every language.
    pub(super) decimals: &'static str,
    /// What may be stored and logged.
    pub(super) shown: Shown,
}

impl Members {
    pub(super) const NONE: Members = Members { decimals: "", shown: Shown::NONE };

    /// The value with decimals as text: those that are listed, and every number that not every language can hold.
    pub(super) fn exact(&self, name: &str, value: &Json) -> Json {
        match value {
            Json::Number(number) if !is_count(number.as_str()) || text::contains_word(self.decimals, name) => {
                Json::text(number.as_str())
            }
            Json::Object(object) => {
                let mut copy = Object::new();
                for (name, member) in object.iter() {
                    copy.insert(name, self.exact(name, member));
                }
                Json::Object(copy)
            }
            Json::Array(items) => {
                let mut copy = Vec::new();
                for item in items {
                    copy.push(self.exact(name, item));
                }
                Json::Array(copy)
            }
            other => other.clone(),
        }
    }
}

/// Whether a number is whole and small enough for a float.
fn is_count(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    digits.len() < 16 && text::is_digits(digits)
}
