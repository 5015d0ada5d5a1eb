//! `offramp fields`.

use std::io::Write;

use super::Outcome;
use super::payment::Payment;
use super::style::{Style, cell, lines, table};
use crate::api;
use crate::identifier::Strictness;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The currency's code
    currency: String,

    #[command(flatten)]
    payment: Payment,

    /// Print the JSON Schema (2020-12)
    #[arg(long)]
    json_schema: bool,
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let options = args.payment.bank_options(Strictness::Strict)?;
    if args.json_schema {
        writeln!(out, "{}", api::bank_account_json_schema(&args.currency, &options)?)?;
        return Ok(Outcome::Fine);
    }
    let described = api::bank_account_fields(&args.currency, &options)?;
    if json {
        serde_json::to_writer(&mut *out, &described)?;
        writeln!(out)?;
        return Ok(Outcome::Fine);
    }
    writeln!(out, "{}", style.bold(format!("{} by {}", described.currency, described.rail)))?;
    let mut rows = table(style, ["field", "", "what", "example"], &[]);
    for field in &described.fields {
        let group = described.any_of.iter().position(|group| group.contains(&field.name));
        let need = match (field.required, group) {
            (true, _) => "needed".to_owned(),
            (false, Some(_)) => "one of".to_owned(),
            (false, None) => "optional".to_owned(),
        };
        rows.add_row([cell(field.name), cell(need), cell(field.help), cell(field.example)]);
    }
    write!(out, "\n{}", lines(&rows))?;
    for group in &described.any_of {
        writeln!(out, "\none of these is needed: {}", group.join(", "))?;
    }
    if let Some(settlement) = described.settlement {
        let (least, most) = (settlement.min_business_days, settlement.max_business_days);
        let days = if least == most { least.to_string() } else { format!("{least} to {most}") };
        writeln!(out, "\narrives within {days} business day{}", if most == 1 { "" } else { "s" })?;
    }
    Ok(Outcome::Fine)
}
