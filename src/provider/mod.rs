//! Providers: one off-ramp API each, in a file or folder of its own; `provider_list.rs` holds the list.
//!
//! Values in, values out: a request is built, an answer or a webhook is read. Nothing is sent.

mod answer;
pub(crate) mod base64;
mod base_url;
mod calls;
mod coinut;
mod compute;
mod context;
mod deliveries;
#[cfg(not(target_arch = "wasm32"))]
mod describe;
mod draft;
mod exact;
mod http;
#[cfg(feature = "http_types")]
mod http_types;
mod idempotency;
mod input;
mod members;
mod operation;
#[cfg(feature = "client")]
mod order_search;
#[cfg(not(target_arch = "wasm32"))]
mod outcome_query;
#[cfg(feature = "http")]
mod outgoing;
#[cfg(not(target_arch = "wasm32"))]
pub mod procedure;
mod rahat;
mod retry;
#[cfg(feature = "sandbox")]
pub(crate) mod sandbox;
mod sentra;
mod sign;
mod signature;
pub(crate) mod swiftpay;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod template;
mod tracking;
#[cfg(not(target_arch = "wasm32"))]
mod typed;
mod unigox;
mod webhook;

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorCode};
use crate::finding::Finding;
use crate::json::Json;
use crate::order::{State, Status};
use crate::provider_list::with_providers;
use crate::redact::{self, Shown};

pub use answer::{Answer, Outcome};
pub use compute::Computation;
pub use context::{Context, Credential, Credentials};
pub use http::{Headers, Method, Request, Response};
#[cfg(feature = "http_types")]
pub use http_types::HeaderPairs;
pub use idempotency::Idempotency;
pub use operation::Operation;
#[cfg(feature = "client")]
pub(crate) use order_search::{OrderSearch, Searched, id_at};
#[cfg(not(target_arch = "wasm32"))]
pub use outcome_query::OutcomeQuery;
#[cfg(feature = "http")]
pub(crate) use outgoing::{may_be_sent_to, standard_webhook};
pub use retry::{Attempt, Classified, Retry, RetryOptions};
pub use tracking::{ListQuery, OrderQuery, Tracking};
#[cfg(not(target_arch = "wasm32"))]
pub use typed::{TypedAnswer, TypedRequest, TypedValues};
pub(crate) use webhook::usable as usable_secret;
pub use webhook::{Delivery, Event, Scheme, Signing};

use answer::Refusal;
use context::Call;
use draft::Draft;
use members::Members;
use retry::Meaning;
use signature::Signature;

macro_rules! providers {
    ($($(#[doc = $doc:literal])+ $variant:ident $text:literal $module:ident :: $api:ident;)+) => {
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
                match self { $(Provider::$variant => &$module::$api,)+ }
            }
        }

        crate::typescript::union! { "An off-ramp API." "Provider" $($text)+ }

        /// The inputs and answers of all operations, with the types of their members.
        ///
        /// ```
        /// use offramp_core::provider::requests::coinut::{AddBankAccount, AddBankAccountCurrency};
        /// use offramp_core::provider::{Context, Credentials};
        ///
        /// let account = AddBankAccount {
        ///     account_no: Some("000123456789".to_owned()),
        ///     aba: Some("021000021".to_owned()),
        ///     ..AddBankAccount::new("cust_1", AddBankAccountCurrency::Usd, "Chase")
        /// };
        /// let credentials = Credentials::new().with("apiKey", "key").with("apiSecret", "secret");
        /// let context = Context::at("2024-06-09T07:00:00Z".parse()?).with_nonce("6f1e0c1c");
        /// let request = account.build(&credentials, &context)?;
        /// assert_eq!(request.url(), "https://ramp.hexarails.ai/bank-account/add");
        /// # Ok::<(), offramp_core::Error>(())
        /// ```
        #[cfg(not(target_arch = "wasm32"))]
        pub mod requests {
            $(
                #[doc = concat!("Those of the provider `", $text, "`.")]
                pub mod $module {
                    pub use crate::provider::$module::requests::*;
                }
            )+
        }
    };
}

with_providers! { providers }

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Provider {
    type Err = Error;

    /// Reads the name of a provider, in any case.
    ///
    /// # Errors
    /// `PROVIDER_UNKNOWN`.
    fn from_str(name: &str) -> Result<Provider, Error> {
        Provider::ALL
            .iter()
            .copied()
            .find(|provider| provider.as_str().eq_ignore_ascii_case(name))
            .ok_or_else(|| Error::new(ErrorCode::ProviderUnknown, "no provider has this name").in_field("provider"))
    }
}

