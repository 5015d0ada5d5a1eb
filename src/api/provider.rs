//! What is sent to providers and what comes back: one function a question.

use crate::error::{Error, ErrorCode};
use crate::json::Json;
use crate::order::Next;
use crate::provider::{
    Answer, Attempt, Classified, Context, Credentials, Delivery, Event, Headers, Idempotency, Provider, Request,
    Response, RetryOptions, Scheme, Signing, redact,
};
use crate::secret::Secret;
use crate::timestamp::Timestamp;

/// Builds and signs the request of a provider's operation.
///
/// # Errors
/// `OPERATION_UNKNOWN`; `INPUT_INVALID` with all findings; `CREDENTIALS_INVALID`, `URL_INVALID`,
/// `NONCE_INVALID`, `IDEMPOTENCY_KEY_INVALID`, `QUOTE_EXPIRED`, `ARGUMENT_INVALID`.
///
/// ```
/// use offramp_core::provider::{Context, Credentials};
/// use offramp_core::{Json, Provider, api};
///
/// let credentials = Credentials::new().with("apiKey", "key").with("apiSecret", "secret");
/// let mut context = Context::at("2024-06-09T07:00:00Z".parse()?);
/// context.nonce = Some("550e8400-e29b-41d4-a716-446655440000".to_owned());
/// let input: Json = r#"{"name":"John Doe","email":"john@example.com"}"#.parse()?;
/// let request = api::build_request(Provider::Coinut, "createCustomer", &input, &credentials, &context)?;
/// assert_eq!(request.url(), "https://ramp.hexarails.ai/customer/create");
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn build_request(
    provider: Provider,
    operation: &str,
    input: &Json,
    credentials: &Credentials,
    context: &Context,
) -> Result<Request, Error> {
    provider.build(operation, input, credentials, context)
}

/// Reads a provider's answer: the values that the operation promises, or why the provider refused.
///
/// # Errors
/// `OPERATION_UNKNOWN`; `ANSWER_INVALID` where the answer is not what the provider documents.
///
/// ```
/// use offramp_core::provider::{Headers, Outcome, Response};
/// use offramp_core::{Provider, api};
///
/// let body = br#"{"id":"p1","status":"PROCESSING","sentAt":"2024-01-15T10:35:00Z"}"#;
/// let response = Response { status: 200, headers: Headers(&[]), body };
/// let answer = api::parse_response(Provider::Sentra, "completeTransfer", &response)?;
/// assert!(matches!(answer.outcome, Outcome::Accepted(_)));
/// assert_eq!(answer.status.unwrap().as_str(), "processing");
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn parse_response(provider: Provider, operation: &str, response: &Response<'_>) -> Result<Answer, Error> {
    provider.parse(operation, response)
}

/// How webhook deliveries are verified.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct WebhookOptions {
    /// The secret; several while it is being changed.
    pub secrets: Vec<Secret>,
    /// The URL under which deliveries are received, as the provider knows it; Coinut signs it.
    pub url: String,
    /// The scheme, for providers whose document names none.
    pub scheme: Option<WebhookScheme>,
    /// How many seconds a delivery may be old or early; the provider's own window if not given.
    pub tolerance: Option<u32>,
}

/// How deliveries are signed, for a provider whose document does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookScheme {
    /// Standard Webhooks.
    StandardWebhooks,
    /// The HMAC-SHA256 of the body in hexadecimal, in the header of this name.
    HexHmac(String),
}

impl WebhookOptions {
    /// With one secret.
    ///
    /// ```
    /// use offramp_core::api::WebhookOptions;
    ///
    /// let options = WebhookOptions::new("secret").with_url("https://shop.example/hooks/coinut").with_tolerance(60);
    /// assert_eq!(options.tolerance, Some(60));
    /// ```
    #[must_use]
    pub fn new(secret: impl Into<Secret>) -> WebhookOptions {
        WebhookOptions { secrets: vec![secret.into()], ..WebhookOptions::default() }
    }

