//! A bank whose word is final, and a provider with orders, which do what a scenario says.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use offramp_core::payment::{
    GATEWAY_TIMEOUT, Gateway, Inquiry, Instruction, MoneyText, NewEvent, OpenAttempt, OrderNews, Outcome,
};
use offramp_core::{Json, Provider};

use super::schedule::{Mail, Run, step};
use super::store::MemoryStore;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Refuses for good what it was asked about.
    Bank,
    /// Takes on, and says later by an event how it ended.
    Provider,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    Pays,
    Refuses,
    /// The first attempt of a payment is turned away.
    BusyOnce,
    /// It pays, and the answer is lost.
    PaysInSilence,
    /// The request is under way for as long as it likes, and the caller gives up on it.
    ArrivesLater,
    NeverArrives,
    /// The order is settled with another amount.
    PaysAnotherAmount,
    /// All orders have one reference.
    SameReference,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Done,
    Refused,
    Busy,
    Void,
    /// Settled, but not as was asked.
    Odd,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub reference: String,
    pub payment_id: String,
    pub order: String,
    pub state: State,
}

pub struct Bank {
    run: Arc<Run>,
    store: Arc<MemoryStore>,
    kind: Kind,
    behaviour: Behaviour,
    /// How often each event is delivered.
    deliveries: usize,
    pub ledger: Mutex<Vec<Entry>>,
    pub calls: Mutex<Vec<String>>,
    /// Events that were sent: they are sent again until they are acknowledged.
    pub events: Mutex<Vec<(String, &'static str)>>,
}

impl std::fmt::Debug for Bank {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Bank")
    }
}

impl Bank {
    pub fn new(run: &Arc<Run>, store: &Arc<MemoryStore>, kind: Kind, behaviour: Behaviour, deliveries: usize) -> Bank {
        Bank {
            run: Arc::clone(run),
            store: Arc::clone(store),
            kind,
            behaviour,
            deliveries,
            ledger: Mutex::default(),
            calls: Mutex::default(),
            events: Mutex::default(),
        }
    }

    /// An instruction has come in.
    pub fn arrive(&self, reference: &str, payment_id: &str) -> Entry {
        let mut ledger = self.ledger.lock().unwrap();
        if let Some(entry) = ledger.iter().find(|entry| entry.reference == reference) {
            return entry.clone();
        }
        let is_first = ledger.iter().all(|entry| entry.payment_id != payment_id);
        let state = match self.behaviour {
            Behaviour::Refuses => State::Refused,
            Behaviour::BusyOnce if is_first => State::Busy,
            Behaviour::PaysAnotherAmount => State::Odd,
            _ => State::Done,
        };
        let number = if self.behaviour == Behaviour::SameReference { 0 } else { ledger.len() };
        let entry = Entry {
            reference: reference.to_owned(),
            payment_id: payment_id.to_owned(),
            order: format!("order_{number}"),
            state,
        };
        ledger.push(entry.clone());
        if self.kind == Kind::Provider && state != State::Busy {
            let word = if state == State::Refused { "FAILED" } else { "COMPLETED" };
            self.events.lock().unwrap().push((entry.order.clone(), word));
            for _ in 0..self.deliveries {
                self.run.send(Mail::Event { order: entry.order.clone(), word });
            }
        }
        entry
    }

    fn answer(&self, entry: &Entry) -> Outcome {
        let (code, message) = (GATEWAY_TIMEOUT.to_owned(), "no".to_owned());
        match (entry.state, self.kind) {
            (State::Busy, _) => Outcome::Busy { code, message, raw: Json::Null },
            (State::Void, _) | (State::Refused, Kind::Bank) => Outcome::Refused { code, message, raw: Json::Null },
            (State::Done | State::Odd, Kind::Bank) => {
                Outcome::Succeeded { transaction_id: None, gateway_reference: entry.order.clone(), raw: Json::Null }
            }
            (_, Kind::Provider) => Outcome::Accepted { gateway_reference: Some(entry.order.clone()), raw: Json::Null },
        }
    }

    pub fn event(&self, order: &str, word: &str) -> NewEvent {
        let amount = if self.behaviour == Behaviour::PaysAnotherAmount { "0.83" } else { "250.00" };
        let amounts = vec![MoneyText { amount: amount.to_owned(), currency: "INR".to_owned() }];
        NewEvent {
            provider: Provider::Sentra,
            event_id: format!("{order}:{word}"),
            name: "payment.updated".to_owned(),
            data: "{}".to_owned(),
            order: Some(OrderNews { order_id: order.to_owned(), raw_status: word.to_owned(), amounts }),
        }
    }
}

const SILENCE: Outcome = Outcome::Unknown { code: GATEWAY_TIMEOUT, message: "no answer", raw: None };

#[async_trait]
impl Gateway for Bank {
    fn name(&self) -> &'static str {
        "MODEL"
    }

    fn orders_at(&self) -> Option<(Provider, &str)> {
        (self.kind == Kind::Provider).then_some((Provider::Sentra, "id"))
    }

    fn refuses_what_it_was_asked_about(&self) -> bool {
        self.kind == Kind::Bank
    }

    async fn on_ramp(&self, instruction: &Instruction) -> Outcome {
        self.off_ramp(instruction).await
    }

    async fn off_ramp(&self, instruction: &Instruction) -> Outcome {
        let is_committed = self.store.records.lock().unwrap().committed.contains(&instruction.reference);
        assert!(is_committed, "{} is sent, and nobody recorded it: {:?}", instruction.reference, self.run.path());
        self.calls.lock().unwrap().push(instruction.reference.clone());
        step(&self.run).await;
        match self.behaviour {
            Behaviour::NeverArrives => SILENCE,
            Behaviour::ArrivesLater => {
                let (reference, payment_id) = (instruction.reference.clone(), instruction.payment_id.clone());
                self.run.send(Mail::Instruction { reference, payment_id });
                SILENCE
            }
            Behaviour::PaysInSilence => {
                self.arrive(&instruction.reference, &instruction.payment_id);
                SILENCE
            }
            _ => {
                let entry = self.arrive(&instruction.reference, &instruction.payment_id);
                step(&self.run).await;
                self.answer(&entry)
            }
        }
    }

    async fn inquire(&self, attempt: &OpenAttempt) -> Inquiry {
        step(&self.run).await;
        let known = self.ledger.lock().unwrap().iter().find(|entry| entry.reference == attempt.attempt_id).cloned();
        let answer = match (known, self.kind) {
            (Some(entry), Kind::Provider) => match entry.state {
                State::Done => Inquiry::Known(Outcome::Succeeded {
                    transaction_id: None,
                    gateway_reference: entry.order,
                    raw: Json::Null,
                }),
                State::Refused => Inquiry::Known(Outcome::Refused {
                    code: GATEWAY_TIMEOUT.to_owned(),
                    message: "no".to_owned(),
                    raw: Json::Null,
                }),
                _ => Inquiry::Known(self.answer(&entry)),
            },
            (Some(entry), Kind::Bank) if entry.state == State::Void => Inquiry::NeverReceived,
            (Some(entry), Kind::Bank) => Inquiry::Known(self.answer(&entry)),
            (None, Kind::Provider) => Inquiry::Pending,
            (None, Kind::Bank) => {
                self.ledger.lock().unwrap().push(Entry {
                    reference: attempt.attempt_id.clone(),
                    payment_id: attempt.payment_id.clone(),
                    order: String::new(),
                    state: State::Void,
                });
                Inquiry::NeverReceived
            }
        };
        step(&self.run).await;
        answer
    }
}
