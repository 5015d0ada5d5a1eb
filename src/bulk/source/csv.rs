//! Splits bytes into records and cells (RFC 4180, and what spreadsheets make of it).
//!
//! Read leniently, like the `csv` crate, against which a test holds it: a quotation mark inside a
//! cell that does not begin with one is an ordinary character, records end at LF, CRLF or CR, and
//! empty lines are passed over. Unlike the crate it says where a quotation mark was left open, and
//! goes on at the next line instead of swallowing the rest of the file.

use super::scan::Scan;

/// The largest record that is looked at as one. Beyond it an open quotation mark counts as forgotten.
pub(in crate::bulk) const MAX_RECORD: usize = 256 * 1024;

/// One record, as byte ranges of the text they stand in.
#[derive(Debug, Default)]
pub(in crate::bulk) struct Record {
    /// Where the record stands in the bytes, without its line end.
    pub(in crate::bulk) start: usize,
    pub(in crate::bulk) end: usize,
    /// The cells that are not empty. For a record with quotation marks these are places in `unquoted`,
    /// otherwise in the bytes.
    cells: Vec<Cell>,
    /// How many cells there are, with the empty ones.
    count: usize,
    /// The cells of a record with quotation marks, one after the other.
    unquoted: Vec<u8>,
    pub(in crate::bulk) is_quoted: bool,
    pub(in crate::bulk) flaw: Option<Flaw>,
    /// Whether the end of its line was not reached, and is to be looked for and passed over.
    pub(in crate::bulk) is_cut: bool,
    /// How many empty lines stand in front of it.
    pub(in crate::bulk) blank: u64,
    /// How many lines it spans.
    pub(in crate::bulk) lines: u64,
}

/// One cell that is not empty.
#[derive(Clone, Copy, Debug)]
pub(in crate::bulk) struct Cell {
    /// Counts cells from 0.
    index: usize,
    start: usize,
    end: usize,
}

impl Cell {
    /// Counts cells from 0.
    pub(in crate::bulk) const fn index(self) -> usize {
        self.index
    }

    pub(in crate::bulk) const fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

/// What is wrong with the quotation marks of a record, or with its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bulk) enum Flaw {
    /// One is opened and never closed; the record was ended at its first line end.
    Unclosed,
    /// Text follows a closing one.
    Stray,
    /// The record is larger than any payment.
    TooLarge,
}

impl Record {
    /// The text that the cells stand in.
    pub(in crate::bulk) fn text<'a>(&'a self, bytes: &'a [u8]) -> &'a [u8] {
        if self.is_quoted { &self.unquoted } else { bytes }
    }

    /// The cells that are not empty.
    pub(in crate::bulk) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// How many cells there are, with the empty ones.
    pub(in crate::bulk) const fn count(&self) -> usize {
        self.count
    }

    fn begin(&mut self, start: usize) {
        self.start = start;
        self.cells.clear();
        self.count = 0;
        self.is_quoted = false;
        self.flaw = None;
        self.is_cut = false;
        self.lines = 1;
    }

    /// Gives up the cells. Of the bytes so many are kept that it does not matter how they came.
    #[cold]
    fn too_large(&mut self) {
        self.end = self.start.wrapping_add(MAX_RECORD);
        self.cells.clear();
        self.count = 0;
        self.is_quoted = false;
        self.flaw = Some(Flaw::TooLarge);
    }

    /// Adds a cell of the text.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    fn cell(&mut self, start: usize, end: usize) {
        if start != end {
            self.cells.push(Cell { index: self.count, start, end });
        }
        self.count = self.count.wrapping_add(1);
    }
}

/// Splits one buffer.
pub(in crate::bulk) struct Reader<'a> {
    bytes: &'a [u8],
    separator: u8,
    scan: Scan<'a>,
    /// Where the next record begins.
    position: usize,
    /// Whether no bytes follow these.
    is_last: bool,
}

impl<'a> Reader<'a> {
    pub(in crate::bulk) fn new(bytes: &'a [u8], separator: u8, is_last: bool) -> Reader<'a> {
        Reader { bytes, separator, scan: Scan::new(bytes, separator), position: 0, is_last }
    }

    /// How many bytes were read as whole records.
    pub(in crate::bulk) const fn position(&self) -> usize {
        self.position
    }

    /// Reads the next record that is there as a whole.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    pub(in crate::bulk) fn next(&mut self, record: &mut Record) -> bool {
        let mut skipped = 0;
        while let Some((b'\n' | b'\r', rest)) = self.bytes.get(self.position..).and_then(<[u8]>::split_first) {
            let is_pair = self.bytes.get(self.position) == Some(&b'\r') && rest.first() == Some(&b'\n');
            if self.bytes.get(self.position) == Some(&b'\r') && rest.is_empty() && !self.is_last {
                break;
            }
            self.position = self.position.wrapping_add(if is_pair { 2 } else { 1 });
            self.scan.seek(self.position);
            skipped = u64::wrapping_add(skipped, 1);
        }
        let found = self.record(record);
        record.blank = skipped;
        found
    }

