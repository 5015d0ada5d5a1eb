//! What all routes share.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use tokio_util::task::TaskTracker;

use super::metrics::Metrics;
use super::rate::Counts;
use super::settings::Settings;
use crate::gateway::Gateway;
use crate::storage::Store;

/// The service.
#[derive(Debug)]
pub struct App {
    pub(super) settings: Settings,
    pub(super) store: Arc<dyn Store>,
    pub(super) gateway: Arc<dyn Gateway>,
    pub(super) metrics: Metrics,
    pub(super) counts: Counts,
    /// What is finished before the service stops.
    pub(super) tasks: TaskTracker,
    /// Whether it was told to stop.
    pub(super) is_stopping: AtomicBool,
}

impl App {
    /// A service on a store and a gateway.
    ///
    /// # Errors
    /// Where the metrics cannot be set up.
    pub fn new(settings: Settings, store: Arc<dyn Store>, gateway: Arc<dyn Gateway>) -> Result<Arc<App>, &'static str> {
        Ok(Arc::new(App {
            settings,
            store,
            gateway,
            metrics: Metrics::new().ok_or("the metrics cannot be set up")?,
            counts: Counts::default(),
            tasks: TaskTracker::new(),
            is_stopping: AtomicBool::new(false),
        }))
    }
}
