//! Mobile-money services: by what names, in which countries, and on whose numbers.

use super::field::FieldName;
use super::normalized::Normalized;
use crate::code::Code;
use crate::finding::Finding;
use crate::identifier::{PhoneOperator, PhonePlan, PhoneRange, Rules, phone_plan_of};
use crate::tables::SERVICE_NAMES;
use crate::text;

/// What a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A service that may be paid to.
    Service(&'static str),
    /// A service of operators that have none in the country.
    Elsewhere(&'static str),
    /// No service that is known, which need not mean that there is none.
    Unknown,
}

/// The country of a wallet: that of the payment, or that of the phone number.
pub(super) fn country(phone: Option<&str>, rules: Rules) -> Option<PhonePlan> {
    rules.country.and_then(PhonePlan::of).or_else(|| phone_plan_of(phone?).map(|(plan, _)| plan))
}

/// The services of countries, given with blanks between them, or of all countries with a plan.
pub(crate) fn services(countries: &str) -> Vec<&'static str> {
    let mut services = Vec::new();
    for plan in PhonePlan::all() {
        if countries.is_empty() || text::contains_word(countries, plan.country()) {
            let mut rest = plan.services();
            while let Some(service) = text::next_word(&mut rest, b' ') {
                if !services.contains(&service) {
                    services.push(service);
                }
            }
        }
    }
    services
}

/// The service of a name, in any case and with any separators. A name may mean one service here and another there.
pub(super) fn find(name: &str, country: Option<PhonePlan>) -> Found {
    // most are named as they are answered
    if let Some(plan) = country
        && let Some(service) = listed(plan.services(), name)
    {
        return Found::Service(service);
    }
    let wanted = letters(name);
    let known = known_as(&wanted);
    if let Some(plan) = country
        && let Some(service) = named(plan.services(), &wanted, &known)
    {
        return Found::Service(service);
    }
    let mut elsewhere = None;
    let mut open = false;
    for plan in PhonePlan::all() {
        if let Some(service) = named(plan.services(), &wanted, &known) {
            elsewhere = elsewhere.or(Some(service));
            open |= !plan.is_of_operator(service);
        }
    }
    match (elsewhere, country) {
        (Some(service), Some(_)) if !open => Found::Elsewhere(service),
        (Some(service), None) => Found::Service(service),
        _ => Found::Unknown,
    }
}

/// The service of a list that has this very name.
fn listed(services: &'static str, name: &str) -> Option<&'static str> {
    let mut rest = services;
    std::iter::from_fn(|| text::next_word(&mut rest, b' ')).find(|service| *service == name)
}

/// The services that go by a name, which is letters and digits in capitals.
fn known_as(wanted: &str) -> Vec<&'static str> {
    let mut services = Vec::new();
    let mut lines = SERVICE_NAMES;
    while let Some(line) = text::next_word(&mut lines, b'\n') {
        if let Some((service, names)) = text::split(line, b' ')
            && text::contains_word(names, wanted)
        {
            services.push(service);
        }
    }
    services
}

/// The service of a list that has a name, or goes by it.
fn named(services: &'static str, wanted: &str, known: &[&str]) -> Option<&'static str> {
    let mut rest = services;
    std::iter::from_fn(|| text::next_word(&mut rest, b' '))
        .find(|service| known.contains(service) || letters(service) == wanted)
}

/// Letters and digits in capitals.
pub(super) fn letters(name: &str) -> String {
    let mut letters = name.to_ascii_uppercase();
    letters.retain(|c| c.is_ascii_alphanumeric());
    letters
}

/// Whether the number is one of an operator that runs the service.
pub(super) fn phone_and_service(values: &Normalized, findings: &mut Vec<Finding>) {
    let (Some(phone), Some(service)) = (values.get(FieldName::Phone), values.get(FieldName::MobileProvider)) else {
        return;
    };
    let Some((plan, number)) = phone_plan_of(phone) else {
        return;
    };
    let PhoneRange::Mobile(operator) = plan.range(number.as_bytes()) else {
        return;
    };
    let finding = match operator {
        PhoneOperator::Of(other) if other != service => {
            Finding::new(Code::PhoneOperatorMismatch).with_text("operator", other)
        }
        PhoneOperator::WithoutService => Finding::new(Code::PhoneOperatorOther).with("provider", service.to_owned()),
        _ => return,
    };
    if plan.is_of_operator(service) {
        findings.push(finding.at(FieldName::MobileProvider.path()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_very_name_of_a_service_is_no_other_name_for_another_of_the_country() {
        for plan in PhonePlan::all() {
            for service in plan.services().split(' ').filter(|service| !service.is_empty()) {
                let wanted = letters(service);
                let named = named(plan.services(), &wanted, &known_as(&wanted));
                assert_eq!(named, Some(service), "{}", plan.country());
                assert_eq!(find(service, Some(plan)), Found::Service(service));
            }
        }
    }
}
