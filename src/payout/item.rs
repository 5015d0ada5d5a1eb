//! One payment of a payout: where it stands, and what may happen to it.

use crate::json::Object;

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ItemState {
    /// It will be paid; nothing was sent.
    Planned,
    /// It is not sent before somebody says so.
    Held,
    /// A step is begun, and what came of it is not recorded.
    Sending,
    /// A step may have been carried out, and nobody knows.
    Unknown,
    /// It goes on later: the provider is busy, or the order is under way.
    Waiting,
    /// The money has arrived, by the provider's word.
    Paid,
    /// An earlier payout has paid it; nothing was sent.
    AlreadyPaid,
    /// It was not paid, and will not be by what was sent.
    Failed,
    /// The money has come back.
    Returned,
    /// It was called off before anything moved.
    Cancelled,
}

impl ItemState {
    /// Every state, in the order in which reports name them.
    pub const ALL: [ItemState; 10] = [
        ItemState::Planned,
        ItemState::Held,
        ItemState::Sending,
        ItemState::Unknown,
        ItemState::Waiting,
        ItemState::Paid,
        ItemState::AlreadyPaid,
        ItemState::Failed,
        ItemState::Returned,
        ItemState::Cancelled,
    ];

    /// The word in reports, in JSON and in a database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            ItemState::Planned => "planned",
            ItemState::Held => "held",
            ItemState::Sending => "sending",
            ItemState::Unknown => "unknown",
            ItemState::Waiting => "waiting",
            ItemState::Paid => "paid",
            ItemState::AlreadyPaid => "already_paid",
            ItemState::Failed => "failed",
            ItemState::Returned => "returned",
            ItemState::Cancelled => "cancelled",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<ItemState> {
        ItemState::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether it has ended. Only money that comes back leaves such a state ([`ItemState::Paid`] to [`ItemState::Returned`]),
    /// and a person who says that what failed is tried again.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            ItemState::Paid | ItemState::AlreadyPaid | ItemState::Failed | ItemState::Returned | ItemState::Cancelled
        )
    }
}

/// One payment of a payout. Account numbers are not in it: they stay in the file.
///
/// Held by every change that [`Machine::step`](super::Machine::step) makes:
/// - `reference` never changes, and `attempt` only grows: the key of a request ([`Item::key`]) is fixed before it is sent.
/// - `attempt` grows only where no request of the last attempt may have moved money that is still on its way: after a refusal,
///   or where no step was begun that moves any.
/// - In a state that is final nothing is due, and each change comes with the event that made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its row in the file, from 1.
    pub number: u64,
    /// What it is called at the provider: the payout's id and the row.
    pub reference: String,
    /// Where it stands.
    pub state: ItemState,
    /// Which attempt this is; 0 before the first.
    pub attempt: u32,
    /// Which step of the procedure is next, or under way.
    pub at: usize,
    /// What the steps so far gave: ids, addresses, hashes.
    pub given: Object,
    /// The provider's id of the order.
    pub order: Option<String>,
    /// Whether a step before this one may have moved money or tokens.
    pub has_moved: bool,
    /// How often in a row it came no further.
    pub tries: u32,
    /// How often a step was taken, by whoever.
    pub turns: u32,
    /// When the step under way was begun, in milliseconds since 1970.
    pub begun_at: Option<i64>,
    /// When there is something to do next; none where nothing is.
    pub due: Option<i64>,
    /// Why it stands where it does: the provider's word, or the finding that holds it.
    pub reason: Option<String>,
}

impl Item {
    /// An item that will be paid.
    #[must_use]
    pub fn planned(number: u64, payout: &str) -> Item {
        Item {
            number,
            reference: format!("{payout}-{number}"),
            state: ItemState::Planned,
            attempt: 0,
            at: 0,
            given: Object::new(),
            order: None,
            has_moved: false,
            tries: 0,
            turns: 0,
            begun_at: None,
            due: Some(0),
            reason: None,
        }
    }

    /// One that is held, and why.
    #[must_use]
    pub fn held(number: u64, payout: &str, reason: impl Into<String>) -> Item {
        Item { state: ItemState::Held, due: None, reason: Some(reason.into()), ..Item::planned(number, payout) }
    }

