//! Counts the cells that a sheet of `OpenDocument` makes by repeating others, before they are made: a few bytes could fill any memory.

use std::io::Read;

use super::sink::Trouble;

/// How many cells may be made so. Spreadsheets fill up the end of rows and of the sheet by it, where nothing comes behind;
/// that does not count.
const MAX_REPEATED: u64 = 4_000_000;

/// How long a tag is that is looked at.
const MAX_TAG: usize = 16 * 1024;

#[derive(Default)]
struct Count {
    /// The cells that repeats have made so far.
    made: u64,
    /// The cells of the row, up to the last one with something in it, and how often the row is there.
    width: u64,
    times: u64,
    /// Empty cells of the row behind that.
    empty: u64,
    /// The widest row.
    widest: u64,
    /// Empty rows behind the last one that is not.
    empty_rows: u64,
}

/// Refuses a sheet with more.
pub(super) fn are_few(content: &mut dyn Read) -> Result<(), Trouble> {
    let (mut chunk, mut tag, mut count) = (vec![0; 64 * 1024], Vec::new(), Count::default());
    loop {
        let read = content.read(&mut chunk).map_err(|_| Trouble::Damaged("OpenDocument (.ods)"))?;
        if read == 0 {
            return Ok(());
        }
        for &byte in chunk.get(..read).unwrap_or_default() {
            match byte {
                b'<' => tag.clear(),
                b'>' => count.tag(&tag),
                _ if tag.len() < MAX_TAG => tag.push(byte),
                _ => {}
            }
        }
        if count.made > MAX_REPEATED {
            return Err(Trouble::Held);
        }
    }
}

impl Count {
    fn tag(&mut self, tag: &[u8]) {
        if tag.starts_with(b"table:table-row") {
            (self.width, self.empty) = (0, 0);
            self.times = repeated(tag, b"number-rows-repeated").max(1);
            if tag.ends_with(b"/") {
                self.end_row();
            }
        } else if tag == b"/table:table-row" {
            self.end_row();
        } else if tag.starts_with(b"table:table-cell") || tag.starts_with(b"table:covered-table-cell") {
            let times = repeated(tag, b"number-columns-repeated").max(1);
            let is_filled = contains(tag, b"office:") || contains(tag, b"table:formula");
            self.made = self.made.saturating_add(self.empty.saturating_sub(1));
            self.width = self.width.saturating_add(self.empty);
            self.empty = if is_filled { 0 } else { times };
            if is_filled {
                self.made = self.made.saturating_add(times.saturating_sub(1));
                self.width = self.width.saturating_add(times);
            }
        }
    }

    fn end_row(&mut self) {
        if self.width == 0 {
            self.empty_rows = self.empty_rows.saturating_add(self.times);
            return;
        }
        self.widest = self.widest.max(self.width);
        let again = self.times.saturating_sub(1).saturating_mul(self.width);
        let between = self.empty_rows.saturating_mul(self.widest);
        self.made = self.made.saturating_add(again).saturating_add(between);
        self.empty_rows = 0;
    }
}

fn contains(tag: &[u8], part: &[u8]) -> bool {
    tag.windows(part.len()).any(|window| window == part)
}

/// How often what a tag begins is there: the number of this attribute.
fn repeated(tag: &[u8], name: &[u8]) -> u64 {
    let at = tag.windows(name.len()).position(|window| window == name);
    let digits = at.and_then(|at| tag.get(at.saturating_add(name.len())..)).unwrap_or_default();
    let digits = digits.iter().skip_while(|byte| !byte.is_ascii_digit()).take_while(|byte| byte.is_ascii_digit());
    // a sheet has no more columns and rows than that, whatever is said
    digits.fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit & 0x0f))).min(1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_refused(rows: &str) -> bool {
        are_few(&mut rows.as_bytes()).is_err()
    }

    #[test]
    fn what_fills_up_a_sheet_is_no_bomb() {
        let cell = "<table:table-cell office:value-type=\"string\"><text:p>a</text:p></table:table-cell>";
        let end = "<table:table-cell table:number-columns-repeated=\"16383\"/></table:table-row>";
        let row = ["<table:table-row>", cell, end].concat();
        let rest = "<table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>";
        assert!(!is_refused(&[&row.repeat(1000), rest].concat()));
        // something behind it is another matter
        assert!(is_refused(&[&row, rest, &row.repeat(9), rest, &row, rest, &row, rest, &row, rest, &row].concat()));
        let wide = "<table:table-row><table:table-cell office:value=\"1\" table:number-columns-repeated=\"16384\"/></table:table-row>";
        assert!(!is_refused(&wide.repeat(100)) && is_refused(&wide.repeat(300)));
    }
}
