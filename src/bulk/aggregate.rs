//! Compares judged rows with all earlier ones, adds them up and hands them over.

use super::Row;
use super::batch::Batch;
use super::duplicates::{Fingerprinter, Index};
use super::export::Form;
use super::limit_rules::LimitRules;
use super::limits::FileLimits;
use super::notation::Notations;
use super::options::CheckOptions;
use super::payment_print::PaymentPrints;
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
    pub(super) history: History,
    limits: FileLimits,
    rules: LimitRules,
    notations: Notations,
    /// What stands behind the last row, where it is kept.
    pub(super) text: Option<Vec<u8>>,
    /// The duplicates of one batch: place in the batch, code, row that came first.
    duplicates: Vec<(usize, Code, u32)>,
    /// The findings of one row that has duplicates.
    findings: Vec<Finding>,
}

/// The references and the payments of files that were checked, with which those of the next one are compared.
///
/// ```
/// use offramp_core::bulk::{CheckOptions, Checker, History};
///
/// let (options, mut history) = (CheckOptions::default(), History::default());
/// let mut codes = Vec::new();
/// for (name, file) in [("a.csv", "currency,amount,vpa\nINR,1,user@okaxis\n"); 2] {
///     let mut checker = Checker::new(options.clone()).with_history(history);
///     let mut row = |row: &offramp_core::bulk::Row| codes.extend(row.findings.iter().map(|found| found.message()));
///     checker.push(file.as_bytes(), &mut row);
///     (_, history) = checker.finish_with_history(name, &mut row);
/// }
/// assert_eq!(codes, ["Row 1 of a.csv pays the same amount to the same destination."]);
/// ```
#[derive(Debug, Default)]
pub struct History {
    references: Index,
    payments: Index,
    /// Payments by account number and BIC: those of rows that say no more, and of rows that do.
    by_bic: Index,
    by_bic_and_more: Index,
    /// Each file's name, and how many rows there were behind its last one.
    files: Vec<(String, u32)>,
}

impl History {
    fn rows(&self) -> u32 {
        self.files.last().map_or(0, |(_, end)| *end)
    }

    /// The row that came first with the same payment; otherwise remembers this one.
    #[inline]
    fn first_payment(&mut self, prints: PaymentPrints, number: u32) -> Option<u32> {
        let same = prints.exact.and_then(|print| self.payments.first(print, number));
        let Some(print) = prints.by_bic else {
            return same;
        };
        let other = if prints.exact.is_some() {
            self.by_bic_and_more.remember(print, number);
            self.by_bic.find(print)
        } else {
            // whichever of them came first
            let (one, other) = (self.by_bic.first(print, number), self.by_bic_and_more.find(print));
            one.map_or(other, |one| Some(other.map_or(one, |other| other.min(one))))
        };
        same.map_or(other, |same| Some(other.map_or(same, |other| other.min(same))))
    }

    fn memory(&self) -> usize {
        let indexes = [&self.references, &self.payments, &self.by_bic, &self.by_bic_and_more];
        indexes.into_iter().fold(0, |memory, index| memory.saturating_add(index.memory()))
    }

    pub(super) fn end_file(&mut self, name: &str, rows: u64) {
        let end = self.rows().saturating_add(u32::try_from(rows).unwrap_or(u32::MAX));
        self.files.push((name.to_owned(), end));
    }

    /// That a row counted over all files came before.
    #[cold]
    fn duplicate(&self, code: Code, first: u32) -> Finding {
        let is_reference = code == Code::DuplicateReference;
        let path = if is_reference { "/reference" } else { "" };
        let mut start = 0;
        for (name, end) in &self.files {
            if first <= *end {
                let code = if is_reference { Code::DuplicateReferenceFile } else { Code::DuplicatePaymentFile };
                return numbered(Finding::new(code).at(path), first, start).with("file", name.clone());
            }
            start = *end;
        }
        numbered(Finding::new(code).at(path), first, start)
    }
}

fn numbered(finding: Finding, row: u32, start: u32) -> Finding {
    finding.with_number("row", usize::try_from(row.saturating_sub(start)).unwrap_or(usize::MAX))
}

impl Ledger {
    pub(super) fn new(options: &CheckOptions) -> Ledger {
        Ledger {
            rules: LimitRules::new(options.limits.rules.as_ref(), Fingerprinter::new(options.hash_key)),
            limits: options.limits.clone(),
            text: options.keep_text.then(Vec::new),
            ..Ledger::default()
        }
    }

