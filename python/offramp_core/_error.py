"""The one exception."""

from __future__ import annotations

from typing import Any


class OfframpError(Exception):
    """Raised where a call cannot go on. Input that is merely wrong is answered with findings instead."""

    #: The stable word that says what happened.
    code: str
    #: The argument, or the place in the input as a JSON Pointer; empty where there is none.
    field: str
    #: All that is wrong with the input, most severe first; empty for errors of another kind.
    findings: list[dict[str, Any]]

    def __init__(self, code: str, message: str, field: str = "", findings: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.field = field
        self.findings = findings or []

    def __reduce__(self) -> tuple[type[OfframpError], tuple[Any, ...]]:
        # so that it comes back whole from another process
        return OfframpError, (self.code, str(self), self.field, self.findings)
