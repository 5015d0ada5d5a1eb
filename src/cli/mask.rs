//! `offramp mask`.

use std::io::Write;
use std::path::PathBuf;

use super::Outcome;
use super::request::read;
use crate::api;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A request, an answer or an event as JSON; standard input by default
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,
}

pub(super) fn run(args: &Args, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    writeln!(out, "{}", api::mask_request(&read(&args.file)?))?;
    Ok(Outcome::Fine)
}
