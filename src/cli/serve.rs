//! `offramp serve`.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::ValueEnum;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::info;
use tracing::level_filters::LevelFilter;

use super::Outcome;
use super::data::DataArgs;
use super::environment::environment;
use crate::api::WebhookOptions;
use crate::gateway::{DemoBank, Gateway};
use crate::http::{self, App, Callers, LogFormat, Network, RateLimit, ServiceWebhook, Settings, Tls};
use crate::provider::Provider;
use crate::storage::{self, StoreOptions};

/// Secrets are read from the environment or from files, never from flags, which every user of the machine
/// can see.
#[derive(Debug, clap::Args)]
#[command(after_long_help = SECRETS)]
pub(super) struct Args {
    /// Where to listen
    #[arg(long, env = "OFFRAMP_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: SocketAddr,

    /// Where payments are kept: `sqlite://FILE`, or `postgres://...` which replicas share. A URL with a
    /// password belongs in the variable
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://offramp.db",
        value_name = "URL"
    )]
    database: String,

    /// How many requests a client may make to the payment routes, as in 50/15m, or off
    #[arg(long, env = "OFFRAMP_RATE_LIMIT", default_value = "50/15m", value_name = "COUNT/TIME")]
    rate_limit: String,

    /// How many requests a client may make under /v1, as in 600/1m, or off
    #[arg(long, env = "OFFRAMP_V1_RATE_LIMIT", default_value = "off", value_name = "COUNT/TIME")]
    v1_rate_limit: String,

    /// Ask for x-service-id and x-service-secret under /v1 too
    #[arg(long, env = "OFFRAMP_V1_AUTHENTICATION")]
    v1_authentication: bool,

    /// Whose X-Forwarded-For is believed: addresses and networks, separated by commas
    #[arg(long, env = "OFFRAMP_TRUSTED_PROXIES", value_delimiter = ',', value_name = "NETWORKS")]
    trusted_proxies: Vec<Network>,

    /// The URL that others reach the service under, which some providers sign; by default what the Host
    /// header says
    #[arg(long, env = "OFFRAMP_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,

    /// The demo bank's books, a file; by default offramp-demo-bank.db, or a table beside the payments where the
    /// database is a server
    #[arg(long, env = "OFFRAMP_DEMO_LEDGER", value_name = "FILE")]
    demo_ledger: Option<PathBuf>,

    /// A description of the provider that carries payments out instead of the demo bank (JSON)
    #[cfg(feature = "client")]
    #[arg(long, env = "OFFRAMP_GATEWAY", value_name = "FILE")]
    gateway: Option<PathBuf>,

    /// The directory of the web page, served at /; www/dist where it exists
    #[arg(long, env = "OFFRAMP_WWW", value_name = "DIR")]
    www: Option<PathBuf>,

    #[command(flatten)]
    data: DataArgs,

    /// Serve /metrics, /healthz and /readyz here for operators, and /metrics no longer beside everything else
    #[arg(long, env = "OFFRAMP_METRICS_LISTEN", value_name = "ADDRESS")]
    metrics_listen: Option<SocketAddr>,

    /// The certificate chain (PEM); without it connections are not encrypted
    #[arg(long, env = "OFFRAMP_TLS_CERTIFICATE", requires = "tls_key", value_name = "FILE")]
    tls_certificate: Option<PathBuf>,

    /// The key of the certificate (PEM)
    #[arg(long, env = "OFFRAMP_TLS_KEY", requires = "tls_certificate", value_name = "FILE")]
    tls_key: Option<PathBuf>,

    /// How logs look
    #[arg(long, env = "OFFRAMP_LOG_FORMAT", value_enum, default_value_t = LogFormatArg::Json, value_name = "FORMAT")]
    log_format: LogFormatArg,

    /// What is logged: off, error, warn, info or debug, which adds a line a request
    #[arg(long, env = "OFFRAMP_LOG", default_value = "info", value_name = "LEVEL")]
    log: LevelFilter,

    /// How large a body may be, in bytes
    #[arg(long, env = "OFFRAMP_BODY_LIMIT", default_value_t = 65_536, value_name = "BYTES")]
    body_limit: usize,

    /// How large the body of a request that takes files may be, in bytes
    #[arg(long, env = "OFFRAMP_FILE_BODY_LIMIT", default_value_t = 12 << 20, value_name = "BYTES")]
    file_body_limit: usize,

    /// How large a file sent to /v1/check may be, in bytes
    #[arg(long, env = "OFFRAMP_UPLOAD_LIMIT", default_value_t = 256 << 20, value_name = "BYTES")]
    upload_limit: u64,

    /// How much memory files that are checked and bodies with files may take together, in bytes
    #[arg(long, env = "OFFRAMP_UPLOAD_MEMORY", default_value_t = 128 << 20, value_name = "BYTES")]
    upload_memory: usize,

    /// How many files are checked at a time; one client gets a quarter of them
    #[arg(long, env = "OFFRAMP_CHECKS", default_value_t = 16, value_name = "COUNT")]
    checks: usize,

    /// How long the check of a file may take
    #[arg(long, env = "OFFRAMP_CHECK_TIMEOUT", value_parser = duration, default_value = "10m", value_name = "TIME")]
    check_timeout: Duration,

    /// How long a body, or a piece of a file, may take to arrive
    #[arg(long, env = "OFFRAMP_REQUEST_TIMEOUT", value_parser = duration, default_value = "30s", value_name = "TIME")]
    request_timeout: Duration,

    /// How long the head of a request may take to arrive
    #[arg(long, env = "OFFRAMP_HEADER_TIMEOUT", value_parser = duration, default_value = "10s", value_name = "TIME")]
    header_timeout: Duration,

    /// How long the gateway may take
    #[arg(long, env = "OFFRAMP_GATEWAY_TIMEOUT", value_parser = duration, default_value = "20s", value_name = "TIME")]
    gateway_timeout: Duration,

    /// After how long the gateway is asked about an attempt whose outcome nobody recorded; more than twice
    /// the gateway's time
    #[arg(long, env = "OFFRAMP_RECONCILE_AFTER", value_parser = duration, default_value = "60s", value_name = "TIME")]
    reconcile_after: Duration,

    /// How often such attempts are looked for
    #[arg(long, env = "OFFRAMP_RECONCILE_EVERY", value_parser = duration, default_value = "5s", value_name = "TIME")]
    reconcile_every: Duration,

    /// How long is waited after a service did not take its webhook the first time; longer after each further time
    #[arg(long, env = "OFFRAMP_WEBHOOK_RETRY", value_parser = duration, default_value = "5s", value_name = "TIME")]
    webhook_retry: Duration,

    /// How long requests may go on after SIGTERM or SIGINT
    #[arg(long, env = "OFFRAMP_DRAIN", value_parser = duration, default_value = "30s", value_name = "TIME")]
    drain: Duration,

    /// How many connections are served at a time
    #[arg(long, env = "OFFRAMP_CONNECTIONS", default_value_t = 1024, value_name = "COUNT")]
    connections: usize,

    /// How many of them one client may have; trusted proxies may have all
    #[arg(long, env = "OFFRAMP_CONNECTIONS_PER_CLIENT", default_value_t = 256, value_name = "COUNT")]
    connections_per_client: usize,

    /// How long an HTTP/2 connection may be without a request, or an answer without being taken
    #[arg(long, env = "OFFRAMP_IDLE_TIMEOUT", value_parser = duration, default_value = "60s", value_name = "TIME")]
    idle_timeout: Duration,

    /// How many connections to the database may read at a time
    #[arg(long, env = "OFFRAMP_DATABASE_CONNECTIONS", default_value_t = 4, value_name = "COUNT")]
    database_connections: u32,
}

