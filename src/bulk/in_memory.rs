//! Rows of a table that is in memory already: cells in, what a file with these columns would say of the row out.

use std::fmt;

use sha2::{Digest, Sha256};

use super::Row;
use super::batch::Batch;
use super::columns::{self, Column};
use super::duplicates::{Fingerprint, Fingerprinter};
use super::export::Form;
use super::hash_key::HashKey;
use super::limits::FileLimits;
use super::notation::{Notation, Notations};
use super::options::CheckOptions;
use super::row::{Judged, Layout};
use crate::bank::FieldName;
use crate::code::Code;
use crate::finding::{self, Finding, Verdict};

/// Checks rows of a table whose columns have names, in any order and in any of the spellings that files have.
///
/// Each row is judged as in a file with these columns. What concerns other rows is left to whoever holds them all: rows are
/// not compared ([`TableChecker::duplicate_keys`] has what they are compared by), there are no totals, and of
/// [`CheckOptions::limits`] only what a payment is at most counts. No row is passed over: one that a file would leave out,
/// being empty or a total, is invalid here.
///
/// ```
/// use offramp_core::bulk::{CheckOptions, TableChecker};
///
/// let mut checker = TableChecker::new(&["Currency", "Amount", "UPI ID", "note"], &CheckOptions::default());
/// assert_eq!(checker.columns(), [Some("currency"), Some("amount"), Some("vpa"), None]);
/// let row = checker.row(&[Some("INR"), Some("100.00"), Some("USER@okaxis"), None]);
/// assert_eq!((row.verdict.as_str(), row.normalized().last()), ("valid", Some(("vpa", "user@okaxis"))));
/// ```
pub struct TableChecker {
    layout: Layout,
    form: Form,
    limits: FileLimits,
    columns: Vec<Option<&'static str>>,
    findings: Vec<Finding>,
    batch: Batch,
    notations: Notations,
    rows: u64,
    /// The row that was judged last.
    judged: Option<Judged>,
    row_findings: Vec<Finding>,
    hash_key: HashKey,
}

/// Shows nothing of the table.
impl fmt::Debug for TableChecker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TableChecker({} rows)", self.rows)
    }
}

/// What a row has in common with another that is the same payment, or has the same reference. Who does not know the
/// [`CheckOptions::hash_key`] learns nothing from them but which are equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DuplicateKeys {
    /// The reference; none where the row has none.
    pub reference: Option<[u8; 16]>,
    /// Amount, currency and all that the row says of the destination; none where that is an account number and a BIC.
    pub payment: Option<[u8; 16]>,
    /// Amount, currency, account number and the bank of the BIC. Of rows that have the same, at least one must lack
    /// [`DuplicateKeys::payment`]: a bank may have two branches with accounts of one number.
    pub account: Option<[u8; 16]>,
}

impl TableChecker {
    /// For a table with columns of these names.
    #[must_use]
    pub fn new(names: &[&str], options: &CheckOptions) -> TableChecker {
        let (mut findings, cells) = (Vec::new(), names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        let read = columns::read(&cells, &options.map, columns::MOST_NEAREST, &mut findings);
        if !findings.iter().any(|finding| finding.code() == Code::HeaderMissing) {
            let has_currency = options.currency.is_some() || read.currency().is_some();
            columns::missing(&read.main, has_currency, &mut findings);
        }
        finding::sort(&mut findings);
        TableChecker {
            columns: read.main.iter().map(|column| column.answered()).collect(),
            layout: Layout {
                has_reference: read.main.contains(&Column::Reference),
                slots: read.main.iter().map(|column| column.slot()).collect(),
                columns: read.main,
                spare: read.spare,
                has_email: read.has_email,
                currencies: read.currencies,
                terms: options.terms(),
                memo_required: options.memo_required.clone(),
                directories: options.directories.clone(),
                fingerprinter: options.duplicates.then(|| Fingerprinter::new(options.hash_key)),
                ..Layout::default()
            },
            form: Form::default(),
            limits: options.limits.clone(),
            findings,
            batch: Batch::default(),
            notations: Notations::default(),
            rows: 0,
            judged: None,
            row_findings: Vec::new(),
            hash_key: options.hash_key,
        }
    }

    /// What each column means; nothing for one that is not looked at.
    #[must_use]
    pub fn columns(&self) -> &[Option<&'static str>] {
        &self.columns
    }

    /// What there is to say of the names of the columns, most severe first.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether cells of the column at this place, from 0, are looked at: it has a meaning, or stands in for one that has.
    #[must_use]
    pub fn is_used(&self, place: usize) -> bool {
        let is_main = self.columns.get(place).is_some_and(Option::is_some);
        is_main || self.layout.spare.iter().any(|spare| spare.place == place)
    }

    /// The names that [`Row::normalized`] may have for rows of this table.
    pub fn normalized(&self) -> impl Iterator<Item = &'static str> {
        let has = |field: FieldName| self.layout.columns.contains(&Column::Field(field));
        let own = ["rail", "currency", "country", "amount"].into_iter();
        own.chain(FieldName::ALL.iter().filter_map(move |&field| {
            let is_there = has(field)
                // what is read out of another field
                || field == FieldName::InstitutionNumber && has(FieldName::Transit)
                || field == FieldName::MobileProvider && has(FieldName::Network);
            is_there.then(|| field.as_str())
        }))
    }

