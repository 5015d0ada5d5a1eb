//! Findings, verdicts and reports: what validation answers.

use std::borrow::Cow;
use std::fmt;

use crate::code::{Code, Severity};
use crate::json::{Json, Object, serialize_as_json};
use crate::text;

/// The answer to "can this be paid?".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "lowercase"))]
pub enum Verdict {
    /// Every rule was applied and none is broken.
    Valid,
    /// At least one rule is broken.
    Invalid,
    /// Nothing is wrong as far as the rules at hand can tell, and some rule could not be applied.
    Undetermined,
}

impl Verdict {
    /// The verdict that follows from findings.
    ///
    /// ```
    /// use offramp_core::{Code, Finding, Verdict};
    ///
    /// assert_eq!(Verdict::of(&[]), Verdict::Valid);
    /// assert_eq!(Verdict::of(&[Finding::new(Code::BicTest)]), Verdict::Valid);
    /// assert_eq!(Verdict::of(&[Finding::new(Code::IbanCountryNoRule)]), Verdict::Undetermined);
    /// assert_eq!(Verdict::of(&[Finding::new(Code::IbanChecksum)]), Verdict::Invalid);
    /// ```
    #[must_use]
    pub fn of(findings: &[Finding]) -> Verdict {
        let mut verdict = Verdict::Valid;
        for finding in findings {
            if finding.severity() == Severity::Error {
                return Verdict::Invalid;
            }
            if finding.code().leaves_open() {
                verdict = Verdict::Undetermined;
            }
        }
        verdict
    }

    /// `"valid"`, `"invalid"` or `"undetermined"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Valid => "valid",
            Verdict::Invalid => "invalid",
            Verdict::Undetermined => "undetermined",
        }
    }
}

/// One observation about an input: how bad, what, where, and how to mend it.
///
/// Neither the message nor the parameters repeat the value that was judged. The suggestion does hold
/// a corrected value, which `Debug` leaves out.
///
/// ```
/// use offramp_core::{Json, api};
///
/// let fields = Json::object([("accountNumber", "12345678"), ("bsb", "62-00-00"), ("bankName", "Example Bank")]);
/// let report = api::validate_bank_account("AUD", fields.as_object().unwrap(), &Default::default());
/// let finding = &report.findings[0];
/// assert_eq!((finding.code().as_str(), finding.path()), ("LOOKS_LIKE_SORT_CODE", "/bsb"));
/// assert_eq!(finding.message(), "This is written like a UK sort code (12-34-56).");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Finding(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    severity: Severity,
    code: Code,
    path: Cow<'static, str>,
    params: Vec<(&'static str, Cow<'static, str>)>,
    suggestion: Option<Box<str>>,
}

impl Finding {
    /// A finding about the whole input, with the code's own severity.
    #[must_use]
    #[cold]
    pub fn new(code: Code) -> Finding {
        Finding(Box::new(Inner {
            severity: code.severity(),
            code,
            path: Cow::Borrowed(""),
            params: Vec::new(),
            suggestion: None,
        }))
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.0.severity
    }

    /// What it is, as one stable word.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Where it is: a JSON Pointer (RFC 6901) into the input, empty for the whole of it.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The values that stand in the message, by name. `candidates`, where it is there, stands in none: values that
    /// one slip of the hand would have turned into the one given, one to three with commas between them. They are
    /// guesses for a person to look at, and as confidential as the value.
    pub fn params(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.params.iter().map(|(name, value)| (*name, &**value))
    }

    /// The corrected value, where there is exactly one.
    #[must_use]
    pub fn suggestion(&self) -> Option<&str> {
        self.0.suggestion.as_deref()
    }

    /// The message in English, built from the code and the parameters alone.
    ///
    /// ```
    /// use offramp_core::{Kind, ValidateOptions};
    ///
    /// let report = offramp_core::api::validate(Kind::Iban, "DE8937040044053201300", &ValidateOptions::default());
    /// assert_eq!(report.findings[0].message(), "An IBAN from DE has 22 characters, this one has 21.");
    /// ```
    #[must_use]
    pub fn message(&self) -> String {
        let mut message = String::with_capacity(self.0.code.template().len());
        self.write_message(&mut message);
        message
    }

