"""The same rows through the command and through each engine: the same verdicts, codes and totals."""

import importlib.util
import json
import os
import pathlib
import subprocess
from decimal import Decimal

import pyarrow.parquet
import pytest

import engines
import rows

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNT = int(os.environ.get("OFFRAMP_ROWS", "5000"))
COMMAND = os.environ.get("OFFRAMP_BIN", str(ROOT / "target" / "debug" / "offramp"))


def command(path):
    """What the command says of the rows, by their number, and its totals."""
    run = subprocess.run([COMMAND, "check", "--format", "json", str(path)], stdout=subprocess.PIPE, check=False)
    answer = json.loads(run.stdout)
    judged = {
        row["row"] - 1: (row["verdict"], sorted(finding["code"] for finding in row["findings"])) for row in answer["rows"]
    }
    totals = {
        total["currency"]: (total["rows"], Decimal(total["amount"]), total["acceptedRows"], Decimal(total["acceptedAmount"]))
        for total in answer["summary"]["totals"]
    }
    return judged, totals


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """The rows without duplicates as Parquet and what the command says of them; the same with duplicates."""
    folder = tmp_path_factory.mktemp("engines")
    answers = {}
    for name, has_duplicates in [("alone", False), ("twice", True)]:
        made = rows.rows(COUNT, duplicates=has_duplicates)
        rows.write_csv(folder / f"{name}.csv", made)
        pyarrow.parquet.write_table(rows.table(made), folder / f"{name}.parquet", row_group_size=COUNT // 5)
        answers[name] = (str(folder / f"{name}.parquet"), *command(folder / f"{name}.csv"))
    return answers


@pytest.mark.parametrize("engine", engines.ALL, ids=lambda engine: engine.__name__)
def test_the_same_answers(said, engine):
    if engine is engines.spark and importlib.util.find_spec("pyspark") is None:
        pytest.skip("PySpark is not installed: scripts/prove python")
    path, judged, totals = said["alone"]
    assert not any(code.startswith("DUPLICATE") for _, codes in judged.values() for code in codes)
    got, got_totals, twice = engine(path)
    assert len(got) == len(judged) == COUNT
    assert {row: (got[row], judged[row]) for row in judged if got[row] != judged[row]} == {}
    assert len(totals) >= 4
    assert got_totals == totals
    assert twice == 0
    path, judged, _ = said["twice"]
    _, _, twice = engine(path)
    assert twice == sum("DUPLICATE_REFERENCE" in codes for _, codes in judged.values()) > COUNT // 200
