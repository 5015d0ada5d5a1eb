//! Where the events of a gateway's orders name amounts, and its answers, as its description says.
//!
//! ```json
//! "event": {"amount": "settledAmount", "currency": "settledCurrency"}
//! "event": [{"amount": "payout.paise", "currencyCode": "INR", "unit": "smallest"}]
//! "event": false
//! "answer": {"amount": "crypto_amount", "currency": "crypto_currency"}
//! ```
//!
//! Without `event` those count that the provider's document names, where an event has them. Those that a description
//! names must be there. `false`: amounts are not held together.
//!
//! `answer` names members of the answer by which the provider takes a payment on: what it quotes there in another
//! currency than the payment's is what its events may say in that currency. Without `answer` the same names count as in
//! events by the provider's document.

use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};
use crate::payment::{AmountMember, EventAmounts};
use crate::provider::Provider;

/// Reads the member `event` of a description's `offRamp`.
pub(super) fn read(off_ramp: &Json, provider: Provider) -> Result<EventAmounts, Error> {
    let named = named(off_ramp, "event")?;
    let is_required = named.as_ref().is_some_and(|members| !members.is_empty());
    Ok(EventAmounts { members: named.unwrap_or_else(|| known(provider)), is_required })
}

/// Reads the member `answer` of a description's `offRamp`.
pub(super) fn quoted(off_ramp: &Json, provider: Provider) -> Result<Vec<AmountMember>, Error> {
    Ok(named(off_ramp, "answer")?.unwrap_or_else(|| known(provider)))
}

/// Those that the provider's document names.
fn known(provider: Provider) -> Vec<AmountMember> {
    let known = provider.event_amounts().iter();
    let members = known.map(|(amount, currency)| AmountMember {
        amount: (*amount).to_owned(),
        currency: Some((*currency).to_owned()),
        currency_code: None,
        is_in_smallest_unit: false,
    });
    members.collect()
}

/// Those that a description names; none of them where it says `false`.
fn named(off_ramp: &Json, field: &'static str) -> Result<Option<Vec<AmountMember>>, Error> {
    let member = |json: &Json| member(json).map_err(|error| error.in_field(field));
    let members = match off_ramp.get(field) {
        None => return Ok(None),
        Some(Json::Bool(false) | Json::Null) => return Ok(Some(Vec::new())),
        Some(Json::Array(items)) => items.iter().map(member).collect::<Result<Vec<_>, _>>()?,
        Some(other) => vec![member(other)?],
    };
    if members.is_empty() {
        return Err(invalid("a member is needed, or false").in_field(field));
    }
    Ok(Some(members))
}

fn member(json: &Json) -> Result<AmountMember, Error> {
    let object = json.as_object().ok_or_else(|| invalid("an object with amount and currency is needed"))?;
    let text = |name: &str| object.get(name).and_then(Json::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    if let Some((name, _)) =
        object.iter().find(|(name, _)| !["amount", "currency", "currencyCode", "unit"].contains(name))
    {
        return Err(invalid(&["unknown member ", name].concat()));
    }
    let (currency, currency_code) = (text("currency"), text("currencyCode"));
    if currency.is_some() == currency_code.is_some() {
        return Err(invalid("either currency or currencyCode is needed"));
    }
    Ok(AmountMember {
        amount: text("amount").ok_or_else(|| invalid("amount is needed: the member that holds it"))?,
        currency,
        currency_code,
        is_in_smallest_unit: is_smallest(object)?,
    })
}

fn is_smallest(object: &Object) -> Result<bool, Error> {
    match object.get("unit").map(Json::as_str) {
        None | Some(Some("main")) => Ok(false),
        Some(Some("smallest")) => Ok(true),
        Some(_) => Err(invalid("unit is main or smallest")),
    }
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorCode::ArgumentInvalid, message.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions() {
        let of = |off_ramp: &str| read(&off_ramp.parse().unwrap(), Provider::Coinut);
        let default = of("{}").unwrap();
        assert_eq!((default.members[0].amount.as_str(), default.is_required), ("settledAmount", false));
        assert_eq!(of(r#"{"event":false}"#).unwrap(), EventAmounts::default());
        let named = of(r#"{"event":[{"amount":"a.b","currencyCode":"INR","unit":"smallest"}]}"#).unwrap();
        assert!(named.is_required && named.members[0].is_in_smallest_unit, "{named:?}");
        let quotes = |off_ramp: &str| quoted(&off_ramp.parse().unwrap(), Provider::Unigox);
        let texts = |members: Vec<AmountMember>| members.into_iter().map(|it| it.amount).collect::<Vec<_>>();
        assert_eq!(texts(quotes("{}").unwrap()), ["fiat_amount", "crypto_amount"]);
        assert_eq!(texts(quotes(r#"{"answer":{"amount":"a","currencyCode":"USDT"}}"#).unwrap()), ["a"]);
        assert!(quotes(r#"{"answer":false}"#).unwrap().is_empty());
        assert_eq!(quotes(r#"{"answer":[]}"#).unwrap_err().field(), "answer");
        for bad in [
            r#"{"event":true}"#,
            r#"{"event":[]}"#,
            r#"{"event":{"amount":"a"}}"#,
            r#"{"event":{"amount":"a","currency":"b","currencyCode":"INR"}}"#,
            r#"{"event":{"amount":"a","currency":"b","unit":"paise"}}"#,
            r#"{"event":{"amount":"a","currency":"b","x":1}}"#,
        ] {
            assert!(of(bad).is_err(), "{bad}");
        }
    }
}
