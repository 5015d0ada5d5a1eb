"""The holidays of every calendar as the package `holidays` has them.

Compares them with data/holidays/*.csv; with --write, writes those files.
"""

import csv
import datetime
import pathlib
import sys

import holidays

ROOT = pathlib.Path(__file__).resolve().parents[2]


def country(code, years, **options):
    return holidays.country_holidays(code, years=years, **options)


def market(code, years):
    return holidays.financial_holidays(code, years=years)


def both(first, second):
    """The days that are in both."""
    return {day: name for day, name in first.items() if day in second}


def either(first, second):
    """The days that are in one of them."""
    return dict(second.items()) | dict(first.items())


# calendar: the years covered, and the source. RITS of the Reserve Bank of Australia is closed where Sydney
# and Melbourne both are. For India: Maharashtra's holidays and those of the National Stock Exchange in Mumbai.
CALENDARS = {
    "target": (range(2024, 2031), lambda years: market("XECB", years)),
    "fed": (range(2024, 2031), lambda years: market("XFED", years)),
    "uk": (range(2024, 2029), lambda years: country("GB", years, subdiv="ENG")),
    "ca": (range(2024, 2029), lambda years: country("CA", years, categories=("government",))),
    "au": (
        range(2024, 2029),
        lambda years: both(country("AU", years, subdiv="NSW"), country("AU", years, subdiv="VIC")),
    ),
    "sg": (range(2024, 2028), lambda years: country("SG", years)),
    "in": (
        range(2024, 2027),
        lambda years: either(country("IN", years, subdiv="MH"), market("XNSE", years)),
    ),
    **{code: (range(2024, 2028), lambda years, code=code: country(code.upper(), years)) for code in ("np", "ke", "ug", "tz", "ng")},
}

# Days on which notices of central banks and governments differ from the package; data/holidays/README.md says why.
NOTICES = {
    "np": {"2024-01-11", "2024-01-12", "2024-01-30", "2024-02-13", "2025-05-28", "2025-05-29", "2026-01-29", "2026-01-30"},
    "ke": {"2024-06-17", "2025-06-06", "2026-05-27", "2027-05-17"},
    "ng": {"2024-04-09"},
    "in": {
        "2024-01-22", "2024-05-20", "2024-08-26", "2024-09-16", "2024-09-18", "2024-10-31", "2024-11-20", "2025-08-16",
        "2025-09-05", "2025-09-08", "2025-10-20", "2026-01-15", "2026-05-27", "2026-09-04",
    }
}


def closed(calendar, day):
    """Whether the day is closed without any holiday."""
    weekday = day.weekday()
    if calendar == "in":
        return weekday == 6 or weekday == 5 and (day.day - 1) // 7 in (1, 3)
    if calendar == "np":
        return weekday == 5
    return weekday >= 5


def spelt(calendar, name):
    name = name.split(";")[0].replace(" (estimated)", "").replace(" (observed, estimated)", " (observed)")
    if calendar != "fed":
        name = name.replace("Labor Day", "Labour Day")
    return name


def rows(calendar):
    years, source = CALENDARS[calendar]
    found = source(list(years))
    for day, name in sorted(found.items()):
        if day.year in years and not closed(calendar, day):
            assert "estimated" not in name or calendar in ("np", "ke", "ug", "tz", "ng"), (calendar, day, name)
            yield day, spelt(calendar, name)


def main():
    wrong = 0
    for calendar in CALENDARS:
        path = ROOT / "data" / "holidays" / f"{calendar}.csv"
        expected = list(rows(calendar))
        if "--write" in sys.argv:
            with path.open("w", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(["date", "name"])
                writer.writerows((day.isoformat(), name) for day, name in expected)
            continue
        with path.open(newline="") as file:
            ours = {datetime.date.fromisoformat(row["date"]) for row in csv.DictReader(file)}
        theirs = {day for day, _ in expected}
        expected_differences = {datetime.date.fromisoformat(day) for day in NOTICES.get(calendar, ())}
        for day in sorted((ours ^ theirs) ^ expected_differences):
            wrong += 1
            print(f"{calendar}: {day} is {'only ours' if day in ours else 'missing'}")
        print(f"{calendar}: {len(theirs)} holidays of {min(theirs).year} to {max(theirs).year} compared")
    sys.exit(1 if wrong else 0)


main()