    /// Judges the next row: its cells in the order of the columns.
    pub fn row(&mut self, cells: &[Option<&str>]) -> Row<'_> {
        let judged = self.batch.judge_cells(&self.layout, cells);
        self.rows = self.rows.wrapping_add(1);
        let Self { batch, limits, notations, rows, row_findings, form, .. } = self;
        let judged = &*self.judged.insert(judged);
        let mut findings = batch.findings.as_slice();
        let above = match (judged.context.currency, judged.context.units) {
            (Some(currency), Some(units)) if limits.has_rows() => limits.row(currency, units),
            _ => None,
        };
        let amount = || judged.amount(&batch.values).unwrap_or_default();
        let ambiguous = notations.add(judged.context.notation, *rows, amount);
        if above.is_some() || ambiguous.is_some() {
            row_findings.clear();
            row_findings.extend_from_slice(findings);
            row_findings.extend(above);
            row_findings.extend(ambiguous);
            finding::sort(row_findings);
            findings = row_findings;
        }
        let verdict = Verdict::of(findings);
        Row {
            number: *rows,
            line: *rows,
            verdict,
            findings,
            raw: &[],
            before: &[],
            form,
            judged,
            values: &batch.values,
        }
    }

    /// What the row of these cells is compared with others by, under [`CheckOptions::hash_key`]: draw a key at random and
    /// give it to all who check rows of one table. Nothing where [`CheckOptions::duplicates`] is off.
    ///
    /// ```
    /// use offramp_core::bulk::{CheckOptions, HashKey, TableChecker};
    ///
    /// let options = CheckOptions::default().with_hash_key(HashKey::new(*b"0123456789abcdef"));
    /// let mut checker = TableChecker::new(&["currency", "amount", "iban", "account_number", "bic"], &options);
    /// let iban = checker.duplicate_keys(&[Some("EUR"), Some("1"), Some("DE89370400440532013000"), None, None]);
    /// let spaced = checker.duplicate_keys(&[Some("EUR"), Some("1.00"), Some("de89 3704 0044 0532 0130 00"), None, None]);
    /// assert!(iban.payment.is_some() && iban == spaced);
    /// ```
    pub fn duplicate_keys(&mut self, cells: &[Option<&str>]) -> DuplicateKeys {
        let judged = self.batch.judge_cells(&self.layout, cells);
        // the fingerprints themselves would tell the key
        let told = |print: Fingerprint| {
            let digest = Sha256::new().chain_update(self.hash_key.bytes()).chain_update(print.bytes()).finalize();
            let mut key = [0; 16];
            key.iter_mut().zip(digest).for_each(|(place, byte)| *place = byte);
            key
        };
        DuplicateKeys {
            reference: judged.reference_print.map(told),
            payment: judged.payment_prints.exact.map(told),
            account: judged.payment_prints.by_bic.map(told),
        }
    }
}

