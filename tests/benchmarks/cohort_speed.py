"""How fast a table is decided: ``python -m tests.benchmarks.cohort_speed [--rows N] [--spark | --memory]``.

Ours (Parquet to Parquet, with the key, answers and quarantine) beside hand-written flat CASEs that write the same
columns, with and without a check of labels, and beside a bare scan; interleaved, medians of processor time (what else
the machine does then disturbs less), and ratios. ``--spark``: scan and decide beside a scan. ``--memory``: resident
memory of one whole command. Rows are written into site/pages/performance.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import duckdb
from caretree.cohort.engine import Engine
from caretree.cohort.mapping import CohortMapping
from caretree.cohort.matching import patient_columns
from caretree.cohort.with_duckdb import DuckDb
from caretree.cohort.with_spark import Spark
from caretree.decisions.graph import DecisionGraph
from caretree.pipeline import compile_file
from caretree.targets.sql.decided import Plan, plan
from caretree.targets.sql.query import written

from tests.benchmarks.cohort_by_hand import COLUMNS, flat_query, quarantine_query
from tests.documented_table import today, write_rows

HERE = Path(__file__).parent
BARS = {"duckdb": 1.0, "scan": 4.0, "spark": 1.5}
MEGABYTES = 250
PROCESSES = 3
HEAD = ("what", "ours", "beside", "ratio", "target", "measured")
Row = tuple[str, ...]

TABLE = """
SELECT i AS id,
  CASE WHEN u9 < {bad} THEN 'nan'::DOUBLE ELSE round(exp(3.4 + 1.0 * g1), 0) END AS plt,
  CASE WHEN u9 > 1 - {bad} THEN 1e6 ELSE least(round(exp(0.4 + 0.8 * g2), 2), 60) END AS anc,
  round(least(greatest(10.5 + 2.3 * g3, 4), 18), 1) AS hgb,
  u1 < 0.2 AS fever, u2 < 0.2 AS infection,
  CASE WHEN u8 < {unknown} THEN NULL WHEN u3 < 0.45 THEN 'none' WHEN u3 < 0.75 THEN 'minor'
    WHEN u3 < 0.93 THEN 'significant' ELSE 'life-threatening' END AS bleeding,
  CAST(floor(-14 * ln(1 - u4)) AS INT) AS months,
  CASE WHEN u5 < 0.2 THEN 'untested' WHEN u5 < 0.5 THEN 'responsive' WHEN u5 < 0.7 THEN 'dependent'
    ELSE 'unresponsive' END AS steroid,
  u6 < 0.15 AS splenectomy, u7 < 0.15 AS rapid, round(least(greatest(72 + 16 * g4, 30), 180), 1) AS weight
FROM (SELECT i, {uniforms}, {normals} FROM range({rows}) AS t(i))
"""
"""The workload's table; every number follows from the row's own."""


def uniform(number: int) -> str:
    """A number from 0 to below 1 out of a row's number."""
    return f"(hash(i * 31 + {number}) % 1000003) / 1000003.0"


def make_table(file: Path, rows: int, unknown: float) -> None:
    """The workload's patients as Parquet: one in a thousand cannot be read, ``unknown`` of them lack a value."""
    uniforms = ", ".join(f"{uniform(number)} AS u{number}" for number in range(1, 10))
    normals = ", ".join(
        f"sqrt(-2 * ln(1 - {uniform(20 + n)})) * cos(6.283185307179586 * {uniform(30 + n)}) AS g{n}"
        for n in range(1, 5)
    )
    made = TABLE.format(bad=0.0005, unknown=unknown, uniforms=uniforms, normals=normals, rows=rows)
    duckdb.connect().execute(f"COPY ({made}) TO '{file}' (FORMAT PARQUET, COMPRESSION ZSTD)")


def workload() -> DecisionGraph:
    """The graph of the workload."""
    text = (HERE / "workload.care").read_bytes()
    compiled = compile_file("workload.care", lambda name: text if name == "workload.care" else None, "", proofs=False)
    assert compiled.graph is not None, compiled.problems
    return compiled.graph


