"""A cohort, step by step: a table of patients in; answers, quarantine, counts and changes out.

decide(engine, graph, Request(patients.parquet, answers.parquet, refused.parquet, key="id"))
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from caretree.cohort import queries
from caretree.cohort.counted import ChangeCount, Counts, change_texts, counted
from caretree.cohort.engine import Engine
from caretree.cohort.mapping import CohortMapping
from caretree.cohort.matching import patient_columns
from caretree.decisions.graph import DecisionGraph
from caretree.problems.problem import Problem
from caretree.source.span import NOWHERE
from caretree.targets.sql.complete import reads_time
from caretree.targets.sql.decided import PATIENTS, Plan, plan
from caretree.targets.sql.query import written

TOGETHER = 500_000
"""Patients whose answers are compared at once in DuckDB: the answers of so many fit into its memory."""


class Request(Struct, frozen=True):
    """What to decide and where to put it. ``at`` is the evaluation's moment for all patients, ``today`` the one where
    nothing else is said; ``decoded`` a file for the answers in words. ``out`` is Parquet, ``out_as_csv`` the
    same as CSV; ``quarantine`` takes the rows that cannot be decided."""

    patients: Path
    out: Path
    quarantine: Path
    out_as_csv: Path | None = None
    key: str = ""
    mapping: CohortMapping = CohortMapping()
    at: Fraction | None = None
    today: Fraction = Fraction(0)
    decoded: Path | None = None


class Decided(Struct, frozen=True):
    """A cohort that was decided: the queries, the notes and the counts."""

    plan: Plan
    notes: tuple[Problem, ...]
    counts: Counts


def prepare(engine: Engine, graph: DecisionGraph, request: Request) -> tuple[Plan | None, list[Problem]]:
    """The queries for a table, or why there are none."""
    table = engine.table(PATIENTS, request.patients)
    columns, problems = patient_columns(graph, table, request.mapping, request.key, request.at)
    if columns is None:
        return None, problems
    if columns.at is None and reads_time(graph):
        columns = replace(columns, at=request.today)
        problems.append(_told_today())
    made, refused = plan(graph, engine.dialect, columns)
    return made, [*problems, *refused]


def _told_today() -> Problem:
    message = "nothing says when the patients are evaluated: today is taken for all."
    why = "Times are counted from the day of the evaluation."
    return Problem("evaluated-today", message, NOWHERE, why, "Give --at DATE, or a column in a mapping file.", "note")


def decide(engine: Engine, graph: DecisionGraph, request: Request) -> tuple[Decided | None, list[Problem]]:
    """Decide every patient of a table and write answers and quarantine."""
    made, problems = prepare(engine, graph, request)
    if made is None:
        return None, problems
    engine.write(written(made.decided, engine.dialect), request.out)
    engine.write(written(made.quarantine, engine.dialect), request.quarantine)
    engine.table(queries.ANSWERS, request.out)
    engine.table(queries.QUARANTINE, request.quarantine)
    if request.out_as_csv is not None:
        engine.write(queries.everything(engine.dialect, queries.ANSWERS), request.out_as_csv)
    if request.decoded is not None:
        engine.write(queries.decoded(engine.dialect, made.key, made.columns), request.decoded)
    row = engine.rows(queries.counts(engine.dialect, made.columns))[0]
    counts = counted(made.columns, row, engine.rows(queries.reasons(engine.dialect)))
    return Decided(made, tuple(problems), counts), problems


def compare(
    engine: Engine, decided: Decided, old: DecisionGraph, request: Request, old_out: Path, changes: Path
) -> tuple[Decided | None, list[Problem]]:
    """Decide the same table by another version and write who changes, from what to what."""
    before, problems = prepare(engine, old, request)
    if before is None:
        return None, problems
    engine.write(written(before.decided, engine.dialect), old_out)
    engine.table(queries.OLD_ANSWERS, old_out)
    for name in (queries.ANSWERS, queries.OLD_ANSWERS):
        twice = engine.rows(queries.same_keys(engine.dialect, name, before.key))[0][0]
        if twice:
            return None, [_same_key(before.key, int(twice))]
    parts = 1 + decided.counts.decided // TOGETHER if engine.dialect == "duckdb" else 1
    told = (decided.plan.columns, before.columns)
    each = [queries.changes(engine.dialect, before.key, *told, (number, parts)) for number in range(parts)]
    engine.write_together(each, changes)
    engine.table("changes", changes)
    texts = change_texts((*decided.plan.columns, *before.columns))
    rows = engine.rows(queries.change_counts(engine.dialect, (*decided.plan.columns, *before.columns)))
    found = tuple(
        ChangeCount(result, was, is_now, int(count), texts.get(result, result)) for result, was, is_now, count in rows
    )
    patients = int(engine.rows(queries.changed_patients(engine.dialect, before.key))[0][0])
    return replace(decided, counts=replace(decided.counts, changes=found, changed=patients)), problems


def _same_key(key: str, rows: int) -> Problem:
    message = f'{rows} rows have the same "{key}" as another row.'
    why = "Two versions are compared patient by patient, by the key."
    return Problem("duplicate-key", message, NOWHERE, why, "Give every row a key of its own.")
