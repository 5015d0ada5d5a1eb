//! The facade: one function a question, the same for Rust, JavaScript, the command line and HTTP.
//!
//! Answers serialise to the JSON that all adapters give; failure to be valid is an answer, not an error.

mod exchange;
pub mod json;
mod money;

use crate::bank::{self, Corridor, FieldName, Fields, Lookup, Normalized};
use crate::bulk::{CheckOptions, Checker, Row, Summary};
use crate::code::Code;
use crate::country::Country;
use crate::error::{Error, ErrorCode};
use crate::finding::{self, Finding, Verdict};
use crate::identifier::{self, Kind, Parts, Rules, Strictness};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::Currency;
use crate::nearest::nearest;
use crate::provider::{Context, Credentials, Provider, Request};
use crate::text;

pub use exchange::{
    WebhookOptions, WebhookScheme, classify, idempotency_key, mask_request, next_status, operations, parse_response,
    verify_webhook,
};
pub use money::{
    Allocation, AmountReport, allocate, ask, check_limits, compute_fees, fee_plan, parse_amount, quote,
    quote_for_target, settlement,
};

pub use crate::bank::{BankAccountFields, FieldInfo, Rail, Settlement};

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
}

/// Which corridor is meant, and how its fields are judged.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct BankOptions {
    /// The rail; the first of the currency if it is left out.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub rail: Option<Rail>,
    /// The country of the payment.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "string"))]
    pub country: Option<Country>,
    /// How strictly.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub strictness: Strictness,
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
                let mut parts = Parts::default();
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
        json.put_text("kind", self.kind.as_str());
        json.put_text("normalized", &self.normalized);
        json.put_text("formatted", &self.formatted);
        json.put_text("masked", &self.masked);
        for (name, text) in &self.parts {
            json.put_text(name, text);
        }
        Json::Object(json)
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
    /// The verdict; `invalid` where the text is plainly meant to be of the kind and something is wrong.
    pub verdict: Verdict,
    /// What speaks for it: `checksum` where one matches, otherwise `shape`.
    pub evidence: &'static str,
    /// The value, where there is one.
    pub value: Option<Value>,
    /// What there is to say, most severe first.
    pub findings: Vec<Finding>,
}

/// What there is to say about the fields of a destination together.
#[derive(Clone, Debug)]
pub struct BankAccountReport {
    /// The verdict.
    pub verdict: Verdict,
    /// The currency as it was given.
    pub currency: String,
    /// The rail, where it is known.
    pub rail: Option<Rail>,
    /// The electronic forms of what is valid, by field.
    pub normalized: Object,
    /// What there is to say, most severe first; paths use the names that were given.
    pub findings: Vec<Finding>,
}

/// A checked file, with every row that was asked for.
#[derive(Clone, Debug)]
pub struct CsvReport {
    /// The totals.
    pub summary: Summary,
    /// The rows in their order.
    pub rows: Vec<RowReport>,
}

/// One row of a checked file.
#[derive(Clone, Debug)]
pub struct RowReport {
    /// Counts rows from 1; the header is none.
    pub row: u64,
    /// The line that the row begins at, from 1.
    pub line: u64,
    /// The payment's reference, where it has one.
    pub reference: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// What there is to say, most severe first.
    pub findings: Vec<Finding>,
    /// The electronic forms of what is valid in the row.
    pub normalized: Object,
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
}

impl Candidate {
    /// `{kind, verdict, evidence, value?, findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("kind", self.kind.as_str());
        json.put_text("verdict", self.verdict.as_str());
        json.put_text("evidence", self.evidence);
        if let Some(value) = &self.value {
            json.put("value", value.to_json());
        }
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }
}

impl BankAccountReport {
    /// `{verdict, currency, rail?, normalized, findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("verdict", self.verdict.as_str());
        json.put_text("currency", &self.currency);
        if let Some(rail) = self.rail {
            json.put_text("rail", rail.as_str());
        }
        json.put("normalized", Json::Object(self.normalized.clone()));
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }
}

impl RowReport {
    /// `{row, line, reference, verdict, findings, normalized}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put("row", Json::number(self.row));
        json.put("line", Json::number(self.line));
        json.put("reference", self.reference.as_deref().map_or(Json::Null, Json::text));
        json.put_text("verdict", self.verdict.as_str());
        json.put("findings", Finding::all_to_json(&self.findings));
        json.put("normalized", Json::Object(self.normalized.clone()));
        Json::Object(json)
    }
}

impl CsvReport {
    /// `{rows, summary}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put("rows", Json::Array(self.rows.iter().map(RowReport::to_json).collect()));
        json.put("summary", self.summary.to_json());
        Json::Object(json)
    }
}

