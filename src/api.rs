//! The facade: one function a question, the same for Rust, JavaScript, the command line and HTTP.
//!
//! Answers serialise to the JSON that all adapters give; failure to be valid is an answer, not an error.

mod amount_text;
mod destination;
mod file;
pub mod json;
mod lists;
mod money;
pub(crate) mod options;
mod provider;

use crate::country::Country;
use crate::finding::{self, Finding, Verdict};
use crate::identifier::{self, Kind, Parts, Rules, Strictness};
use crate::json::{Json, Object, serialize_as_json};
use crate::timestamp::Date;

pub use amount_text::{AmountText, amount_in_words, format_amount};
pub use destination::{
    BankAccountReport, BankOptions, bank_account_fields, bank_account_json_schema, validate_bank_account,
};
pub use file::{CsvReport, FixedFile, RowReport, check_csv, check_file, fix_csv, fix_file};
#[cfg(not(target_arch = "wasm32"))]
pub use lists::schemes;
pub use lists::{corridors, currencies, kinds, lists, providers};
pub use money::{
    Allocation, AmountReport, allocate, ask, business_day, check_limits, compute_fees, fee_plan, parse_amount, quote,
    quote_for_target, settlement,
};
pub use provider::{
    WebhookOptions, WebhookScheme, build_request, classify, compute, explain_signature, idempotency_key, mask_request,
    next_status, operations, parse_response, sign_webhook, verify_webhook,
};

pub use crate::bank::{
    BankAccountFields, CorridorInfo, Coverage, Directories, FieldInfo, MemoRequired, Rail, SchemeInfo, SchemeName,
    Settlement,
};

/// How an identifier is judged.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct ValidateOptions {
    /// How strictly.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub strictness: Strictness,
    /// The country of the payment, so that phone numbers can be read in their national form.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "string"))]
    pub country: Option<Country>,
    /// The day of the payment, for rules that change with time; without it those of the tables' editions hold.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "string"))]
    pub date: Option<Date>,
}

/// What there is to say about one identifier.
#[derive(Clone, Debug)]
pub struct IdentifierReport {
    /// The verdict.
    pub verdict: Verdict,
    /// The value, where there is one.
    pub value: Option<Value>,
    /// What there is to say, most severe first.
    pub findings: Vec<Finding>,
}

/// An identifier in its forms. `Debug` shows the masked one.
///
/// ```
/// use offramp_core::{Kind, api};
///
/// let value = api::validate(Kind::Iban, "de89370400440532013000", &Default::default()).value.unwrap();
/// assert_eq!(value.formatted, "DE89 3704 0044 0532 0130 00");
/// assert_eq!(value.parts.iter().find(|(name, _)| *name == "bank").unwrap().1, "37040044");
/// assert_eq!(format!("{value:?}"), "iban(DE89****3000)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Value {
    /// The kind.
    pub kind: Kind,
    /// The electronic form.
    pub normalized: String,
    /// The paper form.
    pub formatted: String,
    /// What may be shown in a log or on a screen.
    pub masked: String,
    /// What it consists of, by name.
    pub parts: Vec<(&'static str, String)>,
}

impl Value {
    fn new(kind: Kind, normalized: String) -> Value {
        let spec = kind.spec();
        Value {
            kind,
            formatted: (spec.format)(&normalized),
            masked: (spec.mask)(&normalized),
            parts: {
                let mut parts = Parts(Vec::with_capacity(5));
                (spec.parts)(&normalized, &mut parts);
                parts.0
            },
            normalized,
        }
    }

    /// The forms and then the parts, side by side.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        for (name, text) in self.members() {
            json.put_text(name, text);
        }
        Json::Object(json)
    }

    fn members(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let forms = [
            ("kind", self.kind.as_str()),
            ("normalized", &self.normalized),
            ("formatted", &self.formatted),
            ("masked", &self.masked),
        ];
        forms.into_iter().chain(self.parts.iter().map(|(name, text)| (*name, text.as_str())))
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}({})", self.kind, self.masked)
    }
}

/// One thing that a text could be.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The kind.
    pub kind: Kind,
    /// The line of the text, from 1, where several lines are several values.
    pub line: Option<u32>,
    /// The verdict; `invalid` where the text is plainly meant to be of the kind and something is wrong.
    pub verdict: Verdict,
    /// What speaks for it: `checksum` where one matches, otherwise `shape`.
    pub evidence: &'static str,
    /// The value, where there is one.
    pub value: Option<Value>,
    /// What there is to say, most severe first.
    pub findings: Vec<Finding>,
}

