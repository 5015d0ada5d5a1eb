//! How much was paid in a stretch of time, and when it counts no longer.

use super::zone::{Zone, weekday};
use crate::timestamp::{Timestamp, date_of, days_since_1970};

/// The stretch of time that a limit counts payments in.
#[derive(Clone, Copy)]
pub(super) enum Window {
    /// The calendar day, week from Monday, month or year in a zone.
    Calendar(Period, Zone),
    /// So many seconds before now.
    Rolling(i64),
    /// All that was ever paid.
    Lifetime,
}

/// A stretch of the calendar.
#[derive(Clone, Copy)]
pub(super) enum Period {
    Day,
    Week,
    Month,
    Year,
}

impl Period {
    /// The first day of the next one.
    fn next(self, day: i64) -> i64 {
        let (year, month, _) = date_of(day);
        match self {
            Period::Day => day.wrapping_add(1),
            // 1 on Mondays
            Period::Week => day.wrapping_add(7).wrapping_sub(weekday(day).wrapping_add(6).rem_euclid(7)),
            Period::Month if month < 12 => days_since_1970(year, month.wrapping_add(1), 1),
            Period::Month | Period::Year => days_since_1970(year.wrapping_add(1), 1, 1),
        }
    }
}

/// Shell's sort, with Gonnet's gaps: a history may be long and in no order, and it does not matter which of two payments
/// that leave together comes first.
fn sort(leaving: &mut [(i64, u128)]) {
    let mut gap = leaving.len();
    while gap > 1 {
        gap = if gap < 5 { 1 } else { (gap / 11).wrapping_mul(5).max(2) };
        for at in gap..leaving.len() {
            let mut to = at;
            while let Some(from) = to.checked_sub(gap)
                && leaving.get(from).zip(leaving.get(to)).is_some_and(|(one, other)| one.0 > other.0)
            {
                leaving.swap(from, to);
                to = from;
            }
        }
    }
}

/// The payments in a window.
pub(super) struct Use {
    pub(super) units: u128,
    pub(super) count: u64,
    /// When payments leave the window, the first one first, and how much they are.
    leaving: Vec<(i64, u128)>,
}

impl Window {
    /// When a payment leaves the window.
    pub(super) fn leaves_at(self, at: i64) -> i64 {
        match self {
            Window::Calendar(period, zone) => zone.at(period.next(zone.local(at).0), 0),
            Window::Rolling(seconds) => at.wrapping_add(seconds),
            Window::Lifetime => i64::MAX,
        }
    }
}

impl Use {
    /// What was paid and still counts; payments that are to be made later count already.
    pub(super) fn of(window: Window, now: Timestamp, past: impl Iterator<Item = (Timestamp, u128)>) -> Option<Use> {
        let (mut units, mut count, mut leaving) = (0_u128, 0_u64, Vec::new());
        for (at, paid) in past {
            let leaves = window.leaves_at(at.unix_seconds());
            if leaves > now.unix_seconds() {
                units = units.checked_add(paid)?;
                count = count.wrapping_add(1);
                leaving.push((leaves, paid));
            }
        }
        sort(&mut leaving);
        Some(Use { units, count, leaving })
    }

    /// When the first payment leaves the window.
    pub(super) fn frees_up_at(&self) -> Option<Timestamp> {
        let (at, _) = self.leaving.first()?;
        Timestamp::from_unix_seconds(*at).ok()
    }

    /// When enough has left the window for a payment; never where it is more than the total by itself.
    pub(super) fn fits_at(&self, payment: u128, total: Option<u128>, count: Option<u64>) -> Option<Timestamp> {
        let (mut units, mut number) = (self.units, self.count);
        for (at, paid) in &self.leaving {
            units = units.checked_sub(*paid)?;
            number = number.checked_sub(1)?;
            let is_within = total.is_none_or(|total| units.saturating_add(payment) <= total);
            if is_within && count.is_none_or(|count| number < count) {
                return Timestamp::from_unix_seconds(*at).ok();
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By insertion it would be the square: minutes.
    #[test]
    fn a_long_history_in_no_order_is_sorted_in_no_time() {
        for length in [0_u32, 1, 2, 3, 4, 5, 6, 10, 11, 12, 100, 400_000] {
            let scattered = |number: u32| (i64::from(number.wrapping_mul(2_654_435_761)), u128::from(number));
            let mut leaving: Vec<_> = (0..length).map(scattered).collect();
            let mut expected = leaving.clone();
            expected.sort_unstable();
            sort(&mut leaving);
            assert_eq!(leaving, expected);
            leaving.reverse();
            sort(&mut leaving);
            assert_eq!(leaving, expected);
        }
    }
}
