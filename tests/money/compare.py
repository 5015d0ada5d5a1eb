"""Holds random questions about money against Python: its `decimal`, `zoneinfo` and data/holidays/*.csv.

usage: python tests/money/compare.py COMMAND..., where the command answers as examples/ask.rs does. The rules
are written down here once more, in another language and other arithmetic; nothing is shared.
"""

import csv
import datetime
import decimal
import json
import os
import pathlib
import random
import subprocess
import sys
import zoneinfo
from decimal import Decimal
from fractions import Fraction

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEED = 20261121
FEES, QUOTES, TARGETS, LIMITS, SPLITS, DATES, SCHEMES = (int(20_000 * float(os.environ.get("SHARE", "1"))),) * 7

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


def rounded_fraction(number, decimals, mode):
    """The same of a fraction that may have no end."""
    scaled = number * 10**decimals
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    half = rest * 2 - scaled.denominator
    up = {
        "up": rest > 0,
        "ceiling": rest > 0,
        "down": False,
        "floor": False,
        "halfUp": half >= 0,
        "halfDown": half > 0,
        "halfEven": half > 0 or half == 0 and whole % 2 == 1,
    }[mode]
    return Decimal(whole + up).scaleb(-decimals)


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


def add_forms(schedule, decimals, charges=("deducted", "onTop")):
    """Parts on parts, on the net, in another currency, borne by the other side, rebates, and a cap on the sum."""
    names = []
    for index, part in enumerate(schedule["parts"]):
        part["name"] = f"part {index}"
        kind = rng.random()
        if "tiers" not in part and names and kind < 0.3:
            part["of"] = rng.choice(names)
        elif "tiers" not in part and kind < 0.5:
            part["of"] = "net"
        elif kind < 0.7:
            part["fixed"] = format(Decimal(rng.randrange(1, 10**6)).scaleb(-rng.randint(0, 6)), "f")
            part |= {"currency": rng.choice(["ETH", "TRX", "EUR"]), "rate": format(Decimal(rng.randrange(1, 10**5)).scaleb(-rng.randint(0, 5)), "f")}
        if rng.random() < 0.3:
            part["charge"] = rng.choice(charges)
        if names and rng.random() < 0.2:
            part["rebate"] = True
        names.append(part["name"])
    if rng.random() < 0.3:
        schedule["max"] = str(rng.randrange(1, 1000))
    return schedule


def special_sums(schedule, given, decimals):
    sides, fees, by_name = {"deducted": Decimal(0), "onTop": Decimal(0)}, [], {}
    for part in schedule["parts"]:
        side = part.get("charge", schedule["charge"])
        base = given
        if part.get("of") == "net":
            base = given - sides["deducted"]
            if base < 0:
                return None
        elif "of" in part:
            base = by_name[part["of"]]
        own = dict(part)
        if "currency" in part:
            own["fixed"] = rounded(Decimal(part["fixed"]) * Decimal(part["rate"]), decimals, part["rounding"])
        fee = part_fee(own, base, decimals)
        if part.get("rebate"):
            fee = min(fee, sides[side])
            sides[side] -= fee
        else:
            sides[side] += fee
        by_name[part["name"]] = fee
        fees.append(fee)
    if "max" in schedule:
        surplus = max(sum(sides.values()) - Decimal(schedule["max"]), 0)
        for index in reversed(range(len(fees))):
            part = schedule["parts"][index]
            side = part.get("charge", schedule["charge"])
            if not part.get("rebate"):
                less = min(surplus, fees[index], sides[side])
                fees[index] -= less
                sides[side] -= less
                surplus -= less
    fees = [-fee if part.get("rebate") else fee for part, fee in zip(schedule["parts"], fees)]
    return fees, given + sides["onTop"], sum(sides.values()), given - sides["deducted"]


def sums(schedule, given, decimals):
    if "max" in schedule or any(part.keys() & {"of", "currency", "charge", "rebate"} for part in schedule["parts"]):
        return special_sums(schedule, given, decimals) or ([], given, given + 1, Decimal(-1))
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
    if rng.random() < 0.5:
        add_forms(schedule, decimals)
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
    expected |= {"currency": code}
    expected["parts"] = [("-" if own.get("rebate") and part else "") + plain(abs(part), decimals) for own, part in zip(schedule["parts"], parts)]
    return "computeFees", request, expected


