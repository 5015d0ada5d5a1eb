"""Rows a second of engines on many rows, against the same engine with an empty function, and what becomes of killed workers.

`scale.py COUNT` writes a set of Parquet files of so many rows (20 million by default) and runs it through PySpark on one core
and on two. It fails where judging is less than half as fast as an empty function on the same columns, where a second core
does not help, or where a worker that is killed changes anything.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

import pyarrow as pa
import pyarrow.parquet as pq

import engines
import offramp_core
import rows

BLOCK = 200_000


def in_process(table):
    """Rows a second of one core."""
    batches = table.combine_chunks().to_batches(max_chunksize=16_384)
    began = time.perf_counter()
    for batch in batches:
        offramp_core.check(batch)
    return table.num_rows / (time.perf_counter() - began)


def of_command(made, folder):
    """Rows a second of the command on one thread, with the comparison of rows that it does besides."""
    rows.write_csv(folder / "rows.csv", made)
    command = os.environ.get("OFFRAMP_BIN")
    if command is None:
        return None
    began = time.perf_counter()
    subprocess.run(["taskset", "-c", "0", command, "check", "--quiet", str(folder / "rows.csv")], check=False)
    return len(made) / (time.perf_counter() - began)


def empty(batches):
    yield from batches


def with_a_death(mark):
    """Judges, and ends the first worker that comes to its second batch in the way that a full memory does."""

    def run(batches):
        for number, batch in enumerate(batches):
            if number == 1:
                try:
                    os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
                except FileExistsError:
                    pass
                else:
                    os.kill(os.getpid(), 9)
            yield pa.record_batch(offramp_core.check(batch, keep=engines.KEEP))

    return run


def took(frame, columns):
    """Seconds until all of the columns were made, and thrown away."""
    began = time.perf_counter()
    frame.select(*columns).write.format("noop").mode("overwrite").save()
    return time.perf_counter() - began


def run(folder, cores, count):
    session = engines.spark_session(f"local[{cores}]")
    try:
        frame = session.read.parquet(str(folder)).select(*engines.COLUMNS)
        same = ", ".join(f"`{name}` string" for name in frame.columns)
        took(frame.limit(BLOCK).mapInArrow(engines.judge, engines.schema(frame.columns)), ["verdict"])
        alone = took(frame, ["*"])
        nothing = took(frame.mapInArrow(empty, same), ["*"])
        judged = took(frame.mapInArrow(engines.judge, engines.schema(frame.columns)), ["*"])
        print(
            f"PySpark local[{cores}]: reading {count / alone:,.0f} rows/s, empty function {count / nothing:,.0f}, "
            f"judged {count / judged:,.0f}: {nothing / judged:.2f} of the empty function",
            flush=True,
        )
        return nothing / judged, count / judged
    finally:
        session.stop()


def killed(folder):
    """The verdicts, with a worker that is killed on the way, and without."""
    session = engines.spark_session("local[2,4]")
    try:
        frame = session.read.parquet(str(folder)).select(*engines.COLUMNS)
        counts = []
        mark = pathlib.Path(folder).parent / "killed"
        for function in (engines.judge, with_a_death(str(mark))):
            judged = frame.mapInArrow(function, engines.schema(frame.columns))
            counts.append(sorted(tuple(row) for row in judged.groupBy("verdict").count().collect()))
        assert mark.exists(), "no worker was killed"
        assert counts[0] == counts[1], counts
        print(f"PySpark local[2,4] with a worker killed: {counts[1]}")
    finally:
        session.stop()


def main(count=20_000_000):
    with tempfile.TemporaryDirectory() as at:
        folder = pathlib.Path(at)
        made = rows.rows(BLOCK)
        table = rows.table(made)
        rate, command = in_process(table), of_command(made, folder)
        print(f"in process {rate:,.0f} rows/s a core" + (f", the command {command:,.0f}" if command else ""), flush=True)
        (folder / "set").mkdir()
        pq.write_table(table, folder / "set" / "0000.parquet", row_group_size=50_000)
        for number in range(1, count // BLOCK):
            os.link(folder / "set" / "0000.parquet", folder / "set" / f"{number:04}.parquet")
        (one, slow), (two, fast) = (run(folder / "set", cores, count) for cores in (1, 2))
        killed(folder / "set")
        assert command is None or rate >= 0.7 * command, "in process at less than 0.7 of the command's speed"
        assert min(one, two) >= 0.5, "judging takes more than reading and handing over do"
        assert fast >= 1.5 * slow, "a second core does not help"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
