//! A payout as a whole: who may start it, and what may be done with it then.

/// Where a payout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PayoutState {
    /// Somebody else has to approve it; nothing was sent.
    AwaitingApproval,
    /// Its items are paid as they become due.
    Running,
    /// No further item is begun.
    Paused,
    /// What had not begun to move was called off.
    Cancelled,
    /// Every item has ended, is held, or is unknown with nobody to ask.
    Done,
}

impl PayoutState {
    const ALL: [PayoutState; 5] = [
        PayoutState::AwaitingApproval,
        PayoutState::Running,
        PayoutState::Paused,
        PayoutState::Cancelled,
        PayoutState::Done,
    ];

    /// The word in reports, in JSON and in a database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            PayoutState::AwaitingApproval => "awaiting_approval",
            PayoutState::Running => "running",
            PayoutState::Paused => "paused",
            PayoutState::Cancelled => "cancelled",
            PayoutState::Done => "done",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<PayoutState> {
        PayoutState::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// What happens to a payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PayoutEvent<'a> {
    /// Somebody approves it.
    Approved(&'a str),
    /// Nothing more is to be begun.
    Paused,
    /// It goes on.
    Resumed,
    /// What has not begun to move is called off.
    Cancelled,
    /// Items that failed or were held are tried again.
    Reopened,
    /// Nothing is left to be done.
    Finished,
}

impl PayoutEvent<'_> {
    /// The word in the history.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            PayoutEvent::Approved(_) => "approved",
            PayoutEvent::Paused => "paused",
            PayoutEvent::Resumed => "resumed",
            PayoutEvent::Cancelled => "cancelled",
            PayoutEvent::Reopened => "reopened",
            PayoutEvent::Finished => "finished",
        }
    }
}

/// Who has to say what before anything is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approvals {
    /// How many names are needed.
    pub needed: u32,
    /// Who asked for the payout: his own approval counts for nothing.
    pub started_by: String,
    /// Who has approved it.
    pub names: Vec<String>,
}

impl Approvals {
    /// Whether enough different people have approved it, none of whom started it.
    ///
    /// ```
    /// use offramp_core::payout::Approvals;
    ///
    /// let mut approvals = Approvals { needed: 2, started_by: "sita".to_owned(), names: vec![] };
    /// for (name, is_enough) in [("sita", false), ("hari", false), ("Hari", false), ("gita", true)] {
    ///     approvals.names.push(name.to_owned());
    ///     assert_eq!(approvals.are_enough(), is_enough, "{name}");
    /// }
    /// ```
    #[must_use]
    pub fn are_enough(&self) -> bool {
        let mut names: Vec<String> = self.names.iter().map(|name| plain(name)).collect();
        names.sort_unstable();
        names.dedup();
        names.retain(|name| *name != plain(&self.started_by));
        u32::try_from(names.len()).unwrap_or(u32::MAX) >= self.needed
    }
}

/// A name as it is compared.
fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Where a payout stands after an event; nothing where it cannot happen. `approvals` has the names with the new one.
#[must_use]
pub fn next_state(state: PayoutState, event: PayoutEvent<'_>, approvals: &Approvals) -> Option<PayoutState> {
    match (state, event) {
        (PayoutState::AwaitingApproval, PayoutEvent::Approved(_)) => {
            Some(if approvals.are_enough() { PayoutState::Running } else { state })
        }
        (PayoutState::Running, PayoutEvent::Paused) => Some(PayoutState::Paused),
        (PayoutState::Paused, PayoutEvent::Resumed) | (PayoutState::Done, PayoutEvent::Reopened) => {
            Some(PayoutState::Running)
        }
        (PayoutState::AwaitingApproval | PayoutState::Running | PayoutState::Paused, PayoutEvent::Cancelled) => {
            Some(PayoutState::Cancelled)
        }
        (PayoutState::Running, PayoutEvent::Reopened | PayoutEvent::Resumed) => Some(state),
        (PayoutState::Running, PayoutEvent::Finished) => Some(PayoutState::Done),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_runs_before_it_is_approved_or_after_it_was_cancelled() {
        let none = Approvals::default();
        let needed = Approvals { needed: 1, started_by: "a".to_owned(), names: vec!["a".to_owned()] };
        let awaiting = PayoutState::AwaitingApproval;
        assert_eq!(next_state(awaiting, PayoutEvent::Approved("a"), &needed), Some(awaiting));
        assert_eq!(next_state(awaiting, PayoutEvent::Resumed, &none), None);
        assert_eq!(next_state(awaiting, PayoutEvent::Approved("b"), &none), Some(PayoutState::Running));
        for event in [PayoutEvent::Resumed, PayoutEvent::Reopened, PayoutEvent::Approved("b")] {
            assert_eq!(next_state(PayoutState::Cancelled, event, &none), None);
        }
    }
}
