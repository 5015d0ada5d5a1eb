//! Providers: one off-ramp API each, in a file or folder of its own; this file holds the list.
//!
//! Values in, values out: a request is built, an answer or a webhook is read. Nothing is sent.

mod base_url;
mod coinut;
mod http;
mod input;
mod sign;
mod webhook;

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorCode};
use crate::finding::Finding;
use crate::identifier::Strictness;
use crate::json::{Json, Object};
use crate::options;
use crate::secret::Secret;
use crate::timestamp::Timestamp;

pub use http::{Headers, Method, Request, Response};
pub use webhook::{Delivery, Event};

use input::Input;

macro_rules! providers {
    ($($(#[doc = $doc:literal])+ $variant:ident $text:literal $api:path;)+) => {
        /// An off-ramp API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Provider {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Provider {
            /// Every provider.
            pub const ALL: &'static [Provider] = &[$(Provider::$variant),+];

            /// The name in JSON, JavaScript and on the command line.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Provider::$variant => $text,)+ }
            }

            fn api(self) -> &'static dyn Api {
                match self { $(Provider::$variant => &$api,)+ }
            }
        }

        /// The TypeScript union of all providers.
        #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
        #[allow(dead_code, reason = "wasm-bindgen writes it to a custom section, which the check does not see")]
        pub(crate) const TYPESCRIPT: &str = concat!(
            "/** An off-ramp API. */\n",
            "export type Provider =", $("\n  | \"", $text, "\"",)+ ";\n",
        );
    };
}