/// What there is to know about a provider, as data.
#[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "the descriptions are no part of the module"))]
struct Descriptor {
    /// The name that people know it by.
    title: &'static str,
    /// The operation that takes the destination of a payment.
    destination: &'static str,
    operations: &'static [Operation],
    /// How payments are carried out, each way at most once.
    #[cfg(not(target_arch = "wasm32"))]
    procedures: &'static [procedure::Procedure],
    credentials: &'static [Credential],
    /// The name of the credential that holds the base URL.
    base_url: &'static str,
    /// Whether the API has come to differ from the document, which the profile `@upstream` follows.
    has_upstream: bool,
    /// Every status, and what may follow it.
    states: &'static [State],
    /// What the provider's words for failures say of the request.
    codes: &'static [(&'static str, Meaning)],
    /// Whether the document sends a failed request again whatever the failure was.
    retries_everything: bool,
    /// How its requests are signed, and the name of the credential that they are signed with.
    signature: Option<(&'static Signature, &'static str)>,
    /// How its deliveries are signed: the way that the document names, or those of which the caller chooses one.
    webhooks: &'static [Signature],
    /// The events of its webhooks.
    events: &'static [&'static str],
    /// The body of a delivery, as an example.
    event_example: &'static str,
    /// The members of an event's data that hold an amount in the currency's main unit, and its currency.
    event_amounts: &'static [(&'static str, &'static str)],
    /// Seconds from one attempt at delivering a webhook to the next.
    redelivery: &'static [u32],
    /// How many requests of one caller it takes, and within how many seconds.
    #[cfg(not(target_arch = "wasm32"))]
    rate_limit: Option<(u32, u32)>,
    computations: &'static [Computation],
    /// What has to be done before real money moves, besides credentials.
    go_live: &'static [&'static str],
    /// What the members of its requests, answers and events are.
    members: Members,
    /// How it behaves in the sandbox.
    #[cfg(feature = "sandbox")]
    simulation: Option<&'static sandbox::Simulation>,
}

impl Descriptor {
    /// Nothing said.
    const NONE: Descriptor = Descriptor {
        title: "",
        destination: "",
        operations: &[],
        #[cfg(not(target_arch = "wasm32"))]
        procedures: &[],
        credentials: &[],
        base_url: "baseUrl",
        has_upstream: false,
        states: &[],
        codes: &[],
        retries_everything: false,
        signature: None,
        webhooks: &[],
        events: &[],
        event_example: "",
        event_amounts: &[],
        redelivery: &[],
        #[cfg(not(target_arch = "wasm32"))]
        rate_limit: None,
        computations: &[],
        go_live: &[],
        members: Members::NONE,
        #[cfg(feature = "sandbox")]
        simulation: None,
    };
}

/// What a provider's file holds.
trait Api: Sync {
    fn descriptor(&self) -> &'static Descriptor;

    /// The input with what its settings have for members that were left out, where there is any such.
    fn fill(&self, _operation: &Operation, _input: &Json, _credentials: &Credentials) -> Option<Json> {
        None
    }

    /// What the document says where this is wrong with an input.
    fn sentence(&self, _operation: &Operation, _findings: &[Finding]) -> Option<&'static str> {
        None
    }

    /// Adds what is the provider's own, and authorises the request.
    fn write(&self, operation: &Operation, draft: Draft, call: &Call<'_>) -> Result<Request, Error>;

    /// Why the provider said no, if it did.
    fn refusal(&self, raw: &Json, status: u16) -> Option<Refusal>;

    /// Reads the event of a delivery that was verified by this signature.
    fn event(&self, _delivery: &Delivery<'_>, _signature: &Signature) -> Result<Event, Error> {
        Err(webhook::none())
    }
}

