//! Entries of accounts: camt.052, camt.053, camt.054. One line for every payment of an entry.

use rust_decimal::Decimal;

use super::xml::Part;
use crate::money::{Amount, Currency};
use crate::reconcile::found::Found;
use crate::reconcile::lines::{NewLine, Standing};
use crate::reconcile::problem::Problem;
use crate::reconcile::texts;
use crate::timestamp::Date;

/// Reads the entries as they come.
#[derive(Default)]
pub(super) struct Camt {
    /// The elements that are open, from the entry on.
    path: String,
    entry: Entry,
    payment: Payment,
    payments: Vec<Payment>,
}

/// What an entry says.
#[expect(clippy::struct_excessive_bools, reason = "each is an element of the message")]
#[derive(Default)]
struct Entry {
    line: u64,
    amount: Option<(Decimal, Option<Currency>)>,
    is_in: bool,
    is_reversal: bool,
    status: String,
    booked: Option<Date>,
    value: Option<Date>,
    reference: String,
    /// The bank's code of what kind of entry it is says that it is a return.
    is_return: bool,
    text: String,
    has_batch: bool,
}

/// What one payment of an entry says.
#[derive(Default)]
struct Payment {
    line: u64,
    /// Of the booking, as the entry counts it; and of the transaction, and what was instructed.
    amounts: [Option<(Decimal, Option<Currency>)>; 3],
    is_in: Option<bool>,
    references: Vec<String>,
    bank_reference: String,
    payees: String,
    payers: String,
    text: String,
    code: String,
    is_return: bool,
}

/// Codes of bank transactions that are returns of credit transfers (ISO 20022 external code set, sub-families).
const RETURNS: &[&str] = &["RRTN", "RPCR", "PRDD", "UPCT"];
/// How many payments of one entry are held; a batch of more is handed over in pieces.
const MOST: usize = 100_000;

impl Camt {
    pub(super) fn take(&mut self, part: &Part<'_>, line: u64, found: &mut Found<'_>) {
        match part {
            Part::Open(name) => {
                if *name == "Ntry" && self.path.is_empty() {
                    self.entry = Entry { line, ..Entry::default() };
                    self.payments.clear();
                    self.path.push_str(name);
                } else if !self.path.is_empty() {
                    self.path.push('/');
                    self.path.push_str(name);
                    if self.path == "Ntry/NtryDtls/TxDtls" {
                        self.payment = Payment { line, ..Payment::default() };
                    }
                }
            }
            Part::Close { name, text, currency } => {
                if self.path.is_empty() {
                    return;
                }
                self.close(text, currency, found);
                let end = self.path.len().saturating_sub(name.len());
                self.path.truncate(end.saturating_sub(1));
            }
        }
    }

    fn close(&mut self, text: &str, currency: &str, found: &mut Found<'_>) {
        if self.path == "Ntry" {
            return self.finish(found);
        }
        let Some(place) = self.path.strip_prefix("Ntry/") else { return };
        if place == "NtryDtls/TxDtls" {
            self.payments.push(std::mem::take(&mut self.payment));
            if self.payments.len() >= MOST {
                self.lines(found, false);
            }
            return;
        }
        let Some(place) = place.strip_prefix("NtryDtls/TxDtls/") else {
            return self.entry.close(place, text, currency);
        };
        self.payment.close(place, text, currency);
    }

    fn finish(&mut self, found: &mut Found<'_>) {
        if self.payments.is_empty() {
            let payment = Payment { line: self.entry.line, ..Payment::default() };
            self.payments.push(payment);
        }
        self.lines(found, true);
    }

