//! What a reading says about a text, cheap to make and to drop.

use crate::code::Code;
use crate::country::Country;
use crate::finding::Finding;

/// A finding before it is written out: a code and up to three parameters, no allocation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    code: Code,
    params: [(&'static str, Param); 3],
}

/// A parameter of a fault.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Param {
    None,
    Number(usize),
    Country(Country),
    /// Up to four ASCII characters, filled with zeros.
    Letters([u8; 4]),
    Text(&'static str),
}

impl Fault {
    pub(crate) const fn new(code: Code) -> Fault {
        Fault { code, params: [("", Param::None); 3] }
    }

    pub(crate) const fn with(mut self, name: &'static str, value: Param) -> Fault {
        let [first, second, third] = self.params;
        self.params = match (first.1, second.1) {
            (Param::None, _) => [(name, value), second, third],
            (_, Param::None) => [first, (name, value), third],
            _ => [first, second, (name, value)],
        };
        self
    }

    /// `{position}` counts characters from 1.
    pub(crate) const fn at(code: Code, index: usize) -> Fault {
        Fault::new(code).with("position", Param::Number(index.saturating_add(1)))
    }

    pub(crate) const fn length(code: Code, expected: usize, actual: usize) -> Fault {
        Fault::new(code).with("expected", Param::Number(expected)).with("actual", Param::Number(actual))
    }

    pub(crate) const fn code(&self) -> Code {
        self.code
    }

    pub(crate) fn param(&self, name: &str) -> Option<Param> {
        self.params.iter().find_map(|(key, value)| (*key == name).then_some(*value))
    }

    /// Whether it says that a rule could not be applied.
    pub(crate) const fn leaves_open(&self) -> bool {
        self.code.leaves_open()
    }

    pub(crate) fn finding(&self) -> Finding {
        let mut finding = Finding::new(self.code);
        for (name, value) in self.params {
            finding = match value {
                Param::None => finding,
                Param::Number(number) => finding.with(name, number.to_string()),
                Param::Country(country) => finding.with(name, country.as_str().to_owned()),
                Param::Letters(letters) => {
                    finding.with(name, letters.iter().filter(|&&c| c != 0).map(|&c| char::from(c)).collect::<String>())
                }
                Param::Text(text) => finding.with(name, text),
            };
        }
        finding
    }
}

/// A value, perhaps with a note; or why there is none.
pub(crate) type Reading = Result<Option<Fault>, Fault>;
