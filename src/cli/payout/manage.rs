//! What is asked of a payout besides running it: where it stands, its items, and what people decide about it.

use std::io::{BufWriter, Write};

use anyhow::{Context as _, bail, ensure};

use super::super::alarms::time;
use super::{Command, Outcome, find, with_store};
use crate::json::{Json, Object};
use crate::payout::{
    Approvals, Event, ItemState, Machine, PayoutEvent, PayoutState, Policy, ReportForm, ReportRow, Way, next_state,
};
use crate::storage::{Change, PayoutStore, RecordedItem, RecordedPayout};

/// How many items are read at a time.
const PAGE: u32 = 1000;

pub(super) fn run(command: &Command, as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let database = match command {
        Command::Status(which)
        | Command::Pause(which)
        | Command::Cancel(which)
        | Command::Items { which, .. }
        | Command::Retry { which, .. }
        | Command::Approve { which, .. }
        | Command::Export { which, .. } => &which.database,
        Command::List { database } => database,
        _ => bail!("this is run elsewhere"),
    };
    with_store(database, async |store| {
        let store = &*store;
        match command {
            Command::List { .. } => {
                for recorded in store.payouts().await? {
                    status(store, &recorded, as_json, out).await?;
                }
                Ok(Outcome::Fine)
            }
            Command::Status(which) => status(store, &find(store, &which.id).await?, as_json, out).await,
            Command::Items { which, state, history: None } => {
                find(store, &which.id).await?;
                items(store, &which.id, *state, as_json, out).await
            }
            Command::Items { which, history: Some(row), .. } => history(store, &which.id, *row, as_json, out).await,
            Command::Pause(which) => {
                let recorded = find(store, &which.id).await?;
                change(store, &recorded, PayoutEvent::Paused, None).await?;
                status(store, &find(store, &which.id).await?, as_json, out).await
            }
            Command::Cancel(which) => cancel(store, &which.id, as_json, out).await,
            Command::Retry { which, item, .. } => {
                let recorded = find(store, &which.id).await?;
                let is_named = |it: &RecordedItem| item.is_empty() || item.contains(&it.item.number);
                let count = tell(store, &recorded, &Event::Retried, is_named).await?;
                if count > 0 && recorded.payout.state == PayoutState::Done {
                    change(store, &recorded, PayoutEvent::Reopened, None).await?;
                }
                writeln!(out, "{count} will be tried again: offramp payout resume {}", which.id)?;
                Ok(Outcome::Fine)
            }
            Command::Approve { which, by, item } => approve(store, &which.id, by, item, out).await,
            Command::Export { which, out: path } => {
                let recorded = find(store, &which.id).await?;
                let kept: Json = recorded.payout.plan.parse().context("the plan that is kept cannot be read")?;
                let has_objects = kept.get("hasObjects").and_then(Json::as_bool) == Some(true);
                let form = if has_objects { ReportForm::Ndjson } else { ReportForm::Csv };
                match path {
                    Some(path) => {
                        let file =
                            std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
                        export(store, &which.id, form, &mut BufWriter::new(file)).await
                    }
                    None => export(store, &which.id, form, out).await,
                }
            }
            _ => bail!("this is run elsewhere"),
        }
    })
}

/// Changes the state of a payout as the domain says.
async fn change(
    store: &dyn PayoutStore,
    recorded: &RecordedPayout,
    event: PayoutEvent<'_>,
    by: Option<&str>,
) -> anyhow::Result<PayoutState> {
    let payout = &recorded.payout;
    let mut names = recorded.names.clone();
    names.extend(by.map(str::to_owned));
    let approvals = Approvals { needed: payout.approvals, started_by: payout.started_by.clone(), names };
    let to = next_state(payout.state, event, &approvals);
    let to = to.with_context(|| format!("{} is {}", payout.id, payout.state.as_str()))?;
    let changed = store.change_payout(&payout.id, payout.state, to, event.as_str(), by).await?;
    ensure!(changed, "{} was changed by somebody else", payout.id);
    Ok(to)
}

/// Tells items of an event that somebody brings about; how many it concerned.
async fn tell(
    store: &dyn PayoutStore,
    recorded: &RecordedPayout,
    event: &Event,
    is_meant: impl Fn(&RecordedItem) -> bool,
) -> anyhow::Result<u64> {
    let payout = &recorded.payout;
    let kept: Json = payout.plan.parse().context("the plan that is kept cannot be read")?;
    let way = Way::read(payout.provider, kept.get("config").unwrap_or(&Json::Null))?;
    // what people decide does not depend on the row
    let nothing = Object::new();
    let machine = Machine::new(payout.provider, way.procedure(), &nothing, Policy::default());
    let (mut after, mut count) = (0, 0_u64);
    loop {
        let items = store.items(&payout.id, after, PAGE).await?;
        let Some(last) = items.last() else { return Ok(count) };
        after = last.item.number;
        for mut one in items.into_iter().filter(&is_meant) {
            for _ in 0..5 {
                let now = store.now().await?;
                let Some((item, _)) = machine.step(&one.item, event, now) else { break };
                let before = one.item.state;
                let change = Change { item: &item, before, event, version: one.version, lease: 0 };
                if store.save(&payout.id, &change).await? {
                    count = count.saturating_add(1);
                    break;
                }
                // a runner was faster
                let Some(again) = store.item(&payout.id, item.number).await? else { break };
                one = again;
            }
        }
    }
}

