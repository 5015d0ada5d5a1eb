//! The functions about providers with JSON on both sides, for adapters: arguments by name in, plain
//! values out.

use super::provider::{WebhookOptions, WebhookScheme};
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};
use crate::options::{self, members};
use crate::provider::{
    Attempt, Context, Credentials, Delivery, Headers, Provider, Request, Response, RetryOptions, Signing,
};
use crate::secret::Secret;
use crate::text;
use crate::timestamp::Timestamp;

type Pairs<'a> = Vec<(&'a str, &'a str)>;

fn invalid(field: &'static str, message: &'static str) -> Error {
    Error::new(ErrorCode::ArgumentInvalid, message).in_field(field)
}

/// `{name: text}`, or `{name: [text, ..]}` for headers that came several times.
fn headers(json: &Json) -> Result<Pairs<'_>, Error> {
    let mut pairs = Vec::new();
    let wrong = || invalid("headers", "an object of strings is needed");
    let object = match json {
        Json::Null => return Ok(pairs),
        json => json.as_object().ok_or_else(wrong)?,
    };
    for (name, value) in object.iter() {
        match value {
            Json::Null => {}
            Json::Array(items) => {
                for item in items {
                    pairs.push((name, item.as_str().ok_or_else(wrong)?));
                }
            }
            value => pairs.push((name, value.as_str().ok_or_else(wrong)?)),
        }
    }
    Ok(pairs)
}

/// Status, headers and body of `{status, headers?, body?}`, where the body is text or JSON.
fn response(json: &Json) -> Result<(u16, Pairs<'_>, String), Error> {
    let status = json.get("status").and_then(Json::as_number).and_then(text::whole);
    let status = status.and_then(|status| u16::try_from(status).ok());
    let status = status.filter(|status| (100..600).contains(status));
    let body = match json.get("body") {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_text(),
    };
    let headers = headers(json.get("headers").unwrap_or(&Json::Null))?;
    Ok((status.ok_or_else(|| invalid("status", "an HTTP status is needed"))?, headers, body))
}

/// [`build_request`](super::build_request).
///
/// # Errors
/// As there, and `PROVIDER_UNKNOWN`.
pub fn build_request(
    provider: &str,
    operation: &str,
    input: &Json,
    credentials: &Json,
    context: &Json,
) -> Result<Request, Error> {
    let provider: Provider = provider.parse()?;
    let (credentials, context) = (Credentials::from_json(credentials)?, Context::from_json(context)?);
    provider.build(operation, input, &credentials, &context)
}

/// [`parse_response`](super::parse_response) of `{status, headers?, body}`.
///
/// # Errors
/// As there, and `PROVIDER_UNKNOWN`, `ARGUMENT_INVALID`.
pub fn parse_response(provider: &str, operation: &str, given: &Json) -> Result<Json, Error> {
    let (status, headers, body) = response(given)?;
    let response = Response { status, headers: Headers(&headers), body: body.as_bytes() };
    Ok(provider.parse::<Provider>()?.parse(operation, &response)?.to_json())
}

/// Reads `{secret, url?, scheme?, signatureHeader?}`, where the secret is text or several texts.
fn webhook_options(json: &Json) -> Result<WebhookOptions, Error> {
    let (mut read, mut header) = (WebhookOptions::default(), None);
    members(json, "settings", &mut |name, value| {
        let text = value.as_str();
        match (name, value) {
            ("secret", Json::Array(items)) => {
                for item in items {
                    read.secrets.push(Secret::from(item.as_str().ok_or("strings are needed")?));
                }
            }
            ("secret", _) => read.secrets.push(Secret::from(text.ok_or("a string is needed")?)),
            ("url", _) => text.ok_or("a string is needed")?.clone_into(&mut read.url),
            ("signatureHeader", _) => header = Some(text.ok_or("a string is needed")?.to_owned()),
            ("scheme", _) => {
                read.scheme = Some(match text {
                    Some("standard-webhooks") => WebhookScheme::StandardWebhooks,
                    Some("hex-hmac") => WebhookScheme::HexHmac("X-Signature".to_owned()),
                    _ => return Err("standard-webhooks or hex-hmac is needed"),
                });
            }
            _ => return Err(options::UNKNOWN),
        }
        Ok(())
    })?;
    if let (Some(WebhookScheme::HexHmac(name)), Some(header)) = (&mut read.scheme, header) {
        *name = header;
    }
    // also where nothing is signed: an empty one was meant to be another
    for secret in &read.secrets {
        crate::provider::usable_secret(secret)?;
    }
    Ok(read)
}

