//! `offramp alarms`: what the gateway and the record say differently, and who has put it right.

use std::io::Write;

use anyhow::{Context, bail, ensure};

use super::Outcome;
use super::style::{Style, printable};
use crate::http::now_millis;
use crate::json::{Json, Object};
use crate::storage::{self, AlarmKind, AlarmQuery, Attempt, Payment, RecordedAlarm, Store, StoreOptions};
use crate::timestamp::Timestamp;

/// How long a name or a reason may be, in characters.
const MAX_TEXT: usize = 2000;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// List the alarms that nobody has resolved, the first one first
    List {
        /// Those too that are resolved
        #[arg(long)]
        all: bool,

        /// How many at most: the last ones
        #[arg(long, default_value_t = 200, value_name = "COUNT")]
        most: u32,

        #[command(flatten)]
        database: Database,
    },
    /// Show an alarm with its payment and all attempts at it
    Show {
        #[command(flatten)]
        which: Which,

        #[command(flatten)]
        database: Database,
    },
    /// Note that an alarm is put right, by whom and how. The payment stays as it is recorded
    Resolve {
        #[command(flatten)]
        which: Which,

        /// Who says so
        #[arg(long, value_parser = words, value_name = "NAME")]
        by: String,

        /// What was found and done
        #[arg(long, value_parser = words, value_name = "TEXT")]
        reason: String,

        #[command(flatten)]
        database: Database,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// The id of the alarm, or of its payment or attempt where there is only one about that
    id: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct Database {
    /// Where the service keeps payments: `sqlite://FILE` or `postgres://...`. A URL with a password belongs in the
    /// variable
    #[arg(
        long = "database",
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://offramp.db",
        value_name = "URL"
    )]
    pub(super) url: String,
}

impl Database {
    /// Opens the database for some work, and closes it whatever comes of that.
    pub(super) fn with_store<T>(&self, work: impl AsyncFnOnce(&dyn Store) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let options = StoreOptions { now: now_millis, connections: 1 };
            let store = storage::open_existing(&self.url, options).await.context("--database")?;
            let done = work(&*store).await;
            store.close().await;
            done
        })
    }
}

pub(super) fn words(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > MAX_TEXT || text.chars().any(char::is_control) {
        return Err("some words in one line are needed");
    }
    Ok(text.to_owned())
}

pub(super) fn run(command: &Command, as_json: bool, style: Style, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let (Command::List { database, .. } | Command::Show { database, .. } | Command::Resolve { database, .. }) = command;
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
    match command {
        Command::List { all, most, .. } => {
            let query = AlarmQuery { about: None, is_open: !all, most: (*most).max(1) };
            let alarms = store.alarms(query).await?;
            if as_json {
                writeln!(out, "{}", Json::Array(alarms.iter().map(json).collect()))?;
            } else if alarms.is_empty() {
                writeln!(out, "{}", if *all { "There is no alarm." } else { "No alarm is open." })?;
            }
            for alarm in alarms.iter().filter(|_| !as_json) {
                print(alarm, style, out)?;
            }
        }
        Command::Show { which, .. } => {
            let alarm = find(store, &which.id, false).await?;
            let payment = store.payment(&alarm.alarm.payment_id).await?;
            let attempts = store.attempts(&alarm.alarm.payment_id).await?;
            if as_json {
                let mut shown = Object::new();
                shown.put("alarm", json(&alarm));
                shown.put("payment", payment.as_ref().map_or(Json::Null, payment_json));
                shown.put("attempts", Json::Array(attempts.iter().map(attempt_json).collect()));
                writeln!(out, "{}", Json::Object(shown))?;
            } else {
                print(&alarm, style, out)?;
                writeln!(out, "  {} {}", style.faint("what each says"), printable(&alarm.alarm.details))?;
                print_record(payment.as_ref(), &attempts, style, out)?;
            }
        }
        Command::Resolve { which, by, reason, .. } => {
            let alarm = find(store, &which.id, true).await?;
            ensure!(
                store.resolve_alarm(&alarm.id, by, reason).await?,
                "somebody else has just resolved it: offramp alarms show {}",
                alarm.id
            );
            let resolved = find(store, &alarm.id, false).await?;
            if as_json {
                writeln!(out, "{}", json(&resolved))?;
            } else {
                print(&resolved, style, out)?;
            }
        }
    }
    Ok(())
}

/// The alarm of an id, or the one about a payment or an attempt.
async fn find(store: &dyn Store, id: &str, is_open: bool) -> anyhow::Result<RecordedAlarm> {
    let mut alarms = store.alarms(AlarmQuery { about: Some(id), is_open, most: 1000 }).await?;
    if let Some(at) = alarms.iter().position(|alarm| alarm.id == id) {
        return Ok(alarms.swap_remove(at));
    }
    match (alarms.pop(), alarms.as_slice()) {
        (Some(alarm), []) => Ok(alarm),
        (Some(last), others) => {
            let ids: Vec<&str> = others.iter().chain([&last]).map(|alarm| alarm.id.as_str()).collect();
            bail!("there are several alarms about {id}: {}", ids.join(", "))
        }
        (None, _) if is_open => bail!("no open alarm is {id}, or about it"),
        (None, _) => bail!("no alarm is {id}, or about it"),
    }
}

