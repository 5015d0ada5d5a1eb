"""Holds random questions about money against Python: its `decimal`, `zoneinfo` and data/holidays/*.csv.

usage: python tests/money/compare.py COMMAND..., where the command answers as examples/ask.rs does. The rules
are written down here once more, in another language and other arithmetic; nothing is shared.
"""

import csv
import datetime
import decimal
import json
import pathlib
import random
import subprocess
import sys
import zoneinfo
from decimal import Decimal

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = 20261121
FEES, QUOTES, SPLITS, DATES = 10_000, 4_000, 2_000, 6_000

decimal.getcontext().prec = 120
decimal.getcontext().traps[decimal.Inexact] = True
MODES = {
    "halfEven": decimal.ROUND_HALF_EVEN,
    "halfUp": decimal.ROUND_HALF_UP,
    "halfDown": decimal.ROUND_HALF_DOWN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
    "ceiling": decimal.ROUND_CEILING,
    "floor": decimal.ROUND_FLOOR,
}
SHIFT = {"fraction": 0, "percent": 2, "bps": 4}
DECIMALS = {"USD": 2, "JPY": 0, "KWD": 3, "USDC": 6, "INR": 2}
NOTHING = {"error": "/amount: Nothing would arrive."}
rng = random.Random(SEED)


def rounded(number, decimals, mode):
    context = decimal.Context(prec=200, rounding=MODES[mode])
    return number.quantize(Decimal(1).scaleb(-decimals), context=context)


def plain(number, decimals):
    return format(number.quantize(Decimal(1).scaleb(-decimals)), "f")


def amount(decimals, digits):
    return format(Decimal(rng.randrange(1, 10 ** rng.randint(1, digits))).scaleb(-rng.randint(0, decimals)), "f")


def share():
    field = rng.choice(list(SHIFT))
    most = {"fraction": 3, "percent": 30, "bps": 3000}[field]
    scale = rng.randint(0, 8)
    number = Decimal(rng.randrange(0, most * 10**scale)).scaleb(-scale - (1 if field == "fraction" else 0))
    return {field: format(number, "f")}


def fraction(part):
    for field, shift in SHIFT.items():
        if field in part:
            return Decimal(part[field]).scaleb(-shift)
    return Decimal(0)


def random_part(decimals):
    part = {"name": rng.choice(["platform", "partner", "developer", "network"])}
    kind = rng.random()
    if kind < 0.65:
        part |= share()
    elif kind < 0.9:
        ends = sorted({rng.randrange(1, 100_000) for _ in range(rng.randint(0, 3))})
        part["tiers"] = [{"upTo": str(end)} | share() for end in ends] + [share()]
        for tier in part["tiers"]:
            if rng.random() < 0.3:
                tier["fixed"] = amount(decimals, 3)
        if rng.random() < 0.5:
            part["tierMode"] = rng.choice(["marginal", "whole"])
    if rng.random() < 0.4 or kind >= 0.9:
        part["fixed"] = amount(decimals, 3)
    if rng.random() < 0.2:
        part["min"] = amount(decimals, 2)
    if rng.random() < 0.2:
        part["max"] = str(rng.randrange(100, 10_000))
    part["rounding"] = rng.choice(list(MODES))
    return part


def part_fee(part, base, decimals):
    exact = Decimal(part.get("fixed", 0))
    if "tiers" not in part:
        exact += base * fraction(part)
    else:
        over = Decimal(0)
        for tier in part["tiers"]:
            end = Decimal(tier.get("upTo", "Infinity"))
            if part.get("tierMode", "marginal") == "whole":
                if base <= end:
                    exact += base * fraction(tier) + Decimal(tier.get("fixed", 0))
                    break
            elif base > over or over == 0:
                exact += (min(base, end) - over) * fraction(tier) + Decimal(tier.get("fixed", 0))
            over = end
    fee = rounded(exact, decimals, part["rounding"])
    fee = max(fee, Decimal(part.get("min", 0)))
    return min(fee, Decimal(part["max"])) if "max" in part else fee


def random_schedule(decimals, charges=("deducted", "onTop")):
    parts = [random_part(decimals) for _ in range(rng.randint(1, 3))]
    return {"parts": parts, "charge": rng.choice(charges)}