    /// One that is never paid, and why.
    #[must_use]
    pub fn refused(number: u64, payout: &str, reason: impl Into<String>) -> Item {
        Item { state: ItemState::Failed, ..Item::held(number, payout, reason) }
    }

    /// The idempotency key of this attempt's requests, and its reference: the same after every crash.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}-{}", self.reference, self.attempt)
    }

    /// What an answer to the step under way belongs to.
    #[must_use]
    pub const fn turn(&self) -> Turn {
        Turn { attempt: self.attempt, step: self.at, number: self.turns }
    }
}

/// Which taking of which step an answer belongs to: whoever was slow, and was taken for dead, tells nothing but that the step
/// was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The attempt.
    pub attempt: u32,
    /// The step.
    pub step: usize,
    /// The number of the taking.
    pub number: u32,
}

/// What happened to an item.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A runner goes on with it, since it is due.
    Taken,
    /// A step was done.
    Done {
        /// When it was taken.
        turn: Turn,
        /// What it gives.
        given: Object,
        /// The order's status in the provider's words, where the answer has it.
        status: Option<String>,
    },
    /// A step was refused: it was not done, and the same again comes to the same.
    Refused {
        /// When it was taken.
        turn: Turn,
        /// The provider's word.
        code: String,
    },
    /// A step was not done, and may be later.
    NotDone {
        /// When it was taken.
        turn: Turn,
        /// The provider's word, or why nothing was sent.
        code: String,
        /// How long to wait at least, in milliseconds.
        wait: Option<i64>,
    },
    /// The treasury is still about it.
    Underway {
        /// When it was taken.
        turn: Turn,
    },
    /// Nobody knows whether a step was done.
    Lost {
        /// When it was taken.
        turn: Turn,
        /// Why.
        code: String,
    },
    /// The order has this status, by asking or by a webhook.
    Status {
        /// Which order.
        order: String,
        /// In the provider's words.
        word: String,
    },
    /// It was asked where the order stands, and there was no answer.
    NoStatus,
    /// The event that a step waits for has come, or not yet.
    Came {
        /// Which step.
        step: usize,
        /// Whether it has.
        has_come: bool,
    },
    /// An earlier payout has paid it.
    PaidBefore,
    /// Somebody says that what was held is paid.
    Released,
    /// Somebody says that what failed is tried again.
    Retried,
    /// Somebody calls it off.
    Cancelled,
}

impl Event {
    /// The word in the history.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Event::Taken => "taken",
            Event::Done { .. } => "done",
            Event::Refused { .. } => "refused",
            Event::NotDone { .. } => "not_done",
            Event::Underway { .. } => "underway",
            Event::Lost { .. } => "lost",
            Event::Status { .. } => "status",
            Event::NoStatus => "no_status",
            Event::Came { has_come: true, .. } => "came",
            Event::Came { .. } => "not_come",
            Event::PaidBefore => "paid_before",
            Event::Released => "released",
            Event::Retried => "retried",
            Event::Cancelled => "cancelled",
        }
    }

    /// What the history has besides: the provider's word.
    #[must_use]
    pub fn detail(&self) -> Option<&str> {
        match self {
            Event::Refused { code, .. } | Event::NotDone { code, .. } | Event::Lost { code, .. } => Some(code),
            Event::Status { word, .. } => Some(word),
            Event::Done { status, .. } => status.as_deref(),
            _ => None,
        }
    }
}

/// How a step is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For the first time in this attempt, or again where it does no harm or was not done.
    First,
    /// It may have been done: it is asked about, and sent again with the same key where that is known to be one.
    Again,
    /// It may have been done so long ago that the provider may have forgotten the key: it is only asked about.
    Ask,
}

/// What is to be done next, once the change is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// Take a step, and say what came of it.
    Take {
        /// Which.
        step: usize,
        /// How.
        mode: Mode,
    },
    /// Ask where the order stands.
    LookAtOrder,
    /// See whether the event that this step waits for has come.
    LookForEvent {
        /// Which step.
        step: usize,
    },
}
