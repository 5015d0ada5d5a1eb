//! Judges one row.

use std::fmt;
use std::ops::Range;

use super::columns::{Column, Spare, currency_of};
use super::duplicates::{Fingerprint, Fingerprinter};
use super::export::Form;
use super::notation::Notation;
use super::payment_print::PaymentPrints;
use super::route::{Cells, End, Route, Routes};
use crate::bank::{
    self, Asked, Directories, FieldName, Fields, MemoRequired, Normalized, Rail, RowValues, SchemeName, Slot, Told,
};
use crate::code::{Code, Severity};
use crate::country::Country;
use crate::finding::{Finding, Verdict};
use crate::identifier::{Rules, Strictness};
use crate::money::{Currency, read_positive, unknown_currency};
use crate::text;
use crate::timestamp::Date;

/// One row of a file, judged. `Debug` shows none of its cells.
pub struct Row<'a> {
    /// Counts rows from 1; the header is none.
    pub number: u64,
    /// The line that the row begins at, from 1.
    pub line: u64,
    /// The verdict.
    pub verdict: Verdict,
    /// What there is to say, most severe first.
    pub findings: &'a [Finding],
    /// The row as it stands in the file, without its line end.
    pub raw: &'a [u8],
    /// What stands between the row before and this one, where it is kept: line ends, and what is no row.
    pub(super) before: &'a [u8],
    pub(super) form: &'a Form,
    pub(super) judged: &'a Judged,
    pub(super) values: &'a Normalized,
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({} at line {}, {}, {:?})", self.number, self.line, self.verdict.as_str(), self.findings)
    }
}

impl<'a> Row<'a> {
    /// The payment's reference, where it has one.
    #[must_use]
    pub fn reference(&self) -> Option<&'a str> {
        let context = &self.judged.context;
        context.has_reference.then(|| self.values.heads(&self.judged.values).next().unwrap_or_default())
    }

    /// The cells of the row by the file's own names.
    #[cfg(feature = "payout")]
    pub(crate) fn members(&self) -> crate::json::Object {
        super::cells::by_name(self.form, self.raw)
    }

    /// Whether it is a JSON object.
    #[cfg(feature = "payout")]
    pub(crate) const fn is_object(&self) -> bool {
        self.form.objects.is_some()
    }

    /// The electronic forms of what is valid in the row, by the names of the columns.
    pub fn normalized(&self) -> impl Iterator<Item = (&'static str, &'a str)> {
        let context = &self.judged.context;
        let amount = self.judged.amount(self.values);
        let own = [
            ("rail", context.rail.map(Rail::as_str)),
            ("currency", context.currency.as_ref().map(Currency::as_str)),
            ("country", context.country.as_ref().map(Country::as_str)),
            ("amount", amount),
        ];
        let own = own.into_iter().filter_map(|(name, text)| text.map(|text| (name, text)));
        own.chain(self.values.fields_of(&self.judged.values).map(|(field, text)| (field.as_str(), text)))
    }
}

/// What is the same for all rows of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub(super) separator: u8,
    pub(super) columns: Vec<Column>,
    /// Where the text of each column goes.
    pub(super) slots: Vec<Option<Slot>>,
    /// Whether rows have a reference, so that one without lacks it.
    pub(super) has_reference: bool,
    /// Columns of which another has the meaning; they count where that one is empty.
    pub(super) spare: Vec<Spare>,
    /// Whether the alias of an account is in a column of e-mail addresses.
    pub(super) has_email: bool,
    /// Columns whose names say the currency.
    pub(super) currencies: Vec<(Column, Currency)>,
    /// The header, which some files repeat.
    pub(super) header: Vec<u8>,
    pub(super) terms: Terms,
    pub(super) memo_required: MemoRequired,
    pub(super) directories: Directories,
    /// What fingerprints begin with, where rows are to be compared with others.
    pub(super) fingerprinter: Option<Fingerprinter>,
}

/// One row that was judged.
#[derive(Debug)]
pub(super) struct Judged {
    /// Where it stands in the bytes.
    pub(super) raw: Range<usize>,
    /// Counted from the beginning of the batch.
    pub(super) line: u64,
    pub(super) context: RowContext,
    /// Its findings in the batch's.
    pub(super) findings: Range<usize>,
    /// Its place in the batch's values.
    pub(super) values: RowValues,
    pub(super) reference_print: Option<Fingerprint>,
    pub(super) payment_prints: PaymentPrints,
}

impl Judged {
    /// The amount in its electronic form.
    pub(super) fn amount<'a>(&self, values: &'a Normalized) -> Option<&'a str> {
        values.heads(&self.values).nth(usize::from(self.context.has_reference))
    }
}

