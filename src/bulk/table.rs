//! Tables that are no files of payments, such as bank statements, by the same reading: encodings, separators, lines above
//! the header, the names of columns, JSON objects. What the cells say is the caller's business.

use super::columns::{self, Column, Map};
use super::header;
use super::source::{self, Decoder, Detected, Encoding, Flaw, Objects, Reader, Record, Watch};
use crate::bank::FieldName;
use crate::code::Code;
use crate::finding::Finding;
use crate::json::Json;
use crate::money::Currency;

/// What a column is named and means.
#[derive(Clone, Debug)]
pub(crate) struct TableColumn {
    /// As it stands in the file.
    pub(crate) name: String,
    /// The name of a column of files of payments, where it means one.
    pub(crate) meaning: Option<&'static str>,
    /// The currency that the name says.
    pub(crate) currency: Option<Currency>,
}

/// One record of a table.
pub(crate) struct TableRow<'a> {
    /// Counted from 1.
    pub(crate) line: u64,
    pub(crate) columns: &'a [TableColumn],
    /// Cells by the places of their columns; those of a quoted record are without quotation marks.
    pub(crate) cells: &'a [(usize, &'a str)],
    /// The whole object, where the file has some.
    pub(crate) object: Option<&'a Json>,
}

/// What the caller is told, in the order of the file.
pub(crate) enum TableEvent<'a> {
    Row(TableRow<'a>),
    /// A record that cannot be read.
    Broken(u64, Code),
}

/// Reads a table as its bytes arrive. Of the file it holds one piece and one record.
#[derive(Default)]
pub(crate) struct TableReader {
    own: Map,
    buffer: Vec<u8>,
    stage: Stage,
    decoder: Option<Decoder>,
    watch: Watch,
    separator: u8,
    columns: Vec<TableColumn>,
    line: u64,
    blank: u64,
    /// The rest of a record that was too large.
    is_cut: bool,
    wanted: usize,
    record: Record,
    findings: Vec<Finding>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Encoding,
    Format,
    Header,
    Rows,
    Objects(Objects),
    Ended,
}

impl TableReader {
    /// A reader that knows the names of the caller's own columns besides those of payments, so that a header of them is one.
    pub(crate) fn new(own: impl Iterator<Item = &'static str>) -> TableReader {
        TableReader { own: own.map(|name| (name.to_owned(), Column::Unused)).collect(), ..TableReader::default() }
    }

    /// Says what a column means, by the name of a column of payments. Whether there is such a one.
    pub(crate) fn map(&mut self, name: &str, meaning: &str) -> bool {
        let column = if meaning.is_empty() { Some(Column::Unused) } else { Column::named(meaning) };
        if let Some(column) = column {
            self.own.insert(0, (name.trim().to_owned(), column));
        }
        column.is_some()
    }

