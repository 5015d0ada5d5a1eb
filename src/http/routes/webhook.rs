//! Webhook intake: verified, told apart from repetitions, stored, applied to the order, acknowledged.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tracing::{error, info, warn};

use crate::api::{self, WebhookOptions};
use crate::http::app::App;
use crate::http::render::envelope::json;
use crate::http::render::problem::Problem;
use crate::http::server::body::{self, BodyError};
use crate::http::server::client_address::ClientAddress;
use crate::http::server::clock;
use crate::json::Json;
use crate::payment::StoreError;
use crate::provider::{Event, Headers, Provider};
use crate::redact;

pub(in crate::http) async fn intake(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let ip = ClientAddress::of(&request);
    match try_intake(&app, &name, request).await {
        Ok(response) => response,
        Err(problem) => {
            warn!(error_code = problem.code(), %ip, "Webhook refused");
            problem.into_response()
        }
    }
}

async fn try_intake(app: &App, name: &str, request: Request) -> Result<Response, Problem> {
    let provider: Provider = name.parse().map_err(Problem::from)?;
    if provider.events().is_empty() {
        return Err(Problem::new(StatusCode::NOT_FOUND, "WEBHOOK_UNSUPPORTED", "the provider sends no webhooks"));
    }
    let secrets = app.secrets();
    let known = secrets.webhooks.iter().find(|(of, _)| *of == provider);
    let Some((_, options)) = known else {
        error!(
            provider = provider.as_str(),
            "Webhooks are refused: OFFRAMP_WEBHOOK_SECRETS has no secret of the provider"
        );
        return Err(Problem::unavailable("webhooks of this provider are not configured"));
    };
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let body = body::read(request, app.settings.body_limit, app).await;
    let body = body.map_err(|error| match error {
        BodyError::TooLarge => Problem::too_large(),
        BodyError::Timeout => Problem::timeout(),
        BodyError::Broken => Problem::argument("", "the body is incomplete"),
    })?;
    let url = url(app.settings.public_url.as_deref(), &uri, &headers);
    let event = verify(provider, options, url, &headers, &body)?;
    let new = app.payments.event(provider, &event, &body, &provider.redact_event(event.data()));
    let order_id = new.order.as_ref().map(|news| news.order_id.clone());
    // only what is stored and applied is acknowledged: otherwise the provider sends it again
    let (is_new, next) = app.payments.receive(new).await.map_err(|error| unavailable(app, &error))?;
    let next = next.as_ref();
    info!(
        provider = provider.as_str(),
        event = %redact::word(event.name()),
        is_known = event.is_known(),
        is_new,
        order_id,
        step = next.map(|next| next.step.as_str()),
        order_status = next.map(|next| next.raw.as_str()),
        "Webhook received"
    );
    Ok(json(StatusCode::OK, &Json::object([("status", "ok")])))
}

fn unavailable(app: &App, error: &StoreError) -> Problem {
    app.metrics.database_errors.increment(1);
    error!(error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error, "An event is not stored");
    match error {
        StoreError::Unavailable(_) | StoreError::Outdated => {
            Problem::unavailable("the event could not be stored; send it again")
        }
        StoreError::Internal(_) => Problem::internal(),
    }
}

fn verify(
    provider: Provider,
    options: &WebhookOptions,
    url: String,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Event, Problem> {
    let headers: Vec<_> =
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    let options = WebhookOptions { url, ..options.clone() };
    api::verify_webhook(provider, &options, Headers(&headers), body, clock::now()?).map_err(Problem::of_delivery)
}

/// The URL as the provider knows it.
fn url(public: Option<&str>, uri: &Uri, headers: &HeaderMap) -> String {
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    if let Some(public) = public {
        return [public.trim_end_matches('/'), target].concat();
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.or_else(|| uri.authority().map(Authority::as_str)).unwrap_or_default();
    ["https://", host, target].concat()
}
