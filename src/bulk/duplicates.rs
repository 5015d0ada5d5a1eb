//! Which references and payments came before.

/// A fingerprint of 128 bits. Two texts share one by chance once in 10^26 files of a million rows.
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
        self.0 = fold(self.0 ^ word, c);
        self.1 = fold(self.1.wrapping_add(word), d);
    }

    pub(super) const fn finish(self) -> Fingerprint {
        Fingerprint(self.0 ^ self.1.rotate_left(32), self.1)
    }
}

/// Multiplies and adds the halves of the product.
#[inline]
fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a).wrapping_mul(u128::from(b));
    let low = u64::try_from(product & u128::from(u64::MAX)).unwrap_or(0);
    let high = u64::try_from(product >> 64).unwrap_or(0);
    // adding the factor keeps a zero from swallowing what came before
    (low ^ high).wrapping_add(a.rotate_left(23))
}

/// The first row of each fingerprint: a table of open addressing, sixteen bytes a place.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The fingerprint but for the bits that led to the place, and the row; a row of 0 is an empty place.
    places: Vec<[u32; 4]>,
    used: usize,
}

impl Index {
    /// The row that came first with this fingerprint; otherwise remembers this one.
    #[inline]
    pub(super) fn first(&mut self, fingerprint: Fingerprint, row: u32) -> Option<u32> {
        if self.used.wrapping_mul(4) >= self.places.len().wrapping_mul(3) {
            self.grow();
        }
        let entry = entry(fingerprint, row);
        let mask = self.places.len().wrapping_sub(1);
        let mut at = home(entry) & mask;
        loop {
            let place = self.places.get_mut(at)?;
            let [a, b, c, first] = *place;
            if first == 0 {
                *place = entry;
                self.used = self.used.wrapping_add(1);
                return None;
            }
            if entry.starts_with(&[a, b, c]) {
                return Some(first);
            }
            at = at.wrapping_add(1) & mask;
        }
    }

    #[cold]
    fn grow(&mut self) {
        let size = self.places.len().wrapping_mul(2).max(1024);
        let old = std::mem::replace(&mut self.places, vec![[0; 4]; size]);
        let mask = size.wrapping_sub(1);
        for entry in old.into_iter().filter(|[.., row]| *row != 0) {
            let mut at = home(entry) & mask;
            while let Some([.., row]) = self.places.get(at)
                && *row != 0
            {
                at = at.wrapping_add(1) & mask;
            }
            if let Some(place) = self.places.get_mut(at) {
                *place = entry;
            }
        }
    }
}

/// Three words of the fingerprint and the row. The fourth word of the fingerprint is left out.
fn entry(Fingerprint(a, b): Fingerprint, row: u32) -> [u32; 4] {
    let [a0, a1, a2, a3, a4, a5, a6, a7] = a.to_le_bytes();
    let [b0, b1, b2, b3, ..] = b.to_le_bytes();
    [
        u32::from_le_bytes([a0, a1, a2, a3]),
        u32::from_le_bytes([a4, a5, a6, a7]),
        u32::from_le_bytes([b0, b1, b2, b3]),
        row,
    ]
}

fn home([a, ..]: [u32; 4]) -> usize {
    usize::try_from(a).unwrap_or(0)
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
    }

    #[test]
    fn where_a_text_ends_matters() {
        let all = [of(&["ab", "c"]), of(&["a", "bc"]), of(&["abc"]), of(&["abc", ""]), of(&["abc\0"]), of(&[])];
        for (index, one) in all.iter().enumerate() {
            assert!(all[index + 1..].iter().all(|other| other != one));
        }
    }
}
