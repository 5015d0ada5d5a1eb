//! What the end-to-end flows share: a sandbox whose clock they move, and calls that must be accepted.

#![allow(dead_code, reason = "each flow uses a part")]
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;

use offramp_core::client::{CallOutcome, Client};
use offramp_core::provider::Outcome;
use offramp_core::sandbox::{Options, Sandbox};
use offramp_core::{Json, Object, Provider};

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A sandbox whose time passes by `advance` alone, and a client of one of its providers.
pub(crate) async fn begin(provider: Provider) -> Result<(Sandbox, Client)> {
    let sandbox = Sandbox::start(Options::default().with_speed(0)).await?;
    let client = Client::new(provider, sandbox.credentials(provider))?;
    Ok((sandbox, client))
}

/// What an operation is answered with; an error where the provider does not accept.
pub(crate) async fn call(client: &Client, operation: &str, input: &str) -> Result<Object> {
    let reply = client.call(operation, &input.parse()?).await?;
    match reply.outcome {
        CallOutcome::Accepted(answer) => match answer.outcome {
            Outcome::Accepted(values) => Ok(values),
            other => Err(format!("{operation}: {other:?}").into()),
        },
        other => Err(format!("{operation}: {other:?}").into()),
    }
}

/// A text or a number of an answer.
pub(crate) fn text(values: &Object, name: &str) -> Result<String> {
    let value = values.get(name).and_then(|value| value.as_str().or(value.as_number()));
    value.map(str::to_owned).ok_or_else(|| format!("the answer has no {name}").into())
}

/// Fails where something is not as it should be.
pub(crate) fn expect(what: &str, got: &str, wanted: &str) -> Result<()> {
    println!("{what}: {got}");
    if got == wanted { Ok(()) } else { Err(format!("{what} is {got}, not {wanted}").into()) }
}

/// The status of an order in the sandbox, in the provider's own words.
pub(crate) fn status_of(sandbox: &Sandbox, member: &str, id: &str) -> String {
    let orders = sandbox.orders();
    let order = orders.iter().find(|order| order.get(member).and_then(Json::as_str) == Some(id));
    order.and_then(|order| order.get("status")).and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// Who was paid, how much, by the ledger: exactly one payment, and none that came back.
pub(crate) fn paid_once(sandbox: &Sandbox, to: &str) -> Result<()> {
    let ledger = sandbox.ledger();
    let [entry] = ledger.as_slice() else { return Err(format!("{} payments", ledger.len()).into()) };
    let text = |name: &str| entry.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
    println!("paid: {} {} to {}", text("amount"), text("currency"), text("to"));
    expect("who was paid", &text("to"), to)
}
