//! Which line of a statement is of which payment: by reference; where none decides, by amount, account and day.

use rust_decimal::Decimal;

use super::hash::{self, Index};
use super::lines::{Line, Lines, Standing};
use super::statement::Statement;
use crate::money::Currency;

/// What lines are compared by.
#[derive(Clone, Debug)]
pub struct Terms {
    /// How many days after the ledger's day a payment without a reference may stand on the statement.
    pub days: u16,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms { days: 5 }
    }
}

/// How a line came to its payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Reference,
    Text,
    AmountAccountDate,
}

/// A line of a statement, by its place, and the payment that it is of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) payment: u32,
    pub(super) file: u32,
    pub(super) line: u32,
    pub(super) by: By,
}

/// What is of no payment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alone {
    pub(super) file: u32,
    pub(super) line: u32,
    /// Several payments fit.
    pub(super) is_open: bool,
}

/// What was found: pairs in the order of payments, and the rest in the order of statements.
pub(super) struct Pairing {
    pub(super) pairs: Vec<Pair>,
    pub(super) alone: Vec<Alone>,
}

/// How long a reference of the bank's is that tells a payment without its amount.
const SURE: usize = 6;

/// How many lines of which kind a payment has from one channel.
#[derive(Clone, Copy, Default)]
struct Taken {
    paid: [u8; 7],
    other: u8,
}

pub(super) fn pair(ledger: &Statement, statements: &[&Statement], terms: &Terms) -> Pairing {
    let index = references(&ledger.lines);
    let mut taken = vec![Taken::default(); ledger.lines.all.len()];
    let (mut pairs, mut alone) = (Vec::new(), Vec::new());
    let mut candidates = Vec::new();
    for (file, statement) in (0_u32..).zip(statements) {
        for (place, line) in (0_u32..).zip(&statement.lines.all) {
            candidates.clear();
            let lines = &statement.lines;
            // the caller's own reference decides before that of the bank
            for reference in lines.references(line) {
                add(&index, &ledger.lines, reference, &mut candidates);
                if reference == lines.bank_reference(line) && reference.len() < SURE {
                    // a short number of the bank's may be one of ours by chance
                    candidates.retain(|payment| has_same_amount(&ledger.lines, *payment, lines, place));
                }
                if !candidates.is_empty() {
                    break;
                }
            }
            let mut by = By::Reference;
            if candidates.is_empty() {
                by = By::Text;
                for word in words(lines.remark(line)) {
                    add(&index, &ledger.lines, word, &mut candidates);
                }
                // a word of a text decides only together with the amount
                candidates.retain(|payment| has_same_amount(&ledger.lines, *payment, lines, place));
            }
            let channel = statement.channel.place();
            match best(&candidates, ledger, &taken, statement, place) {
                Some(payment) => {
                    if let Some(taken) = taken.get_mut(usize::try_from(payment).unwrap_or(usize::MAX)) {
                        let count = match line.standing {
                            Standing::Paid => taken.paid.get_mut(channel),
                            _ => Some(&mut taken.other),
                        };
                        if let Some(count) = count {
                            *count = count.saturating_add(1);
                        }
                    }
                    pairs.push(Pair { payment, file, line: place, by });
                }
                None => alone.push(Alone { file, line: place, is_open: false }),
            }
        }
    }
    drop(index);
    by_amount(ledger, statements, &taken, terms, &mut pairs, &mut alone);
    pairs.sort_by_key(|pair| pair.payment);
    Pairing { pairs, alone }
}

fn references(lines: &Lines) -> Index {
    let mut entries = Vec::with_capacity(lines.all.len());
    for (place, line) in (0_u32..).zip(&lines.all) {
        entries.extend(lines.references(line).map(|reference| (hash::of(reference), place)));
    }
    entries.sort_unstable();
    entries.dedup();
    Index::new(entries)
}

fn add(index: &Index, ledger: &Lines, reference: &str, candidates: &mut Vec<u32>) {
    for place in index.get(hash::of(reference)) {
        let line = usize::try_from(place).ok().and_then(|place| ledger.all.get(place));
        let is_same = line.is_some_and(|line| ledger.references(line).any(|own| own == reference));
        // a reference that very many payments have tells none of them
        if is_same && !candidates.contains(&place) && candidates.len() < 64 {
            candidates.push(place);
        }
    }
}

/// The words of a text that may be references.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '"' | '\'');
    text.split(between).map(|word| word.trim_end_matches('.')).filter(|word| word.len() >= 4)
}

fn line(lines: &Lines, place: u32) -> Option<&Line> {
    usize::try_from(place).ok().and_then(|place| lines.all.get(place))
}

/// Whether the line of a statement says the amount of the payment, as booked or as instructed.
pub(super) fn has_same_amount(ledger: &Lines, payment: u32, lines: &Lines, place: u32) -> bool {
    let (Some(own), Some(other)) = (line(ledger, payment), line(lines, place)) else { return false };
    let Some(amount) = own.amount else { return false };
    let is_it = |said: Decimal, currency: Option<Currency>| {
        said == amount && (own.currency.is_none() || currency.is_none() || own.currency == currency)
    };
    other.amount.is_some_and(|said| is_it(said, other.currency))
        || usize::try_from(place)
            .ok()
            .and_then(|place| lines.instructed(place))
            .is_some_and(|(said, currency)| is_it(said, Some(currency)))
}

