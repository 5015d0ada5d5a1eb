//! What providers answer: the values that an operation promises, from whichever envelope they came in.

use std::fmt;

use super::http::Response;
use super::members::Members;
use super::operation::Operation;
use super::{Api, Descriptor};
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object, serialize_as_json};
use crate::order::{self, Status};
use crate::text;

/// A value that an operation promises, and the places that it may stand at: paths of names, with
/// blanks between them, of which the first that holds something counts. A point is the whole answer.
#[derive(Debug)]
pub(super) struct Value {
    /// Empty where the members of the object at the place are the values.
    pub(super) name: &'static str,
    pub(super) places: &'static str,
    pub(super) is_needed: bool,
    pub(super) shape: Shape,
}

/// What a value has to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A text, or a number that is read as one.
    Text,
    Any,
    /// A count of smallest units.
    Minor,
    /// A list of objects: what is none does not hold the value.
    List,
}

impl Value {
    pub(super) const fn needed(name: &'static str, places: &'static str) -> Value {
        Value { name, places, is_needed: true, shape: Shape::Text }
    }

    pub(super) const fn list(name: &'static str, places: &'static str) -> Value {
        Value { name, places, is_needed: true, shape: Shape::List }
    }

    pub(super) const fn maybe(name: &'static str, places: &'static str) -> Value {
        Value { name, places, is_needed: false, shape: Shape::Text }
    }

    pub(super) const fn any(name: &'static str, places: &'static str, is_needed: bool) -> Value {
        Value { name, places, is_needed, shape: Shape::Any }
    }

    /// Whether it is a count of smallest units.
    #[cfg(feature = "sandbox")]
    pub(super) const fn is_minor(&self) -> bool {
        matches!(self.shape, Shape::Minor)
    }

    /// `{name, type, needed}`.
    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn to_json(&self) -> Json {
        let kind = match self.shape {
            _ if self.name.is_empty() => "members",
            Shape::Text => "text",
            Shape::Any => "any",
            Shape::Minor => "count",
            Shape::List => "list",
        };
        let mut json = Object::new();
        json.put_text("name", self.name);
        json.put_text("type", kind);
        json.put("needed", Json::Bool(self.is_needed));
        Json::Object(json)
    }

    /// A count of smallest units, as text.
    pub(super) const fn minor(name: &'static str, places: &'static str) -> Value {
        Value { name, places, is_needed: false, shape: Shape::Minor }
    }
}

impl super::Provider {
    /// Whether answers count a value in the currency's smallest units.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn counts_smallest_units(self, name: &str) -> bool {
        let mut answers = self.operations().iter().flat_map(|operation| operation.answer);
        answers.any(|value| value.name == name && value.shape == Shape::Minor)
    }
}

/// What a provider answered: the values that the operation promises under their documented names,
/// whichever shape they came in, or why it refused.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// What became of the request.
    pub outcome: Outcome,
    /// The status of the order in the vocabulary of all providers, where the answer is an order, or a refusal that
    /// says where the order stands.
    pub status: Option<Status>,
    /// The status of each order in the vocabulary of all providers, where the answer is a list of orders.
    pub statuses: Vec<Status>,
    /// The whole answer.
    pub raw: Json,
}

/// What became of a request.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The values that the operation promises; those that are not there yet are left out. Amounts and
    /// rates are text.
    Accepted(Object),
    /// The provider said no.
    Refused {
        /// The provider's own word.
        code: String,
        /// The provider's own message. It may repeat input.
        message: String,
        /// The fields that the provider complains of, with its messages.
        fields: Vec<(String, String)>,
        /// What it says of the payment that it refused: ids under which it can be asked for.
        values: Object,
    },
}

impl Answer {
    /// Whether it says that the order has come to nothing. A refusal that does not say so may be of the request alone: one
    /// that turns a repetition away says nothing of what it repeats.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn has_failed(&self) -> bool {
        matches!(self.status, Some(Status::Failed | Status::Cancelled | Status::Expired | Status::Refunded))
    }

    /// `{outcome: "accepted", status?, statuses?, values}` or `{outcome: "refused", code, message, fields?, values?}`,
    /// then `raw`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        match &self.outcome {
            Outcome::Accepted(values) => {
                json.put_text("outcome", "accepted");
                if let Some(status) = &self.status {
                    json.put_text("status", status.as_str());
                }
                if !self.statuses.is_empty() {
                    json.put("statuses", Json::texts(self.statuses.iter().map(Status::as_str)));
                }
                json.put("values", Json::Object(values.clone()));
            }
            Outcome::Refused { code, message, fields, values } => {
                json.put_text("outcome", "refused");
                json.put_text("code", code);
                json.put_text("message", message);
                let mut items = Vec::new();
                for (field, message) in fields {
                    let mut item = Object::new();
                    item.put_text("field", field);
                    item.put_text("message", message);
                    items.push(Json::Object(item));
                }
                if !items.is_empty() {
                    json.put("fields", Json::Array(items));
                }
                if !values.is_empty() {
                    json.put("values", Json::Object(values.clone()));
                }
            }
        }
        json.put("raw", self.raw.clone());
        Json::Object(json)
    }
}

serialize_as_json!(Answer);

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.outcome.fmt(f)
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Accepted(values) => write!(f, "Accepted({values:?})"),
            Outcome::Refused { code, .. } => write!(f, "Refused({code})"),
        }
    }
}

