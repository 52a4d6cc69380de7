"""Spark SQL: the same queries where the data is distributed. Under ``spark-submit`` the cluster's session is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from caretree.cohort.engine import EngineMissing, EngineRefuses
from caretree.cohort.tables import TableColumn, table_column
from caretree.targets.sql.words import Dialect


class Spark:
    """The session there is, or a local one."""

    dialect: Dialect = "spark"

    def __init__(self) -> None:
        """Take the session there is, or start a local one."""
        try:
            from pyspark.sql import SparkSession
        except ImportError:
            raise EngineMissing("Spark is not installed: pip install 'caretree[spark]' (Java 17 or later)") from None
        builder = SparkSession.builder.appName("caretree cohort").config("spark.ui.enabled", "false")
        self.session: Any = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()

    def table(self, name: str, file: Path) -> list[TableColumn]:
        """Make a file's (or folder's) rows readable under a name; its columns. CSV is read as text."""
        from pyspark.errors import PySparkException

        try:
            if file.suffix.lower() == ".csv":
                frame = self.session.read.csv(str(file), header=True, escape='"', multiLine=True)
            else:
                frame = self.session.read.parquet(str(file))
        except PySparkException as error:
            raise EngineRefuses(f"{file.name} cannot be read: {str(error).splitlines()[0]}") from None
        frame.createOrReplaceTempView(name)
        return [table_column(one.name, _described(one.dataType.simpleString())) for one in frame.schema.fields]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """A small query's rows."""
        return [tuple(row) for row in self.session.sql(query).collect()]

    def write(self, query: str, file: Path) -> None:
        """A query's rows as a folder of Parquet (or CSV) files, one a partition."""
        frame = self.session.sql(query)
        if file.suffix.lower() == ".csv":
            frame.write.mode("overwrite").csv(str(file), header=True)
        else:
            frame.write.mode("overwrite").parquet(str(file))


def _described(kind: str) -> str:
    """Spark's plain timestamp is one in the session's time zone."""
    return "timestamp_ltz" if kind == "timestamp" else kind
