//! What the columns of a file mean.

use super::names::{self, Meaning, Rank};
use crate::bank::{FieldName, Fields, Slot};
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::money::Currency;
use crate::text;

/// What one column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Reference,
    Rail,
    Currency,
    Country,
    Amount,
    Field(FieldName),
    Unused,
}

/// The columns that are no field of a destination.
const OWN: &[(Column, &str)] = &[
    (Column::Reference, "reference"),
    (Column::Rail, "rail"),
    (Column::Currency, "currency"),
    (Column::Country, "country"),
    (Column::Amount, "amount"),
];

impl Column {
    /// The column that is answered with this name, in any case.
    pub(super) fn named(name: &str) -> Option<Column> {
        let own = OWN.iter().find(|(_, own)| own.eq_ignore_ascii_case(name)).map(|(column, _)| *column);
        let fields = FieldName::ALL.iter().find(|field| field.as_str().eq_ignore_ascii_case(name));
        own.or_else(|| fields.map(|field| Column::Field(*field)))
    }

    /// The name that is answered with.
    pub(super) fn name(self) -> &'static str {
        match self {
            Column::Field(field) => field.as_str(),
            own => OWN.iter().find(|(column, _)| *column == own).map_or("", |(_, name)| name),
        }
    }

    /// Every name that is answered with.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        OWN.iter().map(|(_, name)| *name).chain(FieldName::ALL.iter().map(|field| field.as_str()))
    }

    /// What a summary says of the column.
    pub(super) fn answered(self) -> Option<&'static str> {
        (self != Column::Unused).then(|| self.name())
    }

    /// The JSON Pointer to the cell.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Column::Field(field) => field.path(),
            Column::Reference => "/reference",
            Column::Rail => "/rail",
            Column::Currency => "/currency",
            Column::Country => "/country",
            Column::Amount => "/amount",
            Column::Unused => "",
        }
    }

    /// Where the text of the cell goes.
    pub(super) const fn slot(self) -> Option<Slot> {
        Some(match self {
            Column::Field(field) => Slot::of(field),
            Column::Reference => Slot::own(0),
            Column::Rail => Slot::own(1),
            Column::Currency => Slot::own(2),
            Column::Country => Slot::own(3),
            Column::Amount => Slot::own(4),
            Column::Unused => return None,
        })
    }

    /// The text of the cell in a row.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    pub(super) fn text<'a>(self, fields: &Fields<'a>) -> Option<&'a str> {
        self.slot().and_then(|slot| fields.at(slot))
    }
}

/// What the columns of a file mean, or the members of an object.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    pub(super) main: Vec<Column>,
    /// Further columns of the same meaning, which count where the one before is empty.
    pub(super) spare: Vec<Spare>,
    /// Columns whose names say the currency.
    pub(super) currencies: Vec<(Column, Currency)>,
    /// Whether the alias of an account is in a column of e-mail addresses, which may be meant for other things.
    pub(super) has_email: bool,
    /// The places of those whose names are not known, from 0.
    pub(super) unknown: Vec<usize>,
}

/// A further column of a meaning that another column has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spare {
    /// Its place among the columns, from 0.
    pub(super) place: usize,
    pub(super) column: Column,
    /// Whether the first column's name is the better one, so that it counts where they differ.
    pub(super) is_worse: bool,
}

impl Spare {
    /// What to say where the column says something else than the first, if anything.
    #[cold]
    pub(super) fn differs(self) -> Option<Finding> {
        let severity = match self.column {
            // a payment can have several numbers
            Column::Reference => return None,
            Column::Amount | Column::Currency if !self.is_worse => Severity::Error,
            Column::Field(field) if !self.is_worse && field.bit() & WITNESSES == 0 => Severity::Error,
            _ => Severity::Warning,
        };
        let finding = Finding::new(Code::CellsDisagree).with_severity(severity).at(self.column.path());
        Some(finding.with_number("position", self.place.saturating_add(1)))
    }
}

/// Fields of which a payment may have several, or that do not decide where it goes.
const WITNESSES: u32 = FieldName::AccountName.bit()
    | FieldName::BankName.bit()
    | FieldName::BankAddress.bit()
    | FieldName::Phone.bit()
    | FieldName::MobileProvider.bit();

impl Columns {
    /// The currency that the name of the amount says.
    pub(super) fn currency(&self) -> Option<Currency> {
        currency_of(&self.currencies, Column::Amount)
    }
}

