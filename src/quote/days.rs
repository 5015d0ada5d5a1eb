//! The business days of a payment: calendars together, with the caller's own corrections.

use super::calendar::{Calendar, Closed};
use super::reader::{Optional, Reader};
use super::zone::DAY;
use crate::code::Code;
use crate::finding::Finding;
use crate::json::Object;
use crate::text;
use crate::timestamp::{Timestamp, date_of};

/// The business days of a payment: those on which every calendar is open, with the caller's own corrections.
#[derive(Clone, Debug, Default)]
pub(crate) struct Days {
    /// None of them, where every day is one.
    pub(crate) calendars: Vec<&'static Calendar>,
    /// Days on which nothing is settled besides.
    pub(crate) holidays: Vec<i64>,
    /// Days on which money is settled after all.
    pub(crate) open: Vec<i64>,
}

impl Days {
    /// Adds the calendars of a list with blanks or commas between the names; false where one is not known.
    pub(crate) fn add(&mut self, names: &str) -> bool {
        let mut rest = names;
        while let Some(list) = text::next_word(&mut rest, b',') {
            let mut list = list;
            while let Some(name) = text::next_word(&mut list, b' ') {
                match Calendar::find(name) {
                    Some(calendar) if !self.calendars.iter().any(|known| known.name == calendar.name) => {
                        self.calendars.push(calendar);
                    }
                    None if !name.is_empty() => return false,
                    _ => {}
                }
            }
        }
        true
    }

    /// Why nothing is settled on a day, if so.
    ///
    /// # Errors
    /// The calendar that does not cover the year, unless the caller gave days of that year.
    pub(crate) fn closed(&self, day: i64) -> Result<Option<Closed>, &'static Calendar> {
        if self.open.contains(&day) {
            return Ok(None);
        }
        if self.holidays.contains(&day) {
            return Ok(Some(Closed::Holiday("given as closed")));
        }
        for calendar in &self.calendars {
            let closed = match calendar.closed(day) {
                Ok(closed) => closed,
                Err(year) => {
                    let is_given = |given: &i64| date_of(*given).0 == year;
                    if !self.holidays.iter().chain(&self.open).any(is_given) {
                        return Err(calendar);
                    }
                    calendar.is_weekend(day, date_of(day).2).then_some(Closed::Weekend)
                }
            };
            if closed.is_some() {
                return Ok(closed);
            }
        }
        Ok(None)
    }

    /// The business day so many business days after a day.
    ///
    /// # Errors
    /// As [`Days::closed`].
    pub(crate) fn after(&self, day: i64, count: u64) -> Result<i64, &'static Calendar> {
        let (mut day, mut left) = (day, count);
        while left > 0 {
            day = day.wrapping_add(1);
            if self.closed(day)?.is_none() {
                left = left.wrapping_sub(1);
            }
        }
        Ok(day)
    }

    /// The business day that lies a number of business days before another.
    ///
    /// # Errors
    /// As [`Days::closed`].
    pub(crate) fn before(&self, day: i64, count: u64) -> Result<i64, &'static Calendar> {
        let (mut day, mut left) = (day, count);
        while left > 0 {
            day = day.wrapping_sub(1);
            if self.closed(day)?.is_none() {
                left = left.wrapping_sub(1);
            }
        }
        Ok(day)
    }

    /// The names of the calendars, with commas between them; none where every day is a business day.
    pub(crate) fn name(&self) -> Option<String> {
        let mut names = Vec::new();
        for calendar in &self.calendars {
            names.push(calendar.name);
        }
        (!names.is_empty()).then(|| text::join(&names, ","))
    }
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
    let time = text::join(&[date, "T00:00:00Z"], "").parse::<Timestamp>().ok()?;
    Some(time.unix_seconds().div_euclid(DAY))
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
