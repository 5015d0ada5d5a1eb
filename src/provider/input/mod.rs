//! The inputs of operations as tables: checked, ordered and described by the same small code.

use crate::code::{Code, Severity};
use crate::error::Error;
use crate::finding::Finding;
use crate::identifier::{self, Kind, Rules, Strictness};
use crate::json::{Json, Object};
use crate::nearest::nearest;
use crate::text;
use crate::timestamp::Timestamp;

use super::exact;
use super::operation::Operation;

pub(super) mod file;
mod line;
mod plain;
mod schema;
mod together;
mod together_schema;

use plain::{plain_value, wrong_type};
pub(super) use schema::json_schema;
pub(crate) use together::{Together, Wants, When};

/// One member of an operation's input.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) rule: InputRule,
    /// For the JSON Schema. The WASM module does without: the texts weigh as much as a provider.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) help: &'static str,
}

/// What a member holds.
#[derive(Debug)]
pub(crate) enum InputRule {
    /// One line of text of at most so many characters.
    Text(u16),
    /// One line of text of at most 255 characters, which may also be given under this other name.
    TextOr(&'static str),
    /// An id of letters, digits, `-` and `_`, at most so many: others are refused, because a service that
    /// takes them out pays somebody else.
    Id(u16),
    /// Text as a step of the path, which may also be given under this other name.
    Segment(&'static str),
    /// A UUID as a step of the path, which may also be given under this other name.
    UuidSegment(&'static str),
    /// An e-mail address.
    Email,
    /// One of these, which have blanks between them.
    OneOf(&'static str),
    /// This text, which is put in where it is left out.
    Always(&'static str),
    /// True, which is put in where it is left out.
    True,
    /// True or false.
    Bool,
    /// An object of these members.
    Object(&'static [Input]),
    /// The caller's own id, of letters, digits, hyphens, underscores, dots and colons.
    Reference(u16),
    /// A text that others show: without what a page would take for more.
    Note(u16),
    /// One of these currencies, in any case.
    CurrencyOf(&'static str),
    /// A record of the caller's, which may have more members than these.
    Record(&'static [Input]),
    /// A country by its two letters, in any case.
    Country,
    /// Names and texts of the caller's own choice.
    Texts,
    /// An object of the caller's own choice.
    AnyObject,
    /// From so many of these to so many.
    List(&'static InputRule, u32, u32),
    /// An identifier, in any of its spellings.
    Identifier(Kind),
    /// An address on a chain that can be told by its form.
    Address,
    /// The hash of a transaction on a chain that can be told by its form.
    TransactionHash,
    /// An amount as a JSON number; text is taken too, so that no caller need use a float.
    Number,
    /// An amount that may be none, as a JSON number or as text, in any number of decimals that is reckoned with.
    AmountOrNone,
    /// The same as a JSON number.
    NumberOrNone,
    /// A part of the whole as a JSON number: 0.005 is half a percent.
    Fraction,
    /// An amount as text.
    Decimal,
    /// An amount as text, in the smallest unit of its currency.
    MinorUnits,
    /// A whole number within bounds, also from its digits as text; an upper bound of 0 is the largest that every language keeps, 2^53.
    Integer(u32, u32),
    /// An https URL.
    Url,
    /// A UUID.
    Uuid,
    /// A day, as in 1990-01-01.
    Date,
    /// A time (RFC 3339).
    Time,
    /// Bytes in hexadecimal with 0x in front.
    Hex,
    /// A whole number in digits, as text.
    Digits,
    /// A file as a data URL (RFC 2397) of one of these media types, or of any where none is named.
    File(&'static [&'static str]),
}

impl InputRule {
    /// The other name that a member may be given under.
    pub(super) const fn other_name(&self) -> Option<&'static str> {
        match self {
            InputRule::Segment(other) | InputRule::UuidSegment(other) | InputRule::TextOr(other) => Some(other),
            _ => None,
        }
    }
}

pub(crate) const fn needed(name: &'static str, rule: InputRule, help: &'static str) -> Input {
    #[cfg(target_arch = "wasm32")]
    let _ = help;
    Input {
        name,
        required: true,
        rule,
        #[cfg(not(target_arch = "wasm32"))]
        help,
    }
}

pub(crate) const fn optional(name: &'static str, rule: InputRule, help: &'static str) -> Input {
    #[cfg(target_arch = "wasm32")]
    let _ = help;
    Input {
        name,
        required: false,
        rule,
        #[cfg(not(target_arch = "wasm32"))]
        help,
    }
}

/// Input that every rule was applied to.
pub(super) struct Checked {
    /// The members in the order of the operation's table.
    pub(super) members: Object,
    /// Warnings: what breaks a rule has become an error.
    pub(super) findings: Vec<Finding>,
}

/// What a check goes by besides the input.
#[derive(Clone, Copy)]
pub(super) struct Terms<'a> {
    pub(super) strictness: Strictness,
    /// The time of the request; none where none is built.
    pub(super) now: Option<Timestamp>,
    /// The rails that the provider names, where the caller has them.
    pub(super) rails: Option<&'a [Json]>,
}

impl Terms<'_> {
    /// Nothing but how strictly the input is judged.
    pub(super) const fn of(strictness: Strictness) -> Terms<'static> {
        Terms { strictness, now: None, rails: None }
    }
}

/// Applies every rule of an operation to an input.
pub(super) fn check(operation: &Operation, input: &Json, terms: &Terms<'_>) -> Result<Checked, Error> {
    judge(operation.input, operation.check, operation.together, input, terms)
}

/// Applies a table and the rules about all of it to an input.
pub(super) fn judge(
    table: &'static [Input],
    check: super::operation::Check,
    together: &[Together],
    input: &Json,
    terms: &Terms<'_>,
) -> Result<Checked, Error> {
    let mut judge = Judge { rules: Rules { strictness: terms.strictness, ..Rules::default() }, findings: Vec::new() };
    let mut members = Object::new();
    match input {
        Json::Object(object) => members = judge.members(table, object, Path(None), Severity::Error),
        Json::Null if table.iter().all(|input| !input.required) => {}
        _ => judge.findings.push(wrong_type("object")),
    }
    let mut findings = judge.findings;
    check(&mut members, terms, &mut findings);
    together::check(together, &members, &mut findings);
    if findings.iter().any(|finding| finding.severity() == Severity::Error) {
        return Err(Error::from_findings(findings));
    }
    Ok(Checked { members, findings })
}

/// Where a value stands: the value that it stands in, and its name there; nothing for the whole input. It is put
/// together only where there is something to say.
#[derive(Clone, Copy)]
struct Path<'a>(Option<(&'a Path<'a>, &'a str)>);

impl Path<'_> {
    /// As a JSON Pointer.
    fn text(&self) -> String {
        match self.0 {
            Some((parent, name)) => text::join(&[&parent.text(), "/", name], ""),
            None => String::new(),
        }
    }
}

struct Judge {
    rules: Rules,
    findings: Vec<Finding>,
}

impl Judge {
    /// The members in the order of the table. What is not in it is not sent, and said with this severity.
    fn members(&mut self, table: &'static [Input], object: &Object, path: Path<'_>, unknown: Severity) -> Object {
        let mut members = Object::with_capacity(table.len());
        for input in table {
            let place = Path(Some((&path, input.name)));
            let mut given = object.get(input.name);
            let other = input.rule.other_name().and_then(|other| object.get(other));
            if let Some(other) = other.filter(|other| !other.is_null()) {
                given = given.filter(|given| !given.is_null());
                if given.is_some_and(|given| given != other) {
                    self.findings.push(Finding::new(Code::FieldTwice).at_path(place.text()));
                }
                given = given.or(Some(other));
            }
            // a query without parameters is the same as none
            let is_row = matches!(unknown, Severity::Warning) && !input.required;
            let is_nothing = |value: &&Json| match (value, &input.rule) {
                (Json::Object(object), InputRule::Texts) => object.is_empty(),
                // a row of a database has empty columns
                (Json::Object(object), InputRule::Record(_)) => is_row && object.is_empty(),
                (Json::String(text), _) if is_row => text.is_empty(),
                (value, _) => value.is_null(),
            };
            match (given.filter(|value| !is_nothing(value)), &input.rule) {
                (Some(value), _) => {
                    if let Some(value) = self.value(&input.rule, value, place) {
                        members.put(input.name, value);
                    }
                }
                (None, InputRule::Always(text)) => members.put_text(input.name, text),
                (None, InputRule::True) => members.put(input.name, Json::Bool(true)),
                (None, _) if input.required => {
                    self.findings.push(Finding::new(Code::FieldRequired).at_path(place.text()));
                }
                (None, _) => {}
            }
        }
        for (name, _) in object.iter() {
            let is_known = |input: &Input| input.name == name || input.rule.other_name() == Some(name);
            if !table.iter().any(is_known) {
                let finding = Finding::new(Code::FieldUnknown).with_severity(unknown);
                let finding = finding.at_path(text::join(&[&path.text(), &text::pointer(name)], ""));
                let near = nearest(name, table.iter().map(|input| input.name));
                self.findings.push(match near {
                    Some(near) => finding.suggesting(near.to_owned()),
                    None => finding,
                });
            }
        }
        members
    }

