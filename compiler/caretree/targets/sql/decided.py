"""A graph and a table's columns → two queries: the decided rows, and the rows in quarantine with their reasons.

    complete rows     tree-shaped CASEs give leaf numbers, statuses follow from the leaf      (where all is proved)
    the other rows    every node in a column of its own, must and may apart
    quarantine        rows whose values cannot be read, or cannot be true together

Every row is in exactly one of the three. The key is always carried; the engines keep no order.
"""

from __future__ import annotations

from collections import Counter

from msgspec import Struct, field
from msgspec.structs import replace

from caretree.decisions.graph import DecisionGraph
from caretree.decisions.outline import Key, outline
from caretree.decisions.reads import Expression, reached, read, references
from caretree.problems.problem import Problem
from caretree.targets.sql.assumed import AssumedInputs, assumed_inputs, with_assumed
from caretree.targets.sql.complete import Complete, complete_rows, decision_expressions, reads_time
from caretree.targets.sql.given import KEY, Given, given_columns
from caretree.targets.sql.leaves import NotSettled, TooManyLeaves, Tree, trees
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.methods import in_methods
from caretree.targets.sql.open_rows import OpenRows, open_rows
from caretree.targets.sql.query import Query, Step, chain
from caretree.targets.sql.refusal import NotInSql
from caretree.targets.sql.results import ResultColumn, result_columns
from caretree.targets.sql.settled_rows import SettledRows, settled_rows
from caretree.targets.sql.sheet import Sheet, base_sheet
from caretree.targets.sql.sources import PatientColumns
from caretree.targets.sql.words import Dialect, Sql, all_of, cast, column, negated, truth

PATIENTS = "patients"
"""The relation every query reads."""


class Plan(Struct, frozen=True):
    """Both queries and the legend of the decided rows' columns. ``trees`` say what leaf numbers mean."""

    key: str
    decided: Query
    quarantine: Query
    columns: tuple[ResultColumn, ...]
    trees: tuple[Tree, ...]
    has_fast_path: bool


class Draft(Struct):
    """What both kinds of rows are made from."""

    graph: DecisionGraph
    dialect: Dialect
    columns: PatientColumns
    base: Given
    results: tuple[ResultColumn, ...]
    trees: list[Tree]
    uses: dict[str, int]
    counted: set[str] = field(default_factory=set)

    def meanings(self, given: frozenset[str], complete: bool) -> tuple[Meaning, AssumedInputs]:
        """A fresh view of the graph on a fresh sheet, assumptions made."""
        sheet = base_sheet(self.base.names())
        mandatory = self.base.mandatory
        recorded = Meaning(
            self.graph,
            self.dialect,
            self.columns,
            sheet,
            mandatory | given,
            complete,
            uses=self.uses,
            counted=self.counted,
        )
        assumed = assumed_inputs(recorded)
        columns = with_assumed(self.graph, self.columns)
        known = mandatory | given | assumed.always
        return (
            Meaning(
                self.graph,
                self.dialect,
                columns,
                sheet,
                known,
                complete,
                assumed.renamed,
                self.uses,
                counted=self.counted,
            ),
            assumed,
        )


def plan(
    graph: DecisionGraph, dialect: Dialect, columns: PatientColumns, fast_path: bool = True
) -> tuple[Plan | None, list[Problem]]:
    """The queries, or why there are none (``not-in-sql``). Without ``fast_path`` every row goes the general way."""
    try:
        return _plan(graph, dialect, columns, fast_path), []
    except NotInSql as refused:
        return None, [refused.problem]


def _plan(graph: DecisionGraph, dialect: Dialect, columns: PatientColumns, fast_path: bool) -> Plan:
    try:
        grown = trees(graph)
    except TooManyLeaves:
        grown = []
    if not reads_time(graph):
        columns = replace(columns, at=None)
    base = given_columns(graph, dialect, columns, frozenset())
    results = result_columns(graph, [tree.name for tree in grown], _unknown_inputs(graph))
    _check_key(columns.key, results)
    draft = Draft(graph, dialect, columns, base, results, grown, _uses(graph))
    complete = complete_rows(graph, columns) if fast_path and grown else None
    settled = None if complete is None else _settled(draft, complete)
    if settled is None:
        complete = None
    opened = open_rows(draft)
    given = given_columns(graph, dialect, columns, frozenset(draft.counted))
    decided, quarantine = _decided(draft, given, complete, settled, opened), _quarantine(draft, given, opened)
    if dialect == "spark":
        decided, quarantine = in_methods(decided), in_methods(quarantine, always=True)  # reasons may be over 64 kB
    return Plan(columns.key, decided, quarantine, results, tuple(grown), settled is not None)


