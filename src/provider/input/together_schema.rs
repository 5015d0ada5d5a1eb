//! What members of an input want of each other, in its JSON Schema.

use super::{Input, InputRule, Together, Wants, When};
use crate::bank::{self, FieldName, Rail};
use crate::json::{Json, Object};
use crate::text;

/// Adds the rules to the schema of a table, where the members stand that they are about.
pub(super) fn add(together: &[Together], table: &[Input], schema: &mut Object) {
    for rule in together {
        match rule {
            Together::Members { within, when, wants } => {
                let inner = table.iter().find(|input| input.name == *within).map(|input| table_of(&input.rule));
                let rule = conditional(when, inner.unwrap_or(table), wants.schema());
                add_to(schema, within, rule);
            }
            Together::Corridor { currency, provider, names } => {
                let all = table.iter().find(|input| input.name == *currency);
                let Some(&InputRule::OneOf(mut rest)) = all.map(|input| &input.rule) else {
                    continue;
                };
                while let Some(code) = text::next_word(&mut rest, b' ') {
                    let needed = of_corridor(code, provider, names, table);
                    let when = is(currency, Json::object([("const", code)]));
                    add_to(schema, "", if_then(when, needed));
                }
            }
            Together::Rail { rail, within, needed } => {
                for (name, fields) in *needed {
                    let when = is(rail, Json::object([("const", *name)]));
                    add_to(schema, "", if_then(when, in_member(within, any_spelling(fields))));
                }
            }
        }
    }
}

fn table_of(rule: &InputRule) -> &[Input] {
    match rule {
        InputRule::Object(table) | InputRule::Record(table) => table,
        InputRule::List(rule, ..) => table_of(rule),
        _ => &[],
    }
}

/// Adds a schema to those that all have to hold of an input, or of the member of this name.
fn add_to(schema: &mut Object, within: &str, rule: Json) {
    if within.is_empty() {
        let mut all = schema.get("allOf").and_then(Json::as_array).unwrap_or_default().to_vec();
        all.push(rule);
        return schema.insert("allOf", all);
    }
    let mut properties = schema.get("properties").and_then(Json::as_object).cloned().unwrap_or_default();
    let mut member = properties.get(within).and_then(Json::as_object).cloned().unwrap_or_default();
    match member.get("items").and_then(Json::as_object).cloned() {
        Some(mut item) => {
            add_to(&mut item, "", rule);
            member.insert("items", item);
        }
        None => add_to(&mut member, "", rule),
    }
    properties.insert(within, member);
    schema.insert("properties", properties);
}

fn conditional(when: &When, table: &[Input], then: Json) -> Json {
    match when {
        When::Always => then,
        When::Has(name) => if_then(required([*name]), then),
        When::HasWithout(name, other) => {
            let mut condition = Object::new();
            condition.insert("required", [*name].map(Json::text).to_vec());
            condition.insert("not", required([*other]));
            if_then(Json::Object(condition), then)
        }
        When::Is(name, word) => {
            let rule = table.iter().find(|input| input.name == *name).map(|input| &input.rule);
            let value = match rule {
                Some(InputRule::OneOf(_)) => Json::object([("const", *word)]),
                _ => Json::object([("pattern", in_any_case(word))]),
            };
            if_then(is(name, value), then)
        }
    }
}

