//! Questions about destinations: which fields a corridor needs, and whether a set of them can be paid.

use super::object_of;
use crate::bank::{
    self, Asked, BankAccountFields, Corridor, Directories, FieldName, Fields, MemoRequired, Normalized, Rail,
    SchemeName, Told,
};
use crate::code::{Code, Severity};
use crate::country::Country;
use crate::error::{Error, ErrorCode};
use crate::finding::{self, Finding, Verdict};
use crate::identifier::{Rules, Strictness};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::Currency;
use crate::nearest::nearest;
use crate::provider::Provider;
use crate::text;
use crate::timestamp::Date;

/// Which corridor is meant, and how its fields are judged.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct BankOptions {
    /// The rail, or a scheme that stands for it; if it is left out, the one that the fields speak of, or else the
    /// first of the currency.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "Rail | Scheme"))]
    pub rail: Option<Rail>,
    /// The clearing system.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "Scheme"))]
    pub scheme: Option<SchemeName>,
    /// The country of the payment.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "string"))]
    pub country: Option<Country>,
    /// The provider whose document applies; without one, the rail's public rule does.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "Provider"))]
    pub provider: Option<Provider>,
    /// Providers of which it is noted what each of them wants besides.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "Provider[]"))]
    pub providers: Vec<Provider>,
    /// The day of the payment, for rules that change with time; without it those of the tables' editions hold.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "string"))]
    pub date: Option<Date>,
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

impl BankOptions {
    /// What is known of a payment in a currency besides its fields.
    fn asked<'a>(&self, currency: &'a str) -> Asked<'a> {
        let provider = self.provider.map_or("", Provider::as_str);
        let rail = self.rail.or(self.scheme.map(SchemeName::rail));
        Asked { currency, rail, country: self.country, provider }
    }
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
    /// The clearing system, where one was named.
    pub scheme: Option<SchemeName>,
    /// The electronic forms of what is valid, by field.
    pub normalized: Object,
    /// The name and the edition of each table that was loaded and used.
    pub directories: Object,
    /// What there is to say, most severe first; paths use the names that were given.
    pub findings: Vec<Finding>,
}

impl BankAccountReport {
    /// `{verdict, currency, rail?, scheme?, normalized, directories?, findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("verdict", self.verdict.as_str());
        json.put_text("currency", &self.currency);
        if let Some(rail) = self.rail {
            json.put_text("rail", rail.as_str());
        }
        if let Some(scheme) = self.scheme {
            json.put_text("scheme", scheme.as_str());
        }
        json.put("normalized", Json::Object(self.normalized.clone()));
        if !self.directories.is_empty() {
            json.put("directories", Json::Object(self.directories.clone()));
        }
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }
}

serialize_as_json!(BankAccountReport);

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
    Ok(bank::fields_of(&corridor(currency, options)?, options.country))
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
    Ok(bank::json_schema(&corridor(currency, options)?, options.country))
}

fn corridor(currency: &str, options: &BankOptions) -> Result<Corridor, Error> {
    let currency = text::trim(currency).to_ascii_uppercase();
    let field = match bank::route(&options.asked(&currency), Told::default()).end {
        Ok(corridor) => return Ok(corridor),
        Err(Code::RailNotAvailable) => "rail",
        Err(Code::CountryNotInCorridor) => "country",
        Err(_) => "currency",
    };
    let message = "there are no rules for this currency, rail and country";
    Err(Error::new(ErrorCode::CorridorUnknown, message).in_field(field))
}