providers! {
    /// Coinut: tokens to a bank account (document 001).
    Coinut "coinut" coinut::Coinut;
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Provider {
    type Err = Error;

    /// Reads the name of a provider.
    ///
    /// # Errors
    /// `PROVIDER_UNKNOWN`.
    fn from_str(name: &str) -> Result<Provider, Error> {
        Provider::ALL
            .iter()
            .copied()
            .find(|provider| provider.as_str() == name)
            .ok_or_else(|| Error::new(ErrorCode::ProviderUnknown, "no provider has this name").in_field("provider"))
    }
}

/// What a provider's file holds.
trait Api: Sync {
    /// Its operations.
    fn operations(&self) -> &'static [Operation];

    /// What its requests are authorised with.
    fn credentials(&self) -> &'static [Credential];

    /// Writes the request of an operation from input that was checked.
    fn write(&self, operation: &Operation, input: Checked, call: &Call<'_>) -> Result<Request, Error>;

    /// Reads the answer to an operation.
    fn read(&self, operation: &Operation, response: &Response) -> Result<Answer, Error>;

    /// Verifies a delivery and reads its event.
    fn verify(&self, secret: &Secret, delivery: &Delivery<'_>, now: Timestamp) -> Result<Event, Error>;
}

/// One endpoint of a provider.
#[derive(Debug)]
pub struct Operation {
    name: &'static str,
    summary: &'static str,
    method: Method,
    path: &'static str,
    input: &'static [Input],
    /// Rules that concern more than one member of the input; may replace members by their electronic form.
    check: fn(&mut Object, Strictness, &mut Vec<Finding>),
}

impl Operation {
    /// The name in JSON, JavaScript and on the command line.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// One sentence.
    #[must_use]
    pub const fn summary(&self) -> &'static str {
        self.summary
    }

    /// The JSON Schema (2020-12) of the input.
    ///
    /// ```
    /// use offramp_core::{Json, Provider};
    ///
    /// let schema = Provider::Coinut.operation("createCustomer")?.input_schema();
    /// assert_eq!(schema.get("type").and_then(Json::as_str), Some("object"));
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    #[must_use]
    pub fn input_schema(&self) -> Json {
        input::json_schema(self.name, self.input)
    }
}

/// One thing that requests are authorised with.
#[derive(Debug)]
pub struct Credential {
    /// The name in JSON and JavaScript.
    pub name: &'static str,
    /// The environment variable that the command line reads it from.
    pub variable: &'static str,
    /// What it is where it is not given; without a default it is needed.
    pub default: Option<&'static str>,
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

    /// Reads `{name: text, ..}`.
    ///
    /// # Errors
    /// `CREDENTIALS_INVALID` for anything but an object of strings.
    pub fn from_json(json: &Json) -> Result<Credentials, Error> {
        let invalid = || Error::new(ErrorCode::CredentialsInvalid, "an object of strings is needed");
        let mut credentials = Credentials::new();
        for (name, value) in json.as_object().ok_or_else(|| invalid().in_field("credentials"))?.iter() {
            let text = value.as_str().ok_or_else(|| invalid().in_field(name.to_owned()))?;
            credentials = credentials.with(name, text);
        }
        Ok(credentials)
    }

    fn get(&self, name: &str) -> Option<&Secret> {
        self.0.iter().find_map(|(key, secret)| (key == name && !secret.is_empty()).then_some(secret))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// What a request depends on besides input and credentials: the core reads no clock and draws no
/// random number.
#[derive(Clone, Debug)]
pub struct Context {
    /// The time of the request.
    pub now: Timestamp,
    /// A text that no other request has, for the providers that want one; a UUID of version 4 serves.
    pub nonce: Option<String>,
    /// The request's own id, for the providers that take one.
    pub request_id: Option<String>,
    /// How strictly the input is judged.
    pub strictness: Strictness,
}

impl Context {
    /// A strict request at a time.
    #[must_use]
    pub const fn at(now: Timestamp) -> Context {
        Context { now, nonce: None, request_id: None, strictness: Strictness::Strict }
    }

    /// Reads `{now, nonce?, requestId?, strictness?}`.
    ///
    /// # Errors
    /// `TIME_INVALID` where `now` is no time, `ARGUMENT_INVALID` for other members or types.
    pub fn from_json(json: &Json) -> Result<Context, Error> {
        let mut context = Context::at(Timestamp::from_unix_seconds(0)?);
        let mut now = Err(Error::new(ErrorCode::TimeInvalid, "the time is needed").in_field("now"));
        options::members(json, "context", |name, value| {
            let text = value.as_str().ok_or("a string is needed")?;
            match name {
                "now" => now = text.parse(),
                "nonce" => context.nonce = Some(text.to_owned()),
                "requestId" => context.request_id = Some(text.to_owned()),
                "strictness" => context.strictness = options::strictness(value)?,
                _ => return Err(options::UNKNOWN),
            }
            Ok(())
        })?;
        context.now = now?;
        Ok(context)
    }
}

/// Input that every rule was applied to.
struct Checked {
    /// The members in the order of the operation's table.
    members: Object,
    /// Warnings: what breaks a rule has become an error.
    findings: Vec<Finding>,
}

/// Credentials and context, with the questions that writing a request asks of them.
struct Call<'a> {
    api: &'a dyn Api,
    credentials: &'a Credentials,
    context: &'a Context,
}

impl Call<'_> {
    /// The bytes of a credential, given or by default.
    fn credential(&self, name: &'static str) -> Result<&[u8], Error> {
        if let Some(secret) = self.credentials.get(name) {
            return Ok(secret.expose());
        }
        let known = self.api.credentials().iter().find(|credential| credential.name == name);
        known
            .and_then(|credential| credential.default)
            .map(str::as_bytes)
            .ok_or_else(|| Error::new(ErrorCode::CredentialsInvalid, "this credential is needed").in_field(name))
    }

    /// A credential that goes into a header: visible ASCII without blanks.
    fn header(&self, name: &'static str) -> Result<String, Error> {
        let bytes = self.credential(name)?;
        if bytes.iter().all(u8::is_ascii_graphic) {
            Ok(bytes.iter().map(|&byte| char::from(byte)).collect())
        } else {
            Err(Error::new(ErrorCode::CredentialsInvalid, "this credential holds characters that no header can")
                .in_field(name))
        }
    }

    /// The nonce, which must be there and fit into a header.
    fn nonce(&self) -> Result<&str, Error> {
        match self.context.nonce.as_deref() {
            Some(nonce) if !nonce.is_empty() && nonce.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(nonce),
            _ => Err(Error::new(
                ErrorCode::NonceInvalid,
                "a nonce of visible ASCII characters is needed that no other request has",
            )
            .in_field("nonce")),
        }
    }
}

/// What a provider answered: the values that the operation promises under their documented names,
/// whichever shape they came in, or why it refused.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// What became of the request.
    pub outcome: Outcome,
    /// The whole answer.
    pub raw: Json,
}

/// What became of a request.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The values that the operation promises; those that are not there yet are left out.
    Accepted(Object),
    /// The provider said no.
    Refused {
        /// The provider's own word.
        code: String,
        /// The provider's own message. It may repeat input.
        message: String,
    },
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.outcome.fmt(f)
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Accepted(values) => write!(f, "Accepted({values:?})"),
            Outcome::Refused { code, .. } => write!(f, "Refused({code})"),
        }
    }
}

