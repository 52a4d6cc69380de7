"""Spark SQL: the same queries where the data is distributed. Under ``spark-submit`` the cluster's session is used.

Spark turns a query into Java, as few methods as it can. Java's compiler leaves a method of more than 8,000 bytes alone
(HotSpot's ``HugeMethodLimit``), so that a long one is interpreted, ten times slower; ``SETTINGS`` keep them shorter.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from caretree.cohort.csv_head import SUFFIXES, head_of
from caretree.cohort.engine import EngineMissing, EngineRefuses
from caretree.cohort.tables import TableColumn, table_column
from caretree.targets.sql.words import Dialect

SETTINGS = {
    "spark.sql.codegen.hugeMethodLimit": "8000",  # longer ones are made in parts, an operator at a time
    "spark.sql.codegen.wholeStage.union.enabled": "false",  # what is complete is not put into one with what is open
}
ELSEWHERE = ("PYSPARK_GATEWAY_PORT", "SPARK_REMOTE")
"""Set under ``spark-submit`` and for a remote session: how much Spark says there is not ours to choose."""
MOST_FOOTERS = 64
"""Files of a table whose statistics are read before it is decided; of more, nothing is taken as never null."""


class Spark:
    """The session there is, or a local one."""

    dialect: Dialect = "spark"

    def __init__(self) -> None:
        """Take the session there is, or start a local one."""
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise EngineMissing("Spark is not installed: pip install 'caretree[spark]' (Java 17 or later)") from None
        is_own = SparkSession.getActiveSession() is None and not any(name in os.environ for name in ELSEWHERE)
        builder = SparkSession.builder.appName("caretree cohort").config("spark.ui.enabled", "false")
        self.session: Any = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
        for name, value in SETTINGS.items():
            self.session.conf.set(name, value)
        if is_own:
            self.session.sparkContext.setLogLevel("ERROR")  # a warning would show a plan of many pages

    def table(self, name: str, file: Path) -> list[TableColumn]:
        """Make a file's (or folder's) rows readable under a name; its columns. CSV is read as text."""
        from pyspark.errors import PySparkException

        never_null: set[str] = set()
        try:
            if file.is_file() and file.suffix.lower() in SUFFIXES:
                return self._csv(name, file)
            if file.suffix.lower() in SUFFIXES:
                between = "\t" if file.suffix.lower() == ".tsv" else ","
                frame = self.session.read.csv(str(file), header=True, sep=between, escape='"', multiLine=True)
            else:
                frame = self.session.read.parquet(str(file))
                never_null = set(self._never_null(frame.inputFiles()))
        except PySparkException as error:
            raise EngineRefuses(f"{file.name} cannot be read: {str(error).splitlines()[0]}") from None
        frame.createOrReplaceTempView(name)
        columns = [table_column(one.name, _described(one.dataType.simpleString())) for one in frame.schema.fields]
        return [replace(one, never_null=one.name in never_null) for one in columns]

    def _csv(self, name: str, file: Path) -> list[TableColumn]:
        """One file of CSV, its columns by its first line as in DuckDB; a line with more or fewer fields is an error."""
        from pyspark.sql.types import StringType, StructField, StructType

        head = head_of(file)
        schema = StructType([StructField(one, StringType()) for one in head.names])
        read = self.session.read.schema(schema).option("mode", "FAILFAST").option("columnPruning", value=False)
        frame = read.csv(str(file), header=True, sep=head.between, escape='"', multiLine=True)
        frame.createOrReplaceTempView(name)
        return head.columns()

    def _never_null(self, files: list[str]) -> Iterator[str]:
        """The columns of Parquet files whose statistics count no null in any part of any of them."""
        machine = getattr(self.session, "_jvm", None)  # a session of Spark Connect has none
        if machine is None or len(files) > MOST_FOOTERS:
            return
        hadoop, parts = machine.org.apache.parquet.hadoop, 0
        without: dict[str, int] = {}
        for file in files:
            path = hadoop.util.HadoopInputFile.fromPath(
                machine.org.apache.hadoop.fs.Path(file), self.session._jsc.hadoopConfiguration()
            )
            reader = hadoop.ParquetFileReader.open(path)
            try:
                for part in reader.getFooter().getBlocks():
                    parts += 1
                    for name in _without_null(part):
                        without[name] = without.get(name, 0) + 1
            finally:
                reader.close()
        yield from (name for name, count in without.items() if count == parts)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """A small query's rows."""
        return [tuple(row) for row in self.session.sql(query).collect()]

    def write(self, query: str, file: Path) -> None:
        """A query's rows as a folder of Parquet (or CSV) files, one a partition."""
        frame = self.session.sql(query)
        with _refusing():
            if file.suffix.lower() in SUFFIXES:
                between = "\t" if file.suffix.lower() == ".tsv" else ","
                frame.write.mode("overwrite").csv(str(file), header=True, sep=between)
            else:
                frame.write.mode("overwrite").parquet(str(file))

    def write_together(self, queries: Sequence[str], file: Path) -> None:
        """The rows of several queries as one folder; Spark asks them side by side."""
        self.write(" UNION ALL ".join(f"({query})" for query in queries), file)


@contextmanager
def _refusing() -> Iterator[None]:
    """A line of CSV with too many or too few fields is no fault of ours; Spark notices it while it writes."""
    try:
        yield
    except Exception as error:
        if "MALFORMED_RECORD" not in str(error):
            raise
        why = "a line has more or fewer fields than the first"
        raise EngineRefuses(f"the table cannot be read to its end: {why}") from None


def _described(kind: str) -> str:
    """Spark's plain timestamp is one in the session's time zone."""
    return "timestamp_ltz" if kind == "timestamp" else kind


def _without_null(part: Any) -> Iterator[str]:
    """The columns of one part of a Parquet file (a row group) that hold no null there."""
    for column in part.getColumns():
        statistics = column.getStatistics()
        if statistics is not None and statistics.isNumNullsSet() and statistics.getNumNulls() == 0:
            yield column.getPath().toDotString()
