//! A client that does not pay twice: sends a provider's operations, and again only what may be sent again.
//!
//! What an answer means says [`Provider::classify`](crate::Provider::classify); what follows from it is decided in one place
//! (`submission.rs`), which knows no network and no clock:
//!
//! | what is known of the request | what is done |
//! |---|---|
//! | it was carried out, or refused | it is answered |
//! | it was not carried out and may be later (429, no connection), or it only reads | it is sent again after a while |
//! | nobody knows, and the provider can be asked | it is asked about; only if it was not carried out, and has a key, it is sent again with the same key |
//! | nobody knows, nobody can be asked, and it has a key | it is sent again with the same key |
//! | nobody knows, nobody can be asked, and it has no key | [`CallOutcome::Unknown`]: it is never sent again |
//!
//! A repetition that is turned away says nothing of what it repeats. Waits grow as in Rahat's `RetryConfig` (1000 ms,
//! 2000 ms), with jitter; a provider's `Retry-After` is kept to. A call ends within its total time.
//!
//! ```no_run
//! # async fn pay() -> Result<(), Box<dyn std::error::Error>> {
//! use offramp_core::Provider;
//! use offramp_core::client::{CallOutcome, Client};
//! use offramp_core::provider::Credentials;
//! use offramp_core::provider::requests::coinut::CreateCustomer;
//!
//! let credentials = Credentials::new().with("apiKey", "key").with("apiSecret", "secret");
//! let client = Client::new(Provider::Coinut, credentials)?;
//! let reply = client.send(&CreateCustomer::new("Jane Doe", "jane@example.com")).await?;
//! match reply.outcome {
//!     CallOutcome::Accepted(answer) => println!("{:?}", answer.values.map(|values| values.customer_id)),
//!     CallOutcome::Refused(answer) => println!("no: {answer:?}"),
//!     CallOutcome::Unavailable { retry_after, .. } => println!("nothing was done; later: {retry_after:?}"),
//!     CallOutcome::Unknown { code, .. } => println!("somebody has to look: {code}"),
//!     _ => {}
//! }
//! # Ok(())
//! # }
//! ```

mod environment;
mod http;
mod inquiry;
mod limits;
mod outcome;
mod run;
mod settings;
mod submission;
mod traced;
#[cfg(feature = "http")]
mod treasury;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::error::{Error, ErrorCode};
use crate::json::Json;
use crate::provider::{
    Answer, Context, Credentials, Operation, Outcome, Provider, Request, TypedAnswer, TypedRequest, TypedValues,
};
use crate::timestamp::Timestamp;
use limits::Limiter;
use run::Run;

pub use environment::{Environment, System};
pub use http::{Http, Received, SendError};
pub use outcome::{CallOutcome, Reply};
pub use settings::{CallOptions, Limits, RetryPolicy, Settings, Timeouts};
pub(crate) use traced::Traced;
#[cfg(feature = "http")]
#[doc(hidden)]
pub use treasury::{Treasury, TreasuryWord};

/// A provider's API: sends its operations, and again only what may be sent again. Clones share connections and limits.
///
/// Dropping a call that is under way leaves open what became of it: make the same call again with the same key, or ask.
pub struct Client<E = System> {
    shared: Arc<Shared<E>>,
}

struct Shared<E> {
    provider: Provider,
    credentials: Credentials,
    settings: Settings,
    traced: Traced<E>,
    limiter: Limiter,
}

impl<E> Clone for Client<E> {
    fn clone(&self) -> Client<E> {
        Client { shared: Arc::clone(&self.shared) }
    }
}

impl<E> fmt::Debug for Client<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Client({})", self.shared.provider)
    }
}

impl Client {
    /// A client of a provider, on this machine.
    ///
    /// # Errors
    /// `URL_INVALID` where the base URL is none, `ARGUMENT_INVALID` where TLS cannot be set up.
    pub fn new(provider: Provider, credentials: Credentials) -> Result<Client, Error> {
        Client::with_settings(provider, credentials, Settings::default())
    }

    /// The same with other timeouts, limits and waits.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_settings(provider: Provider, credentials: Credentials, settings: Settings) -> Result<Client, Error> {
        let system = System::new(&settings.timeouts)
            .map_err(|_| Error::new(ErrorCode::ArgumentInvalid, "TLS cannot be set up"))?;
        Client::in_environment(provider, credentials, settings, system)
    }
}

impl<E: Environment> Client<E> {
    /// A client whose network, clock and random numbers are the caller's.
    ///
    /// # Errors
    /// `URL_INVALID` where the base URL is none.
    pub fn in_environment(
        provider: Provider,
        credentials: Credentials,
        settings: Settings,
        environment: E,
    ) -> Result<Client<E>, Error> {
        provider.check_base_url(&credentials)?;
        let traced = Traced::new(environment, provider, settings.timeouts.request);
        let limiter = Limiter::new(&settings.limits);
        Ok(Client { shared: Arc::new(Shared { provider, credentials, settings, traced, limiter }) })
    }

