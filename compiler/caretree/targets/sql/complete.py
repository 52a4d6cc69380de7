"""Which rows are complete: everything the decisions read is given, so each has one leaf.

Doses do not count: a patient whose weight is missing is still at one leaf. Series do not come to rest in this way (a
term can lack values in a full list), so guidelines that decide by one have no complete rows.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caretree.decisions.expressions import (
    CompletedYears,
    CourseStart,
    Now,
    PhaseClock,
    SeriesDate,
    SeriesValue,
    ShiftedDate,
    Sustained,
    Trend,
)
from caretree.decisions.graph import AdviceNode, DecisionGraph, Dosing
from caretree.decisions.reads import Expression, reached, read
from caretree.decisions.walk import dose_steps, node_expressions
from caretree.guideline.types import Date
from caretree.targets.sql.conditions import phase_column
from caretree.targets.sql.moments import NEAR_YEARS, since_column, started_column
from caretree.targets.sql.reading_facts import MICROSECONDS
from caretree.targets.sql.sources import CourseColumns, DateColumn, PatientColumns
from caretree.targets.sql.words import Sql, all_of, column, compared, known, whole


class Complete(Struct, frozen=True):
    """``names`` are the columns that must be given; ``near`` the dates that must lie in ordinary years: each column and
    how many of its units a day has."""

    names: tuple[str, ...]
    near: tuple[tuple[str, int], ...]

    def condition(self, always: frozenset[str]) -> Sql:
        """Whether a row is complete; columns in ``always`` are given in every row."""
        return all_of([*(known(column(name)) for name in self.names if name not in always), self.is_near()])

    def is_near(self) -> Sql:
        """Whether the dates lie in ordinary years."""
        parts = []
        for name, per_day in self.near:
            low, high = (round((year - 1970) * 365.2425) * per_day for year in NEAR_YEARS)
            parts += [compared(column(name), "ge", whole(low)), compared(column(name), "le", whole(high))]
        return all_of(parts)


def decision_expressions(graph: DecisionGraph) -> Iterator[Expression]:
    """Everything that is evaluated for every patient, doses left out."""
    for node in graph.nodes.values():
        if not isinstance(node, AdviceNode):
            yield from node_expressions(node)
    for run in graph.runs:
        if run.condition is not None:
            yield "condition", run.condition
    if graph.applies_when is not None:
        yield "condition", graph.applies_when
    yield from (("condition", condition) for condition, _ in graph.impossible)
    for options in graph.options.values():
        for option in options.options:
            yield from (("condition", each) for each in (option.out, option.preferred) if each is not None)
    for pathway in graph.pathways:
        for phase in pathway.phases:
            yield from (("condition", move.condition) for move in phase.transitions)


def complete_rows(graph: DecisionGraph, columns: PatientColumns) -> Complete | None:
    """What a complete row has; nothing where no row can be complete."""
    expressions = reached(graph, decision_expressions(graph))
    nodes = [_node(graph, expression) for expression in expressions]
    if any(isinstance(node, SeriesValue | SeriesDate | Trend | Sustained) for node in nodes):
        return None
    found = read(graph, expressions)
    if any(name not in columns.inputs for name in found.inputs):
        return None
    names = [name for name in found.inputs if name not in graph.assumptions or graph.assumptions[name][1] is not None]
    starts = [started_column(node.input) for node in nodes if isinstance(node, CourseStart)]
    clocks = {node.pathway for node in nodes if isinstance(node, PhaseClock)}
    for pathway in graph.pathways:
        if pathway.id not in columns.phases:
            return None
        names.append(phase_column(pathway.id))
        if pathway.id in clocks or any(phase.window for phase in pathway.phases):
            if columns.phases[pathway.id].since is None:
                return None
            names.append(since_column(pathway.id))
    moved = any(isinstance(node, ShiftedDate | CompletedYears) for node in nodes)
    dates = _dates(graph, columns, found.inputs)
    if not set(starts) <= {name for name, _ in dates}:
        return None
    wanted = tuple(dict.fromkeys([*names, *starts]))
    return Complete(wanted, tuple(date for date in dates if moved and date[0] in wanted))


def reads_time(graph: DecisionGraph) -> bool:
    """Whether anything is counted from the day of the evaluation."""
    doses: list[Expression] = [("number", name) for dosing in graph.dosing.values() for name in _dose_numbers(dosing)]
    nodes = [_node(graph, one) for one in reached(graph, [*decision_expressions(graph), *doses])]
    series = (SeriesValue, SeriesDate, Trend, Sustained)
    return any(isinstance(node, (Now, PhaseClock, *series)) for node in nodes) or bool(graph.pathways)


def _dose_numbers(dosing: Dosing) -> Iterator[str]:
    for step in dose_steps(dosing):
        yield from (step.low, step.high)


def _node(graph: DecisionGraph, expression: Expression) -> object:
    kind, name = expression
    return {"condition": graph.conditions, "number": graph.numbers, "label": graph.labels}[kind][name]  # type: ignore[index]


def _dates(graph: DecisionGraph, columns: PatientColumns, inputs: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    found = []
    for name in inputs:
        of = columns.inputs[name]
        if isinstance(of, CourseColumns) and of.started is not None:
            found.append((started_column(name), _per_day(of.started)))
        elif isinstance(of, DateColumn):
            found.append((name, _per_day(of)))
    return tuple(found)


def _per_day(of: DateColumn) -> int:
    return 1 if of.stored == "date" else MICROSECONDS


__all__ = ["Complete", "Date", "complete_rows", "decision_expressions"]
