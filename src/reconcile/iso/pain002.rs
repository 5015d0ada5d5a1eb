//! What a bank says of instructions: pain.002, with the results of payee checks.

use super::camt::{is_reference, money};
use super::xml::Part;
use crate::reconcile::found::Found;
use crate::reconcile::lines::{NewLine, Standing};
use crate::reconcile::problem::Problem;
use crate::reconcile::texts;

/// Reads the report as it comes.
#[derive(Default)]
pub(super) struct Pain002 {
    path: String,
    line: NewLine,
    status: String,
    /// The status of the file and of the batch, and where they stand.
    groups: Vec<(u64, String)>,
    payments: u64,
}

impl Pain002 {
    pub(super) fn take(&mut self, part: &Part<'_>, line: u64, found: &mut Found<'_>) {
        match part {
            Part::Open(name) => {
                self.path.push('/');
                self.path.push_str(name);
                if *name == "TxInfAndSts" {
                    self.line = NewLine { number: line, ..NewLine::default() };
                    self.status.clear();
                }
            }
            Part::Close { name, text, currency } => {
                // the message itself was opened before this was there
                if self.path.is_empty() {
                    return self.finish(found);
                }
                self.close(line, text, currency, found);
                let end = self.path.len().saturating_sub(name.len()).saturating_sub(1);
                self.path.truncate(end);
            }
        }
    }

    fn close(&mut self, number: u64, text: &str, currency: &str, found: &mut Found<'_>) {
        let place = self.path.strip_prefix('/').unwrap_or_default();
        // in the second version payments stand beside batches, later in them
        let place = place.strip_prefix("OrgnlPmtInfAndSts/").unwrap_or(place);
        let Some(place) = place.strip_prefix("TxInfAndSts") else {
            if matches!(place, "OrgnlGrpInfAndSts/GrpSts" | "PmtInfSts") {
                self.groups.push((number, text.to_owned()));
            }
            return;
        };
        let line = &mut self.line;
        match place.strip_prefix('/').unwrap_or_default() {
            "" => {
                line.standing = standing(&self.status);
                if line.code.is_empty() && line.standing != Standing::Paid {
                    line.code.clone_from(&self.status);
                }
                self.payments = self.payments.saturating_add(1);
                found.line(line);
            }
            "TxSts" => text.clone_into(&mut self.status),
            "OrgnlEndToEndId" if is_reference(text) => line.references.insert(0, text.to_owned()),
            "OrgnlInstrId" | "OrgnlTxId" if is_reference(text) => line.references.push(text.to_owned()),
            "AcctSvcrRef" => text.clone_into(&mut line.bank_reference),
            "StsRsnInf/Rsn/Cd" | "StsRsnInf/Rsn/Prtry" if line.code.is_empty() => text.clone_into(&mut line.code),
            "AccptncDtTm" => line.date = texts::date(text),
            "OrgnlTxRef/Amt/InstdAmt" => {
                if let Some((amount, known)) = money(text, currency) {
                    (line.amount, line.currency) = (Some(amount), known);
                }
            }
            "OrgnlTxRef/ReqdExctnDt" | "OrgnlTxRef/ReqdExctnDt/Dt" if line.date.is_none() => {
                line.date = texts::date(text);
            }
            "OrgnlTxRef/CdtrAcct/Id/IBAN" | "OrgnlTxRef/CdtrAcct/Id/Othr/Id" => line.account = texts::account(text),
            _ => {}
        }
    }

    /// What is said of whole files counts where no payment is named.
    fn finish(&mut self, found: &mut Found<'_>) {
        if self.payments > 0 {
            return;
        }
        for (line, status) in self.groups.drain(..) {
            found.say(line, if status == "RJCT" { Problem::Group } else { Problem::Accepted });
        }
    }
}

/// What a status of a payment means (ISO 20022 external code set of payment transaction statuses): settled, rejected, or not
/// decided yet. The results of payee checks (RCVC, RVNM, RVMC, RVNA) decide nothing by themselves.
fn standing(status: &str) -> Standing {
    match status {
        "ACSC" | "ACCC" => Standing::Paid,
        "RJCT" | "CANC" | "BLCK" => Standing::NotPaid,
        _ => Standing::Pending,
    }
}
