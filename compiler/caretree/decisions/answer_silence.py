"""Gaps, conflicts and reports of an answer: where the source is silent, says two things, or a value was asked for."""

from __future__ import annotations

from fractions import Fraction

from caretree.decisions.answer import ConflictAnswer, GapAnswer, ReportAnswer
from caretree.decisions.answer_advice import Said, cited
from caretree.decisions.dates import moment_text
from caretree.decisions.decimals import decimal_text
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.graph import ReportNode
from caretree.decisions.intervals import Interval
from caretree.decisions.statuses import ABSENT, word
from caretree.guideline.types import Date

Value = tuple[str | bool | None, tuple[str, ...]]
"""What is known, or ``None`` and what is possible."""


def gaps(said: Said) -> tuple[GapAnswer, ...]:
    """Every gap that may be met, in order of first appearance."""
    texts = {gap.name.id: gap.text for gap in said.evaluation.graph.guideline.gaps}
    found = []
    for key in said.results:
        level = said.found.of(key)
        if key[0] == "gap" and level > ABSENT:
            outcomes = said.holding(key)
            node = said.strongest(outcomes).node.id
            waits = said.waits.of(outcomes, level)
            found.append(GapAnswer(key[1], texts.get(key[1], ""), word(level), waits, node))
    return tuple(found)


def conflicts(said: Said) -> tuple[ConflictAnswer, ...]:
    """Every conflict that may be met, with both readings, in order of first appearance."""
    written = {conflict.name.id: conflict for conflict in said.evaluation.graph.guideline.conflicts}
    found = []
    for key in said.results:
        level = said.found.of(key)
        if key[0] == "conflict" and level > ABSENT:
            outcomes = said.holding(key)
            node = said.strongest(outcomes).node.id
            waits = said.waits.of(outcomes, level)
            conflict = written.get(key[1])
            readings = tuple(reading.text for reading in conflict.readings) if conflict else ()
            follow = conflict.follow if conflict else ""
            found.append(ConflictAnswer(key[1], readings, follow, word(level), waits, node))
    return tuple(found)


def reports(said: Said) -> tuple[ReportAnswer, ...]:
    """Every report that may be wanted, in order of writing."""
    places = [one.node for key in said.results if key[0] == "report" for one in said.holding(key)]
    return tuple(_report(said, node) for node in places if isinstance(node, ReportNode))


def _report(said: Said, node: ReportNode) -> ReportAnswer:
    value, possible = reported(said.evaluation, node.of, node.kind, node.value)
    unit = said.evaluation.graph.number_units.get(node.value, "") if node.kind == "number" else ""
    return ReportAnswer(node.of, said.names.get(node.of, node.of), value, unit, possible, cited([node.cites]), node.id)


def reported(evaluation: Evaluation, of: str, kind: str, value: str) -> Value:
    """A value for people and machines: a truth, a label, a decimal or a date; else the labels or [low, high] left."""
    match kind:
        case "condition":
            truth = evaluation.truth(value)
            return truth, ("yes", "no") if truth is None else ()
        case "label":
            labels = evaluation.label(value)
            return (labels[0], ()) if len(labels) == 1 else (None, labels)
        case _:
            return _number(evaluation.number(value), _is_date(evaluation, of))


def _is_date(evaluation: Evaluation, of: str) -> bool:
    return any(given.name.id == of and isinstance(given.type, Date) for given in evaluation.graph.guideline.inputs)


def _number(interval: Interval, is_date: bool) -> Value:
    """An enclosure of an irrational number whose ends read the same is known."""
    low, high = (_shown(end, is_date) for end in (interval.low, interval.high))
    return (low, ()) if low == high and low else (None, (low, high))


def _shown(end: Fraction | None, is_date: bool) -> str:
    if end is None:
        return ""
    return moment_text(end) if is_date else decimal_text(end)
