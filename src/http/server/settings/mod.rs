//! What the service is told at start: read from flags and the environment by `cli/serve.rs`, and from
//! nowhere else.

mod assignments;
mod callers;
mod network;
mod rate_limit;
mod service_webhooks;
mod webhooks;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::api::{Directories, WebhookOptions};
use crate::provider::Provider;

pub use callers::Callers;
pub use network::Network;
pub use rate_limit::{RateLimit, read_duration};
pub use service_webhooks::{ServiceWebhook, read_service_webhooks};
pub use webhooks::read_webhook_secrets;

/// Every setting of the service.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// `sqlite://FILE` or `postgres://...`.
    pub database: String,
    /// Who may use the payment routes.
    pub callers: Callers,
    /// How many requests a client may make; no limit where there is none.
    pub rate_limit: Option<RateLimit>,
    /// How many requests a client may make under `/v1`; no limit where there is none.
    pub functions_rate_limit: Option<RateLimit>,
    /// Whether `/v1` is for known services alone, as payments are.
    pub functions_need_caller: bool,
    /// Whose word about the client's address is taken.
    pub trusted_proxies: Vec<Network>,
    /// How webhooks are signed.
    pub webhook_secrets: Vec<(Provider, WebhookOptions)>,
    /// Where services are told how payments have ended that they were told are pending.
    pub service_webhooks: Vec<ServiceWebhook>,
    /// How long is waited after the first time that a service did not take what it was told; longer after each further one.
    pub webhook_retry: Duration,
    /// The URL that others reach the service under; some providers sign it.
    pub public_url: Option<String>,
    /// The file of the demo bank's books; without it they are beside the payments where the database is a server.
    pub demo_ledger: Option<PathBuf>,
    /// A description of the provider that moves the money instead of the demo bank, as JSON.
    pub gateway: Option<PathBuf>,
    /// Where the web page is.
    pub www: Option<PathBuf>,
    /// The tables that a destination or a file is checked by, where the request brings none.
    pub directories: Directories,
    /// Where the metrics are, if not beside everything else.
    pub metrics_listen: Option<SocketAddr>,
    /// How large a body may be, in bytes.
    pub body_limit: usize,
    /// How large a body may be that holds files, in bytes: a photographed passport in Base64.
    pub file_body_limit: usize,
    /// How large a file to check may be, in bytes.
    pub upload_limit: u64,
    /// How much memory checks of files and bodies with files may take together, in bytes.
    pub upload_memory: usize,
    /// How many files are checked at a time; one client gets a quarter of them.
    pub checks: usize,
    /// How long the check of a file may take.
    pub check_timeout: Duration,
    /// How long a request may take.
    pub request_timeout: Duration,
    /// How long the head of a request may take.
    pub header_timeout: Duration,
    /// How long a gateway may take.
    pub gateway_timeout: Duration,
    /// After how long an attempt that nobody settled is asked for.
    pub reconcile_after: Duration,
    /// How often such attempts are looked for.
    pub reconcile_every: Duration,
    /// How long requests may go on after the service was told to stop.
    pub drain: Duration,
    /// How many connections are served at a time.
    pub connections: usize,
    /// How many of them one client may have; trusted proxies are clients of their own.
    pub connections_per_client: usize,
    /// How long an HTTP/2 connection may be without a request, or any connection without taking what is written.
    pub idle_timeout: Duration,
    /// How many connections to the database readers may use.
    pub database_connections: u32,
    /// The certificate chain and the key, in PEM.
    pub tls: Option<(PathBuf, PathBuf)>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            database: "sqlite://offramp.db".to_owned(),
            callers: Callers::default(),
            rate_limit: Some(RateLimit { count: 50, window: Duration::from_secs(15 * 60) }),
            functions_rate_limit: None,
            functions_need_caller: false,
            trusted_proxies: Vec::new(),
            webhook_secrets: Vec::new(),
            service_webhooks: Vec::new(),
            webhook_retry: Duration::from_secs(5),
            public_url: None,
            demo_ledger: None,
            gateway: None,
            www: None,
            directories: Directories::default(),
            metrics_listen: None,
            body_limit: 64 * 1024,
            file_body_limit: 12 * 1024 * 1024,
            upload_limit: 256 * 1024 * 1024,
            upload_memory: 128 * 1024 * 1024,
            checks: 16,
            check_timeout: Duration::from_secs(10 * 60),
            request_timeout: Duration::from_secs(30),
            header_timeout: Duration::from_secs(10),
            gateway_timeout: Duration::from_secs(20),
            reconcile_after: Duration::from_secs(60),
            reconcile_every: Duration::from_secs(5),
            drain: Duration::from_secs(30),
            connections: 1024,
            connections_per_client: 256,
            idle_timeout: Duration::from_secs(60),
            database_connections: 4,
            tls: None,
        }
    }
}

/// Why a setting cannot be used. Never holds the value, which may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingError(&'static str);

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for SettingError {}
