//! Lines of providers' own records: what their APIs answer about orders, one or many, and the records alone.

use rust_decimal::Decimal;

use super::found::Found;
use super::lines::{NewLine, Standing};
use super::problem::Problem;
use super::table::from_units;
use super::texts;
use crate::bulk::TableEvent;
use crate::json::{Json, Object};
use crate::money::{Amount, Currency};
use crate::order::Status;
use crate::provider::{Headers, Operation, Outcome, Provider, Response};

/// Turns records of a provider into lines.
pub(super) struct ProviderLines {
    provider: Provider,
    currency: Option<Currency>,
    /// Operations whose answers are orders.
    operations: Vec<&'static str>,
}

/// Where a record has what arrives: names of members, or of the members of one inside, and of the currency beside it.
const AMOUNTS: &[(&str, &str)] = &[
    ("settledAmount", "settledCurrency"),
    ("fiat_amount", "fiat_currency"),
    ("destinationAmount", "destinationCurrency"),
    ("amount", "currency"),
];

/// Members that are references, the caller's own first.
const REFERENCES: &[&str] = &[
    "reference",
    "idempotencyKey",
    "transactionId",
    "xref",
    "requestId",
    "quoteId",
    "quote_id",
    "id",
    "order_id",
    "orderId",
    "flowId",
    "tradeId",
    "gatewayReference",
    "referenceId",
    "uuid",
];

/// Members that hold the record, or a part of it.
const INSIDE: &[&str] =
    &["data", "payment", "order", "amounts", "destination", "offrampRequest", "transaction", "source"];

impl ProviderLines {
    pub(super) fn new(provider: Provider, currency: Option<Currency>) -> ProviderLines {
        let tracked = provider.operations().iter().filter_map(Operation::tracking);
        let mut operations = Vec::new();
        for tracking in tracked {
            operations.extend(tracking.list.map(|list| list.operation));
            operations.extend(tracking.order.map(|order| order.operation));
        }
        operations.extend(provider.operations().iter().filter(|it| it.tracking().is_some()).map(Operation::name));
        ProviderLines { provider, currency, operations }
    }

    /// The lines of an object: an answer as it came, or a record.
    pub(super) fn read(&mut self, event: TableEvent<'_>, found: &mut Found<'_>) {
        let row = match event {
            TableEvent::Row(row) => row,
            TableEvent::Broken(line, code) => return found.code(line, code),
        };
        let Some(json) = row.object else { return found.say(row.line, Problem::Record) };
        let body = json.to_string();
        let response = Response { status: 200, headers: Headers(&[]), body: body.as_bytes() };
        for operation in &self.operations {
            let Ok(answer) = self.provider.parse(operation, &response) else { continue };
            let Outcome::Accepted(values) = answer.outcome else { continue };
            let lists = values.iter().filter_map(|(_, value)| value.as_array());
            let orders: Vec<&Object> = lists.flatten().filter_map(Json::as_object).collect();
            if !answer.statuses.is_empty() {
                for order in orders {
                    self.record(row.line, order, found);
                }
                return;
            }
            if answer.status.is_some() {
                return self.record(row.line, &values, found);
            }
        }
        match json.as_object() {
            Some(record) => self.record(row.line, record, found),
            None => found.say(row.line, Problem::Record),
        }
    }

    fn record(&self, number: u64, record: &Object, found: &mut Found<'_>) {
        let text = |name: &str| member(record, name);
        let Some(word) = text("status").or_else(|| text("state")) else { return found.say(number, Problem::Record) };
        let mut line = NewLine { number, ..NewLine::default() };
        let status = self.provider.status(word);
        line.standing = match &status {
            Status::Completed | Status::Sent => Standing::Paid,
            Status::Failed | Status::Cancelled | Status::Expired => Standing::NotPaid,
            Status::Refunded => Standing::Returned,
            _ => Standing::Pending,
        };
        if matches!(status, Status::Unknown(_)) {
            found.say(number, Problem::Status);
        }
        if line.standing != Standing::Paid {
            word.clone_into(&mut line.code);
        }
        for (amount, currency) in AMOUNTS {
            let Some(said) = text(amount) else { continue };
            line.currency = text(currency).and_then(|code| Currency::new(&code.to_ascii_uppercase())).or(self.currency);
            let digits = said.parse::<Amount>().ok().map(Amount::as_decimal);
            line.amount = digits.and_then(|digits| self.amount(amount, digits, line.currency));
            if line.amount.is_none() {
                found.say(number, Problem::Amount);
            }
            break;
        }
        for name in REFERENCES {
            line.references.extend(text(name).map(str::to_owned));
        }
        line.bank_reference = line.references.last().cloned().unwrap_or_default();
        let dates = ["completedAt", "updatedAt", "updated_at", "createdAt", "created_at"];
        line.date = dates.iter().find_map(|name| text(name)).and_then(texts::date);
        let accounts = ["accountNumber", "iban", "upiId", "upi_id"];
        line.account = accounts.iter().find_map(|name| text(name)).map(texts::account).unwrap_or_default();
        found.line(&line);
    }

    /// The amount in the main unit: some providers count smallest units.
    fn amount(&self, name: &str, amount: Decimal, currency: Option<Currency>) -> Option<Decimal> {
        if self.provider.counts_smallest_units(name) { from_units(amount, currency?) } else { Some(amount) }
    }
}

/// A text or a number of the record, or of what stands in it.
fn member<'a>(record: &'a Object, name: &str) -> Option<&'a str> {
    let own = record.get(name).and_then(|value| value.as_str().or(value.as_number())).filter(|text| !text.is_empty());
    own.or_else(|| {
        let mut inside =
            INSIDE.iter().filter(|place| **place != name).filter_map(|place| record.get(place)?.as_object());
        inside.find_map(|inside| member(inside, name))
    })
}
