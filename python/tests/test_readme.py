"""The recipes of the README run as they stand."""

import importlib.util
import pathlib
import re
import subprocess
import sys

import pyarrow as pa
import pyarrow.parquet
import pytest

README = (pathlib.Path(__file__).resolve().parents[1] / "README.md").read_text()
RECIPES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
ROWS = [
    ("A-1", "EUR", "1.00", "DE89370400440532013000"),
    ("A-2", "EUR", "2.50", "FR1420041010050500013M02606"),
    ("A-3", "EUR", "2.50", "DE89370400440532013001"),
    ("A-1", "EUR", "1", "DE89 3704 0044 0532 0130 00"),
]


def test_there_is_one_an_engine():
    assert len(RECIPES) == 7


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: re.findall(r"(?:import|from) (\w+)", recipe)[-1])
def test_recipe(recipe, tmp_path):
    if "pyspark" in recipe and importlib.util.find_spec("pyspark") is None:
        pytest.skip("PySpark is not installed: scripts/prove python")
    names = ["reference", "currency", "amount", "iban"]
    (tmp_path / "payments.csv").write_text("\n".join(",".join(row) for row in [names, *ROWS]))
    table = pa.table({name: list(column) for name, column in zip(names, zip(*ROWS, strict=True), strict=True)})
    pyarrow.parquet.write_table(table, tmp_path / "payments.parquet")
    run = subprocess.run([sys.executable, "-c", recipe], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    if "pyspark" in recipe:
        assert pyarrow.parquet.read_table(tmp_path / "rejected").to_pydict()["reference"] == ["A-3"]
        assert pyarrow.parquet.read_table(tmp_path / "accepted").num_rows == 3
    elif "totals" in recipe:
        assert "IBAN_CHECKSUM" in run.stdout
    elif "polars" in recipe or "duckdb" in recipe:
        assert {"polars": "3.5", "duckdb": "4.5"}["polars" if "polars" in recipe else "duckdb"] in run.stdout
