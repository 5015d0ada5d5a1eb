//! A fleet: many runners on one payout, played by a clock of its own. The items, the steps and the keys are the real ones; the
//! database and the provider are models of which `docs/SCALE.md` has the figures.
//!
//! Half of the runners die on the way. Whatever happens, everybody is paid once, and the fleet drains.
//! `FLEET=long` plays a thousand runners and a million items; `FLEET_OUT` names a file for the course of each.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap, HashSet};
use std::fmt::Write as _;

use offramp_core::payout::{Effect, Event, Item, ItemState, Machine, Mode, Pace, Policy};
use offramp_core::{Object, Provider};

use super::universes::Random;

/// Times are microseconds.
const MILLISECOND: i64 = 1000;
const SECOND: i64 = 1_000_000;

/// A fleet and the world that it works in.
#[derive(Clone, Copy)]
struct Setup {
    runners: usize,
    items: usize,
    /// How many items each runner has under way.
    concurrency: usize,
    lease: i64,
    /// Statements that the database carries out side by side.
    database: usize,
    /// What it takes to claim at all, for each item, and for each that others hold and that is passed over.
    claim: (i64, i64, i64),
    /// What it takes to write one change.
    save: i64,
    /// The mean time of a call.
    call: i64,
    /// How many calls the provider takes a second, all runners together; more are turned away.
    provider_rate: i64,
    /// When half of the runners die.
    deaths: i64,
}

/// Those of `docs/SCALE.md`.
const WORLD: Setup = Setup {
    runners: 1000,
    items: 1_000_000,
    concurrency: 8,
    lease: 180 * SECOND,
    database: 16,
    claim: (300, 120, 1),
    save: 450,
    call: 200 * MILLISECOND,
    provider_rate: i64::MAX,
    deaths: 15 * SECOND,
};

#[derive(Clone)]
struct Row {
    /// Made when it is first taken.
    item: Option<Box<Item>>,
    version: u32,
    lease_until: i64,
    /// Whether one of the dead held it.
    was_orphaned: bool,
    is_final: bool,
}

/// What happens next.
enum Next {
    /// A runner looks for work.
    Look(usize),
    /// It has these.
    Claimed(usize, Vec<usize>),
    /// A change was written; the runner goes on if it lives.
    Saved(usize, usize, u32, Option<Effect>),
    /// The provider has answered.
    Answered(usize, usize, Event),
    /// An item is anybody's again.
    Over(usize, u32),
}

#[derive(Default)]
struct Told {
    drained: i64,
    recovered: i64,
    orphans: usize,
    claims: u64,
    empty_claims: u64,
    writes: u64,
    claim_waits: Vec<i64>,
    most_passed_over: usize,
    course: String,
}

struct Fleet {
    setup: Setup,
    now: i64,
    random: Random,
    next: BinaryHeap<Reverse<(i64, u64)>>,
    what: HashMap<u64, Next>,
    count: u64,
    rows: Vec<Row>,
    /// Due items that nobody holds: what was begun goes first.
    due: BTreeSet<(bool, i64, usize)>,
    /// Rows in claims that are not committed.
    locked: usize,
    /// When each of the database's places is free.
    free_at: BinaryHeap<Reverse<i64>>,
    lives: Vec<bool>,
    paces: Vec<Pace>,
    under_way: Vec<usize>,
    looks: Vec<bool>,
    /// The keys that the provider has paid: one that comes again is answered again.
    ledger: HashSet<String>,
    /// Of this second: which it is, and how many calls the provider took.
    second: (i64, i64),
    left: usize,
    told: Told,
    known: Object,
}

impl Fleet {
    fn new(setup: Setup, seed: u64) -> Fleet {
        let row = Row { item: None, version: 0, lease_until: 0, was_orphaned: false, is_final: false };
        let mut known = Object::new();
        known.insert("accountNumber", "1");
        let mut fleet = Fleet {
            setup,
            now: 0,
            random: Random::new(seed),
            next: BinaryHeap::new(),
            what: HashMap::new(),
            count: 0,
            rows: vec![row; setup.items],
            due: (0..setup.items).map(|index| (true, 0, index)).collect(),
            locked: 0,
            free_at: (0..setup.database).map(|_| Reverse(0)).collect(),
            lives: vec![true; setup.runners],
            paces: vec![Pace::new(setup.concurrency); setup.runners],
            under_way: vec![0; setup.runners],
            looks: vec![false; setup.runners],
            ledger: HashSet::new(),
            second: (0, 0),
            left: setup.items,
            told: Told::default(),
            known,
        };
        for runner in 0..setup.runners {
            let start = fleet.random.below(SECOND);
            fleet.look(runner, start);
        }
        fleet
    }

    fn at(&mut self, when: i64, next: Next) {
        self.count += 1;
        self.next.push(Reverse((when, self.count)));
        self.what.insert(self.count, next);
    }

