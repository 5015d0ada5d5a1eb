//! `offramp payout run` and `resume`: the runner, until nothing is left to be done.

use std::collections::HashMap;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::sync::watch;

use super::super::alarms::{Database, words};
use super::super::environment::variable;
use super::plan::{Fate, Plan, fate};
use super::{Outcome, Which, find, manage, with_store};
use crate::client::{Client, Limits, Settings, Timeouts, Treasury};
use crate::json::{Json, Object};
use crate::payout::{Approvals, Item, ItemState, PayoutState, Policy, Way};
use crate::provider::{Credentials, Provider};
use crate::runner::{FileSetup, ReadFile, Runner, RunnerOptions, Stopped, read_file};
use crate::storage::{Created, Earlier, NewPayout, PayoutStore, RecordedItem};

#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(Debug, clap::Args)]
pub(in super::super) struct RunArgs {
    /// The plan
    plan: PathBuf,

    #[command(flatten)]
    database: Database,

    /// Pay without asking
    #[arg(long)]
    yes: bool,

    /// Pay items too whose verdict is undetermined
    #[arg(long)]
    pay_undetermined: bool,

    /// Who starts it
    #[arg(long, env = "USER", value_parser = words, default_value = "unknown", value_name = "NAME")]
    by: String,

    /// Pay a file that was run before once more
    #[arg(long)]
    file_again: bool,

    /// Leave out payments that another payout has paid under the same reference and amount
    #[arg(long, conflicts_with = "pay_again")]
    skip_paid: bool,

    /// Pay them once more
    #[arg(long)]
    pay_again: bool,

    #[command(flatten)]
    speed: Speed,
}

#[derive(Debug, clap::Args)]
pub(in super::super) struct ResumeArgs {
    #[command(flatten)]
    which: Which,

    /// The file, where it is not where it was: the same bytes
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    #[command(flatten)]
    speed: Speed,
}

#[derive(Debug, clap::Args)]
struct Speed {
    /// How many payments are under way at once
    #[arg(long, default_value_t = 16, value_name = "COUNT")]
    concurrency: u16,

    /// After how many seconds another runner takes on what this one has begun, if it dies
    #[arg(long, default_value_t = 180, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(4..))]
    lease: u16,
}

pub(super) fn run(args: &RunArgs, as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let plan = Plan::read(&args.plan)?;
    let way = Way::read(plan.provider, &plan.config)?;
    let file = the_file(&plan.file, &plan.sha256, plan.provider, &plan.config)?;
    let needed = plan.config.get("approvals").and_then(Json::as_number).map_or(Ok(0), str::parse::<u32>)?;
    let mut items = Vec::new();
    for row in &file.rows {
        let item = match fate(row, &way) {
            Fate::Paid => Item::planned(row.number, &plan.id),
            Fate::Held(_) if args.pay_undetermined => Item::planned(row.number, &plan.id),
            Fate::Held(reason) => Item::held(row.number, &plan.id, reason),
            Fate::Refused(reason) => Item::refused(row.number, &plan.id, reason),
        };
        let (reference, amount, currency) = (row.reference.clone(), row.amount.clone(), row.currency.clone());
        items.push(RecordedItem { reference, amount, currency, item, version: 0 });
    }
    let payable = items.iter().filter(|it| it.item.state == ItemState::Planned).count();
    if !args.yes {
        ensure!(io::stdin().is_terminal(), "--yes is needed where nobody can be asked");
        write!(io::stderr(), "Pay {payable} of {} by {}? [y/N] ", items.len(), plan.provider)?;
        io::stderr().flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        ensure!(matches!(answer.trim(), "y" | "Y" | "yes"), "nothing was paid");
    }
    let approvals = Approvals { needed, started_by: args.by.clone(), names: Vec::new() };
    let state = if approvals.are_enough() { PayoutState::Running } else { PayoutState::AwaitingApproval };
    let new = NewPayout {
        id: plan.id.clone(),
        provider: plan.provider,
        state,
        input_hash: plan.sha256.clone(),
        plan: plan.kept(file.has_objects),
        approvals: needed,
        started_by: args.by.clone(),
    };
    let earlier = match (args.skip_paid, args.pay_again) {
        (true, _) => Earlier::Skip,
        (_, true) => Earlier::PayAgain,
        _ => Earlier::Refuse,
    };
    // what is missing is said before anything is kept
    let client = client(plan.provider, &args.speed)?;
    let treasury = treasury(&plan.config, &way)?;
    with_store(&args.database, async |store| {
        match store.create(&new, &items, earlier, args.file_again).await? {
            Created::Created => {}
            Created::RunBefore => bail!("this plan was run before: offramp payout resume {}", plan.id),
            Created::FileRunBefore(id) => {
                bail!("the same file was run as {id}; --file-again pays all of it once more")
            }
            Created::PaidBefore(count) => bail!(
                "{count} payments are in other payouts under the same reference and amount: --skip-paid leaves them out, \
                 --pay-again pays them once more"
            ),
        }
        if state == PayoutState::AwaitingApproval {
            writeln!(out, "{} waits for {needed} approvals: offramp payout approve {} --by NAME", plan.id, plan.id)?;
            return Ok(Outcome::Fine);
        }
        let runner = runner(&store, &plan.id, client, treasury, way, &file, &args.speed);
        work(runner, as_json, out).await
    })
}

