//! Totals of a file.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::code::Code;
use crate::finding::{Finding, Severity, Verdict, insertion_sort};
use crate::money::{Amount, Currency};

/// What a file comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify))]
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
    /// The columns by the names that were understood; null for those that were not.
    #[cfg_attr(feature = "wasm", tsify(type = "(string | null)[]"))]
    pub columns: Vec<Option<&'static str>>,
}

/// What a file pays in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "wasm", derive(tsify::Tsify))]
pub struct CurrencyTotal {
    /// The currency's code.
    pub currency: String,
    /// Rows with a readable amount.
    #[cfg_attr(feature = "wasm", tsify(type = "number"))]
    pub rows: u64,
    /// The sum of their amounts.
    #[cfg_attr(feature = "wasm", tsify(type = "string"))]
    #[serde(with = "rust_decimal::serde::str")]
    pub amount: Decimal,
    /// Those of them without an error.
    #[cfg_attr(feature = "wasm", tsify(type = "number"))]
    pub accepted_rows: u64,
    /// The sum of their amounts.
    #[cfg_attr(feature = "wasm", tsify(type = "string"))]
    #[serde(with = "rust_decimal::serde::str")]
    pub accepted_amount: Decimal,
}

/// How often a code was reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeCount {
    /// The code.
    pub code: Code,
    /// The severity with which it was reported.
    pub severity: Severity,
    /// How often.
    pub count: u64,
}

impl Serialize for CodeCount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut object = serializer.serialize_struct("CodeCount", 3)?;
        object.serialize_field("code", self.code.as_str())?;
        object.serialize_field("severity", self.severity.as_str())?;
        object.serialize_field("count", &self.count)?;
        object.end()
    }
}

/// Totals while they grow.
#[derive(Debug, Default)]
pub(super) struct Totals(Vec<(Currency, Sum, Sum)>);

/// A number of rows and the sum of their amounts.
#[derive(Clone, Copy, Debug, Default)]
struct Sum(u64, Decimal);

impl Sum {
    fn add(&mut self, amount: Amount) {
        self.0 = self.0.saturating_add(1);
        self.1 = self.1.saturating_add(amount.as_decimal());
    }
}

impl Totals {
    #[inline]
    pub(super) fn add(&mut self, currency: Currency, amount: Amount, is_accepted: bool) {
        let place = self.0.iter().position(|(other, ..)| *other == currency).unwrap_or_else(|| {
            self.0.push((currency, Sum::default(), Sum::default()));
            self.0.len().saturating_sub(1)
        });
        if let Some((_, all, accepted)) = self.0.get_mut(place) {
            all.add(amount);
            if is_accepted {
                accepted.add(amount);
            }
        }
    }

    pub(super) fn finish(&self) -> Vec<CurrencyTotal> {
        let total = |(currency, all, accepted): &(Currency, Sum, Sum)| CurrencyTotal {
            currency: currency.as_str().to_owned(),
            rows: all.0,
            amount: all.1,
            accepted_rows: accepted.0,
            accepted_amount: accepted.1,
        };
        self.0.iter().map(total).collect()
    }
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
