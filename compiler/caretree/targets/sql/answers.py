"""Doses, reports, choices and moves of an answer in SQL, each shown only where its result is.

dose 2 mg/kg, weight 70 kg, offered      dose_low 140, dose_high 140
weight unknown, or not offered           null
"""

from __future__ import annotations

from caretree.decisions.graph import GraphPhase, ReportNode
from caretree.decisions.phases import NOT_STARTED
from caretree.targets.sql import spans
from caretree.targets.sql.conditions import phase_column
from caretree.targets.sql.doses import Shown, dose_tree
from caretree.targets.sql.exact import Exact, as_double
from caretree.targets.sql.labels import only_label
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.moments import phase_clock
from caretree.targets.sql.results import ResultColumn
from caretree.targets.sql.truths import UNKNOWN, YES, Truth, every, fixed
from caretree.targets.sql.words import (
    Sql,
    all_of,
    case,
    column,
    compared,
    negated,
    null,
    text,
    whole,
)


def value_of(shown: Shown, of: ResultColumn) -> Sql:
    """The tree of one result column that is no status of advice, gap, conflict or choice."""
    match of.kind:
        case "dose low" | "dose high" | "dose branch":
            return dose_tree(shown, of)
        case "option" | "preferred":
            return _option(shown, of)
        case "report" | "low" | "high":
            return _report(shown, of)
        case "move":
            return _move(shown, of)
        case _:
            raise AssertionError(of.kind)


# --- choices ---------------------------------------------------------------------------------------------------------
def _option(shown: Shown, of: ResultColumn) -> Sql:
    options, _, action = of.of
    option = next(one for one in shown.meaning.graph.options[options].options if one.action == action)
    out = _truth(shown.meaning, option.out, False)
    if of.kind == "preferred":
        preferred = _truth(shown.meaning, option.preferred, False)
        value = all_of([out.no(), preferred.yes()])
    else:
        value = case([(out.tree(), whole(0)), (negated(out.tree()), whole(3))], whole(1))
    return case([(shown.holds("choice", of.of[:2]), value)], null())


def _truth(meaning: Meaning, condition: str | None, otherwise: bool) -> Truth:
    return fixed(otherwise) if condition is None else meaning.truth(condition)


# --- reports ---------------------------------------------------------------------------------------------------------
def _report(shown: Shown, of: ResultColumn) -> Sql:
    meaning = shown.meaning
    node = meaning.graph.nodes[of.of[0]]
    assert isinstance(node, ReportNode)
    return case([(shown.holds("report", (node.id,)), _reported(meaning, node, of.kind))], null())


def _reported(meaning: Meaning, node: ReportNode, kind: str) -> Sql:
    match node.kind:
        case "condition":
            return meaning.truth(node.value).tree()
        case "label":
            return only_label(meaning, node.value)
        case _:
            span = meaning.span(node.value)
            return _end(span.low if kind == "low" else span.high)


def _end(of: Exact | None) -> Sql:
    return null() if of is None else as_double(of)


# --- pathways --------------------------------------------------------------------------------------------------------
def _move(shown: Shown, of: ResultColumn) -> Sql:
    meaning, pathway = shown.meaning, of.of[0]
    if of.of[1] == "start":
        return _leveled(shown, in_phase(meaning, pathway, NOT_STARTED))
    way = next(one for one in meaning.graph.pathways if one.id == pathway)
    phase = next(one for one in way.phases if one.id == of.of[1])
    move = next(one for one in phase.transitions if one.id == of.of[2])
    started = _started(meaning, pathway, phase)
    return _leveled(shown, every([in_phase(meaning, pathway, phase.id), meaning.truth(move.condition), started]))


def _leveled(shown: Shown, holds: Truth) -> Sql:
    """Certain where the scope and all else must be yes; undecided where they may."""
    may = all_of([shown.scope.may(), holds.may()])
    return case([(all_of([shown.scope.yes(), holds.yes()]), whole(3)), (may, whole(1))], whole(0))


def in_phase(meaning: Meaning, pathway: str, phase: str) -> Truth:
    """Whether the patient is in one phase."""
    if pathway not in meaning.columns.phases:
        return UNKNOWN
    name = phase_column(pathway)
    return Truth(compared(column(name), "eq", text(phase)), meaning.is_given(name))


def _started(meaning: Meaning, pathway: str, phase: GraphPhase) -> Truth:
    """Whether the assess window of a phase has opened: before that a patient stays."""
    if phase.window is None:
        return YES
    return spans.compare("ge", phase_clock(meaning, pathway), spans.fixed_number(phase.window[0]))
