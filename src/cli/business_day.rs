//! `offramp business-day`.

use std::io::Write;

use super::Outcome;
use super::money::put;
use super::request::refuse;
use super::style::{Style, cell, lines, table};
use super::validate::print_findings;
use crate::api;
use crate::json::{Json, Object};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The calendars, with commas between them: TARGET, FED, UK, CA, AU, SG, IN, NP, KE, UG, TZ, NG, MX, BR, CO, PH, CH, HK, JP, AE
    calendar: String,

    /// The day, such as 2026-12-25
    date: String,

    /// Name the business day that comes this many business days later, or earlier where the number is negative
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
    add: Option<i32>,

    /// Count the business days after the day until this one
    #[arg(long, value_name = "DATE")]
    until: Option<String>,

    /// A day on which nothing is settled besides, such as 2027-01-26
    #[arg(long, value_name = "DATE")]
    holiday: Vec<String>,

    /// A day on which money is settled after all
    #[arg(long, value_name = "DATE")]
    open: Vec<String>,
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut request = Object::new();
    request.insert("calendar", args.calendar.as_str());
    request.insert("date", args.date.as_str());
    put(&mut request, "until", args.until.as_ref());
    if let Some(add) = args.add {
        request.insert("add", add.to_string());
    }
    for (name, days) in [("holidays", &args.holiday), ("open", &args.open)] {
        if !days.is_empty() {
            request.insert(name, Json::texts(days.iter().map(String::as_str)));
        }
    }
    let day = match api::business_day(&request.into()) {
        Ok(day) => day,
        Err(error) if !error.findings().is_empty() => return refuse(&error, json, style, out),
        Err(error) => return Err(error.into()),
    };
    if json {
        writeln!(out, "{}", day.to_json())?;
        return Ok(Outcome::Fine);
    }
    let what = match (day.is_business_day, day.holiday) {
        (Some(true), _) => "a business day".to_owned(),
        (Some(false), Some(holiday)) => format!("no business day: {holiday}"),
        (Some(false), None) => "no business day: weekend".to_owned(),
        (None, _) => style.verdict(day.verdict),
    };
    writeln!(out, "{}: {what}", style.bold(&day.date))?;
    let mut rows = table(style, ["", "date"], &[]);
    for (name, date) in &day.days {
        rows.add_row([cell(words(name)), cell(date)]);
    }
    if let Some(between) = day.between {
        rows.add_row([cell("business days until then"), cell(between)]);
    }
    if rows.row_count() > 0 {
        write!(out, "\n{}", lines(&rows))?;
    }
    print_findings(&day.findings, style, out)?;
    Ok(Outcome::Fine)
}

/// `modified following` for `modifiedFollowing`.
fn words(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(c.to_ascii_lowercase());
    }
    words
}
