//! Asks Coinut for a customer by the client, which sends again only what may be sent again, and says how that ended.
//!
//! `COINUT_API_KEY=.. COINUT_API_SECRET=.. cargo run --features client --example send_request`; `COINUT_BASE_URL` sends it
//! elsewhere.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "an example prints, and reads the environment")]

use std::env;

use offramp_core::Provider;
use offramp_core::client::{CallOutcome, Client};
use offramp_core::provider::Credentials;
use offramp_core::provider::requests::coinut::CreateCustomer;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut credentials = Credentials::new();
    for credential in Provider::Coinut.credentials() {
        if let Ok(value) = env::var(credential.variable) {
            credentials = credentials.with(credential.name, value);
        }
    }
    let client = Client::new(Provider::Coinut, credentials)?;
    let reply = client.send(&CreateCustomer::new("Jane Doe", "jane@example.com")).await?;
    match reply.outcome {
        CallOutcome::Accepted(answer) => match answer.values {
            Some(values) => println!("the customer is {}", values.customer_id),
            None => println!("accepted, with values of other types: {answer:?}"),
        },
        CallOutcome::Refused(answer) => println!("refused: {answer:?}"),
        CallOutcome::Unavailable { code, retry_after } => println!("nothing was done ({code}); later: {retry_after:?}"),
        CallOutcome::Unknown { code, .. } => println!("there may be a customer ({code}): somebody has to look"),
        other => println!("{other:?}"),
    }
    Ok(())
}
