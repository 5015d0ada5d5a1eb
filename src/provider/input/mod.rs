//! The inputs of operations as tables: checked, ordered and described by the same small code.

use crate::bank::joined;
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::identifier::{self, Kind, Rules, Strictness};
use crate::json::{Json, Number, Object};
use crate::money::read_positive;
use crate::nearest::nearest;
use crate::text;
use crate::timestamp::Timestamp;

use super::exact;
use super::operation::Operation;

pub(super) mod file;
mod schema;

pub(super) use schema::json_schema;

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
    /// An id of letters, digits, `-` and `_`, at most so many: others are refused, because a service that
    /// takes them out pays somebody else.
    Id(u16),
    /// Text as a step of the path, which may also be given under this other name.
    Segment(&'static str),
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
    /// Names and texts of the caller's own choice.
    Texts,
    /// An object of the caller's own choice.
    AnyObject,
    /// At least one of these, and at most so many.
    List(&'static InputRule, u32),
    /// An identifier, in any of its spellings.
    Identifier(Kind),
    /// An address on a chain that can be told by its form.
    Address,
    /// The hash of a transaction on a chain that can be told by its form.
    TransactionHash,
    /// An amount as a JSON number; text is taken too, so that no caller need use a float.
    Number,
    /// A part of the whole as a JSON number: 0.005 is half a percent.
    Fraction,
    /// An amount as text.
    Decimal,
    /// An amount as text, in the smallest unit of its currency.
    MinorUnits,
    /// A whole number within bounds; an upper bound of 0 is the largest that every language keeps, 2^53.
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
    /// A file as a data URL (RFC 2397) of one of these media types.
    File(&'static [&'static str]),
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

/// Applies every rule of an operation to an input.
pub(super) fn check(operation: &Operation, input: &Json, strictness: Strictness) -> Result<Checked, Error> {
    judge(operation.input, operation.check, input, strictness)
}

/// Applies a table and a rule about all of it to an input.
pub(super) fn judge(
    table: &'static [Input],
    check: super::operation::Check,
    input: &Json,
    strictness: Strictness,
) -> Result<Checked, Error> {
    let mut judge = Judge { rules: Rules { strictness, country: None }, findings: Vec::new() };
    let mut members = Object::new();
    match input {
        Json::Object(object) => members = judge.members(table, object, Path(None)),
        Json::Null if table.iter().all(|input| !input.required) => {}
        _ => judge.findings.push(wrong_type("object")),
    }
    let mut findings = judge.findings;
    check(&mut members, strictness, &mut findings);
    if findings.iter().any(|finding| finding.severity() == crate::Severity::Error) {
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
            Some((parent, name)) => text::joined(&[&parent.text(), "/", name], ""),
            None => String::new(),
        }
    }
}

struct Judge {
    rules: Rules,
    findings: Vec<Finding>,
}