def queries(graph: DecisionGraph, file: Path, engine: Engine) -> Plan:
    """Our queries for the table, from what the engine says of its columns."""
    columns, problems = patient_columns(graph, engine.table("patients", file), CohortMapping(), "id", None)
    assert columns is not None, problems
    made, problems = plan(graph, engine.dialect, columns)
    assert made is not None and made.has_fast_path, problems
    return made


def interleaved(works: dict[str, Callable[[], object]], repeats: int, clock: Callable[[], float]) -> dict[str, float]:
    """The median of what a clock counts for each work, one after another in every round; one round is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for round_ in range(repeats + 1):
        for name, work in works.items():
            start = clock()
            work()
            if round_:
                taken[name].append(clock() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def told(what: str, ours: float, other: float, bar: float) -> Row:
    """One ratio beside its bar, printed and as a row of the documentation."""
    ratio = ours / other
    missed = "" if ratio <= bar else "MISSED"
    print(f"{what:72} {ratio:5.2f}×   bar {bar:4.2f}×   {missed}".rstrip(), flush=True)
    shown = f"**{ratio:.2f}**" + (" (missed)" if missed else "")
    return what, f"{ours:.2f} s", f"{other:.2f} s", shown, f"{bar:g}", today()


def in_duckdb(file: Path, folder: Path, repeats: int, what: str) -> list[Row]:
    """Ours, by hand and a bare scan."""
    made = queries(workload(), file, DuckDb([file], file.parent / "spill"))
    connection = duckdb.connect(config={"threads": 2, "preserve_insertion_order": False})
    connection.execute(f"CREATE VIEW patients AS SELECT * FROM '{file}'")

    def to_parquet(decided: str, quarantine: str, name: str) -> None:
        for query, own in ((decided, name), (quarantine, f"{name}.quarantine")):
            connection.execute(f"COPY ({query}) TO '{folder / own}.parquet' (FORMAT PARQUET, COMPRESSION ZSTD)")

    every = ", ".join(f"max({name})" for name in ("id", *COLUMNS))
    found = interleaved(
        {
            "ours": lambda: to_parquet(written(made.decided, "duckdb"), written(made.quarantine, "duckdb"), "ours"),
            "labels": lambda: to_parquet(flat_query(True), quarantine_query(True), "hand"),
            "hand": lambda: to_parquet(flat_query(False), quarantine_query(False), "hand"),
            "scan": lambda: connection.execute(f"SELECT {every} FROM patients").fetchall(),
        },
        repeats,
        time.process_time,
    )
    same_rows(connection, folder)
    print(f"{what}: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in found.items()))
    ours, by_hand = found["ours"], f"DuckDB, {what}: hand-written flat CASE"
    return [
        told(f"{by_hand} that checks the same", ours, found["labels"], BARS["duckdb"]),
        told(f"{by_hand} that trusts labels", ours, found["hand"], BARS["duckdb"]),
        told(f"DuckDB, {what}: a bare scan", ours, found["scan"], BARS["scan"]),
    ]


def same_rows(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Both must have said the same of every patient whose leaves are all known, and refused the same ones."""
    shown = "id, leaf_i, leaf_n, leaf_h, offer_r05, offer_g04, offer_a03, dose_low_r05, dose_high_r09"
    hand = f"SELECT {shown} FROM '{folder / 'hand.parquet'}'"
    ours = f"SELECT {shown} FROM '{folder / 'ours.parquet'}'"
    known = "leaf_i IS NOT NULL AND leaf_n IS NOT NULL AND leaf_h IS NOT NULL"
    differing = connection.execute(f"SELECT count(*) FROM ({hand} WHERE {known} EXCEPT {ours})").fetchall()[0][0]
    files = [folder / f"{who}.quarantine.parquet" for who in ("hand", "ours")]
    refused = [connection.execute(f"SELECT count(*) FROM '{file}'").fetchall()[0][0] for file in files]
    assert not differing and refused[0] == refused[1], (differing, refused)


