//! Sentra from a rate to money at the bank, the six steps of its document, against the sandbox.
//!
//! `cargo run --features client,sandbox --example sentra_flow`

#![allow(clippy::print_stdout, reason = "an example prints")]

mod support;

use offramp_core::Provider;
use support::{Result, begin, call, expect, paid_once, text};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let (sandbox, client) = begin(Provider::Sentra).await?;
    let source = r#""source":{"currency":"USDC","amount":1000,"rail":"POLYGON"}"#;

    // 1. the rate
    let rate = format!(
        r#"{{"userId":"user_1",{source},"destination":{{"currency":"USD","rail":"ACH","countryCode":"US"}},
            "developerVariableFee":0.005}}"#
    );
    let rate = call(&client, "getRate", &rate).await?;
    println!("1000 USDC are {} USD, at a fee of {}", text(&rate, "destinationAmount")?, text(&rate, "fee")?);

    // 2. the quote, which holds for a quarter of an hour
    let quote = format!(
        r#"{{"userId":"user_1",{source},"destination":{{"currency":"USD","rail":"ACH","countryCode":"US",
            "paymentAccountId":"acc_1"}},"developerVariableFee":0.005}}"#
    );
    let quote = text(&call(&client, "createQuote", &quote).await?, "id")?;

    // 3. the transfer: its key is made of recipient, quote and account, so that the same call is the same transfer
    let transfer = format!(
        r#"{{"recipientId":"rec_1","quoteId":"{quote}","bankAccountId":"acc_1",
            "fromAddress":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed","paymentReason":"TRANSFER_TO_SELF"}}"#
    );
    let first = call(&client, "createTransfer", &transfer).await?;
    let id = text(&first, "id")?;
    expect("the same transfer again", &text(&call(&client, "createTransfer", &transfer).await?, "id")?, &id)?;

    // 4. tokens to its address
    let hash = sandbox.deposit(&text(&first, "depositAddress")?, &text(&first, "depositAmount")?);

    // 5. the hash of their transaction
    let complete = format!(r#"{{"recipientId":"rec_1","paymentId":"{id}","transactionHash":"{hash}"}}"#);
    let status = text(&call(&client, "completeTransfer", &complete).await?, "status")?;
    expect("the transfer", &status, "PROCESSING")?;

    // 6. where it stands, until the money is there
    let payment = format!(r#"{{"id":"{id}"}}"#);
    for (seconds, status) in [(60, "SENT"), (300, "COMPLETED")] {
        sandbox.advance(seconds);
        expect("the transfer", &text(&call(&client, "getPayment", &payment).await?, "status")?, status)?;
    }
    paid_once(&sandbox, "acc_1")
}
