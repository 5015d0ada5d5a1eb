//! Decides about every payment of the ledger by the lines that are of it, and about lines that are of none.

use rust_decimal::Decimal;

use super::decision::{Decision, LineView, Outcome, Reason};
use super::lines::{Line, Lines, Standing};
use super::pairing::{Alone, By, Pair, Terms, has_same_amount, pair};
use super::statement::Statement;
use crate::money::Currency;

/// How many lines there are of each outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    counts: Vec<(Outcome, Reason, u64)>,
    differences: u64,
    /// Statements that were given twice, by their places: they were not counted again.
    pub given_twice: Vec<usize>,
}

impl Summary {
    fn add(&mut self, decision: &Decision<'_>) {
        self.differences = self.differences.saturating_add(u64::from(decision.is_difference()));
        let key = (decision.outcome, decision.reason);
        match self.counts.iter_mut().find(|(outcome, reason, _)| (*outcome, *reason) == key) {
            Some((.., count)) => *count = count.saturating_add(1),
            None => self.counts.push((key.0, key.1, 1)),
        }
    }

    /// How many lines have this outcome.
    #[must_use]
    pub fn of(&self, outcome: Outcome) -> u64 {
        self.counts.iter().filter(|(other, ..)| *other == outcome).map(|(.., count)| count).sum()
    }

    /// How many there are of each outcome and reason, in the order of the outcomes.
    #[must_use]
    pub fn counts(&self) -> Vec<(Outcome, Reason, u64)> {
        let mut counts = self.counts.clone();
        counts.sort_unstable();
        counts
    }

    /// Whether somebody has to look at a line.
    #[must_use]
    pub const fn has_differences(&self) -> bool {
        self.differences > 0
    }

    /// How many lines somebody has to look at.
    #[must_use]
    pub const fn differences(&self) -> u64 {
        self.differences
    }
}

/// Holds a ledger against statements, and hands over a decision for every payment, in the order of the ledger, then those for
/// lines of statements that are of no payment. A statement that is given twice, to the byte, counts once.
pub fn reconcile(
    ledger: &Statement,
    statements: &[Statement],
    terms: &Terms,
    each: &mut dyn FnMut(&Decision<'_>),
) -> Summary {
    let (mut summary, mut used) = (Summary::default(), Vec::<&Statement>::new());
    for (place, statement) in statements.iter().enumerate() {
        if used.iter().any(|other| other.hash == statement.hash && other.lines.all.len() == statement.lines.all.len()) {
            summary.given_twice.push(place);
        } else {
            used.push(statement);
        }
    }
    let pairing = pair(ledger, &used, terms);
    let books = Books { ledger, statements: &used };
    let mut each = |decision: &Decision<'_>| {
        summary.add(decision);
        each(decision);
    };
    let mut rest = pairing.pairs.as_slice();
    for (place, payment) in (0_u32..).zip(&ledger.lines.all) {
        let count = rest.iter().take_while(|pair| pair.payment == place).count();
        let (own, behind) = rest.split_at(count);
        rest = behind;
        books.payment(place, payment, own, &mut each);
    }
    for one in &pairing.alone {
        books.alone(one, &mut each);
    }
    summary
}

struct Books<'a> {
    ledger: &'a Statement,
    statements: &'a [&'a Statement],
}

/// A line that is of a payment.
#[derive(Clone, Copy)]
struct Of<'a> {
    pair: Pair,
    statement: &'a Statement,
    line: &'a Line,
}

