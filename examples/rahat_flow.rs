//! Rahat from the trigger of a payout to COMPLETED, against the sandbox.
//!
//! `cargo run --features client,sandbox --example rahat_flow`

#![allow(clippy::print_stdout, reason = "an example prints")]

mod support;

use offramp_core::{Json, Provider};
use support::{Result, begin, call, expect, paid_once, text};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (sandbox, client) = begin(Provider::Rahat).await?;
    let payout = "7d0f6d3e-52a8-4f0c-9a75-0d3a3e1b7f10";

    // a payout is triggered once
    let trigger = |triggered: bool| {
        let known = Json::object([("uuid", Json::from(payout)), ("isPayoutTriggered", Json::from(triggered))]);
        Provider::Rahat.compute("checkTrigger", &known)
    };
    trigger(false)?;
    expect("a second trigger", if trigger(true).is_err() { "refused" } else { "allowed" }, "refused")?;

    // who pays out, and where the tokens go first
    let providers = call(&client, "listPaymentProviders", "{}").await?;
    let providers = providers.get("providers").and_then(Json::as_array).unwrap_or_default();
    let bank = providers.iter().find(|one| one.get("type").and_then(Json::as_str) == Some("BANK"));
    let bank = bank.and_then(|one| one.get("id")).and_then(Json::as_str).ok_or("nobody pays to banks")?;
    let wallet = text(&call(&client, "getWalletAddress", "{}").await?, "wallet")?;
    let hash = sandbox.deposit(&wallet, "100");

    // the beneficiary's record becomes the request
    let details = format!(
        r#"{{"details":{{"amount":100,"transactionHash":"{}","payoutUUID":"{payout}","payoutProcessorId":"{bank}",
            "beneficiaryWalletAddress":"GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ","offrampType":"bank",
            "beneficiaryBankDetails":{{"bankName":"Nabil Bank Ltd.","accountNumber":"00112233445566",
            "accountName":"Sita Sharma"}}}}}}"#,
        hash.trim_start_matches("0x")
    );
    let payload = Provider::Rahat.compute("payload", &details.parse()?)?;
    let input = payload.get("input").ok_or("no input")?.to_string();

    // it has no key and nobody can be asked about it: the client sends it once, and again only where it did not arrive
    let paid = call(&client, "instantOfframp", &input).await?;
    expect("the payment", &text(&paid, "status")?, "COMPLETED")?;
    paid_once(&sandbox, "00112233445566")
}
