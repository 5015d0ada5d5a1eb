//! One limit, and the payments that count towards it.

use super::reader::{Optional, Reader};
use super::window::Window;
use crate::code::Code;
use crate::json::Object;
use crate::timestamp::Timestamp;

/// One limit.
pub(super) struct Limit {
    pub(super) name: String,
    pub(super) per: Per,
    pub(super) min: Option<u128>,
    pub(super) max: Option<u128>,
    pub(super) total: Option<u128>,
    pub(super) count: Option<u64>,
    pub(super) window: Window,
    /// Amounts go up in steps of so many units.
    pub(super) step: Option<u128>,
    /// Whose limit it is, where there are tiers of users.
    pub(super) tier: Option<String>,
}

/// Which payments count together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Per {
    All,
    /// Those that have the same text in this member, by its place in [`SCOPES`].
    Scope(usize),
}

/// The members of payments by which they can count together.
pub(super) const SCOPES: [&str; 5] = ["beneficiary", "provider", "user", "corridor", "rail"];

const PROVIDER: usize = 1;
const RAIL: usize = 4;

/// The payment that is judged, or one that was made.
pub(super) struct Payment<'a> {
    pub(super) units: u128,
    pub(super) at: Timestamp,
    pub(super) scopes: [Option<&'a str>; SCOPES.len()],
}

/// The texts of a payment's scopes.
pub(super) fn scopes<'a>(reader: &mut Reader, object: &'a Object) -> [Option<&'a str>; SCOPES.len()] {
    SCOPES.map(|name| reader.text(object, name, Optional))
}

impl Limit {
    pub(super) fn counts(&self, payment: &Payment<'_>, past: &Payment<'_>) -> bool {
        match self.per {
            Per::All => true,
            Per::Scope(place) => match (past.scopes.get(place), payment.scopes.get(place)) {
                // names of ours are read in any case, the caller's as they are
                (Some(Some(past)), Some(Some(own))) if matches!(place, PROVIDER | RAIL) => {
                    past.eq_ignore_ascii_case(own)
                }
                (past, own) => past == own,
            },
        }
    }
}

/// What payments count together by must be there.
pub(super) fn require_scopes(reader: &mut Reader, limits: &[Limit], own: &[Option<&str>; SCOPES.len()]) {
    for (place, name) in SCOPES.iter().enumerate() {
        if own.get(place) == Some(&None) && limits.iter().any(|limit| limit.per == Per::Scope(place)) {
            reader.say_code(name, Code::FieldRequired);
        }
    }
}
