//! What is asked of a provider: the request of an operation, what its answer and its statuses mean, whether it may be sent
//! again, and what needs no request.

use super::answer::{self, Answer};
use super::context::{Call, Context, Credentials};
use super::draft::Draft;
use super::http::{Request, Response};
use super::idempotency::{self, Idempotency};
use super::input;
use super::retry::{self, Attempt, Classified, RetryOptions};
use super::{Provider, unknown_operation};
use crate::error::Error;
use crate::json::Json;
use crate::order::{self, Next, Status};

impl Provider {
    /// Builds and signs the request of an operation.
    ///
    /// # Errors
    /// `OPERATION_UNKNOWN`; `INPUT_INVALID` with all findings; `CREDENTIALS_INVALID`, `URL_INVALID`,
    /// `NONCE_INVALID`, `IDEMPOTENCY_KEY_INVALID`, `QUOTE_EXPIRED`, `ARGUMENT_INVALID`.
    pub fn build(
        self,
        operation: &str,
        input: &Json,
        credentials: &Credentials,
        context: &Context,
    ) -> Result<Request, Error> {
        let (operation, api) = (self.operation(operation)?, self.api());
        let filled = api.fill(operation, input, credentials);
        let terms =
            input::Terms { strictness: context.strictness, now: Some(context.now), rails: context.rails.as_deref() };
        let checked = input::check(operation, filled.as_ref().unwrap_or(input), &terms);
        let checked = checked.map_err(|error| {
            let sentence = api.sentence(operation, error.findings()).filter(|_| context.is_document_exact);
            sentence.map_or(error.clone(), |sentence| error.saying(sentence))
        })?;
        let call = Call::new(self.as_str(), api.descriptor(), credentials, context)?;
        api.write(operation, Draft::new(operation, checked), &call)
    }

    /// Reads the answer to an operation.
    ///
    /// # Errors
    /// `OPERATION_UNKNOWN`; `ANSWER_INVALID` where the answer is not what the provider documents. A
    /// refusal is an answer, not an error.
    ///
    /// ```
    /// use offramp_core::provider::{Headers, Outcome, Response};
    /// use offramp_core::{Json, Provider};
    ///
    /// let response = Response { status: 200, headers: Headers(&[]), body: br#"{"customerId":"cust_1"}"# };
    /// let Outcome::Accepted(values) = Provider::Coinut.parse("createCustomer", &response)?.outcome else {
    ///     panic!("refused");
    /// };
    /// assert_eq!(values.get("customerId").and_then(Json::as_str), Some("cust_1"));
    /// # Ok::<(), offramp_core::Error>(())
    /// ```
    pub fn parse(self, operation: &str, response: &Response<'_>) -> Result<Answer, Error> {
        answer::read(self.api(), self.operation(operation)?, response)
    }

    /// What becomes of an order when news of a status comes in, whether late, twice or out of order.
    /// Both are in the provider's own words; `current` is none for an order without a status yet.
    #[must_use]
    pub fn next_status(self, current: Option<&str>, incoming: &str) -> Next {
        order::next(self.descriptor().states, current, incoming)
    }

    /// The status of a provider's word in the vocabulary of all providers.
    #[must_use]
    pub fn status(self, raw: &str) -> Status {
        order::status_of(self.descriptor().states, raw)
    }

    /// Whether and when an operation may be sent again after an attempt.
    ///
    /// # Errors
    /// `OPERATION_UNKNOWN`.
    pub fn classify(self, operation: &str, attempt: &Attempt<'_>, options: &RetryOptions) -> Result<Classified, Error> {
        Ok(retry::classify(self, self.operation(operation)?, attempt, options))
    }

    /// The key and the fingerprint of an operation with an input: both are made of what would be sent, so that
    /// blanks, case, the order of members and other spellings that make the same request change neither.
    ///
    /// # Errors
    /// `OPERATION_UNKNOWN`; `INPUT_INVALID` where a member is missing that makes it this payment, and, with all
    /// findings, where the input cannot be sent.
    pub fn idempotency(self, operation: &str, input: &Json) -> Result<Idempotency, Error> {
        idempotency::of(self, self.operation(operation)?, input)
    }

    /// Works something out that needs no request.
    ///
    /// # Errors
    /// `OPERATION_UNKNOWN` where the provider has no such computation, `INPUT_INVALID` with all findings,
    /// and what the computation itself refuses.
    pub fn compute(self, name: &str, input: &Json) -> Result<Json, Error> {
        let found = self.computations().iter().find(|computation| computation.name == name);
        found.ok_or_else(unknown_operation)?.compute(input)
    }
}
