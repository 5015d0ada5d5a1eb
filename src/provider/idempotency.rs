//! Keys by which a repeated request is known again, and fingerprints by which a changed one is caught.

use super::input::Terms;
use super::sign::sha256_hex;
use super::{Operation, Provider, input};
use crate::error::{Error, ErrorCode};
use crate::identifier::Strictness;
use crate::json::{Json, Object, serialize_as_json};
use crate::text;

/// What makes a request the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// The same for the same payment, whenever it is asked for: made from what the payment is, never
    /// from the time. It consists of `A-Z`, `0-9` and `-`, which no implementation changes.
    pub key: String,
    /// The SHA-256 of what is sent, whatever the order of its members: inputs that make the same request have
    /// the same one, however they are spelt. A key that comes back with another fingerprint is a mistake: the
    /// provider would answer with the old payment.
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

/// The key and the fingerprint of what would be sent for an input: the members that every rule was applied to, in
/// their electronic forms. What cannot be sent has neither.
pub(super) fn of(provider: Provider, operation: &Operation, input: &Json) -> Result<Idempotency, Error> {
    // what is sent under `compat` alone has a key too; what both take has the same form in both
    let checked = input::check(operation, input, &Terms::of(Strictness::Strict))
        .or_else(|error| input::check(operation, input, &Terms::of(Strictness::Compat)).map_err(|_| error));
    match checked {
        Ok(checked) => of_members(provider, operation, checked.members),
        Err(error) => Err(missing(operation, input).unwrap_or(error)),
    }
}

/// The same of members that were checked already.
pub(super) fn of_members(provider: Provider, operation: &Operation, members: Object) -> Result<Idempotency, Error> {
    let mut input = Json::Object(members);
    let mut key = key(provider, operation, &input)?;
    // a transfer without a key is sent with this one
    if let Json::Object(members) = &mut input
        && members.get(OWN_KEY).and_then(Json::as_str) == Some(&key)
    {
        members.retain(|name| name != OWN_KEY);
        key = self::key(provider, operation, &input)?;
    }
    Ok(Idempotency { key, fingerprint: fingerprint(&input) })
}

/// The member in which an input brings its own key.
const OWN_KEY: &str = "idempotencyKey";

fn fingerprint(input: &Json) -> String {
    let mut text = String::new();
    sorted(input, &mut text);
    sha256_hex(text.as_bytes())
}

fn key(provider: Provider, operation: &Operation, input: &Json) -> Result<String, Error> {
    if let Some(error) = missing(operation, input) {
        return Err(error);
    }
    // lengths keep the parts apart: "a" and "bc" are not "ab" and "c"
    let mut parts = String::new();
    add(provider.as_str(), &mut parts);
    add(operation.name, &mut parts);
    let mut names = operation.key;
    while let Some(name) = text::next_word(&mut names, b' ') {
        let mut text = String::new();
        sorted(super::answer::at(input, name).unwrap_or(&Json::Null), &mut text);
        add(&text, &mut parts);
    }
    if operation.key.is_empty() {
        add(&fingerprint(input), &mut parts);
    }
    let mut key = sha256_hex(parts.as_bytes());
    key.truncate(32);
    key.make_ascii_uppercase();
    Ok(text::join(&["OFFRAMP-", &key], ""))
}

/// The first member that makes it this payment and is not there.
fn missing(operation: &Operation, input: &Json) -> Option<Error> {
    let mut names = operation.key;
    while let Some(name) = text::next_word(&mut names, b' ') {
        if super::answer::at(input, name).is_none_or(Json::is_null) {
            let problem = "without this member the payment cannot be told from another";
            return Some(Error::new(ErrorCode::InputInvalid, problem).in_field(name));
        }
    }
    None
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
