//! What is done next about an operation that is sent, from what came of it so far: send, wait, ask, or stop. Knows no network
//! and no clock.

use crate::provider::{Classified, OutcomeQuery, Retry};

/// What is done next, after a wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Next {
    /// In milliseconds.
    pub(super) wait: u64,
    pub(super) action: Action,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Send it, with the same key as before.
    Send,
    /// Ask what became of it.
    Ask,
    /// It is over.
    Stop(Stop),
}

/// How it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// With the last answer, an acceptance or a refusal.
    Answered,
    /// With the order that was found by asking.
    Found,
    /// Nothing was done. It may be tried again after this time, in milliseconds, where the time is known.
    Unavailable(Option<u64>),
    /// Nobody knows whether it was carried out; and the order's status, where asking told one.
    Unknown(Option<String>),
}

/// What asking said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// It was carried out.
    Done,
    /// It was not, or not yet.
    Open,
    /// The order is in this status, which says neither.
    Elsewhere(String),
    /// There was no answer to the question.
    NoAnswer,
    /// The question cannot be asked: something is missing that only the caller knows.
    Impossible,
}

/// An operation that is being sent.
#[derive(Clone, Debug)]
pub(super) struct Submission {
    query: Option<OutcomeQuery>,
    is_keyed: bool,
    most_attempts: u32,
    /// How often it was sent.
    attempt: u32,
    /// How often it was asked about since.
    asked: u32,
    /// Whether any attempt may have been carried out.
    is_open: bool,
}

impl Submission {
    pub(super) const fn new(query: Option<OutcomeQuery>, is_keyed: bool, most_attempts: u32) -> Submission {
        Submission { query, is_keyed, most_attempts, attempt: 0, asked: 0, is_open: false }
    }

    /// One that may have been carried out before, by somebody who is not there any more; and what is done first.
    pub(super) const fn resumed(query: Option<OutcomeQuery>, is_keyed: bool, most_attempts: u32) -> (Submission, Next) {
        let submission = Submission { is_open: true, attempt: 1, ..Submission::new(query, is_keyed, most_attempts) };
        let action = match (&submission.query, is_keyed) {
            (Some(_), _) => Action::Ask,
            (None, true) => Action::Send,
            (None, false) => Action::Stop(Stop::Unknown(None)),
        };
        (submission, Next { wait: 0, action })
    }

    /// Which attempt the next is, from 1.
    pub(super) const fn begin(&mut self) -> u32 {
        self.attempt = self.attempt.saturating_add(1);
        self.attempt
    }

    /// How often it was sent.
    pub(super) const fn attempts(&self) -> u32 {
        self.attempt
    }

    /// How often it was asked about since it was sent, and once more: the waits grow with it.
    pub(super) const fn next_question(&self) -> u32 {
        self.asked.saturating_add(1)
    }

    /// Whether any attempt may have been carried out.
    pub(super) const fn is_open(&self) -> bool {
        self.is_open
    }

    /// After an attempt. `has_failed`: the answer says that the order has come to nothing; `backoff`: the wait where none is
    /// said.
    pub(super) fn sent(&mut self, said: &Classified, has_failed: bool, backoff: u64) -> Next {
        let is_spent = said.is_exhausted || self.attempt >= self.most_attempts;
        let delay = said.delay.unwrap_or(backoff);
        match said.retry {
            // what turns a repetition away says nothing of what it repeats
            Retry::Never if said.code.is_none() || !self.is_open || has_failed => stop(Stop::Answered),
            Retry::After if !self.is_open && is_spent => stop(Stop::Unavailable(said.delay)),
            Retry::After if !self.is_open => Next { wait: delay, action: Action::Send },
            _ => {
                self.is_open = true;
                self.asked = 0;
                if self.query.is_some() {
                    Next { wait: delay, action: Action::Ask }
                } else if self.is_keyed && !is_spent {
                    Next { wait: delay, action: Action::Send }
                } else {
                    stop(Stop::Unknown(None))
                }
            }
        }
    }

    /// After a question. `backoff`: the wait before the next.
    pub(super) fn asked(&mut self, said: Asked, backoff: u64) -> Next {
        self.asked = self.asked.saturating_add(1);
        let may_repeat = match self.query {
            Some(OutcomeQuery::Order { may_repeat, .. }) => may_repeat,
            _ => self.is_keyed,
        };
        match said {
            Asked::Done => stop(Stop::Found),
            Asked::Open if may_repeat => self.repeat(),
            Asked::Elsewhere(status) => stop(Stop::Unknown(Some(status))),
            Asked::Impossible => {
                self.query = None;
                if self.is_keyed { self.repeat() } else { stop(Stop::Unknown(None)) }
            }
            // a list may be late
            Asked::Open | Asked::NoAnswer if self.asked < self.most_attempts => {
                Next { wait: backoff, action: Action::Ask }
            }
            Asked::Open | Asked::NoAnswer => stop(Stop::Unknown(None)),
        }
    }

    /// How it ends where there is no time left for a wait, in milliseconds.
    pub(super) const fn out_of_time(&self, wait: u64) -> Stop {
        if self.is_open { Stop::Unknown(None) } else { Stop::Unavailable(Some(wait)) }
    }

    fn repeat(&self) -> Next {
        if self.attempt < self.most_attempts {
            Next { wait: 0, action: Action::Send }
        } else {
            stop(Stop::Unknown(None))
        }
    }
}

const fn stop(stop: Stop) -> Next {
    Next { wait: 0, action: Action::Stop(stop) }
}