def in_spark(file: Path, repeats: int, what: str) -> list[Row]:
    """Scan and decide, ours and by hand, beside a scan of the same columns: the middle of some Java processes, because
    Java does not compile the same program in each alike."""
    fresh = ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1)
    with fresh as pool:
        every = [pool.submit(spark_times, file, repeats).result() for _ in range(PROCESSES)]
    found = {name: statistics.median(times[name] for times in every) for name in every[0]}
    for times in every:
        print("Spark: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in times.items()))
    by_hand = f"Spark, {what}: hand-written flat CASE that checks the same"
    return [
        told(f"Spark, {what}: scan and decide beside a scan", found["decide"], found["scan"], BARS["spark"]),
        told(by_hand, found["decide"], found["hand"], BARS["duckdb"]),
    ]


def spark_times(file: Path, repeats: int) -> dict[str, float]:
    """Processor seconds of Spark's own process, each contender's median. ``--rows`` is to be large: Java goes on
    compiling for the first rounds of a million rows."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    session = builder.config("spark.driver.host", "127.0.0.1").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    process = session.sparkContext._gateway.proc.pid
    decided = written(queries(workload(), file, Spark()).decided, "spark")

    def nowhere(query: str) -> None:
        session.sql(query).write.format("noop").mode("overwrite").save()

    scan = f"SELECT id, {', '.join(COLUMNS)} FROM patients"
    works = {
        "decide": lambda: nowhere(decided),
        "hand": lambda: nowhere(flat_query(True)),
        "scan": lambda: nowhere(scan),
    }
    found = interleaved(works, repeats, lambda: processor_time(process))
    session.stop()
    return found


def processor_time(process: int) -> float:
    """What a process and its threads have used, in seconds (Linux: proc_pid_stat(5), fields 14 and 15)."""
    name = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    ticks = 0
    for one in (str(process), *name.stdout.split()):
        fields = Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def memory(file: Path, folder: Path, rows: int) -> list[Row]:
    """The largest resident memory of the command, Parquet to Parquet."""
    command = [str(Path(sys.executable).with_name("caretree")), "cohort", str(HERE / "workload.care")]
    options = ["--patients", str(file), "--key", "id", "--out", str(folder / "answers.parquet")]
    start = time.perf_counter()
    subprocess.run([*command, *options], check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, resident = time.perf_counter() - start, used.ru_maxrss / 1024
    spent = f"{used.ru_utime + used.ru_stime:.0f} s of processor time, {seconds:.0f} s"
    missed = "" if resident <= MEGABYTES else " (missed)"
    print(f"resident memory: {resident:.0f} MB, {spent}   bar {MEGABYTES} MB{missed}")
    what = f"`caretree cohort`, {rows:,} patients, 5 % with an unknown value: resident memory"
    return [(what, f"{resident:.0f} MB", spent, missed.strip(), f"{MEGABYTES} MB", today())]


def main() -> None:
    """Run what was asked for."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--repeats", type=int, default=7)
    asked.add_argument("--spark", action="store_true")
    asked.add_argument("--memory", action="store_true")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        full, some = folder / "full.parquet", folder / "some.parquet"
        make_table(some, options.rows, 0.05)
        if options.memory:
            rows = memory(some, folder, options.rows)
        else:
            make_table(full, options.rows, 0.0)
            rows = in_spark(full, options.repeats, "all known") if options.spark else []
            rows += in_spark(some, options.repeats, "5 % unknown") if options.spark else []
            rows += [] if options.spark else in_duckdb(full, folder, options.repeats, "all known")
            rows += [] if options.spark else in_duckdb(some, folder, options.repeats, "5 % unknown")
    write_rows("performance.md", "cohort_speed", HEAD, rows)


if __name__ == "__main__":
    main()
