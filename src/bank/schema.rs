//! What a form or another program needs to know about a corridor's fields.

use super::corridor::{Corridor, Coverage, Field, Rule};
use super::crypto;
use super::field::FieldName;
use super::rail::Rail;
use crate::country::Country;
use crate::identifier::Kind;
use crate::json::{Json, Object, serialize_as_json};
use crate::network::Network;
use crate::text;

/// The fields that a destination needs, in the order in which a form should ask for them.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct BankAccountFields {
    /// The currency's code.
    pub currency: &'static str,
    /// The country's code, where the currency is paid out in one country only.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub country: Option<&'static str>,
    /// The rail.
    pub rail: Rail,
    /// The clearing system, where the fields are those of one.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub scheme: Option<&'static str>,
    /// The fields.
    pub fields: Vec<FieldInfo>,
    /// Groups of fields of which at least one is needed.
    pub any_of: Vec<Vec<&'static str>>,
    /// How long the money usually travels, where a provider's document says so.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub settlement: Option<Settlement>,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct FieldInfo {
    /// The name in JSON.
    pub name: &'static str,
    /// What a form calls it.
    pub label: &'static str,
    /// Whether it is needed whatever else is given.
    pub required: bool,
    /// The kind of identifier it holds, if it is one.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub kind: Option<Kind>,
    /// The fewest characters of the electronic form.
    pub min_length: u32,
    /// The most characters of the electronic form.
    pub max_length: u32,
    /// The electronic form as a regular expression, in the common subset of ECMAScript and `regex`.
    pub pattern: String,
    /// `numeric` where a keypad of digits is enough, otherwise `text`, `tel` or `email`.
    pub input_mode: &'static str,
    /// The values there are, where there are only a few.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub options: Vec<&'static str>,
    /// A valid value that belongs to nobody.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub example: &'static str,
    /// One sentence for the person who fills it in.
    pub help: &'static str,
}

/// How long the money usually travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Settlement {
    /// Business days, at least.
    pub min_business_days: u8,
    /// Business days, at most.
    pub max_business_days: u8,
}

impl BankAccountFields {
    /// The JSON of the npm package and the command line.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("currency", self.currency);
        if let Some(country) = self.country {
            json.put_text("country", country);
        }
        json.put_text("rail", self.rail.as_str());
        if let Some(scheme) = self.scheme {
            json.put_text("scheme", scheme);
        }
        let (mut fields, mut any_of) = (Vec::new(), Vec::new());
        for field in &self.fields {
            fields.push(field.to_json());
        }
        for group in &self.any_of {
            any_of.push(Json::texts(group.iter().copied()));
        }
        json.put("fields", Json::Array(fields));
        json.put("anyOf", Json::Array(any_of));
        if let Some(settlement) = self.settlement {
            let mut days = Object::new();
            days.put("minBusinessDays", Json::number(u64::from(settlement.min_business_days)));
            days.put("maxBusinessDays", Json::number(u64::from(settlement.max_business_days)));
            json.put("settlement", Json::Object(days));
        }
        Json::Object(json)
    }
}

impl FieldInfo {
    fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("name", self.name);
        json.put_text("label", self.label);
        json.put("required", Json::Bool(self.required));
        if let Some(kind) = self.kind {
            json.put_text("kind", kind.as_str());
        }
        json.put("minLength", Json::from(self.min_length));
        json.put("maxLength", Json::from(self.max_length));
        json.put_text("pattern", &self.pattern);
        json.put_text("inputMode", self.input_mode);
        if !self.options.is_empty() {
            json.put("options", Json::texts(self.options.iter().copied()));
        }
        if !self.example.is_empty() {
            json.put_text("example", self.example);
        }
        json.put_text("help", self.help);
        Json::Object(json)
    }
}

serialize_as_json!(BankAccountFields);

/// Describes the fields of a corridor, with examples of the country that is meant.
pub(crate) fn fields_of(corridor: &Corridor, country: Option<Country>) -> BankAccountFields {
    let mut described = BankAccountFields {
        currency: corridor.currency,
        country: corridor.country(),
        rail: corridor.rail,
        scheme: (!corridor.scheme.is_empty()).then_some(corridor.scheme),
        fields: Vec::new(),
        any_of: Vec::new(),
        settlement: corridor.settlement.map(|(min, max)| Settlement { min_business_days: min, max_business_days: max }),
    };
    for field in corridor.fields {
        described.fields.push(describe(corridor, field, country));
    }
    for group in corridor.groups() {
        described.any_of.push(group.iter().map(|name| name.as_str()).collect());
    }
    described
}

