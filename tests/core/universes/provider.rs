//! A provider that is told by its own table of steps, the payer's treasury, and what goes wrong with them.

use std::collections::BTreeMap;

use offramp_core::payout::{Item, Mode};
use offramp_core::provider::procedure::{Asked, Inquire, Repeat, Step};
use offramp_core::{Json, Object, Provider, Timestamp};

use super::Random;

/// A provider knows a key for so long: a day.
const KEY_LIFETIME: i64 = 86_400_000;
/// An order that is not gone on with comes to nothing after an hour.
const PATIENCE: i64 = 3_600_000;

/// What the world has for an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// It can be paid.
    Payable,
    /// It is refused whatever is done.
    Refused,
    /// The first attempt is refused, by its key; another is not.
    RefusedOnce,
    /// It is paid and comes back.
    Returned,
}

/// What came of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    Done(Object, Option<String>),
    Refused(&'static str),
    /// Known not to be done.
    NotDone,
    Lost,
}

/// An order at the provider.
#[derive(Clone, Debug)]
struct Order {
    id: String,
    item: usize,
    /// What it was called in the request that made it.
    reference: String,
    word: &'static str,
    /// When its word changes by itself.
    next_at: i64,
    /// When lists show it.
    listed_at: i64,
    made_at: i64,
}

/// A request that is still on its way though nobody waits for it any more.
#[derive(Clone, Debug)]
struct Letter {
    at: i64,
    item: usize,
    copy: Item,
    step: usize,
}

#[derive(Debug)]
pub struct World {
    pub provider: Provider,
    pub now: i64,
    pub has_healed: bool,
    pub natures: Vec<Nature>,
    /// How often each item was paid, and how often that came back.
    pub paid: Vec<(u32, u32)>,
    /// How often tokens were sent for each item.
    pub tokens: Vec<u32>,
    orders: Vec<Order>,
    /// What was answered to which key of which step, and when.
    answers: BTreeMap<(String, &'static str), (i64, Said)>,
    mail: Vec<Letter>,
    /// When which event is there.
    events: BTreeMap<String, i64>,
    count: u32,
}

impl World {
    pub fn new(provider: Provider, natures: Vec<Nature>) -> World {
        World {
            provider,
            now: 1_800_000_000_000,
            has_healed: false,
            paid: vec![(0, 0); natures.len()],
            tokens: vec![0; natures.len()],
            natures,
            orders: Vec::new(),
            answers: BTreeMap::new(),
            mail: Vec::new(),
            events: BTreeMap::new(),
            count: 0,
        }
    }

    /// When something happens by itself.
    pub fn next_at(&self) -> Option<i64> {
        let orders = self.orders.iter().map(|order| order.next_at);
        let events = self.events.values().copied().filter(|at| *at > self.now);
        orders.chain(self.mail.iter().map(|letter| letter.at)).chain(events).filter(|at| *at < i64::MAX).min()
    }

    /// Lets what is due happen.
    pub fn pass(&mut self, random: &mut Random) {
        let due: Vec<Letter> = self.mail.iter().filter(|letter| letter.at <= self.now).cloned().collect();
        self.mail.retain(|letter| letter.at > self.now);
        for letter in due {
            self.execute(letter.item, &letter.copy, letter.step, random);
        }
        for index in 0..self.orders.len() {
            if self.orders[index].next_at <= self.now {
                self.advance(index, random);
            }
        }
    }

    fn advance(&mut self, index: usize, random: &mut Random) {
        let item = self.orders[index].item;
        let is_returned = self.natures[item] == Nature::Returned;
        let pays = |paid: &mut Vec<(u32, u32)>| paid[item].0 += 1;
        let (word, wait) = match self.orders[index].word {
            "AWAITING_FUNDS" => ("EXPIRED", i64::MAX),
            "PENDING" if self.provider == Provider::Swiftpay => {
                pays(&mut self.paid);
                ("SUCCESS", i64::MAX)
            }
            // tokens without their hash are seen later
            "PENDING" => ("PROCESSING", 60_000),
            "PROCESSING" => ("SENT", 60_000),
            "SENT" => {
                pays(&mut self.paid);
                ("COMPLETED", if is_returned { 5_000 } else { i64::MAX })
            }
            "COMPLETED" => {
                self.paid[item].1 += 1;
                ("REFUNDED", i64::MAX)
            }
            "created" => ("awaiting_crypto_transfer_authorization", PATIENCE),
            "awaiting_crypto_transfer_authorization" => ("cancelled", i64::MAX),
            "crypto_received" => ("fiat_payment_started", 60_000),
            "fiat_payment_started" => {
                pays(&mut self.paid);
                ("awaiting_fiat_received_confirmation", i64::MAX)
            }
            "fiat_received_confirmed" => ("completed", i64::MAX),
            "" => ("", i64::MAX),
            "DEPOSIT_RECEIVED" => ("DEPOSIT_APPROVED", 60_000),
            "DEPOSIT_APPROVED" => ("TRADE_CREATED", 60_000),
            "TRADE_CREATED" => {
                pays(&mut self.paid);
                ("TRADE_SETTLED", i64::MAX)
            }
            other => (other, i64::MAX),
        };
        let wait = if wait == i64::MAX { wait } else { self.now + wait + random.below(5_000) };
        (self.orders[index].word, self.orders[index].next_at) = (word, wait);
    }

