//! A provider as the gateway of off-ramp payments: any of them, told how by a description.
//!
//! ```json
//! {
//!   "name": "SENTRA",
//!   "provider": "sentra",
//!   "offRamp": {
//!     "operation": "createTransfer",
//!     "input": {"recipientId": "rec_1", "quoteId": "quote_1", "bankAccountId": "{accountNumber}", "paymentReason":
//!       "TRANSFER_TO_SELF", "fromAddress": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
//!     "reference": "id",
//!     "inquiry": {"list": {"input": {"userId": "user_1"}}}
//!   }
//! }
//! ```
//!
//! Texts in `input` may hold `{reference}`, `{paymentId}`, `{amount}` (smallest units), `{amountDecimal}`,
//! `{currency}`, `{upiId}`, `{accountNumber}`, `{ifsc}` and `{bankName}`; a member whose value is one that the
//! payment does not have is left out. `reference` names the value of the answer that the payment keeps. A provider
//! that takes an idempotency key gets the attempt's id.
//!
//! What an answer means says [`Provider::classify`], and nothing else: a payment is refused only where nothing was
//! done, busy only where the same may be tried later; what nobody knows stays open until somebody does. An order's
//! last status ends the payment, whoever says it: the answer, an event, or the provider when it is asked.
//!
//! How it is asked is in the provider's own table ([`Tracking`]); `inquiry` adds what only the description can know:
//!
//! | member of `inquiry` | what it holds |
//! |---|---|
//! | `order` | `operation` and `input`, in which `{gatewayReference}` is the id that the payment keeps |
//! | `list` | `operation` and `input`; `orders`, `id`, `reference` and `page` where it is not the provider's own |
//!
//! `event` names the members of the provider's events that hold amounts, and `answer` those of its answer; see
//! `amounts.rs`. An event that is about another amount than was to be paid, or quoted, ends nothing.

mod amounts;
mod answer;
mod description;
mod fill;
mod inquiry;
mod procedure;
mod seal;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use tracing::warn;

use self::description::Description;
use self::fill::{Known, filled};
use self::seal::Seal;
use super::{GATEWAY_ERROR, GATEWAY_TIMEOUT, Gateway, Inquiry, Instruction, Outcome};
use crate::client::{Received, SendError, System, Timeouts, Traced};
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};
use crate::payment::{EventAmounts, OpenAttempt};
use crate::provider::{self, Context, Credentials, Provider};
use crate::timestamp::Timestamp;

pub use procedure::ProcedureGateway;

/// What a gateway needs of the world: the time, and a text that no other request has.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// The time.
    pub now: fn() -> Result<Timestamp, Error>,
    /// A random UUID.
    pub nonce: fn() -> Option<String>,
}

/// A provider that carries out off-ramp payments.
pub struct ProviderGateway {
    name: &'static str,
    description: Description,
    credentials: Credentials,
    client: Wire,
    world: World,
    seal: Seal,
}

impl fmt::Debug for ProviderGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProviderGateway({}, {})", self.description.provider, self.description.operation.name())
    }
}

impl ProviderGateway {
    /// Refuses a base URL that no request can be sent to, before there is one.
    ///
    /// # Errors
    /// `URL_INVALID`.
    pub fn check_base_url(&self) -> Result<(), Error> {
        self.description.provider.check_base_url(&self.credentials)
    }

    /// The gateway of a description. `credential` answers the credential of a variable.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` where the description lacks something, or names an operation that pays nothing out or of
    /// which nobody could learn what became of it; `PROVIDER_UNKNOWN`, `OPERATION_UNKNOWN`, `CREDENTIALS_INVALID`
    /// where one is missing.
    pub fn new(
        description: &Json,
        credential: impl Fn(&str) -> Option<String>,
        timeout: Duration,
        world: World,
    ) -> Result<ProviderGateway, Error> {
        let name = description::text(description, "name")?;
        let description = Description::read(description)?;
        let mut seal = Seal::of(&description);
        let credentials = credentials(description.provider, &credential, &mut seal)?;
        let client = wire(description.provider, timeout)?;
        // one a process, for as long as it runs
        let mut gateway = ProviderGateway { name: String::leak(name), description, credentials, client, world, seal };
        gateway.drop_list_that_cannot_be_asked();
        Ok(gateway)
    }

