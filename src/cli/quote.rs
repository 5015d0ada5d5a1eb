//! `offramp quote`.

use std::io::Write;
use std::path::PathBuf;

use super::Outcome;
use super::fees::{ScheduleArgs, add_fees, rounding};
use super::money::put_all;
use super::request::{now, read, refuse};
use super::style::{Style, cell, lines, table};
use super::validate::print_findings;
use crate::api;
use crate::finding::Verdict;
use crate::json::{Json, Object};
use crate::timestamp::Timestamp;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What is sent; with --target, what is to arrive
    #[arg(required_unless_present = "request")]
    amount: Option<String>,

    /// The currency or token that is sent
    #[arg(required_unless_present = "request")]
    source: Option<String>,

    /// The currency that arrives
    #[arg(required_unless_present = "request")]
    destination: Option<String>,

    /// How much of the destination one unit of the source is worth
    #[arg(long, value_name = "NUMBER", required_unless_present = "request")]
    rate: Option<String>,

    /// How what arrives is rounded
    #[arg(long, value_name = "MODE", default_value = "down", value_parser = rounding())]
    rounding: String,

    #[command(flatten)]
    schedule: ScheduleArgs,

    /// Charge the fees in the currency that arrives
    #[arg(long)]
    fee_in_destination: bool,

    /// Say what must be sent so that the amount arrives
    #[arg(long)]
    target: bool,

    /// The network of the token that is sent, which may decide its decimals
    #[arg(long, value_name = "NETWORK")]
    network: Option<String>,

    /// The provider, which may count the currencies in fewer decimals
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,

    /// A rate to hold the rate against
    #[arg(long, value_name = "NUMBER")]
    reference_rate: Option<String>,

    /// Who bears the charges of banks on the way: OUR, SHA or BEN, or their names in ISO 20022
    #[arg(long, value_name = "CODE")]
    bearer: Option<String>,

    /// When the quote expires (RFC 3339)
    #[arg(long, value_name = "TIME")]
    expires_at: Option<String>,

    /// The time of the question (RFC 3339); the current time by default
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,

    /// The whole request as JSON, or - for standard input, instead of arguments
    #[arg(long, value_name = "FILE", conflicts_with_all = ["amount", "rate", "schedule"])]
    request: Option<PathBuf>,
}

impl Args {
    fn json(&self) -> anyhow::Result<Json> {
        if let Some(path) = &self.request {
            return read(path);
        }
        let mut request = Object::new();
        let given = [
            ("amount", &self.amount),
            ("sourceCurrency", &self.source),
            ("sourceNetwork", &self.network),
            ("destinationCurrency", &self.destination),
            ("exchangeRate", &self.rate),
            ("provider", &self.provider),
            ("referenceRate", &self.reference_rate),
            ("bearer", &self.bearer),
            ("expiresAt", &self.expires_at),
        ];
        put_all(&mut request, &given);
        request.insert("rounding", self.rounding.as_str());
        request.insert("schedule", self.schedule.json()?);
        if self.fee_in_destination {
            request.insert("feeCurrency", "destination");
        }
        if self.expires_at.is_some() {
            request.insert("now", self.now.map_or_else(now, Ok)?.to_string());
        }
        Ok(request.into())
    }
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let request = args.json()?;
    let quote = if args.target { api::quote_for_target(&request) } else { api::quote(&request) };
    let quote = match quote {
        Ok(quote) => quote,
        Err(error) if !error.findings().is_empty() => return refuse(&error, json, style, out),
        Err(error) => return Err(error.into()),
    };
    let outcome = if quote.verdict == Verdict::Invalid { Outcome::Wrong } else { Outcome::Fine };
    if json {
        writeln!(out, "{}", quote.to_json())?;
        return Ok(outcome);
    }
    let mut rows = table(style, ["", "amount", ""], &[1]);
    rows.add_row([cell("send"), cell(quote.source_amount), cell(quote.source_currency())]);
    add_fees(&mut rows, &quote.fees);
    rows.add_row([cell("converted"), cell(quote.converted_amount), cell(format!("at {}", quote.exchange_rate()))]);
    rows.add_row([
        cell(style.bold("arrives")),
        cell(style.bold(quote.destination_amount)),
        cell(quote.destination_currency()),
    ]);
    write!(out, "{}", lines(&rows))?;
    if let Some((least, most)) = quote.arrives_between {
        writeln!(out, "between {least} and {most} {} arrive", quote.destination_currency())?;
    }
    if let Some(minimum) = quote.minimum_destination_amount {
        writeln!(out, "at least {minimum} {} must arrive", quote.destination_currency())?;
    }
    if let Some(until) = quote.usable_until {
        writeln!(out, "usable until {until}")?;
    }
    print_findings(&quote.findings, style, out)?;
    Ok(outcome)
}
