//! The native runner of `tests/vectors/**.json`, and the check that nothing lacks its vectors.
//!
//! The same files run through WASM; `tests/vectors/README.md` describes them.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that goes wrong in these ways fails, as it should")]

mod support;

use std::collections::BTreeSet;

use offramp_core::api::{self, ValidateOptions};
use offramp_core::{Code, Json, Kind, Provider, Verdict};

use support::answer::{answer, compare, utf8};
use support::{Case, VectorFile, vector_files};

#[test]
fn every_case_gives_what_it_expects() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for file in vector_files() {
        for case in &file.cases {
            count += 1;
            let got = answer(&file, case);
            let mut differences = Vec::new();
            compare(&case.expect, &got, "", &mut differences);
            if !differences.is_empty() {
                wrong.push(format!("{}: {}\n    {}", file.path, case.name, differences.join("\n    ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count} cases differ:\n\n{}\n", wrong.len(), wrong.join("\n\n"));
}

/// Each row of the table of the documents' own ways: refused or safe without its option, the document's way with it.
#[test]
fn the_documents_own_ways_are_asked_for() {
    let rows: Json = include_str!("compat.json").parse().expect("JSON");
    for row in rows.as_array().expect("rows") {
        let text = |name: &str| row.get(name).and_then(Json::as_str).expect("text").to_owned();
        let at: usize = row.get("at").and_then(Json::as_number).and_then(|at| at.parse().ok()).expect("a place");
        for (way, is_asked) in [("without", false), ("with", true)] {
            let mut args = row.get("args").and_then(Json::as_array).expect("arguments").to_vec();
            let options = args.get_mut(at).expect("the options");
            if let (Json::Object(options), true) = (options, is_asked) {
                options.insert(text("option"), row.get("value").expect("a value").clone());
            }
            let expect = row.get(way).expect("an outline").clone();
            let case = Case { name: text("what"), call: text("call"), args, expect };
            let file = VectorFile { path: "tests/compat.json".to_owned(), cases: Vec::new() };
            let mut differences = Vec::new();
            compare(&case.expect, &answer(&file, &case), "", &mut differences);
            assert!(differences.is_empty(), "{} {way} {}: {differences:?}", text("what"), text("option"));
        }
    }
}

#[test]
fn the_quick_answer_agrees_with_the_long_one() {
    for file in vector_files() {
        for case in file.cases.iter().filter(|case| case.call == "validate" && case.args.len() == 2) {
            let Ok(kind) = case.text(0).parse::<Kind>() else {
                continue;
            };
            let text = utf8(&file, case, 1);
            let is_valid = api::validate(kind, &text, &ValidateOptions::default()).verdict == Verdict::Valid;
            assert_eq!(api::is_valid(kind, &text), is_valid, "{}: {}", file.path, case.name);
        }
    }
}

#[test]
fn names_of_cases_are_unique_in_a_file() {
    for file in vector_files() {
        assert!(!file.cases.is_empty(), "{} is empty", file.path);
        let mut names = BTreeSet::new();
        for case in &file.cases {
            assert!(names.insert(&case.name), "{}: two cases are named {}", file.path, case.name);
        }
    }
}

#[test]
fn every_kind_has_vectors() {
    let files = vector_files();
    for kind in Kind::ALL {
        let cases = &file(&files, &format!("identifiers/{kind}.json")).cases;
        assert!(cases.len() >= 15, "{kind} has only {} vectors", cases.len());
        for case in cases {
            assert_eq!((case.call.as_str(), case.text(0)), ("validate", kind.as_str()), "{kind}: {}", case.name);
        }
        for verdict in ["valid", "invalid"] {
            let is_there = cases.iter().any(|case| case.expect.get("verdict").and_then(Json::as_str) == Some(verdict));
            assert!(is_there, "{kind} has no vector that is {verdict}");
        }
    }
}

#[test]
fn every_corridor_has_vectors() {
    let files = vector_files();
    let cases: Vec<_> =
        files.iter().filter(|file| file.path.starts_with("bank-accounts/")).flat_map(|file| &file.cases).collect();
    for corridor in api::corridors() {
        for is_paid in [true, false] {
            let is_there = cases.iter().any(|case| {
                let has = |member, value| case.expect.get(member).and_then(Json::as_str) == Some(value);
                case.text(0) == corridor.currency
                    && has("rail", corridor.rail.as_str())
                    && has("verdict", "invalid") != is_paid
            });
            assert!(is_there, "{} by {} lacks a vector", corridor.currency, corridor.rail);
        }
    }
}

#[test]
fn every_operation_has_vectors() {
    let files = vector_files();
    for provider in Provider::ALL {
        let cases = &file(&files, &format!("requests/{provider}.json")).cases;
        for operation in provider.operations() {
            let name = operation.name();
            let of_operation = || cases.iter().filter(|case| case.text(0) == provider.as_str() && case.text(1) == name);
            assert!(
                of_operation().any(|case| case.expect.get("url").is_some()),
                "{provider} {name} is built by no vector"
            );
            assert!(
                of_operation().any(|case| case.expect.get("error").is_some()),
                "{provider} {name} is refused by no vector"
            );
        }
    }
}

#[test]
fn every_code_is_raised_by_a_vector() {
    let mut expected = BTreeSet::new();
    for file in vector_files() {
        for case in &file.cases {
            collect_codes(&case.expect, &mut expected);
        }
    }
    // of files that the module does not read, and of several files: tests/cli/kinds.rs
    expected.extend(OF_FILES.map(str::to_owned));
    let missing: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).filter(|code| !expected.contains(*code)).collect();
    assert!(missing.is_empty(), "no vector raises {missing:?}");
}

/// The codes of findings that an outline names; that they are raised is checked with the outline.
fn collect_codes(expect: &Json, codes: &mut BTreeSet<String>) {
    if let Some(named) = expect.get("codes").and_then(Json::as_array) {
        codes.extend(named.iter().filter_map(Json::as_str).map(str::to_owned));
    }
    if let Some(findings) = expect.get("findings").and_then(Json::as_array) {
        codes.extend(findings.iter().filter_map(|finding| finding.get("code")?.as_str()).map(str::to_owned));
    }
    match expect {
        Json::Array(items) => items.iter().for_each(|item| collect_codes(item, codes)),
        Json::Object(members) => members.iter().for_each(|(_, member)| collect_codes(member, codes)),
        _ => {}
    }
}

fn file<'a>(files: &'a [VectorFile], path: &str) -> &'a VectorFile {
    files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("tests/vectors/{path} is missing"))
}

const OF_FILES: [&str; 8] = [
    "FILE_DAMAGED",
    "FILE_ENCRYPTED",
    "ARCHIVE_SEVERAL",
    "FILE_TOO_LARGE",
    "SHEET_READ",
    "SHEET_UNKNOWN",
    "DUPLICATE_REFERENCE_FILE",
    "DUPLICATE_PAYMENT_FILE",
];
