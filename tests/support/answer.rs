//! What the functions that vectors name answer, and how that compares with what is expected.

use offramp_core::api::{self, BankOptions, Candidate, ValidateOptions};
use offramp_core::bulk::{CheckOptions, FileLimits};
use offramp_core::money::Currency;
use offramp_core::{Country, Date, Error, Finding, Json, Object, Strictness};

use super::{Case, VectorFile};

/// What the function of a case answers; where it fails, `{error: {code, field, findings}}`.
pub(crate) fn answer(file: &VectorFile, case: &Case) -> Json {
    call(file, case).unwrap_or_else(|error| {
        let findings: Vec<Json> = error.findings().iter().map(Finding::to_json).collect();
        let mut members = Object::new();
        members.insert("code", error.code().as_str());
        members.insert("field", error.field());
        members.insert("message", error.to_string());
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
        "checkCsv" => api::check_csv(&expand(case.arg(0)), &csv_options(case.arg(1))).to_json(),
        "checkFile" => api::check_file(&expand(case.arg(0)), &csv_options(case.arg(1))).to_json(),
        "fixFile" => {
            let fixed = api::fix_file(&expand(case.arg(0)), &csv_options(case.arg(1)));
            let mut json = fixed.to_json().as_object().cloned().expect("an object");
            json.insert("text", String::from_utf8_lossy(&fixed.bytes).into_owned());
            Json::Object(json)
        }
        "kinds" | "currencies" | "providers" | "corridors" | "schemes" => api::lists(&case.call)?,
        other => api::json::call(other, &case.args)?,
    })
}

fn csv_options(json: &Json) -> CheckOptions {
    let mut options = CheckOptions::default();
    for (name, value) in json.as_object().into_iter().flat_map(Object::iter) {
        options = match (name, value.as_str(), value.as_bool()) {
            ("provider", Some(provider), _) => options.with_provider(provider.parse().expect("a provider")),
            ("providers", ..) => {
                let names = value.as_array().expect("a list").iter().filter_map(Json::as_str);
                options.with_providers(names.map(|name| name.parse().expect("a provider")).collect())
            }
            ("country", Some(code), _) => options.with_country(Country::new(code).expect("a country")),
            ("rail", Some(rail), _) => options.with_rail(rail.parse().expect("a rail")),
            ("date", Some(date), _) => options.with_date(Date::new(date).expect("a date")),
            ("strictness", Some("strict"), _) => options.with_strictness(Strictness::Strict),
            ("strictness", Some("compat"), _) => options.with_strictness(Strictness::Compat),
            ("expectRows", ..) => {
                options.limits.expect_rows = value.as_number().and_then(|rows| rows.parse().ok());
                options
            }
            ("expectTotal", Some(text), _) => limited(options, |limits| limits.expect_total(text)),
            ("maxAmount", Some(text), _) => limited(options, |limits| limits.max_amount(text)),
            ("maxTotal", Some(text), _) => limited(options, |limits| limits.max_total(text)),
            ("scheme", Some(scheme), _) => options.with_scheme(scheme.parse().expect("a scheme")),
            ("memoRequired", ..) => {
                let addresses = value.as_array().into_iter().flatten().filter_map(Json::as_str);
                let addresses = addresses.fold(String::new(), |all, one| all + one + " ");
                let required = if value.as_bool() == Some(true) {
                    api::MemoRequired::Always
                } else {
                    api::MemoRequired::For(addresses)
                };
                options.with_memo_required(required)
            }
            ("duplicates", _, Some(duplicates)) => options.with_duplicates(duplicates),
            ("currency", Some(code), _) => options.with_currency(Currency::new(code).expect("a currency")),
            ("preset", Some(preset), _) => {
                assert!(options.preset(preset), "there is no preset {preset}");
                options
            }
            ("limits", ..) => {
                options.limits.set(value).expect("limits");
                options
            }
            ("map", ..) => {
                for (column, field) in value.as_object().into_iter().flat_map(Object::iter) {
                    assert!(options.map(column, field.as_str().expect("a field")), "there is no field of this name");
                }
                options
            }
            _ => panic!("there is no option {name} of this value"),
        };
    }
    options
}

fn limited(mut options: CheckOptions, add: impl FnOnce(&mut FileLimits) -> bool) -> CheckOptions {
    assert!(add(&mut options.limits), "an amount");
    options
}

/// An argument that is text.
pub(crate) fn utf8(file: &VectorFile, case: &Case, index: usize) -> String {
    String::from_utf8(expand(case.arg(index))).unwrap_or_else(|_| panic!("{}: {}: no text", file.path, case.name))
}

/// The bytes of a text that may be written as `{"$repeat": [..]}`, `{"$concat": [..]}` or `{"$hex": ".."}`.
pub(crate) fn expand(json: &Json) -> Vec<u8> {
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
    let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).expect("ASCII"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("pairs of hexadecimal digits")).collect()
}

/// Members whose own members must all be named.
const EXACT: [&str; 2] = ["headers", "normalized"];

/// Notes where an answer is not what is expected of it.
pub(crate) fn compare(expect: &Json, got: &Json, at: &str, differences: &mut Vec<String>) {
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
