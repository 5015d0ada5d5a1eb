"""Holds amounts in words against the packages num2words (English) and indic-numtowords (Hindi).

usage: python tests/money/words.py COMMAND..., where the command answers as examples/ask.rs does.
"""

import json
import random
import subprocess
import sys

from indic_numtowords import num2words as hindi
from num2words import num2words

rng = random.Random(20261127)

# The Central Hindi Directorate's standard spelling, where the package has another one of the same word.
SPELLINGS = {
    "छः": "छह", "अट्ठारह": "अठारह", "चौंतालीस": "चवालीस", "तिरेसठ": "तिरसठ", "छयासठ": "छियासठ", "सरसठ": "सड़सठ",
    "उन्यासी": "उनासी", "सत्तासी": "सतासी", "अठासी": "अठासी",
}


def english(number, lang):
    return num2words(number, lang=lang).replace(" and ", " ").replace(",", "")


def indian(number):
    """The package says numbers of up to a hundred crores."""
    crores, rest = divmod(number, 10**7)
    if crores < 100:
        return english(number, "en_IN")
    return f"{indian(crores)} crore" + (f" {english(rest, 'en_IN')}" if rest else "")


def in_hindi(number):
    if number >= 10**9:
        return None
    return " ".join(SPELLINGS.get(word, word) for word in hindi(number, lang="hi").split())


def main():
    numbers = list(range(0, 1100)) + [10**power + more for power in range(3, 15) for more in (0, 1, 99)]
    numbers += [rng.randrange(10 ** rng.randint(1, 15)) for _ in range(3000)]
    cases = []
    for number in numbers:
        for locale, expected in (("en", english(number, "en")), ("en-IN", indian(number)), ("hi", in_hindi(number))):
            if expected is not None:
                cases.append(({"amount": str(number), "currency": "JPY", "locale": locale}, f"{expected} JPY"))
    lines = "".join(json.dumps({"call": "amountInWords", "request": request}) + "\n" for request, _ in cases)
    done = subprocess.run(sys.argv[1:], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(cases)
    wrong = [(request, expected, answer) for (request, expected), answer in zip(cases, answers) if answer.get("text") != expected]
    for request, expected, answer in wrong[:10]:
        print(f"{json.dumps(request)}\n  packages {expected}\n  answered {answer.get('text', answer)}")
    print(f"{len(cases)} numbers in words: {len(wrong)} differ")
    sys.exit(1 if wrong else 0)


main()
