//! Limits of rate, of time, and of what a client is for.

use std::time::Duration;

use offramp_core::client::{CallOutcome, Client, Limits, Received, SendError, Settings, Timeouts};
use offramp_core::provider::Credentials;
use offramp_core::provider::requests::{coinut, rahat};
use offramp_core::{Json, Provider};

use crate::environment::Script;

fn credentials() -> Credentials {
    Credentials::new().with("apiKey", "key").with("apiSecret", "secret")
}

fn customer() -> Received {
    Received::new(200, Vec::new(), br#"{"customerId":"cust_1"}"#.to_vec())
}

#[tokio::test]
async fn requests_are_spread_over_the_time_of_a_limit() {
    let script = Script::answering((0..5).map(|_| Ok(customer())));
    let limits = Limits { rate: Some((2, Duration::from_secs(10))), ..Limits::default() };
    let settings = Settings { limits, ..Settings::default() };
    let client = Client::in_environment(Provider::Coinut, credentials(), settings, script.clone()).expect("a client");
    for _ in 0..5 {
        let reply = client.send(&coinut::CreateCustomer::new("Jane Doe", "jane@example.com")).await.expect("a reply");
        let values = reply.accepted().and_then(|answer| answer.values).expect("values");
        assert_eq!(values.customer_id, "cust_1");
    }
    let sent = "POST /customer/create";
    assert_eq!(script.log(), [sent, sent, "wait 10000", sent, sent, "wait 10000", sent]);
}

#[tokio::test]
async fn a_call_ends_within_its_time() {
    let script = Script::answering((0..5).map(|_| Err(SendError::NotSent)));
    let timeouts = Timeouts { total: Duration::from_millis(2500), ..Timeouts::default() };
    let settings = Settings { timeouts, ..Settings::default() };
    let client = Client::in_environment(Provider::Coinut, credentials(), settings, script.clone()).expect("a client");
    let reply = client.send(&coinut::CreateCustomer::new("Jane Doe", "jane@example.com")).await.expect("a reply");
    assert!(matches!(reply.outcome, CallOutcome::Unavailable { retry_after: Some(_), .. }), "{reply:?}");
    assert_eq!(script.log().last().map(String::as_str), Some("POST /customer/create"));
    assert_eq!(reply.attempts, 2, "a second fits, two more do not");
}

#[tokio::test]
async fn what_cannot_be_sent_is_an_error_and_is_not_sent() {
    let script = Script::default();
    let client = Client::in_environment(Provider::Coinut, credentials(), Settings::default(), script.clone());
    let client = client.expect("a client");
    let others = client.send(&rahat::ListPaymentProviders::default()).await.expect_err("another provider's");
    assert_eq!((others.code().as_str(), others.field()), ("ARGUMENT_INVALID", "provider"));
    let wrong = client.call("createCustomer", &Json::Null).await.expect_err("no input");
    assert_eq!(wrong.code().as_str(), "INPUT_INVALID");
    assert_eq!(client.call("pay", &Json::Null).await.expect_err("none").code().as_str(), "OPERATION_UNKNOWN");
    assert!(script.log().is_empty());
    assert_eq!(format!("{client:?}"), "Client(coinut)");
}
