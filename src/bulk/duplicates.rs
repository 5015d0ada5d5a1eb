//! Which references and payments came before.

use std::fmt;

use super::hash_key::HashKey;

/// A fingerprint of 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fingerprint(u64, u64);

/// Makes a fingerprint of several texts; where one ends is part of it.
///
/// Two hashes of 64 bits beside each other. Each word is mixed in by a product of 128 bits, folded. Where they begin
/// and what they multiply by comes from the key: who does not know it can neither find two texts with one fingerprint
/// nor texts that lie close together in the tables below. Nobody is ever told a fingerprint, from which the key could
/// be learnt.
#[derive(Clone, Copy)]
pub(super) struct Fingerprinter {
    state: [u64; 2],
    factors: [u64; 2],
}

/// Shows nothing, because it holds the key.
impl fmt::Debug for Fingerprinter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fingerprinter")
    }
}

impl Fingerprinter {
    pub(super) fn new(HashKey(a, b): HashKey) -> Fingerprinter {
        // digits of pi and e, so that keys with few bits make states with many
        let state = [a ^ 0x243f_6a88_85a3_08d3, b ^ 0x1319_8a2e_0370_7345];
        let factors =
            [folded(b ^ 0xb7e1_5162_8aed_2a6b, state[0]) | 1, folded(a ^ 0xbf71_5880_9cf4_f3c7, state[1]) | 1];
        Fingerprinter { state, factors }
    }

    /// Takes a text and what it is. Its length comes first, so that the words tell where it ends.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    pub(super) fn text(&mut self, what: u32, bytes: &[u8]) {
        self.word(u64::try_from(bytes.len()).unwrap_or(u64::MAX) << 32 | u64::from(what));
        let (words, tail) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        if !tail.is_empty() {
            let mut last = [0; 8];
            for (place, byte) in last.iter_mut().zip(tail) {
                *place = *byte;
            }
            self.word(u64::from_le_bytes(last));
        }
    }

    #[inline]
    #[cfg_attr(page, optimize(speed))]
    pub(super) fn word(&mut self, word: u64) {
        let ([a, b], [by_a, by_b]) = (self.state, self.factors);
        self.state = [folded(a ^ word, by_a), folded(b ^ word, by_b)];
    }

    pub(super) const fn finish(self) -> Fingerprint {
        let [a, b] = self.state;
        Fingerprint(a, b)
    }
}

/// The halves of a product over each other.
#[inline]
fn folded(a: u64, b: u64) -> u64 {
    if cfg!(all(target_pointer_width = "32", feature = "brief")) {
        return folded_by_parts(a, b);
    }
    let product = u128::from(a).wrapping_mul(u128::from(b));
    let half = |bits: u128| u64::try_from(bits & u128::from(u64::MAX)).unwrap_or(0);
    half(product) ^ half(product >> 64)
}

/// The same where a product of 128 bits would be a call of a function that knows less of its factors: longer and quicker.
#[inline]
const fn folded_by_parts(a: u64, b: u64) -> u64 {
    const LOW: u64 = 0xffff_ffff;
    let [a_low, a_high, b_low, b_high] = [a & LOW, a >> 32, b & LOW, b >> 32];
    let [first, second] = [a_low.wrapping_mul(b_high), a_high.wrapping_mul(b_low)];
    let carried = (a_low.wrapping_mul(b_low) >> 32).wrapping_add(first & LOW).wrapping_add(second & LOW) >> 32;
    let high = a_high.wrapping_mul(b_high).wrapping_add(first >> 32).wrapping_add(second >> 32).wrapping_add(carried);
    high ^ a.wrapping_mul(b)
}

/// The first row of each fingerprint.
///
/// Almost every fingerprint is new. A filter says so from one word of memory, after which the
/// fingerprint is only written down at the end of a list: nothing large is touched at random, which is
/// what a hash table of millions of entries spends its time on. Where the filter is not sure, the list
/// is searched by tables that are made when they are first needed. The list is one of segments, so that
/// it grows without being copied.
#[derive(Debug, Default)]
pub(super) struct Index {
    filter: Filter,
    /// All but the last hold [`SEGMENT`] entries.
    segments: Vec<Segment>,
    /// How many entries they hold.
    count: usize,
}

/// A fingerprint, and the row. In words of 32 bits nothing is lost to alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    print: [u32; 4],
    row: u32,
}

impl Fingerprint {
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn bytes(self) -> [u8; 16] {
        (u128::from(self.1) << 64 | u128::from(self.0)).to_le_bytes()
    }

    fn words(self) -> [u32; 4] {
        [low(self.0), low(self.0 >> 32), low(self.1), low(self.1 >> 32)]
    }

    fn of_words([a, b, c, d]: [u32; 4]) -> Fingerprint {
        Fingerprint(u64::from(b) << 32 | u64::from(a), u64::from(d) << 32 | u64::from(c))
    }
}

