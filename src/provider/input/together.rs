//! What members of an input want of each other, as data: the building of a request holds it, and the JSON Schema says
//! it.

use crate::bank::FieldName;
use crate::code::Code;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::text;

/// What members want of each other. Members stand beside each other, or in one that stands there
/// (`data/pii/first_name`); several names have blanks between them.
#[derive(Debug)]
pub(crate) enum Together {
    /// Of the members of an object, or of each object of a list.
    Members {
        /// The member that holds them; empty for the input itself.
        within: &'static str,
        when: When,
        wants: Wants,
    },
    /// The fields that a provider's document wants for the currency that a member names: the corridors' table has
    /// them, and the check of the account holds them.
    Corridor { currency: &'static str, provider: &'static str, names: &'static [(&'static str, FieldName)] },
    /// The fields that a rail wants of an object, in any case and with any separators; of several names one is enough.
    /// The check of the object holds them, unless the caller has the rails as the provider lists them.
    Rail { rail: &'static str, within: &'static str, needed: &'static [(&'static str, &'static str)] },
}

/// Where a rule applies.
#[derive(Debug)]
pub(crate) enum When {
    Always,
    /// Where this member is given.
    Has(&'static str),
    /// Where the first is given and the second is not.
    HasWithout(&'static str, &'static str),
    /// Where this member is this word, in any case.
    Is(&'static str, &'static str),
}

/// What is wanted of members.
#[derive(Debug)]
pub(crate) enum Wants {
    All(&'static str),
    AnyOf(&'static str),
    AtMostOne(&'static str),
    ExactlyOne(&'static str),
    None(&'static str),
}

impl Together {
    /// About the input itself.
    pub(in crate::provider) const fn of(when: When, wants: Wants) -> Together {
        Together::within("", when, wants)
    }

    /// About the members of a member.
    pub(in crate::provider) const fn within(within: &'static str, when: When, wants: Wants) -> Together {
        Together::Members { within, when, wants }
    }
}

/// Says what is wrong with members together, but nothing of a member of which something was said.
pub(super) fn check(rules: &[Together], input: &Object, findings: &mut Vec<Finding>) {
    for rule in rules {
        let Together::Members { within, when, wants } = rule else {
            continue;
        };
        match if within.is_empty() { None } else { Some(input.get(within)) } {
            None => (Members { object: input, path: String::new() }).check(when, wants, findings),
            Some(Some(Json::Object(object))) => {
                (Members { object, path: text::join(&["/", within], "") }).check(when, wants, findings);
            }
            Some(list) => {
                for (index, item) in list.and_then(Json::as_array).unwrap_or_default().iter().enumerate() {
                    if let Json::Object(object) = item {
                        let path = text::join(&["/", within, "/", &text::number(index)], "");
                        (Members { object, path }).check(when, wants, findings);
                    }
                }
            }
        }
    }
}

struct Members<'a> {
    object: &'a Object,
    path: String,
}

impl Members<'_> {
    fn check(&self, when: &When, wants: &Wants, findings: &mut Vec<Finding>) {
        let applies = match when {
            When::Always => true,
            When::Has(name) => self.is_given(name, findings),
            When::HasWithout(name, other) => self.is_given(name, findings) && !self.is_given(other, findings),
            When::Is(name, word) => {
                let text = self.value(name).and_then(Json::as_str);
                text.is_some_and(|text| text.eq_ignore_ascii_case(word))
            }
        };
        if !applies {
            return;
        }
        let (mut names, mut given) = (wants.names(), Vec::new());
        while let Some(name) = text::next_word(&mut names, b' ') {
            // what stands in an object that is missing is missing with it
            let has_parent = text::split_last(name, b'/').is_none_or(|(parent, _)| self.value(parent).is_some());
            match (wants, self.is_given(name, findings)) {
                (Wants::All(_), false) if has_parent => {
                    findings.push(Finding::new(Code::FieldRequired).at_path(self.at(name)));
                }
                (Wants::None(_), true) => findings.push(Finding::new(Code::FieldUnknown).at_path(self.at(name))),
                (_, true) => given.push(name),
                _ => {}
            }
        }
        let code = match (wants, given.len()) {
            (Wants::AnyOf(_), 0) => Code::FieldOneOfRequired,
            (Wants::ExactlyOne(_), count) if count != 1 => Code::ExactlyOneRequired,
            (Wants::AtMostOne(_), count) if count > 1 => Code::OneDestination,
            _ => return,
        };
        if !findings.iter().any(|finding| finding.code() == code && finding.path() == self.path) {
            let mut fields = String::new();
            let mut names = wants.names();
            while let Some(name) = text::next_word(&mut names, b' ') {
                if !matches!(wants, Wants::AtMostOne(_)) || given.contains(&name) {
                    fields.push_str(if fields.is_empty() { "" } else { ", " });
                    fields.push_str(name);
                }
            }
            findings.push(Finding::new(code).with("fields", fields).at_path(self.path.clone()));
        }
    }

    fn at(&self, name: &str) -> String {
        text::join(&[&self.path, "/", name], "")
    }

    fn value(&self, path: &str) -> Option<&Json> {
        let (mut rest, mut value) = (path, None);
        while let Some(name) = text::next_word(&mut rest, b'/') {
            value = match value {
                None => self.object.get(name),
                Some(object) => Json::get(object, name),
            };
            value?;
        }
        value
    }

    /// Whether a member is there, or something was said of it.
    fn is_given(&self, name: &str, findings: &[Finding]) -> bool {
        let place = self.at(name);
        let is_of = |finding: &Finding| {
            let rest = finding.path().strip_prefix(place.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.value(name).is_some() || findings.iter().any(is_of)
    }
}

impl Wants {
    pub(super) const fn names(&self) -> &'static str {
        match self {
            Wants::All(names)
            | Wants::AnyOf(names)
            | Wants::AtMostOne(names)
            | Wants::ExactlyOne(names)
            | Wants::None(names) => names,
        }
    }
}