impl Judge {
    /// The members in the order of the table.
    fn members(&mut self, table: &'static [Input], object: &Object, path: Path<'_>) -> Object {
        let mut members = Object::with_room(table.len());
        for input in table {
            let place = Path(Some((&path, input.name)));
            let mut given = object.get(input.name);
            if let (None, InputRule::Segment(other)) = (given, &input.rule) {
                given = object.get(other);
            }
            match (given.filter(|value| !value.is_null()), &input.rule) {
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
            let is_known =
                |input: &Input| input.name == name || matches!(input.rule, InputRule::Segment(other) if other == name);
            if !table.iter().any(is_known) {
                let finding =
                    Finding::new(Code::FieldUnknown).at_path(text::joined(&[&path.text(), &text::pointer(name)], ""));
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
                return Some(Json::Object(self.members(table, object, path)));
            }
            (InputRule::List(rule, most), Json::Array(items))
                if !items.is_empty() && u32::try_from(items.len()).is_ok_and(|count| count <= *most) =>
            {
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

/// The value of a rule that needs nothing but the value.
fn plain_value(rule: &'static InputRule, value: &Json) -> Result<Json, Finding> {
    let expected = rule.type_name();
    let text = match value {
        Json::String(text) => text.as_str(),
        _ if expected == "string" => return Err(wrong_type(expected)),
        _ => "",
    };
    let fits = |code, fits: bool| if fits { Ok(Json::text(text::trim(text))) } else { Err(Finding::new(code)) };
    match rule {
        InputRule::Text(most) => line(text, usize::from(*most)).map(Json::text),
        InputRule::Segment(_) => match line(text, 255)? {
            // they would lead to another place
            "." | ".." => Err(Finding::new(Code::CharacterNotAllowed).with_number("position", 1)),
            text => Ok(Json::text(text)),
        },
        InputRule::Id(most) => {
            let text = line(text, usize::from(*most))?;
            let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
            match text.bytes().position(|byte| !is_allowed(byte)) {
                Some(at) => Err(Finding::new(Code::CharacterNotAllowed).with_number("position", at.wrapping_add(1))),
                None => Ok(Json::text(text)),
            }
        }
        InputRule::Email => email(text).map(Json::text),
        InputRule::OneOf(allowed) => one_of(allowed, text),
        InputRule::Always(only) => one_of(only, text),
        InputRule::True if value.as_bool() == Some(false) => Err(not_allowed("true")),
        InputRule::True | InputRule::Bool => match value {
            Json::Bool(value) => Ok(Json::Bool(*value)),
            _ => Err(wrong_type(expected)),
        },
        InputRule::Texts | InputRule::AnyObject => match value {
            Json::Object(object)
                if matches!(rule, InputRule::AnyObject) || object.iter().all(|(_, value)| value.as_str().is_some()) =>
            {
                Ok(value.clone())
            }
            _ => Err(wrong_type(expected)),
        },
        InputRule::Number | InputRule::Fraction => {
            let digits = value.as_number().or(value.as_str()).ok_or_else(|| wrong_type(expected))?;
            let number = shortest(digits);
            if matches!(rule, InputRule::Fraction) {
                let is_part = exact::read(digits).is_some_and(|part| part <= exact::ONE);
                return match number.parse::<Number>() {
                    Ok(number) if is_part => Ok(number.into()),
                    _ => Err(range("0", "1")),
                };
            }
            read_positive(digits, None)?;
            number.parse::<Number>().map(Json::from).map_err(|_| Finding::new(Code::AmountNotANumber))
        }
        InputRule::Decimal => read_positive(text, None).map(|_| Json::text(text)),
        InputRule::MinorUnits => {
            read_positive(text, None)?;
            if !text::is_digits(text) {
                return Err(Finding::new(Code::MinorUnitsNeeded));
            }
            if text.len() > 15 {
                return Err(Finding::new(Code::AmountTooLarge));
            }
            Ok(Json::String(shortest(text)))
        }
        InputRule::Integer(least, most) => {
            let digits = value.as_number().ok_or_else(|| wrong_type(expected))?;
            match text::whole(digits) {
                Some(number) if (u64::from(*least)..=upper(*most)).contains(&number) => Ok(value.clone()),
                _ => Err(range(&digits_of(u64::from(*least)), &digits_of(upper(*most)))),
            }
        }
        InputRule::Url => fits(Code::UrlStructure, is_url(text)),
        InputRule::Uuid => fits(Code::UuidStructure, is_uuid(text)),
        InputRule::Date => {
            fits(Code::DateStructure, text::joined(&[text, "T00:00:00Z"], "").parse::<Timestamp>().is_ok())
        }
        InputRule::Time => fits(Code::DateStructure, text.parse::<Timestamp>().is_ok()),
        InputRule::Hex => {
            let digits = text.strip_prefix("0x").unwrap_or_default();
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            fits(Code::HexStructure, !digits.is_empty() && is_hex)
        }
        InputRule::Digits => fits(Code::HexStructure, text::is_digits(text)),
        InputRule::File(types) => file::check(text, types).map(|()| value.clone()),
        _ => Err(wrong_type(expected)),
    }
}

fn one_of(allowed: &str, text: &str) -> Result<Json, Finding> {
    if text::lists(allowed, text) { Ok(Json::text(text)) } else { Err(not_allowed(allowed)) }
}

fn range(least: &str, most: &str) -> Finding {
    Finding::new(Code::NumberRange).with("least", least.to_owned()).with("most", most.to_owned())
}

/// The upper bound of a whole number.
fn upper(most: u32) -> u64 {
    if most == 0 { 1 << 53 } else { u64::from(most) }
}

fn digits_of(number: u64) -> String {
    let mut out = String::new();
    text::push_number(&mut out, number);
    out
}

/// A plain decimal number without zeros that say nothing.
fn shortest(digits: &str) -> String {
    let (whole, decimals) = text::split(digits, b'.').unwrap_or((digits, ""));
    let (whole, decimals) = (whole.trim_start_matches('0'), decimals.trim_end_matches('0'));
    let mut out = String::from(if whole.is_empty() { "0" } else { whole });
    if !decimals.is_empty() {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

/// `https`, a host with a dot, and nothing that a header or a log could stumble over.
fn is_url(text: &str) -> bool {
    let Some(rest) = text::trim(text).strip_prefix("https://") else {
        return false;
    };
    let host = rest.split_at_checked(rest.bytes().position(|byte| b"/?#".contains(&byte)).unwrap_or(rest.len()));
    let host = host.map_or("", |(host, _)| host);
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte);
    text::has(host, b'.') && host.bytes().all(is_host) && rest.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Eight, four, four, four and twelve hexadecimal digits.
fn is_uuid(text: &str) -> bool {
    let fits = |(at, byte): (usize, u8)| match at {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text::trim(text).len() == 36 && text::trim(text).bytes().enumerate().all(fits)
}

fn wrong_type(expected: &'static str) -> Finding {
    Finding::new(Code::FieldType).with_text("expected", expected)
}

fn not_allowed(allowed: &str) -> Finding {
    let (mut rest, mut names) = (allowed, Vec::new());
    while let Some(name) = text::next_word(&mut rest, b' ') {
        names.push(name);
    }
    Finding::new(Code::ValueNotAllowed).with("allowed", text::joined(&names, ", "))
}

fn line(text: &str, most: usize) -> Result<&str, Finding> {
    let text = text::trim(text);
    let length = text::count(text);
    if text.is_empty() {
        Err(Finding::new(Code::ValueEmpty))
    } else if length > most {
        Err(Finding::new(Code::TooLong).with_number("expected", most).with_number("actual", length))
    } else if text.chars().any(char::is_control) {
        Err(Finding::new(Code::ControlCharacters))
    } else {
        Ok(text)
    }
}

/// `local@domain.tld` without blanks: whether mail arrives is for the provider to find out.
fn email(text: &str) -> Result<&str, Finding> {
    let text = line(text, 254)?;
    let Some((local, domain)) = text::split(text, b'@') else {
        return Err(Finding::new(Code::EmailStructure));
    };
    let is_host = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
    let is_local = |byte: &u8| !byte.is_ascii() || byte.is_ascii_graphic() && !b"@\"(),:;<>[]\\".contains(byte);
    let has_labels = |name: &str| {
        let dotted = text::joined(&[".", name, "."], "");
        !text::holds(&dotted, "..")
    };
    let dotted = text::joined(&[".", domain, "."], "");
    let has_hyphens_inside = !text::holds(&dotted, ".-") && !text::holds(&dotted, "-.");
    let fits = (1..=64).contains(&local.len())
        && local.as_bytes().iter().all(is_local)
        && domain.as_bytes().iter().all(is_host)
        && has_labels(local)
        && has_labels(domain)
        && has_hyphens_inside
        && text::has(domain, b'.');
    if fits { Ok(text) } else { Err(Finding::new(Code::EmailStructure)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_only_zeros_that_say_nothing() {
        for (given, expected) in [("1000", "1000"), ("1.0", "1"), ("994.50", "994.5"), ("0.005", "0.005"), ("007", "7")]
        {
            assert_eq!(shortest(given), expected);
        }
    }

    #[test]
    fn urls_and_uuids() {
        assert!(is_url("https://partner.example.com/webhooks/unigox"));
        for text in ["http://a.b", "https://localhost/x", "https://user@a.b/", "https://a.b/ c", "a.b", ""] {
            assert!(!is_url(text), "{text}");
        }
        assert!(is_uuid("550e8400-e29b-41d4-a716-446655440000"));
        assert!(!is_uuid("550e8400-..."));
    }

    #[test]
    fn addresses_of_mail() {
        for text in ["a@b.co", "first.last+tag@mail.example.com", "ü@müller.de"] {
            assert!(email(text).is_ok(), "{text}");
        }
        for text in ["", "a", "a@b", "@b.co", "a@", "a b@c.de", "a@b..c", ".a@b.co", "a@@b.co", "a@-b.co", "a@b.co\n.x"]
        {
            assert!(email(text).is_err(), "{text}");
        }
    }
}
