//! Builds, signs and sends a request to Coinut, and reads what it answered.
//!
//! `COINUT_API_KEY=.. COINUT_API_SECRET=.. cargo run --features client,http --example send_request`; `COINUT_BASE_URL`
//! sends it elsewhere. Time and nonce are the caller's: the core reads no clock.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example prints, and reads clock and environment"
)]

use std::env;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use offramp_core::client::Client;
use offramp_core::provider::requests::coinut::CreateCustomer;
use offramp_core::provider::{Context, Credentials, Outcome};
use offramp_core::{Provider, Timestamp};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut credentials = Credentials::new();
    for credential in Provider::Coinut.credentials() {
        if let Ok(value) = env::var(credential.variable) {
            credentials = credentials.with(credential.name, value);
        }
    }
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let context = Context::at(Timestamp::from_unix_seconds(i64::try_from(seconds)?)?)
        .with_nonce(uuid::Builder::from_random_bytes(random()?).into_uuid().to_string());

    let request = CreateCustomer::new("Jane Doe", "jane@example.com").build(&credentials, &context)?;
    let received = Client::new(Duration::from_secs(20))?.send(&request).await?;
    let answer = received.read(CreateCustomer::parse)?;
    match (answer.values, answer.answer.outcome) {
        (Some(values), _) => println!("the customer is {}", values.customer_id),
        (None, Outcome::Refused { code, message, .. }) => println!("refused: {code}: {message}"),
        (None, _) => println!("no answer"),
    }
    Ok(())
}

fn random() -> Result<[u8; 16], getrandom::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