/// `{now, toleranceSeconds?, nonce?}`.
fn when(json: &Json) -> Result<(Timestamp, Option<u32>, String), Error> {
    let (mut now, mut tolerance, mut nonce) = (None, None, String::new());
    members(json, "options", &mut |name, value| {
        match name {
            "now" => now = Some(value.as_str().and_then(|text| text.parse().ok()).ok_or("a time is needed")?),
            "toleranceSeconds" => {
                let seconds = value.as_number().and_then(text::whole).and_then(|number| number.try_into().ok());
                tolerance = Some(seconds.ok_or("a number of seconds is needed")?);
            }
            "nonce" => value.as_str().ok_or("a string is needed")?.clone_into(&mut nonce),
            _ => return Err(options::UNKNOWN),
        }
        Ok(())
    })?;
    let now = now.ok_or_else(|| Error::new(ErrorCode::TimeInvalid, "the time is needed").in_field("now"))?;
    Ok((now, tolerance, nonce))
}

/// [`verify_webhook`](super::verify_webhook) with `{secret, url?, scheme?, signatureHeader?}` and
/// `{now, toleranceSeconds?}`.
///
/// # Errors
/// As there, and `PROVIDER_UNKNOWN`, `ARGUMENT_INVALID`.
pub fn verify_webhook(
    provider: &str,
    settings: &Json,
    given_headers: &Json,
    body: &[u8],
    options: &Json,
) -> Result<Json, Error> {
    let provider: Provider = provider.parse()?;
    let mut settings = webhook_options(settings)?;
    let (now, tolerance, _) = when(options)?;
    settings.tolerance = tolerance;
    let pairs = headers(given_headers)?;
    Ok(super::verify_webhook(provider, &settings, Headers(&pairs), body, now)?.to_json())
}

/// The headers of a delivery that the provider would send, for tests of a receiver, with
/// `{now, nonce}`.
///
/// # Errors
/// As [`Provider::sign_webhook`], and `PROVIDER_UNKNOWN`, `ARGUMENT_INVALID`.
pub fn sign_webhook(provider: &str, settings: &Json, body: &[u8], options: &Json) -> Result<Json, Error> {
    let provider: Provider = provider.parse()?;
    let settings = webhook_options(settings)?;
    let (now, _, nonce) = when(options)?;
    let signed = super::sign_webhook(provider, &settings, body, &Signing { now, nonce: &nonce })?;
    let mut json = Object::new();
    for (name, value) in signed {
        json.insert(name, value);
    }
    Ok(Json::Object(json))
}

/// How a message is signed, step by step: a request `{method, url, headers?, body?}`, as
/// [`build_request`] answers it, or, without `method`, a delivery `{url?, headers?, body}` from the provider; with the
/// settings of [`verify_webhook`], where the secret is that of the requests for a request. Null where the provider's
/// requests are not signed; otherwise as [`Provider::explain_signature`] says.
///
/// # Errors
/// As there, and `PROVIDER_UNKNOWN`, `ARGUMENT_INVALID`.
///
/// ```
/// use offramp_core::{Json, api};
///
/// let delivery = r#"{"headers":{"X-Unigox-Timestamp":"1717916400"},"body":"{}"}"#.parse()?;
/// let steps = api::json::explain_signature("unigox", &delivery, &r#"{"secret":"s"}"#.parse()?)?;
/// assert_eq!(steps.get("stringToSign").and_then(Json::as_str), Some("1717916400.{}"));
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn explain_signature(provider: &str, message: &Json, settings: &Json) -> Result<Json, Error> {
    let provider: Provider = provider.parse()?;
    let settings = webhook_options(settings)?;
    if message.as_object().is_none() {
        return Err(invalid("message", "an object is needed"));
    }
    let text = |name: &'static str| match message.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => value.as_str().map(Some).ok_or_else(|| invalid(name, "a string is needed")),
    };
    let pairs = headers(message.get("headers").unwrap_or(&Json::Null))?;
    let url = text("url")?.unwrap_or(&settings.url);
    let method = text("method")?;
    let (body, error) = match text("body") {
        Ok(body) => (body.unwrap_or_default(), None),
        Err(error) => ("", Some(error)),
    };
    let sent = Delivery { url, headers: Headers(&pairs), body: body.as_bytes(), tolerance: None };
    let steps = super::explain_signature(provider, method, &sent, &settings)?;
    match error {
        // where nothing is signed, the body may be anything
        Some(error) if !matches!(steps, Json::Null) => Err(error),
        _ => Ok(steps),
    }
}

