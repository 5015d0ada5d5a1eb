//! Splits bytes into JSON objects: one a line (NDJSON), the items of an array, or one after the other.
//!
//! Only the ends of objects are looked for. One that is broken is handed over as such and takes nothing with it: in
//! NDJSON it ends with its line, otherwise where a text is broken by a line end or the next object begins.

use super::{Flaw, MAX_RECORD};

/// How the objects of a file stand in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bulk) enum Objects {
    /// One a line.
    Lines,
    /// In an array, or one after the other over several lines.
    Items,
}

/// What the beginning of a file says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bulk) enum Detected {
    /// More of it is needed to tell.
    TooLittle,
    NoJson,
    Json(Objects),
}

/// One object, as a range of the bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::bulk) struct Item {
    pub(in crate::bulk) start: usize,
    pub(in crate::bulk) end: usize,
    /// How many line ends stand in front of it.
    pub(in crate::bulk) blank: u64,
    /// How many line ends are inside it.
    pub(in crate::bulk) lines: u64,
    pub(in crate::bulk) flaw: Option<Flaw>,
    /// Whether its end was not reached, and the rest of its line is to be passed over.
    pub(in crate::bulk) is_cut: bool,
}

impl Objects {
    /// How the objects stand in a file that begins like this.
    pub(in crate::bulk) fn detect(bytes: &[u8], is_last: bool) -> Detected {
        let text = bytes.trim_ascii_start();
        let end = text.iter().position(|&byte| byte == b'\n');
        let is_enough = is_last || text.len() > MAX_RECORD;
        let Some((first, rest)) = text.split_first() else {
            return if is_enough { Detected::NoJson } else { Detected::TooLittle };
        };
        match (first, rest.trim_ascii_start().first()) {
            (b'[' | b'{', None) if !is_enough => Detected::TooLittle,
            (b'[', Some(b'{' | b'[' | b']')) => Detected::Json(Objects::Items),
            (b'{', Some(b'"' | b'}')) if end.is_none() && !is_enough => Detected::TooLittle,
            (b'{', Some(b'"' | b'}')) => {
                let line = text.get(..end.unwrap_or(text.len())).unwrap_or_default().trim_ascii_end();
                // an object of several lines opens on a line that does not close it
                let is_line = line.last() == Some(&b'}') || end.is_none();
                Detected::Json(if is_line { Objects::Lines } else { Objects::Items })
            }
            _ => Detected::NoJson,
        }
    }

    /// The next object that is there as a whole, from `position` on, which is moved behind it. Blank lines in front of
    /// an object that is not there yet are passed over and counted in `blank`.
    pub(in crate::bulk) fn next(
        self,
        bytes: &[u8],
        position: &mut usize,
        is_last: bool,
        blank: &mut u64,
    ) -> Option<Item> {
        loop {
            let byte = *bytes.get(*position)?;
            let is_between = byte.is_ascii_whitespace()
                || self == Objects::Items && matches!(byte, b'[' | b']' | b',')
                // the end mark of old systems, and what fills up blocks
                || matches!(byte, 0 | 0x1a);
            if !is_between {
                break;
            }
            *blank = blank.wrapping_add(u64::from(byte == b'\n'));
            *position = position.wrapping_add(1);
        }
        let start = *position;
        let rest = bytes.get(start..).unwrap_or_default();
        let window = rest.get(..MAX_RECORD).unwrap_or(rest);
        let is_whole = is_last && window.len() == rest.len();
        let (length, flaw) = match self {
            Objects::Lines => (window.iter().position(|&byte| byte == b'\n'), None),
            Objects::Items => balanced(window),
        };
        let mut item = Item { start, end: start, blank: std::mem::take(blank), flaw, ..Item::default() };
        let length = match length {
            Some(length) => length,
            None if is_whole => {
                item.flaw = (self == Objects::Items).then_some(Flaw::Unclosed);
                window.len()
            }
            None if window.len() < MAX_RECORD => {
                *blank = item.blank;
                return None;
            }
            None => {
                item.flaw = Some(Flaw::TooLarge);
                item.is_cut = true;
                window.len()
            }
        };
        let text = rest.get(..length).unwrap_or_default();
        item.end = start.wrapping_add(text.trim_ascii_end().len());
        *position = item.end;
        let inside = bytes.get(start..item.end).unwrap_or_default();
        item.lines = if item.is_cut { 0 } else { count_lines(inside) };
        Some(item)
    }
}

fn count_lines(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |lines, &byte| u64::wrapping_add(lines, u64::from(byte == b'\n')))
}

