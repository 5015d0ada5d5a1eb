"""The holidays of every calendar as the package `holidays` has them, with the corrections of data/holidays/corrections.csv.

Compares them with data/holidays/*.csv; with --write, writes those files. A correction that corrects nothing fails.
"""

import csv
import datetime
import pathlib
import sys

import holidays

ROOT = pathlib.Path(__file__).resolve().parents[2]


def country(code, years, **options):
    return holidays.country_holidays(code, years=years, **options)


def market(code, years, **options):
    return holidays.financial_holidays(code, years=years, **options)


def english(code, years, *categories):
    return country(code, years, language="en_US", categories=("public", *categories))


def without(words, days):
    """The days whose names have none of these words."""
    return {day: name for day, name in days.items() if not any(word in name for word in words)}


def both(first, second):
    """The days that are in both."""
    return {day: name for day, name in first.items() if day in second}


def either(first, second):
    """The days that are in one of them."""
    return dict(second.items()) | dict(first.items())


# calendar: the years covered, and the source. RITS of the Reserve Bank of Australia is closed where Sydney
# and Melbourne both are. For India: Maharashtra's holidays and those of the National Stock Exchange in Mumbai. Brazil's banks rest on Carnival and
# Corpus Christi, which are optional to others, and work on the other optional days; Zurich's work on the two days before
# holidays on which the exchange rests; Hong Kong's rest on its general holidays, Japan's from 31 December to 3 January.
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
    "mx": (range(2024, 2029), lambda years: market("BMV", years, language="en_US")),
    "br": (
        range(2024, 2029),
        lambda years: without(("Ash Wednesday", "Servant", "Eve"), english("BR", years, "optional")),
    ),
    "co": (range(2024, 2029), lambda years: english("CO", years)),
    "ph": (range(2024, 2028), lambda years: english("PH", years)),
    "ch": (range(2024, 2029), lambda years: without((" Eve",), market("SIX", years, language="en_US"))),
    "hk": (range(2024, 2028), lambda years: english("HK", years, "optional")),
    "jp": (range(2024, 2028), lambda years: english("JP", years, "bank")),
    "ae": (range(2024, 2028), lambda years: english("AE", years)),
}

# Calendars whose days follow the moon and are proclaimed only shortly before.
ESTIMATED = ("np", "ke", "ug", "tz", "ng", "ph", "ae")


def corrections(calendar):
    """What notices of central banks and governments say otherwise: the name by day, none where banks are open."""
    with (ROOT / "data" / "holidays" / "corrections.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["calendar"] == calendar]
    assert all(row["source"] for row in rows), calendar
    return {datetime.date.fromisoformat(row["date"]): row["name"] for row in rows}


def closed(calendar, day):
    """Whether the day is closed without any holiday."""
    weekday = day.weekday()
    if calendar == "in":
        return weekday == 6 or weekday == 5 and (day.day - 1) // 7 in (1, 3)
    if calendar == "np":
        return weekday == 5
    return weekday >= 5


# One name a holiday: the table of names is short, and says the same in every country.
NAMES = {
    "Additional special (non-working) day": "Special Non-Working Day",
    "Benito Juárez's birthday": "Benito Juárez's Birthday",
    "Day of Our Lady of the Rosary of Chiquinquirá": "Our Lady of Chiquinquirá",
    "Elections special (non-working) day": "Election Day",
    "The Buddha's Birthday": "Vesak Day",
    "The Buddha's Birthday (observed)": "Vesak Day (observed)",
    "The Day following Mid-Autumn Festival": "Day after Mid-Autumn Festival",
    "The day following Easter Monday": "Day after Easter Monday",
    "The first weekday after Christmas Day": "First Weekday after Christmas",
    "The fourth day of Chinese New Year": "Chinese New Year",
    "The second day of Chinese New Year": "Chinese New Year",
    "The third day of Chinese New Year": "Chinese New Year",
    "Universal Fraternization Day": "New Year's Day",
    "Worker's Day": "Labour Day",
}


def spelt(calendar, name):
    names = [part for part in name.split("; ") if part != "Bank Holiday"] or ["Bank Holiday"]
    name = names[0].replace(" (estimated)", "").replace(" (observed, estimated)", " (observed)")
    if calendar != "fed":
        name = name.replace("Labor Day", "Labour Day")
    # a law moves most of Colombia's holidays to Mondays every year
    if calendar == "co":
        name = name.replace(" (observed)", "")
    return NAMES.get(name, name)


def rows(calendar):
    years, source = CALENDARS[calendar]
    found = {}
    for day, name in source(list(years)).items():
        if day.year in years and not closed(calendar, day):
            assert "estimated" not in name or calendar in ESTIMATED, (calendar, day, name)
            found[day] = spelt(calendar, name)
    for day, name in corrections(calendar).items():
        assert (day in found) != bool(name), f"{calendar}: the correction of {day} corrects nothing"
        if name:
            found[day] = name
        else:
            del found[day]
    return sorted(found.items())


def main():
    wrong = 0
    for calendar in CALENDARS:
        path = ROOT / "data" / "holidays" / f"{calendar}.csv"
        expected = [(day.isoformat(), name) for day, name in rows(calendar)]
        if "--write" in sys.argv:
            with path.open("w", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(["date", "name"])
                writer.writerows(expected)
            continue
        with path.open(newline="") as file:
            ours = {(row["date"], row["name"]) for row in csv.DictReader(file)}
        for row in sorted(ours ^ set(expected)):
            wrong += 1
            print(f"{calendar}: {row[0]}, {row[1]}, is {'only ours' if row in ours else 'missing'}")
        print(f"{calendar}: {len(expected)} holidays of {expected[0][0][:4]} to {expected[-1][0][:4]} compared")
    sys.exit(1 if wrong else 0)


main()
