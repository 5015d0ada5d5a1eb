//! The typed requests of each provider, written from its own description.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::indexing_slicing,
    reason = "a test that writes text, and fails where a description lacks something"
)]

use std::collections::BTreeMap;

use offramp_core::{Json, Provider};

use crate::pages::{compare, root};

#[test]
fn typed_requests() {
    for provider in Provider::ALL {
        let description = provider.to_json();
        let mut file = Source { provider: format!("{provider:?}"), ..Source::default() };
        let operations = description.get("operations").and_then(Json::as_array).unwrap_or_default();
        for operation in operations {
            file.choices_of(&pascal(text(operation, "name")), operation.get("input").expect("an input"));
        }
        for operation in operations {
            file.operation(operation);
        }
        let title = text(&description, "title");
        let path = root().join("src/provider").join(provider.as_str()).join("requests.rs");
        compare(&path, &file.finish(title));
    }
}

/// A file as it grows.
#[derive(Default)]
struct Source {
    provider: String,
    items: String,
    /// The words of a member, by its name; where members of one name have different ones, each has a type of its own.
    choices: BTreeMap<String, Vec<Vec<String>>>,
    written: Vec<String>,
}

impl Source {
    fn choices_of(&mut self, owner: &str, schema: &Json) {
        for (name, member) in members(schema) {
            let member = member.get("items").unwrap_or(member);
            if let Some(words) = words(member) {
                let known = self.choices.entry(pascal(name)).or_default();
                if !known.contains(&words) {
                    known.push(words);
                }
            }
            self.choices_of(&format!("{owner}{}", pascal(name)), member);
        }
    }

    fn operation(&mut self, operation: &Json) {
        let (name, summary) = (text(operation, "name"), text(operation, "summary"));
        let record = pascal(name);
        self.record(&record, summary, operation.get("input").expect("an input"));
        self.items += &format!("request! {{ {record} = {} {name:?} -> {record}Answer }}\n\n", self.provider);
        let (mut needed, mut optional) = (String::new(), String::new());
        for value in operation.get("answer").and_then(Json::as_array).unwrap_or_default() {
            let value_name = text(value, "name");
            let type_name = match text(value, "type") {
                "members" => continue,
                "text" => "String",
                "count" => "u64",
                "list" => "Vec<Object>",
                _ => "Json",
            };
            let line = format!("{}: {type_name} = {value_name:?},", snake(value_name));
            let list =
                if value.get("needed").and_then(Json::as_bool) == Some(true) { &mut needed } else { &mut optional };
            *list += &format!("        {line}\n");
        }
        self.items += &format!(
            "values! {{\n    /// What [`{record}`] is answered with.\n    {record}Answer {}\n    optional {}\n}}\n\n",
            block(&needed),
            block(&optional)
        );
    }

    /// An object and those in it, the inner ones first.
    fn record(&mut self, record: &str, about: &str, schema: &Json) {
        let required: Vec<&str> = schema
            .get("required")
            .and_then(Json::as_array)
            .unwrap_or_default()
            .iter()
            .filter_map(Json::as_str)
            .collect();
        let (mut needed, mut optional) = (String::new(), String::new());
        for (name, member) in members(schema) {
            // what is always the same is put in by itself
            if member.get("const").is_some() {
                continue;
            }
            let help = text(member, "description");
            let type_name = self.type_of(record, name, member, help);
            let list = if required.contains(&name) { &mut needed } else { &mut optional };
            *list += &format!("{}        {}: {type_name} = {name:?},\n", doc(help, 8), snake(name));
        }
        self.items += &format!(
            "record! {{\n{}    {record} {}\n    optional {}\n}}\n\n",
            doc(about, 4),
            block(&needed),
            block(&optional)
        );
    }