    /// A runner looks for work later, once.
    fn look(&mut self, runner: usize, when: i64) {
        if !std::mem::replace(&mut self.looks[runner], true) {
            self.at(when, Next::Look(runner));
        }
    }

    /// When the database has carried something out that takes so long.
    fn database(&mut self, takes: i64) -> i64 {
        let Reverse(free) = self.free_at.pop().unwrap();
        let end = free.max(self.now) + takes;
        self.free_at.push(Reverse(end));
        end
    }

    fn play(mut self) -> Told {
        let (mut has_died, mut noted) = (false, -1);
        while self.left > 0 {
            let Reverse((when, number)) = self.next.pop().expect("something happens as long as items are left");
            self.now = when;
            if !has_died && self.now >= self.setup.deaths {
                has_died = true;
                self.half_die();
            }
            let second = self.now / SECOND;
            if second > noted {
                noted = second;
                let (paid, working) = (self.setup.items - self.left, self.under_way.iter().sum::<usize>());
                let wait = self.free_at.iter().map(|Reverse(free)| (free - self.now).max(0)).min().unwrap();
                writeln!(self.told.course, "{second},{paid},{working},{}", wait / MILLISECOND).unwrap();
            }
            match self.what.remove(&number).unwrap() {
                Next::Look(runner) => {
                    self.looks[runner] = false;
                    if self.lives[runner] {
                        self.claim(runner);
                    }
                }
                Next::Claimed(runner, items) => {
                    self.locked -= items.len();
                    for index in items {
                        if self.lives[runner] {
                            self.tell(runner, index, &Event::Taken);
                        }
                    }
                }
                Next::Saved(runner, index, version, effect) => self.go_on(runner, index, version, effect),
                Next::Answered(runner, index, event) => {
                    if self.lives[runner] {
                        self.paces[runner].heard(&event, self.now / MILLISECOND);
                        self.tell(runner, index, &event);
                    }
                }
                Next::Over(index, version) => {
                    let row = &self.rows[index];
                    if row.version == version && row.lease_until <= self.now && !row.is_final {
                        self.due.insert(place(row, index));
                    }
                }
            }
        }
        self.told.drained = self.now;
        assert_eq!(self.ledger.len(), self.setup.items, "everybody is paid, and nobody under two keys");
        self.told
    }

    fn half_die(&mut self) {
        for runner in (0..self.setup.runners).step_by(2) {
            self.lives[runner] = false;
            self.under_way[runner] = 0;
        }
        // those of the living as well, but they write before their leases are over
        for row in &mut self.rows {
            row.was_orphaned = !row.is_final && row.lease_until > self.now;
        }
    }

    fn claim(&mut self, runner: usize) {
        let (pace, under_way) = (&self.paces[runner], self.under_way[runner]);
        let most = pace.free(under_way, self.now / MILLISECOND);
        if most == 0 {
            let rests_until = pace.rests_until().saturating_mul(MILLISECOND);
            if rests_until > self.now {
                self.look(runner, rests_until);
            }
            return;
        }
        let (base, each, passed) = self.setup.claim;
        let now = self.now;
        let begun = self.due.range(..(true, i64::MIN, 0)).take_while(|(_, due, _)| *due <= now);
        let planned = self.due.range((true, i64::MIN, 0)..);
        let items: Vec<usize> = begun.chain(planned).take(most).map(|&(.., index)| index).collect();
        self.told.claims += 1;
        self.told.most_passed_over = self.told.most_passed_over.max(self.locked);
        let takes = base + each * i64::try_from(items.len()).unwrap() + passed * i64::try_from(self.locked).unwrap();
        let end = self.database(takes);
        self.told.claim_waits.push(end - now);
        if items.is_empty() {
            self.told.empty_claims += 1;
            // as a runner looks away while nothing is due
            let pause =
                self.due.first().map_or(2 * SECOND, |(_, due, _)| (due - now).clamp(10 * MILLISECOND, 2 * SECOND));
            return self.look(runner, end + pause);
        }
        for &index in &items {
            let (lease_until, row) = (end + self.setup.lease, &mut self.rows[index]);
            self.due.remove(&place(row, index));
            row.lease_until = lease_until;
            let version = row.version;
            self.at(lease_until, Next::Over(index, version));
        }
        self.locked += items.len();
        self.under_way[runner] += items.len();
        self.at(end, Next::Claimed(runner, items));
        self.look(runner, end);
    }