fn describe(corridor: &Corridor, field: &Field, country: Option<Country>) -> FieldInfo {
    let shape = Shape::of(corridor, field.rule);
    FieldInfo {
        name: field.name.as_str(),
        label: field.name.label(),
        required: is_required(corridor, field),
        kind: match field.rule {
            Rule::Identifier(kind) => Some(kind),
            Rule::Digits(..) | Rule::Alphanumeric(..) => Some(Kind::AccountNumber),
            _ => None,
        },
        min_length: shape.least,
        max_length: shape.most,
        pattern: shape.pattern,
        input_mode: shape.input_mode,
        options: corridor.options(field.rule),
        example: country.and_then(|country| corridor.example_in(country, field)).unwrap_or(field.example),
        help: field.help,
    }
}

/// Whether a form has to ask for the field, whatever else is given. A wallet may be found by its number alone.
fn is_required(corridor: &Corridor, field: &Field) -> bool {
    field.required || corridor.rail == Rail::Bank && corridor.wants(field.name)
}

/// A corridor: a currency, where it leads and by what, and what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct CorridorInfo {
    /// The currency's code.
    pub currency: &'static str,
    /// The countries, by their two letters; none where the currency is paid out in any.
    pub countries: Vec<&'static str>,
    /// The rail.
    pub rail: Rail,
    /// The clearing system, where the fields are those of one.
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub scheme: Option<&'static str>,
    /// The fields that are needed whatever else is given.
    pub required: Vec<&'static str>,
    /// Groups of fields of which at least one is needed.
    pub any_of: Vec<Vec<&'static str>>,
    /// How much of what decides is checked.
    pub coverage: Coverage,
    /// Where the rule comes from.
    pub source: &'static str,
    /// The day on which that was looked up.
    pub as_of: &'static str,
}

impl CorridorInfo {
    pub(crate) fn of(corridor: &Corridor) -> CorridorInfo {
        let mut countries = Vec::new();
        let mut rest = corridor.countries;
        while let Some(country) = text::next_word(&mut rest, b' ') {
            countries.push(country);
        }
        let mut required = Vec::new();
        for field in corridor.fields.iter().filter(|field| is_required(corridor, field)) {
            required.push(field.name.as_str());
        }
        let mut any_of: Vec<Vec<_>> = Vec::new();
        for group in corridor.groups() {
            any_of.push(group.iter().map(|name| name.as_str()).collect());
        }
        CorridorInfo {
            currency: corridor.currency,
            countries,
            rail: corridor.rail,
            scheme: (!corridor.scheme.is_empty()).then_some(corridor.scheme),
            required,
            any_of,
            coverage: corridor.coverage,
            source: corridor.source,
            as_of: corridor.as_of,
        }
    }

    /// `{currency, countries, rail, scheme?, required, anyOf, coverage, source, asOf}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("currency", self.currency);
        json.put("countries", Json::texts(self.countries.iter().copied()));
        json.put_text("rail", self.rail.as_str());
        if let Some(scheme) = self.scheme {
            json.put_text("scheme", scheme);
        }
        json.put("required", Json::texts(self.required.iter().copied()));
        let mut any_of = Vec::new();
        for group in &self.any_of {
            any_of.push(Json::texts(group.iter().copied()));
        }
        json.put("anyOf", Json::Array(any_of));
        json.put_text("coverage", self.coverage.as_str());
        json.put_text("source", self.source);
        json.put_text("asOf", self.as_of);
        Json::Object(json)
    }
}

serialize_as_json!(CorridorInfo);

/// What the electronic form of a field looks like.
struct Shape {
    least: u32,
    most: u32,
    pattern: String,
    input_mode: &'static str,
}

impl Shape {
    fn of(corridor: &Corridor, rule: Rule) -> Shape {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let new = |least: usize, most: usize, pattern: String, input_mode| Shape {
            least: number(least),
            most: number(most),
            pattern,
            input_mode,
        };
        match rule {
            Rule::Identifier(kind) => {
                let (least, most, input_mode) = extent(kind);
                new(least, most, kind.spec().pattern.to_owned(), input_mode)
            }
            Rule::Digits(least, most) => new(least, most, repeated("[0-9]", least, most), "numeric"),
            Rule::Alphanumeric(least, most) => new(least, most, repeated("[A-Z0-9]", least, most), "text"),
            Rule::ForeignAba => new(1, 34, repeated("[0-9A-Za-z -]", 1, 34), "text"),
            Rule::Text(most) => new(1, most, repeated(LINE, 1, most), "text"),
            Rule::PaybillAccount => new(1, 34, repeated(LINE, 1, 34), "text"),
            Rule::NepalBank => new(1, 140, repeated(LINE, 1, 140), "text"),
            Rule::Institution => new(3, 3, repeated("[0-9]", 3, 3), "numeric"),
            Rule::Transit => new(5, 5, repeated("[0-9]", 5, 5), "numeric"),
            // the list of services is not complete
            Rule::Service => new(1, 100, repeated(LINE, 1, 100), "text"),
            Rule::Network => {
                let options = corridor.options(rule);
                let (mut least, mut most) = (usize::MAX, 0);
                for option in &options {
                    least = least.min(option.len());
                    most = most.max(option.len());
                }
                new(least, most, text::join(&["^(", &text::join(&options, "|"), ")$"], ""), "text")
            }
            Rule::Address => new(14, 74, any_network(crypto::address_pattern), "text"),
            Rule::TransactionHash => new(64, 88, any_network(crypto::hash_pattern), "text"),
            Rule::Memo => new(1, 64, repeated(LINE, 1, 64), "text"),
        }
    }
}

