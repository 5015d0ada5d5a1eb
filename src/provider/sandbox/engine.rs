//! The sandbox of all providers: reads a request, judges it by the provider's tables, has it answered, and moves orders.

use std::collections::{HashMap, VecDeque};

use sha2::{Digest, Sha256};

use super::books::{Books, Effect, Order, Webhook};
use super::judge::judge;
use super::magic::{Ending, Magic};
use super::route::{self, Route};
use super::{Message, Problem, Reply, Simulation, Turn, text_of};
use crate::json::{Json, Object};
use crate::provider::answer::Value;
use crate::provider::{Credentials, Headers, Operation, Provider};
use crate::timestamp::Timestamp;

/// Of how many requests it is known how often they came.
const SEEN: usize = 100_000;

/// A request that was found in the tables.
pub(crate) struct Question {
    route: Route,
    /// None where the body cannot be read.
    members: Option<Object>,
    /// From seed, content, and how often the same came before.
    pub(crate) salt: Vec<u8>,
    /// How often the same came before.
    pub(crate) repetition: u32,
    magic: Magic,
    /// The number of the request.
    pub(crate) request: u64,
}

impl Question {
    pub(crate) const fn provider(&self) -> Provider {
        self.route.provider
    }

    pub(crate) const fn operation(&self) -> &'static Operation {
        self.route.operation
    }

    /// What the values of the request want to go wrong.
    pub(crate) const fn fault(&self) -> Option<&'static str> {
        self.magic.fault
    }
}

/// What follows from a request or from time.
pub(crate) enum Output {
    /// A line of the ledger.
    Ledger(Json),
    /// A delivery; `webhook` says where to, where the provider has been told.
    Event { provider: Provider, order: String, id: String, body: Json, fault: Option<&'static str> },
}

/// What all providers keep.
pub(crate) struct Engine {
    seed: u64,
    sandboxes: Vec<(Provider, &'static Simulation, Books, Credentials)>,
    seen: HashMap<Vec<u8>, u32>,
    seen_order: VecDeque<Vec<u8>>,
    requests: u64,
    entries: u64,
}

impl Engine {
    /// With what ids are made from, and how many times faster than real time orders move.
    pub(crate) fn new(seed: u64, times: u32, now: Timestamp) -> Engine {
        let mut sandboxes = Vec::new();
        for provider in Provider::ALL {
            if let Some(simulation) = provider.descriptor().simulation {
                let mut books = Books::new(times);
                (simulation.seed)(&mut books, now.unix_millis());
                books.effects.clear();
                let given = simulation
                    .credentials
                    .iter()
                    .fold(Credentials::new(), |all, (name, value)| all.with(*name, *value));
                sandboxes.push((*provider, simulation, books, given));
            }
        }
        Engine { seed, sandboxes, seen: HashMap::new(), seen_order: VecDeque::new(), requests: 0, entries: 0 }
    }

    /// What there is of each provider.
    pub(crate) fn providers(&self) -> impl Iterator<Item = (Provider, &'static Simulation, &Books)> {
        self.sandboxes.iter().map(|(provider, simulation, books, _)| (*provider, *simulation, books))
    }

    /// For how many seconds idempotency keys are known; for ever where nothing is said.
    pub(crate) fn set_key_lifetime(&mut self, seconds: Option<u32>) {
        for (_, _, books, _) in &mut self.sandboxes {
            books.key_lifetime = seconds.map(|seconds| i64::from(seconds).saturating_mul(1000));
        }
    }

    pub(crate) fn set_webhook(&mut self, provider: Provider, webhook: Webhook) {
        if let Some((_, _, books, _)) = self.sandboxes.iter_mut().find(|(of, ..)| *of == provider) {
            books.webhook = Some(webhook);
        }
    }

    pub(crate) fn webhook(&self, provider: Provider) -> Option<(&'static Simulation, Option<Webhook>)> {
        let (_, simulation, books, _) = self.sandboxes.iter().find(|(of, ..)| *of == provider)?;
        Some((simulation, books.webhook.clone()))
    }