/// Of payments with one reference: that of the same amount which has the fewest lines like this one; among equals the first.
fn best(candidates: &[u32], ledger: &Statement, taken: &[Taken], statement: &Statement, place: u32) -> Option<u32> {
    let [first, rest @ ..] = candidates else { return None };
    if rest.is_empty() {
        return Some(*first);
    }
    let is_paid = line(&statement.lines, place).is_some_and(|line| line.standing == Standing::Paid);
    let channel = statement.channel.place();
    let rank = |payment: &u32| {
        let counts = usize::try_from(*payment).ok().and_then(|place| taken.get(place)).copied().unwrap_or_default();
        let paid = counts.paid.get(channel).copied().unwrap_or_default();
        let count = if is_paid { paid } else { counts.other };
        let is_other = !has_same_amount(&ledger.lines, *payment, &statement.lines, place);
        // what comes back was paid
        let is_unpaid = !is_paid && paid == 0;
        (is_other, count, is_unpaid)
    };
    candidates.iter().min_by_key(|payment| rank(payment)).copied()
}

/// How many payments of one amount to one account are looked at for a line.
const MOST_ALIKE: usize = 4096;

/// What amount, account and day are needed for, in lines that have them.
fn key(lines: &Lines, line: &Line) -> Option<u64> {
    let account = lines.account(line);
    let (amount, currency, _) = (line.amount?, line.currency?, line.date?);
    (!account.is_empty()).then(|| hash::of((account, amount.normalize(), currency.as_str())))
}

/// Pairs lines without a known reference with payments that have no line, by all of amount, account and day. Payments that
/// differ in nothing are taken in the order of their days.
fn by_amount(
    ledger: &Statement,
    statements: &[&Statement],
    taken: &[Taken],
    terms: &Terms,
    pairs: &mut Vec<Pair>,
    alone: &mut Vec<Alone>,
) {
    let mut open: Vec<(u64, i32, u32)> = Vec::new();
    for ((place, payment), taken) in (0_u32..).zip(&ledger.lines.all).zip(taken) {
        let is_free = taken.other == 0 && taken.paid.iter().all(|count| *count == 0);
        let is_due = matches!(payment.standing, Standing::Paid | Standing::Unknown | Standing::Returned);
        if let (true, Some(key), Some(date)) = (is_free && is_due, key(&ledger.lines, payment), payment.date) {
            open.push((key, date, place));
        }
    }
    if open.is_empty() {
        return;
    }
    open.sort_unstable();
    let mut loose: Vec<(u64, i32, usize)> = Vec::new();
    for (at, one) in alone.iter().enumerate() {
        let Some((lines, said)) = at_of(statements, one) else { continue };
        let can = matches!(said.standing, Standing::Paid | Standing::Returned);
        if let (true, Some(key), Some(date)) = (can, key(lines, said), said.date) {
            loose.push((key, date, at));
        }
    }
    loose.sort_unstable();
    let mut used = vec![false; open.len()];
    let mut gone = vec![false; alone.len()];
    // payments that came back have two lines: first those that went out, then those that came back
    for wanted in [Standing::Paid, Standing::Returned] {
        let mut again = vec![false; open.len()];
        // the first payment of a key that may still be taken: both lists are in the order of days
        let mut head = (0, 0_usize);
        for (key, date, at) in &loose {
            let Some(one) = alone.get_mut(*at) else { continue };
            let Some((lines, said)) = at_of(statements, one).filter(|(_, said)| said.standing == wanted) else {
                continue;
            };
            if head.0 != *key || head.1 == 0 {
                head = (*key, open.partition_point(|(other, ..)| other < key));
            }
            let is_past = |place: usize| {
                let expired = |payment: &(u64, i32, u32)| date.saturating_sub(payment.1) > i32::from(terms.days);
                used.get(place) == Some(&true) || open.get(place).is_some_and(|it| it.0 == *key && expired(it))
            };
            while wanted == Standing::Paid && is_past(head.1) {
                head.1 = head.1.saturating_add(1);
            }
            let fits = |payment: &(u64, i32, u32)| {
                let after = date.saturating_sub(payment.1);
                let is_later = wanted == Standing::Returned && after >= 0;
                let is_own = line(&ledger.lines, payment.2)
                    .is_some_and(|own| ledger.lines.account(own) == lines.account(said) && own.amount == said.amount);
                is_own && (is_later || (0..=i32::from(terms.days)).contains(&after))
            };
            let own =
                open.iter().enumerate().skip(head.1).take(MOST_ALIKE).take_while(|(_, payment)| payment.0 == *key);
            let own = own.filter(|(place, payment)| {
                let is_used = if wanted == Standing::Paid { used.get(*place) } else { again.get(*place) };
                is_used == Some(&false) && fits(payment)
            });
            let mut own = own.take(2);
            let Some((place, (_, _, payment))) = own.next() else { continue };
            // of several that fit, the one that came back cannot be told
            if wanted == Standing::Returned && own.next().is_some() {
                one.is_open = true;
                continue;
            }
            let marks = if wanted == Standing::Paid { &mut used } else { &mut again };
            if let (Some(mark), Some(gone)) = (marks.get_mut(place), gone.get_mut(*at)) {
                (*mark, *gone) = (true, true);
                pairs.push(Pair { payment: *payment, file: one.file, line: one.line, by: By::AmountAccountDate });
            }
        }
    }
    let mut gone = gone.into_iter();
    alone.retain(|_| gone.next() != Some(true));
}

fn at_of<'a>(statements: &[&'a Statement], one: &Alone) -> Option<(&'a Lines, &'a Line)> {
    let lines = &statements.get(usize::try_from(one.file).ok()?)?.lines;
    Some((lines, line(lines, one.line)?))
}
