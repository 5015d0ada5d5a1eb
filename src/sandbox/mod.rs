//! The providers' APIs on this machine, for tests: they check what they are sent, keep state, move orders, deliver events
//! and go wrong as they are asked to. No money moves.
//!
//! What a provider answers is made from its tables and its own state machine (`src/provider/*/sandbox.rs`); here is what
//! needs a socket, a clock or a file. docs/SANDBOX.md says what can be asked for.

mod clock;
mod control;
mod deliver;
mod faults;
mod limits;
mod options;
mod reply;
mod server;
mod show;
mod state;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::json::Json;
use crate::provider::{Credentials, Provider};
use crate::secret::Secret;

pub use faults::Faults;
pub use options::Options;

use state::Shared;

/// A sandbox that runs until it is stopped or dropped.
///
/// ```
/// use offramp_core::Provider;
/// use offramp_core::sandbox::{Options, Sandbox};
///
/// # #[tokio::main]
/// # async fn main() -> std::io::Result<()> {
/// let sandbox = Sandbox::start(Options::default()).await?;
/// // what requests are built with, the base URL among it
/// let credentials = sandbox.credentials(Provider::Sentra);
/// assert!(sandbox.url(Provider::Sentra).starts_with("http://127.0.0.1:"));
/// assert!(sandbox.ledger().is_empty(), "nobody was paid yet");
/// sandbox.stop().await;
/// # Ok(())
/// # }
/// ```
pub struct Sandbox {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

impl Sandbox {
    /// Listens, and answers from now on. It runs on the runtime of tokio that it is called in.
    ///
    /// # Errors
    /// Where the address cannot be listened at, or the ledger's file cannot be written.
    pub async fn start(options: Options) -> io::Result<Sandbox> {
        let listener = TcpListener::bind(options.listen).await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared::new(options, address)?);
        let stop = CancellationToken::new();
        deliver::spawn(&shared, &stop);
        let task = tokio::spawn(server::serve(listener, Arc::clone(&shared), stop.clone()));
        Ok(Sandbox { address, shared, stop, task })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL of a provider's API.
    #[must_use]
    pub fn url(&self, provider: Provider) -> String {
        self.shared.url(provider)
    }

    /// What requests of a provider are authorised with, the base URL among it.
    #[must_use]
    pub fn credentials(&self, provider: Provider) -> Credentials {
        let mut all = Credentials::new();
        for (name, value) in self.shared.credentials(provider) {
            all = all.with(name, value);
        }
        all
    }

    /// The same by name, to be printed.
    #[cfg(feature = "cli")]
    pub(crate) fn shown_credentials(&self, provider: Provider) -> Vec<(&'static str, String)> {
        self.shared.credentials(provider)
    }

    /// What a provider's deliveries are signed with.
    #[must_use]
    pub fn webhook_secret(&self, provider: Provider) -> Secret {
        self.shared.webhook_secret(provider)
    }

    /// Has a provider's events delivered to a URL.
    pub fn deliver_to(&self, provider: Provider, url: impl Into<String>) {
        self.shared.deliver_to(provider, url.into());
    }

    /// Who was paid, how much, and by which request, one entry a payment: `{entry, kind: "paid" | "returned", at, provider,
    /// order, to, amount, currency, operation, request, key}`. The last hundred thousand.
    #[must_use]
    pub fn ledger(&self) -> Vec<Json> {
        self.shared.ledger()
    }

    /// Every order: `{provider, id, operation, status, ending, paid, returned, to, amount, currency, key, request, history}`.
    #[must_use]
    pub fn orders(&self) -> Vec<Json> {
        self.shared.orders()
    }

    /// Tokens arrive at an address: what a treasury does. Answers the hash of their transaction.
    #[must_use]
    pub fn deposit(&self, to: &str, amount: &str) -> String {
        let sent = Json::object([("to", to), ("amount", amount)]);
        self.shared.deposit(&sent, "").0
    }

    /// Lets so many seconds pass at once.
    pub fn advance(&self, seconds: u32) {
        self.shared.advance(seconds);
    }

    /// Has other things go wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        self.shared.set_faults(faults);
    }

    /// Ends it.
    pub async fn stop(mut self) {
        self.stop.cancel();
        let task = &mut self.task;
        let _ = task.await;
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sandbox({})", self.address)
    }
}
