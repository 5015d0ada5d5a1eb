//! Business days of the places where money is settled.

use super::holidays::{self, Holidays, NAMES};
use super::zone::weekday;
use crate::text;
use crate::timestamp::{date_of, days_since_1970};

/// A calendar of the table.
#[derive(Debug)]
pub(crate) struct Calendar {
    pub(crate) name: &'static str,
    /// From the first year to the last.
    pub(crate) years: (i16, i16),
    holidays: Holidays,
    weekend: Weekend,
    /// Where holidays differ within the country: country and the region whose holidays these are.
    pub(crate) region: Option<(&'static str, &'static str)>,
    /// Whether days that follow the moon are in it before they are proclaimed.
    pub(crate) is_estimated: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Weekend {
    Usual,
    /// Sundays, and the second and the fourth Saturday of a month.
    India,
    /// Saturdays alone.
    Nepal,
}

/// Why nothing is settled on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    Weekend,
    Holiday(&'static str),
}

const fn usual(name: &'static str, years: (i16, i16), holidays: Holidays) -> Calendar {
    Calendar { name, years, holidays, weekend: Weekend::Usual, region: None, is_estimated: false }
}

const fn estimated(name: &'static str, years: (i16, i16), holidays: Holidays) -> Calendar {
    Calendar { is_estimated: true, ..usual(name, years, holidays) }
}

static CALENDARS: &[Calendar] = &[
    usual("TARGET", holidays::TARGET_YEARS, holidays::TARGET),
    usual("FED", holidays::FED_YEARS, holidays::FED),
    usual("UK", holidays::UK_YEARS, holidays::UK),
    usual("CA", holidays::CA_YEARS, holidays::CA),
    usual("AU", holidays::AU_YEARS, holidays::AU),
    usual("SG", holidays::SG_YEARS, holidays::SG),
    Calendar {
        name: "IN",
        years: holidays::IN_YEARS,
        holidays: holidays::IN,
        weekend: Weekend::India,
        region: Some(("IN", "Maharashtra")),
        is_estimated: false,
    },
    Calendar {
        name: "NP",
        years: holidays::NP_YEARS,
        holidays: holidays::NP,
        weekend: Weekend::Nepal,
        region: None,
        is_estimated: true,
    },
    estimated("KE", holidays::KE_YEARS, holidays::KE),
    estimated("UG", holidays::UG_YEARS, holidays::UG),
    estimated("TZ", holidays::TZ_YEARS, holidays::TZ),
    estimated("NG", holidays::NG_YEARS, holidays::NG),
    usual("MX", holidays::MX_YEARS, holidays::MX),
    usual("BR", holidays::BR_YEARS, holidays::BR),
    usual("CO", holidays::CO_YEARS, holidays::CO),
    estimated("PH", holidays::PH_YEARS, holidays::PH),
    Calendar { region: Some(("CH", "Zurich")), ..usual("CH", holidays::CH_YEARS, holidays::CH) },
    usual("HK", holidays::HK_YEARS, holidays::HK),
    usual("JP", holidays::JP_YEARS, holidays::JP),
    estimated("AE", holidays::AE_YEARS, holidays::AE),
];

/// The names, for the message that lists them.
pub(crate) const CALENDAR_NAMES: &str =
    "TARGET, FED, UK, CA, AU, SG, IN, NP, KE, UG, TZ, NG, MX, BR, CO, PH, CH, HK, JP, AE";

const FIRST_DAY: i64 = days_since_1970(2024, 1, 1);

impl Calendar {
    pub(crate) fn find(name: &str) -> Option<&'static Calendar> {
        CALENDARS.iter().find(|calendar| calendar.name.eq_ignore_ascii_case(name))
    }

    /// Why nothing is settled on a day, if so.
    ///
    /// # Errors
    /// The year, where the calendar does not cover it.
    pub(crate) fn closed(&self, day: i64) -> Result<Option<Closed>, i64> {
        let (year, _, day_of_month) = date_of(day);
        if year < i64::from(self.years.0) || year > i64::from(self.years.1) {
            return Err(year);
        }
        if self.is_weekend(day, day_of_month) {
            return Ok(Some(Closed::Weekend));
        }
        let mut at = FIRST_DAY;
        for &(gap, place) in self.holidays {
            at = at.wrapping_add(i64::from(gap));
            if at >= day {
                // the name is counted out, so it is looked for on a holiday alone
                return Ok(if at == day { name_at(place).map(Closed::Holiday) } else { None });
            }
        }
        Ok(None)
    }

    pub(super) fn is_weekend(&self, day: i64, day_of_month: i64) -> bool {
        match weekday(day) {
            0 => self.weekend != Weekend::Nepal,
            6 => self.weekend != Weekend::India || matches!(day_of_month, 8..=14 | 22..=28),
            _ => false,
        }
    }
}

