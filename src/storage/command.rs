//! What is carried out in batches, and the columns that both databases read alike.

use std::sync::Arc;

#[cfg(feature = "sqlite")]
use super::Kept;
use super::{Begun, NewEvent, NewPayment, Settled, Settlement, StoreError};

/// One thing to write.
#[derive(Clone)]
pub(super) enum Command {
    Begin(Arc<NewPayment>),
    Mark(Arc<str>),
    Settle(Arc<Settlement>),
    /// A server keeps events over another connection.
    #[cfg(feature = "sqlite")]
    Keep(Arc<NewEvent>),
    Probe,
}

/// What came of it.
pub(super) enum Answer {
    Begun(Begun),
    /// Whether the attempt is marked.
    Marked(bool),
    Settled(Settled),
    /// The outcome is not sure any more; see [`StoreError::Outdated`].
    #[cfg(feature = "postgres")]
    Outdated,
    #[cfg(feature = "sqlite")]
    Kept(Kept),
    Probed,
    /// Others of the batch were carried out, this one was not.
    #[cfg(feature = "postgres")]
    Failed(StoreError),
}

impl Answer {
    pub(super) fn begun(self) -> Result<Begun, StoreError> {
        if let Answer::Begun(begun) = self { Ok(begun) } else { Err(self.other()) }
    }

    pub(super) fn marked(self) -> Result<bool, StoreError> {
        if let Answer::Marked(is_marked) = self { Ok(is_marked) } else { Err(self.other()) }
    }

    pub(super) fn settled(self) -> Result<Settled, StoreError> {
        if let Answer::Settled(settled) = self { Ok(settled) } else { Err(self.other()) }
    }

    #[cfg(feature = "sqlite")]
    pub(super) fn kept(self) -> Result<Kept, StoreError> {
        if let Answer::Kept(kept) = self { Ok(kept) } else { Err(self.other()) }
    }

    pub(super) fn probed(self) -> Result<(), StoreError> {
        if matches!(self, Answer::Probed) { Ok(()) } else { Err(self.other()) }
    }

    fn other(self) -> StoreError {
        match self {
            #[cfg(feature = "postgres")]
            Answer::Outdated => StoreError::Outdated,
            #[cfg(feature = "postgres")]
            Answer::Failed(error) => error,
            _ => StoreError::Internal("the answer is to another command".to_owned()),
        }
    }
}

/// Commands that can be carried out in any order, each with its place in the batch.
#[derive(Default)]
pub(super) struct Round {
    pub(super) begin: Vec<(usize, Arc<NewPayment>)>,
    pub(super) mark: Vec<(usize, Arc<str>)>,
    pub(super) settle: Vec<(usize, Arc<Settlement>)>,
    pub(super) keep: Vec<(usize, Arc<NewEvent>)>,
    pub(super) probe: Vec<usize>,
}

impl Round {
    /// A batch in rounds: in each, no two commands are about one attempt or one reference of a gateway, so that the
    /// second is carried out on what the first has left. Payments are in the order of their keys, so that two batches
    /// never wait for each other.
    pub(super) fn all(commands: Vec<Command>) -> Vec<Round> {
        let mut rounds = vec![Round::default()];
        for (place, command) in commands.into_iter().enumerate() {
            // after the last round that has something to do with it
            let turn =
                rounds.iter().rposition(|round| round.concerns(&command)).map_or(0, |last| last.saturating_add(1));
            if turn >= rounds.len() {
                rounds.push(Round::default());
            }
            if let Some(round) = rounds.get_mut(turn) {
                round.put(place, command);
            }
        }
        for round in &mut rounds {
            round.sort();
        }
        rounds
    }

    fn concerns(&self, command: &Command) -> bool {
        match command {
            Command::Mark(id) => {
                self.mark.iter().any(|(_, other)| other == id)
                    || self.settle.iter().any(|(_, other)| *other.attempt_id == **id)
            }
            Command::Settle(settlement) => {
                self.mark.iter().any(|(_, id)| **id == *settlement.attempt_id)
                    || self.settle.iter().any(|(_, other)| {
                        let has_reference = settlement.gateway_reference.is_some();
                        other.attempt_id == settlement.attempt_id
                            || (has_reference && other.gateway_reference == settlement.gateway_reference)
                    })
            }
            Command::Begin(_) | Command::Probe => false,
            #[cfg(feature = "sqlite")]
            Command::Keep(_) => false,
        }
    }

    fn put(&mut self, place: usize, command: Command) {
        match command {
            Command::Begin(new) => self.begin.push((place, new)),
            Command::Mark(id) => self.mark.push((place, id)),
            Command::Settle(settlement) => self.settle.push((place, settlement)),
            #[cfg(feature = "sqlite")]
            Command::Keep(event) => self.keep.push((place, event)),
            Command::Probe => self.probe.push(place),
        }
    }

    fn sort(&mut self) {
        self.begin.sort_by(|(_, a), (_, b)| {
            let key = |new: &NewPayment| (new.payment.wallet_id.clone(), new.payment.idempotency_key.clone());
            key(a).cmp(&key(b))
        });
        self.settle.sort_by(|(_, a), (_, b)| a.payment_id.cmp(&b.payment_id));
        self.keep.sort_by(|(_, a), (_, b)| (a.provider.as_str(), &a.event_id).cmp(&(b.provider.as_str(), &b.event_id)));
    }

    /// The places of all its commands.
    #[cfg(feature = "postgres")]
    pub(super) fn places(&self) -> Vec<usize> {
        let mut places = self.probe.clone();
        places.extend(self.begin.iter().map(|(place, _)| *place));
        places.extend(self.mark.iter().map(|(place, _)| *place));
        places.extend(self.settle.iter().map(|(place, _)| *place));
        places.extend(self.keep.iter().map(|(place, _)| *place));
        places
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
