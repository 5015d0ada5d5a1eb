//! SwiftPay both ways: money from an account into a wallet and from a wallet to an account, against the sandbox.
//!
//! `cargo run --features client,sandbox --example swiftpay_flow`

#![allow(clippy::print_stdout, reason = "an example prints")]

mod support;

use offramp_core::provider::requests::swiftpay::{OffRamp, OffRampAccountDetails, OnRamp, OnRampAccountDetails};
use offramp_core::{Json, Provider};
use support::{Result, begin, call, expect, text};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (sandbox, client) = begin(Provider::Swiftpay).await?;
    expect("the service", &text(&call(&client, "health", "{}").await?, "status")?, "healthy")?;

    // typed, in paise; the key is made of wallet and transaction
    let details = OnRampAccountDetails { upi_id: Some("asha@okhdfcbank".to_owned()), ..Default::default() };
    let deposit =
        OnRamp { transaction_id: Some("deposit_1".to_owned()), ..OnRamp::new("wallet_1", 50_000_u64, details) };
    let reply = client.send(&deposit).await?;
    let values = reply.accepted().and_then(|answer| answer.values).ok_or("not accepted")?;
    expect("the deposit", &values.status, "SUCCESS")?;

    let details = OffRampAccountDetails {
        account_number: Some("1234567890".to_owned()),
        ifsc: Some("HDFC0000001".to_owned()),
        ..Default::default()
    };
    let payout =
        OffRamp { transaction_id: Some("payout_1".to_owned()), ..OffRamp::new("wallet_1", 20_000_u64, details) };
    let reply = client.send(&payout).await?;
    println!("sent {} time(s) with the key {:?}", reply.attempts, reply.idempotency_key);
    let values = reply.accepted().and_then(|answer| answer.values).ok_or("not accepted")?;
    expect("the payout", &values.status, "SUCCESS")?;

    // the same payment asked for again is the same payment
    let again = client.send(&payout).await?;
    let again = again.accepted().and_then(|answer| answer.values).ok_or("not accepted")?;
    expect("the same payout again", &again.id, &values.id)?;

    let to: Vec<_> = sandbox.ledger().iter().filter_map(|entry| entry.get("to")?.as_str().map(str::to_owned)).collect();
    let sums: Vec<_> = sandbox.ledger().iter().filter_map(|entry| entry.get("amount").map(Json::to_string)).collect();
    println!("{sums:?}");
    expect("who was paid", &to.join(" "), "wallet_1 1234567890")
}
