//! `examples/payouts.csv` and what its README says about it.

use std::collections::{BTreeMap, BTreeSet};

use crate::json;

/// The codes that the README's table lists, by line.
fn listed() -> BTreeMap<u64, BTreeSet<String>> {
    let readme = std::fs::read_to_string("examples/README.md").unwrap();
    let mut listed = BTreeMap::new();
    for row in readme.lines() {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let [_, line, _, codes, _] = cells[..] else {
            continue;
        };
        if let Ok(line) = line.parse() {
            let codes = codes.split(", ").map(|code| code.trim_matches('`').to_owned()).collect();
            assert!(listed.insert(line, codes).is_none(), "line {line} is listed twice");
        }
    }
    listed
}

#[test]
fn every_line_raises_the_codes_that_the_readme_lists_and_no_other_line_any() {
    let (code, report) = json(&["check", "--json", "examples/payouts.csv"]);
    assert_eq!(code, 1);
    let listed = listed();
    assert!(listed.len() > 100, "the table was not read");
    let mut seen = 0;
    for row in report["rows"].as_array().unwrap() {
        let raised: BTreeSet<_> =
            row["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect();
        let line = row["line"].as_u64().unwrap();
        if let Some(codes) = listed.get(&line) {
            seen += 1;
            for code in codes {
                assert!(raised.contains(code.as_str()), "line {line}: {code} is not among {raised:?}");
            }
        } else {
            // notes are no faults: what a scheme may not carry, and that a UK pair waits for its table
            let findings = row["findings"].as_array().unwrap();
            assert!(findings.iter().all(|finding| finding["severity"] == "info"), "line {line}: {raised:?}");
            let is_open = raised.contains("UK_MODULUS_NOT_CHECKED");
            assert_eq!(row["verdict"], if is_open { "undetermined" } else { "valid" }, "line {line}");
        }
    }
    assert_eq!(seen, listed.len(), "a line of the table is no row");
    let mut codes: Vec<_> =
        report["summary"]["findings"].as_array().unwrap().iter().map(|f| f["code"].as_str().unwrap()).collect();
    codes.sort_unstable();
    // a line has a comma in front of its decimals
    assert_eq!(codes, ["AMOUNT_NOTATIONS", "COLUMN_UNKNOWN", "COLUMN_UNKNOWN"]);
    assert!(report["summary"]["rows"].as_u64().unwrap() >= 300);
}

#[test]
fn every_rail_and_currency_has_valid_rows() {
    let (_, report) = json(&["check", "--json", "examples/payouts.csv"]);
    let valid = report["rows"].as_array().unwrap().iter().filter(|row| row["verdict"] == "valid");
    let paid: BTreeSet<_> = valid
        .map(|row| {
            let value = |name: &str| row["normalized"][name].as_str().unwrap().to_owned();
            [value("rail"), value("currency")].join(" ")
        })
        .collect();
    let expected = [
        "bank AUD",
        "bank CAD",
        "bank CHF",
        "bank EUR",
        "bank GBP",
        "bank INR",
        "bank NPR",
        "bank SGD",
        "bank USD",
        "crypto USDC",
        "crypto USDT",
        "mobile_money KES",
        "mobile_money NGN",
        "mobile_money TZS",
        "mobile_money UGX",
        "vpa INR",
    ];
    assert_eq!(paid.iter().map(String::as_str).collect::<Vec<_>>(), expected);
}
