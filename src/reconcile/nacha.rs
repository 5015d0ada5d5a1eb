//! Returns of the ACH network: records of 94 characters, of which an addenda record 99 says that an entry came back.
//!
//! By the formats of the Nacha Operating Rules, appendix three (addenda of returns and of notifications of change).

use rust_decimal::Decimal;

use super::found::Found;
use super::lines::{NewLine, Standing};
use super::problem::Problem;
use super::texts;
use crate::money::Currency;
use crate::timestamp::Date;

/// How long a record is.
const RECORD: usize = 94;

/// Reads a file as it arrives.
#[derive(Default)]
pub(super) struct Nacha {
    buffer: Vec<u8>,
    line: u64,
    date: Option<Date>,
    entry: Option<NewLine>,
    entries: u64,
    counted: Option<u64>,
    is_broken: bool,
}

impl Nacha {
    /// Whether a file begins as one: a header of 94 characters that says so.
    pub(super) fn is_one(first: &[u8]) -> bool {
        let line = first.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
        first.starts_with(b"101") && line.len() >= RECORD && line.get(34..37) == Some(b"094")
    }

    pub(super) fn push(&mut self, bytes: &[u8], found: &mut Found<'_>) {
        for piece in bytes.chunks(1 << 16) {
            self.buffer.extend_from_slice(piece);
            let buffer = std::mem::take(&mut self.buffer);
            let mut rest = buffer.as_slice();
            while let Some(record) = next(&mut rest) {
                self.record(record, found);
            }
            self.buffer = rest.to_vec();
        }
    }

    pub(super) fn finish(mut self, found: &mut Found<'_>) {
        let rest = std::mem::take(&mut self.buffer);
        let rest = rest.trim_ascii_end();
        if !rest.is_empty() {
            self.record(rest, found);
        }
        self.flush(found);
        if !self.is_broken && self.counted != Some(self.entries) {
            found.say(0, Problem::AchCount);
        }
    }

    fn record(&mut self, record: &[u8], found: &mut Found<'_>) {
        self.line = self.line.saturating_add(1);
        let text = std::str::from_utf8(record).ok().filter(|text| text.len() == RECORD && text.is_ascii());
        let Some(text) = text else {
            self.is_broken = true;
            return found.say(self.line, Problem::Ach);
        };
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default().trim();
        match text.get(..1) {
            Some("1" | "8") => {}
            Some("5") => {
                self.flush(found);
                let date = part(69, 75);
                self.date = texts::date(&["20", date].concat());
            }
            Some("6") => {
                self.flush(found);
                self.entries = self.entries.saturating_add(1);
                // codes that end with 1 or 6 are returns and notifications; credits paid out go back as such
                let cents = part(29, 39).parse::<i64>().ok();
                let mut line = NewLine { number: self.line, date: self.date, ..NewLine::default() };
                line.amount = cents.map(|cents| Decimal::new(cents, 2));
                line.currency = Currency::new("USD");
                line.account = texts::account(part(12, 29));
                line.references.extend(Some(part(39, 54)).filter(|text| !text.is_empty()).map(str::to_owned));
                part(79, 94).clone_into(&mut line.bank_reference);
                line.references.push(line.bank_reference.clone());
                if line.amount.is_none() {
                    found.say(self.line, Problem::Amount);
                }
                self.entry = Some(line);
            }
            Some("7") => {
                self.entries = self.entries.saturating_add(1);
                let Some(entry) = &mut self.entry else { return found.say(self.line, Problem::Ach) };
                match part(1, 3) {
                    "99" => {
                        entry.standing = Standing::Returned;
                        part(3, 6).clone_into(&mut entry.code);
                        let original = part(6, 21).to_owned();
                        entry.references.push(original);
                    }
                    // a notification of change: the money stays where it is
                    "98" => {
                        entry.standing = Standing::Pending;
                        part(3, 6).clone_into(&mut entry.code);
                    }
                    _ => {}
                }
            }
            Some("9") => {
                self.flush(found);
                // the file's control record; after it come lines of nines
                if self.counted.is_none() {
                    self.counted = Some(part(13, 21).parse().unwrap_or(u64::MAX));
                }
            }
            _ => {
                self.is_broken = true;
                found.say(self.line, Problem::Ach);
            }
        }
    }

    fn flush(&mut self, found: &mut Found<'_>) {
        if let Some(line) = self.entry.take() {
            found.line(&line);
        }
    }
}

/// The next record that is there as a whole; empty lines are none.
fn next<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n').or_else(|| (rest.len() > 4096).then_some(4096))?;
        let (line, behind) = rest.split_at_checked(end)?;
        *rest = behind.strip_prefix(b"\n").unwrap_or(behind);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.is_empty() {
            return Some(line);
        }
    }
}
