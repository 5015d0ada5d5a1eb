//! `offramp amount`.

use std::io::Write;

use super::Outcome;
use super::fees::rounding;
use super::money::MoneyArgs;
use super::money::put;
use super::request::refuse;
use super::style::{Style, cell, lines, table};
use super::validate::print_findings;
use crate::api;
use crate::finding::Verdict;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    money: MoneyArgs,

    /// The amount is a count of smallest units, such as cents
    #[arg(long, conflicts_with_all = ["words", "locale", "display"])]
    minor_units: bool,

    /// How what can be paid in cash is rounded
    #[arg(long, value_name = "MODE", value_parser = rounding())]
    cash: Option<String>,

    /// Write it as the readers of a language do, such as en-IN, hi or de-CH
    #[arg(long, value_name = "LOCALE")]
    locale: Option<String>,

    /// What stands for the currency: code, symbol or none
    #[arg(long, value_name = "WHAT", conflicts_with = "words")]
    display: Option<String>,

    /// Write it in words, in English or Hindi
    #[arg(long)]
    words: bool,
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut request = args.money.request(if args.minor_units { "minorUnits" } else { "amount" });
    if args.words || args.locale.is_some() || args.display.is_some() {
        put(&mut request, "locale", args.locale.as_ref());
        put(&mut request, "display", args.display.as_ref());
        let request = request.into();
        let text = if args.words { api::amount_in_words(&request) } else { api::format_amount(&request) };
        match text {
            Ok(text) if json => writeln!(out, "{}", text.to_json())?,
            Ok(text) => writeln!(out, "{}", text.text)?,
            Err(error) if !error.findings().is_empty() => return refuse(&error, json, style, out),
            Err(error) => return Err(error.into()),
        }
        return Ok(Outcome::Fine);
    }
    put(&mut request, "cash", args.cash.as_ref());
    let report = match api::parse_amount(&request.into()) {
        Ok(report) => report,
        Err(error) if !error.findings().is_empty() => return refuse(&error, json, style, out),
        Err(error) => return Err(error.into()),
    };
    if json {
        writeln!(out, "{}", report.to_json())?;
    } else {
        writeln!(out, "{}", style.verdict(report.verdict))?;
        let mut rows = table(style, ["", "amount", ""], &[1]);
        if let Some(amount) = report.amount {
            rows.add_row([cell("amount"), cell(amount), cell(report.currency)]);
        }
        if let Some(cash) = report.cash {
            rows.add_row([cell("in cash"), cell(cash), cell(report.currency)]);
        }
        if rows.row_count() > 0 {
            write!(out, "\n{}", lines(&rows))?;
        }
        print_findings(&report.findings, style, out)?;
    }
    Ok(if report.verdict == Verdict::Invalid { Outcome::Wrong } else { Outcome::Fine })
}
