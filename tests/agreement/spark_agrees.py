"""Spark says what DuckDB and the interpreter say: run for itself, because Spark needs Java and time.

    python -m pytest tests/agreement/spark_agrees.py

Local mode with eight partitions on four executor threads, so rows are really decided apart and come back in no order.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "properties")]
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

from caretree.cohort.with_spark import Spark  # noqa: E402
from caretree.targets.sql.decided import Plan, plan  # noqa: E402
from caretree.targets.sql.query import written  # noqa: E402
from library import graph_of, guideline_specs  # noqa: E402
from sql_tables import KEY, Table, some_table  # noqa: E402
from test_sql_agrees import differs, loaded  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
"""PySpark leaves its sockets to the garbage collector."""

PATIENTS = 10_000
PARTITIONS = 8


@pytest.fixture(scope="module")
def spark() -> Iterator[Spark]:
    """A local session with several partitions."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[4]").config("spark.driver.host", "127.0.0.1")
    builder.config("spark.sql.shuffle.partitions", str(PARTITIONS)).config("spark.ui.enabled", "false").getOrCreate()
    engine = Spark()
    yield engine
    engine.session.stop()


def _by_spark(spark: Spark, table: Table, made: Plan, file: Path) -> tuple[dict[int, dict[str, Any]], dict[int, str]]:
    loaded(table).execute(f"COPY patients TO '{file}' (FORMAT parquet)")
    spark.session.read.parquet(str(file)).repartition(PARTITIONS).createOrReplaceTempView("patients")
    assert spark.session.table("patients").rdd.getNumPartitions() == PARTITIONS
    rows = spark.session.sql(written(made.decided, "spark")).collect()
    answers = {row[KEY]: row.asDict() for row in rows}
    return answers, {row[0]: row[1] for row in spark.rows(written(made.quarantine, "spark"))}


@pytest.mark.parametrize("spec", guideline_specs())
def test_ten_thousand_patients(spark: Spark, spec: str, tmp_path: Path) -> None:
    """Half the patients in declared units, half in others: the interpreter's answer for each, by key."""
    graph = graph_of(spec)
    for seed in (1, 2):
        table = some_table(graph, seed, PATIENTS // 2)
        made, problems = plan(graph, "spark", table.columns)
        assert made is not None, problems
        answers, reasons = _by_spark(spark, table, made, tmp_path / f"{seed}.parquet")
        assert len(answers) + len(reasons) == len(table.rows)
        for row in table.rows:
            found = differs(graph, made, table, row, answers.get(row[KEY]), reasons.get(row[KEY], ""))
            assert not found, f"{found}\n{row}"
