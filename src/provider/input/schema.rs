//! The inputs of operations as JSON Schema (2020-12).

use super::plain::upper;
use super::{Input, InputRule, Together, together_schema};
use crate::bank::SCHEMA_DIALECT;
use crate::json::{Json, Object};
use crate::text;

/// The JSON Schema of a table.
pub(in crate::provider) fn json_schema(title: &str, table: &[Input], together: &[Together]) -> Json {
    let mut schema = Object::new();
    schema.put_text("$schema", SCHEMA_DIALECT);
    schema.put_text("title", title);
    describe_object(table, false, &mut schema);
    together_schema::add(together, table, &mut schema);
    Json::Object(schema)
}

/// `may_have_more`: members that the table does not have.
fn describe_object(table: &[Input], may_have_more: bool, schema: &mut Object) {
    let (mut properties, mut required) = (Object::new(), Vec::new());
    for input in table {
        let mut property = Object::new();
        describe(&input.rule, &mut property);
        #[cfg(not(target_arch = "wasm32"))]
        property.put_text("description", input.help);
        properties.put(input.name, Json::Object(property));
        // what is always the same is put in
        if input.required && !matches!(input.rule, InputRule::Always(_) | InputRule::True) {
            required.push(Json::text(input.name));
        }
    }
    schema.put_text("type", "object");
    schema.put("properties", Json::Object(properties));
    schema.put("required", Json::Array(required));
    schema.put("additionalProperties", Json::Bool(may_have_more));
}

impl InputRule {
    /// The name of the type, as JSON Schema and people use it.
    pub(super) const fn type_name(&self) -> &'static str {
        match self {
            InputRule::True | InputRule::Bool => "boolean",
            InputRule::Object(_) | InputRule::Record(_) | InputRule::AnyObject | InputRule::Texts => "object",
            InputRule::List(..) => "array",
            InputRule::Number | InputRule::Fraction | InputRule::AmountOrNone | InputRule::NumberOrNone => "number",
            InputRule::Integer(..) => "integer",
            _ => "string",
        }
    }

    const fn format(&self) -> Option<&'static str> {
        match self {
            InputRule::Email => Some("email"),
            InputRule::Url => Some("uri"),
            InputRule::Uuid | InputRule::UuidSegment(_) => Some("uuid"),
            InputRule::Date => Some("date"),
            InputRule::Time => Some("date-time"),
            _ => None,
        }
    }

    const fn pattern(&self) -> Option<&'static str> {
        match self {
            InputRule::Decimal => Some("^[0-9]+([.][0-9]+)?$"),
            InputRule::MinorUnits => Some("^0*[0-9]{1,16}$"),
            InputRule::Digits => Some("^[0-9]+$"),
            InputRule::Id(_) => Some("^[A-Za-z0-9_-]+$"),
            InputRule::Reference(_) => Some("^[A-Za-z0-9_.:-]+$"),
            InputRule::Note(_) => Some("^[^<>]+$"),
            InputRule::Hex => Some("^0x([0-9A-Fa-f]{2})+$"),
            InputRule::Country => Some("^[A-Za-z]{2}$"),
            InputRule::File(_) => Some("^data:"),
            _ => None,
        }
    }
}

fn describe(rule: &InputRule, schema: &mut Object) {
    let number = |number: u64| Json::number(number);
    match rule {
        InputRule::OneOf(allowed) | InputRule::CurrencyOf(allowed) => {
            let (mut rest, mut names) = (*allowed, Vec::new());
            while let Some(name) = text::next_word(&mut rest, b' ') {
                names.push(Json::text(name));
            }
            return schema.put("enum", Json::Array(names));
        }
        InputRule::Always(only) => return schema.put_text("const", only),
        InputRule::True => return schema.put("const", Json::Bool(true)),
        InputRule::Object(table) => return describe_object(table, false, schema),
        InputRule::Record(table) => return describe_object(table, true, schema),
        InputRule::Number | InputRule::Fraction | InputRule::AmountOrNone | InputRule::NumberOrNone => {
            return schema.put("type", Json::texts(["number", "string"].into_iter()));
        }
        _ => schema.put_text("type", rule.type_name()),
    }
    if let Some(format) = rule.format() {
        schema.put_text("format", format);
    }
    if let Some(pattern) = rule.pattern() {
        schema.put_text("pattern", pattern);
    }
    match rule {
        InputRule::Text(most) | InputRule::Id(most) | InputRule::Reference(most) | InputRule::Note(most) => {
            schema.put("minLength", number(1));
            schema.put("maxLength", number(u64::from(*most)));
        }
        InputRule::TextOr(_) => {
            schema.put("minLength", number(1));
            schema.put("maxLength", number(255));
        }
        InputRule::Segment(_) => schema.put("minLength", number(1)),
        InputRule::Texts => {
            let mut text = Object::new();
            text.put_text("type", "string");
            schema.put("additionalProperties", Json::Object(text));
        }
        InputRule::List(rule, least, most) => {
            let mut item = Object::new();
            describe(rule, &mut item);
            schema.put("items", Json::Object(item));
            schema.put("minItems", number(u64::from(*least)));
            schema.put("maxItems", number(u64::from(*most)));
        }
        InputRule::Integer(least, most) => {
            schema.put("minimum", number(u64::from(*least)));
            schema.put("maximum", number(upper(*most)));
        }
        _ => {}
    }
}