    /// With one more secret that is taken as well, while it is being changed.
    #[must_use]
    pub fn or_secret(mut self, secret: impl Into<Secret>) -> WebhookOptions {
        self.secrets.push(secret.into());
        self
    }

    /// With the URL under which deliveries are received.
    #[must_use]
    pub fn with_url(mut self, url: impl Into<String>) -> WebhookOptions {
        self.url = url.into();
        self
    }

    /// With the scheme, for a provider whose document names none.
    #[must_use]
    pub fn with_scheme(mut self, scheme: WebhookScheme) -> WebhookOptions {
        self.scheme = Some(scheme);
        self
    }

    /// With how many seconds a delivery may be old or early.
    #[must_use]
    pub const fn with_tolerance(mut self, seconds: u32) -> WebhookOptions {
        self.tolerance = Some(seconds);
        self
    }

    fn scheme(&self) -> Option<Scheme<'_>> {
        self.scheme.as_ref().map(WebhookScheme::as_scheme)
    }

    /// The secret that signs; empty where there is none.
    fn first_secret(&self) -> Secret {
        self.secrets.first().cloned().unwrap_or_default()
    }
}

impl WebhookScheme {
    pub(crate) fn as_scheme(&self) -> Scheme<'_> {
        match self {
            WebhookScheme::StandardWebhooks => Scheme::StandardWebhooks,
            WebhookScheme::HexHmac(header) => Scheme::HexHmac(header),
        }
    }
}

/// Verifies a webhook delivery and reads its event. Of several secrets one must match.
///
/// # Errors
/// As [`Provider::verify_webhook_with`]; `SECRET_EMPTY` where there is no secret or an empty one.
pub fn verify_webhook(
    provider: Provider,
    options: &WebhookOptions,
    headers: Headers<'_>,
    body: &[u8],
    now: Timestamp,
) -> Result<Event, Error> {
    let delivery = Delivery { url: &options.url, headers, body, tolerance: options.tolerance };
    let scheme = options.scheme();
    if options.secrets.iter().any(Secret::is_empty) {
        return Err(secret_empty());
    }
    let mut last = Err(secret_empty());
    for secret in &options.secrets {
        last = provider.verify_webhook_with(scheme, secret, &delivery, now);
        if !last.as_ref().is_err_and(|error| error.code() == ErrorCode::SignatureMismatch) {
            break;
        }
    }
    last
}

/// The headers with which the provider would deliver a body, for tests of a receiver. Of several secrets the first signs.
///
/// # Errors
/// As [`Provider::sign_webhook`].
///
/// ```
/// use offramp_core::provider::{Headers, Signing};
/// use offramp_core::{Provider, api};
///
/// let mut options = api::WebhookOptions::default();
/// options.secrets.push("test_secret".into());
/// let now = "2024-06-09T07:00:00Z".parse()?;
/// let body = br#"{"event_id":"e1","event_type":"order.status.changed","data":{"order_id":"o1"}}"#;
/// let signed = api::sign_webhook(Provider::Unigox, &options, body, &Signing { now, nonce: "" })?;
/// let headers: Vec<(&str, &str)> = signed.iter().map(|(name, value)| (&**name, &**value)).collect();
/// let event = api::verify_webhook(Provider::Unigox, &options, Headers(&headers), body, now)?;
/// assert_eq!(event.order(), Some("o1"));
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn sign_webhook(
    provider: Provider,
    options: &WebhookOptions,
    body: &[u8],
    signing: &Signing<'_>,
) -> Result<Vec<(String, String)>, Error> {
    let delivery = Delivery { url: &options.url, headers: Headers(&[]), body, tolerance: None };
    provider.sign_webhook(options.scheme(), &options.first_secret(), &delivery, signing)
}