    fn record(&mut self, record: &mut Record) -> bool {
        record.begin(self.position);
        let separator = self.separator;
        let mut cell = self.position;
        let mut end = (0, 0);
        let stopped = self.scan.each(|at, byte| {
            if byte == separator {
                record.cell(cell, at);
                cell = at.wrapping_add(1);
                true
            } else if byte == b'"' {
                end = (at, byte);
                at != cell
            } else {
                end = (at, byte);
                false
            }
        });
        let (at, byte) = end;
        match (stopped, byte) {
            (false, _) => self.rest(record, cell),
            (true, b'"') => self.quoted(record),
            (true, _) => {
                let is_return = byte == b'\r';
                let next = self.bytes.get(at.wrapping_add(1));
                if is_return && next.is_none() && !self.is_last {
                    return false;
                }
                record.cell(cell, at);
                record.end = at;
                if at.wrapping_sub(record.start) > MAX_RECORD {
                    record.too_large();
                }
                let is_pair = is_return && next == Some(&b'\n');
                self.position = at.wrapping_add(if is_pair { 2 } else { 1 });
                if is_pair {
                    self.scan.seek(self.position);
                }
                true
            }
        }
    }

    /// The end of the bytes was reached without a line end.
    #[cold]
    fn rest(&mut self, record: &mut Record, cell: usize) -> bool {
        let length = self.bytes.len().wrapping_sub(self.position);
        if !self.is_last || length == 0 {
            if length > MAX_RECORD {
                // a line that large is no payment; what follows of it is passed over
                record.too_large();
                record.is_cut = true;
                record.lines = 0;
                self.position = self.bytes.len();
                return true;
            }
            return false;
        }
        record.end = self.bytes.len();
        record.cell(cell, record.end);
        self.position = record.end;
        true
    }

    /// Reads a record in which a cell begins with a quotation mark, byte by byte.
    #[cold]
    fn quoted(&mut self, record: &mut Record) -> bool {
        record.begin(self.position);
        record.is_quoted = true;
        record.unquoted.clear();
        let rest = self.bytes.get(self.position..).unwrap_or_default();
        let window = rest.get(..MAX_RECORD).unwrap_or(rest);
        let is_whole = self.is_last && window.len() == rest.len();
        let mut state = State::Start;
        let mut cell = 0;
        let mut index = 0_usize;
        while let Some(&byte) = window.get(index) {
            index = index.wrapping_add(1);
            let is_end = byte == b'\n' || byte == b'\r';
            state = match state {
                State::Start if byte == b'"' => State::Quoted,
                State::Quoted if byte == b'"' => State::Closing,
                State::Quoted => {
                    record.lines = record.lines.wrapping_add(u64::from(byte == b'\n'));
                    record.unquoted.push(byte);
                    State::Quoted
                }
                State::Closing if byte == b'"' => {
                    record.unquoted.push(b'"');
                    State::Quoted
                }
                _ if byte == self.separator => {
                    let end = record.unquoted.len();
                    record.cell(cell, end);
                    cell = end;
                    State::Start
                }
                _ if is_end => {
                    let next = window.get(index);
                    if byte == b'\r' && next.is_none() && !is_whole {
                        return self.more(record, window.len());
                    }
                    let is_pair = byte == b'\r' && next == Some(&b'\n');
                    self.finish(record, cell, index.wrapping_sub(1), index.wrapping_add(usize::from(is_pair)));
                    return true;
                }
                // the mark that seems to close a cell of several lines opens another: the first was forgotten
                State::Closing if record.lines > 1 => return self.unclosed(record, window),
                State::Closing => {
                    record.flaw = Some(Flaw::Stray);
                    record.unquoted.push(byte);
                    State::Plain
                }
                State::Start | State::Plain => {
                    record.unquoted.push(byte);
                    State::Plain
                }
            };
        }
        match state {
            State::Quoted => {}
            _ if is_whole => {
                self.finish(record, cell, window.len(), window.len());
                return true;
            }
            _ => return self.more(record, window.len()),
        }
        if is_whole || window.len() == MAX_RECORD {
            self.unclosed(record, window)
        } else {
            self.more(record, window.len())
        }
    }

