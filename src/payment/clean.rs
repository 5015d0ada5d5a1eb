//! What comes in from providers, made fit to be stored and shown: alike on all databases.
//!
//! Providers are trusted as far as their signatures and TLS go; what they write is not. A reference is bounded, a
//! code is a word, texts hold no control characters, and JSON holds nothing that a database refuses.

use sha2::{Digest, Sha256};

use super::{GATEWAY_ERROR, Outcome, hex};
use crate::json::{Json, Object};

/// How long an id may be, in bytes.
const MAX_ID: usize = 255;
/// How long a code may be.
const MAX_CODE: usize = 64;
/// How long a message or a status may be, in characters.
const MAX_TEXT: usize = 300;
/// How long a number may be that is kept as one.
const MAX_NUMBER: usize = 100;
/// How far a number's exponent may be from nothing.
const MAX_EXPONENT: u32 = 100;
/// How long an answer or an event may be as JSON text.
const MAX_JSON: usize = 256 * 1024;

/// `referenceId()` of SwiftPay's document, and every other id that comes in, as it is kept: as it came, or a hash of what cannot be kept or names somebody, so that equal ones stay equal.
pub(crate) fn id(text: &str) -> String {
    let is_address = text.contains(['@', ' ']) || text.starts_with('+');
    if (1..=MAX_ID).contains(&text.len()) && !text.chars().any(is_unfit) && !is_address {
        return text.to_owned();
    }
    ["sha256:", &hex(&Sha256::digest(text))].concat()
}

/// A code as it is kept: a word that begins with a letter and holds no long number, which may be an account's;
/// nothing otherwise.
pub(crate) fn code(text: &str) -> Option<&str> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.:".contains(&byte);
    let is_word =
        text.len() <= MAX_CODE && text.bytes().all(fits) && text.starts_with(|c: char| c.is_ascii_alphabetic());
    let has_long_number = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() > 6);
    (is_word && !has_long_number).then_some(text)
}

/// One line of text, without control characters.
pub(crate) fn text(text: &str) -> String {
    text.chars().filter(|c| !is_unfit(*c)).take(MAX_TEXT).collect()
}

/// JSON without what a database refuses: no NUL and no other control characters but line ends and tabs, and
/// numbers that are too large as texts.
pub(crate) fn json(json: &Json) -> Json {
    let clean = cleaned(json);
    let length = clean.to_string().len();
    if length <= MAX_JSON {
        return clean;
    }
    Json::object([("tooLong", Json::number(u64::try_from(length).unwrap_or(u64::MAX)))])
}

fn cleaned(json: &Json) -> Json {
    match json {
        Json::Null | Json::Bool(_) => json.clone(),
        Json::Number(number) if is_storable(number.as_str()) => json.clone(),
        Json::Number(number) => Json::String(number.as_str().chars().take(MAX_TEXT).collect()),
        Json::String(text) => Json::String(storable(text)),
        Json::Array(items) => Json::Array(items.iter().map(cleaned).collect()),
        Json::Object(object) => {
            let mut out = Object::new();
            for (name, value) in object.iter() {
                let name = storable(name);
                // two names that are told apart by what is taken out keep both values
                let name = if out.get(&name).is_some() {
                    [&name, "~", &hex(&Sha256::digest(value.to_string()))].concat()
                } else {
                    name
                };
                out.insert(&name, cleaned(value));
            }
            Json::Object(out)
        }
    }
}

fn storable(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).collect()
}

/// Control characters, and those that turn the direction of text round.
fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn is_storable(number: &str) -> bool {
    let exponent = number.split_once(['e', 'E']).map_or("0", |(_, exponent)| exponent);
    let exponent = exponent.trim_start_matches(['+', '-']).parse::<u32>();
    number.len() <= MAX_NUMBER && exponent.is_ok_and(|exponent| exponent <= MAX_EXPONENT)
}

/// An outcome as it is kept, told and logged.
pub(crate) fn outcome(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Succeeded { transaction_id, gateway_reference, raw } => Outcome::Succeeded {
            transaction_id: transaction_id.as_deref().map(id),
            gateway_reference: id(&gateway_reference),
            raw: json(&raw),
        },
        Outcome::Refused { code: word, message, raw } => Outcome::Refused {
            code: code(&word).unwrap_or(GATEWAY_ERROR).to_owned(),
            message: text(&message),
            raw: json(&raw),
        },
        Outcome::Accepted { gateway_reference, raw } => {
            Outcome::Accepted { gateway_reference: gateway_reference.as_deref().map(id), raw: json(&raw) }
        }
        Outcome::Busy { code: word, message, raw } => Outcome::Busy {
            code: code(&word).unwrap_or(GATEWAY_ERROR).to_owned(),
            message: text(&message),
            raw: json(&raw),
        },
        Outcome::Unknown { code, message, raw } => Outcome::Unknown { code, message, raw: raw.as_ref().map(json) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_kept_or_hashed() {
        assert_eq!(id("order_1"), "order_1");
        for unfit in ["", "a b", "asha@okaxis", "+919988776655", "a\0b", "a\u{1b}[31m", &"x".repeat(8000), "a\u{202e}b"]
        {
            let kept = id(unfit);
            assert_eq!((kept.len(), &kept, kept.starts_with("sha256:")), (71, &id(unfit), true));
        }
        assert_ne!(id("a\0b"), id("ab"));
    }

    #[test]
    fn codes_are_words() {
        assert_eq!(code("INSUFFICIENT_FUNDS"), Some("INSUFFICIENT_FUNDS"));
        assert_eq!(code("HTTP_429"), Some("HTTP_429"));
        for unfit in ["A\nB\u{1b}[31m<b>", "919988776655", "A919988776655", "", "A\0B", &"C".repeat(200_000)] {
            assert_eq!(code(unfit), None);
        }
    }

    #[test]
    fn json_holds_nothing_that_a_database_refuses() {
        let dirty = Json::object([
            ("note", Json::text("a\0b")),
            ("big", "1e999999".parse().unwrap()),
            ("small", "1E-400".parse().unwrap()),
            ("amount", "250.00".parse().unwrap()),
            ("a\0", Json::Null),
            ("a", Json::Null),
        ]);
        let clean = json(&dirty).to_string();
        assert!(
            clean.starts_with(r#"{"note":"ab","big":"1e999999","small":"1E-400","amount":250.00,"a":null,"a~"#),
            "{clean}"
        );
        let long = Json::text(&"x".repeat(MAX_JSON));
        assert_eq!(json(&long).to_string(), r#"{"tooLong":262146}"#);
    }
}
