//! Lines of tables: our own ledger, the export of a payout, statements that a bank or a provider gives as CSV or JSON.

use rust_decimal::Decimal;

use super::columns::{self, Role};
use super::found::Found;
use super::lines::{NewLine, Standing};
use super::problem::Problem;
use super::texts::{self, Sign};
use crate::bulk::{TableColumn, TableRow, is_account};
use crate::code::Code;
use crate::money::Currency;

/// Which amounts of a table went out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outgoing {
    /// Columns say it, or all amounts have one sign; a table that has both signs and no such column is not read.
    #[default]
    Told,
    /// Those with a minus.
    Negative,
    /// Those without.
    Positive,
}

/// What a column of this file is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Reference,
    Amount(Option<Currency>),
    Currency,
    Account,
    Role(Role),
    None,
}

/// Turns rows of a table into lines.
#[derive(Default)]
pub(super) struct TableLines {
    roles: Vec<(String, Role)>,
    currency: Option<Currency>,
    names: Vec<String>,
    uses: Vec<Use>,
    /// How many amounts have a minus, and how many none and no other word for where the money went.
    minus: usize,
    plain: usize,
    pub(super) outgoing: Outgoing,
}

impl TableLines {
    pub(super) fn new(roles: Vec<(String, Role)>, currency: Option<Currency>, outgoing: Outgoing) -> TableLines {
        TableLines { roles, currency, outgoing, ..TableLines::default() }
    }

