//! What a column is whose name is not known, by its first cells: it is offered as a field, and never read as one.

use super::columns::{Column, Columns};
use super::names;
use super::source::{Reader, Record};
use crate::bank::FieldName;
use crate::code::Code;
use crate::finding::Finding;
use crate::identifier::{Kind, Rules};
use crate::text;

/// What the first cells of a column have in common.
#[derive(Debug)]
pub(super) struct Witness {
    /// A bit for each of [`KINDS`] that all cells are.
    kinds: u8,
    count: usize,
    first: String,
    /// Whether the cells are not all the same, as those of who pays are.
    differ: bool,
}

/// The kinds that tell themselves, and the fields they are for.
const KINDS: [(Kind, FieldName); 7] = [
    (Kind::Iban, FieldName::Iban),
    (Kind::Ifsc, FieldName::Ifsc),
    (Kind::EvmAddress, FieldName::Address),
    (Kind::TronAddress, FieldName::Address),
    (Kind::Vpa, FieldName::Vpa),
    (Kind::Phone, FieldName::Phone),
    (Kind::Bic, FieldName::Swift),
];

/// How many rows are looked at.
pub(super) const ROWS: usize = 20;

impl Default for Witness {
    fn default() -> Witness {
        Witness { kinds: u8::MAX, count: 0, first: String::new(), differ: false }
    }
}

impl Witness {
    /// Takes a cell.
    pub(super) fn take(&mut self, cell: &str) {
        let cell = text::trim(cell);
        if cell.is_empty() || self.kinds == 0 {
            return;
        }
        if self.count == 0 {
            cell.clone_into(&mut self.first);
        }
        self.count = self.count.saturating_add(1);
        self.differ |= self.first != cell;
        let (mut value, mut bit) = (String::new(), 1_u8);
        for (kind, _) in KINDS {
            value.clear();
            let is_one = self.kinds & bit != 0
                && (kind != Kind::Phone || cell.starts_with('+'))
                && (kind.spec().read)(cell, Rules::default(), &mut value).is_ok();
            if !is_one {
                self.kinds &= !bit;
            }
            bit = bit.wrapping_shl(1);
        }
        self.kinds &= bit.wrapping_sub(1);
    }

    /// The field that the column is offered as.
    fn offers(&self) -> Option<Column> {
        let mut bits = self.kinds;
        if self.count == 0 || self.count > 1 && !self.differ {
            return None;
        }
        for (kind, field) in KINDS {
            // words of eight letters may be BICs by chance
            if bits & 1 == 1 && (kind != Kind::Bic || self.differ) {
                return Some(Column::Field(field));
            }
            bits >>= 1;
        }
        None
    }

    /// Offers the field in what is said of the column, where no other column is that field.
    pub(super) fn suggest(&self, name: &str, columns: &[Column], finding: &mut Finding) {
        if let Some(field) = self.offers()
            && !columns.contains(&field)
            && !names::is_of_another(name)
        {
            finding.suggest_instead(Some(field.name().to_owned()));
        }
    }
}

/// Looks at the rows behind the header of a table.
pub(super) fn look(
    rows: &[u8],
    separator: u8,
    is_last: bool,
    names: &[String],
    columns: &Columns,
    findings: &mut [Finding],
) {
    let mut witnesses: Vec<Witness> = columns.unknown.iter().map(|_| Witness::default()).collect();
    let (mut reader, mut record) = (Reader::new(rows, separator, is_last), Record::default());
    for _ in 0..ROWS {
        if !reader.next(&mut record) {
            break;
        }
        let text = record.text(rows);
        for cell in record.cells() {
            let place = columns.unknown.iter().position(|place| *place == cell.index());
            if let Some(witness) = place.and_then(|place| witnesses.get_mut(place))
                && let Some(Ok(cell)) = text.get(cell.range()).map(std::str::from_utf8)
            {
                witness.take(cell);
            }
        }
    }
    let said = findings.iter_mut().filter(|finding| finding.code() == Code::ColumnUnknown);
    for ((witness, place), finding) in witnesses.iter().zip(&columns.unknown).zip(said) {
        witness.suggest(names.get(*place).map_or("", String::as_str), &columns.main, finding);
    }
}
