//! Business identifier codes, also called SWIFT codes (ISO 9362).

use super::clean::{self, Separators, since};
use super::issue::{Issue, Param, ReadResult};
use super::placeholder::is_placeholder;
use super::resemblance::is_word;
use super::spec::{Parts, Spec, as_is, identifier};
use super::{Rules, iban};
use crate::characters::is_blank;
use crate::code::Code;
use crate::country::Country;
use crate::finding::Finding;
use crate::tables::BANK_NAMES;
use crate::text;

identifier! {
    /// A BIC of 8 or 11 characters whose country exists. ISO 9362:2022 lets digits stand among the first four, the
    /// registration authority hardly ever gives one.
    ///
    /// ```
    /// use offramp_core::identifier::Bic;
    ///
    /// let bic: Bic = "deutdeff".parse()?;
    /// assert_eq!((bic.as_str(), bic.country(), bic.branch()), ("DEUTDEFF", "DE", None));
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    Bic
}

impl Bic {
    /// The four letters or digits of the institution.
    #[must_use]
    pub fn institution(&self) -> &str {
        self.0.get(..4).unwrap_or_default()
    }

    /// The country's two letters.
    #[must_use]
    pub fn country(&self) -> &str {
        self.0.get(4..6).unwrap_or_default()
    }

    /// The two characters of the location.
    #[must_use]
    pub fn location(&self) -> &str {
        self.0.get(6..8).unwrap_or_default()
    }

    /// The three characters of the branch, where there are any; `XXX` is the head office.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        self.0.get(8..).filter(|branch| !branch.is_empty())
    }
}

pub(super) static SPEC: Spec = Spec {
    title: "BIC",
    read,
    format: as_is,
    mask: as_is,
    parts,
    #[cfg(not(target_arch = "wasm32"))]
    part_names: &[
        ("institution", "the four letters or digits of the institution"),
        ("country", "the country's two letters"),
        ("location", "the two characters of the location"),
        ("branch", "the three characters of the branch, if there are any"),
    ],
    pattern: "^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$",
    example: "DEUTDEFF",
    digits: None,
    has_checksum: false,
};

const SEPARATORS: Separators = Separators(b"-");

fn read(text: &str, _: Rules, out: &mut String) -> ReadResult {
    let reading = check(text.as_bytes());
    if reading.err().is_none_or(Issue::is_note) {
        out.push_str(text);
        return reading;
    }
    let start = out.len();
    clean::capitals(text, SEPARATORS, out)?;
    check(since(out, start))?;
    // nobody writes one so
    if is_word(text) { Err(Issue::new(Code::BicIsName)) } else { Ok(()) }
}

/// Checks letters and digits in capitals.
fn check(text: &[u8]) -> ReadResult {
    if text.is_empty() {
        return Err(Issue::new(Code::ValueEmpty));
    }
    if text.len() != 8 && text.len() != 11 {
        return Err(length(text));
    }
    let (mut index, mut digits) = (0, false);
    for &byte in text {
        let is_letter = byte.is_ascii_uppercase();
        if !(is_letter || byte.is_ascii_digit() && !matches!(index, 4 | 5)) {
            return Err(Issue::at(Code::BicStructure, index));
        }
        digits |= index < 4 && !is_letter;
        index = usize::wrapping_add(index, 1);
    }
    let [_, _, _, _, first, second, _, kind, ..] = *text else {
        return Err(length(text));
    };
    if Country::from_bytes([first, second]).is_none() {
        return Err(Issue::with_one(Code::BicCountryUnknown, Param::letters(&[first, second])));
    }
    match kind {
        b'0' => Err(Issue::new(Code::BicTest)),
        _ if digits => Err(Issue::new(Code::BicDigitsInPrefix)),
        // "see above" has the form of one, in Bolivia
        _ if std::str::from_utf8(text).is_ok_and(is_placeholder) => Err(Issue::new(Code::Placeholder)),
        // no bank of Bosnia has this location
        _ if text.ends_with(b"BANK") || matches!(text.first_chunk(), Some(b"BARCLAYS" | b"DEUTSCHE" | b"CITIBANK")) => {
            Err(Issue::new(Code::BicIsName))
        }
        b'1' => Err(Issue::new(Code::BicPassive)),
        _ => Ok(()),
    }
}

