//! What all routes share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use axum::http::HeaderValue;
use tokio_util::task::TaskTracker;

use crate::http::observe::metrics::Metrics;
use crate::http::server::clock;
use crate::http::server::counts::Counts;
use crate::http::server::settings::Settings;
use crate::payment::{Gateway, Limits, Payments, Store};

/// The service.
#[derive(Debug)]
pub struct App {
    pub(super) settings: Settings,
    pub(super) payments: Payments,
    pub(super) metrics: Arc<Metrics>,
    pub(super) counts: Counts,
    /// What is finished before the service stops.
    pub(super) tasks: TaskTracker,
    /// A text that no other process has, and how many ids were made from it.
    prefix: String,
    requests: AtomicU64,
    /// Whether it was told to stop.
    pub(super) is_stopping: AtomicBool,
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
        Ok(Arc::new(App {
            settings,
            payments,
            metrics,
            counts: Counts::default(),
            tasks: TaskTracker::new(),
            prefix: clock::id("").map_err(|_| "there are no random numbers")?,
            requests: AtomicU64::new(0),
            is_stopping: AtomicBool::new(false),
        }))
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
