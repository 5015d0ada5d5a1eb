"""The vectors that run natively and through WebAssembly, through the wheel: the same calls, the same answers."""

import json
import pathlib
import re
from decimal import Decimal

import pytest

import offramp_core

ROOT = pathlib.Path(__file__).resolve().parents[2] / "tests" / "vectors"
FILES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.json"))
#: Members whose own members must all be named.
EXACT = ("headers", "normalized")


def snake(name):
    return re.sub(r"(?=[A-Z])", "_", name).lower()


def raw(text):
    """The bytes of a text that may be written as `{"$repeat": [..]}`, `{"$concat": [..]}` or `{"$hex": ".."}`."""
    if isinstance(text, str):
        return text.encode()
    if "$repeat" in text:
        return raw(text["$repeat"][0]) * text["$repeat"][1]
    if "$concat" in text:
        return b"".join(map(raw, text["$concat"]))
    return bytes.fromhex(text["$hex"])


def is_text(value):
    return isinstance(value, dict) and any(name in value for name in ("$repeat", "$concat", "$hex"))


def answer(vector):
    call = vector["call"]
    args = [raw(value).decode() if is_text(value) and call not in FILE_CALLS else value for value in vector["args"]]
    if call in FILE_CALLS:
        args[0] = raw(args[0])
    try:
        got = getattr(offramp_core, snake(call))(*args)
    except offramp_core.OfframpError as error:
        return {"error": {"code": error.code, "field": error.field, "findings": error.findings}}
    if call == "fixFile":
        return {**got, "text": got["bytes"].decode()}
    # natively bytes are no text and stand in bodyBase64 alone
    if isinstance(got, dict) and got.get("bodyBase64") is not None:
        return {**got, "body": None}
    return got


FILE_CALLS = ("checkCsv", "checkFile", "fixFile")


def compare(expect, got, at, differences):
    """Notes where an answer is not what is expected of it."""
    if isinstance(expect, list):
        if not isinstance(got, list) or len(got) != len(expect):
            differences.append(f"{at}: expected {expect}, got {got}")
        else:
            for index, want in enumerate(expect):
                compare(want, got[index], f"{at}/{index}", differences)
    elif isinstance(expect, dict):
        for name, want in expect.items():
            have = {"codes": "code", "paths": "path", "suggestions": "suggestion"}.get(name)
            if have:
                member = [finding.get(have) for finding in got.get("findings", [])]
            else:
                member = got.get(name) if isinstance(got, dict) else None
            compare(want, member, f"{at}/{name}", differences)
            if name in EXACT and isinstance(want, dict) and isinstance(member, dict) and set(member) - set(want):
                differences.append(f"{at}/{name}: more than expected: {set(member) - set(want)}")
    elif type(expect) is not type(got) or expect != got:
        differences.append(f"{at}: expected {expect!r}, got {got!r}")


def load(file):
    # amounts are never floats, in vectors neither
    return json.loads((ROOT / file).read_text(), parse_float=Decimal)


def test_all_vectors_are_there():
    assert len(FILES) > 20


@pytest.mark.parametrize("file", FILES)
def test_vectors(file):
    wrong = []
    for vector in load(file):
        differences = []
        compare(vector["expect"], answer(vector), "", differences)
        if differences:
            wrong.append(vector["name"] + "\n    " + "\n    ".join(differences))
        if vector["call"] == "validate" and len(vector["args"]) == 2 and "verdict" in vector["expect"]:
            kind, text = vector["args"]
            text = raw(text).decode() if is_text(text) else text
            assert offramp_core.is_valid(kind, text) == (vector["expect"]["verdict"] == "valid"), vector["name"]
    assert not wrong, "\n" + "\n".join(wrong)
