//! The error of every operation that cannot go on.

use std::borrow::Cow;
use std::fmt;

use crate::finding::Finding;
use crate::json::JsonError;
use crate::text;

/// Why building, signing, verifying or parsing could not be done.
///
/// One opaque type for the whole crate. A program asks [`code`](Error::code) for the stable word,
/// [`field`](Error::field) for the place, and `is_*` for whose fault it is, which is what decides what
/// happens next: bad input is mended by the caller, untrusted data is dropped, a provider's failure is
/// retried or escalated. Variants would tie callers to the inside of modules; words do not.
///
/// Neither the message nor `Debug` ever holds the rejected value or a secret. Where the input was
/// judged as a whole, [`findings`](Error::findings) says everything that is wrong with it.
///
/// ```
/// use offramp_core::identifier::Iban;
///
/// let error = "DE89370400440532013001".parse::<Iban>().unwrap_err();
/// assert!(error.is_input());
/// assert_eq!(error.code().as_str(), "INPUT_INVALID");
/// assert_eq!(error.findings()[0].code().as_str(), "IBAN_CHECKSUM");
/// assert!(!error.to_string().contains("DE89"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    code: ErrorCode,
    field: Cow<'static, str>,
    message: Cow<'static, str>,
    findings: Vec<Finding>,
}

/// Whose fault an error is.
#[derive(Clone, Copy)]
enum Origin {
    Input,
    Untrusted,
    Provider,
}

macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident $text:literal $origin:ident)+) => {
        /// The stable word of an [`Error`]. `docs/ERRORS.md` lists all of them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$variant),+];

            /// The word in `SCREAMING_SNAKE_CASE`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$variant => $text,)+ }
            }

            /// What the code means, for the documentation.
            #[must_use]
            pub const fn doc(self) -> &'static str {
                match self { $(ErrorCode::$variant => concat!($($doc),+),)+ }
            }

            const fn origin(self) -> Origin {
                match self { $(ErrorCode::$variant => Origin::$origin,)+ }
            }
        }

        crate::typescript::union! { "The stable word of an `OfframpError`; see docs/ERRORS.md." "ErrorCode" $($text)+ }
    };
}

error_codes! {
    /// An argument has the wrong type or an unknown option.
    ArgumentInvalid "ARGUMENT_INVALID" Input
    /// No identifier kind has this name.
    KindUnknown "KIND_UNKNOWN" Input
    /// There are no rules for this currency, country and rail.
    CorridorUnknown "CORRIDOR_UNKNOWN" Input
    /// No provider has this name.
    ProviderUnknown "PROVIDER_UNKNOWN" Input
    /// The provider has no operation of this name.
    OperationUnknown "OPERATION_UNKNOWN" Input
    /// The input breaks rules; the findings say which.
    InputInvalid "INPUT_INVALID" Input
    /// A credential is missing or unusable.
    CredentialsInvalid "CREDENTIALS_INVALID" Input
    /// The base URL is unusable.
    UrlInvalid "URL_INVALID" Input
    /// The nonce is missing or unusable.
    NonceInvalid "NONCE_INVALID" Input
    /// The idempotency key holds characters that not every implementation keeps, or too many.
    IdempotencyKeyInvalid "IDEMPOTENCY_KEY_INVALID" Input
    /// The idempotency key was used for another payment; the provider would answer with that one.
    IdempotencyKeyReused "IDEMPOTENCY_KEY_REUSED" Input
    /// The quote has expired or is about to.
    QuoteExpired "QUOTE_EXPIRED" Input
    /// The settings lack what no request can do without.
    SettingsInvalid "SETTINGS_INVALID" Input
    /// The payout was triggered before.
    PayoutAlreadyTriggered "PAYOUT_ALREADY_TRIGGERED" Input
    /// The time is not RFC 3339.
    TimeInvalid "TIME_INVALID" Input
    /// The text is not JSON.
    JsonInvalid "JSON_INVALID" Input
    /// The provider's answer cannot be understood.
    AnswerInvalid "ANSWER_INVALID" Provider
    /// The event cannot be understood.
    EventInvalid "EVENT_INVALID" Provider
    /// The secret is empty.
    SecretEmpty "SECRET_EMPTY" Input
    /// The secret is not in the form that the scheme needs.
    SecretInvalid "SECRET_INVALID" Input
    /// The provider sends no webhooks.
    WebhookUnsupported "WEBHOOK_UNSUPPORTED" Input
    /// The provider's document does not say how webhooks are signed, and no scheme was chosen.
    SignatureSchemeUnknown "SIGNATURE_SCHEME_UNKNOWN" Input
    /// A signature header is missing or there more than once.
    SignatureMissing "SIGNATURE_MISSING" Untrusted
    /// The signature does not match.
    SignatureMismatch "SIGNATURE_MISMATCH" Untrusted
    /// The timestamp is missing, there more than once, or no time.
    TimestampMissing "TIMESTAMP_MISSING" Untrusted
    /// The delivery is older than the window allows.
    TimestampStale "TIMESTAMP_STALE" Untrusted
    /// The delivery is from further in the future than the window allows.
    TimestampFuture "TIMESTAMP_FUTURE" Untrusted
}

