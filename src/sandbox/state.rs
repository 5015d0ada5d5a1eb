//! What a running sandbox shares between its requests, its clock and its deliveries.

use std::collections::{BTreeMap, VecDeque};
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::clock::{self, Clock};
use super::faults::{self, Faults};
use super::limits::Windows;
use super::options::Options;
use super::show::{is_here, shown};
use crate::json::{Json, Object};
use crate::provider::Provider;
use crate::provider::sandbox::{Engine, Message, Output, Problem, Question, Reply, Webhook};
use crate::secret::Secret;

/// How many entries of the ledger, and how many faults, are kept in memory.
const CAPACITY: usize = 100_000;

/// A delivery that waits.
#[derive(Clone)]
pub(super) struct Job {
    pub(super) provider: Provider,
    pub(super) order: String,
    pub(super) id: String,
    pub(super) body: String,
    /// How often it was tried.
    pub(super) attempt: usize,
    pub(super) is_wrongly_signed: bool,
}

/// What a request is answered with, and how.
pub(super) struct Answered {
    pub(super) reply: Reply,
    pub(super) fault: Option<(&'static str, Option<u32>)>,
}

struct State {
    engine: Engine,
    faults: Faults,
    /// Who has asked how often, where documents' limits hold.
    windows: Option<Windows>,
    ledger: VecDeque<String>,
    file: Option<File>,
    jobs: BTreeMap<(i64, u64), Job>,
    /// An event that waits for the next of its order.
    held: BTreeMap<String, (i64, Job)>,
    serial: u64,
    injected: BTreeMap<&'static str, u64>,
    requests: u64,
    delivered: u64,
    undelivered: u64,
    /// Deliveries whose answer is waited for.
    delivering: u64,
}

pub(super) struct Shared {
    state: Mutex<State>,
    pub(super) clock: Clock,
    pub(super) wake: Notify,
    address: SocketAddr,
    speed: u32,
    /// Where deliveries go, whatever is registered.
    webhooks: Mutex<Vec<(Provider, String)>>,
}

impl Shared {
    pub(super) fn new(options: Options, address: SocketAddr) -> io::Result<Shared> {
        let clock = Clock::new(options.speed);
        let mut engine = Engine::new(options.seed, options.speed, clock.now());
        engine.set_key_lifetime(options.faults.key_lifetime_seconds());
        let file = match &options.ledger {
            Some(path) => Some(OpenOptions::new().create(true).append(true).open(path)?),
            None => None,
        };
        let state = State {
            engine,
            faults: options.faults,
            windows: options.limits.then(Windows::default),
            ledger: VecDeque::new(),
            file,
            jobs: BTreeMap::new(),
            held: BTreeMap::new(),
            serial: 0,
            injected: BTreeMap::new(),
            requests: 0,
            delivered: 0,
            undelivered: 0,
            delivering: 0,
        };
        Ok(Shared {
            state: Mutex::new(state),
            clock,
            wake: Notify::new(),
            address,
            speed: options.speed,
            webhooks: Mutex::new(options.webhooks),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers a request of a provider; none where no provider has such an operation.
    pub(super) fn answer(&self, incoming: &Message<'_>, from: IpAddr) -> Option<Answered> {
        let mut state = self.state();
        let question = state.engine.read(incoming)?;
        state.requests = state.requests.wrapping_add(1);
        let now = self.clock.millis();
        let counted = state.windows.as_mut().map_or(Ok(()), |windows| windows.count(question.provider(), from, now));
        let fault = match counted {
            Ok(()) => fault_of(&state.faults, &question, incoming),
            Err(seconds) => Some(("rate_limit", Some(seconds))),
        };
        if let Some((name, _)) = fault {
            let count = state.injected.entry(name).or_default();
            *count = count.wrapping_add(1);
        }
        let name = fault.map(|(name, _)| name);
        let problem = match name {
            Some("rate_limit") => Some(Problem::RateLimited),
            Some("error_before" | "drop_before") => Some(Problem::Internal),
            _ => None,
        };
        if let Some(problem) = problem {
            return Some(Answered { reply: Engine::refuse(&question, &problem), fault });
        }
        let returned = state.faults.is_returned(&question.salt).then_some("returned");
        let times = [self.clock.now(), clock::wall()];
        let (mut reply, outputs) = state.engine.answer(&question, incoming, times, name.or(returned));
        if name == Some("error_after") {
            reply = Engine::refuse(&question, &Problem::Internal);
        }
        let has_outputs = !outputs.is_empty();
        self.take(&mut state, outputs);
        drop(state);
        if has_outputs {
            self.wake.notify_one();
        }
        Some(Answered { reply, fault })
    }

    /// Writes what was paid, and plans what is delivered.
    fn take(&self, state: &mut State, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Ledger(line) => {
                    let mut line = line.to_text();
                    if let Some(file) = &mut state.file {
                        line.push('\n');
                        // a ledger that cannot be written is in memory still
                        let _ = file.write_all(line.as_bytes());
                        line.pop();
                    }
                    state.ledger.push_back(line);
                    if state.ledger.len() > CAPACITY {
                        state.ledger.pop_front();
                    }
                }
                Output::Event { provider, order, id, body, fault } => {
                    if self.receiver(state, provider).is_some() {
                        let salt = id.bytes().filter(u8::is_ascii_hexdigit).collect::<Vec<_>>();
                        let fault = fault.or_else(|| state.faults.of_event(&mixed(&salt)));
                        let body = body.to_text();
                        let job = Job { provider, order, id, body, attempt: 0, is_wrongly_signed: false };
                        self.plan(state, job, fault);
                    }
                }
            }
        }
    }

    fn plan(&self, state: &mut State, mut job: Job, fault: Option<&'static str>) {
        if let Some(name) = fault {
            let count = state.injected.entry(name).or_default();
            *count = count.wrapping_add(1);
        }
        let now = self.clock.millis();
        let late = now.saturating_add(self.scaled(state.faults.late_seconds()));
        let order = job.order.clone();
        match fault {
            Some("webhook_lost") => return,
            Some("webhook_late") => state.put(late, job),
            Some("webhook_duplicate") => {
                state.put(now, job.clone());
                state.put(now, job);
            }
            Some("webhook_reordered") if !state.held.contains_key(&order) => {
                // it goes out behind the next one, or by itself once that takes too long
                state.held.insert(order, (late, job));
                return;
            }
            Some("webhook_wrong_signature") => {
                job.is_wrongly_signed = true;
                state.put(now, job);
            }
            _ => state.put(now, job),
        }
        if let Some((_, held)) = state.held.remove(&order) {
            state.put(now, held);
        }
    }

    /// Puts a delivery that was not taken back, as the provider's document says. Without redelivery it is over.
    pub(super) fn settle(&self, mut job: Job, is_taken: bool) {
        let mut state = self.state();
        state.delivering = state.delivering.saturating_sub(1);
        if is_taken {
            state.delivered = state.delivered.wrapping_add(1);
            return;
        }
        match job.provider.redelivery().get(job.attempt) {
            None => state.undelivered = state.undelivered.wrapping_add(1),
            Some(seconds) => {
                let due = self.clock.millis().saturating_add(self.scaled(*seconds));
                job.attempt = job.attempt.wrapping_add(1);
                job.is_wrongly_signed = false;
                state.put(due, job);
                drop(state);
                self.wake.notify_one();
            }
        }
    }

    /// So many of the provider's seconds in milliseconds of the sandbox's clock.
    fn scaled(&self, seconds: u32) -> i64 {
        let millis = i64::from(seconds).saturating_mul(1000);
        millis.checked_div(i64::from(self.speed.max(1))).unwrap_or(millis)
    }

    /// Moves orders, and hands out the deliveries that are due, and when the next is.
    pub(super) fn due(&self) -> (Vec<Job>, Option<i64>) {
        let mut state = self.state();
        let now = self.clock.now();
        let outputs = state.engine.advance(now);
        self.take(&mut state, outputs);
        let waited: Vec<String> = state
            .held
            .iter()
            .filter(|(_, (due, _))| *due <= now.unix_millis())
            .map(|(order, _)| order.clone())
            .collect();
        for order in waited {
            if let Some((due, job)) = state.held.remove(&order) {
                state.put(due, job);
            }
        }
        let mut jobs = Vec::new();
        while let Some(entry) = state.jobs.first_entry() {
            if entry.key().0 > now.unix_millis() {
                break;
            }
            jobs.push(entry.remove());
        }
        state.delivering = state.delivering.saturating_add(count(jobs.len()));
        let held = state.held.values().map(|(due, _)| *due);
        let next = state.jobs.first_key_value().map(|((due, _), _)| *due);
        let next = held.chain(next).chain(state.engine.next_due()).min();
        (jobs, next)
    }

    /// Where a provider's deliveries go, and with what they are signed.
    pub(super) fn delivery(&self, provider: Provider) -> Option<(String, Secret)> {
        let state = self.state();
        let url = self.receiver(&state, provider)?;
        Some((url, secret(&state, provider)))
    }

    fn receiver(&self, state: &State, provider: Provider) -> Option<String> {
        let given = self.webhooks.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, url)) = given.iter().rev().find(|(of, _)| *of == provider) {
            return Some(url.clone());
        }
        let (_, registered) = state.engine.webhook(provider)?;
        // what a test registers may be anybody's: nothing leaves this machine by itself
        registered.map(|webhook| webhook.url).filter(|url| is_here(url))
    }

