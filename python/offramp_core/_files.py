"""Checks of files, whole or as their bytes arrive."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from typing import Any

from . import _native
from ._providers import data
from ._types import Data, FileReport, FixedFile, Options, Row, UnpackedFile

#: How much of a file is read at a time.
_PIECE = 1 << 20


class FileChecker:
    """A check of a file that comes in pieces: CSV, JSON, a workbook, or one of them packed.

    Memory does not grow with the file beyond the index of duplicates. A thread that pushes does not hold up others.
    """

    _is_csv = False

    def __init__(self, options: Options | None = None) -> None:
        self._native = _native.Checker(options, self._is_csv, secrets.token_bytes(16))

    def push(self, piece: Data) -> list[Row]:
        """Takes the next bytes and answers the rows they complete."""
        return self._native.push(data(piece))

    def finish(self) -> FileReport:
        """Ends the check and answers the last rows and the totals."""
        return self._native.finish()

    def cancel(self) -> None:
        """Gives the check up."""
        self._native.cancel()

    @property
    def rows(self) -> int | None:
        """How many rows were seen so far; None when the check has ended."""
        return self._native.rows


class CsvChecker(FileChecker):
    """The same for CSV alone."""

    _is_csv = True


def create_file_checker(options: Options | None = None) -> FileChecker:
    """Begins a check of a file that comes in pieces."""
    return FileChecker(options)


def create_csv_checker(options: Options | None = None) -> CsvChecker:
    """Begins a check of a CSV that comes in pieces."""
    return CsvChecker(options)


def check_file(file: Data, options: Options | None = None) -> FileReport:
    """Checks a file: CSV, JSON, a workbook (.xlsx, .xlsb, .ods), or one of them packed. Its first bytes say what it is."""
    return _check(FileChecker(options), file)


def check_csv(file: Data, options: Options | None = None) -> FileReport:
    """Checks a CSV."""
    return _check(CsvChecker(options), file)


def _check(checker: FileChecker, file: Data) -> FileReport:
    rows = checker.push(file)
    end = checker.finish()
    return {"rows": rows + end["rows"], "summary": end["summary"]}


def check_path(
    path: str | os.PathLike[str],
    options: Options | None = None,
    *,
    rows: Callable[[list[Row]], object] | None = None,
    progress: Callable[[int, int, int], object] | None = None,
) -> dict[str, Any]:
    """Checks a file on the disk without keeping its rows, and answers its totals.

    `rows` gets the rows of each piece, `progress` how many bytes were read, how many there are, and how many rows were
    seen. Without `rows`, the option `rows` is `none`.
    """
    given = dict(options or {})
    if rows is None:
        given["rows"] = "none"
    checker = FileChecker(given)
    with open(path, "rb") as file:
        size, done = os.fstat(file.fileno()).st_size, 0
        while piece := file.read(_PIECE):
            judged = checker.push(piece)
            done += len(piece)
            if rows is not None and judged:
                rows(judged)
            if progress is not None:
                progress(done, max(size, done), checker.rows or 0)
    end = checker.finish()
    if rows is not None and end["rows"]:
        rows(end["rows"])
    if progress is not None:
        progress(done, done, end["summary"]["rows"])
    return end["summary"]


def fix_file(file: Data, options: Options | None = None) -> FixedFile:
    """The file with what is suggested for its cells in place, and what is left to say of it."""
    return _fix(file, options, False)


def fix_csv(file: Data, options: Options | None = None) -> FixedFile:
    """`fix_file` for CSV alone."""
    return _fix(file, options, True)


def _fix(file: Data, options: Options | None, is_csv: bool) -> FixedFile:
    fixed, answer = _native.fix(data(file), options, is_csv, secrets.token_bytes(16))
    return {"bytes": fixed, "changes": answer["changes"], "remaining": answer["remaining"]}


def unpack_file(file: Data, options: Options | None = None) -> UnpackedFile:
    """The text of a file: the CSV of a workbook's sheet, or what gzip or an archive of one file holds."""
    text, findings = _native.unpack(data(file), options)
    return {"bytes": text, "findings": findings}