    fn set(&mut self, order: &str, word: &'static str, from: &[&str], wait: i64) -> bool {
        let now = self.now;
        match self.orders.iter_mut().find(|it| it.id == order) {
            Some(order) if from.contains(&order.word) => {
                (order.word, order.next_at) = (word, if wait == i64::MAX { wait } else { now + wait });
                true
            }
            _ => false,
        }
    }

    /// Where an order stands, as the provider or its events tell.
    pub fn status(&self, order: &str) -> Option<String> {
        let word = self.orders.iter().find(|it| it.id == order).map(|order| order.word)?;
        (!word.is_empty()).then(|| word.to_owned())
    }

    pub fn has_event(&self, id: &str) -> bool {
        self.events.get(id).is_some_and(|at| *at <= self.now)
    }

    /// A request arrives, and is carried out as the table has it.
    fn execute(&mut self, item: usize, copy: &Item, place: usize, random: &mut Random) -> Said {
        let step = &self.provider.procedures()[0].steps[place];
        let is_keyed = step.repeat == Repeat::SameKey && (step.inquire != Inquire::Order);
        let memory = (copy.key(), step.name);
        if is_keyed
            && let Some((at, said)) = self.answers.get(&memory)
            && (matches!(step.asked, Asked::Treasury(_)) || self.now - at < KEY_LIFETIME)
        {
            let said = said.clone();
            return match said {
                // the answer has the status of today
                Said::Done(given, Some(_)) => {
                    let id = given.get(step.reference).and_then(Json::as_str).unwrap_or_default().to_owned();
                    Said::Done(given, self.status(&id))
                }
                said => said,
            };
        }
        let said = self.carry_out(item, copy, step, random);
        if is_keyed {
            self.answers.insert(memory, (self.now, said.clone()));
        }
        said
    }

