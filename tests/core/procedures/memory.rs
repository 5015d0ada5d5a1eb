//! Steps in memory, whose commits fail and whose answers are lost as they are told.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use offramp_core::Provider;
use offramp_core::payment::{RecordedStep, StepEnd, StepStatus, Steps, StoreError};

/// What goes wrong with the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// One call is not carried out.
    NotCommitted,
    /// One call is carried out, and its answer is lost.
    AnswerLost,
    /// From this call on none is carried out: the process might as well be gone.
    Gone,
    /// This call is the last that is carried out.
    GoneAfter,
}

#[derive(Default)]
pub struct Records {
    rows: HashMap<String, Vec<RecordedStep>>,
    /// Shared by all attempts.
    references: HashMap<String, String>,
    events: HashSet<String>,
}

/// At which call what goes wrong, and how many calls there were.
type Planned = (Option<(u32, Trouble)>, u32);

#[derive(Clone, Default)]
pub struct Memory {
    pub records: Arc<Mutex<Records>>,
    trouble: Arc<Mutex<Planned>>,
}

impl Memory {
    /// The same records, with trouble at a call.
    pub fn in_trouble(&self, at: u32, trouble: Trouble) -> Memory {
        Memory { records: Arc::clone(&self.records), trouble: Arc::new(Mutex::new((Some((at, trouble)), 0))) }
    }

    pub fn calls(&self) -> u32 {
        self.trouble.lock().unwrap().1
    }

    pub fn keep_event(&self, id: &str) {
        self.records.lock().unwrap().events.insert(format!("derived:{id}"));
    }

    pub fn reference(&self, attempt: &str) -> Option<String> {
        let records = self.records.lock().unwrap();
        records.references.iter().find(|(_, of)| *of == attempt).map(|(reference, _)| reference.clone())
    }

    pub fn rows(&self, attempt: &str) -> Vec<RecordedStep> {
        self.records.lock().unwrap().rows.get(attempt).cloned().unwrap_or_default()
    }

    fn call<T>(&self, act: impl FnOnce(&mut Records) -> T) -> Result<T, StoreError> {
        let (is_done, is_told) = {
            let mut trouble = self.trouble.lock().unwrap();
            trouble.1 += 1;
            let call = trouble.1;
            match trouble.0 {
                Some((at, Trouble::NotCommitted)) => (call != at, call != at),
                Some((at, Trouble::AnswerLost)) => (true, call != at),
                Some((at, Trouble::Gone)) => (call < at, call < at),
                Some((at, Trouble::GoneAfter)) => (call <= at, call < at),
                None => (true, true),
            }
        };
        let done = is_done.then(|| act(&mut self.records.lock().unwrap()));
        done.filter(|_| is_told).ok_or_else(|| StoreError::Unavailable("in trouble".to_owned()))
    }
}

#[async_trait]
impl Steps for Memory {
    async fn steps(&self, attempt_id: &str) -> Result<Vec<RecordedStep>, StoreError> {
        self.call(|records| records.rows.get(attempt_id).cloned().unwrap_or_default())
    }

    async fn begin_step(&self, attempt_id: &str, number: i32, name: &str, owner: &str) -> Result<bool, StoreError> {
        self.call(|records| {
            let rows = records.rows.entry(attempt_id.to_owned()).or_default();
            if rows.iter().any(|row| row.number == number) {
                return false;
            }
            rows.push(RecordedStep {
                number,
                name: name.to_owned(),
                owner: owner.to_owned(),
                status: StepStatus::Started,
                result: None,
                error_code: None,
            });
            true
        })
    }

    async fn end_step(&self, attempt_id: &str, number: i32, end: &StepEnd) -> Result<bool, StoreError> {
        self.call(|records| {
            let rows = records.rows.entry(attempt_id.to_owned()).or_default();
            let row = rows.iter_mut().find(|row| row.number == number && row.status == StepStatus::Started);
            row.is_some_and(|row| {
                row.status = end.status;
                row.result.clone_from(&end.result);
                row.error_code.clone_from(&end.error_code);
                true
            })
        })
    }

    async fn note_reference(&self, attempt_id: &str, reference: &str, _: &str) -> Result<bool, StoreError> {
        self.call(|records| {
            let of = records.references.entry(reference.to_owned()).or_insert_with(|| attempt_id.to_owned());
            of == attempt_id
        })
    }

    async fn has_event(&self, _: Provider, event_id: &str) -> Result<bool, StoreError> {
        self.call(|records| records.events.contains(event_id))
    }
}
