//! How a file begins: its encoding, what its rows are written in, and its header.

use std::sync::Arc;

use super::{Checker, Stage};
use crate::bulk::columns::{self, Column, Map};
use crate::bulk::export::Form;
use crate::bulk::header;
use crate::bulk::options::FileFormat;
use crate::bulk::shapes::Shapes;
use crate::bulk::source::{self, Decoder, Detected, Encoding, Objects};
use crate::bulk::witness;
#[cfg(not(target_family = "wasm"))]
use crate::bulk::workers::Workers;
use crate::code::Code;
use crate::finding::Finding;

/// How many bytes of a file are looked at before its first object: whether objects have references.
const FIRST: usize = 16 * 1024;

impl Checker {
    /// Looks at the first bytes. Answers whether there were enough of them.
    pub(super) fn read_encoding(&mut self, is_last: bool) -> bool {
        if self.buffer.len() < 8 && !is_last {
            return false;
        }
        let bytes = std::mem::take(&mut self.buffer);
        if let Some(encoding) = Encoding::detect(&bytes) {
            self.decode(encoding);
            if let Some(decoder) = &mut self.decoder {
                decoder.push(&bytes, &mut self.buffer);
            }
        } else if source::other_kind(&bytes).is_some() {
            // bytes that are no text are no text in another encoding
            self.buffer = bytes;
        } else {
            self.watch(&bytes, is_last);
        }
        if self.buffer.starts_with("\u{feff}".as_bytes()) {
            let mark: Vec<u8> = self.buffer.drain(..3).collect();
            self.ledger.keep(&mark);
        }
        self.stage = Stage::Format;
        true
    }

    /// Takes text that is UTF-8, or turns out not to be.
    pub(super) fn watch(&mut self, piece: &[u8], is_last: bool) {
        if self.watch.push(piece, is_last, &mut self.buffer) {
            self.decode(Encoding::Windows1252);
        }
    }

    /// Decodes from now on, and says so.
    #[cold]
    fn decode(&mut self, encoding: Encoding) {
        let code = match encoding {
            Encoding::Utf16(_) => Code::EncodingUtf16,
            Encoding::Utf32(_) => Code::EncodingUtf32,
            Encoding::Windows1252 => Code::EncodingWindows1252,
        };
        // first, whether the header is known already or not
        self.ledger.summary.findings.insert(0, Finding::new(code));
        self.decoder = Some(Decoder::new(encoding));
    }

    /// Finds out what the file is written in. Answers whether there were enough bytes.
    pub(super) fn read_format(&mut self, is_last: bool) -> bool {
        if !is_last && source::may_be_other_kind(&self.buffer) {
            return false;
        }
        let is_json =
            self.options.format == FileFormat::Csv && matches!(Objects::detect(&self.buffer, true), Detected::Json(_));
        if let Some(kind) = source::other_kind(&self.buffer).or(is_json.then_some("JSON")) {
            self.ledger.summary.findings.push(Finding::new(Code::FileKind).with_text("kind", kind));
            self.stage = Stage::Refused;
            return false;
        }
        let objects = match (self.options.format, Objects::detect(&self.buffer, is_last)) {
            (FileFormat::Csv, _) => None,
            (_, Detected::TooLittle) => return false,
            (_, Detected::Json(objects)) => Some(objects),
            // the caller says that it is JSON: each line that is none gets a finding
            (FileFormat::Json, Detected::NoJson) if !self.buffer.trim_ascii().is_empty() => Some(Objects::Lines),
            (_, Detected::NoJson) => None,
        };
        match objects {
            None => {
                self.stage = Stage::Header;
                true
            }
            Some(objects) => {
                if self.buffer.len() < FIRST && !is_last {
                    return false;
                }
                // the same objects are looked at, however the bytes come
                let first = self.buffer.get(..FIRST).unwrap_or(&self.buffer);
                let is_whole = is_last && first.len() == self.buffer.len();
                let shapes = Shapes::new(self.options.map.clone(), objects, first, is_whole);
                self.layout.has_reference = shapes.has_reference;
                self.form.objects = Some(objects);
                self.form.map.clone_from(&self.options.map);
                self.objects = Some((objects, shapes));
                self.ledger.line = 1;
                self.stage = Stage::Rows;
                self.form.layout = self.options.keep_text.then(|| Arc::new(self.layout.clone()));
                true
            }
        }
    }