/// Why a provider said no, before it is put into an [`Outcome`].
#[derive(Default)]
pub(super) struct Refusal {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) fields: Vec<(String, String)>,
    /// The status of the order that the refusal is about, in the provider's own words.
    pub(super) status: Option<String>,
    /// The members of that order.
    pub(super) values: Object,
}

impl Refusal {
    /// `HTTP_404`, where the provider has no word of its own.
    pub(super) fn new(code: Option<&str>, message: Option<&str>, status: u16) -> Refusal {
        let code = match code {
            Some(code) if !code.is_empty() => code.to_owned(),
            _ => text::join(&["HTTP_", &text::number(usize::from(status))], ""),
        };
        Refusal { code, message: message.unwrap_or_default().to_owned(), ..Refusal::default() }
    }
}

pub(super) const fn is_success(status: u16) -> bool {
    matches!(status, 200..=299)
}

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorCode::AnswerInvalid, message)
}

pub(super) fn read(api: &dyn Api, operation: &Operation, response: &Response<'_>) -> Result<Answer, Error> {
    let is_empty = response.body.trim_ascii().is_empty();
    // only an operation that promises nothing can be answered with nothing
    let raw = if is_empty && (operation.answer.is_empty() || !is_success(response.status)) {
        Json::Null
    } else {
        Json::from_slice(response.body).map_err(|_| invalid("the answer is not JSON"))?
    };
    if let Some(Refusal { code, message, fields, status: word, values }) = api.refusal(&raw, response.status) {
        let status = status(api.descriptor(), word.as_deref());
        return Ok(Answer {
            outcome: Outcome::Refused { code, message, fields, values },
            status,
            statuses: Vec::new(),
            raw,
        });
    }
    let mut values = Object::new();
    for value in operation.answer {
        take(&api.descriptor().members, value, operation.answer, &raw, &mut values)?;
    }
    let known = api.descriptor().states;
    let word = values.get("status").and_then(Json::as_str).filter(|_| operation.is_order);
    let status = word.map(|word| order::status_of(known, word));
    let mut statuses = Vec::new();
    for list in operation.answer.iter().filter(|value| operation.is_order && value.shape == Shape::List) {
        for order in values.get(list.name).and_then(Json::as_array).unwrap_or_default() {
            statuses.push(order::status_of(known, order.get("status").and_then(Json::as_str).unwrap_or_default()));
        }
    }
    Ok(Answer { outcome: Outcome::Accepted(values), status, statuses, raw })
}

fn take(members: &Members, value: &Value, answer: &[Value], raw: &Json, values: &mut Object) -> Result<(), Error> {
    let lacks = || Err(invalid("the answer lacks a value that it is for").in_field(value.name));
    let mut found = None;
    let mut places = value.places;
    while let Some(place) = text::next_word(&mut places, b' ') {
        found = at(raw, if place == "." { "" } else { place }).filter(|found| is_there(found, value));
        if found.is_some() {
            break;
        }
    }
    let Some(found) = found else {
        return if value.is_needed { lacks() } else { Ok(()) };
    };
    if value.name.is_empty() {
        match found {
            Json::Object(object) => {
                // what has a place of its own is never taken from among other members
                for (name, member) in object.iter() {
                    if !answer.iter().any(|value| value.name == name) {
                        values.insert(name, members.exact(name, member));
                    }
                }
            }
            _ => return Err(invalid("the answer is not an object")),
        }
    } else if value.shape == Shape::Minor {
        values
            .insert(value.name, minor(found).ok_or_else(|| invalid("the amount is no exact count of smallest units"))?);
    } else {
        values.insert(value.name, members.exact(value.name, found));
    }
    Ok(())
}

/// The value at a path of names.
pub(super) fn at<'a>(json: &'a Json, path: &str) -> Option<&'a Json> {
    let (mut value, mut rest) = (json, path);
    while !rest.is_empty() {
        let (name, more) = text::split(rest, b'.').unwrap_or((rest, ""));
        value = value.get(name)?;
        rest = more;
    }
    Some(value)
}

/// The text at a path of names.
pub(super) fn text_at<'a>(json: &'a Json, path: &str) -> Option<&'a str> {
    at(json, path).and_then(Json::as_str)
}

/// `PENDING`, null and nothing stand for what is not there yet; a status can be pending.
fn is_there(found: &Json, value: &Value) -> bool {
    match found {
        Json::Array(items) if value.shape == Shape::List => items.iter().all(|item| item.as_object().is_some()),
        Json::Array(_) => !value.name.is_empty(),
        _ if value.shape == Shape::List => false,
        Json::Null => false,
        Json::String(text) => !text.is_empty() && (text != "PENDING" || value.name == "status"),
        _ => true,
    }
}

/// The largest count that a JSON number has in every language, 2^53, has sixteen digits.
const EXACT: &str = "9007199254740992";

/// A count of smallest units from text or from a number that no float has rounded.
fn minor(value: &Json) -> Option<Json> {
    let digits = match value {
        Json::String(text) => text.as_str(),
        Json::Number(number) => {
            let digits = number.as_str();
            let fits = digits.len() < EXACT.len() || digits.len() == EXACT.len() && digits <= EXACT;
            fits.then_some(digits)?
        }
        _ => return None,
    };
    text::is_digits(digits).then(|| Json::text(digits))
}

/// The order's status in an event or answer, in the vocabulary of all providers.
pub(super) fn status(descriptor: &Descriptor, raw: Option<&str>) -> Option<Status> {
    raw.map(|raw| order::status_of(descriptor.states, raw))
}
