//! Schemas of what a file is checked by: currencies, columns, and amounts with the decimals that their currencies have.

use std::collections::BTreeMap;

use crate::bank::FieldName;
use crate::json::{Json, Object};
use crate::money::Currency;

/// How many digits an amount has at most before its point, and with those behind it, as a schema says it. What is read has
/// a digit more where the number fits.
const WHOLE_DIGITS: u8 = 18;
const ALL_DIGITS: u8 = 27;
/// How many decimals an amount of every currency has at most.
const ANY_DECIMALS: u8 = 9;
/// The members of a payment that are no field of its destination.
const OWN_COLUMNS: [&str; 5] = ["reference", "rail", "currency", "country", "amount"];

/// The codes of all currencies and tokens.
pub(super) fn currency() -> Json {
    super::words(Currency::codes())
}

/// What a column may mean: the empty text for one that is not used.
pub(super) fn column() -> Json {
    super::words(OWN_COLUMNS.into_iter().chain(FieldName::ALL.iter().map(|field| field.as_str())).chain([""]))
}

/// `EUR=100.00`.
pub(super) fn amount_of_currency() -> Json {
    pattern(&with_currency())
}

/// `EUR=100.00`, or `100.00` in every currency.
pub(super) fn amount_limit() -> Json {
    pattern(&[with_currency(), amount(ANY_DECIMALS)].join("|"))
}

fn pattern(of: &str) -> Json {
    let mut schema = Object::new();
    schema.put_text("type", "string");
    schema.put_text("pattern", &["^(?:", of, ")$"].concat());
    Json::Object(schema)
}

/// The codes of currencies by how many decimals they have, each with its amounts.
fn with_currency() -> String {
    let mut by_decimals: BTreeMap<u8, Vec<&str>> = BTreeMap::new();
    for code in Currency::codes() {
        let decimals = Currency::new(code).map_or(0, Currency::decimals);
        by_decimals.entry(decimals).or_default().push(code);
    }
    let one = |(decimals, codes): (u8, Vec<&str>)| ["(?:", &codes.join("|"), ")=(?:", &amount(decimals), ")"].concat();
    by_decimals.into_iter().map(one).collect::<Vec<_>>().join("|")
}

/// More than nothing, in plain digits.
fn amount(decimals: u8) -> String {
    let whole = WHOLE_DIGITS.min(ALL_DIGITS.saturating_sub(decimals)).saturating_sub(1);
    if decimals == 0 {
        return format!("[1-9][0-9]{{0,{whole}}}");
    }
    let zeros = decimals.saturating_sub(1);
    format!("[1-9][0-9]{{0,{whole}}}(?:\\.[0-9]{{1,{decimals}}})?|0\\.[0-9]{{0,{zeros}}}[1-9]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bulk::{CheckOptions, FileLimits};

    fn engine(schema: &Json) -> regex::Regex {
        regex::Regex::new(schema.get("pattern").and_then(Json::as_str).unwrap()).unwrap()
    }

    #[test]
    fn amounts_that_the_schema_takes_are_read() {
        let (of_currency, limit) = (engine(&amount_of_currency()), engine(&amount_limit()));
        for code in Currency::codes() {
            let decimals = usize::from(Currency::new(code).unwrap().decimals());
            for number in
                ["1", "100", "0.1", "100.00", "0", "00", "1.", ".5", "-1", "1e3", "0.0", "0.000000000000000001"]
                    .into_iter()
                    .map(str::to_owned)
                    .chain([format!("9.{}", "9".repeat(decimals)), format!("9.{}", "9".repeat(decimals + 1))])
                    .chain([9, 18, 19, 28, 29].map(|digits| "9".repeat(digits)))
            {
                let text = format!("{code}={number}");
                let is_read = FileLimits::default().expect_total(&text);
                let is_described = of_currency.is_match(&text);
                assert!(is_read || !is_described, "{text}");
                assert_eq!(is_described, limit.is_match(&text), "{text}");
                assert!(!is_read || is_described || number.len() > 17, "{text}");
            }
        }
        for (text, is_one) in
            [("100.00", true), ("0.5", true), ("1,5", false), ("=5", false), ("XXX=1", false), ("", false)]
        {
            assert_eq!(limit.is_match(text), is_one, "{text}");
            assert_eq!(FileLimits::default().max_amount(text), is_one, "{text}");
            assert!(!of_currency.is_match(text), "{text}");
        }
    }

    #[test]
    fn columns_and_presets_that_the_schema_names_are_known() {
        for column in column().get("enum").and_then(Json::as_array).unwrap() {
            assert!(CheckOptions::default().map("x", column.as_str().unwrap()), "{column}");
        }
        let schemas: Json = super::super::SCHEMAS.parse().unwrap();
        let presets = schemas.get("Preset").and_then(|preset| preset.get("enum")).and_then(Json::as_array).unwrap();
        let named: Vec<_> = presets.iter().map(|preset| preset.as_str().unwrap().to_owned()).collect();
        let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/data/presets")).unwrap();
        let mut there: Vec<_> =
            files.map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect();
        there.sort();
        assert_eq!(named, there);
        assert!(named.iter().all(|name| CheckOptions::default().preset(name)), "{named:?}");
    }
}
