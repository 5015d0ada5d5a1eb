//! `offramp payout metrics`: figures of the payouts that were made in a range of time.

use std::io::Write;

use anyhow::ensure;

use super::super::alarms::Database;
use super::{Outcome, find, with_store};
use crate::json::{Json, Object};
use crate::timestamp::Timestamp;

#[derive(Debug, clap::Args)]
pub(in super::super) struct Args {
    /// Of this payout alone
    id: Option<String>,

    /// Of payouts made then or later, as in 2026-11-27T08:00:00Z
    #[arg(long, value_name = "TIME")]
    from: Timestamp,

    /// Of payouts made then or earlier
    #[arg(long, value_name = "TIME")]
    to: Timestamp,

    #[command(flatten)]
    database: Database,
}

pub(super) fn run(args: &Args, as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let (from, to) = (args.from.unix_millis(), args.to.unix_millis());
    ensure!(from <= to, "--from is later than --to");
    with_store(&args.database, async |store| {
        if let Some(id) = &args.id {
            find(&*store, id).await?;
        }
        // the last second is meant whole
        let metrics = store.metrics(args.id.as_deref(), from, to.saturating_add(999)).await?.to_json();
        if as_json {
            writeln!(out, "{metrics}")?;
            return Ok(Outcome::Fine);
        }
        let text = |name: &str| metrics.get(name).and_then(|it| it.as_str().or(it.as_number())).unwrap_or_default();
        let (total, paid) = (text("totalTransactions"), text("successfulTransactions"));
        let (failed, open) = (text("failedTransactions"), text("openTransactions"));
        writeln!(out, "{total} payments: {paid} paid, {failed} failed, {open} open; {} % paid", text("successRate"))?;
        writeln!(out, "{} ms from the first step to paid, on average", text("averageProcessingTime"))?;
        let amounts = |name: &str| metrics.get(name).and_then(Json::as_object).cloned().unwrap_or_else(Object::new);
        let paid = amounts("paidAmount");
        for (currency, amount) in amounts("totalAmount").iter() {
            let of = paid.get(currency).and_then(Json::as_str).unwrap_or("0");
            writeln!(out, "{of} of {} {currency} paid", amount.as_str().unwrap_or_default())?;
        }
        Ok(Outcome::Fine)
    })
}