    /// Takes the next bytes.
    pub(crate) fn push(&mut self, bytes: &[u8], each: &mut dyn FnMut(TableEvent<'_>)) {
        self.take(bytes, false, each);
    }

    /// Says that no more bytes follow; the findings of the file.
    pub(crate) fn finish(mut self, each: &mut dyn FnMut(TableEvent<'_>)) -> Vec<Finding> {
        self.take(b"", true, each);
        if self.stage == Stage::Header && self.buffer.trim_ascii().is_empty() {
            self.findings.push(Finding::new(Code::FileEmpty));
        }
        self.findings
    }

    fn take(&mut self, bytes: &[u8], is_last: bool, each: &mut dyn FnMut(TableEvent<'_>)) {
        match &mut self.decoder {
            _ if self.stage == Stage::Encoding => self.buffer.extend_from_slice(bytes),
            Some(decoder) => decoder.push(bytes, &mut self.buffer),
            None => self.watched(bytes, is_last),
        }
        loop {
            let before = self.stage;
            match self.stage {
                Stage::Encoding => self.read_encoding(is_last),
                Stage::Format => self.read_format(is_last),
                Stage::Header => self.read_header(is_last),
                Stage::Rows => self.read_rows(is_last, each),
                Stage::Objects(objects) => self.read_objects(objects, is_last, each),
                Stage::Ended => self.buffer.clear(),
            }
            if self.stage == before {
                return;
            }
        }
    }

    fn watched(&mut self, bytes: &[u8], is_last: bool) {
        if self.watch.push(bytes, is_last, &mut self.buffer) {
            self.decoder = Some(Decoder::new(Encoding::Windows1252));
            self.findings.push(Finding::new(Code::EncodingWindows1252));
        }
    }

    fn read_encoding(&mut self, is_last: bool) {
        if self.buffer.len() < 8 && !is_last {
            return;
        }
        let bytes = std::mem::take(&mut self.buffer);
        if let Some(encoding) = Encoding::detect(&bytes) {
            let mut decoder = Decoder::new(encoding);
            decoder.push(&bytes, &mut self.buffer);
            self.decoder = Some(decoder);
        } else {
            self.watched(&bytes, is_last);
        }
        if self.buffer.starts_with("\u{feff}".as_bytes()) {
            self.buffer.drain(..3);
        }
        self.stage = Stage::Format;
    }

    fn read_format(&mut self, is_last: bool) {
        if !is_last && source::may_be_other_kind(&self.buffer) {
            return;
        }
        if let Some(kind) = source::other_kind(&self.buffer) {
            self.findings.push(Finding::new(Code::FileKind).with_text("kind", kind));
            self.stage = Stage::Ended;
            return;
        }
        self.line = 1;
        self.stage = match Objects::detect(&self.buffer, is_last) {
            Detected::TooLittle => return,
            Detected::Json(objects) => Stage::Objects(objects),
            Detected::NoJson => Stage::Header,
        };
    }

    fn read_header(&mut self, is_last: bool) {
        if !is_last && self.buffer.len() < self.wanted {
            return;
        }
        let header = match header::find(&self.buffer, is_last, &self.own) {
            Ok(header) => header,
            Err(wanted) => {
                self.wanted = wanted;
                return;
            }
        };
        let names: Vec<&str> = header.names.iter().map(String::as_str).collect();
        self.columns = self.named(&names);
        if header.above > 0 {
            self.findings.push(Finding::new(Code::LinesAboveHeader).with_number("count", header.above));
        }
        self.separator = header.separator;
        self.line = header.next_line;
        self.buffer.drain(..header.end);
        self.stage = Stage::Rows;
    }

    fn named(&self, names: &[&str]) -> Vec<TableColumn> {
        let columns = columns::members(names, &self.own, 0, &mut Vec::new());
        let mut all = Vec::new();
        for (place, (name, main)) in names.iter().zip(&columns.main).enumerate() {
            let spare = columns.spare.iter().find(|spare| spare.place == place).map(|spare| spare.column);
            let column = if *main == Column::Unused { spare.unwrap_or(Column::Unused) } else { *main };
            let currency = columns::currency_of(&columns.currencies, column).filter(|_| column == Column::Amount);
            all.push(TableColumn { name: name.trim().to_owned(), meaning: column.answered(), currency });
        }
        all
    }

    fn read_rows(&mut self, is_last: bool, each: &mut dyn FnMut(TableEvent<'_>)) {
        let buffer = std::mem::take(&mut self.buffer);
        let mut record = std::mem::take(&mut self.record);
        let mut start = 0;
        if self.is_cut {
            let end = buffer.iter().position(|byte| *byte == b'\n');
            start = end.map_or(buffer.len(), |end| end.saturating_add(1));
            self.is_cut = end.is_none();
            self.line = self.line.saturating_add(u64::from(end.is_some()));
        }
        let rest = buffer.get(start..).unwrap_or_default();
        let mut reader = Reader::new(rest, self.separator, is_last);
        while reader.next(&mut record) {
            self.line = self.line.saturating_add(record.blank);
            let text = record.text(rest);
            let mut ranges = Vec::with_capacity(record.cells().len());
            let mut is_text = true;
            for cell in record.cells() {
                let piece = text.get(cell.range()).map(std::str::from_utf8);
                match piece {
                    Some(Ok(piece)) => ranges.push((cell.index(), piece.trim())),
                    _ => is_text = false,
                }
            }
            let flaw = match record.flaw {
                Some(Flaw::TooLarge) => Some(Code::RowTooLarge),
                Some(Flaw::Unclosed) => Some(Code::QuoteUnclosed),
                _ if !is_text => Some(Code::EncodingNotUtf8),
                _ if record.count() > self.columns.len().max(1) => {
                    let extra = ranges.iter().any(|(place, cell)| *place >= self.columns.len() && !cell.is_empty());
                    extra.then_some(Code::RowTooLong)
                }
                _ => None,
            };
            let is_blank = ranges.iter().all(|(_, cell)| cell.is_empty());
            match flaw {
                Some(code) => each(TableEvent::Broken(self.line, code)),
                None if is_blank => {}
                None => each(TableEvent::Row(TableRow {
                    line: self.line,
                    columns: &self.columns,
                    cells: &ranges,
                    object: None,
                })),
            }
            self.line = self.line.saturating_add(record.lines);
            if record.is_cut {
                self.is_cut = true;
                break;
            }
        }
        let read = start.saturating_add(reader.position());
        self.record = record;
        self.buffer = buffer;
        self.buffer.drain(..read);
    }

    fn read_objects(&mut self, objects: Objects, is_last: bool, each: &mut dyn FnMut(TableEvent<'_>)) {
        let buffer = std::mem::take(&mut self.buffer);
        let mut position = 0;
        if self.is_cut {
            let end = buffer.iter().position(|byte| *byte == b'\n');
            position = end.unwrap_or(buffer.len());
            self.is_cut = end.is_none();
        }
        while let Some(item) = objects.next(&buffer, &mut position, is_last, &mut self.blank) {
            self.line = self.line.saturating_add(item.blank);
            let text = buffer.get(item.start..item.end).unwrap_or_default();
            match (item.flaw, Json::from_slice(text)) {
                (Some(Flaw::TooLarge), _) => each(TableEvent::Broken(self.line, Code::RowTooLarge)),
                (None, Ok(json @ Json::Object(_))) => self.object(&json, each),
                _ => each(TableEvent::Broken(self.line, Code::RowNotJson)),
            }
            self.line = self.line.saturating_add(item.lines);
            if item.is_cut {
                self.is_cut = true;
                break;
            }
        }
        self.buffer = buffer;
        self.buffer.drain(..position);
    }

    fn object(&mut self, json: &Json, each: &mut dyn FnMut(TableEvent<'_>)) {
        let Some(members) = json.as_object() else { return };
        let is_known = members.len() == self.columns.len()
            && members.iter().zip(&self.columns).all(|((name, _), column)| name == column.name);
        if !is_known {
            let names: Vec<&str> = members.iter().map(|(name, _)| name).collect();
            self.columns = self.named(&names);
        }
        let cells: Vec<(usize, &str)> = members
            .iter()
            .enumerate()
            .filter_map(|(place, (_, value))| value.as_str().or(value.as_number()).map(|text| (place, text.trim())))
            .collect();
        let row = TableRow { line: self.line, columns: &self.columns, cells: &cells, object: Some(json) };
        each(TableEvent::Row(row));
    }
}

/// Whether a column is a field that says which account, alias or address is paid.
pub(crate) fn is_account(meaning: &str) -> bool {
    use FieldName::{AccountNumber, Address, Cbu, Cci, Clabe, Iban, PixKey, Vpa};
    let fields = [Iban, AccountNumber, Vpa, Clabe, Cbu, Cci, PixKey, Address, FieldName::Phone];
    fields.iter().any(|field| field.as_str() == meaning)
}
