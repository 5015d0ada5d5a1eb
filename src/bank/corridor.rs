//! What a corridor is: which fields a currency needs by which rail, and how each of them is judged.

use super::corridors::{CORRIDORS, wallet_example};
use super::field::FieldName;
use super::rail::Rail;
use super::wallet;
use crate::country::Country;
use crate::identifier::Kind;
use crate::money::Currency;
use crate::network;
use crate::tables;
use crate::text;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// An identifier.
    Identifier(Kind),
    /// An account number of digits only, from so many to so many.
    Digits(usize, usize),
    /// An account number of letters and digits, from so many to so many.
    Alphanumeric(usize, usize),
    /// A routing number of the USA where there are none.
    ForeignAba,
    /// One line of text of at most so many characters.
    Text(usize),
    /// Three digits.
    Institution,
    /// Five digits, or the forms that hold the institution as well.
    Transit,
    /// A bank by its name or number at the clearing house of Nepal.
    NepalBank,
    /// The account at a business number, without which it is not used.
    PaybillAccount,
    /// A mobile-money service.
    Service,
    /// A network of the table.
    Network,
    /// An address on the network that the field `network` names.
    Address,
    /// A transaction hash on the network that the field `network` names.
    TransactionHash,
    /// What tells the payment from others to the same address.
    Memo,
}

/// One field of a corridor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: FieldName,
    pub(crate) required: bool,
    pub(crate) rule: Rule,
    pub(crate) example: &'static str,
    pub(crate) help: &'static str,
}

/// How much of what decides about a destination is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "lowercase"))]
pub enum Coverage {
    /// Every public rule.
    Full,
    /// The form of the fields; a rule that decides more is not public, or needs a directory.
    Format,
}

impl Coverage {
    /// `"full"` or `"format"`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Coverage::Full => "full",
            Coverage::Format => "format",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Corridor {
    pub(crate) currency: &'static str,
    /// The countries, with blanks between them, where they are known to be the only ones.
    pub(crate) countries: &'static str,
    pub(crate) rail: Rail,
    /// The clearing system, where there is one that says how it is paid.
    pub(crate) scheme: &'static str,
    /// The provider whose document the row is from; empty for the rail's public rule.
    pub(crate) provider: &'static str,
    pub(crate) fields: &'static [Field],
    /// Groups of fields of which one is needed.
    pub(crate) any_of: &'static [&'static [FieldName]],
    /// Groups of fields of which the rail takes one. Without them it is not known whether the money arrives.
    pub(crate) wanted: &'static [&'static [FieldName]],
    /// Business days until the money arrives, from and to, where a document says so.
    pub(crate) settlement: Option<(u8, u8)>,
    pub(crate) coverage: Coverage,
    /// Where the rule comes from.
    pub(crate) source: &'static str,
    /// When that was looked up.
    pub(crate) as_of: &'static str,
}

impl Corridor {
    /// The fields as bits.
    pub(crate) fn mask(&self) -> u32 {
        self.fields.iter().fold(0, |mask, field| mask | field.name.bit())
    }

    /// The country, where there is only one.
    pub(crate) fn country(&self) -> Option<&'static str> {
        (self.countries.len() == 2).then_some(self.countries)
    }

    /// Whether it leads to a country.
    pub(crate) fn leads_to(&self, country: Country) -> bool {
        self.countries.is_empty() || text::contains_word(self.countries, country.as_str())
    }

    /// The first of its countries, where this one is none of them.
    pub(crate) fn rather_than(&self, country: Country) -> Option<Country> {
        if self.leads_to(country) { None } else { self.countries.get(..2).and_then(Country::new) }
    }

    /// Whether the rail takes this field and no other in its stead.
    pub(crate) fn wants(&self, name: FieldName) -> bool {
        self.wanted.iter().any(|group| matches!(group, [only] if *only == name))
    }

    /// An example that is of the country, where the corridor leads to several and its own is of another one.
    pub(crate) fn example_in(&self, country: Country, field: &Field) -> Option<&'static str> {
        let (phone, service) = wallet_example(country.as_str()).filter(|_| self.rail == Rail::MobileMoney)?;
        match field.name {
            FieldName::Phone => Some(phone),
            FieldName::MobileProvider => Some(service),
            _ => None,
        }
    }

    /// The fields that are needed whatever else is given; with each, where another one may hold it, that one and its
    /// pattern then.
    pub(crate) fn needed(&self) -> impl Iterator<Item = (FieldName, Option<(FieldName, &'static str)>)> + use<'_> {
        self.fields.iter().filter(|field| field.required).map(|field| {
            // the number on cheques, and the one of nine digits, name the institution
            let whole = (FieldName::Transit, "^ *(0([ -]*[0-9]){8}|[0-9]{5}-[0-9]{3}) *$");
            (field.name, (field.rule == Rule::Institution).then_some(whole))
        })
    }

    /// The groups of fields of which a form has to ask for one.
    pub(crate) fn groups(&self) -> impl Iterator<Item = &'static [FieldName]> + use<'_> {
        let needed = self.any_of.iter().filter(|group| !group.iter().any(|name| self.wants(*name)));
        needed.chain(self.wanted.iter().filter(|group| group.len() > 1)).copied()
    }

    /// The values of a field, where there are only a few.
    pub(crate) fn options(&self, rule: Rule) -> Vec<&'static str> {
        match rule {
            Rule::Service => wallet::services(self.countries),
            Rule::Network => network::NAMES.to_vec(),
            _ => Vec::new(),
        }
    }
}

/// The corridor of a currency by a rail: that of the provider's document where it has one, otherwise the
/// rail's public rule.
pub(crate) fn find(currency: &str, rail: Rail, provider: &str) -> Option<Corridor> {
    let row = |provider| {
        let is_row = |row: &&Corridor| row.currency == currency && row.rail == rail && row.provider == provider;
        CORRIDORS.iter().find(is_row).copied()
    };
    row(provider).or_else(|| row("")).or_else(|| by_iban(currency, rail))
}

/// The first corridor of a currency.
pub(crate) fn first(currency: &str, provider: &str) -> Option<Corridor> {
    Rail::ALL.iter().find_map(|rail| find(currency, *rail, provider))
}

/// Every corridor by the rails' public rules.
pub(crate) fn all() -> Vec<Corridor> {
    let mut all = Vec::new();
    for row in CORRIDORS.iter().filter(|row| row.provider.is_empty()) {
        all.push(*row);
    }
    for code in Currency::codes() {
        if !all.iter().any(|row| row.currency == code && row.rail == Rail::Bank) {
            all.extend(by_iban(code, Rail::Bank));
        }
    }
    all
}

/// The IBAN of the currency's country, which its code begins with, if IBANs are used there.
fn by_iban(currency: &str, rail: Rail) -> Option<Corridor> {
    // the code of a token begins with no country
    if rail != Rail::Bank || Currency::new(currency).is_none_or(Currency::is_token) {
        return None;
    }
    let registered = tables::IBAN.get(..tables::IBAN_REGISTERED)?.iter();
    let country = registered.map(|(country, ..)| *country).find(|country| currency.starts_with(country))?;
    Some(Corridor {
        currency: Currency::codes().find(|code| *code == currency)?,
        countries: SHARED.iter().find(|(code, _)| *code == currency).map_or(country, |(_, countries)| countries),
        ..super::corridors::BY_IBAN
    })
}

/// Currencies of more than one country with IBANs.
const SHARED: &[(&str, &str)] = &[("CHF", "CH LI"), ("DKK", "DK FO GL")];
