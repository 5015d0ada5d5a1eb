//! Answers and events, in the shapes of the document and of the API as it is now.

use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};
use crate::provider::webhook::Event;
use crate::provider::{Answer, Outcome, Response};

/// The values of each operation: the documented name, and where else it may stand.
const VALUES: &[(&str, &[Value])] = &[
    ("createCustomer", &[Value { name: "customerId", places: &["customerId", "data.customerId", "data.id"] }]),
    ("addBankAccount", &[Value { name: "bankAccountId", places: &["bankAccountId", "data.bankAccountId", "data.id"] }]),
    (
        "createOfframpFlow",
        &[
            Value { name: "flowId", places: &["flowId", "data.flowId", "data.id"] },
            // arrives later where it is not there yet
            Value { name: "depositAddress", places: &["data.depositAddress", "depositAddress"] },
            Value { name: "network", places: &["data.network", "network"] },
        ],
    ),
    (
        "getDepositAddress",
        &[
            Value { name: "address", places: &["address", "data.address"] },
            Value { name: "network", places: &["network", "data.network"] },
            Value { name: "currency", places: &["currency", "data.currency"] },
        ],
    ),
];

struct Value {
    name: &'static str,
    places: &'static [&'static str],
}

/// What the five documented events are called.
const EVENTS: [&str; 5] =
    ["CUSTOMER_APPROVED", "DEPOSIT_RECEIVED", "DEPOSIT_APPROVED", "TRADE_CREATED", "TRADE_SETTLED"];

pub(super) fn read(operation: &str, response: &Response<'_>) -> Result<Answer, Error> {
    let raw =
        Json::from_slice(response.body).map_err(|_| Error::new(ErrorCode::AnswerInvalid, "the answer is not JSON"))?;
    // legacy routes answer 200 on failure, so the envelope decides before the status does
    let word = raw.get("status").and_then(Json::as_str).unwrap_or_default();
    let failed = matches!(word, "INVALID_PARAMETERS" | "UNAUTHORISED" | "FAILED");
    if failed || !(200..300).contains(&response.status) {
        let message = raw.get("message").and_then(Json::as_str).unwrap_or_default();
        let code = if word.is_empty() { format!("HTTP_{}", response.status) } else { word.to_owned() };
        return Ok(Answer { outcome: Outcome::Refused { code, message: message.to_owned() }, raw });
    }
    let table = VALUES.iter().find_map(|(name, values)| (*name == operation).then_some(*values)).unwrap_or_default();
    let mut values = Object::new();
    for value in table {
        let found = value.places.iter().find_map(|place| text_at(&raw, place));
        if let Some(text) = found {
            values.insert(value.name, text);
        }
    }
    match table.first() {
        // the first value is what the operation is for; an address may still be on its way
        Some(first) if values.get(first.name).is_none() && operation != "getDepositAddress" => {
            Err(Error::new(ErrorCode::AnswerInvalid, "the answer lacks the id that it is for").in_field(first.name))
        }
        _ => Ok(Answer { outcome: Outcome::Accepted(values), raw }),
    }
}

/// The text at a path of names; `PENDING` and null stand for what is not there yet.
fn text_at<'a>(json: &'a Json, path: &str) -> Option<&'a str> {
    let value = path.split('.').try_fold(json, |value, name| value.get(name))?;
    value.as_str().filter(|text| !text.is_empty() && *text != "PENDING")
}

/// Reads `{event, data}` or `{event, payload}`.
pub(super) fn event(body: &[u8]) -> Result<Event, Error> {
    let invalid = |message: &'static str| Error::new(ErrorCode::EventInvalid, message);
    let raw = Json::from_slice(body).map_err(|_| invalid("the event is not JSON"))?;
    let name = raw.get("event").and_then(Json::as_str).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| invalid("the event has no name"))?.to_owned();
    let data = raw.get("data").or_else(|| raw.get("payload")).cloned().unwrap_or(Json::Null);
    let id = data.get("id").and_then(Json::as_str).map(|id| format!("{name}:{id}"));
    Ok(Event { is_known: EVENTS.contains(&name.as_str()), name, id, data })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::Headers;

    fn accepted(operation: &str, body: &str) -> String {
        let response = Response { status: 200, headers: Headers(&[]), body: body.as_bytes() };
        match read(operation, &response).unwrap().outcome {
            Outcome::Accepted(values) => Json::Object(values).to_string(),
            Outcome::Refused { code, .. } => code,
        }
    }

    #[test]
    fn both_shapes_of_every_answer() {
        assert_eq!(accepted("createCustomer", r#"{"customerId":"c1"}"#), r#"{"customerId":"c1"}"#);
        assert_eq!(accepted("createCustomer", r#"{"status":"SUCCESS","data":{"id":"c1"}}"#), r#"{"customerId":"c1"}"#);
        assert_eq!(accepted("addBankAccount", r#"{"bankAccountId":"b1"}"#), r#"{"bankAccountId":"b1"}"#);
        let document = r#"{"flowId":"f1","data":{"depositAddress":"0x1","network":"ETH"}}"#;
        assert_eq!(
            accepted("createOfframpFlow", document),
            r#"{"flowId":"f1","depositAddress":"0x1","network":"ETH"}"#
        );
        let upstream = r#"{"status":"SUCCESS","data":{"id":"f1","depositAddress":"PENDING","network":null}}"#;
        assert_eq!(accepted("createOfframpFlow", upstream), r#"{"flowId":"f1"}"#);
        let address = r#"{"address":"0x1","network":"ETH","currency":"USDT"}"#;
        assert_eq!(accepted("getDepositAddress", address), address);
    }

    #[test]
    fn a_refusal_is_an_answer_whatever_the_status() {
        assert_eq!(
            accepted("addBankAccount", r#"{"status":"INVALID_PARAMETERS","message":"x"}"#),
            "INVALID_PARAMETERS"
        );
        let response = Response { status: 502, headers: Headers(&[]), body: b"<html>" };
        assert_eq!(read("addBankAccount", &response).unwrap_err().code(), ErrorCode::AnswerInvalid);
    }

    #[test]
    fn events_in_both_envelopes() {
        for body in
            [r#"{"event":"TRADE_SETTLED","data":{"id":"t1"}}"#, r#"{"event":"TRADE_SETTLED","payload":{"id":"t1"}}"#]
        {
            let event = event(body.as_bytes()).unwrap();
            assert!(event.is_known());
            assert_eq!(event.id(), Some("TRADE_SETTLED:t1"));
        }
        assert!(!event(br#"{"event":"SOMETHING_NEW"}"#).unwrap().is_known());
        assert!(event(b"{}").is_err());
    }
}
