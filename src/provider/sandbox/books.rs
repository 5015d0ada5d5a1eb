//! What a provider keeps in the sandbox: records, and orders that move with time.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::magic::{Ending, FAULTS};
use crate::json::{Json, Object};
use crate::text;

/// How many records and how many orders are kept; the oldest make room.
const CAPACITY: usize = 50_000;
/// How much later a slow payment is.
const SLOW: i64 = 60;
/// Seconds until a refusal is known, and until money comes back.
const REFUSED_AFTER: i64 = 30;
const RETURNED_AFTER: i64 = 3600;

/// One step of an order that time takes.
pub(in crate::provider) struct Move {
    pub(in crate::provider) from: &'static str,
    pub(in crate::provider) to: &'static str,
    pub(in crate::provider) seconds: u32,
    /// Whether this is time that the caller has: it is not sped up.
    pub(in crate::provider) is_callers: bool,
}

impl Move {
    /// The provider takes so long.
    pub(in crate::provider) const fn after(seconds: u32, from: &'static str, to: &'static str) -> Move {
        Move { from, to, seconds, is_callers: false }
    }

    /// The caller has so long.
    pub(in crate::provider) const fn unless(seconds: u32, from: &'static str, to: &'static str) -> Move {
        Move { from, to, seconds, is_callers: true }
    }
}

/// How a provider's orders move.
pub(in crate::provider) struct Life {
    pub(in crate::provider) moves: &'static [Move],
    /// The statuses with which the money is paid out, with blanks between them.
    pub(in crate::provider) paid: &'static str,
    /// Where a refused order stands last, and what becomes of it.
    pub(in crate::provider) refused: (&'static str, &'static str),
    /// Where one stays that is stuck.
    pub(in crate::provider) stuck: &'static str,
    /// The last status of one that is paid, and the status of money that came back; none where the provider has none.
    pub(in crate::provider) returned: (&'static str, &'static str),
}

/// An order.
#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) id: String,
    /// The operation that made it.
    pub(crate) operation: &'static str,
    /// The number of the request that made it.
    pub(crate) request: u64,
    pub(crate) status: String,
    /// Every status with its time.
    pub(crate) history: Vec<(String, i64)>,
    pub(crate) ending: Ending,
    /// Who is paid, how much, and the key that the caller gave.
    pub(crate) to: String,
    pub(crate) amount: String,
    pub(crate) currency: String,
    pub(crate) key: String,
    pub(crate) is_paid: bool,
    pub(crate) is_returned: bool,
    /// What the provider answers from.
    pub(crate) members: Object,
    /// Under which its next step is planned.
    due: Option<(i64, u64)>,
    /// What goes wrong with what is told of it.
    pub(crate) fault: Option<&'static str>,
}

impl Order {
    pub(super) fn new(id: &str, operation: &'static str, request: u64, ending: Ending, members: Object) -> Order {
        Order {
            id: id.to_owned(),
            operation,
            request,
            status: String::new(),
            history: Vec::new(),
            ending,
            to: String::new(),
            amount: String::new(),
            currency: String::new(),
            key: String::new(),
            is_paid: false,
            is_returned: false,
            members,
            due: None,
            fault: None,
        }
    }

    /// One that nobody asked for.
    pub(in crate::provider) fn made(id: &str, operation: &'static str, members: Json) -> Order {
        let members = if let Json::Object(members) = members { members } else { Object::new() };
        Order::new(id, operation, 0, Ending::Paid, members)
    }

    /// Takes on what an earlier request wanted of the payments that follow from it.
    pub(in crate::provider) fn wish(&mut self, wishes: &str) {
        for word in wishes.split(' ') {
            self.ending = self.ending.max(Ending::of(word).unwrap_or_default());
            let fault = FAULTS.iter().find(|(name, _)| *name == word && name.starts_with("webhook_"));
            self.fault = self.fault.or(fault.map(|(name, _)| *name));
        }
    }

    /// With whom it pays, and how much.
    pub(in crate::provider) fn paying(mut self, to: &str, amount: &str, currency: &str) -> Order {
        to.clone_into(&mut self.to);
        amount.clone_into(&mut self.amount);
        currency.clone_into(&mut self.currency);
        self
    }

    /// When it was made and when it changed last.
    pub(in crate::provider) fn times(&self) -> (i64, i64) {
        let at = |entry: Option<&(String, i64)>| entry.map_or(0, |(_, at)| *at);
        (at(self.history.first()), at(self.history.last()))
    }

    pub(in crate::provider) fn text(&self, place: &str) -> &str {
        super::text_of(&self.members, place)
    }
}

/// What follows from an order's entering a status.
pub(crate) enum Effect {
    /// Whoever follows the order is told.
    Entered { order: Box<Order>, at: i64 },
    /// The money was paid out.
    Paid { order: String, at: i64 },
    /// It came back.
    Returned { order: String, at: i64 },
}

/// What is due, and the status that the order must still have.
struct Due {
    order: String,
    from: String,
    to: &'static str,
    is_return: bool,
}

/// What one provider keeps.
pub(crate) struct Books {
    records: HashMap<String, Object>,
    record_names: VecDeque<String>,
    orders: HashMap<String, Order>,
    order_ids: VecDeque<String>,
    due: BTreeMap<(i64, u64), Due>,
    serial: u64,
    speed: u32,
    /// For how many milliseconds an idempotency key is known; for ever where nothing is said.
    pub(super) key_lifetime: Option<i64>,
    /// Where deliveries go, by what was registered.
    pub(crate) webhook: Option<Webhook>,
    pub(super) effects: Vec<Effect>,
}

/// Where a provider delivers events to, and with what they are signed.
#[derive(Clone)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    /// The secret, where the caller chose it.
    pub(crate) secret: Option<String>,
}