impl Provider {
    /// Its operations.
    #[must_use]
    pub fn operations(self) -> &'static [Operation] {
        self.api().operations()
    }

    /// What its requests are authorised with.
    #[must_use]
    pub fn credentials(self) -> &'static [Credential] {
        self.api().credentials()
    }

    /// The operation of a name.
    ///
    /// # Errors
    /// `OPERATION_UNKNOWN`.
    pub fn operation(self, name: &str) -> Result<&'static Operation, Error> {
        self.operations().iter().find(|operation| operation.name == name).ok_or_else(|| {
            Error::new(ErrorCode::OperationUnknown, "the provider has no operation of this name").in_field("operation")
        })
    }

    /// Builds and signs the request of an operation.
    ///
    /// # Errors
    /// `OPERATION_UNKNOWN`; `INPUT_INVALID` with all findings; `CREDENTIALS_INVALID`, `URL_INVALID`,
    /// `NONCE_INVALID`.
    pub fn build(
        self,
        operation: &str,
        input: &Json,
        credentials: &Credentials,
        context: &Context,
    ) -> Result<Request, Error> {
        let operation = self.operation(operation)?;
        let checked = input::check(operation, input, context.strictness)?;
        let api = self.api();
        if let Some((unknown, _)) =
            credentials.0.iter().find(|(name, _)| !api.credentials().iter().any(|c| c.name == name))
        {
            return Err(Error::new(ErrorCode::CredentialsInvalid, "the provider has no such credential")
                .in_field(unknown.clone()));
        }
        api.write(operation, checked, &Call { api, credentials, context })
    }

    /// Reads the answer to an operation.
    ///
    /// # Errors
    /// `OPERATION_UNKNOWN`; `ANSWER_INVALID` where the answer is not what the provider documents. A
    /// refusal is an answer, not an error.
    ///
    /// ```
    /// use offramp_core::provider::{Headers, Outcome, Response};
    /// use offramp_core::{Json, Provider};
    ///
    /// let response = Response { status: 200, headers: Headers(&[]), body: br#"{"customerId":"cust_1"}"# };
    /// let Outcome::Accepted(values) = Provider::Coinut.parse("createCustomer", &response)?.outcome else {
    ///     panic!("refused");
    /// };
    /// assert_eq!(values.get("customerId").and_then(Json::as_str), Some("cust_1"));
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    pub fn parse(self, operation: &str, response: &Response) -> Result<Answer, Error> {
        self.api().read(self.operation(operation)?, response)
    }

    /// Verifies a webhook delivery and reads its event; there is no other way to an [`Event`].
    ///
    /// # Errors
    /// `SECRET_EMPTY`, `SIGNATURE_*`, `TIMESTAMP_*` where the delivery cannot be trusted; `EVENT_INVALID`
    /// where it can and is not an event.
    ///
    /// ```
    /// use offramp_core::provider::{Delivery, Headers};
    /// use offramp_core::{ErrorCode, Provider, Secret};
    ///
    /// let delivery = Delivery {
    ///     url: "https://pay.example.com/webhooks/coinut",
    ///     headers: Headers(&[("X-Timestamp", "1717916400"), ("X-Nonce", "n"), ("X-Signature", "00")]),
    ///     body: br#"{"event":"TRADE_SETTLED"}"#,
    ///     tolerance: None,
    /// };
    /// let now = "2024-06-09T07:00:00Z".parse()?;
    /// let error = Provider::Coinut.verify_webhook(&Secret::from("secret"), &delivery, now).unwrap_err();
    /// assert_eq!(error.code(), ErrorCode::SignatureMismatch);
    /// assert!(error.is_untrusted());
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    pub fn verify_webhook(self, secret: &Secret, delivery: &Delivery<'_>, now: Timestamp) -> Result<Event, Error> {
        self.api().verify(secret, delivery, now)
    }
}