def quote_case():
    source, destination = rng.choice(list(DECIMALS)), rng.choice(list(DECIMALS))
    fee_in = rng.choice(["source", "destination"])
    into = DECIMALS[destination]
    decimals = DECIMALS[source] if fee_in == "source" else into
    schedule = random_schedule(decimals, ("deducted", "onTop") if fee_in == "source" else ("deducted",))
    if rng.random() < 0.4:
        add_forms(schedule, decimals, ("deducted", "onTop") if fee_in == "source" else ("deducted",))
    (given_rate, rate), mode = random_rate(source, destination), rng.choice(list(MODES))
    request = {
        "amount": amount(DECIMALS[source], 10),
        "sourceCurrency": source,
        "destinationCurrency": destination,
        "exchangeRate": given_rate,
        "rounding": mode,
        "feeCurrency": fee_in,
        "schedule": schedule,
    }
    given = Decimal(request["amount"])
    if fee_in == "source":
        _, sent, fee, net = sums(schedule, given, decimals)
        arrives = rounded_fraction(Fraction(net) * rate, into, mode) if net >= 0 else net
    else:
        sent = given
        converted = rounded_fraction(Fraction(given) * rate, into, mode)
        if converted == 0:
            return "quote", request, NOTHING
        _, _, fee, arrives = sums(schedule, converted, decimals)
    if arrives < 0:
        return "quote", request, {"error": "/amount: The fees are more than the amount."}
    if arrives == 0:
        return "quote", request, NOTHING
    return "quote", request, {
        "sourceAmount": plain(sent, DECIMALS[source]),
        "fee": plain(fee, decimals),
        "destinationAmount": plain(arrives, into),
    }


def random_rate(source, destination):
    """A rate as it is given, and as a fraction of the destination for one of the source."""
    if source == destination:
        return "1", Fraction(1)
    value = Decimal(rng.randrange(1, 10**9)).scaleb(-rng.randint(0, 9))
    kind = rng.random()
    if kind < 0.5:
        return format(value, "f"), Fraction(value)
    is_forward = rng.random() < 0.5
    pair = (source, destination) if is_forward else (destination, source)
    rate = {"base": pair[0], "quote": pair[1]}
    if kind < 0.8:
        rate["value"] = format(value, "f")
        used = value
    else:
        ask = value + Decimal(rng.randrange(0, 1000)).scaleb(-9)
        rate |= {"bid": format(value, "f"), "ask": format(ask, "f")}
        used = value if is_forward else ask
    used = Fraction(used) if is_forward else 1 / Fraction(used)
    if rng.random() < 0.5:
        bps = rng.randrange(0, 500)
        rate["markupBps"] = str(bps)
        used = used * (10_000 - bps) / 10_000
    return rate, used


def target_case():
    """What must be sent: whatever is answered must be what arrives, and nothing less may."""
    source, destination = rng.sample(list(DECIMALS), 2)
    decimals, into = DECIMALS[source], DECIMALS[destination]
    schedule = {"parts": [random_part(decimals) for _ in range(rng.randint(0, 2))], "charge": "deducted"}
    if rng.random() < 0.4:
        add_forms(schedule, decimals)
    given_rate, rate = random_rate(source, destination)
    mode = rng.choice(list(MODES))
    request = {
        "amount": amount(into, 8),
        "sourceCurrency": source,
        "destinationCurrency": destination,
        "exchangeRate": given_rate,
        "rounding": mode,
        "schedule": schedule,
    }

    def arrives(units):
        _, _, _, net = sums(schedule, Decimal(units).scaleb(-decimals), decimals)
        return rounded_fraction(Fraction(net) * rate, into, mode) if net > 0 else Decimal(-1)

    def is_right(answer):
        if "error" in answer:
            return True
        codes = {finding["code"] for finding in answer["findings"]}
        on_top = sum(
            (-1 if part.get("rebate") else 1) * Decimal(line["amount"].lstrip("-"))
            for part, line in zip(schedule["parts"], answer["parts"])
            if part.get("charge", schedule["charge"]) == "onTop"
        )
        sent = int((Decimal(answer["sourceAmount"]) - on_top).scaleb(decimals))
        target, there = Decimal(request["amount"]), Decimal(answer["destinationAmount"])
        if arrives(sent) != there:
            return False
        below = [arrives(units) for units in range(max(sent - 40, 0), sent)]
        if "QUOTE_TARGET_NOT_EXACT" in codes:
            return there > target and target not in below
        return there == target and target not in below

    return "quoteForTarget", request, is_right


