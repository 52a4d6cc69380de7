"""DuckDB in this process: larger than memory, and shut off from every file and network but the ones named.

DuckDb([patients.parquet, answers.parquet], memory="200MB")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from sqlglot import exp

from caretree.cohort.engine import EngineMissing, EngineRefuses
from caretree.cohort.tables import TableColumn, table_column
from caretree.targets.sql.words import Dialect, column, text, writer

CSV_SUFFIXES = (".csv", ".tsv")


class DuckDb:
    """One connection. ``files`` are all it may ever open; ``spill`` is the folder for what does not fit in memory."""

    dialect: Dialect = "duckdb"

    def __init__(self, files: Iterable[Path], spill: Path, memory: str = "", threads: int = 0) -> None:
        """Open, and lock the settings. ``memory`` as DuckDB writes it (``160MB``); no ``threads``: all cores."""
        try:
            import duckdb
        except ImportError:
            raise EngineMissing("DuckDB is not installed: pip install 'caretree[cohort]'") from None
        self._write = writer("duckdb")
        self._connection = duckdb.connect()
        settings = {
            "preserve_insertion_order": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": self._text(str(spill)),
            "allowed_paths": f"[{', '.join(self._text(str(file)) for file in files)}]",
        }
        if memory:
            settings["memory_limit"] = self._text(memory)
        if threads:
            settings["threads"] = str(int(threads))
        for name, value in (*settings.items(), ("enable_external_access", "false"), ("lock_configuration", "true")):
            self._connection.execute(f"SET {name}={value}")

    def _text(self, value: str) -> str:
        return self._write(text(value))

    def table(self, name: str, file: Path) -> list[TableColumn]:
        """Make a file's rows readable under a name; its columns. CSV is read as text, empty fields are unknown."""
        own = self._write(column(name))
        with _refusing(f"{file.name} cannot be read"):
            return self._columns(own, file)

    def _columns(self, own: str, file: Path) -> list[TableColumn]:
        if file.suffix.lower() in CSV_SUFFIXES:
            options = ", all_varchar = TRUE, header = TRUE, nullstr = '', strict_mode = TRUE"
            self._connection.execute(
                f"CREATE OR REPLACE VIEW {own} AS SELECT * FROM read_csv({self._text(str(file))}{options})"
            )
        else:
            source = exp.Anonymous(this="read_parquet", expressions=[text(str(file))])
            self._connection.execute(f"CREATE OR REPLACE VIEW {own} AS SELECT * FROM {self._write(source)}")
        described = self._connection.execute(f"DESCRIBE {own}").fetchall()
        never_null = self._never_null(file)
        return [replace(table_column(*row[:2]), never_null=row[0] in never_null) for row in described]

    def _never_null(self, file: Path) -> set[str]:
        """The columns of a Parquet file whose statistics count no null in any part of it."""
        if file.suffix.lower() in CSV_SUFFIXES:
            return set()
        nulls = "SUM(stats_null_count) = 0 AND COUNT(stats_null_count) = COUNT(*)"
        query = f"SELECT path_in_schema, {nulls} FROM parquet_metadata({self._text(str(file))}) GROUP BY path_in_schema"
        return {name for name, is_never in self._connection.execute(query).fetchall() if is_never}

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """A small query's rows."""
        return self._connection.execute(query).fetchall()

    def write(self, query: str, file: Path) -> None:
        """A query's rows as a file, Parquet or CSV by its suffix; no other file is touched."""
        is_csv = file.suffix.lower() in CSV_SUFFIXES
        shape = "FORMAT CSV, HEADER" if is_csv else "FORMAT PARQUET, COMPRESSION ZSTD"
        with _refusing("the table cannot be read to its end"):
            self._connection.execute(f"COPY ({query}) TO {self._text(str(file))} ({shape}, USE_TMP_FILE FALSE)")

    def write_together(self, queries: Sequence[str], file: Path) -> None:
        """The rows of several queries as one file; between them they wait in a table that goes to disk if need be."""
        if len(queries) == 1:
            return self.write(queries[0], file)
        gathered = self._write(column("gathered"))
        with _refusing("the table cannot be read to its end"):
            self._connection.execute(f"CREATE TEMP TABLE {gathered} AS {queries[0]}")
            for query in queries[1:]:
                self._connection.execute(f"INSERT INTO {gathered} {query}")
        self.write(f"SELECT * FROM {gathered}", file)
        self._connection.execute(f"DROP TABLE {gathered}")
        return None


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    """What a file's content or a full disk does is no fault of ours. Only DuckDB's first line: others show values."""
    import duckdb

    try:
        yield
    except (duckdb.InvalidInputException, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise EngineRefuses(f"{what}: {str(error).splitlines()[0]}") from None
