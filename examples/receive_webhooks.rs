//! Receives a provider's webhooks with axum: nothing is read of a delivery before its signature was verified.
//!
//! `COINUT_WEBHOOK_SECRET=.. cargo run --features http,http_types --example receive_webhooks 127.0.0.1:8090`

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example prints, and reads clock and environment"
)]

use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use offramp_core::provider::{Delivery, HeaderPairs};
use offramp_core::{Provider, Secret, Timestamp};

/// What deliveries are verified with.
#[derive(Clone)]
struct Receiver {
    secret: Secret,
    /// The URL as the provider knows it: Coinut signs it.
    url: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let secret = std::env::var("COINUT_WEBHOOK_SECRET")?;
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8090".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    let url = format!("http://{}/webhooks/coinut", listener.local_addr()?);
    println!("listening on {url}");
    let receiver = Receiver { secret: Secret::from(secret), url };
    axum::serve(listener, Router::new().route("/webhooks/coinut", post(receive)).with_state(receiver)).await?;
    Ok(())
}

async fn receive(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let Ok(now) = Timestamp::from_unix_seconds(i64::try_from(seconds).unwrap_or_default()) else {
        return StatusCode::INTERNAL_SERVER_ERROR;
    };
    let pairs = HeaderPairs::from(&headers);
    let delivery = Delivery { url: &receiver.url, headers: pairs.headers(), body: &body, tolerance: None };
    match Provider::Coinut.verify_webhook(&receiver.secret, &delivery, now) {
        Ok(event) => {
            // the id tells a delivery that came twice: keep those that were worked on
            println!("{} for {}", event.name(), event.order().unwrap_or("no order"));
            StatusCode::OK
        }
        Err(error) => {
            println!("refused: {}", error.code().as_str());
            StatusCode::UNAUTHORIZED
        }
    }
}