    pub(super) fn deliver_to(&self, provider: Provider, url: String) {
        self.webhooks.lock().unwrap_or_else(PoisonError::into_inner).push((provider, url));
    }

    pub(super) fn register(&self, provider: Provider, url: String, secret: Option<String>) {
        if let Some(secret) = secret {
            self.state().engine.set_webhook(provider, Webhook { url: url.clone(), secret: Some(secret) });
        }
        self.deliver_to(provider, url);
    }

    pub(super) fn webhook_secret(&self, provider: Provider) -> Secret {
        secret(&self.state(), provider)
    }

    pub(super) fn url(&self, provider: Provider) -> String {
        format!("http://{}/{}", self.address, provider.as_str())
    }

    /// The credentials of a provider, the base URL first.
    pub(super) fn credentials(&self, provider: Provider) -> Vec<(&'static str, String)> {
        let state = self.state();
        let found = state.engine.providers().find(|(of, ..)| *of == provider);
        let mut all = vec![(provider.base_url_name(), self.url(provider))];
        for (name, value) in found.map(|(_, simulation, _)| simulation.credentials).unwrap_or_default() {
            all.push((name, (*value).to_owned()));
        }
        all
    }

    pub(super) fn ledger(&self) -> Vec<Json> {
        self.ledger_lines().iter().filter_map(|line| line.parse().ok()).collect()
    }

