//! Examples of findings, from the vectors: the shortest command that has each of them.

use std::collections::BTreeMap;
use std::path::Path;

use offramp_core::{Json, Object};

use crate::pages::root;

/// The command for each code of which the vectors have an example that can be typed.
pub(crate) fn shortest() -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for folder in ["identifiers", "bank-accounts"] {
        visit(&root().join("tests/vectors").join(folder), &mut |case| {
            let Some(command) = command(case) else { return };
            for code in codes(case) {
                let is_better = |known: &String| (command.len(), &command) < (known.len(), known);
                if found.get(code).is_none_or(is_better) {
                    found.insert(code.to_owned(), command.clone());
                }
            }
        });
    }
    found
}

fn visit(folder: &Path, each: &mut dyn FnMut(&Object)) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let cases: Json = text.parse().unwrap_or(Json::Null);
        cases.as_array().into_iter().flatten().filter_map(Json::as_object).for_each(&mut *each);
    }
}

fn codes(case: &Object) -> Vec<&str> {
    let expected = case.get("expect").and_then(Json::as_object);
    let codes = expected.and_then(|expected| expected.get("codes")).and_then(Json::as_array).unwrap_or_default();
    codes.iter().filter_map(Json::as_str).collect()
}

/// The call as it is typed, where it can be.
fn command(case: &Object) -> Option<String> {
    let args = case.get("args")?.as_array()?;
    let (words, options) = match (case.get("call")?.as_str()?, args) {
        ("validate", [kind, text, rest @ ..]) => (format!("validate {} {}", kind.as_str()?, word(text)?), rest.first()),
        ("validateBankAccount", [currency, fields, rest @ ..]) => {
            let mut words = format!("destination {}", currency.as_str()?);
            let fields = fields.as_object().filter(|fields| !fields.is_empty())?;
            for (name, value) in fields.iter() {
                words.push(' ');
                words.push_str(&word(&format!("{name}={}", value.as_str()?).into())?);
            }
            (words, rest.first())
        }
        _ => return None,
    };
    let mut command = format!("offramp {words}");
    for (name, value) in options.and_then(Json::as_object).into_iter().flat_map(Object::iter) {
        if !matches!(name, "rail" | "country" | "provider" | "date" | "strictness" | "scheme") {
            return None;
        }
        command.extend([" --", name, " ", &word(value)?]);
    }
    (command.len() <= 140).then_some(command)
}

/// A word as a shell takes it.
fn word(value: &Json) -> Option<String> {
    let text = value.as_str()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "@.,:/+_-=%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) && !text.starts_with('-') {
        return Some(text.to_owned());
    }
    let can_be_quoted = |c: char| !c.is_control() && !"'|`\\".contains(c) && !('\u{200b}'..='\u{206f}').contains(&c);
    text.chars().all(can_be_quoted).then(|| format!("'{text}'"))
}
