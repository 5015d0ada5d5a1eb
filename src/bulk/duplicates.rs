//! Which references and payments came before.

/// A fingerprint of 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint(u64, u64);

/// Makes a fingerprint of several texts; where one ends is part of it.
#[derive(Clone, Copy)]
pub(super) struct Fingerprinter(u64, u64);

// digits of pi and e: no other numbers than these are meant
const KEY: [u64; 4] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7345, 0xb7e1_5162_8aed_2a6b, 0xbf71_5880_9cf4_f3c7];

impl Fingerprinter {
    pub(super) const fn new() -> Fingerprinter {
        let [a, b, ..] = KEY;
        Fingerprinter(a, b)
    }

    #[inline]
    pub(super) fn text(&mut self, bytes: &[u8]) {
        let (words, tail) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        for (place, byte) in last.iter_mut().zip(tail) {
            *place = *byte;
        }
        // the length tells texts apart that differ in zeros at the end or in where they are cut
        self.word(u64::from_le_bytes(last));
        self.word(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
    }

    #[inline]
    pub(super) fn word(&mut self, word: u64) {
        let [_, _, c, d] = KEY;
        // what tells two words apart never gets lost in either half, and is spread differently in each
        self.0 = (self.0 ^ word).wrapping_mul(c);
        self.0 ^= self.0 >> 32;
        self.1 = self.1.wrapping_add(word).wrapping_mul(d);
        self.1 ^= self.1 >> 29;
    }

    pub(super) const fn finish(self) -> Fingerprint {
        Fingerprint(self.0 ^ self.1.rotate_left(32), self.1)
    }
}

/// The first row of each fingerprint.
///
/// Almost every fingerprint is new. A filter says so from one word of memory, after which the
/// fingerprint is only written down at the end of a list: nothing large is touched at random, which is
/// what a hash table of millions of entries spends its time on. Where the filter is not sure, the list
/// is searched by tables that are made when they are first needed.
#[derive(Debug, Default)]
pub(super) struct Index {
    filter: Filter,
    entries: Vec<Entry>,
    /// One for each [`SEGMENT`] of entries.
    segments: Vec<Segment>,
}

/// Three quarters of a fingerprint, and the row. Of 96 bits, two in a million rows are alike by chance
/// once in 10^17 files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    first: u64,
    second: u32,
    row: u32,
}

impl Index {
    /// The row that came first with this fingerprint; otherwise remembers this one.
    #[inline]
    pub(super) fn first(&mut self, print: Fingerprint, row: u32) -> Option<u32> {
        if self.entries.len() >= self.filter.capacity() {
            self.filter = Filter::of(&self.entries);
        }
        if self.filter.insert(print)
            && let Some(first) = self.search(print)
        {
            return Some(first);
        }
        self.entries.push(Entry { first: print.0, second: low(print.1), row });
        None
    }

    #[cold]
    fn search(&mut self, print: Fingerprint) -> Option<u32> {
        self.segments.resize_with(self.entries.len().div_ceil(SEGMENT), Segment::default);
        let mut segments = self.segments.iter_mut().zip(self.entries.chunks(SEGMENT));
        segments.find_map(|(segment, entries)| segment.find(print, entries))
    }
}

/// A Bloom filter of which all bits of one fingerprint are in one word.
#[derive(Debug, Default)]
struct Filter(Vec<u64>);

impl Filter {
    /// With two fingerprints a word it is wrong about one in a thousand.
    const fn capacity(&self) -> usize {
        self.0.len().saturating_mul(2)
    }

    /// A filter with room for twice as many.
    #[cold]
    fn of(entries: &[Entry]) -> Filter {
        let mut filter = Filter(vec![0; entries.len().max(1024).next_power_of_two()]);
        for entry in entries {
            filter.insert(Fingerprint(entry.first, u64::from(entry.second)));
        }
        filter
    }

    /// Remembers a fingerprint, and answers whether it may have been there before.
    #[inline]
    fn insert(&mut self, Fingerprint(a, b): Fingerprint) -> bool {
        let place = usize::try_from(a >> 32).unwrap_or(0) & self.0.len().wrapping_sub(1);
        let Some(word) = self.0.get_mut(place) else {
            return true;
        };
        let bit = |shift: u32| 1_u64 << (b >> shift & 63);
        let bits = bit(0) | bit(6) | bit(12) | bit(18);
        let known = *word & bits == bits;
        *word |= bits;
        known
    }
}

fn low(word: u64) -> u32 {
    u32::try_from(word & 0xffff_ffff).unwrap_or(0)
}

/// Finds fingerprints among some thousand entries: a table of open addressing of places among them.
#[derive(Debug, Default)]
struct Segment {
    /// Places counted from 1; 0 is none.
    places: Vec<u16>,
    /// How many of the entries are in the table.
    known: usize,
}

const SEGMENT: usize = 32 * 1024;

impl Segment {
    fn find(&mut self, print: Fingerprint, entries: &[Entry]) -> Option<u32> {
        if self.places.is_empty() {
            self.places = vec![0; SEGMENT.saturating_mul(2)];
        }
        while let Some(entry) = entries.get(self.known) {
            self.known = self.known.saturating_add(1);
            if let Err(at) = self.probe(entry.first, entry.second, entries)
                && let Some(place) = self.places.get_mut(at)
            {
                *place = u16::try_from(self.known).unwrap_or(0);
            }
        }
        self.probe(print.0, low(print.1), entries).ok()
    }

    /// The row of a fingerprint, or where in the table it would stand.
    fn probe(&self, first: u64, second: u32, entries: &[Entry]) -> Result<u32, usize> {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = usize::try_from(low(first)).unwrap_or(0) & mask;
        loop {
            let place = self.places.get(at).copied().unwrap_or(0);
            match usize::from(place).checked_sub(1).and_then(|place| entries.get(place)) {
                None => return Err(at),
                Some(entry) if entry.first == first && entry.second == second => return Ok(entry.row),
                Some(_) => at = at.wrapping_add(1) & mask,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> Fingerprint {
        let mut fingerprinter = Fingerprinter::new();
        for text in texts {
            fingerprinter.text(text.as_bytes());
        }
        fingerprinter.finish()
    }

    #[test]
    fn remembers_the_first_row_of_each() {
        let mut index = Index::default();
        for row in 1..=100_000_u32 {
            assert_eq!(index.first(of(&[&format!("ref-{row}")]), row), None);
        }
        for row in 1..=100_000_u32 {
            assert_eq!(index.first(of(&[&format!("ref-{row}")]), 7), Some(row));
        }
        assert_eq!(index.first(of(&["ref-0"]), 8), None);
    }

    #[test]
    fn where_a_text_ends_matters() {
        let all = [of(&["ab", "c"]), of(&["a", "bc"]), of(&["abc"]), of(&["abc", ""]), of(&["abc\0"]), of(&[])];
        for (index, one) in all.iter().enumerate() {
            assert!(all[index + 1..].iter().all(|other| other != one));
        }
    }
}
