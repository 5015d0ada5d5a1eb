//! Limits and control totals of a whole file.

use super::summary::{Summary, Totals, written};
use crate::code::Code;
use crate::finding::Finding;
use crate::money::{Currency, read_positive};

/// The limits of a whole file, and the control totals that its sender gives with it. Amounts are exact decimals in the
/// currency that they name.
///
/// ```
/// use offramp_core::{api::check_csv, bulk::{CheckOptions, FileLimits}};
///
/// let mut limits = FileLimits::default();
/// limits.expect_rows = Some(2);
/// assert!(limits.expect_total("EUR=30.00") && limits.max_amount("15"));
/// assert!(!limits.max_total("EUR=1,00x") && !limits.expect_total("30.00"), "no amount, no currency");
/// let file = b"reference,currency,amount,iban\nA,EUR,20.00,DE89370400440532013000\n";
/// let report = check_csv(file, &CheckOptions::default().with_limits(limits));
/// let codes: Vec<_> = report.summary.findings.iter().map(|finding| finding.code().as_str()).collect();
/// assert_eq!(codes, ["FILE_ROWS", "FILE_TOTAL"]);
/// assert_eq!(report.rows[0].findings[0].message(), "maxAmount: a payment is 15.00 EUR at most.");
/// ```
#[derive(Clone, Debug, Default)]
pub struct FileLimits {
    /// How many rows there are.
    pub expect_rows: Option<u64>,
    expect_totals: Vec<Bound>,
    max_amounts: Vec<Bound>,
    max_totals: Vec<Bound>,
}

/// An amount of a currency, or of each.
#[derive(Clone, Debug)]
struct Bound {
    currency: Option<Currency>,
    amount: String,
}

impl Bound {
    fn read(text: &str, needs_currency: bool) -> Option<Bound> {
        let (currency, amount) = match text.split_once('=') {
            Some((code, amount)) => (Some(Currency::new(&code.trim_ascii().to_ascii_uppercase())?), amount),
            None => (None, text),
        };
        let amount = amount.trim_ascii();
        let is_known = read_positive(amount, currency).is_ok() && (currency.is_some() || !needs_currency);
        is_known.then(|| Bound { currency, amount: amount.to_owned() })
    }

    /// In the currency's smallest units, where it is of this currency.
    fn units(&self, currency: Currency) -> Option<i128> {
        if self.currency.is_some_and(|own| own != currency) {
            return None;
        }
        read_positive(&self.amount, Some(currency)).ok()?.minor_units(currency)
    }
}

impl FileLimits {
    /// Adds what the rows of a currency come to: `EUR=12345.67`. Answers whether the text can be read.
    pub fn expect_total(&mut self, text: &str) -> bool {
        add(&mut self.expect_totals, text, true)
    }

    /// Adds what a payment is at most: `EUR=100.00`, or `100.00` in every currency. Answers whether the text can be read.
    pub fn max_amount(&mut self, text: &str) -> bool {
        add(&mut self.max_amounts, text, false)
    }

    /// Adds what the rows of a currency come to at most: `EUR=100.00`, or `100.00` in every currency. Answers whether the
    /// text can be read.
    pub fn max_total(&mut self, text: &str) -> bool {
        add(&mut self.max_totals, text, false)
    }

    pub(super) fn has_rows(&self) -> bool {
        !self.max_amounts.is_empty()
    }

    /// What there is to say of a row's amount.
    pub(super) fn row(&self, currency: Currency, units: i128) -> Option<Finding> {
        let most = self.max_amounts.iter().filter_map(|bound| bound.units(currency)).min()?;
        (units > most).then(|| {
            let finding = Finding::new(Code::LimitMaximum).at("/amount").with_text("limit", "maxAmount");
            finding.with("maximum", written(most, currency)).with("currency", currency.as_str().to_owned())
        })
    }

    /// What there is to say of the file.
    pub(super) fn file(&self, summary: &mut Summary, totals: &Totals) {
        let findings = &mut summary.findings;
        if let Some(expected) = self.expect_rows.filter(|&expected| expected != summary.rows) {
            let number = |rows| usize::try_from(rows).unwrap_or(usize::MAX);
            let finding = Finding::new(Code::FileRows).with_number("expected", number(expected));
            findings.push(finding.with_number("actual", number(summary.rows)));
        }
        for bound in &self.expect_totals {
            let Some((currency, expected)) = bound.currency.and_then(|own| Some((own, bound.units(own)?))) else {
                continue;
            };
            let actual = totals.units().find(|(own, _)| *own == currency).map_or(0, |(_, units)| units);
            if actual != expected {
                let finding = Finding::new(Code::FileTotal).with("expected", written(expected, currency));
                let finding = finding.with("actual", written(actual, currency));
                findings.push(finding.with("currency", currency.as_str().to_owned()));
            }
        }
        for (currency, actual) in totals.units() {
            let most = self.max_totals.iter().filter_map(|bound| bound.units(currency)).min();
            if let Some(most) = most.filter(|&most| actual > most) {
                let finding = Finding::new(Code::FileTotalAbove).with("maximum", written(most, currency));
                let finding = finding.with("actual", written(actual, currency));
                findings.push(finding.with("currency", currency.as_str().to_owned()));
            }
        }
    }
}

fn add(bounds: &mut Vec<Bound>, text: &str, needs_currency: bool) -> bool {
    let bound = Bound::read(text, needs_currency);
    let is_read = bound.is_some();
    bounds.extend(bound);
    is_read
}
