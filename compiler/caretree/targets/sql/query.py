"""Queries as steps, each reading the one before; written as one ``WITH`` with a step a subquery.

    WITH "given" AS (SELECT … FROM "patients" WHERE …), "layer 1" AS (SELECT *, … FROM "given"), … SELECT … FROM …

Steps are never materialized: DuckDB is told so, Spark does so by itself, and rows stream through.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlglot import exp

from caretree.targets.sql.words import Dialect, Sql, column, constant, writer


class Step(Struct, frozen=True):
    """One ``SELECT``. ``carries`` keeps all columns of ``source`` beside the new ones."""

    source: str
    columns: tuple[tuple[str, Sql], ...]
    carries: bool = False
    where: Sql | None = None


class Query(Struct, frozen=True):
    """Named steps, then the rows of one or several final steps together."""

    steps: tuple[tuple[str, Step], ...]
    rows: tuple[Step, ...]


def chain(name: str, source: str, layers: Sequence[dict[str, Sql]]) -> tuple[tuple[tuple[str, Step], ...], str]:
    """Steps that add one layer of columns after another; also the name of the last one."""
    steps: list[tuple[str, Step]] = []
    for number, layer in enumerate(layers, start=1):
        own = f"{name} {number}"
        steps.append((own, Step(source, tuple(layer.items()), carries=True)))
        source = own
    return tuple(steps), source


def written(query: Query, dialect: Dialect) -> str:
    """The query as text, one column a line."""
    write = writer(dialect)
    kept = "NOT MATERIALIZED " if dialect == "duckdb" else ""
    parts = [f"{write(column(name))} AS {kept}(\n{_indented(_step(step, write))}\n)" for name, step in query.steps]
    rows = "\nUNION ALL\n".join(_step(step, write) for step in query.rows)
    return ("WITH " + ", ".join(parts) + "\n" if parts else "") + rows + "\n"


def _step(step: Step, write: object) -> str:
    assert callable(write)
    shown = ["*"] if step.carries else []
    shown += [f"{write(tree)} AS {write(column(name))}" for name, tree in step.columns]
    lines = ["SELECT", *(f"  {one}{',' if at < len(shown) - 1 else ''}" for at, one in enumerate(shown))]
    lines.append(f"FROM {write(exp.Table(this=exp.Identifier(this=step.source, quoted=True)))}")
    if step.where is not None and constant(step.where) is not True:
        lines.append(f"WHERE {write(step.where)}")
    return "\n".join(lines)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))
