//! Every country of the IBAN registry against SEPA.

use std::collections::BTreeSet;

use offramp_core::{BankOptions, Country, Json, Verdict, api, identifier::iban::sepa_since};

/// Members of SEPA by groups, as the European Payments Council lists them: the European Union, the rest of the
/// European Economic Area, and the others with their later members.
const MEMBERS: [&str; 4] = [
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK",
    "IS LI NO",
    "CH GB GI MC SM AD VA",
    "AL MD ME MK RS",
];

/// The registry's examples, by country.
fn examples() -> Vec<String> {
    let cases: serde_json::Value = serde_json::from_str(include_str!("../../vectors/identifiers/iban.json")).unwrap();
    let examples = cases.as_array().unwrap().iter().filter_map(|case| {
        let name = case["name"].as_str().unwrap();
        name.starts_with("the registry's example of").then(|| case["args"][1].as_str().unwrap().to_owned())
    });
    examples.collect()
}

#[test]
fn euros_to_every_country_say_whether_sepa_reaches_it() {
    let members: BTreeSet<&str> = MEMBERS.iter().flat_map(|group| group.split(' ')).collect();
    let (mut inside, mut outside) = (0, 0);
    for iban in examples() {
        let country = &iban[..2];
        let swift = format!("EXMP{country}22");
        let fields = Json::object([("iban", iban.as_str()), ("bankName", "Example Bank"), ("swift", swift.as_str())]);
        let report = api::validate_bank_account("EUR", fields.as_object().unwrap(), &BankOptions::default());
        let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code().as_str()).collect();
        assert_eq!(codes.contains(&"IBAN_NOT_SEPA"), !members.contains(country), "{iban}: {codes:?}");
        assert_eq!(sepa_since(Country::new(country).unwrap()).is_some(), members.contains(country), "{country}");
        assert_ne!(report.verdict, Verdict::Undetermined, "{iban}: {codes:?}");
        if members.contains(country) { inside += 1 } else { outside += 1 }
    }
    assert!(inside >= 40 && outside >= 40, "{inside} and {outside} examples");
}

#[test]
fn days_of_joining_are_days() {
    for country in MEMBERS.iter().flat_map(|group| group.split(' ')) {
        let since = sepa_since(Country::new(country).unwrap()).unwrap();
        let parts: Vec<usize> = since.split('-').map(|part| part.parse().unwrap()).collect();
        assert!(since.len() == 10 && matches!(parts[..], [2008..=2026, 1..=12, 1..=31]), "{country}: {since}");
    }
}
