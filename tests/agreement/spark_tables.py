"""Random tables in Spark: a local session with several partitions, and what it says beside what DuckDB says."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
from caretree.cohort.with_spark import Spark
from caretree.decisions.graph import DecisionGraph
from caretree.targets.sql.decided import Plan, plan
from caretree.targets.sql.query import Query, written
from sql_tables import KEY, Table

PARTITIONS = 8


def local_spark() -> Spark:
    """A session of this machine: eight partitions on four threads, so rows are decided apart and in no order."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[4]").config("spark.driver.host", "127.0.0.1")
    builder = builder.config("spark.sql.shuffle.partitions", str(PARTITIONS)).config("spark.ui.enabled", "false")
    builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    return Spark()


def by_spark(
    spark: Spark, graph: DecisionGraph, table: Table, connection: duckdb.DuckDBPyConnection, by_duckdb: Plan
) -> Iterator[str]:
    """What differs between Spark and DuckDB on a table that the connection holds: a sentence a row, as far as told."""
    made, problems = plan(graph, "spark", table.columns)
    assert made is not None, problems
    with tempfile.TemporaryDirectory() as folder:
        patients = Path(folder) / "patients.parquet"
        connection.execute(f"COPY patients TO '{patients}' (FORMAT parquet)")
        spark.session.read.parquet(str(patients)).repartition(PARTITIONS).createOrReplaceTempView("patients")
        for name, own, other in (
            ("decided", made.decided, by_duckdb.decided),
            ("quarantine", made.quarantine, by_duckdb.quarantine),
        ):
            spark.write(written(own, "spark"), Path(folder) / name)
            yield from _differing(connection, other, f"{folder}/{name}/*.parquet")


def _differing(connection: duckdb.DuckDBPyConnection, query: Query, files: str) -> Iterator[str]:
    """Rows of one side that the other does not have, values and key alike."""
    connection.execute(f"CREATE OR REPLACE TABLE by_duckdb AS {written(query, 'duckdb')}")
    names = [row[0] for row in connection.execute("DESCRIBE by_duckdb").fetchall()]
    shown = ", ".join(f'"{name}"' for name in names)
    connection.execute(f"CREATE OR REPLACE TABLE by_spark AS SELECT {shown} FROM read_parquet('{files}')")
    for one, two in (("by_spark", "by_duckdb"), ("by_duckdb", "by_spark")):
        for row in connection.execute(f"FROM {one} EXCEPT ALL FROM {two}").fetchall():
            yield f"only {one}: {dict(zip(names, row, strict=True))}"


__all__ = ["KEY", "PARTITIONS", "by_spark", "local_spark"]
