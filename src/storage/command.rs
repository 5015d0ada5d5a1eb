//! What is carried out in batches, and the columns that both databases read alike.

use std::sync::Arc;

use super::{Begun, Kept, NewEvent, NewPayment, Settlement, StoreError};

/// One thing to write.
#[derive(Clone)]
pub(super) enum Command {
    Begin(Arc<NewPayment>),
    Settle(Arc<Settlement>),
    Keep(Arc<NewEvent>),
}

/// What came of it.
pub(super) enum Answer {
    Begun(Begun),
    /// Whether the attempt was open.
    Done(bool),
    /// The outcome is not sure any more; see [`StoreError::Outdated`].
    #[cfg(feature = "postgres")]
    Outdated,
    Kept(Kept),
}

impl Answer {
    pub(super) fn begun(self) -> Result<Begun, StoreError> {
        if let Answer::Begun(begun) = self { Ok(begun) } else { Err(mixed_up()) }
    }

    pub(super) fn done(self) -> Result<bool, StoreError> {
        match self {
            Answer::Done(done) => Ok(done),
            #[cfg(feature = "postgres")]
            Answer::Outdated => Err(StoreError::Outdated),
            _ => Err(mixed_up()),
        }
    }

    pub(super) fn kept(self) -> Result<Kept, StoreError> {
        if let Answer::Kept(kept) = self { Ok(kept) } else { Err(mixed_up()) }
    }
}

fn mixed_up() -> StoreError {
    StoreError::Internal("the answer is to another command".to_owned())
}

/// A batch by kind, each command with its place.
#[derive(Default)]
pub(super) struct Sorted {
    pub(super) begin: Vec<(usize, Arc<NewPayment>)>,
    pub(super) settle: Vec<(usize, Arc<Settlement>)>,
    pub(super) keep: Vec<(usize, Arc<NewEvent>)>,
    /// Further settlements of an attempt in the same batch: the first one stands.
    pub(super) too_late: Vec<usize>,
}

impl Sorted {
    /// Payments are in the order of their keys, so that two batches never wait for each other.
    pub(super) fn new(commands: Vec<Command>) -> Sorted {
        let mut sorted = Sorted::default();
        for (place, command) in commands.into_iter().enumerate() {
            match command {
                Command::Begin(new) => sorted.begin.push((place, new)),
                Command::Settle(settlement) => {
                    let is_first = sorted.settle.iter().all(|(_, other)| other.attempt_id != settlement.attempt_id);
                    if is_first {
                        sorted.settle.push((place, settlement));
                    } else {
                        sorted.too_late.push(place);
                    }
                }
                Command::Keep(event) => sorted.keep.push((place, event)),
            }
        }
        sorted.begin.sort_by(|(_, a), (_, b)| {
            let key = |new: &NewPayment| (new.payment.wallet_id.clone(), new.payment.idempotency_key.clone());
            key(a).cmp(&key(b))
        });
        sorted.settle.sort_by(|(_, a), (_, b)| a.payment_id.cmp(&b.payment_id));
        sorted
            .keep
            .sort_by(|(_, a), (_, b)| (a.provider.as_str(), &a.event_id).cmp(&(b.provider.as_str(), &b.event_id)));
        sorted
    }
}

/// Answers by place.
pub(super) struct Answers(Vec<Option<Answer>>);

impl Answers {
    pub(super) fn new(count: usize) -> Answers {
        Answers((0..count).map(|_| None).collect())
    }

    pub(super) fn put(&mut self, place: usize, answer: Answer) {
        if let Some(slot) = self.0.get_mut(place) {
            *slot = Some(answer);
        }
    }

    pub(super) fn all(self) -> Result<Vec<Answer>, StoreError> {
        let all: Option<Vec<Answer>> = self.0.into_iter().collect();
        all.ok_or_else(|| StoreError::Internal("a command has no answer".to_owned()))
    }
}

pub(super) fn unreadable(column: &str) -> StoreError {
    StoreError::Internal(format!("the column {column} holds an unknown word"))
}
