//! What members of an input want of each other, from the JSON Schema in words.

use offramp_core::{Json, Object};

use crate::pages::tick;

/// A sentence for each rule about the members of an object, and of those inside it.
pub(crate) fn sentences(schema: &Json, before: &str) -> Vec<String> {
    let mut all = Vec::new();
    for rule in schema.get("allOf").and_then(Json::as_array).unwrap_or_default() {
        let (condition, wanted) = match rule.get("if") {
            Some(condition) => (when(condition, before), wants(rule.get("then").expect("a schema"), before)),
            None => (String::new(), wants(rule, before)),
        };
        let sentence = [condition, list(&wanted, "and")].concat();
        let (first, rest) = sentence.split_at(1);
        all.push(format!("{}{rest}.", first.to_uppercase()));
    }
    for (name, member) in members(schema, "properties") {
        all.append(&mut sentences(member, &format!("{before}{name}.")));
        if let Some(item) = member.get("items") {
            all.append(&mut sentences(item, &format!("{before}{name}.")));
        }
    }
    all
}

fn members<'a>(schema: &'a Json, key: &str) -> impl Iterator<Item = (&'a str, &'a Json)> {
    schema.get(key).and_then(Json::as_object).into_iter().flat_map(Object::iter)
}

fn names(schema: &Json, before: &str) -> Vec<String> {
    let names = schema.get("required").and_then(Json::as_array).unwrap_or_default().iter().filter_map(Json::as_str);
    names.map(|name| tick(&format!("{before}{name}"))).collect()
}

fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., end] => format!("{} {last} {end}", others.join(", ")),
    }
}

fn when(condition: &Json, before: &str) -> String {
    if let Some((name, value)) = members(condition, "properties").next() {
        let word = match value.get("const").and_then(Json::as_str) {
            Some(word) => tick(word),
            None => format!("{} in any case", tick(&word_of(value))),
        };
        return format!("where {} is {word}: ", tick(&format!("{before}{name}")));
    }
    let without = condition.get("not").map(|not| format!(" and without {}", list(&names(not, before), "or")));
    format!("with {}{}: ", list(&names(condition, before), "and"), without.unwrap_or_default())
}

fn wants(rule: &Json, before: &str) -> Vec<String> {
    let mut all = Vec::new();
    match names(rule, before) {
        needed if needed.is_empty() => {}
        needed => all.push(format!("{} {} needed", list(&needed, "and"), if needed.len() == 1 { "is" } else { "are" })),
    }
    for (key, count) in [("anyOf", "at least one of"), ("oneOf", "exactly one of")] {
        if let Some(choices) = rule.get(key).and_then(Json::as_array) {
            let choices: Vec<_> = choices.iter().map(|choice| choice_of(choice, before)).collect();
            all.push(format!("{count} {} is needed", list(&choices, "and")));
        }
    }
    if let Some(not) = rule.get("not") {
        match names(not, before).as_slice() {
            [] => all.push(format!("{} is needed, in any spelling", tick(&format!("{before}{}", word_of(rule))))),
            [only] => all.push(format!("there is no {only}")),
            several => all.push(format!("not {} together", list(several, "and"))),
        }
    }
    for (name, member) in members(rule, "properties") {
        all.append(&mut wants(member, &format!("{before}{name}.")));
    }
    for inner in rule.get("allOf").and_then(Json::as_array).unwrap_or_default() {
        all.append(&mut wants(inner, before));
    }
    all
}

fn choice_of(choice: &Json, before: &str) -> String {
    match (members(choice, "properties").next(), choice.get("not")) {
        (Some((name, _)), _) => format!("{} with it inside", tick(&format!("{before}{name}"))),
        (None, Some(_)) => format!("{} in any spelling", tick(&format!("{before}{}", word_of(choice)))),
        (None, None) => list(&names(choice, before), "and"),
    }
}

/// The word of the first pattern that takes it in any case.
fn word_of(schema: &Json) -> String {
    let text = schema.to_string();
    let pattern = text.split_once(r#""pattern":""#).map_or("", |(_, rest)| rest).split('"').next().unwrap_or_default();
    let plain = pattern.replace("[^0-9A-Za-z]*", "");
    let letters: Vec<char> = plain.chars().filter(|letter| !"^$[]".contains(*letter)).collect();
    // a letter stands in both cases
    letters.into_iter().filter(|letter| !letter.is_ascii_uppercase()).collect()
}