serialize_as_json!(Value, IdentifierReport, Candidate, BankAccountReport, RowReport, CsvReport);

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
    let rules = Rules { strictness: options.strictness, country: options.country };
    let (mut out, mut findings) = (String::new(), Vec::new());
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

/// Everything that a text could be, the likeliest first.
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
    for candidate in identifier::detect(text) {
        let by_checksum = candidate.kind.spec().has_checksum && candidate.value.is_some();
        candidates.push(Candidate {
            kind: candidate.kind,
            verdict: Verdict::of(&candidate.findings),
            evidence: if by_checksum { "checksum" } else { "shape" },
            value: candidate.value.map(|value| Value::new(candidate.kind, value)),
            findings: candidate.findings,
        });
    }
    candidates
}

/// The currency and the rail of every corridor, in the order of the table.
///
/// ```
/// use offramp_core::api::{self, Rail};
///
/// assert!(api::corridors().any(|corridor| corridor == ("INR", Rail::Vpa)));
/// ```
pub fn corridors() -> impl Iterator<Item = (&'static str, Rail)> {
    bank::CORRIDORS.iter().map(|corridor| (corridor.currency, corridor.rail))
}

/// The fields that a destination in a currency needs.
///
/// # Errors
/// `CORRIDOR_UNKNOWN` where there are no rules for the currency, rail and country.
///
/// ```
/// use offramp_core::api::{self, BankOptions};
///
/// let usd = api::bank_account_fields("USD", &BankOptions::default())?;
/// assert_eq!(usd.any_of, [["aba", "swift"]]);
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn bank_account_fields(currency: &str, options: &BankOptions) -> Result<BankAccountFields, Error> {
    Ok(bank::fields_of(corridor(currency, options)?))
}

/// The same as a JSON Schema (2020-12) of the electronic forms.
///
/// # Errors
/// `CORRIDOR_UNKNOWN` where there are no rules for the currency, rail and country.
///
/// ```
/// use offramp_core::{Json, api};
///
/// let schema = api::bank_account_json_schema("AUD", &Default::default())?;
/// let bsb = schema.get("properties").and_then(|properties| properties.get("bsb"));
/// assert_eq!(bsb.and_then(|bsb| bsb.get("pattern")).and_then(Json::as_str), Some("^[0-9]{6}$"));
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn bank_account_json_schema(currency: &str, options: &BankOptions) -> Result<Json, Error> {
    Ok(bank::json_schema(corridor(currency, options)?))
}

fn corridor(currency: &str, options: &BankOptions) -> Result<&'static Corridor, Error> {
    let unknown = |field| {
        Error::new(ErrorCode::CorridorUnknown, "there are no rules for this currency, rail and country").in_field(field)
    };
    let currency = text::trim(currency).to_ascii_uppercase();
    let corridor = match bank::find(&currency, options.rail) {
        Lookup::Found(corridor) => corridor,
        Lookup::Ambiguous => bank::first(&currency).ok_or_else(|| unknown("currency"))?,
        Lookup::OtherRail => return Err(unknown("rail")),
        Lookup::None => return Err(unknown("currency")),
    };
    match (corridor.country, options.country) {
        (Some(only), Some(given)) if only != given.as_str() => Err(unknown("country")),
        _ => Ok(corridor),
    }
}

/// Judges the fields of a destination together. A field may be given under any of its names.
///
/// Never fails: what cannot be judged is a finding.
///
/// ```
/// use offramp_core::api::{self, BankOptions};
/// use offramp_core::{Json, Verdict};
///
/// let fields = Json::object([("bankName", "Commerzbank"), ("iban", "DE89 3704 0044 0532 0130 00"), ("bic", "COBADEFF")]);
/// let report = api::validate_bank_account("EUR", fields.as_object().unwrap(), &BankOptions::default());
/// assert_eq!(report.verdict, Verdict::Valid);
/// assert_eq!(report.normalized.get("swift").and_then(Json::as_str), Some("COBADEFF"));
/// ```
#[must_use]
pub fn validate_bank_account(currency: &str, fields: &Object, options: &BankOptions) -> BankAccountReport {
    let mut findings = Vec::new();
    let mut given: Vec<(FieldName, &str)> = Vec::new();
    let mut read = Fields::default();
    for (name, value) in fields.iter() {
        let mut wrong = |code| findings.push(Finding::new(code).at_path(text::pointer(name)));
        match (FieldName::find(name), value) {
            (_, Json::Null) => {}
            (Some(field), Json::String(text)) => {
                if given.iter().any(|(other, _)| *other == field) {
                    wrong(Code::FieldTwice);
                } else {
                    given.push((field, name));
                    read.set(field, text);
                }
            }
            (Some(_), _) => {
                findings
                    .push(Finding::new(Code::FieldType).at_path(text::pointer(name)).with_text("expected", "string"));
            }
            (None, _) => {
                let unknown = Finding::new(Code::FieldUnknown).at_path(text::pointer(name));
                findings.push(match nearest(name, FieldName::ALL.iter().map(|field| field.as_str())) {
                    Some(near) => unknown.suggesting(near.to_owned()),
                    None => unknown,
                });
            }
        }
    }
    let code = text::trim(currency).to_ascii_uppercase();
    let rules = Rules { strictness: options.strictness, country: options.country };
    let mut values = Normalized::default();
    let mut rail = options.rail;
    match (Currency::new(&code), corridor(&code, options)) {
        (_, Ok(corridor)) => {
            rail = Some(corridor.rail);
            bank::check(corridor, &read, rules, &mut values, &mut findings);
        }
        (known, Err(error)) => {
            findings.push(no_corridor(known, &code, &error, options));
            bank::check_each(&read, rules, &mut values, &mut findings);
        }
    }
    // point at the names that the caller gave
    for finding in &mut findings {
        let name = given.iter().find(|(field, name)| finding.path() == field.path() && *name != field.as_str());
        if let Some((_, name)) = name {
            finding.move_to(text::pointer(name));
        }
    }
    finding::sort(&mut findings);
    BankAccountReport {
        verdict: Verdict::of(&findings),
        currency: code,
        rail,
        normalized: object_of(values.iter().map(|(field, text)| (field.as_str(), text))),
        findings,
    }
}

