//! `offramp destination`.

use std::io::{self, Read, Write};

use anyhow::Context;

use super::data::DataArgs;
use super::payment::Payment;
use super::style::{Style, place, printable};
use super::{FailOn, Outcome, StrictnessArg};
use crate::api;
use crate::json::{Json, Object};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The currency's code
    currency: String,

    /// The fields as NAME=VALUE, or - for a JSON object on standard input
    #[arg(required = true, value_name = "FIELD")]
    fields: Vec<String>,

    #[command(flatten)]
    payment: Payment,

    #[command(flatten)]
    data: DataArgs,

    /// How strictly to judge
    #[arg(long, value_enum, default_value_t, value_name = "STRICTNESS")]
    strictness: StrictnessArg,

    /// Also end with status 1 where the verdict is undetermined, or there is a warning
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut options = args.payment.bank_options(args.strictness.into())?;
    options.directories = args.data.load()?;
    let report = api::validate_bank_account(&args.currency, &fields(&args.fields)?, &options);
    if json {
        serde_json::to_writer(&mut *out, &report)?;
        writeln!(out)?;
    } else {
        let rail = report.rail.map_or(String::new(), |rail| format!(" by {rail}"));
        writeln!(out, "{} {}{rail}", style.verdict(report.verdict), printable(&report.currency))?;
        for (name, value) in report.normalized.iter() {
            writeln!(out, "  {} {}", style.faint(name), printable(value.as_str().unwrap_or_default()))?;
        }
        for finding in &report.findings {
            let place = place(finding);
            let place = if place.is_empty() { place } else { format!(" {place}") };
            let (severity, code) = (style.severity(finding.severity()), finding.code().as_str());
            writeln!(out, "  {severity} {code}{place}: {}", style.message(finding))?;
        }
    }
    let is_wrong = FailOn::is_met(args.fail_on, report.verdict, &report.findings);
    Ok(if is_wrong { Outcome::Wrong } else { Outcome::Fine })
}

fn fields(given: &[String]) -> anyhow::Result<Object> {
    if let [only] = given
        && only == "-"
    {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).context("cannot read standard input")?;
        let json: Json = text.parse()?;
        return json.as_object().cloned().context("an object of fields is needed");
    }
    let mut fields = Object::new();
    for field in given {
        let (name, value) =
            field.split_once('=').with_context(|| format!("{field:?} is not of the form NAME=VALUE"))?;
        anyhow::ensure!(fields.get(name).is_none(), "the field {name:?} is there twice");
        fields.insert(name, value);
    }
    Ok(fields)
}
