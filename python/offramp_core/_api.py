"""Identifiers, destinations, lists and money."""

from __future__ import annotations

from typing import Any

from . import _native
from ._types import BankAccountReport, Candidate, IdentifierReport, Options


def validate(kind: str, text: str, options: Options | None = None) -> IdentifierReport:
    """Judges one identifier. Raises nothing for what the text is; all findings are there, most severe first."""
    return _native.call("validate", ["kind", "text", "options"], kind, text, options)


def is_valid(kind: str, text: str) -> bool:
    """Whether `validate` says `valid` with the default options: the same rules, a fraction of the time."""
    return _native.is_valid(kind, text)


def detect(text: str) -> list[Candidate]:
    """Everything that a text could be, the likeliest first."""
    return _native.call("detect", ["text"], text)


def bank_account_fields(currency: str, options: Options | None = None) -> dict[str, Any]:
    """The fields that a destination in a currency needs, in the order in which a form should ask for them."""
    return _native.call("bankAccountFields", ["currency", "options"], currency, options)


def bank_account_json_schema(currency: str, options: Options | None = None) -> dict[str, Any]:
    """The same as a JSON Schema (2020-12) of the electronic forms."""
    return _native.call("bankAccountJsonSchema", ["currency", "options"], currency, options)


def validate_bank_account(currency: str, fields: Options, options: Options | None = None) -> BankAccountReport:
    """Judges the fields of a destination together, each under any of its names."""
    return _native.call("validateBankAccount", ["currency", "fields", "options"], currency, fields, options)


def kinds() -> list[str]:
    """The names of all kinds of identifiers."""
    return _native.call("kinds", [])


def currencies() -> list[str]:
    """The codes of all currencies and tokens that amounts can be in."""
    return _native.call("currencies", [])


def corridors() -> list[dict[str, Any]]:
    """Every corridor by the rails' public rules."""
    return _native.call("corridors", [])


def schemes() -> list[dict[str, Any]]:
    """Every scheme of clearing, and after them those that a provider runs in its own way."""
    return _native.call("schemes", [])


def version() -> str:
    """The version of the package."""
    return _native.call("version", [])


def compute_fees(request: Options) -> dict[str, Any]:
    """The fees on an amount by a schedule."""
    return _native.call("computeFees", ["request"], request)


def quote(request: Options) -> dict[str, Any]:
    """What arrives of an amount that is sent."""
    return _native.call("quote", ["request"], request)


def quote_for_target(request: Options) -> dict[str, Any]:
    """What has to be sent so that an amount arrives."""
    return _native.call("quoteForTarget", ["request"], request)


def check_limits(request: Options) -> dict[str, Any]:
    """Whether a payment is within limits."""
    return _native.call("checkLimits", ["request"], request)


def settlement(request: Options) -> dict[str, Any]:
    """When a payment arrives."""
    return _native.call("settlement", ["request"], request)


def business_day(request: Options) -> dict[str, Any]:
    """Whether a day is one on which a country's banks work, and which ones are near."""
    return _native.call("businessDay", ["request"], request)


def allocate(request: Options) -> dict[str, Any]:
    """An amount in parts that add up to it."""
    return _native.call("allocate", ["request"], request)


def parse_amount(request: Options) -> dict[str, Any]:
    """Reads an amount as people write it."""
    return _native.call("parseAmount", ["request"], request)


def format_amount(request: Options) -> dict[str, Any]:
    """Writes an amount as people read it."""
    return _native.call("formatAmount", ["request"], request)


def amount_in_words(request: Options) -> dict[str, Any]:
    """Writes an amount in words."""
    return _native.call("amountInWords", ["request"], request)