async fn approve(
    store: &dyn PayoutStore,
    id: &str,
    by: &str,
    rows: &[u64],
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let recorded = find(store, id).await?;
    if rows.is_empty() {
        let state = change(store, &recorded, PayoutEvent::Approved(by), Some(by)).await?;
        match state {
            PayoutState::Running => writeln!(out, "{id} is approved: offramp payout resume {id}")?,
            _ => writeln!(out, "{id} waits for further approvals, of others than {}", recorded.payout.started_by)?,
        }
        return Ok(Outcome::Fine);
    }
    ensure!(
        recorded.payout.approvals == 0 || by.trim().to_lowercase() != recorded.payout.started_by.trim().to_lowercase(),
        "{by} started it: somebody else has to release its items"
    );
    let count = tell(store, &recorded, &Event::Released, |it| rows.contains(&it.item.number)).await?;
    if count > 0 && recorded.payout.state == PayoutState::Done {
        change(store, &recorded, PayoutEvent::Reopened, Some(by)).await?;
    }
    writeln!(out, "{count} are released: offramp payout resume {id}")?;
    Ok(Outcome::Fine)
}

async fn cancel(store: &dyn PayoutStore, id: &str, as_json: bool, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let mut recorded = find(store, id).await?;
    if recorded.payout.state == PayoutState::Running {
        // nobody begins anything while it is called off
        change(store, &recorded, PayoutEvent::Paused, None).await?;
        recorded = find(store, id).await?;
    }
    tell(store, &recorded, &Event::Cancelled, |_| true).await?;
    let counts = store.counts(id).await?;
    let is_open = |state| matches!(state, ItemState::Sending | ItemState::Waiting | ItemState::Unknown);
    let open: u64 = counts.iter().filter(|(state, _)| is_open(*state)).map(|(_, count)| count).sum();
    if open == 0 {
        change(store, &recorded, PayoutEvent::Cancelled, None).await?;
    } else {
        change(store, &recorded, PayoutEvent::Resumed, None).await?;
        writeln!(out, "{open} are under way and cannot be called off: offramp payout resume {id} sees them end")?;
    }
    status(store, &find(store, id).await?, as_json, out).await
}

/// Prints where a payout stands. Whether anything failed or is unknown is the outcome.
pub(super) async fn status(
    store: &dyn PayoutStore,
    recorded: &RecordedPayout,
    as_json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let payout = &recorded.payout;
    let counts = store.counts(&payout.id).await?;
    if as_json {
        let items: Object = counts.iter().map(|(state, count)| (state.as_str(), Json::number(count))).collect();
        let mut json = Object::new();
        json.insert("id", payout.id.as_str());
        json.insert("provider", payout.provider.as_str());
        json.insert("state", payout.state.as_str());
        json.insert("createdAt", time(recorded.created_at));
        json.insert("items", Json::Object(items));
        writeln!(out, "{}", Json::Object(json))?;
    } else {
        let said: Vec<_> = counts.iter().map(|(state, count)| format!("{count} {}", state.as_str())).collect();
        writeln!(out, "{} {} {}: {}", payout.id, payout.provider, payout.state.as_str(), said.join(", "))?;
    }
    let wrong = [ItemState::Failed, ItemState::Unknown, ItemState::Returned];
    let is_wrong = wrong.into_iter().any(|state| counts.of(state) > 0);
    Ok(if is_wrong { Outcome::Wrong } else { Outcome::Fine })
}

fn report(one: RecordedItem) -> ReportRow {
    ReportRow {
        number: one.item.number,
        reference: one.reference,
        amount: one.amount,
        currency: one.currency,
        item: one.item,
    }
}

async fn items(
    store: &dyn PayoutStore,
    id: &str,
    state: Option<ItemState>,
    as_json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let mut after = 0;
    loop {
        let items = store.items(id, after, PAGE).await?;
        let Some(last) = items.last() else { return Ok(Outcome::Fine) };
        after = last.item.number;
        for one in items.into_iter().filter(|it| state.is_none_or(|state| it.item.state == state)) {
            let row = report(one);
            if as_json {
                writeln!(out, "{}", row.to_json())?;
                continue;
            }
            let reason = row.item.reason.as_deref().unwrap_or_default();
            let name = row.reference.as_deref().map(super::super::style::printable).unwrap_or_default();
            let state = row.item.state.as_str();
            writeln!(out, "row {} {name} {} {} {state} {reason}", row.number, row.amount, row.currency)?;
        }
    }
}

async fn history(
    store: &dyn PayoutStore,
    id: &str,
    row: u64,
    as_json: bool,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    for event in store.history(id, row).await? {
        let detail = event.detail.unwrap_or_default();
        if as_json {
            let mut json = Object::new();
            json.insert("at", time(event.at));
            json.insert("event", event.event);
            json.insert("detail", detail);
            json.insert("before", event.before);
            json.insert("after", event.after);
            writeln!(out, "{}", Json::Object(json))?;
        } else {
            writeln!(out, "{} {} {} -> {} {detail}", time(event.at), event.event, event.before, event.after)?;
        }
    }
    Ok(Outcome::Fine)
}

async fn export(store: &dyn PayoutStore, id: &str, form: ReportForm, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    write!(out, "{}", form.header())?;
    let mut after = 0;
    loop {
        let items = store.items(id, after, PAGE).await?;
        let Some(last) = items.last() else { break };
        after = last.item.number;
        for one in items {
            write!(out, "{}", form.row(&report(one)))?;
        }
    }
    out.flush()?;
    Ok(Outcome::Fine)
}
