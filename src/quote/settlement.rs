//! When money arrives: cut-offs and business days.

use super::calendar::{CALENDAR_NAMES, Calendar, Closed};
use super::limits::read_zone;
use super::reader::{Optional, Reader, Required};
use super::zone::Zone;
use crate::bank::{self, Lookup, Rail};
use crate::code::Code;
use crate::finding::{self, Finding, Verdict};
use crate::json::{Json, Object, serialize_as_json};
use crate::money::{Currency, unknown_currency};
use crate::text;
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
    /// The calendar of business days, where one is known.
    pub calendar: Option<&'static str>,
    /// The cut-off of the day that the payment is made on, where one is known.
    pub cutoff: Option<Cutoff>,
    /// The dates, where they can be told.
    pub dates: Option<ArrivalDates>,
    /// The days in between on which nothing is settled.
    pub skipped: Vec<SkippedDay>,
    /// What there is to say, most severe first.
    pub findings: Vec<Finding>,
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

/// Where and until when a currency is processed. The days of business are those of the corridors.
struct Row {
    /// Empty for the rule of document 001.
    provider: &'static str,
    currency: &'static str,
    calendar: &'static str,
    zone: &'static str,
    /// Minutes of the day.
    cutoff: Option<u16>,
}

const fn row(
    provider: &'static str,
    currency: &'static str,
    calendar: &'static str,
    zone: &'static str,
    cutoff: Option<u16>,
) -> Row {
    Row { provider, currency, calendar, zone, cutoff }
}

/// Cut-offs are those of document 001: SEPA until 15:00 CET, which is read as the time by the clock in
/// Central Europe, and ACH until 17:00 ET. For the other currencies it states none. Bridge cuts off earlier.
static ROWS: &[Row] = &[
    row("bridge", "USD", "FED", "America/New_York", Some(13 * 60)),
    row("bridge", "EUR", "TARGET", "America/New_York", Some(9 * 60)),
    row("", "USD", "FED", "America/New_York", Some(17 * 60)),
    row("", "EUR", "TARGET", "Europe/Berlin", Some(15 * 60)),
    row("", "GBP", "UK", "Europe/London", None),
    row("", "CAD", "CA", "America/Toronto", None),
    row("", "AUD", "AU", "Australia/Sydney", None),
    row("", "SGD", "SG", "Asia/Singapore", None),
    row("", "INR", "IN", "Asia/Kolkata", None),
];

/// What is asked, and what the caller knows better than the table.
struct Question {
    currency: Currency,
    rail: Rail,
    at: Timestamp,
    calendar: Option<&'static Calendar>,
    zone: Option<Zone>,
    /// Minutes of the day.
    cutoff: Option<u16>,
    days: Option<(u64, u64)>,
}

/// The most business days that can be stated.
const MOST_DAYS: u64 = 60;

/// Answers `{currency, rail?, at, provider?, calendar?, cutoff?, zone?, minBusinessDays?, maxBusinessDays?}`.
pub(crate) fn settle(reader: &mut Reader, json: &Json) -> Option<Arrival> {
    let question = read(reader, json);
    question.as_ref().filter(|_| reader.is_clean()).map(Question::answer)
}

fn read(reader: &mut Reader, json: &Json) -> Option<Question> {
    let known = "currency rail at provider calendar cutoff zone minBusinessDays maxBusinessDays";
    let object = reader.object(json, known)?;
    let code = text::trim(reader.text(object, "currency", Required)?).to_ascii_uppercase();
    let currency = Currency::new(&code);
    if currency.is_none() {
        reader.say("currency", unknown_currency(&code));
    }
    let rail = reader.choice(object, "rail", Optional, "bank, vpa, mobile_money, crypto", Rail::find);
    let rail = rail.or(bank::first(&code).map(|corridor| corridor.rail)).unwrap_or(Rail::Bank);
    let at = reader.time(object, "at", Required);
    let provider = reader.text(object, "provider", Optional).unwrap_or_default();
    let calendar = reader.choice(object, "calendar", Optional, CALENDAR_NAMES, Calendar::find);
    let zone = read_zone(reader, object);
    let cutoff = reader.text(object, "cutoff", Optional).and_then(|text| {
        let minutes = minutes_of(text);
        if minutes.is_none() {
            reader.say("cutoff", Finding::new(Code::ValueNotAllowed).with_text("allowed", "00:00 to 23:59"));
        }
        minutes
    });
    let min = reader.count(object, "minBusinessDays", Optional, MOST_DAYS);
    let max = reader.count(object, "maxBusinessDays", Optional, MOST_DAYS);
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        reader.say_code("minBusinessDays", Code::MinimumAboveMaximum);
    }
    let stated = match bank::find(&code, Some(rail)) {
        Lookup::Found(corridor) => corridor.settlement,
        _ => None,
    };
    let days = match (min, max, stated) {
        (Some(min), Some(max), _) => Some((min, max)),
        (Some(days), None, None) | (None, Some(days), None) => Some((days, days)),
        (Some(min), None, Some((_, most))) => Some((min, min.max(u64::from(most)))),
        (None, Some(max), Some((least, _))) => Some((max.min(u64::from(least)), max)),
        (None, None, stated) => stated.map(|(least, most)| (u64::from(least), u64::from(most))),
    };
    let is_row = |row: &&Row, provider: &str| row.currency == code && row.provider == provider;
    let find = |provider| ROWS.iter().find(|row| is_row(row, provider));
    // the table is about bank accounts
    let row = if rail == Rail::Bank { find(provider).or(find("")) } else { None };
    Some(Question {
        currency: currency?,
        rail,
        at: at?,
        calendar: calendar.or(row.and_then(|row| Calendar::find(row.calendar))),
        // a cut-off of the caller's without a zone is by the clock of the table
        zone: zone.or(row.and_then(|row| Zone::find(row.zone))),
        cutoff: cutoff.or(row.and_then(|row| row.cutoff)),
        days,
    })
}