/// Whether a word behind a BIC may be its branch, with a slip or without: what leaves it out would say less.
pub(super) fn may_be_branch(word: &str) -> bool {
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    has_digit && word.len() < 6
        || word.len() == 3 && word != "BIC" && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether letters alone may be somebody's name rather than a BIC: they are of no bank that is known.
pub(super) fn may_be_name(value: &str) -> bool {
    let mut names = BANK_NAMES;
    let of_known_bank = value.get(..4).is_some_and(|letters| {
        std::iter::from_fn(|| text::next_word(&mut names, b'\n'))
            .any(|line| text::split_last(line, b'|').is_some_and(|(_, bics)| text::contains_word(bics, letters)))
    });
    !of_known_bank && !value.ends_with("XXX") && value.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Whether a BIC stands among the words of a text.
pub(super) fn is_among(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| reads(word) && !is_word(word))
}

/// Whether letters and digits in any case are a BIC.
pub(super) fn reads(text: &str) -> bool {
    matches!(text.len(), 8 | 11) && check(text.to_ascii_uppercase().as_bytes()).err().is_none_or(Issue::is_note)
}

/// The finding on a text in which one BIC stands among what is pasted along with it: the words BIC and SWIFT, an
/// IBAN, punctuation, and what follows in brackets.
#[cold]
pub(super) fn explain(text: &str, issue: Issue, path: &'static str) -> Option<Finding> {
    if issue.code() == Code::BicCountryUnknown
        && let Some(value) = with_country_meant(text)
    {
        return Some(issue.finding(path).suggesting(value));
    }
    let (mut found, mut others, mut word) = (None, String::new(), String::new());
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        if byte.is_ascii_alphanumeric() {
            word.push(char::from(byte.to_ascii_uppercase()));
            continue;
        }
        let is_known = text::contains_word("BIC SWIFT CODE IBAN", &word);
        if found.is_none() && reads(&word) {
            found = Some(std::mem::take(&mut word));
        } else if !is_known {
            others.push_str(&word);
        }
        word.clear();
        let mut behind = text.get(at.wrapping_add(1)..).unwrap_or_default();
        let in_brackets = text::next_word(&mut behind, b')').unwrap_or_default();
        if byte == b'(' && found.is_some() && !may_be_branch(text::trim(in_brackets)) {
            break;
        }
        if !(is_blank(char::from(byte)) || b".,;:/|()[]<>\"'-".contains(&byte)) {
            return None;
        }
    }
    let value = found.filter(|_| others.is_empty() || iban::reads(others.as_bytes()))?;
    Some(Finding::new(Code::TextAround).suggesting(value))
}

/// The BIC with the country's code for its usual name: `GB` for `UK`.
fn with_country_meant(text: &str) -> Option<String> {
    let mut plain = String::new();
    clean::capitals(text, SEPARATORS, &mut plain).ok()?;
    let written = plain.get(4..6)?;
    let meant = iban::prefix_instead_of(written.as_bytes().try_into().ok()?)?;
    let value = text::join(&[plain.get(..4)?, std::str::from_utf8(&meant).ok()?, plain.get(6..)?], "");
    check(value.as_bytes()).is_ok().then_some(value)
}

fn length(text: &[u8]) -> Issue {
    Issue::with_one(Code::BicLength, Param::number(text.len()))
}

fn parts(text: &str, parts: &mut Parts) {
    parts.cut(text, &[("institution", 0, 4), ("country", 4, 6), ("location", 6, 8), ("branch", 8, 11)]);
}