impl Provider {
    fn descriptor(self) -> &'static Descriptor {
        self.api().descriptor()
    }

    /// Its operations.
    #[must_use]
    pub fn operations(self) -> &'static [Operation] {
        self.descriptor().operations
    }

    /// How payments are carried out there, step by step: one way, or both.
    ///
    /// ```
    /// use offramp_core::Provider;
    ///
    /// let steps: Vec<_> = Provider::Sentra.procedures()[0].steps.iter().map(|step| step.name).collect();
    /// assert_eq!(steps, ["getRate", "createQuote", "createTransfer", "sendTokens", "completeTransfer"]);
    /// ```
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn procedures(self) -> &'static [procedure::Procedure] {
        self.descriptor().procedures
    }

    /// Refuses a base URL that no request could be sent to.
    #[cfg(feature = "client")]
    pub(crate) fn check_base_url(self, credentials: &Credentials) -> Result<(), Error> {
        match credentials.get(self.descriptor().base_url) {
            Some(url) => base_url::BaseUrl::new(url.expose()).map(|_| ()),
            None => Ok(()),
        }
    }

    /// Refuses a URL that nothing could be sent to.
    #[cfg(all(feature = "client", feature = "http"))]
    pub(crate) fn check_url(url: &str) -> Result<(), Error> {
        base_url::BaseUrl::new(url.as_bytes()).map(|_| ())
    }

    /// What its requests are authorised with.
    #[must_use]
    pub fn credentials(self) -> &'static [Credential] {
        self.descriptor().credentials
    }

    /// The name of the credential that holds the base URL.
    #[cfg(feature = "sandbox")]
    pub(crate) fn base_url_name(self) -> &'static str {
        self.descriptor().base_url
    }

    /// What can be worked out around its requests.
    #[must_use]
    pub fn computations(self) -> &'static [Computation] {
        self.descriptor().computations
    }

    /// The events of its webhooks; none where it has no webhooks.
    #[must_use]
    pub fn events(self) -> &'static [&'static str] {
        self.descriptor().events
    }

    /// The members of an event's data that hold an amount in the currency's main unit, each with the one that holds
    /// its currency; none where the provider's events say no amounts.
    #[must_use]
    pub fn event_amounts(self) -> &'static [(&'static str, &'static str)] {
        self.descriptor().event_amounts
    }

    /// Whether its document leaves it open how deliveries are signed, so that the caller chooses.
    #[cfg(feature = "sandbox")]
    pub(crate) fn has_schemes(self) -> bool {
        self.descriptor().webhooks.len() > 1
    }

    /// Seconds from one attempt of the provider at delivering a webhook to the next.
    #[must_use]
    pub fn redelivery(self) -> &'static [u32] {
        self.descriptor().redelivery
    }

    /// How many requests of one caller the provider's document allows, and within how many seconds.
    ///
    /// ```
    /// assert_eq!(offramp_core::Provider::Swiftpay.rate_limit(), Some((50, 900)));
    /// ```
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn rate_limit(self) -> Option<(u32, u32)> {
        self.descriptor().rate_limit
    }

    /// What has to be done before real money moves, besides setting credentials.
    #[must_use]
    pub fn go_live(self) -> &'static [&'static str] {
        self.descriptor().go_live
    }

    /// Every status of its orders in its own words, with the one in the vocabulary of all providers.
    pub fn statuses(self) -> impl Iterator<Item = (&'static str, &'static Status)> {
        self.descriptor().states.iter().map(|state| (state.name, &state.status))
    }

    /// Its words for failures.
    pub fn failures(self) -> impl Iterator<Item = &'static str> {
        self.descriptor().codes.iter().map(|(word, _)| *word)
    }

    /// The operation of a name.
    ///
    /// # Errors
    /// `OPERATION_UNKNOWN`.
    pub fn operation(self, name: &str) -> Result<&'static Operation, Error> {
        self.operations().iter().find(|operation| operation.name == name).ok_or_else(unknown_operation)
    }

    /// An answer as it may be kept.
    #[cfg(feature = "client")]
    pub(crate) fn redact_answer(self, answer: &Json) -> Json {
        redact::redact(answer, &[Shown::OWN, self.descriptor().members.shown])
    }

    /// What an event is about as it may be kept. Nothing in it is a message to read.
    #[cfg(feature = "http")]
    pub(crate) fn redact_event(self, data: &Json) -> Json {
        let without = |shown: Shown| Shown { messages: "", ..shown };
        redact::redact(data, &[without(Shown::OWN), without(self.descriptor().members.shown)])
    }

    /// The operations, each with the JSON Schema of its input.
    pub(crate) fn operations_json(self) -> Json {
        let mut items = Vec::new();
        for operation in self.operations() {
            #[cfg(not(target_arch = "wasm32"))]
            items.push(match (operation.to_json(), self.outcome_query(operation)) {
                (Json::Object(mut json), Some(query)) => {
                    json.put("outcomeQuery", query.to_json());
                    Json::Object(json)
                }
                (json, _) => json,
            });
            #[cfg(target_arch = "wasm32")]
            items.push(operation.to_json());
        }
        Json::Array(items)
    }
}

/// A request, an answer or an event of any provider as logs may have it.
pub(crate) fn redact(json: &Json) -> Json {
    let mut shown = vec![Shown::OWN];
    for provider in Provider::ALL {
        shown.push(provider.descriptor().members.shown);
    }
    redact::redact(json, &shown)
}

fn unknown_operation() -> Error {
    Error::new(ErrorCode::OperationUnknown, "the provider has no operation of this name").in_field("operation")
}
