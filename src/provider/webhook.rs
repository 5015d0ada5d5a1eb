//! Webhook deliveries and the events in them.

use std::fmt;

use super::http::Headers;
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object, serialize_as_json};
use crate::order::Status;
use crate::secret::Secret;
use crate::text;
use crate::timestamp::Timestamp;

/// A delivery as it came in. The body must be the bytes as received: parsing and writing them again
/// changes what was signed.
#[derive(Clone, Copy)]
pub struct Delivery<'a> {
    /// The URL under which the delivery was received, as the provider knows it; some providers sign it.
    pub url: &'a str,
    /// The headers.
    pub headers: Headers<'a>,
    /// The body.
    pub body: &'a [u8],
    /// How many seconds the delivery's timestamp may be away from now; the provider's own window if
    /// not given.
    pub tolerance: Option<u32>,
}

/// When a webhook delivery is signed, and the text that no other delivery has.
#[derive(Clone, Copy, Debug)]
pub struct Signing<'a> {
    /// The time.
    pub now: Timestamp,
    /// The nonce, or the id of the delivery.
    pub nonce: &'a str,
}

impl fmt::Debug for Delivery<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Delivery({} bytes)", self.body.len())
    }
}

/// How deliveries are signed, for a provider whose document does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scheme<'a> {
    /// Standard Webhooks (standardwebhooks.com).
    StandardWebhooks,
    /// The HMAC-SHA256 of the body in hexadecimal, perhaps with `sha256=` in front, in the header of
    /// this name. It covers no time: whoever has seen a delivery can send it again, so that events must
    /// be told apart by their ids.
    HexHmac(&'a str),
}

/// An event whose signature was verified.
#[derive(Clone, PartialEq, Eq)]
pub struct Event {
    pub(super) name: String,
    pub(super) is_known: bool,
    pub(super) id: Option<String>,
    /// Whether the provider sent the id, in what is signed.
    pub(super) is_id_sent: bool,
    pub(super) data: Json,
    pub(super) order: Option<String>,
    pub(super) raw_status: Option<String>,
    pub(super) status: Option<Status>,
    /// What was found about a customer.
    pub(super) verification: Option<&'static str>,
}

impl Event {
    /// The provider's own name of the event.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the provider's document names the event. Others are to be acknowledged and ignored.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.is_known
    }

    /// What tells a repeated delivery from a new one, where the provider gives it.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Whether the provider sent [`Event::id`], in what is signed; otherwise it was made from what the event says.
    #[must_use]
    pub const fn has_own_id(&self) -> bool {
        self.is_id_sent
    }

    /// What the event is about.
    #[must_use]
    pub const fn data(&self) -> &Json {
        &self.data
    }

    /// The order that the event is about, where it is about one.
    #[must_use]
    pub fn order(&self) -> Option<&str> {
        self.order.as_deref()
    }

    /// The order's status in the provider's own words.
    #[must_use]
    pub fn raw_status(&self) -> Option<&str> {
        self.raw_status.as_deref()
    }

    /// The order's status in the vocabulary of all providers.
    #[must_use]
    pub const fn status(&self) -> Option<&Status> {
        self.status.as_ref()
    }

    /// What was found about a customer, where the event is about one: `approved`, `rejected`, or `unknown` where the
    /// provider's word for it is not known.
    #[must_use]
    pub const fn verification(&self) -> Option<&'static str> {
        self.verification
    }

    /// `{event, known, id, order?, status?, rawStatus?, verification?, data}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("event", &self.name);
        json.put("known", Json::Bool(self.is_known));
        json.put("id", self.id().map_or(Json::Null, Json::text));
        if let Some(order) = self.order() {
            json.put_text("order", order);
        }
        if let (Some(status), Some(raw)) = (self.status(), self.raw_status()) {
            json.put_text("status", status.as_str());
            json.put_text("rawStatus", raw);
        }
        if let Some(verification) = self.verification {
            json.put_text("verification", verification);
        }
        json.put("data", self.data.clone());
        Json::Object(json)
    }
}

serialize_as_json!(Event);

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Event({})", self.name)
    }
}

/// The headers under the names of the Standard Webhooks: that scheme's first implementation has names of its own.
pub(super) fn with_standard_names<'a>(headers: Headers<'a>, scheme: Option<Scheme<'_>>) -> Vec<(&'a str, &'a str)> {
    let mut renamed = headers.0.to_vec();
    if !matches!(scheme, Some(Scheme::StandardWebhooks)) {
        return renamed;
    }
    for (own, standard) in
        [("svix-id", "webhook-id"), ("svix-timestamp", "webhook-timestamp"), ("svix-signature", "webhook-signature")]
    {
        // where a delivery has both, as some have, the standard ones count
        if !headers.0.iter().any(|(name, _)| name.eq_ignore_ascii_case(standard)) {
            for (name, _) in renamed.iter_mut().filter(|(name, _)| name.eq_ignore_ascii_case(own)) {
                *name = standard;
            }
        }
    }
    renamed
}

/// The error of a signature that does not match, with what it may come from, where that is plain to see.
pub(super) fn hinted(error: Error, secret: &Secret, delivery: &Delivery<'_>, is_url_signed: bool) -> Error {
    let bytes = secret.expose();
    let hint = if bytes.trim_ascii().len() < bytes.len() {
        "the signature does not match; the secret begins or ends with a blank or a line end"
    } else if is_url_signed && delivery.url.is_empty() {
        "the signature does not match; it is made of the URL too, and none is given"
    } else {
        return error;
    };
    Error::new(ErrorCode::SignatureMismatch, hint)
}

/// The secret's bytes; with an empty one anybody could sign.
pub(crate) fn usable(secret: &Secret) -> Result<&[u8], Error> {
    if secret.is_empty() {
        return Err(Error::new(ErrorCode::SecretEmpty, "the secret is empty").in_field("secret"));
    }
    Ok(secret.expose())
}

/// The value of a header that must be there exactly once.
pub(super) fn header<'a>(headers: &Headers<'a>, name: &str, missing: ErrorCode) -> Result<&'a str, Error> {
    headers
        .get(name)
        .filter(|value| !value.is_empty())
        .ok_or_else(|| Error::new(missing, "the header must be there, once").in_field(name.to_owned()))
}

/// Checks that a timestamp in Unix seconds is no further away than the window allows.
pub(super) fn fresh(timestamp: &str, now: Timestamp, window: u32) -> Result<(), Error> {
    let malformed = || Error::new(ErrorCode::TimestampMissing, "the timestamp is not a number of seconds");
    if !timestamp.bytes().all(|byte| byte.is_ascii_digit()) || timestamp.len() > 12 {
        return Err(malformed());
    }
    let sent = text::whole(timestamp).and_then(|sent| i64::try_from(sent).ok()).ok_or_else(malformed)?;
    let age = now.unix_seconds().saturating_sub(sent);
    if age > i64::from(window) {
        return Err(Error::new(ErrorCode::TimestampStale, "the delivery is too old"));
    }
    if age < i64::from(window).wrapping_neg() {
        return Err(Error::new(ErrorCode::TimestampFuture, "the delivery comes from the future"));
    }
    Ok(())
}

pub(super) fn mismatch() -> Error {
    Error::new(ErrorCode::SignatureMismatch, "the signature does not match")
}

/// The provider sends no webhooks.
pub(super) fn none() -> Error {
    Error::new(ErrorCode::WebhookUnsupported, "the provider's document knows no webhooks").in_field("provider")
}

/// Why a verified body is not an event.
pub(super) fn invalid(message: &'static str) -> Error {
    Error::new(ErrorCode::EventInvalid, message)
}
