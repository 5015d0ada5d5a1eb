"""Tables in memory: types of columns, order, streams, keys."""

import gc
import json
import pathlib
import sys
import threading
from decimal import Decimal

import pyarrow as pa
import pytest

import offramp_core
import rows
from offramp_core import OfframpError

IBAN = "DE89370400440532013000"
TABLE = pa.table({"currency": ["EUR", "EUR", None], "amount": ["1.00", "x", "2"], "iban": [IBAN, IBAN, IBAN]})


def checked(table, options=None, keep=()):
    return pa.table(offramp_core.check(table, options, keep=keep)).to_pydict()


def test_verdicts_codes_and_electronic_forms_in_order():
    answer = checked(TABLE)
    assert answer["verdict"] == ["valid", "invalid", "invalid"]
    assert answer["codes"][0] == [] and "FIELD_REQUIRED" in answer["codes"][2]
    assert answer["normalized_amount"] == ["1.00", None, "2"]
    assert answer["normalized_iban"] == [IBAN] * 3


@pytest.mark.parametrize(
    "type",
    [
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.dictionary(pa.int8(), pa.string()),
        pa.dictionary(pa.int32(), pa.large_string()),
    ],
)
def test_text_in_every_form(type):
    columns = {name: TABLE[name].combine_chunks().cast(pa.string()) for name in TABLE.column_names}
    cast = {
        name: column.dictionary_encode() if pa.types.is_dictionary(type) else column.cast(type)
        for name, column in columns.items()
    }
    assert checked(pa.table(cast)) == checked(TABLE)


@pytest.mark.parametrize(
    ("type", "values", "texts"),
    [
        (pa.decimal128(12, 2), [Decimal("1.50"), None, Decimal("-2")], ["1.50", None, "-2.00"]),
        (
            pa.decimal256(40, 2),
            [Decimal("1.50"), None, Decimal("12345678901234567890.12")],
            ["1.50", None, "12345678901234567890.12"],
        ),
        (pa.decimal64(12, 2), [Decimal("0.05"), None, Decimal("2")], ["0.05", None, "2.00"]),
        (pa.decimal128(12, -2), [Decimal("100"), None, Decimal("200")], ["100", None, "200"]),
        (pa.int64(), [15, None, 0], ["15", None, "0"]),
        (pa.uint8(), [255, None, 1], ["255", None, "1"]),
        (pa.null(), [None, None, None], [None, None, None]),
    ],
)
def test_numbers_are_the_texts_that_they_are(type, values, texts):
    with_numbers = TABLE.set_column(1, "amount", pa.array(values, type))
    with_texts = TABLE.set_column(1, "amount", pa.array(texts, pa.string()))
    assert checked(with_numbers) == checked(with_texts)


@pytest.mark.parametrize("type", [pa.float64(), pa.float32(), pa.bool_(), pa.date32(), pa.binary(), pa.list_(pa.string())])
def test_columns_that_are_no_text_are_refused_where_they_mean_something(type):
    column = pa.nulls(3, type)
    with pytest.raises(OfframpError) as caught:
        offramp_core.check(TABLE.set_column(1, "amount", column))
    assert (caught.value.code, caught.value.field) == ("ARGUMENT_INVALID", "amount")
    assert checked(TABLE.append_column("weather", column)) == checked(TABLE)


def test_slices_and_batches_of_one_are_read_where_they_begin():
    whole = checked(TABLE)
    for at in range(3):
        part = checked(TABLE.slice(at, 1))
        assert part == {name: values[at : at + 1] for name, values in whole.items()}
    batch = TABLE.to_batches()[0]
    assert pa.record_batch(offramp_core.check(batch)).to_pydict() == whole
    assert pa.table(offramp_core.check(batch)).to_pydict() == whole
    assert len(offramp_core.check(batch)) == 3
    assert pa.record_batch(offramp_core.check(batch.slice(3))).num_rows == 0
    assert pa.table(offramp_core.check(pa.table({}))).num_rows == 0


def test_columns_are_handed_on_without_a_copy():
    batch = pa.record_batch(offramp_core.check(TABLE.to_batches()[0], keep=["iban"]))
    assert batch.column("iban").buffers()[2].address == TABLE["iban"].chunk(0).buffers()[2].address
    with pytest.raises(OfframpError) as caught:
        offramp_core.check(TABLE, keep=["colour"])
    assert caught.value.field == "keep"


def test_a_stream_is_judged_as_it_is_read_and_once():
    pulled = []

    def batches():
        for number in range(5):
            pulled.append(number)
            yield TABLE.to_batches()[0]

    reader = pa.RecordBatchReader.from_batches(TABLE.schema, batches())
    stream = offramp_core.check(reader)
    judged = pa.RecordBatchReader.from_stream(stream)
    assert judged.read_next_batch().num_rows == 3
    assert len(pulled) == 1
    assert judged.read_all().num_rows == 12
    with pytest.raises(ValueError, match="read already"):
        pa.table(stream)


def test_an_error_of_the_stream_comes_through():
    def batches():
        yield TABLE.to_batches()[0]
        raise ValueError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(TABLE.schema, batches())
    with pytest.raises(Exception, match="the disk is gone"):
        pa.table(offramp_core.check(reader))


