//! Every point that the documents require is named by a test: `tests/coverage/points.txt` lists them. Every statement of
//! theirs is shown by tests: `tests/coverage/rahat.txt` to `sentra.txt` say by which.
//!
//! A point is named where its id stands in a test's name or comment, or in the name of a vector. Points and statements
//! that no test can show stand in brackets.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::vector_files;
use offramp_core::Provider;

/// Ids, and whether a test of this crate must name them.
fn points() -> Vec<(String, bool)> {
    let mut points = Vec::new();
    for line in include_str!("../coverage/points.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
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
            let is_this = path.ends_with("tests/docs/coverage.rs");
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

/// The documents, and how many statements each has.
const STATEMENTS: [(&str, usize); 5] = [
    (include_str!("../coverage/rahat.txt"), 55),
    (include_str!("../coverage/coinut.txt"), 35),
    (include_str!("../coverage/swiftpay.txt"), 71),
    (include_str!("../coverage/unigox.txt"), 23),
    (include_str!("../coverage/sentra.txt"), 24),
];

/// Statements of Rahat's document that a runner of payouts would hold, and one of Coinut's that has nothing to show.
const NOT_SHOWN: usize = 8;

/// Whether a text has a test of this name, in Rust or JavaScript.
fn has_test(text: &str, name: &str, is_rust: bool) -> bool {
    if !is_rust {
        return ["'", "`", "\""].iter().any(|mark| text.contains(&format!("test({mark}{name}{mark}")));
    }
    let mut is_marked = false;
    for line in text.lines().map(str::trim) {
        let function = line.trim_start_matches("async ").strip_prefix("fn ").unwrap_or_default();
        if is_marked && function.strip_prefix(name).is_some_and(|rest| rest.starts_with('(')) {
            return true;
        }
        is_marked = line.starts_with("#[test]")
            || line.starts_with("#[tokio::test")
            || is_marked && (line.starts_with("#[") || line.starts_with("///"));
    }
    false
}

#[test]
fn every_statement_is_shown_by_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let vectors = vector_files();
    let names: BTreeSet<String> =
        vectors.iter().flat_map(|file| file.cases.iter().map(|case| case.name.clone())).collect();
    let mut in_vectors = BTreeSet::new();
    for name in &names {
        ids(name, &mut in_vectors);
    }
    let is_shown = |by: &str| match by.split_once("::") {
        None if by.contains('/') => root.join(by).is_file(),
        None => in_vectors.contains(by),
        Some((file, name)) => {
            if let Some(file) = file.strip_prefix("tests/vectors/") {
                let mut of_file = vectors.iter().filter(|known| known.path == file);
                of_file.any(|known| known.cases.iter().any(|case| case.name == name))
            } else {
                let text = fs::read_to_string(root.join(file)).unwrap_or_default();
                let is_rust = Path::new(file).extension().is_some_and(|ending| ending == "rs");
                has_test(&text, name, is_rust)
            }
        }
    };
    let (mut wrong, mut not_shown) = (Vec::new(), 0);
    for (text, count) in STATEMENTS {
        let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(rows.len(), count, "{}", text.lines().next().unwrap_or_default());
        for (index, row) in rows.into_iter().enumerate() {
            let [number, statement, shown] = row.splitn(3, " | ").collect::<Vec<_>>()[..] else {
                panic!("{row}: not three parts");
            };
            assert_eq!(number.trim_matches(['[', ']']), (index + 1).to_string(), "{row}");
            assert!(statement.len() > 3 && shown.len() > 4, "{row}");
            if number.starts_with('[') {
                not_shown += 1;
                continue;
            }
            wrong.extend(
                shown.split("; ").filter(|by| !is_shown(by)).map(|by| format!("{statement}: there is no {by}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(not_shown, NOT_SHOWN);
}
