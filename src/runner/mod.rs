//! Runs payouts: takes items that are due, does what the domain says ([`crate::payout`]), and writes down what came of it before
//! anything else.
//!
//! Any number of runners may work on one payout, in any number of processes; on `PostgreSQL`, on any number of machines. One that
//! dies leaves its items to the others once their leases are over.

mod file;
mod perform;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Mutex, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tracing::{error, warn};

use crate::client::{Client, Environment, System, Treasury};
use crate::json::Object;
use crate::payout::{Event, Item, Machine, Pace, PayoutEvent, PayoutState, Policy, Way};
use crate::storage::{Change, PayoutStore, RecordedItem, StoreError};

pub use file::{FileRow, FileSetup, ReadFile, read_file};

/// How often something is written again that the database did not take.
const TRIES: u32 = 5;
/// How long a runner that has nothing to do looks away at most.
const MAX_PAUSE: Duration = Duration::from_secs(2);

/// How a runner works.
#[derive(Clone, Copy, Debug)]
pub struct RunnerOptions {
    /// How many items are under way at once.
    pub concurrency: usize,
    /// For how long an item is one runner's alone: longer than any call takes.
    pub lease: Duration,
    /// How long to wait, and how long keys are trusted.
    pub policy: Policy,
}

/// Why a runner has stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Nothing is left to be done.
    Done,
    /// The payout is not running: paused, cancelled, or not approved.
    NotRunning(PayoutState),
    /// It was asked to.
    Asked,
}

/// The pace of a runner, by a clock of its own.
struct Pacer {
    pace: Mutex<Pace>,
    began: Instant,
}

impl Pacer {
    fn new(most: usize) -> Pacer {
        Pacer { pace: Mutex::new(Pace::new(most.max(1))), began: Instant::now() }
    }

    fn now(&self) -> i64 {
        i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    /// How many more items may be taken while `under_way` are being worked on, and for how long none may.
    async fn free(&self, under_way: usize) -> (usize, Duration) {
        let (pace, now) = (self.pace.lock().await, self.now());
        let rest = pace.rests_until().saturating_sub(now).max(0);
        (pace.free(under_way, now), Duration::from_millis(rest.unsigned_abs()))
    }

    async fn heard(&self, event: &Event) {
        self.pace.lock().await.heard(event, self.now());
    }
}

/// A runner of one payout.
pub struct Runner<E = System> {
    /// The payout.
    pub payout: String,
    /// Where it is kept.
    pub store: Arc<dyn PayoutStore>,
    /// The provider.
    pub client: Client<E>,
    /// Who holds the tokens, where the provider wants some.
    pub treasury: Option<Treasury>,
    /// The steps.
    pub way: Way,
    /// What is known of each row that can be paid.
    pub rows: HashMap<u64, Object>,
    /// How it works.
    pub options: RunnerOptions,
}

/// Shows nothing of the rows.
impl<E> fmt::Debug for Runner<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Runner({}, {} rows)", self.payout, self.rows.len())
    }
}

