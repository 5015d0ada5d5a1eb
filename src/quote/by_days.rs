//! When money arrives by business days that the caller or a document states.

use super::arrival::{ArrivalDates, Cutoff, Way, date, skipped};
use super::calendar::{Calendar, Closed};
use super::days::{Days, regional, year_unknown};
use super::hours::latest;
use super::settlement::{Question, clock, missed, timestamp};
use super::zone::Zone;
use crate::bank::Rail;
use crate::code::Code;
use crate::finding::Finding;
use crate::timestamp::Timestamp;

impl Question {
    /// By business days.
    pub(super) fn by_days(&self, findings: &mut Vec<Finding>) -> Way {
        let mut way = Way { calendar: self.days.name(), ..Way::default() };
        let (Some(zone), Some(days)) = (self.zone, self.business_days) else {
            return way;
        };
        // to wallets and on chains every day is a business day
        let never_rests = self.days.calendars.is_empty();
        if never_rests && !matches!(self.rail, Rail::Vpa | Rail::MobileMoney | Rail::Crypto) {
            return way;
        }
        let may_be_late = self.cutoff.is_none() && !never_rests;
        let step = |at: i64| walk(&self.days, (zone, self.cutoff, may_be_late), at, days);
        let send_by = self.arrive_by.and_then(|by| {
            let by = by.unix_seconds();
            if let Err(calendar) = self.days.closed(zone.local(by).0) {
                year_unknown(findings, calendar, "/arriveBy");
                return None;
            }
            latest(by, &|at| step(at).is_ok_and(|walked| end_of(zone, walked.latest) <= by))
        });
        way.send_by = send_by.and_then(timestamp);
        let Some(at) = self.at.map(Timestamp::unix_seconds).or(send_by) else {
            return way;
        };
        way.cutoff =
            self.cutoff.and_then(|minutes| cutoff(i64::from(minutes).wrapping_mul(60), zone, zone.local(at).0, at));
        if may_be_late {
            findings.push(self.about_currency(Code::CutoffUnknown));
        }
        regional(findings, &self.days);
        match step(at) {
            Ok(walked) => {
                if let Some(cutoff) = &mut way.cutoff {
                    cutoff.missed = walked.is_late;
                    if walked.is_late {
                        findings.push(missed(cutoff));
                    }
                }
                let (first, last) = (zone.at(walked.earliest, 0).max(at), end_of(zone, walked.latest));
                way.times = timestamp(first).zip(timestamp(last));
                way.dates = Some(ArrivalDates {
                    submitted: date(zone.local(at).0),
                    processed: date(walked.processed),
                    earliest: date(walked.earliest),
                    latest: date(walked.latest),
                });
                way.skipped = skipped(walked.skipped);
            }
            Err(calendar) => year_unknown(findings, calendar, "/at"),
        }
        way
    }
}

/// The last second of a day.
fn end_of(zone: Zone, day: i64) -> i64 {
    zone.at(day.wrapping_add(1), 0).wrapping_sub(1)
}

fn cutoff(second: i64, zone: Zone, day: i64, now: i64) -> Option<Cutoff> {
    let at = zone.at(day, second);
    Some(Cutoff { time: clock(second), zone: zone.name, at: timestamp(at)?, missed: now >= at })
}

/// The days from when a payment is made until it has arrived.
struct Walked {
    processed: i64,
    earliest: i64,
    latest: i64,
    is_late: bool,
    skipped: Vec<(i64, Closed)>,
}

/// From the day that the payment is made on to the last that it arrives on.
fn walk(
    days: &Days,
    (zone, cutoff, may_be_late): (Zone, Option<u16>, bool),
    at: i64,
    (least, most): (u64, u64),
) -> Result<Walked, &'static Calendar> {
    let (submitted, second) = zone.local(at);
    let mut skipped = Vec::new();
    let mut next = |from: i64| {
        let mut day = from;
        while let Some(closed) = days.closed(day)? {
            skipped.push((day, closed));
            day = day.wrapping_add(1);
        }
        Ok(day)
    };
    let mut processed = next(submitted)?;
    // on a day on which nothing is settled there is nothing to be late for
    let cutoff = cutoff.map(|minutes| zone.at(submitted, i64::from(minutes).wrapping_mul(60)));
    let is_late = processed == submitted && cutoff.is_some_and(|cutoff| at >= cutoff);
    if is_late {
        processed = next(processed.wrapping_add(1))?;
    }
    // without a cut-off it may count from the day after already
    let most = if may_be_late && processed == submitted && second > 0 { most.wrapping_add(1) } else { most };
    let (mut day, mut earliest) = (processed, processed);
    for number in 1..=most {
        day = next(day.wrapping_add(1))?;
        if number <= least {
            earliest = day;
        }
    }
    Ok(Walked { processed, earliest, latest: day, is_late, skipped })
}