impl Books {
    pub(super) fn new(speed: u32) -> Books {
        Books {
            records: HashMap::new(),
            record_names: VecDeque::new(),
            orders: HashMap::new(),
            order_ids: VecDeque::new(),
            due: BTreeMap::new(),
            serial: 0,
            speed,
            key_lifetime: None,
            webhook: None,
            effects: Vec::new(),
        }
    }

    /// Registers where deliveries go.
    pub(in crate::provider) fn register(&mut self, webhook: Webhook) {
        self.webhook = Some(webhook);
    }

    /// Has a test event delivered.
    pub(in crate::provider) fn ping(&mut self, id: &str, at: i64) {
        let mut order = Order::made(id, "testWebhook", Json::Null);
        order.history.push((String::new(), at));
        self.effects.push(Effect::Entered { order: Box::new(order), at });
    }

    /// Keeps a record under a kind and an id.
    pub(in crate::provider) fn put(&mut self, kind: &str, id: &str, record: Json) {
        let name = [kind, " ", id].concat();
        let Json::Object(record) = record else { return };
        if self.records.insert(name.clone(), record).is_none() {
            self.record_names.push_back(name);
            if self.record_names.len() > CAPACITY
                && let Some(oldest) = self.record_names.pop_front()
            {
                self.records.remove(&oldest);
            }
        }
    }

    pub(in crate::provider) fn get(&self, kind: &str, id: &str) -> Option<&Object> {
        self.records.get(&[kind, " ", id].concat())
    }

    pub(in crate::provider) fn remove(&mut self, kind: &str, id: &str) -> bool {
        let name = [kind, " ", id].concat();
        self.record_names.retain(|known| *known != name);
        self.records.remove(&name).is_some()
    }

    /// The records of a kind, the oldest first.
    pub(in crate::provider) fn records(&self, kind: &str) -> impl Iterator<Item = &Object> {
        let start = [kind, " "].concat();
        let names = self.record_names.iter().filter(move |name| name.starts_with(&start));
        names.filter_map(|name| self.records.get(name))
    }

    pub(crate) fn order(&self, id: &str) -> Option<&Order> {
        self.orders.get(id)
    }

    pub(in crate::provider) fn order_mut(&mut self, id: &str) -> Option<&mut Order> {
        self.orders.get_mut(id)
    }

    /// All orders, the oldest first.
    pub(crate) fn orders(&self) -> impl DoubleEndedIterator<Item = &Order> {
        self.order_ids.iter().filter_map(|id| self.orders.get(id))
    }

    /// Makes an order.
    pub(in crate::provider) fn begin(&mut self, life: &Life, order: Order, status: &str, at: i64) {
        let id = order.id.clone();
        if self.orders.insert(id.clone(), order).is_none() {
            self.order_ids.push_back(id.clone());
        }
        if self.order_ids.len() > CAPACITY
            && let Some(oldest) = self.order_ids.pop_front()
            && let Some(oldest) = self.orders.remove(&oldest)
            && let Some(due) = oldest.due
        {
            self.due.remove(&due);
        }
        self.enter(life, &id, status, at);
    }

    /// Has an order enter a status, and plans what follows.
    pub(in crate::provider) fn enter(&mut self, life: &Life, id: &str, status: &str, at: i64) {
        let Some(order) = self.orders.get_mut(id) else { return };
        if let Some(due) = order.due.take() {
            self.due.remove(&due);
        }
        status.clone_into(&mut order.status);
        order.history.push((status.to_owned(), at));
        if text::contains_word(life.paid, status) && !order.is_paid {
            order.is_paid = true;
            self.effects.push(Effect::Paid { order: id.to_owned(), at });
        }
        self.effects.push(Effect::Entered { order: Box::new(order.clone()), at });
        let ending = order.ending;
        let (mut wait, to, mut is_return, mut is_callers) = match () {
            () if ending == Ending::Stuck && status == life.stuck => return,
            () if ending == Ending::Refused && status == life.refused.0 => {
                (REFUSED_AFTER, life.refused.1, false, false)
            }
            () if status == life.returned.0 => (RETURNED_AFTER, life.returned.1, true, false),
            () => match life.moves.iter().find(|one| one.from == status) {
                Some(next) => (i64::from(next.seconds), next.to, false, next.is_callers),
                None => return,
            },
        };
        if is_return && ending != Ending::Returned {
            return;
        }
        if ending == Ending::Slow && !is_callers {
            wait = wait.saturating_mul(SLOW);
        }
        is_return &= order.is_paid;
        is_callers |= self.speed == 0;
        let mut wait = wait.saturating_mul(1000);
        if !is_callers {
            wait = wait.checked_div(i64::from(self.speed)).unwrap_or(wait);
        }
        self.serial = self.serial.wrapping_add(1);
        let key = (at.saturating_add(wait), self.serial);
        order.due = Some(key);
        let due = Due { order: id.to_owned(), from: status.to_owned(), to, is_return };
        self.due.insert(key, due);
    }

    /// Takes the steps that are due.
    pub(super) fn advance(&mut self, life: &Life, now: i64) {
        while let Some(entry) = self.due.first_entry() {
            let at = entry.key().0;
            if at > now {
                return;
            }
            let due = entry.remove();
            let Some(order) = self.orders.get_mut(&due.order).filter(|order| order.status == due.from) else {
                continue;
            };
            if due.is_return {
                order.is_returned = true;
                self.effects.push(Effect::Returned { order: due.order.clone(), at });
            }
            if !due.to.is_empty() {
                self.enter(life, &due.order, due.to, at);
            }
        }
    }

    /// When the next step is due.
    pub(super) fn next_due(&self) -> Option<i64> {
        self.due.first_key_value().map(|((at, _), _)| *at)
    }
}
