//! Limits with windows, steps and counts over the rows of a file, each of which counts for those after it.

use super::duplicates::{Fingerprinter, Index};
use super::limits::LimitRequest;
use super::row::Judged;
use crate::bank::{FieldName, Normalized, Rail};
use crate::finding::Finding;
use crate::money::Currency;
use crate::quote::{Reader, RunningLimits, RunningScopes};

/// The limits, and what the rows so far came to.
#[derive(Debug, Default)]
pub(super) struct LimitRules {
    rules: Option<Box<Rules>>,
    /// The findings of the row that was judged last.
    pub(super) findings: Vec<Finding>,
}

#[derive(Debug)]
struct Rules {
    request: LimitRequest,
    start: Fingerprinter,
    /// What payments count together by, and the number of the sum.
    index: Index,
    currencies: Vec<(Currency, Option<RunningLimits>)>,
    /// What is wrong with limits for a currency that rows have.
    wrong: Vec<Finding>,
}

impl LimitRules {
    pub(super) fn new(request: Option<&LimitRequest>, start: Fingerprinter) -> LimitRules {
        let rules = request.map(|request| {
            let request = request.clone();
            Box::new(Rules { request, start, index: Index::default(), currencies: Vec::new(), wrong: Vec::new() })
        });
        LimitRules { rules, findings: Vec::new() }
    }

    /// Finds where a row breaks a limit; the findings are kept until the next row.
    #[inline]
    pub(super) fn judge(&mut self, judged: &Judged, values: &Normalized) {
        if let Some(rules) = &mut self.rules {
            rules.judge(judged, values, &mut self.findings);
        }
    }

    /// Counts the row that was judged last.
    #[inline]
    pub(super) fn count(&mut self, currency: Currency, units: i128) {
        if let Some(rules) = &mut self.rules
            && let Ok(units) = u128::try_from(units)
            && let Some(limits) = rules.of(currency).and_then(|place| rules.currencies.get_mut(place))
            && let Some(limits) = &mut limits.1
        {
            limits.count(units);
        }
    }

    /// Adds what is wrong with the limits.
    pub(super) fn finish(&mut self, findings: &mut Vec<Finding>) {
        if let Some(rules) = &mut self.rules {
            findings.append(&mut rules.wrong);
        }
    }

    /// How many bytes the sums take.
    pub(super) fn memory(&self) -> usize {
        self.rules.as_ref().map_or(0, |rules| rules.index.memory().saturating_mul(2))
    }
}

impl Rules {
    fn of(&self, currency: Currency) -> Option<usize> {
        self.currencies.iter().position(|(other, _)| *other == currency)
    }

    #[cold]
    fn judge(&mut self, judged: &Judged, values: &Normalized, findings: &mut Vec<Finding>) {
        let (Some(currency), Some(units)) = (judged.context.currency, judged.context.units) else {
            return;
        };
        let Ok(units) = u128::try_from(units) else { return };
        let known = self.of(currency);
        let Rules { request, start, index, currencies, wrong } = self;
        let start = *start;
        let mut find = |limit: usize, text: &str, next: usize| {
            let mut print = start;
            print.word(currency.as_bits());
            print.text(u32::try_from(limit).unwrap_or(u32::MAX), text.as_bytes());
            let number = index.first(print.finish(), u32::try_from(next).unwrap_or(u32::MAX));
            number.and_then(|number| usize::try_from(number).ok()).unwrap_or(next)
        };
        let place = known.unwrap_or_else(|| {
            let mut reader = Reader::new();
            let limits = RunningLimits::read(&mut reader, &request.0, currency, &mut find);
            match reader.finish(limits) {
                Ok(limits) => currencies.push((currency, Some(limits))),
                Err(error) => {
                    for finding in error.findings() {
                        if !wrong.contains(finding) {
                            wrong.push(finding.clone());
                        }
                    }
                    currencies.push((currency, None));
                }
            }
            currencies.len().saturating_sub(1)
        });
        if let Some((_, Some(limits))) = currencies.get_mut(place) {
            let scopes = RunningScopes {
                beneficiary: beneficiary(judged, values),
                rail: judged.context.rail.map_or("", Rail::as_str),
            };
            // sums that no number holds are above every limit, and never come about
            let _ = limits.judge(units, scopes, &mut find, findings);
        }
    }
}

/// Where the money goes, in its electronic form.
fn beneficiary<'a>(judged: &Judged, values: &'a Normalized) -> &'a str {
    let all = || values.fields_of(&judged.values);
    let of = |name: FieldName| all().find_map(|(field, text)| (field == name).then_some(text));
    let names = [
        FieldName::Iban,
        FieldName::AccountNumber,
        FieldName::Clabe,
        FieldName::Cbu,
        FieldName::Cci,
        FieldName::Vpa,
        FieldName::PixKey,
        FieldName::ProxyId,
        FieldName::CardNumber,
        FieldName::Address,
        FieldName::Phone,
    ];
    names.into_iter().find_map(of).unwrap_or_default()
}
