//! When money arrives: by the hours of schemes, or by business days that the caller or a document states.

use super::arrival::{Arrival, ArrivalDates, Cutoff, Way, date, skipped};
use super::calendar::{CALENDAR_NAMES, Calendar, Closed, Days};
use super::hours::{Hours, Passage, latest};
use super::limits::read_zone;
use super::reader::{CURRENCY, Optional, Reader, Required};
use super::zone::{DAY, Zone};
use crate::bank::{self, Rail, SCHEME_NAMES, Scheme};
use crate::code::Code;
use crate::finding::{self, Finding, Verdict};
use crate::json::{Json, Object};
use crate::money::{Amount, Currency};
use crate::nearest::nearest;
use crate::text;
use crate::timestamp::Timestamp;

/// Where and until when a currency is processed by the table of document 001. The days of business are those of the
/// corridors.
struct Row {
    currency: &'static str,
    calendar: &'static str,
    zone: &'static str,
    /// Minutes of the day.
    cutoff: Option<u16>,
}

const fn row(currency: &'static str, calendar: &'static str, zone: &'static str, cutoff: Option<u16>) -> Row {
    Row { currency, calendar, zone, cutoff }
}

/// Cut-offs are those of document 001: SEPA until 15:00 CET, which is read as the time by the clock in
/// Central Europe, and ACH until 17:00 ET. For the other currencies it states none. The calendars and zones are
/// those of the currencies, whoever pays.
static ROWS: &[Row] = &[
    row("USD", "FED", "America/New_York", Some(17 * 60)),
    row("EUR", "TARGET", "Europe/Berlin", Some(15 * 60)),
    row("GBP", "UK", "Europe/London", None),
    row("CAD", "CA", "America/Toronto", None),
    row("AUD", "AU", "Australia/Sydney", None),
    row("SGD", "SG", "Asia/Singapore", None),
    row("INR", "IN", "Asia/Kolkata", None),
    row("NPR", "NP", "Asia/Kathmandu", None),
    row("KES", "KE", "Africa/Nairobi", None),
    row("UGX", "UG", "Africa/Kampala", None),
    row("TZS", "TZ", "Africa/Dar_es_Salaam", None),
    row("NGN", "NG", "Africa/Lagos", None),
    row("MXN", "MX", "America/Mexico_City", None),
    row("BRL", "BR", "America/Sao_Paulo", None),
    row("COP", "CO", "America/Bogota", None),
    row("PHP", "PH", "Asia/Manila", None),
    row("CHF", "CH", "Europe/Zurich", None),
    row("HKD", "HK", "Asia/Hong_Kong", None),
    row("JPY", "JP", "Asia/Tokyo", None),
    row("AED", "AE", "Asia/Dubai", None),
];

/// What is asked.
struct Question {
    currency: Currency,
    rail: Rail,
    scheme: Option<&'static str>,
    amount: Option<Amount>,
    provider: &'static str,
    at: Option<Timestamp>,
    arrive_by: Option<Timestamp>,
    /// The caller's calendars and corrections.
    days: Days,
    zone: Option<Zone>,
    /// Minutes of the day.
    cutoff: Option<u16>,
    business_days: Option<(u64, u64)>,
    /// Whether the caller states business days, or a document does.
    is_stated: bool,
}

/// The most business days that can be stated.
const MOST_DAYS: u64 = 60;

const MEMBERS: &str = "currency network decimals rail scheme amount at arriveBy provider calendar cutoff zone \
                       minBusinessDays maxBusinessDays holidays open";

/// Answers `{currency, at, rail?, scheme?, network?, amount?, provider?, arriveBy?, holidays?, open?, calendar?, cutoff?,
/// zone?, minBusinessDays?, maxBusinessDays?}`.
pub(crate) fn settle(reader: &mut Reader, json: &Json) -> Option<Arrival> {
    let question = read(reader, json);
    question.as_ref().filter(|_| reader.is_clean()).map(Question::answer)
}

