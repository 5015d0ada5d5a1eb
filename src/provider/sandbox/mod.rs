//! How providers behave in the sandbox: each by its tables and a small state machine of its own. Pure: a request, what was
//! kept and the time go in; an answer and what follows from it come out.

mod books;
mod engine;
mod judge;
mod magic;
mod money;
mod route;

use super::{Headers, Operation};
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::timestamp::Timestamp;

pub(crate) use super::signature::Message;
pub(crate) use books::{Books, Order, Webhook};
pub(in crate::provider) use books::{Life, Move};
pub(in crate::provider) use engine::WORD;
pub(crate) use engine::{Engine, Output, Question};
pub(crate) use magic::{Ending, FAULTS, is_fault};
pub(in crate::provider) use money::{converted, decimal, number, rounded};

/// An object of these members, in this order.
macro_rules! json {
    () => { $crate::json::Json::Object($crate::json::Object::new()) };
    ($($name:literal: $value:expr),+ $(,)?) => {{
        let mut object = $crate::json::Object::new();
        $(object.put($name, $crate::json::Json::from($value));)+
        $crate::json::Json::Object(object)
    }};
}
pub(in crate::provider) use json;

/// What a provider's folder says of its sandbox, besides the tables that there are for requests anyway.
pub(crate) struct Simulation {
    /// What requests must be authorised with, by the names of credentials.
    pub(crate) credentials: &'static [(&'static str, &'static str)],
    /// The headers that hold them: the header, what stands in front, and the credential; where none is named, anything.
    pub(in crate::provider) headers: &'static [(&'static str, &'static str, &'static str)],
    /// What deliveries are signed with.
    pub(crate) webhook_secret: &'static str,
    /// Whether an operation needs no authorisation.
    pub(in crate::provider) is_open: fn(&Operation) -> bool,
    /// Does what it is asked and says so.
    pub(in crate::provider) answer: fn(&mut Turn<'_>) -> Reply,
    /// Says no in the provider's words.
    pub(in crate::provider) refuse: fn(&Operation, &Problem) -> Reply,
    /// How its orders move.
    pub(in crate::provider) life: Life,
    /// The body of the delivery that tells an order's status; none where nobody is told.
    pub(in crate::provider) event: fn(&Order, &str) -> Option<Json>,
    /// What becomes of tokens that arrive at an address: the hash of their transaction is among the members.
    pub(in crate::provider) deposit: fn(&mut Turn<'_>) -> bool,
    /// What is there from the start: the ids that the provider's document names in its examples.
    pub(in crate::provider) seed: fn(&mut Books, i64),
}

/// Why a request is refused before it is looked into.
pub(crate) enum Problem {
    /// The credentials or the signature are wrong.
    Unauthorised,
    /// Members are missing or wrong.
    Invalid(Vec<Finding>),
    /// Too many requests.
    RateLimited,
    /// The provider's own trouble.
    Internal,
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Json,
}

impl Reply {
    pub(in crate::provider) fn ok(body: Json) -> Reply {
        Reply { status: 200, body }
    }

    pub(in crate::provider) fn new(status: u16, body: Json) -> Reply {
        Reply { status, body }
    }
}

/// One request while it is answered.
pub(in crate::provider) struct Turn<'a> {
    pub(in crate::provider) operation: &'a Operation,
    /// What is asked for, by the names of the operation's table.
    pub(in crate::provider) members: &'a Object,
    pub(in crate::provider) headers: Headers<'a>,
    /// What stands behind a path that the table leaves open at its end.
    pub(in crate::provider) rest: &'a str,
    pub(in crate::provider) books: &'a mut Books,
    pub(in crate::provider) now: Timestamp,
    /// How payments end that this request begins.
    pub(in crate::provider) ending: Ending,
    /// What goes wrong with what is told of them.
    pub(in crate::provider) fault: Option<&'static str>,
    /// Whether an idempotency key is not known again this time.
    pub(in crate::provider) forgets_key: bool,
    /// The number of the request.
    pub(in crate::provider) request: u64,
    /// What the ids of this request are made from.
    pub(in crate::provider) salt: &'a [u8],
}

impl Turn<'_> {
    /// The text at a place such as `from.customerId`; a number by its digits.
    pub(in crate::provider) fn text(&self, place: &str) -> &str {
        text_of(self.members, place)
    }

    /// A text of hexadecimal digits that no other request makes.
    pub(in crate::provider) fn digits(&self, kind: &str) -> String {
        engine::hash(&[self.salt, kind.as_bytes()])
    }

    /// An id such as `pay_5f0c..`.
    pub(in crate::provider) fn id(&self, kind: &str) -> String {
        [kind, "_", self.digits(kind).get(..16).unwrap_or_default()].concat()
    }

    /// A UUID of version 4.
    pub(in crate::provider) fn uuid(&self, kind: &str) -> String {
        engine::uuid_of(&self.digits(kind))
    }

    /// A number of seven digits.
    pub(in crate::provider) fn serial(&self, kind: &str) -> u32 {
        let number = u32::from_str_radix(self.digits(kind).get(..7).unwrap_or_default(), 16).unwrap_or_default();
        (number % 9_000_000).saturating_add(1_000_000)
    }

    /// An address on a chain of Ethereum's kind.
    pub(in crate::provider) fn evm_address(&self) -> String {
        ["0x", self.digits("address").get(..40).unwrap_or_default()].concat()
    }

    /// The order of an idempotency key, unless the key was forgotten.
    pub(in crate::provider) fn known(&self, key: &str) -> Option<&Order> {
        let record = self.books.get("key", key).filter(|_| !self.forgets_key)?;
        let at = text_of(record, "at").parse::<i64>().unwrap_or_default();
        let end = self.books.key_lifetime.map_or(i64::MAX, |lifetime| at.saturating_add(lifetime));
        self.books.order(text_of(record, "id")).filter(|_| self.now.unix_millis() < end)
    }

    /// Keeps an idempotency key.
    pub(in crate::provider) fn know(&mut self, key: &str, id: &str) {
        let at = self.now.unix_millis().to_string();
        self.books.put("key", key, json! {"id": id, "at": at});
    }

    /// An order that this request makes, which nobody is told of yet.
    pub(in crate::provider) fn order(&self, id: &str, members: Json) -> Order {
        let members = match members {
            Json::Object(members) => members,
            _ => Object::new(),
        };
        let mut order = Order::new(id, self.operation.name(), self.request, self.ending, members);
        order.fault = self.fault;
        order
    }

    /// What the request wants of payments that follow from it, for [`Order::wish`].
    pub(in crate::provider) fn wishes(&self) -> String {
        [self.ending.as_str(), " ", self.fault.unwrap_or_default()].concat()
    }

    /// Makes the order, which enters its first status now.
    pub(in crate::provider) fn begin(&mut self, life: &Life, order: Order, status: &str) {
        self.books.begin(life, order, status, self.now.unix_millis());
    }

    /// Has an order enter a status now.
    pub(in crate::provider) fn enter(&mut self, life: &Life, id: &str, status: &str) {
        self.books.enter(life, id, status, self.now.unix_millis());
    }
}

/// The text at a place of an object; a number by its digits.
pub(in crate::provider) fn text_of<'a>(members: &'a Object, place: &str) -> &'a str {
    let mut names = place.split('.');
    let first = names.next().and_then(|name| members.get(name));
    let found = names.fold(first, |at, name| at.and_then(|at| at.get(name)));
    found.and_then(|value| value.as_str().or(value.as_number())).unwrap_or_default()
}
