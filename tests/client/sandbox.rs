//! The client against the sandbox, which goes wrong in each of its ways and in all at once: by its ledger nothing was paid
//! twice, and nothing is lost that was acknowledged. `OFFRAMP_PROVE_CALLS` says how many payments there are of each kind.

use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;

use offramp_core::client::{CallOptions, CallOutcome, Client, Limits, RetryPolicy, Settings, Timeouts};
use offramp_core::provider::{Answer, Outcome};
use offramp_core::sandbox::{Faults, Options, Sandbox};
use offramp_core::{Json, Object, Provider};

/// What goes wrong with requests, alone and, with nothing between the names, in every way.
const FAULTS: &[&str] =
    &["latency", "drop_before", "drop_after", "rate_limit", "error_before", "error_after", "lost", "all"];

/// What the payer knows of a payment in the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// The provider has said that it is paid, or all was done for it to be.
    Paid,
    /// Nothing was done.
    Nothing,
    /// Nobody knows.
    Unknown,
}

/// A payment on its way: where to, and what the steps so far gave.
#[derive(Clone)]
struct Payment {
    to: String,
    known: Known,
    id: String,
    more: String,
}

fn how_many() -> usize {
    std::env::var("OFFRAMP_PROVE_CALLS").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

fn faults(name: &str) -> Faults {
    let names: Vec<_> =
        if name == "all" { FAULTS.iter().filter(|name| **name != "all").collect() } else { vec![&name] };
    let share = if name == "all" { "0.0286" } else { "0.2" };
    let rates = names.iter().map(|name| format!(r#""{name}":{share}"#)).collect::<Vec<_>>().join(",");
    let text = format!(r#"{{{rates},"latencyMillis":5,"retryAfterSeconds":0,"lostSeconds":1}}"#);
    Faults::from_json(&text.parse().expect("JSON")).expect("faults")
}

fn client(sandbox: &Sandbox, provider: Provider) -> Client {
    let ms = Duration::from_millis;
    let settings = Settings {
        retry: RetryPolicy { backoff_delay: ms(3), max_attempts: 5, ..RetryPolicy::default() },
        timeouts: Timeouts { request: ms(3000), ..Timeouts::default() },
        limits: Limits { concurrency: 64, rate: None },
    };
    Client::with_settings(provider, sandbox.credentials(provider), settings).expect("a client")
}

/// The values of an acceptance, or what is known instead.
async fn call(client: &Client, operation: &str, input: &str, inquiry: &[(&str, &str)]) -> Result<Object, Known> {
    let mut options = CallOptions::default();
    for (name, value) in inquiry {
        options = options.asking_with(*name, *value);
    }
    let input: Json = input.parse().expect("JSON");
    let reply = client.call_with(operation, &input, &options).await;
    match reply.unwrap_or_else(|error| panic!("{operation}: {error} {:?}", error.findings())).outcome {
        CallOutcome::Accepted(Answer { outcome: Outcome::Accepted(values), .. }) => Ok(values),
        CallOutcome::Unknown { .. } => Err(Known::Unknown),
        _ => Err(Known::Nothing),
    }
}

fn text(values: &Object, name: &str) -> String {
    values.get(name).and_then(|value| value.as_str().or(value.as_number())).unwrap_or_default().to_owned()
}

/// Takes a step with every payment that goes on, all at once.
async fn step<F, Fut>(payments: Vec<Payment>, run: F) -> Vec<Payment>
where
    F: Fn(Payment) -> Fut,
    Fut: Future<Output = Payment> + Send + 'static,
{
    let mut tasks = tokio::task::JoinSet::new();
    let mut all = Vec::new();
    for payment in payments {
        if payment.known == Known::Paid {
            tasks.spawn(run(payment));
        } else {
            all.push(payment);
        }
    }
    while let Some(done) = tasks.join_next().await {
        all.push(done.expect("no panic"));
    }
    all
}

/// Payments to as many accounts: each is taken for one that goes on.
fn payments(count: usize, to: impl Fn(u64) -> String) -> Vec<Payment> {
    let new = |number| Payment { to: to(number), known: Known::Paid, id: String::new(), more: number.to_string() };
    (0..).take(count).map(new).collect()
}

impl Payment {
    /// As it is after a step that ended so, which gave an id.
    fn after(mut self, step: Result<Object, Known>, id: &str) -> Payment {
        match step {
            Ok(values) => self.id = text(&values, id),
            Err(known) => self.known = known,
        }
        self
    }
}

async fn swiftpay(sandbox: &Sandbox, faults: Faults, count: usize) -> Vec<Payment> {
    let client = client(sandbox, Provider::Swiftpay);
    sandbox.set_faults(faults);
    let all = payments(count, |number| format!("user{number}@okhdfcbank"));
    step(all, |payment| {
        let client = client.clone();
        async move {
            let input = format!(
                r#"{{"walletId":"wallet_1","transactionId":"tx_{}","amount":"5000","accountDetails":{{"upiId":"{}"}}}}"#,
                payment.more, payment.to
            );
            let paid = call(&client, "offRamp", &input, &[]).await;
            payment.after(paid, "id")
        }
    })
    .await
}

async fn rahat(sandbox: &Sandbox, faults: Faults, count: usize) -> Vec<Payment> {
    let client = client(sandbox, Provider::Rahat);
    sandbox.set_faults(faults);
    let all = payments(count, |number| format!("{}", 10_001_122_334_455_u64.saturating_add(number)));
    step(all, |payment| {
        let client = client.clone();
        async move {
            let input = format!(
                r#"{{"tokenAmount":100,"paymentProviderId":"provider_id","transactionHash":"{}",
                    "senderAddress":"GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ","xref":"p{}",
                    "paymentDetails":{{"creditorAgent":"0401","creditorAccount":"{}","creditorName":"Sita Sharma"}}}}"#,
                "a".repeat(64),
                payment.more,
                payment.to
            );
            let paid = call(&client, "instantOfframp", &input, &[]).await;
            payment.after(paid, "id")
        }
    })
    .await
}

async fn sentra(sandbox: &Sandbox, faults: Faults, count: usize) -> Vec<Payment> {
    let client = client(sandbox, Provider::Sentra);
    sandbox.set_faults(faults);
    let all = payments(count, |number| format!("acc_{number}"));
    let all = step(all, |payment| {
        let client = client.clone();
        async move {
            let input = format!(
                r#"{{"userId":"user_{}","source":{{"currency":"USDC","amount":100,"rail":"POLYGON"}},
                    "destination":{{"currency":"USD","rail":"ACH","countryCode":"US"}}}}"#,
                payment.more
            );
            let quote = call(&client, "createQuote", &input, &[]).await;
            let payment = payment.after(quote, "id");
            if payment.known != Known::Paid {
                return payment;
            }
            let input = format!(
                r#"{{"recipientId":"rec_1","quoteId":"{}","bankAccountId":"{}","paymentReason":"TRANSFER_TO_SELF",
                    "fromAddress":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}}"#,
                payment.id, payment.to
            );
            let user = format!("user_{}", payment.more);
            let transfer = call(&client, "createTransfer", &input, &[("userId", &user)]).await;
            let address = transfer.as_ref().map(|values| text(values, "depositAddress")).unwrap_or_default();
            Payment { more: address, ..payment.after(transfer, "id") }
        }
    })
    .await;
    let mut funded = Vec::new();
    for mut payment in all {
        if payment.known == Known::Paid {
            payment.more = sandbox.deposit(&payment.more, "100");
        }
        funded.push(payment);
    }
    let all = step(funded, |payment| {
        let client = client.clone();
        async move {
            let input = format!(
                r#"{{"recipientId":"rec_1","paymentId":"{}","transactionHash":"{}"}}"#,
                payment.id, payment.more
            );
            let told = call(&client, "completeTransfer", &input, &[]).await;
            payment.after(told, "id")
        }
    })
    .await;
    sandbox.advance(60);
    sandbox.advance(300);
    all
}

