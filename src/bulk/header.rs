//! Where the table begins: the header, below what a bank or a spreadsheet writes above it.

use super::columns::{self, Map};
use super::source::{MAX_RECORD, Reader, Record};
use crate::text;

/// The header of a file.
pub(super) struct Header {
    pub(super) separator: u8,
    pub(super) names: Vec<String>,
    /// The header as it stands in the file.
    pub(super) raw: Vec<u8>,
    /// How many bytes were read, the header's line end included.
    pub(super) end: usize,
    /// The line behind it, from 1.
    pub(super) next_line: u64,
    /// How many lines with text above it were passed over.
    pub(super) above: usize,
}

/// How many lines a header is looked for in.
const LINES: usize = 30;

/// How many bytes of a file are looked at for its header, unless the first line is longer.
pub(super) const FIRST: usize = 16 * 1024;

/// Finds the header in the first bytes of a file: the first line, unless it has less than two known names and a later one
/// has more. How many bytes must be there before it is worth to look again, where more of the file is needed.
pub(super) fn find(bytes: &[u8], is_last: bool, map: &Map) -> Result<Header, usize> {
    // the header is not there as a whole
    const MORE: usize = 0;
    let is_enough = is_last || bytes.len() >= FIRST;
    let mut lines = Vec::new();
    let mut start = 0;
    while lines.len() < LINES
        && let Some(rest) = bytes.get(start..)
        && !rest.is_empty()
    {
        let length = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        if length.is_none() && !is_last && rest.len() <= MAX_RECORD {
            if lines.is_empty() {
                return Err(MORE);
            }
            break;
        }
        let length = length.unwrap_or(rest.len());
        // what is looked at is the same, however much of the file there is already
        if !lines.is_empty() && start.wrapping_add(length) >= FIRST {
            break;
        }
        if length > 0 {
            lines.push((start, rest.get(..length).unwrap_or_default()));
        }
        start = start.wrapping_add(length).wrapping_add(1);
    }
    // by this line a spreadsheet is told the separator
    let told = match lines.first() {
        Some((_, line)) => told_separator(line),
        None => None,
    };
    if told.is_some() {
        lines.remove(0);
    }
    let (mut best, mut most, mut separator) = (0, 0, told.unwrap_or(b','));
    for (place, (_, line)) in lines.iter().enumerate() {
        let (by, known) = columns::most_known(line, told, map);
        if place == 0 || known > most {
            (best, most, separator) = (place, known, by);
        }
        if place == 0 && known > 1 {
            break;
        }
    }
    // a line below may have more of them
    if !is_enough && (best > 0 || most < 2) {
        return Err(FIRST);
    }
    let &(at, line) = lines.get(if most > 1 { best } else { 0 }).ok_or(MORE)?;
    if best > 0 && most < 2 {
        separator = columns::most_known(line, told, map).0;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    let mut reader = Reader::new(rest, separator, is_last);
    let mut record = Record::default();
    if !reader.next(&mut record) {
        return Err(MORE);
    }
    let text = record.text(rest);
    let mut names = vec![String::new(); record.count()];
    for cell in record.cells() {
        if let Some(name) = names.get_mut(cell.index()) {
            let cell = text.get(cell.range()).and_then(|cell| std::str::from_utf8(cell).ok());
            cell.unwrap_or("\u{fffd}").clone_into(name);
        }
    }
    Ok(Header {
        separator,
        names,
        raw: rest.get(record.start..record.end).unwrap_or_default().to_vec(),
        end: at.wrapping_add(reader.position()),
        next_line: line_ends(bytes.get(..at).unwrap_or_default()).wrapping_add(record.lines).wrapping_add(1),
        above: if most > 1 { best } else { 0 },
    })
}

/// The header of a file whose columns are known by their order, where its first line names none. Nothing where it does,
/// or is not there as a whole.
pub(super) fn without_names(bytes: &[u8], columns: &[String], is_last: bool, map: &Map) -> Option<Header> {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let start = bytes.iter().position(|byte| !is_end(byte))?;
    let rest = bytes.get(start..).unwrap_or_default();
    let line = match rest.iter().position(is_end) {
        Some(length) => rest.get(..length).unwrap_or_default(),
        None if is_last => rest,
        None => return None,
    };
    if columns::most_known(line, None, map).1 > 1 || told_separator(line).is_some() {
        return None;
    }
    let count = |separator: u8| line.split(|byte| *byte == separator).count();
    let mut separator = b',';
    for other in *b";\t|" {
        if count(other) > count(separator) {
            separator = other;
        }
    }
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let mut between = [0; 4];
    let raw = text::join(&names, char::from(separator).encode_utf8(&mut between)).into_bytes();
    Some(Header { separator, names: columns.to_vec(), raw, end: 0, next_line: 1, above: 0 })
}

fn told_separator(line: &[u8]) -> Option<u8> {
    match line {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] => Some(*separator),
        _ => None,
    }
}

fn line_ends(bytes: &[u8]) -> u64 {
    let mut count = 0_u64;
    for (at, byte) in bytes.iter().enumerate() {
        let is_pair = *byte == b'\r' && bytes.get(at.wrapping_add(1)) == Some(&b'\n');
        count = count.wrapping_add(u64::from(matches!(byte, b'\r' | b'\n') && !is_pair));
    }
    count
}
