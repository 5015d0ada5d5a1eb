//! Reads a fee schedule from JSON, and says everything that is wrong with it.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::{Charge, FeePart, FeeSchedule, FeeTier, NET, Share, TierMode};
use crate::code::Code;
use crate::error::Error;
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::money::{Currency, RATE_FIELDS, Rate, Rounding, unknown_currency};
use crate::quote::reader::{Optional, Reader, Required};
use crate::text;

const RATES: &str = "percent, fraction, bps, tiers";

impl FeeSchedule {
    /// Reads `{parts: [{name, percent?|fraction?|bps?, fixed?, min?, max?, tiers?, tierMode?, rounding, of?, currency?,
    /// rate?, charge?, rebate?}], charge, amountRounding?, max?}`, where a tier is `{upTo?, percent?|fraction?|bps?, fixed?}` and
    /// `tierMode` is `marginal` (the default) or `whole`; a part of negative numbers alone is a rebate. `{percentage, fixed, rounding?, charge?}`, as Rahat lists the
    /// fees of its payment providers, is read as one part: rounded half up and deducted, where it is not said otherwise.
    ///
    /// # Errors
    /// `INPUT_INVALID` with all findings.
    pub fn from_json(json: &Json) -> Result<FeeSchedule, Error> {
        Reader::ask(json, schedule)
    }

    /// The schedule of a request.
    pub(crate) fn member(reader: &mut Reader, object: &Object) -> Option<FeeSchedule> {
        let json = reader.member(object, "schedule", Required)?;
        reader.within("schedule", |reader| schedule(reader, json))
    }
}

impl FromStr for FeeSchedule {
    type Err = Error;

    /// Reads JSON text.
    ///
    /// # Errors
    /// `JSON_INVALID`, and as [`FeeSchedule::from_json`].
    fn from_str(text: &str) -> Result<FeeSchedule, Error> {
        FeeSchedule::from_json(&text.parse()?)
    }
}