def limit_case():
    zone = zoneinfo.ZoneInfo(rng.choice(ZONES))
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(seconds=rng.randrange(365 * 86_400))
    window = rng.choice(["hour", "day", "week", "month", "year", "lifetime", "rolling24h", f"rolling{rng.randint(1, 90)}d", f"rolling{rng.randint(1, 90)}h"])
    local = now.astimezone(zone)
    start_of_day = local.date()
    start = {
        "day": start_of_day,
        "week": start_of_day - datetime.timedelta(days=local.weekday()),
        "month": start_of_day.replace(day=1),
        "year": start_of_day.replace(month=1, day=1),
    }.get(window)
    history, used, count = [], Decimal(0), 0
    rate = Decimal(rng.randrange(1, 10**6)).scaleb(-4)
    for _ in range(rng.randint(0, 8)):
        age = rng.choice([3_600, 86_400, 7 * 86_400, 40 * 86_400, 500 * 86_400])
        at = now - datetime.timedelta(seconds=rng.randrange(age))
        item = {"amount": amount(2, 7), "at": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "user": rng.choice(["a", "b"])}
        paid = Decimal(item["amount"])
        if rng.random() < 0.3:
            item["currency"] = "EUR"
            paid = rounded(paid * rate, 2, "up")
        history.append(item)
        if window == "lifetime":
            counts = True
        elif start is not None:
            counts = at.astimezone(zone).date() >= start
        else:
            length = 1 if window == "hour" else int(window[7:-1]) * (24 if window[-1] == "d" else 1)
            counts = at + datetime.timedelta(hours=length) > now
        if counts and item["user"] == "a":
            used, count = used + paid, count + 1
    total = Decimal(amount(2, 8))
    request = {
        "amount": "0.01",
        "currency": "USD",
        "now": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "user": "a",
        "rates": {"EUR": format(rate, "f")},
        "limits": [{"name": "x", "total": format(total, "f"), "window": window, "zone": zone.key, "per": "user"}],
        "history": history,
    }
    return "checkLimits", request, {
        "headroom": plain(max(total - used, Decimal(0)), 2),
        "verdict": "valid" if used + Decimal("0.01") <= total else "invalid",
        "used": [plain(used, 2), count],
    }


SCHEME_ROWS = list(csv.DictReader((ROOT / "data" / "schemes.csv").open(newline="")))