/// The currency that the name of a column says.
pub(super) fn currency_of(currencies: &[(Column, Currency)], column: Column) -> Option<Currency> {
    currencies.iter().find(|(other, _)| *other == column).map(|(_, currency)| *currency)
}

/// The names that a caller gives to columns: what stands in the file, and what it means.
pub(super) type Map = Vec<(String, Column)>;

/// How many of the cells of a record are names of columns, vague ones not counted.
pub(super) fn known<'a>(cells: impl Iterator<Item = &'a str>, map: &Map) -> usize {
    cells
        .filter(|cell| {
            mapped(cell, map).is_some() || names::meaning(cell).is_some_and(|meaning| meaning.rank != Rank::Vague)
        })
        .count()
}

fn mapped(cell: &str, map: &Map) -> Option<Column> {
    let cell = text::trim(cell);
    map.iter().find(|(name, _)| name.eq_ignore_ascii_case(cell)).map(|(_, column)| *column)
}

/// The separator that makes the most known names of a line, and how many; the one that is told, where one is.
pub(super) fn most_known(line: &[u8], told: Option<u8>, map: &Map) -> (u8, usize) {
    let count = |separator: u8| {
        let cells = line.split(|&byte| byte == separator).filter_map(|cell| std::str::from_utf8(cell).ok());
        known(cells.map(|cell| text::without_end(text::without_front(cell, " \""), " \"")), map)
    };
    if let Some(told) = told {
        return (told, count(told));
    }
    let (mut best, mut most) = (b',', count(b','));
    for &other in b";\t|" {
        if line.contains(&other) {
            let known = count(other);
            if known > most {
                (best, most) = (other, known);
            }
        }
    }
    (best, most)
}

/// Reads the header. Suggests the nearest known name for at most `most_nearest` of the unknown ones.
pub(super) fn read(cells: &[String], map: &Map, most_nearest: usize, findings: &mut Vec<Finding>) -> Columns {
    let mut said = Vec::new();
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let columns = members(&cells, map, most_nearest, &mut said);
    // names that are all a slip away from known ones are names
    let is_slip = |finding: &Finding| finding.code() == Code::ColumnUnknown && finding.suggestion().is_some();
    if columns.main.iter().all(|column| *column == Column::Unused) && !said.iter().any(is_slip) {
        findings.push(Finding::new(Code::HeaderMissing));
        return Columns { unknown: Vec::new(), ..columns };
    }
    findings.append(&mut said);
    columns
}

/// Says which columns that every payment needs are missing, and the reference that it ought to have.
pub(super) fn missing(columns: &[Column], has_currency: bool, findings: &mut Vec<Finding>) {
    for needed in [Column::Currency, Column::Amount] {
        let is_given = columns.contains(&needed) || has_currency && needed == Column::Currency;
        if !is_given {
            findings.push(Finding::new(Code::ColumnMissing).with_text("field", needed.name()));
        }
    }
    // said once, and not of each row
    if !columns.contains(&Column::Reference) {
        findings.push(Finding::new(Code::ReferenceMissing).at(Column::Reference.path()));
    }
}

/// Which column counts first of a meaning: how certain its name is, its place, and the currency it says.
type First = (Rank, usize, Option<Currency>);

/// For how many unknown names a known one is looked for that is near: nobody means so many, and each look takes time.
pub(super) const MOST_NEAREST: usize = 100;

