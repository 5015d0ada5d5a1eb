//! The way to a provider: sends requests, and logs at debug what was asked and what was answered, both masked.

use tracing::{Level, debug};

use crate::client::{Client, Received, SendError};
use crate::json::Json;
use crate::provider::{self, Provider, Request};

/// A client that says in the log what goes to its provider and what comes back.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    client: Client,
    provider: Provider,
}

impl Wire {
    pub(super) const fn new(client: Client, provider: Provider) -> Wire {
        Wire { client, provider }
    }

    /// Sends a request as it is.
    pub(super) async fn send(&self, request: &Request) -> Result<Received, SendError> {
        // only what is logged is copied
        if !tracing::enabled!(Level::DEBUG) {
            return self.client.send(request).await;
        }
        let provider = self.provider.as_str();
        let masked = provider::redact(&request.to_json()).to_string();
        debug!(provider, request = masked, "Request to the provider");
        let answer = self.client.send(request).await;
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
