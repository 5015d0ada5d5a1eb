//! Figures of payouts in a range of time: how many, how much, how many of them were paid, and how long that took.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::item::ItemState;
use crate::json::{Json, Object};

/// Items that stand alike and have the same amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alike {
    /// Where they stand.
    pub state: ItemState,
    /// How much each is, in the main unit.
    pub amount: String,
    /// Of which currency.
    pub currency: String,
    /// How many there are.
    pub count: u64,
}

/// Figures of items. What another payout has paid (`already_paid`) is counted there and not here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    succeeded: u64,
    failed: u64,
    open: u64,
    timed: u64,
    millis: i64,
    amounts: BTreeMap<String, Sums>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    all: Decimal,
    paid: Decimal,
}

impl Metrics {
    /// Counts items; nothing where the amount is no number or the sum too large, so that no figure is wrong.
    #[must_use]
    pub fn with(mut self, alike: &Alike) -> Option<Metrics> {
        let is_paid = alike.state == ItemState::Paid;
        let counter = match alike.state {
            ItemState::AlreadyPaid => return Some(self),
            ItemState::Paid => &mut self.succeeded,
            ItemState::Failed | ItemState::Returned | ItemState::Cancelled => &mut self.failed,
            ItemState::Planned | ItemState::Held | ItemState::Sending | ItemState::Unknown | ItemState::Waiting => {
                &mut self.open
            }
        };
        *counter = counter.checked_add(alike.count)?;
        let amount = Decimal::from_str_exact(&alike.amount).ok();
        // a row that could not be read was never sent: it is counted, and has no amount
        if alike.state == ItemState::Failed && (alike.currency.is_empty() || amount.is_none()) {
            return Some(self);
        }
        let amount = amount?.checked_mul(Decimal::from(alike.count))?;
        let sums = self.amounts.entry(alike.currency.clone()).or_default();
        sums.all = sums.all.checked_add(amount)?;
        if is_paid {
            sums.paid = sums.paid.checked_add(amount)?;
        }
        Some(self)
    }

    /// Counts how long items took from their first step until the provider said that they were paid.
    #[must_use]
    pub fn with_times(mut self, count: u64, millis: i64) -> Metrics {
        self.timed = self.timed.saturating_add(count);
        self.millis = self.millis.saturating_add(millis);
        self
    }

    /// `{totalTransactions, successfulTransactions, failedTransactions, openTransactions, averageProcessingTime (milliseconds),
    /// totalAmount, paidAmount, successRate (per cent)}`, amounts by currency. Of no items, every figure is zero.
    ///
    /// ```
    /// use offramp_core::payout::{Alike, ItemState, Metrics};
    ///
    /// let alike = |state, count| Alike { state, amount: "0.10".to_owned(), currency: "INR".to_owned(), count };
    /// let metrics = Metrics::default().with(&alike(ItemState::Paid, 2)).and_then(|it| it.with(&alike(ItemState::Failed, 1)));
    /// let json = metrics.unwrap().with_times(2, 3001).to_json();
    /// assert_eq!(json.get("successRate").unwrap().as_str(), Some("66.67"));
    /// assert_eq!(json.get("averageProcessingTime").unwrap().as_number(), Some("1501"));
    /// assert_eq!(json.get("totalAmount").unwrap().to_string(), r#"{"INR":"0.30"}"#);
    /// ```
    #[must_use]
    pub fn to_json(&self) -> Json {
        let total = self.succeeded.saturating_add(self.failed).saturating_add(self.open);
        let average = quotient(u128::try_from(self.millis).unwrap_or(0), self.timed);
        // hundredths of a per cent
        let rate = quotient(u128::from(self.succeeded).saturating_mul(10_000), total);
        let rate = Decimal::from_i128_with_scale(i128::try_from(rate).unwrap_or(0), 2).normalize();
        let sums = |of: fn(&Sums) -> Decimal| {
            Json::Object(
                self.amounts.iter().map(|(name, sums)| (name.as_str(), Json::from(of(sums).to_string()))).collect(),
            )
        };
        let mut json = Object::new();
        json.insert("totalTransactions", Json::number(total));
        json.insert("successfulTransactions", Json::number(self.succeeded));
        json.insert("failedTransactions", Json::number(self.failed));
        json.insert("openTransactions", Json::number(self.open));
        json.insert("averageProcessingTime", Json::number(u64::try_from(average).unwrap_or(u64::MAX)));
        json.insert("totalAmount", sums(|sums| sums.all));
        json.insert("paidAmount", sums(|sums| sums.paid));
        json.insert("successRate", rate.to_string());
        Json::Object(json)
    }
}

/// Rounded half up; of nothing, zero.
fn quotient(sum: u128, of: u64) -> u128 {
    let of = u128::from(of);
    sum.saturating_mul(2).saturating_add(of).checked_div(of.saturating_mul(2)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_nothing_every_figure_is_zero() {
        let zeros = r#"{"totalTransactions":0,"successfulTransactions":0,"failedTransactions":0,"openTransactions":0,"averageProcessingTime":0,"totalAmount":{},"paidAmount":{},"successRate":"0"}"#;
        assert_eq!(Metrics::default().to_json().to_string(), zeros);
    }

    #[test]
    fn every_state_is_counted_once_and_what_another_payout_paid_is_not() {
        for state in ItemState::ALL {
            let alike = Alike { state, amount: "1.05".to_owned(), currency: "EUR".to_owned(), count: 3 };
            let metrics = Metrics::default().with(&alike).unwrap();
            let counted = metrics.succeeded + metrics.failed + metrics.open;
            assert_eq!(counted, if state == ItemState::AlreadyPaid { 0 } else { 3 }, "{state:?}");
            assert_eq!(metrics.succeeded > 0, state == ItemState::Paid, "{state:?}");
            assert_eq!(metrics.open > 0, !state.is_final(), "{state:?}");
        }
    }

    #[test]
    fn no_sum_is_wrong() {
        let alike = |amount: &str, count| Alike {
            state: ItemState::Paid,
            amount: amount.to_owned(),
            currency: "EUR".to_owned(),
            count,
        };
        assert_eq!(Metrics::default().with(&alike("", 1)), None);
        for (amount, currency) in [("", "EUR"), ("x", "EUR"), ("1.00", "")] {
            let currency = currency.to_owned();
            let unread = Alike { state: ItemState::Failed, currency, ..alike(amount, 2) };
            let metrics = Metrics::default().with(&unread).unwrap();
            assert_eq!(
                (metrics.failed, metrics.amounts.len()),
                (2, 0),
                "{amount} {currency}",
                currency = unread.currency
            );
        }
        assert_eq!(Metrics::default().with(&alike("70000000000000000000000000000", 2)), None);
    }
}
