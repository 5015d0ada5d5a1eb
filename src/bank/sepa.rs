//! Whether SEPA reaches the country of an IBAN that is to be paid in euros.

use super::corridor::Corridor;
use super::field::{FieldName, Fields};
use super::normalized::Normalized;
use super::rail::Rail;
use crate::code::Code;
use crate::country::Country;
use crate::finding::Finding;
use crate::identifier::{Issue, Param, Rules, iban};
use crate::timestamp::Date;

pub(super) fn check(
    corridor: &Corridor,
    fields: &Fields<'_>,
    rules: Rules,
    values: &Normalized,
    findings: &mut Vec<Finding>,
) {
    if corridor.rail != Rail::Bank || corridor.currency != "EUR" || fields.get(FieldName::Iban).is_none() {
        return;
    }
    let country = values.get(FieldName::Iban).and_then(|iban| iban.get(..2)).and_then(Country::new);
    if let Some(country) = country
        && iban::sepa_since(country).is_none_or(|since| rules.date.is_some_and(|date| Date::new(since) > Some(date)))
    {
        let fault = Issue::with_one(Code::IbanNotSepa, Param::country(country));
        findings.push(fault.finding(FieldName::Iban.path()));
    }
}
