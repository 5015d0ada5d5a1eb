//! The report of a payout: a row an item, whatever became of it.

use super::item::{Item, ItemState};
use crate::json::{Json, Object};

/// What a report is written in: as the file that came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportForm {
    /// A table with a line of names.
    Csv,
    /// A JSON object a line.
    Ndjson,
}

/// One row of a report.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    /// The row in the file.
    pub number: u64,
    /// What the file calls it.
    pub reference: Option<String>,
    /// How much, in the currency's main unit.
    pub amount: String,
    /// Of which currency.
    pub currency: String,
    /// What became of it.
    pub item: Item,
}

const NAMES: [&str; 9] =
    ["row", "reference", "amount", "currency", "result", "reason", "attempts", "order", "provider_reference"];

impl ReportRow {
    /// The word for what became of it: what is under way when the report is written is `unknown` where money may have moved,
    /// and `pending` where it has not.
    #[must_use]
    pub const fn result(&self) -> &'static str {
        match self.item.state {
            ItemState::Sending | ItemState::Unknown => "unknown",
            ItemState::Planned | ItemState::Waiting => {
                if self.item.has_moved {
                    "unknown"
                } else {
                    "pending"
                }
            }
            other => other.as_str(),
        }
    }

    fn values(&self) -> [String; 9] {
        let item = &self.item;
        let sent = if item.attempt == 0 { String::new() } else { item.key() };
        [
            self.number.to_string(),
            self.reference.clone().unwrap_or_default(),
            self.amount.clone(),
            self.currency.clone(),
            self.result().to_owned(),
            item.reason.clone().unwrap_or_default(),
            item.attempt.to_string(),
            item.order.clone().unwrap_or_default(),
            sent,
        ]
    }

    /// `{row, reference, amount, currency, result, reason, attempts, order, provider_reference}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        Json::Object(NAMES.into_iter().zip(self.values()).filter(|(_, value)| !value.is_empty()).collect::<Object>())
    }
}

impl ReportForm {
    /// What stands before the first row.
    #[must_use]
    pub fn header(self) -> String {
        match self {
            ReportForm::Csv => NAMES.join(",") + "\r\n",
            ReportForm::Ndjson => String::new(),
        }
    }

    /// A row. What a spreadsheet would take for a formula has an apostrophe before it.
    ///
    /// ```
    /// use offramp_core::payout::{Item, ReportForm, ReportRow};
    ///
    /// let item = Item::held(7, "P", "VPA_HANDLE_UNKNOWN");
    /// let (amount, currency) = ("10.00".to_owned(), "INR".to_owned());
    /// let row = ReportRow { number: 7, reference: Some("=A1,\"x\"".to_owned()), amount, currency, item };
    /// assert_eq!(ReportForm::Csv.row(&row), "7,\"'=A1,\"\"x\"\"\",10.00,INR,held,VPA_HANDLE_UNKNOWN,0,,\r\n");
    /// ```
    #[must_use]
    pub fn row(self, row: &ReportRow) -> String {
        match self {
            ReportForm::Csv => row.values().map(|value| cell(&value)).join(",") + "\r\n",
            ReportForm::Ndjson => row.to_json().to_string() + "\n",
        }
    }
}

fn cell(value: &str) -> String {
    let armed = value.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let value = if armed { ["'", value].concat() } else { value.to_owned() };
    if value.contains([',', '"', '\n', '\r']) { format!("\"{}\"", value.replace('"', "\"\"")) } else { value }
}

/// How many items stand where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(Vec<(ItemState, u64)>);

impl Counts {
    /// Adds items in a state.
    pub fn add(&mut self, state: ItemState, count: u64) {
        match self.0.iter_mut().find(|(known, _)| *known == state) {
            Some((_, sum)) => *sum = sum.saturating_add(count),
            None => self.0.push((state, count)),
        }
    }

    /// How many stand so.
    #[must_use]
    pub fn of(&self, state: ItemState) -> u64 {
        self.0.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count)
    }

    /// All of them, in the order of the states.
    pub fn iter(&self) -> impl Iterator<Item = (ItemState, u64)> {
        ItemState::ALL.into_iter().map(|state| (state, self.of(state))).filter(|(_, count)| *count > 0)
    }
}