/// Any character of one line of text.
const LINE: &str = "[^\\x00-\\x1F\\x7F]";

/// The pattern of so many to so many characters of a class.
fn repeated(class: &str, least: usize, most: usize) -> String {
    let mut pattern = text::join(&["^", class, "{", &text::number(least)], "");
    if least != most {
        pattern.push(',');
        pattern.push_str(&text::number(most));
    }
    pattern.push_str("}$");
    pattern
}

/// The patterns of all networks, each once.
fn any_network(pattern: fn(&Network) -> &'static str) -> String {
    let mut patterns: Vec<&str> = Vec::new();
    for network in Network::all() {
        let pattern = pattern(network);
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    text::join(&patterns, "|")
}

/// The fewest and most characters of a kind's electronic form, and the keyboard it needs.
const fn extent(kind: Kind) -> (usize, usize, &'static str) {
    match kind {
        Kind::Iban => (15, 34, "text"),
        Kind::Bic => (8, 11, "text"),
        Kind::Aba | Kind::CaTransit => (9, 9, "numeric"),
        Kind::SortCode | Kind::Bsb => (6, 6, "numeric"),
        Kind::Ifsc => (11, 11, "text"),
        Kind::Vpa => (7, 255, "email"),
        Kind::Phone => (8, 16, "tel"),
        Kind::EvmAddress => (42, 42, "text"),
        Kind::TronAddress => (34, 34, "text"),
        Kind::StellarAddress => (56, 69, "text"),
        Kind::SolanaAddress => (32, 44, "text"),
        Kind::BitcoinAddress => (14, 74, "text"),
        Kind::EvmTxHash => (66, 66, "text"),
        Kind::TronTxHash | Kind::StellarTxHash => (64, 64, "text"),
        Kind::AccountNumber => (1, 34, "text"),
    }
}

/// The JSON Schema (2020-12) of the electronic forms of a corridor's fields.
pub(crate) fn json_schema(corridor: &Corridor, country: Option<Country>) -> Json {
    let (mut properties, mut required) = (Object::new(), Vec::new());
    for (field, row) in fields_of(corridor, country).fields.into_iter().zip(corridor.fields) {
        // there are more networks than are listed, and what is sent on them is written in other ways
        let is_open = matches!(row.rule, Rule::Network | Rule::Address | Rule::TransactionHash);
        let mut property = Object::new();
        property.put_text("type", "string");
        property.put_text("title", field.label);
        property.put_text("description", field.help);
        if is_open {
            property.put("maxLength", Json::from(140));
            property.put_text("pattern", &repeated(LINE, 1, 140));
        } else if field.options.is_empty() || field.name == FieldName::MobileProvider.as_str() {
            property.put("minLength", Json::from(field.min_length));
            property.put("maxLength", Json::from(field.max_length));
            property.put_text("pattern", &field.pattern);
        } else {
            property.put("enum", Json::texts(field.options.iter().copied()));
        }
        if !field.example.is_empty() {
            property.put("examples", Json::texts(std::iter::once(field.example)));
        }
        properties.put(field.name, Json::Object(property));
        if field.required {
            required.push(Json::text(field.name));
        }
    }
    let mut schema = Object::new();
    schema.put_text("$schema", SCHEMA_DIALECT);
    schema.put_text("title", &[corridor.currency, " by ", corridor.rail.as_str()].concat());
    schema.put_text("type", "object");
    schema.put("properties", Json::Object(properties));
    schema.put("required", Json::Array(required));
    let mut groups = Vec::new();
    for group in corridor.groups() {
        let mut choices = Vec::new();
        for name in group {
            let mut choice = Object::new();
            choice.put("required", Json::texts(std::iter::once(name.as_str())));
            choices.push(Json::Object(choice));
        }
        groups.push(Json::Array(choices));
    }
    match groups.len() {
        0 => {}
        1 => groups.into_iter().for_each(|group| schema.put("anyOf", group)),
        // each has to hold
        _ => {
            let all = groups.into_iter().map(|group| Json::object([("anyOf", group)])).collect();
            schema.put("allOf", Json::Array(all));
        }
    }
    schema.put("additionalProperties", Json::Bool(false));
    Json::Object(schema)
}

/// The version of JSON Schema that is written here.
pub(crate) const SCHEMA_DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