impl Row<'_> {
    /// How the amount is written: `point` or `comma` in front of its decimals, or `either`, where it has three digits behind a
    /// point, which are thousands in a file that has commas in front of decimals. Nothing where it shows neither.
    ///
    /// What a file says of an `either` behind a `comma`, `AMOUNT_AMBIGUOUS`, is for whoever holds all rows to say where
    /// they are checked in parts.
    #[must_use]
    pub const fn amount_notation(&self) -> Option<&'static str> {
        match self.judged.context.notation {
            Notation::Unknown => None,
            Notation::Point => Some("point"),
            Notation::Comma => Some("comma"),
            Notation::Either => Some("either"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::Checker;

    /// What a file of the rows says of each, and what the table does.
    fn both(names: &[&str], rows: &[Vec<Option<&str>>]) -> [Vec<String>; 2] {
        let options = CheckOptions::default().with_duplicates(false);
        let mut file = names.join("\t");
        for row in rows {
            file.push('\n');
            let cells: Vec<_> = row.iter().map(|cell| cell.unwrap_or_default()).collect();
            file.push_str(&cells.join("\t"));
        }
        let said = |row: &Row<'_>| {
            let mut text = String::new();
            row.write_json(&mut text);
            text.split_once("\"reference\"").unwrap().1.to_owned()
        };
        let mut of_file = Vec::new();
        let mut checker = Checker::new(options.clone());
        let mut keep = |row: &Row<'_>| of_file.push(said(row));
        checker.push(file.as_bytes(), &mut keep);
        checker.finish(&mut keep);
        let mut checker = TableChecker::new(names, &options);
        [of_file, rows.iter().map(|row| said(&checker.row(row))).collect()]
    }

    #[test]
    fn rows_are_judged_as_in_a_file() {
        let names = ["Ref", "Betrag (EUR)", "IBAN", "BIC", "swift", "id", "Land", "colour"];
        let iban = "DE89 3704 0044 0532 0130 00";
        let rows = [
            vec![Some("A"), Some("1.00"), Some(iban), None, None, None, Some("DE"), Some("x")],
            vec![Some("=A"), Some("1,5"), Some(iban), Some("COBADEFF"), Some("DEUTDEFF"), None, None, None],
            vec![None, Some("1.234"), Some("DE89"), None, Some("COBADEFFXXX"), Some("9"), Some("??"), None],
            vec![Some("A"), None, None, Some("COBADEFF"), None, None, None, None],
        ];
        let [file, table] = both(&names, &rows);
        assert_eq!(file, table);
    }

    #[test]
    fn what_a_payment_is_at_most_counts() {
        let mut options = CheckOptions::default();
        assert!(options.limits.max_amount("INR=5"));
        let mut checker = TableChecker::new(&["currency", "amount", "vpa"], &options);
        let mut codes = |amount| {
            let row = checker.row(&[Some("INR"), Some(amount), Some("user@okaxis")]);
            row.findings.iter().map(|finding| finding.code().as_str()).collect::<Vec<_>>()
        };
        assert_eq!((codes("5"), codes("5.01")), (Vec::new(), vec!["LIMIT_MAXIMUM"]));
    }

    #[test]
    fn amounts_in_parts_tell_how_they_are_written() {
        let mut checker = TableChecker::new(&["currency", "amount"], &CheckOptions::default());
        let mut said = |amount| {
            let row = checker.row(&[Some("KWD"), Some(amount)]);
            let is_said = row.findings.iter().any(|finding| finding.code() == Code::AmountAmbiguous);
            (row.amount_notation(), is_said)
        };
        assert_eq!(said("1.234"), (Some("either"), false));
        assert_eq!(said("1.5"), (Some("point"), false));
        assert_eq!(said("12,50").0, Some("comma"));
        assert_eq!(said("1.234"), (Some("either"), true));
        assert_eq!(said("12"), (None, false));
    }

    #[test]
    fn keys_depend_on_the_key_and_say_no_more_than_what_is_equal() {
        let names = ["reference", "currency", "amount", "account_number", "bic", "iban"];
        let keys = |key: &[u8; 16], cells: [Option<&str>; 6]| {
            let options = CheckOptions::default().with_hash_key(HashKey::new(*key));
            TableChecker::new(&names, &options).duplicate_keys(&cells)
        };
        let by_iban = [Some("A"), Some("EUR"), Some("1"), None, Some("COBADEFF"), Some("DE89370400440532013000")];
        let by_number = [Some("B"), Some("EUR"), Some("1.00"), Some("532013000"), Some("COBADEFFXXX"), None];
        let (one, other) = (keys(b"0123456789abcdef", by_iban), keys(b"0123456789abcdef", by_number));
        assert_eq!((one.account, other.payment), (other.account, None));
        assert!(one.account.is_some() && one.payment.is_some() && one.reference != other.reference);
        let elsewhere = keys(b"0123456789abcdeg", by_iban);
        assert!(elsewhere.reference != one.reference && elsewhere.payment != one.payment);
        let off = CheckOptions::default().with_duplicates(false);
        assert_eq!(TableChecker::new(&names, &off).duplicate_keys(&by_iban), DuplicateKeys::default());
    }
}
