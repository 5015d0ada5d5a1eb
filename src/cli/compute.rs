//! `offramp compute` and `offramp key`: what is worked out of an input without sending anything.

use std::io::Write;
use std::path::PathBuf;

use super::Outcome;
use super::request::{provider_names, read, refuse};
use super::style::Style;
use crate::api;
use crate::error::{Error, ErrorCode};
use crate::json::{Json, Object};

#[derive(Debug, clap::Args)]
pub(super) struct ComputeArgs {
    /// The provider
    #[arg(value_parser = provider_names())]
    provider: String,

    /// The computation, such as settings; `offramp providers PROVIDER` lists them
    name: String,

    /// The input as JSON, or - for standard input; without it the computation has none
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(super) struct KeyArgs {
    /// The provider
    #[arg(value_parser = provider_names())]
    provider: String,

    /// The operation, such as createTransfer
    operation: String,

    /// The input as JSON, or - for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    input: PathBuf,

    /// The fingerprint that was stored with the key: where it is another, the command fails
    #[arg(long, value_name = "TEXT")]
    stored_fingerprint: Option<String>,
}

/// Prints what was worked out, as JSON.
pub(super) fn compute(args: &ComputeArgs, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let input = args.input.as_deref().map_or(Ok(Json::Null), read)?;
    match api::json::compute(&args.provider, &args.name, &input) {
        Ok(answer) => writeln!(out, "{answer}")?,
        Err(error) => return fail(error, json, style, out),
    }
    Ok(Outcome::Fine)
}

/// Prints the key and the fingerprint.
pub(super) fn key(args: &KeyArgs, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut options = Object::new();
    if let Some(stored) = &args.stored_fingerprint {
        options.insert("storedFingerprint", stored.as_str());
    }
    let found = api::json::idempotency_key(&args.provider, &args.operation, &read(&args.input)?, &options.into());
    match found {
        Ok(found) if json => writeln!(out, "{found}")?,
        Ok(found) => {
            for name in ["key", "fingerprint"] {
                let text = found.get(name).and_then(Json::as_str).unwrap_or_default();
                writeln!(out, "{} {text}", style.faint(name))?;
            }
        }
        Err(error) => return fail(error, json, style, out),
    }
    Ok(Outcome::Fine)
}

/// What is wrong with the input, and what must not be done twice, are answers; all else is an error of the command.
fn fail(error: Error, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    if !error.findings().is_empty() {
        return refuse(&error, json, style, out);
    }
    let is_answer = matches!(
        error.code(),
        ErrorCode::InputInvalid | ErrorCode::IdempotencyKeyReused | ErrorCode::PayoutAlreadyTriggered
    );
    if !is_answer {
        return Err(error.into());
    }
    let code = error.code().as_str();
    if json {
        let mut said = Object::new();
        said.insert("code", code);
        said.insert("field", error.field());
        said.insert("message", error.to_string());
        writeln!(out, "{}", Json::Object(said))?;
    } else {
        writeln!(out, "{} {code}: {error}", style.error("error"))?;
    }
    Ok(Outcome::Wrong)
}
