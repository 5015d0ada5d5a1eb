//! Workbooks as CSV: each cell as the sheet shows it, a line a row.
//!
//! Cells keep what they are. A text stays as it is, with its zeros; a number has the fifteen digits that a spreadsheet
//! has, and the zeros in front that its format shows; one that is too long for that is written as the sheet shows it, with
//! an exponent, so that the digits that were lost are missed; a date is a date, an error an error.

use std::fmt::LowerExp;
use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, ExcelDateTimeType, Ods, Reader, SheetType, SheetVisible, Xlsx};

use super::super::cells::write_quoted;
use super::sink::{Sink, Trouble};
use super::xlsb::{BinaryCell, SheetName, Xlsb};
use crate::code::Code;
use crate::finding::Finding;

/// The bytes of a workbook.
type Bytes = Cursor<Vec<u8>>;

/// A workbook of any kind.
pub(super) enum Book {
    Xlsx(Box<Xlsx<Bytes>>),
    Xlsb(Xlsb),
    Ods(Ods<Bytes>),
}

impl Book {
    fn sheets(&self) -> Vec<SheetName> {
        let all = match self {
            Book::Xlsx(book) => book.sheets_metadata(),
            Book::Ods(book) => book.sheets_metadata(),
            Book::Xlsb(book) => return book.sheets().cloned().collect(),
        };
        let sheets = all.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let named = sheets
            .map(|sheet| SheetName { name: sheet.name.clone(), is_hidden: sheet.visible != SheetVisible::Visible });
        named.collect()
    }
}

/// Hands over the rows of one sheet, the first visible one with cells or that of the name.
pub(super) fn read(mut book: Book, name: Option<&str>, sink: &mut Sink<'_>) -> Result<(), Trouble> {
    let (hidden, shown): (Vec<_>, Vec<_>) = book.sheets().into_iter().partition(|sheet| sheet.is_hidden);
    let names: Vec<String> = shown.into_iter().chain(hidden).map(|sheet| sheet.name).collect();
    let wanted: Vec<&String> = match name {
        Some(name) => {
            let exact = names.iter().find(|own| *own == name);
            exact
                .or_else(|| names.iter().find(|own| own.trim().eq_ignore_ascii_case(name.trim())))
                .into_iter()
                .collect()
        }
        // a sheet without cells, such as the cover's place, is passed over
        None => names.iter().collect(),
    };
    if wanted.is_empty() {
        let allowed = crate::text::listed(names.iter().map(String::as_str));
        return Err(Trouble::Said(Finding::new(Code::SheetUnknown).with("allowed", allowed)));
    }
    for sheet in wanted {
        let mut rows = Rows::default();
        match &mut book {
            Book::Xlsx(book) => stream(book, sheet, &mut rows, sink)?,
            Book::Ods(book) => range(book, sheet, &mut rows, sink)?,
            Book::Xlsb(book) => book.cells(sheet, &mut |row, column, cell| {
                let text = match cell {
                    BinaryCell::Text(text) => text,
                    BinaryCell::Bool(is_true) => literal(is_true),
                    BinaryCell::Number(number, width) => &zeros(digits(number), Some(&width)),
                    BinaryCell::Date(days, is_1904) => {
                        &date(&ExcelDateTime::new(days, ExcelDateTimeType::DateTime, is_1904))
                    }
                };
                rows.cell(row, column, text, sink)
            })?,
        }
        if rows.finish(sink)? {
            if names.len() > 1 {
                let finding = Finding::new(Code::SheetRead).with("sheet", sheet.clone());
                sink.say(finding.with_number("count", names.len()));
            }
            break;
        }
    }
    Ok(())
}

/// The cells of a sheet as they stand in its XML, a few at a time.
fn stream(book: &mut Xlsx<Bytes>, sheet: &str, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Trouble> {
    let damaged = |_| Trouble::Damaged("Excel (.xlsx)");
    let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
    let formats: Vec<usize> = cells
        .styles()
        .iter()
        .map(|style| {
            let code = style.number_format.as_ref().map_or("", |format| &format.format_code);
            if code.bytes().all(|byte| byte == b'0') { code.len() } else { 0 }
        })
        .collect();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(damaged)? {
        let (row, column) = cell.get_position();
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::String(text) | DataRef::DurationIso(text) => text,
            DataRef::SharedString(text) => *text,
            DataRef::DateTimeIso(text) => iso(text),
            DataRef::Int(number) => &zeros(number.to_string(), formats.get(style)),
            DataRef::Float(number) => &zeros(digits(*number), formats.get(style)),
            DataRef::Bool(is_true) => literal(*is_true),
            DataRef::DateTime(time) => &date(time),
            DataRef::Error(error) => &error.to_string(),
        };
        rows.cell(row, column, text, sink)?;
    }
    Ok(())
}

/// The cells of a sheet in a format that is read as a whole.
fn range(book: &mut Ods<Bytes>, sheet: &str, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Trouble> {
    let range = book.worksheet_range(sheet).map_err(|_| Trouble::Damaged("OpenDocument (.ods)"))?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let text = match value {
            Data::Empty => continue,
            Data::String(text) | Data::DurationIso(text) => text,
            Data::DateTimeIso(text) => iso(text),
            Data::Int(number) => &number.to_string(),
            Data::Float(number) => &digits(*number),
            Data::Bool(is_true) => literal(*is_true),
            Data::DateTime(time) => &date(time),
            Data::Error(error) => &error.to_string(),
        };
        let at = |first: u32, place: usize| first.saturating_add(u32::try_from(place).unwrap_or(u32::MAX));
        rows.cell(at(first_row, row), at(first_column, column), text, sink)?;
    }
    Ok(())
}

