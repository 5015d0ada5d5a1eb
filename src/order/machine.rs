//! Which status may follow which: events arrive late, twice and out of order.

use super::Status;
use crate::json::{Json, Object, serialize_as_json};
use crate::text;

/// One status of a provider in its own words, and what may follow it. An order can only go on; the one way back that
/// a table may have is between two statuses of which each follows the other, as often as it takes.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) name: &'static str,
    pub(crate) status: Status,
    /// With blanks between them.
    pub(crate) next: &'static str,
}

/// What a status that came in means for an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// The order has this status now.
    Applied,
    /// The order had this status already; nothing changes.
    Repeated,
    /// The order is past this status, whose news came late; nothing changes.
    Late,
    /// The order can never have this status any more; nothing changes, and somebody should look.
    Refused,
    /// The provider's document has no such status, be it the order's own or the one that came in; nothing changes, and
    /// somebody should look.
    Unknown,
}

impl Step {
    /// The word in JSON and JavaScript.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Step::Applied => "applied",
            Step::Repeated => "repeated",
            Step::Late => "late",
            Step::Refused => "refused",
            Step::Unknown => "unknown",
        }
    }
}

/// What became of an order when a status came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// What the status meant.
    pub step: Step,
    /// The provider's word for where the order stands now.
    pub raw: String,
    /// The same in the vocabulary of all providers.
    pub status: Status,
    /// Whether the order has ended: nothing can follow but money that comes back.
    pub is_terminal: bool,
    /// Whether statuses in between were never heard of.
    pub has_skipped: bool,
}

impl Next {
    /// `{step, status, raw, terminal, skipped}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("step", self.step.as_str());
        json.put_text("status", self.status.as_str());
        json.put_text("raw", &self.raw);
        json.put("terminal", Json::Bool(self.is_terminal));
        json.put("skipped", Json::Bool(self.has_skipped));
        Json::Object(json)
    }
}

serialize_as_json!(Next);

/// The state of a name.
pub(crate) fn find(states: &'static [State], name: &str) -> Option<&'static State> {
    states.iter().find(|state| state.name == name)
}

/// A provider's word in the vocabulary of all providers.
pub(crate) fn status_of(states: &'static [State], name: &str) -> Status {
    find(states, name).map_or_else(|| Status::Unknown(name.to_owned()), |state| state.status.clone())
}

/// Whether one state can be reached from another.
fn leads(states: &'static [State], from: &State, to: &str, depth: u8) -> bool {
    let Some(rest) = depth.checked_sub(1) else {
        return false;
    };
    let mut next = from.next;
    while let Some(name) = text::next_word(&mut next, b' ') {
        if name == to || find(states, name).is_some_and(|state| leads(states, state, to, rest)) {
            return true;
        }
    }
    false
}

/// Whatever may still follow, be it money that comes back, who waits for the end has waited long enough.
fn is_ending(state: &State) -> bool {
    state.next.is_empty()
        || matches!(state.status, Status::Completed | Status::Failed | Status::Expired | Status::Cancelled)
}

/// More than any table has states in a row.
const DEPTH: u8 = 16;

/// What becomes of an order in `current`, where it has a status yet, when `incoming` comes in.
pub(crate) fn next(states: &'static [State], current: Option<&str>, incoming: &str) -> Next {
    let here = current.and_then(|name| find(states, name));
    let there = find(states, incoming);
    let step = match (current, here, there) {
        (Some(current), _, _) if current == incoming => Step::Repeated,
        // where an order stands whose word nobody knows is not known either
        (_, _, None) | (Some(_), None, _) => Step::Unknown,
        (None, _, _) => Step::Applied,
        (Some(_), Some(here), Some(there)) => {
            if leads(states, here, incoming, DEPTH) {
                Step::Applied
            } else if leads(states, there, here.name, DEPTH) {
                Step::Late
            } else {
                Step::Refused
            }
        }
    };
    let raw = match (&step, current) {
        (Step::Applied, _) | (_, None) => incoming,
        (_, Some(current)) => current,
    };
    let has_skipped = step == Step::Applied && here.is_some_and(|here| !text::contains_word(here.next, incoming));
    Next {
        step,
        status: status_of(states, raw),
        is_terminal: find(states, raw).is_some_and(is_ending),
        raw: raw.to_owned(),
        has_skipped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: &[State] = &[
        State { name: "A", status: Status::Created, next: "B X" },
        State { name: "B", status: Status::Processing, next: "C X" },
        State { name: "C", status: Status::Completed, next: "" },
        State { name: "X", status: Status::Failed, next: "" },
    ];

    fn step(current: &str, incoming: &str) -> (Step, String) {
        let next = next(STATES, Some(current).filter(|text| !text.is_empty()), incoming);
        (next.step, next.raw)
    }

    #[test]
    fn events_late_twice_and_out_of_order() {
        assert_eq!(step("", "A"), (Step::Applied, "A".into()));
        assert_eq!(step("A", "B"), (Step::Applied, "B".into()));
        assert_eq!(step("A", "C"), (Step::Applied, "C".into()));
        assert!(next(STATES, Some("A"), "C").has_skipped && !next(STATES, Some("A"), "B").has_skipped);
        assert_eq!(step("B", "B"), (Step::Repeated, "B".into()));
        assert_eq!(step("C", "A"), (Step::Late, "C".into()));
        assert_eq!(step("C", "X"), (Step::Refused, "C".into()));
        assert_eq!(step("B", "NEW"), (Step::Unknown, "B".into()));
        assert_eq!(step("NEW", "B"), (Step::Unknown, "NEW".into()));
        assert_eq!(next(STATES, None, "NEW").status, Status::Unknown("NEW".into()));
    }
}
