//! Laws 1 and 4 over damage: what happens to the fields of right destinations on their way gives no yes anywhere.

use offramp_core::api::{self, BankOptions, SchemeName};
use offramp_core::bulk::CheckOptions;
use offramp_core::{Code, Finding, Json, Object, Severity, Verdict};

use super::schemas::{corridors, errors, examples};
use super::verdicts::{row, what};

/// What people, spreadsheets and programs make of a value.
fn damaged(value: &str) -> Vec<String> {
    let mut damaged = vec![
        String::new(),
        format!("{value}0"),
        format!("{value}X"),
        format!("0{value}"),
        format!("-{value}"),
        format!("{value} / {value}"),
        format!("{value}.50"),
        value.replace('0', "O"),
        value.replace('1', "l"),
        value.trim_start_matches('0').to_owned(),
        value.chars().rev().collect(),
        "NULL".to_owned(),
        "1.23457E+11".to_owned(),
        // other kinds, and other countries' values
        "GB29NWBK60161331926819".to_owned(),
        "FR1420041010050500013M02607".to_owned(),
        "NWBKGB2L".to_owned(),
        "021000022".to_owned(),
        "SBIN0001234".to_owned(),
        "+9779841234567".to_owned(),
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".to_owned(),
    ];
    let characters: Vec<char> = value.chars().collect();
    for at in [1, characters.len() / 2, characters.len().saturating_sub(2)] {
        if at + 1 < characters.len() {
            let (mut swapped, mut lost) = (characters.clone(), characters.clone());
            swapped.swap(at, at + 1);
            lost.remove(at);
            damaged.push(swapped.iter().collect());
            damaged.push(lost.iter().collect());
        }
    }
    damaged.retain(|text| text != value);
    damaged
}

/// What a schema has no words for: sums, lists, what fields say of each other, and the lengths of one country among
/// all. All else that makes a destination invalid it refuses, too.
fn is_beyond_schemas(finding: &Finding) -> bool {
    let code = finding.code().as_str();
    let of_lists =
        ["CHECK", "MISMATCH", "UNKNOWN", "UNASSIGNED", "_IS_", "LOOKS_LIKE", "LETTER_FOR_DIGIT", "SPREADSHEET"];
    // lists of services, networks and what is sent on them are open
    let is_open = ["/mobileProvider", "/network", "/address", "/transactionHash", "/memo"].contains(&finding.path());
    finding.severity() != Severity::Error
        || is_open
        || of_lists.iter().any(|part| code.contains(part))
        || ["IBAN_LENGTH", "IBAN_STRUCTURE", "PHONE_LENGTH", "BANK_NOT_SUPPORTED", "PLACEHOLDER"].contains(&code)
}

/// An object and a row say the same of all damage; a schema takes what is valid, and refuses what is missing or has a
/// form that is none.
#[test]
fn damage_gives_the_same_answer_everywhere() {
    let (mut tried, mut refused) = (0_u32, 0_u32);
    for (fields, options, schema) in corridors() {
        let mut file = CheckOptions::default();
        (file.provider, file.rail) = (options.provider, options.rail);
        let [_, all] = examples(fields);
        for field in &fields.fields {
            let Some(value) = all.get(field.name).and_then(Json::as_str) else {
                continue;
            };
            for text in damaged(value) {
                let mut given = all.clone();
                given.insert(field.name, text.as_str());
                let name = || format!("{} by {}: {} {text:?}", fields.currency, fields.rail, field.name);
                let report = api::validate_bank_account(fields.currency, &given, options);
                let mut columns = vec![("currency", fields.currency), ("amount", "1000")];
                columns.extend(given.iter().filter_map(|(name, text)| Some((name, text.as_str()?))));
                let row = row(&columns, &file);
                let of_row: Vec<_> = row.findings.iter().filter(|one| one.path() != "/amount").cloned().collect();
                assert_eq!(what(&report.findings), what(&of_row), "{}", name());
                assert_eq!(report.verdict, row.verdict, "{}", name());
                tried += 1;
                match report.verdict {
                    Verdict::Valid => {
                        assert_eq!(errors(schema, &report.normalized), [""; 0], "{}", name());
                    }
                    Verdict::Invalid => {
                        refused += 1;
                        if errors(schema, &given).is_empty() {
                            assert!(report.findings.iter().all(is_beyond_schemas), "{} {:?}", name(), report.findings);
                        }
                    }
                    Verdict::Undetermined => {}
                }
            }
        }
    }
    assert!(tried > 5_000 && refused > tried / 4, "{refused} of {tried}");
}