    fn finish(&mut self, record: &mut Record, cell: usize, end: usize, next: usize) {
        record.cell(cell, record.unquoted.len());
        record.end = self.position.wrapping_add(end);
        self.position = self.position.wrapping_add(next);
        self.scan.seek(self.position);
    }

    /// Waits for more bytes, unless there are too many already.
    fn more(&mut self, record: &mut Record, length: usize) -> bool {
        if length < MAX_RECORD {
            return false;
        }
        record.too_large();
        record.is_cut = true;
        record.lines = 0;
        self.position = record.end;
        self.scan.seek(self.position);
        true
    }

    /// Ends a record with an open quotation mark at its first line end, and takes its cells as they are.
    fn unclosed(&mut self, record: &mut Record, window: &[u8]) -> bool {
        record.begin(self.position);
        record.flaw = Some(Flaw::Unclosed);
        let end = window.iter().position(|&byte| byte == b'\n').unwrap_or(window.len());
        let line = window.get(..end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut cell = self.position;
        for (index, &byte) in line.iter().enumerate() {
            if byte == self.separator {
                let at = self.position.wrapping_add(index);
                record.cell(cell, at);
                cell = at.wrapping_add(1);
            }
        }
        record.end = self.position.wrapping_add(line.len());
        record.cell(cell, record.end);
        self.position = self.position.wrapping_add(end.wrapping_add(1)).min(self.bytes.len());
        self.scan.seek(self.position);
        true
    }
}

/// Where in a cell the next byte stands.
#[derive(Clone, Copy)]
enum State {
    Start,
    Plain,
    Quoted,
    /// After a quotation mark inside a quoted cell: its end, or the first of two.
    Closing,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(bytes: &[u8]) -> Vec<(Vec<String>, Option<Flaw>)> {
        let mut reader = Reader::new(bytes, b',', true);
        let mut record = Record::default();
        let mut records = Vec::new();
        while reader.next(&mut record) {
            let text = record.text(bytes);
            let mut cells = vec![String::new(); record.count()];
            for cell in record.cells() {
                cells[cell.index()] = String::from_utf8_lossy(&text[cell.range()]).into_owned();
            }
            records.push((cells, record.flaw));
        }
        assert_eq!(reader.position(), bytes.len());
        records
    }

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        split(bytes).into_iter().map(|(cells, _)| cells).collect()
    }

    #[test]
    fn line_ends_quotes_and_empty_lines() {
        assert_eq!(cells(b"a,b\nc,d\r\ne,f\rg,"), [["a", "b"], ["c", "d"], ["e", "f"], ["g", ""]]);
        assert_eq!(cells(b"\n\r\n\"a,\"\"b\"\"\",\"c\r\nd\"\n\n"), [["a,\"b\"", "c\r\nd"]]);
        assert_eq!(cells(b"a\"b,c\n"), [["a\"b", "c"]]);
        assert_eq!(cells(b""), Vec::<Vec<String>>::new());
    }

    /// Every text of six characters that matter.
    #[test]
    fn reads_what_the_csv_crate_reads() {
        let alphabet = b"a,\"\n\r";
        let mut compared = 0;
        for number in 0..5_usize.pow(6) {
            let text: Vec<u8> = (0..6).map(|place| alphabet[number / 5_usize.pow(place) % 5]).collect();
            let ours = split(&text);
            if ours.iter().any(|(_, flaw)| *flaw == Some(Flaw::Unclosed)) {
                continue;
            }
            let mut crates = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_slice());
            let theirs: Vec<Vec<String>> =
                crates.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            let ours: Vec<_> = ours.into_iter().map(|(cells, _)| cells).collect();
            assert_eq!(ours, theirs, "{:?}", String::from_utf8_lossy(&text));
            compared += 1;
        }
        assert!(compared > 8_000, "{compared}");
    }

    #[test]
    fn flaws_do_not_swallow_what_follows() {
        for rest in ["c,d\ne,\"f\"g\n", "c,d\ne,\"f\",g\n", "c,d\n"] {
            let records = split(format!("a,\"b\n{rest}").as_bytes());
            assert_eq!(records[0], (vec!["a".into(), "\"b".into()], Some(Flaw::Unclosed)), "{rest}");
            assert_eq!(records[1], (vec!["c".into(), "d".into()], None));
        }
        assert_eq!(split(b"e,\"f\"g\n"), [(vec!["e".into(), "fg".into()], Some(Flaw::Stray))]);
    }
}