impl Wants {
    fn schema(&self) -> Json {
        let names = || {
            let mut rest = self.names();
            std::iter::from_fn(move || text::next_word(&mut rest, b' '))
        };
        let each = |of: &dyn Fn(&'static str) -> Json| names().map(of).collect::<Vec<_>>();
        match self {
            Wants::All(_) => all_of(each(&|name| at(name, &|name| required([name])))),
            Wants::AnyOf(_) => Json::object([("anyOf", each(&|name| required([name])))]),
            Wants::ExactlyOne(_) => Json::object([("oneOf", each(&|name| required([name])))]),
            Wants::None(_) => all_of(each(&|name| at(name, &|name| not(required([name]))))),
            Wants::AtMostOne(_) => {
                let pairs = names().enumerate().flat_map(|(index, name)| {
                    names().skip(index.saturating_add(1)).map(move |other| not(required([name, other])))
                });
                all_of(pairs.collect())
            }
        }
    }
}

/// What the provider's corridor of a currency needs that is not always needed.
fn of_corridor(currency: &str, provider: &str, names: &[(&'static str, FieldName)], table: &[Input]) -> Json {
    let Some(corridor) = bank::find(currency, Rail::Bank, provider) else {
        return Json::Bool(true);
    };
    let name_of = |field: FieldName| names.iter().find(|(_, known)| *known == field).map(|(name, _)| *name);
    let is_open = |name: &&str| table.iter().any(|input| input.name == *name && !input.required);
    let mut all = Vec::new();
    for (field, elsewhere) in corridor.needed() {
        let Some(name) = name_of(field).filter(|name| is_open(name)) else {
            continue;
        };
        let alone = required([name]);
        all.push(match elsewhere.and_then(|(other, pattern)| Some((name_of(other)?, pattern))) {
            Some((other, pattern)) => {
                let inside = is(other, Json::object([("pattern", pattern)]));
                Json::object([("anyOf", vec![alone, inside])])
            }
            None => alone,
        });
    }
    for group in corridor.any_of {
        let choices: Vec<Json> =
            group.iter().filter_map(|field| name_of(*field)).map(|name| required([name])).collect();
        all.push(Json::object([("anyOf", choices)]));
    }
    all_of(all)
}

/// One of these fields, in any case and with any separators: not every name is another one.
fn any_spelling(mut fields: &str) -> Json {
    let mut spellings = Vec::new();
    while let Some(field) = text::next_word(&mut fields, b' ') {
        let mut pattern = String::from("^[^0-9A-Za-z]*");
        for letter in field.chars().filter(char::is_ascii_alphanumeric) {
            push_in_any_case(letter, &mut pattern);
            pattern.push_str("[^0-9A-Za-z]*");
        }
        pattern.push('$');
        spellings.push(not(Json::object([("propertyNames", not(Json::object([("pattern", pattern)])))])));
    }
    match <[Json; 1]>::try_from(spellings) {
        Ok([only]) => only,
        Err(several) => Json::object([("anyOf", several)]),
    }
}

fn in_any_case(word: &str) -> String {
    let mut pattern = String::from("^");
    for letter in word.chars() {
        push_in_any_case(letter, &mut pattern);
    }
    pattern.push('$');
    pattern
}

fn push_in_any_case(letter: char, pattern: &mut String) {
    if letter.is_ascii_alphabetic() {
        pattern.extend(['[', letter.to_ascii_uppercase(), letter.to_ascii_lowercase(), ']']);
    } else {
        pattern.push(letter);
    }
}

/// A schema about the last name of a path, at the place that the others lead to.
fn at(path: &'static str, of: &dyn Fn(&'static str) -> Json) -> Json {
    match text::split(path, b'/') {
        Some((first, rest)) => in_member(first, at(rest, of)),
        None => of(path),
    }
}

fn in_member(name: &str, schema: Json) -> Json {
    Json::object([("properties", Json::object([(name, schema)]))])
}

/// That a member is there and fits a schema.
fn is(name: &str, value: Json) -> Json {
    let mut condition = Object::new();
    condition.insert("properties", Json::object([(name, value)]));
    condition.insert("required", [name].map(Json::text).to_vec());
    Json::Object(condition)
}

fn if_then(when: Json, then: Json) -> Json {
    Json::object([("if", when), ("then", then)])
}

fn required<const N: usize>(names: [&str; N]) -> Json {
    Json::object([("required", names.map(Json::text).to_vec())])
}

fn not(schema: Json) -> Json {
    Json::object([("not", schema)])
}

/// Names that are needed are one list; what else has to hold stands beside it.
fn all_of(schemas: Vec<Json>) -> Json {
    let (mut names, mut others) = (Vec::new(), Vec::new());
    for schema in schemas {
        match (schema.as_object().map(Object::len), schema.get("required").and_then(Json::as_array)) {
            (Some(1), Some(required)) => names.extend_from_slice(required),
            _ => others.push(schema),
        }
    }
    if names.is_empty() && others.len() == 1 {
        return others.pop().unwrap_or(Json::Bool(true));
    }
    let mut all = Object::new();
    if !names.is_empty() {
        all.insert("required", names);
    }
    if !others.is_empty() {
        all.insert("allOf", others);
    }
    Json::Object(all)
}
