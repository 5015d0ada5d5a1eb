//! The service behind `offramp serve`: the payment service of SwiftPay's document, the facade under `/v1`, webhook
//! intake, and what an operator needs.
//!
//! Four rooms: `server` takes connections and requests in, `routes` reads what is asked and calls the layers below,
//! `render` writes answers, `observe` logs and counts. The only clock is in `server/clock.rs`; settings are read by
//! `cli/serve.rs`.

mod app;
#[cfg(feature = "client")]
mod notifier;
mod observe;
mod render;
mod routes;
mod server;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing::warn;

pub use app::App;
pub use observe::log_writer::LogWriter;
pub use observe::logs::{LogFormat, start as start_log};
pub use server::client_address::Peer;
#[cfg(feature = "cli")]
pub(crate) use server::clock::now_millis;
#[cfg(all(feature = "cli", feature = "client"))]
pub(crate) use server::clock::{nonce, now};
pub use server::front::Front;
pub use server::settings::{
    Callers, Network, RateLimit, ServiceWebhook, SettingError, Settings, read_duration, read_service_webhooks,
    read_webhook_secrets,
};
pub use server::{Tls, serve};

use render::envelope::{json, typed};
use render::problem::Problem;
use routes::{check, openapi, page, payment, v1, webhook};

use crate::json::Json;

/// All routes.
///
/// # Errors
/// Where the description of the routes cannot be made.
pub fn front(app: &Arc<App>) -> Result<Front, crate::Error> {
    let description = openapi::description()?;
    let text = Bytes::from(description.to_string());
    let viewer = utoipa_swagger_ui::SwaggerUi::new("/docs").config(utoipa_swagger_ui::Config::from("/openapi.json"));
    let mut router = Router::new()
        .nest(payment::PREFIX, payment::routes())
        .merge(v1::routes())
        .route("/v1/check", post(check::check))
        .route("/webhooks/{provider}", post(webhook::intake))
        .route("/openapi.json", get(async move || typed(StatusCode::OK, "application/json", text.clone())))
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .method_not_allowed_fallback(async || Problem::method_not_allowed())
        .merge(viewer);
    if app.settings.metrics_listen.is_none() {
        router = router.route("/metrics", get(metrics));
    }
    let router = match &app.settings.www {
        Some(folder) => router.fallback_service(page::routes(folder).with_state(Arc::clone(app))),
        None => router.route("/", get(async || Redirect::to("/docs/"))).fallback(async || Problem::not_found()),
    };
    Ok(Front::new(Arc::clone(app), router.with_state(Arc::clone(app))))
}

/// Serves what operators need, on an address that only their network reaches: it answers when all other connections
/// are taken.
pub async fn serve_metrics(listener: TcpListener, app: &Arc<App>, stop: CancellationToken) {
    let router = Router::new()
        .route("/metrics", get(metrics))
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .with_state(Arc::clone(app));
    let served = axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await;
    if let Err(error) = served {
        warn!(error_message = %error, "The metrics are no longer served");
    }
}

/// What runs beside the requests until the service stops.
pub fn start_background(app: &Arc<App>, stop: &CancellationToken) {
    let (reconciler, stopped) = (Arc::clone(app), stop.clone());
    app.tasks.spawn(async move {
        loop {
            reconciler.payments.reconcile().await;
            tokio::select! {
                () = tokio::time::sleep(reconciler.settings.reconcile_every) => {}
                () = stopped.cancelled() => return,
            }
        }
    });
    #[cfg(feature = "client")]
    tokio::spawn(notifier::run(Arc::clone(app), stop.clone()));
    let (app, stop) = (Arc::clone(app), stop.clone());
    tokio::spawn(async move {
        while !stop.is_cancelled() {
            tokio::time::sleep(Duration::from_secs(5)).await;
            app.metrics.upkeep();
        }
    });
}

/// The digits of a JSON number without decimals that are nothing: 1.0 is an integer to JSON Schema.
fn whole(digits: &str) -> &str {
    match digits.split_once('.') {
        Some((whole, decimals)) if decimals.bytes().all(|byte| byte == b'0') => whole,
        _ => digits,
    }
}

/// Asks the gateway for every open attempt that is old enough. Answers how many were settled.
pub async fn reconcile(app: &App) -> usize {
    app.payments.reconcile().await
}

async fn metrics(State(app): State<Arc<App>>) -> Response {
    app.count_ended().await;
    typed(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", app.metrics.render())
}

/// Whether the process answers.
async fn health() -> Response {
    json(StatusCode::OK, &Json::object([("status", "ok")]))
}

/// Whether requests should be sent here.
async fn ready(State(app): State<Arc<App>>) -> Response {
    if app.is_stopping.load(Ordering::Relaxed) {
        return Problem::unavailable("the service is stopping").into_response();
    }
    match tokio::time::timeout(Duration::from_secs(3), app.payments.store.ping()).await {
        Ok(Ok(())) => json(StatusCode::OK, &Json::object([("status", "ready")])),
        _ => Problem::unavailable("the database is not available").into_response(),
    }
}