async fn coinut(sandbox: &Sandbox, faults: Faults, count: usize) -> Vec<Payment> {
    let client = client(sandbox, Provider::Coinut);
    sandbox.set_faults(faults);
    let all = payments(count, |number| format!("{}", 100_000_000_u64.saturating_add(number)));
    let all = step(all, |payment| {
        let client = client.clone();
        async move {
            let input = format!(r#"{{"name":"Jane Doe","email":"jane{}@example.com"}}"#, payment.more);
            let customer = call(&client, "createCustomer", &input, &[]).await;
            payment.after(customer, "customerId")
        }
    })
    .await;
    sandbox.advance(60);
    let all = step(all, |payment| {
        let client = client.clone();
        async move {
            let customer = payment.id.clone();
            let input = format!(
                r#"{{"customerId":"{customer}","currency":"USD","bankName":"Chase","accountNo":"{}","aba":"021000021"}}"#,
                payment.to
            );
            let account = call(&client, "addBankAccount", &input, &[]).await;
            let payment = payment.after(account, "bankAccountId");
            if payment.known != Known::Paid {
                return payment;
            }
            let input = format!(
                r#"{{"from":{{"customerId":"{customer}","currency":"USDT","network":"ETH"}},"to":"{}"}}"#,
                payment.id
            );
            let flow = call(&client, "createOfframpFlow", &input, &[]).await;
            payment.after(flow, "depositAddress")
        }
    })
    .await;
    for payment in all.iter().filter(|payment| payment.known == Known::Paid) {
        let _ = sandbox.deposit(&payment.id, "100");
    }
    for seconds in [120, 30, 60] {
        sandbox.advance(seconds);
    }
    all
}

async fn unigox(sandbox: &Sandbox, faults: Faults, count: usize) -> Vec<Payment> {
    let client = client(sandbox, Provider::Unigox);
    let user = call(&client, "createUser", r#"{"user_ref":"u","email":"ada@example.com"}"#, &[]).await.expect("a user");
    let (user, number) = (text(&user, "id"), text(&user, "internal_id"));
    let kyc =
        format!(r#"{{"id":"{user}","method":"handoff","data":{{"pii":{{"first_name":"Ada","last_name":"Obi"}}}}}}"#);
    call(&client, "submitKyc", &kyc, &[]).await.expect("submitted");
    sandbox.advance(60);
    sandbox.set_faults(faults);
    let all = payments(count, |number| format!("{}", 1_000_000_000_u64.saturating_add(number)));
    let all = step(all, |payment| {
        let (client, user, number) = (client.clone(), user.clone(), number.clone());
        async move {
            let input = format!(
                r#"{{"id":"{user}","currency":"NGN","rail":"nip-nigeria","institution_id":"guaranty-trust-bank",
                    "details":{{"account_number":"{}"}}}}"#,
                payment.to
            );
            let details = call(&client, "createPaymentDetails", &input, &[]).await;
            let payment = payment.after(details, "id");
            if payment.known != Known::Paid {
                return payment;
            }
            let input = format!(
                r#"{{"user_id":{number},"payment_details_id":{},"crypto_currency":"USDT","crypto_amount":"100.00",
                    "fiat_currency":"NGN"}}"#,
                payment.id
            );
            let quote = call(&client, "quote", &input, &[]).await;
            let payment = payment.after(quote, "quote_id");
            if payment.known != Known::Paid {
                return payment;
            }
            let order = call(&client, "initiate", &format!(r#"{{"quote_id":"{}"}}"#, payment.id), &[]).await;
            payment.after(order, "order_id")
        }
    })
    .await;
    sandbox.advance(2);
    let all = step(all, |payment| {
        let client = client.clone();
        async move {
            let address = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed";
            let input = format!(
                r#"{{"order_id":"{}","forward_request":{{"from":"{address}","to":"{address}","value":"0","gas":"500000",
                    "nonce":"0","deadline":"4000000000","data":"0xa9059cbb{}{}"}},"signature":"0x{}"}}"#,
                payment.id,
                "0".repeat(24) + address.trim_start_matches("0x"),
                "0".repeat(63) + "1",
                "ab".repeat(65)
            );
            let order = payment.id.clone();
            let done = call(&client, "authorizeCryptoTransfer", &input, &[]).await;
            Payment { id: order, ..payment.after(done, "order_id") }
        }
    })
    .await;
    for seconds in [5, 60, 60, 60] {
        sandbox.advance(seconds);
    }
    let all = step(all, |payment| {
        let client = client.clone();
        async move {
            let done = call(&client, "confirmFiatReceived", &format!(r#"{{"order_id":"{}"}}"#, payment.id), &[]).await;
            // the money was there before it was confirmed
            Payment { known: Known::Paid, ..payment.after(done, "order_id") }
        }
    })
    .await;
    sandbox.advance(1);
    sandbox.advance(5);
    all
}

async fn pay(provider: Provider, sandbox: &Sandbox, fault: &str, count: usize) -> Vec<Payment> {
    match provider {
        Provider::Swiftpay => swiftpay(sandbox, faults(fault), count).await,
        Provider::Rahat => rahat(sandbox, faults(fault), count).await,
        Provider::Sentra => sentra(sandbox, faults(fault), count).await,
        Provider::Coinut => coinut(sandbox, faults(fault), count).await,
        Provider::Unigox => unigox(sandbox, faults(fault), count).await,
        _ => panic!("a provider that is not tried"),
    }
}

async fn prove(provider: Provider) {
    for fault in FAULTS {
        let sandbox = Sandbox::start(Options::default().with_speed(0)).await.expect("it starts");
        let all = pay(provider, &sandbox, fault, how_many()).await;
        let mut paid: BTreeMap<String, usize> = BTreeMap::new();
        for entry in sandbox.ledger() {
            let word = |name: &str| entry.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
            if word("kind") == "paid" {
                *paid.entry(word("to")).or_default() += 1;
            }
        }
        let (mut done, mut open) = (0, 0);
        for payment in &all {
            let times = paid.get(&payment.to).copied().unwrap_or_default();
            let is_right = match payment.known {
                Known::Paid => times == 1,
                Known::Nothing => times == 0,
                Known::Unknown => times <= 1,
            };
            assert!(is_right, "{provider} {fault}: {:?} to {}, paid {times} times", payment.known, payment.to);
            done += usize::from(payment.known == Known::Paid);
            open += usize::from(payment.known == Known::Unknown);
        }
        assert_eq!(all.len(), how_many());
        assert!(paid.values().all(|times| *times == 1), "{provider} {fault}: somebody was paid twice");
        assert!(done > all.len() / 4, "{provider} {fault}: {done} of {} were paid", all.len());
        println!("{provider} {fault}: {done} paid, {open} unknown, {} not, of {}", all.len() - done - open, all.len());
        sandbox.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn swiftpay_pays_nothing_twice() {
    prove(Provider::Swiftpay).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rahat_pays_nothing_twice() {
    prove(Provider::Rahat).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sentra_pays_nothing_twice() {
    prove(Provider::Sentra).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn coinut_pays_nothing_twice() {
    prove(Provider::Coinut).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unigox_pays_nothing_twice() {
    prove(Provider::Unigox).await;
}