impl<E: Environment + 'static> Runner<E> {
    /// Works until nothing is left to be done, the payout is stopped, or `stop` says so: then what is under way is finished.
    ///
    /// # Errors
    /// Where the database cannot be used.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) -> Result<Stopped, StoreError> {
        let mut working = JoinSet::new();
        let pace = Arc::new(Pacer::new(self.options.concurrency));
        let stopped = loop {
            while working.try_join_next().is_some() {}
            if *stop.borrow() {
                break Stopped::Asked;
            }
            let (free, rest) = pace.free(working.len()).await;
            let most = u32::try_from(free).unwrap_or(u32::MAX);
            let claimed = if free == 0 { Vec::new() } else { self.claim(most).await? };
            let has_more = claimed.len() == free;
            for recorded in claimed {
                let (runner, pace) = (Arc::clone(&self), Arc::clone(&pace));
                working.spawn(async move { runner.carry_out(recorded, Event::Taken, &pace).await });
            }
            if !has_more && working.is_empty() || !rest.is_zero() {
                match self.pause().await? {
                    Ok(pause) => {
                        tokio::select! {
                            () = tokio::time::sleep(pause.max(rest).min(MAX_PAUSE)) => {}
                            _ = stop.changed() => {}
                        }
                    }
                    Err(stopped) => break stopped,
                }
            } else if free == 0 || !has_more {
                tokio::select! {
                    _ = working.join_next() => {}
                    () = tokio::time::sleep(MAX_PAUSE) => {}
                    _ = stop.changed() => {}
                }
            }
        };
        // calls in flight are finished and written down
        while working.join_next().await.is_some() {}
        Ok(stopped)
    }

    async fn claim(&self, most: u32) -> Result<Vec<RecordedItem>, StoreError> {
        let lease = i64::try_from(self.options.lease.as_millis()).unwrap_or(i64::MAX);
        let mut tries = 1;
        loop {
            match self.store.claim(&self.payout, lease, most).await {
                Err(StoreError::Unavailable(why)) if tries < TRIES => {
                    warn!(payout = self.payout, error_message = why, "The database is away");
                    tokio::time::sleep(Duration::from_millis(300).saturating_mul(tries)).await;
                    tries = tries.saturating_add(1);
                }
                claimed => return claimed,
            }
        }
    }

    /// How long there is nothing to do, or why there never is.
    async fn pause(&self) -> Result<Result<Duration, Stopped>, StoreError> {
        let recorded = self.store.payout(&self.payout).await?;
        let state = recorded.map_or(PayoutState::Cancelled, |recorded| recorded.payout.state);
        if state != PayoutState::Running {
            return Ok(Err(if state == PayoutState::Done { Stopped::Done } else { Stopped::NotRunning(state) }));
        }
        let Some(due) = self.store.next_due(&self.payout).await? else {
            let event = PayoutEvent::Finished.as_str();
            self.store.change_payout(&self.payout, state, PayoutState::Done, event, None).await?;
            return Ok(Err(Stopped::Done));
        };
        let left = due.saturating_sub(self.store.now().await?).max(10);
        Ok(Ok(Duration::from_millis(u64::try_from(left).unwrap_or(10)).min(MAX_PAUSE)))
    }

    /// Looks where the orders of all paid items stand: money may have come back.
    ///
    /// # Errors
    /// Where the database cannot be used.
    pub async fn look_at_paid(&self) -> Result<(), StoreError> {
        let (pace, mut after) = (Pacer::new(1), 0);
        loop {
            let items = self.store.items(&self.payout, after, 500).await?;
            let Some(last) = items.last() else { return Ok(()) };
            after = last.item.number;
            for recorded in items {
                if recorded.item.state == crate::payout::ItemState::Paid {
                    self.carry_out(recorded, Event::Taken, &pace).await;
                }
            }
        }
    }

    /// Goes on with an item as far as it goes now.
    async fn carry_out(&self, recorded: RecordedItem, first: Event, pace: &Pacer) {
        let number = recorded.item.number;
        let Some(known) = self.rows.get(&number) else {
            error!(payout = self.payout, item = number, "The file has no such row that can be paid");
            return;
        };
        let procedure = self.way.procedure();
        let machine = Machine::new(self.way.provider(), procedure, known, self.options.policy);
        let (mut item, mut version, mut event) = (recorded.item, recorded.version, first);
        loop {
            let Ok(now) = self.store.now().await else { return };
            let Some((next, effect)) = machine.step(&item, &event, now) else { return };
            let lease = if effect.is_some() { self.options.lease } else { Duration::ZERO };
            match self.save(&next, &item, &event, version, lease).await {
                Ok(true) => {}
                Ok(false) => return self.tell(&machine, number, &event).await,
                Err(error) => {
                    error!(payout = self.payout, item = number, error_message = %error, "A change could not be written");
                    return;
                }
            }
            (item, version) = (next, version.saturating_add(1));
            let Some(effect) = effect else { return };
            // nobody sends once somebody else may have taken it on, or what was decided is old: a machine may have slept
            let Ok(later) = self.store.now().await else { return };
            let age = Duration::from_millis(later.saturating_sub(now).unsigned_abs());
            if age.saturating_mul(4) > self.options.lease {
                return;
            }
            event = self.perform(&item, known, effect).await;
            pace.heard(&event).await;
        }
    }

    /// Writes a change; where the answer is lost, it is seen whether it is there.
    async fn save(
        &self,
        item: &Item,
        before: &Item,
        event: &Event,
        version: i64,
        lease: Duration,
    ) -> Result<bool, StoreError> {
        let lease = i64::try_from(lease.as_millis()).unwrap_or(i64::MAX);
        let change = Change { item, before: before.state, event, version, lease };
        let mut tries = 1;
        loop {
            match self.store.save(&self.payout, &change).await {
                Ok(false) if tries > 1 => {
                    let there = self.store.item(&self.payout, item.number).await?;
                    return Ok(there.is_some_and(|it| it.version == version.saturating_add(1) && it.item == *item));
                }
                Err(StoreError::Unavailable(_)) if tries < TRIES => {
                    tokio::time::sleep(Duration::from_millis(300).saturating_mul(tries)).await;
                    tries = tries.saturating_add(1);
                }
                written => return written,
            }
        }
    }

    /// Somebody else goes on with the item; what this one knows of it is told all the same.
    async fn tell(&self, machine: &Machine<'_>, number: u64, event: &Event) {
        if *event == Event::Taken {
            return;
        }
        for _ in 0..TRIES {
            let (Ok(Some(recorded)), Ok(now)) = (self.store.item(&self.payout, number).await, self.store.now().await)
            else {
                return;
            };
            let Some((item, _)) = machine.step(&recorded.item, event, now) else { return };
            let saved = self.save(&item, &recorded.item, event, recorded.version, Duration::ZERO).await;
            if !matches!(saved, Ok(false)) {
                return;
            }
        }
    }
}
