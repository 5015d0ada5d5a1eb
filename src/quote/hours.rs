//! The hours of a scheme: when money arrives that is sent at a time, and what was waited for.
//!
//! Hours are one text, its windows with blanks between them, in the zone of the scheme: `~60` is open always and
//! takes so many seconds; `06:00-17:40~7200` is open between these times of a business day, the first of which may
//! lie on the day before (`-03:00`); `10:30>0+13:00` takes what comes until 10:30 and arrives at 13:00 of the same
//! business day, `16:00>0+00:00..1+24:00` at any time until the end of the next one. `!5` behind a cut-off leaves
//! Fridays out (Sunday is 0).

use super::calendar::{Calendar, Closed};
use super::days::Days;
use super::zone::{DAY, Zone, weekday};
use crate::text;

/// When money arrives, and what was waited for.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    /// The business day that it is taken on.
    pub(super) day: i64,
    pub(super) earliest: i64,
    pub(super) latest: i64,
    /// The second of the day at which the window ends, or the one that was missed; none where it never ends.
    pub(super) cutoff: Option<(i64, i64)>,
    pub(super) is_missed: bool,
    /// The days on which nothing was taken.
    pub(super) skipped: Vec<(i64, Closed)>,
}

/// The hours of a scheme.
#[derive(Clone, Debug)]
pub(super) struct Hours {
    pub(super) zone: Zone,
    pub(super) days: Days,
    pub(super) windows: &'static str,
}

/// One window: from when until when it takes what is sent, on which weekday it does not, and when that arrives.
struct Window {
    opens: i64,
    closes: i64,
    not_on: Option<i64>,
    arrives: Arrives,
}

enum Arrives {
    /// So many seconds after it was taken.
    Within(i64),
    /// Between these times, so many business days later.
    Between((u64, i64), (u64, i64)),
}

/// More days than any calendar rests on end.
const MOST_DAYS: i64 = 40;

impl Hours {
    /// When money arrives that is sent at a time.
    ///
    /// # Errors
    /// The calendar that does not cover the time.
    pub(super) fn passage(&self, at: i64) -> Result<Option<Passage>, &'static Calendar> {
        let first = self.zone.local(at).0;
        let (mut skipped, mut missed) = (Vec::new(), None);
        for day in first..first.wrapping_add(MOST_DAYS) {
            if let Some(closed) = self.days.closed(day)? {
                skipped.push((day, closed));
                continue;
            }
            let mut rest = self.windows;
            while let Some(window) = text::next_word(&mut rest, b' ') {
                let Some(window) = Window::read(window) else {
                    return Ok(None);
                };
                if window.not_on == Some(weekday(day)) {
                    continue;
                }
                let closes = self.zone.at(day, window.closes);
                let ends = if window.closes < DAY { Some((window.closes, closes)) } else { None };
                if at >= closes {
                    missed = ends.filter(|_| day == first).or(missed);
                    continue;
                }
                let taken = at.max(self.zone.at(day, window.opens));
                let (earliest, latest) = match window.arrives {
                    Arrives::Within(seconds) => (taken, taken.wrapping_add(seconds)),
                    Arrives::Between(from, to) => {
                        let mut time = |(days, second): (u64, i64)| {
                            self.arrival_day(day, days, &mut skipped).map(|day| self.zone.at(day, second))
                        };
                        let (from, to) = (time(from)?, time(to)?);
                        (taken.max(from), taken.max(to))
                    }
                };
                // a window that was missed is no cut-off where a later one of the day takes it
                let is_missed = day != first && missed.is_some();
                let cutoff = if is_missed { missed } else { ends };
                return Ok(Some(Passage { day, earliest, latest, cutoff, is_missed, skipped }));
            }
        }
        Ok(None)
    }

    /// The business day so many business days later; days in between on which nothing is settled are noted.
    fn arrival_day(&self, day: i64, days: u64, skipped: &mut Vec<(i64, Closed)>) -> Result<i64, &'static Calendar> {
        let (mut end, mut left) = (day, days);
        while left > 0 {
            end = end.wrapping_add(1);
            match self.days.closed(end)? {
                None => left = left.wrapping_sub(1),
                Some(closed) if !skipped.iter().any(|(noted, _)| *noted == end) => skipped.push((end, closed)),
                Some(_) => {}
            }
        }
        Ok(end)
    }

    /// The latest time to send at, so that all has arrived by a time.
    ///
    /// # Errors
    /// The calendar that does not cover the time.
    pub(super) fn send_by(&self, by: i64) -> Result<Option<i64>, &'static Calendar> {
        self.days.closed(self.zone.local(by).0)?;
        Ok(latest(by, &|at| self.passage(at).ok().flatten().is_some_and(|passage| passage.latest <= by)))
    }
}

/// The latest time of the weeks before one for which it is true, where it is true for all before it.
pub(super) fn latest(by: i64, is_in_time: &dyn Fn(i64) -> bool) -> Option<i64> {
    let (mut low, mut high) = (by.wrapping_sub(MOST_DAYS.wrapping_mul(DAY)), by);
    if is_in_time(by) {
        return Some(by);
    }
    if !is_in_time(low) {
        return None;
    }
    while high.wrapping_sub(low) > 1 {
        let middle = low.midpoint(high);
        if is_in_time(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low)
}

impl Window {
    fn read(text: &str) -> Option<Window> {
        if let Some(seconds) = text.strip_prefix('~') {
            return Some(Window { opens: 0, closes: DAY, not_on: None, arrives: Arrives::Within(number(seconds)?) });
        }
        let Some((cutoff, arrives)) = text::split(text, b'>') else {
            let (hours, seconds) = text::split(text, b'~')?;
            let (opens, closes) = text::split_last(hours, b'-')?;
            let arrives = Arrives::Within(number(seconds)?);
            return Some(Window { opens: second(opens)?, closes: second(closes)?, not_on: None, arrives });
        };
        let (cutoff, not_on) = text::split(cutoff, b'!').unwrap_or((cutoff, ""));
        let (from, to) = match text::find(arrives, "..") {
            Some(at) => (arrives.get(..at)?, arrives.get(at.wrapping_add(2)..)?),
            None => (arrives, arrives),
        };
        let arrives = Arrives::Between(day_and_second(from)?, day_and_second(to)?);
        Some(Window { opens: 0, closes: second(cutoff)?, not_on: number(not_on), arrives })
    }
}

fn number(text: &str) -> Option<i64> {
    i64::try_from(text::whole(text)?).ok()
}

/// `1+08:30`. The end of a day is its last second.
fn day_and_second(text: &str) -> Option<(u64, i64)> {
    let (days, time) = text::split(text, b'+')?;
    Some((text::whole(days)?, second(time)?.min(DAY.wrapping_sub(1))))
}

/// The second of the day of a time such as `15:00`, which may lie on the day before.
fn second(time: &str) -> Option<i64> {
    let (sign, digits) = time.strip_prefix('-').map_or((1, time), |digits| (-1, digits));
    let (hours, minutes) = text::split(digits, b':')?;
    let second = number(hours)?.wrapping_mul(60).wrapping_add(number(minutes)?).wrapping_mul(60);
    Some(second.wrapping_mul(sign))
}
