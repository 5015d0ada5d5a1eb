//! One call under way: sends, waits and asks as `submission.rs` says, until it is over.

use std::time::Duration;

use tracing::debug;

use super::Client;
use super::environment::Environment;
use super::http::{Received, SendError};
use super::inquiry::Answered;
use super::outcome::{CallOutcome, Reply};
use super::settings::CallOptions;
use super::submission::{Action, Next, Stop, Submission};
use crate::error::Error;
use crate::json::Json;
use crate::provider::{Answer, Attempt, Classified, Operation, Outcome};

/// What is known of the last attempt.
#[derive(Default)]
struct Last {
    answer: Option<Answer>,
    code: String,
    found: Option<Answer>,
}

/// One call under way.
pub(super) struct Run<'a, E> {
    client: &'a Client<E>,
    operation: &'static Operation,
    input: &'a Json,
    options: &'a CallOptions,
    key: Option<String>,
    submission: Submission,
    /// What is done first.
    first: Next,
    /// When there is no more time.
    end: Duration,
    last: Last,
}

impl<'a, E: Environment> Run<'a, E> {
    pub(super) fn new(
        client: &'a Client<E>,
        operation: &'static Operation,
        input: &'a Json,
        options: &'a CallOptions,
        key: Option<String>,
    ) -> Run<'a, E> {
        let settings = &client.shared.settings;
        let query = client.provider().outcome_query(operation);
        let submission = Submission::new(query, key.is_some(), settings.retry.max_attempts.max(1));
        let end = client.now().saturating_add(settings.timeouts.total);
        let first = Next { wait: 0, action: Action::Send };
        Run { client, operation, input, options, key, submission, first, end, last: Last::default() }
    }

    /// The same of one that may have been carried out before; without `may_send`, it is only asked about.
    pub(super) fn resumed(self, may_send: bool) -> Run<'a, E> {
        let retry = &self.client.shared.settings.retry;
        let query = self.client.provider().outcome_query(self.operation);
        let is_keyed = may_send && self.key.is_some();
        let (submission, first) = Submission::resumed(query, is_keyed, retry.max_attempts.max(1));
        let last = Last { code: "NOT_RECORDED".to_owned(), ..Last::default() };
        Run { submission, first, last, ..self }
    }

    pub(super) async fn drive(mut self) -> Result<Reply<Answer>, Error> {
        let mut next = self.first.clone();
        loop {
            if next.wait > 0 {
                let wait = Duration::from_millis(next.wait);
                if wait >= self.left() {
                    let stop = self.submission.out_of_time(next.wait);
                    return Ok(self.reply(stop));
                }
                self.client.environment().sleep(wait).await;
            }
            next = match next.action {
                Action::Send => self.send().await?,
                Action::Ask => self.ask().await,
                Action::Stop(stop) => return Ok(self.reply(stop)),
            };
        }
    }

    fn left(&self) -> Duration {
        self.end.saturating_sub(self.client.now())
    }

    async fn send(&mut self) -> Result<Next, Error> {
        let (name, key) = (self.operation.name(), self.key.as_deref());
        let request = match self.client.build(name, self.input, key, &self.options.context) {
            // what cannot be built any more, such as a quote that ran out, says nothing of what was sent
            Err(_) if self.submission.is_open() => {
                return Ok(Next { wait: 0, action: Action::Stop(Stop::Unknown(None)) });
            }
            built => built?,
        };
        let attempt = self.submission.begin();
        let received = self.client.send_within(&request, self.left()).await;
        let said = match &received {
            Ok(received) => received.read(|response| self.classify(&Attempt::Answered(*response), attempt)),
            Err(SendError::NotSent) => self.classify(&Attempt::NotSent, attempt),
            Err(SendError::Unknown) => self.classify(&Attempt::NoAnswer, attempt),
        }?;
        let parse = |received: Received| received.read(|response| self.client.provider().parse(name, response)).ok();
        self.last.answer = received.ok().and_then(parse);
        self.last.code = said.code.clone().unwrap_or_default();
        let has_failed = self.last.answer.as_ref().is_some_and(Answer::has_failed);
        let backoff = self.backoff(attempt);
        let next = self.submission.sent(&said, has_failed, backoff);
        debug!(
            provider = self.client.provider().as_str(),
            operation = name,
            attempt,
            retry = said.retry.as_str(),
            error_code = self.last.code,
            wait_ms = next.wait,
            "Attempt at the provider"
        );
        Ok(next)
    }

    async fn ask(&mut self) -> Next {
        let asked = self.submission.next_question();
        let query = self.client.provider().outcome_query(self.operation);
        let Answered { said, order } = match query {
            Some(query) => self.client.ask(&query, self.input, self.key.as_deref(), self.options).await,
            None => Answered::impossible(),
        };
        self.last.found = order;
        let backoff = self.backoff(asked);
        self.submission.asked(said, backoff)
    }

    fn classify(&self, attempt: &Attempt<'_>, number: u32) -> Result<Classified, Error> {
        let (retry, environment) = (&self.client.shared.settings.retry, self.client.environment());
        let mut options = retry.options(number, environment.jitter(), self.client.timestamp());
        options.has_key = self.key.is_some();
        self.client.provider().classify(self.operation.name(), attempt, &options)
    }

    /// The wait where none is said.
    fn backoff(&self, number: u32) -> u64 {
        self.classify(&Attempt::NotSent, number).ok().and_then(|said| said.delay).unwrap_or(0)
    }

    fn reply(self, stop: Stop) -> Reply<Answer> {
        let Last { answer, code, found } = self.last;
        let was_found = stop == Stop::Found;
        let unknown = |code, status| CallOutcome::Unknown { code, status };
        let outcome = match (stop, answer, found) {
            (Stop::Answered, Some(answer), _) => match answer.outcome {
                Outcome::Accepted(_) => CallOutcome::Accepted(answer),
                Outcome::Refused { .. } => CallOutcome::Refused(answer),
            },
            (Stop::Found, _, Some(order)) => CallOutcome::Accepted(order),
            (Stop::Unavailable(wait), ..) => {
                CallOutcome::Unavailable { code, retry_after: wait.map(Duration::from_millis) }
            }
            (Stop::Unknown(status), ..) => unknown(code, status),
            (Stop::Answered | Stop::Found, ..) => unknown(code, None),
        };
        let attempts = self.submission.attempts();
        Reply { outcome, attempts, was_found, idempotency_key: self.key }
    }
}
