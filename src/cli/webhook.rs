//! `offramp webhook`.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;

use super::Outcome;
use super::environment::variable;
use super::request::{headers as headers_of, now, provider_names, read_bytes, uuid};
use crate::api;
use crate::json::{Json, Object};
use crate::timestamp::Timestamp;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Verify a delivery and print its event
    Verify {
        #[command(flatten)]
        delivery: Delivery,

        /// A header of the delivery, such as "X-Signature: abc"
        #[arg(long = "header", value_name = "NAME: VALUE")]
        headers: Vec<String>,

        /// How many seconds the delivery may be old or early
        #[arg(long, value_name = "SECONDS")]
        tolerance: Option<u32>,
    },
    /// Print the headers with which the provider would deliver a body
    Sign {
        #[command(flatten)]
        delivery: Delivery,

        /// The text that no other delivery has; a random UUID by default
        #[arg(long, value_name = "TEXT")]
        nonce: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Delivery {
    /// The provider. The secret is read from the environment variable `OFFRAMP_WEBHOOK_SECRET`
    #[arg(value_parser = provider_names())]
    provider: String,

    /// The body as it came in, or - for standard input
    #[arg(long, value_name = "FILE", default_value = "-")]
    body: PathBuf,

    /// The URL under which deliveries are received; Coinut signs it
    #[arg(long, value_name = "URL")]
    url: Option<String>,

    /// The scheme, for providers whose document names none
    #[arg(long, value_parser = ["standard-webhooks", "hex-hmac"])]
    scheme: Option<String>,

    /// The header of the scheme hex-hmac; X-Signature by default
    #[arg(long, value_name = "NAME")]
    signature_header: Option<String>,

    /// The time (RFC 3339); the current time by default
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,
}

impl Delivery {
    fn settings(&self) -> anyhow::Result<Json> {
        let mut settings = Object::new();
        let secret =
            variable("OFFRAMP_WEBHOOK_SECRET").context("the environment variable OFFRAMP_WEBHOOK_SECRET is not set")?;
        settings.insert("secret", secret);
        for (name, value) in [("url", &self.url), ("scheme", &self.scheme), ("signatureHeader", &self.signature_header)]
        {
            if let Some(value) = value {
                settings.insert(name, value.as_str());
            }
        }
        Ok(Json::Object(settings))
    }

    fn options(&self) -> anyhow::Result<Object> {
        let mut options = Object::new();
        options.insert("now", self.now.map_or_else(now, Ok)?.to_string());
        Ok(options)
    }
}

pub(super) fn run(command: &Command, json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match command {
        Command::Verify { delivery, headers, tolerance } => {
            let mut options = delivery.options()?;
            if let Some(tolerance) = tolerance {
                options.insert("toleranceSeconds", *tolerance);
            }
            let (settings, given, body) = (delivery.settings()?, headers_of(headers)?, read_bytes(&delivery.body)?);
            let verified = api::json::verify_webhook(&delivery.provider, &settings, &given, &body, &options.into());
            match verified {
                Ok(event) => writeln!(out, "{event}")?,
                Err(error) if error.is_untrusted() => {
                    writeln!(out, "{}: {error}", error.code().as_str())?;
                    return Ok(Outcome::Wrong);
                }
                Err(error) => return Err(error.into()),
            }
        }
        Command::Sign { delivery, nonce } => {
            let mut options = delivery.options()?;
            options.insert("nonce", nonce.clone().map_or_else(uuid, Ok)?);
            let (settings, body) = (delivery.settings()?, read_bytes(&delivery.body)?);
            let headers = api::json::sign_webhook(&delivery.provider, &settings, &body, &options.into())?;
            if json {
                writeln!(out, "{headers}")?;
                return Ok(Outcome::Fine);
            }
            for (name, value) in headers.as_object().into_iter().flat_map(Object::iter) {
                writeln!(out, "{name}: {}", value.as_str().unwrap_or_default())?;
            }
        }
    }
    Ok(Outcome::Fine)
}
