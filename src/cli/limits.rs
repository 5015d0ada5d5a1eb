//! `offramp limits`.

use std::io::Write;
use std::path::PathBuf;

use super::Outcome;
use super::money::put_all;
use super::request::{now, read, refuse};
use super::style::{Style, cell, lines, printable, table};
use super::validate::print_findings;
use crate::api;
use crate::finding::Verdict;
use crate::json::{Json, Object};
use crate::timestamp::Timestamp;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The amount that is to be paid
    #[arg(required_unless_present = "request", allow_hyphen_values = true)]
    amount: Option<String>,

    /// The currency's or token's code
    #[arg(required_unless_present = "request")]
    currency: Option<String>,

    /// The limits as JSON, or - for standard input
    #[arg(long, value_name = "FILE", required_unless_present = "request")]
    limits: Option<PathBuf>,

    /// The payments that were made, as JSON
    #[arg(long, value_name = "FILE")]
    history: Option<PathBuf>,

    /// The time of the question (RFC 3339); the current time by default
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,

    /// Who is paid
    #[arg(long, value_name = "NAME")]
    beneficiary: Option<String>,

    /// Who pays
    #[arg(long, value_name = "NAME")]
    user: Option<String>,

    /// The provider
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,

    /// The corridor
    #[arg(long, value_name = "NAME")]
    corridor: Option<String>,

    /// The rail
    #[arg(long, value_name = "RAIL")]
    rail: Option<String>,

    /// The payer's tier, to which limits of a tier apply
    #[arg(long, value_name = "NAME")]
    tier: Option<String>,

    /// The network of a token, which may decide its decimals
    #[arg(long, value_name = "NETWORK")]
    network: Option<String>,

    /// The whole request as JSON, or - for standard input, instead of arguments
    #[arg(long, value_name = "FILE", conflicts_with_all = ["amount", "limits", "history"])]
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
            ("currency", &self.currency),
            ("beneficiary", &self.beneficiary),
            ("user", &self.user),
            ("provider", &self.provider),
            ("corridor", &self.corridor),
            ("rail", &self.rail),
            ("tier", &self.tier),
            ("network", &self.network),
        ];
        put_all(&mut request, &given);
        request.insert("now", self.now.map_or_else(now, Ok)?.to_string());
        for (name, path) in [("limits", &self.limits), ("history", &self.history)] {
            if let Some(path) = path {
                request.insert(name, read(path)?);
            }
        }
        Ok(request.into())
    }
}

pub(super) fn run(args: &Args, json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let report = match api::check_limits(&args.json()?) {
        Ok(report) => report,
        Err(error) if !error.findings().is_empty() => return refuse(&error, json, style, out),
        Err(error) => return Err(error.into()),
    };
    let outcome = if report.verdict == Verdict::Invalid { Outcome::Wrong } else { Outcome::Fine };
    if json {
        writeln!(out, "{}", report.to_json())?;
        return Ok(outcome);
    }
    writeln!(out, "{}", style.verdict(report.verdict))?;
    if let Some(headroom) = report.headroom {
        writeln!(out, "{headroom} could be paid now")?;
    }
    if let Some(at) = report.retry_at {
        writeln!(out, "within the limits from {at}")?;
    }
    if !report.limits.is_empty() {
        let mut rows = table(style, ["limit", "used", "left", "payments", "left"], &[1, 2, 3, 4]);
        for limit in &report.limits {
            rows.add_row([
                cell(printable(&limit.name)),
                cell(limit.used),
                cell(limit.remaining.map_or_else(String::new, |left| left.to_string())),
                cell(limit.used_count),
                cell(limit.remaining_count.map_or_else(String::new, |left| left.to_string())),
            ]);
        }
        write!(out, "\n{}", lines(&rows))?;
    }
    print_findings(&report.findings, style, out)?;
    Ok(outcome)
}
