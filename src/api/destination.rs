//! Questions about destinations: which fields a corridor needs, and whether a set of them can be paid.

use super::object_of;
use crate::bank::{
    self, BankAccountFields, Corridor, Directories, FieldName, Fields, Lookup, MemoRequired, Normalized, Rail,
};
use crate::code::Code;
use crate::country::Country;
use crate::error::{Error, ErrorCode};
use crate::finding::{self, Finding, Verdict};
use crate::identifier::{Rules, Strictness};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::Currency;
use crate::nearest::nearest;
use crate::text;

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
    /// Whether the address needs a memo: true, or the addresses that do.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "boolean | string[]"))]
    pub memo_required: MemoRequired,
    /// Tables that were loaded; a member is the file as `offramp data import` writes it.
    #[cfg_attr(
        feature = "wasm",
        tsify(
            optional,
            type = "{ ukModulus?: { name: string; edition: string; source: string; licence: string; sha256: string; data: string } }"
        )
    )]
    pub directories: Directories,
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
    /// The name and the edition of each table that was loaded and used.
    pub directories: Vec<(&'static str, String)>,
    /// What there is to say, most severe first; paths use the names that were given.
    pub findings: Vec<Finding>,
}

impl BankAccountReport {
    /// `{verdict, currency, rail?, normalized, directories?, findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("verdict", self.verdict.as_str());
        json.put_text("currency", &self.currency);
        if let Some(rail) = self.rail {
            json.put_text("rail", rail.as_str());
        }
        json.put("normalized", Json::Object(self.normalized.clone()));
        if !self.directories.is_empty() {
            let used = self.directories.iter().map(|(name, edition)| (*name, edition.as_str()));
            json.put("directories", Json::Object(object_of(used)));
        }
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }
}

serialize_as_json!(BankAccountReport);

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
    let mut directories = Vec::new();
    match (Currency::new(&code), corridor(&code, options)) {
        (_, Ok(corridor)) => {
            rail = Some(corridor.rail);
            bank::check(corridor, &read, rules, &mut values, &mut findings);
            options.memo_required.check(&values, &mut findings);
            let used = options.directories.check(corridor, &read, &values, 0, &mut findings);
            directories.extend(used.map(|(name, edition)| (name, edition.to_owned())));
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
        directories,
        normalized: object_of(values.iter().map(|(field, text)| (field.as_str(), text))),
        findings,
    }
}

fn no_corridor(known: Option<Currency>, code: &str, error: &Error, options: &BankOptions) -> Finding {
    let rail = options.rail.or(bank::first(code).map(|corridor| corridor.rail)).map_or("", Rail::as_str);
    let finding = match (known, error.field()) {
        (None, _) => return crate::money::unknown_currency(code),
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
