//! Tells services by webhook how their payments have ended: Standard Webhooks, to the addresses that the operator gave.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use tokio_util::sync::CancellationToken;
use tracing::error;

use crate::http::app::App;
use crate::http::render::envelope;
use crate::http::server::clock;
use crate::payment::{Attempt, Notifier, Payment, Told};
use crate::provider::{self, Signing};

/// How long a service may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often is looked for what is due.
const EVERY: Duration = Duration::from_secs(1);

/// Sends what is due until the service stops. Each service is told by a task of its own, so that none that is slow keeps
/// another from being told.
pub(super) async fn run(app: Arc<App>, stop: CancellationToken) {
    // a redirect would lead where the operator did not say
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("offramp-core/", env!("CARGO_PKG_VERSION")))
        .build();
    let Ok(client) = client else {
        error!("Services are not told how payments end: TLS cannot be set up");
        return;
    };
    let busy = Arc::new(Mutex::new(BTreeSet::new()));
    while !stop.is_cancelled() {
        for webhook in &app.secrets().services {
            let service_id = webhook.service_id.clone();
            if !busy.lock().unwrap_or_else(PoisonError::into_inner).insert(service_id.clone()) {
                continue;
            }
            let sender = Sender { app: Arc::clone(&app), client: client.clone() };
            let (busy, stop) = (Arc::clone(&busy), stop.clone());
            tokio::spawn(async move {
                // what is under way is given out again later
                stop.run_until_cancelled(sender.tell_all(&service_id)).await;
                busy.lock().unwrap_or_else(PoisonError::into_inner).remove(&service_id);
            });
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => {}
        }
    }
}

#[derive(Debug)]
struct Sender {
    app: Arc<App>,
    client: reqwest::Client,
}

impl Sender {
    async fn tell_all(&self, service_id: &str) {
        while self.app.payments.tell(self, service_id, self.app.settings.webhook_retry).await > 0 {}
    }
}

#[async_trait]
impl Notifier for Sender {
    async fn tell(&self, service_id: &str, payment: &Payment, attempts: &[Attempt]) -> Told {
        let not_taken = |answer: &str| Told::NotTaken { answer: answer.to_owned(), pause: None };
        let secrets = self.app.secrets();
        let Some(webhook) = secrets.services.iter().find(|webhook| webhook.service_id == service_id) else {
            return not_taken("no address");
        };
        let body = envelope::ended(payment, attempts).to_string();
        // the same for every try, so that who has it already knows
        let id = ["end_", &payment.id].concat();
        let signed = clock::now().and_then(|now| {
            let signing = Signing { now, nonce: &id };
            provider::standard_webhook(&webhook.secrets, &webhook.url, body.as_bytes(), &signing)
        });
        let Ok(headers) = signed else {
            return not_taken("not signed");
        };
        let mut request = self.client.post(&webhook.url).header(CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let answer = match request.body(body).send().await {
            Ok(answer) => answer,
            Err(error) if error.is_connect() => return not_taken("no connection"),
            Err(_) => return not_taken("no answer"),
        };
        let (status, text) = (answer.status(), ["HTTP ", answer.status().as_str()].concat());
        match status.as_u16() {
            200..=299 => Told::Taken { answer: text },
            410 => Told::Gone { answer: text },
            _ => {
                let seconds = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
                Told::NotTaken { answer: text, pause: seconds.map(Duration::from_secs) }
            }
        }
    }
}