fn object_of<'a>(members: impl Iterator<Item = (&'static str, &'a str)>) -> Object {
    let mut object = Object::new();
    for (name, text) in members {
        object.put_text(name, text);
    }
    object
}

fn no_corridor(known: Option<Currency>, code: &str, error: &Error, options: &BankOptions) -> Finding {
    let rail = options.rail.or(bank::first(code).map(|corridor| corridor.rail)).map_or("", Rail::as_str);
    let finding = match (known, error.field()) {
        (None, _) => return Finding::new(Code::CurrencyUnknown),
        (_, "rail") => Finding::new(Code::RailNotAvailable),
        (_, "country") => Finding::new(Code::CountryNotInCorridor),
        _ => return Finding::new(Code::CurrencyNoCorridor).with("currency", code.to_owned()),
    };
    let finding = finding.with("currency", code.to_owned()).with_text("rail", rail);
    match options.country {
        Some(country) if finding.code() == Code::CountryNotInCorridor => {
            finding.with("country", country.as_str().to_owned())
        }
        _ => finding,
    }
}

/// Builds and signs the request of a provider's operation.
///
/// # Errors
/// `OPERATION_UNKNOWN`; `INPUT_INVALID` with all findings; `CREDENTIALS_INVALID`, `URL_INVALID`,
/// `NONCE_INVALID`, `IDEMPOTENCY_KEY_INVALID`, `QUOTE_EXPIRED`, `ARGUMENT_INVALID`.
///
/// ```
/// use offramp_core::provider::{Context, Credentials};
/// use offramp_core::{Json, Provider, api};
///
/// let credentials = Credentials::new().with("apiKey", "key").with("apiSecret", "secret");
/// let mut context = Context::at("2024-06-09T07:00:00Z".parse()?);
/// context.nonce = Some("550e8400-e29b-41d4-a716-446655440000".to_owned());
/// let input: Json = r#"{"name":"John Doe","email":"john@example.com"}"#.parse()?;
/// let request = api::build_request(Provider::Coinut, "createCustomer", &input, &credentials, &context)?;
/// assert_eq!(request.url(), "https://ramp.hexarails.ai/customer/create");
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn build_request(
    provider: Provider,
    operation: &str,
    input: &Json,
    credentials: &Credentials,
    context: &Context,
) -> Result<Request, Error> {
    provider.build(operation, input, credentials, context)
}

/// Checks a whole CSV. For a large one, or to see rows as they come, use [`Checker`].
///
/// ```
/// let report = offramp_core::api::check_csv(b"currency,amount,vpa\nINR,1.00,user@okaxis\n", &Default::default());
/// assert_eq!(report.summary.valid, 1);
/// ```
#[must_use]
pub fn check_csv(bytes: &[u8], options: &CheckOptions) -> CsvReport {
    let mut rows = Vec::new();
    let mut keep = |row: &Row<'_>| {
        rows.push(RowReport {
            row: row.number,
            line: row.line,
            reference: row.reference().map(str::to_owned),
            verdict: row.verdict,
            findings: row.findings.to_vec(),
            normalized: object_of(row.normalized()),
        });
    };
    let mut checker = Checker::new(options.clone());
    checker.push(bytes, &mut keep);
    let summary = checker.finish(&mut keep);
    CsvReport { summary, rows }
}

/// The version of the crate and of the npm package.
#[must_use]
pub const fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
