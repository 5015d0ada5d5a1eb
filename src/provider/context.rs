//! What a request depends on besides its input.

use std::fmt;

use super::Descriptor;
use super::base_url::BaseUrl;
use crate::error::{Error, ErrorCode};
use crate::identifier::Strictness;
use crate::json::Json;
use crate::options;
use crate::secret::Secret;
use crate::text;
use crate::timestamp::Timestamp;

/// One thing that requests are authorised with.
#[derive(Debug)]
pub struct Credential {
    /// The name in JSON and JavaScript.
    pub name: &'static str,
    /// The environment variable that the command line reads it from.
    pub variable: &'static str,
    /// What it is where it is not given.
    pub default: Option<&'static str>,
    /// Whether no request can do without it.
    pub is_needed: bool,
}

impl Credential {
    pub(super) const fn needed(name: &'static str, variable: &'static str) -> Credential {
        Credential { name, variable, default: None, is_needed: true }
    }

    pub(super) const fn optional(name: &'static str, variable: &'static str) -> Credential {
        Credential { name, variable, default: None, is_needed: false }
    }

    pub(super) const fn or(name: &'static str, variable: &'static str, default: &'static str) -> Credential {
        Credential { name, variable, default: Some(default), is_needed: false }
    }
}

/// Credentials by name. `Debug` shows the names alone.
///
/// ```
/// use offramp_core::provider::Credentials;
///
/// let credentials = Credentials::new().with("apiKey", "key").with("apiSecret", "secret");
/// assert_eq!(format!("{credentials:?}"), r#"{"apiKey", "apiSecret"}"#);
/// ```
#[derive(Clone, Default)]
pub struct Credentials(Vec<(String, Secret)>);

impl Credentials {
    /// None.
    #[must_use]
    pub const fn new() -> Credentials {
        Credentials(Vec::new())
    }