impl IdentifierReport {
    /// `{verdict, value?, findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("verdict", self.verdict.as_str());
        if let Some(value) = &self.value {
            json.put("value", value.to_json());
        }
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }

    /// Appends the text of [`IdentifierReport::to_json`] without building that first: an answer on its way out
    /// takes half the time. No form of an identifier holds what would have to be escaped.
    #[cfg(feature = "http")]
    pub(crate) fn write_json(&self, out: &mut String) {
        out.push_str("{\"verdict\":\"");
        out.push_str(self.verdict.as_str());
        out.push('"');
        if let Some(value) = &self.value {
            out.push_str(",\"value\":");
            let mut before = "{\"";
            for (name, text) in value.members() {
                debug_assert!(!text.contains(|character: char| character < ' ' || matches!(character, '"' | '\\')));
                for piece in [before, name, "\":\"", text] {
                    out.push_str(piece);
                }
                before = "\",\"";
            }
            out.push_str("\"}");
        }
        out.push_str(",\"findings\":");
        Finding::all_to_json(&self.findings).write_to(out);
        out.push('}');
    }
}

impl Candidate {
    /// `{kind, line?, verdict, evidence, value?, findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("kind", self.kind.as_str());
        if let Some(line) = self.line {
            json.put("line", Json::from(line));
        }
        json.put_text("verdict", self.verdict.as_str());
        json.put_text("evidence", self.evidence);
        if let Some(value) = &self.value {
            json.put("value", value.to_json());
        }
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }
}

serialize_as_json!(Value, IdentifierReport, Candidate);

/// Judges one identifier.
///
/// ```
/// use offramp_core::{Kind, ValidateOptions, Verdict, api};
///
/// let report = api::validate(Kind::Aba, "21000021", &ValidateOptions::default());
/// assert_eq!(report.verdict, Verdict::Invalid);
/// assert_eq!(report.findings[0].code().as_str(), "SPREADSHEET_LEADING_ZERO");
/// assert_eq!(report.findings[0].suggestion(), Some("021000021"));
/// ```
#[must_use]
pub fn validate(kind: Kind, text: &str, options: &ValidateOptions) -> IdentifierReport {
    let rules = Rules { strictness: options.strictness, country: options.country, date: options.date };
    let (mut out, mut findings) = (String::with_capacity(text.len()), Vec::new());
    let value = identifier::judge(kind, text, rules, "", &mut out, &mut findings).then(|| Value::new(kind, out));
    finding::sort(&mut findings);
    IdentifierReport { verdict: Verdict::of(&findings), value, findings }
}

/// Whether [`validate`] says `valid`, with the default options.
///
/// ```
/// use offramp_core::{Kind, api};
///
/// assert!(api::is_valid(Kind::Iban, "DE89 3704 0044 0532 0130 00"));
/// ```
#[must_use]
pub fn is_valid(kind: Kind, text: &str) -> bool {
    identifier::is_valid(kind, text, &mut String::new())
}

/// Everything that a text could be, the likeliest first: values whose checksum matches or whose shape is rare, then what
/// is plainly meant and has something wrong, then what any number could be.
///
/// Several lines are several values, each with its line, unless they are one IBAN: the first 200 that are not empty are
/// looked at. A line of more than 512 bytes is nothing. The number of a payment card is never shown as a valid account
/// number.
///
/// ```
/// use offramp_core::{Kind, api};
///
/// let kinds: Vec<_> = api::detect("021000021").into_iter().map(|candidate| candidate.kind).collect();
/// assert_eq!(kinds, [Kind::Aba, Kind::CaTransit, Kind::AccountNumber]);
/// ```
#[must_use]
pub fn detect(text: &str) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    for mut candidate in identifier::detect(text) {
        finding::sort(&mut candidate.findings);
        let by_checksum = candidate.kind.spec().has_checksum && candidate.value.is_some();
        candidates.push(Candidate {
            kind: candidate.kind,
            line: candidate.line,
            verdict: Verdict::of(&candidate.findings),
            evidence: if by_checksum { "checksum" } else { "shape" },
            value: candidate.value.map(|value| Value::new(candidate.kind, value)),
            findings: candidate.findings,
        });
    }
    candidates
}

/// The version of the crate and of the npm package.
#[must_use]
pub const fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// An object of texts.
fn object_of<'a>(members: impl Iterator<Item = (&'static str, &'a str)>) -> Object {
    let mut object = Object::new();
    for (name, text) in members {
        object.put_text(name, text);
    }
    object
}

#[cfg(all(test, feature = "http"))]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_that_of_the_json() {
        for (kind, text) in [
            (Kind::Iban, "DE89 3704 0044 0532 0130 00"),
            (Kind::Iban, "DE89 3704 0044 0532 0130 01"),
            (Kind::Vpa, "someone@\"bank"),
            (Kind::Phone, "+254712345678"),
            (Kind::AccountNumber, ""),
        ]
        .into_iter()
        .chain(Kind::ALL.iter().map(|kind| (*kind, kind.example())))
        {
            let (report, mut text) = (validate(kind, text, &ValidateOptions::default()), String::new());
            report.write_json(&mut text);
            assert_eq!(text, report.to_json().to_string());
        }
    }
}
