//! `offramp providers` and `offramp parse`.

use std::io::Write;
use std::path::PathBuf;

use super::Outcome;
use super::environment::variable;
use super::request::{provider_names, read_bytes};
use super::style::Style;
use crate::json::{Json, Object};
use crate::provider::{self, Headers, Provider, Response};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// One provider; all of them by default
    #[arg(value_parser = provider_names())]
    provider: Option<String>,

    /// Say what is configured and what is missing before real money moves; fails where something is
    #[arg(long)]
    go_live: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ParseArgs {
    /// The provider that answered
    #[arg(value_parser = provider_names())]
    provider: String,

    /// The operation that it answered
    operation: String,

    /// The body of the answer, or - for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    body: PathBuf,

    /// The HTTP status
    #[arg(long, value_name = "NUMBER", default_value_t = 200)]
    status: u16,
}

/// Prints what an answer says, as JSON; a refusal is something wrong.
pub(super) fn parse(args: &ParseArgs, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let provider: Provider = args.provider.parse()?;
    let body = read_bytes(&args.body)?;
    let response = Response { status: args.status, headers: Headers(&[]), body: &body };
    let answer = provider.parse(&args.operation, &response)?;
    writeln!(out, "{}", answer.to_json())?;
    Ok(if matches!(answer.outcome, provider::Outcome::Accepted(_)) { Outcome::Fine } else { Outcome::Wrong })
}

pub(super) fn list(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let chosen: Vec<Provider> = match &args.provider {
        Some(name) => vec![name.parse()?],
        None => Provider::ALL.to_vec(),
    };
    let mut outcome = Outcome::Fine;
    let mut items = Vec::new();
    for provider in chosen {
        if args.go_live {
            let (ready, report) = go_live(provider);
            if !ready {
                outcome = Outcome::Wrong;
            }
            items.push((provider, report));
        } else {
            items.push((provider, provider.to_json()));
        }
    }
    if json {
        writeln!(out, "{}", Json::Array(items.into_iter().map(|(_, item)| item).collect()))?;
        return Ok(outcome);
    }
    for (provider, item) in &items {
        writeln!(out, "{provider}")?;
        if args.go_live {
            print_go_live(item, style, out)?;
            continue;
        }
        for credential in provider.credentials() {
            let need = if credential.is_needed { "needed" } else { "optional" };
            writeln!(out, "  {} ({need}): {}", credential.variable, credential.name)?;
        }
        for operation in provider.operations() {
            writeln!(out, "  {}: {}", operation.name(), operation.summary())?;
        }
        for computation in provider.computations() {
            writeln!(out, "  {} (computed here)", computation.name())?;
        }
    }
    Ok(outcome)
}

/// Whether all that is needed is set, and `{provider, configured, missing, optional, checklist}`.
fn go_live(provider: Provider) -> (bool, Json) {
    let (mut configured, mut missing, mut optional) = (Vec::new(), Vec::new(), Vec::new());
    for credential in provider.credentials() {
        let list = match (variable(credential.variable), credential.is_needed) {
            (Some(_), _) => &mut configured,
            (None, true) => &mut missing,
            (None, false) => &mut optional,
        };
        list.push(Json::from(credential.variable));
    }
    let ready = missing.is_empty();
    let checklist = provider.go_live().iter().map(|point| Json::from(*point)).collect::<Vec<_>>();
    let mut json = Object::new();
    json.insert("provider", provider.as_str());
    json.insert("configured", configured);
    json.insert("missing", missing);
    json.insert("optional", optional);
    json.insert("checklist", checklist);
    (ready, Json::Object(json))
}

fn print_go_live(report: &Json, style: Style, out: &mut dyn Write) -> anyhow::Result<()> {
    for (member, label) in [
        ("configured", "set"),
        ("missing", "MISSING"),
        ("optional", "not set, not needed"),
        ("checklist", "to be checked"),
    ] {
        for item in report.get(member).and_then(Json::as_array).unwrap_or_default() {
            let label = if member == "missing" { style.error(label) } else { label.to_owned() };
            writeln!(out, "  {label}: {}", item.as_str().unwrap_or_default())?;
        }
    }
    Ok(())
}