/// Judges the fields of a destination together. A field may be given under any of its names, and the country of the
/// payment among them.
///
/// Never fails: what cannot be judged is a finding.
///
/// ```
/// use offramp_core::api::{self, BankOptions};
/// use offramp_core::{Json, Verdict};
///
/// let fields = Json::object([("iban", "DE89 3704 0044 0532 0130 00"), ("bic", "COBADEFF")]);
/// let report = api::validate_bank_account("EUR", fields.as_object().unwrap(), &BankOptions::default());
/// assert_eq!(report.verdict, Verdict::Valid);
/// assert_eq!(report.normalized.get("swift").and_then(Json::as_str), Some("COBADEFF"));
/// ```
#[must_use]
pub fn validate_bank_account(currency: &str, fields: &Object, options: &BankOptions) -> BankAccountReport {
    let mut findings = Vec::new();
    let code = text::trim(currency).to_ascii_uppercase();
    let Given { read, names: given, country } = Given::of(fields, &code, options, &mut findings);
    let rules = Rules { strictness: options.strictness, country, date: options.date };
    let mut values = Normalized::default();
    let mut directories = Object::new();
    let asked = Asked { country, ..options.asked(&code) };
    let told = if asked.rail.is_some() { Told::with_rail_named(&read) } else { Told::of(&read) };
    let route = bank::route(&asked, told);
    match (&route.end, Currency::new(&code)) {
        (Ok(corridor), _) => {
            bank::check(corridor, &read, rules, &mut values, &mut findings);
            findings.extend(told.several(corridor, &read));
            options.memo_required.check(&values, &mut findings);
            if let Some((name, edition)) = options.directories.check(corridor, &read, &values, 0, &mut findings) {
                directories.put_text(name, edition);
            }
        }
        (Err(reason), known) => {
            findings.push(match known {
                Some(_) => bank::not_covered(*reason, &code, route.rail, country),
                None => crate::money::unknown_currency(&code),
            });
            bank::check_each(&read, &code, rules, &mut values, &mut findings);
        }
    }
    if let Some(scheme) = options.scheme
        && (!scheme.clears(&code) || asked.rail != Some(scheme.rail()))
    {
        findings.push(scheme_not_available(&code, scheme));
    }
    if let Some(rail) = route.rail {
        for provider in &options.providers {
            bank::wanted_by(provider.as_str(), &code, rail, &read, &mut findings);
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
        rail: route.rail,
        scheme: options.scheme,
        directories,
        normalized: object_of(values.iter().map(|(field, text)| (field.as_str(), text))),
        findings,
    }
}

/// The fields of a destination as they were given.
struct Given<'a> {
    read: Fields<'a>,
    /// Under which name each was given.
    names: Vec<(FieldName, &'a str)>,
    country: Option<Country>,
}

impl<'a> Given<'a> {
    /// Reads members by their names, and says what is wrong with these.
    fn of(fields: &'a Object, code: &str, options: &BankOptions, findings: &mut Vec<Finding>) -> Given<'a> {
        let mut given: Vec<(FieldName, &str)> = Vec::new();
        let mut read = Fields::default();
        let mut country = options.country;
        let mut email = None;
        for (name, value) in fields.iter() {
            // a row of a file has it among its columns, too
            if matches!(&*bank::plain_name(name), "country" | "countrycode")
                && options.country.is_none()
                && let Some(text) = value.as_str()
            {
                if !text::trim(text).is_empty() {
                    match bank::read_country(text) {
                        Ok(named) => country = Some(named),
                        Err(wrong) => findings.push(wrong.at_path(text::pointer(name))),
                    }
                }
                continue;
            }
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
                    findings.push(
                        Finding::new(Code::FieldType).at_path(text::pointer(name)).with_text("expected", "string"),
                    );
                }
                (None, Json::String(text))
                    if email.is_none() && matches!(&*bank::plain_name(name), "email" | "emailaddress") =>
                {
                    email = Some((name, text.as_str()));
                }
                (None, _) => findings.push(unknown_field(name)),
            }
        }
        if let Some((name, text)) = email {
            if bank::is_alias(text, &read) {
                given.push((FieldName::ProxyId, name));
                read.set(FieldName::ProxyId, text);
            } else {
                findings.push(unknown_field(name));
            }
        }
        if let Some(turned) = bank::network_as_service(&read, &options.asked(code)) {
            read = turned;
            for (field, _) in given.iter_mut().filter(|(field, _)| *field == FieldName::Network) {
                *field = FieldName::MobileProvider;
            }
        }
        Given { read, names: given, country }
    }
}

/// What is not known is not used, and says nothing about the rest.
#[cold]
fn unknown_field(name: &str) -> Finding {
    let unknown = Finding::new(Code::FieldUnknown).with_severity(Severity::Warning).at_path(text::pointer(name));
    match nearest(name, FieldName::ALL.iter().map(|field| field.as_str())) {
        Some(near) => unknown.suggesting(near.to_owned()),
        None => unknown,
    }
}

/// The clearing system is one of another currency.
#[cold]
fn scheme_not_available(currency: &str, scheme: SchemeName) -> Finding {
    Finding::new(Code::RailNotAvailable).with("currency", currency.to_owned()).with_text("rail", scheme.as_str())
}
