//! When money arrives, as it is answered.

use super::calendar::Closed;
use crate::bank::Rail;
use crate::finding::{Finding, Verdict};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::{Amount, Currency};
use crate::timestamp::{Timestamp, push_date};

/// When a payment arrives.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The verdict.
    pub verdict: Verdict,
    /// The currency.
    pub currency: Currency,
    /// The rail.
    pub rail: Rail,
    /// How it is cleared and when it arrives so, where one way alone is meant; otherwise the range of all.
    pub way: Way,
    /// Every way that carries the payment, where no business days were given.
    pub ways: Vec<Way>,
    /// What there is to say, most severe first.
    pub findings: Vec<Finding>,
}

/// When a payment arrives by one scheme.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// The scheme, such as `sepa_instant`.
    pub scheme: Option<&'static str>,
    /// The calendars of business days, with commas between them; none where every day is one.
    pub calendar: Option<String>,
    /// The cut-off of the day that the payment is made on, where there is one.
    pub cutoff: Option<Cutoff>,
    /// The dates, by the clock of the scheme, where they can be told.
    pub dates: Option<ArrivalDates>,
    /// The first and the last point in time at which the money is there.
    pub times: Option<(Timestamp, Timestamp)>,
    /// The latest time to send, so that it is there by the time that was asked for.
    pub send_by: Option<Timestamp>,
    /// The largest payment, where the scheme has one.
    pub maximum: Option<Amount>,
    /// The scheme that carries what this one does not.
    pub fallback: Option<&'static str>,
    /// The days in between on which nothing is settled, in their order.
    pub skipped: Vec<SkippedDay>,
}

/// A cut-off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cutoff {
    /// The time by the clock, such as `15:00`.
    pub time: String,
    /// The zone of the clock.
    pub zone: &'static str,
    /// The point in time on the day that the payment is made on.
    pub at: Timestamp,
    /// Whether the payment comes too late for the day. At the very second it does.
    pub missed: bool,
}

/// Dates, such as `2026-11-23`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArrivalDates {
    /// The day that the payment is made on, where it is cut off.
    pub submitted: String,
    /// The business day that it counts from.
    pub processed: String,
    /// The first day that it can arrive on.
    pub earliest: String,
    /// The last day that it usually arrives on.
    pub latest: String,
}

/// A day on which nothing is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedDay {
    /// The date.
    pub date: String,
    /// The name of the holiday; none on weekends.
    pub holiday: Option<&'static str>,
}

/// A date, such as `2026-11-23`.
pub(super) fn date(day: i64) -> String {
    let mut out = String::new();
    push_date(&mut out, day);
    out
}

/// The days in their order.
pub(super) fn skipped(mut days: Vec<(i64, Closed)>) -> Vec<SkippedDay> {
    crate::finding::insertion_sort(&mut days, |a, b| a.0 > b.0);
    let mut skipped = Vec::with_capacity(days.len());
    for (day, closed) in days {
        let holiday = match closed {
            Closed::Weekend => None,
            Closed::Holiday(name) => Some(name),
        };
        skipped.push(SkippedDay { date: date(day), holiday });
    }
    skipped
}

impl Arrival {
    /// `{verdict, currency, rail, scheme?, calendar?, cutoff?, submitted?, processed?, earliest?, latest?,
    /// earliestAt?, latestAt?, sendBy?, schemes?, skipped, findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("verdict", self.verdict.as_str());
        json.put_text("currency", self.currency.as_str());
        json.put_text("rail", self.rail.as_str());
        self.way.put(&mut json);
        if !self.ways.is_empty() {
            let mut schemes = Vec::with_capacity(self.ways.len());
            for way in &self.ways {
                let mut json = Object::new();
                way.put(&mut json);
                schemes.push(Json::Object(json));
            }
            json.put("schemes", Json::Array(schemes));
        }
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }
}

impl Way {
    /// `{scheme?, calendar?, cutoff?, submitted?, processed?, earliest?, latest?, earliestAt?, latestAt?, sendBy?,
    /// maximum?, fallback?, skipped}`.
    fn put(&self, json: &mut Object) {
        if let Some(scheme) = self.scheme {
            json.put_text("scheme", scheme);
        }
        if let Some(calendar) = &self.calendar {
            json.put_text("calendar", calendar);
        }
        if let Some(cutoff) = &self.cutoff {
            let mut object = Object::new();
            object.put_text("time", &cutoff.time);
            object.put_text("zone", cutoff.zone);
            object.put("at", Json::String(cutoff.at.to_text()));
            object.put("missed", Json::Bool(cutoff.missed));
            json.put("cutoff", Json::Object(object));
        }
        if let Some(dates) = &self.dates {
            json.put_text("submitted", &dates.submitted);
            json.put_text("processed", &dates.processed);
            json.put_text("earliest", &dates.earliest);
            json.put_text("latest", &dates.latest);
        }
        if let Some((earliest, latest)) = self.times {
            json.put("earliestAt", Json::String(earliest.to_text()));
            json.put("latestAt", Json::String(latest.to_text()));
        }
        if let Some(send_by) = self.send_by {
            json.put("sendBy", Json::String(send_by.to_text()));
        }
        if let Some(maximum) = self.maximum {
            json.put_text("maximum", &maximum.text());
        }
        if let Some(fallback) = self.fallback {
            json.put_text("fallback", fallback);
        }
        let mut skipped = Vec::new();
        for day in &self.skipped {
            let mut object = Object::new();
            object.put_text("date", &day.date);
            object.put_text("reason", if day.holiday.is_some() { "holiday" } else { "weekend" });
            if let Some(name) = day.holiday {
                object.put_text("name", name);
            }
            skipped.push(Json::Object(object));
        }
        json.put("skipped", Json::Array(skipped));
    }
}

serialize_as_json!(Arrival);