    /// The value in the form that is sent; nothing where a finding says why not.
    fn value(&mut self, rule: &'static InputRule, value: &Json, path: Path<'_>) -> Option<Json> {
        match (rule, value) {
            (InputRule::Object(table), Json::Object(object)) => {
                return Some(Json::Object(self.members(table, object, path, Severity::Error)));
            }
            (InputRule::Record(table), Json::Object(object)) => {
                return Some(Json::Object(self.members(table, object, path, Severity::Warning)));
            }
            (InputRule::List(rule, least, most), Json::Array(items)) => {
                if !u32::try_from(items.len()).is_ok_and(|count| (*least..=*most).contains(&count)) {
                    let finding = Finding::new(Code::ListLength)
                        .with("least", plain::digits_of(u64::from(*least)))
                        .with("most", plain::digits_of(u64::from(*most)));
                    self.findings.push(finding.with_number("actual", items.len()).at_path(path.text()));
                    return None;
                }
                let mut list = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    list.extend(self.value(rule, item, Path(Some((&path, &text::number(index))))));
                }
                return Some(Json::Array(list));
            }
            (InputRule::Identifier(kind), Json::String(text)) => return self.identifier(*kind, text, path),
            (InputRule::Address, Json::String(text)) => return self.on_chain(text, path, ADDRESSES, 32..=44),
            (InputRule::TransactionHash, Json::String(text)) => return self.on_chain(text, path, HASHES, 80..=90),
            _ => {}
        }
        match plain_value(rule, value) {
            Ok(value) => Some(value),
            Err(finding) => {
                self.findings.push(finding.at_path(path.text()));
                None
            }
        }
    }

