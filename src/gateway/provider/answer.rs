//! What a provider's answer means for a payment.

use super::description::Description;
use crate::client::Received;
use crate::gateway::{GATEWAY_ERROR, Outcome, RATE_LIMIT_EXCEEDED};
use crate::json::{Json, Object};
use crate::payment::{MoneyText, QUOTED, read_amounts};
use crate::provider::{self, Attempt, Provider, Retry, RetryOptions};

/// How much of an answer that is no JSON is kept, in characters.
const TEXT: usize = 2000;

/// What the answer to the request that pays means. What may be done after it says `classify` alone.
pub(super) fn read(description: &Description, received: &Received, attempt: &str) -> Outcome {
    let operation = description.operation.name();
    received.read(|response| {
        // that something was used already may be told of this request itself: it is asked about, and no refusal
        let has_key = description.operation.is_keyed();
        let options = RetryOptions { has_key, attempt: 2, ..RetryOptions::default() };
        let classified = description.provider.classify(operation, &Attempt::Answered(*response), &options);
        let answer = description.provider.parse(operation, response).ok();
        let raw = kept(description.provider, response, answer.as_ref().map(|answer| &answer.raw));
        let Ok(classified) = classified else {
            return unclear(raw);
        };
        match (classified.retry, answer.map(|answer| answer.outcome)) {
            (Retry::Never, Some(provider::Outcome::Accepted(values))) => {
                let reference = reference(&values, &description.reference);
                let raw = with_quotes(description, raw, values.clone());
                let word = values.get("status").and_then(Json::as_str);
                let ended = word
                    .and_then(|word| ended(description.provider, word, reference.as_deref().unwrap_or(attempt), &raw));
                ended.unwrap_or(Outcome::Accepted { gateway_reference: reference, raw })
            }
            (Retry::Never, _) => Outcome::Refused {
                code: classified.code.unwrap_or_default(),
                message: "The gateway refused the payment".to_owned(),
                raw,
            },
            (Retry::After, _) => Outcome::Busy {
                code: classified.code.filter(|code| !code.starts_with("HTTP_")).unwrap_or_else(busy),
                message: "The gateway takes no more payments at the moment".to_owned(),
                raw,
            },
            _ => unclear(raw),
        }
    })
}

/// What the answer to a repeated request says of the payment: as [`read`], but that a refusal counts only where it
/// says that the payment has failed. One that turns the repetition away says nothing of what it repeats.
pub(super) fn read_again(description: &Description, received: &Received, attempt: &str) -> Option<Outcome> {
    match read(description, received, attempt) {
        outcome @ (Outcome::Succeeded { .. } | Outcome::Accepted { .. }) => Some(outcome),
        outcome @ Outcome::Refused { .. } => {
            let answer = received.read(|response| description.provider.parse(description.operation.name(), response));
            answer.ok().is_some_and(|answer| answer.has_failed()).then_some(outcome)
        }
        Outcome::Busy { .. } | Outcome::Unknown { .. } => None,
    }
}

/// What the last status of an order means; nothing while it goes on.
pub(super) fn ended(provider: Provider, word: &str, reference: &str, raw: &Json) -> Option<Outcome> {
    crate::payment::order_end(reference, &provider.next_status(None, word), raw.clone())
}

/// The id that a payment keeps.
pub(super) fn reference(values: &Object, name: &str) -> Option<String> {
    provider::id_at(values, name)
}

/// The whole answer as it is kept: account numbers masked, secrets left out.
pub(super) fn kept(provider: Provider, response: &provider::Response<'_>, answer: Option<&Json>) -> Json {
    let mut raw = Object::new();
    raw.put("status", Json::number(u64::from(response.status)));
    let answer = answer.cloned().or_else(|| Json::from_slice(response.body).ok());
    if let Some(answer) = answer {
        raw.put("answer", provider.redact_answer(&answer));
    } else {
        // masked as messages are
        let text: String = String::from_utf8_lossy(response.body).chars().take(TEXT).collect();
        let mut message = Object::new();
        message.put_text("message", &text);
        let masked = provider.redact_answer(&Json::Object(message));
        raw.put("answer", masked.get("message").cloned().unwrap_or(Json::Null));
    }
    Json::Object(raw)
}

/// The same with the amounts that the provider quoted, which are masked in its answer.
pub(super) fn with_quotes(description: &Description, kept: Json, values: Object) -> Json {
    let amounts = read_amounts(&Json::Object(values), &description.quoted);
    match (kept, MoneyText::to_json(&amounts)) {
        (Json::Object(mut kept), Some(amounts)) => {
            kept.put(QUOTED, amounts);
            Json::Object(kept)
        }
        (kept, _) => kept,
    }
}

fn busy() -> String {
    RATE_LIMIT_EXCEEDED.to_owned()
}

fn unclear(raw: Json) -> Outcome {
    Outcome::Unknown { code: GATEWAY_ERROR, message: "The gateway's answer is unclear", raw: Some(raw) }
}
