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

/// Counts a payment request of a service that is known. The clock of a replica may be set back or forth meanwhile:
/// windows are measured by one that cannot be set, or by the database's.
pub(in crate::http) async fn check(app: &App, client: ClientAddress, endpoint: &str) -> Result<(), Refusal> {
    let Some(limit) = app.settings.rate_limit else {
        return Ok(());
    };
    let counted = count(app, limit, &client.key()).await;
    over(limit, counted, client, endpoint).map_or(Ok(()), Err)
}

/// Counts a failed authentication, apart from the requests of those who are known. Answers what the client is told,
/// and whether it is the first of its window: the others need no line in the log.
pub(in crate::http) fn failed(app: &App, client: ClientAddress, endpoint: &str) -> (Refusal, bool) {
    let window = app.settings.rate_limit.map_or(Duration::from_secs(60), |limit| limit.window);
    let counted = app.failures.count(&client.key(), window, clock::instant());
    let refusal = app.settings.rate_limit.and_then(|limit| over(limit, counted, client, endpoint));
    (refusal.unwrap_or(Refusal::Authentication), counted.0 == 1)
}

/// Counts a request under `/v1`. Answers how many seconds are left where there were too many.
pub(in crate::http) fn function(app: &App, client: ClientAddress, endpoint: &str) -> Option<u64> {
    let limit = app.settings.functions_rate_limit?;
    let counted = app.functions.count(&client.key(), limit.window, clock::instant());
    match over(limit, counted, client, endpoint)? {
        Refusal::RateLimited { seconds_left, .. } => Some(seconds_left),
        _ => None,
    }
}

/// The refusal of a count beyond the limit, logged once a client and window.
fn over(limit: RateLimit, (count, left): (u32, i64), client: ClientAddress, endpoint: &str) -> Option<Refusal> {
    if count <= limit.count {
        return None;
    }
    let refusal = Refusal::RateLimited {
        count: limit.count,
        window: limit.window_in_words(),
        seconds_left: u64::try_from(left).unwrap_or(0).div_ceil(1000).max(1),
    };
    if count == limit.count.saturating_add(1) {
        info!(
            error_type = refusal.kind(), error_code = refusal.code(), endpoint, ip = %client,
            "Too many requests"
        );
    }
    Some(refusal)
}

async fn count(app: &App, limit: RateLimit, client: &str) -> (u32, i64) {
    let window = i64::try_from(limit.window.as_millis()).unwrap_or(i64::MAX);
    let shared = tokio::time::timeout(PATIENCE, app.payments.store.count_request(client, window)).await;
    match shared {
        Ok(Ok(Some(count))) => count,
        _ => app.counts.count(client, limit.window, clock::instant()),
    }
}
