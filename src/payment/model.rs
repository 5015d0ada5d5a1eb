//! Payments, attempts and events as they are stored: the schema of SwiftPay's document, in Rust.

use std::fmt;
use std::time::Instant;

use crate::json::Json;
use crate::order::Next;
use crate::provider::Provider;

/// An enum of words.
macro_rules! words {
    ($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $word_doc:literal])+ $variant:ident $text:literal)+ }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[doc = $word_doc])+ $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in the database and on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            /// The one of a word.
            #[must_use]
            pub fn find(word: &str) -> Option<$name> {
                match word { $($text => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

pub(super) use words;

words! {
    /// Where a payment stands.
    PaymentStatus {
        /// Initiated, awaiting the gateway's response.
        Pending "PENDING"
        /// Processed by the gateway.
        Success "SUCCESS"
        /// Failed at the gateway.
        Failed "FAILED"
    }
}

words! {
    /// Which way the money goes.
    PaymentType {
        /// From the user's account.
        Onramp "ONRAMP"
        /// To the user's account.
        Offramp "OFFRAMP"
    }
}

words! {
    /// Where an attempt stands.
    AttemptStatus {
        /// Started; the gateway may or may not have been called.
        Initiated "INITIATED"
        /// Succeeded.
        Success "SUCCESS"
        /// Failed.
        Failed "FAILED"
    }
}

/// A payment. Times are milliseconds since 1970; metadata is JSON text.
#[derive(Clone, PartialEq, Eq)]
pub struct Payment {
    /// The id.
    pub id: String,
    /// The service that asked for it, and alone may look it up; none where an earlier version recorded it.
    pub service_id: Option<String>,
    /// Whose payment it is.
    pub user_id: String,
    /// The wallet.
    pub wallet_id: String,
    /// The transaction it belongs to.
    pub transaction_id: Option<String>,
    /// The payment method.
    pub payment_method_id: Option<String>,
    /// In the smallest unit of the currency.
    pub amount: i64,
    /// The currency.
    pub currency: String,
    /// Where it stands.
    pub status: PaymentStatus,
    /// Which way it goes.
    pub kind: PaymentType,
    /// The gateway's reference.
    pub gateway_reference: Option<String>,
    /// What the caller gave besides, as JSON text.
    pub metadata: Option<String>,
    /// The caller's key.
    pub idempotency_key: Option<String>,
    /// A salted hash of the request, to tell a repetition from another request under the same key.
    pub fingerprint: String,
    /// When it was recorded.
    pub created_at: i64,
    /// When it was last changed.
    pub updated_at: i64,
}

/// One call of a gateway for a payment, recorded before the call is made. Its id is the reference that
/// the gateway is given.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The id.
    pub id: String,
    /// The payment.
    pub payment_id: String,
    /// The gateway's name.
    pub gateway: String,
    /// Where it stands.
    pub status: AttemptStatus,
    /// Counts from 1.
    pub number: i32,
    /// What the gateway was asked, as JSON text, account numbers masked.
    pub raw_request: Option<String>,
    /// What the gateway answered, as JSON text, account numbers masked.
    pub raw_response: Option<String>,
    /// The gateway's code.
    pub error_code: Option<String>,
    /// The gateway's message.
    pub error_message: Option<String>,
    /// When it was recorded.
    pub created_at: i64,
}

/// An attempt that is about to be made.
#[derive(Clone)]
pub struct NewAttempt {
    /// The id.
    pub id: String,
    /// The gateway's name.
    pub gateway: &'static str,
    /// Counts from 1.
    pub number: i32,
    /// What the gateway will be asked, as JSON text, account numbers masked.
    pub raw_request: String,
    /// Whether the gateway may be called as soon as the attempt is recorded. Otherwise that is marked first, and
    /// an attempt that has no mark was never sent.
    pub is_sent: bool,
}

/// A payment that is about to be recorded, with its first attempt.
#[derive(Clone)]
pub struct NewPayment {
    /// The payment; its status and times are the store's to say.
    pub payment: Payment,
    /// The first attempt.
    pub attempt: NewAttempt,
}

/// What recording a payment came to.
#[derive(Clone, Debug)]
pub enum Begun {
    /// It is recorded, at this time.
    Created(i64),
    /// The wallet has one with the key already; nothing was recorded.
    Exists(Box<Payment>),
}

/// What became of an attempt, and of its payment with it.
#[derive(Clone)]
pub struct Settlement {
    /// The payment.
    pub payment_id: String,
    /// The attempt.
    pub attempt_id: String,
    /// What the attempt becomes; `Initiated` where only the reference is noted.
    pub status: AttemptStatus,
    /// The gateway's reference.
    pub gateway_reference: Option<String>,
    /// What the gateway answered, as JSON text.
    pub raw_response: Option<String>,
    /// The gateway's code.
    pub error_code: Option<String>,
    /// The gateway's message.
    pub error_message: Option<String>,
    /// A further attempt that is recorded at once; the payment stays pending then.
    pub next: Option<NewAttempt>,
    /// Whether the caller may have been answered before: then the service is to be told where the payment ends with it.
    pub is_late: bool,
    /// Whether it holds only for an attempt that was never sent: nothing is recorded if it was.
    pub only_unsent: bool,
    /// When the gateway said so, where it forgets with the database: if the database's server has died since,
    /// nothing is recorded.
    pub known_since: Option<Instant>,
}

impl Settlement {
    /// What it is counted as where the payment ends with it: the gateway's code where it is a known one, and nothing for
    /// a success.
    #[must_use]
    pub fn label(&self) -> &'static str {
        if self.payment_status() == PaymentStatus::Failed { super::label(self.error_code.as_deref()) } else { "" }
    }

    /// What the payment becomes.
    #[must_use]
    pub const fn payment_status(&self) -> PaymentStatus {
        match (self.status, &self.next) {
            (AttemptStatus::Success, _) => PaymentStatus::Success,
            (AttemptStatus::Failed, None) => PaymentStatus::Failed,
            _ => PaymentStatus::Pending,
        }
    }
}

/// What recording an outcome came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is recorded.
    Recorded,
    /// Nothing is recorded: the attempt is no longer open, was sent, or is not there.
    TooLate,
    /// Nothing is recorded: the gateway's reference belongs to another payment.
    ReferenceTaken,
}

