"""Holds every calendar against sources that did not make it: workalendar, exchange_calendars, date-holidays, bizdays (the list of
ANBIMA), jpholiday, the Nepali calendar, and lists that central banks and ministries published.

usage: python tests/money/second_sources.py, with Node's date-holidays under target/money/node_modules. Whatever is not
explained here fails, and so does an explanation that explains nothing any more.
"""

import csv
import datetime
import json
import pathlib
import subprocess
import sys
import warnings

import bizdays
import exchange_calendars
import jpholiday
import nepali_datetime
from dateutil.easter import easter
from workalendar.africa import Kenya, Nigeria
from workalendar.america import Canada, Colombia
from workalendar.asia import HongKong, Philippines, Singapore
from workalendar.europe import EuropeanCentralBank, UnitedKingdom
from workalendar.europe.switzerland import Zurich
from workalendar.oceania import NewSouthWales, Victoria
from workalendar.usa import FederalReserveSystem

warnings.filterwarnings("ignore")
ROOT = pathlib.Path(__file__).resolve().parents[2]
DAY = datetime.timedelta(days=1)


def dates(text):
    return {datetime.date.fromisoformat(day) for day in text.split()}


def table(calendar):
    with (ROOT / "data" / "holidays" / f"{calendar}.csv").open(newline="") as file:
        return {datetime.date.fromisoformat(row["date"]) for row in csv.DictReader(file)}


