//! Reads `DISAGREEMENTS.md`: the rows of its tables.

use std::collections::BTreeSet;

use super::classes::Class;

/// What the table explains: a class, and a peer that it holds for.
pub(crate) fn read() -> BTreeSet<(Class, String)> {
    let (mut rows, mut family) = (BTreeSet::new(), "");
    for line in include_str!("../../peers/DISAGREEMENTS.md").lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            family = heading;
        }
        let Some(row) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else {
            continue;
        };
        let cells: Vec<&str> = row.split(" | ").map(str::trim).collect();
        let [ours, about, of, peers, example, reason] = cells[..] else {
            panic!("a row without six cells: {line}");
        };
        if ours == "we" || ours.starts_with("---") {
            continue;
        }
        assert!(!example.is_empty() && reason.len() > 20, "a row that explains nothing: {line}");
        for about in about.split(", ") {
            // a dash stands for what depends on nothing more
            for of in of.split(", ").map(|of| if of == "-" { "" } else { of }) {
                for peer in peers.split(", ") {
                    let class = Class::new(family, ours, about.trim_matches('`'), of);
                    assert!(rows.insert((class, peer.to_owned())), "{about} {of} of {peer} twice: {line}");
                }
            }
        }
    }
    assert!(!rows.is_empty(), "the table has rows");
    rows
}
