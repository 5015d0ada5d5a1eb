//! What a form or another program needs to know about a corridor's fields.

use serde::Serialize;

use super::corridor::{Corridor, Field, Rail, Rule};
use super::network;
use crate::identifier::Kind;
use crate::json::{Json, Object};

/// The fields that a destination needs, in the order in which a form should ask for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify))]
pub struct BankAccountFields {
    /// The currency's code.
    pub currency: &'static str,
    /// The country's code, where the currency is paid out in one country only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub country: Option<&'static str>,
    /// The rail.
    pub rail: Rail,
    /// The fields.
    pub fields: Vec<FieldInfo>,
    /// Groups of fields of which at least one is needed.
    pub any_of: Vec<Vec<&'static str>>,
    /// How long the money usually travels, where a provider's document says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub settlement: Option<Settlement>,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify))]
pub struct FieldInfo {
    /// The name in JSON.
    pub name: &'static str,
    /// What a form calls it.
    pub label: &'static str,
    /// Whether it is needed whatever else is given.
    pub required: bool,
    /// The kind of identifier it holds, if it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub options: Vec<&'static str>,
    /// A valid value that belongs to nobody.
    #[serde(skip_serializing_if = "str::is_empty")]
    #[cfg_attr(feature = "wasm", tsify(optional))]
    pub example: &'static str,
    /// One sentence for the person who fills it in.
    pub help: &'static str,
}

/// How long the money usually travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify))]
pub struct Settlement {
    /// Business days, at least.
    pub min_business_days: u8,
    /// Business days, at most.
    pub max_business_days: u8,
}

/// Describes the fields of a corridor.
pub(crate) fn fields_of(corridor: &Corridor) -> BankAccountFields {
    BankAccountFields {
        currency: corridor.currency,
        country: corridor.country,
        rail: corridor.rail,
        fields: corridor.fields.iter().map(|field| describe(corridor, field)).collect(),
        any_of: corridor.any_of.iter().map(|group| group.iter().map(|name| name.as_str()).collect()).collect(),
        settlement: corridor.settlement.map(|(min, max)| Settlement { min_business_days: min, max_business_days: max }),
    }
}

fn describe(corridor: &Corridor, field: &Field) -> FieldInfo {
    let shape = Shape::of(corridor, field.rule);
    FieldInfo {
        name: field.name.as_str(),
        label: field.name.label(),
        required: field.required,
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
        example: field.example,
        help: field.help,
    }
}

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
            Rule::Digits(least, most) if least == most => new(least, most, format!("^[0-9]{{{least}}}$"), "numeric"),
            Rule::Digits(least, most) => new(least, most, format!("^[0-9]{{{least},{most}}}$"), "numeric"),
            Rule::Alphanumeric(least, most) => new(least, most, format!("^[A-Z0-9]{{{least},{most}}}$"), "text"),
            Rule::ForeignAba => new(1, 34, "^[0-9A-Za-z -]{1,34}$".to_owned(), "text"),
            Rule::Text(most) => new(1, most, format!("^[^\\x00-\\x1F\\x7F]{{1,{most}}}$"), "text"),
            Rule::NepalBank => new(1, 140, "^[^\\x00-\\x1F\\x7F]{1,140}$".to_owned(), "text"),
            Rule::Institution => new(3, 3, "^[0-9]{3}$".to_owned(), "numeric"),
            Rule::Transit => new(5, 5, "^[0-9]{5}$".to_owned(), "numeric"),
            Rule::Service | Rule::Network => {
                let options = corridor.options(rule);
                let lengths = || options.iter().map(|option| option.len());
                new(
                    lengths().min().unwrap_or_default(),
                    lengths().max().unwrap_or_default(),
                    format!("^({})$", options.join("|")),
                    "text",
                )
            }
            Rule::Address => new(34, 69, any_network(|network| network.address), "text"),
            Rule::TransactionHash => new(64, 66, any_network(|network| network.transaction_hash), "text"),
        }
    }
}

/// The patterns of all networks, each once.
fn any_network(kind: fn(&network::Network) -> Kind) -> String {
    let mut patterns: Vec<&str> = Vec::new();
    for network in network::NAMES.iter().filter_map(|name| network::Network::find(name)) {
        let pattern = kind(network).spec().pattern;
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    }
    patterns.join("|")
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
        Kind::EvmTxHash => (66, 66, "text"),
        Kind::TronTxHash | Kind::StellarTxHash => (64, 64, "text"),
        Kind::AccountNumber => (1, 34, "text"),
    }
}

/// The JSON Schema (2020-12) of the electronic forms of a corridor's fields.
pub(crate) fn json_schema(corridor: &Corridor) -> Json {
    let described = fields_of(corridor);
    let mut properties = Object::new();
    for field in &described.fields {
        let mut property = Object::new();
        property.insert("type", "string");
        property.insert("title", field.label);
        property.insert("description", field.help);
        if field.options.is_empty() {
            property.insert("minLength", field.min_length);
            property.insert("maxLength", field.max_length);
            property.insert("pattern", field.pattern.as_str());
        } else {
            property.insert("enum", field.options.iter().map(|&option| Json::from(option)).collect::<Vec<_>>());
        }
        if !field.example.is_empty() {
            property.insert("examples", vec![Json::from(field.example)]);
        }
        properties.insert(field.name, property);
    }
    let strings = |names: Vec<&str>| names.into_iter().map(Json::from).collect::<Vec<_>>();
    let required = described.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = Object::new();
    schema.insert("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.insert("title", format!("{} by {}", corridor.currency, corridor.rail));
    schema.insert("type", "object");
    schema.insert("properties", properties);
    schema.insert("required", strings(required));
    // each group becomes an anyOf of its own; several of them must all hold
    let groups: Vec<Json> = described
        .any_of
        .iter()
        .map(|group| {
            let choices: Vec<Json> =
                group.iter().map(|&name| Json::object([("required", strings(vec![name]))])).collect();
            Json::object([("anyOf", choices)])
        })
        .collect();
    match groups.as_slice() {
        [] => {}
        [Json::Object(only)] => {
            for (name, value) in only.iter() {
                schema.insert(name, value.clone());
            }
        }
        _ => schema.insert("allOf", groups),
    }
    schema.insert("additionalProperties", false);
    Json::Object(schema)
}