    /// Finds the operation, and counts the request.
    pub(crate) fn read(&mut self, incoming: &Message<'_>) -> Option<Question> {
        let route = route::find(incoming.method, incoming.path)?;
        route.provider.descriptor().simulation?;
        let content_type = incoming.headers.get("content-type").unwrap_or_default();
        let members = route::members(&route, incoming.query, content_type, incoming.body);
        let descriptor = route.provider.descriptor();
        let words: Vec<&'static str> = descriptor.codes.iter().map(|(word, _)| *word).collect();
        let is_minor = route.operation.answer.iter().any(Value::is_minor);
        let magic = members.as_ref().map(|members| Magic::of(members, descriptor.members.decimals, is_minor, &words));
        let text = members.as_ref().map(|members| Json::Object(members.clone()).to_text()).unwrap_or_default();
        let content = digest(&[
            &self.seed.to_be_bytes(),
            route.provider.as_str().as_bytes(),
            route.operation.name().as_bytes(),
            text.as_bytes(),
        ]);
        let repetition = self.count(&content);
        let salt = digest(&[&content, &repetition.to_be_bytes()]);
        self.requests = self.requests.wrapping_add(1);
        Some(Question { route, members, salt, repetition, magic: magic.unwrap_or_default(), request: self.requests })
    }

    fn count(&mut self, content: &[u8]) -> u32 {
        if let Some(times) = self.seen.get_mut(content) {
            *times = times.wrapping_add(1);
            return *times;
        }
        self.seen.insert(content.to_vec(), 0);
        self.seen_order.push_back(content.to_vec());
        if self.seen_order.len() > SEEN
            && let Some(oldest) = self.seen_order.pop_front()
        {
            self.seen.remove(&oldest);
        }
        0
    }

    /// Answers a request. `now` is the sandbox's time, `wall` the time by which signatures are fresh.
    pub(crate) fn answer(
        &mut self,
        question: &Question,
        incoming: &Message<'_>,
        [now, wall]: [Timestamp; 2],
        fault: Option<&'static str>,
    ) -> (Reply, Vec<Output>) {
        let route = &question.route;
        let Some(place) = self.sandboxes.iter().position(|(of, ..)| *of == route.provider) else {
            return (Reply::new(404, Json::Null), Vec::new());
        };
        let Some((_, simulation, books, credentials)) = self.sandboxes.get_mut(place) else {
            return (Reply::new(404, Json::Null), Vec::new());
        };
        books.advance(&simulation.life, now.unix_millis());
        let refuse = |problem: &Problem| (simulation.refuse)(route.operation, problem);
        let reply = match judge(route, simulation, credentials, question.members.as_ref(), incoming, wall) {
            Err(problem) => refuse(&problem),
            Ok(members) => {
                let ending = match fault {
                    Some("returned") => question.magic.ending.max(Ending::Returned),
                    _ => question.magic.ending,
                };
                let mut members = members;
                if let Some(word) = question.magic.word {
                    members.insert(WORD, word);
                }
                let mut turn = Turn {
                    operation: route.operation,
                    members: &members,
                    headers: incoming.headers,
                    rest: &route.rest,
                    books,
                    now,
                    ending,
                    fault: fault.filter(|fault| fault.starts_with("webhook_")),
                    forgets_key: fault == Some("key_forgotten"),
                    request: question.request,
                    salt: &question.salt,
                };
                (simulation.answer)(&mut turn)
            }
        };
        let outputs = self.collect(place);
        (reply, outputs)
    }

    /// Says no in the provider's words.
    pub(crate) fn refuse(question: &Question, problem: &Problem) -> Reply {
        match question.provider().descriptor().simulation {
            Some(simulation) => (simulation.refuse)(question.operation(), problem),
            None => Reply::new(500, Json::Null),
        }
    }

    /// Moves all orders to a time.
    pub(crate) fn advance(&mut self, now: Timestamp) -> Vec<Output> {
        let mut outputs = Vec::new();
        for place in 0..self.sandboxes.len() {
            if let Some((_, simulation, books, _)) = self.sandboxes.get_mut(place) {
                books.advance(&simulation.life, now.unix_millis());
            }
            outputs.extend(self.collect(place));
        }
        outputs
    }

    pub(crate) fn next_due(&self) -> Option<i64> {
        self.sandboxes.iter().filter_map(|(_, _, books, _)| books.next_due()).min()
    }