def sums(schedule, given, decimals):
    parts = [part_fee(part, given, decimals) for part in schedule["parts"]]
    fee = sum(parts)
    if schedule["charge"] == "onTop":
        return parts, given + fee, fee, given
    return parts, given, fee, given - fee


def fees_case():
    code = rng.choice(list(DECIMALS))
    decimals = DECIMALS[code]
    request = {"amount": amount(decimals, 15), "currency": code}
    if code == "USDC" and rng.random() < 0.5:
        decimals, request["network"] = 18, "BNB"
        # up to a thousand million tokens, which are 27 digits
        request["amount"] = format(Decimal(rng.randrange(1, 10**27)).scaleb(-18), "f")
    request["schedule"] = schedule = random_schedule(decimals)
    given = Decimal(request["amount"])
    if rng.random() < 0.2:
        extra = Decimal(rng.randrange(0, 999)).scaleb(-decimals - 3)
        if given + extra < Decimal(10) ** (28 - decimals - 4):
            schedule["amountRounding"] = rng.choice(list(MODES))
            given += extra
            request["amount"] = format(given, "f")
            given = rounded(given, decimals, schedule["amountRounding"])
    parts, gross, fee, net = sums(schedule, given, decimals)
    if net < 0:
        return "computeFees", request, {"error": "/amount: The fees are more than the amount."}
    if net == 0:
        return "computeFees", request, NOTHING
    expected = {"gross": plain(gross, decimals), "fee": plain(fee, decimals), "net": plain(net, decimals)}
    expected |= {"currency": code, "parts": [plain(part, decimals) for part in parts]}
    return "computeFees", request, expected


def quote_case():
    source, destination = rng.choice(list(DECIMALS)), rng.choice(list(DECIMALS))
    fee_in = rng.choice(["source", "destination"])
    into = DECIMALS[destination]
    decimals = DECIMALS[source] if fee_in == "source" else into
    schedule = random_schedule(decimals, ("deducted", "onTop") if fee_in == "source" else ("deducted",))
    rate, mode = Decimal(rng.randrange(1, 10**9)).scaleb(-rng.randint(0, 9)), rng.choice(list(MODES))
    request = {
        "amount": amount(DECIMALS[source], 10),
        "sourceCurrency": source,
        "destinationCurrency": destination,
        "exchangeRate": format(rate, "f"),
        "rounding": mode,
        "feeCurrency": fee_in,
        "schedule": schedule,
    }
    given = Decimal(request["amount"])
    if fee_in == "source":
        _, sent, fee, net = sums(schedule, given, decimals)
        arrives = rounded(net * rate, into, mode) if net >= 0 else net
    else:
        sent = given
        _, _, fee, arrives = sums(schedule, rounded(given * rate, into, mode), decimals)
        if sent * rate > 0 and rounded(given * rate, into, mode) == 0:
            return "quote", request, NOTHING
    if arrives < 0:
        return "quote", request, {"error": "/amount: The fees are more than the amount."}
    if arrives == 0:
        return "quote", request, NOTHING
    return "quote", request, {
        "sourceAmount": plain(sent, DECIMALS[source]),
        "fee": plain(fee, decimals),
        "destinationAmount": plain(arrives, into),
    }


