//! Every point that the documents require is named by a test: `tests/coverage/points.txt` lists them.
//!
//! A point is named where its id stands in a test's name or comment, or in the name of a vector. Points
//! that no test can show stand in brackets.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that goes wrong in these ways fails, as it should")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use offramp_core::Provider;

/// Ids, and whether a test of this crate must name them.
fn points() -> Vec<(String, bool)> {
    let mut points = Vec::new();
    for line in include_str!("coverage/points.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (id, text) = line.split_once(' ').unwrap_or_else(|| panic!("{line}: no text"));
        assert!(text.len() > 5, "{id}: no text");
        let plain = id.trim_matches(['[', ']']);
        points.push((plain.to_owned(), plain == id));
    }
    points
}

/// The ids in a text: a provider's name, a hyphen and a number.
fn ids(text: &str, found: &mut BTreeSet<String>) {
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')) {
        if let Some((provider, number)) = word.split_once('-')
            && provider.parse::<Provider>().is_ok()
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            found.insert(word.to_owned());
        }
    }
}

fn read(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            read(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs" || extension == "json") {
            let is_this = path.ends_with("tests/coverage.rs");
            let text = fs::read_to_string(&path).expect("a file");
            if !is_this {
                ids(&text, found);
            }
        }
    }
}

#[test]
fn every_point_is_named_by_a_test() {
    let mut named = BTreeSet::new();
    for folder in ["tests", "src"] {
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut named);
    }
    let missing: Vec<_> = points().into_iter().filter(|(id, is_ours)| *is_ours && !named.contains(id)).collect();
    assert!(missing.is_empty(), "no test names {missing:?}");
}

#[test]
fn every_name_is_a_point() {
    let mut named = BTreeSet::new();
    for folder in ["tests", "src"] {
        read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut named);
    }
    let known: BTreeSet<String> = points().into_iter().map(|(id, _)| id).collect();
    let unknown: Vec<_> = named.difference(&known).collect();
    assert!(unknown.is_empty(), "{unknown:?} are no points");
}

#[test]
fn points_are_counted_without_gaps() {
    for (provider, count) in [("rahat", 36), ("coinut", 35), ("swiftpay", 22), ("unigox", 23), ("sentra", 24)] {
        let numbers: Vec<String> =
            points().into_iter().map(|(id, _)| id).filter(|id| id.split('-').next() == Some(provider)).collect();
        let expected: Vec<String> = (1..=count).map(|number| format!("{provider}-{number}")).collect();
        assert_eq!(numbers, expected);
    }
}
