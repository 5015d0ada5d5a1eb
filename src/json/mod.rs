//! JSON values that keep what money needs kept: the digits of numbers and the order of members.
//!
//! Requests are built from and answers are parsed into these values. Numbers are never turned into
//! floats, members stay in the order they came in, a member given twice is an error, and nesting is
//! bounded, so that what is signed, sent and verified is exactly what was written.

mod de;
mod error;
mod parse;
#[cfg(not(target_arch = "wasm32"))]
mod serialize;
mod write;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::text;

pub use error::JsonError;

use error::Problem;

/// A JSON value (RFC 8259).
///
/// ```
/// use offramp_core::Json;
///
/// let json: Json = r#"{"amount": 994.50, "to": ["a"]}"#.parse()?;
/// assert_eq!(json.get("amount").and_then(Json::as_number), Some("994.50"));
/// assert_eq!(json.to_string(), r#"{"amount":994.50,"to":["a"]}"#);
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, by its digits.
    Number(Number),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object: members in their order, each name once.
    Object(Object),
}

/// A JSON number as it was written, such as `994.50`; never a float.
///
/// ```
/// use offramp_core::Number;
///
/// assert_eq!("994.50".parse::<Number>()?.as_str(), "994.50");
/// assert!("NaN".parse::<Number>().is_err());
/// # Ok::<(), offramp_core::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Number(Box<str>);

impl Number {
    /// The digits, sign, point and exponent as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Number {
    type Err = JsonError;

    /// Reads a number in the grammar of JSON.
    ///
    /// # Errors
    /// For anything else, such as `+1`, `.5`, `01` or `NaN`.
    fn from_str(text: &str) -> Result<Number, JsonError> {
        if parse::is_number(text) { Ok(Number(text.into())) } else { Err(JsonError(Problem::NoNumber)) }
    }
}

/// The members of a JSON object, in their order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Object(Vec<(Cow<'static, str>, Json)>);

impl Object {
    /// An object without members.
    #[must_use]
    pub const fn new() -> Object {
        Object(Vec::new())
    }

    /// An object that takes so many members without moving.
    pub(crate) fn with_capacity(count: usize) -> Object {
        Object(Vec::with_capacity(count))
    }

    /// The member of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().find_map(|(key, value)| (key == name).then_some(value))
    }

    /// Puts a member last, or replaces the one of that name in its place.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Json>) {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(key, _)| *key == name) {
            Some((_, place)) => *place = value,
            None => self.0.push((Cow::Owned(name), value)),
        }
    }

    /// Puts a member last whose name is not there yet.
    pub(crate) fn put(&mut self, name: &'static str, value: Json) {
        self.0.push((Cow::Borrowed(name), value));
    }

    /// Puts text last under a name that is not there yet.
    pub(crate) fn put_text(&mut self, name: &'static str, text: &str) {
        self.put(name, Json::text(text));
    }

    /// Keeps the members of these names alone.
    pub(crate) fn retain(&mut self, mut is_kept: impl FnMut(&str) -> bool) {
        self.0.retain(|(name, _)| is_kept(name));
    }

    /// The members in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// How many members there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no members.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Into<String>, V: Into<Json>> FromIterator<(K, V)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Object {
        let mut object = Object::new();
        for (name, value) in members {
            object.insert(name, value);
        }
        object
    }
}

impl Json {
    /// An object of these members.
    ///
    /// ```
    /// use offramp_core::Json;
    ///
    /// let json = Json::object([("currency", "USDT"), ("network", "ETH")]);
    /// assert_eq!(json.to_string(), r#"{"currency":"USDT","network":"ETH"}"#);
    /// ```
    #[must_use]
    pub fn object<K: Into<String>, V: Into<Json>>(members: impl IntoIterator<Item = (K, V)>) -> Json {
        Json::Object(members.into_iter().collect())
    }

    pub(crate) fn text(text: &str) -> Json {
        Json::String(text.to_owned())
    }

    /// A count.
    pub(crate) fn number(number: u64) -> Json {
        let mut digits = String::new();
        text::push_number(&mut digits, number);
        Json::Number(Number(digits.into()))
    }