/// The minutes of a time such as `15:00`.
fn minutes_of(time: &str) -> Option<u16> {
    let (hours, minutes) = text::split(time, b':')?;
    if hours.len() != 2 || minutes.len() != 2 || !text::is_digits(hours) || !text::is_digits(minutes) {
        return None;
    }
    let (hours, minutes) = (u16::try_from(text::whole(hours)?).ok()?, u16::try_from(text::whole(minutes)?).ok()?);
    (hours < 24 && minutes < 60).then(|| hours.wrapping_mul(60).wrapping_add(minutes))
}

impl Question {
    fn answer(&self) -> Arrival {
        let mut arrival = Arrival {
            verdict: Verdict::Undetermined,
            currency: self.currency,
            rail: self.rail,
            calendar: self.calendar.map(|calendar| calendar.name),
            cutoff: None,
            dates: None,
            skipped: Vec::new(),
            findings: Vec::new(),
        };
        let (Some(calendar), Some(zone), Some(days)) = (self.calendar, self.zone, self.days) else {
            let unknown = self.about_currency(Code::SettlementUnknown).with_text("rail", self.rail.as_str());
            arrival.findings.push(unknown);
            return arrival;
        };
        let submitted = zone.local(self.at.unix_seconds()).0;
        arrival.cutoff = self.cutoff.and_then(|minutes| cutoff(minutes, zone, submitted, self.at));
        if arrival.cutoff.is_none() {
            arrival.findings.push(self.about_currency(Code::CutoffUnknown));
        }
        if let Some((country, region)) = calendar.region {
            let regional = Finding::new(Code::CalendarRegional).with_text("country", country);
            arrival.findings.push(regional.with_text("region", region));
        }
        arrival.dates = walk(calendar, submitted, &mut arrival, days).ok();
        if arrival.dates.is_none() {
            arrival.skipped.clear();
            let year = |year| usize::try_from(year).unwrap_or(0);
            let unknown = Finding::new(Code::CalendarYearUnknown).at("/at").with_text("calendar", calendar.name);
            let (first, last) = calendar.years;
            arrival.findings.push(unknown.with_number("first", year(first)).with_number("last", year(last)));
        }
        finding::sort(&mut arrival.findings);
        arrival.verdict = Verdict::of(&arrival.findings);
        arrival
    }

    fn about_currency(&self, code: Code) -> Finding {
        Finding::new(code).at("/currency").with("currency", self.currency.as_str().to_owned())
    }
}

fn cutoff(minutes: u16, zone: Zone, day: i64, now: Timestamp) -> Option<Cutoff> {
    let at = Timestamp::from_unix_seconds(zone.at(day, i64::from(minutes).wrapping_mul(60))).ok()?;
    let mut time = text::zero_filled(&text::number(usize::from(minutes / 60)), 2);
    time.push(':');
    time.push_str(&text::zero_filled(&text::number(usize::from(minutes % 60)), 2));
    Some(Cutoff { time, zone: zone.name, at, missed: now >= at })
}

/// A year is asked for that the calendar does not cover.
struct Uncovered;

/// From the day that the payment is made on to the last that it arrives on.
fn walk(
    calendar: &Calendar,
    submitted: i64,
    arrival: &mut Arrival,
    (least, most): (u64, u64),
) -> Result<ArrivalDates, Uncovered> {
    let mut is_open = |day: i64| {
        let closed = calendar.closed(day).map_err(|_| Uncovered)?;
        if let Some(closed) = closed {
            let holiday = match closed {
                Closed::Weekend => None,
                Closed::Holiday(name) => Some(name),
            };
            arrival.skipped.push(SkippedDay { date: date(day), holiday });
        }
        Ok(closed.is_none())
    };
    let mut processed = submitted;
    let mut is_late = false;
    if is_open(processed)? {
        // on a day on which nothing is settled there is nothing to be late for
        if let Some(cutoff) = arrival.cutoff.as_ref().filter(|cutoff| cutoff.missed) {
            is_late = true;
            let missed = Finding::new(Code::CutoffMissed).at("/at").with("time", cutoff.time.clone());
            arrival.findings.push(missed.with_text("zone", cutoff.zone));
            processed = next(processed, &mut is_open)?;
        }
    } else {
        processed = next(processed, &mut is_open)?;
    }
    let (mut day, mut earliest) = (processed, processed);
    for number in 1..=most {
        day = next(day, &mut is_open)?;
        if number <= least {
            earliest = day;
        }
    }
    if let Some(cutoff) = &mut arrival.cutoff {
        cutoff.missed = is_late;
    }
    Ok(ArrivalDates {
        submitted: date(submitted),
        processed: date(processed),
        earliest: date(earliest),
        latest: date(day),
    })
}

/// The next business day.
fn next(day: i64, is_open: &mut impl FnMut(i64) -> Result<bool, Uncovered>) -> Result<i64, Uncovered> {
    let mut day = day;
    loop {
        day = day.wrapping_add(1);
        if is_open(day)? {
            return Ok(day);
        }
    }
}

fn date(day: i64) -> String {
    let mut out = String::new();
    push_date(&mut out, day);
    out
}

impl Arrival {
    /// `{verdict, currency, rail, calendar?, cutoff?, submitted?, processed?, earliest?, latest?, skipped,
    /// findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("verdict", self.verdict.as_str());
        json.put_text("currency", self.currency.as_str());
        json.put_text("rail", self.rail.as_str());
        if let Some(calendar) = self.calendar {
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
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }
}

serialize_as_json!(Arrival);