/// The name at a place of the list.
fn name_at(place: u8) -> Option<&'static str> {
    let mut rest = NAMES;
    for _ in 0..place {
        text::next_word(&mut rest, b'\n')?;
    }
    text::next_word(&mut rest, b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Easter Sunday (Meeus, Jones and Butcher).
    #[expect(clippy::many_single_char_names, reason = "the names of the published algorithm")]
    fn easter(year: i64) -> i64 {
        let (a, b, c) = (year % 19, year / 100, year % 100);
        let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
        let h = (19 * a + b - d - (b - f + 1) / 3 + 15) % 30;
        let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
        let m = (a + 11 * h + 22 * l) / 451;
        let n = h + l - 7 * m + 114;
        days_since_1970(year, n / 31, n % 31 + 1)
    }

    /// The nth such weekday of a month.
    fn nth(year: i64, month: i64, day_of_week: i64, nth: i64) -> i64 {
        let first = days_since_1970(year, month, 1);
        first + (day_of_week - weekday(first)).rem_euclid(7) + (nth - 1) * 7
    }

    fn last_monday(year: i64, month: i64) -> i64 {
        let last = days_since_1970(year, month, 31);
        last - (weekday(last) - 1).rem_euclid(7)
    }

    /// Each day moved to the next weekday that no earlier one took.
    fn moved(days: &[i64]) -> Vec<i64> {
        let mut taken: Vec<i64> = days.iter().copied().filter(|&day| !matches!(weekday(day), 0 | 6)).collect();
        for &day in days.iter().filter(|&&day| matches!(weekday(day), 0 | 6)) {
            let free = (day..day + 9).find(|day| !matches!(weekday(*day), 0 | 6) && !taken.contains(day)).unwrap();
            taken.push(free);
        }
        taken
    }

    fn holidays_of(name: &str, year: i64) -> Vec<i64> {
        let calendar = Calendar::find(name).unwrap();
        let days = days_since_1970(year, 1, 1)..days_since_1970(year + 1, 1, 1);
        days.filter(|&day| matches!(calendar.closed(day), Ok(Some(Closed::Holiday(_))))).collect()
    }

    fn assert_rule(name: &str, rule: impl Fn(i64) -> Vec<i64>) {
        let years = Calendar::find(name).unwrap().years;
        for year in i64::from(years.0)..=i64::from(years.1) {
            let mut expected = rule(year);
            expected.retain(|&day| !matches!(weekday(day), 0 | 6) && date_of(day).0 == year);
            expected.sort_unstable();
            expected.dedup();
            assert_eq!(holidays_of(name, year), expected, "{name} {year}");
        }
    }

    // The tables were collected; these are the rules that the authorities publish, written down apart.

    #[test]
    fn target_closes_by_the_rule_of_the_ecb() {
        assert_rule("TARGET", |year| {
            let (date, easter) = (|month, day| days_since_1970(year, month, day), easter(year));
            vec![date(1, 1), easter - 2, easter + 1, date(5, 1), date(12, 25), date(12, 26)]
        });
    }

    #[test]
    fn the_federal_reserve_moves_sundays_and_not_saturdays() {
        assert_rule("FED", |year| {
            let date = |month, day| {
                let day = days_since_1970(year, month, day);
                if weekday(day) == 0 { day + 1 } else { day }
            };
            vec![
                date(1, 1),
                nth(year, 1, 1, 3),
                nth(year, 2, 1, 3),
                last_monday(year, 5),
                date(6, 19),
                date(7, 4),
                nth(year, 9, 1, 1),
                nth(year, 10, 1, 2),
                date(11, 11),
                nth(year, 11, 4, 4),
                date(12, 25),
            ]
        });
    }

    #[test]
    fn england_by_the_banking_and_financial_dealings_act() {
        assert_rule("UK", |year| {
            let (date, easter) = (|month, day| days_since_1970(year, month, day), easter(year));
            let mut days = moved(&[date(1, 1), date(12, 25), date(12, 26)]);
            days.extend([easter - 2, easter + 1, nth(year, 5, 1, 1), last_monday(year, 5), last_monday(year, 8)]);
            days
        });
    }

    #[test]
    fn canada_by_the_rules_of_the_clearing_system() {
        assert_rule("CA", |year| {
            let date = |month, day| days_since_1970(year, month, day);
            let fixed = [date(1, 1), date(7, 1), date(9, 30), date(11, 11), date(12, 25), date(12, 26)];
            let victoria = date(5, 24) - (weekday(date(5, 24)) - 1).rem_euclid(7);
            let mut days = moved(&fixed);
            days.extend([easter(year) - 2, victoria, nth(year, 9, 1, 1), nth(year, 10, 1, 2)]);
            days
        });
    }

    #[test]
    fn australia_where_sydney_and_melbourne_both_rest() {
        assert_rule("AU", |year| {
            let (date, easter) = (|month, day| days_since_1970(year, month, day), easter(year));
            let mut days = moved(&[date(1, 1), date(1, 26), date(12, 25), date(12, 26)]);
            days.extend([easter - 2, easter + 1, date(4, 25), nth(year, 6, 1, 2)]);
            days
        });
    }

    #[test]
    fn what_is_not_covered_is_not_guessed() {
        let closed = |name, (year, month, day)| Calendar::find(name).unwrap().closed(days_since_1970(year, month, day));
        assert_eq!(closed("SG", (2027, 2, 8)), Ok(Some(Closed::Holiday("Chinese New Year (observed)"))));
        assert_eq!(closed("SG", (2028, 1, 3)), Err(2028));
        assert_eq!(closed("TARGET", (2023, 12, 29)), Err(2023));
        assert_eq!(closed("IN", (2026, 1, 10)), Ok(Some(Closed::Weekend)), "the second Saturday");
        assert_eq!(closed("IN", (2026, 1, 17)), Ok(None), "the third Saturday");
        assert!(CALENDARS.iter().map(|calendar| calendar.name).eq(CALENDAR_NAMES.split(", ")));
    }
}
