"""The generated SQL as an engine: one patient at a time through DuckDB, by the very queries a cohort uses.

The queries are those of ``generated/<package>/sql``; where a scenario gives a value in another unit than the guideline
declares, the query for a column in that unit is made as for any table. Needs the package ``duckdb``.

SQL answers in columns (how far each result holds, leaves, options, reports, doses, moves), not in sentences. What it
does not give is not compared, and is counted (``compared``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from caretree.acceptance.compared import not_compared
from caretree.acceptance.engine import UnknownGuideline
from caretree.acceptance.interpreter_engine import interpreter_engine
from caretree.acceptance.project import Project
from caretree.acceptance.sql_expectations import unmet_expectation
from caretree.acceptance.sql_lines import unmet_lines
from caretree.acceptance.sql_patient import NotARow, columns_for, row_of, types_of
from caretree.acceptance.sql_row import SqlRow
from caretree.acceptance.vocabulary import Vocabulary
from caretree.decisions.graph import DecisionGraph
from caretree.guideline.patients import Expectation
from caretree.scenarios.says import View
from caretree.targets.sql.decided import PATIENTS, Plan, plan
from caretree.targets.sql.query import written
from caretree.targets.sql.sources import PatientColumns, usual_columns


class Prepared(Struct, frozen=True):
    """Both queries of a guideline over its own table, ready in one connection; ``plan`` says what columns mean."""

    connection: Any
    columns: PatientColumns
    plan: Plan

    def row(self, graph: DecisionGraph, patient: Mapping[str, Any]) -> SqlRow:
        """What SQL says about one patient. Raises ``NotARow``."""
        row = row_of(self.columns, patient)
        holes = ", ".join(f"?::{kind}" for kind in types_of(self.columns).values())
        self.connection.execute(f'DELETE FROM "{PATIENTS}"')
        self.connection.execute(f'INSERT INTO "{PATIENTS}" VALUES ({holes})', [*row.values()])
        values = self.connection.execute("EXECUTE decided").fetchone()
        if values is None:
            reason = self.connection.execute("EXECUTE quarantine").fetchone()
            assert reason is not None, "a patient is decided or in quarantine"
            return SqlRow(graph, self.plan, {}, tuple(part.split(":")[0] for part in reason[1].split("; ")))
        return SqlRow(graph, self.plan, dict(zip([one.name for one in self.plan.columns], values[1:], strict=True)))


class SqlEngine(Struct):
    """One guideline's queries. ``files`` are the two that a build wrote."""

    graph: DecisionGraph
    vocabulary: Vocabulary
    files: tuple[str, str]
    prepared: dict[tuple[str, ...], Prepared] = field(default_factory=dict)
    last: tuple[Mapping[str, Any], SqlRow] | None = None

    def unmet_lines(self, patient: Mapping[str, Any], view: View, expected: Sequence[str]) -> str | None:
        """``None`` where SQL says the same as the pinned lines, as far as it says anything."""
        row = self._row(patient)
        return None if row is None else unmet_lines(row, view, expected)

    def unmet_question(self, patient: Mapping[str, Any], expected: str) -> str | None:
        """SQL asks nothing."""
        not_compared("next questions")
        return None

    def unmet_expectation(
        self, patient: Mapping[str, Any], expected: Expectation, others: Sequence[Expectation]
    ) -> str | None:
        """``None`` where SQL says what an example expects, as far as it says anything."""
        row = self._row(patient)
        return None if row is None else unmet_expectation(row, expected, others)

    def _row(self, patient: Mapping[str, Any]) -> SqlRow | None:
        if self.last is None or self.last[0] != patient:
            try:
                columns = columns_for(self.graph, patient)
                self.last = (dict(patient), self._prepared(columns).row(self.graph, patient))
            except NotARow:
                not_compared("patients who cannot stand in a table")
                return None
        return self.last[1]

    def _prepared(self, columns: PatientColumns) -> Prepared:
        units = tuple(repr(getattr(one, "unit", "")) for one in columns.inputs.values())
        if units not in self.prepared:
            self.prepared[units] = self._made(columns)
        return self.prepared[units]

    def _made(self, columns: PatientColumns) -> Prepared:
        made, refused = plan(self.graph, "duckdb", columns)
        if made is None:
            raise UnknownGuideline("; ".join(one.message for one in refused))
        is_usual = columns == usual_columns(self.graph)
        decided, quarantine = (
            self.files if is_usual else (written(made.decided, "duckdb"), written(made.quarantine, "duckdb"))
        )
        return Prepared(_connected(columns, decided, quarantine), columns, made)


def _connected(columns: PatientColumns, decided: str, quarantine: str) -> Any:
    """A connection with both queries prepared. Rows come one by one, so that planning takes longer than it saves."""
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    types = ", ".join('"' + name.replace('"', '""') + f'" {kind}' for name, kind in types_of(columns).items())
    connection.execute(f'CREATE TABLE "{PATIENTS}" ({types})')
    connection.execute("PRAGMA disable_optimizer")
    connection.execute(f"PREPARE decided AS {decided}")
    connection.execute(f"PREPARE quarantine AS {quarantine}")
    return connection


def sql_engine(project: Project, guideline: str) -> SqlEngine:
    """The project's own SQL of a guideline. Raises ``UnknownGuideline``."""
    own = interpreter_engine(project, guideline)
    folder = project.root / "generated" / project.package / "sql"
    texts = []
    for kind in ("duckdb", "duckdb.quarantine"):
        file = folder / f"{guideline}.{kind}.sql"
        if not file.is_file():
            raise UnknownGuideline(f"{file.relative_to(project.root)} is not there: run `caretree build`")
        texts.append(file.read_text(encoding="utf-8"))
    return SqlEngine(own.graph, own.vocabulary, (texts[0], texts[1]))
