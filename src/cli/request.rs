//! `offramp request`.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use clap::builder::PossibleValuesParser;

use super::environment::variable;
use super::style::{Style, printable};
use super::{Outcome, StrictnessArg};
use crate::api;
use crate::error::Error;
use crate::json::{Json, Object};
use crate::provider::{Context, Credentials, Operation, Provider};
use crate::timestamp::Timestamp;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The provider. Its credentials are read from environment variables, such as `COINUT_API_KEY` and
    /// `COINUT_API_SECRET`
    #[arg(value_parser = provider_names())]
    provider: String,

    /// The operation, such as createOfframpFlow
    operation: String,

    /// The input as JSON, or - for standard input; without it the operation has none
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,

    /// The time of the request (RFC 3339); the current time by default
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,

    /// A text that no other request has; a random UUID by default
    #[arg(long, value_name = "TEXT")]
    nonce: Option<String>,

    /// The key by which the provider knows a repeated request again
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,

    /// When the quote expires that the request uses (RFC 3339); a request after that is refused
    #[arg(long, value_name = "TIME")]
    expires_at: Option<Timestamp>,

    /// How the provider's API is meant to be, such as rahat@upstream; as in the document by default
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,

    /// The answer of Unigox to listPaymentRails as JSON: payment details are held to the fields of their rail
    #[arg(long, value_name = "FILE")]
    rails: Option<PathBuf>,

    /// Print the request as a log may have it, without secrets and account numbers
    #[arg(long)]
    masked: bool,

    /// How strictly to judge the input
    #[arg(long, value_enum, default_value_t, value_name = "STRICTNESS")]
    strictness: StrictnessArg,
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let provider: Provider = args.provider.parse()?;
    provider.operation(&args.operation).map_err(|error| {
        let names: Vec<_> = provider.operations().iter().map(Operation::name).collect();
        anyhow::anyhow!("{error}; known ones are {}", names.join(", "))
    })?;
    let input = args.input.as_deref().map_or(Ok(Json::Null), read)?;
    let mut credentials = Credentials::new();
    for credential in provider.credentials() {
        if let Some(value) = variable(credential.variable) {
            credentials = credentials.with(credential.name, value);
        } else if credential.is_needed {
            anyhow::bail!("the environment variable {} is not set", credential.variable);
        }
    }
    let mut context = Context::at(args.now.map_or_else(now, Ok)?);
    context.nonce = Some(args.nonce.clone().map_or_else(uuid, Ok)?);
    context.idempotency_key.clone_from(&args.idempotency_key);
    context.expires_at = args.expires_at;
    context.profile.clone_from(&args.profile);
    context.strictness = args.strictness.into();
    if let Some(path) = &args.rails {
        context.hold_to_rails(&read(path)?)?;
    }
    let request = match api::build_request(provider, &args.operation, &input, &credentials, &context) {
        Ok(request) => request,
        Err(error) if !error.findings().is_empty() => return refuse(&error, json, style, out),
        Err(error) => return Err(error.into()),
    };
    for finding in request.findings() {
        let (severity, message) = (style.severity(finding.severity()), style.message(finding));
        writeln!(io::stderr(), "{severity} {} at {}: {message}", finding.code().as_str(), printable(finding.path()))?;
    }
    if args.masked {
        writeln!(out, "{}", api::mask_request(&request.to_json()))?;
        return Ok(Outcome::Fine);
    }
    if json {
        writeln!(out, "{}", request.to_json())?;
        return Ok(Outcome::Fine);
    }
    writeln!(out, "{} {}", request.method().as_str(), request.url())?;
    for (name, value) in request.headers() {
        writeln!(out, "{name}: {value}")?;
    }
    if let Some(body) = request.bytes() {
        writeln!(out)?;
        out.write_all(body)?;
        writeln!(out)?;
    }
    Ok(Outcome::Fine)
}

/// Says all that is wrong with the input.
pub(super) fn refuse(error: &Error, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    if json {
        serde_json::to_writer(&mut *out, error.findings())?;
        writeln!(out)?;
        return Ok(Outcome::Wrong);
    }
    for finding in error.findings() {
        let (severity, message) = (style.severity(finding.severity()), style.message(finding));
        writeln!(out, "{severity} {} at {}: {message}", finding.code().as_str(), printable(finding.path()))?;
    }
    Ok(Outcome::Wrong)
}

/// Headers as `{name: text}`, or `{name: [text, ..]}` where one came several times.
pub(super) fn headers(given: &[String]) -> anyhow::Result<Json> {
    let mut headers = Object::new();
    for header in given {
        let (name, value) = header.split_once(':').context("a header is NAME: VALUE")?;
        let mut values = headers.get(name.trim()).and_then(Json::as_array).unwrap_or_default().to_vec();
        values.push(value.trim().into());
        headers.insert(name.trim(), values);
    }
    Ok(Json::Object(headers))
}

/// The names that a provider can be given by.
pub(super) fn provider_names() -> PossibleValuesParser {
    PossibleValuesParser::new(Provider::ALL.iter().map(|provider| provider.as_str()))
}

pub(super) fn read(path: &Path) -> anyhow::Result<Json> {
    Json::from_slice(&read_bytes(path)?).with_context(|| format!("cannot read {}", path.display()))
}

/// The bytes of a file, or of standard input for `-`.
pub(super) fn read_bytes(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    }
    Ok(bytes)
}

#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
pub(super) fn now() -> anyhow::Result<Timestamp> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    Ok(Timestamp::from_unix_seconds(i64::try_from(seconds)?)?)
}

/// 128 random bits.
pub(super) fn random() -> anyhow::Result<[u8; 16]> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no random numbers: {error}"))?;
    Ok(bytes)
}

/// A UUID of version 4 (RFC 9562).
pub(super) fn uuid() -> anyhow::Result<String> {
    Ok(uuid::Builder::from_random_bytes(random()?).into_uuid().to_string())
}
