"""The same work on each engine: rows of Parquet judged, added up by currency, and references that are there twice.

Each function takes the path of the Parquet file, and answers the verdicts and codes by the number of the row, how many rows
of each currency there are and what they come to, with and without those that are invalid, and how many rows have a reference
that another has had.
"""

import secrets
import sys

import pyarrow as pa
import pyarrow.compute as pc

import offramp_core
import rows

COLUMNS = [name for name in rows.NAMES if name != "remark"]
KEEP = ["line_no"]
#: For engines that speak SQL.
SUMS = """
select normalized_currency, count(*), sum(cast(normalized_amount as decimal(38, 8))),
       count(case when verdict <> 'invalid' then 1 end),
       sum(case when verdict <> 'invalid' then cast(normalized_amount as decimal(38, 8)) end)
from checked where normalized_currency is not null and normalized_amount is not null group by normalized_currency
"""
TWICE = (
    "select sum(times - 1) from (select count(*) as times from keyed where reference_key is not null group by reference_key) g"
)


#: What is asked of each row.
ASKED = "line_no, verdict, codes, amount_notation"


def by_row(table):
    """Verdicts and codes by the number of the row; three digits behind a point are ambiguous behind a comma, as in a file."""
    columns = [table[name].to_pylist() for name in ASKED.split(", ")]
    answers, has_comma = {}, False
    for number, verdict, codes, notation in sorted(zip(*columns, strict=True), key=lambda row: int(row[0])):
        said = set(codes)
        if notation == "either" and has_comma:
            said.add("AMOUNT_AMBIGUOUS")
            verdict = "invalid"
        has_comma |= notation == "comma"
        answers[int(number)] = (verdict, sorted([*codes, *said.difference(codes)]))
    return answers


def sums(rows):
    return {str(currency): (count, total, good, good_total or 0) for currency, count, total, good, good_total in rows}


def pandas(path):
    import pandas as pd

    frame = pd.read_parquet(path, columns=COLUMNS, dtype_backend="pyarrow")
    checked = pd.DataFrame.from_arrow(offramp_core.check(frame, keep=KEEP))
    known = checked.dropna(subset=["normalized_currency", "normalized_amount"])
    # decimals, which Arrow adds up exactly
    known = known.assign(amount=pa_decimal(pd, known["normalized_amount"]))
    totals = []
    for currency, group in known.groupby("normalized_currency"):
        good = group[group["verdict"] != "invalid"]
        totals.append((currency, len(group), sum(group["amount"]), len(good), sum(good["amount"])))
    keyed = pd.DataFrame.from_arrow(offramp_core.duplicate_keys(frame, secrets.token_bytes(16)))
    times = keyed["reference_key"].dropna().value_counts()
    return by_row(pa.Table.from_pandas(checked)), sums(totals), int((times - 1).sum())


def pa_decimal(pd, texts):
    return pd.Series(pc.cast(pa.array(texts), pa.decimal128(38, 8)).to_pylist(), index=texts.index)


def polars(path):
    import polars as pl

    frame = pl.read_parquet(path, columns=COLUMNS)
    checked = pl.DataFrame(offramp_core.check(frame, keep=KEEP))
    amount = pl.col("amount")
    good = pl.col("verdict") != "invalid"
    totals = (
        checked.drop_nulls(["normalized_currency", "normalized_amount"])
        .with_columns(amount=pl.col("normalized_amount").cast(pl.Decimal(38, 8)))
        .group_by("normalized_currency")
        .agg(pl.len(), amount.sum().alias("all"), good.sum().alias("good"), amount.filter(good).sum().alias("good_sum"))
    )
    keyed = pl.DataFrame(offramp_core.duplicate_keys(frame, secrets.token_bytes(16)))
    times = keyed.drop_nulls("reference_key").group_by("reference_key").len()
    return by_row(checked.to_arrow()), sums(totals.iter_rows()), int((times["len"] - 1).sum())


def duckdb(path):
    import duckdb as engine

    # one connection reads while the other takes what was judged, and nothing is kept but what is asked for
    reading, asking = engine.connect(), engine.connect()
    chosen = ", ".join(f'"{name}"' for name in COLUMNS)
    scan = f"select {chosen} from read_parquet('{path}')"
    judged = offramp_core.check(reading.sql(scan), keep=KEEP)
    asking.execute(f"create table checked as select {ASKED}, normalized_currency, normalized_amount from judged")
    keyed = offramp_core.duplicate_keys(reading.sql(scan), secrets.token_bytes(16))
    twice = asking.sql(TWICE).fetchall()[0][0]
    del judged, keyed
    checked = asking.sql(f"select {ASKED} from checked").to_arrow_table()
    return by_row(checked), sums(asking.sql(SUMS).fetchall()), int(twice)


def datafusion(path):
    from datafusion import SessionContext

    context = SessionContext()
    frame = context.read_parquet(path).select(*(f'"{name}"' for name in COLUMNS))
    context.from_arrow(offramp_core.check(frame, keep=KEEP), "checked")
    context.from_arrow(offramp_core.duplicate_keys(frame, secrets.token_bytes(16)), "keyed")
    totals = pa.table(context.sql(SUMS)).to_pydict()
    twice = pa.table(context.sql(TWICE)).column(0)[0].as_py()
    checked = pa.table(context.sql(f"select {ASKED} from checked"))
    return by_row(checked), sums(zip(*totals.values(), strict=True)), int(twice)


def spark(path, master="local[2]"):
    session = spark_session(master)
    frame = session.read.parquet(path).select(*COLUMNS)
    checked = frame.mapInArrow(judge, schema(frame.columns)).cache()
    checked.createOrReplaceTempView("checked")
    key = secrets.token_bytes(16)

    def keys(batches):
        for batch in batches:
            yield pa.record_batch(offramp_core.duplicate_keys(batch, key))

    keyed = frame.mapInArrow(keys, "reference_key binary, payment_key binary, account_key binary")
    keyed.createOrReplaceTempView("keyed")
    verdicts = by_row(checked.select(*ASKED.split(", ")).toArrow())
    totals = sums(tuple(row) for row in session.sql(SUMS).collect())
    twice = int(session.sql(TWICE).collect()[0][0])
    return verdicts, totals, twice


def judge(batches):
    for batch in batches:
        yield pa.record_batch(offramp_core.check(batch, keep=KEEP))


def schema(columns):
    """The columns of the answer, as Spark writes them."""
    fields = ["line_no string", "verdict string", "codes array<string>", "amount_notation string"]
    return ", ".join(fields + [f"normalized_{name} string" for name in offramp_core.columns(columns)["normalized"]])


def spark_session(master):
    import os
    import pathlib

    from pyspark import cloudpickle
    from pyspark.sql import SparkSession

    # workers run this Python, and take the functions of this file with what they are given to do
    os.environ["PYSPARK_PYTHON"] = sys.executable
    cloudpickle.register_pickle_by_value(sys.modules[__name__])
    os.environ["PYTHONPATH"] = str(pathlib.Path(__file__).parent)
    builder = SparkSession.builder.master(master).config("spark.ui.enabled", "false")
    return builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()


ALL = [pandas, polars, duckdb, datafusion, spark]
