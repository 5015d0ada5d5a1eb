//! Laws of corridors and their JSON Schemas, which another implementation reads too.

use std::sync::LazyLock;

use jsonschema::Validator;
use offramp_core::api::{self, BankAccountFields, BankOptions, Rail};
use offramp_core::{Json, Object, Verdict};
use proptest::prelude::*;

const CURRENCIES: [&str; 14] =
    ["USD", "EUR", "GBP", "CAD", "AUD", "SGD", "INR", "NPR", "KES", "UGX", "TZS", "NGN", "USDT", "USDC"];

/// What is known of a corridor: its fields, the options that choose it, and its schema.
type Known = (BankAccountFields, BankOptions, Validator);

fn corridors() -> &'static [Known] {
    static CORRIDORS: LazyLock<Vec<Known>> = LazyLock::new(every_corridor);
    &CORRIDORS
}

fn every_corridor() -> Vec<Known> {
    let mut corridors = Vec::new();
    for currency in CURRENCIES {
        for rail in [Rail::Bank, Rail::Vpa, Rail::MobileMoney, Rail::Crypto] {
            let options = BankOptions { rail: Some(rail), ..BankOptions::default() };
            if let Ok(fields) = api::bank_account_fields(currency, &options) {
                let schema = api::bank_account_json_schema(currency, &options).unwrap();
                corridors.push((fields, options, validator(&schema)));
            }
        }
    }
    corridors
}

fn validator(schema: &Json) -> Validator {
    let schema = serde_json::to_value(schema).unwrap();
    assert!(jsonschema::meta::is_valid(&schema), "{schema}");
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

fn errors(validator: &Validator, fields: &Object) -> Vec<String> {
    let instance = serde_json::to_value(fields).unwrap();
    validator.iter_errors(&instance).map(|error| error.to_string()).collect()
}

/// The fields by name with their examples, those that are needed and all.
fn examples(fields: &BankAccountFields) -> [Object; 2] {
    let (mut least, mut all) = (Object::new(), Object::new());
    for field in fields.fields.iter().filter(|field| !field.example.is_empty()) {
        all.insert(field.name, field.example);
        if field.required || fields.any_of.iter().any(|group| group.first() == Some(&field.name)) {
            least.insert(field.name, field.example);
        }
    }
    // where the first of a group has no example, all of them are the least
    let is_enough = fields.any_of.iter().all(|group| group.iter().any(|name| least.get(name).is_some()));
    [if is_enough { least } else { all.clone() }, all]
}

#[test]
fn there_is_a_corridor_by_every_rail() {
    let all: Vec<_> = corridors().iter().map(|(fields, ..)| format!("{} {}", fields.currency, fields.rail)).collect();
    assert_eq!(all.len(), 15, "{all:?}");
}

#[test]
fn every_example_fits_schema_and_validator() {
    for (fields, options, schema) in corridors() {
        let name = format!("{} by {}", fields.currency, fields.rail);
        for example in examples(fields) {
            assert_eq!(errors(schema, &example), [""; 0], "{name}");
            let report = api::validate_bank_account(fields.currency, &example, options);
            assert_ne!(report.verdict, Verdict::Invalid, "{name}: {:?}", report.findings);
            // examples are written in electronic form
            for (field, value) in example.iter().filter(|(field, _)| *field != "bankName") {
                assert_eq!(report.normalized.get(field), Some(value), "{name}");
            }
        }
    }
}

#[test]
fn every_needed_field_is_needed_by_both() {
    for (fields, options, schema) in corridors() {
        let [least, _] = examples(fields);
        for missing in fields.fields.iter().filter(|field| field.required) {
            let mut rest = Object::new();
            for (name, value) in least.iter().filter(|(name, _)| *name != missing.name) {
                rest.insert(name, value.clone());
            }
            assert!(!errors(schema, &rest).is_empty(), "{} {}", fields.currency, missing.name);
            let report = api::validate_bank_account(fields.currency, &rest, options);
            assert!(report.findings.iter().any(|finding| finding.code().as_str() == "FIELD_REQUIRED"));
        }
        for group in &fields.any_of {
            let mut rest = Object::new();
            for (name, value) in examples(fields)[1].iter().filter(|(name, _)| !group.contains(name)) {
                rest.insert(name, value.clone());
            }
            assert!(!errors(schema, &rest).is_empty(), "{} {group:?}", fields.currency);
            let report = api::validate_bank_account(fields.currency, &rest, options);
            assert!(report.findings.iter().any(|finding| finding.code().as_str() == "FIELD_ONE_OF_REQUIRED"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is accepted fits the schema in its electronic form, and is accepted again.
    #[test]
    fn what_is_accepted_fits_the_schema(changes in prop::collection::vec((0..8_usize, crate::texts::any_text()), 0..3)) {
        for (fields, options, schema) in corridors() {
            let mut given = examples(fields)[1].clone();
            for (index, text) in &changes {
                if let Some(field) = fields.fields.get(*index) {
                    given.insert(field.name, text.as_str());
                }
            }
            let report = api::validate_bank_account(fields.currency, &given, options);
            if report.verdict == Verdict::Invalid {
                continue;
            }
            prop_assert_eq!(errors(schema, &report.normalized), Vec::<String>::new(), "{} {}", fields.currency, Json::Object(given.clone()));
            let again = api::validate_bank_account(fields.currency, &report.normalized, options);
            prop_assert_ne!(again.verdict, Verdict::Invalid, "{:?}", again.findings);
            prop_assert_eq!(&again.normalized, &report.normalized);
        }
    }

    /// A suggestion for a field is accepted in that field.
    #[test]
    fn a_suggestion_mends_its_field(index in 0..8_usize, text in crate::texts::any_text()) {
        for (fields, options, _) in corridors() {
            let Some(field) = fields.fields.get(index) else {
                continue;
            };
            let mut given = examples(fields)[0].clone();
            given.insert(field.name, text.as_str());
            let path = format!("/{}", field.name);
            let report = api::validate_bank_account(fields.currency, &given, options);
            for finding in report.findings.iter().filter(|finding| finding.path() == path) {
                if let Some(suggestion) = finding.suggestion() {
                    given.insert(field.name, suggestion);
                    let mended = api::validate_bank_account(fields.currency, &given, options);
                    let still = mended.findings.iter().find(|other| other.path() == path && other.severity() == offramp_core::Severity::Error);
                    prop_assert!(still.is_none(), "{} {}: {} gives {:?}", fields.currency, field.name, suggestion, still);
                }
            }
        }
    }
}