    /// Tokens arrive at an address; answers the hash of their transaction, and whether somebody waited for them.
    pub(crate) fn deposit(&mut self, sent: &Object, key: &str, now: Timestamp) -> (String, bool, Vec<Output>) {
        let text = Json::Object(sent.clone()).to_text();
        let content = digest(&[&self.seed.to_be_bytes(), b"deposit", text.as_bytes(), key.as_bytes()]);
        let repetition = self.count(&content);
        // the same key is the same transaction
        let salt = if key.is_empty() { digest(&[&content, &repetition.to_be_bytes()]) } else { content };
        let hash = ["0x", &hash(&[&salt])].concat();
        let (mut is_awaited, mut outputs) = (false, Vec::new());
        if !key.is_empty() && repetition > 0 {
            return (hash, true, outputs);
        }
        let mut members = sent.clone();
        members.insert("transactionHash", hash.as_str());
        self.requests = self.requests.wrapping_add(1);
        let request = self.requests;
        let amount = text_of(&members, "amount").to_owned();
        let magic = Magic::of(&Object::from_iter([("amount", amount)]), "amount", false, &[]);
        for place in 0..self.sandboxes.len() {
            let Some((provider, simulation, books, _)) = self.sandboxes.get_mut(place) else { continue };
            let Some(operation) = provider.operations().first() else { continue };
            books.advance(&simulation.life, now.unix_millis());
            let mut turn = Turn {
                operation,
                members: &members,
                headers: Headers(&[]),
                rest: "",
                books,
                now,
                ending: magic.ending,
                fault: magic.fault.filter(|fault| fault.starts_with("webhook_")),
                forgets_key: false,
                request,
                salt: &salt,
            };
            is_awaited |= (simulation.deposit)(&mut turn);
            outputs.extend(self.collect(place));
        }
        (hash, is_awaited, outputs)
    }

    /// What followed, as lines and deliveries.
    fn collect(&mut self, place: usize) -> Vec<Output> {
        let Some((provider, simulation, books, _)) = self.sandboxes.get_mut(place) else { return Vec::new() };
        let mut outputs = Vec::new();
        for effect in std::mem::take(&mut books.effects) {
            match effect {
                Effect::Paid { order, at } | Effect::Returned { order, at }
                    if books.order(&order).is_none() || at < 0 => {}
                Effect::Paid { order, at } => {
                    self.entries = self.entries.wrapping_add(1);
                    outputs.extend(books.order(&order).map(|order| line(self.entries, "paid", *provider, order, at)));
                }
                Effect::Returned { order, at } => {
                    self.entries = self.entries.wrapping_add(1);
                    outputs
                        .extend(books.order(&order).map(|order| line(self.entries, "returned", *provider, order, at)));
                }
                Effect::Entered { order, at } => {
                    let at = at.to_be_bytes();
                    let parts = [&self.seed.to_be_bytes(), order.id.as_bytes(), order.status.as_bytes(), &at];
                    let id = uuid_of(&hash(&parts));
                    if let Some(body) = (simulation.event)(&order, &id) {
                        let (order, fault) = (order.id.clone(), order.fault);
                        outputs.push(Output::Event { provider: *provider, order, id, body, fault });
                    }
                }
            }
        }
        outputs
    }
}

/// The member in which a state machine finds the provider's word that a name asks for.
pub(in crate::provider) const WORD: &str = "\u{0}word";

/// Who was paid or came back, how much, and by which request.
fn line(entry: u64, kind: &'static str, provider: Provider, order: &Order, at: i64) -> Output {
    let mut json = Object::new();
    json.put("entry", Json::number(entry));
    json.put_text("kind", kind);
    json.put_text("at", &Timestamp::at_unix_millis(at).to_millis());
    json.put_text("provider", provider.as_str());
    json.put_text("order", &order.id);
    json.put_text("to", &order.to);
    json.put_text("amount", &order.amount);
    json.put_text("currency", &order.currency);
    json.put_text("operation", order.operation);
    json.put("request", Json::number(order.request));
    json.put_text("key", &order.key);
    Output::Ledger(Json::Object(json))
}

/// The SHA-256 of parts that lengths keep apart.
fn digest(parts: &[&[u8]]) -> Vec<u8> {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.len().to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().to_vec()
}

/// The same in hexadecimal.
pub(super) fn hash(parts: &[&[u8]]) -> String {
    crate::provider::sign::hex(&digest(parts))
}

/// A UUID of version 4 from hexadecimal digits.
pub(super) fn uuid_of(digits: &str) -> String {
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    [part(0, 8), "-", part(8, 12), "-4", part(13, 16), "-a", part(17, 20), "-", part(20, 32)].concat()
}
