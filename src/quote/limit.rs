//! One limit, and the payments that count towards it.

use super::reader::{Optional, Reader};
use super::window::Window;
use crate::code::Code;
use crate::finding::Finding;
use crate::json::Object;
use crate::money::{Amount, Currency};
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

pub(super) const BENEFICIARY: usize = 0;
pub(super) const PROVIDER: usize = 1;
pub(super) const RAIL: usize = 4;

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

impl Limit {
    /// Whether it counts the payments of a window.
    pub(super) const fn has_window(&self) -> bool {
        self.total.is_some() || self.count.is_some()
    }

    fn finding(&self, code: Code, currency: Currency) -> Finding {
        let finding = Finding::new(code).at("/amount").with("limit", self.name.clone());
        finding.with("currency", currency.as_str().to_owned())
    }

    /// Adds a finding for each bound that an amount breaks by itself.
    pub(super) fn say_of_amount(&self, units: u128, currency: Currency, findings: &mut Vec<Finding>) -> Option<()> {
        if let Some(min) = self.min.filter(|&min| units < min) {
            findings.push(self.finding(Code::LimitMinimum, currency).with("minimum", amount_to_text(min, currency)?));
        }
        if let Some(max) = self.max.filter(|&max| units > max) {
            findings.push(self.finding(Code::LimitMaximum, currency).with("maximum", amount_to_text(max, currency)?));
        }
        if let Some(step) = self.step
            && units.checked_rem(step).is_some_and(|rest| rest > 0)
        {
            findings.push(self.finding(Code::LimitStep, currency).with("step", amount_to_text(step, currency)?));
        }
        Some(())
    }

    /// Adds a finding for each bound that an amount breaks together with the payments of the window, of which the sum and
    /// the count are given.
    pub(super) fn say_of_use(
        &self,
        units: u128,
        (used, used_count): (u128, u64),
        currency: Currency,
        findings: &mut Vec<Finding>,
    ) -> Option<()> {
        if let Some(total) = self.total {
            let left = total.saturating_sub(used);
            if units > left {
                let finding = self.finding(Code::LimitTotal, currency).with("total", amount_to_text(total, currency)?);
                findings.push(finding.with("remaining", amount_to_text(left, currency)?));
            }
        }
        if let Some(count) = self.count.filter(|&count| used_count >= count) {
            let number = |number| usize::try_from(number).unwrap_or(usize::MAX);
            let finding = self.finding(Code::LimitCount, currency);
            findings.push(finding.with_number("count", number(count)).with_number("used", number(used_count)));
        }
        Some(())
    }
}

fn amount_to_text(units: u128, currency: Currency) -> Option<String> {
    Some(Amount::from_units(units, currency)?.text())
}

/// What payments count together by must be there.
pub(super) fn require_scopes(reader: &mut Reader, limits: &[Limit], own: &[Option<&str>; SCOPES.len()]) {
    for (place, name) in SCOPES.iter().enumerate() {
        if own.get(place) == Some(&None) && limits.iter().any(|limit| limit.per == Per::Scope(place)) {
            reader.say_code(name, Code::FieldRequired);
        }
    }
}