impl<'de> serde::Deserialize<'de> for FeeSchedule {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<FeeSchedule, D::Error> {
        FeeSchedule::from_json(&Json::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// The fees of a payment provider in Rahat's document.
fn of_payment_provider(reader: &mut Reader, json: &Json) -> Option<FeeSchedule> {
    let object = reader.object(json, "percentage fixed rounding charge")?;
    let number = |name: &str| object.get(name).filter(|value| value.as_number().or(value.as_str()) != Some("0"));
    let percent = number("percentage").and_then(|_| reader.decimal(object, "percentage", Optional));
    let rate = percent.and_then(|percent| {
        let rate = Rate::in_field("percent", percent);
        if rate.is_none() {
            reader.say("percentage", Finding::new(Code::RateTooLarge).with_text("expected", "100"));
        }
        rate
    });
    let fixed = number("fixed").and_then(|_| reader.amount(object, "fixed", Optional, None));
    let rounding = reader.rounding(object, "rounding", Optional).unwrap_or(Rounding::HalfUp);
    let charge = reader.choice(object, "charge", Optional, "deducted, onTop", Charge::find).unwrap_or(Charge::Deducted);
    let part = FeePart {
        name: "provider".to_owned(),
        share: rate.map_or(Share::None, Share::Flat),
        fixed,
        min: None,
        max: None,
        rounding: Some(rounding),
        of: None,
        foreign: None,
        charge: None,
        is_rebate: false,
    };
    Some(FeeSchedule { parts: vec![part], charge, amount_rounding: None, max: None })
}

fn schedule(reader: &mut Reader, json: &Json) -> Option<FeeSchedule> {
    if json.get("percentage").is_some() {
        return of_payment_provider(reader, json);
    }
    let object = reader.object(json, "parts charge amountRounding max")?;
    let charge = reader.choice(object, "charge", Required, "deducted, onTop", Charge::find);
    let amount_rounding = reader.rounding(object, "amountRounding", Optional);
    let max = reader.amount(object, "max", Optional, None);
    let items = reader.array(object, "parts", Required)?;
    let before = reader.enter("parts");
    let mut parts = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let before = reader.enter_item(index);
        parts.extend(part(reader, item, &parts));
        reader.leave(before);
    }
    reader.leave(before);
    Some(FeeSchedule { parts, charge: charge?, amount_rounding, max })
}

/// A part whose numbers all have a minus in front of them, as what is given back: without these. Where a bound or a
/// member `rebate` stands beside them, what is meant is not certain.
fn given_back(json: &Json) -> Option<Json> {
    let object = json.as_object()?;
    let is_given = |name: &str| object.get(name).is_some_and(|value| !value.is_null());
    if ["rebate", "min", "max", "tiers"].into_iter().any(is_given) {
        return None;
    }
    let mut positive = object.clone();
    for name in ["percent", "fraction", "bps", "fixed"].into_iter().filter(|name| is_given(name)) {
        let value = object.get(name)?;
        let digits = value.as_number().or(value.as_str())?.strip_prefix('-')?;
        positive.insert(name, digits);
        positive.insert("rebate", true);
    }
    positive.get("rebate").is_some().then_some(Json::Object(positive))
}

fn part(reader: &mut Reader, json: &Json, before: &[FeePart]) -> Option<FeePart> {
    let positive = given_back(json);
    let json = positive.as_ref().unwrap_or(json);
    let known = "name percent fraction bps fixed min max tiers tierMode rounding of currency rate charge rebate";
    let object = reader.object(json, known)?;
    let name = reader.text(object, "name", Required);
    let rate = rate(reader, object);
    let fixed = reader.amount(object, "fixed", Optional, None);
    let (min, max) = (reader.amount(object, "min", Optional, None), reader.amount(object, "max", Optional, None));
    let tiers = tiers(reader, object);
    let mode = reader.choice(object, "tierMode", Optional, "marginal, whole", TierMode::find);
    let own = foreign(reader, object);
    let has_share = rate.is_some() || tiers.is_some() || own.is_some();
    let charge = reader.choice(object, "charge", Optional, "deducted, onTop", Charge::find);
    let is_rebate = match reader.member(object, "rebate", Optional) {
        Some(Json::Bool(is_rebate)) => *is_rebate,
        Some(_) => {
            reader.say("rebate", Finding::new(Code::FieldType).with_text("expected", "boolean"));
            false
        }
        None => false,
    };
    let of = reader.text(object, "of", Optional);
    if of.is_some() && tiers.is_some() {
        // their ends are of the amount
        reader.say("tiers", Finding::new(Code::FieldsExclusive).with_text("fields", "of, tiers"));
    }
    if of.is_some_and(|of| of != NET && !before.iter().any(|part| part.name == of)) {
        let names = text::listed([NET].into_iter().chain(before.iter().map(|part| &*part.name)));
        reader.say("of", Finding::new(Code::ValueNotAllowed).with("allowed", names));
    }
    let rounding = reader.rounding(object, "rounding", if has_share { Required } else { Optional });
    let share = match (rate, tiers) {
        (Some(_), Some(_)) => {
            reader.say("tiers", Finding::new(Code::FieldsExclusive).with_text("fields", RATES));
            return None;
        }
        (Some(rate), None) => Share::Flat(rate),
        (None, Some(tiers)) => Share::Tiered(mode.unwrap_or(TierMode::Marginal), tiers),
        (None, None) => Share::None,
    };
    if mode.is_some() && !matches!(share, Share::Tiered(..)) {
        reader.say_code("tiers", Code::FieldRequired);
    }
    let members = ["percent", "fraction", "bps", "tiers", "fixed", "min"];
    if members.iter().all(|name| object.get(name).is_none_or(Json::is_null)) {
        let fields = "percent, fraction, bps, tiers, fixed, min";
        reader.say("", Finding::new(Code::FieldOneOfRequired).with_text("fields", fields));
    }
    let of = of.map(str::to_owned);
    Some(FeePart { name: name?.to_owned(), share, fixed, min, max, rounding, of, foreign: own, charge, is_rebate })
}

/// The currency of a fixed amount, and its rate: both or neither.
fn foreign(reader: &mut Reader, object: &Object) -> Option<(String, Decimal)> {
    let code = reader.text(object, "currency", Optional);
    let rate = reader.decimal(object, "rate", Optional);
    match (code, rate) {
        (Some(_), None) => reader.say_code("rate", Code::FieldRequired),
        (None, Some(_)) => reader.say_code("currency", Code::FieldRequired),
        _ => {}
    }
    let code = text::trim(code?).to_ascii_uppercase();
    if Currency::new(&code).is_none() {
        reader.say("currency", unknown_currency(&code));
    }
    if object.get("fixed").is_none() {
        reader.say_code("fixed", Code::FieldRequired);
    }
    Some((code, rate?))
}

fn rate(reader: &mut Reader, object: &Object) -> Option<Rate> {
    let mut found = None;
    for (field, most) in RATE_FIELDS {
        let Some(number) = reader.decimal(object, field, Optional) else {
            continue;
        };
        if found.is_some() {
            reader.say(field, Finding::new(Code::FieldsExclusive).with_text("fields", RATES));
        }
        found = Rate::in_field(field, number);
        if found.is_none() {
            reader.say(field, Finding::new(Code::RateTooLarge).with_text("expected", most));
        }
    }
    found
}

fn tiers(reader: &mut Reader, object: &Object) -> Option<Vec<FeeTier>> {
    let items = reader.array(object, "tiers", Optional)?;
    let before = reader.enter("tiers");
    let mut tiers = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let before = reader.enter_item(index);
        if let Some(object) = reader.object(item, "upTo percent fraction bps fixed") {
            let up_to = reader.positive(object, "upTo", Optional, None);
            let rate = rate(reader, object);
            let fixed = reader.amount(object, "fixed", Optional, None);
            tiers.push(FeeTier { up_to, rate, fixed });
        }
        reader.leave(before);
    }
    reader.leave(before);
    Some(tiers)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = r#"{"parts":[{"name":"platform","percent":"1.50","fixed":"0.30","min":"1","max":"25.00","rounding":"halfUp"},{"name":"partner","bps":"10","rounding":"up"},{"name":"developer","fraction":"0.005","rounding":"halfEven"},{"name":"network","fixed":"2"},{"name":"tiers","tiers":[{"upTo":"1000","percent":"1"},{"bps":"50","fixed":"1"}],"tierMode":"whole","rounding":"down"}],"charge":"onTop","amountRounding":"floor"}"#;

