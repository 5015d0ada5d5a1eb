//! Coinut from a customer to money at the bank, the eight steps of its document, against the sandbox.
//!
//! `cargo run --features client,sandbox --example coinut_flow`

#![allow(clippy::print_stdout, reason = "an example prints")]

mod support;

use offramp_core::Provider;
use support::{Result, begin, call, expect, paid_once, status_of, text};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (sandbox, client) = begin(Provider::Coinut).await?;

    // 1. the customer, who is approved by an event
    let customer = call(&client, "createCustomer", r#"{"name":"Jane Doe","email":"jane@example.com"}"#).await?;
    let customer = text(&customer, "customerId")?;
    sandbox.advance(60);
    expect("the customer", &status_of(&sandbox, "id", &customer), "CUSTOMER_APPROVED")?;

    // 2. where the money goes
    let account = format!(
        r#"{{"customerId":"{customer}","currency":"EUR","bankName":"Commerzbank","iban":"DE89370400440532013000",
            "swift":"COBADEFFXXX"}}"#
    );
    let account = text(&call(&client, "addBankAccount", &account).await?, "bankAccountId")?;

    // 3. tokens that arrive are sold, and paid out there
    let flow =
        format!(r#"{{"from":{{"customerId":"{customer}","currency":"USDT","network":"ETH"}},"to":"{account}"}}"#);
    let flow = text(&call(&client, "createOfframpFlow", &flow).await?, "flowId")?;

    // 4. the address that the customer is shown
    let detail = format!(r#"{{"query":{{"flowId":"{flow}"}}}}"#);
    let address = text(&call(&client, "getDepositAddress", &detail).await?, "address")?;
    println!("send USDT on Ethereum to {address}");

    // 5. the customer sends tokens, 6. which are seen
    println!("transaction {}", sandbox.deposit(&address, "1000"));
    expect("the deposit", &status_of(&sandbox, "key", &flow), "DEPOSIT_RECEIVED")?;

    // 7. the trade
    sandbox.advance(120);
    expect("the deposit", &status_of(&sandbox, "key", &flow), "DEPOSIT_APPROVED")?;
    sandbox.advance(30);
    expect("the trade", &status_of(&sandbox, "key", &flow), "TRADE_CREATED")?;

    // 8. the money
    sandbox.advance(60);
    expect("the trade", &status_of(&sandbox, "key", &flow), "TRADE_SETTLED")?;
    paid_once(&sandbox, "DE89370400440532013000")
}
