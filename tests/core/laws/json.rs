//! Laws of JSON, times and amounts.

use offramp_core::money::{Amount, Currency};
use offramp_core::{Json, Number, Object, Timestamp};
use proptest::prelude::*;

fn tree() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?"
            .prop_map(|digits| Json::from(digits.parse::<Number>().unwrap())),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::vec((any::<String>(), inner), 0..6).prop_map(|members| {
                let mut object = Object::new();
                for (name, value) in members {
                    object.insert(name, value);
                }
                Json::from(object)
            }),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_the_same(json in tree()) {
        let text = json.to_string();
        let read: Json = text.parse().unwrap();
        prop_assert_eq!(&read, &json);
        prop_assert_eq!(read.to_string(), text.clone());
        prop_assert_eq!(Json::from_slice(text.as_bytes()).unwrap(), json);
    }

    #[test]
    fn others_read_it_too(json in tree()) {
        // numbers beyond its range apart, which serde_json refuses
        if let Ok(theirs) = serde_json::from_str::<serde_json::Value>(&json.to_string()) {
            let ours: Json = theirs.to_string().parse().unwrap();
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&ours.to_string()).unwrap(), theirs);
        }
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..60), text in "[\\[\\]{},:\"\\\\0-9eE.+ntrufalse -]{0,40}") {
        for bytes in [&bytes[..], text.as_bytes()] {
            if let Ok(json) = Json::from_slice(bytes) {
                prop_assert_eq!(json.to_string().parse::<Json>().unwrap(), json);
                // what is JSON here is JSON everywhere
                prop_assert!(serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok());
            }
        }
    }

    #[test]
    fn times_read_as_they_are_printed(seconds in -62_135_596_800_i64..=253_402_300_799) {
        if let Ok(time) = Timestamp::from_unix_seconds(seconds) {
            prop_assert_eq!(time.unix_seconds(), seconds);
            prop_assert_eq!(time.to_string().parse::<Timestamp>().unwrap(), time);
        }
    }

    #[test]
    fn amounts_keep_their_digits(text in "(0|[1-9][0-9]{0,17})(\\.[0-9]{1,8})?") {
        let amount: Amount = text.parse().unwrap();
        prop_assert_eq!(amount.to_string(), text);
    }

    #[test]
    fn smallest_units_and_back(units in 0_i128..10_i128.pow(24), code in prop::sample::select(&["USD", "UGX", "USDC"][..])) {
        let currency = Currency::new(code).unwrap();
        let amount = Amount::from_minor_units(units, currency).unwrap();
        prop_assert_eq!(amount.minor_units(currency), Some(units));
        prop_assert_eq!(amount.to_string().parse::<Amount>().unwrap(), amount);
    }
}
