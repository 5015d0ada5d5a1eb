//! The vectors of tests/vectors/money: `{name, call, args, expect | throws}`. `expect` is the answer, or as
//! many members of it as are of interest; `throws` lists the codes of an error's findings.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

use std::path::Path;

use offramp_core::{Json, api};

fn vectors() -> Vec<(String, Json)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/money");
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let json = Json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        for vector in json.as_array().unwrap() {
            let name = vector.get("name").and_then(Json::as_str).unwrap();
            found.push((format!("{}: {name}", path.file_name().unwrap().display()), vector.clone()));
        }
    }
    found
}

/// Whether every member that is expected is there.
fn holds(actual: &Json, expected: &Json) -> bool {
    match (actual, expected) {
        (Json::Object(actual), Json::Object(expected)) => {
            expected.iter().all(|(name, value)| actual.get(name).is_some_and(|actual| holds(actual, value)))
        }
        (Json::Array(actual), Json::Array(expected)) => {
            actual.len() == expected.len() && actual.iter().zip(expected).all(|(a, b)| holds(a, b))
        }
        _ => actual == expected,
    }
}

#[test]
fn every_vector() {
    let vectors = vectors();
    assert!(vectors.len() >= 50, "the vectors are gone: {}", vectors.len());
    let mut wrong = Vec::new();
    for (name, vector) in vectors {
        let call = vector.get("call").and_then(Json::as_str).unwrap();
        let [request] = vector.get("args").and_then(Json::as_array).unwrap() else { panic!("{name}: one argument") };
        match (api::ask(call, request), vector.get("expect"), vector.get("throws")) {
            (Ok(answer), Some(expected), None) => {
                if !holds(&answer, expected) {
                    wrong.push(format!("{name}\n  expected {expected}\n  answered {answer}"));
                }
            }
            (Err(error), None, Some(codes)) => {
                let found: Vec<_> =
                    error.findings().iter().map(|f| format!("{} {}", f.code().as_str(), f.path())).collect();
                let codes: Vec<_> = codes.as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
                if found != codes {
                    wrong.push(format!("{name}\n  expected {codes:?}\n  found {found:?}"));
                }
            }
            (Ok(answer), ..) => wrong.push(format!("{name}\n  answered {answer}")),
            (Err(error), ..) => wrong.push(format!("{name}\n  {error}")),
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_question_that_is_not_one() {
    assert_eq!(api::ask("computeFee", &Json::Null).unwrap_err().code().as_str(), "OPERATION_UNKNOWN");
}