    /// Whether columns say so much that lines can be compared: an amount, and what tells a payment.
    pub(super) fn lacks(&self) -> Option<&'static str> {
        let has = |wanted: fn(&Use) -> bool| self.uses.iter().any(wanted);
        if !has(|it| matches!(it, Use::Amount(_) | Use::Role(Role::Debit))) {
            return Some("amount");
        }
        let tells = has(|it| matches!(it, Use::Reference | Use::Account | Use::Role(Role::Reference | Role::Text)));
        (!tells).then_some("reference")
    }

    /// Whether amounts with and without a minus stand beside each other, so that it is open which of them went out.
    pub(super) const fn is_open(&self) -> bool {
        matches!(self.outgoing, Outgoing::Told) && self.minus > 0 && self.plain > 0
    }

    fn learn(&mut self, found: &[TableColumn]) {
        if self.names.len() == found.len() && self.names.iter().zip(found).all(|(name, column)| *name == column.name) {
            return;
        }
        self.names = found.iter().map(|column| column.name.clone()).collect();
        self.uses = found.iter().map(|column| self.used(column)).collect();
    }

    fn used(&self, column: &TableColumn) -> Use {
        let mapped = self.roles.iter().find(|(name, _)| name.eq_ignore_ascii_case(&column.name));
        if let Some((_, role)) = mapped {
            return Use::Role(*role);
        }
        match column.meaning {
            Some("reference") => return Use::Reference,
            Some("amount") => return Use::Amount(column.currency),
            Some("currency") => return Use::Currency,
            Some(field) if is_account(field) => return Use::Account,
            _ => {}
        }
        columns::role(&column.name).map_or(Use::None, Use::Role)
    }

    /// The line of a row, and what is wrong with it.
    pub(super) fn read(&mut self, row: &TableRow<'_>, is_ledger: bool, found: &mut Found<'_>) {
        self.learn(row.columns);
        let mut line = NewLine { number: row.line, ..NewLine::default() };
        let mut currency = self.currency;
        let (mut amount, mut debit, mut credit, mut word, mut direction) = (None, None, None, None, None);
        for (place, text) in row.cells.iter().filter(|(_, text)| !text.is_empty()) {
            match self.uses.get(*place).copied().unwrap_or(Use::None) {
                Use::Reference => line.references.insert(0, unmarked(text).to_owned()),
                Use::Amount(said) => {
                    amount.get_or_insert(*text);
                    currency = currency.or(said);
                }
                Use::Currency => match Currency::new(&text.to_ascii_uppercase()) {
                    Some(known) => currency = Some(known),
                    None => found.code(row.line, Code::CurrencyUnknown),
                },
                Use::Account if line.account.is_empty() => line.account = texts::account(unmarked(text)),
                Use::Role(Role::Reference) => {
                    if line.bank_reference.is_empty() {
                        unmarked(text).clone_into(&mut line.bank_reference);
                    }
                    line.references.push(unmarked(text).to_owned());
                }
                Use::Role(Role::Status) => word = Some(*text),
                Use::Role(Role::Code) => unmarked(text).clone_into(&mut line.code),
                Use::Role(Role::Date) if line.date.is_none() => line.date = texts::date(text),
                Use::Role(Role::Debit) => debit = Some(*text),
                Use::Role(Role::Credit) => credit = Some(*text),
                Use::Role(Role::Direction) => direction = columns::is_out(text),
                Use::Role(Role::Text) => {
                    if !line.text.is_empty() {
                        line.text.push(' ');
                    }
                    line.text.push_str(text);
                }
                Use::Account | Use::Role(Role::Date) | Use::None => {}
            }
        }
        line.currency = currency;
        let read = |text: &str| texts::amount(unmarked(text), currency);
        let is_some = |text: Option<&str>| text.and_then(read).is_some_and(|(amount, _)| !amount.is_zero());
        let is_out;
        (line.amount, is_out) = if is_some(debit) || is_some(credit) {
            let is_out = is_some(debit);
            let text = if is_out { debit } else { credit };
            (text.and_then(read).map(|(amount, _)| amount), Some(is_out))
        } else {
            let (number, sign) = amount.or(debit).or(credit).and_then(read).unzip();
            (number, direction.or_else(|| sign.and_then(|sign| self.is_out(sign, is_ledger))))
        };
        if line.amount.is_none() {
            found.say(row.line, Problem::Amount);
        }
        line.standing = match (word, word.and_then(columns::standing)) {
            (None, _) => Standing::Paid,
            (_, Some(standing)) => standing,
            (Some(word), None) => {
                if line.code.is_empty() {
                    word.clone_into(&mut line.code);
                }
                found.say(row.line, Problem::Status);
                if is_ledger { Standing::Unknown } else { Standing::Pending }
            }
        };
        if line.standing == Standing::Paid && is_out == Some(false) && !is_ledger {
            line.standing = Standing::Incoming;
        }
        found.line(&line);
    }

    /// Which way the money went, by the sign alone; a line whose file has one sign only went out.
    fn is_out(&mut self, sign: Sign, is_ledger: bool) -> Option<bool> {
        match (sign, self.outgoing) {
            _ if is_ledger => None,
            (Sign::Debit, _) | (Sign::Minus, Outgoing::Negative) | (Sign::None | Sign::Plus, Outgoing::Positive) => {
                Some(true)
            }
            (Sign::Credit, _) | (Sign::Minus, Outgoing::Positive) | (Sign::None | Sign::Plus, Outgoing::Negative) => {
                Some(false)
            }
            (Sign::Minus, Outgoing::Told) => {
                self.minus = self.minus.saturating_add(1);
                None
            }
            (Sign::None | Sign::Plus, Outgoing::Told) => {
                self.plain = self.plain.saturating_add(1);
                None
            }
        }
    }
}

/// A cell without what keeps a spreadsheet from taking it for a formula: exports have an apostrophe there.
fn unmarked(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest)
            if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) || rest.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            rest
        }
        _ => text,
    }
}

/// A count of smallest units as an amount.
pub(super) fn from_units(amount: Decimal, currency: Currency) -> Option<Decimal> {
    if amount.scale() > 0 {
        return None;
    }
    Decimal::try_from_i128_with_scale(amount.mantissa(), u32::from(currency.decimals())).ok()
}