/// What a row says besides its destination.
#[derive(Debug, Default)]
pub(super) struct RowContext {
    pub(super) has_reference: bool,
    pub(super) rail: Option<Rail>,
    pub(super) currency: Option<Currency>,
    pub(super) country: Option<Country>,
    /// The amount in the currency's smallest units.
    pub(super) units: Option<i128>,
    /// How the amount is written.
    pub(super) notation: Notation,
}

/// What holds for all rows of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    pub(super) strictness: Strictness,
    /// The provider whose document applies; empty for the rails' public rules.
    pub(super) provider: &'static str,
    /// Providers of which it is noted what each of them wants besides.
    pub(super) providers: Vec<&'static str>,
    /// The currency of rows that name none.
    pub(super) currency: Option<Currency>,
    /// The country of rows that name none.
    pub(super) country: Option<Country>,
    /// The rail of rows that name none.
    pub(super) rail: Option<Rail>,
    /// The clearing system of rows that name none.
    pub(super) scheme: Option<SchemeName>,
    /// The day of the payments.
    pub(super) date: Option<Date>,
}

/// Judges the cells of a row: everything but what concerns other rows.
#[cfg_attr(page, optimize(speed))]
pub(super) fn judge(
    fields: &Fields<'_>,
    layout: &Layout,
    routes: &mut Routes,
    context: &mut RowContext,
    values: &mut Normalized,
    findings: &mut Vec<Finding>,
) {
    let mut without;
    let mut fields = fields;
    if layout.has_email
        && let Some(email) = fields.get(FieldName::ProxyId)
    {
        without = *fields;
        without.forget(FieldName::ProxyId);
        if !bank::is_alias(email, &without) {
            fields = &without;
        }
    }
    if fields.get(FieldName::Network).is_some()
        && let Some(turned) = network_as_service(fields, layout)
    {
        let said = findings.len();
        judge(&turned, layout, routes, context, values, findings);
        // the cell is the network's
        for finding in findings.iter_mut().skip(said).filter(|one| one.path() == FieldName::MobileProvider.path()) {
            finding.move_to(FieldName::Network.path().to_owned());
        }
        return;
    }
    let said = findings.len();
    let terms = &layout.terms;
    // a country that does not exist comes after the amount, as the columns of most files do
    let mut unknown = None;
    context.country = Column::Country
        .text(fields)
        .and_then(|text| bank::read_country(text).map_err(|wrong| unknown = Some(wrong.at("/country"))).ok());
    let rail = Column::Rail.text(fields).or(terms.rail.map(Rail::as_str));
    let country = context.country.or(terms.country);
    let told = if rail.is_some() { Told::with_rail_named(fields) } else { Told::of(fields) };
    let own = terms.currency.or_else(|| currency_of(&layout.currencies, Column::Amount));
    let own = own.as_ref().map(Currency::as_str);
    let currency = Column::Currency.text(fields).or(own);
    let cells = Cells { currency, rail, scheme: terms.scheme, country, told, provider: terms.provider };
    let mut spare = None;
    let route = routes.find(&cells, &mut spare);
    context.currency = route.currency;
    context.rail = route.rail;
    if context.currency.is_none() {
        let given = Column::Currency.text(fields);
        findings.push(given.map_or_else(|| Finding::new(Code::FieldRequired), unknown_currency).at("/currency"));
    }
    if !layout.currencies.is_empty() {
        other_currency(layout, fields, context, findings);
    }
    amount(Column::Amount.text(fields), context, values, findings);
    findings.extend(unknown);
    let rules = Rules { strictness: terms.strictness, country, date: terms.date };
    if let Some(reference) = Column::Reference.text(fields) {
        let corridor = if let End::Corridor(corridor) = &route.end { Some(corridor) } else { None };
        bank::check_reference(text::trim(reference), corridor, findings);
    }
    match &route.end {
        End::Corridor(corridor) => {
            bank::check(corridor, fields, rules, values, findings);
            findings.extend(told.several(corridor, fields));
            if fields.get(FieldName::Address).is_some() {
                layout.memo_required.check(values, findings);
            }
            layout.directories.check(corridor, fields, values, said, findings);
        }
        End::NotCovered(reason) => {
            findings.push(not_covered(*reason, route, country));
            let code = route.currency.as_ref().map_or("", Currency::as_str);
            bank::check_each(fields, code, rules, values, findings);
        }
        End::NoCurrency => bank::check_each(fields, "", rules, values, findings),
    }
    let scheme = route.scheme;
    if let Some(scheme) = scheme.filter(|_| route.is_misplaced) {
        findings.push(misplaced(scheme, route));
    }
    if let (Some(currency), Some(rail)) = (context.currency, context.rail) {
        for provider in &terms.providers {
            bank::wanted_by(provider, currency.as_str(), rail, fields, findings);
        }
        // of banks there is always a scheme that carries the amount, where none is named
        if let Some(units) = context.units
            && (scheme.is_some() || matches!(rail, Rail::Vpa | Rail::MobileMoney))
        {
            findings.extend(routes.refused(currency, rail, scheme, units.unsigned_abs()));
        }
    }
}

