//! The fields that a rail names itself, as `listPaymentRails` answers them: required, options, pattern.

use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::nearest::nearest;
use crate::pattern;
use crate::provider::answer::text_at;
use crate::text;

/// The rail of a name. One that the provider does not list leaves open what it needs.
pub(super) fn find<'a>(rails: &'a [Json], name: &str, findings: &mut Vec<Finding>) -> Option<&'a Json> {
    let found = rails.iter().find(|rail| text_at(rail, "slug") == Some(name));
    if found.is_none() {
        let allowed = text::listed(rails.iter().filter_map(|rail| text_at(rail, "slug")));
        findings.push(Finding::new(Code::RailUnknown).with("allowed", allowed).at("/rail"));
    }
    found
}

/// The items of a member, none where it is no list.
fn list<'a>(json: &'a Json, name: &str) -> &'a [Json] {
    json.get(name).and_then(Json::as_array).unwrap_or_default()
}

/// Whether one of these texts, or of the values of these options, is this one; else what is allowed.
fn one_of(allowed: &[Json], given: &str) -> Result<(), Finding> {
    let text = |item: &'_ Json| item.as_str().or(text_at(item, "value")).map(str::to_owned);
    let allowed: Vec<String> = allowed.iter().filter_map(text).collect();
    if allowed.is_empty() || allowed.iter().any(|item| item == given) {
        return Ok(());
    }
    Err(Finding::new(Code::ValueNotAllowed).with("allowed", text::listed(allowed.iter().map(String::as_str))))
}

/// Holds the details, as they are sent, against the rail. What is known to be wrong is not said again.
pub(super) fn judge(rail: &Json, currency: &str, details: &Object, findings: &mut Vec<Finding>) {
    if let Err(finding) = one_of(list(rail, "currencies"), currency) {
        findings.push(finding.at("/currency"));
    }
    let path = |name: &str| text::join(&["/details", &text::pointer(name)], "");
    let keys = || list(rail, "fields").iter().filter_map(|field| text_at(field, "key"));
    for field in list(rail, "fields") {
        let Some(key) = text_at(field, "key") else {
            continue;
        };
        let path = path(key);
        if findings.iter().any(|finding| finding.severity() == Severity::Error && finding.path() == path) {
            continue;
        }
        if let Err(finding) = judge_field(field, details.get(key).unwrap_or(&Json::Null)) {
            findings.push(finding.at_path(path));
        }
    }
    for (name, _) in details.iter().filter(|(name, _)| keys().next().is_some() && !keys().any(|key| key == *name)) {
        let finding = Finding::new(Code::FieldUnknown).with_severity(Severity::Warning).at_path(path(name));
        findings.push(match nearest(name, keys()) {
            Some(near) => finding.suggesting(near.to_owned()),
            None => finding,
        });
    }
}

fn judge_field(field: &Json, value: &Json) -> Result<(), Finding> {
    let text = match value {
        Json::String(text) => text.as_str(),
        Json::Null => "",
        _ => return Err(Finding::new(Code::FieldType).with_text("expected", "string")),
    };
    if text.is_empty() {
        let is_needed = field.get("required").and_then(Json::as_bool) == Some(true);
        return if is_needed { Err(Finding::new(Code::FieldRequired)) } else { Ok(()) };
    }
    one_of(list(field, "options"), text)?;
    match text_at(field, "pattern").filter(|pattern| !pattern.is_empty()) {
        None => Ok(()),
        Some(pattern) => match pattern::is_match(pattern, text) {
            Some(true) => Ok(()),
            Some(false) => Err(Finding::new(Code::FieldPattern).with("pattern", pattern.to_owned())),
            None => Err(Finding::new(Code::PatternNotApplied)),
        },
    }
}