    #[test]
    fn is_written_as_it_is_read() {
        let schedule: FeeSchedule = ALL.parse().unwrap();
        assert_eq!(schedule.to_json().to_string(), ALL);
        let through_serde: FeeSchedule = serde_json::from_str(ALL).unwrap();
        assert_eq!(through_serde, schedule);
        assert_eq!(serde_json::to_string(&schedule).unwrap(), ALL);
    }

    #[test]
    fn everything_wrong_is_found_with_its_path() {
        let text = r#"{"parts":[
            {"name":"","percent":"101","rounding":"halfup"},
            {"name":"a","percent":"1","bps":"2","rounding":"up"},
            {"name":"b","percent":"1"},
            {"name":"c","rounding":"up"},
            {"name":"d","fixed":"1e2","typo":1},
            {"name":"e","tiers":[{"upTo":"0","percent":"x"}],"rounding":"up"},
            {"name":"f","fixed":"1","tierMode":"whole"},
            5],"charge":"maybe"}"#;
        let error = text.parse::<FeeSchedule>().unwrap_err();
        let mut found: Vec<_> = error.findings().iter().map(|f| (f.path(), f.code().as_str())).collect();
        found.sort_unstable();
        let expected = [
            ("/charge", "VALUE_NOT_ALLOWED"),
            ("/parts/0/name", "VALUE_EMPTY"),
            ("/parts/0/percent", "RATE_TOO_LARGE"),
            ("/parts/0/rounding", "VALUE_NOT_ALLOWED"),
            ("/parts/1/bps", "FIELDS_EXCLUSIVE"),
            ("/parts/2/rounding", "FIELD_REQUIRED"),
            ("/parts/3", "FIELD_ONE_OF_REQUIRED"),
            ("/parts/4/fixed", "AMOUNT_EXPONENT"),
            ("/parts/4/typo", "FIELD_UNKNOWN"),
            ("/parts/5/tiers/0/percent", "AMOUNT_NOT_A_NUMBER"),
            ("/parts/5/tiers/0/upTo", "AMOUNT_ZERO"),
            ("/parts/6/tiers", "FIELD_REQUIRED"),
            ("/parts/7", "FIELD_TYPE"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_negative_part_is_given_back() {
        let schedule = |part: &str| {
            let text = format!(r#"{{"parts":[{{"name":"a","fixed":"2"}},{{"name":"b",{part}}}],"charge":"deducted"}}"#);
            text.parse::<FeeSchedule>()
        };
        for (negative, rebate) in [
            (r#""fixed":"-0.50""#, r#""fixed":"0.50","rebate":true"#),
            (r#""fixed":-1"#, r#""fixed":"1","rebate":true"#),
            (
                r#""percent":"-1","fixed":"-1","rounding":"down""#,
                r#""percent":"1","fixed":"1","rounding":"down","rebate":true"#,
            ),
            (r#""bps":-5,"of":"a","rounding":"up""#, r#""bps":"5","of":"a","rounding":"up","rebate":true"#),
        ] {
            assert_eq!(schedule(negative).unwrap(), schedule(rebate).unwrap(), "{negative}");
        }
        for unclear in [
            r#""percent":"1","fixed":"-1","rounding":"up""#,
            r#""fixed":"-1","rebate":true"#,
            r#""fixed":"-1","rebate":false"#,
            r#""fixed":"-1","max":"2""#,
            r#""percent":"-1","min":"-2","rounding":"up""#,
        ] {
            let error = schedule(unclear).unwrap_err();
            assert!(error.findings().iter().any(|f| f.code() == Code::AmountNegative), "{unclear}: {error:?}");
        }
    }

    #[test]
    fn serde_takes_no_float() {
        let float = r#"{"parts":[{"name":"a","percent":2.9,"rounding":"up"}],"charge":"deducted"}"#;
        assert!(serde_json::from_str::<FeeSchedule>(float).is_err(), "serde has made a float of it");
        assert!(float.parse::<FeeSchedule>().is_ok(), "the digits are there");
    }
}
