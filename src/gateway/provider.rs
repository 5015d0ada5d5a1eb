//! A provider as the gateway of off-ramp payments: any of them, told how by a description.
//!
//! ```json
//! {
//!   "name": "COINUT",
//!   "provider": "coinut",
//!   "offRamp": {
//!     "operation": "createOfframpFlow",
//!     "input": {"from": {"customerId": "cust_1", "currency": "USDT", "network": "ETH"}, "to": "{accountNumber}"},
//!     "reference": "flowId"
//!   }
//! }
//! ```
//!
//! Texts in `input` may hold `{reference}`, `{paymentId}`, `{amount}` (smallest units), `{amountDecimal}`,
//! `{currency}`, `{upiId}`, `{accountNumber}`, `{ifsc}` and `{bankName}`; a member whose value is one that the
//! payment does not have is left out. `reference` names the value of the answer that the payment keeps.
//!
//! A provider that accepts has not paid yet: the payment stays pending until its events say more.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;

use super::{Account, GATEWAY_ERROR, GATEWAY_TIMEOUT, Gateway, Inquiry, Instruction, Outcome};
use crate::client::{Client, SendError};
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};
use crate::money::Currency;
use crate::payment::OpenAttempt;
use crate::provider::{self, Context, Credentials, Provider};
use crate::timestamp::Timestamp;

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
    provider: Provider,
    operation: String,
    input: Json,
    reference: String,
    credentials: Credentials,
    client: Client,
    world: World,
}

impl fmt::Debug for ProviderGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProviderGateway({}, {})", self.provider, self.operation)
    }
}

impl ProviderGateway {
    /// The gateway of a description. `credential` answers the credential of a variable.
    ///
    /// # Errors
    /// `ARGUMENT_INVALID` where the description lacks something, `PROVIDER_UNKNOWN`, `OPERATION_UNKNOWN`,
    /// `CREDENTIALS_INVALID` where one is missing.
    pub fn new(
        description: &Json,
        credential: impl Fn(&str) -> Option<String>,
        timeout: Duration,
        world: World,
    ) -> Result<ProviderGateway, Error> {
        let needed = |field: &'static str| Error::new(ErrorCode::ArgumentInvalid, "this is needed").in_field(field);
        let text = |json: &Json, field: &'static str| {
            json.get(field).and_then(Json::as_str).map(str::to_owned).ok_or_else(|| needed(field))
        };
        let provider: Provider = text(description, "provider")?.parse()?;
        let off_ramp = description.get("offRamp").ok_or_else(|| needed("offRamp"))?;
        let operation = text(off_ramp, "operation")?;
        provider.operation(&operation)?;
        let mut credentials = Credentials::new();
        for known in provider.credentials() {
            match credential(known.variable) {
                Some(value) => credentials = credentials.with(known.name, value),
                None if known.default.is_some() => {}
                None => {
                    let message = format!("the variable {} is needed", known.variable);
                    return Err(Error::new(ErrorCode::CredentialsInvalid, message).in_field(known.name));
                }
            }
        }
        Ok(ProviderGateway {
            // one a process, for as long as it runs
            name: String::leak(text(description, "name")?),
            provider,
            operation,
            input: off_ramp.get("input").cloned().unwrap_or(Json::Null),
            reference: text(off_ramp, "reference")?,
            credentials,
            client: Client::new(timeout).map_err(|_| needed("client"))?,
            world,
        })
    }

    fn request(&self, instruction: &Instruction) -> Result<provider::Request, Error> {
        let mut context = Context::at((self.world.now)()?);
        context.nonce = (self.world.nonce)();
        context.request_id = Some(instruction.reference.clone());
        let input = filled(&self.input, &values(instruction)).unwrap_or(Json::Null);
        self.provider.build(&self.operation, &input, &self.credentials, &context)
    }
}