    /// Finds the header. Answers whether it was there as a whole.
    pub(super) fn read_header(&mut self, is_last: bool) -> bool {
        if !is_last && self.buffer.len() < self.wanted {
            return false;
        }
        let is_enough = is_last || self.buffer.len() >= header::FIRST;
        if is_enough && source::are_others(self.buffer.get(..header::FIRST).unwrap_or(&self.buffer)) {
            self.has_other_line_ends = true;
            source::replace_others(&mut self.buffer);
        }
        let (map, known) = (&self.options.map, &self.options.columns);
        let without_names =
            if known.is_empty() { None } else { header::without_names(&self.buffer, known, is_last, map) };
        let header = match without_names.map_or_else(|| header::find(&self.buffer, is_last, map), Ok) {
            Ok(header) => header,
            Err(wanted) => {
                self.wanted = wanted;
                return false;
            }
        };
        let mut findings = Vec::new();
        if self.has_other_line_ends {
            findings.push(Finding::new(Code::LineEndsUnusual));
        }
        // where names are unknown the same rows are looked at, however the bytes come
        let is_enough = is_last || self.buffer.len() >= header::FIRST;
        let most_nearest = if is_enough { columns::MOST_NEAREST } else { 0 };
        let columns = columns::read(&header.names, &self.options.map, most_nearest, &mut findings);
        let is_open = |finding: &Finding| matches!(finding.code(), Code::ColumnUnknown | Code::HeaderMissing);
        if !is_enough && findings.iter().any(is_open) {
            self.wanted = header::FIRST;
            return false;
        }
        if !columns.unknown.is_empty() {
            let (end, is_whole) = (self.buffer.len().min(header::FIRST), self.buffer.len() <= header::FIRST);
            let rows = self.buffer.get(header.end..end).unwrap_or_default();
            let is_last = is_last && is_whole;
            witness::look(rows, header.separator, is_last, &header.names, &columns, &mut findings);
        }
        let summary = &mut self.ledger.summary;
        summary.findings.append(&mut findings);
        if !summary.findings.iter().any(|finding| finding.code() == Code::HeaderMissing) {
            let has_currency = self.options.currency.is_some() || columns.currency().is_some();
            columns::missing(&columns.main, has_currency, &mut summary.findings);
        }
        summary.columns = columns.main.iter().map(|column| column.answered()).collect();
        if let Some(delimiter) = delimiter_name(header.separator) {
            summary.findings.push(Finding::new(Code::DelimiterDetected).with_text("delimiter", delimiter));
        }
        if header.above > 0 {
            summary.findings.push(Finding::new(Code::LinesAboveHeader).with_number("count", header.above));
        }
        self.layout.has_reference = columns.main.contains(&Column::Reference);
        self.layout.separator = header.separator;
        self.layout.slots = columns.main.iter().map(|column| column.slot()).collect();
        self.layout.spare = columns.spare;
        self.layout.has_email = columns.has_email;
        self.layout.currencies = columns.currencies;
        self.layout.header.clone_from(&header.raw);
        self.form = Form {
            header: header.raw,
            separator: header.separator,
            columns: columns.main.clone(),
            objects: None,
            map: Map::new(),
            layout: None,
        };
        self.layout.columns = columns.main;
        self.ledger.line = header.next_line;
        self.ledger.keep(self.buffer.get(..header.end).unwrap_or_default());
        self.buffer.drain(..header.end);
        self.stage = Stage::Rows;
        self.form.layout = self.options.keep_text.then(|| Arc::new(self.layout.clone()));
        #[cfg(not(target_family = "wasm"))]
        if self.options.threads > 0 {
            self.workers = Workers::start(self.options.threads, self.layout.clone());
        }
        true
    }
}

const fn delimiter_name(separator: u8) -> Option<&'static str> {
    match separator {
        b';' => Some("semicolons"),
        b'\t' => Some("tabs"),
        b'|' => Some("bars"),
        _ => None,
    }
}
