//! Keys by which a repeated request is known again, and fingerprints by which a changed one is caught.

use super::sign::sha256_hex;
use super::{Operation, Provider};
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object, serialize_as_json};
use crate::text;

/// What makes a request the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// The same for the same payment, whenever it is asked for: made from what the payment is, never
    /// from the time. It consists of `A-Z`, `0-9` and `-`, which no implementation changes.
    pub key: String,
    /// The SHA-256 of the input, whatever the order of its members. A key that comes back with
    /// another fingerprint is a mistake: the provider would answer with the old payment.
    pub fingerprint: String,
}

impl Idempotency {
    /// `{key, fingerprint}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("key", &self.key);
        json.put_text("fingerprint", &self.fingerprint);
        Json::Object(json)
    }

    /// Checks that the key was not used for something else.
    ///
    /// # Errors
    /// `IDEMPOTENCY_KEY_REUSED` where the fingerprint that was stored with the key is another.
    pub fn expect(&self, stored: Option<&str>) -> Result<(), Error> {
        match stored {
            Some(stored) if stored != self.fingerprint => {
                Err(Error::new(ErrorCode::IdempotencyKeyReused, "the key was used for another payment")
                    .in_field("idempotencyKey"))
            }
            _ => Ok(()),
        }
    }
}

serialize_as_json!(Idempotency);

pub(super) fn of(provider: Provider, operation: &Operation, input: &Json) -> Result<Idempotency, Error> {
    let mut text = String::new();
    sorted(input, &mut text);
    let fingerprint = sha256_hex(text.as_bytes());
    // lengths keep the parts apart: "a" and "bc" are not "ab" and "c"
    let mut parts = String::new();
    add(provider.as_str(), &mut parts);
    add(operation.name, &mut parts);
    let mut names = operation.key;
    while let Some(name) = text::next_word(&mut names, b' ') {
        let part = super::answer::at(input, name).filter(|part| !part.is_null());
        let part = part.ok_or_else(|| {
            Error::new(ErrorCode::InputInvalid, "without this member the payment cannot be told from another")
                .in_field(name)
        })?;
        let mut text = String::new();
        sorted(part, &mut text);
        add(&text, &mut parts);
    }
    if operation.key.is_empty() {
        add(&fingerprint, &mut parts);
    }
    let mut key = sha256_hex(parts.as_bytes());
    key.truncate(32);
    key.make_ascii_uppercase();
    Ok(Idempotency { key: text::joined(&["OFFRAMP-", &key], ""), fingerprint })
}

fn add(part: &str, parts: &mut String) {
    parts.push_str(&text::number(part.len()));
    parts.push(':');
    parts.push_str(part);
}

/// JSON with the members of objects in the order of their names.
fn sorted(value: &Json, out: &mut String) {
    match value {
        Json::Object(object) => {
            let mut members: Vec<(&str, &Json)> = object.iter().collect();
            crate::finding::insertion_sort(&mut members, |a, b| a.0 > b.0);
            out.push('{');
            for (name, value) in members {
                crate::json::write_string(out, name);
                out.push(':');
                sorted(value, out);
                out.push(',');
            }
            out.push('}');
        }
        Json::Array(items) => {
            out.push('[');
            for item in items {
                sorted(item, out);
                out.push(',');
            }
            out.push(']');
        }
        other => other.write_to(out),
    }
}
