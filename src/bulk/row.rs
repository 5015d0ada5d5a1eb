//! Judges one row.

use super::duplicates::{Fingerprint, Fingerprinter};
use crate::bank::{self, Corridor, FieldName, Fields, Lookup, Normalized, Rail};
use crate::code::Code;
use crate::country::Country;
use crate::finding::{Finding, Verdict};
use crate::identifier::{Rules, Strictness};
use crate::money::{Amount, Currency, read_positive};

/// The cells of a row that have text, by what they mean.
#[derive(Clone, Copy, Default)]
pub(super) struct Cells<'a> {
    pub(super) reference: Option<&'a str>,
    pub(super) rail: Option<&'a str>,
    pub(super) currency: Option<&'a str>,
    pub(super) country: Option<&'a str>,
    pub(super) amount: Option<&'a str>,
    pub(super) fields: Fields<'a>,
}

/// One row of a file, judged.
#[derive(Debug)]
pub struct Row<'a> {
    /// Counts rows from 1; the header is none.
    pub number: u64,
    /// The line that the row begins at, from 1.
    pub line: u64,
    /// The payment's reference, where it has one.
    pub reference: Option<&'a str>,
    /// The verdict.
    pub verdict: Verdict,
    /// What there is to say, most severe first.
    pub findings: &'a [Finding],
    /// The row as it stands in the file, without its line end.
    pub raw: &'a [u8],
    pub(super) facts: &'a Facts,
    pub(super) values: &'a Normalized,
}

impl<'a> Row<'a> {
    /// The electronic forms of what is valid in the row, by the names of the columns.
    pub fn normalized(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let facts = self.facts;
        let own = [
            ("rail", facts.rail.map(Rail::as_str)),
            ("currency", facts.currency.as_ref().map(Currency::as_str)),
            ("country", facts.country.as_ref().map(Country::as_str)),
            ("amount", facts.amount.map(|_| facts.amount_text.as_str())),
        ];
        let own = own.into_iter().filter_map(|(name, text)| text.map(|text| (name, text)));
        own.chain(self.values.iter().map(|(field, text)| (field.as_str(), text)))
    }
}

/// What a row says besides its destination.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) rail: Option<Rail>,
    pub(super) currency: Option<Currency>,
    pub(super) country: Option<Country>,
    pub(super) amount: Option<Amount>,
    pub(super) amount_text: String,
}

/// Judges the cells of a row: everything but what concerns other rows.
pub(super) fn judge(
    cells: &Cells<'_>,
    strictness: Strictness,
    facts: &mut Facts,
    values: &mut Normalized,
    findings: &mut Vec<Finding>,
) {
    let currency = cells.currency.map(str::trim_ascii);
    facts.currency = match currency {
        Some(code) => match Currency::new(code).or_else(|| Currency::new(&code.to_ascii_uppercase())) {
            Some(currency) => Some(currency),
            None => {
                findings.push(Finding::new(Code::CurrencyUnknown).at("/currency"));
                None
            }
        },
        None => {
            findings.push(Finding::new(Code::FieldRequired).at("/currency"));
            None
        }
    };
    facts.country = cells.country.and_then(|text| country(text, findings));
    let rail = cells.rail.map(str::trim_ascii);
    let wanted = rail.and_then(Rail::find);
    if rail.is_some() && wanted.is_none() {
        let names: Vec<_> = Rail::ALL.iter().map(|rail| rail.as_str()).collect();
        findings.push(Finding::new(Code::RailUnknown).at("/rail").with("allowed", names.join(", ")));
    }
    facts.rail = wanted;
    let rules = Rules { strictness, country: facts.country };
    let corridor = facts.currency.as_ref().and_then(|currency| {
        if rail.is_some() && wanted.is_none() {
            return None;
        }
        corridor(currency, wanted, &cells.fields, findings)
    });
    match corridor {
        Some(corridor) => {
            facts.rail = Some(corridor.rail);
            if let (Some(only), Some(given)) = (corridor.country, &facts.country)
                && only != given.as_str()
            {
                findings.push(
                    Finding::new(Code::CountryNotInCorridor)
                        .at("/country")
                        .with("currency", corridor.currency)
                        .with("rail", corridor.rail.as_str())
                        .with("country", given.as_str().to_owned()),
                );
            }
            bank::check(corridor, &cells.fields, &rules, values, findings);
        }
        None => bank::check_each(&cells.fields, &rules, values, findings),
    }
    amount(cells.amount, facts, findings);
}

