//! The native runner of `tests/vectors/**.json`, and the check that nothing lacks its vectors.
//!
//! The same files run through WASM; `tests/vectors/README.md` describes them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that goes wrong in these ways fails, as it should"
)]

mod support;

use std::collections::BTreeSet;

use offramp_core::api::{self, BankOptions, Candidate, ValidateOptions};
use offramp_core::bulk::CheckOptions;
use offramp_core::provider::{Context, Credentials};
use offramp_core::{Code, Error, Finding, Json, Kind, Object, Provider, Strictness, Verdict};

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
    for currency in currencies() {
        for rail in ["bank", "vpa", "mobile_money", "crypto"] {
            let options = BankOptions { rail: rail.parse().ok(), ..BankOptions::default() };
            if api::bank_account_fields(&currency, &options).is_err() {
                continue;
            }
            let cases = &file(&files, &format!("bank-accounts/{currency}.json")).cases;
            let is_there = cases.iter().any(|case| case.expect.get("rail").and_then(Json::as_str) == Some(rail));
            assert!(is_there, "{currency} has no vector for the rail {rail}");
        }
    }
}

/// Every code of three letters that there are rules for, and the tokens.
fn currencies() -> Vec<String> {
    let letters = || (b'A'..=b'Z').map(char::from);
    let mut codes: Vec<String> = letters()
        .flat_map(|a| letters().flat_map(move |b| letters().map(move |c| [a, b, c].iter().collect())))
        .chain(["USDT".to_owned(), "USDC".to_owned()])
        .collect();
    codes.retain(|code| api::bank_account_fields(code, &BankOptions::default()).is_ok());
    assert!(codes.len() >= 14, "only {codes:?} have rules");
    codes
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
    let missing: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).filter(|code| !expected.contains(*code)).collect();
    assert!(missing.is_empty(), "no vector raises {missing:?}");
}

/// The codes of findings that an outline names; that they are raised is checked with the outline.
fn collect_codes(expect: &Json, codes: &mut BTreeSet<String>) {
    if let Some(named) = expect.get("codes").and_then(Json::as_array) {
        codes.extend(named.iter().filter_map(Json::as_str).map(str::to_owned));
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

/// What the function of a case answers; where it fails, `{error: {code, field, findings}}`.
fn answer(file: &VectorFile, case: &Case) -> Json {
    call(file, case).unwrap_or_else(|error| {
        let findings: Vec<Json> = error.findings().iter().map(Finding::to_json).collect();
        let mut members = Object::new();
        members.insert("code", error.code().as_str());
        members.insert("field", error.field());
        members.insert("findings", findings);
        Json::object([("error", members)])
    })
}

fn call(file: &VectorFile, case: &Case) -> Result<Json, Error> {
    Ok(match case.call.as_str() {
        "validate" => {
            let options = ValidateOptions::from_json(case.arg(2))?;
            api::validate(case.text(0).parse()?, &utf8(file, case, 1), &options).to_json()
        }
        "detect" => {
            let candidates = api::detect(&utf8(file, case, 0));
            candidates.iter().map(Candidate::to_json).collect::<Vec<_>>().into()
        }
        "bankAccountFields" => api::bank_account_fields(case.text(0), &BankOptions::from_json(case.arg(1))?)?.to_json(),
        "bankAccountJsonSchema" => api::bank_account_json_schema(case.text(0), &BankOptions::from_json(case.arg(1))?)?,
        "validateBankAccount" => {
            let fields = case.arg(1).as_object().expect("the fields are an object");
            api::validate_bank_account(case.text(0), fields, &BankOptions::from_json(case.arg(2))?).to_json()
        }
        "buildRequest" => {
            let credentials = Credentials::from_json(case.arg(3))?;
            let context = Context::from_json(case.arg(4))?;
            api::build_request(case.text(0).parse()?, case.text(1), case.arg(2), &credentials, &context)?.to_json()
        }
        "checkCsv" => api::check_csv(&expand(case.arg(0)), &csv_options(case.arg(1))).to_json(),
        other => panic!("{}: {}: no function is named {other}", file.path, case.name),
    })
}

fn csv_options(json: &Json) -> CheckOptions {
    let mut options = CheckOptions::default();
    for (name, value) in json.as_object().into_iter().flat_map(Object::iter) {
        options = match (name, value.as_str(), value.as_bool()) {
            ("strictness", Some("strict"), _) => options.with_strictness(Strictness::Strict),
            ("strictness", Some("compat"), _) => options.with_strictness(Strictness::Compat),
            ("duplicates", _, Some(duplicates)) => options.with_duplicates(duplicates),
            _ => panic!("there is no option {name} of this value"),
        };
    }
    options
}

/// An argument that is text.
fn utf8(file: &VectorFile, case: &Case, index: usize) -> String {
    String::from_utf8(expand(case.arg(index))).unwrap_or_else(|_| panic!("{}: {}: no text", file.path, case.name))
}

/// The bytes of a text that may be written as `{"$repeat": [..]}`, `{"$concat": [..]}` or `{"$hex": ".."}`.
fn expand(json: &Json) -> Vec<u8> {
    if let Some(text) = json.as_str() {
        return text.as_bytes().to_vec();
    }
    if let Some([text, times]) = json.get("$repeat").and_then(Json::as_array) {
        let times: usize = times.as_number().and_then(|times| times.parse().ok()).expect("a number of times");
        return expand(text).repeat(times);
    }
    if let Some(pieces) = json.get("$concat").and_then(Json::as_array) {
        return pieces.iter().flat_map(expand).collect();
    }
    let digits = json.get("$hex").and_then(Json::as_str).expect("a text, or an object that stands for one");
    let pairs = (0..digits.len()).step_by(2);
    pairs.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("pairs of hexadecimal digits")).collect()
}

/// Members whose own members must all be named.
const EXACT: [&str; 2] = ["headers", "normalized"];

/// Notes where an answer is not what is expected of it.
fn compare(expect: &Json, got: &Json, at: &str, differences: &mut Vec<String>) {
    match (expect, got) {
        (Json::Object(members), _) => {
            for (name, want) in members.iter() {
                let at = format!("{at}/{name}");
                let have = match name {
                    "codes" => of_findings(got, "code"),
                    "paths" => of_findings(got, "path"),
                    "suggestions" => of_findings(got, "suggestion"),
                    _ => got.get(name).cloned().unwrap_or(Json::Null),
                };
                compare(want, &have, &at, differences);
                if let (true, Some(want), Some(have)) = (EXACT.contains(&name), want.as_object(), have.as_object()) {
                    for (more, value) in have.iter().filter(|(more, _)| want.get(more).is_none()) {
                        differences.push(format!("{at}/{more}: expected nothing, got {value}"));
                    }
                }
            }
            if !matches!(got, Json::Object(_) | Json::Array(_)) {
                differences.push(format!("{at}: expected an object, got {got}"));
            }
        }
        (Json::Array(want), Json::Array(have)) if want.len() == have.len() => {
            for (index, (want, have)) in want.iter().zip(have).enumerate() {
                compare(want, have, &format!("{at}/{index}"), differences);
            }
        }
        _ if expect == got => {}
        _ => differences.push(format!("{at}: expected {expect}, got {got}")),
    }
}

/// One member of each finding, null where a finding lacks it.
fn of_findings(json: &Json, member: &str) -> Json {
    let findings = json.get("findings").and_then(Json::as_array).unwrap_or_default();
    let members = findings.iter().map(|finding| finding.get(member).cloned().unwrap_or(Json::Null));
    members.collect::<Vec<_>>().into()
}