    fn identifier(&mut self, kind: Kind, text: &str, path: Path<'_>) -> Option<Json> {
        let (mut form, start) = (String::new(), self.findings.len());
        let is_valid = identifier::judge(kind, text, self.rules, "", &mut form, &mut self.findings);
        for finding in self.findings.iter_mut().skip(start) {
            finding.move_to(path.text());
        }
        is_valid.then_some(Json::String(form))
    }

    /// What is on a chain whose form is known is judged by it; letters and digits of the length that
    /// other chains use are taken as they are.
    fn on_chain(
        &mut self,
        text: &str,
        path: Path<'_>,
        [evm, tron, stellar]: [Kind; 3],
        others: std::ops::RangeInclusive<usize>,
    ) -> Option<Json> {
        let text = text::trim(text);
        let first = text.bytes().next().unwrap_or_default();
        let kind = match (first, text.len()) {
            (b'T', 34) => tron,
            (b'G', 56) | (_, 64) => stellar,
            (b'0', _) => evm,
            (_, length) if others.contains(&length) && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
                return Some(Json::text(text));
            }
            _ => evm,
        };
        self.identifier(kind, text, path)
    }
}

const ADDRESSES: [Kind; 3] = [Kind::EvmAddress, Kind::TronAddress, Kind::StellarAddress];
const HASHES: [Kind; 3] = [Kind::EvmTxHash, Kind::TronTxHash, Kind::StellarTxHash];
