//! The limit of requests per client: so many in a window that begins with the first.
//!
//! Replicas that share a database share the count. Where the database is a file, or away, each counts
//! for itself.

use std::time::Duration;

use tracing::info;

use crate::http::app::App;
use crate::http::render::envelope::Refusal;
use crate::http::server::client_address::ClientAddress;
use crate::http::server::clock;
use crate::http::server::settings::RateLimit;

/// How long the shared count is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts a request. The clock of a replica may be set back or forth meanwhile: windows are measured by one
/// that cannot be set, or by the database's.
pub(in crate::http) async fn check(app: &App, client: ClientAddress, endpoint: &str) -> Result<(), Refusal> {
    let Some(limit) = app.settings.rate_limit else {
        return Ok(());
    };
    let (count, left) = count(app, limit, &client.key()).await;
    if count <= limit.count {
        return Ok(());
    }
    let refusal = Refusal::RateLimited {
        count: limit.count,
        window: limit.window_in_words(),
        seconds_left: u64::try_from(left).unwrap_or(0).div_ceil(1000).max(1),
    };
    info!(
        error_type = refusal.kind(), error_code = refusal.code(), endpoint, ip = %client,
        "Too many requests"
    );
    Err(refusal)
}

async fn count(app: &App, limit: RateLimit, client: &str) -> (u32, i64) {
    let window = i64::try_from(limit.window.as_millis()).unwrap_or(i64::MAX);
    let shared = tokio::time::timeout(PATIENCE, app.payments.store.count_request(client, window)).await;
    match shared {
        Ok(Ok(Some(count))) => count,
        _ => app.counts.count(client, limit.window, clock::instant()),
    }
}