/// How many bytes the object at the front takes, and what is wrong with it; no length where its end is not there yet.
fn balanced(bytes: &[u8]) -> (Option<usize>, Option<Flaw>) {
    if bytes.first() != Some(&b'{') {
        // no object: it ends with its line, or where something begins that may be one
        let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'{' | b']'));
        return (end, Some(Flaw::Stray));
    }
    // a bit for each bracket that is open: whether it is an object's
    let (mut open, mut depth) = (0_u128, 0_u32);
    let (mut is_text, mut is_escaped, mut before) = (false, false, b' ');
    for (index, &byte) in bytes.iter().enumerate() {
        match byte {
            // a text has no line end in it
            b'\n' if is_text => return (Some(index), Some(Flaw::Unclosed)),
            _ if is_escaped => is_escaped = false,
            b'\\' if is_text => is_escaped = true,
            b'"' => is_text = !is_text,
            _ if is_text => {}
            // in an object, one that is no member's value is the next item
            b'{' if depth > 0 && open & 1 == 1 && before != b':' => return (Some(index), Some(Flaw::Unclosed)),
            b'{' | b'[' => {
                open = open << 1 | u128::from(byte == b'{');
                depth = depth.wrapping_add(1);
            }
            b'}' | b']' => {
                open >>= 1;
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return (Some(index.wrapping_add(1)), None);
                }
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    (None, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<(&str, u64, Option<Flaw>)> {
        let Detected::Json(objects) = Objects::detect(text.as_bytes(), true) else { panic!("{text} is no JSON") };
        let (mut position, mut blank, mut line, mut items) = (0, 0, 1, Vec::new());
        while let Some(item) = objects.next(text.as_bytes(), &mut position, true, &mut blank) {
            line += item.blank;
            items.push((&text[item.start..item.end], line, item.flaw));
            line += item.lines;
        }
        assert_eq!(position, text.len());
        items
    }

    #[test]
    fn objects_stand_on_lines_or_in_arrays() {
        let wanted = [("{\"a\":1}", 1, None), ("{\"b\":[{}]}", 2, None)];
        assert_eq!(split("{\"a\":1}\n{\"b\":[{}]}"), wanted);
        assert_eq!(split("[{\"a\":1},\n{\"b\":[{}]}]\n"), wanted);
        assert_eq!(
            split("[\n  {\n\"a\": \"}\\\"\"},{\"b\":1}]"),
            [("{\n\"a\": \"}\\\"\"}", 2, None), ("{\"b\":1}", 3, None)]
        );
        assert_eq!(split("{\n \"a\":1\n}\n{\n \"b\":2\n}\n").len(), 2);
        assert_eq!(split("[]"), []);
    }

    #[test]
    fn what_is_broken_takes_nothing_with_it() {
        assert_eq!(split("{\"a\":1}\n{\"b\n{\"c\":1}\n").last(), Some(&("{\"c\":1}", 3, None)));
        for broken in ["{\"b\":\"x", "{\"b\":1", "{\"b\":{", "x", "1, 2"] {
            let text = format!("[\n{{\"a\":1}},\n{broken}\n{{\"c\":1}}\n]");
            let items = split(&text);
            assert_eq!(items.first(), Some(&("{\"a\":1}", 2, None)), "{broken}");
            assert_eq!(items.last(), Some(&("{\"c\":1}", 4, None)), "{broken}");
            assert!(items[1..items.len() - 1].iter().all(|item| item.2.is_some()), "{broken}");
            assert!(items.len() > 2, "{broken}");
        }
    }

    #[test]
    fn pieces_of_any_size_give_the_same() {
        let text = "[\n {\"a\":\"x\"},\n {\"b\":\n {\"c\":1}},\n\n {\"d\":2}]\n";
        let whole = split(text);
        for size in 1..text.len() {
            let (mut buffer, mut blank, mut line, mut items) = (Vec::new(), 0, 1, Vec::new());
            let mut pieces = text.as_bytes().chunks(size).peekable();
            while let Some(piece) = pieces.next() {
                buffer.extend_from_slice(piece);
                let mut position = 0;
                while let Some(item) = Objects::Items.next(&buffer, &mut position, pieces.peek().is_none(), &mut blank)
                {
                    line += item.blank;
                    items.push((String::from_utf8_lossy(&buffer[item.start..item.end]).into_owned(), line));
                    line += item.lines;
                }
                buffer.drain(..position);
            }
            let wanted: Vec<_> = whole.iter().map(|item| (item.0.to_owned(), item.1)).collect();
            assert_eq!(items, wanted, "{size}");
        }
    }
}
