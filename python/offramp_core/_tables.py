"""Tables in memory: batches of Arrow in, columns of Arrow out, without a copy on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

from . import _native
from ._error import OfframpError
from ._native import Batch, BatchStream
from ._types import ArrowArray, ArrowStream, Columns, Options


@overload
def check(batch: ArrowArray, options: Options | None = None, *, keep: Iterable[str] = ()) -> Batch: ...
@overload
def check(batch: ArrowStream, options: Options | None = None, *, keep: Iterable[str] = ()) -> BatchStream: ...
def check(batch: ArrowArray | ArrowStream, options: Options | None = None, *, keep: Iterable[str] = ()) -> Batch | BatchStream:
    """Judges each row of a batch or table, in its order.

    Columns have any of the names that files may have. The answer has the columns of `keep` as they are, then `verdict`,
    `codes`, `amount_notation` and one `normalized_*` for each field. Of a table or stream the answer is a stream, whose
    batches are judged when they are asked for. Several threads check at the same time.

    What concerns several rows is left to who holds them all: duplicates by `duplicate_keys`, totals by adding up
    `normalized_amount`, and whether an amount whose `amount_notation` is `either` means thousands, by whether another has
    `comma`.

    Amounts are texts, whole numbers or decimals. A column of floats that has a meaning is refused.
    """
    return _native.check(batch, options, list(keep))


@overload
def duplicate_keys(batch: ArrowArray, key: bytes, options: Options | None = None, *, keep: Iterable[str] = ()) -> Batch: ...
@overload
def duplicate_keys(
    batch: ArrowStream, key: bytes, options: Options | None = None, *, keep: Iterable[str] = ()
) -> BatchStream: ...
def duplicate_keys(
    batch: ArrowArray | ArrowStream, key: bytes, options: Options | None = None, *, keep: Iterable[str] = ()
) -> Batch | BatchStream:
    """What each row has in common with its duplicates: 16 bytes each, or null where a row has none.

    Rows with the same `reference_key` have the same reference. Rows with the same `payment_key` pay the same amount to the
    same destination. Rows with the same `account_key` do so too where at least one of them has no `payment_key`: it is the
    amount, the account number and the bank of a BIC, which may have two branches with accounts of one number.

    `key` is 16 random bytes, `secrets.token_bytes(16)`, drawn once a job and given to all its workers. It is a secret, and
    keys of another job cannot be compared with these.
    """
    if not isinstance(key, bytes) or len(key) != 16:
        raise OfframpError("ARGUMENT_INVALID", "16 bytes are needed", "key")
    return _native.duplicate_keys(batch, key, options, list(keep))


def columns(names: Sequence[str], options: Options | None = None) -> Columns:
    """What columns of these names mean, which `normalized_*` there will be, and what there is to say of the names."""
    return _native.columns(list(names), options)
