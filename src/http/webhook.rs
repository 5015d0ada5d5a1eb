//! Webhook intake: verified, told apart from repetitions, stored, acknowledged.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use tracing::{error, info, warn};

use super::app::App;
use super::body::{self, BodyError};
use super::client_address::ClientAddress;
use super::envelope::json;
use super::problem::Problem;
use super::{clock, hex, redact};
use crate::error::Error;
use crate::json::Json;
use crate::provider::{Delivery, Event, Headers, Provider};
use crate::secret::Secret;
use crate::storage::{NewEvent, StoreError};

pub(super) async fn intake(State(app): State<Arc<App>>, Path(name): Path<String>, request: Request) -> Response {
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
    let known = app.settings.webhook_secrets.iter().find(|(of, _)| *of == provider);
    let Some((_, secrets)) = known else {
        error!(
            provider = provider.as_str(),
            "Webhooks are refused: OFFRAMP_WEBHOOK_SECRETS has no secret of the provider"
        );
        return Err(Problem::unavailable("webhooks of this provider are not configured"));
    };
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let body = body::read(request, app.settings.body_limit, app.settings.request_timeout).await;
    let body = body.map_err(|error| match error {
        BodyError::TooLarge => Problem::too_large(),
        BodyError::Timeout => Problem::timeout(),
        BodyError::Broken => Problem::argument("", "the body is incomplete"),
    })?;
    let url = url(app.settings.public_url.as_deref(), &uri, &headers);
    let event = verify(provider, secrets, &url, &headers, &body)?;
    let event_id = match event.id() {
        Some(id) => id.to_owned(),
        None => hex(&Sha256::digest(&body)),
    };
    let kept = NewEvent {
        provider: provider.as_str(),
        event_id,
        name: event.name().to_owned(),
        data: redact::accounts(event.data()).to_string(),
    };
    // only what is stored is acknowledged: otherwise the provider sends it again
    let is_new = app.store.keep_event(kept).await.map_err(|error| {
        app.metrics.database_errors.increment(1);
        error!(error_type = "DATABASE_ERROR", error_name = "StoreError", error_message = %error, "An event is not stored");
        match error {
            StoreError::Unavailable(_) => Problem::unavailable("the event could not be stored; send it again"),
            StoreError::Internal(_) => Problem::internal(),
        }
    })?;
    info!(provider = provider.as_str(), event = event.name(), is_known = event.is_known(), is_new, "Webhook received");
    Ok(json(StatusCode::OK, &Json::object([("status", "ok")])))
}

/// Tries every secret that is valid: two are while one takes the other's place.
fn verify(
    provider: Provider,
    secrets: &[Secret],
    url: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Event, Problem> {
    let headers: Vec<_> =
        headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    let delivery = Delivery { url, headers: Headers(&headers), body, tolerance: None };
    let now = clock::now()?;
    let mut last: Option<Error> = None;
    for secret in secrets {
        match provider.verify_webhook(secret, &delivery, now) {
            Ok(event) => return Ok(event),
            // a later secret may fit; what is wrong with the event itself stays wrong
            Err(error) => last = Some(error),
        }
    }
    let error = last.ok_or_else(Problem::internal)?;
    let is_untrusted = error.is_untrusted();
    let problem = Problem::from(error);
    Err(if is_untrusted { problem.with_status(StatusCode::UNAUTHORIZED) } else { problem })
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
