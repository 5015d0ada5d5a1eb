//! The inputs of operations as tables: checked, ordered and described by the same small code.

use crate::bank::{SCHEMA_DIALECT, joined};
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::identifier::Strictness;
use crate::json::{Json, Object};
use crate::nearest::nearest;
use crate::text;

use super::{Checked, Operation};

/// One member of an operation's input.
#[derive(Debug)]
pub(crate) struct Input {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) rule: InputRule,
    pub(crate) help: &'static str,
}

/// What a member holds.
#[derive(Debug)]
pub(crate) enum InputRule {
    /// One line of text of at most so many characters.
    Text(usize),
    /// An e-mail address.
    Email,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// This text, which is put in where it is left out.
    Always(&'static str),
    /// True, which is put in where it is left out.
    True,
    /// An object of these members.
    Object(&'static [Input]),
    /// Names and texts of the caller's own choice.
    Texts,
}

pub(crate) const fn needed(name: &'static str, rule: InputRule, help: &'static str) -> Input {
    Input { name, required: true, rule, help }
}

pub(crate) const fn optional(name: &'static str, rule: InputRule, help: &'static str) -> Input {
    Input { name, required: false, rule, help }
}

/// Applies every rule of an operation to an input.
pub(super) fn check(operation: &Operation, input: &Json, strictness: Strictness) -> Result<Checked, Error> {
    let mut findings = Vec::new();
    let mut members = Object::new();
    match input {
        Json::Object(object) => members = checked(operation.input, object, "", &mut findings),
        Json::Null if operation.input.iter().all(|input| !input.required) => {}
        _ => findings.push(wrong_type("object")),
    }
    (operation.check)(&mut members, strictness, &mut findings);
    if findings.iter().any(|finding| finding.severity() == crate::Severity::Error) {
        return Err(Error::from_findings(findings));
    }
    Ok(Checked { members, findings })
}

/// The members in the order of the table.
fn checked(table: &[Input], object: &Object, path: &str, findings: &mut Vec<Finding>) -> Object {
    let mut members = Object::new();
    for input in table {
        let path = [path, "/", input.name].concat();
        let given = object.get(input.name).filter(|value| !value.is_null());
        match (given, &input.rule) {
            (Some(value), _) => match value_of(&input.rule, value, &path, findings) {
                Ok(value) => members.put(input.name, value),
                Err(finding) => findings.push(finding.at_path(path)),
            },
            (None, InputRule::Always(text)) => members.put_text(input.name, text),
            (None, InputRule::True) => members.put(input.name, Json::Bool(true)),
            (None, _) if input.required => findings.push(Finding::new(Code::FieldRequired).at_path(path)),
            (None, _) => {}
        }
    }
    for (name, _) in object.iter() {
        if !table.iter().any(|input| input.name == name) {
            let finding = Finding::new(Code::FieldUnknown).at_path([path, &text::pointer(name)].concat());
            let near = nearest(name, table.iter().map(|input| input.name));
            findings.push(match near {
                Some(near) => finding.suggesting(near.to_owned()),
                None => finding,
            });
        }
    }
    members
}

fn value_of(rule: &InputRule, value: &Json, path: &str, findings: &mut Vec<Finding>) -> Result<Json, Finding> {
    let text = || value.as_str().ok_or_else(|| wrong_type("string"));
    match rule {
        InputRule::Text(most) => line(text()?, *most).map(Json::text),
        InputRule::Email => email(text()?).map(Json::text),
        InputRule::OneOf(allowed) => {
            let text = text()?;
            if allowed.contains(&text) { Ok(value.clone()) } else { Err(not_allowed(allowed)) }
        }
        InputRule::Always(only) => {
            if text()? == *only {
                Ok(value.clone())
            } else {
                Err(not_allowed(&[only]))
            }
        }
        InputRule::True => match value.as_bool() {
            Some(true) => Ok(Json::Bool(true)),
            Some(false) => Err(not_allowed(&["true"])),
            None => Err(wrong_type("boolean")),
        },
        InputRule::Object(table) => match value {
            Json::Object(object) => Ok(Json::Object(checked(table, object, path, findings))),
            _ => Err(wrong_type("object")),
        },
        InputRule::Texts => match value {
            Json::Object(object) if object.iter().all(|(_, value)| value.as_str().is_some()) => Ok(value.clone()),
            _ => Err(wrong_type("object of strings")),
        },
    }
}

fn wrong_type(expected: &'static str) -> Finding {
    Finding::new(Code::FieldType).with_text("expected", expected)
}

fn not_allowed(allowed: &[&str]) -> Finding {
    Finding::new(Code::ValueNotAllowed).with("allowed", joined(allowed.iter().copied()))
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
    let has_labels = |name: &str| name.split('.').all(|label| !label.is_empty());
    let has_hyphens_inside = domain.split('.').all(|label| !label.starts_with('-') && !label.ends_with('-'));
    let fits = (1..=64).contains(&local.len())
        && local.as_bytes().iter().all(is_local)
        && domain.as_bytes().iter().all(is_host)
        && has_labels(local)
        && has_labels(domain)
        && has_hyphens_inside
        && text::has(domain, b'.');
    if fits { Ok(text) } else { Err(Finding::new(Code::EmailStructure)) }
}

/// The JSON Schema (2020-12) of a table.
pub(super) fn json_schema(title: &str, table: &[Input]) -> Json {
    let mut schema = Object::new();
    schema.put_text("$schema", SCHEMA_DIALECT);
    schema.put_text("title", title);
    describe_object(table, &mut schema);
    Json::Object(schema)
}

fn describe_object(table: &[Input], schema: &mut Object) {
    let (mut properties, mut required) = (Object::new(), Vec::new());
    for input in table {
        let mut property = Object::new();
        describe(&input.rule, &mut property);
        property.put_text("description", input.help);
        properties.put(input.name, Json::Object(property));
        if input.required {
            required.push(Json::text(input.name));
        }
    }
    schema.put_text("type", "object");
    schema.put("properties", Json::Object(properties));
    schema.put("required", Json::Array(required));
    schema.put("additionalProperties", Json::Bool(false));
}

fn describe(rule: &InputRule, schema: &mut Object) {
    match rule {
        InputRule::Text(most) => {
            schema.put_text("type", "string");
            schema.put("minLength", Json::number(1));
            schema.put("maxLength", Json::number(u64::try_from(*most).unwrap_or(u64::MAX)));
        }
        InputRule::Email => {
            schema.put_text("type", "string");
            schema.put_text("format", "email");
        }
        InputRule::OneOf(allowed) => schema.put("enum", Json::texts(allowed.iter().copied())),
        InputRule::Always(only) => schema.put_text("const", only),
        InputRule::True => schema.put("const", Json::Bool(true)),
        InputRule::Object(table) => describe_object(table, schema),
        InputRule::Texts => {
            let mut text = Object::new();
            text.put_text("type", "string");
            schema.put_text("type", "object");
            schema.put("additionalProperties", Json::Object(text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
