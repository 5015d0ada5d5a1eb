//! `offramp payments`: what is recorded, and outcomes that somebody was told and enters.

use std::io::Write;

use anyhow::{Context, bail, ensure};
use clap::ValueEnum;

use super::Outcome;
use super::alarms::{Database, attempt_json, payment_json, print_record, time, words};
use super::style::{Style, printable};
use crate::http::now_millis;
use crate::json::{Json, Object};
use crate::payment::clean;
use crate::storage::{Attempt, AttemptStatus, Payment, PaymentQuery, PaymentStatus, Settled, Settlement, Store};
use crate::timestamp::Timestamp;

/// What the attempt's code says of an outcome that somebody entered.
const BY_HAND: &str = "RESOLVED_BY_HAND";

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// List the last payments that fit, the last one first
    List {
        /// That this service asked for
        #[arg(long, value_name = "ID")]
        service: Option<String>,

        /// Of this wallet
        #[arg(long, value_name = "ID")]
        wallet: Option<String>,

        /// Of this transaction
        #[arg(long, value_name = "ID")]
        transaction: Option<String>,

        /// That stand so
        #[arg(long, value_enum, value_name = "STATUS")]
        status: Option<StatusArg>,

        /// Recorded then or later, as in 2026-11-27T08:00:00Z
        #[arg(long, value_name = "TIME")]
        since: Option<Timestamp>,

        /// Recorded before
        #[arg(long, value_name = "TIME")]
        until: Option<Timestamp>,

        /// How many at most
        #[arg(long, default_value_t = 50, value_name = "COUNT")]
        most: u32,

        #[command(flatten)]
        database: Database,
    },
    /// Show a payment with all attempts at it
    Show {
        /// The payment's id
        id: String,

        #[command(flatten)]
        database: Database,
    },
    /// List the attempts at a payment, the first one first
    Attempts {
        /// The payment's id
        id: String,

        #[command(flatten)]
        database: Database,
    },
    /// Record what became of a payment that is PENDING, as the gateway told somebody. Who said so and why is kept
    /// with the attempt
    Resolve {
        /// The payment's id
        id: String,

        /// What became of it
        #[arg(long, value_enum, value_name = "OUTCOME")]
        outcome: OutcomeArg,

        /// The gateway's reference, where it is known now
        #[arg(long, value_parser = reference_id, value_name = "TEXT")]
        reference: Option<String>,

        /// Who says so
        #[arg(long, value_parser = words, value_name = "NAME")]
        by: String,

        /// How it is known
        #[arg(long, value_parser = words, value_name = "TEXT")]
        reason: String,

        #[command(flatten)]
        database: Database,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum StatusArg {
    Pending,
    Success,
    Failed,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum OutcomeArg {
    /// The money moved
    Success,
    /// It did not, and will not
    Failed,
}

impl From<StatusArg> for PaymentStatus {
    fn from(arg: StatusArg) -> PaymentStatus {
        match arg {
            StatusArg::Pending => PaymentStatus::Pending,
            StatusArg::Success => PaymentStatus::Success,
            StatusArg::Failed => PaymentStatus::Failed,
        }
    }
}

/// `referenceId()` of SwiftPay's document: what a gateway's reference may be, so that it is kept and shown as it was given.
fn reference_id(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() || clean::id(text) != text {
        return Err("a reference in one word is needed, of at most 255 bytes");
    }
    Ok(text.to_owned())
}

pub(super) fn run(command: &Command, as_json: bool, style: Style, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let (Command::List { database, .. }
    | Command::Show { database, .. }
    | Command::Attempts { database, .. }
    | Command::Resolve { database, .. }) = command;
    database.with_store(async |store| carry_out(store, command, as_json, style, out).await)?;
    Ok(Outcome::Fine)
}

async fn carry_out(
    store: &dyn Store,
    command: &Command,
    as_json: bool,
    style: Style,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let (id, is_whole) = match command {
        Command::List { service, wallet, transaction, status, since, until, most, .. } => {
            let millis = |time: &Option<Timestamp>| time.map(|time| time.unix_seconds().saturating_mul(1000));
            let query = PaymentQuery {
                service_id: service.as_deref(),
                wallet_id: wallet.as_deref(),
                transaction_id: transaction.as_deref(),
                status: status.map(PaymentStatus::from),
                since: millis(since),
                until: millis(until),
                most: (*most).max(1),
            };
            return list(&store.payments(query).await?, as_json, style, out);
        }
        Command::Show { id, .. } => (id, true),
        Command::Attempts { id, .. } => (id, false),
        Command::Resolve { id, outcome, reference, by, reason, .. } => {
            resolve(store, id, *outcome, reference.as_deref(), by, reason).await?;
            (id, true)
        }
    };
    let payment = find(store, id).await?;
    let attempts = store.attempts(id).await?;
    show(is_whole.then_some(&payment), &attempts, as_json, style, out)
}

async fn find(store: &dyn Store, id: &str) -> anyhow::Result<Payment> {
    store.payment(id).await?.with_context(|| format!("no payment is {id}"))
}

fn list(payments: &[Payment], as_json: bool, style: Style, out: &mut impl Write) -> anyhow::Result<()> {
    if as_json {
        writeln!(out, "{}", Json::Array(payments.iter().map(payment_json).collect()))?;
        return Ok(());
    }
    if payments.is_empty() {
        writeln!(out, "No payment fits.")?;
    }
    for it in payments {
        writeln!(
            out,
            "{} {} {} {} in the smallest unit of {}, wallet {}, {}",
            printable(&it.id),
            style.bold(it.status.as_str()),
            it.kind.as_str(),
            it.amount,
            printable(&it.currency),
            printable(&it.wallet_id),
            style.faint(time(it.created_at))
        )?;
    }
    Ok(())
}

fn show(
    payment: Option<&Payment>,
    attempts: &[Attempt],
    as_json: bool,
    style: Style,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let all = || Json::Array(attempts.iter().map(attempt_json).collect());
    match (payment, as_json) {
        (Some(payment), true) => {
            let mut shown = Object::new();
            shown.put("payment", payment_json(payment));
            shown.put("attempts", all());
            writeln!(out, "{}", Json::Object(shown))?;
        }
        (None, true) => writeln!(out, "{}", all())?,
        (Some(payment), false) => {
            writeln!(out, "{}", printable(&payment.id))?;
            print_record(Some(payment), attempts, style, out)?;
        }
        (None, false) => {
            for it in attempts {
                let code = it.error_code.as_deref().map(printable).unwrap_or_default();
                let (id, gateway) = (printable(&it.id), printable(&it.gateway));
                writeln!(out, "{} {} {id} {gateway} {} {code}", it.number, it.status.as_str(), time(it.created_at))?;
            }
        }
    }
    Ok(())
}

/// Records the outcome of the attempt that is open, with who said so and why.
async fn resolve(
    store: &dyn Store,
    id: &str,
    outcome: OutcomeArg,
    reference: Option<&str>,
    by: &str,
    reason: &str,
) -> anyhow::Result<()> {
    let payment = find(store, id).await?;
    ensure!(payment.status == PaymentStatus::Pending, "the payment is {} and stays so", payment.status.as_str());
    let attempts = store.attempts(id).await?;
    let Some(open) = attempts.iter().rev().find(|attempt| attempt.status == AttemptStatus::Initiated) else {
        bail!("no attempt at it is open");
    };
    let (status, code) = match outcome {
        OutcomeArg::Success => (AttemptStatus::Success, None),
        OutcomeArg::Failed => (AttemptStatus::Failed, Some(BY_HAND.to_owned())),
    };
    let mut said = Object::new();
    said.put_text("code", BY_HAND);
    said.put_text("outcome", status.as_str());
    said.put_text("by", by);
    said.put_text("reason", reason);
    said.put_text("at", &time(now_millis()));
    let before = open.raw_response.as_deref().and_then(|text| text.parse::<Json>().ok());
    said.put("before", before.unwrap_or(Json::Null));
    let settlement = Settlement {
        payment_id: payment.id,
        attempt_id: open.id.clone(),
        status,
        gateway_reference: reference.map(str::to_owned),
        raw_response: Some(Json::Object(said).to_string()),
        error_code: code,
        error_message: None,
        next: None,
        is_late: true,
        only_unsent: false,
        known_since: None,
    };
    match store.settle(settlement).await? {
        Settled::Recorded => Ok(()),
        _ => bail!("somebody else has just recorded what became of it: offramp payments show {id}"),
    }
}