def is_weekend(calendar, day):
    if calendar == "np":
        return day.weekday() == 5
    return day.weekday() == 6 or day.weekday() == 5 and (calendar != "in" or (day.day - 1) // 7 in (1, 3))


def work(*calendars):
    """The days that all of these have."""

    def days(years):
        each = [{day for year in years for day, _ in calendar.holidays(year)} for calendar in calendars]
        return set.intersection(*each)

    return days


def exchange(name):
    def days(years):
        sessions = exchange_calendars.get_calendar(name, start=f"{years[0]}-01-01", end=f"{years[-1]}-12-31").sessions
        sessions = {session.date() for session in sessions}
        first, last = datetime.date(years[0], 1, 1), datetime.date(years[-1], 12, 31)
        every = {first + DAY * number for number in range((last - first).days + 1)}
        return {day for day in every - sessions if day.weekday() < 5}

    return days


SCRIPT = """
const Holidays = require('date-holidays');
const [places, years] = JSON.parse(process.argv[1]);
const all = places.map((place) => {
  const holidays = new Holidays(...place);
  return years.flatMap((year) => holidays.getHolidays(year)).filter(({ type }) => type === 'public').map(({ date, start, end }) => [date.slice(0, 10), Math.round((end - start) / 864e5)]);
});
console.log(JSON.stringify(all));
"""


def node(*places):
    def days(years):
        command = ["node", "-e", SCRIPT, json.dumps([places, list(years)])]
        done = subprocess.run(command, cwd=ROOT / "target" / "money", capture_output=True, text=True, check=True)
        found = []
        for listed in json.loads(done.stdout):
            found.append({datetime.date.fromisoformat(day) + DAY * more for day, count in listed for more in range(max(count, 1))})
        return set.intersection(*found)

    return days


def nepal(years):
    """Days of the Nepali calendar that the law fixes: New Year, Republic, Constitution, Tamu Lhosar, Prithvi, Maghe Sankranti and
    Democracy Day."""
    fixed = ((1, 1), (2, 15), (6, 3), (9, 15), (9, 27), (10, 1), (11, 7))
    found = {nepali_datetime.date(year + 56, month, day).to_datetime_date() for year in range(years[0], years[-1] + 2) for month, day in fixed}
    return {day for day in found if day.year in years}


def rastra_bank(_):
    """The bank's lists of 2080 to 2082, as english.onlinekhabar.com, insurancekhabar.com and khabardabali.com printed them."""
    return dates(
        """2024-01-12 2024-01-15 2024-02-13 2024-02-19 2024-03-08 2024-03-11 2024-03-24 2024-04-17 2024-10-10 2024-10-11
        2024-10-13 2024-10-14 2024-10-31 2024-11-01 2024-11-03 2025-04-14 2025-05-01 2025-09-22 2025-09-29 2025-09-30
        2025-10-01 2025-10-02 2025-10-03 2025-10-20 2025-10-21 2025-10-22 2025-10-23 2025-10-24"""
    )


def gazettes(_):
    """Kenya: Idd-ul-Fitr and Idd-ul-Azha as the Kenya Gazette declared them (kiss100, tuko, standardmedia, kdrtv)."""
    return dates("2024-04-10 2024-06-17 2025-06-06")


def ministry(_):
    """Nigeria: the Ministry of Interior's declarations (shipsandports, thecoolbase, enterprisetvnews, rhythm937)."""
    return dates("2024-04-09 2024-04-10 2025-03-31 2025-04-01 2025-09-05 2026-03-19 2026-03-20")


def law(*fixed):
    """These days of each year, Good Friday and Easter Monday."""

    def days(years):
        found = {datetime.date(year, month, day) for year in years for month, day in fixed}
        return found | {easter(year) + DAY * more for year in years for more in (-2, 1)}

    return days


# as the ministry of foreign affairs of Uganda lists them (old.pretoria.mofa.go.ug), and the Bank of Tanzania (bot.go.tz)
UGANDA = law((1, 1), (1, 26), (2, 16), (3, 8), (5, 1), (6, 3), (6, 9), (10, 9), (12, 25), (12, 26))
TANZANIA = law((1, 1), (1, 12), (4, 7), (4, 26), (5, 1), (7, 7), (8, 8), (10, 14), (12, 9), (12, 25), (12, 26))


def commission(_):
    """Mexico: the banking commission's list of 2026 in the official gazette, as unotv.com and cronista.com printed it."""
    return dates(
        """2026-01-01 2026-02-02 2026-03-16 2026-04-02 2026-04-03 2026-05-01 2026-09-16 2026-11-02 2026-11-16
        2026-12-25"""
    )


def anbima(years):
    """Brazil: the list of ANBIMA, which the package bizdays carries."""
    lines = (pathlib.Path(bizdays.__file__).parent / "ANBIMA.cal").read_text().split()
    days = {datetime.date.fromisoformat(line) for line in lines if len(line) == 10}
    return {day for day in days if day.year in years}


def japan(years):
    """National holidays, and the days on which banks rest besides: 31 December to 3 January (Order for Enforcement of the
    Banking Act, article 5)."""
    days = {day for year in years for day, _ in jpholiday.year_holidays(year)}
    return days | {datetime.date(year, month, day) for year in years for month, day in ((1, 2), (1, 3), (12, 31))}


def emirates(_):
    """United Arab Emirates: days off for all, as declared (mondovisione.com and eastcoastdaily.in of 2024, arabianbusiness.com and
    thenationalnews.com of 2025, filipinotimes.net of 2026)."""
    return dates(
        """2024-04-08 2024-04-09 2024-04-10 2024-04-11 2024-06-17 2024-06-18 2025-01-01 2025-06-27 2025-09-05 2025-12-02
        2026-03-19 2026-03-20"""
    )


SATURDAYS = "2026-07-03 2027-06-18 2027-12-24 2027-12-31 2028-11-10"

# calendar, source, years, days that only the table has, days that only the source has; None where the source lists a part.
COMPARED = [
    ("target", work(EuropeanCentralBank()), (2024, 2030), "", ""),
    # the Federal Reserve opens on the Friday before a holiday on a Saturday
    ("fed", work(FederalReserveSystem()), (2024, 2030), "", SATURDAYS),
    # and this one has no day for Veterans Day where it moves
    ("fed", node(["US"]), (2024, 2030), "2029-11-12", SATURDAYS.replace(" 2028-11-10", "")),
    ("uk", work(UnitedKingdom()), (2024, 2028), "", ""),
    ("uk", exchange("XLON"), (2024, 2028), "", ""),
    ("uk", node(["GB", "ENG"]), (2024, 2028), "", ""),
    # the package has the days that are holidays in every province
    ("ca", work(Canada()), (2024, 2028), None, ""),
    # the exchange keeps Family Day and the Civic Holiday, the clearing keeps 30 September and 11 November
    (
        "ca",
        exchange("XTSE"),
        (2024, 2028),
        "2024-09-30 2024-11-11 2025-09-30 2025-11-11 2026-09-30 2026-11-11 2027-09-30 2027-11-11 2028-10-02 2028-11-13",
        "2024-02-19 2024-08-05 2025-02-17 2025-08-04 2026-02-16 2026-08-03 2027-02-15 2027-08-02 2028-02-21 2028-08-07",
    ),
    ("au", work(NewSouthWales(), Victoria()), (2024, 2028), "", ""),
    ("au", exchange("XASX"), (2024, 2028), "", ""),
    ("au", node(["AU", "NSW"], ["AU", "VIC"]), (2024, 2028), "", ""),
    ("sg", exchange("XSES"), (2024, 2026), "", ""),
    # Hari Raya Puasa was proclaimed for the day after the computed one
    ("sg", work(Singapore()), (2024, 2027), "", "2026-03-20"),
    # the exchange opens where banks rest; data/holidays/README.md
    ("in", exchange("XBOM"), (2024, 2026), None, ""),
    ("ke", gazettes, (2024, 2027), None, ""),
    # days that were declared once, and Idd-ul-Azha a day after the computed one
    ("ke", node(["KE"]), (2024, 2027), "2024-05-10 2024-06-17 2024-11-01 2025-03-31 2025-10-17 2027-05-17", ""),
    # the general elections
    ("ug", node(["UG"]), (2024, 2027), "2026-01-15 2026-01-16", ""),
    # the package has the Revolution of Zanzibar on 2 January instead of the 12th, and the moon a day earlier
    (
        "tz",
        node(["TZ"]),
        (2024, 2027),
        "2024-01-12 2024-06-17 2024-09-16 2025-04-01 2026-01-12 2026-05-28 2026-08-26 2027-01-12 2027-03-11 2027-05-17",
        "2024-01-02 2025-01-02 2025-06-06 2026-01-02 2026-03-20 2026-05-27 2026-08-25 2027-03-09",
    ),
    ("ng", ministry, (2024, 2027), None, ""),
    # the package has holidays of states and Children's Day, moves nothing to the next weekday, and has the moon a day earlier
    (
        "ng",
        node(["NG"]),
        (2024, 2027),
        """2024-04-09 2024-06-18 2024-09-16 2025-04-01 2025-06-09 2025-07-15 2025-09-05 2026-03-19 2026-05-29 2026-08-26 2026-12-28
        2027-03-11 2027-05-18 2027-08-16 2027-12-27 2027-12-28""",
        """2024-05-27 2024-11-01 2025-05-27 2025-06-26 2025-09-04 2026-05-27 2026-06-16 2026-08-25 2027-03-09 2027-05-27
        2027-11-01""",
    ),
    # the package has no second day of a feast and no day that was declared; the moon as computed
    ("ng", work(Nigeria()), (2024, 2027), None, "2026-05-27"),
    ("ug", UGANDA, (2024, 2027), None, ""),
    ("tz", TANZANIA, (2024, 2027), None, ""),
    ("mx", commission, (2026, 2026), "", ""),
    # the change of the federal government, on which the exchange traded
    ("mx", exchange("XMEX"), (2024, 2027), "2024-10-01", ""),
    ("br", anbima, (2024, 2028), "", ""),
    # the exchange rests on the last day of the year and on Christmas Eve, banks on neither
    (
        "br",
        exchange("BVMF"),
        (2024, 2027),
        "",
        "2024-12-24 2024-12-31 2025-12-24 2025-12-31 2026-12-24 2026-12-31 2027-12-24 2027-12-31",
    ),
    ("co", node(["CO"]), (2024, 2028), "", ""),
    # the package is older than the holiday of Our Lady of Chiquinquirá, which a law added from 2026 on
    ("co", work(Colombia()), (2024, 2028), "2026-07-13 2027-07-12 2028-07-10", ""),
    # All Souls' Day, by the proclamation for 2026
    ("ph", exchange("XPHS"), (2024, 2026), "2026-11-02", ""),
    # the package has the feasts a day later, and 25 February, which was a holiday until 2023
    ("ph", work(Philippines()), (2027, 2027), "2027-03-09", "2027-02-25 2027-03-10 2027-05-17"),
    ("ch", work(Zurich()), (2024, 2028), "", ""),
    # the exchange rests on the days before holidays too
    (
        "ch",
        exchange("XSWX"),
        (2024, 2027),
        "",
        "2024-12-24 2024-12-31 2025-12-24 2025-12-31 2026-12-24 2026-12-31 2027-12-24 2027-12-31",
    ),
    ("hk", work(HongKong()), (2024, 2027), "", ""),
    # a typhoon
    ("hk", exchange("XHKG"), (2024, 2026), "", "2024-09-06"),
    ("jp", japan, (2024, 2027), "", ""),
    ("jp", exchange("XTKS"), (2024, 2027), "", ""),
    ("ae", emirates, (2024, 2027), None, ""),
    ("np", rastra_bank, (2024, 2027), None, ""),
    ("np", nepal, (2024, 2027), None, ""),
]


def main():
    wrong = 0
    for calendar, source, (first, last), ours_alone, theirs_alone in COMPARED:
        years = list(range(first, last + 1))
        ours = {day for day in table(calendar) if day.year in years}
        theirs = {day for day in source(years) if day.year in years and not is_weekend(calendar, day)}
        known = dates(theirs_alone)
        unexplained = (theirs - ours) ^ known
        if ours_alone is not None:
            unexplained |= (ours - theirs) ^ dates(ours_alone)
        for day in sorted(unexplained):
            print(f"{calendar}: {day} is {'only ours' if day in ours - theirs else 'only theirs' if day in theirs - ours else 'in both or in none'}")
        wrong += len(unexplained)
        print(f"{calendar}: {len(theirs)} days of {first} to {last} compared")
    sys.exit(1 if wrong else 0)


main()