impl Index {
    /// The row that came first with this fingerprint; otherwise remembers this one.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    pub(super) fn first(&mut self, print: Fingerprint, row: u32) -> Option<u32> {
        if self.count >= self.filter.capacity() {
            self.filter = Filter::of(self.count, &self.segments);
        }
        if self.filter.insert(print)
            && let Some(first) = self.search(print)
        {
            return Some(first);
        }
        self.push(print, row);
        None
    }

    #[inline]
    fn push(&mut self, print: Fingerprint, row: u32) {
        self.count = self.count.saturating_add(1);
        let entry = Entry { print: print.words(), row };
        match self.segments.last_mut() {
            Some(Segment { entries, .. }) if entries.len() < SEGMENT => entries.push(entry),
            _ => self.begin(entry),
        }
    }

    /// Remembers the row of a fingerprint. Nothing is looked up before [`Index::find`] is asked for one.
    #[inline]
    pub(super) fn remember(&mut self, print: Fingerprint, row: u32) {
        if self.filter.capacity() > 0 {
            if self.count >= self.filter.capacity() {
                self.filter = Filter::of(self.count, &self.segments);
            }
            self.filter.insert(print);
        }
        self.push(print, row);
    }

    /// The row that came first with this fingerprint.
    #[inline]
    pub(super) fn find(&mut self, print: Fingerprint) -> Option<u32> {
        if self.count == 0 { None } else { self.look_up(print) }
    }

    #[cold]
    fn look_up(&mut self, print: Fingerprint) -> Option<u32> {
        if self.filter.capacity() == 0 {
            self.filter = Filter::of(self.count, &self.segments);
        }
        if self.filter.may_hold(print) { self.search(print) } else { None }
    }

    fn search(&mut self, print: Fingerprint) -> Option<u32> {
        self.segments.iter_mut().find_map(|segment| segment.find(print))
    }

    /// Begins a segment; the first grows with what is in it, because most files are small.
    #[cold]
    fn begin(&mut self, entry: Entry) {
        let mut entries = Vec::with_capacity(if self.segments.is_empty() { 4 } else { SEGMENT });
        entries.push(entry);
        self.segments.push(Segment { entries, ..Segment::default() });
    }

    /// How many bytes it takes.
    pub(super) fn memory(&self) -> usize {
        let segments = self.segments.iter().map(Segment::memory).fold(0, usize::saturating_add);
        segments.saturating_add(self.filter.0.capacity().saturating_mul(8))
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
    fn of(count: usize, segments: &[Segment]) -> Filter {
        let mut filter = Filter(vec![0; count.max(1024).next_power_of_two()]);
        for entry in segments.iter().flat_map(|segment| &segment.entries) {
            filter.insert(Fingerprint::of_words(entry.print));
        }
        filter
    }

    /// The place of a fingerprint's word, and its bits in it.
    #[inline]
    fn place(&self, Fingerprint(a, b): Fingerprint) -> (usize, u64) {
        let bit = |shift: u32| 1_u64 << (b >> shift & 63);
        let place = usize::try_from(a >> 32).unwrap_or(0) & self.0.len().wrapping_sub(1);
        (place, bit(0) | bit(6) | bit(12) | bit(18))
    }

    fn may_hold(&self, print: Fingerprint) -> bool {
        let (place, bits) = self.place(print);
        self.0.get(place).is_none_or(|word| *word & bits == bits)
    }

    /// Remembers a fingerprint, and answers whether it may have been there before.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    fn insert(&mut self, print: Fingerprint) -> bool {
        let (place, bits) = self.place(print);
        let Some(word) = self.0.get_mut(place) else {
            return true;
        };
        let known = *word & bits == bits;
        *word |= bits;
        known
    }
}

fn low(word: u64) -> u32 {
    u32::try_from(word & 0xffff_ffff).unwrap_or(0)
}

/// Some thousand entries, and a table of open addressing of places among them.
#[derive(Debug, Default)]
struct Segment {
    entries: Vec<Entry>,
    /// Places counted from 1; 0 is none.
    places: Vec<u16>,
    /// How many of the entries are in the table.
    known: usize,
}

const SEGMENT: usize = 32 * 1024;

impl Segment {
    #[cold]
    #[cfg_attr(page, optimize(speed))]
    fn find(&mut self, print: Fingerprint) -> Option<u32> {
        if self.places.is_empty() {
            self.places = vec![0; SEGMENT.saturating_mul(2)];
        }
        while let Some(entry) = self.entries.get(self.known) {
            self.known = self.known.saturating_add(1);
            if let Err(at) = self.probe(entry.print)
                && let Some(place) = self.places.get_mut(at)
            {
                *place = u16::try_from(self.known).unwrap_or(0);
            }
        }
        self.probe(print.words()).ok()
    }

    fn memory(&self) -> usize {
        let entries = self.entries.capacity().saturating_mul(size_of::<Entry>());
        entries.saturating_add(self.places.capacity().saturating_mul(2))
    }

    /// The row of a fingerprint, or where in the table it would stand.
    #[inline]
    #[cfg_attr(page, optimize(speed))]
    fn probe(&self, print: [u32; 4]) -> Result<u32, usize> {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = usize::try_from(print[0]).unwrap_or(0) & mask;
        loop {
            let place = self.places.get(at).copied().unwrap_or(0);
            match usize::from(place).checked_sub(1).and_then(|place| self.entries.get(place)) {
                None => return Err(at),
                Some(entry) if entry.print == print => return Ok(entry.row),
                Some(_) => at = at.wrapping_add(1) & mask,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> Fingerprint {
        let mut fingerprinter = Fingerprinter::new(HashKey::new([7; 16]));
        for text in texts {
            fingerprinter.text(0, text.as_bytes());
        }
        fingerprinter.finish()
    }

    #[test]
    fn another_key_gives_other_fingerprints() {
        let print = |key: u8| {
            let mut fingerprinter = Fingerprinter::new(HashKey::new([key; 16]));
            fingerprinter.text(0, b"ref-1");
            fingerprinter.finish()
        };
        assert_ne!(print(1), print(2));
    }

    #[test]
    fn a_product_in_parts_is_the_same() {
        let mut words = vec![0, 1, u64::MAX, u64::MAX - 1, u64::from(u32::MAX), 1 << 32, 1 << 63];
        for round in 1..200_u64 {
            words.push(round.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        }
        for a in &words {
            assert!(words.iter().all(|b| folded_by_parts(*a, *b) == folded(*a, *b)), "{a}");
        }
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
