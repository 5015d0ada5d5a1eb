//! Whether and when a request may be sent again.
//!
//! The rule is about money: a payment whose outcome is not known is never sent again, unless the
//! provider knows it again by its key.

use super::answer::{Outcome, is_success};
use super::{Answer, Facts, Operation, Provider, Response};
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object, serialize_as_json};
use crate::options;
use crate::text;
use crate::timestamp::Timestamp;

/// What may be done after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// Nothing: it succeeded, or sending it again changes nothing.
    Never,
    /// Sent again after a while: it did not take effect, or taking effect twice does no harm.
    After,
    /// Sent again after a while with the same idempotency key and the same body.
    SameKey,
    /// It may have taken effect. Ask the provider for the order before anything else.
    OutcomeUnknown,
}

impl Retry {
    /// The word in JSON and JavaScript.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Retry::Never => "never",
            Retry::After => "after",
            Retry::SameKey => "same_key",
            Retry::OutcomeUnknown => "outcome_unknown",
        }
    }
}

/// What came of an attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Attempt<'a> {
    /// An answer.
    Answered(Response<'a>),
    /// No answer, and the request was not sent: no connection came about.
    NotSent,
    /// No answer, and the request may have been received.
    NoAnswer,
}

/// How delays are worked out.
#[derive(Clone, Copy, Debug)]
pub struct RetryOptions {
    /// Which attempt this was, from 1.
    pub attempt: u32,
    /// A random number from 0 to 1000, which makes the delay up to half as long again; 0 gives the
    /// delays of the documents.
    pub jitter: u32,
    /// The time, for a `Retry-After` that is a date.
    pub now: Option<Timestamp>,
    /// Whether the request had an idempotency key, where the provider takes one.
    pub has_key: bool,
    /// Whether everything is sent again that the provider's document sends again, whatever it may cost.
    pub is_document_exact: bool,
}

impl Default for RetryOptions {
    fn default() -> RetryOptions {
        RetryOptions { attempt: 1, jitter: 0, now: None, has_key: true, is_document_exact: false }
    }
}

impl RetryOptions {
    /// Reads `{attempt?, jitter?, now?, keySent?, documentExact?}`, where the jitter is a number from 0 to 1.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` for other members or values.
    pub fn from_json(json: &Json) -> Result<RetryOptions, Error> {
        let mut read = RetryOptions::default();
        options::members(json, "options", |name, value| {
            match name {
                "attempt" => {
                    let attempt = value.as_number().and_then(text::whole).and_then(|number| number.try_into().ok());
                    read.attempt = attempt.filter(|attempt| *attempt > 0).ok_or("a number from 1 is needed")?;
                }
                "jitter" => read.jitter = per_mille(value).ok_or("a number from 0 to 1 is needed")?,
                "now" => read.now = Some(value.as_str().and_then(|text| text.parse().ok()).ok_or("a time is needed")?),
                "keySent" => read.has_key = value.as_bool().ok_or("true or false is needed")?,
                "documentExact" => read.is_document_exact = value.as_bool().ok_or("true or false is needed")?,
                _ => return Err(options::UNKNOWN),
            }
            Ok(())
        })?;
        Ok(read)
    }
}

/// The thousandths of a number from 0 to 1.
fn per_mille(value: &Json) -> Option<u32> {
    let digits = value.as_number()?;
    let (whole, decimals) = text::split(digits, b'.').unwrap_or((digits, "0"));
    // a random number below a millionth comes with an exponent
    if text::has(digits, b'e') || text::has(digits, b'E') {
        return text::holds(digits, "-").then_some(0);
    }
    match whole {
        "1" => Some(1000),
        "0" => {
            let mut thousandths = 0_u32;
            for place in 0..3 {
                let digit = decimals.as_bytes().get(place).map_or(0, |digit| u32::from(digit.wrapping_sub(b'0')));
                thousandths = thousandths.wrapping_mul(10).wrapping_add(digit);
            }
            Some(thousandths)
        }
        _ => None,
    }
}

/// What may be done after an attempt, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classified {
    /// What may be done.
    pub retry: Retry,
    /// The provider's word for what went wrong, or `HTTP_503`, `NOT_SENT`, `NO_ANSWER`; none after
    /// success.
    pub code: Option<String>,
    /// How long to wait, in milliseconds, where something may be sent again.
    pub delay: Option<u64>,
    /// Whether the attempts that the document allows are used up.
    pub is_exhausted: bool,
    /// Whether the provider would know the request again by its key.
    pub is_keyed: bool,
}

impl Classified {
    /// `{retry, code, delayMs, exhausted, keyed}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("retry", self.retry.as_str());
        json.put("code", self.code.as_deref().map_or(Json::Null, Json::text));
        json.put("delayMs", self.delay.map_or(Json::Null, Json::number));
        json.put("exhausted", Json::Bool(self.is_exhausted));
        json.put("keyed", Json::Bool(self.is_keyed));
        Json::Object(json)
    }
}

serialize_as_json!(Classified);

/// The documents send a request three times at most.
const ATTEMPTS: u32 = 3;
/// The documents wait a second after the first attempt, and twice as long after each further one.
const BASE: u64 = 1000;