/// Reads the names of columns or members.
///
/// Of several columns of one meaning that with the exact name counts before one with another, and that before one whose
/// name means other things too, which is not used beside the others.
pub(super) fn members(cells: &[&str], map: &Map, most_nearest: usize, findings: &mut Vec<Finding>) -> Columns {
    let read = |cell: &&str| match mapped(cell, map) {
        Some(column) => Some(Meaning { column, rank: Rank::Exact, currency: None }),
        None => names::meaning(cell),
    };
    let meanings: Vec<Option<Meaning>> = cells.iter().map(read).collect();
    let mut columns = Columns { main: vec![Column::Unused; cells.len()], ..Columns::default() };
    // the column that counts first of each meaning: the best name, and of those the first in the file
    let mut firsts: Vec<(Column, First)> = Vec::new();
    for (at, meaning) in meanings.iter().enumerate() {
        let Some(Meaning { column, rank, currency }) = *meaning else { continue };
        match firsts.iter_mut().find(|(other, _)| *other == column) {
            Some((_, first)) if rank < first.0 => *first = (rank, at, currency),
            Some(_) => {}
            None => firsts.push((column, (rank, at, currency))),
        }
    }
    let mut looked_up = 0_usize;
    for (index, (cell, meaning)) in cells.iter().zip(&meanings).enumerate() {
        let position = index.saturating_add(1);
        let path = || text::pointer(text::trim(cell));
        let Some(Meaning { column, rank, currency }) = *meaning else {
            let finding = Finding::new(Code::ColumnUnknown).at_path(path()).with_number("position", position);
            looked_up = looked_up.saturating_add(1);
            columns.unknown.push(index);
            findings.push(
                match Some(cell).filter(|_| looked_up <= most_nearest).and_then(|cell| names::nearest_name(cell)) {
                    Some(near) => finding.suggesting(near.to_owned()),
                    None => finding,
                },
            );
            continue;
        };
        if column == Column::Unused {
            continue;
        }
        let found = firsts.iter().find(|(other, _)| *other == column);
        let (best, first, first_currency) = found.map_or((rank, index, currency), |(_, first)| *first);
        if first == index {
            if let Some(place) = columns.main.get_mut(index) {
                *place = column;
            }
            columns.has_email |= column == Column::Field(FieldName::ProxyId) && rank == Rank::Vague;
            columns.currencies.extend(currency.map(|currency| (column, currency)));
            continue;
        }
        // an amount in another currency is another amount
        let is_spare = rank != Rank::Vague && currency == first_currency;
        if is_spare {
            columns.spare.push(Spare { place: index, column, is_worse: best < rank });
        }
        // a column of its own meaning, such as a row's id beside the reference, is as it should be
        let severity = if is_spare && best != Rank::Vague { Severity::Warning } else { Severity::Info };
        findings.push(
            Finding::new(Code::ColumnTwice)
                .with_severity(severity)
                .at_path(path())
                .with_number("first", first.saturating_add(1))
                .with_number("position", position)
                .with_text("field", column.name()),
        );
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(header: &str) -> Vec<(Code, Option<String>)> {
        let mut findings = Vec::new();
        let cells: Vec<String> = header.split(',').map(str::to_owned).collect();
        let columns = read(&cells, &Vec::new(), MOST_NEAREST, &mut findings);
        if !findings.iter().any(|finding| finding.code() == Code::HeaderMissing) {
            missing(&columns.main, false, &mut findings);
        }
        findings.iter().map(|finding| (finding.code(), finding.suggestion().map(str::to_owned))).collect()
    }

    #[test]
    fn every_spelling_is_known() {
        for name in
            ["accountNumber", "account_number", "Account Number", "accountNo", "ACCOUNT-NO", " creditorAccount "]
        {
            assert_eq!(
                names::meaning(name).map(|found| found.column),
                Some(Column::Field(FieldName::AccountNumber)),
                "{name}"
            );
        }
        for column in Column::names() {
            assert!(names::meaning(column).is_some_and(|found| found.column.name() == column));
        }
    }

    #[test]
    fn says_what_is_wrong_with_a_header() {
        assert_eq!(codes("reference,currency,amount,ibna"), [(Code::ColumnUnknown, Some("iban".to_owned()))]);
        assert_eq!(codes("reference,currency,amount,bic,swift"), [(Code::ColumnTwice, None)]);
        assert_eq!(codes("reference,currency,iban"), [(Code::ColumnMissing, None)]);
        assert_eq!(codes("EUR,12.00"), [(Code::HeaderMissing, None)]);
        let slips = codes("amout,curency,ibna");
        let meant: Vec<_> = slips.iter().filter_map(|(_, name)| name.as_deref()).collect();
        assert_eq!(meant, ["amount", "currency", "iban"]);
    }

    #[test]
    fn the_exact_name_counts_first() {
        let mut findings = Vec::new();
        let columns = members(&["id", "ifsc code", "reference", "ifsc"], &Vec::new(), 0, &mut findings);
        let ifsc = Column::Field(FieldName::Ifsc);
        assert_eq!(columns.main, [Column::Unused, Column::Unused, Column::Reference, ifsc]);
        assert_eq!(columns.spare, [Spare { place: 1, column: ifsc, is_worse: true }]);
    }

    #[test]
    fn separators_are_found() {
        for (line, wanted) in [
            ("currency;amount;iban", b';'),
            ("currency\tamount", b'\t'),
            ("\"currency\",\"amount\"", b','),
            ("x", b','),
        ] {
            assert_eq!(most_known(line.as_bytes(), None, &Vec::new()).0, wanted);
        }
    }
}
