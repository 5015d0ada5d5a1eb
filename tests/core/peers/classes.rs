//! Our verdicts, and the class that a disagreement belongs to.

use offramp_core::{ValidateOptions, Verdict, api};

use super::values::{Family, Value};

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
    /// What we do: `accept` what the peer refuses, `refuse` what it accepts, or `leave open`.
    pub(crate) ours: String,
    /// How the value is written, or our first finding on it, or `nothing to find`.
    pub(crate) about: String,
    /// Which values, where that depends on more: a country, the case of letters, the first letter.
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
pub(crate) fn class(family: Family, values: &[Value], ours: &[Ours], theirs: &[bool], index: usize) -> Option<Class> {
    let said = match ours[index].verdict {
        Verdict::Undetermined if theirs[index] => "leave open what they accept",
        Verdict::Undetermined => "leave open what they refuse",
        Verdict::Valid if !theirs[index] => "accept",
        Verdict::Invalid if theirs[index] => "refuse",
        _ => return None,
    };
    let mut text = &values[index].text;
    if let Some(plain) = values[index].plain {
        // who disagrees on the plain text in the same way does so for another reason than the notation
        let same = ours[plain].verdict == ours[index].verdict && theirs[plain] == theirs[index];
        if let Some(class) = class(family, values, ours, theirs, plain).filter(|_| same) {
            return Some(class);
        }
        if ours[index].verdict != Verdict::Undetermined {
            return Some(Class::new(family.as_str(), said, values[index].notation, ""));
        }
        text = &values[plain].text;
    }
    // whether the wrong character is a look-alike of the right one does not matter here
    let code = match (family, ours[index].code) {
        (Family::Iban, "LETTER_FOR_DIGIT") => "IBAN_STRUCTURE",
        // nor whether what is too much is a BIC
        (Family::Iban, "TEXT_AROUND") => "IBAN_LENGTH",
        (Family::Bic, "LETTER_FOR_DIGIT") => "BIC_STRUCTURE",
        (Family::Iban | Family::National, _) if ours[index].verdict == Verdict::Undetermined => "IBAN_COUNTRY_NO_RULE",
        (_, code) => code,
    };
    Some(Class::new(family.as_str(), said, code, &of(family, code, text)))
}

fn of(family: Family, code: &str, text: &str) -> String {
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| part(range).bytes().all(|byte| byte.is_ascii_digit());
    let of = match family {
        Family::Iban if code == "IBAN_CHECKSUM" && matches!(part(2..4), "00" | "01" | "99") => part(2..4),
        Family::Iban if code == "IBAN_STRUCTURE" && !digits(2..4) => "letter in the check digits",
        Family::Iban | Family::National => part(0..2),
        Family::Bic if !bytes.iter().take(4).all(u8::is_ascii_alphabetic) => "digit in the prefix",
        Family::Bic => part(4..6),
        Family::Evm if text.starts_with("0X") => "0X in front",
        Family::Evm if code != "EVM_NO_CHECKSUM" => "",
        Family::Evm if bytes.iter().any(u8::is_ascii_uppercase) => "capitals",
        Family::Evm => "small letters",
        Family::Aba | Family::Tron => "",
        Family::Stellar => part(0..1),
    };
    of.to_owned()
}
