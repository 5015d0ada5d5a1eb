//! Settings, in all the spellings that the document and the service's code have, and their limits.

use crate::code::Code;
use crate::error::{Error, ErrorCode};
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::compute::{Computation, to_read};
use crate::provider::exact;
use crate::provider::input::{InputRule, needed, optional};

pub(super) const SETTINGS: Computation = Computation {
    name: "settings",
    summary: to_read(
        "Credentials, default provider and limits from the settings record or from environment variables.",
    ),
    input: &[needed("settings", InputRule::AnyObject, "The record, or the variables.")],
    run: settings,
};

const LIMIT: InputRule = InputRule::Number;

pub(super) const LIMITS: Computation = Computation {
    name: "checkLimits",
    summary: to_read("Whether an amount is within the limits of a payment and of a day."),
    input: &[
        needed("amount", InputRule::Number, "The amount."),
        optional("paidToday", InputRule::Decimal, "What was paid today already."),
        needed(
            "limits",
            InputRule::Object(&[
                optional("minAmount", LIMIT, "The least."),
                optional("maxAmount", LIMIT, "The most."),
                optional("dailyLimit", LIMIT, "The most in a day."),
            ]),
            "The limits.",
        ),
    ],
    run: check_limits,
};

/// `APP_ID`, `appId`, `appid` and `OFFRAMP_APP_ID` are one name.
fn plain(name: &str) -> String {
    let name = name.strip_prefix("OFFRAMP_").unwrap_or(name);
    name.bytes().filter(|byte| *byte != b'_').map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

fn member<'a>(object: &'a Object, name: &str) -> Option<&'a Json> {
    object.iter().find_map(|(key, value)| (plain(key) == name && !value.is_null()).then_some(value))
}

fn settings(input: &Object) -> Result<Json, Error> {
    let missing = || Error::new(ErrorCode::SettingsInvalid, "Offramp url/Appid/AccessToken not found in settings.");
    let mut given = input.get("settings").and_then(Json::as_object).ok_or_else(missing)?;
    // the record of the settings table has the settings as its value
    if let Some(Json::Object(value)) = given.get("value") {
        given = value;
    }
    let mut json = Object::new();
    for (name, key) in [("url", "url"), ("appId", "appid"), ("accessToken", "accesstoken")] {
        let text = member(given, key).and_then(Json::as_str).filter(|text| !text.is_empty());
        json.put_text(name, text.ok_or_else(|| missing().in_field(name))?);
    }
    if let Some(text) = member(given, "defaultpaymentprovider").and_then(Json::as_str) {
        json.put_text("defaultPaymentProvider", text);
    }
    let inner = member(given, "transactionlimits").and_then(Json::as_object).unwrap_or(given);
    let mut limits = Object::new();
    for (name, key) in [("minAmount", "minamount"), ("maxAmount", "maxamount"), ("dailyLimit", "dailylimit")] {
        let digits = member(inner, key).and_then(|value| value.as_number().or(value.as_str()));
        if let Some(digits) = digits {
            let amount = exact::read(digits).ok_or_else(|| {
                Error::new(ErrorCode::SettingsInvalid, "a limit is a plain decimal number").in_field(name)
            })?;
            limits.put(name, Json::String(exact::show(amount)));
        }
    }
    json.put("transactionLimits", Json::Object(limits));
    Ok(Json::Object(json))
}

/// `{findings}`; an empty list is within the limits.
#[expect(clippy::unnecessary_wraps, reason = "others of the table can fail")]
fn check_limits(input: &Object) -> Result<Json, Error> {
    let limits = input.get("limits");
    let limit = |name: &str| exact::of(limits.and_then(|limits| limits.get(name)));
    let amount = exact::of(input.get("amount")).unwrap_or_default();
    let today = exact::of(input.get("paidToday")).unwrap_or_default();
    let mut findings = Vec::new();
    if limit("minAmount").is_some_and(|least| amount < least) {
        findings.push(Finding::new(Code::AmountBelowMinimum).at("/amount"));
    }
    if limit("maxAmount").is_some_and(|most| amount > most) {
        findings.push(Finding::new(Code::AmountAboveMaximum).at("/amount"));
    }
    if limit("dailyLimit").is_some_and(|most| amount.saturating_add(today) > most) {
        findings.push(Finding::new(Code::DailyLimitExceeded).at("/amount"));
    }
    let mut json = Object::new();
    json.put("findings", Finding::all_to_json(&findings));
    Ok(Json::Object(json))
}