    fn type_of(&mut self, record: &str, name: &str, schema: &Json, help: &str) -> String {
        if let Some(words) = words(schema) {
            let is_one = self.choices.get(&pascal(name)).is_some_and(|known| known.len() == 1);
            let choice = if is_one { pascal(name) } else { format!("{record}{}", pascal(name)) };
            if !self.written.contains(&choice) {
                self.written.push(choice.clone());
                let lines: String = words
                    .iter()
                    .map(|word| format!("        {} = {word:?},\n", pascal(&word.to_lowercase())))
                    .collect();
                self.items += &format!("choice! {{\n{}    {choice} {}\n}}\n\n", doc(help, 4), block(&lines));
            }
            return choice;
        }
        let type_name = match schema.get("type") {
            Some(Json::String(name)) => name.as_str(),
            // a number, which may be text
            _ => return "Decimal".to_owned(),
        };
        match (type_name, schema.get("format").and_then(Json::as_str), schema.get("pattern").and_then(Json::as_str)) {
            ("boolean", ..) => "bool".to_owned(),
            ("integer", ..) => "u64".to_owned(),
            ("array", ..) => {
                let item = self.type_of(record, name, schema.get("items").expect("items"), help);
                format!("Vec<{item}>")
            }
            ("object", ..) if schema.get("properties").is_some() => {
                let inner = format!("{record}{}", pascal(name));
                self.record(&inner, help, schema);
                inner
            }
            ("object", ..) => "Object".to_owned(),
            (_, Some("date-time"), _) => "Timestamp".to_owned(),
            (_, _, Some("^[0-9]+([.][0-9]+)?$")) => "Decimal".to_owned(),
            (_, _, Some("^0*[0-9]{1,16}$")) => "u64".to_owned(),
            _ => "String".to_owned(),
        }
    }

    fn finish(self, title: &str) -> String {
        let items = self.items.trim_end();
        let is_used = |name: &str| items.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name);
        let macros: Vec<&str> = ["choice", "record", "request", "values"]
            .into_iter()
            .filter(|name| items.contains(&format!("{name}! {{")))
            .collect();
        let mut head = format!(
            "//! Requests to {title} and their answers, with the types of their members.\n//!\n//! Written by \
             `UPDATE_DOCS=1 cargo test --test docs`; do not edit.\n\n"
        );
        if is_used("Decimal") {
            head += "use rust_decimal::Decimal;\n\n";
        }
        match (is_used("Json"), is_used("Object")) {
            (true, true) => head += "use crate::json::{Json, Object};\n",
            (true, false) => head += "use crate::json::Json;\n",
            (false, true) => head += "use crate::json::Object;\n",
            (false, false) => {}
        }
        head += &format!("use crate::provider::typed::{{{}}};\n", macros.join(", "));
        if is_used("Timestamp") {
            head += "use crate::timestamp::Timestamp;\n";
        }
        format!("{head}\n{items}\n")
    }
}

fn block(lines: &str) -> String {
    if lines.is_empty() { "{}".to_owned() } else { format!("{{\n{lines}    }}") }
}

/// A comment, in lines that are not too long.
fn doc(text: &str, indent: usize) -> String {
    let (mut lines, mut line) = (String::new(), String::new());
    for word in text.split(' ').map(name_in_code) {
        if !line.is_empty() && indent + 4 + line.len() + 1 + word.len() > 120 {
            lines += &format!("{:indent$}/// {line}\n", "");
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line += &word;
    }
    lines + &format!("{:indent$}/// {line}\n", "")
}

/// A word of a text, in backticks where it is a name of code.
fn name_in_code(word: &str) -> String {
    let name = word.trim_matches(|c: char| !c.is_alphanumeric());
    let has_hump = name.as_bytes().windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    if name.contains('_') || has_hump { word.replacen(name, &format!("`{name}`"), 1) } else { word.to_owned() }
}

fn members(schema: &Json) -> impl Iterator<Item = (&str, &Json)> {
    schema.get("properties").and_then(Json::as_object).into_iter().flat_map(offramp_core::Object::iter)
}

fn words(schema: &Json) -> Option<Vec<String>> {
    let list = schema.get("enum")?.as_array()?;
    Some(list.iter().filter_map(Json::as_str).map(str::to_owned).collect())
}

fn text<'a>(json: &'a Json, name: &str) -> &'a str {
    json.get(name).and_then(Json::as_str).unwrap_or_default()
}

fn pascal(name: &str) -> String {
    let mut out = String::new();
    let mut is_start = true;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(if is_start { c.to_ascii_uppercase() } else { c });
            is_start = false;
        } else {
            is_start = true;
        }
    }
    out
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    match out.as_str() {
        "type" => "kind".to_owned(),
        _ => out,
    }
}