    /// An array of texts.
    pub(crate) fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> Json {
        let mut items = Vec::new();
        for text in texts {
            items.push(Json::text(text));
        }
        Json::Array(items)
    }

    /// Reads JSON text from bytes.
    ///
    /// # Errors
    /// For anything that RFC 8259 forbids, a member given twice, a lone surrogate,
    /// more than 128 levels of nesting or more than 1,000 members in one object.
    ///
    /// ```
    /// use offramp_core::Json;
    ///
    /// assert!(Json::from_slice(br#"{"to":"a","to":"b"}"#).is_err());
    /// ```
    pub fn from_slice(bytes: &[u8]) -> Result<Json, JsonError> {
        parse::parse(bytes)
    }

    /// The member of that name, where this is an object that has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.as_object()?.get(name)
    }

    /// The text, where this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// The digits, where this is a number.
    #[must_use]
    pub fn as_number(&self) -> Option<&str> {
        match self {
            Json::Number(number) => Some(number.as_str()),
            _ => None,
        }
    }

    /// The truth value, where this is one.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            Json::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The members, where this is an object.
    #[must_use]
    pub const fn as_object(&self) -> Option<&Object> {
        match self {
            Json::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The items, where this is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Json]> {
        match self {
            Json::Array(items) => Some(items),
            _ => None,
        }
    }

    /// Whether this is `null`.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Json::Null)
    }

    /// `"null"`, `"boolean"`, `"number"`, `"string"`, `"array"` or `"object"`.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "boolean",
            Json::Number(_) => "number",
            Json::String(_) => "string",
            Json::Array(_) => "array",
            Json::Object(_) => "object",
        }
    }
}

impl FromStr for Json {
    type Err = JsonError;

    /// Reads JSON text, as [`Json::from_slice`] does.
    ///
    /// # Errors
    /// As [`Json::from_slice`].
    fn from_str(text: &str) -> Result<Json, JsonError> {
        parse::parse_text(text)
    }
}

/// The text without any white space: the bytes that are signed and sent.
impl Json {
    /// The text, without what formats values of any type: `Display` for the core itself.
    pub(crate) fn to_text(&self) -> String {
        // room for most of what is signed or answered, which would else grow to it in steps
        let mut text = String::with_capacity(1000);
        self.write_to(&mut text);
        text
    }

    /// The text in a string that has room for it.
    #[cfg(feature = "http")]
    pub(crate) fn to_text_with_capacity(&self, capacity: usize) -> String {
        let mut text = String::with_capacity(capacity);
        self.write_to(&mut text);
        text
    }

    /// Appends the text.
    pub(crate) fn write_to(&self, out: &mut String) {
        write::value(out, self);
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// The type alone: values may be account numbers.
impl fmt::Debug for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Json({})", self.type_name())
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Number")
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Object({} members)", self.len())
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Json {
        Json::String(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Json {
        Json::String(text)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Json {
        Json::Bool(value)
    }
}

impl From<u32> for Json {
    fn from(value: u32) -> Json {
        Json::number(u64::from(value))
    }
}

impl From<Number> for Json {
    fn from(number: Number) -> Json {
        Json::Number(number)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Json {
        Json::Object(object)
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Json {
        Json::Array(items)
    }
}

/// Numbers are serialised as integers where they are whole and every receiver can hold them, and as
/// text otherwise, so that no serialiser turns digits into a float.
impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(value) => serializer.serialize_bool(*value),
            Json::Number(number) => match number.as_str().parse::<u64>() {
                Ok(small) if small < 1 << 53 => serializer.serialize_u64(small),
                _ => serializer.serialize_str(number.as_str()),
            },
            Json::String(text) => serializer.serialize_str(text),
            Json::Array(items) => {
                let mut sequence = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    sequence.serialize_element(item)?;
                }
                sequence.end()
            }
            Json::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// Serialises a type as the JSON that its `to_json` answers: one shape for every adapter.
macro_rules! serialize_as_json {
    ($($name:ty),+) => {
        $(impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.to_json().serialize(serializer)
            }
        })+
    };
}

pub(crate) use serialize_as_json;
#[cfg(any(test, all(feature = "wasm", target_arch = "wasm32")))]
pub(crate) use write::escaped as write_escaped;
pub(crate) use write::string as write_string;