fn read(reader: &mut Reader, json: &Json) -> Option<Question> {
    let object = reader.object(json, MEMBERS)?;
    let provider = reader.provider(object);
    let currency = reader.currency(object, CURRENCY);
    let code = currency.as_ref().map_or("", Currency::as_str);
    let (scheme, rail) = way(reader, object, currency);
    let amount = reader.positive(object, "amount", Optional, currency);
    let arrive_by = reader.time(object, "arriveBy", Optional);
    let at = reader.time(object, "at", if arrive_by.is_some() { Optional } else { Required });
    let mut days = Days::default();
    if let Some(names) = reader.text(object, "calendar", Optional)
        && !days.add(names)
    {
        reader.say_not_allowed("calendar", CALENDAR_NAMES);
    }
    days.holidays = dates(reader, object, "holidays");
    days.open = dates(reader, object, "open");
    let zone = read_zone(reader, object);
    let cutoff = reader.text(object, "cutoff", Optional).and_then(|text| {
        let minutes = minutes_of(text);
        if minutes.is_none() {
            reader.say_not_allowed("cutoff", "00:00 to 23:59");
        }
        minutes
    });
    let min = reader.count(object, "minBusinessDays", Optional, MOST_DAYS);
    let max = reader.count(object, "maxBusinessDays", Optional, MOST_DAYS);
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        reader.say_code("minBusinessDays", Code::MinimumAboveMaximum);
    }
    let has_own = zone.is_some() || cutoff.is_some() || min.is_some() || max.is_some();
    if scheme.is_some() && has_own {
        // a scheme has hours of its own; only calendars and days can be added to them
        let fields = "scheme, cutoff, zone, minBusinessDays, maxBusinessDays";
        reader.say("scheme", Finding::new(Code::FieldsExclusive).with_text("fields", fields));
    }
    // the table is about bank accounts
    let row = ROWS.iter().find(|row| row.currency == code && rail == Rail::Bank);
    let stated = if provider == COINUT { bank::find(code, rail, COINUT).and_then(|row| row.settlement) } else { None };
    let is_stated = scheme.is_none() && (has_own || stated.is_some() || !days.calendars.is_empty());
    if is_stated && days.calendars.is_empty() {
        days.add(row.map_or("", |row| row.calendar));
    }
    let business_days = match (min, max, stated) {
        (Some(min), Some(max), _) => Some((min, max)),
        (Some(days), None, None) | (None, Some(days), None) => Some((days, days)),
        (Some(min), None, Some((_, most))) => Some((min, min.max(u64::from(most)))),
        (None, Some(max), Some((least, _))) => Some((max.min(u64::from(least)), max)),
        (None, None, stated) => stated.map(|(least, most)| (u64::from(least), u64::from(most))),
    };
    Some(Question {
        currency: currency?,
        rail,
        scheme,
        amount,
        provider,
        at,
        arrive_by,
        days,
        // a cut-off of the caller's without a zone is by the clock of the table
        zone: zone.or(row.and_then(|row| Zone::find(row.zone))),
        cutoff: cutoff.or(row.filter(|_| provider == COINUT).and_then(|row| row.cutoff)),
        business_days,
        is_stated,
    })
}

const COINUT: &str = "coinut";

/// The scheme, where one is named, and the rail. The name of a scheme is taken as a rail too.
fn way(reader: &mut Reader, object: &Object, currency: Option<Currency>) -> (Option<&'static str>, Rail) {
    let code = currency.as_ref().map_or("", Currency::as_str);
    let mut rail = None;
    let mut scheme = None;
    if let Some(name) = reader.text(object, "rail", Optional) {
        if let Some((key, of)) = Scheme::find(name) {
            (scheme, rail) = (Some(key), Some(of));
        } else {
            rail = Rail::find(name);
        }
        if rail.is_none() {
            let allowed = "bank, vpa, mobile_money, proxy, card, cash, crypto, or a scheme";
            reader.say_not_allowed("rail", allowed);
        }
    }
    if let Some(name) = reader.text(object, "scheme", Optional) {
        if let Some((key, of)) = Scheme::find(name) {
            (scheme, rail) = (Some(key), rail.or(Some(of)));
        } else {
            let mut finding = Finding::new(Code::ValueNotAllowed).with_text("allowed", SCHEME_NAMES);
            let mut rest = SCHEME_NAMES;
            let names = std::iter::from_fn(|| text::next_word(&mut rest, b',').map(text::trim));
            if let Some(near) = nearest(name, names) {
                finding = finding.suggesting(near.to_owned());
            }
            reader.say("scheme", finding);
        }
    }
    let rail = rail.unwrap_or_else(|| {
        let usual = bank::first(code, "").map_or(Rail::Bank, |corridor| corridor.rail);
        currency.and_then(|currency| Scheme::rail_of(currency, usual)).unwrap_or(usual)
    });
    // a chain has hours of its own
    if rail == Rail::Crypto && scheme.is_none() {
        // a coin travels on its own
        let network = object.get("network").and_then(Json::as_str).unwrap_or(code);
        scheme = Some(network).and_then(Scheme::find).map(|(key, _)| key);
    }
    (scheme, rail)
}

/// A list of days.
pub(super) fn dates(reader: &mut Reader, object: &Object, name: &str) -> Vec<i64> {
    let mut days = Vec::new();
    let items = reader.array(object, name, Optional).unwrap_or_default();
    let before = reader.enter(name);
    for (index, item) in items.iter().enumerate() {
        match day(item.as_str().unwrap_or_default()) {
            Some(day) => days.push(day),
            None => reader.say_code(&text::number(index), Code::DateStructure),
        }
    }
    reader.leave(before);
    days
}

