"""Providers: requests, answers, webhooks, orders. The package sends nothing itself."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from . import _native
from ._error import OfframpError
from ._types import Data, Options


def providers() -> list[dict[str, Any]]:
    """All that there is to know of each provider: credentials, operations with their inputs, statuses."""
    return _native.call("providers", [])


def operations(provider: str) -> list[dict[str, Any]]:
    """The operations of a provider."""
    return _native.call("operations", ["provider"], provider)


def build_request(
    provider: str, operation: str, input: object, credentials: Options, context: Options | None = None
) -> dict[str, Any]:
    """The request of an operation, signed. `context` has the time, and a nonce, which is drawn where there is none.

    The body is text, or bytes where it is no text.
    """
    names = ["provider", "operation", "input", "credentials", "context"]
    request = _native.call("buildRequest", names, provider, operation, input, credentials, _with_nonce(context))
    if request.get("bodyBase64") is not None:
        request["body"] = base64.b64decode(request["bodyBase64"])
    return request


def parse_response(provider: str, operation: str, response: Options) -> dict[str, Any]:
    """What an answer `{status, headers?, body?}` says."""
    return _native.call("parseResponse", ["provider", "operation", "response"], provider, operation, response)


def verify_webhook(
    provider: str, settings: Options, headers: Options, body: Data, options: Options | None = None
) -> dict[str, Any]:
    """Whether a delivery is the provider's, and what it says. The body is that of the delivery, byte for byte."""
    return _native.verify_webhook(provider, settings, headers, data(body), options)


def sign_webhook(provider: str, settings: Options, body: Data, options: Options | None = None) -> dict[str, str]:
    """The headers that a delivery of this body has, for tests."""
    return _native.sign_webhook(provider, settings, data(body), _with_nonce(options))


def explain_signature(provider: str, message: Options, settings: Options) -> list[dict[str, Any]]:
    """How a signature comes about, step by step, and where one that does not fit differs."""
    return _native.call("explainSignature", ["provider", "message", "settings"], provider, message, settings)


def next_status(provider: str, current: str | None, incoming: str) -> dict[str, Any]:
    """The status of an order after one that came in."""
    return _native.call("nextStatus", ["provider", "current", "incoming"], provider, current, incoming)


def classify(provider: str, operation: str, result: Options, options: Options | None = None) -> dict[str, Any]:
    """What to do after an attempt: whether it may be sent again, and when."""
    names = ["provider", "operation", "result", "options"]
    return _native.call("classify", names, provider, operation, result, options)


def idempotency_key(provider: str, operation: str, input: object, options: Options | None = None) -> dict[str, Any]:
    """The key that makes sending twice the same as sending once."""
    names = ["provider", "operation", "input", "options"]
    return _native.call("idempotencyKey", names, provider, operation, input, options)


def mask_request(request: Options) -> dict[str, Any]:
    """A request as a log may show it."""
    # bytes are masked as the text of theirs that is there besides
    shown = {**request, "body": None} if isinstance(request.get("body"), bytes) else request
    return _native.call("maskRequest", ["request"], shown)


def compute(provider: str, name: str, input: object = None) -> Any:
    """A computation of a provider's."""
    return _native.call("compute", ["provider", "name", "input"], provider, name, input)


def _with_nonce(given: Options | None) -> Options:
    given = {} if given is None else given
    return given if given.get("nonce") is not None else {**given, "nonce": str(uuid.uuid4())}


def data(given: Data) -> bytes:
    """Bytes, or the bytes of a text."""
    if isinstance(given, bytes):
        return given
    if isinstance(given, str):
        return given.encode()
    if isinstance(given, (bytearray, memoryview)):
        return bytes(given)
    raise OfframpError("ARGUMENT_INVALID", "bytes or a text are needed", "bytes")