    fn carry_out(&mut self, item: usize, copy: &Item, step: &'static Step, random: &mut Random) -> Said {
        let decides =
            if self.provider == Provider::Coinut { step.name == "sendTokens" } else { !step.reference.is_empty() };
        let is_refused = match self.natures[item] {
            Nature::Refused => true,
            Nature::RefusedOnce => copy.attempt == 1,
            _ => false,
        };
        if decides && is_refused {
            return Said::Refused("REFUSED");
        }
        // what a quote was for that has run out, or a hash that is not seen yet
        let until = copy.given.get("expiresAt").and_then(Json::as_str).and_then(|text| text.parse::<Timestamp>().ok());
        let is_used = !step.reference.is_empty() && step.name != "offRamp";
        if is_used && until.is_some_and(|until| until.unix_millis() < self.now) {
            return Said::Refused("QUOTE_EXPIRED");
        }
        if step.name == "completeTransfer" && !self.has_healed && random.one_in(6) {
            return Said::Refused("REFUSED");
        }
        self.tokens[item] += u32::from(step.name == "sendTokens");
        self.count += 1;
        let mut given = Object::new();
        for (name, _) in step.gives {
            let name = name.trim_start_matches('?');
            let value = if name == step.expires {
                let lifetime = if random.one_in(3) { 1 } else { 600 };
                Timestamp::from_unix_seconds(self.now / 1000 + lifetime).unwrap().to_string()
            } else {
                format!("{name}{}", self.count)
            };
            given.insert(name, value);
        }
        let text = |name: &str| copy.given.get(name).and_then(Json::as_str).unwrap_or_default().to_owned();
        let mut status = None;
        if !step.reference.is_empty() {
            let id = given.get(step.reference).and_then(Json::as_str).unwrap_or_default().to_owned();
            let reference = if self.provider == Provider::Unigox { text("quoteId") } else { copy.key() };
            // a quote can be used once
            if self.provider == Provider::Unigox && self.orders.iter().any(|order| order.reference == reference) {
                return Said::Lost;
            }
            let (word, wait) = match self.provider {
                Provider::Swiftpay if random.one_in(2) => ("PENDING", 30_000),
                Provider::Swiftpay | Provider::Rahat => {
                    self.paid[item].0 += 1;
                    (if self.provider == Provider::Rahat { "COMPLETED" } else { "SUCCESS" }, i64::MAX)
                }
                Provider::Sentra => ("AWAITING_FUNDS", PATIENCE),
                Provider::Unigox => ("created", 2_000),
                _ => ("", i64::MAX),
            };
            status = Some(word.to_owned()).filter(|word| !word.is_empty());
            let next_at = if wait == i64::MAX { wait } else { self.now + wait };
            let listed_at = self.now + random.below(30_000);
            self.orders.push(Order { id, item, reference, word, next_at, listed_at, made_at: self.now });
        }
        match (self.provider, step.name) {
            (Provider::Sentra, "sendTokens") => {
                // what comes too late goes back
                let _ = self.set(&text("transferId"), "PENDING", &["AWAITING_FUNDS"], 600_000)
                    || self.set(&text("transferId"), "REFUNDED", &["EXPIRED"], i64::MAX);
            }
            (Provider::Sentra, "completeTransfer") => {
                self.set(&text("transferId"), "PROCESSING", &["PENDING"], 60_000);
            }
            (Provider::Unigox, "authorizeCryptoTransfer") => {
                self.set(&text("orderId"), "crypto_received", &["awaiting_crypto_transfer_authorization"], 5_000);
            }
            (Provider::Unigox, "confirmFiatReceived") => {
                let from = ["awaiting_fiat_received_confirmation"];
                self.set(&text("orderId"), "fiat_received_confirmed", &from, 5_000);
            }
            (Provider::Coinut, "sendTokens") => {
                self.set(&text("flowId"), "DEPOSIT_RECEIVED", &[""], 60_000);
            }
            (Provider::Coinut, "createCustomer") => {
                let id = given.get("customerId").and_then(Json::as_str).unwrap_or_default();
                self.events.insert(format!("CUSTOMER_APPROVED:{id}"), self.now + 60_000);
            }
            _ => {}
        }
        Said::Done(given, status)
    }

    /// What the client answers to a step that is taken in some way.
    pub fn take(&mut self, item: usize, copy: &Item, place: usize, mode: Mode, random: &mut Random) -> Said {
        let step = &self.provider.procedures()[0].steps[place];
        if mode != Mode::First
            && let Some(said) = self.look(copy, step, random)
        {
            return said;
        }
        if mode == Mode::Ask || mode == Mode::Again && step.repeat == Repeat::Never {
            return Said::Lost;
        }
        let is_treasury = matches!(step.asked, Asked::Treasury(_));
        // some turn a repetition away instead of answering it
        let was_answered = self.answers.contains_key(&(copy.key(), step.name));
        if mode == Mode::First && step.repeat == Repeat::SameKey && was_answered && !is_treasury {
            return Said::Refused("REFUSED");
        }
        if self.has_healed {
            return self.execute(item, copy, place, random);
        }
        let harmless = if mode == Mode::First || is_treasury { Said::NotDone } else { Said::Lost };
        match random.below(10) {
            // the connection is closed before, or after
            0 => Said::Lost,
            1 => {
                self.execute(item, copy, place, random);
                Said::Lost
            }
            // it arrives once nobody waits for it any more
            2 => {
                let at = self.now + random.below(3_600_000);
                self.mail.push(Letter { at, item, copy: copy.clone(), step: place });
                Said::Lost
            }
            // too many requests, or nobody listens
            3 => harmless,
            _ => self.execute(item, copy, place, random),
        }
    }

    /// What asking says; nothing where it says that nothing was done, or nobody can be asked.
    fn look(&self, copy: &Item, step: &Step, random: &mut Random) -> Option<Said> {
        let Inquire::List(_) = step.inquire else { return None };
        if !self.has_healed && random.one_in(5) {
            return Some(Said::Lost);
        }
        let own = match self.provider {
            Provider::Unigox => copy.given.get("quoteId").and_then(Json::as_str).unwrap_or_default().to_owned(),
            _ => copy.key(),
        };
        let found = self.orders.iter().find(|order| order.reference == own && order.listed_at <= self.now)?;
        let mut given = Object::new();
        for (name, _) in step.gives {
            let name = name.trim_start_matches('?');
            let value = if name == step.reference { found.id.clone() } else { format!("{name}-{}", found.made_at) };
            given.insert(name, value);
        }
        Some(Said::Done(given, Some(found.word.to_owned()).filter(|word| !word.is_empty())))
    }
}
