//! Judges the fields of a destination together.

use super::consistency;
use super::corridor::{self, Corridor, Field, Rule};
use super::crypto;
use super::field::{FieldName, Fields};
use super::judge::{Judge, leave_national_form_open};
use super::normalized::Normalized;
use super::rail::Rail;
use super::sepa;
use crate::code::{Code, Severity};
use crate::country::Country;
use crate::finding::Finding;
use crate::identifier::{self, Kind, Rules};
use crate::network::Network;
use crate::text;

/// Judges the fields of a corridor: each by itself, the groups, and then all together. What is valid
/// goes to `out`.
#[cfg_attr(page, optimize(speed))]
pub(crate) fn check(
    corridor: &Corridor,
    fields: &Fields<'_>,
    rules: Rules,
    out: &mut Normalized,
    findings: &mut Vec<Finding>,
) {
    let rules = Rules { country: corridor.country().and_then(Country::new).or(rules.country), ..rules };
    let start = findings.len();
    let mut mask = 0;
    for field in corridor.fields {
        mask |= field.name.bit();
        match fields.get(field.name) {
            Some(_) if field.rule == Rule::PaybillAccount && fields.get(FieldName::Paybill).is_none() => {
                findings.push(not_used(corridor, field.name));
            }
            Some(text) => {
                if (Judge { corridor, fields, rules, field }).judge(text, out, findings) {
                    out.keep(field.name);
                } else {
                    out.drop_rest();
                }
            }
            None if field.required => match institution_of(field, fields, rules) {
                Some(institution) => {
                    out.text().push_str(&institution);
                    out.keep(field.name);
                }
                None => findings.push(Finding::new(Code::FieldRequired).at(field.name.path())),
            },
            None => {}
        }
    }
    let is_missing = |group: &&&[FieldName]| group.iter().all(|&name| fields.get(name).is_none());
    let said = findings.len();
    for group in corridor.any_of.iter().filter(is_missing) {
        match group.iter().find(|name| corridor.wants(**name)) {
            Some(wanted) if findings.get(said..).is_some_and(<[_]>::is_empty) => {
                findings.push(Finding::new(Code::FieldRequired).at(wanted.path()));
            }
            Some(_) => {}
            None => findings.push(one_of(group)),
        }
    }
    // where something is wrong, that comes first
    if !findings.iter().skip(start).any(|finding| finding.severity() == Severity::Error) {
        for group in corridor.wanted.iter().filter(is_missing) {
            findings.push(wanted(corridor, group));
        }
    }
    for name in fields.besides(mask) {
        findings.push(not_used(corridor, name));
    }
    consistency::keep_agreeing_suggestions(corridor, fields, rules, out, start, findings);
    consistency::check(corridor, fields, rules, out, findings);
    sepa::check(corridor, fields, rules, out, findings);
}

/// Judges each field by itself, where the corridor is not known.
#[cold]
pub(crate) fn check_each(
    fields: &Fields<'_>,
    currency: &str,
    rules: Rules,
    out: &mut Normalized,
    findings: &mut Vec<Finding>,
) {
    // the first letters of a currency's code are those of its country, if it has only one
    let rules = Rules { country: rules.country.or_else(|| currency.get(..2).and_then(Country::new)), ..rules };
    for name in fields.besides(0) {
        if name == FieldName::Address
            && let Some(network) = fields.get(FieldName::Network).and_then(Network::find)
        {
            let (kind, text) = (crypto::address_kind(network), fields.get(name).unwrap_or_default());
            if crypto::address(kind, text, rules, name.path(), out.text(), findings) {
                out.keep(name);
            } else {
                out.drop_rest();
            }
            continue;
        }
        let kind = match name {
            FieldName::Iban => Kind::Iban,
            FieldName::Swift => Kind::Bic,
            FieldName::Aba => Kind::Aba,
            FieldName::SortCode => Kind::SortCode,
            FieldName::Bsb => Kind::Bsb,
            FieldName::Ifsc => Kind::Ifsc,
            FieldName::Vpa => Kind::Vpa,
            FieldName::Phone => Kind::Phone,
            FieldName::AccountNumber => Kind::AccountNumber,
            _ => continue,
        };
        let text = fields.get(name).unwrap_or_default();
        if identifier::judge(kind, text, rules, name.path(), out.text(), findings) {
            out.keep(name);
        } else {
            out.drop_rest();
            leave_national_form_open(kind, text, rules, findings);
        }
    }
}

/// The institution that a transit number in one of its longer forms names, where the field is the institution.
#[cold]
fn institution_of(field: &Field, fields: &Fields<'_>, rules: Rules) -> Option<String> {
    let transit = fields.get(FieldName::Transit).filter(|_| field.rule == Rule::Institution)?;
    let mut whole = String::new();
    let is_whole = identifier::judge(Kind::CaTransit, transit, rules, "", &mut whole, &mut Vec::new());
    whole.get(1..4).filter(|_| is_whole).map(str::to_owned)
}

#[cold]
fn one_of(group: &[FieldName]) -> Finding {
    Finding::new(Code::FieldOneOfRequired).with("fields", text::listed(group.iter().map(|name| name.as_str())))
}

/// What the rail takes is not there, but something else is that may do.
#[cold]
fn wanted(corridor: &Corridor, group: &[FieldName]) -> Finding {
    let path = if let [only] = group { only.path() } else { "" };
    Finding::new(Code::RailFieldMissing)
        .at(path)
        .with_text("currency", corridor.currency)
        .with_text("rail", corridor.rail.as_str())
        .with("fields", text::listed(group.iter().map(|name| name.as_str())))
}

/// What the document of a provider wants and is not there.
#[cold]
pub(crate) fn wanted_by(
    provider: &'static str,
    currency: &str,
    rail: Rail,
    fields: &Fields<'_>,
    findings: &mut Vec<Finding>,
) {
    let Some(corridor) = corridor::find(currency, rail, provider).filter(|corridor| !corridor.provider.is_empty())
    else {
        return;
    };
    let mut note = |path, names: String| {
        let finding = Finding::new(Code::ProviderRequires).at(path).with_text("provider", provider);
        findings.push(finding.with("fields", names));
    };
    for field in corridor.fields.iter().filter(|field| field.required && fields.get(field.name).is_none()) {
        note(field.name.path(), field.name.as_str().to_owned());
    }
    for group in corridor.any_of {
        if group.iter().all(|&name| fields.get(name).is_none()) {
            note("", text::listed(group.iter().map(|name| name.as_str())));
        }
    }
}

#[cold]
fn not_used(corridor: &Corridor, name: FieldName) -> Finding {
    Finding::new(Code::FieldNotUsed)
        .at(name.path())
        .with_text("currency", corridor.currency)
        .with_text("rail", corridor.rail.as_str())
}
