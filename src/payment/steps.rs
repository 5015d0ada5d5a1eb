//! The port to the record of an attempt's steps: what was begun, and what came of it.
//!
//! A gateway that carries a payment out in several steps notes each before it is taken and once its outcome is known. What
//! was begun and has no outcome may have been done. What every implementation promises:
//!
//! - of any number of callers that begin the same step of an attempt exactly one is told that it is theirs, and none where
//!   the attempt is no longer open;
//! - the first outcome of a step stands;
//! - what was answered is on the disk.

use std::fmt;

use async_trait::async_trait;

use super::StoreError;
use super::model::words;
use crate::provider::Provider;

words! {
    /// Where a step stands.
    StepStatus {
        /// It was begun, and may have been done.
        Started "STARTED"
        /// It was done.
        Done "DONE"
        /// It was refused: nothing was done, and the same again comes to the same.
        Refused "REFUSED"
        /// It was not done, and may be begun anew.
        NotDone "NOT_DONE"
    }
}

/// A step as it is recorded.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordedStep {
    /// Counts from 1 within the attempt.
    pub number: i32,
    /// What it is called.
    pub name: String,
    /// Whoever began it.
    pub owner: String,
    /// Where it stands.
    pub status: StepStatus,
    /// What later steps are told, as JSON text.
    pub result: Option<String>,
    /// The gateway's code, where it was refused or not done.
    pub error_code: Option<String>,
}

/// What came of a step.
#[derive(Clone)]
pub struct StepEnd {
    /// What it becomes.
    pub status: StepStatus,
    /// What later steps are told, as JSON text.
    pub result: Option<String>,
    /// The gateway's code.
    pub error_code: Option<String>,
}

/// Keeps the steps of attempts. What a store has not written of it refuses, so that no step is taken that nobody recorded:
/// a store for gateways of one request needs none of it.
#[async_trait]
pub trait Steps: Send + Sync {
    /// The steps of an attempt, the first one first.
    async fn steps(&self, _attempt_id: &str) -> Result<Vec<RecordedStep>, StoreError> {
        Err(kept_nowhere())
    }

    /// Records that a step is begun. Answers whether it may be: not where the attempt is no longer open, or has a step
    /// of this number.
    async fn begin_step(&self, _attempt_id: &str, _number: i32, _name: &str, _owner: &str) -> Result<bool, StoreError> {
        Err(kept_nowhere())
    }

    /// Records what came of a step. Answers whether nobody had before.
    async fn end_step(&self, _attempt_id: &str, _number: i32, _end: &StepEnd) -> Result<bool, StoreError> {
        Err(kept_nowhere())
    }

    /// Notes the gateway's reference of an attempt that is open, and what it answered, as JSON text. Answers whether it
    /// is this attempt's: not where another has it.
    async fn note_reference(&self, _attempt_id: &str, _reference: &str, _response: &str) -> Result<bool, StoreError> {
        Err(kept_nowhere())
    }

    /// Whether an event was kept.
    async fn has_event(&self, _provider: Provider, _event_id: &str) -> Result<bool, StoreError> {
        Err(kept_nowhere())
    }
}

fn kept_nowhere() -> StoreError {
    StoreError::Unavailable("this store keeps no steps".to_owned())
}

/// Neither what was given nor whose it is.
impl fmt::Debug for RecordedStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordedStep({}, {}, {})", self.number, self.name, self.status.as_str())
    }
}

impl fmt::Debug for StepEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StepEnd({})", self.status.as_str())
    }
}
