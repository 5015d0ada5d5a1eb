//! Laws of corridors and their JSON Schemas, which another implementation reads too.

use std::sync::LazyLock;

use jsonschema::Validator;
use offramp_core::api::{self, BankAccountFields, BankAccountReport, BankOptions, Rail};
use offramp_core::{Json, Object, Provider, Verdict};
use proptest::prelude::*;

/// What is known of a corridor: its fields, the options that choose it, and its schema.
type Known = (BankAccountFields, BankOptions, Validator);

/// Every corridor by the rails' public rules, and those of the providers' documents.
pub(crate) fn corridors() -> &'static [Known] {
    static CORRIDORS: LazyLock<Vec<Known>> = LazyLock::new(every_corridor);
    &CORRIDORS
}

fn every_corridor() -> Vec<Known> {
    let mut corridors = Vec::new();
    for corridor in api::corridors() {
        let general = BankOptions { rail: Some(corridor.rail), ..BankOptions::default() };
        let fields = api::bank_account_fields(corridor.currency, &general).unwrap();
        for &provider in Provider::ALL {
            let options = BankOptions { provider: Some(provider), ..general.clone() };
            let own = api::bank_account_fields(corridor.currency, &options).unwrap();
            if own != fields {
                let schema = api::bank_account_json_schema(corridor.currency, &options).unwrap();
                corridors.push((own, options, validator(&schema)));
            }
        }
        let schema = api::bank_account_json_schema(corridor.currency, &general).unwrap();
        corridors.push((fields, general, validator(&schema)));
    }
    corridors
}

fn validator(schema: &Json) -> Validator {
    let schema = serde_json::to_value(schema).unwrap();
    assert!(jsonschema::meta::is_valid(&schema), "{schema}");
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

pub(crate) fn errors(validator: &Validator, fields: &Object) -> Vec<String> {
    let instance = serde_json::to_value(fields).unwrap();
    validator.iter_errors(&instance).map(|error| error.to_string()).collect()
}

/// An IBAN of the currency's country, from the vectors.
fn iban_of(currency: &str) -> String {
    static CASES: LazyLock<Json> =
        LazyLock::new(|| include_str!("../../vectors/bank-accounts/by-iban.json").parse().unwrap());
    let case = CASES.as_array().unwrap().iter().find(|case| {
        let args = case.get("args").and_then(Json::as_array).unwrap();
        args[0].as_str() == Some(currency)
            && case.get("name").and_then(Json::as_str).unwrap().starts_with("the IBAN of")
    });
    let iban = case.and_then(|case| case.get("args")?.as_array()?[1].get("iban")?.as_str());
    iban.unwrap_or_else(|| panic!("no vector has an IBAN for {currency}")).to_owned()
}

/// The fields by name with their examples, those that are needed and all.
pub(crate) fn examples(fields: &BankAccountFields) -> [Object; 2] {
    let (mut least, mut all) = (Object::new(), Object::new());
    for field in &fields.fields {
        let example = if field.name == "iban" && field.example.is_empty() {
            iban_of(fields.currency)
        } else {
            field.example.to_owned()
        };
        if example.is_empty() {
            continue;
        }
        all.insert(field.name, example.as_str());
        if field.required || fields.any_of.iter().any(|group| group.first() == Some(&field.name)) {
            least.insert(field.name, example);
        }
    }
    // where the first of a group has no example, all of them are the least
    let is_enough = fields.any_of.iter().all(|group| group.iter().any(|name| least.get(name).is_some()));
    [if is_enough { least } else { all.clone() }, all]
}

#[test]
fn there_are_corridors_by_every_rail_that_has_rules() {
    for rail in [Rail::Bank, Rail::Vpa, Rail::MobileMoney, Rail::Crypto] {
        assert!(corridors().iter().any(|(fields, ..)| fields.rail == rail), "{rail}");
    }
    let of = |rail| api::corridors().iter().filter(|corridor| corridor.rail == rail).count();
    assert_eq!((of(Rail::Bank), of(Rail::MobileMoney)), (8 + 54, 4 + 14));
    let places = api::corridors()
        .iter()
        .filter(|corridor| corridor.rail == Rail::MobileMoney)
        .map(|c| c.countries.len())
        .sum::<usize>();
    assert_eq!(places, 4 + 23, "countries with mobile money");
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
            assert!(is_missed(&report, "FIELD_REQUIRED"), "{} {}", fields.currency, missing.name);
        }
        for group in &fields.any_of {
            let mut rest = Object::new();
            for (name, value) in examples(fields)[1].iter().filter(|(name, _)| !group.contains(name)) {
                rest.insert(name, value.clone());
            }
            assert!(!errors(schema, &rest).is_empty(), "{} {group:?}", fields.currency);
            let report = api::validate_bank_account(fields.currency, &rest, options);
            assert!(is_missed(&report, "FIELD_ONE_OF_REQUIRED"), "{} {group:?}", fields.currency);
        }
    }
}

/// Whether what is missing is said, as an error or as what the rail wants.
fn is_missed(report: &BankAccountReport, code: &str) -> bool {
    report.findings.iter().any(|finding| [code, "RAIL_FIELD_MISSING"].contains(&finding.code().as_str()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// Whatever is accepted fits the schema in its electronic form, and is accepted again.
    #[test]
    fn what_is_accepted_fits_the_schema(
        corridor in prop::sample::select(corridors().iter().collect::<Vec<_>>()),
        changes in prop::collection::vec((0..8_usize, super::texts::any_text()), 0..3),
    ) {
        {
            let (fields, options, schema) = corridor;
            let mut given = examples(fields)[1].clone();
            for (index, text) in &changes {
                if let Some(field) = fields.fields.get(*index) {
                    given.insert(field.name, text.as_str());
                }
            }
            let report = api::validate_bank_account(fields.currency, &given, options);
            // what the rail wants is in the schema, and a number whose country is not known has no electronic form
            let is_open = ["RAIL_FIELD_MISSING", "PHONE_NATIONAL_FORM"].iter().any(|code| is_missed(&report, code));
            if report.verdict == Verdict::Invalid || is_open {
                return Ok(());
            }
            prop_assert_eq!(errors(schema, &report.normalized), Vec::<String>::new(), "{} {}", fields.currency, Json::Object(given.clone()));
            let again = api::validate_bank_account(fields.currency, &report.normalized, options);
            prop_assert_ne!(again.verdict, Verdict::Invalid, "{:?}", again.findings);
            prop_assert_eq!(&again.normalized, &report.normalized);
        }
    }

    /// Law 3: a suggestion for a field is accepted in that field, beside the others.
    #[test]
    fn a_suggestion_mends_its_field(
        corridor in prop::sample::select(corridors().iter().collect::<Vec<_>>()),
        index in 0..8_usize,
        text in prop_oneof![
            super::texts::any_text(),
            (super::texts::kind().prop_flat_map(super::texts::valid), prop::sample::select(&["(@)", "@,", "'@", "x: @"][..]))
                .prop_map(|(text, around)| around.replace('@', &text)),
        ],
        is_all in any::<bool>(),
    ) {
        {
            let (fields, options, _) = corridor;
            let Some(field) = fields.fields.get(index) else {
                return Ok(());
            };
            let mut given = examples(fields)[usize::from(is_all)].clone();
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
