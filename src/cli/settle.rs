//! `offramp settle`.

use std::io::Write;

use super::Outcome;
use super::fees::put;
use super::request::{now, refuse};
use super::style::{Style, cell, lines, table};
use super::validate::print_findings;
use crate::api;
use crate::json::Object;
use crate::timestamp::Timestamp;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The currency's code
    currency: String,

    /// When the payment is made (RFC 3339); the current time by default
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,

    /// The rail; the first of the currency by default
    #[arg(long, value_name = "RAIL")]
    rail: Option<String>,

    /// The provider, which may cut off earlier
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,

    /// The cut-off by the clock, such as 15:00, where it is known better
    #[arg(long, value_name = "HH:MM")]
    cutoff: Option<String>,

    /// The zone of the clock, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,

    /// The calendar of business days: TARGET, FED, UK, CA, AU, SG or IN
    #[arg(long, value_name = "CALENDAR")]
    calendar: Option<String>,

    /// The fewest business days that the payment takes
    #[arg(long, value_name = "DAYS")]
    min_days: Option<u32>,

    /// The most business days that the payment takes
    #[arg(long, value_name = "DAYS")]
    max_days: Option<u32>,
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut request = Object::new();
    request.insert("currency", args.currency.as_str());
    request.insert("at", args.at.map_or_else(now, Ok)?.to_string());
    for (name, value) in [
        ("rail", &args.rail),
        ("provider", &args.provider),
        ("cutoff", &args.cutoff),
        ("zone", &args.zone),
        ("calendar", &args.calendar),
    ] {
        put(&mut request, name, value.as_ref());
    }
    for (name, days) in [("minBusinessDays", args.min_days), ("maxBusinessDays", args.max_days)] {
        if let Some(days) = days {
            request.insert(name, days);
        }
    }
    let arrival = match api::settlement(&request.into()) {
        Ok(arrival) => arrival,
        Err(error) if !error.findings().is_empty() => return refuse(&error, json, style, out),
        Err(error) => return Err(error.into()),
    };
    if json {
        writeln!(out, "{}", arrival.to_json())?;
        return Ok(Outcome::Fine);
    }
    match &arrival.dates {
        Some(dates) if dates.earliest == dates.latest => writeln!(out, "arrives on {}", style.bold(&dates.latest))?,
        Some(dates) => {
            let (earliest, latest) = (style.bold(&dates.earliest), style.bold(&dates.latest));
            writeln!(out, "arrives from {earliest} to {latest}")?;
        }
        None => writeln!(out, "{}", style.verdict(arrival.verdict))?,
    }
    if let Some(dates) = &arrival.dates {
        let mut rows = table(style, ["date", ""], &[]);
        rows.add_row([cell(&dates.submitted), cell("made")]);
        for day in &arrival.skipped {
            rows.add_row([cell(&day.date), cell(day.holiday.unwrap_or("weekend"))]);
        }
        rows.add_row([cell(&dates.processed), cell("processed")]);
        write!(out, "\n{}", lines(&rows))?;
    }
    print_findings(&arrival.findings, style, out)?;
    Ok(Outcome::Fine)
}
