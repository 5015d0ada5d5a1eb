"""Rows of payments, the same at every run: right and wrong ones over several corridors, with duplicates among them."""

import csv
import random

NAMES = [
    "line_no",
    "Reference",
    "Currency",
    "Amount",
    "IBAN",
    "Account No",
    "BIC",
    "IFSC",
    "UPI ID",
    "ABA",
    "Beneficiary Name",
    "remark",
]


def _iban(draw):
    bban = f"{draw.choice(['37040044', '50010517', '10000000'])}{draw.randrange(10**10):010d}"
    return f"DE{98 - int(bban + '131400') % 97:02d}{bban}"


def _sepa(draw):
    iban = _iban(draw)
    if draw.random() < 0.1:
        iban = iban[:10] + "O" + iban[11:]
    elif draw.random() < 0.2:
        iban = " ".join(iban[at : at + 4] for at in range(0, 22, 4)).lower()
    return {"Currency": draw.choice(["EUR", "eur", " EUR"]), "IBAN": iban, "BIC": draw.choice(["", "COBADEFFXXX"])}


def _upi(draw):
    handle = draw.choice(["okaxis", "ybl", "okicici", "gmail.com", "nobank"])
    return {"Currency": "INR", "UPI ID": f"user{draw.randrange(10**6)}@{handle}"}


def _ifsc(draw):
    return {
        "Currency": "INR",
        "IFSC": draw.choice(["SBIN0001234", "HDFC0000001", "SBIN000123", "SBINO001234"]),
        "Account No": str(draw.randrange(10**9, 10**13)),
    }


def _ach(draw):
    return {
        "Currency": "USD",
        "ABA": draw.choice(["021000021", "21000021", "026009593", "123456789"]),
        "Account No": str(draw.randrange(10**6, 10**12)),
    }


def _wire(draw):
    return {
        "Currency": draw.choice(["USD", "GBP", "EUR", "XYZ", ""]),
        "BIC": draw.choice(["DEUTDEFF", "COBADEFF", "DEUTDEFF500"]),
        "Account No": str(draw.randrange(10**7, 10**7 + 500)),
    }


def rows(count, seed=7, duplicates=True):
    """So many rows, as lists of texts in the order of `NAMES`."""
    draw, made = random.Random(seed), []
    for number in range(count):
        if duplicates and made and draw.random() < 0.03:
            again = list(draw.choice(made[-1000:]))
            again[0] = str(number)
            if draw.random() < 0.5:
                again[1] = f"R-{number}"
            made.append(again)
            continue
        row = draw.choice([_sepa, _sepa, _upi, _ifsc, _ach, _wire])(draw)
        whole = draw.randrange(1, 100_000)
        row["Amount"] = draw.choice([str(whole), f"{whole}.{draw.randrange(100):02d}", f"0{whole}.5", f"{whole}.125"])
        if draw.random() < 0.02:
            row["Amount"] = draw.choice(["", "0", "-5", "1,234.50", "1.234,50", "abc", "=1+1", "NaN"])
        row["line_no"] = str(number)
        row["Reference"] = f"R-{number}" if draw.random() > 0.01 else ""
        row["Beneficiary Name"] = draw.choice(["Ann Miller", "José Peña", "Test Person", "Smith & Sons, Ltd", ""])
        row["remark"] = draw.choice(["", "rent", 'said "now"', "a;b"])
        made.append([row.get(name, "") for name in NAMES])
    return made


def write_csv(path, made):
    """The rows as a CSV."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(NAMES)
        writer.writerows(made)


def table(made):
    """The rows as a table of Arrow; an empty cell is null."""
    import pyarrow

    columns = zip(*made, strict=True)
    return pyarrow.table({name: [cell or None for cell in column] for name, column in zip(NAMES, columns, strict=True)})