def split_case():
    code = rng.choice(list(DECIMALS))
    decimals = DECIMALS[code]
    weights = [amount(6, 9) for _ in range(rng.randint(1, 12))]
    request = {"amount": amount(decimals, 12), "currency": code, "weights": weights}
    units = int(Decimal(request["amount"]).scaleb(decimals))
    numbers = [int(Decimal(weight).scaleb(6)) for weight in weights]
    shares = [units * number // sum(numbers) for number in numbers]
    order = sorted(range(len(numbers)), key=lambda index: (-(units * numbers[index] % sum(numbers)), index))
    for index in order[: units - sum(shares)]:
        shares[index] += 1
    return "allocate", request, {"amounts": [plain(Decimal(share).scaleb(-decimals), decimals) for share in shares]}


HOLIDAYS = {
    path.stem.upper(): {row["date"] for row in csv.DictReader(path.open(newline=""))}
    for path in (ROOT / "data" / "holidays").glob("*.csv")
}
ZONES = """UTC Africa/Dar_es_Salaam Africa/Kampala Africa/Lagos Africa/Nairobi America/Chicago America/Los_Angeles
    America/New_York America/Toronto Asia/Kathmandu Asia/Kolkata Asia/Singapore Australia/Brisbane
    Australia/Melbourne Australia/Sydney Europe/Berlin Europe/Brussels Europe/London Europe/Madrid Europe/Paris
    Europe/Rome""".split()


def is_open(calendar, day):
    is_weekend = day.weekday() == 6 or day.weekday() == 5 and (calendar != "IN" or (day.day - 1) // 7 in (1, 3))
    return not is_weekend and day.isoformat() not in HOLIDAYS[calendar]


def date_case():
    calendar, zone = rng.choice(sorted(HOLIDAYS)), zoneinfo.ZoneInfo(rng.choice(ZONES))
    last = max(HOLIDAYS[calendar])[:4]
    start = datetime.datetime(2024, 1, 5, tzinfo=datetime.timezone.utc)
    end = datetime.datetime(int(last), 12, 1, tzinfo=datetime.timezone.utc)
    at = start + datetime.timedelta(seconds=rng.randrange(int((end - start).total_seconds())))
    if rng.random() < 0.3:
        # around the hours at which clocks change
        sunday = at.date() - datetime.timedelta(days=(at.weekday() + 1) % 7)
        at = datetime.datetime.combine(sunday, datetime.time(), datetime.timezone.utc)
        at = max(start, at + datetime.timedelta(minutes=rng.randrange(-60, 26 * 60)))
    hour, minute, days = rng.randrange(4, 24), rng.randrange(60), rng.randint(0, 9)
    request = {
        "currency": "EUR",
        "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "calendar": calendar,
        "zone": zone.key,
        "cutoff": f"{hour:02}:{minute:02}",
        "minBusinessDays": days,
        "maxBusinessDays": days,
    }
    local = at.astimezone(zone)
    cutoff = local.replace(hour=hour, minute=minute, second=0, fold=0)
    cutoff = cutoff.astimezone(datetime.timezone.utc)
    day = local.date()
    missed = is_open(calendar, day) and at >= cutoff
    if missed:
        day += datetime.timedelta(days=1)
    while not is_open(calendar, day):
        day += datetime.timedelta(days=1)
    processed = day
    for _ in range(days):
        day += datetime.timedelta(days=1)
        while not is_open(calendar, day):
            day += datetime.timedelta(days=1)
    return "settlement", request, {
        "submitted": local.date().isoformat(),
        "cutoff": [cutoff.strftime("%Y-%m-%dT%H:%M:%SZ"), missed],
        "processed": processed.isoformat(),
        "earliest": day.isoformat(),
        "latest": day.isoformat(),
    }


def seen(call, answer):
    """What of an answer is compared."""
    if "error" in answer:
        return answer
    if call == "computeFees":
        return answer | {"parts": [part["amount"] for part in answer["parts"]]}
    if call == "settlement":
        answer["cutoff"] = [answer["cutoff"]["at"], answer["cutoff"]["missed"]]
    return answer


def main():
    cases = [fees_case() for _ in range(FEES)] + [quote_case() for _ in range(QUOTES)]
    cases += [split_case() for _ in range(SPLITS)] + [date_case() for _ in range(DATES)]
    lines = "".join(json.dumps({"call": call, "request": request}) + "\n" for call, request, _ in cases)
    done = subprocess.run(sys.argv[1:], input=lines, capture_output=True, text=True, check=True)
    answers = done.stdout.splitlines()
    assert len(answers) == len(cases), f"{len(answers)} answers to {len(cases)} questions"
    wrong = errors = 0
    for (call, request, expected), line in zip(cases, answers):
        answer = seen(call, json.loads(line))
        errors += "error" in answer
        if any(answer.get(name) != value for name, value in expected.items()):
            wrong += 1
            if wrong <= 5:
                print(f"{call} {json.dumps(request)}\n  python   {expected}\n  answered {line}")
    print(f"{len(cases)} questions of seed {SEED}, {errors} of them refused by both: {wrong} answers differ")
    sys.exit(1 if wrong else 0)


main()