impl ErrorCode {
    /// Whether the caller gave something unusable.
    #[must_use]
    pub const fn is_input(self) -> bool {
        matches!(self.origin(), Origin::Input)
    }

    /// Whether data from outside failed a check and must be dropped.
    #[must_use]
    pub const fn is_untrusted(self) -> bool {
        matches!(self.origin(), Origin::Untrusted)
    }

    /// Whether the provider failed or refused.
    #[must_use]
    pub const fn is_provider(self) -> bool {
        matches!(self.origin(), Origin::Provider)
    }
}

impl Error {
    #[must_use]
    pub(crate) fn new(code: ErrorCode, message: impl Into<Cow<'static, str>>) -> Error {
        Error(Box::new(Inner { code, field: Cow::Borrowed(""), message: message.into(), findings: Vec::new() }))
    }

    /// The error of input that was judged as a whole: its message is that of the worst finding.
    #[must_use]
    pub(crate) fn from_findings(mut findings: Vec<Finding>) -> Error {
        crate::finding::sort(&mut findings);
        let field = findings.first().map_or_else(Default::default, |worst| worst.path().to_owned());
        // all that is wrong; what is only noteworthy is among the findings
        let mut message = String::new();
        for (index, finding) in findings.iter().enumerate() {
            if index > 0 && finding.severity() != crate::code::Severity::Error {
                break;
            }
            if index > 0 {
                message.push_str("; ");
                message.push_str(finding.path());
                message.push_str(": ");
            }
            message.push_str(&finding.message());
        }
        Error(Box::new(Inner { code: ErrorCode::InputInvalid, field: field.into(), message: message.into(), findings }))
    }

    #[must_use]
    pub(crate) fn in_field(mut self, field: impl Into<Cow<'static, str>>) -> Error {
        self.0.field = field.into();
        self
    }

    /// The same error in other words, which say the place themselves.
    #[must_use]
    pub(crate) fn saying(mut self, message: &'static str) -> Error {
        self.0.field = Cow::Borrowed("");
        self.0.message = Cow::Borrowed(message);
        self
    }

    /// The stable word.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The argument, or the place in the input as a JSON Pointer; empty where there is none.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.0.field
    }

    /// What [`Display`](fmt::Display) shows: the field, where there is one, and what is wrong.
    pub(crate) fn full_message(&self) -> String {
        let (field, message) = (&*self.0.field, &*self.0.message);
        if field.is_empty() { message.to_owned() } else { text::join(&[field, ": ", message], "") }
    }

    /// All that is wrong with the input, most severe first; empty for errors of another kind.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.0.findings
    }

    /// Whether the caller gave something unusable.
    #[must_use]
    pub fn is_input(&self) -> bool {
        self.0.code.is_input()
    }

    /// Whether data from outside failed a check and must be dropped.
    #[must_use]
    pub fn is_untrusted(&self) -> bool {
        self.0.code.is_untrusted()
    }

    /// Whether the provider failed or refused.
    #[must_use]
    pub fn is_provider(&self) -> bool {
        self.0.code.is_provider()
    }
}

impl From<JsonError> for Error {
    /// `JSON_INVALID`.
    fn from(error: JsonError) -> Error {
        Error::new(ErrorCode::JsonInvalid, error.message())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.full_message())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({self})", self.0.code.as_str())
    }
}

impl std::error::Error for Error {}
