//! `offramp payout`: a file of beneficiaries goes in, every one is paid exactly once or is reported with the reason.

mod manage;
mod metrics;
mod plan;
mod run;
mod watch;

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;

use super::Outcome;
use super::alarms::Database;
use super::style::Style;
use crate::http::now_millis;
use crate::payout::ItemState;
use crate::provider::Provider;
use crate::storage::{self, PayoutStore, RecordedPayout, StoreOptions};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Judge a file and write down what would be paid, without sending anything
    Plan(plan::Args),
    /// Pay what a plan has, once: a plan that was run, or whose file changed, is refused
    Run(run::RunArgs),
    /// Go on with a payout, after an approval, a pause, a retry or a crash; or see whether money came back
    Resume(run::ResumeArgs),
    /// Say where a payout stands
    Status(Which),
    /// List the items of a payout
    Items {
        #[command(flatten)]
        which: Which,

        /// Those that stand so, such as unknown or held
        #[arg(long, value_parser = state, value_name = "STATE")]
        state: Option<ItemState>,

        /// Print the history of this row
        #[arg(long, value_name = "ROW")]
        history: Option<u64>,
    },
    /// Begin no further item; those under way go on to where they wait
    Pause(Which),
    /// Call off what has not begun to move
    Cancel(Which),
    /// Try again what failed after it was sent, each with a new key; then resume
    Retry {
        #[command(flatten)]
        which: Which,

        /// All that failed
        #[arg(long, required_unless_present = "item")]
        failed: bool,

        /// The row to try again
        #[arg(long, value_name = "ROW")]
        item: Vec<u64>,
    },
    /// Approve a payout that somebody else started, or release held items; then resume
    Approve {
        #[command(flatten)]
        which: Which,

        /// Who approves it
        #[arg(long, value_parser = super::alarms::words, value_name = "NAME")]
        by: String,

        /// Release the held item of this row, instead of approving the payout
        #[arg(long, value_name = "ROW")]
        item: Vec<u64>,
    },
    /// Write what became of every item, as CSV or NDJSON as the file was
    Export {
        #[command(flatten)]
        which: Which,

        /// Where to; standard output by default
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Follow a payout until it ends: where its items stand, how fast it goes, and how much time is left
    Watch(watch::Args),
    /// Count items, sums, success rate and processing time of the payouts that were made in a range of time
    Metrics(metrics::Args),
    /// List the payouts of a database, the last one first
    List {
        #[command(flatten)]
        database: Database,
    },
}

/// A payout.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// The payout's id
    id: String,

    #[command(flatten)]
    database: Database,
}

fn state(word: &str) -> Result<ItemState, String> {
    ItemState::from_word(word).ok_or_else(|| {
        let words: Vec<_> = ItemState::ALL.iter().map(|state| state.as_str()).collect();
        format!("one of {} is needed", words.join(", "))
    })
}

pub(super) fn run(command: &Command, as_json: bool, style: Style, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    match command {
        Command::Plan(args) => plan::run(args, as_json, style, out),
        Command::Run(args) => run::run(args, as_json, out),
        Command::Resume(args) => run::resume(args, as_json, out),
        Command::Watch(args) => watch::run(args, as_json, out),
        Command::Metrics(args) => metrics::run(args, as_json, out),
        other => manage::run(other, as_json, out),
    }
}

/// Opens the database for some work, and closes it whatever comes of that.
fn with_store<T>(
    database: &Database,
    work: impl AsyncFnOnce(Arc<dyn PayoutStore>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let options = StoreOptions { now: now_millis, connections: 8 };
        let store = storage::open_payouts(&database.url, options).await.context("--database")?;
        let done = work(Arc::clone(&store)).await;
        store.close().await;
        done
    })
}

async fn find(store: &dyn PayoutStore, id: &str) -> anyhow::Result<RecordedPayout> {
    store.payout(id).await?.with_context(|| format!("there is no payout {id}"))
}

fn provider(name: &str) -> Result<Provider, String> {
    name.parse::<Provider>().map_err(|error| error.to_string())
}