    /// Keeps text that is no row.
    pub(super) fn keep(&mut self, bytes: &[u8]) {
        if let Some(text) = &mut self.text {
            text.extend_from_slice(bytes);
        }
    }

    /// Takes the rows of a batch in their order; `bytes` are those that it was judged from.
    #[cfg_attr(page, optimize(speed))]
    pub(super) fn aggregate(&mut self, batch: &Batch, bytes: &[u8], form: &Form, row: &mut dyn FnMut(&Row<'_>)) {
        self.compare(batch);
        let mut done = 0;
        let mut duplicates = self.duplicates.iter().peekable();
        for (place, judged) in batch.rows.iter().enumerate() {
            let mut findings = batch.findings.get(judged.findings.clone()).unwrap_or_default();
            let above = match (judged.context.currency, judged.context.units) {
                (Some(currency), Some(units)) if self.limits.has_rows() => self.limits.row(currency, units),
                _ => None,
            };
            let notation = judged.context.notation;
            let ambiguous = self.notations.add(notation, self.summary.rows.saturating_add(1), || {
                judged.amount(&batch.values).unwrap_or_default()
            });
            self.rules.judge(judged, &batch.values);
            let is_limited = above.is_some() || !self.rules.findings.is_empty();
            if is_limited || ambiguous.is_some() || duplicates.peek().is_some_and(|(at, ..)| *at == place) {
                self.findings.clear();
                self.findings.extend_from_slice(findings);
                while let Some((_, code, first)) = duplicates.next_if(|(at, ..)| *at == place) {
                    self.findings.push(self.history.duplicate(*code, *first));
                }
                self.findings.extend(above);
                self.findings.append(&mut self.rules.findings);
                self.findings.extend(ambiguous);
                finding::sort(&mut self.findings);
                findings = &self.findings;
            }
            let verdict = Verdict::of(findings);
            self.summary.add(verdict, findings);
            if let (Some(currency), Some(units)) = (judged.context.currency, judged.context.units) {
                self.totals.add(currency, units, verdict != Verdict::Invalid);
                if verdict != Verdict::Invalid {
                    self.rules.count(currency, units);
                }
            }
            if let Some(text) = &mut self.text {
                text.extend_from_slice(bytes.get(done..judged.raw.start).unwrap_or_default());
                done = judged.raw.end;
            }
            row(&Row {
                before: self.text.as_deref().unwrap_or_default(),
                number: self.summary.rows,
                line: self.line.wrapping_add(judged.line),
                verdict,
                findings,
                raw: bytes.get(judged.raw.clone()).unwrap_or_default(),
                form,
                judged,
                values: &batch.values,
            });
            if let Some(text) = &mut self.text {
                text.clear();
            }
        }
        self.keep(bytes.get(done..).unwrap_or_default());
        self.line = self.line.wrapping_add(batch.lines);
        self.passed_over = self.passed_over.wrapping_add(batch.passed_over);
    }

    /// How many bytes the index of duplicates takes.
    pub(super) fn memory(&self) -> usize {
        self.history.memory().saturating_add(self.rules.memory())
    }

    /// The totals.
    pub(super) fn finish(&mut self) -> Summary {
        self.limits.file(&mut self.summary, &self.totals);
        self.rules.finish(&mut self.summary.findings);
        self.notations.finish(&mut self.summary.findings);
        self.summary.totals = self.totals.finish();
        self.summary.finish();
        std::mem::take(&mut self.summary)
    }

    /// Looks the rows of a batch up one after the other with nothing in between, so that the processor
    /// waits for many of them at once.
    #[cfg_attr(page, optimize(speed))]
    fn compare(&mut self, batch: &Batch) {
        self.duplicates.clear();
        let base = self.summary.rows.saturating_add(u64::from(self.history.rows()));
        for (place, judged) in batch.rows.iter().enumerate() {
            let number = u64::try_from(place).unwrap_or(u64::MAX).saturating_add(base).saturating_add(1);
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            if let Some(print) = judged.reference_print
                && let Some(first) = self.history.references.first(print, number)
            {
                self.duplicates.push((place, Code::DuplicateReference, first));
            }
            if let Some(first) = self.history.first_payment(judged.payment_prints, number) {
                self.duplicates.push((place, Code::DuplicatePayment, first));
            }
        }
    }
}