/// Which open attempts are asked for.
#[derive(Clone, Copy, Debug)]
pub struct OpenQuery<'a> {
    /// The gateway's name.
    pub gateway: &'a str,
    /// How old they are at least, in milliseconds.
    pub age: i64,
    /// How long one is left alone after the first look, in milliseconds; twice as long after each further one.
    pub pause: i64,
    /// How many at most: those that were looked at least recently.
    pub most: u32,
}

/// An attempt that has a gateway's reference, with its payment.
#[derive(Clone)]
pub struct ReferencedAttempt {
    /// The attempt.
    pub attempt_id: String,
    /// Where it stands.
    pub status: AttemptStatus,
    /// What the gateway answered, as JSON text.
    pub raw_response: Option<String>,
    /// The payment.
    pub payment: Payment,
}

/// An attempt that nobody has settled, with what is needed to ask for it.
#[derive(Clone)]
pub struct OpenAttempt {
    /// The attempt.
    pub attempt_id: String,
    /// The payment.
    pub payment_id: String,
    /// The gateway's name.
    pub gateway: String,
    /// The gateway's reference, where it gave one.
    pub gateway_reference: Option<String>,
    /// Which way the payment goes.
    pub kind: PaymentType,
    /// Whether the gateway may have been called.
    pub is_sent: bool,
    /// How long ago the attempt was recorded, by the clock that recorded it, in milliseconds.
    pub age: i64,
}