    /// With one more.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, secret: impl Into<Secret>) -> Credentials {
        self.0.push((name.into(), secret.into()));
        self
    }

    /// Reads `{name: text, ..}`; the members of an object among them stand for themselves, as the limits in Rahat's
    /// settings do.
    ///
    /// # Errors
    /// `CREDENTIALS_INVALID` for anything but an object of strings.
    pub fn from_json(json: &Json) -> Result<Credentials, Error> {
        let invalid = || Error::new(ErrorCode::CredentialsInvalid, "an object of strings is needed");
        let mut credentials = Credentials::new();
        let object = json.as_object().ok_or_else(|| invalid().in_field("credentials"))?;
        let mut given: Vec<(&str, &Json)> = object.iter().collect();
        let mut next = 0;
        while let Some(&(name, value)) = given.get(next) {
            next = next.wrapping_add(1);
            match value {
                Json::Null => {}
                Json::String(text) => credentials = credentials.with(name, text.as_str()),
                // only once: there is no end to what stands in itself
                Json::Object(inner) if next <= object.len() => given.extend(inner.iter()),
                _ => return Err(invalid().in_field(name.to_owned())),
            }
        }
        Ok(credentials)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Secret> {
        self.0.iter().find_map(|(key, secret)| (key == name && !secret.is_empty()).then_some(secret))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

/// What a request depends on besides input and credentials: the core reads no clock and draws no
/// random number.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Context {
    /// The time of the request.
    pub now: Timestamp,
    /// A text that no other request has, for the providers that want one; a UUID of version 4 serves.
    pub nonce: Option<String>,
    /// The request's own id, for the providers that take one.
    pub request_id: Option<String>,
    /// The key by which the provider knows a repeated request again, for those that take one.
    pub idempotency_key: Option<String>,
    /// When the quote that the request uses expires; a request after that is refused here.
    pub expires_at: Option<Timestamp>,
    /// How the provider's API is meant to be, where it has come to differ from its document, such as
    /// `rahat@upstream`; as in the document if not given.
    pub profile: Option<String>,
    /// How strictly the input is judged.
    pub strictness: Strictness,
    /// The rails that the provider names, from the answer of Unigox to `listPaymentRails`: payment details are held to
    /// the fields of their rail.
    pub rails: Option<Vec<Json>>,
    /// Whether an error says what the provider's document says of it, where that has a sentence for it.
    pub is_document_exact: bool,
}

impl Context {
    /// A strict request at a time.
    #[must_use]
    pub const fn at(now: Timestamp) -> Context {
        Context {
            now,
            nonce: None,
            request_id: None,
            idempotency_key: None,
            expires_at: None,
            profile: None,
            strictness: Strictness::Strict,
            rails: None,
            is_document_exact: false,
        }
    }

    /// With a text that no other request has.
    #[must_use]
    pub fn with_nonce(mut self, nonce: impl Into<String>) -> Context {
        self.nonce = Some(nonce.into());
        self
    }

    /// With the request's own id.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Context {
        self.request_id = Some(id.into());
        self
    }

    /// With the key by which the provider knows a repeated request again.
    #[must_use]
    pub fn with_idempotency_key(mut self, key: impl Into<String>) -> Context {
        self.idempotency_key = Some(key.into());
        self
    }

    /// Where the quote that the request uses expires.
    #[must_use]
    pub const fn expiring_at(mut self, end: Timestamp) -> Context {
        self.expires_at = Some(end);
        self
    }

    /// With a way in which the API differs from its document, such as `rahat@upstream`.
    #[must_use]
    pub fn with_profile(mut self, profile: impl Into<String>) -> Context {
        self.profile = Some(profile.into());
        self
    }

    /// Judging the input as strictly as this.
    #[must_use]
    pub const fn with_strictness(mut self, strictness: Strictness) -> Context {
        self.strictness = strictness;
        self
    }

    /// Takes the rails of an answer to `listPaymentRails`, read or as it came.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` where there are none, and where they are those of paying in.
    ///
    /// ```
    /// use offramp_core::provider::Context;
    ///
    /// let mut context = Context::at("2024-06-09T07:00:00Z".parse()?);
    /// context.hold_to_rails(&r#"{"data":{"direction":"offramp","rails":[{"slug":"nip-nigeria","fields":[]}]}}"#.parse()?)?;
    /// assert_eq!(context.rails.map(|rails| rails.len()), Some(1));
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    #[cfg(not(target_arch = "wasm32"))]
    pub fn hold_to_rails(&mut self, answer: &Json) -> Result<(), Error> {
        let rails =
            rails_of(answer).ok_or_else(|| Error::new(ErrorCode::ArgumentInvalid, NO_RAILS).in_field("rails"))?;
        self.rails = Some(rails.to_vec());
        Ok(())
    }

    /// Reads `{now, nonce?, requestId?, idempotencyKey?, expiresAt?, profile?, strictness?, rails?, documentExact?}`.
    ///
    /// # Errors
    /// `TIME_INVALID` where a time is none, `ARGUMENT_INVALID` for other members or types.
    pub fn from_json(json: &Json) -> Result<Context, Error> {
        let mut context = Context::at(Timestamp::from_unix_seconds(0)?);
        let mut now = Err(Error::new(ErrorCode::TimeInvalid, "the time is needed").in_field("now"));
        let mut expires_at = None;
        options::members(json, "context", &mut |name, value| {
            if name == "documentExact" {
                context.is_document_exact = value.as_bool().ok_or("true or false is needed")?;
                return Ok(());
            }
            if name == "rails" {
                context.rails = Some(rails_of(value).ok_or(NO_RAILS)?.to_vec());
                return Ok(());
            }
            let text = value.as_str().ok_or("a string is needed")?;
            match name {
                "now" => now = text.parse(),
                "expiresAt" => expires_at = Some(text.parse::<Timestamp>()),
                "nonce" => context.nonce = Some(text.to_owned()),
                "requestId" => context.request_id = Some(text.to_owned()),
                "idempotencyKey" => context.idempotency_key = Some(text.to_owned()),
                "profile" => context.profile = Some(text.to_owned()),
                "strictness" => context.strictness = Strictness::from_json(value)?,
                _ => return Err(options::UNKNOWN),
            }
            Ok(())
        })?;
        context.now = now?;
        context.expires_at = expires_at.transpose().map_err(|error| error.in_field("expiresAt"))?;
        Ok(context)
    }
}

const NO_RAILS: &str = "the answer of listPaymentRails is needed";

/// The list in an answer of `listPaymentRails`, read or as it came: that of paying out.
fn rails_of(answer: &Json) -> Option<&[Json]> {
    let at = |name: &str| match answer.get("values").or(answer.get("data")).unwrap_or(answer) {
        list @ Json::Array(_) => Some(list),
        object => object.get(name),
    };
    let is_other = at("direction").and_then(Json::as_str).is_some_and(|direction| direction != "offramp");
    at("rails").and_then(Json::as_array).filter(|_| !is_other)
}