pub(super) fn classify(
    provider: Provider,
    operation: &Operation,
    attempt: &Attempt<'_>,
    options: &RetryOptions,
) -> Classified {
    let facts = provider.facts();
    let is_keyed = operation.is_keyed && options.has_key;
    let (mut retry, code) = match attempt {
        Attempt::NotSent => (Retry::After, Some("NOT_SENT".to_owned())),
        Attempt::NoAnswer => (unsettled(operation, is_keyed), Some("NO_ANSWER".to_owned())),
        Attempt::Answered(response) => answered(provider, facts, operation, response, is_keyed),
    };
    if options.is_document_exact && facts.retries_everything && code.is_some() {
        retry = Retry::After;
    }
    let is_again = matches!(retry, Retry::After | Retry::SameKey);
    let asked = match attempt {
        Attempt::Answered(response) => retry_after(provider, operation, response, options.now),
        _ => None,
    };
    let doublings = options.attempt.saturating_sub(1).min(16);
    let delay = asked.unwrap_or_else(|| BASE.saturating_mul(1_u64.wrapping_shl(doublings)));
    let extra = delay.saturating_mul(u64::from(options.jitter.min(1000))) / 2000;
    Classified {
        retry,
        code,
        delay: is_again.then(|| delay.saturating_add(extra)),
        is_exhausted: is_again && options.attempt >= ATTEMPTS,
        is_keyed,
    }
}

/// What may be done when nobody can tell whether the request took effect.
const fn unsettled(operation: &Operation, is_keyed: bool) -> Retry {
    if operation.is_repeatable {
        Retry::After
    } else if is_keyed {
        Retry::SameKey
    } else {
        Retry::OutcomeUnknown
    }
}

fn answered(
    provider: Provider,
    facts: &Facts,
    operation: &Operation,
    response: &Response<'_>,
    is_keyed: bool,
) -> (Retry, Option<String>) {
    let answer = provider.parse(operation.name, response);
    if let Ok(Answer { outcome: Outcome::Refused { code, .. }, .. }) = answer {
        let known = facts.codes.iter().find(|(name, _)| *name == code).map(|(_, retry)| *retry);
        let retry = match known {
            // reading, and what can be repeated, has no outcome to be unknown
            Some(Retry::OutcomeUnknown | Retry::SameKey) => match unsettled(operation, is_keyed) {
                Retry::SameKey => known.unwrap_or(Retry::SameKey),
                other => other,
            },
            Some(known) => known,
            None => by_status(operation, response.status, is_keyed),
        };
        return (retry, Some(code));
    }
    let status = text::joined(&["HTTP_", &text::number(usize::from(response.status))], "");
    match (is_success(response.status), answer) {
        (true, Ok(_)) => (Retry::Never, None),
        // it took effect as likely as not
        (true, Err(_)) => (unsettled(operation, is_keyed), Some(ErrorCode::AnswerInvalid.as_str().to_owned())),
        (false, _) => (by_status(operation, response.status, is_keyed), Some(status)),
    }
}

const fn by_status(operation: &Operation, status: u16, is_keyed: bool) -> Retry {
    match status {
        // it was turned away before anything was done
        425 | 429 | 503 => Retry::After,
        408 | 500..=599 => unsettled(operation, is_keyed),
        _ => Retry::Never,
    }
}

/// The wait that the provider asks for, in milliseconds: `Retry-After` in seconds or as a date, or
/// `retryAfter` in words.
fn retry_after(
    provider: Provider,
    operation: &Operation,
    response: &Response<'_>,
    now: Option<Timestamp>,
) -> Option<u64> {
    if let Some(value) = response.headers.get("Retry-After") {
        let value = text::trim(value);
        if text::is_digits(value) {
            return text::whole(value).map(|seconds| seconds.saturating_mul(1000));
        }
        let seconds = Timestamp::from_http_date(value)?.unix_seconds().saturating_sub(now?.unix_seconds());
        return u64::try_from(seconds).ok().map(|seconds| seconds.saturating_mul(1000)).or(Some(0));
    }
    let answer = provider.parse(operation.name, response).ok()?;
    words(super::answer::text_at(&answer.raw, "error.retryAfter")?)
}

/// `15 minutes` in milliseconds.
fn words(text: &str) -> Option<u64> {
    let (count, unit) = text::split(text::trim(text), b' ')?;
    let unit = match unit.trim_end_matches('s') {
        "second" => 1000,
        "minute" => 60_000,
        "hour" => 3_600_000,
        _ => return None,
    };
    text::whole(count)?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_in_words_and_shares() {
        assert_eq!(words("15 minutes"), Some(900_000));
        assert_eq!(words("1 hour"), Some(3_600_000));
        assert_eq!(words("soon"), None);
        for (text, expected) in
            [("0", Some(0)), ("0.5", Some(500)), ("0.0491", Some(49)), ("1", Some(1000)), ("2", None)]
        {
            assert_eq!(per_mille(&text.parse().unwrap()), expected, "{text}");
        }
        assert_eq!(per_mille(&"1e-7".parse().unwrap()), Some(0));
    }
}
