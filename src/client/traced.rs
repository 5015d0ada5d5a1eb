//! The way to a provider: sends requests, and logs at debug what was asked and what was answered, both masked.

use std::time::Duration;

use tracing::{Level, debug};

use super::environment::Environment;
use super::http::{Received, SendError};
use crate::json::Json;
use crate::provider::{self, Provider, Request};

/// A way to a provider that says in the log what goes there and what comes back.
#[derive(Clone, Debug)]
pub(crate) struct Traced<E> {
    environment: E,
    provider: Provider,
    timeout: Duration,
}

impl<E: Environment> Traced<E> {
    /// To a provider, with so much time a request.
    pub(crate) const fn new(environment: E, provider: Provider, timeout: Duration) -> Traced<E> {
        Traced { environment, provider, timeout }
    }

    pub(super) const fn environment(&self) -> &E {
        &self.environment
    }

    /// Sends a request as it is, once.
    ///
    /// # Errors
    /// As [`super::Http::send`].
    #[cfg(feature = "http")]
    pub(crate) async fn send(&self, request: &Request) -> Result<Received, SendError> {
        self.send_within(request, self.timeout).await
    }

    pub(super) async fn send_within(&self, request: &Request, time: Duration) -> Result<Received, SendError> {
        let timeout = self.timeout.min(time);
        // only what is logged is copied
        if !tracing::enabled!(Level::DEBUG) {
            return self.environment.send(request, timeout).await;
        }
        let provider = self.provider.as_str();
        let masked = provider::redact(&request.to_json()).to_string();
        debug!(provider, request = masked, "Request to the provider");
        let answer = self.environment.send(request, timeout).await;
        match &answer {
            Ok(received) => {
                let body = received.read(|response| Json::from_slice(response.body).ok());
                let masked = body.map(|body| self.provider.redact_answer(&body).to_string());
                debug!(provider, status = received.status(), answer = masked, "Answer of the provider");
            }
            Err(error) => debug!(provider, error_message = %error, "No answer of the provider"),
        }
        answer
    }
}