/// Seconds that clocks may differ and a request may take.
const SKEW: i64 = 5;

/// Credentials and context, with the questions that writing a request asks of them.
pub(super) struct Call<'a> {
    pub(super) descriptor: &'static Descriptor,
    pub(super) credentials: &'a Credentials,
    pub(super) context: &'a Context,
    /// Whether the API is meant as it is now instead of as in the document.
    pub(super) is_upstream: bool,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        provider: &str,
        descriptor: &'static Descriptor,
        credentials: &'a Credentials,
        context: &'a Context,
    ) -> Result<Call<'a>, Error> {
        for name in credentials.names() {
            if !descriptor.credentials.iter().any(|credential| credential.name == name) {
                return Err(Error::new(ErrorCode::CredentialsInvalid, "the provider has no such credential")
                    .in_field(name.to_owned()));
            }
        }
        let is_upstream = match context.profile.as_deref() {
            None => false,
            Some(profile) => {
                let own = profile.strip_prefix(provider).and_then(|rest| rest.strip_prefix('@'));
                if !descriptor.has_upstream || own != Some("upstream") {
                    return Err(
                        Error::new(ErrorCode::ArgumentInvalid, "the provider has no such profile").in_field("profile")
                    );
                }
                true
            }
        };
        if let Some(end) = context.expires_at
            && context.now.unix_seconds().saturating_add(SKEW) >= end.unix_seconds()
        {
            return Err(
                Error::new(ErrorCode::QuoteExpired, "the quote has expired; ask for a new one").in_field("expiresAt")
            );
        }
        Ok(Call { descriptor, credentials, context, is_upstream })
    }

    /// The bytes of a credential, given or by default.
    pub(super) fn credential(&self, name: &'static str) -> Result<&[u8], Error> {
        if let Some(secret) = self.credentials.get(name) {
            return Ok(secret.expose());
        }
        let known = self.descriptor.credentials.iter().find(|credential| credential.name == name);
        known
            .and_then(|credential| credential.default)
            .map(str::as_bytes)
            .ok_or_else(|| Error::new(ErrorCode::CredentialsInvalid, "this credential is needed").in_field(name))
    }

    /// Where the provider's API is.
    pub(super) fn base_url(&self) -> Result<BaseUrl<'_>, Error> {
        BaseUrl::new(self.credential(self.descriptor.base_url)?)
    }

    /// A credential that goes into a header: visible ASCII without blanks.
    pub(super) fn header(&self, name: &'static str) -> Result<String, Error> {
        let bytes = self.credential(name)?;
        match std::str::from_utf8(bytes) {
            Ok(text) if is_visible(text) => Ok(text.to_owned()),
            _ => Err(Error::new(ErrorCode::CredentialsInvalid, "this credential holds characters that no header can")
                .in_field(name)),
        }
    }

    /// The nonce, which must be there and fit into a header.
    pub(super) fn nonce(&self) -> Result<&'a str, Error> {
        usable(self.context.nonce.as_deref(), "nonce")
    }

    /// The request's own id: the one given, or the nonce.
    pub(super) fn request_id(&self) -> Result<&'a str, Error> {
        match self.context.request_id.as_deref() {
            None => self.nonce(),
            given => usable(given, "requestId"),
        }
    }

    /// The idempotency key, where one is given: at most `most` of the characters that every
    /// implementation keeps as they are.
    pub(super) fn idempotency_key(&self, most: usize) -> Result<Option<&'a str>, Error> {
        let Some(key) = self.context.idempotency_key.as_deref() else {
            return Ok(None);
        };
        let fits = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if key.is_empty() || text::count(key) > most || !key.as_bytes().iter().all(fits) {
            return Err(Error::new(
                ErrorCode::IdempotencyKeyInvalid,
                "letters, digits, - and _ are needed, not too many",
            )
            .in_field("idempotencyKey"));
        }
        Ok(Some(key))
    }
}

fn is_visible(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn usable<'a>(text: Option<&'a str>, field: &'static str) -> Result<&'a str, Error> {
    text.filter(|text| is_visible(text)).ok_or_else(|| {
        Error::new(ErrorCode::NonceInvalid, "visible ASCII characters are needed that no other request has")
            .in_field(field)
    })
}