/// How a request to the provider, where there is a `method`, or a delivery from it is signed, step by step. Null where
/// the provider's requests are not signed.
///
/// # Errors
/// As [`Provider::explain_signature`].
///
/// ```
/// use offramp_core::provider::{Delivery, Headers};
/// use offramp_core::{Json, Provider, api};
///
/// let mut options = api::WebhookOptions::default();
/// options.secrets.push("test_secret".into());
/// let sent = [("X-Unigox-Timestamp", "1717916400")];
/// let delivery = Delivery { url: "", headers: Headers(&sent), body: b"{}", tolerance: None };
/// let steps = api::explain_signature(Provider::Unigox, None, &delivery, &options)?;
/// assert_eq!(steps.get("stringToSign").and_then(Json::as_str), Some("1717916400.{}"));
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn explain_signature(
    provider: Provider,
    method: Option<&str>,
    sent: &Delivery<'_>,
    options: &WebhookOptions,
) -> Result<Json, Error> {
    provider.explain_signature(method, sent, options.scheme(), &options.first_secret())
}

/// Works something out that needs no request; docs/PROVIDERS.md has each provider's computations.
///
/// # Errors
/// `OPERATION_UNKNOWN` where the provider has no such computation, `INPUT_INVALID` with all findings, and what the
/// computation itself refuses.
///
/// ```
/// use offramp_core::{Json, Provider, api};
///
/// let input: Json = r#"{"bankName":"Nabil Bank"}"#.parse()?;
/// let answer = api::compute(Provider::Rahat, "bankId", &input)?;
/// assert!(answer.get("bankId").is_some());
/// # Ok::<(), offramp_core::Error>(())
/// ```
pub fn compute(provider: Provider, name: &str, input: &Json) -> Result<Json, Error> {
    provider.compute(name, input)
}

fn secret_empty() -> Error {
    Error::new(ErrorCode::SecretEmpty, "the secret is empty").in_field("secret")
}

/// What becomes of an order when news of a status comes in, whether late, twice or out of order.
///
/// ```
/// use offramp_core::{Provider, api};
///
/// let next = api::next_status(Provider::Sentra, Some("PROCESSING"), "AWAITING_FUNDS");
/// assert_eq!((next.step.as_str(), next.raw.as_str()), ("late", "PROCESSING"));
/// ```
#[must_use]
pub fn next_status(provider: Provider, current: Option<&str>, incoming: &str) -> Next {
    provider.next_status(current, incoming)
}

/// Whether and when an operation may be sent again after an attempt.
///
/// # Errors
/// `OPERATION_UNKNOWN`.
pub fn classify(
    provider: Provider,
    operation: &str,
    attempt: &Attempt<'_>,
    options: &RetryOptions,
) -> Result<Classified, Error> {
    provider.classify(operation, attempt, options)
}

/// The idempotency key of an operation with an input, and the fingerprint of what would be sent: the same for
/// the same payment, whenever it is asked for and however it is spelt.
///
/// # Errors
/// `OPERATION_UNKNOWN`; `INPUT_INVALID` where a member is missing that makes it this payment, and where the input
/// cannot be sent.
pub fn idempotency_key(provider: Provider, operation: &str, input: &Json) -> Result<Idempotency, Error> {
    provider.idempotency(operation, input)
}

/// A request, an answer or an event, as JSON, as a log may have it: ids, statuses, codes and times are
/// shown; secrets are not, and of account numbers, names and amounts at most the last four characters.
///
/// ```
/// use offramp_core::api;
///
/// let body = r#"{"accountNo":"1234567890","currency":"EUR"}"#;
/// let masked = api::mask_request(&offramp_core::Json::object([("body", body)]));
/// assert_eq!(masked.to_string(), r#"{"body":{"accountNo":"****7890","currency":"EUR"}}"#);
/// ```
#[must_use]
pub fn mask_request(request: &Json) -> Json {
    redact(request)
}

/// The operations of a provider as JSON, each with the JSON Schema of its input.
#[must_use]
pub fn operations(provider: Provider) -> Json {
    provider.operations_json()
}
