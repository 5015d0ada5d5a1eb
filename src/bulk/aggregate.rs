//! Compares judged rows with all earlier ones, adds them up and hands them over.

use super::Row;
use super::batch::Batch;
use super::duplicates::Index;
use super::export::Form;
use super::summary::{Summary, Totals};
use crate::code::Code;
use crate::finding::{self, Finding, Verdict};

/// What one file has come to so far.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) summary: Summary,
    totals: Totals,
    /// How many records were no payments.
    pub(super) passed_over: u64,
    /// The line at which the next batch begins.
    pub(super) line: u64,
    references: Index,
    payments: Index,
    /// The duplicates of one batch: place in the batch, code, row that came first.
    duplicates: Vec<(usize, Code, u32)>,
    /// The findings of one row that has duplicates.
    findings: Vec<Finding>,
}

impl Ledger {
    /// Takes the rows of a batch in their order; `bytes` are those that it was judged from.
    pub(super) fn aggregate(&mut self, batch: &Batch, bytes: &[u8], form: &Form, row: &mut dyn FnMut(&Row<'_>)) {
        self.compare(batch);
        let mut duplicates = self.duplicates.iter().peekable();
        for (place, judged) in batch.rows.iter().enumerate() {
            let mut findings = batch.findings.get(judged.findings.clone()).unwrap_or_default();
            if duplicates.peek().is_some_and(|(at, ..)| *at == place) {
                self.findings.clear();
                self.findings.extend_from_slice(findings);
                while let Some((_, code, first)) = duplicates.next_if(|(at, ..)| *at == place) {
                    self.findings.push(duplicate(*code, *first));
                }
                finding::sort(&mut self.findings);
                findings = &self.findings;
            }
            let verdict = Verdict::of(findings);
            self.summary.add(verdict, findings);
            if let (Some(currency), Some(units)) = (judged.facts.currency, judged.facts.units) {
                self.totals.add(currency, units, verdict != Verdict::Invalid);
            }
            row(&Row {
                number: self.summary.rows,
                line: self.line.wrapping_add(judged.line),
                verdict,
                findings,
                raw: bytes.get(judged.raw.clone()).unwrap_or_default(),
                form,
                judged,
                values: &batch.values,
            });
        }
        self.line = self.line.wrapping_add(batch.lines);
        self.passed_over = self.passed_over.wrapping_add(batch.passed_over);
    }

    /// The totals.
    pub(super) fn finish(mut self) -> Summary {
        self.summary.totals = self.totals.finish();
        self.summary.finish();
        self.summary
    }

    /// Looks the rows of a batch up one after the other with nothing in between, so that the processor
    /// waits for many of them at once.
    fn compare(&mut self, batch: &Batch) {
        self.duplicates.clear();
        let base = self.summary.rows;
        for (place, judged) in batch.rows.iter().enumerate() {
            let number = u64::try_from(place).unwrap_or(u64::MAX).saturating_add(base).saturating_add(1);
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            if let Some(print) = judged.reference_print
                && let Some(first) = self.references.first(print, number)
            {
                self.duplicates.push((place, Code::DuplicateReference, first));
            }
            if let Some(print) = judged.payment_print
                && let Some(first) = self.payments.first(print, number)
            {
                self.duplicates.push((place, Code::DuplicatePayment, first));
            }
        }
    }
}

#[cold]
fn duplicate(code: Code, first: u32) -> Finding {
    let path = if code == Code::DuplicateReference { "/reference" } else { "" };
    Finding::new(code).at(path).with_number("row", usize::try_from(first).unwrap_or(usize::MAX))
}
