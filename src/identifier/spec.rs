//! What the crate knows about a kind of identifier, and the types that hold valid ones.

use super::Rules;
use super::issue::{Issue, ReadResult};

/// One kind of identifier: how to read it and how to show it.
#[derive(Debug)]
pub(crate) struct Spec {
    /// What people call it.
    pub(crate) title: &'static str,
    /// Appends the electronic form of a text, or says why there is none. No allocation besides `out`.
    pub(crate) read: fn(&str, Rules, &mut String) -> ReadResult,
    /// The paper form of an electronic form.
    pub(crate) format: fn(&str) -> String,
    /// What may be shown of an electronic form.
    pub(crate) mask: fn(&str) -> String,
    /// Adds what the electronic form consists of, by the names in `part_names`.
    pub(crate) parts: fn(&str, &mut Parts),
    /// The names of the parts and what they are, for the documentation and TypeScript.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) part_names: &'static [(&'static str, &'static str)],
    /// The electronic form as a regular expression in the common subset of `regex` and ECMAScript.
    pub(crate) pattern: &'static str,
    /// A valid value in electronic form that belongs to nobody.
    pub(crate) example: &'static str,
    /// The number of digits, where the kind is a fixed number of digits: what a spreadsheet shortens.
    pub(crate) digits: Option<usize>,
    /// Whether the value carries a checksum, so that passing is evidence rather than shape.
    pub(crate) has_checksum: bool,
}

impl Spec {
    /// Appends the electronic form of a text and answers the note on it, or why there is none.
    #[inline]
    pub(crate) fn form(&self, text: &str, rules: Rules, out: &mut String) -> Result<Option<Issue>, Issue> {
        match (self.read)(text, rules, out) {
            Ok(()) => Ok(None),
            Err(note) if note.is_note() => Ok(Some(note)),
            Err(issue) => Err(issue),
        }
    }
}

/// Named parts of a value.
#[derive(Debug, Default)]
pub(crate) struct Parts(pub(crate) Vec<(&'static str, String)>);

impl Parts {
    /// Adds a part, if there is one.
    pub(crate) fn add(&mut self, name: &'static str, part: Option<&str>) {
        if let Some(part) = part {
            self.0.push((name, part.to_owned()));
        }
    }

    /// Adds the parts that stand in the text from one place to another, or to its end.
    pub(crate) fn cut(&mut self, text: &str, places: &[(&'static str, usize, usize)]) {
        for &(name, from, to) in places {
            self.add(name, text.get(from..to.min(text.len())).filter(|part| !part.is_empty()));
        }
    }
}

pub(crate) fn no_parts(_: &str, _: &mut Parts) {}

/// The electronic form is the paper form.
pub(crate) fn as_is(text: &str) -> String {
    text.to_owned()
}

/// Groups of four characters, or of other sizes, with `separator` between them.
pub(crate) fn grouped(text: &str, sizes: &[usize], separator: char) -> String {
    let mut out = String::with_capacity(text.len().wrapping_add(sizes.len()));
    let mut rest = text;
    for &size in sizes {
        if rest.is_empty() {
            break;
        }
        if !out.is_empty() {
            out.push(separator);
        }
        let (group, tail) = rest.split_at_checked(size).unwrap_or((rest, ""));
        out.push_str(group);
        rest = tail;
    }
    out
}

/// The type of a kind: it holds a valid electronic form and nothing else.
macro_rules! identifier {
    ($(#[$doc:meta])+ $name:ident) => {
        $(#[$doc])+
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Box<str>);

        impl $name {
            /// The electronic form: no separators, the case that the standard prescribes.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// What may be shown of it in a log or on a screen.
            #[must_use]
            pub fn masked(&self) -> String {
                ($crate::identifier::Kind::$name.spec().mask)(&self.0)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::Error;

            /// Reads the value from its electronic or paper form.
            ///
            /// # Errors
            /// `INPUT_INVALID`, with the findings that say what is wrong.
            fn from_str(text: &str) -> Result<$name, $crate::Error> {
                $crate::identifier::parse($crate::identifier::Kind::$name, text).map(|value| $name(value.into()))
            }
        }

        impl ::std::convert::TryFrom<&str> for $name {
            type Error = $crate::Error;

            /// As `parse`.
            fn try_from(text: &str) -> Result<$name, $crate::Error> {
                text.parse()
            }
        }

        /// The electronic form.
        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        /// The paper form.
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&($crate::identifier::Kind::$name.spec().format)(&self.0))
            }
        }

        /// The masked form.
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.masked())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let text = <::std::borrow::Cow<'de, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(::serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use identifier;
