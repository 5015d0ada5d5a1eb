//! Moves orders as time passes, and delivers what is told of them: one delivery of an order after the other.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::clock;
use super::state::{Job, Shared};
use crate::provider::{Delivery, Headers, Scheme, Signing};
use crate::secret::Secret;

/// How long a receiver may take: Unigox's time, which is the only one that a document names.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How many deliveries are under way at a time.
const WORKERS: usize = 16;
/// How long is slept at most: the clock may be moved.
const NAP: i64 = 1000;

/// Begins to move orders and to deliver.
pub(super) fn spawn(shared: &Arc<Shared>, stop: &CancellationToken) {
    // a redirect would lead where nobody said
    let client = reqwest::Client::builder().timeout(TIMEOUT).redirect(reqwest::redirect::Policy::none()).build();
    let mut workers = Vec::new();
    for _ in 0..WORKERS {
        let (sender, mut receiver) = mpsc::unbounded_channel::<Job>();
        workers.push(sender);
        let (shared, stop, client) = (Arc::clone(shared), stop.clone(), client.as_ref().ok().cloned());
        tokio::spawn(stop.clone().run_until_cancelled_owned(async move {
            while let Some(job) = receiver.recv().await {
                let is_taken = match &client {
                    Some(client) => deliver(client, &shared, &job).await,
                    None => false,
                };
                shared.settle(job, is_taken);
            }
        }));
        drop(stop);
    }
    let shared = Arc::clone(shared);
    tokio::spawn(stop.clone().run_until_cancelled_owned(async move {
        loop {
            let (jobs, next) = shared.due();
            for job in jobs {
                if let Some(worker) = workers.get(place_of(&job.order)) {
                    let _ = worker.send(job);
                }
            }
            let now = shared.clock.millis();
            let wait = match next {
                Some(_) if shared.clock.stands() => NAP,
                Some(due) => due.saturating_sub(now).clamp(1, NAP),
                None => NAP,
            };
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(wait.unsigned_abs())) => {}
                () = shared.wake.notified() => {}
            }
        }
    }));
}

/// The worker of an order.
fn place_of(order: &str) -> usize {
    let sum = order.bytes().fold(0_usize, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
    sum % WORKERS
}

async fn deliver(client: &reqwest::Client, shared: &Shared, job: &Job) -> bool {
    let Some((url, secret)) = shared.delivery(job.provider) else { return false };
    let Some(headers) = signed(job, &url, secret) else { return false };
    let mut request = client.post(&url).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(name, value);
    }
    match request.body(job.body.clone()).send().await {
        Ok(answer) => answer.status().is_success(),
        Err(_) => false,
    }
}

fn signed(job: &Job, url: &str, secret: Secret) -> Option<Vec<(String, String)>> {
    let secret = if job.is_wrongly_signed { Secret::from("another_secret") } else { secret };
    // its document does not say how: a secret of Standard Webhooks is one, any other signs the body
    let scheme = job.provider.has_schemes().then(|| {
        if secret.expose().starts_with(b"whsec_") { Scheme::StandardWebhooks } else { Scheme::HexHmac("X-Signature") }
    });
    let delivery = Delivery { url, headers: Headers(&[]), body: job.body.as_bytes(), tolerance: None };
    let signing = Signing { now: clock::wall(), nonce: &job.id };
    job.provider.sign_webhook(scheme, &secret, &delivery, &signing).ok()
}