const SECRETS: &str = "\
Secrets, from the environment or from the file that the variable with _FILE names:

  OFFRAMP_SERVICES, OFFRAMP_SERVICES_FILE
      Who may use the payment routes: transaction-service=secret|next-secret,other=...
      All secrets of a service are valid, so that one can take the other's place; each has at
      least 8 characters. A \\ in front of | , or \\ makes it a part of the secret. Without
      callers the payment routes answer 503, and everything else works.
  OFFRAMP_WEBHOOK_SECRETS, OFFRAMP_WEBHOOK_SECRETS_FILE
      What webhooks are signed with: coinut=secret|next-secret,... Where the provider's document does
      not say how, the scheme stands behind the name: sentra:standard-webhooks=secret, or
      sentra:hex-hmac:X-Signature=secret
  OFFRAMP_SERVICE_WEBHOOKS, OFFRAMP_SERVICE_WEBHOOKS_FILE
      Where a service is told how a payment has ended that it was told is PENDING, and the secrets of
      Standard Webhooks that it is signed with: transaction-service=https://pay.example/hook|whsec_...

At SIGHUP these files and the certificate are read anew; connections go on. SIGTERM and SIGINT stop the
service, after what is in flight was finished.

The demo bank moves no money. Its answer depends on the account: the UPI ids insufficient.funds@,
invalid.account@, account.blocked@, limit.exceeded@, gateway.timeout@, gateway.error@, rate.limited@,
busy.once@, timeout.paid@ and slow@ with any handle, or the account numbers 9990000001 to 9990000010
in that order; all others succeed.";

/// Where scripts/build-www puts the page.
const WWW: &str = "www/dist";