fn print(alarm: &RecordedAlarm, style: Style, out: &mut impl Write) -> anyhow::Result<()> {
    let it = &alarm.alarm;
    let kind = it.kind.as_str();
    let kind = if alarm.resolution.is_some() { kind.to_owned() } else { style.error(kind) };
    writeln!(out, "{kind}  {}", style.faint(time(alarm.created_at)))?;
    writeln!(out, "  {}", meaning(it.kind))?;
    writeln!(out, "  {} {}", style.faint("payment  "), printable(&it.payment_id))?;
    writeln!(out, "  {} {}", style.faint("attempt  "), printable(&it.attempt_id))?;
    let reference = it.gateway_reference.as_deref().unwrap_or("no reference");
    writeln!(out, "  {} {} {}", style.faint("gateway  "), printable(&it.gateway), printable(reference))?;
    writeln!(out, "  {} {}", style.faint("alarm    "), printable(&alarm.id))?;
    if let Some(resolution) = &alarm.resolution {
        let by = resolution.by.as_deref().unwrap_or("somebody");
        let reason = resolution.reason.as_deref().unwrap_or("no reason given");
        writeln!(
            out,
            "  {} {} by {}: {}",
            style.faint("resolved "),
            time(resolution.at),
            printable(by),
            printable(reason)
        )?;
    }
    Ok(())
}

pub(super) fn print_record(
    payment: Option<&Payment>,
    attempts: &[Attempt],
    style: Style,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    match payment {
        None => writeln!(out, "  {} there is none", style.faint("payment  "))?,
        Some(it) => writeln!(
            out,
            "  {} {} {} {} in the smallest unit of {}, recorded {}",
            style.faint("payment  "),
            style.bold(it.status.as_str()),
            it.kind.as_str(),
            it.amount,
            printable(&it.currency),
            time(it.created_at)
        )?,
    }
    for it in attempts {
        writeln!(
            out,
            "  {} {} {} {} {}",
            style.faint(format!("attempt {}", it.number)),
            style.bold(it.status.as_str()),
            printable(&it.id),
            it.error_code.as_deref().map(printable).unwrap_or_default(),
            it.raw_response.as_deref().map(printable).unwrap_or_default()
        )?;
    }
    Ok(())
}

pub(super) fn time(milliseconds: i64) -> String {
    Timestamp::from_unix_seconds(milliseconds.div_euclid(1000)).map_or_else(|_| String::new(), |time| time.to_string())
}

/// What has happened.
const fn meaning(kind: AlarmKind) -> &'static str {
    match kind {
        AlarmKind::PaidButFailed => "the gateway says that it paid; the record says FAILED",
        AlarmKind::TakenButFailed => "the gateway took the payment on; the record says FAILED",
        AlarmKind::FailedButPaid => "the gateway says that it did not pay; the record says SUCCESS",
        AlarmKind::PaidTwice => "the gateway says that it paid, under another reference than the record has",
        AlarmKind::PaymentMissing => "the gateway was told to pay; the record has no such payment",
        AlarmKind::ReferenceTaken => "the gateway's reference belongs to another payment",
        AlarmKind::AmountDiffers => "an event is about another amount or currency than was to be paid",
        AlarmKind::StatusRefused => "an event does not follow from where its order stands",
    }
}

fn json(alarm: &RecordedAlarm) -> Json {
    let it = &alarm.alarm;
    let mut out = Object::new();
    out.put_text("id", &alarm.id);
    out.put_text("kind", it.kind.as_str());
    out.put_text("meaning", meaning(it.kind));
    out.put_text("paymentId", &it.payment_id);
    out.put_text("attemptId", &it.attempt_id);
    out.put_text("gateway", &it.gateway);
    put(&mut out, "gatewayReference", it.gateway_reference.as_deref());
    out.put("details", it.details.parse().unwrap_or(Json::Null));
    out.put_text("createdAt", &time(alarm.created_at));
    if let Some(resolution) = &alarm.resolution {
        out.put_text("resolvedAt", &time(resolution.at));
        put(&mut out, "resolvedBy", resolution.by.as_deref());
        put(&mut out, "reason", resolution.reason.as_deref());
    }
    Json::Object(out)
}

pub(super) fn payment_json(payment: &Payment) -> Json {
    let mut out = Object::new();
    out.put_text("id", &payment.id);
    out.put_text("status", payment.status.as_str());
    out.put_text("type", payment.kind.as_str());
    out.put_text("amount", &payment.amount.to_string());
    out.put_text("currency", &payment.currency);
    put(&mut out, "serviceId", payment.service_id.as_deref());
    out.put_text("walletId", &payment.wallet_id);
    put(&mut out, "transactionId", payment.transaction_id.as_deref());
    put(&mut out, "idempotencyKey", payment.idempotency_key.as_deref());
    put(&mut out, "gatewayReference", payment.gateway_reference.as_deref());
    out.put_text("createdAt", &time(payment.created_at));
    out.put_text("updatedAt", &time(payment.updated_at));
    Json::Object(out)
}

pub(super) fn attempt_json(attempt: &Attempt) -> Json {
    let mut out = Object::new();
    let parsed = |text: &Option<String>| text.as_deref().and_then(|text| text.parse().ok()).unwrap_or(Json::Null);
    out.put_text("id", &attempt.id);
    out.put_text("gateway", &attempt.gateway);
    out.put_text("status", attempt.status.as_str());
    out.put("attemptNumber", Json::number(u64::try_from(attempt.number).unwrap_or(0)));
    put(&mut out, "errorCode", attempt.error_code.as_deref());
    put(&mut out, "errorMessage", attempt.error_message.as_deref());
    out.put("rawResponse", parsed(&attempt.raw_response));
    out.put_text("createdAt", &time(attempt.created_at));
    Json::Object(out)
}

fn put(out: &mut Object, name: &'static str, text: Option<&str>) {
    if let Some(text) = text {
        out.put_text(name, text);
    }
}