def test_options_of_files_are_refused():
    options = {
        "duplicates": True,
        "hashKey": "0" * 32,
        "expectRows": 3,
        "expectTotal": "EUR=1",
        "maxTotal": "1",
        "limits": [],
        "rows": "all",
    }
    for name, value in options.items():
        with pytest.raises(OfframpError) as caught:
            offramp_core.check(TABLE, {name: value})
        assert caught.value.field == name
    assert "LIMIT_MAXIMUM" in checked(TABLE, {"currency": "EUR", "maxAmount": "EUR=1"})["codes"][2]


@pytest.mark.parametrize("given", [None, 5, "text", [1], pa.array(["a"]), {"amount": ["1"]}])
def test_what_is_no_table_is_refused(given):
    with pytest.raises((TypeError, ValueError)):
        offramp_core.check(given)


def test_rows_that_are_null_are_refused():
    struct = pa.StructArray.from_arrays([pa.array(["EUR", "EUR"])], ["currency"], mask=pa.array([True, False]))
    with pytest.raises(ValueError, match="null"):
        offramp_core.check(struct)


def test_every_electronic_form_has_its_column():
    """Destinations of the vectors as tables of one row: all that they say is there, as in a file of the row."""
    root = pathlib.Path(__file__).resolve().parents[2] / "tests" / "vectors" / "bank-accounts"
    count = 0
    for path in sorted(root.glob("*.json")):
        for vector in json.loads(path.read_text(), parse_float=Decimal):
            fields = vector["args"][1] if len(vector["args"]) > 1 else None
            if vector["call"] != "validateBankAccount" or not isinstance(fields, dict) or not fields:
                continue
            if not all(isinstance(value, str) and len(value) < 1000 for value in fields.values()):
                continue
            row = {"currency": vector["args"][0], "amount": "1", **fields}
            (judged,) = offramp_core.check_file(json.dumps(row), {"duplicates": False})["rows"] or [None]
            answer = {
                name: values[0] for name, values in checked(pa.table({name: [text] for name, text in row.items()})).items()
            }
            assert answer["verdict"] == judged["verdict"], vector["name"]
            assert sorted(answer["codes"]) == sorted(finding["code"] for finding in judged["findings"]), vector["name"]
            forms = {
                name.removeprefix("normalized_"): text
                for name, text in answer.items()
                if name.startswith("normalized_") and text is not None
            }
            assert forms == judged["normalized"], vector["name"]
            count += 1
    assert count > 500


def duplicates(keys, order):
    """The rows that come after one with the same reference, and after one that is the same payment."""
    references, payments, accounts, only_accounts = set(), set(), set(), set()
    again = ([], [])
    for row, reference, payment, account in zip(
        order, keys["reference_key"], keys["payment_key"], keys["account_key"], strict=True
    ):
        if reference is not None and reference in references:
            again[0].append(row)
        is_same = payment is not None and payment in payments
        if account is not None:
            is_same |= account in (accounts if payment is None else only_accounts)
        if is_same:
            again[1].append(row)
        references.add(reference)
        payments.add(payment)
        accounts.add(account)
        if payment is None:
            only_accounts.add(account)
    return again


def test_keys_find_the_duplicates_that_a_file_has(tmp_path):
    made = rows.rows(6_000)
    rows.write_csv(tmp_path / "rows.csv", made)
    report = offramp_core.check_file((tmp_path / "rows.csv").read_bytes())
    said = {
        code: [row["row"] - 1 for row in report["rows"] if code in [finding["code"] for finding in row["findings"]]]
        for code in ("DUPLICATE_REFERENCE", "DUPLICATE_PAYMENT")
    }
    key = bytes(range(16))
    table = rows.table(made)
    keys = pa.table(offramp_core.duplicate_keys(table, key, keep=["line_no"])).to_pydict()
    found = duplicates(keys, range(len(made)))
    assert min(map(len, said.values())) > 50
    assert list(found) == [said["DUPLICATE_REFERENCE"], said["DUPLICATE_PAYMENT"]]
    parts = [pa.table(offramp_core.duplicate_keys(part, key)).to_pylist() for part in table.to_batches(max_chunksize=999)]
    whole = pa.table(offramp_core.duplicate_keys(table, key)).to_pylist()
    assert [row for part in parts for row in part] == whole
    other = pa.table(offramp_core.duplicate_keys(table, bytes(16))).to_pydict()
    assert not set(other["payment_key"]) & set(keys["payment_key"]) - {None}
    for wrong in (b"short", "0" * 16, None):
        with pytest.raises(OfframpError):
            offramp_core.duplicate_keys(table, wrong)


def test_threads_give_the_same_and_nothing_is_left_behind():
    batch = rows.table(rows.rows(1_000)).combine_chunks().to_batches()[0]
    wanted = pa.record_batch(offramp_core.check(batch))
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(pa.record_batch(offramp_core.check(batch)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4 and all(answer.equals(wanted) for answer in answers)
    references = sys.getrefcount(batch)
    answers.clear()
    del wanted
    gc.collect()
    held = pa.total_allocated_bytes()
    for _ in range(20):
        offramp_core.check(batch)
    gc.collect()
    assert pa.total_allocated_bytes() <= held and sys.getrefcount(batch) <= references


def test_columns_say_what_names_mean():
    said = offramp_core.columns(["Zu zahlen", "currency", "ibna"], {"map": {"Zu zahlen": "amount"}})
    assert said["columns"] == ["amount", "currency", None]
    assert "iban" in [finding.get("suggestion") for finding in said["findings"]]
