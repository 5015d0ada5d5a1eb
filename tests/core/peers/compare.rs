//! Counts where peers agree and gathers where they do not.

use std::collections::{BTreeMap, BTreeSet};

use super::classes::{self, Class, Ours};
use super::table;
use super::values::{Family, Value};

/// What came of comparing.
#[derive(Default)]
pub(crate) struct Comparison {
    /// By family and peer, how many values were judged alike and how many were not.
    counts: Vec<(Family, String, usize, usize)>,
    /// How often a class occurred with a peer, and the first value of it.
    seen: BTreeMap<(Class, String), (usize, String)>,
}

impl Comparison {
    /// Compares the verdicts of one peer with ours.
    pub(crate) fn add(&mut self, family: Family, peer: &str, values: &[Value], ours: &[Ours], theirs: &[bool]) {
        assert_eq!(theirs.len(), values.len(), "{peer} judged every value of {family}");
        assert!(theirs.contains(&true) && theirs.contains(&false), "{peer} tells values of {family} apart");
        let mut differ = 0;
        for (index, value) in values.iter().enumerate() {
            if let Some(class) = classes::class(family, values, ours, theirs, index) {
                differ += 1;
                let seen = self.seen.entry((class, peer.to_owned())).or_insert_with(|| (0, value.text.clone()));
                seen.0 += 1;
            }
        }
        self.counts.push((family, peer.to_owned(), values.len() - differ, differ));
    }

    /// Prints what was counted, and fails where the table and what was seen differ.
    pub(crate) fn finish(&self, is_asked: impl Fn(&str) -> bool) {
        for (family, peer, agreed, differ) in &self.counts {
            println!("{family:8} {peer:28} {agreed:7} agreed {differ:7} disagreed");
            for ((class, name), (count, example)) in &self.seen {
                if class.family == family.as_str() && name == peer {
                    let Class { ours, about, of, .. } = class;
                    println!("         {count:7}  we {ours}: {about} {of}  {example:?}");
                }
            }
        }
        let explained: BTreeSet<_> = table::read().into_iter().filter(|(_, peer)| is_asked(peer)).collect();
        let seen: BTreeSet<_> = self.seen.keys().cloned().collect();
        let describe = |key: &(Class, String)| {
            let (Class { family, ours, about, of }, peer) = key;
            let example = self.seen.get(key).map_or("", |(_, example)| example.as_str());
            format!("{family}: we {ours} | {about} | {of} | {peer} {example:?}\n")
        };
        // a row may hold for any country, letter or the like
        let any = |(class, peer): &(Class, String)| (Class { of: "any".to_owned(), ..class.clone() }, peer.clone());
        let matched: BTreeSet<_> =
            seen.iter().filter_map(|key| explained.get(key).or_else(|| explained.get(&any(key)))).cloned().collect();
        let unexplained: String = seen
            .iter()
            .filter(|key| !explained.contains(key) && !explained.contains(&any(key)))
            .map(describe)
            .collect();
        let vanished: String = explained.difference(&matched).map(describe).collect();
        assert!(
            unexplained.is_empty() && vanished.is_empty(),
            "disagreements that DISAGREEMENTS.md does not explain:\n{unexplained}\n\
             rows of DISAGREEMENTS.md that do not occur any more:\n{vanished}"
        );
    }
}
