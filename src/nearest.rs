//! The name that a mistyped one was meant to be.

use crate::text;

/// The one name that is at most two typing errors away, and nearer than any other.
pub(crate) fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut search = Search { typed: typed.to_ascii_lowercase(), best: None };
    for name in names {
        search.take(name);
    }
    search.found()
}

/// A search, apart from where the names come from.
struct Search<'a> {
    typed: String,
    /// The distance of the nearest, and its name where there is one alone.
    best: Option<(usize, Option<&'a str>)>,
}

impl<'a> Search<'a> {
    #[inline(never)]
    fn take(&mut self, name: &'a str) {
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

/// The number of letters to put in, take out, exchange or swap with a neighbour.
pub(crate) fn distance(a: &str, b: &str) -> usize {
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
}
