//! What all routes share.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::http::HeaderValue;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::api::WebhookOptions;
use crate::http::observe::metrics::Metrics;
use crate::http::server::clock;
use crate::http::server::counts::Counts;
use crate::http::server::settings::{Callers, ServiceWebhook, Settings};
use crate::http::server::shares::{Memory, Places};
use crate::payment::{Gateway, Limits, Payments, Store};
use crate::provider::Provider;

/// How long is waited for the record's counts.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long what was read is good for: nobody makes the database work by asking often.
const PAUSE: Duration = Duration::from_millis(100);

/// The service.
#[derive(Debug)]
pub struct App {
    pub(super) settings: Settings,
    /// The secrets of services and providers, which may change while it runs.
    secrets: RwLock<Arc<Secrets>>,
    pub(super) payments: Payments,
    pub(super) metrics: Arc<Metrics>,
    pub(super) counts: Counts,
    /// Failed authentications by client.
    pub(super) failures: Counts,
    /// Requests under `/v1` by client.
    pub(super) functions: Counts,
    pub(super) memory: Memory,
    pub(super) checks: Places,
    pub(super) connections: Places,
    /// What is finished before the service stops.
    pub(super) tasks: TaskTracker,
    /// A text that no other process has, and how many ids were made from it.
    prefix: String,
    requests: AtomicU64,
    /// When the ends of payments were last read from the record; whoever asks meanwhile waits.
    ended_read: Mutex<Option<Instant>>,
    /// Whether it was told to stop.
    pub(super) is_stopping: AtomicBool,
    /// Ends what is only waited for when the service stops.
    pub(super) stopping: CancellationToken,
}

/// Who may call, how webhooks are signed, and where services are told.
#[derive(Debug)]
pub(super) struct Secrets {
    pub(super) callers: Callers,
    pub(super) webhooks: Vec<(Provider, WebhookOptions)>,
    /// Where services are told.
    #[cfg_attr(not(feature = "client"), expect(dead_code, reason = "nothing is sent"))]
    pub(super) services: Vec<ServiceWebhook>,
}

impl App {
    /// A service on a store and a gateway.
    ///
    /// # Errors
    /// Where the metrics cannot be set up.
    pub fn new(settings: Settings, store: Arc<dyn Store>, gateway: Arc<dyn Gateway>) -> Result<Arc<App>, &'static str> {
        let metrics = Arc::new(Metrics::new().ok_or("the metrics cannot be set up")?);
        let limits = Limits {
            gateway_timeout: settings.gateway_timeout,
            reconcile_after: settings.reconcile_after,
            reconcile_pause: settings.reconcile_every,
        };
        let observer = Arc::<Metrics>::clone(&metrics);
        let payments =
            Payments { store, gateway, clock: Arc::new(clock::System), ids: Arc::new(clock::System), observer, limits };
        let secrets = Secrets {
            callers: settings.callers.clone(),
            webhooks: settings.webhook_secrets.clone(),
            services: settings.service_webhooks.clone(),
        };
        Ok(Arc::new(App {
            failures: Counts::default(),
            functions: Counts::default(),
            memory: Memory::new(settings.upload_memory),
            checks: Places::new(settings.checks, settings.checks / 4),
            connections: Places::new(usize::MAX, settings.connections_per_client),
            settings,
            secrets: RwLock::new(Arc::new(secrets)),
            payments,
            metrics,
            counts: Counts::default(),
            tasks: TaskTracker::new(),
            prefix: clock::id("").map_err(|_| "there are no random numbers")?,
            requests: AtomicU64::new(0),
            ended_read: Mutex::new(None),
            is_stopping: AtomicBool::new(false),
            stopping: CancellationToken::new(),
        }))
    }

    /// The secrets as they are now.
    pub(super) fn secrets(&self) -> Arc<Secrets> {
        Arc::clone(&self.secrets.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts other secrets in the place of those there are. Requests that are under way keep the old ones.
    pub fn renew_secrets(
        &self,
        callers: Callers,
        webhooks: Vec<(Provider, WebhookOptions)>,
        services: Vec<ServiceWebhook>,
    ) {
        let renewed = Arc::new(Secrets { callers, webhooks, services });
        *self.secrets.write().unwrap_or_else(PoisonError::into_inner) = renewed;
    }

    /// Reads from the record how many payments have ended. Where that fails, the metrics keep what was read last.
    pub(super) async fn count_ended(&self) {
        let mut read_at = self.ended_read.lock().await;
        if read_at.is_some_and(|at| clock::instant().saturating_duration_since(at) < PAUSE) {
            return;
        }
        match tokio::time::timeout(PATIENCE, self.payments.store.ended()).await {
            Ok(Ok(counts)) => self.metrics.ended(&counts),
            _ => self.metrics.database_errors.increment(1),
        }
        *read_at = Some(clock::instant());
    }

    /// An id of a request that no other has.
    pub(super) fn request_id(&self) -> Option<HeaderValue> {
        let mut id = String::with_capacity(self.prefix.len().saturating_add(21));
        id.push_str(&self.prefix);
        id.push('-');
        crate::text::push_number(&mut id, self.requests.fetch_add(1, Ordering::Relaxed));
        HeaderValue::from_str(&id).ok()
    }
}
