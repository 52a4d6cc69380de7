"""What a cohort needs of an engine: columns of a table, rows of a query, a query's rows into a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from caretree.cohort.tables import TableColumn
from caretree.targets.sql.words import Dialect


class Engine(Protocol):
    """An engine with tables by name. Names and paths are data to it, never SQL."""

    dialect: Dialect

    def table(self, name: str, file: Path) -> list[TableColumn]:
        """Make a file's rows readable under a name; its columns."""
        ...

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """A small query's rows."""
        ...

    def write(self, query: str, file: Path) -> None:
        """A query's rows as a file, Parquet or CSV by its suffix."""
        ...

    def write_together(self, queries: Sequence[str], file: Path) -> None:
        """The rows of several queries with the same columns as one file; they are asked one after another."""
        ...


class Telling:
    """An engine that says what it writes or counts before it does; on large tables each takes a while."""

    def __init__(self, engine: Engine, tell: Callable[[str], None]) -> None:
        """Pass everything on to an engine; ``tell`` takes a few words."""
        self.dialect, self._engine, self._tell = engine.dialect, engine, tell

    def table(self, name: str, file: Path) -> list[TableColumn]:
        """Make a file's rows readable under a name; its columns."""
        return self._engine.table(name, file)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """A small query's rows."""
        self._tell("Counting")
        return self._engine.rows(query)

    def write(self, query: str, file: Path) -> None:
        """A query's rows as a file."""
        self._tell(_writing(file))
        self._engine.write(query, file)

    def write_together(self, queries: Sequence[str], file: Path) -> None:
        """The rows of several queries as one file."""
        self._tell(_writing(file))
        self._engine.write_together(queries, file)


def _writing(file: Path) -> str:
    return f"Writing {file.stem.replace('_', ' ').replace('old', 'answers of the other version')}"


class EngineMissing(Exception):
    """The engine's package is not installed; the sentence says what to install."""


class EngineRefuses(Exception):
    """A file that is not what its name says, or no room; the sentence says which and why."""
