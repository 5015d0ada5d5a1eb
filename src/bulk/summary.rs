//! Totals of a file.

use crate::code::{Code, Severity};
use crate::finding::{Finding, Verdict, insertion_sort};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::{Amount, Currency};

/// What a file comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Summary {
    /// Rows, the header not counted.
    #[cfg_attr(feature = "wasm", tsify(type = "number"))]
    pub rows: u64,
    /// Rows of which every rule was kept.
    #[cfg_attr(feature = "wasm", tsify(type = "number"))]
    pub valid: u64,
    /// Rows with an error.
    #[cfg_attr(feature = "wasm", tsify(type = "number"))]
    pub invalid: u64,
    /// Rows without an error to which some rule could not be applied.
    #[cfg_attr(feature = "wasm", tsify(type = "number"))]
    pub undetermined: u64,
    /// What the rows pay, by currency, in the order in which currencies first appear.
    pub totals: Vec<CurrencyTotal>,
    /// How often each code was reported for rows, the most frequent first.
    pub counts: Vec<CodeCount>,
    /// What there is to say about the file as a whole.
    #[cfg_attr(feature = "wasm", tsify(type = "Finding[]"))]
    pub findings: Vec<Finding>,
    /// The name and the edition of each table that was loaded.
    #[cfg_attr(feature = "wasm", tsify(optional, type = "Record<string, string>"))]
    pub directories: Object,
    /// The columns by the names that were understood; null for those that were not.
    #[cfg_attr(feature = "wasm", tsify(type = "(string | null)[]"))]
    pub columns: Vec<Option<&'static str>>,
}

/// What a file pays in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct CurrencyTotal {
    /// The currency's code.
    pub currency: String,
    /// Rows with a readable amount.
    #[cfg_attr(feature = "wasm", tsify(type = "number"))]
    pub rows: u64,
    /// The sum of their amounts.
    pub amount: String,
    /// Those of them without an error.
    #[cfg_attr(feature = "wasm", tsify(type = "number"))]
    pub accepted_rows: u64,
    /// The sum of their amounts.
    pub accepted_amount: String,
}

/// How often a code was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct CodeCount {
    /// The code.
    #[cfg_attr(feature = "wasm", tsify(type = "FindingCode"))]
    pub code: Code,
    /// The severity with which it was reported.
    pub severity: Severity,
    /// How often.
    #[cfg_attr(feature = "wasm", tsify(type = "number"))]
    pub count: u64,
}

impl Summary {
    /// Adds what was said of a file before it was fixed, and what its text does not show any more.
    pub(crate) fn add_before(&mut self, before: Vec<Finding>) {
        for finding in before {
            let is_known = self.findings.iter().any(|own| own.code() == finding.code() && own.path() == finding.path());
            if !is_known {
                self.findings.push(finding);
            }
        }
        crate::finding::sort(&mut self.findings);
    }

    /// The JSON of the npm package and the command line.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put("rows", Json::number(self.rows));
        json.put("valid", Json::number(self.valid));
        json.put("invalid", Json::number(self.invalid));
        json.put("undetermined", Json::number(self.undetermined));
        let (mut totals, mut counts, mut columns) = (Vec::new(), Vec::new(), Vec::new());
        for total in &self.totals {
            let mut item = Object::new();
            item.put_text("currency", &total.currency);
            item.put("rows", Json::number(total.rows));
            item.put_text("amount", &total.amount);
            item.put("acceptedRows", Json::number(total.accepted_rows));
            item.put_text("acceptedAmount", &total.accepted_amount);
            totals.push(Json::Object(item));
        }
        for count in &self.counts {
            let mut item = Object::new();
            item.put_text("code", count.code.as_str());
            item.put_text("severity", count.severity.as_str());
            item.put("count", Json::number(count.count));
            counts.push(Json::Object(item));
        }
        if !self.directories.is_empty() {
            json.put("directories", Json::Object(self.directories.clone()));
        }
        for column in &self.columns {
            columns.push(column.map_or(Json::Null, Json::text));
        }
        json.put("totals", Json::Array(totals));
        json.put("counts", Json::Array(counts));
        json.put("findings", Finding::all_to_json(&self.findings));
        json.put("columns", Json::Array(columns));
        Json::Object(json)
    }
}

serialize_as_json!(Summary);

/// Totals while they grow.
#[derive(Debug, Default)]
pub(super) struct Totals(Vec<(Currency, Sum, Sum)>);

/// A number of rows, and the sum of their amounts in the currency's smallest units.
#[derive(Clone, Copy, Debug, Default)]
struct Sum(u64, i128);

impl Sum {
    fn add(&mut self, units: i128) {
        self.0 = self.0.saturating_add(1);
        self.1 = self.1.saturating_add(units);
    }
}

impl Totals {
    #[inline]
    pub(super) fn add(&mut self, currency: Currency, units: i128, is_accepted: bool) {
        let place = self.0.iter().position(|(other, ..)| *other == currency).unwrap_or_else(|| {
            self.0.push((currency, Sum::default(), Sum::default()));
            self.0.len().saturating_sub(1)
        });
        if let Some((_, all, accepted)) = self.0.get_mut(place) {
            all.add(units);
            if is_accepted {
                accepted.add(units);
            }
        }
    }

    /// What all rows come to in each currency, in its smallest units.
    pub(super) fn units(&self) -> impl Iterator<Item = (Currency, i128)> {
        self.0.iter().map(|(currency, all, _)| (*currency, all.1))
    }

    pub(super) fn finish(&self) -> Vec<CurrencyTotal> {
        let total = |(currency, all, accepted): &(Currency, Sum, Sum)| CurrencyTotal {
            currency: currency.as_str().to_owned(),
            rows: all.0,
            amount: units_to_text(all.1, *currency),
            accepted_rows: accepted.0,
            accepted_amount: units_to_text(accepted.1, *currency),
        };
        self.0.iter().map(total).collect()
    }
}

/// The sum in the currency itself. A sum of more than 28 digits, which no file comes near, is cut
/// to the largest that can be written.
pub(super) fn units_to_text(units: i128, currency: Currency) -> String {
    const MAX_SUM: i128 = 9_999_999_999_999_999_999_999_999_999;
    Amount::from_minor_units(units.min(MAX_SUM), currency).map(Amount::text).unwrap_or_default()
}

impl Summary {
    /// Rows without an error.
    #[must_use]
    pub const fn accepted(&self) -> u64 {
        self.valid.saturating_add(self.undetermined)
    }

    /// Whether a row or the file as a whole has an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.invalid > 0 || self.findings.iter().any(|finding| finding.severity() == Severity::Error)
    }

    pub(super) fn add(&mut self, verdict: Verdict, findings: &[Finding]) {
        self.rows = self.rows.saturating_add(1);
        let count = match verdict {
            Verdict::Valid => &mut self.valid,
            Verdict::Invalid => &mut self.invalid,
            Verdict::Undetermined => &mut self.undetermined,
        };
        *count = count.saturating_add(1);
        for finding in findings {
            self.count(finding.code(), finding.severity());
        }
    }

    fn count(&mut self, code: Code, severity: Severity) {
        match self.counts.iter_mut().find(|count| count.code == code && count.severity == severity) {
            Some(count) => count.count = count.count.saturating_add(1),
            None => self.counts.push(CodeCount { code, severity, count: 1 }),
        }
    }

    pub(super) fn finish(&mut self) {
        insertion_sort(&mut self.counts, |a, b| (a.count, b.code) < (b.count, a.code));
        crate::finding::sort(&mut self.findings);
    }
}
