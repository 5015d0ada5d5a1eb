//! How many items one runner has under way: fewer where the provider turns requests away, and none for a while.

use super::item::Event;

/// An order does not have yet what the next step wants: the provider is not busy.
pub(crate) const NOT_YET: &str = "NOT_YET";

/// The first pause, in milliseconds; each further one in a row is twice as long.
const FIRST: i64 = 1000;
/// The longest pause that nobody asked for.
const LONGEST: i64 = 60_000;
/// The longest one that a provider may ask for.
const LONGEST_ASKED: i64 = 3_600_000;

/// The pace of one runner.
///
/// Where a provider is busy or away, the runner halves the number of items that it works on at once, and waits before it takes
/// another: as long as the provider says, or a second, twice as long each time in a row. After as many answers as it works on
/// items at once, it works on one more, up to the number that it began with.
///
/// ```
/// use offramp_core::payout::{Event, Item, Pace};
///
/// let mut pace = Pace::new(8);
/// assert_eq!(pace.free(3, 0), 5);
/// let busy = Event::NotDone { turn: Item::planned(1, "P").turn(), code: "HTTP_429".to_owned(), wait: None };
/// pace.heard(&busy, 0);
/// assert_eq!((pace.free(0, 0), pace.rests_until()), (0, 1000));
/// assert_eq!(pace.free(0, 1000), 4);
/// ```
#[derive(Clone, Debug)]
pub struct Pace {
    most: usize,
    allowed: usize,
    /// Answers since it took one more.
    answers: usize,
    pause: i64,
    until: i64,
}

impl Pace {
    /// The pace of a runner that takes at most `most` items at once.
    #[must_use]
    pub const fn new(most: usize) -> Pace {
        Pace { most, allowed: most, answers: 0, pause: 0, until: i64::MIN }
    }

    /// How many more items may be taken at `now` (milliseconds, by any clock) while `under_way` of them are being worked on.
    #[must_use]
    pub fn free(&self, under_way: usize, now: i64) -> usize {
        if now < self.until { 0 } else { self.allowed.saturating_sub(under_way) }
    }

    /// No item is taken before this time, in milliseconds by the same clock.
    #[must_use]
    pub const fn rests_until(&self) -> i64 {
        self.until
    }

    /// Takes note of what came of a request at `now`.
    pub fn heard(&mut self, event: &Event, now: i64) {
        match event {
            Event::NotDone { code, wait, .. } if code != NOT_YET => {
                // those that were sent before the pause say the same once more
                if now < self.until {
                    return;
                }
                self.allowed = self.allowed.div_ceil(2).max(1);
                self.answers = 0;
                self.pause = self.pause.saturating_mul(2).clamp(FIRST, LONGEST);
                let asked = wait.unwrap_or(0).min(LONGEST_ASKED);
                self.until = now.saturating_add(self.pause.max(asked));
            }
            Event::Done { .. } | Event::Refused { .. } => {
                self.pause = 0;
                self.answers = self.answers.saturating_add(1);
                if self.answers >= self.allowed {
                    self.answers = 0;
                    self.allowed = self.allowed.saturating_add(1).min(self.most);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Object;
    use crate::payout::Item;

    #[test]
    fn a_provider_that_turns_away_is_left_alone_and_tried_again() {
        let turn = Item::planned(1, "P").turn();
        let not_done = |code: &str, wait| Event::NotDone { turn, code: code.to_owned(), wait };
        let done = Event::Done { turn, given: Object::new(), status: None };
        let mut pace = Pace::new(8);
        pace.heard(&not_done("HTTP_503", None), 0);
        // eight were under way, and all say so
        pace.heard(&not_done("HTTP_503", None), 10);
        assert_eq!((pace.free(0, 999), pace.free(0, 1000)), (0, 4));
        pace.heard(&not_done("HTTP_503", None), 1000);
        assert_eq!((pace.rests_until(), pace.free(0, 3000)), (3000, 2));
        pace.heard(&not_done("HTTP_429", Some(900_000)), 3000);
        assert_eq!((pace.rests_until(), pace.free(0, 903_000)), (903_000, 1));
        pace.heard(&not_done("HTTP_429", Some(i64::MAX)), 903_000);
        assert_eq!((pace.rests_until(), pace.free(0, 4_503_000)), (4_503_000, 1));
        for answers in 1..=100 {
            pace.heard(&done, 5_000_000);
            let allowed = [1, 3, 6, 10, 15, 21, 28].iter().filter(|sum| answers >= **sum).count() + 1;
            assert_eq!(pace.free(0, 5_000_000), allowed, "after {answers} answers");
        }
        pace.heard(&not_done(NOT_YET, None), 5_000_000);
        assert_eq!(pace.free(0, 5_000_000), 8);
        pace.heard(&not_done("HTTP_429", None), 5_000_000);
        assert_eq!(pace.rests_until(), 5_001_000);
    }
}