#[async_trait]
impl Gateway for ProviderGateway {
    fn name(&self) -> &'static str {
        self.name
    }

    fn orders_at(&self) -> Option<(Provider, &str)> {
        Some((self.provider, &self.reference))
    }

    async fn on_ramp(&self, _instruction: &Instruction) -> Outcome {
        refused(GATEWAY_ERROR, "The gateway takes no on-ramp payments")
    }

    async fn off_ramp(&self, instruction: &Instruction) -> Outcome {
        let request = match self.request(instruction) {
            Ok(request) => request,
            // nothing was sent; the error says what is wrong without the value
            Err(error) => return refused(error.code().as_str(), &error.to_string()),
        };
        let received = match self.client.send(&request).await {
            Ok(received) => received,
            Err(SendError::NotSent) => return refused(GATEWAY_ERROR, "The gateway could not be reached"),
            Err(SendError::Unknown) => {
                return Outcome::Unknown {
                    code: GATEWAY_TIMEOUT,
                    message: "Gateway did not respond in time",
                    raw: None,
                };
            }
        };
        // a failure of the server says nothing about the payment
        let is_unclear = received.status() >= 500 || received.status() == 408;
        match received.read(|response| self.provider.parse(&self.operation, response)) {
            Ok(answer) => match answer.outcome {
                provider::Outcome::Accepted(values) => {
                    let reference = values.get(&self.reference).and_then(Json::as_str).map(str::to_owned);
                    let mut raw = Object::new();
                    raw.put("status", Json::number(u64::from(received.status())));
                    raw.put_text("reference", reference.as_deref().unwrap_or_default());
                    Outcome::Accepted { gateway_reference: reference, raw: Json::Object(raw) }
                }
                provider::Outcome::Refused { code, .. } if !is_unclear => {
                    refused(&code, "The gateway refused the payment")
                }
                provider::Outcome::Refused { .. } => unclear(),
            },
            Err(_) => unclear(),
        }
    }

    /// Providers are not asked by our reference: their events tell.
    async fn inquire(&self, _attempt: &OpenAttempt) -> Inquiry {
        Inquiry::NotYet
    }
}

const fn unclear() -> Outcome {
    Outcome::Unknown { code: GATEWAY_ERROR, message: "The gateway's answer is unclear", raw: None }
}

fn refused(code: &str, message: &str) -> Outcome {
    let mut raw = Object::new();
    raw.put_text("errorCode", code);
    Outcome::Refused { code: code.to_owned(), message: message.to_owned(), raw: Json::Object(raw) }
}

/// What the placeholders stand for.
fn values(instruction: &Instruction) -> Vec<(&'static str, Option<String>)> {
    let text = |bytes: &[u8]| Some(String::from_utf8_lossy(bytes).into_owned());
    let (upi, number, ifsc, bank) = match &instruction.account {
        Account::Upi(id) => (text(id.expose()), None, None, None),
        Account::Bank { number, ifsc, bank_name } => {
            (None, text(number.expose()), Some(ifsc.clone()), bank_name.clone())
        }
    };
    let decimals = Currency::new(&instruction.currency).map_or(2, Currency::decimals);
    vec![
        ("{reference}", Some(instruction.reference.clone())),
        ("{paymentId}", Some(instruction.payment_id.clone())),
        ("{amount}", Some(instruction.amount.to_string())),
        ("{amountDecimal}", Some(decimal(instruction.amount, decimals))),
        ("{currency}", Some(instruction.currency.clone())),
        ("{upiId}", upi),
        ("{accountNumber}", number),
        ("{ifsc}", ifsc),
        ("{bankName}", bank),
    ]
}

/// 25000 with two decimals is 250.00.
fn decimal(amount: i64, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let digits = format!("{amount:0>width$}", width = decimals.saturating_add(1));
    match digits.split_at_checked(digits.len().saturating_sub(decimals)) {
        Some((whole, rest)) if !rest.is_empty() => [whole, ".", rest].concat(),
        _ => digits,
    }
}

/// The input with every placeholder filled; nothing where one has no value.
fn filled(json: &Json, values: &[(&'static str, Option<String>)]) -> Option<Json> {
    match json {
        Json::String(text) => {
            let mut out = text.clone();
            for (name, value) in values {
                if out.contains(name) {
                    out = out.replace(name, value.as_deref()?);
                }
            }
            Some(Json::String(out))
        }
        Json::Array(items) => Some(Json::Array(items.iter().filter_map(|item| filled(item, values)).collect())),
        Json::Object(object) => {
            let mut out = Object::new();
            for (name, value) in object.iter() {
                if let Some(value) = filled(value, values) {
                    out.insert(name, value);
                }
            }
            Some(Json::Object(out))
        }
        other => Some(other.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payment::PaymentType;
    use crate::secret::Secret;

    #[test]
    fn placeholders_are_filled_and_what_is_not_there_is_left_out() {
        let instruction = Instruction {
            kind: PaymentType::Offramp,
            reference: "attempt_1".to_owned(),
            payment_id: "pay_1".to_owned(),
            amount: 5,
            currency: "INR".to_owned(),
            account: Account::Upi(Secret::from("user@okaxis")),
        };
        let template: Json =
            r#"{"a":"{amountDecimal} {currency}","b":"{accountNumber}","c":[{"d":"{upiId}"}],"e":1}"#.parse().unwrap();
        let filled = filled(&template, &values(&instruction)).unwrap();
        assert_eq!(filled.to_string(), r#"{"a":"0.05 INR","c":[{"d":"user@okaxis"}],"e":1}"#);
        assert_eq!((decimal(25_000, 2), decimal(7, 0), decimal(7, 3)), ("250.00".into(), "7".into(), "0.007".into()));
    }
}
