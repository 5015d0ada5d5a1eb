//! Every range of mobile numbers with every mobile-money service, held against the tables that the code is made from.

use std::collections::BTreeMap;

use offramp_core::api::Rail;
use offramp_core::{BankOptions, Json, Object, Verdict, api};

/// The rows of a table of data/, without its header. None of these tables has a quotation mark.
fn table(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/data/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// A number of each range: `100-8` is 100 to 108.
fn numbers(calling: &str, length: usize, ranges: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    for range in ranges.split(' ').filter(|range| !range.is_empty()) {
        let (low, high) = range.split_once('-').unwrap_or((range, &range[range.len() - 1..]));
        let (head, last) = low.split_at(low.len() - 1);
        for digit in last.parse::<u8>().unwrap()..=high.parse::<u8>().unwrap() {
            let mut number = format!("{head}{digit}");
            while number.len() < length {
                number.push('3');
            }
            numbers.push(format!("+{calling}{number}"));
        }
    }
    numbers
}

#[test]
fn a_service_is_held_against_the_operator_of_the_number() {
    let currencies = BTreeMap::from([("KE", "KES"), ("UG", "UGX"), ("TZ", "TZS"), ("NG", "NGN")]);
    let plans: BTreeMap<String, (String, usize)> = table("phone-plans")
        .into_iter()
        .map(|row| (row[0].clone(), (row[1].clone(), row[4].split(' ').next().unwrap().parse().unwrap())))
        .collect();
    let services = table("mobile-services");
    let mut tried = 0;
    for row in table("phone-operators") {
        let (country, operator) = (row[0].as_str(), row[1].as_str());
        let Some(currency) = currencies.get(country) else {
            continue;
        };
        let (calling, length) = &plans[country];
        for phone in numbers(calling, *length, &row[2]) {
            for service in &services {
                let name = service[1].as_str();
                let here: Vec<&Vec<String>> = services.iter().filter(|row| row[0] == country).collect();
                let offered = here.iter().find(|row| row[1] == name);
                let runs = |row: &Vec<String>| row[2].split(';').any(|one| one == operator);
                let anywhere = services.iter().any(|row| row[1] == name && row[2].is_empty());
                let expected = match offered {
                    // which country's name for which service is tried elsewhere
                    None if name == "ORANGE_CASH" || name == "VODAFONE_CASH" => continue,
                    None if anywhere => Some("MOBILE_PROVIDER_UNKNOWN"),
                    None => Some("MOBILE_PROVIDER_COUNTRY"),
                    Some(row) if row[2].is_empty() || runs(row) => None,
                    Some(_) if here.iter().any(|row| runs(row)) => Some("PHONE_OPERATOR_MISMATCH"),
                    Some(_) => Some("PHONE_OPERATOR_OTHER"),
                };
                let fields = Json::object([("phone", phone.as_str()), ("mobileProvider", name)]);
                let fields = fields.as_object().unwrap();
                let report = api::validate_bank_account(currency, fields, &BankOptions::default());
                let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code().as_str()).collect();
                assert_eq!(codes, Vec::from_iter(expected), "{phone} with {name}");
                let is_wrong = expected == Some("MOBILE_PROVIDER_COUNTRY");
                assert_eq!(report.verdict == Verdict::Invalid, is_wrong, "{phone} with {name}");
                tried += 1;
            }
        }
    }
    assert!(tried > 10_000, "{tried}");
}

#[test]
fn every_listed_range_is_accepted_and_no_fixed_line_is() {
    for row in table("phone-plans") {
        let length = row[4].split(' ').next().unwrap().parse().unwrap();
        for (ranges, verdict) in [(&row[5], Verdict::Valid), (&row[6], Verdict::Invalid)] {
            for phone in numbers(&row[1], length, ranges) {
                let report =
                    api::validate(offramp_core::Kind::Phone, &phone, &offramp_core::ValidateOptions::default());
                assert_eq!(report.verdict, verdict, "{phone}");
                assert_eq!(report.findings.is_empty(), verdict == Verdict::Valid, "{phone}");
            }
        }
    }
}

#[test]
fn every_country_has_an_example_of_its_own() {
    let mut tried = 0;
    for corridor in api::corridors().iter().filter(|corridor| corridor.rail == Rail::MobileMoney) {
        for country in &corridor.countries {
            let country = offramp_core::Country::new(country);
            let options = BankOptions { country, rail: Some(Rail::MobileMoney), ..BankOptions::default() };
            let fields = api::bank_account_fields(corridor.currency, &options).unwrap();
            let given = fields.fields.iter().filter(|field| ["phone", "mobileProvider"].contains(&field.name));
            let example: Object = given.map(|field| (field.name, field.example)).collect();
            let report = api::validate_bank_account(corridor.currency, &example, &options);
            assert_eq!((report.verdict, report.findings), (Verdict::Valid, vec![]), "{country:?}");
            tried += 1;
        }
    }
    assert_eq!(tried, 4 + 23);
}