/// A webhook event whose signature was verified.
#[derive(Clone)]
pub struct NewEvent {
    /// The provider.
    pub provider: Provider,
    /// What tells a repeated delivery from a new one.
    pub event_id: String,
    /// The provider's name of the event.
    pub name: String,
    /// What it is about, as JSON text, account numbers masked.
    pub data: String,
    /// What it says of an order, where it does.
    pub order: Option<OrderNews>,
}

/// That an order has come to a status.
#[derive(Clone)]
pub struct OrderNews {
    /// The order.
    pub order_id: String,
    /// The status in the provider's own words.
    pub raw_status: String,
    /// The amounts that the event names.
    pub amounts: Vec<MoneyText>,
}

/// An amount with its currency, in the currency's main unit, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MoneyText {
    /// The amount.
    pub amount: String,
    /// The currency.
    pub currency: String,
}

impl MoneyText {
    /// `[["250.00","INR"]]`; nothing where there is none.
    pub(crate) fn to_json(amounts: &[MoneyText]) -> Option<Json> {
        let pair = |money: &MoneyText| Json::texts([money.amount.as_str(), money.currency.as_str()].into_iter());
        (!amounts.is_empty()).then(|| Json::Array(amounts.iter().map(pair).collect()))
    }

    /// The same as text.
    pub(crate) fn to_text(amounts: &[MoneyText]) -> Option<String> {
        MoneyText::to_json(amounts).map(|json| json.to_string())
    }

    /// Reads that again.
    pub(crate) fn from_json(json: &Json) -> Vec<MoneyText> {
        let read = |pair: &Json| match pair.as_array()? {
            [Json::String(amount), Json::String(currency)] => {
                Some(MoneyText { amount: amount.clone(), currency: currency.clone() })
            }
            _ => None,
        };
        json.as_array().map(|pairs| pairs.iter().filter_map(read).collect()).unwrap_or_default()
    }

    /// Reads the text again.
    pub(crate) fn from_text(text: Option<&str>) -> Vec<MoneyText> {
        let json: Option<Json> = text.and_then(|text| text.parse().ok());
        json.as_ref().map(MoneyText::from_json).unwrap_or_default()
    }
}

/// Where an order stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderState {
    /// In the provider's own words.
    pub raw_status: String,
    /// The amounts that the event named which brought it there.
    pub amounts: Vec<MoneyText>,
}

/// What keeping an event came to.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Whether it had not been there before.
    pub is_new: bool,
    /// What became of its order; where the event is repeated, where the order stands.
    pub next: Option<Next>,
    /// The amounts that go with where the order stands.
    pub amounts: Vec<MoneyText>,
}

/// What became of an order when an event came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderTransition {
    /// The event.
    pub event_id: String,
    /// The word of [`Step`](crate::order::Step).
    pub step: String,
    /// Where the order stood, in the provider's words.
    pub from: Option<String>,
    /// The status that came in.
    pub to: String,
}

/// Neither names, references nor amounts: the id and where it stands.
impl fmt::Debug for Payment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payment({}, {})", self.id, self.status.as_str())
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attempt({}, {})", self.id, self.status.as_str())
    }
}

impl fmt::Debug for NewAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewAttempt({})", self.id)
    }
}

impl fmt::Debug for NewPayment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewPayment({})", self.payment.id)
    }
}

impl fmt::Debug for Settlement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Settlement({}, {})", self.attempt_id, self.status.as_str())
    }
}

impl fmt::Debug for OpenAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenAttempt({})", self.attempt_id)
    }
}

impl fmt::Debug for ReferencedAttempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReferencedAttempt({}, {})", self.attempt_id, self.status.as_str())
    }
}

impl fmt::Debug for NewEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NewEvent({}, {})", self.provider, self.name)
    }
}

impl fmt::Debug for OrderNews {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OrderNews({}, {})", self.order_id, self.raw_status)
    }
}
