//! Limits and control totals of a whole file.

use std::fmt;

use super::summary::{Summary, Totals, units_to_text};
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::money::{Currency, read_positive};
use crate::quote::{Reader, RunningLimits};

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
/// assert_eq!(report.rows[0].findings[0].message(), "maxAmount: the maximum per payment is 15.00 EUR.");
/// ```
#[derive(Clone, Debug, Default)]
pub struct FileLimits {
    /// How many rows there are.
    pub expect_rows: Option<u64>,
    expect_totals: Vec<Bound>,
    max_amounts: Vec<Bound>,
    max_totals: Vec<Bound>,
    /// Limits with windows, as a request.
    pub(super) rules: Option<LimitRequest>,
}

/// Limits with windows, and what was paid before. `Debug` shows nothing, because it says who was paid.
#[derive(Clone)]
pub(super) struct LimitRequest(pub(super) Json);

impl fmt::Debug for LimitRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LimitRequest")
    }
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

    /// Sets limits on payments as [`api::check_limits`](crate::api::check_limits) takes them: the list or the object that
    /// is `limits` there, or `{limits, history?, now?, rates?, provider?, user?, corridor?, tier?}`. All payments of the file
    /// are made at one time, `now`, which is needed with a `history`; each that is not invalid counts for those after it.
    /// A limit without a currency binds each currency by itself. A `beneficiary` is an account, a VPA, an address or a phone
    /// number in its electronic form.
    ///
    /// # Errors
    /// `INPUT_INVALID` with all findings.
    ///
    /// ```
    /// use offramp_core::{api::check_csv, bulk::{CheckOptions, FileLimits}};
    ///
    /// let mut limits = FileLimits::default();
    /// limits.set(&r#"[{"name": "daily", "total": "50", "window": "day", "zone": "UTC", "step": "10"}]"#.parse()?)?;
    /// let file = b"currency,amount,vpa\nINR,40,ann@okaxis\nINR,20,bob@okaxis\nINR,10,cat@okaxis\nINR,5,dee@okaxis\n";
    /// let report = check_csv(file, &CheckOptions::default().with_limits(limits));
    /// let codes = report.rows.iter().map(|row| row.findings.iter().map(|found| found.code().as_str()).collect::<Vec<_>>());
    /// assert_eq!(codes.collect::<Vec<_>>(), [vec![], vec!["LIMIT_TOTAL"], vec![], vec!["LIMIT_STEP", "LIMIT_TOTAL"]]);
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    pub fn set(&mut self, limits: &Json) -> Result<(), Error> {
        let request = if limits.as_object().is_some_and(|object| object.get("limits").is_some()) {
            limits.clone()
        } else {
            let mut request = Object::new();
            request.insert("limits", limits.clone());
            Json::Object(request)
        };
        // read by each currency that they name, and by one with as many decimals as any for those that name none
        let items = request.as_object().and_then(|request| request.get("limits")).and_then(Json::as_array);
        let named = items.unwrap_or_default().iter();
        let named = named.filter_map(|item| item.as_object()?.get("currency")?.as_str());
        let mut seen = Vec::new();
        for code in std::iter::once("ETH").chain(named) {
            let Some(currency) = Currency::new(&code.to_ascii_uppercase()) else {
                let mut reader = Reader::new();
                reader.say("limits", crate::money::unknown_currency(code));
                return reader.finish(None::<()>);
            };
            if !seen.contains(&currency) {
                seen.push(currency);
                let mut reader = Reader::new();
                let read = RunningLimits::read(&mut reader, &request, currency, &mut |_, _, next| next);
                reader.finish(read)?;
            }
        }
        self.rules = Some(LimitRequest(request));
        Ok(())
    }

    pub(super) fn has_rows(&self) -> bool {
        !self.max_amounts.is_empty()
    }

    /// The findings of a row's amount.
    pub(super) fn row(&self, currency: Currency, units: i128) -> Option<Finding> {
        let most = self.max_amounts.iter().filter_map(|bound| bound.units(currency)).min()?;
        (units > most).then(|| {
            let finding = Finding::new(Code::LimitMaximum).at("/amount").with_text("limit", "maxAmount");
            finding.with("maximum", units_to_text(most, currency)).with("currency", currency.as_str().to_owned())
        })
    }

    /// The findings of the file.
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
                let finding = Finding::new(Code::FileTotal).with("expected", units_to_text(expected, currency));
                let finding = finding.with("actual", units_to_text(actual, currency));
                findings.push(finding.with("currency", currency.as_str().to_owned()));
            }
        }
        for (currency, actual) in totals.units() {
            let most = self.max_totals.iter().filter_map(|bound| bound.units(currency)).min();
            if let Some(most) = most.filter(|&most| actual > most) {
                let finding = Finding::new(Code::FileTotalAbove).with("maximum", units_to_text(most, currency));
                let finding = finding.with("actual", units_to_text(actual, currency));
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
