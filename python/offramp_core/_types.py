"""The types of arguments and answers. Names of members are those of the npm package, whose declarations describe each."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol, TypedDict

#: Members by name, as the npm package has them. Amounts are texts, whole numbers or Decimals: a float is refused.
Options = Mapping[str, Any]
#: Bytes of a file, or its text.
Data = bytes | bytearray | memoryview | str
#: An amount or a rate.
Amount = str | int | Decimal


class ArrowArray(Protocol):
    """A batch of Arrow: of pyarrow, nanoarrow, arro3 and others."""

    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...


class ArrowStream(Protocol):
    """A table or a stream of batches: of pyarrow, pandas, Polars, DuckDB, DataFusion and others."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


class _Finding(TypedDict):
    severity: str
    code: str
    path: str
    message: str


class Finding(_Finding, total=False):
    """One observation about an input."""

    params: dict[str, str]
    suggestion: str


class _Report(TypedDict):
    verdict: str
    findings: list[Finding]


class IdentifierReport(_Report, total=False):
    """What there is to say about one identifier."""

    value: dict[str, str]


class Candidate(IdentifierReport, total=False):
    """One thing that a text could be."""

    kind: str
    line: int
    evidence: str


class BankAccountReport(_Report, total=False):
    """What there is to say about the fields of a destination together."""

    currency: str
    rail: str
    scheme: str
    normalized: dict[str, str]


class Row(_Report):
    """One row of a checked file."""

    row: int
    line: int
    reference: str | None
    normalized: dict[str, str]


class FileReport(TypedDict):
    """A checked file."""

    rows: list[Row]
    summary: dict[str, Any]


class FixedFile(TypedDict):
    """A file with what is suggested for its cells in place."""

    bytes: bytes
    changes: list[dict[str, Any]]
    remaining: FileReport


class UnpackedFile(TypedDict):
    """The text of a file that was packed."""

    bytes: bytes
    findings: list[Finding]


class Columns(TypedDict):
    """What the names of columns mean."""

    columns: list[str | None]
    normalized: list[str]
    findings: list[Finding]
