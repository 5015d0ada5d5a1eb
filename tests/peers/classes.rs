//! Our verdicts, and the class that a disagreement belongs to.

use offramp_core::{Verdict, ValidateOptions, api};

use crate::values::{Family, Value};

/// Our verdict on a value.
pub(crate) struct Ours {
    verdict: Verdict,
    code: &'static str,
}

impl Ours {
    pub(crate) fn is_valid(&self) -> bool {
        self.verdict == Verdict::Valid
    }
}

/// A disagreement on a kind of value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Class {
    pub(crate) family: String,
    /// What we do: `accept`, `refuse` or `leave open`; the peer does the opposite, or anything for the last.
    pub(crate) ours: String,
    /// How the value is written, or our first finding on it, or `nothing to find`.
    pub(crate) about: String,
    /// Which values, where that depends on more: a country, the first two digits, the oddity of a BIC.
    pub(crate) of: String,
}

impl Class {
    pub(crate) fn new(family: &str, ours: &str, about: &str, of: &str) -> Class {
        Class { family: family.to_owned(), ours: ours.to_owned(), about: about.to_owned(), of: of.to_owned() }
    }
}

pub(crate) fn judge(family: Family, values: &[Value]) -> Vec<Ours> {
    values
        .iter()
        .map(|value| {
            let report = api::validate(family.kind(), &value.text, &ValidateOptions::default());
            assert_eq!(api::is_valid(family.kind(), &value.text), report.verdict == Verdict::Valid, "{:?}", value.text);
            let code = report.findings.first().map_or("nothing to find", |finding| finding.code().as_str());
            Ours { verdict: report.verdict, code }
        })
        .collect()
}

/// The class of the disagreement on the value of this index, if there is one.
pub(crate) fn class(
    family: Family,
    values: &[Value],
    ours: &[Ours],
    theirs: &[bool],
    index: usize,
) -> Option<Class> {
    let said = match ours[index].verdict {
        Verdict::Undetermined => "leave open",
        Verdict::Valid if !theirs[index] => "accept",
        Verdict::Invalid if theirs[index] => "refuse",
        _ => return None,
    };
    let value = &values[index];
    if let Some(plain) = value.plain {
        // who disagrees on the plain text in the same way does so for another reason than the notation
        let same = ours[plain].verdict == ours[index].verdict && theirs[plain] == theirs[index];
        if let Some(class) = class(family, values, ours, theirs, plain).filter(|_| same) {
            return Some(class);
        }
        return Some(Class::new(family.as_str(), said, value.notation, ""));
    }
    Some(Class::new(family.as_str(), said, ours[index].code, &of(family, &value.text)))
}

fn of(family: Family, text: &str) -> String {
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    let bytes = text.as_bytes();
    match family {
        Family::Iban if matches!(part(2..4), "00" | "01" | "99") => part(2..4).to_owned(),
        Family::Iban | Family::Aba => part(0..2).to_owned(),
        Family::Bic if !bytes.iter().take(4).all(u8::is_ascii_alphabetic) => "digit in front".to_owned(),
        Family::Bic if matches!(bytes.get(6), Some(b'0' | b'1')) => "seventh 0 or 1".to_owned(),
        Family::Bic if bytes.get(6) == Some(&b'O') => "seventh O".to_owned(),
        Family::Bic if bytes.get(7) == Some(&b'O') => "eighth O".to_owned(),
        Family::Bic if bytes.get(7) == Some(&b'0') => "eighth 0".to_owned(),
        Family::Bic if bytes.get(7) == Some(&b'1') => "eighth 1".to_owned(),
        Family::Bic if bytes.get(8) == Some(&b'X') && !text.ends_with("XXX") => "branch X".to_owned(),
        Family::Bic => part(4..6).to_owned(),
        Family::Evm | Family::Tron => String::new(),
        Family::Stellar => part(0..1).to_owned(),
    }
}
