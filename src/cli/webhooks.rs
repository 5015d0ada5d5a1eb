//! `offramp webhooks`: what services are told of payments' ends, and telling it again.

use std::io::Write;

use anyhow::{bail, ensure};
use clap::ValueEnum;

use super::Outcome;
use super::alarms::{Database, time};
use super::style::{Style, printable};
use crate::json::{Json, Object};
use crate::storage::{NotificationQuery, NotificationState, RecordedNotification, Store};

/// How many are replayed in one go.
const PAGE: u32 = 1000;

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// List what services were and are to be told, the last one first
    List {
        /// To this service
        #[arg(long, value_name = "ID")]
        service: Option<String>,

        /// About this payment
        #[arg(long, value_name = "ID")]
        payment: Option<String>,

        /// That stand so
        #[arg(long, value_enum, value_name = "STATE")]
        state: Option<StateArg>,

        /// How many at most
        #[arg(long, default_value_t = 50, value_name = "COUNT")]
        most: u32,

        #[command(flatten)]
        database: Database,
    },
    /// Have services told once more how payments have ended, by the service that runs
    Replay {
        /// The payments' ids
        #[arg(required_unless_present = "dead", value_name = "PAYMENT")]
        payments: Vec<String>,

        /// All that were given up
        #[arg(long, conflicts_with = "payments")]
        dead: bool,

        /// Of these, those to this service
        #[arg(long, requires = "dead", value_name = "ID")]
        service: Option<String>,

        #[command(flatten)]
        database: Database,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum StateArg {
    /// They are tried, or will be
    Waiting,
    /// The service has taken them
    Delivered,
    /// They were tried too often, or the service wants none
    Dead,
}

impl From<StateArg> for NotificationState {
    fn from(arg: StateArg) -> NotificationState {
        match arg {
            StateArg::Waiting => NotificationState::Waiting,
            StateArg::Delivered => NotificationState::Delivered,
            StateArg::Dead => NotificationState::Dead,
        }
    }
}

pub(super) fn run(command: &Command, as_json: bool, style: Style, out: &mut impl Write) -> anyhow::Result<Outcome> {
    let (Command::List { database, .. } | Command::Replay { database, .. }) = command;
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
    let shown = match command {
        Command::List { service, payment, state, most, .. } => {
            let query = NotificationQuery {
                service_id: service.as_deref(),
                payment_id: payment.as_deref(),
                state: state.map(NotificationState::from),
                most: (*most).max(1),
            };
            store.notifications(query).await?
        }
        Command::Replay { payments, dead: false, .. } => {
            let mut replayed = Vec::new();
            for id in payments {
                ensure!(
                    store.replay_notification(id).await?,
                    "{id}: there is no such payment that has ended, or it is not known which service asked for it"
                );
                replayed.extend(about(store, id).await?);
            }
            replayed
        }
        Command::Replay { service, .. } => replay_dead(store, service.as_deref()).await?,
    };
    if as_json {
        writeln!(out, "{}", Json::Array(shown.iter().map(json).collect()))?;
    } else if shown.is_empty() {
        writeln!(out, "No webhook fits.")?;
    }
    for it in shown.iter().filter(|_| !as_json) {
        writeln!(
            out,
            "{} {} to {}, {}, tried {} times{} {}",
            printable(&it.payment_id),
            style.bold(it.state.as_str()),
            printable(&it.service_id),
            it.status.as_str(),
            it.tries,
            it.answer.as_deref().map(|answer| format!(", last {}", printable(answer))).unwrap_or_default(),
            style.faint(time(it.ended_at.or(it.due_at).unwrap_or(it.created_at)))
        )?;
    }
    Ok(())
}

async fn about(store: &dyn Store, payment_id: &str) -> anyhow::Result<Vec<RecordedNotification>> {
    Ok(store.notifications(NotificationQuery { payment_id: Some(payment_id), most: 1, ..Default::default() }).await?)
}

async fn replay_dead(store: &dyn Store, service_id: Option<&str>) -> anyhow::Result<Vec<RecordedNotification>> {
    let query = NotificationQuery {
        service_id,
        state: Some(NotificationState::Dead),
        most: PAGE,
        ..NotificationQuery::default()
    };
    let dead = store.notifications(query).await?;
    let mut replayed = Vec::new();
    for it in &dead {
        if !store.replay_notification(&it.payment_id).await? {
            bail!("{}: it could not be replayed", it.payment_id);
        }
        replayed.extend(about(store, &it.payment_id).await?);
    }
    Ok(replayed)
}

fn json(it: &RecordedNotification) -> Json {
    let mut out = Object::new();
    out.put_text("paymentId", &it.payment_id);
    out.put_text("serviceId", &it.service_id);
    out.put_text("status", it.status.as_str());
    out.put_text("state", it.state.as_str());
    out.put("tries", Json::number(u64::try_from(it.tries).unwrap_or(0)));
    let mut put = |name: &'static str, text: Option<String>| out.put(name, text.map_or(Json::Null, Json::String));
    put("answer", it.answer.clone());
    put("createdAt", Some(time(it.created_at)));
    put("dueAt", it.due_at.map(time));
    put("endedAt", it.ended_at.map(time));
    Json::Object(out)
}
