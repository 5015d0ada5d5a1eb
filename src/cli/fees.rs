//! `offramp fees`.

use std::io::Write;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use comfy_table::Table;

use super::Outcome;
use super::money::{MoneyArgs, put, put_all};
use super::request::{read, refuse};
use super::style::{Style, cell, lines, printable, table};
use crate::api;
use crate::json::{Json, Object};
use crate::money::Rounding;
use crate::quote::Fees;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    money: MoneyArgs,

    #[command(flatten)]
    schedule: ScheduleArgs,
}

/// A fee schedule: a file, or a single part by flags.
#[derive(Debug, clap::Args)]
pub(super) struct ScheduleArgs {
    /// The fee schedule as JSON, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["percent", "bps", "fraction", "fixed", "min", "max", "on_top"])]
    schedule: Option<PathBuf>,

    /// A share of the amount in hundredths
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["bps", "fraction"])]
    percent: Option<String>,

    /// A share of the amount in hundredths of a percent
    #[arg(long, value_name = "NUMBER", conflicts_with = "fraction")]
    bps: Option<String>,

    /// A share of the amount between 0 and 1
    #[arg(long, value_name = "NUMBER")]
    fraction: Option<String>,

    /// What is charged besides
    #[arg(long, value_name = "AMOUNT")]
    fixed: Option<String>,

    /// The least that the fee comes to
    #[arg(long, value_name = "AMOUNT")]
    min: Option<String>,

    /// The most that the fee comes to
    #[arg(long, value_name = "AMOUNT")]
    max: Option<String>,

    /// How the fee is rounded
    #[arg(long, value_name = "MODE", default_value = "halfUp", value_parser = rounding())]
    fee_rounding: String,

    /// Add the fee to the amount instead of deducting it
    #[arg(long)]
    on_top: bool,

    /// How an amount with more decimals than the currency is cut; without it such an amount is refused
    #[arg(long, value_name = "MODE", value_parser = rounding())]
    amount_rounding: Option<String>,
}

pub(super) fn rounding() -> PossibleValuesParser {
    PossibleValuesParser::new(Rounding::ALL.iter().map(|mode| mode.as_str()))
}

impl ScheduleArgs {
    pub(super) fn json(&self) -> anyhow::Result<Json> {
        if let Some(path) = &self.schedule {
            return read(path);
        }
        let mut part = Object::new();
        let given = [
            ("percent", &self.percent),
            ("bps", &self.bps),
            ("fraction", &self.fraction),
            ("fixed", &self.fixed),
            ("min", &self.min),
            ("max", &self.max),
        ];
        put_all(&mut part, &given);
        let mut parts = Vec::new();
        if !part.is_empty() {
            part.insert("name", "fee");
            part.insert("rounding", self.fee_rounding.as_str());
            parts.push(Json::Object(part));
        }
        let mut schedule = Object::new();
        schedule.insert("parts", parts);
        schedule.insert("charge", if self.on_top { "onTop" } else { "deducted" });
        put(&mut schedule, "amountRounding", self.amount_rounding.as_ref());
        Ok(schedule.into())
    }
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut request = args.money.request("amount");
    request.insert("schedule", args.schedule.json()?);
    let fees = match api::compute_fees(&request.into()) {
        Ok(fees) => fees,
        Err(error) if !error.findings().is_empty() => return refuse(&error, json, style, out),
        Err(error) => return Err(error.into()),
    };
    if json {
        writeln!(out, "{}", fees.to_json())?;
        return Ok(Outcome::Fine);
    }
    let mut rows = table(style, ["", "amount", ""], &[1]);
    rows.add_row([cell("gross"), cell(fees.gross()), cell(fees.currency())]);
    add_fees(&mut rows, &fees);
    rows.add_row([cell(style.bold("net")), cell(style.bold(fees.net())), cell("")]);
    write!(out, "{}", lines(&rows))?;
    Ok(Outcome::Fine)
}

/// One row for each part and one for the sum.
pub(super) fn add_fees(rows: &mut Table, fees: &Fees) {
    for part in fees.parts() {
        rows.add_row([cell(format!("  {}", printable(part.name()))), cell(part.amount()), cell(part.explanation())]);
    }
    rows.add_row([cell("fee"), cell(fees.fee()), cell(fees.currency())]);
}