    /// Whose API it is.
    #[must_use]
    pub fn provider(&self) -> Provider {
        self.shared.provider
    }

    /// Sends a typed request.
    ///
    /// # Errors
    /// Those of [`Provider::build`], and `ARGUMENT_INVALID` where it is another provider's: an error means that nothing was
    /// sent, or nothing that took effect.
    pub async fn send<R: TypedRequest + Sync>(&self, request: &R) -> Result<Reply<TypedAnswer<R::Values>>, Error> {
        self.send_with(request, &CallOptions::default()).await
    }

    /// The same with more said of the call.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn send_with<R: TypedRequest + Sync>(
        &self,
        request: &R,
        options: &CallOptions,
    ) -> Result<Reply<TypedAnswer<R::Values>>, Error> {
        if R::PROVIDER != self.provider() {
            return Err(
                Error::new(ErrorCode::ArgumentInvalid, "the request is another provider's").in_field("provider")
            );
        }
        let reply = self.call_with(R::OPERATION, &request.to_json(), options).await?;
        Ok(reply.map(|answer| {
            // what was accepted stays accepted, whatever the values are
            let values = match &answer.outcome {
                Outcome::Accepted(values) => R::Values::read(values).ok(),
                Outcome::Refused { .. } => None,
            };
            TypedAnswer { values, answer }
        }))
    }

    /// Sends an operation by its name.
    ///
    /// # Errors
    /// Those of [`Provider::build`]: an error means that nothing was sent, or nothing that took effect.
    pub async fn call(&self, operation: &str, input: &Json) -> Result<Reply<Answer>, Error> {
        self.call_with(operation, input, &CallOptions::default()).await
    }

    /// The same with more said of the call.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn call_with(
        &self,
        operation: &str,
        input: &Json,
        options: &CallOptions,
    ) -> Result<Reply<Answer>, Error> {
        let _permit = self.shared.limiter.begin().await;
        let operation = self.provider().operation(operation)?;
        let key = self.key(operation, input, options);
        Run::new(self, operation, input, options, key).drive().await
    }

    /// Goes on with a call that may have been made before, by a process that died: the provider is asked what became of it, and
    /// it is sent again with the same key where the table above says so. Without `may_send` it is only asked about: for a key
    /// that is so old that the provider may have forgotten it.
    ///
    /// The key is the one that it was sent with: it has to be given, or to be made of the payment.
    ///
    /// # Errors
    /// As [`Client::call`]: an error means that nothing was sent now.
    pub async fn resume_with(
        &self,
        operation: &str,
        input: &Json,
        options: &CallOptions,
        may_send: bool,
    ) -> Result<Reply<Answer>, Error> {
        let _permit = self.shared.limiter.begin().await;
        let operation = self.provider().operation(operation)?;
        let key = self.key(operation, input, options);
        Run::new(self, operation, input, options, key).resumed(may_send).drive().await
    }

    /// Sends a request that is not the provider's, such as one to the payer's treasury.
    #[cfg(feature = "payout")]
    pub(crate) async fn send_as_it_is(&self, request: &Request) -> Result<Received, SendError> {
        self.shared.traced.send(request).await
    }

    /// The request of an operation at this moment, with a nonce of its own.
    fn build(&self, operation: &str, input: &Json, key: Option<&str>, context: &Context) -> Result<Request, Error> {
        let mut context = context.clone();
        context.now = self.timestamp();
        context.nonce = self.environment().nonce();
        context.idempotency_key = key.map(str::to_owned);
        self.provider().build(operation, input, &self.shared.credentials, &context)
    }

    /// Sends a request once.
    async fn send_once(&self, request: &Request) -> Result<Received, SendError> {
        self.send_within(request, Duration::MAX).await
    }

    async fn send_within(&self, request: &Request, time: Duration) -> Result<Received, SendError> {
        self.shared.limiter.send(self.environment()).await;
        self.shared.traced.send_within(request, time).await
    }

    /// The key by which the provider knows the call again, where it takes one.
    fn key(&self, operation: &Operation, input: &Json, options: &CallOptions) -> Option<String> {
        if !operation.is_keyed() {
            return None;
        }
        let given = options.context.idempotency_key.as_deref().or_else(|| input.get("idempotencyKey")?.as_str());
        let made = || self.provider().idempotency(operation.name(), input).ok().map(|made| made.key);
        given.map(str::to_owned).or_else(made).or_else(|| Some(self.environment().nonce()?.to_ascii_uppercase()))
    }

    fn environment(&self) -> &E {
        self.shared.traced.environment()
    }

    fn now(&self) -> Duration {
        self.environment().now()
    }

    fn timestamp(&self) -> Timestamp {
        Timestamp::at_unix_millis(i64::try_from(self.now().as_millis()).unwrap_or(i64::MAX))
    }
}
