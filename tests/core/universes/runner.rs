//! Runners that die, and the store that they share: a row an item, written with the event that changes it.

use offramp_core::payout::{Effect, Event, Item, ItemState, Machine, Policy};
use offramp_core::provider::procedure::Asked;
use offramp_core::{Json, Object, Provider};

use super::Random;
use super::provider::{Said, World};

/// How long an item is somebody's alone.
const LEASE: i64 = 30_000;

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    pub item: Item,
    version: u32,
    lease_until: i64,
    /// State before, event, state after.
    pub history: Vec<(ItemState, Event, ItemState)>,
}

#[derive(Debug)]
pub struct Store {
    pub rows: Vec<Row>,
    /// How far its clock is from the true time.
    pub offset: i64,
}

impl Store {
    pub fn new(items: Vec<Item>) -> Store {
        let row = |item| Row { item, version: 0, lease_until: 0, history: Vec::new() };
        Store { rows: items.into_iter().map(row).collect(), offset: 0 }
    }

    fn now(&self, world: &World) -> i64 {
        world.now + self.offset
    }

    /// When something is due, in true time.
    pub fn next_at(&self) -> Option<i64> {
        let due = self.rows.iter().filter_map(|row| row.item.due.map(|due| due.max(row.lease_until) - self.offset));
        due.min()
    }

    fn save(&mut self, index: usize, version: u32, item: Item, event: &Event, lease: i64) -> bool {
        let row = &mut self.rows[index];
        if row.version != version {
            return false;
        }
        row.history.push((row.item.state, event.clone(), item.state));
        row.item = item;
        row.version += 1;
        row.lease_until = lease;
        true
    }
}

/// What a runner holds.
#[derive(Clone, Debug)]
enum Stage {
    Idle,
    /// It has taken an item, and nothing is written yet.
    Claimed(usize, Item),
    /// What it is to do is written.
    ToDo(usize, Item, Option<Effect>, i64),
    /// It was done, and what came of it is not written.
    Told(usize, Item, Event),
    /// Somebody else has written since: it is read again.
    Late(usize, Event),
}

#[derive(Debug)]
pub struct Runner {
    stage: Stage,
    /// It does nothing before: it is slow, or another process is started in its place.
    until: i64,
    /// The version that it wrote last.
    version: u32,
}

impl Runner {
    pub const fn new() -> Runner {
        Runner { stage: Stage::Idle, until: 0, version: 0 }
    }

    pub const fn is_idle(&self) -> bool {
        matches!(self.stage, Stage::Idle)
    }

    pub const fn until(&self) -> i64 {
        self.until
    }

    /// Does the next thing.
    pub fn act(&mut self, store: &mut Store, world: &mut World, known: &[Object], random: &mut Random) {
        if world.now < self.until {
            return;
        }
        // it dies between any two writes, or is stopped for a while and knows nothing of it
        if !world.has_healed && random.one_in(12) {
            self.stage = Stage::Idle;
            return;
        }
        if !world.has_healed && random.one_in(12) {
            self.until = world.now + random.below(100_000);
            return;
        }
        let now = store.now(world);
        let machine = |index: usize| {
            Machine::new(world.provider, &world.provider.procedures()[0], &known[index], Policy::default())
        };
        match std::mem::replace(&mut self.stage, Stage::Idle) {
            Stage::Idle => {
                let is_due = |row: &Row| row.item.due.is_some_and(|due| due <= now) && row.lease_until <= now;
                let due: Vec<_> = (0..store.rows.len()).filter(|index| is_due(&store.rows[*index])).collect();
                if due.is_empty() {
                    return;
                }
                let index = due[usize::try_from(random.below(due.len().try_into().unwrap())).unwrap()];
                store.rows[index].lease_until = now + LEASE;
                self.version = store.rows[index].version;
                self.stage = Stage::Claimed(index, store.rows[index].item.clone());
            }
            Stage::Claimed(index, copy) => self.tell(store, &machine(index), (index, &copy), &Event::Taken, now),
            Stage::ToDo(index, item, effect, written) => {
                // nobody sends once his lease is over
                if (now - written).abs() > LEASE {
                    return;
                }
                // a slow call
                self.until = world.now + random.below(2_000);
                let Some(effect) = effect else { return };
                let event = perform(world, index, &item, effect, random);
                self.stage = Stage::Told(index, item, event);
            }
            Stage::Told(index, copy, event) => self.tell(store, &machine(index), (index, &copy), &event, now),
            Stage::Late(index, event) => {
                let row = store.rows[index].clone();
                if let Some((item, _)) = machine(index).step(&row.item, &event, now) {
                    store.save(index, row.version, item, &event, row.lease_until);
                }
            }
        }
    }

    /// Writes what becomes of the item by the copy that it has, and goes on if nobody has written since.
    fn tell(&mut self, store: &mut Store, machine: &Machine<'_>, of: (usize, &Item), event: &Event, now: i64) {
        let (index, copy) = of;
        let Some((item, effect)) = machine.step(copy, event, now) else { return };
        let lease = if effect.is_some() { now + LEASE } else { 0 };
        if store.save(index, self.version, item.clone(), event, lease) {
            self.version += 1;
            if effect.is_some() {
                self.stage = Stage::ToDo(index, item, effect, now);
            }
        } else if *event != Event::Taken {
            self.stage = Stage::Late(index, event.clone());
        }
    }
}

fn perform(world: &mut World, index: usize, item: &Item, effect: Effect, random: &mut Random) -> Event {
    match effect {
        Effect::Take { step, mode } => {
            let turn = item.turn();
            match world.take(index, item, step, mode, random) {
                Said::Done(given, status) => Event::Done { turn, given, status },
                Said::Refused(code) => Event::Refused { turn, code: code.to_owned() },
                Said::NotDone => Event::NotDone { turn, code: "HTTP_429".to_owned(), wait: Some(1000) },
                Said::Lost => Event::Lost { turn, code: "NO_ANSWER".to_owned() },
            }
        }
        Effect::LookAtOrder => {
            let order = item.order.clone().unwrap_or_default();
            let is_lost = !world.has_healed && random.one_in(5);
            match world.status(&order).filter(|_| !is_lost) {
                Some(said) => Event::Status { order, word: said },
                None => Event::NoStatus,
            }
        }
        Effect::LookForEvent { step } => {
            let Asked::Event(id) = world.provider.procedures()[0].steps[step].asked else { panic!("no event") };
            let customer = item.given.get("customerId").and_then(Json::as_str).unwrap_or_default();
            let has_come = world.has_event(&id.replace("{customerId}", customer));
            Event::Came { step, has_come }
        }
        _ => panic!("an effect that nobody knows"),
    }
}

/// What is known of an item besides what the steps give.
pub fn known(provider: Provider) -> Object {
    let mut known = Object::new();
    if provider == Provider::Unigox {
        known.insert("tokenAmount", "1");
    }
    known.insert("accountNumber", "1");
    known
}

impl Store {
    /// Writes what somebody asked for.
    pub fn command(&mut self, index: usize, item: Item, event: &Event) {
        let (version, lease) = (self.rows[index].version, self.rows[index].lease_until);
        assert!(self.save(index, version, item, event, lease));
    }
}