/// Law 4 for schemes: one that is named for a file is held against each row as one that is named for an object.
#[test]
fn a_scheme_is_held_against_every_row() {
    for scheme in SchemeName::all() {
        for code in api::currencies() {
            let destination = [("accountName", "Jane Doe"), ("iban", "DE89370400440532013000")];
            let object: Object = destination.iter().map(|(name, text)| (*name, *text)).collect();
            let options = BankOptions { scheme: Some(scheme), ..BankOptions::default() };
            let report = api::validate_bank_account(code, &object, &options);
            let mut columns = vec![("currency", code), ("amount", "1000")];
            columns.extend(destination);
            let row = row(&columns, &CheckOptions::default().with_scheme(scheme));
            let of_row: Vec<_> = row.findings.iter().filter(|one| one.path() != "/amount").cloned().collect();
            assert_eq!(what(&report.findings), what(&of_row), "{code} by {scheme}");
            assert_eq!(report.verdict, row.verdict, "{code} by {scheme}");
        }
    }
    let of = |columns: &[(&str, &str)], scheme: &str| {
        row(columns, &CheckOptions::default().with_scheme(scheme.parse().unwrap()))
            .findings
            .iter()
            .any(|finding| finding.code() == Code::RailNotAvailable)
    };
    let pounds = [("currency", "GBP"), ("amount", "10"), ("sortCode", "601613"), ("accountNumber", "31926819")];
    assert!(of(&pounds, "sepa") && !of(&pounds, "fps"));
    // what a row names itself goes first
    assert!(!of(&[&pounds[..], &[("rail", "chaps")]].concat(), "sepa"));
    assert!(of(&[&pounds[..], &[("rail", "bank")]].concat(), "sepa"));
}

/// What a scheme does not carry is said of every row that names it, as an error where its own rules say so.
#[test]
fn a_scheme_is_held_to_what_it_carries() {
    let said = |key: &str, currency: &str, amount: &str| {
        let by_option = CheckOptions::default().with_scheme(key.parse().unwrap());
        let of = |columns: &[(&str, &str)], options: &CheckOptions| {
            row(columns, options).findings.iter().find(|one| one.code().as_str().starts_with("SCHEME_M")).map(|one| {
                assert_eq!(one.path(), "/amount");
                (one.code(), one.severity() == Severity::Error)
            })
        };
        let columns = [("currency", currency), ("amount", amount)];
        let found = of(&columns, &by_option);
        let by_rail = [&columns[..], &[("rail", key)]].concat();
        assert_eq!(of(&by_rail, &CheckOptions::default()), found, "{key} {amount}");
        found
    };
    let mut bounds = 0;
    for scheme in csv::Reader::from_reader(include_str!("../../../data/schemes.csv").as_bytes()).records() {
        let scheme = scheme.unwrap();
        let [key, provider, currency] = [0, 1, 3].map(|column| &scheme[column]);
        if !provider.is_empty() || currency.is_empty() {
            continue;
        }
        let is_strict = &scheme[10] == "yes";
        for (column, step, code) in [(8, -1, Code::SchemeMinimum), (9, 1, Code::SchemeMaximum)] {
            let Ok(bound) = scheme[column].parse::<i64>() else {
                continue;
            };
            bounds += 1;
            assert_eq!(said(key, currency, &bound.to_string()), None, "{key}");
            if bound + step > 0 {
                assert_eq!(said(key, currency, &(bound + step).to_string()), Some((code, is_strict)), "{key}");
            }
        }
    }
    assert!(bounds > 15, "{bounds}");
}
