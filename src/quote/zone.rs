//! Time zones of the places where payments are cut off and days begin, with their daylight saving.

use crate::timestamp::{date_of, days_since_1970};

/// A time zone of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Zone {
    /// The name in the tz database.
    pub(crate) name: &'static str,
    /// Minutes ahead of UTC in winter.
    minutes: i16,
    daylight: Daylight,
}

/// When clocks are an hour ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Daylight {
    Never,
    /// From the last Sunday of March to the last of October, at 01:00 UTC (Directive 2000/84/EC; the
    /// United Kingdom by the Summer Time Order 2002): since 1996.
    Europe,
    /// From the second Sunday of March to the first of November, at 2:00 by the clock (15 U.S.C. 260a, and
    /// the provinces of Canada alike): since 2007.
    America,
    /// From the first Sunday of October, at 2:00, to the first of April, at 3:00 by the clock (Standard Time
    /// Act 1987 of New South Wales and Summer Time Act 1972 of Victoria): since 2008.
    Australia,
}

/// By name. Brazil and Mexico moved their clocks until 2019 and 2022; times before are not those of the clock then.
const ZONES: &[Zone] = &[
    Zone { name: "UTC", minutes: 0, daylight: Daylight::Never },
    Zone { name: "Africa/Dar_es_Salaam", minutes: 180, daylight: Daylight::Never },
    Zone { name: "Africa/Kampala", minutes: 180, daylight: Daylight::Never },
    Zone { name: "Africa/Lagos", minutes: 60, daylight: Daylight::Never },
    Zone { name: "Africa/Nairobi", minutes: 180, daylight: Daylight::Never },
    Zone { name: "America/Bogota", minutes: -300, daylight: Daylight::Never },
    Zone { name: "America/Chicago", minutes: -360, daylight: Daylight::America },
    Zone { name: "America/Los_Angeles", minutes: -480, daylight: Daylight::America },
    Zone { name: "America/Mexico_City", minutes: -360, daylight: Daylight::Never },
    Zone { name: "America/New_York", minutes: -300, daylight: Daylight::America },
    Zone { name: "America/Sao_Paulo", minutes: -180, daylight: Daylight::Never },
    Zone { name: "America/Toronto", minutes: -300, daylight: Daylight::America },
    Zone { name: "Asia/Dubai", minutes: 240, daylight: Daylight::Never },
    Zone { name: "Asia/Hong_Kong", minutes: 480, daylight: Daylight::Never },
    Zone { name: "Asia/Kathmandu", minutes: 345, daylight: Daylight::Never },
    Zone { name: "Asia/Kolkata", minutes: 330, daylight: Daylight::Never },
    Zone { name: "Asia/Manila", minutes: 480, daylight: Daylight::Never },
    Zone { name: "Asia/Singapore", minutes: 480, daylight: Daylight::Never },
    Zone { name: "Asia/Tokyo", minutes: 540, daylight: Daylight::Never },
    Zone { name: "Australia/Brisbane", minutes: 600, daylight: Daylight::Never },
    Zone { name: "Australia/Melbourne", minutes: 600, daylight: Daylight::Australia },
    Zone { name: "Australia/Sydney", minutes: 600, daylight: Daylight::Australia },
    Zone { name: "Europe/Berlin", minutes: 60, daylight: Daylight::Europe },
    Zone { name: "Europe/Brussels", minutes: 60, daylight: Daylight::Europe },
    Zone { name: "Europe/Lisbon", minutes: 0, daylight: Daylight::Europe },
    Zone { name: "Europe/London", minutes: 0, daylight: Daylight::Europe },
    Zone { name: "Europe/Madrid", minutes: 60, daylight: Daylight::Europe },
    Zone { name: "Europe/Paris", minutes: 60, daylight: Daylight::Europe },
    Zone { name: "Europe/Rome", minutes: 60, daylight: Daylight::Europe },
    Zone { name: "Europe/Zurich", minutes: 60, daylight: Daylight::Europe },
];

/// The names, for the message that lists them.
pub(crate) const ZONE_NAMES: &str = "UTC, Africa/Dar_es_Salaam, Africa/Kampala, Africa/Lagos, Africa/Nairobi, America/Bogota, America/Chicago, America/Los_Angeles, America/Mexico_City, America/New_York, America/Sao_Paulo, America/Toronto, Asia/Dubai, Asia/Hong_Kong, Asia/Kathmandu, Asia/Kolkata, Asia/Manila, Asia/Singapore, Asia/Tokyo, Australia/Brisbane, Australia/Melbourne, Australia/Sydney, Europe/Berlin, Europe/Brussels, Europe/Lisbon, Europe/London, Europe/Madrid, Europe/Paris, Europe/Rome, Europe/Zurich";

pub(crate) const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;

impl Zone {
    pub(crate) const UTC: Zone = Zone { name: "UTC", minutes: 0, daylight: Daylight::Never };

    pub(crate) fn find(name: &str) -> Option<Zone> {
        ZONES.iter().copied().find(|zone| zone.name == name)
    }

