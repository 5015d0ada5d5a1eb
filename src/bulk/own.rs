//! Cleans the cells that are no field of a destination: reference, rail, currency, country and amount.
//!
//! What nobody sees in them would hide that two references are one, and that a currency is known.

use super::columns::Column;
use crate::bank::{Fields, Slot};
use crate::characters::{BEYOND, CONTROL, is_blank, is_invisible, sorts};
use crate::code::{Code, Severity};
use crate::finding::Finding;
use crate::spreadsheet;
use crate::text;

/// The texts of the cells that were cleaned.
pub(super) type Cleaned = [Option<String>; 5];

/// The columns, in the order of their places.
const COLUMNS: [Column; 5] = [Column::Reference, Column::Rail, Column::Currency, Column::Country, Column::Amount];

/// Whether nothing in the cells is to be cleaned or said.
#[inline]
#[cfg_attr(page, optimize(speed))]
pub(super) fn is_plain(fields: &Fields<'_>) -> bool {
    (0..5).all(|index| fields.at(Slot::own(index)).is_none_or(is_plain_text))
}

#[inline]
#[cfg_attr(page, optimize(speed))]
fn is_plain_text(text: &str) -> bool {
    let first = text.as_bytes().first();
    !matches!(first, Some(b'=' | b'+' | b'-' | b'@' | b'\'')) && sorts(text) & (BEYOND | CONTROL) == 0
}

/// Cleans what is not plain, and says what it was.
#[cold]
pub(super) fn clean(fields: &Fields<'_>, cleaned: &mut Cleaned, findings: &mut Vec<Finding>) {
    for (column, place) in COLUMNS.into_iter().zip(cleaned) {
        let Some(given) = column.text(fields).filter(|given| !is_plain_text(given)) else {
            continue;
        };
        // amounts say what is unseen in them when they are read
        if column == Column::Amount {
            continue;
        }
        let note = |code| Finding::new(code).with_severity(Severity::Warning).at(column.path());
        let mut text = text::mapped(given, &|character| (!is_invisible(character)).then_some(character));
        if text.len() < given.len() {
            findings.push(note(Code::InvisibleCharacters).suggesting(text::trim(&text).to_owned()));
        } else if let Some((bare, code)) = spreadsheet::unmarked(text::trim(given)) {
            findings.push(note(code).suggesting(bare.to_owned()));
            text = String::from(bare);
        }
        let text = text::trim(&text);
        if text.bytes().any(|byte| byte.is_ascii_control() && !is_blank(char::from(byte))) {
            findings.push(note(Code::ControlCharacters).with_severity(Severity::Error));
        } else if spreadsheet::unusable(text) == Some(Code::SpreadsheetError) && column != Column::Reference {
            findings.push(note(Code::SpreadsheetError).with_severity(Severity::Error));
        } else if text.starts_with(['=', '+', '-', '@']) && text.len() > 1 {
            findings.push(note(Code::FormulaText));
        }
        *place = Some(text.to_owned());
    }
}

/// The cells with those that were cleaned in their places.
pub(super) fn with_cleaned<'a>(fields: &Fields<'a>, cleaned: &'a Cleaned) -> Fields<'a> {
    let mut fields = *fields;
    for (column, text) in COLUMNS.into_iter().zip(cleaned) {
        if let (Some(slot), Some(text)) = (column.slot(), text) {
            fields.put(slot, text);
        }
    }
    fields
}