    /// What an answer to the request that pays means for the attempt of this reference.
    #[must_use]
    pub fn read(&self, received: &Received, reference: &str) -> Outcome {
        answer::read(&self.description, received, reference)
    }

    fn provider(&self) -> Provider {
        self.description.provider
    }

    /// The request of an operation for an attempt.
    fn build(&self, operation: &str, input: &Json, reference: &str) -> Result<provider::Request, Error> {
        let mut context = Context::at((self.world.now)()?);
        context.nonce = (self.world.nonce)();
        context.request_id = Some(reference.to_owned());
        if operation == self.description.operation.name() && self.description.operation.is_keyed() {
            context.idempotency_key = Some(reference.to_owned());
        }
        self.provider().build(operation, input, &self.credentials, &context)
    }

    /// The request that pays.
    fn payment(&self, known: &Known<'_>) -> Result<provider::Request, Error> {
        let input = filled(&self.description.input, &known.values()).unwrap_or(Json::Null);
        self.build(self.description.operation.name(), &input, known.reference)
    }
}

#[async_trait]
impl Gateway for ProviderGateway {
    fn name(&self) -> &'static str {
        self.name
    }

    fn orders_at(&self) -> Option<(Provider, &str)> {
        Some((self.provider(), &self.description.reference))
    }

    fn event_amounts(&self) -> EventAmounts {
        self.description.event_amounts.clone()
    }

    fn notes(&self) -> Vec<String> {
        self.description.notes()
    }

    fn seals(&self) -> bool {
        self.description.is_asked_with_more_than_ids()
    }

    fn sealed(&self, instruction: &Instruction) -> Option<String> {
        self.seal.close(&Known::of(instruction))
    }

    async fn on_ramp(&self, _instruction: &Instruction) -> Outcome {
        refused(GATEWAY_ERROR, "The gateway takes no on-ramp payments")
    }

    async fn off_ramp(&self, instruction: &Instruction) -> Outcome {
        let request = match self.payment(&Known::of(instruction)) {
            Ok(request) => request,
            // nothing was sent; what is wrong is for whoever wrote the description, and the payer learns that it is not paid
            Err(error) => {
                warn!(
                    attempt_id = instruction.reference,
                    error_code = error.code().as_str(),
                    error_message = %error,
                    "The request of a payment could not be built"
                );
                return refused(GATEWAY_ERROR, "The gateway cannot carry this payment out");
            }
        };
        match self.client.send(&request).await {
            Ok(received) => self.read(&received, &instruction.reference),
            Err(SendError::NotSent) => refused(GATEWAY_ERROR, "The gateway could not be reached"),
            Err(SendError::Unknown) => {
                Outcome::Unknown { code: GATEWAY_TIMEOUT, message: "Gateway did not respond in time", raw: None }
            }
        }
    }

    async fn inquire(&self, attempt: &OpenAttempt) -> Inquiry {
        self.ask(attempt, None).await
    }

    async fn inquire_with(&self, attempt: &OpenAttempt, sealed: &str) -> Inquiry {
        self.ask(attempt, Some(sealed)).await
    }
}

/// The way to a provider, which logs what goes there.
type Wire = Traced<System>;

fn wire(provider: Provider, timeout: Duration) -> Result<Wire, Error> {
    let timeouts = Timeouts { read: timeout, request: timeout, ..Timeouts::default() };
    let system = System::new(&timeouts).map_err(|_| Error::new(ErrorCode::ArgumentInvalid, "TLS cannot be set up"))?;
    Ok(Traced::new(system, provider, timeout))
}

/// What requests are authorised with, each also a part of the key that seals.
fn credentials(
    provider: Provider,
    credential: &dyn Fn(&str) -> Option<String>,
    seal: &mut Seal,
) -> Result<Credentials, Error> {
    let mut credentials = Credentials::new();
    for known in provider.credentials() {
        match credential(known.variable) {
            Some(value) => {
                seal.add(known.name, &value);
                credentials = credentials.with(known.name, value);
            }
            None if !known.is_needed => {}
            None => {
                let message = format!("the variable {} is needed", known.variable);
                return Err(Error::new(ErrorCode::CredentialsInvalid, message).in_field(known.name));
            }
        }
    }
    Ok(credentials)
}

fn refused(code: &str, message: &str) -> Outcome {
    let mut raw = Object::new();
    raw.put_text("errorCode", code);
    Outcome::Refused { code: code.to_owned(), message: message.to_owned(), raw: Json::Object(raw) }
}
