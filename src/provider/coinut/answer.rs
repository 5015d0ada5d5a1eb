//! Answers and events, in the shapes of the document and of the API as it is now.

use crate::error::Error;
use crate::json::Json;
use crate::provider::answer::{Refusal, is_success};
use crate::provider::webhook::{Event, invalid};
use crate::text;

/// What the five documented events are called.
pub(super) const EVENTS: &[&str] =
    &["CUSTOMER_APPROVED", "DEPOSIT_RECEIVED", "DEPOSIT_APPROVED", "TRADE_CREATED", "TRADE_SETTLED"];

/// Legacy routes answer 200 on failure, so the envelope decides before the status does.
pub(super) fn refusal(raw: &Json, status: u16) -> Option<Refusal> {
    let word = raw.get("status").and_then(Json::as_str);
    let has_failed = matches!(word, Some("INVALID_PARAMETERS" | "UNAUTHORISED" | "FAILED"));
    let message = raw.get("message").and_then(Json::as_str);
    (has_failed || !is_success(status)).then(|| Refusal::new(word, message, status))
}

/// Reads `{event, data}` or `{event, payload}`.
pub(super) fn event(body: &[u8]) -> Result<Event, Error> {
    let raw = Json::from_slice(body).map_err(|_| invalid("the event is not JSON"))?;
    let name = raw.get("event").and_then(Json::as_str).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| invalid("the event has no name"))?.to_owned();
    let data = ["data", "payload"].iter().find_map(|name| raw.get(name).filter(|data| !data.is_null()));
    let data = data.cloned().unwrap_or(Json::Null);
    let id = data.get("id").and_then(Json::as_str).map(|id| text::join(&[&name, ":", id], ""));
    let is_known = EVENTS.contains(&name.as_str());
    // a customer is no order; deposits and trades of one flow are one
    let is_customer = name == "CUSTOMER_APPROVED";
    let order = ["flowId", "tradeId", "depositId", "id"].iter().find_map(|key| data.get(key).and_then(Json::as_str));
    let order = order.filter(|_| !is_customer).map(str::to_owned);
    // the event is the status: one follows the other
    let raw_status = (is_known && !is_customer).then(|| name.clone());
    let verification = is_customer.then_some("approved");
    Ok(Event { is_known, name, id, is_id_sent: false, data, order, raw_status, status: None, verification })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;
    use crate::provider::{Answer, Headers, Outcome, Provider, Response};

    fn read(operation: &str, response: &Response<'_>) -> Result<Answer, Error> {
        Provider::Coinut.parse(operation, response)
    }

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
