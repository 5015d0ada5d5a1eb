//! `offramp explain-signature`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;

use super::Outcome;
use super::environment::variable;
use super::request::{provider_names, read};
use super::style::{Style, cell, lines, printable, table};
use crate::api;
use crate::json::{Json, Object};
use crate::provider::Provider;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The provider. The secret of a delivery is read from the environment variable `OFFRAMP_WEBHOOK_SECRET`, that of a
    /// request from the variable of its credential, such as `COINUT_API_SECRET`
    #[arg(value_parser = provider_names())]
    provider: String,

    /// A request `{method, url, headers?, body?}`, as `offramp request --json` prints it, or a delivery from the
    /// provider `{url?, headers, body}`; standard input by default
    #[arg(value_name = "FILE", default_value = "-")]
    message: PathBuf,

    /// The scheme of deliveries, for providers whose document names none
    #[arg(long, value_parser = ["standard-webhooks", "hex-hmac"])]
    scheme: Option<String>,

    /// The header of the scheme hex-hmac; X-Signature by default
    #[arg(long, value_name = "NAME")]
    signature_header: Option<String>,
}

impl Args {
    /// The name of the environment variable that holds the secret; none where requests are not signed.
    fn secret(provider: Provider, is_request: bool) -> Option<&'static str> {
        if !is_request {
            return Some("OFFRAMP_WEBHOOK_SECRET");
        }
        let signature = provider.to_json().get("signatures")?.get("request")?.get("credential")?.as_str()?.to_owned();
        provider.credentials().iter().find(|one| one.name == signature).map(|one| one.variable)
    }
}

/// Prints what is signed, part by part, and the signature.
pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let (provider, message) = (args.provider.parse::<Provider>()?, read(&args.message)?);
    let mut settings = Object::new();
    if let Some(name) = Args::secret(provider, message.get("method").is_some_and(|method| !method.is_null())) {
        let secret = variable(name).with_context(|| format!("the environment variable {name} is not set"))?;
        settings.insert("secret", secret);
    }
    for (name, value) in [("scheme", &args.scheme), ("signatureHeader", &args.signature_header)] {
        if let Some(value) = value {
            settings.insert(name, value.as_str());
        }
    }
    let steps = api::json::explain_signature(&args.provider, &message, &settings.into())?;
    if json {
        writeln!(out, "{steps}")?;
        return Ok(Outcome::Fine);
    }
    let text = |json: &Json, name: &str| json.get(name).and_then(Json::as_str).map(printable).unwrap_or_default();
    if steps.is_null() {
        writeln!(out, "the requests of {provider} are not signed")?;
        return Ok(Outcome::Fine);
    }
    let mut rows = table(style, ["part", "value"], &[]);
    for part in steps.get("parts").and_then(Json::as_array).unwrap_or_default() {
        rows.add_row([cell(text(part, "name")), cell(text(part, "value"))]);
    }
    write!(out, "{}", lines(&rows))?;
    let separator = match text(&steps, "separator").as_str() {
        "" => "nothing".to_owned(),
        "\u{fffd}" => "a line end".to_owned(),
        other => other.to_owned(),
    };
    writeln!(
        out,
        "\nbetween the parts stands {separator}; {} in {}:",
        text(&steps, "algorithm"),
        text(&steps, "encoding")
    )?;
    writeln!(out, "{}: {}", text(&steps, "header"), text(&steps, "signature"))?;
    Ok(Outcome::Fine)
}