    /// Seconds ahead of UTC at a point in time.
    pub(crate) fn offset(self, seconds: i64) -> i64 {
        let standard = i64::from(self.minutes).wrapping_mul(60);
        let (year, ..) = date_of(seconds.wrapping_add(standard).div_euclid(DAY));
        // by the clock in winter, as far as not by UTC
        let from = |month, nth, hour: i64| {
            sunday(year, month, nth).wrapping_mul(DAY).wrapping_add(hour.wrapping_mul(HOUR)).wrapping_sub(standard)
        };
        let is_ahead = match self.daylight {
            Daylight::Never => false,
            Daylight::Europe => {
                let utc = |month| sunday(year, month, Nth::Last).wrapping_mul(DAY).wrapping_add(HOUR);
                seconds >= utc(3) && seconds < utc(10)
            }
            Daylight::America => seconds >= from(3, Nth::Second, 2) && seconds < from(11, Nth::First, 1),
            Daylight::Australia => seconds >= from(10, Nth::First, 2) || seconds < from(4, Nth::First, 2),
        };
        if is_ahead { standard.wrapping_add(HOUR) } else { standard }
    }

    /// The day and the second of the day by the clock.
    pub(crate) fn local(self, seconds: i64) -> (i64, i64) {
        let local = seconds.wrapping_add(self.offset(seconds));
        (local.div_euclid(DAY), local.rem_euclid(DAY))
    }

    /// When the clock shows a second of a day; the first time where it does so twice.
    pub(crate) fn at(self, day: i64, second: i64) -> i64 {
        let local = day.wrapping_mul(DAY).wrapping_add(second);
        // the offset of an hour before is the right one unless clocks go forward in between
        let standard = i64::from(self.minutes).wrapping_mul(60);
        let ahead = local.wrapping_sub(standard).wrapping_sub(HOUR);
        if self.offset(ahead) == standard { local.wrapping_sub(standard) } else { ahead }
    }
}

#[derive(Clone, Copy)]
enum Nth {
    First,
    Second,
    Last,
}

/// The day of a Sunday of a month.
const fn sunday(year: i64, month: i64, nth: Nth) -> i64 {
    // the day by which that Sunday has come
    let latest = match nth {
        Nth::First => days_since_1970(year, month, 7),
        Nth::Second => days_since_1970(year, month, 14),
        // of March and October, which have 31 days
        Nth::Last => days_since_1970(year, month, 31),
    };
    latest.wrapping_sub(weekday(latest))
}

/// The day of the week: Sunday is 0.
pub(crate) const fn weekday(day: i64) -> i64 {
    // 1970-01-01 was a Thursday
    day.wrapping_add(4).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timestamp::Timestamp;

    fn seconds(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().unix_seconds()
    }

    #[test]
    fn clocks_change_where_and_when_they_do() {
        for (zone, before, hours_before, hours_after) in [
            ("Europe/Berlin", "2026-03-29T00:59:59Z", 1, 2),
            ("Europe/Berlin", "2026-10-25T00:59:59Z", 2, 1),
            ("Europe/London", "2026-03-29T00:59:59Z", 0, 1),
            ("America/New_York", "2026-03-08T06:59:59Z", -5, -4),
            ("America/New_York", "2026-11-01T05:59:59Z", -4, -5),
            ("Australia/Sydney", "2026-04-04T15:59:59Z", 11, 10),
            ("Australia/Sydney", "2026-10-03T15:59:59Z", 10, 11),
        ] {
            let (zone, before) = (Zone::find(zone).unwrap(), seconds(before));
            assert_eq!((zone.offset(before), zone.offset(before + 1)), (hours_before * HOUR, hours_after * HOUR));
        }
        assert_eq!(Zone::find("Asia/Kathmandu").unwrap().offset(0), 20_700);
    }

    #[test]
    fn a_time_by_the_clock_is_found_again() {
        for zone in ZONES {
            for day in days_since_1970(2024, 1, 1)..days_since_1970(2029, 1, 1) {
                for second in [0, 9 * HOUR, 15 * HOUR, 17 * HOUR + 1] {
                    assert_eq!(zone.local(zone.at(day, second)), (day, second), "{}", zone.name);
                }
            }
        }
        let berlin = Zone::find("Europe/Berlin").unwrap();
        let (autumn, spring) = (days_since_1970(2026, 10, 25), days_since_1970(2026, 3, 29));
        assert_eq!(berlin.at(autumn, 2 * HOUR + 1800), seconds("2026-10-25T00:30:00Z"), "the first half past two");
        assert_eq!(
            berlin.at(spring, 2 * HOUR + 1800),
            seconds("2026-03-29T01:30:00Z"),
            "skipped: as if it were winter"
        );
    }

    #[test]
    fn the_list_of_names_is_complete() {
        assert!(ZONES.iter().map(|zone| zone.name).eq(ZONE_NAMES.split(", ")));
        assert_eq!(Zone::find("UTC"), Some(Zone::UTC));
    }
}
