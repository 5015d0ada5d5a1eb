//! Inputs from templates: JSON in which `{name}` stands for what is known.

use crate::json::{Json, Object};

/// The value of `name`, `object.member`, or of the first of `a|b` that has one.
pub(crate) fn find<'a>(known: &'a Object, names: &str) -> Option<&'a Json> {
    let at = |name: &str| {
        let mut path = name.split('.');
        let mut value = known.get(path.next()?)?;
        for member in path {
            value = value.get(member)?;
        }
        Some(value).filter(|value| !value.is_null() && value.as_str() != Some(""))
    };
    names.split('|').find_map(at)
}

/// The input with every placeholder filled; a member that lacks a value is left out, and an object of which nothing is
/// left with it.
pub(crate) fn filled(template: &Json, known: &Object) -> Option<Json> {
    match template {
        Json::String(text) => text_filled(text, known),
        Json::Array(items) => Some(Json::Array(items.iter().filter_map(|item| filled(item, known)).collect())),
        Json::Object(object) => {
            let mut out = Object::new();
            for (name, value) in object.iter() {
                if let Some(value) = filled(value, known) {
                    out.insert(name, value);
                }
            }
            (!out.is_empty() || object.is_empty()).then_some(Json::Object(out))
        }
        other => Some(other.clone()),
    }
}

/// A text that is one placeholder has the value's own type; what is filled in is not filled again.
fn text_filled(text: &str, known: &Object) -> Option<Json> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, name, after)) = next(rest) {
        let value = find(known, name)?;
        if before.is_empty() && after.is_empty() && out.is_empty() {
            return Some(value.clone());
        }
        out.push_str(before);
        out.push_str(value.as_str().or(value.as_number())?);
        rest = after;
    }
    out.push_str(rest);
    Some(Json::String(out))
}

/// What stands before the first placeholder, in it, and after it.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// The names of all placeholders, without the members of objects that they lead into.
pub(crate) fn names(template: &Json, out: &mut Vec<String>) {
    match template {
        Json::String(text) => {
            let mut rest = text.as_str();
            while let Some((_, name, after)) = next(rest) {
                let first = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
                out.extend(name.split('|').map(first));
                rest = after;
            }
        }
        Json::Array(items) => items.iter().for_each(|item| names(item, out)),
        Json::Object(object) => object.iter().for_each(|(_, value)| names(value, out)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_left_out_and_what_is_filled_in_is_not_filled_again() {
        let known: Json = r#"{"a":"{b}","b":"2","n":7,"o":{"p":"x"},"empty":""}"#.parse().unwrap();
        let of = |template: &str| {
            filled(&template.parse().unwrap(), known.as_object().unwrap()).map(|filled| filled.to_string())
        };
        for (template, expected) in [
            (r#"{"x":"{a}-{b}","y":"{n}","z":"{o}","w":"{missing}"}"#, Some(r#"{"x":"{b}-2","y":7,"z":{"p":"x"}}"#)),
            (r#"{"x":"{missing|empty|b}","y":"{o.p}{n}","z":"{o.q}"}"#, Some(r#"{"x":"2","y":"x7"}"#)),
            (r#"{"x":{"y":"{missing}"},"z":["{missing}","{b}"]}"#, Some(r#"{"z":["2"]}"#)),
            (r"{}", Some("{}")),
            (r#""{missing}""#, None),
            (r#""{o} and text""#, None),
        ] {
            assert_eq!(of(template).as_deref(), expected, "{template}");
        }
        let mut found = Vec::new();
        names(&r#"{"x":"{a|o.p}","y":["{n}"]}"#.parse().unwrap(), &mut found);
        assert_eq!(found, ["a", "o", "n"]);
    }
}