fn country(text: &str, findings: &mut Vec<Finding>) -> Option<Country> {
    let code = text.trim_ascii();
    let country = Country::new(code).or_else(|| Country::new(&code.to_ascii_uppercase()));
    if country.is_none() {
        findings.push(Finding::new(Code::CountryUnknown).at("/country"));
    }
    country
}

/// The corridor of a row. Where the rail is left out, the fields that have text tell it.
fn corridor(
    currency: &Currency,
    rail: Option<Rail>,
    fields: &Fields<'_>,
    findings: &mut Vec<Finding>,
) -> Option<&'static Corridor> {
    let code = currency.as_str();
    let finding = match bank::find(code, rail) {
        Lookup::Found(corridor) => return Some(corridor),
        Lookup::Ambiguous => match told(fields).map(|rail| bank::find(code, Some(rail))) {
            Some(Lookup::Found(corridor)) => return Some(corridor),
            _ => Finding::new(Code::FieldRequired).at("/rail"),
        },
        Lookup::OtherRail => Finding::new(Code::RailNotAvailable)
            .at("/rail")
            .with("currency", code.to_owned())
            .with("rail", rail.map_or("", Rail::as_str)),
        Lookup::None => Finding::new(Code::CurrencyNoCorridor).at("/currency").with("currency", code.to_owned()),
    };
    findings.push(finding);
    None
}

/// The one rail that the fields with text belong to.
fn told(fields: &Fields<'_>) -> Option<Rail> {
    let has = |name| fields.get(name).is_some();
    let told = [
        (Rail::Vpa, has(FieldName::Vpa)),
        (Rail::MobileMoney, has(FieldName::Phone)),
        (Rail::Crypto, has(FieldName::Address)),
        (Rail::Bank, has(FieldName::AccountNumber) || has(FieldName::Iban)),
    ];
    let mut rails = told.into_iter().filter_map(|(rail, told)| told.then_some(rail));
    let first = rails.next()?;
    rails.next().is_none().then_some(first)
}

fn amount(text: Option<&str>, facts: &mut Facts, findings: &mut Vec<Finding>) {
    facts.amount = None;
    facts.amount_text.clear();
    let Some(text) = text else {
        findings.push(Finding::new(Code::FieldRequired).at("/amount"));
        return;
    };
    match read_positive(text.trim_ascii(), facts.currency) {
        Ok(amount) => {
            facts.amount = Some(amount);
            let text = text.trim_ascii();
            let zeros = text.len().wrapping_sub(text.trim_start_matches('0').len());
            let digits = text.get(zeros..).unwrap_or_default();
            if digits.starts_with('.') {
                facts.amount_text.push('0');
            }
            facts.amount_text.push_str(digits);
        }
        Err(finding) => findings.push(finding.at("/amount")),
    }
}

/// What makes two rows the same payment: the amount and where it goes.
pub(super) fn payment(facts: &Facts, values: &Normalized) -> Option<Fingerprint> {
    let units = facts.currency.and_then(|currency| facts.amount?.minor_units(currency))?;
    let mut fingerprinter = Fingerprinter::new();
    fingerprinter.text(facts.currency?.as_str().as_bytes());
    fingerprinter.word(u64::try_from(units & i128::from(u64::MAX)).unwrap_or(0));
    fingerprinter.word(u64::try_from(units >> 64).unwrap_or(0));
    let mut has_destination = false;
    let iban = values.get(FieldName::Iban);
    if let Some(iban) = iban {
        fingerprinter.text(iban.as_bytes());
        return Some(fingerprinter.finish());
    }
    let is_nepal = facts.currency.is_some_and(|currency| currency.as_str() == "NPR");
    for (name, text) in values.iter() {
        let destination = match name {
            FieldName::AccountNumber | FieldName::Vpa | FieldName::Phone | FieldName::Address => {
                has_destination = true;
                true
            }
            FieldName::BankName => is_nepal,
            FieldName::AccountName
            | FieldName::BankAddress
            | FieldName::Swift
            | FieldName::MobileProvider
            | FieldName::TransactionHash
            | FieldName::Iban => false,
            FieldName::Aba
            | FieldName::SortCode
            | FieldName::Bsb
            | FieldName::InstitutionNumber
            | FieldName::Transit
            | FieldName::Ifsc
            | FieldName::Network => true,
        };
        if destination {
            fingerprinter.text(text.as_bytes());
        }
    }
    has_destination.then(|| fingerprinter.finish())
}
