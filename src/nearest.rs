//! The name that a mistyped one was meant to be.

use crate::text;

/// The one name that is at most two typing errors away, and nearer than any other.
pub(crate) fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut search = Search { typed: typed.to_ascii_lowercase(), letters: Letters::of(typed), best: None };
    for name in names {
        search.take(name);
    }
    search.found()
}

/// A search, apart from where the names come from.
struct Search<'a> {
    typed: String,
    letters: Letters,
    /// The distance of the nearest, and its name where there is one alone.
    best: Option<(usize, Option<&'a str>)>,
}

impl<'a> Search<'a> {
    #[inline(never)]
    fn take(&mut self, name: &'a str) {
        if self.letters.is_far(Letters::of(name)) {
            return;
        }
        let distance = distance(&self.typed, &name.to_ascii_lowercase());
        match self.best {
            Some((least, _)) if distance > least => {}
            Some((least, ref mut tied)) if distance == least => {
                if *tied != Some(name) {
                    *tied = None;
                }
            }
            _ => self.best = Some((distance, Some(name))),
        }
    }

    #[inline(never)]
    fn found(self) -> Option<&'a str> {
        let (distance, name) = self.best?;
        // two errors in a word of three letters are another word
        (distance <= 2 && distance.saturating_mul(3) <= text::count(&self.typed)).then_some(name).flatten()
    }
}

/// Which letters a text has, small or not, and how many. Some share a bit.
#[derive(Clone, Copy)]
struct Letters {
    bits: u64,
    count: usize,
}

impl Letters {
    fn of(text: &str) -> Letters {
        let mut letters = Letters { bits: 0, count: 0 };
        for letter in text.chars() {
            letters.bits |= 1_u64.wrapping_shl(letter.to_ascii_lowercase().into());
            letters.count = letters.count.wrapping_add(1);
        }
        letters
    }

    /// Whether it takes more than two errors from one text to another, as far as their letters tell: an error changes the
    /// number by one at most, and two of the letters.
    const fn is_far(self, other: Letters) -> bool {
        self.count.abs_diff(other.count) > 2 || (self.bits ^ other.bits).count_ones() > 4
    }
}

/// Whether one is at most so many errors from the other, which are no more than two.
pub(crate) fn is_near(one: &str, other: &str, most: usize) -> bool {
    !Letters::of(one).is_far(Letters::of(other)) && distance(one, other) <= most
}

/// The number of letters to put in, take out, exchange or swap with a neighbour.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut previous = None;
    for (row, letter) in a.chars().enumerate() {
        let mut line = vec![row.saturating_add(1)];
        for (column, &other) in b.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX);
            let changed = at(&above, column).saturating_add(usize::from(letter != other));
            let taken = at(&above, column.saturating_add(1)).saturating_add(1);
            let put = at(&line, column).saturating_add(1);
            let mut least = changed.min(taken).min(put);
            if let Some(left) = column.checked_sub(1)
                && previous == Some(other)
                && b.get(left) == Some(&letter)
            {
                least = least.min(at(&before, left).saturating_add(1));
            }
            line.push(least);
        }
        before = std::mem::replace(&mut above, line);
        previous = Some(letter);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_one_that_was_meant() {
        let names = ["iban", "swift", "aba", "amount", "accountName", "accountNumber"];
        let near = |typed| nearest(typed, names.into_iter());
        assert_eq!(near("ibna"), Some("iban"));
        assert_eq!(near("acountnumber"), Some("accountNumber"));
        assert_eq!(near("amuont"), Some("amount"));
        assert_eq!(near("abc"), Some("aba"));
        assert_eq!(near("xyz"), None);
        assert_eq!(near(""), None);
    }

    #[test]
    fn what_is_passed_over_is_far() {
        let words = "a ab ba abc abcd acbd bcad b\u{e9}ta beta \u{441}\u{443}\u{43c}\u{430} \u{441}\u{443}\u{43c}\u{43c}\u{430} \u{91d1}\u{989d} \u{91d1}\u{984d} account accuont acounts amount amuont mount iban ibna";
        for one in words.split(' ') {
            for other in words.split(' ') {
                let is_far = Letters::of(one).is_far(Letters::of(other));
                assert!(!is_far || distance(one, other) > 2, "{one} {other}");
            }
        }
        let is_far = |one, other| Letters::of(one).is_far(Letters::of(other));
        assert!(
            is_far("iban", "amount")
                && is_far("account", "kontonr")
                && is_far("amount", "\u{441}\u{443}\u{43c}\u{43c}\u{430}")
        );
    }
}
