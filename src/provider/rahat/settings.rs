//! Settings, in all the spellings that the document and the service's code have, and their limits.

use crate::code::Code;
use crate::error::{Error, ErrorCode};
use crate::finding::Finding;
use crate::json::{Json, Object};
use crate::provider::base_url::BaseUrl;
use crate::provider::compute::{Computation, to_read};
use crate::provider::draft::Draft;
use crate::provider::exact;
use crate::provider::input::{InputRule, needed, optional};
use crate::provider::{Credentials, Operation};
use crate::text;

pub(super) const SETTINGS: Computation = Computation {
    name: "settings",
    summary: to_read(
        "Credentials, default provider and limits from the settings record or from environment variables.",
    ),
    input: &[needed("settings", InputRule::AnyObject, "The record, or the variables.")],
    run: settings,
};

const LIMIT: InputRule = InputRule::AmountOrNone;

pub(super) const LIMITS: Computation = Computation {
    name: "checkLimits",
    summary: to_read("Whether an amount is within the limits of a payment and of a day."),
    input: &[
        needed("amount", InputRule::Number, "The amount."),
        optional("paidToday", InputRule::AmountOrNone, "What was paid today already."),
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
    run: |input| Ok(check_limits(input)),
};

/// `APP_ID`, `appId` and `appid` are one name.
fn plain(name: &str) -> String {
    name.bytes().filter(|byte| *byte != b'_').map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

/// What the variables of the document begin with. Hosts have a `URL` of their own.
const OWN: &str = "OFFRAMP_";

fn invalid(message: &'static str) -> Error {
    Error::new(ErrorCode::SettingsInvalid, message)
}

/// The value of a name in any of its spellings: that of a variable of the document, where one is given, and otherwise
/// (unless `is_own`) the only one there is.
fn member<'a>(object: &'a Object, name: &'static str, key: &str, is_own: bool) -> Result<Option<&'a Json>, Error> {
    let mut found: Option<&Json> = None;
    for owned in [true, false] {
        for (given, value) in object.iter() {
            let rest = given.strip_prefix(OWN);
            let is_it = rest.is_some() == owned && plain(rest.unwrap_or(given)) == key;
            if !is_it || value.is_null() || value.as_str() == Some("") {
                continue;
            }
            if found.is_some_and(|other| other != value) {
                return Err(invalid("two settings of this name say different things").in_field(name));
            }
            found = Some(value);
        }
        if found.is_some() || is_own {
            break;
        }
    }
    Ok(found)
}

/// What no request can do without: the name, and the same in plain letters.
const NEEDED: [(&str, &str); 3] = [("url", "url"), ("appId", "appid"), ("accessToken", "accesstoken")];

fn settings(input: &Object) -> Result<Json, Error> {
    let missing = || invalid("Offramp url/Appid/AccessToken not found in settings.");
    let mut given = input.get("settings").and_then(Json::as_object).ok_or_else(missing)?;
    // the record of the settings table has the settings as its value, in some answers as text
    let parsed = given.get("value").and_then(Json::as_str).and_then(|text| text.parse::<Json>().ok());
    if let Some(Json::Object(value)) = parsed.as_ref().or(given.get("value")) {
        given = value;
    }
    // where one of these is a variable of the document, all are: a token must not go to the URL of something else
    let is_own = given.iter().any(|(name, value)| {
        let rest = name.strip_prefix(OWN).map(plain);
        !value.is_null() && NEEDED.iter().any(|(_, key)| rest.as_deref() == Some(*key))
    });
    let mut json = Object::new();
    for (name, key) in NEEDED {
        let text = member(given, name, key, is_own)?.and_then(Json::as_str);
        json.put_text(name, text.ok_or_else(|| missing().in_field(name))?);
    }
    let url = json.get("url").and_then(Json::as_str).unwrap_or_default();
    BaseUrl::new(url.as_bytes()).map_err(|_| invalid("https and a host are needed").in_field("url"))?;
    if let Some(text) = member(given, "defaultPaymentProvider", "defaultpaymentprovider", false)?.and_then(Json::as_str)
    {
        json.put_text("defaultPaymentProvider", text);
    }
    let inner = member(given, "transactionLimits", "transactionlimits", false)?;
    let inner = inner.and_then(Json::as_object).unwrap_or(given);
    let mut limits = Object::new();
    for (name, key) in [("minAmount", "minamount"), ("maxAmount", "maxamount"), ("dailyLimit", "dailylimit")] {
        if let Some(value) = member(inner, name, key, false)? {
            let amount = exact::of(Some(value));
            let amount = amount.ok_or_else(|| invalid("a limit is a plain decimal number").in_field(name))?;
            limits.put(name, Json::String(exact::show(amount)));
        }
    }
    fit(&|name| exact::of(limits.get(name)), ErrorCode::SettingsInvalid)?;
    json.put("transactionLimits", Json::Object(limits));
    Ok(Json::Object(json))
}

/// No limit is below the least amount.
fn fit(limit: &dyn Fn(&'static str) -> Option<i128>, code: ErrorCode) -> Result<(), Error> {
    let least = limit("minAmount").unwrap_or_default();
    for name in ["maxAmount", "dailyLimit"] {
        if limit(name).is_some_and(|most| most < least) {
            return Err(Error::new(code, "the limit is below the least amount").in_field(name));
        }
    }
    Ok(())
}

/// The limits that requests are held to.
const LIMITS_OF_REQUESTS: [&str; 3] = ["minAmount", "maxAmount", "dailyLimit"];

/// Holds the amounts of a request against the limits that are set; those of many payments together against that of a
/// day. They are in tokens, as the amounts are.
pub(super) fn hold(draft: &Draft, credentials: &Credentials) -> Result<(), Error> {
    let mut limits = Vec::new();
    for name in LIMITS_OF_REQUESTS {
        if let Some(secret) = credentials.get(name) {
            let amount = std::str::from_utf8(secret.expose()).ok().and_then(exact::read);
            let invalid = || Error::new(ErrorCode::CredentialsInvalid, "a limit is a plain decimal number");
            limits.push((name, amount.ok_or_else(|| invalid().in_field(name))?));
        }
    }
    let limit = |name: &'static str| limits.iter().find(|(known, _)| *known == name).map(|(_, amount)| *amount);
    fit(&limit, ErrorCode::CredentialsInvalid)?;
    let members = draft.members();
    let (mut findings, mut sum) = (Vec::new(), 0);
    if let Some(amount) = exact::of(members.get("tokenAmount")) {
        against(&limit, amount, 0, "/tokenAmount", &mut findings);
    }
    for (index, record) in members.get("transactions").and_then(Json::as_array).unwrap_or_default().iter().enumerate() {
        let amount = exact::of(record.get("amount")).unwrap_or_default();
        let path = text::join(&["/transactions/", &text::number(index), "/amount"], "");
        against(&limit, amount, sum, &path, &mut findings);
        sum = sum.saturating_add(amount);
    }
    if findings.is_empty() { Ok(()) } else { Err(Error::from_findings(findings)) }
}

/// The provider that pays out where a request names none.
pub(super) fn fill(operation: &Operation, input: &Json, credentials: &Credentials) -> Option<Json> {
    let provider = std::str::from_utf8(credentials.get("defaultPaymentProvider")?.expose()).ok()?;
    let put = |object: &mut Object, name: &'static str| {
        if object.get(name).is_none_or(|value| value.is_null() || value.as_str() == Some("")) {
            object.insert(name, provider);
        }
    };
    let mut filled = input.as_object()?.clone();
    match operation.name() {
        "instantOfframp" => put(&mut filled, "paymentProviderId"),
        "bulkOfframp" => {
            let mut records = filled.get("transactions").and_then(Json::as_array)?.to_vec();
            for record in &mut records {
                if let Json::Object(record) = record {
                    put(record, "payoutProcessorId");
                }
            }
            filled.insert("transactions", records);
        }
        _ => return None,
    }
    Some(Json::Object(filled))
}

/// `{findings}`; an empty list is within the limits.
fn check_limits(input: &Object) -> Json {
    let limits = input.get("limits");
    let limit = |name: &str| exact::of(limits.and_then(|limits| limits.get(name)));
    let amount = exact::of(input.get("amount")).unwrap_or_default();
    let today = exact::of(input.get("paidToday")).unwrap_or_default();
    let mut findings = Vec::new();
    against(&limit, amount, today, "/amount", &mut findings);
    let mut json = Object::new();
    json.put("findings", Finding::all_to_json(&findings));
    Json::Object(json)
}

/// Holds an amount, after what was paid on the day, against the limits.
pub(super) fn against(
    limit: &dyn Fn(&'static str) -> Option<i128>,
    amount: i128,
    today: i128,
    path: &str,
    findings: &mut Vec<Finding>,
) {
    let mut say = |code| findings.push(Finding::new(code).at_path(path.to_owned()));
    if limit("minAmount").is_some_and(|least| amount < least) {
        say(Code::AmountBelowMinimum);
    }
    if limit("maxAmount").is_some_and(|most| amount > most) {
        say(Code::AmountAboveMaximum);
    }
    if limit("dailyLimit").is_some_and(|most| amount.saturating_add(today) > most) {
        say(Code::DailyLimitExceeded);
    }
}
