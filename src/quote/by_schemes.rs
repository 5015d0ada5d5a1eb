//! When money arrives by the hours of each scheme that carries it.

use super::arrival::{ArrivalDates, Cutoff, Way, date, skipped};
use super::days::{Days, regional, year_unknown};
use super::hours::{Hours, Passage};
use super::settlement::{Question, clock, missed, timestamp};
use super::zone::Zone;
use crate::bank::{Rail, Scheme};
use crate::code::Code;
use crate::finding::Finding;
use crate::money::Amount;
use crate::timestamp::Timestamp;

impl Question {
    /// The ways that carry the payment, each with whether it carries one of any amount.
    pub(super) fn by_schemes(&self, findings: &mut Vec<Finding>) -> Vec<(Way, bool)> {
        let mut schemes = Scheme::of(self.currency, self.rail, self.provider);
        schemes.retain(|scheme| self.scheme.is_none_or(|key| scheme.key == key));
        if !self.provider.is_empty() && !schemes.iter().any(Scheme::is_of_provider) && !schemes.is_empty() {
            findings.push(Finding::new(Code::ProviderNoHours).at("/provider").with_text("provider", self.provider));
        }
        let units = self.amount.and_then(|amount| amount.units(self.currency));
        let carries = |scheme: &Scheme| {
            !scheme.is_strict || units.is_none_or(|units| scheme.refuses(units, self.currency).is_none())
        };
        if schemes.iter().any(carries) {
            schemes.retain(carries);
        } else {
            schemes.truncate(1);
        }
        let is_one = schemes.len() == 1;
        if let Some(units) = units
            && schemes.iter().all(|scheme| scheme.refuses(units, self.currency).is_some())
        {
            findings.extend(schemes.first().and_then(|scheme| scheme.finding(units, self.currency)));
        }
        let mut ways = Vec::with_capacity(schemes.len());
        for scheme in &schemes {
            let mut days = self.days.clone();
            days.add(scheme.calendars);
            // the caller's days correct calendars; what never rests has none
            if days.calendars.is_empty() {
                days = Days::default();
            }
            let Some(zone) = Zone::find(scheme.zone) else {
                continue;
            };
            let hours = Hours { zone, days, windows: scheme.windows };
            let mut way = Way {
                scheme: Some(scheme.key),
                calendar: hours.days.name(),
                maximum: scheme.maximum,
                fallback: (!scheme.fallback.is_empty()).then_some(scheme.fallback),
                ..Way::default()
            };
            let send_by = self.arrive_by.and_then(|by| {
                let found = hours.send_by(by.unix_seconds());
                found.unwrap_or_else(|calendar| {
                    year_unknown(findings, calendar, "/arriveBy");
                    None
                })
            });
            way.send_by = send_by.and_then(timestamp);
            if let Some(at) = self.at.map(Timestamp::unix_seconds).or(send_by) {
                match hours.passage(at) {
                    Ok(Some(passage)) => fill(&mut way, &hours, at, passage),
                    Ok(None) => {}
                    Err(calendar) => year_unknown(findings, calendar, "/at"),
                }
            }
            // of all chains together the slowest says nothing of the one that is meant
            if scheme.is_unsure && (is_one || scheme.rail != Rail::Crypto) {
                findings.push(Finding::new(Code::SchemeHoursUnsure).with_text("scheme", scheme.key));
            }
            if is_one {
                regional(findings, &hours.days);
                if let Some(cutoff) = way.cutoff.as_ref().filter(|cutoff| cutoff.missed) {
                    findings.push(missed(cutoff));
                }
            }
            let needs_amount = units.is_none() && scheme.minimum.is_some_and(|least| least > one());
            ways.push((way, needs_amount));
        }
        ways
    }
}

/// One of any currency.
fn one() -> Amount {
    "1".parse().unwrap_or_default()
}

fn fill(way: &mut Way, hours: &Hours, at: i64, passage: Passage) {
    let day_of = |seconds: i64| date(hours.zone.local(seconds).0);
    way.cutoff = passage.cutoff.and_then(|(second, ends)| {
        let time = clock(second);
        Some(Cutoff { time, zone: hours.zone.name, at: timestamp(ends)?, missed: passage.is_missed })
    });
    way.times = timestamp(passage.earliest).zip(timestamp(passage.latest));
    way.dates = Some(ArrivalDates {
        submitted: day_of(at),
        processed: date(passage.day),
        earliest: day_of(passage.earliest),
        latest: day_of(passage.latest),
    });
    way.skipped = skipped(passage.skipped);
}

/// From the first to the last of all ways that carry any amount.
pub(super) fn range(ways: &[(Way, bool)]) -> Way {
    let mut all = Way::default();
    let has_any = ways.iter().any(|(_, needs_amount)| !needs_amount);
    for (way, needs_amount) in ways {
        if *needs_amount && has_any {
            continue;
        }
        all.send_by = all.send_by.max(way.send_by);
        all.times = match (all.times, way.times) {
            (Some((first, last)), Some((earliest, latest))) => Some((first.min(earliest), last.max(latest))),
            (all, one) => all.or(one),
        };
        match (&mut all.dates, &way.dates) {
            (Some(dates), Some(one)) => {
                let least = |text: &mut String, other: &String| {
                    if *other < *text {
                        text.clone_from(other);
                    }
                };
                least(&mut dates.submitted, &one.submitted);
                least(&mut dates.processed, &one.processed);
                least(&mut dates.earliest, &one.earliest);
                if one.latest > dates.latest {
                    dates.latest.clone_from(&one.latest);
                }
            }
            (dates, one) => {
                if dates.is_none() {
                    dates.clone_from(one);
                }
            }
        }
    }
    all
}
