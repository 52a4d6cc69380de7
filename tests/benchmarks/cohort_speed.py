"""How fast a table is decided: ``python -m tests.benchmarks.cohort_speed [--rows N] [--spark] [--memory]``.

Ours (Parquet to Parquet, with the key, answers and quarantine) beside a hand-written flat CASE that writes the same
columns, beside a bare scan; interleaved, medians and ratios. ``--spark``: scan and decide beside a scan. ``--memory``:
the resident memory of one whole command.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
from caretree.cohort.mapping import CohortMapping
from caretree.cohort.matching import patient_columns
from caretree.cohort.with_duckdb import DuckDb
from caretree.decisions.graph import DecisionGraph
from caretree.pipeline import compile_file
from caretree.targets.sql.decided import Plan, plan
from caretree.targets.sql.query import written
from caretree.targets.sql.words import Dialect

from tests.benchmarks.cohort_by_hand import COLUMNS, flat_query, quarantine_query

HERE = Path(__file__).parent
BARS = {"duckdb": 1.0, "scan": 4.0, "spark": 1.5}

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


def queries(graph: DecisionGraph, file: Path, dialect: Dialect) -> Plan:
    """Our queries for the table."""
    table = DuckDb([file], file.parent / "spill").table("patients", file)
    columns, problems = patient_columns(graph, table, CohortMapping(), "id", None)
    assert columns is not None, problems
    made, problems = plan(graph, dialect, columns)
    assert made is not None and made.has_fast_path, problems
    return made


def interleaved(works: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """The median seconds of each work, one after another in every round."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for round_ in range(repeats + 1):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            if round_:
                taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def told(what: str, ratio: float, bar: float) -> None:
    """One ratio beside its bar."""
    print(f"{what:58} {ratio:5.2f}×   bar {bar:4.2f}×   {'' if ratio <= bar else 'MISSED'}".rstrip())


def in_duckdb(file: Path, folder: Path, repeats: int, what: str) -> None:
    """Ours, by hand and a bare scan."""
    made = queries(workload(), file, "duckdb")
    connection = duckdb.connect(config={"threads": 2, "preserve_insertion_order": False})
    connection.execute(f"CREATE VIEW patients AS SELECT * FROM '{file}'")

    def to_parquet(query: str, name: str) -> None:
        connection.execute(f"COPY ({query}) TO '{folder / name}' (FORMAT PARQUET, COMPRESSION ZSTD)")

    def ours() -> None:
        to_parquet(written(made.decided, "duckdb"), "ours.parquet")
        to_parquet(written(made.quarantine, "duckdb"), "ours.quarantine.parquet")

    def by_hand() -> None:
        to_parquet(flat_query(), "hand.parquet")
        to_parquet(quarantine_query(), "hand.quarantine.parquet")

    every = ", ".join(f"max({name})" for name in ("id", *COLUMNS))
    scan = connection.cursor()
    found = interleaved(
        {"ours": ours, "by hand": by_hand, "scan": lambda: scan.execute(f"SELECT {every} FROM '{file}'").fetchall()},
        repeats,
    )
    same_rows(connection, folder)
    print(f"{what}: " + ", ".join(f"{name} {seconds:.2f} s" for name, seconds in found.items()))
    told(f"DuckDB, {what}: ours to a hand-written flat CASE", found["ours"] / found["by hand"], BARS["duckdb"])
    told(f"DuckDB, {what}: ours to a bare scan", found["ours"] / found["scan"], BARS["scan"])


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


def in_spark(file: Path, repeats: int) -> None:
    """Scan and decide beside a scan of the same columns."""
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.read.parquet(str(file)).createOrReplaceTempView("patients")
    decided = written(queries(workload(), file, "spark").decided, "spark")

    def nowhere(query: str) -> None:
        session.sql(query).write.format("noop").mode("overwrite").save()

    scan = f"SELECT id, {', '.join(COLUMNS)} FROM patients"
    found = interleaved({"decide": lambda: nowhere(decided), "scan": lambda: nowhere(scan)}, repeats)
    session.stop()
    print(f"Spark: decide {found['decide']:.2f} s, scan {found['scan']:.2f} s")
    told("Spark: scan and decide to a scan", found["decide"] / found["scan"], BARS["spark"])


def memory(file: Path, folder: Path) -> None:
    """The largest resident memory of the command, Parquet to Parquet."""
    command = [
        str(Path(sys.executable).with_name("caretree")),
        "cohort",
        str(HERE / "workload.care"),
        "--patients",
        str(file),
    ]
    subprocess.run([*command, "--key", "id", "--out", str(folder / "answers.parquet")], check=True)
    resident = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"resident memory: {resident:.0f} MB   bar 250 MB   {'' if resident <= 250 else 'MISSED'}".rstrip())


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
        make_table(full, options.rows, 0.0)
        if options.memory:
            memory(full, folder)
        elif options.spark:
            in_spark(full, options.repeats)
        else:
            make_table(some, options.rows, 0.05)
            in_duckdb(full, folder, options.repeats, "all known")
            in_duckdb(some, folder, options.repeats, "5 % unknown")


if __name__ == "__main__":
    main()
