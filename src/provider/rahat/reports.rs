//! Payouts as a whole: chunks, figures, and the guard against triggering one twice.

use super::operations::MOST_TRANSACTIONS;
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};
use crate::order::{self, Status};
use crate::provider::compute::{Computation, RATE_LIMIT_INPUT, integer, rate_limit, time, to_read};
use crate::provider::exact;
use crate::provider::input::{InputRule, needed, optional};
use crate::text;
use crate::timestamp::Timestamp;

pub(super) const CHUNKS: Computation = Computation {
    name: "chunks",
    summary: to_read("Cuts a long list of transactions into inputs of bulkOfframp."),
    input: &[
        needed("transactions", InputRule::List(&InputRule::AnyObject, 0, 1_000_000), "All of them."),
        optional("size", InputRule::Integer(1, 1000), "How many go into one request; 100 by default."),
    ],
    run: |input| Ok(chunks(input)),
};

pub(super) const METRICS: Computation = Computation {
    name: "metrics",
    summary: to_read("Counts, sum, success rate and mean processing time of records of payments."),
    input: &[
        needed(
            "records",
            InputRule::List(&InputRule::AnyObject, 0, 1_000_000),
            "With status, amount and processingTime, as rows or with the answer in offrampResponse.",
        ),
        optional("documentExact", InputRule::Bool, "Whether COMPLETED and FAILED alone count, as in the document."),
    ],
    run: metrics,
};

pub(super) const TRIGGER: Computation = Computation {
    name: "checkTrigger",
    summary: to_read("Refuses a payout that was triggered before."),
    input: &[
        needed("uuid", InputRule::Text(255), "The payout."),
        optional("isPayoutTriggered", InputRule::Bool, "Whether it was triggered."),
        optional(
            "payouts",
            InputRule::List(&InputRule::Text(255), 0, 1_000_000),
            "Those triggered so far, from the answer before.",
        ),
    ],
    run: check_trigger,
};

pub(super) const FRESH: Computation = Computation {
    name: "isFresh",
    summary: to_read(
        "Whether a wallet, a list of providers or settings that were asked for earlier may still be used.",
    ),
    input: &[
        needed("storedAt", InputRule::Time, "When it was asked for."),
        needed("now", InputRule::Time, "The time."),
        optional("seconds", InputRule::Integer(1, 0), "How long it may be used; 300 by default."),
    ],
    run: |input| Ok(is_fresh(input)),
};

/// `{fresh, secondsLeft}`; what was stored at a time that is still to come is not fresh.
fn is_fresh(input: &Object) -> Json {
    let seconds = |name: &str| time(input, name).map_or(0, Timestamp::unix_seconds);
    let age = u64::try_from(seconds("now").saturating_sub(seconds("storedAt"))).ok();
    let left = age.map_or(0, |age| integer(input, "seconds", 300).saturating_sub(age));
    let mut json = Object::new();
    json.put("fresh", Json::Bool(left > 0));
    json.put("secondsLeft", Json::number(left));
    Json::Object(json)
}

pub(super) const RATE_LIMIT: Computation = Computation {
    name: "rateLimit",
    summary: to_read("Counts a request against a limit in windows of time: 60 in a minute unless another is given."),
    input: RATE_LIMIT_INPUT,
    run: limit,
};

fn limit(input: &Object) -> Result<Json, Error> {
    rate_limit(input, 60, 60)
}

fn chunks(input: &Object) -> Json {
    let size = usize::try_from(integer(input, "size", 100).min(u64::from(MOST_TRANSACTIONS))).unwrap_or(1).max(1);
    let mut inputs = Vec::new();
    for chunk in input.get("transactions").and_then(Json::as_array).unwrap_or_default().chunks(size) {
        let mut json = Object::new();
        json.put("transactions", Json::Array(chunk.to_vec()));
        inputs.push(Json::Object(json));
    }
    Json::Array(inputs)
}

/// `{triggered: false, payouts}`, where the payouts are to be kept for the next question.
fn check_trigger(input: &Object) -> Result<Json, Error> {
    let uuid = input.get("uuid").and_then(Json::as_str).unwrap_or_default();
    let mut payouts = input.get("payouts").and_then(Json::as_array).unwrap_or_default().to_vec();
    let is_known = payouts.iter().any(|known| known.as_str() == Some(uuid));
    if is_known || input.get("isPayoutTriggered").and_then(Json::as_bool) == Some(true) {
        let message = text::join(&["Payout with UUID '", uuid, "' has already been triggered"], "");
        return Err(Error::new(ErrorCode::PayoutAlreadyTriggered, message).in_field("uuid"));
    }
    let mut json = Object::new();
    json.put("triggered", Json::Bool(false));
    payouts.push(Json::text(uuid));
    json.put("payouts", Json::Array(payouts));
    Ok(Json::Object(json))
}

/// Sums are exact; of no records there is no rate and no mean.
fn metrics(input: &Object) -> Result<Json, Error> {
    let records = input.get("records").and_then(Json::as_array).unwrap_or_default();
    let is_exact = input.get("documentExact").and_then(Json::as_bool) == Some(true);
    let (mut succeeded, mut failed, mut timed) = (0_u32, 0_u32, 0_u32);
    let (mut total, mut time) = (0_i128, 0_i128);
    for record in records {
        let word = record.get("status").and_then(Json::as_str).unwrap_or_default();
        match word {
            "COMPLETED" => succeeded = succeeded.saturating_add(1),
            "FAILED" => failed = failed.saturating_add(1),
            _ if is_exact => {}
            word => match order::status_of(super::DESCRIPTOR.states, word) {
                Status::Completed => succeeded = succeeded.saturating_add(1),
                Status::Failed | Status::Cancelled | Status::Expired => failed = failed.saturating_add(1),
                _ => {}
            },
        }
        if let Some(amount) = number(record, "amount")? {
            total = total.saturating_add(amount);
        }
        // a row of the document has it in the answer that it keeps
        let answer = record.get("offrampResponse").filter(|_| record.get("processingTime").is_none());
        if let Some(taken) = number(answer.unwrap_or(record), "processingTime")? {
            time = time.saturating_add(taken);
            timed = timed.saturating_add(1);
        }
    }
    let count = u32::try_from(records.len()).unwrap_or(u32::MAX);
    let part = |sum: i128, of: u32| exact::quotient(sum, of).map_or(Json::Null, |part| Json::String(exact::show(part)));
    let mut json = Object::new();
    json.put("totalTransactions", Json::number(u64::from(count)));
    json.put("successfulTransactions", Json::number(u64::from(succeeded)));
    json.put("failedTransactions", Json::number(u64::from(failed)));
    json.put("averageProcessingTime", part(time, timed));
    json.put("totalAmount", Json::String(exact::show(total)));
    json.put("successRate", part(i128::from(succeeded).saturating_mul(100_000_000_000), count));
    Ok(Json::Object(json))
}

fn number(record: &Json, name: &'static str) -> Result<Option<i128>, Error> {
    let value = record.get(name).filter(|value| !value.is_null());
    if value.is_none() {
        return Ok(None);
    }
    let number = exact::of(value);
    number
        .map(Some)
        .ok_or_else(|| Error::new(ErrorCode::InputInvalid, "a plain decimal number is needed").in_field(name))
}
