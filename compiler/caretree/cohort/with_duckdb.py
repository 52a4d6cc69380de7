"""DuckDB in this process: larger than memory, and shut off from every file and network but the ones named.

DuckDb([patients.parquet, answers.parquet], memory="200MB")
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from sqlglot import exp

from caretree.cohort.csv_head import NOT_UTF8, SUFFIXES, head_of
from caretree.cohort.engine import EngineMissing, EngineRefuses
from caretree.cohort.tables import TableColumn, table_column
from caretree.targets.sql.words import Dialect, column, text, writer


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
            self._limit(memory)
        if threads:
            settings["threads"] = str(int(threads))
        for name, value in (*settings.items(), ("enable_external_access", "false"), ("lock_configuration", "true")):
            self._connection.execute(f"SET {name}={value}")

    def _limit(self, memory: str) -> None:
        import duckdb

        try:
            self._connection.execute(f"SET memory_limit={self._text(memory)}")
        except duckdb.ParserException:
            raise EngineRefuses(f"--memory {memory}: not a size; write it as 85MB or 4GB") from None

    def _text(self, value: str) -> str:
        return self._write(text(value))

    def table(self, name: str, file: Path) -> list[TableColumn]:
        """Make a file's rows readable under a name; its columns. CSV is read as text, empty fields are unknown."""
        own = self._write(column(name))
        with _refusing(f"{file.name} cannot be read"):
            return self._columns(own, file)

    def _columns(self, own: str, file: Path) -> list[TableColumn]:
        if file.suffix.lower() in SUFFIXES:
            return self._csv(own, file)
        source = exp.Anonymous(this="read_parquet", expressions=[text(str(file))])
        self._connection.execute(f"CREATE OR REPLACE VIEW {own} AS SELECT * FROM {self._write(source)}")
        described = self._connection.execute(f"DESCRIBE {own}").fetchall()
        never_null = self._never_null(file)
        return [replace(table_column(*row[:2]), never_null=row[0] in never_null) for row in described]

    def _csv(self, own: str, file: Path) -> list[TableColumn]:
        """A view of CSV by RFC 4180, its columns by its first line: DuckDB's own guesses pass over lines (those that
        start with ``#``, or whose number of fields is unusual), and depend on where the first quotation mark stands."""
        head = head_of(file)
        columns = ", ".join(f"{self._text(name)}: 'VARCHAR'" for name in head.names)
        options = (
            f"auto_detect = FALSE, columns = {{{columns}}}, delim = {self._text(head.between)}, quote = '\"', "
            "escape = '\"', header = TRUE, nullstr = '', strict_mode = TRUE"
        )
        query = f"SELECT * FROM read_csv({self._text(str(file))}, {options})"
        self._connection.execute(f"CREATE OR REPLACE VIEW {own} AS {query}")
        return head.columns()

    def _never_null(self, file: Path) -> set[str]:
        """The columns of a Parquet file whose statistics count no null in any part of it."""
        nulls = "SUM(stats_null_count) = 0 AND COUNT(stats_null_count) = COUNT(*)"
        query = f"SELECT path_in_schema, {nulls} FROM parquet_metadata({self._text(str(file))}) GROUP BY path_in_schema"
        return {name for name, is_never in self._connection.execute(query).fetchall() if is_never}

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """A small query's rows."""
        return self._connection.execute(query).fetchall()

    def write(self, query: str, file: Path) -> None:
        """A query's rows as a file, Parquet or CSV by its suffix; no other file is touched."""
        is_csv = file.suffix.lower() in SUFFIXES
        between = ", DELIMITER '\t'" if file.suffix.lower() == ".tsv" else ""
        shape = f"FORMAT CSV, HEADER{between}" if is_csv else "FORMAT PARQUET, COMPRESSION ZSTD"
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
    """What a file's content or a full disk does is no fault of ours. DuckDB's lines below the first show values."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException as error:
        told = str(error).splitlines()[0]
        raise EngineRefuses(f"there is not enough memory or disk ({told}): give more, as in --memory 500MB") from None
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        raise EngineRefuses(f"{what}: {_reason(str(error))}") from None


def _reason(told: str) -> str:
    """What is wrong with which line of a CSV file, without its values; else DuckDB's first line."""
    line = re.search(r"CSV Error on Line: (\d+)", told)
    number = re.search(r"Expected Number of Columns: (\d+) Found: (\d+)", told)
    if not line:
        return NO_CSV if "CSV" in told.splitlines()[0] else told.splitlines()[0]
    if number:
        why = f"it has {number[2]} fields, the first line has {number[1]}"
    elif "unterminated quote" in told:
        why = "it has a quotation mark that is not closed"
    else:
        why = NOT_UTF8 if "not utf-8" in told else NO_CSV
    return f"line {line[1]}: {why}"


NO_CSV = "its quotation marks or line ends are not those of CSV"