    pub(super) fn ledger_lines(&self) -> Vec<String> {
        self.catch_up().ledger.iter().cloned().collect()
    }

    pub(super) fn orders(&self) -> Vec<Json> {
        let state = self.catch_up();
        let of = |(provider, _, books): (Provider, _, &crate::provider::sandbox::Books)| {
            books.orders().map(|order| shown(provider, order)).collect::<Vec<_>>()
        };
        state.engine.providers().flat_map(of).collect()
    }

    /// The state, with all steps taken that are due.
    fn catch_up(&self) -> MutexGuard<'_, State> {
        let mut state = self.state();
        let outputs = state.engine.advance(self.clock.now());
        self.take(&mut state, outputs);
        state
    }

    pub(super) fn deposit(&self, sent: &Json, key: &str) -> (String, bool) {
        let empty = Object::new();
        let mut state = self.state();
        let (hash, is_awaited, outputs) =
            state.engine.deposit(sent.as_object().unwrap_or(&empty), key, self.clock.now());
        self.take(&mut state, outputs);
        drop(state);
        self.wake.notify_one();
        (hash, is_awaited)
    }

    pub(super) fn advance(&self, seconds: u32) {
        self.clock.advance(seconds);
        drop(self.catch_up());
        self.wake.notify_one();
    }

    pub(super) fn set_faults(&self, faults: Faults) {
        let mut state = self.state();
        state.engine.set_key_lifetime(faults.key_lifetime_seconds());
        state.faults = faults;
    }

    pub(super) fn faults(&self) -> Faults {
        self.state().faults.clone()
    }

    /// `{rates, injected, requests, delivered, undelivered, delivering, waiting}`.
    pub(super) fn faults_json(&self) -> Json {
        let state = self.catch_up();
        let now = self.clock.millis();
        let mut injected = Object::new();
        for (name, count) in &state.injected {
            injected.insert(*name, Json::number(*count));
        }
        let mut json = Object::new();
        json.put("rates", state.faults.to_json());
        json.put("injected", Json::Object(injected));
        json.put("requests", Json::number(state.requests));
        json.put("delivered", Json::number(state.delivered));
        json.put("undelivered", Json::number(state.undelivered));
        // what is due counts as under way
        let due = state.jobs.range(..=(now, u64::MAX)).count();
        let waiting = state.jobs.len().saturating_sub(due).saturating_add(state.held.len());
        json.put("delivering", Json::number(state.delivering.saturating_add(count(due))));
        json.put("waiting", Json::number(count(waiting)));
        Json::Object(json)
    }

    pub(super) fn clock_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("now", &self.clock.now().to_millis());
        json.put("speed", Json::from(self.speed));
        Json::Object(json)
    }
}

impl State {
    fn put(&mut self, due: i64, job: Job) {
        self.serial = self.serial.wrapping_add(1);
        self.jobs.insert((due, self.serial), job);
    }
}

fn secret(state: &State, provider: Provider) -> Secret {
    match state.engine.webhook(provider) {
        Some((_, Some(Webhook { secret: Some(secret), .. }))) => Secret::from(secret.as_str()),
        Some((simulation, _)) => Secret::from(simulation.webhook_secret),
        None => Secret::default(),
    }
}

/// What goes wrong: what the request's header wants, what its values want the first time that it comes, or by chance.
fn fault_of(faults: &Faults, question: &Question, incoming: &Message<'_>) -> Option<(&'static str, Option<u32>)> {
    let asked = incoming.headers.get("x-sandbox-fault").and_then(faults::asked);
    let wanted = question.fault().filter(|_| question.repetition == 0).map(|name| (name, None));
    asked.or(wanted).or_else(|| faults.of_request(&question.salt).map(|name| (name, None)))
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// The bytes of hexadecimal digits, with room in front for what is drawn of events.
fn mixed(digits: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; 24];
    for pair in digits.chunks(2) {
        let pair = std::str::from_utf8(pair).unwrap_or_default();
        bytes.push(u8::from_str_radix(pair, 16).unwrap_or_default());
    }
    bytes
}