def _settled(draft: Draft, complete: Complete) -> SettledRows | None:
    try:
        return settled_rows(draft, frozenset(complete.names))
    except NotSettled:
        return None


def _check_key(key: str, results: tuple[ResultColumn, ...]) -> None:
    if key.lower() in {one.name.lower() for one in results}:
        fix = "Rename the key's column."
        raise NotInSql(
            f'The key column is called "{key}", as a column of the answer.', "One of them would be lost.", fix
        )


def _unknown_inputs(graph: DecisionGraph) -> list[str]:
    """The inputs that decisions read and that can be unknown in some table (this one's nulls do not change columns)."""
    always = {name for name, (_, unless) in graph.assumptions.items() if unless is None}
    wanted = set(read(graph, decision_expressions(graph)).inputs)
    every = [one for one in graph.guideline.inputs if one.may_be_unknown or one.assume]
    return [one.name.id for one in every if one.name.id in wanted and one.name.id not in always]


def _uses(graph: DecisionGraph) -> dict[str, int]:
    """How often each condition is read."""
    roots = list(decision_expressions(graph))
    found = Counter(name for kind, name in roots if kind == "condition")
    for expression in reached(graph, roots):
        found.update(references(graph, expression).conditions)
    return dict(found)


def _decided(
    draft: Draft, given: Given, complete: Complete | None, settled: SettledRows | None, opened: OpenRows
) -> Query:
    steps = [("given", Step(PATIENTS, given.select))]
    rows: list[Step] = []
    names = frozenset(complete.names if complete else ())
    always = given.mandatory
    is_complete = truth(False) if complete is None else complete.condition(always)
    if settled is not None:
        readable = all_of([given.readable(names), complete.is_near() if complete else truth(True)])
        more, row = _branch(draft, given, "complete", readable, settled.sheet, settled.trees, settled.refused)
        steps += more
        rows.append(row)
    if settled is None or (names - always) or (complete is not None and complete.near):
        readable = all_of([negated(is_complete), given.readable(frozenset())])
        more, row = _branch(draft, given, "open", readable, opened.sheet, opened.trees, opened.refused)
        steps += more
        rows.append(row)
    return Query(tuple(steps), tuple(rows))


def _branch(
    draft: Draft, given: Given, name: str, where: Sql, sheet: Sheet, values: dict[str, Sql], refused: Sql
) -> tuple[list[tuple[str, Step]], Step]:
    steps: list[tuple[str, Step]] = [(name, Step("given", (), carries=True, where=where))]
    layers = [*([dict(given.sorted)] if given.sorted else []), *sheet.layers]
    more, last = chain(name, name, layers)
    shown = [(draft.columns.key, column(KEY))]
    shown += [(one.name, cast(values[one.name], one.type)) for one in draft.results]
    return [*steps, *more], Step(last, tuple(shown), where=negated(refused))


def _quarantine(draft: Draft, given: Given, opened: OpenRows) -> Query:
    """Unreadable rows with their reasons; readable ones whose facts cannot be true together with theirs."""
    key = (draft.columns.key, column(KEY))
    readable = given.readable(frozenset())
    steps: list[tuple[str, Step]] = [("given", Step(PATIENTS, given.select))]
    apart, together = given.reasons()
    steps.append(("unreadable", Step("given", (), carries=True, where=given.unreadable())))
    steps.append(("reasons", Step("unreadable", tuple(apart.items()), carries=True)))
    rows = [Step("reasons", (key, ("reason", together)))]
    if not opened.is_never_refused:
        steps.append(("readable", Step("given", (), carries=True, where=readable)))
        layers = [*([dict(given.sorted)] if given.sorted else []), *opened.sheet.layers]
        more, last = chain("readable", "readable", layers)
        steps += more
        rows.append(Step(last, (key, ("reason", opened.reason.copy())), where=opened.refused.copy()))
    return Query(tuple(steps), tuple(rows))


__all__ = ["Draft", "Key", "PATIENTS", "Expression", "Plan", "outline", "plan"]
