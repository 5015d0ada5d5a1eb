//! A call that may have been made before is asked about first, and sent again with its key alone.

use offramp_core::client::{CallOptions, CallOutcome, Client, Received, Settings};
use offramp_core::provider::{Answer, Credentials};
use offramp_core::{Json, Provider};

use crate::environment::Script;

fn ok(body: &str) -> Received {
    Received::new(200, Vec::new(), body.as_bytes().to_vec())
}

async fn resume(
    provider: Provider,
    operation: &str,
    input: &str,
    answers: Vec<Received>,
    may_send: bool,
) -> (CallOutcome<Answer>, Vec<String>) {
    let script = Script::answering(answers.into_iter().map(Ok));
    let credentials: Credentials = provider.credentials().iter().fold(Credentials::new(), |all, one| {
        let value = if one.name.to_lowercase().contains("url") { "https://api.example.com" } else { "secret" };
        all.with(one.name, value)
    });
    let client = Client::in_environment(provider, credentials, Settings::default(), script.clone()).expect("a client");
    let options = CallOptions::default().with_idempotency_key("K-1").asking_with("userId", "u");
    let input: Json = input.parse().expect("JSON");
    let reply = client.resume_with(operation, &input, &options, may_send).await.expect("a reply");
    (reply.outcome, script.log())
}

const SWIFTPAY: &str =
    r#"{"walletId":"w1","transactionId":"t1","amount":"5000","accountDetails":{"upiId":"user@okhdfcbank"}}"#;

#[tokio::test]
async fn what_has_a_key_is_sent_again_with_it() {
    let paid = ok(
        r#"{"success":true,"message":"ok","data":{"payment":{"id":"pay_1","status":"SUCCESS","amount":5000,"currency":"INR",
        "transactionId":"t1"},"paymentMethod":"UPI","referenceId":"ref_1"},"metadata":{}}"#,
    );
    let (outcome, log) = resume(Provider::Swiftpay, "offRamp", SWIFTPAY, vec![paid], true).await;
    assert!(matches!(outcome, CallOutcome::Accepted(_)), "{outcome:?}");
    assert_eq!(log.iter().filter(|line| line.contains("#K-1")).count(), 1, "{log:?}");
}

#[tokio::test]
async fn an_old_key_and_none_at_all_are_never_sent_again() {
    let (outcome, log) = resume(Provider::Swiftpay, "offRamp", SWIFTPAY, vec![], false).await;
    assert!(matches!(&outcome, CallOutcome::Unknown { code, .. } if code == "NOT_RECORDED"), "{outcome:?}");
    assert!(log.iter().all(|line| !line.starts_with("POST")), "{log:?}");
    let input = r#"{"name":"Sita","email":"sita@example.com"}"#;
    let (outcome, log) = resume(Provider::Coinut, "createCustomer", input, vec![], true).await;
    assert!(matches!(outcome, CallOutcome::Unknown { .. }), "{outcome:?}");
    assert!(log.iter().all(|line| !line.starts_with("POST")), "{log:?}");
}

#[tokio::test]
async fn what_can_be_asked_about_is_asked_about_first() {
    let input = r#"{"recipientId":"rec_1","quoteId":"quote_1","bankAccountId":"acc_1","paymentReason":"TRANSFER_TO_SELF",
        "fromAddress":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}"#;
    let list =
        ok(r#"{"payments":[{"id":"pay_1","idempotencyKey":"K-1","type":"OFF_RAMP","status":"AWAITING_FUNDS"}]}"#);
    let (outcome, log) = resume(Provider::Sentra, "createTransfer", input, vec![list], true).await;
    assert!(matches!(outcome, CallOutcome::Accepted(_)), "{outcome:?} {log:?}");
    assert!(log.iter().all(|line| !line.starts_with("POST")), "{log:?}");
}