#[derive(Clone, Copy, Debug, ValueEnum)]
enum LogFormatArg {
    /// A JSON object a line
    Json,
    /// The block of SwiftPay's document an error
    Block,
}

fn duration(text: &str) -> Result<Duration, String> {
    http::read_duration(text).ok_or_else(|| "a number and ms, s, m or h are needed, as in 30s".to_owned())
}

pub(super) fn run(args: &Args) -> anyhow::Result<Outcome> {
    let settings = settings(args)?;
    let format = match args.log_format {
        LogFormatArg::Json => LogFormat::Json,
        LogFormatArg::Block => LogFormat::Block,
    };
    let (log, rest_of_log) = http::LogWriter::start(Box::new(io::stdout()));
    http::start_log(format, args.log, Box::new(log)).map_err(anyhow::Error::msg)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(serve(args, settings));
    // a thread that still waits for a client or a reader of the log holds up nothing
    runtime.shutdown_timeout(Duration::from_secs(1));
    drop(rest_of_log);
    served?;
    Ok(Outcome::Fine)
}

fn settings(args: &Args) -> anyhow::Result<Settings> {
    anyhow::ensure!(
        args.reconcile_after > args.gateway_timeout.saturating_mul(2),
        "--reconcile-after must be more than twice --gateway-timeout"
    );
    let mut settings = Settings::default();
    settings.database.clone_from(&args.database);
    settings.rate_limit = RateLimit::read(&args.rate_limit).context("--rate-limit")?;
    settings.functions_rate_limit = RateLimit::read(&args.v1_rate_limit).context("--v1-rate-limit")?;
    settings.functions_need_caller = args.v1_authentication;
    settings.trusted_proxies.clone_from(&args.trusted_proxies);
    settings.public_url.clone_from(&args.public_url);
    settings.demo_ledger.clone_from(&args.demo_ledger);
    settings.www = args.www.clone().or_else(|| Some(PathBuf::from(WWW)).filter(|built| built.is_dir()));
    if let Some(www) = &settings.www {
        anyhow::ensure!(www.join("index.html").is_file(), "{} has no index.html", www.display());
    }
    settings.directories = args.data.load()?;
    settings.metrics_listen = args.metrics_listen;
    settings.tls = args.tls_certificate.clone().zip(args.tls_key.clone());
    settings.body_limit = args.body_limit;
    settings.file_body_limit = args.file_body_limit;
    settings.upload_limit = args.upload_limit;
    settings.upload_memory = args.upload_memory;
    settings.checks = args.checks;
    settings.check_timeout = args.check_timeout;
    settings.request_timeout = args.request_timeout;
    settings.header_timeout = args.header_timeout;
    settings.gateway_timeout = args.gateway_timeout;
    settings.reconcile_after = args.reconcile_after;
    settings.reconcile_every = args.reconcile_every;
    settings.drain = args.drain;
    settings.connections = args.connections.max(1);
    settings.connections_per_client = args.connections_per_client;
    settings.idle_timeout = args.idle_timeout;
    settings.database_connections = args.database_connections;
    #[cfg(feature = "client")]
    settings.gateway.clone_from(&args.gateway);
    (settings.callers, settings.webhook_secrets, settings.service_webhooks) = secrets()?;
    settings.webhook_retry = args.webhook_retry;
    Ok(settings)
}

type Secrets = (Callers, Vec<(Provider, WebhookOptions)>, Vec<ServiceWebhook>);

/// The secrets of services and providers.
fn secrets() -> anyhow::Result<Secrets> {
    let (mut callers, mut webhooks, mut services) = (Callers::default(), Vec::new(), Vec::new());
    if let Some(text) = secret("OFFRAMP_SERVICES")? {
        callers = Callers::read(&text).context("OFFRAMP_SERVICES")?;
        anyhow::ensure!(!callers.has_short_secret(), "OFFRAMP_SERVICES: a secret needs at least 8 characters");
    }
    if let Some(text) = secret("OFFRAMP_WEBHOOK_SECRETS")? {
        webhooks = http::read_webhook_secrets(&text).context("OFFRAMP_WEBHOOK_SECRETS")?;
    }
    if let Some(text) = secret("OFFRAMP_SERVICE_WEBHOOKS")? {
        anyhow::ensure!(
            cfg!(feature = "client"),
            "OFFRAMP_SERVICE_WEBHOOKS: this build sends nothing (feature client)"
        );
        services = http::read_service_webhooks(&text).context("OFFRAMP_SERVICE_WEBHOOKS")?;
    }
    Ok((callers, webhooks, services))
}