/// The day of a date such as `2026-12-25`.
pub(super) fn day(date: &str) -> Option<i64> {
    let time = text::joined(&[date, "T00:00:00Z"], "").parse::<Timestamp>().ok()?;
    Some(time.unix_seconds().div_euclid(DAY))
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
        let mut findings = Vec::new();
        let (mut way, mut ways) = (Way::default(), Vec::new());
        if self.is_stated {
            way = self.by_days(&mut findings);
        } else {
            ways = self.by_schemes(&mut findings);
            match ways.as_slice() {
                [] => {}
                [one] => way = one.0.clone(),
                _ => way = range(&ways),
            }
        }
        if way.times.is_none() && findings.is_empty() {
            let by = self.scheme.unwrap_or(self.rail.as_str());
            findings.push(self.about_currency(Code::SettlementUnknown).with_text("rail", by));
        }
        if let (Some(send_by), Some(at)) = (way.send_by, self.at)
            && at > send_by
        {
            findings.push(Finding::new(Code::ArrivesTooLate).at("/arriveBy").with("until", send_by.to_text()));
        }
        finding::sort(&mut findings);
        let mut listed = Vec::with_capacity(ways.len());
        listed.extend(ways.into_iter().map(|(way, _)| way));
        Arrival {
            verdict: Verdict::of(&findings),
            currency: self.currency,
            rail: self.rail,
            way,
            ways: listed,
            findings,
        }
    }

    fn about_currency(&self, code: Code) -> Finding {
        Finding::new(code).at("/currency").with("currency", self.currency.as_str().to_owned())
    }

    /// The ways that carry the payment, each with whether it carries one of any amount.
    fn by_schemes(&self, findings: &mut Vec<Finding>) -> Vec<(Way, bool)> {
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
        let mut ways = Vec::with_capacity(schemes.len());
        for scheme in &schemes {
            if let Some(units) = units.filter(|_| is_one) {
                findings.extend(scheme.finding(units, self.currency));
            }
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

    /// By business days.
    fn by_days(&self, findings: &mut Vec<Finding>) -> Way {
        let mut way = Way { calendar: self.days.name(), ..Way::default() };
        let (Some(zone), Some(days)) = (self.zone, self.business_days) else {
            return way;
        };
        if self.days.calendars.is_empty() {
            return way;
        }
        let step = |at: i64| walk(&self.days, zone, self.cutoff, at, days);
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
        if way.cutoff.is_none() {
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

/// One of any currency.
fn one() -> Amount {
    "1".parse().unwrap_or_default()
}

fn timestamp(seconds: i64) -> Option<Timestamp> {
    Timestamp::from_unix_seconds(seconds).ok()
}

/// The last second of a day.
fn end_of(zone: Zone, day: i64) -> i64 {
    zone.at(day.wrapping_add(1), 0).wrapping_sub(1)
}

fn missed(cutoff: &Cutoff) -> Finding {
    Finding::new(Code::CutoffMissed).at("/at").with("time", cutoff.time.clone()).with_text("zone", cutoff.zone)
}

pub(super) fn year_unknown(findings: &mut Vec<Finding>, calendar: &Calendar, path: &'static str) {
    let year = |year| usize::try_from(year).unwrap_or(0);
    let unknown = Finding::new(Code::CalendarYearUnknown).at(path).with_text("calendar", calendar.name);
    let (first, last) = calendar.years;
    findings.push(unknown.with_number("first", year(first)).with_number("last", year(last)));
}

/// What is to be known of the calendars.
pub(super) fn regional(findings: &mut Vec<Finding>, days: &Days) {
    for calendar in &days.calendars {
        if let Some((country, region)) = calendar.region {
            let regional = Finding::new(Code::CalendarRegional).with_text("country", country);
            findings.push(regional.with_text("region", region));
        }
        if calendar.is_estimated {
            findings.push(Finding::new(Code::CalendarEstimated).with_text("calendar", calendar.name));
        }
    }
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
fn range(ways: &[(Way, bool)]) -> Way {
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

/// The time of a second of the day.
fn clock(second: i64) -> String {
    let two = |number: i64| text::zero_filled(&text::number(usize::try_from(number).unwrap_or(0)), 2);
    text::joined(&[&two(second / 3600), &two(second / 60 % 60)], ":")
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
    zone: Zone,
    cutoff: Option<u16>,
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
    let most = if cutoff.is_none() && processed == submitted && second > 0 { most.wrapping_add(1) } else { most };
    let (mut day, mut earliest) = (processed, processed);
    for number in 1..=most {
        day = next(day.wrapping_add(1))?;
        if number <= least {
            earliest = day;
        }
    }
    Ok(Walked { processed, earliest, latest: day, is_late, skipped })
}