def clock(day, time, zone):
    """When the clock of a zone shows a time of a day, which may lie on the day before or be its end."""
    sign, digits = (-1, time[1:]) if time.startswith("-") else (1, time)
    hours, minutes = map(int, digits.split(":"))
    minutes = sign * (hours * 60 + minutes)
    shift, minutes = divmod(minutes, 1440)
    local = datetime.datetime.combine(day + datetime.timedelta(days=shift), datetime.time(), zone)
    return local.replace(hour=minutes // 60, minute=minutes % 60, fold=0).astimezone(datetime.timezone.utc)


def scheme_case():
    row = rng.choice(SCHEME_ROWS)
    zone = zoneinfo.ZoneInfo(row["zone"])
    calendars = row["calendars"].split()
    start = datetime.datetime(2024, 1, 8, tzinfo=datetime.timezone.utc)
    at = start + datetime.timedelta(seconds=rng.randrange(int(2.8 * 365 * 86_400)))
    if rng.random() < 0.3:
        sunday = at.date() - datetime.timedelta(days=(at.weekday() + 1) % 7)
        at = datetime.datetime.combine(sunday, datetime.time(), datetime.timezone.utc) + datetime.timedelta(minutes=rng.randrange(0, 26 * 60))
    request = {"currency": row["currency"] or "USDC", "scheme": row["key"], "at": at.strftime("%Y-%m-%dT%H:%M:%SZ")}
    if row["provider"]:
        request["provider"] = row["provider"].title()

    def is_business(day):
        return all(is_open(calendar, day) for calendar in calendars)

    def later(day, count):
        while count:
            day += datetime.timedelta(days=1)
            count -= is_business(day)
        return day

    day = at.astimezone(zone).date()
    found = None
    while found is None:
        if is_business(day):
            for window in row["windows"].split():
                if window.startswith("~"):
                    found = (at, at + datetime.timedelta(seconds=int(window[1:])))
                    break
                if ">" in window:
                    cutoff, arrival = window.split(">")
                    cutoff, _, closed_on = cutoff.partition("!")
                    if closed_on and (day.weekday() + 1) % 7 == int(closed_on):
                        continue
                    if at >= clock(day, cutoff, zone):
                        continue
                    first, _, last = arrival.partition("..")
                    times = []
                    for place in (first, last or first):
                        days, _, time = place.partition("+")
                        end = datetime.timedelta(seconds=1) if time == "24:00" else datetime.timedelta()
                        times.append(clock(later(day, int(days)), time, zone) - end)
                    taken = max(at, clock(day, "00:00", zone))
                    found = tuple(max(taken, time) for time in times)
                    break
                hours, _, seconds = window.partition("~")
                opens, _, closes = hours.rpartition("-")
                if at < clock(day, closes, zone):
                    taken = max(at, clock(day, opens, zone))
                    found = (taken, taken + datetime.timedelta(seconds=int(seconds)))
                    break
        day += datetime.timedelta(days=1)
    return "settlement", request, {"times": [time.strftime("%Y-%m-%dT%H:%M:%SZ") for time in found]}


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
    if path.stem != "corrections"
}
ZONES = """UTC Africa/Dar_es_Salaam Africa/Kampala Africa/Lagos Africa/Nairobi America/Bogota America/Chicago America/Los_Angeles
    America/New_York America/Toronto Asia/Kathmandu Asia/Kolkata Asia/Singapore Australia/Brisbane
    America/Mexico_City America/Sao_Paulo Asia/Dubai Asia/Hong_Kong Asia/Manila Asia/Tokyo Europe/Lisbon Europe/Zurich
    Australia/Melbourne Australia/Sydney Europe/Berlin Europe/Brussels Europe/London Europe/Madrid Europe/Paris
    Europe/Rome""".split()


def is_open(calendar, day):
    is_weekend = day.weekday() == 6 or day.weekday() == 5 and (calendar != "IN" or (day.day - 1) // 7 in (1, 3))
    if calendar == "NP":
        is_weekend = day.weekday() == 5
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
    if call == "checkLimits":
        return answer | {"used": [answer["limits"][0]["used"], answer["limits"][0]["usedCount"]]}
    if call == "settlement" and "earliestAt" in answer:
        answer["times"] = [answer["earliestAt"], answer["latestAt"]]
    if call == "settlement" and "cutoff" in answer:
        answer["cutoff"] = [answer["cutoff"]["at"], answer["cutoff"]["missed"]]
    return answer


def main():
    cases = [fees_case() for _ in range(FEES)] + [quote_case() for _ in range(QUOTES)]
    cases += [target_case() for _ in range(TARGETS)] + [limit_case() for _ in range(LIMITS)]
    cases += [split_case() for _ in range(SPLITS)] + [date_case() for _ in range(DATES)]
    cases += [scheme_case() for _ in range(SCHEMES)]
    lines = "".join(json.dumps({"call": call, "request": request}) + "\n" for call, request, _ in cases)
    done = subprocess.run(sys.argv[1:], input=lines, capture_output=True, text=True, check=True)
    answers = done.stdout.splitlines()
    assert len(answers) == len(cases), f"{len(answers)} answers to {len(cases)} questions"
    wrong = errors = 0
    for (call, request, expected), line in zip(cases, answers):
        answer = seen(call, json.loads(line))
        errors += "error" in answer
        is_wrong = not expected(answer) if callable(expected) else any(answer.get(n) != value for n, value in expected.items())
        if is_wrong:
            wrong += 1
            if wrong <= 5:
                print(f"{call} {json.dumps(request)}\n  python   {expected}\n  answered {line}")
    print(f"{len(cases)} questions of seed {SEED}, {errors} of them refused by both: {wrong} answers differ")
    sys.exit(1 if wrong else 0)


main()
