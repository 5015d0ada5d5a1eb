//! The payment service of SwiftPay's document.

mod account;
mod members;
mod record;
mod request;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use tracing::{error, info};

use self::request::Headers;
use crate::http::app::App;
use crate::http::render::envelope::{self, Refusal};
use crate::http::server::body::{self, BodyError};
use crate::http::server::client_address::ClientAddress;
use crate::http::server::{clock, rate};
use crate::json::{Json, Object};
use crate::payment::{Caller, Paid, PaymentError, PaymentStatus, PaymentType};

/// Where the payment service is.
pub(in crate::http) const PREFIX: &str = "/api/payment";

/// The routes under [`PREFIX`].
pub(in crate::http) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/health", get(health))
        .route("/", get(record::list))
        .route("/{id}", get(record::show))
        .route("/on-ramp", post(on_ramp))
        .route("/off-ramp", post(off_ramp))
        .fallback(async || Refusal::NotFound.response())
        .method_not_allowed_fallback(async || Refusal::MethodNotAllowed.response())
}

async fn health() -> Response {
    let mut body = Object::new();
    body.put_text("service", "payment");
    body.put_text("route", "payment");
    body.put_text("status", "healthy");
    body.put_text("timestamp", &clock::iso(clock::now_millis()));
    envelope::json(StatusCode::OK, &Json::Object(body))
}

/// Which payment is asked for.
pub(in crate::http) fn direct(method: &Method, path: &str) -> Option<PaymentType> {
    match path {
        _ if *method != Method::POST => None,
        "/api/payment/off-ramp" => Some(PaymentType::Offramp),
        "/api/payment/on-ramp" => Some(PaymentType::Onramp),
        _ => None,
    }
}

async fn on_ramp(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    answer(&app, PaymentType::Onramp, ClientAddress::of(&request), request).await
}

async fn off_ramp(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    answer(&app, PaymentType::Offramp, ClientAddress::of(&request), request).await
}

pub(in crate::http) async fn answer<B>(
    app: &Arc<App>,
    kind: PaymentType,
    client: ClientAddress,
    request: Request<B>,
) -> Response
where
    B: HttpBody<Data = Bytes>,
{
    let endpoint = match kind {
        PaymentType::Onramp => "POST /api/payment/on-ramp",
        PaymentType::Offramp => "POST /api/payment/off-ramp",
    };
    let mut caller = Caller {
        user_id: None,
        endpoint,
        ip: client.to_string(),
        user_agent: header(request.headers(), "user-agent").unwrap_or_default().chars().take(200).collect(),
    };
    let service = match admission(app, request.headers()) {
        Ok(service) => service,
        Err(Refusal::Authentication) => {
            let (refusal, is_first) = rate::failed(app, client, endpoint);
            if is_first {
                note(&caller, &Refusal::Authentication);
            }
            return refusal.response();
        }
        Err(refusal) => return refusal.response(),
    };
    if let Err(refusal) = rate::check(app, client, endpoint).await {
        return refusal.response();
    }
    match handle(app, kind, service, &mut caller, request).await {
        Ok(response) => response,
        Err(refusal) => {
            note(&caller, &refusal);
            refusal.response()
        }
    }
}

async fn handle<B>(
    app: &Arc<App>,
    kind: PaymentType,
    service: String,
    caller: &mut Caller,
    request: Request<B>,
) -> Result<Response, Refusal>
where
    B: HttpBody<Data = Bytes>,
{
    if !body::is_json(request.headers()) {
        return Err(Refusal::MediaType);
    }
    let headers = Headers {
        user_id: header(request.headers(), "x-user-id").filter(|id| !id.is_empty()).map(str::to_owned),
        idempotency_key: key(request.headers()),
    };
    let body = body::read(request, app.settings.body_limit, app).await;
    let body = body.map_err(|error| match error {
        BodyError::TooLarge => Refusal::TooLarge,
        BodyError::Timeout => Refusal::Timeout,
        BodyError::Broken => Refusal::parameters(vec![("body".to_owned(), "The body is incomplete".to_owned())]),
    })?;
    let mut request = request::read(kind, headers, &body)?;
    request.service = service;
    caller.user_id = Some(request.user_id.clone());
    let (method, warnings) = (request.method(), request.warnings.clone());
    // what was begun is finished even if the caller hangs up
    let (payments, caller) = (app.payments.clone(), caller.clone());
    let payment = app.tasks.spawn(async move { payments.pay(&caller, &request).await });
    match payment.await.unwrap_or(Err(PaymentError::Internal))? {
        Paid::Processed { payment, attempt } => Ok(envelope::processed(&payment, method, attempt, &warnings)),
        Paid::Replayed(payment) => {
            // why it failed stands with its attempts; without that the answer is the same
            let is_failed = payment.status == PaymentStatus::Failed;
            let attempts = if is_failed { app.payments.store.attempts(&payment.id).await.ok() } else { None };
            Ok(envelope::repeated(&payment, &attempts.unwrap_or_default()))
        }
    }
}

/// The service that calls.
fn admission(app: &App, headers: &HeaderMap) -> Result<String, Refusal> {
    if app.secrets().callers.is_empty() {
        error!("Payments are refused: OFFRAMP_SERVICES names no service that may call");
        return Err(Refusal::NotConfigured);
    }
    admitted(app, headers).map(str::to_owned).ok_or(Refusal::Authentication)
}

/// The id of the service that calls, if its secret is right.
pub(in crate::http) fn admitted<'a>(app: &App, headers: &'a HeaderMap) -> Option<&'a str> {
    let id = header(headers, "x-service-id").unwrap_or_default();
    let secret = single(headers, "x-service-secret").map_or(&[][..], HeaderValue::as_bytes);
    app.secrets().callers.admit(id, secret).then_some(id)
}

/// The documented header, or the one that the document's code reads.
fn key(headers: &HeaderMap) -> Result<Option<String>, &'static str> {
    let (mut key, names) = (None, ["x-idempotency-key", "idempotency-key"]);
    for value in names.iter().flat_map(|name| headers.get_all(*name)) {
        let text = value.to_str().map_err(|_| "Letters, digits and _ - are required")?;
        if key.is_some_and(|other| other != text) {
            return Err("There are two different keys");
        }
        key = Some(text);
    }
    Ok(key.map(str::to_owned))
}

/// A header that is there once.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a HeaderValue> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    values.next().is_none().then_some(first)
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    single(headers, name)?.to_str().ok()
}

/// Logs what was not logged where it happened. Validation is information, the rest an error.
fn note(caller: &Caller, refusal: &Refusal) {
    match refusal {
        Refusal::Gateway { .. } | Refusal::Unavailable | Refusal::NotConfigured => {}
        Refusal::Internal => error!(
            error_type = refusal.kind(),
            error_name = "Error",
            error_message = refusal.details(),
            error_code = refusal.code(),
            user_id = caller.user_id.as_deref(),
            endpoint = caller.endpoint,
            ip = caller.ip,
            user_agent = caller.user_agent,
            "Internal error during payment processing"
        ),
        _ => info!(
            error_type = refusal.kind(),
            error_name = "Error",
            error_message = refusal.details(),
            error_code = refusal.code(),
            user_id = caller.user_id.as_deref(),
            endpoint = caller.endpoint,
            ip = caller.ip,
            user_agent = caller.user_agent,
            "Payment request refused"
        ),
    }
}