    /// `{severity, code, path, message, params?, suggestion?}` as JSON.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("severity", self.0.severity.as_str());
        json.put_text("code", self.0.code.as_str());
        json.put_text("path", self.path());
        json.put_text("message", &self.message());
        if !self.0.params.is_empty() {
            let mut params = Object::new();
            for (name, value) in &self.0.params {
                params.put_text(name, value);
            }
            json.put("params", Json::Object(params));
        }
        if let Some(suggestion) = self.suggestion() {
            json.put_text("suggestion", suggestion);
        }
        Json::Object(json)
    }

    /// Findings as a JSON array.
    pub(crate) fn all_to_json(findings: &[Finding]) -> Json {
        let mut items = Vec::new();
        for finding in findings {
            items.push(finding.to_json());
        }
        Json::Array(items)
    }

    pub(crate) fn write_message(&self, out: &mut String) {
        let mut rest = self.0.code.template();
        while let Some((before, after)) = text::split(rest, b'{') {
            out.push_str(before);
            let (name, after) = text::split(after, b'}').unwrap_or((after, ""));
            out.push_str(self.param(name).unwrap_or_default());
            rest = after;
        }
        out.push_str(rest);
    }

    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.params().find_map(|(key, value)| (key == name).then_some(value))
    }

    #[must_use]
    pub(crate) fn at(mut self, path: &'static str) -> Finding {
        self.0.path = Cow::Borrowed(path);
        self
    }

    #[must_use]
    pub(crate) fn at_path(mut self, path: String) -> Finding {
        self.0.path = Cow::Owned(path);
        self
    }

    pub(crate) fn move_to(&mut self, path: String) {
        self.0.path = Cow::Owned(path);
    }

    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: String) -> Finding {
        self.0.params.push((name, Cow::Owned(value)));
        self
    }

    #[must_use]
    pub(crate) fn with_text(mut self, name: &'static str, value: &'static str) -> Finding {
        self.0.params.push((name, Cow::Borrowed(value)));
        self
    }

    #[must_use]
    pub(crate) fn with_number(self, name: &'static str, value: usize) -> Finding {
        self.with(name, text::number(value))
    }

    pub(crate) fn suggest_nothing(&mut self) {
        self.0.suggestion = None;
    }

    #[must_use]
    pub(crate) fn suggesting(mut self, value: String) -> Finding {
        self.0.suggestion = Some(value.into());
        self
    }

    pub(crate) fn suggest_instead(&mut self, value: Option<String>) {
        self.0.suggestion = value.map(Into::into);
    }

    pub(crate) fn set_severity(&mut self, severity: Severity) {
        self.0.severity = severity;
    }

    #[must_use]
    pub(crate) fn with_severity(mut self, severity: Severity) -> Finding {
        self.0.severity = severity;
        self
    }
}

impl fmt::Debug for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} at {:?}", self.0.severity.as_str(), self.0.code.as_str(), self.path())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

serialize_as_json!(Finding);

/// Sorts findings most severe first, and otherwise keeps the order in which the rules were applied.
pub(crate) fn sort(findings: &mut [Finding]) {
    insertion_sort(findings, |a, b| a.severity() < b.severity());
}

/// Sorts a few items and keeps the order of equal ones; `is_after` says that the first belongs after
/// the second. The standard library's sort is ten kilobytes of code that a list of five does not need.
pub(crate) fn insertion_sort<T>(items: &mut [T], is_after: impl Fn(&T, &T) -> bool) {
    for end in 1..items.len() {
        for at in (1..=end).rev() {
            let pair = at.checked_sub(1).and_then(|before| items.get(before)).zip(items.get(at));
            if !pair.is_some_and(|(before, item)| is_after(before, item)) {
                break;
            }
            items.swap(at.wrapping_sub(1), at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_is_built_from_code_and_params() {
        let finding = Finding::new(Code::LengthWrong).with_text("expected", "9").with_number("actual", 8);
        assert_eq!(finding.message(), "Must have 9 characters; it has 8.");
    }

    #[test]
    fn debug_shows_no_value() {
        let finding = Finding::new(Code::SpreadsheetLeadingZero).at("/aba").suggesting("021000021".to_owned());
        assert_eq!(format!("{finding:?}"), "error SPREADSHEET_LEADING_ZERO at \"/aba\"");
    }
}