/// A variable, or the file that the variable with `_FILE` names.
fn secret(name: &str) -> anyhow::Result<Option<String>> {
    if let Some(text) = environment(name) {
        return Ok(Some(text));
    }
    let Some(file) = environment(&format!("{name}_FILE")) else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(Path::new(&file)).with_context(|| format!("cannot read {file}"))?;
    Ok(Some(text))
}

async fn serve(args: &Args, settings: Settings) -> anyhow::Result<()> {
    let (listen, stop) = (args.listen, CancellationToken::new());
    // before anything else: a signal that is not taken ends the process at once
    let signals = Signals::new()?;
    let tls = match &settings.tls {
        Some((chain, key)) => Some(Tls::read(chain, key).context("TLS")?),
        None => None,
    };
    let options = StoreOptions { now: http::now_millis, connections: settings.database_connections };
    let store = storage::open(&settings.database, options).await?;
    let gateway = gateway(&settings).await?;
    if settings.callers.is_empty() {
        tracing::warn!("OFFRAMP_SERVICES names no service that may call: payments are refused");
    }
    let metrics_listen = settings.metrics_listen;
    let app = App::new(settings, Arc::clone(&store), gateway).map_err(anyhow::Error::msg)?;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    info!(address = %listener.local_addr()?, tls = tls.is_some(), "Listening");
    if let Some(address) = metrics_listen {
        let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
        info!(address = %listener.local_addr()?, "Serving metrics");
        let (app, stop) = (Arc::clone(&app), stop.clone());
        tokio::spawn(async move { http::serve_metrics(listener, &app, stop).await });
    }
    http::start_background(&app, &stop);
    let front = http::front(&app)?;
    tokio::spawn(signals.watch(stop.clone(), Arc::clone(&app), tls.clone()));
    http::serve(listener, front, tls, stop).await;
    store.close().await;
    info!("Stopped");
    Ok(())
}

/// The signals that the service does something about, or that must not end it.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
    hangup: Signal,
    quit: Signal,
    user: [Signal; 2],
}

impl Signals {
    fn new() -> io::Result<Signals> {
        Ok(Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            hangup: signal(SignalKind::hangup())?,
            quit: signal(SignalKind::quit())?,
            user: [signal(SignalKind::user_defined1())?, signal(SignalKind::user_defined2())?],
        })
    }

    /// Stops at SIGTERM and SIGINT, reads secrets and certificate anew at SIGHUP, and does nothing at the others.
    async fn watch(mut self, stop: CancellationToken, app: Arc<App>, tls: Option<Tls>) {
        let [first, second] = &mut self.user;
        loop {
            let ignored = tokio::select! {
                _ = self.terminate.recv() => break,
                _ = self.interrupt.recv() => break,
                _ = self.hangup.recv() => {
                    match renew(&app, tls.as_ref()) {
                        Ok(()) => info!("Secrets and certificate were read anew"),
                        Err(error) => tracing::error!(
                            error_message = %format!("{error:#}"),
                            "Secrets and certificate stay as they were"
                        ),
                    }
                    continue;
                }
                _ = self.quit.recv() => "SIGQUIT",
                _ = first.recv() => "SIGUSR1",
                _ = second.recv() => "SIGUSR2",
            };
            info!(signal = ignored, "A signal means nothing here");
        }
        stop.cancel();
    }
}

/// All of it, or nothing.
fn renew(app: &App, tls: Option<&Tls>) -> anyhow::Result<()> {
    let (callers, webhooks, services) = secrets()?;
    if let Some(tls) = tls {
        tls.renew().context("TLS")?;
    }
    app.renew_secrets(callers, webhooks, services);
    Ok(())
}

async fn gateway(settings: &Settings) -> anyhow::Result<Arc<dyn Gateway>> {
    #[cfg(feature = "client")]
    if let Some(file) = &settings.gateway {
        let text = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let description = crate::Json::from_slice(&text).with_context(|| file.display().to_string())?;
        let credential = |variable: &str| secret(variable).ok().flatten();
        let world = crate::gateway::World { now: http::now, nonce: http::nonce };
        let gateway = crate::gateway::open(&description, credential, settings.gateway_timeout, world);
        let gateway = gateway.with_context(|| file.display().to_string())?;
        for note in gateway.notes() {
            tracing::warn!(gateway = gateway.name(), "{note}");
        }
        return Ok(gateway);
    }
    #[cfg(feature = "postgres")]
    if settings.demo_ledger.is_none() && !settings.database.starts_with("sqlite:") {
        let bank = DemoBank::beside_payments(&settings.database).await;
        return Ok(Arc::new(bank.context("the demo bank's books")?));
    }
    let ledger = settings.demo_ledger.as_deref().unwrap_or(Path::new("offramp-demo-bank.db"));
    Ok(Arc::new(DemoBank::open(ledger).await.context("the demo bank's books")?))
}
