//! A network, a clock and random numbers of the test's own: answers are said, and waits pass at once.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use offramp_core::Json;
use offramp_core::client::{Environment, Received, SendError};
use offramp_core::provider::Request;

/// 2024-06-09T07:00:00Z.
pub(crate) const START: u64 = 1_717_916_400;

#[derive(Default)]
struct State {
    answers: VecDeque<Result<Received, SendError>>,
    log: Vec<String>,
    nonces: u32,
    waited: Duration,
}

/// The world of a test. Clones are the same one.
#[derive(Clone, Default)]
pub(crate) struct Script(Arc<Mutex<State>>);

impl Script {
    pub(crate) fn answering(answers: impl IntoIterator<Item = Result<Received, SendError>>) -> Script {
        let script = Script::default();
        script.with(|state| state.answers = answers.into_iter().collect());
        script
    }

    /// What was sent, waited for and asked.
    pub(crate) fn log(&self) -> Vec<String> {
        self.with(|state| state.log.clone())
    }

    /// How many answers nobody asked for.
    pub(crate) fn left(&self) -> usize {
        self.with(|state| state.answers.len())
    }

    fn with<T>(&self, run: impl FnOnce(&mut State) -> T) -> T {
        run(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Method, path and query, and the key that the provider knows it by.
fn line(request: &Request) -> String {
    let path = request.url().splitn(4, '/').nth(3).unwrap_or_default();
    let header = request.headers().find(|(name, _)| *name == "x-idempotency-key").map(|(_, key)| key.to_owned());
    let body = request.body().and_then(|body| body.parse::<Json>().ok());
    let member = body.as_ref().and_then(|body| body.get("idempotencyKey")?.as_str().map(str::to_owned));
    let key = header.or(member).map_or(String::new(), |key| format!(" #{key}"));
    format!("{} /{path}{key}", request.method().as_str())
}

impl Environment for Script {
    async fn send(&self, request: &Request, _: Duration) -> Result<Received, SendError> {
        self.with(|state| {
            state.log.push(line(request));
            state.answers.pop_front().unwrap_or(Err(SendError::Unknown))
        })
    }

    async fn sleep(&self, time: Duration) {
        self.with(|state| {
            state.log.push(format!("wait {}", time.as_millis()));
            state.waited = state.waited.saturating_add(time);
        });
    }

    fn now(&self) -> Duration {
        Duration::from_secs(START).saturating_add(self.with(|state| state.waited))
    }

    fn nonce(&self) -> Option<String> {
        self.with(|state| {
            state.nonces = state.nonces.saturating_add(1);
            Some(format!("n{}", state.nonces))
        })
    }

    fn jitter(&self) -> u32 {
        0
    }
}
