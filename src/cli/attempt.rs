//! `offramp classify` and `offramp next-status`: what becomes of a request, and of an order.

use std::io::Write;
use std::path::PathBuf;

use super::Outcome;
use super::request::{headers, now, provider_names, read_bytes};
use super::style::{Style, printable};
use crate::api;
use crate::json::{Json, Object};
use crate::provider::Provider;
use crate::timestamp::Timestamp;

#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command")]
#[command(group(clap::ArgGroup::new("result").required(true).args(["status", "not_sent", "no_answer"])))]
pub(super) struct ClassifyArgs {
    /// The provider that the request was sent to
    #[arg(value_parser = provider_names())]
    provider: String,

    /// The operation that was tried
    operation: String,

    /// The HTTP status of the answer
    #[arg(long, value_name = "NUMBER")]
    status: Option<u16>,

    /// There was no answer, and the request was not sent
    #[arg(long)]
    not_sent: bool,

    /// There was no answer, and the request may have been received
    #[arg(long)]
    no_answer: bool,

    /// The body of the answer, or - for standard input; without it the answer has none
    #[arg(long, value_name = "FILE", requires = "status")]
    body: Option<PathBuf>,

    /// A header of the answer, such as "Retry-After: 30"
    #[arg(long = "header", value_name = "NAME: VALUE", requires = "status")]
    headers: Vec<String>,

    /// Which attempt this was, from 1
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    attempt: u32,

    /// A random number from 0 to 1, by which the wait becomes up to half as long again; 0 by default
    #[arg(long, value_name = "NUMBER")]
    jitter: Option<String>,

    /// The time (RFC 3339), for a Retry-After that is a date; the current time by default
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,

    /// The request had no idempotency key
    #[arg(long)]
    without_key: bool,

    /// Send again whatever the provider's document sends again, whatever it may cost
    #[arg(long)]
    document_exact: bool,
}

impl ClassifyArgs {
    /// `{status, headers, body}`, or `{error}`.
    fn result(&self) -> anyhow::Result<Json> {
        let mut result = Object::new();
        let Some(status) = self.status else {
            result.insert("error", if self.not_sent { "not_sent" } else { "no_answer" });
            return Ok(result.into());
        };
        result.insert("status", u32::from(status));
        result.insert("headers", headers(&self.headers)?);
        if let Some(path) = &self.body {
            result.insert("body", String::from_utf8_lossy(&read_bytes(path)?).as_ref());
        }
        Ok(result.into())
    }

    fn options(&self) -> anyhow::Result<Json> {
        let mut options = Object::new();
        options.insert("attempt", self.attempt);
        options.insert("now", self.now.map_or_else(now, Ok)?.to_string());
        options.insert("keySent", !self.without_key);
        options.insert("documentExact", self.document_exact);
        if let Some(jitter) = &self.jitter {
            options.insert("jitter", jitter.parse::<Json>().unwrap_or(Json::Null));
        }
        Ok(options.into())
    }
}

/// Says whether and when an operation may be sent again.
pub(super) fn classify(args: &ClassifyArgs, json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let advice = api::json::classify(&args.provider, &args.operation, &args.result()?, &args.options()?)?;
    if json {
        writeln!(out, "{advice}")?;
        return Ok(Outcome::Fine);
    }
    let text = |name: &str| advice.get(name).and_then(Json::as_str).map(printable);
    write!(out, "{}", text("retry").unwrap_or_default())?;
    if let Some(delay) = advice.get("delayMs").and_then(Json::as_number) {
        write!(out, " {delay} ms")?;
    }
    writeln!(out)?;
    for (name, label) in [("code", "code"), ("ask", "ask with")] {
        if let Some(value) = text(name) {
            writeln!(out, "{label} {value}")?;
        }
    }
    if advice.get("exhausted").and_then(Json::as_bool) == Some(true) {
        writeln!(out, "no attempts are left")?;
    }
    Ok(Outcome::Fine)
}

#[derive(Debug, clap::Args)]
pub(super) struct NextStatusArgs {
    /// The provider
    #[arg(value_parser = provider_names())]
    provider: String,

    /// The status that came in, in the provider's word
    incoming: String,

    /// The status that the order has, in the provider's word; without it the order has none yet
    #[arg(long, value_name = "STATUS")]
    current: Option<String>,
}

/// Says what becomes of an order when a status comes in.
pub(super) fn next_status(
    args: &NextStatusArgs,
    json: bool,
    style: Style,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let next = api::next_status(args.provider.parse::<Provider>()?, args.current.as_deref(), &args.incoming);
    if json {
        writeln!(out, "{}", next.to_json())?;
        return Ok(Outcome::Fine);
    }
    writeln!(out, "{} {} ({})", style.bold(next.step.as_str()), next.status.as_str(), printable(&next.raw))?;
    if next.is_terminal {
        writeln!(out, "nothing may follow but money that comes back")?;
    }
    if next.has_skipped {
        writeln!(out, "a status in between was skipped")?;
    }
    Ok(Outcome::Fine)
}