    fn lines(&mut self, found: &mut Found<'_>, is_whole: bool) {
        let entry = &self.entry;
        let is_alone = self.payments.len() == 1;
        let mut sum = Some(Decimal::ZERO);
        for payment in &self.payments {
            let booked = payment.amounts[0].or(if is_alone { entry.amount } else { None });
            let amount = booked.or(payment.amounts[1]).or(payment.amounts[2]);
            let mut line = NewLine { number: payment.line, ..NewLine::default() };
            line.amount = amount.map(|(amount, _)| amount);
            line.currency = amount.and_then(|(_, currency)| currency);
            line.instructed = payment.amounts[2].and_then(|(amount, currency)| Some((amount, currency?)));
            let is_same = amount.map(|(_, currency)| currency) == entry.amount.map(|(_, currency)| currency);
            sum = if is_same { sum.zip(line.amount).and_then(|(sum, amount)| sum.checked_add(amount)) } else { None };
            if line.amount.is_none() {
                found.say(line.number, Problem::Amount);
            }
            line.date = entry.booked.or(entry.value);
            line.references.clone_from(&payment.references);
            let own = if payment.bank_reference.is_empty() { &entry.reference } else { &payment.bank_reference };
            line.bank_reference.clone_from(own);
            line.references.push(own.clone());
            line.code.clone_from(&payment.code);
            line.text = if payment.text.is_empty() { entry.text.clone() } else { payment.text.clone() };
            let is_in = payment.is_in.unwrap_or(entry.is_in);
            let is_return = payment.is_return || entry.is_return || entry.is_reversal;
            line.account = texts::account(if is_in && !is_return { &payment.payers } else { &payment.payees });
            let has_details = !payment.references.is_empty() || !payment.payees.is_empty();
            line.standing = match entry.status.as_str() {
                "BOOK" | "" if is_in && is_return => Standing::Returned,
                "BOOK" | "" if is_in => Standing::Incoming,
                "BOOK" | "" if is_alone && entry.has_batch && !has_details => Standing::Batch,
                "BOOK" | "" => Standing::Paid,
                word => {
                    word.clone_into(&mut line.code);
                    Standing::Pending
                }
            };
            found.line(&line);
        }
        let is_different = sum.zip(entry.amount).is_some_and(|(sum, (amount, _))| sum != amount);
        if is_whole && !is_alone && is_different {
            found.say(entry.line, Problem::Sum);
        }
        self.payments.clear();
    }
}

impl Entry {
    fn close(&mut self, place: &str, text: &str, currency: &str) {
        match place {
            "Amt" => self.amount = money(text, currency),
            "CdtDbtInd" => self.is_in = text == "CRDT",
            "RvslInd" => self.is_reversal = matches!(text, "true" | "1"),
            // version 8 has a code inside
            "Sts" | "Sts/Cd" | "Sts/Prtry" if !text.is_empty() => text.clone_into(&mut self.status),
            "BookgDt/Dt" | "BookgDt/DtTm" => self.booked = texts::date(text),
            "ValDt/Dt" | "ValDt/DtTm" => self.value = texts::date(text),
            "AcctSvcrRef" => text.clone_into(&mut self.reference),
            "BkTxCd/Domn/Fmly/SubFmlyCd" => self.is_return = RETURNS.contains(&text),
            "AddtlNtryInf" => text.clone_into(&mut self.text),
            _ if place.starts_with("NtryDtls/Btch/") => self.has_batch = true,
            _ => {}
        }
    }
}

impl Payment {
    fn close(&mut self, place: &str, text: &str, currency: &str) {
        let payee = |place: &str| matches!(place, "RltdPties/CdtrAcct/Id/IBAN" | "RltdPties/CdtrAcct/Id/Othr/Id");
        let sender = |place: &str| matches!(place, "RltdPties/DbtrAcct/Id/IBAN" | "RltdPties/DbtrAcct/Id/Othr/Id");
        match place {
            "Amt" => self.amounts[0] = money(text, currency),
            "AmtDtls/TxAmt/Amt" => self.amounts[1] = money(text, currency),
            "AmtDtls/InstdAmt/Amt" => self.amounts[2] = money(text, currency),
            "CdtDbtInd" => self.is_in = Some(text == "CRDT"),
            "Refs/AcctSvcrRef" => text.clone_into(&mut self.bank_reference),
            "Refs/EndToEndId" if is_reference(text) => self.references.insert(0, text.to_owned()),
            "Refs/InstrId" | "Refs/TxId" | "Refs/UETR" | "RmtInf/Strd/CdtrRefInf/Ref" if is_reference(text) => {
                self.references.push(text.to_owned());
            }
            _ if payee(place) => text.clone_into(&mut self.payees),
            _ if sender(place) => text.clone_into(&mut self.payers),
            "RmtInf/Ustrd" | "AddtlTxInf" => {
                if !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.text.push_str(text);
            }
            "RtrInf/Rsn/Cd" | "RtrInf/Rsn/Prtry" => {
                self.is_return = true;
                text.clone_into(&mut self.code);
            }
            "RtrInf" => self.is_return = true,
            "BkTxCd/Domn/Fmly/SubFmlyCd" => self.is_return |= RETURNS.contains(&text),
            _ => {}
        }
    }
}

/// What stands for no reference says so.
pub(super) fn is_reference(text: &str) -> bool {
    !text.is_empty() && !matches!(text, "NOTPROVIDED" | "NOTAVAILABLE" | "NONREF")
}

/// An amount as ISO 20022 writes it: with a point, and without a sign.
pub(super) fn money(text: &str, currency: &str) -> Option<(Decimal, Option<Currency>)> {
    let amount = text.strip_suffix('.').unwrap_or(text).parse::<Amount>().ok()?;
    Some((amount.as_decimal(), Currency::new(currency)))
}
