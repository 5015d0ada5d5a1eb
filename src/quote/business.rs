//! Business days by themselves: whether a day is one, which is next, and how many lie between two.

use super::arrival::date;
use super::calendar::{CALENDAR_NAMES, Calendar, Closed};
use super::days::{Days, dates, day, regional, year_unknown};
use super::reader::{Optional, Reader, Required};
use crate::code::Code;
use crate::finding::{self, Finding, Verdict};
use crate::json::{Json, Object, serialize_as_json};
use crate::timestamp::date_of;

/// What there is to say about a day.
#[derive(Clone, Debug)]
pub struct BusinessDay {
    /// The verdict: undetermined where the calendar does not cover a day.
    pub verdict: Verdict,
    /// The day, such as `2026-12-25`.
    pub date: String,
    /// Whether it is a business day; none where that is not known.
    pub is_business_day: Option<bool>,
    /// The name of the holiday, where it is one.
    pub holiday: Option<&'static str>,
    /// Other days, by the names of conventions.
    pub days: Vec<(&'static str, String)>,
    /// How many business days come after it until the day that was asked for.
    pub between: Option<u64>,
    /// What there is to say.
    pub findings: Vec<Finding>,
}

/// The most business days that can be added.
const MOST_DAYS: u64 = 366;

/// The most days between two.
const MOST_BETWEEN: i64 = 3660;

/// Answers `{calendar, date, add?, until?, holidays?, open?}`.
pub(crate) fn business_day(reader: &mut Reader, json: &Json) -> Option<BusinessDay> {
    let object = reader.object(json, "calendar date add until holidays open")?;
    let mut days = Days::default();
    if let Some(names) = reader.text(object, "calendar", Required)
        && !days.add(names)
    {
        reader.say_not_allowed("calendar", CALENDAR_NAMES);
    }
    days.holidays = dates(reader, object, "holidays");
    days.open = dates(reader, object, "open");
    let mut read = |name, need| {
        let found = day(reader.text(object, name, need)?);
        if found.is_none() {
            reader.say_code(name, Code::DateStructure);
        }
        found
    };
    let (given, until) = (read("date", Required), read("until", Optional));
    let add = reader.difference(object, "add", Optional, MOST_DAYS);
    let given = given?;
    if until.is_some_and(|until| until < given || until.wrapping_sub(given) > MOST_BETWEEN) {
        reader.say_not_allowed("until", "the date, or a day up to ten years after it");
    }
    if !reader.is_clean() {
        return None;
    }
    let mut answer = BusinessDay {
        verdict: Verdict::Valid,
        date: date(given),
        is_business_day: None,
        holiday: None,
        days: Vec::new(),
        between: None,
        findings: Vec::new(),
    };
    regional(&mut answer.findings, &days);
    if let Err(calendar) = answer.fill(&days, given, add, until) {
        year_unknown(&mut answer.findings, calendar, "/date");
    }
    finding::sort(&mut answer.findings);
    answer.verdict = Verdict::of(&answer.findings);
    Some(answer)
}

impl BusinessDay {
    fn fill(
        &mut self,
        days: &Days,
        given: i64,
        add: Option<(bool, u64)>,
        until: Option<i64>,
    ) -> Result<(), &'static Calendar> {
        let closed = days.closed(given)?;
        self.is_business_day = Some(closed.is_none());
        if let Some(Closed::Holiday(name)) = closed {
            self.holiday = Some(name);
        }
        if let Some(until) = until {
            let mut count = 0_u64;
            for day in given.wrapping_add(1)..=until {
                count = count.wrapping_add(u64::from(days.closed(day)?.is_none()));
            }
            self.between = Some(count);
        }
        // from a day that is none, it is counted from the next one, or backwards from the one before
        if let Some((is_negative, add)) = add {
            let off = u64::from(closed.is_some()).wrapping_add(add);
            self.days
                .push(("added", date(if is_negative { days.before(given, off)? } else { days.after(given, off)? })));
        }
        let (next, previous) = (days.after(given, 1)?, days.before(given, 1)?);
        let (following, preceding) = if closed.is_none() { (given, given) } else { (next, previous) };
        // the convention stays in the month (ISDA 2006 definitions, 4.12)
        let is_same_month = |day: i64| date_of(day).1 == date_of(given).1;
        let modified_following = if is_same_month(following) { following } else { preceding };
        let modified_preceding = if is_same_month(preceding) { preceding } else { following };
        for (name, day) in [
            ("next", next),
            ("previous", previous),
            ("following", following),
            ("preceding", preceding),
            ("modifiedFollowing", modified_following),
            ("modifiedPreceding", modified_preceding),
        ] {
            self.days.push((name, date(day)));
        }
        Ok(())
    }

    /// `{verdict, date, isBusinessDay?, holiday?, added?, next?, previous?, following?, preceding?, modifiedFollowing?,
    /// modifiedPreceding?, businessDaysUntil?, findings}`.
    #[must_use]
    pub fn to_json(&self) -> Json {
        let mut json = Object::new();
        json.put_text("verdict", self.verdict.as_str());
        json.put_text("date", &self.date);
        if let Some(is_business_day) = self.is_business_day {
            json.put("isBusinessDay", Json::Bool(is_business_day));
        }
        if let Some(holiday) = self.holiday {
            json.put_text("holiday", holiday);
        }
        for (name, day) in &self.days {
            json.put_text(name, day);
        }
        if let Some(between) = self.between {
            json.put("businessDaysUntil", Json::number(between));
        }
        json.put("findings", Finding::all_to_json(&self.findings));
        Json::Object(json)
    }
}

serialize_as_json!(BusinessDay);
