//! What the columns of a file mean.

use crate::bank::{FieldName, Fields, Slot, plain_name};
use crate::code::Code;
use crate::finding::Finding;
use crate::nearest::nearest;
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

/// The columns that are no field of a destination, by all their names.
const OWN: &[(Column, &str, &str)] = &[
    (Column::Reference, "reference", "ref id paymentid externalid xref paymentreference invoice"),
    (Column::Rail, "rail", "method type offramptype paymentmethod rails"),
    (Column::Currency, "currency", "ccy currencycode"),
    (Column::Country, "country", "countrycode"),
    (Column::Amount, "amount", "tokenamount value sum"),
];

impl Column {
    fn find(name: &str) -> Option<Column> {
        let plain = plain_name(name);
        OWN.iter()
            .find(|(_, own, aliases)| *own == plain || text::lists(aliases, &plain))
            .map(|(column, ..)| *column)
            .or_else(|| FieldName::find(name).map(Column::Field))
    }

    /// The name that is answered with.
    pub(super) fn name(self) -> &'static str {
        match self {
            Column::Field(field) => field.as_str(),
            own => OWN.iter().find(|(column, ..)| *column == own).map_or("", |(_, name, _)| name),
        }
    }
}

impl Column {
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
    pub(super) fn text<'a>(self, fields: &Fields<'a>) -> Option<&'a str> {
        self.slot().and_then(|slot| fields.at(slot))
    }
}

/// The separator of a file, by its first line: the one that makes the most known names of it.
pub(super) fn separator(first_line: &[u8]) -> u8 {
    let known = |separator: u8| {
        let cells = first_line.split(|&byte| byte == separator);
        cells.filter(|cell| std::str::from_utf8(cell).is_ok_and(|cell| Column::find(cell).is_some())).count()
    };
    let (mut best, mut most) = (b',', known(b','));
    for &other in b";\t|" {
        if known(other) > most {
            (best, most) = (other, known(other));
        }
    }
    best
}

/// Reads the header.
pub(super) fn read<'a>(cells: impl Iterator<Item = &'a str>, findings: &mut Vec<Finding>) -> Vec<Column> {
    let mut said = Vec::new();
    let columns = members(cells, &mut said);
    // names that are all a slip away from known ones are names
    let is_slip = |finding: &Finding| finding.code() == Code::ColumnUnknown && finding.suggestion().is_some();
    if columns.iter().all(|column| *column == Column::Unused) && !said.iter().any(is_slip) {
        findings.push(Finding::new(Code::HeaderMissing));
        return columns;
    }
    missing(&columns, findings);
    findings.append(&mut said);
    columns
}

/// Says which columns that every payment needs are missing.
pub(super) fn missing(columns: &[Column], findings: &mut Vec<Finding>) {
    for needed in [Column::Currency, Column::Amount] {
        if !columns.contains(&needed) {
            findings.push(Finding::new(Code::ColumnMissing).with_text("field", needed.name()));
        }
    }
}

/// Reads the names of columns or members.
pub(super) fn members<'a>(names: impl Iterator<Item = &'a str>, findings: &mut Vec<Finding>) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for (index, cell) in names.enumerate() {
        let position = index.saturating_add(1);
        let path = || text::pointer(text::trim(cell));
        let column = match Column::find(cell) {
            None => {
                let finding = Finding::new(Code::ColumnUnknown).at_path(path()).with_number("position", position);
                let near = nearest(&plain_name(cell), self::names());
                findings.push(match near {
                    Some(near) => finding.suggesting(near.to_owned()),
                    None => finding,
                });
                Column::Unused
            }
            Some(column) => match columns.iter().position(|other| *other == column) {
                Some(first) => {
                    findings.push(
                        Finding::new(Code::ColumnTwice)
                            .at_path(path())
                            .with_number("first", first.saturating_add(1))
                            .with_number("position", position)
                            .with_text("field", column.name()),
                    );
                    Column::Unused
                }
                None => column,
            },
        };
        columns.push(column);
    }
    columns
}

/// Every name that a column can have in camelCase.
fn names() -> impl Iterator<Item = &'static str> {
    OWN.iter().map(|(_, name, _)| *name).chain(FieldName::ALL.iter().map(|field| field.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(header: &str) -> Vec<(Code, Option<String>)> {
        let mut findings = Vec::new();
        read(header.split(','), &mut findings);
        findings.iter().map(|finding| (finding.code(), finding.suggestion().map(str::to_owned))).collect()
    }

    #[test]
    fn every_spelling_is_known() {
        for name in
            ["accountNumber", "account_number", "Account Number", "accountNo", "ACCOUNT-NO", " creditorAccount "]
        {
            assert_eq!(Column::find(name), Some(Column::Field(FieldName::AccountNumber)), "{name}");
        }
        for column in names() {
            assert!(Column::find(column).is_some_and(|found| found.name() == column));
        }
    }

    #[test]
    fn says_what_is_wrong_with_a_header() {
        assert_eq!(codes("currency,amount,ibna"), [(Code::ColumnUnknown, Some("iban".to_owned()))]);
        assert_eq!(codes("currency,amount,bic,swift"), [(Code::ColumnTwice, None)]);
        assert_eq!(codes("currency,iban"), [(Code::ColumnMissing, None)]);
        assert_eq!(codes("EUR,12.00"), [(Code::HeaderMissing, None)]);
        let slips = codes("amout,curency,ibna");
        let meant: Vec<_> = slips.iter().filter_map(|(_, name)| name.as_deref()).collect();
        assert_eq!(meant, ["amount", "currency", "iban"]);
    }

    #[test]
    fn separators_are_found() {
        assert_eq!(separator(b"currency;amount;iban"), b';');
        assert_eq!(separator(b"currency\tamount"), b'\t');
        assert_eq!(separator(b"currency,amount"), b',');
        assert_eq!(separator(b"x"), b',');
    }
}
