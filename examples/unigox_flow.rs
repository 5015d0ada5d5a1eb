//! Unigox from the webhook to reconciliation, the playbook's steps 1 to 18, against the sandbox.
//!
//! `cargo run --features client,sandbox --example unigox_flow`

#![allow(clippy::print_stdout, reason = "an example prints")]

mod support;

use offramp_core::{Json, Object, Provider};
use support::{Result, begin, call, expect, paid_once, text};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    // 1. the API key and the webhook's secret
    let (sandbox, client) = begin(Provider::Unigox).await?;

    // 2. the webhook, 3. and whether deliveries arrive
    call(&client, "registerWebhook", r#"{"url":"https://partner.example.com/webhooks"}"#).await?;
    call(&client, "testWebhook", "{}").await?;

    // 4. the user
    let user = call(&client, "createUser", r#"{"user_ref":"user_7","email":"ada@example.com"}"#).await?;
    let (user, number) = (text(&user, "id")?, text(&user, "internal_id")?);

    // 5. who the user is, 6. with documents, 7. how far it is
    let kyc = format!(
        r#"{{"id":"{user}","method":"direct_data","data":{{"pii":{{"first_name":"Ada","last_name":"Obi",
            "dob":"1990-01-31","country_code":"NG","address":"1 Marina, Lagos","postal_code":"100001"}}}}}}"#
    );
    call(&client, "submitKyc", &kyc).await?;
    for kind in ["selfie", "identity_front"] {
        let document = format!(
            r#"{{"id":"{user}","document":"data:image/png;name=a.png;base64,iVBORw0KGgo=","document_type":"{kind}"}}"#
        );
        call(&client, "uploadKycDocument", &document).await?;
    }
    sandbox.advance(60);
    let verification = call(&client, "getVerificationStatus", &format!(r#"{{"id":"{user}"}}"#)).await?;
    expect("the user", &text(&verification, "status")?, "VERIFIED")?;

    // 8. the account
    let details = format!(
        r#"{{"id":"{user}","currency":"NGN","rail":"nip-nigeria","institution_id":"guaranty-trust-bank",
            "country_code":"NG","details":{{"account_number":"0123456789"}}}}"#
    );
    let details = text(&call(&client, "createPaymentDetails", &details).await?, "id")?;

    // 9. an estimate, 10. a quote
    let price = r#"{"crypto_currency":"USDT","fiat_currency":"NGN","crypto_amount":"100.00"}"#;
    println!("about {} NGN", text(&call(&client, "estimate", price).await?, "fiat_amount")?);
    let quote = format!(
        r#"{{"user_id":{number},"payment_details_id":{details},"crypto_currency":"USDT","crypto_amount":"100.00",
            "fiat_currency":"NGN"}}"#
    );
    let quote = text(&call(&client, "quote", &quote).await?, "quote_id")?;

    // 11. the order, which waits for the wallet
    let order = text(&call(&client, "initiate", &format!(r#"{{"quote_id":"{quote}"}}"#)).await?, "order_id")?;
    sandbox.advance(2);
    let asked = format!(r#"{{"order_id":"{order}"}}"#);
    let awaiting = text(&call(&client, "getOrder", &asked).await?, "status")?;
    expect("the order", &awaiting, "awaiting_crypto_transfer_authorization")?;

    // 12. what the wallet signs
    let parameters = call(&client, "getTransferAuthorizationParameters", &asked).await?;
    let authorization = signed(&order, &parameters)?;
    call(&client, "authorizeCryptoTransfer", &authorization).await?;

    // 13. to 15. the buyer pays and proves it
    for seconds in [5, 60, 60, 60] {
        sandbox.advance(seconds);
        println!("the order: {}", text(&call(&client, "getOrder", &asked).await?, "status")?);
    }

    // 16. the money is there
    call(&client, "confirmFiatReceived", &asked).await?;
    sandbox.advance(1);
    sandbox.advance(5);

    // 17. where it stands, 18. and what else is completed
    let status = text(&call(&client, "getOrder", &asked).await?, "status")?;
    expect("the order", &status, "completed")?;
    let done = call(&client, "listOrders", r#"{"status":"completed","page":1,"limit":20}"#).await?;
    let done = done.get("orders").and_then(Json::as_array).unwrap_or_default();
    let is_there = done.iter().any(|one| one.get("order_id").and_then(Json::as_str) == Some(&order));
    expect("in the list", if is_there { "yes" } else { "no" }, "yes")?;
    paid_once(&sandbox, "0123456789")
}

/// What a wallet would sign (EIP-712): here nobody looks at the signature.
fn signed(order: &str, parameters: &Object) -> Result<String> {
    Ok(format!(
        r#"{{"order_id":"{order}","forward_request":{{"from":"{}","to":"{}","value":"0","gas":"{}","nonce":"{}",
            "deadline":"4000000000","data":"{}"}},"signature":"0x{}"}}"#,
        text(parameters, "sender_address")?,
        text(parameters, "token_address")?,
        text(parameters, "recommended_gas_limit")?,
        text(parameters, "forwarder_nonce")?,
        text(parameters, "transfer_data")?,
        "ab".repeat(65)
    ))
}
