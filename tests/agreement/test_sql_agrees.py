"""SQL and the interpreter are two readings of one meaning; here they answer the same tables, row by row and by key."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "properties")]

from caretree.decisions.evaluation import Evaluation  # noqa: E402
from caretree.decisions.graph import DecisionGraph  # noqa: E402
from caretree.decisions.interpret import interpret  # noqa: E402
from caretree.decisions.patient import read_patient  # noqa: E402
from caretree.targets.sql.decided import Plan, plan  # noqa: E402
from caretree.targets.sql.query import written  # noqa: E402
from library import graph_of, guideline_specs  # noqa: E402
from random_graphs import some_graph  # noqa: E402
from sql_tables import KEY, Table, evaluated, expected, lines_at, mapping_of, same, some_table  # noqa: E402

PATIENTS = 5_000
"""Patients of each of two tables: one in declared units, one in others."""


def loaded(table: Table) -> duckdb.DuckDBPyConnection:
    """A connection with the table as ``patients``."""
    connection = duckdb.connect(config={"threads": 1})
    types = ", ".join(f"{_quoted(name)} {kind}" for name, kind in table.types.items())
    connection.execute(f"CREATE TABLE patients ({types})")
    holes = ", ".join(f"unnest(?::{kind}[])" for kind in table.types.values())
    values = [[row[name] for row in table.rows] for name in table.types]
    connection.execute(f"INSERT INTO patients SELECT {holes}", values)
    return connection


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def by_sql(connection: duckdb.DuckDBPyConnection, made: Plan) -> tuple[dict[int, dict[str, Any]], dict[int, str]]:
    """The decided rows and the reasons of the others, by key."""
    decided = connection.execute(written(made.decided, "duckdb"))
    names = [column[0] for column in decided.description]
    answers = {row[0]: dict(zip(names, row, strict=True)) for row in decided.fetchall()}
    reasons = dict(connection.execute(written(made.quarantine, "duckdb")).fetchall())
    return answers, reasons


def disagreement(graph: DecisionGraph, made: Plan, table: Table) -> str:
    """The first row on which SQL and the interpreter differ."""
    answers, reasons = by_sql(loaded(table), made)
    if len(answers) + len(reasons) != len(table.rows) or set(answers) & set(reasons):
        return f"{len(answers)} decided and {len(reasons)} in quarantine of {len(table.rows)}"
    for row in table.rows:
        found = differs(graph, made, table, row, answers.get(row[KEY]), reasons.get(row[KEY], ""))
        if found:
            return f"{found}\n{row}"
    return ""


def differs(
    graph: DecisionGraph, made: Plan, table: Table, row: dict[str, Any], answer: dict[str, Any] | None, reason: str
) -> str:
    """What differs in one row."""
    record, problems = read_patient(graph, mapping_of(graph, table.columns, row))
    said = None
    if record is not None:
        said, problems = interpret(graph, record)
    if record is None or said is None:
        return differs_from({problem.name for problem in problems}, answer, reason)
    evaluation = evaluated(graph, record)
    found = differs_from(expected(made, said, evaluation), answer, reason)
    return found or ("" if answer is None else wrong_leaf(made, evaluation, answer))


def differs_from(wanted: dict[str, Any] | set[str], answer: dict[str, Any] | None, reason: str) -> str:
    """What differs between the interpreter's columns or problems and a decided or refused row."""
    if answer is None:
        problems = {part.split(":")[0] for part in reason.split("; ")}
        if "too-many-digits" in problems:
            return ""
        return "" if problems == wanted else f"interpreter {wanted}, quarantine {reason}"
    if isinstance(wanted, set):
        return f"interpreter {wanted}, but decided"
    wrong = [name for name, value in wanted.items() if not same(value, answer[name])]
    return "\n".join(f"{name}: interpreter {wanted[name]}, SQL {answer[name]}" for name in wrong)


def wrong_leaf(made: Plan, evaluation: Evaluation, answer: dict[str, Any]) -> str:
    """A leaf must hold exactly the tree's lines that are certain, and nothing in the tree may be undecided."""
    levels = lines_at(evaluation)
    names = [one.name for one in made.columns if one.kind == "leaf"]
    for name, tree in zip(names, made.trees, strict=True):
        number = answer[name]
        every = {line for leaf in tree.leaves for line in leaf.lines if line in levels}
        if number is None:
            continue
        held = set(tree.leaves[number - 1].lines) if number else set()
        if {line for line in every if levels[line] > 0} != held & set(levels):
            return f"{name} {number}: {sorted(every)} against {sorted(held)}"
    return ""


def planned(graph: DecisionGraph, table: Table, fast_path: bool = True) -> Plan:
    """The DuckDB queries for a table."""
    made, problems = plan(graph, "duckdb", table.columns, fast_path)
    assert made is not None, problems
    return made


@pytest.mark.parametrize("unit", ["declared", "other"])
@pytest.mark.parametrize("spec", guideline_specs())
def test_ten_thousand_patients(spec: str, unit: str) -> None:
    """Boundaries, nulls, units, dates, series, phases and unreadable values: the same answer, by key."""
    graph = graph_of(spec)
    table = some_table(graph, 1 if unit == "declared" else 2, PATIENTS)
    assert not disagreement(graph, planned(graph, table), table)


@pytest.mark.parametrize("seed", range(40))
def test_random_guidelines(seed: int) -> None:
    """Guidelines nobody wrote, made of every kind of expression and node, are read alike."""
    graph = some_graph(Random(seed))
    table = some_table(graph, seed, 60)
    assert not disagreement(graph, planned(graph, table), table)


@pytest.mark.parametrize("spec", guideline_specs())
def test_the_tree_says_what_the_general_way_says(spec: str) -> None:
    """Complete rows are decided by their leaf; the general way gives them the same answer, leaf included."""
    graph = graph_of(spec)
    table = some_table(graph, 3, 500)
    connection = loaded(table)
    fast, general = planned(graph, table), planned(graph, table, fast_path=False)
    assert by_sql(connection, fast) == by_sql(connection, general)