pub(super) fn resume(args: &ResumeArgs, as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    with_store(&args.which.database, async |store| {
        let recorded = find(&*store, &args.which.id).await?;
        let payout = &recorded.payout;
        let kept: Json = payout.plan.parse().context("the plan that is kept cannot be read")?;
        let config = kept.get("config").cloned().unwrap_or(Json::Null);
        let path = args.file.clone().or_else(|| kept.get("file")?.as_str().map(PathBuf::from));
        let path = path.context("--file is needed")?;
        let file = the_file(&path, &payout.input_hash, payout.provider, &config)?;
        let way = Way::read(payout.provider, &config)?;
        let (client, treasury) = (client(payout.provider, &args.speed)?, treasury(&config, &way)?);
        let runner = runner(&store, &payout.id, client, treasury, way, &file, &args.speed);
        match payout.state {
            PayoutState::AwaitingApproval => bail!("{} waits for approvals", payout.id),
            PayoutState::Cancelled => bail!("{} was cancelled", payout.id),
            PayoutState::Paused => {
                let (from, to) = (PayoutState::Paused, PayoutState::Running);
                store.change_payout(&payout.id, from, to, "resumed", None).await?;
            }
            PayoutState::Done => {
                runner.look_at_paid().await?;
                // what was released while the last runner ended
                if store.next_due(&payout.id).await?.is_some() {
                    let (from, to) = (PayoutState::Done, PayoutState::Running);
                    store.change_payout(&payout.id, from, to, "reopened", None).await?;
                }
            }
            PayoutState::Running => {}
        }
        work(runner, as_json, out).await
    })
}

/// Reads the file again: the same bytes, or nothing is paid.
fn the_file(path: &Path, sha256: &str, provider: Provider, config: &Json) -> anyhow::Result<ReadFile> {
    let setup = FileSetup::read(provider, config)?;
    let file = read_file(path, &setup).with_context(|| format!("cannot read {}", path.display()))?;
    ensure!(file.sha256 == sha256, "{} is not the file that was planned", path.display());
    Ok(file)
}

fn client(provider: Provider, speed: &Speed) -> anyhow::Result<Client> {
    let mut credentials = Credentials::new();
    for credential in provider.credentials() {
        if let Some(value) = variable(credential.variable) {
            credentials = credentials.with(credential.name, value);
        } else if credential.is_needed {
            bail!("the environment variable {} is not set", credential.variable);
        }
    }
    // a call has ended long before somebody else takes its item on
    let total = Duration::from_secs(u64::from(speed.lease)).checked_div(2).unwrap_or_default();
    let timeouts = Timeouts { total, request: Timeouts::default().request.min(total), ..Timeouts::default() };
    let limits = Limits { concurrency: usize::from(speed.concurrency.max(1)), rate: None };
    Ok(Client::with_settings(provider, credentials, Settings { timeouts, limits, ..Settings::default() })?)
}

fn treasury(config: &Json, way: &Way) -> anyhow::Result<Option<Treasury>> {
    let treasury = Treasury::read(config.get("treasury"), &variable)?;
    ensure!(
        treasury.is_some() || !way.asks_treasury(),
        "{} wants tokens: the configuration needs a treasury",
        way.provider()
    );
    Ok(treasury)
}

fn runner(
    store: &Arc<dyn PayoutStore>,
    payout: &str,
    client: Client,
    treasury: Option<Treasury>,
    way: Way,
    file: &ReadFile,
    speed: &Speed,
) -> Arc<Runner> {
    let mut rows: HashMap<u64, Object> = HashMap::new();
    for row in &file.rows {
        if let (Fate::Paid | Fate::Held(_), Ok(known)) = (fate(row, &way), way.known(&row.known)) {
            rows.insert(row.number, known);
        }
    }
    let options = RunnerOptions {
        concurrency: usize::from(speed.concurrency),
        lease: Duration::from_secs(u64::from(speed.lease)),
        policy: Policy::default(),
    };
    let (payout, store) = (payout.to_owned(), Arc::clone(store));
    Arc::new(Runner { payout, store, client, treasury, way, rows, options })
}

/// Works with a bar on a terminal. Ctrl-C finishes what is under way; a second one says what is left open.
async fn work(runner: Arc<Runner>, as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let (stop, stopped) = watch::channel(false);
    let (store, id) = (Arc::clone(&runner.store), runner.payout.clone());
    let bar = tokio::spawn(progress(Arc::clone(&store), id.clone()));
    let mut running = tokio::spawn(Arc::clone(&runner).run(stopped));
    let mut asked = 0_u8;
    let ended = loop {
        tokio::select! {
            ended = &mut running => break ended?,
            _ = tokio::signal::ctrl_c() => {
                asked = asked.saturating_add(1);
                if asked > 1 {
                    running.abort();
                    break Ok(Stopped::Asked);
                }
                writeln!(io::stderr(), "finishing the calls under way; again to leave at once")?;
                stop.send_replace(true);
            }
        }
    };
    bar.abort();
    let ended = ended?;
    let recorded = find(&*store, &id).await?;
    let outcome = manage::status(&*store, &recorded, as_json, out).await?;
    if ended == Stopped::Asked {
        writeln!(out, "it goes on with: offramp payout resume {id}")?;
    }
    Ok(outcome)
}

async fn progress(store: Arc<dyn PayoutStore>, id: String) {
    if !io::stderr().is_terminal() {
        return;
    }
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len}, {per_sec}, {eta} left; {msg}");
    let bar = ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    loop {
        if let Ok(counts) = store.counts(&id).await {
            let ended: u64 = counts.iter().filter(|(state, _)| state.is_final()).map(|(_, count)| count).sum();
            bar.set_length(counts.iter().map(|(_, count)| count).sum());
            bar.set_position(ended);
            let said = counts.iter().map(|(state, count)| format!("{count} {}", state.as_str()));
            bar.set_message(said.collect::<Vec<_>>().join(", "));
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
