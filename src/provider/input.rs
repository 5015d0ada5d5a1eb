//! The inputs of operations as tables: checked, ordered and described by the same small code.

use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::identifier::Strictness;
use crate::json::{Json, Object};
use crate::nearest::nearest;

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
        let path = format!("{path}/{}", input.name);
        let given = object.get(input.name).filter(|value| !value.is_null());
        match (given, &input.rule) {
            (Some(value), _) => match value_of(&input.rule, value, &path, findings) {
                Ok(value) => members.insert(input.name, value),
                Err(finding) => findings.push(finding.at(path)),
            },
            (None, InputRule::Always(text)) => members.insert(input.name, *text),
            (None, InputRule::True) => members.insert(input.name, true),
            (None, _) if input.required => findings.push(Finding::new(Code::FieldRequired).at(path)),
            (None, _) => {}
        }
    }
    for (name, _) in object.iter() {
        if !table.iter().any(|input| input.name == name) {
            let finding = Finding::new(Code::FieldUnknown).at(format!("{path}/{}", pointer(name)));
            let near = nearest(name, table.iter().map(|input| input.name));
            findings.push(match near {
                Some(near) => finding.suggesting(near),
                None => finding,
            });
        }
    }
    members
}

/// A name as a part of a JSON Pointer.
pub(crate) fn pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn value_of(rule: &InputRule, value: &Json, path: &str, findings: &mut Vec<Finding>) -> Result<Json, Finding> {
    let text = || value.as_str().ok_or_else(|| wrong_type("string"));
    match rule {
        InputRule::Text(most) => line(text()?, *most).map(Json::from),
        InputRule::Email => email(text()?).map(Json::from),
        InputRule::OneOf(allowed) => {
            let text = text()?;
            if allowed.contains(&text) { Ok(value.clone()) } else { Err(not_allowed(allowed)) }
        }
        InputRule::Always(only) => {
            if text()? == *only { Ok(value.clone()) } else { Err(not_allowed(&[only])) }
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
    Finding::new(Code::FieldType).with("expected", expected)
}

fn not_allowed(allowed: &[&str]) -> Finding {
    Finding::new(Code::ValueNotAllowed).with("allowed", allowed.join(", "))
}

fn line(text: &str, most: usize) -> Result<&str, Finding> {
    let text = text.trim();
    let length = text.chars().count();
    if text.is_empty() {
        Err(Finding::new(Code::ValueEmpty))
    } else if length > most {
        Err(Finding::new(Code::TooLong).with("expected", most.to_string()).with("actual", length.to_string()))
    } else if text.chars().any(char::is_control) {
        Err(Finding::new(Code::ControlCharacters))
    } else {
        Ok(text)
    }
}

/// `local@domain.tld` without blanks: whether mail arrives is for the provider to find out.
fn email(text: &str) -> Result<&str, Finding> {
    let text = line(text, 254)?;
    let fits = text.split_once('@').is_some_and(|(local, domain)| {
        let host = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric() || c == '-')
        };
        let dots = |part: &str| !part.starts_with('.') && !part.ends_with('.') && !part.as_bytes().windows(2).any(|dots| dots == b"..");
        (1..=64).contains(&local.len())
            && dots(local)
            && !local.contains([' ', '@', '"', '(', ')', ',', ':', ';', '<', '>', '[', ']', '\\'])
            && domain.contains('.')
            && domain.split('.').all(host)
    });
    if fits { Ok(text) } else { Err(Finding::new(Code::EmailStructure)) }
}

/// The JSON Schema (2020-12) of a table.
pub(super) fn json_schema(title: &str, table: &[Input]) -> Json {
    let mut schema = Object::new();
    schema.insert("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.insert("title", title);
    for (name, value) in object_schema(table).iter() {
        schema.insert(name, value.clone());
    }
    Json::Object(schema)
}

fn object_schema(table: &[Input]) -> Object {
    let mut properties = Object::new();
    for input in table {
        let mut property = match &input.rule {
            InputRule::Text(most) => {
                let length = u32::try_from(*most).unwrap_or(u32::MAX);
                [("type", Json::from("string")), ("minLength", Json::from(1)), ("maxLength", Json::from(length))]
                    .into_iter()
                    .collect()
            }
            InputRule::Email => Object::from_iter([("type", "string"), ("format", "email")]),
            InputRule::OneOf(allowed) => {
                Object::from_iter([("enum", allowed.iter().map(|&text| Json::from(text)).collect::<Vec<_>>())])
            }
            InputRule::Always(only) => Object::from_iter([("const", *only)]),
            InputRule::True => Object::from_iter([("const", true)]),
            InputRule::Object(table) => object_schema(table),
            InputRule::Texts => Object::from_iter([
                ("type", Json::from("object")),
                ("additionalProperties", Json::object([("type", "string")])),
            ]),
        };
        property.insert("description", input.help);
        properties.insert(input.name, property);
    }
    let required: Vec<Json> = table.iter().filter(|input| input.required).map(|input| Json::from(input.name)).collect();
    let mut schema = Object::new();
    schema.insert("type", "object");
    schema.insert("properties", properties);
    schema.insert("required", required);
    schema.insert("additionalProperties", false);
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_mail() {
        for text in ["a@b.co", "first.last+tag@mail.example.com", "ü@müller.de"] {
            assert!(email(text).is_ok(), "{text}");
        }
        for text in ["", "a", "a@b", "@b.co", "a@", "a b@c.de", "a@b..c", ".a@b.co", "a@@b.co", "a@-b.co", "a@b.co\n.x"] {
            assert!(email(text).is_err(), "{text}");
        }
    }
}
