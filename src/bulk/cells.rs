//! Changes cells of a row and leaves every other byte of it as it is.

use std::ops::Range;

use super::columns::{self, Column};
use super::export::Form;
use crate::json::{Json, write_string};
use crate::text;

/// Appends the row with the cells that `change` answers a text for; it is asked with what a column means and the text.
pub(super) fn rewrite(
    form: &Form,
    raw: &[u8],
    out: &mut Vec<u8>,
    change: &mut dyn FnMut(Column, &str) -> Option<String>,
) {
    let mut done = 0;
    let places = if form.objects.is_some() { members(raw, form) } else { split(raw, form) };
    for (column, range, text) in places {
        let Some(new) = change(column, &text) else {
            continue;
        };
        out.extend_from_slice(raw.get(done..range.start).unwrap_or_default());
        done = range.end;
        if form.objects.is_some() {
            let mut quoted = String::new();
            write_string(&mut quoted, &new);
            out.extend_from_slice(quoted.as_bytes());
        } else if raw.get(range.start) == Some(&b'"') || needs_quotes(&new, form.separator) {
            write_quoted(&new, out);
        } else {
            out.extend_from_slice(new.as_bytes());
        }
    }
    out.extend_from_slice(raw.get(done..).unwrap_or_default());
}

fn needs_quotes(text: &str, separator: u8) -> bool {
    let is_special = |byte: u8| byte == separator || matches!(byte, b'"' | b'\n' | b'\r');
    text.bytes().any(is_special) || text.trim_ascii().len() != text.len()
}

/// Appends the text between quotation marks.
pub(super) fn write_quoted(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for byte in text.bytes() {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

type Place = (Column, Range<usize>, String);

/// The cells of a record: what they mean, where they stand with their quotation marks, and their text.
fn split(raw: &[u8], form: &Form) -> Vec<Place> {
    let (mut places, mut start, mut index) = (Vec::new(), 0, 0_usize);
    let mut is_open = false;
    for at in 0..=raw.len() {
        let byte = raw.get(at).copied();
        if byte == Some(b'"') && (is_open || at == start) {
            // the second of two marks opens again what the first has closed
            is_open = !is_open;
        } else if byte == Some(b'"') && raw.get(start) == Some(&b'"') && raw.get(at.wrapping_sub(1)) == Some(&b'"') {
            is_open = true;
        }
        if byte.is_none() || byte == Some(form.separator) && !is_open {
            if let Ok(cell) = std::str::from_utf8(raw.get(start..at).unwrap_or_default()) {
                let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
                let text = inner.map_or_else(|| cell.to_owned(), unquoted);
                let column = form.columns.get(index).copied().unwrap_or(Column::Unused);
                places.push((column, start..at, text));
            }
            index = index.wrapping_add(1);
            start = at.wrapping_add(1);
        }
    }
    places
}

/// A text with one of each two quotation marks.
fn unquoted(inner: &str) -> String {
    let (mut out, mut rest) = (String::new(), inner);
    while let Some((before, behind)) = text::split(rest, b'"') {
        out.push_str(before);
        out.push('"');
        rest = behind.strip_prefix('"').unwrap_or(behind);
    }
    out.push_str(rest);
    out
}

/// The members of an object that are texts, numbers or literals; none of what is no object.
fn members(raw: &[u8], form: &Form) -> Vec<Place> {
    let Ok(Json::Object(object)) = Json::from_slice(raw) else {
        return Vec::new();
    };
    let mut ignored = Vec::new();
    let names: Vec<&str> = object.iter().map(|(name, _)| name).collect();
    let columns = columns::members(&names, &form.map, 0, &mut ignored);
    let mut values = columns.main.iter().zip(object.iter().map(|(_, value)| value));
    let (mut places, mut depth, mut is_text, mut is_escaped, mut start) = (Vec::new(), 0_usize, false, false, None);
    for (at, &byte) in raw.iter().enumerate() {
        if is_text {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => is_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => is_text = true,
            b':' if depth == 1 => start = Some(at.wrapping_add(1)),
            b'{' | b'[' => depth = depth.wrapping_add(1),
            b',' if depth > 1 => {}
            b',' | b'}' | b']' => {
                if depth == 1
                    && let Some(begun) = start.take()
                    && let Some((column, value)) = values.next()
                {
                    let text = match value {
                        Json::String(text) => Some(text.as_str()),
                        Json::Number(number) => Some(number.as_str()),
                        _ => None,
                    };
                    let all = raw.get(begun..at).unwrap_or_default();
                    let first = begun.wrapping_add(all.len().wrapping_sub(all.trim_ascii_start().len()));
                    if let Some(text) = text {
                        places.push((*column, first..first.wrapping_add(all.trim_ascii().len()), text.to_owned()));
                    }
                }
                if byte != b',' {
                    depth = depth.saturating_sub(1);
                }
            }
            _ => {}
        }
    }
    places
}

/// The cells of a row by the file's own names.
#[cfg(feature = "payout")]
pub(super) fn by_name(form: &Form, raw: &[u8]) -> crate::json::Object {
    if form.objects.is_some() {
        return match Json::from_slice(raw) {
            Ok(Json::Object(members)) => members,
            _ => crate::json::Object::new(),
        };
    }
    let names = split(form.header.trim_ascii_end(), form).into_iter().map(|(_, _, name)| name.trim().to_owned());
    let cells = split(raw, form).into_iter().map(|(_, _, cell)| Json::from(cell.trim()));
    names.zip(cells).filter(|(name, _)| !name.is_empty()).collect()
}
