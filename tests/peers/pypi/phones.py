"""Holds our verdicts on phone numbers against libphonenumber, over all first four digits of the countries with a plan.

Usage: phones.py OFFRAMP, where OFFRAMP is the command. Every number is a first four digits and one of several tails, of
the usual length of a mobile number. A disagreement that no row of DISAGREEMENTS below explains is a failure, and so is a row that
never occurs.
"""

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import phonenumbers

ROOT = Path(__file__).resolve().parents[3]
TAILS = ("123456", "555555")

# what we say, what the library says, of which countries (* for the others): who is right, and why
DISAGREEMENTS = {
    ("valid", "not mobile", "IN"): "Both. India has hundreds of mobile ranges of four digits and more, with area codes "
    "between them; we know its blocks of two digits.",
    ("warning", "mobile", "IN"): "Both. Banks call from 1600 and 1601, which the library counts as mobile; no wallet has such a number.",
    ("warning", "no number", "*"): "Both. No list has the range. The library refuses it, we warn: plans outrun lists.",
    ("warning", "not mobile", "*"): "We. A block of two digits has mobile numbers as well as others, so that we do not refuse it.",
    ("error", "no number", "*"): "Both. The block of two digits belongs to fixed lines and services; neither takes the number.",
}


def numbers():
    plans = csv.DictReader((ROOT / "data" / "phone-plans.csv").read_text().splitlines())
    for plan in plans:
        length = int(plan["lengths"].split()[0])
        for first in range(10_000):
            for tail in TAILS:
                yield plan["country"], f"+{plan['calling']}{first:04}{tail[: length - 4]}"


def library(country, number):
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
    national = number.removeprefix(f"+{metadata.country_code}")
    if re.fullmatch(metadata.mobile.national_number_pattern, national):
        return "mobile"
    return "not mobile" if re.fullmatch(metadata.general_desc.national_number_pattern, national) and any(
        sort and sort.national_number_pattern and re.fullmatch(sort.national_number_pattern, national)
        for sort in (metadata.fixed_line, metadata.toll_free, metadata.premium_rate, metadata.shared_cost, metadata.voip,
                     metadata.uan, metadata.pager, metadata.personal_number)
    ) else "no number"


def ours(command, given):
    text = "\n".join(number for _, number in given)
    done = subprocess.run([command, "--json", "validate", "phone", "-"], input=text, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        report = json.loads(line)
        codes = [finding["code"] for finding in report["findings"]]
        yield "error" if report["verdict"] == "invalid" else "warning" if codes else "valid"


def main(command):
    given = list(numbers())
    agree = {("valid", "mobile"), ("error", "not mobile")}
    found, examples = Counter(), {}
    verdicts = list(ours(command, given))
    if len(verdicts) != len(given):
        sys.exit(f"{len(given)} numbers, {len(verdicts)} answers")
    for (country, number), verdict in zip(given, verdicts):
        says = library(country, number)
        if (verdict, says) in agree:
            continue
        named = (verdict, says, country)
        key = named if named in DISAGREEMENTS else (verdict, says, "*")
        found[key] += 1
        examples.setdefault(key, []).append(number)
    for key, count in sorted(found.items()):
        print(count, *key, examples[key][0], DISAGREEMENTS.get(key, "NOT EXPLAINED"), sep="\t")
    unexplained = found.keys() - DISAGREEMENTS.keys()
    stale = DISAGREEMENTS.keys() - found.keys()
    print(len(given), "numbers;", sum(found.values()), "disagreements in", len(found), "classes")
    sys.exit(f"not explained: {unexplained}; never occurs: {stale}" if unexplained or stale else 0)


main(sys.argv[1])
