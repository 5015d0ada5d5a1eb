//! Payments as they are recorded, for the services that asked for them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, Request, Uri};
use axum::response::Response;

use super::admission;
use crate::http::app::App;
use crate::http::render::envelope::{self, Refusal};
use crate::http::server::client_address::ClientAddress;
use crate::http::server::rate;
use crate::payment::{Payment, PaymentQuery, PaymentStatus, StoreError};
use crate::timestamp::Timestamp;

/// How many payments are listed at most, and without a limit.
const MAX_LISTED: u32 = 200;

/// `GET /api/payment/{id}`: the payment with its attempts.
pub(super) async fn show(State(app): State<Arc<App>>, Path(id): Path<String>, request: Request<Body>) -> Response {
    let (client, asked) = (ClientAddress::of(&request), request.into_parts().0);
    let found = async {
        let service = known(&app, client, &asked.headers)?;
        let payment = app.payments.store.payment(&id).await.map_err(|error| failed(&app, &error))?;
        // another service's is none
        let is_own = |payment: &Payment| payment.service_id.as_ref() == Some(&service);
        let payment = payment.filter(is_own).ok_or(Refusal::PaymentUnknown)?;
        let attempts = app.payments.store.attempts(&payment.id).await.map_err(|error| failed(&app, &error))?;
        Ok(envelope::shown(&payment, &attempts))
    };
    found.await.unwrap_or_else(|refusal: Refusal| refusal.response())
}

/// `GET /api/payment?walletId=&transactionId=&status=&from=&to=&limit=`: the last ones that fit, the last one first.
pub(super) async fn list(State(app): State<Arc<App>>, request: Request<Body>) -> Response {
    let (client, asked) = (ClientAddress::of(&request), request.into_parts().0);
    let found = async {
        let service = known(&app, client, &asked.headers)?;
        let asked = Asked::read(&asked.uri)?;
        let payments =
            app.payments.store.payments(asked.query(&service)).await.map_err(|error| failed(&app, &error))?;
        Ok(envelope::listed(&payments))
    };
    found.await.unwrap_or_else(|refusal: Refusal| refusal.response())
}

/// The service that asks.
fn known(app: &App, client: ClientAddress, headers: &HeaderMap) -> Result<String, Refusal> {
    match admission(app, headers) {
        Ok(service) => Ok(service),
        Err(Refusal::Authentication) => Err(rate::failed(app, client, "GET /api/payment").0),
        Err(refusal) => Err(refusal),
    }
}

fn failed(app: &App, error: &StoreError) -> Refusal {
    app.metrics.database_errors.increment(1);
    tracing::error!(error_message = %error, "A payment could not be looked up");
    match error {
        StoreError::Unavailable(_) | StoreError::Outdated => Refusal::Unavailable,
        StoreError::Internal(_) => Refusal::Internal,
    }
}

/// What the query says.
#[derive(Default)]
struct Asked {
    wallet_id: Option<String>,
    transaction_id: Option<String>,
    status: Option<PaymentStatus>,
    from: Option<i64>,
    to: Option<i64>,
    limit: Option<u32>,
}

impl Asked {
    fn read(uri: &Uri) -> Result<Asked, Refusal> {
        let fault = |name: &str, message: &str| Refusal::parameters(vec![(name.to_owned(), message.to_owned())]);
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(uri);
        let pairs = pairs.map_err(|_| fault("query", "The query cannot be read"))?.0;
        let mut asked = Asked::default();
        for (name, value) in pairs {
            let is_new = match name.as_str() {
                "walletId" => asked.wallet_id.replace(value).is_none(),
                "transactionId" => asked.transaction_id.replace(value).is_none(),
                "status" => {
                    let status = PaymentStatus::find(&value);
                    let status = status.ok_or_else(|| fault("status", "PENDING, SUCCESS or FAILED is required"))?;
                    asked.status.replace(status).is_none()
                }
                "from" | "to" => {
                    let time: Option<Timestamp> = value.parse().ok();
                    let time = time.ok_or_else(|| fault(&name, "A time such as 2026-11-27T08:00:00Z is required"))?;
                    let place = if name == "from" { &mut asked.from } else { &mut asked.to };
                    place.replace(time.unix_seconds().saturating_mul(1000)).is_none()
                }
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| (1..=MAX_LISTED).contains(limit));
                    let limit = limit.ok_or_else(|| fault("limit", "A number from 1 to 200 is required"))?;
                    asked.limit.replace(limit).is_none()
                }
                _ => return Err(fault("query", "walletId, transactionId, status, from, to and limit are known")),
            };
            if !is_new {
                return Err(fault(&name, "The parameter is there twice"));
            }
        }
        Ok(asked)
    }

    fn query<'a>(&'a self, service: &'a str) -> PaymentQuery<'a> {
        PaymentQuery {
            service_id: Some(service),
            wallet_id: self.wallet_id.as_deref(),
            transaction_id: self.transaction_id.as_deref(),
            status: self.status,
            since: self.from,
            until: self.to,
            most: self.limit.unwrap_or(MAX_LISTED),
        }
    }
}
