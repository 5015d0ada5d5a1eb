//! Whether and when a request may be sent again.
//!
//! The rule is about money: a payment whose outcome is not known is never sent again, unless the
//! provider knows it again by its key. That nothing was done has to be known: by a word that the
//! provider's table has, or by a status that says so where no word says otherwise.

use super::answer::{Outcome, is_success, text_at};
use super::{Answer, Descriptor, Operation, Provider, Response};
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object, serialize_as_json};
use crate::options;
use crate::text;
use crate::timestamp::Timestamp;

/// What may be done after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// Nothing: it succeeded, or nothing was done and sending it again changes nothing.
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
    /// How often a request is sent at most: three times in the documents.
    pub most_attempts: u32,
    /// Milliseconds to wait after the first attempt: a second in the documents.
    pub backoff: u32,
    /// Whether each further wait is twice as long, as in the documents.
    pub is_exponential: bool,
}

impl Default for RetryOptions {
    fn default() -> RetryOptions {
        RetryOptions {
            attempt: 1,
            jitter: 0,
            now: None,
            has_key: true,
            is_document_exact: false,
            most_attempts: 3,
            backoff: 1000,
            is_exponential: true,
        }
    }
}

impl RetryOptions {
    /// Reads `{attempt?, jitter?, now?, keySent?, documentExact?, maxAttempts?, backoffDelay?, exponentialBackoff?}`,
    /// where the jitter is a number from 0 to 1 and the delay is in milliseconds. The last three have the names of the
    /// `RetryConfig` of Rahat's document.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` for other members or values.
    pub fn from_json(json: &Json) -> Result<RetryOptions, Error> {
        let mut read = RetryOptions::default();
        options::members(json, "options", &mut |name, value| {
            let count = || -> Option<u32> { value.as_number().and_then(text::whole)?.try_into().ok() };
            let from_one = || count().filter(|count| *count > 0).ok_or("a number from 1 is needed");
            match name {
                "attempt" => read.attempt = from_one()?,
                "maxAttempts" => read.most_attempts = from_one()?,
                "backoffDelay" => read.backoff = count().ok_or("a number of milliseconds is needed")?,
                "exponentialBackoff" => read.is_exponential = value.as_bool().ok_or("true or false is needed")?,
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
    if text::contains_byte(digits, b'e') || text::contains_byte(digits, b'E') {
        return text::contains(digits, "-").then_some(0);
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
    /// How long to wait, in milliseconds, where something may be sent again: at most a day and a half.
    pub delay: Option<u64>,
    /// Whether the attempts that the document allows are used up, or the provider asks for more than a day.
    pub is_exhausted: bool,
    /// Whether the provider would know the request again by its key.
    pub is_keyed: bool,
    /// The operation that tells what became of it, where the outcome is not known and there is one.
    pub ask: Option<&'static str>,
}

impl Classified {
    /// `{retry, code, delayMs, exhausted, keyed, ask?}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("retry", self.retry.as_str());
        json.put("code", self.code.as_deref().map_or(Json::Null, Json::text));
        json.put("delayMs", self.delay.map_or(Json::Null, Json::number));
        json.put("exhausted", Json::Bool(self.is_exhausted));
        json.put("keyed", Json::Bool(self.is_keyed));
        if let Some(ask) = self.ask {
            json.put_text("ask", ask);
        }
        Json::Object(json)
    }
}

serialize_as_json!(Classified);

/// The longest wait that is passed on, a day: with all jitter it is below 2^31, beyond which timers of
/// JavaScript fire at once. Whoever asks for more is not to be called again.
const LONGEST: u64 = 86_400_000;

/// What a provider's word for a failure says of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing was done, and the same again comes to the same.
    Refused,
    /// Nothing was done, and the same may be tried later.
    Busy,
    /// This request did nothing; where it was not the first, an earlier one may have.
    Spent,
    /// It may have been done.
    Unknown,
}

impl Meaning {
    /// Whether the word counts in an answer of this status. A server that failed, or something on the way to
    /// it, is not believed that nothing was done, but for a service that turns requests away with 503.
    const fn counts_at(self, status: u16) -> bool {
        match (self, status) {
            (Meaning::Unknown, _) | (Meaning::Busy, 503) => true,
            // with 425 and 429 the request was turned away, and may come again, even where the word says that it was refused
            (_, 408 | 499) | (Meaning::Refused, 425 | 429) => false,
            (_, status) => matches!(status, 200..=299 | 400..=499),
        }
    }
}

pub(super) fn classify(
    provider: Provider,
    operation: &Operation,
    attempt: &Attempt<'_>,
    options: &RetryOptions,
) -> Classified {
    let descriptor = provider.descriptor();
    let is_keyed = operation.is_keyed && options.has_key;
    let (meaning, code) = match attempt {
        Attempt::NotSent => (Some(Meaning::Busy), Some("NOT_SENT".to_owned())),
        Attempt::NoAnswer => (Some(Meaning::Unknown), Some("NO_ANSWER".to_owned())),
        Attempt::Answered(response) => answered(provider, descriptor, operation, response),
    };
    let mut retry = match meaning {
        None | Some(Meaning::Refused) => Retry::Never,
        Some(Meaning::Spent) if options.attempt == 1 || operation.is_repeatable => Retry::Never,
        // with the same key, too, the word would be the same
        Some(Meaning::Spent) => Retry::OutcomeUnknown,
        Some(Meaning::Busy) => Retry::After,
        Some(Meaning::Unknown) => unsettled(operation, is_keyed),
    };
    if options.is_document_exact && descriptor.retries_everything && code.is_some() {
        retry = Retry::After;
    }
    let is_again = matches!(retry, Retry::After | Retry::SameKey);
    let asked = match attempt {
        Attempt::Answered(response) => retry_after(provider, operation, response, options.now),
        _ => None,
    };
    let doublings = if options.is_exponential { options.attempt.saturating_sub(1).min(16) } else { 0 };
    let wait = asked.unwrap_or_else(|| u64::from(options.backoff).saturating_mul(1_u64.wrapping_shl(doublings)));
    let delay = wait.min(LONGEST);
    let extra = delay.saturating_mul(u64::from(options.jitter.min(1000))) / 2000;
    Classified {
        retry,
        code,
        delay: is_again.then(|| delay.saturating_add(extra)),
        is_exhausted: is_again && (options.attempt >= options.most_attempts || wait > LONGEST),
        is_keyed,
        ask: (retry == Retry::OutcomeUnknown && !operation.asked_by.is_empty()).then_some(operation.asked_by),
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

/// What an answer says, with its word for what went wrong; neither after success.
fn answered(
    provider: Provider,
    descriptor: &Descriptor,
    operation: &Operation,
    response: &Response<'_>,
) -> (Option<Meaning>, Option<String>) {
    let status = response.status;
    match provider.parse(operation.name, response) {
        Ok(Answer { outcome: Outcome::Refused { code, .. }, raw, .. }) => {
            let known = descriptor.codes.iter().find(|(word, _)| *word == code).map(|(_, meaning)| *meaning);
            let heard = known.filter(|meaning| meaning.counts_at(status));
            let meaning = heard.unwrap_or_else(|| by_status(operation, status, known.is_none().then_some(&raw)));
            (Some(meaning), Some(code))
        }
        Ok(_) => (None, None),
        // it took effect as likely as not
        Err(_) if is_success(status) => (Some(Meaning::Unknown), Some(ErrorCode::AnswerInvalid.as_str().to_owned())),
        Err(_) => {
            let code = text::join(&["HTTP_", &text::number(usize::from(status))], "");
            // what was to be JSON may have held a word that says otherwise
            let is_cut = matches!(response.body.trim_ascii_start().first(), Some(b'{' | b'['));
            let meaning = by_status(operation, status, None);
            let meaning = if is_cut && meaning == Meaning::Refused { Meaning::Unknown } else { meaning };
            (Some(meaning), Some(code))
        }
    }
}

/// What a status says on its own, and what the answer says in words that the provider's table does not have.
fn by_status(operation: &Operation, status: u16, raw: Option<&Json>) -> Meaning {
    match status {
        // it was turned away before anything was done
        425 | 429 => Meaning::Busy,
        // with reading nothing is ever done
        408 | 499..=599 => Meaning::Unknown,
        _ if operation.is_repeatable => Meaning::Refused,
        400 | 401 | 403 | 404 | 405 | 413 | 422 if !raw.is_some_and(says_otherwise) => Meaning::Refused,
        _ => Meaning::Unknown,
    }
}

/// Where answers have words for what went wrong.
const WORDS: &str = "code error.code error errorCode errorType error_code metadata.errorCode data.error_key error.details \
    status type message error.message errorMessage";
/// What is in the words for what may have been done, whoever says so: a wait that ended, a connection that broke.
const UNCLEAR: &str = "TIMEOUT TIMEDOUT NETWORKERROR ECONNRESET CONNECTIONRESET HANGUP GATEWAYERROR RECONCILIATION";
/// The same in codes, of which a sentence may hold some.
const UNCLEAR_CODES: &str = "DUPLICATE ALREADY INPROGRESS PROCESSING INTERNAL";

/// Whether an answer has a word, of no table, by which the request may have been carried out.
fn says_otherwise(raw: &Json) -> bool {
    let mut places = WORDS;
    while let Some(place) = text::next_word(&mut places, b' ') {
        if let Some(said) = text_at(raw, place) {
            let letters: String = said.chars().filter(char::is_ascii_alphanumeric).collect();
            let letters = letters.to_ascii_uppercase();
            let is_code = !text::contains_byte(said, b' ');
            if holds_any(&letters, UNCLEAR) || is_code && holds_any(&letters, UNCLEAR_CODES) {
                return true;
            }
        }
    }
    false
}

fn holds_any(text: &str, mut parts: &str) -> bool {
    while let Some(part) = text::next_word(&mut parts, b' ') {
        if text::contains(text, part) {
            return true;
        }
    }
    false
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
            return Some(text::whole(value).map_or(u64::MAX, |seconds| seconds.saturating_mul(1000)));
        }
        let seconds = Timestamp::from_http_date(value)?.unix_seconds().saturating_sub(now?.unix_seconds());
        return u64::try_from(seconds).ok().map(|seconds| seconds.saturating_mul(1000)).or(Some(0));
    }
    let answer = provider.parse(operation.name, response).ok()?;
    words(text_at(&answer.raw, "error.retryAfter")?)
}

/// `15 minutes` in milliseconds.
fn words(text: &str) -> Option<u64> {
    let (count, unit) = text::split(text::trim(text), b' ')?;
    let unit: u64 = match text::without_last(unit, b's') {
        "second" => 1000,
        "minute" => 60_000,
        "hour" => 3_600_000,
        _ => return None,
    };
    text::is_digits(count).then(|| text::whole(count).map_or(u64::MAX, |count| count.saturating_mul(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_in_words_and_shares() {
        assert_eq!(words("15 minutes"), Some(900_000));
        assert_eq!(words("1 hour"), Some(3_600_000));
        assert_eq!(words("soon"), None);
        assert_eq!(words("99999999999999999999 hours"), Some(u64::MAX));
        for (text, expected) in
            [("0", Some(0)), ("0.5", Some(500)), ("0.0491", Some(49)), ("1", Some(1000)), ("2", None)]
        {
            assert_eq!(per_mille(&text.parse().unwrap()), expected, "{text}");
        }
        assert_eq!(per_mille(&"1e-7".parse().unwrap()), Some(0));
    }
}