/// [`next_status`](super::next_status); `current` is text or null.
///
/// # Errors
/// `PROVIDER_UNKNOWN`, `ARGUMENT_INVALID`.
pub fn next_status(provider: &str, current: &Json, incoming: &str) -> Result<Json, Error> {
    let provider: Provider = provider.parse()?;
    if !current.is_null() && current.as_str().is_none() {
        return Err(invalid("current", "a string or null is needed"));
    }
    Ok(provider.next_status(current.as_str(), incoming).to_json())
}

/// [`classify`](super::classify) of `{status, headers?, body?}`, or of `{error: "not_sent"}` or
/// `{error: "no_answer"}`.
///
/// # Errors
/// As there, and `PROVIDER_UNKNOWN`, `ARGUMENT_INVALID`.
pub fn classify(provider: &str, operation: &str, result: &Json, options: &Json) -> Result<Json, Error> {
    let (provider, options) = (provider.parse::<Provider>()?, RetryOptions::from_json(options)?);
    let classified = match result.get("error").and_then(Json::as_str) {
        Some("not_sent") => provider.classify(operation, &Attempt::NotSent, &options),
        Some("no_answer") => provider.classify(operation, &Attempt::NoAnswer, &options),
        Some(_) => return Err(invalid("error", "not_sent or no_answer is needed")),
        None => {
            let (status, headers, body) = response(result)?;
            let response = Response { status, headers: Headers(&headers), body: body.as_bytes() };
            provider.classify(operation, &Attempt::Answered(response), &options)
        }
    };
    Ok(classified?.to_json())
}

/// [`idempotency_key`](super::idempotency_key); with `{storedFingerprint}` a key that was used for
/// something else is refused.
///
/// # Errors
/// As there, and `PROVIDER_UNKNOWN`, `ARGUMENT_INVALID`, `IDEMPOTENCY_KEY_REUSED`.
pub fn idempotency_key(provider: &str, operation: &str, input: &Json, options: &Json) -> Result<Json, Error> {
    let mut stored = None;
    members(options, "options", &mut |name, value| {
        match name {
            "storedFingerprint" => stored = Some(value.as_str().ok_or("a string is needed")?.to_owned()),
            _ => return Err(options::UNKNOWN),
        }
        Ok(())
    })?;
    let found = provider.parse::<Provider>()?.idempotency(operation, input)?;
    found.expect(stored.as_deref())?;
    Ok(found.to_json())
}

/// [`operations`](super::operations).
///
/// # Errors
/// `PROVIDER_UNKNOWN`.
pub fn operations(provider: &str) -> Result<Json, Error> {
    Ok(provider.parse::<Provider>()?.operations_json())
}

/// [`compute`](super::compute).
///
/// # Errors
/// As there, and `PROVIDER_UNKNOWN`.
pub fn compute(provider: &str, name: &str, input: &Json) -> Result<Json, Error> {
    provider.parse::<Provider>()?.compute(name, input)
}

/// The function of a name with its arguments in order, as in JavaScript: `buildRequest`,
/// `parseResponse`, `verifyWebhook`, `signWebhook`, `explainSignature`, `nextStatus`, `classify`, `idempotencyKey`,
/// `maskRequest`, `operations`, `compute`, and the questions about money ([`ask`](super::ask)). Bodies of
/// deliveries are text here.
///
/// # Errors
/// Those of the function; `ARGUMENT_INVALID` where an argument is missing, `OPERATION_UNKNOWN` where there is
/// no function of that name.
pub fn call(function: &str, arguments: &[Json]) -> Result<Json, Error> {
    let any = |index: usize| arguments.get(index).unwrap_or(&Json::Null);
    let text = |index: usize| any(index).as_str().ok_or_else(|| invalid("arguments", "a string is needed"));
    match function {
        "buildRequest" => Ok(build_request(text(0)?, text(1)?, any(2), any(3), any(4))?.to_json()),
        "parseResponse" => parse_response(text(0)?, text(1)?, any(2)),
        "verifyWebhook" => verify_webhook(text(0)?, any(1), any(2), text(3)?.as_bytes(), any(4)),
        "signWebhook" => sign_webhook(text(0)?, any(1), text(2)?.as_bytes(), any(3)),
        "explainSignature" => explain_signature(text(0)?, any(1), any(2)),
        "nextStatus" => next_status(text(0)?, any(1), text(2)?),
        "classify" => classify(text(0)?, text(1)?, any(2), any(3)),
        "idempotencyKey" => idempotency_key(text(0)?, text(1)?, any(2), any(3)),
        "maskRequest" => Ok(super::mask_request(any(0))),
        "operations" => operations(text(0)?),
        "compute" => compute(text(0)?, text(1)?, any(2)),
        name => super::ask(name, any(0)),
    }
}