    /// Writes what becomes of an item.
    fn tell(&mut self, runner: usize, index: usize, event: &Event) {
        let machine =
            Machine::new(Provider::Swiftpay, &Provider::Swiftpay.procedures()[0], &self.known, Policy::default());
        let row = &mut self.rows[index];
        let number = u64::try_from(index).unwrap() + 1;
        let item = row.item.take().unwrap_or_else(|| Box::new(Item::planned(number, "P")));
        let Some((next, effect)) = machine.step(&item, event, self.now / MILLISECOND) else {
            row.item = Some(item);
            self.under_way[runner] -= 1;
            return;
        };
        row.version += 1;
        let (version, is_final, due) = (row.version, next.state.is_final(), next.due);
        let lease = if effect.is_some() { self.setup.lease } else { 0 };
        row.lease_until = self.now + lease;
        row.is_final = is_final;
        let was_orphaned = row.was_orphaned;
        row.item = Some(Box::new(next));
        self.told.writes += 1;
        if is_final {
            assert_eq!(row.item.as_ref().unwrap().state, ItemState::Paid);
            row.item = None;
            self.left -= 1;
            if was_orphaned {
                self.told.orphans += 1;
                self.told.recovered = self.now - self.setup.deaths;
            }
        } else {
            let over = if lease > 0 { self.now + lease } else { due.map_or(self.now, |due| due * MILLISECOND) };
            self.at(over, Next::Over(index, version));
        }
        let end = self.database(self.setup.save);
        self.at(end, Next::Saved(runner, index, version, effect));
    }

    /// What was written stands: the runner calls the provider, or has done with the item.
    fn go_on(&mut self, runner: usize, index: usize, version: u32, effect: Option<Effect>) {
        if !self.lives[runner] {
            return;
        }
        let Some(effect) = effect else {
            self.under_way[runner] -= 1;
            let now = self.now;
            return self.look(runner, now);
        };
        let Effect::Take { mode, .. } = effect else { panic!("another effect: {effect:?}") };
        assert!(mode != Mode::Ask, "nobody can be asked here");
        let item = self.rows[index].item.as_ref().unwrap();
        let (turn, key) = (item.turn(), item.key());
        assert_eq!(self.rows[index].version, version, "somebody else has it");
        let took = self.setup.call / 2 + self.random.below(self.setup.call);
        let second = self.now / SECOND;
        if self.second.0 != second {
            self.second = (second, 0);
        }
        self.second.1 += 1;
        let event = if self.second.1 > self.setup.provider_rate {
            Event::NotDone { turn, code: "HTTP_429".to_owned(), wait: Some(1000) }
        } else {
            self.ledger.insert(key);
            let mut given = Object::new();
            given.insert("id", format!("tx_{index}"));
            if self.random.one_in(100) {
                Event::Lost { turn, code: "NO_ANSWER".to_owned() }
            } else {
                Event::Done { turn, given, status: Some("SUCCESS".to_owned()) }
            }
        };
        let when = self.now + took;
        self.at(when, Next::Answered(runner, index, event));
    }
}

/// Where an item stands in the order in which items are taken.
fn place(row: &Row, index: usize) -> (bool, i64, usize) {
    let item = row.item.as_ref();
    let due = item.and_then(|item| item.due).unwrap_or(0);
    (item.is_none_or(|item| item.attempt == 0), due * MILLISECOND, index)
}

#[test]
fn a_fleet_of_which_half_dies_drains_and_pays_everybody_once() {
    let is_long = std::env::var("FLEET").is_ok_and(|value| value == "long");
    let worlds: Vec<Setup> = if is_long {
        let limited = Setup { provider_rate: 2000, ..WORLD };
        let fleets = [10, 100, 300, 1000].map(|runners| Setup { runners, ..WORLD });
        fleets.into_iter().chain([limited]).collect()
    } else {
        let small = Setup { runners: 20, items: 5000, deaths: 2 * SECOND, ..WORLD };
        vec![small, Setup { provider_rate: 200, ..small }]
    };
    for setup in worlds {
        let limit = match setup.provider_rate {
            i64::MAX => "no limit".to_owned(),
            rate => format!("{rate} calls a second"),
        };
        let name = format!("{} runners, {} items, {limit}", setup.runners, setup.items);
        let mut told = Fleet::new(setup, 7).play();
        told.claim_waits.sort_unstable();
        let wait = |share: usize| told.claim_waits[(told.claim_waits.len() - 1) * share / 100] / MILLISECOND;
        let items = u64::try_from(setup.items).unwrap();
        println!(
            "{name}: drained after {} s; {} items of the dead paid within {} s; {} writes for 100 items; {} claims, {} of 1000 \
             empty, half within {} ms, 99 of 100 within {} ms; at most {} rows passed over",
            told.drained / SECOND,
            told.orphans,
            told.recovered / SECOND,
            told.writes * 100 / items,
            told.claims,
            told.empty_claims * 1000 / told.claims,
            wait(50),
            wait(99),
            told.most_passed_over,
        );
        if let Ok(out) = std::env::var("FLEET_OUT") {
            std::fs::write(format!("{out}-{}-{}.csv", setup.runners, limit.replace(' ', "_")), told.course).unwrap();
        }
        // whoever dies leaves his items to the others once their leases are over, and they go before what was not begun
        assert!(told.recovered < setup.lease + 30 * SECOND, "{name}: the items of the dead took too long");
    }
}
