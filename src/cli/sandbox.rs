//! `offramp sandbox`.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, anyhow};

use super::Outcome;
use crate::json::{Json, Object};
use crate::provider::Provider;
use crate::sandbox::{Faults, Options, Sandbox};

/// Serves the providers' APIs on this machine until it is interrupted. No money moves.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:8090", value_name = "ADDRESS")]
    listen: SocketAddr,

    /// What ids and faults are drawn from: the same requests get the same
    #[arg(long, default_value_t = 0, value_name = "N")]
    seed: u64,

    /// How many times faster than real time orders move; with 0 time stands still
    #[arg(long, default_value_t = 1, value_name = "N")]
    speed: u32,

    /// What goes wrong: the share of all that does, as in 0.2, or a file of faults and their shares (JSON)
    #[arg(long, value_name = "RATE|FILE")]
    faults: Option<String>,

    /// Refuse requests beyond the limits that the providers' documents have
    #[arg(long)]
    limits: bool,

    /// Where to write who was paid, how much, and by which request (NDJSON); the file is added to
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,

    /// Where to deliver a provider's events, whatever is registered, as in sentra=http://127.0.0.1:3000/hook
    #[arg(long, value_name = "PROVIDER=URL")]
    webhook: Vec<String>,
}

pub(super) fn run(args: &Args, json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut options = Options::default().with_listen(args.listen).with_seed(args.seed).with_speed(args.speed);
    if let Some(faults) = &args.faults {
        options.faults = read_faults(faults)?;
    }
    options.limits = args.limits;
    options.ledger.clone_from(&args.ledger);
    for webhook in &args.webhook {
        let (provider, url) = webhook.split_once('=').context("--webhook: PROVIDER=URL is needed")?;
        options.webhooks.push((provider.parse::<Provider>()?, url.to_owned()));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listen = args.listen;
        let sandbox = Sandbox::start(options).await.with_context(|| format!("cannot listen at {listen}"))?;
        started(&sandbox, json, out)?;
        interrupted().await?;
        sandbox.stop().await;
        Ok(Outcome::Fine)
    })
}

fn read_faults(given: &str) -> anyhow::Result<Faults> {
    if let Ok(faults) = Faults::at_rate(given) {
        return Ok(faults);
    }
    let text = std::fs::read_to_string(given).with_context(|| format!("--faults {given}: no share, and no file"))?;
    let json: Json = text.parse().map_err(|error| anyhow!("{given}: {error}"))?;
    Faults::from_json(&json).map_err(|problem| anyhow!("{given}: {problem}"))
}

/// Says where it listens and what requests are authorised with.
fn started(sandbox: &Sandbox, json: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut providers = Object::new();
    for provider in Provider::ALL {
        let mut variables = Object::new();
        for (name, value) in sandbox.shown_credentials(*provider) {
            let known = provider.credentials().iter().find(|credential| credential.name == name);
            variables.insert(known.map_or(name, |credential| credential.variable), value);
        }
        providers.insert(provider.as_str(), variables);
    }
    if json {
        let address = sandbox.address().to_string();
        writeln!(
            out,
            "{}",
            Json::object([("listening", Json::from(address)), ("variables", Json::Object(providers))])
        )?;
    } else {
        writeln!(
            out,
            "Sandbox at http://{}, where no money moves. What requests are authorised with:",
            sandbox.address()
        )?;
        for (_, variables) in providers.iter() {
            writeln!(out)?;
            for (name, value) in variables.as_object().into_iter().flat_map(Object::iter) {
                writeln!(out, "{name}={}", value.as_str().unwrap_or_default())?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

async fn interrupted() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut term = signal(SignalKind::terminate())?;
    tokio::select! {
        ended = tokio::signal::ctrl_c() => ended,
        _ = term.recv() => Ok(()),
    }
}