impl<'a> Books<'a> {
    fn lines(&self, pairs: &[Pair]) -> Vec<Of<'a>> {
        let find = |pair: &Pair| {
            let statement = *self.statements.get(usize::try_from(pair.file).ok()?)?;
            let line = statement.lines.all.get(usize::try_from(pair.line).ok()?)?;
            Some(Of { pair: *pair, statement, line })
        };
        pairs.iter().filter_map(find).collect()
    }

    fn payment(&self, place: u32, payment: &'a Line, pairs: &[Pair], each: &mut dyn FnMut(&Decision<'_>)) {
        let all = self.lines(pairs);
        let (of, doubled) = counted(&all);
        let with = |standing: Standing| of.iter().filter(move |one| one.line.standing == standing).copied();
        let paid: Vec<Of<'_>> = by_channel(with(Standing::Paid));
        // money that comes in under the reference of a payment is what came back
        let came_in = of.iter().filter(|one| matches!(one.line.standing, Standing::Returned | Standing::Incoming));
        let back: Vec<Of<'_>> = by_channel(came_in.copied());
        let rejected = with(Standing::NotPaid).next();
        let view = view(self.ledger, payment);
        let mut say = |outcome, reason, difference| {
            let shown = all.iter().filter(|one| !doubled.iter().any(|other| is_one(other, one)));
            let statement = shown.map(|one| self::view(one.statement, one.line)).collect();
            each(&Decision { outcome, reason, ledger: Some(view), statement, difference });
        };
        let (outcome, reason, difference) = match payment.standing {
            Standing::Returned if !back.is_empty() || rejected.is_some() => {
                (Outcome::Returned, Reason::CameBackOnBoth, None)
            }
            Standing::Returned if paid.is_empty() => (Outcome::Missing, Reason::NotOnStatement, None),
            Standing::Returned => (Outcome::Missing, Reason::ReturnNotOnStatement, None),
            Standing::NotPaid | Standing::Pending if paid.len() > back.len() => {
                (Outcome::Unexpected, Reason::LedgerSaysNotPaid, None)
            }
            Standing::NotPaid | Standing::Pending => (Outcome::Matched, Reason::PaidByNeither, None),
            Standing::Elsewhere => (Outcome::Matched, Reason::PaidElsewhere, None),
            _ => self.expected(place, payment, &of, &paid, &back, rejected),
        };
        say(outcome, reason, difference);
        // what is there once more than it came back
        let is_due = !matches!(payment.standing, Standing::Returned);
        let extra = paid.len().saturating_sub(back.len()).saturating_sub(1);
        let kept =
            paid.iter().position(|one| has_same_amount(&self.ledger.lines, place, &one.statement.lines, one.pair.line));
        let others = paid.iter().enumerate().filter(|(at, _)| *at != kept.unwrap_or(0)).map(|(_, one)| one);
        let mut twice: Vec<&Of<'_>> = if is_due { others.collect() } else { Vec::new() };
        let twice = twice.split_off(twice.len().saturating_sub(extra));
        for one in twice {
            let is_copy = paid.iter().any(|other| other.pair.file != one.pair.file && is_alike(other, one));
            let reason = if is_copy { Reason::InTwoFiles } else { Reason::PaidTwice };
            let statement = vec![self::view(one.statement, one.line)];
            each(&Decision { outcome: Outcome::Duplicate, reason, ledger: Some(view), statement, difference: None });
        }
    }

    /// Of a payment that the ledger has as paid, or does not know of.
    fn expected(
        &self,
        place: u32,
        payment: &Line,
        of: &[Of<'_>],
        paid: &[Of<'_>],
        back: &[Of<'_>],
        rejected: Option<Of<'_>>,
    ) -> (Outcome, Reason, Option<Decimal>) {
        let is_same = |one: &&Of<'_>| has_same_amount(&self.ledger.lines, place, &one.statement.lines, one.pair.line);
        let Some(first) = paid.iter().find(is_same).or(paid.first()) else {
            return match (back.first(), rejected) {
                (Some(_), _) => (Outcome::Returned, Reason::CameBack, None),
                (_, Some(_)) => (Outcome::Returned, Reason::Rejected, None),
                _ if of.iter().any(|one| one.line.standing == Standing::Pending) => {
                    (Outcome::Missing, Reason::Pending, None)
                }
                _ => (Outcome::Missing, Reason::NotOnStatement, None),
            };
        };
        if back.len() >= paid.len() {
            let returned = back.last().and_then(|one| one.line.amount);
            return match returned.zip(first.line.amount) {
                Some((returned, paid)) if returned != paid => {
                    (Outcome::Returned, Reason::CameBackInPart, returned.checked_sub(paid))
                }
                _ => (Outcome::Returned, Reason::CameBack, None),
            };
        }
        if rejected.is_some() {
            return (Outcome::Unexpected, Reason::RejectedAndBooked, None);
        }
        if !is_same(&first) {
            // a status of an instruction is of the amount that was instructed
            let is_status = first.statement.channel == super::lines::Channel::Pain002;
            return match (payment.amount, first.line.amount) {
                (Some(_), None) if is_status => (Outcome::Matched, Reason::ReferenceAlone, None),
                (Some(own), Some(said)) if own == said => (Outcome::AmountDiffers, Reason::Currency, None),
                (Some(own), Some(said)) => {
                    let is_one = payment.currency.zip(first.line.currency).is_none_or(|(own, said)| own == said);
                    let difference = if is_one { said.checked_sub(own) } else { None };
                    let reason = if is_one { Reason::Amount } else { Reason::Currency };
                    (Outcome::AmountDiffers, reason, difference)
                }
                _ => (Outcome::AmountDiffers, Reason::AmountNotRead, None),
            };
        }
        let reason = match first.pair.by {
            _ if !back.is_empty() => Reason::PaidAfterReturn,
            By::Reference => Reason::Reference,
            By::Text => Reason::ReferenceInText,
            By::AmountAccountDate => Reason::AmountAccountDate,
        };
        (Outcome::Matched, reason, None)
    }

    fn alone(&self, one: &Alone, each: &mut dyn FnMut(&Decision<'_>)) {
        let Some(statement) = usize::try_from(one.file).ok().and_then(|file| self.statements.get(file)) else { return };
        let Some(line) = usize::try_from(one.line).ok().and_then(|line| statement.lines.all.get(line)) else { return };
        let lines = &statement.lines;
        let can = || line.amount.is_some() && line.date.is_some() && !lines.account(line).is_empty();
        let reason = match line.standing {
            _ if one.is_open => Reason::SeveralFit,
            Standing::Incoming => Reason::Incoming,
            Standing::Batch => Reason::BatchBooking,
            _ if lines.references(line).next().is_none() && !can() => Reason::NothingToMatchBy,
            _ => Reason::NotInLedger,
        };
        let statement = vec![view(statement, line)];
        each(&Decision { outcome: Outcome::Unexpected, reason, ledger: None, statement, difference: None });
    }
}

fn is_one(one: &Of<'_>, other: &Of<'_>) -> bool {
    (one.pair.file, one.pair.line) == (other.pair.file, other.pair.line)
}

/// Whether two lines say the same in all that is compared.
fn is_alike(one: &Of<'_>, other: &Of<'_>) -> bool {
    let key = |of: &Of<'_>| {
        (of.line.amount, of.line.currency.as_ref().map(Currency::as_str).map(str::to_owned), of.line.date)
    };
    one.statement.channel == other.statement.channel && key(one) == key(other)
}

/// The lines without those that another file of the same kind has too, by the bank's own reference; and these.
fn counted<'a>(all: &[Of<'a>]) -> (Vec<Of<'a>>, Vec<Of<'a>>) {
    let (mut kept, mut doubled): (Vec<Of<'a>>, Vec<Of<'a>>) = (Vec::new(), Vec::new());
    for one in all {
        let own = one.statement.lines.bank_reference(one.line);
        let is_known = |other: &Of<'_>| {
            other.pair.file != one.pair.file
                && other.statement.channel == one.statement.channel
                && other.line.standing == one.line.standing
                && other.line.amount == one.line.amount
                && !own.is_empty()
                && other.statement.lines.bank_reference(other.line) == own
        };
        if kept.iter().any(is_known) { doubled.push(*one) } else { kept.push(*one) }
    }
    (kept, doubled)
}

/// The lines of that channel which has the most: the same payment stands in messages of several kinds.
fn by_channel<'a>(lines: impl Iterator<Item = Of<'a>>) -> Vec<Of<'a>> {
    let lines: Vec<Of<'a>> = lines.collect();
    let count = |one: &Of<'_>| lines.iter().filter(|other| other.statement.channel == one.statement.channel).count();
    // what was booked says more than what was reported of it
    let most = lines.iter().map(|one| (count(one), one.statement.channel)).max_by_key(|(count, channel)| {
        (*count, matches!(channel, super::lines::Channel::Camt053 | super::lines::Channel::Table), *channel)
    });
    let Some((_, channel)) = most else { return Vec::new() };
    lines.iter().filter(|one| one.statement.channel == channel).copied().collect()
}

fn view<'a>(statement: &'a Statement, line: &'a Line) -> LineView<'a> {
    let lines: &Lines = &statement.lines;
    LineView {
        file: &statement.name,
        line: u64::from(line.number),
        reference: lines.references(line).next().unwrap_or_default(),
        amount: line.amount,
        currency: line.currency.as_ref().map_or("", Currency::as_str),
        date: line.date,
        code: lines.code(line),
        account: lines.account(line),
    }
}