/// Rows as they are written: a line each, and an empty one for each that has no cells.
#[derive(Default)]
struct Rows {
    text: Vec<u8>,
    /// The row that is being written, from 1; none was begun at 0.
    row: u32,
    /// The first column of the table.
    first: u32,
    /// The column behind the last cell.
    column: u32,
    /// How many columns rows have had; shorter ones are filled up.
    width: u32,
}

/// How many rows and columns a sheet has at most.
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;

/// How much is handed over at a time.
const CHUNK: usize = 64 * 1024;

impl Rows {
    fn cell(&mut self, row: u32, column: u32, text: &str, sink: &mut Sink<'_>) -> Result<(), Trouble> {
        if text.is_empty() {
            return Ok(());
        }
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(Trouble::Damaged("Excel (.xlsx) / OpenDocument (.ods)"));
        }
        let row = row.saturating_add(1);
        if self.row == 0 {
            self.first = column;
        }
        if row > self.row {
            self.end_row();
            while self.row < row {
                self.text.push(b'\n');
                self.row = self.row.saturating_add(1);
                if self.text.len() >= CHUNK {
                    sink.text(&self.text)?;
                    self.text.clear();
                }
            }
            // the first line has none in front
            if self.column == 0 && self.text.first() == Some(&b'\n') && self.width == 0 {
                self.text.remove(0);
            }
            self.column = self.first;
        }
        while self.column < column {
            self.text.push(b',');
            self.column = self.column.saturating_add(1);
        }
        if text.bytes().any(|byte| matches!(byte, b',' | b';' | b'\t' | b'|' | b'"' | b'\n' | b'\r')) {
            write_quoted(text, &mut self.text);
        } else {
            self.text.extend_from_slice(text.as_bytes());
        }
        Ok(())
    }

    /// Fills the row up.
    fn end_row(&mut self) {
        if self.row == 0 {
            return;
        }
        let width = self.column.saturating_sub(self.first);
        for _ in width..self.width {
            self.text.push(b',');
        }
        self.width = self.width.max(width);
    }

    /// Answers whether there were any.
    fn finish(mut self, sink: &mut Sink<'_>) -> Result<bool, Trouble> {
        self.end_row();
        if self.row > 0 {
            self.text.push(b'\n');
            sink.text(&self.text)?;
        }
        Ok(self.row > 0)
    }
}

const fn literal(is_true: bool) -> &'static str {
    if is_true { "TRUE" } else { "FALSE" }
}

/// A date without the time, where it is midnight.
fn iso(text: &str) -> &str {
    text.strip_suffix("T00:00:00").unwrap_or(text)
}

fn date(time: &ExcelDateTime) -> String {
    if !time.is_datetime() {
        return digits(time.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
}

/// A whole number with the zeros in front that its format shows.
fn zeros(number: String, width: Option<&usize>) -> String {
    match width {
        Some(&width) if number.len() < width && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{number:0>width$}")
        }
        _ => number,
    }
}

/// The fifteen digits that a spreadsheet has of a number.
fn digits(number: impl LowerExp) -> String {
    let text = format!("{number:.14e}");
    let Some((mantissa, exponent)) = text.split_once('e') else {
        return "#NUM!".to_owned();
    };
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let figures: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let figures = figures.trim_end_matches('0');
    if figures.is_empty() {
        return "0".to_owned();
    }
    let (first, rest) = figures.split_at_checked(1).unwrap_or((figures, ""));
    match usize::try_from(exponent) {
        // more digits than a spreadsheet has
        Ok(15..) => {
            let rest = rest.get(..5).unwrap_or(rest);
            format!("{sign}{first}{}{rest}E+{exponent}", if rest.is_empty() { "" } else { "." })
        }
        Ok(exponent) => {
            let whole = exponent.saturating_add(1);
            match figures.split_at_checked(whole) {
                Some((whole, "")) => format!("{sign}{whole}"),
                Some((whole, fraction)) => format!("{sign}{whole}.{fraction}"),
                None => format!("{sign}{figures:0<whole$}"),
            }
        }
        Err(_) => {
            let places = usize::try_from(exponent.unsigned_abs()).unwrap_or(1).saturating_sub(1);
            format!("{sign}0.{:0<places$}{figures}", "")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::xlsb::Float;
    use super::*;

    #[test]
    fn numbers_are_what_the_sheet_shows() {
        let cases: [(Float, &str); 12] = [
            (0.0, "0"),
            (1.0, "1"),
            (-12.5, "-12.5"),
            (1_234.56, "1234.56"),
            (0.1 + 0.2, "0.3"),
            (0.07, "0.07"),
            (1.005, "1.005"),
            (100.0, "100"),
            (123_456_789_012_345.0, "123456789012345"),
            (1_234_567_890_123_456.0, "1.23456E+15"),
            (4e20, "4E+20"),
            (9_876_543_210.0, "9876543210"),
        ];
        for (number, text) in cases {
            assert_eq!(digits(number), text);
        }
        assert_eq!(digits("x".parse::<i32>().map_or(Float::NAN, Float::from)), "#NUM!");
        assert_eq!(zeros("26009593".to_owned(), Some(&9)), "026009593");
        assert_eq!(zeros("1.5".to_owned(), Some(&9)), "1.5");
    }
}
