//! Lines of ledgers and statements, kept close together: some hundred bytes each.

use std::fmt;

use rust_decimal::Decimal;

use crate::money::Currency;
use crate::timestamp::Date;

/// What a line says became of the money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// It went out.
    #[default]
    Paid,
    /// It came back, or will.
    Returned,
    /// It did not go out, and will not.
    NotPaid,
    /// It is not decided yet.
    Pending,
    /// Other money came in.
    Incoming,
    /// One sum for several payments.
    Batch,
    /// Money may have moved: a ledger that does not know.
    Unknown,
    /// Another payout has paid it: what a ledger says.
    Elsewhere,
}

/// What a line was read from. The same payment may stand in several of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// A table: CSV, JSON objects, a workbook.
    #[default]
    Table,
    /// A provider's own records.
    Provider,
    /// camt.052: the account during the day.
    Camt052,
    /// camt.053: the account at the end of the day.
    Camt053,
    /// camt.054: what was debited and credited.
    Camt054,
    /// pain.002: what became of instructions.
    Pain002,
    /// A file of the ACH network.
    Nacha,
}

impl Channel {
    /// The word in answers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Channel::Table => "table",
            Channel::Provider => "provider",
            Channel::Camt052 => "camt.052",
            Channel::Camt053 => "camt.053",
            Channel::Camt054 => "camt.054",
            Channel::Pain002 => "pain.002",
            Channel::Nacha => "nacha",
        }
    }

    /// Its place in lists of counts.
    pub(super) const fn place(self) -> usize {
        match self {
            Channel::Table => 0,
            Channel::Provider => 1,
            Channel::Camt052 => 2,
            Channel::Camt053 => 3,
            Channel::Camt054 => 4,
            Channel::Pain002 => 5,
            Channel::Nacha => 6,
        }
    }
}

/// A line as it is read. `Debug` shows none of it.
#[derive(Clone, Default)]
pub(super) struct NewLine {
    pub(super) number: u64,
    pub(super) standing: Standing,
    pub(super) amount: Option<Decimal>,
    pub(super) currency: Option<Currency>,
    /// What was instructed, where the bank says it beside what it booked.
    pub(super) instructed: Option<(Decimal, Currency)>,
    pub(super) date: Option<Date>,
    /// The most telling first.
    pub(super) references: Vec<String>,
    /// The bank's own, of the booking.
    pub(super) bank_reference: String,
    pub(super) account: String,
    /// Free text, in which a reference may stand.
    pub(super) text: String,
    /// Why, in the word of who wrote it: `AC04`, `R03`.
    pub(super) code: String,
}

/// One line that is kept.
pub(super) struct Line {
    pub(super) number: u32,
    pub(super) standing: Standing,
    pub(super) amount: Option<Decimal>,
    pub(super) currency: Option<Currency>,
    pub(super) date: Option<i32>,
    start: usize,
    /// Where each of the texts ends, counted from the start: references, the bank's reference, account, text.
    ends: [u32; 5],
}

/// All lines of a file.
#[derive(Default)]
pub(super) struct Lines {
    texts: String,
    pub(super) all: Vec<Line>,
    instructed: Vec<(u32, Decimal, Currency)>,
}

/// Shows nothing of them.
impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} lines", self.all.len())
    }
}

/// Between references: no text has it.
const BETWEEN: char = '\u{1f}';

/// How long a text may be that is kept.
const MOST: usize = 512;

impl Lines {
    pub(super) fn push(&mut self, new: &NewLine) {
        let start = self.texts.len();
        let mut ends = [0_u32; 5];
        let mut is_first = true;
        for reference in &new.references {
            if !is_first {
                self.texts.push(BETWEEN);
            }
            is_first = false;
            self.texts.push_str(cut(reference));
        }
        let texts = ["", &new.bank_reference, &new.account, &new.text, &new.code];
        for (end, text) in ends.iter_mut().zip(texts) {
            self.texts.push_str(cut(text));
            *end = u32::try_from(self.texts.len().saturating_sub(start)).unwrap_or(u32::MAX);
        }
        if let Some((amount, currency)) = new.instructed {
            self.instructed.push((u32::try_from(self.all.len()).unwrap_or(u32::MAX), amount, currency));
        }
        self.all.push(Line {
            number: u32::try_from(new.number).unwrap_or(u32::MAX),
            standing: new.standing,
            amount: new.amount,
            currency: new.currency,
            date: new.date.and_then(|date| i32::try_from(date.days()).ok()),
            start,
            ends,
        });
    }

    fn text(&self, line: &Line, place: usize) -> &str {
        let end = |place: usize| line.ends.get(place).map_or(0, |end| usize::try_from(*end).unwrap_or(0));
        let from = place.checked_sub(1).map_or(0, end);
        let (from, to) = (line.start.saturating_add(from), line.start.saturating_add(end(place)));
        self.texts.get(from..to).unwrap_or_default()
    }

    pub(super) fn references<'a>(&'a self, line: &Line) -> impl Iterator<Item = &'a str> {
        self.text(line, 0).split(BETWEEN).filter(|reference| !reference.is_empty())
    }

    pub(super) fn bank_reference(&self, line: &Line) -> &str {
        self.text(line, 1)
    }

    pub(super) fn account(&self, line: &Line) -> &str {
        self.text(line, 2)
    }

    pub(super) fn remark(&self, line: &Line) -> &str {
        self.text(line, 3)
    }

    pub(super) fn code(&self, line: &Line) -> &str {
        self.text(line, 4)
    }

    /// What was instructed of a line, by its place.
    pub(super) fn instructed(&self, place: usize) -> Option<(Decimal, Currency)> {
        let place = u32::try_from(place).ok()?;
        let at = self.instructed.binary_search_by_key(&place, |(place, ..)| *place).ok()?;
        self.instructed.get(at).map(|(_, amount, currency)| (*amount, *currency))
    }

    /// Turns amounts round: what was taken for money that went out came in, and the other way.
    pub(super) fn lines_mut(&mut self) -> impl Iterator<Item = &mut Line> {
        self.all.iter_mut()
    }
}

fn cut(text: &str) -> &str {
    let text = text.trim();
    if text.len() <= MOST {
        return text;
    }
    let end = (0..=MOST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}