/// The cells with the mobile-money service in its place, where the network names one.
#[cold]
fn network_as_service<'a>(fields: &Fields<'a>, layout: &Layout) -> Option<Fields<'a>> {
    let terms = &layout.terms;
    let own = terms.currency.or_else(|| currency_of(&layout.currencies, Column::Amount));
    let currency = Column::Currency.text(fields).map(|text| text.trim_ascii().to_ascii_uppercase());
    let currency = currency.or_else(|| own.map(|own| own.as_str().to_owned()))?;
    let rail = Column::Rail.text(fields).map_or(terms.rail, Rail::find);
    let asked = Asked { currency: &currency, rail, country: None, provider: terms.provider };
    bank::network_as_service(fields, &asked)
}

/// Says where the name of a column that has text says another currency than the row. A stable token may be counted in
/// the currency that it is worth one unit of.
#[cold]
fn other_currency(layout: &Layout, fields: &Fields<'_>, context: &RowContext, findings: &mut Vec<Finding>) {
    let Some(currency) = context.currency else {
        return;
    };
    for (column, said) in &layout.currencies {
        let is_same = *said == currency || currency.pegged_to() == Some(said.as_str());
        if is_same || column.text(fields).is_none() {
            continue;
        }
        let severity = if *column == Column::Amount { Severity::Error } else { Severity::Warning };
        findings.push(
            Finding::new(Code::ColumnCurrencyMismatch)
                .with_severity(severity)
                .at(column.path())
                .with("found", said.as_str().to_owned())
                .with("currency", currency.as_str().to_owned()),
        );
    }
}

#[cold]
fn misplaced(scheme: SchemeName, route: &Route) -> Finding {
    let currency = route.currency.as_ref().map_or("", Currency::as_str);
    let finding = Finding::new(Code::RailNotAvailable).at("/rail").with("currency", currency.to_owned());
    finding.with_text("rail", scheme.as_str())
}

/// Why there is no corridor, at the column that says so.
#[cold]
fn not_covered(reason: Code, route: &Route, country: Option<Country>) -> Finding {
    let currency = route.currency.as_ref().map_or("", Currency::as_str);
    let path = match reason {
        Code::RailUnknown => {
            let names = text::listed(Rail::ALL.iter().map(|rail| rail.as_str()));
            return Finding::new(reason).at("/rail").with("allowed", names);
        }
        Code::RailNotAvailable => "/rail",
        Code::CountryNotInCorridor => "/country",
        _ => "/currency",
    };
    bank::not_covered(reason, currency, route.rail, country).at(path)
}

/// Reads the amount and keeps it without zeros in front.
#[cfg_attr(page, optimize(speed))]
fn amount(text: Option<&str>, context: &mut RowContext, values: &mut Normalized, findings: &mut Vec<Finding>) {
    let Some(text) = text.map(str::trim_ascii) else {
        findings.push(Finding::new(Code::FieldRequired).at("/amount"));
        return;
    };
    match read_positive(text, context.currency) {
        Ok(amount) => {
            context.units = context.currency.and_then(|currency| amount.minor_units(currency));
            context.notation = Notation::of_plain(text, amount.as_decimal().scale());
            let digits = text::without_first(text, b'0');
            if digits.starts_with('.') {
                values.head(text.get(text.len().wrapping_sub(digits.len()).wrapping_sub(1)..).unwrap_or(text));
            } else {
                values.head(digits);
            }
        }
        Err(finding) => {
            context.notation = Notation::of_other(text);
            findings.push(finding.at("/amount"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::bulk::{CheckOptions, Checker, Row};

    #[test]
    fn debug_shows_no_cell() {
        let mut checker = Checker::new(CheckOptions::default());
        let mut shown = String::new();
        let mut row = |row: &Row<'_>| shown = format!("{row:?}");
        checker.push(b"currency,amount,account_number,ifsc\nINR,1,9876543210,SBIN0001234\nINR,1,98765", &mut row);
        assert_eq!(format!("{checker:?}"), "Checker(1 rows)");
        assert_eq!(shown, "Row(1 at line 2, valid, [])");
    }
}
