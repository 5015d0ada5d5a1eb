"""The functions: names, errors, numbers."""

import inspect
import pathlib
import pickle
import re
import typing
from decimal import Decimal
from types import MappingProxyType

import pytest

import offramp_core
from offramp_core import OfframpError

ROOT = pathlib.Path(__file__).resolve().parents[2]
#: The functions of tables in memory, which JavaScript has none of, and what reads the disk.
OWN = {"check", "check_path", "columns", "duplicate_keys"}


def snake(name):
    return re.sub(r"(?=[A-Z])", "_", name).lower()


def functions():
    return {name for name in offramp_core.__all__ if inspect.isfunction(getattr(offramp_core, name))}


def test_the_functions_are_those_of_the_npm_package():
    declared = set()
    for file in ["api", "money", "providers", "workbook"]:
        text = (ROOT / "pkg" / "src" / f"{file}.d.ts").read_text()
        declared |= {snake(name) for name in re.findall(r"^export function (\w+)", text, re.MULTILINE)}
    assert len(declared) > 35
    assert functions() - OWN == declared


def test_arguments_are_named_as_there():
    for file in ["api", "money", "providers"]:
        text = (ROOT / "pkg" / "src" / f"{file}.d.ts").read_text()
        for name, arguments in re.findall(r"^export function (\w+)(?:<.*?>)?\((.*?)\):", text, re.MULTILINE | re.DOTALL):
            if name in ("checkCsv", "checkFile"):
                continue
            wanted = [snake(one) for one in re.findall(r"(?:^|,)\s*(\w+)\??:", re.sub(r"<[^>]*>", "", arguments))]
            assert list(inspect.signature(getattr(offramp_core, snake(name))).parameters) == wanted, name


def test_everything_is_typed_and_described():
    assert (pathlib.Path(offramp_core.__file__).parent / "py.typed").exists()
    for name in functions():
        function = getattr(offramp_core, name)
        hints = inspect.signature(function)
        assert function.__doc__, name
        assert hints.return_annotation is not inspect.Signature.empty, name
        assert all(one.annotation is not inspect.Parameter.empty for one in hints.parameters.values()), name
        assert typing.get_type_hints(function), name


def test_errors_have_code_field_and_findings():
    with pytest.raises(OfframpError) as caught:
        offramp_core.build_request("unigox", "create_order", {}, {})
    assert caught.value.code and isinstance(caught.value.findings, list)
    with pytest.raises(OfframpError) as caught:
        offramp_core.validate("nothing", "x")
    assert (caught.value.code, caught.value.findings) == ("KIND_UNKNOWN", [])
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.code, str(again), again.field) == (caught.value.code, str(caught.value), caught.value.field)
    with pytest.raises(OfframpError) as caught:
        offramp_core.validate("iban", "x", {"colour": "red"})
    assert (caught.value.code, caught.value.field) == ("ARGUMENT_INVALID", "colour")


def test_errors_show_no_secret():
    secret = "a-secret-that-is-nowhere"
    with pytest.raises(OfframpError) as caught:
        offramp_core.verify_webhook("unigox", {"secret": secret}, {"X-Signature": "00"}, b"{}", {"now": "2026-01-01T00:00:00Z"})
    assert secret not in repr(caught.value) + str(caught.value.findings)


PART = {"name": "fee", "percent": "1.5", "rounding": "halfUp"}
REQUEST = {"amount": "100", "currency": "EUR", "schedule": {"charge": "deducted", "parts": [PART]}}


@pytest.mark.parametrize("amount", ["100", 100, Decimal("100"), Decimal("1E+2")])
def test_amounts_are_exact(amount):
    fees = offramp_core.compute_fees({**REQUEST, "amount": amount})
    assert fees == offramp_core.compute_fees(REQUEST)
    assert "1.50" in str(fees)


@pytest.mark.parametrize("amount", [100.0, float("nan"), Decimal("NaN"), Decimal("Infinity"), b"100", object()])
def test_what_is_not_exact_is_refused(amount):
    with pytest.raises(OfframpError) as caught:
        offramp_core.compute_fees({**REQUEST, "amount": amount})
    assert (caught.value.code, caught.value.field) == ("ARGUMENT_INVALID", "request")


def test_no_answer_has_a_float():
    def floats(value):
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        if isinstance(value, list):
            return any(map(floats, value))
        return isinstance(value, float)

    for answer in [
        offramp_core.corridors(),
        offramp_core.schemes(),
        offramp_core.providers(),
        offramp_core.compute_fees(REQUEST),
    ]:
        assert not floats(answer)


def test_other_mappings_do():
    fields = MappingProxyType({"iban": "DE89370400440532013000"})
    assert offramp_core.validate_bank_account("EUR", fields)["verdict"] == "valid"


def test_values_in_themselves_end():
    circle = {}
    circle["self"] = circle
    with pytest.raises(RecursionError):
        offramp_core.compute_fees(circle)
