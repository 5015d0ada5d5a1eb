//! Fingerprints that lines are found again by. Whoever finds one compares the texts too.

use std::hash::{DefaultHasher, Hash, Hasher};

/// The fingerprint of what makes two lines alike.
pub(super) fn of(parts: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts.hash(&mut hasher);
    hasher.finish()
}

/// Places by fingerprints: twelve to sixteen bytes an entry.
#[derive(Default)]
pub(super) struct Index(Vec<(u64, u32)>);

impl Index {
    /// Of entries in any order; those of one fingerprint stay in the order that they came in.
    pub(super) fn new(mut entries: Vec<(u64, u32)>) -> Index {
        entries.sort_unstable();
        Index(entries)
    }

    pub(super) fn get(&self, hash: u64) -> impl Iterator<Item = u32> {
        let start = self.0.partition_point(|(other, _)| *other < hash);
        let found = self.0.get(start..).unwrap_or_default();
        found.iter().take_while(move |(other, _)| *other == hash).map(|(_, place)| *place)
    }
}
