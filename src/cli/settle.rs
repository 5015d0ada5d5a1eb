//! `offramp settle`.

use std::io::Write;

use comfy_table::Table;

use super::Outcome;
use super::money::put_all;
use super::request::{now, refuse};
use super::style::{Style, cell, lines, table};
use super::validate::print_findings;
use crate::api;
use crate::finding::Verdict;
use crate::json::{Json, Object};
use crate::quote::{ArrivalDates, Way};
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

    /// The scheme that clears it, such as `sepa_instant` or `ach_same_day`; all of the rail by default
    #[arg(long, value_name = "SCHEME")]
    scheme: Option<String>,

    /// The amount, which not every scheme carries
    #[arg(long, value_name = "AMOUNT")]
    amount: Option<String>,

    /// The network of a token
    #[arg(long, value_name = "NETWORK")]
    network: Option<String>,

    /// When it should be there (RFC 3339); the latest time to send is said
    #[arg(long, value_name = "TIME")]
    arrive_by: Option<String>,

    /// A day on which nothing is settled besides, such as 2027-01-26
    #[arg(long, value_name = "DATE")]
    holiday: Vec<String>,

    /// A day on which money is settled after all
    #[arg(long, value_name = "DATE")]
    open: Vec<String>,

    /// The provider, which may cut off earlier
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,

    /// The cut-off by the clock, such as 15:00, where it is known better
    #[arg(long, value_name = "HH:MM")]
    cutoff: Option<String>,

    /// The zone of the clock, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,

    /// The calendars of business days, with commas between them: TARGET, FED, UK, CA, AU, SG, IN, NP, KE, UG, TZ, NG, MX, BR, CO, PH, CH, HK, JP, AE
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
    if args.at.is_some() || args.arrive_by.is_none() {
        request.insert("at", args.at.map_or_else(now, Ok)?.to_string());
    }
    let given = [
        ("rail", &args.rail),
        ("scheme", &args.scheme),
        ("amount", &args.amount),
        ("network", &args.network),
        ("arriveBy", &args.arrive_by),
        ("provider", &args.provider),
        ("cutoff", &args.cutoff),
        ("zone", &args.zone),
        ("calendar", &args.calendar),
    ];
    put_all(&mut request, &given);
    for (name, days) in [("minBusinessDays", args.min_days), ("maxBusinessDays", args.max_days)] {
        if let Some(days) = days {
            request.insert(name, days);
        }
    }
    for (name, days) in [("holidays", &args.holiday), ("open", &args.open)] {
        if !days.is_empty() {
            request.insert(name, Json::texts(days.iter().map(String::as_str)));
        }
    }
    let arrival = match api::settlement(&request.into()) {
        Ok(arrival) => arrival,
        Err(error) if !error.findings().is_empty() => return refuse(&error, json, style, out),
        Err(error) => return Err(error.into()),
    };
    let outcome = if arrival.verdict == Verdict::Invalid { Outcome::Wrong } else { Outcome::Fine };
    if json {
        writeln!(out, "{}", arrival.to_json())?;
        return Ok(outcome);
    }
    let way = &arrival.way;
    match (&way.dates, way.times) {
        // hours, where a scheme has them
        (Some(_), Some((earliest, latest))) if !arrival.ways.is_empty() => {
            writeln!(out, "arrives from {} to {}", style.bold(earliest), style.bold(latest))?;
        }
        (Some(dates), _) if dates.earliest == dates.latest => {
            writeln!(out, "arrives on {}", style.bold(&dates.latest))?;
        }
        (Some(dates), _) => {
            let (earliest, latest) = (style.bold(&dates.earliest), style.bold(&dates.latest));
            writeln!(out, "arrives from {earliest} to {latest}")?;
        }
        (None, _) => writeln!(out, "{}", style.verdict(arrival.verdict))?,
    }
    if let Some(send_by) = way.send_by {
        writeln!(out, "send by {}", style.bold(send_by))?;
    }
    if arrival.ways.len() > 1 {
        let mut rows = table(style, ["scheme", "earliest", "latest", ""], &[]);
        for way in &arrival.ways {
            let (earliest, latest) = way.times.unzip();
            let time = |time: Option<Timestamp>| time.map_or_else(|| "not known".to_owned(), |time| time.to_string());
            let send_by = way.send_by.map_or_else(String::new, |until| format!("send by {until}"));
            rows.add_row([
                cell(way.scheme.unwrap_or_default()),
                cell(time(earliest)),
                cell(time(latest)),
                cell(send_by),
            ]);
        }
        write!(out, "\n{}", lines(&rows))?;
    } else if let Some(dates) = &way.dates {
        write!(out, "\n{}", lines(&days(way, dates, style)))?;
    }
    print_findings(&arrival.findings, style, out)?;
    if let Some(fallback) = way.fallback.filter(|_| arrival.verdict == Verdict::Invalid) {
        writeln!(out, "{fallback} may carry it")?;
    }
    Ok(outcome)
}

/// One row a day, in their order, ending with the last on which the money can arrive.
fn days(way: &Way, dates: &ArrivalDates, style: Style) -> Table {
    let mut rows: Vec<(&str, String)> = vec![(&dates.submitted, "made".to_owned())];
    for day in &way.skipped {
        rows.push((&day.date, day.holiday.unwrap_or("weekend").to_owned()));
    }
    // the business day of a wire begins in the evening before
    rows.push(if dates.processed > dates.latest {
        (&dates.latest, ["processed for ", &dates.processed].concat())
    } else {
        (&dates.processed, "processed".to_owned())
    });
    if dates.earliest != dates.latest {
        rows.push((&dates.earliest, "arrives at the earliest".to_owned()));
    }
    rows.push((&dates.latest, "arrives".to_owned()));
    rows.sort_by(|a, b| a.0.cmp(b.0));
    let mut table = table(style, ["date", ""], &[]);
    let mut rows = rows.into_iter().peekable();
    while let Some((date, mut what)) = rows.next() {
        while let Some((_, more)) = rows.next_if(|(next, _)| *next == date) {
            what.push_str(", ");
            what.push_str(&more);
        }
        table.add_row([cell(date), cell(what)]);
    }
    table
}
