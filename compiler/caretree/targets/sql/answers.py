"""Doses, reports, choices and moves of an answer in SQL, each shown only where its result is.

dose 2 mg/kg, weight 70 kg, offered      dose_low 140, dose_high 140
weight unknown, or not offered           null
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from caretree.decisions.graph import DoseFork, DoseNode, DoseStep, GraphPhase, ReportNode
from caretree.decisions.phases import NOT_STARTED
from caretree.decisions.reads import inputs_of_dose
from caretree.targets.sql import spans
from caretree.targets.sql.conditions import known_by, phase_column
from caretree.targets.sql.exact import Exact, as_double
from caretree.targets.sql.labels import only_label
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.moments import phase_clock
from caretree.targets.sql.results import ResultColumn
from caretree.targets.sql.truths import YES, Truth, every, fixed
from caretree.targets.sql.words import (
    Sql,
    all_of,
    any_of,
    case,
    column,
    compared,
    known,
    negated,
    null,
    or_else,
    text,
    truth,
    unknown,
    whole,
)

Holds = Callable[[str, tuple[str, ...]], Sql]
"""Whether results of a kind (``offer`` of an action, ``choice`` with it, ``report`` of a node …) may hold."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the values beside statuses are made from. In the meaning ``dosing`` gives, all that a dose
    reads is given."""

    meaning: Meaning
    scope: Truth
    holds: Holds
    dosing: Callable[[tuple[str, ...]], Meaning]


def value_of(shown: Shown, of: ResultColumn) -> Sql:
    """The tree of one result column that is no status of advice, gap, conflict or choice."""
    match of.kind:
        case "dose low" | "dose high" | "dose branch":
            return _dose(shown, of)
        case "option" | "preferred":
            return _option(shown, of)
        case "report" | "low" | "high":
            return _report(shown, of)
        case "move":
            return _move(shown, of)
        case _:
            raise AssertionError(of.kind)


# --- doses -----------------------------------------------------------------------------------------------------------
def _dose(shown: Shown, of: ResultColumn) -> Sql:
    graph, action = shown.meaning.graph, of.of[0]
    dose = graph.dosing[action].dose
    assert dose is not None
    needs = inputs_of_dose(graph, dose)
    if not all(shown.meaning.has(name) for name in needs):
        return null()
    meaning = shown.dosing(needs)
    all_known = [known(known_by(shown.meaning, name)) for name in needs if not shown.meaning.is_given(name)]
    shown_when = all_of([shown.holds("dose", (action,)), *all_known])
    steps = _steps(meaning, dose, truth(True))
    branches = []
    for position, (condition, step) in enumerate(steps):
        branches.append(
            (condition, whole(position + 1) if of.kind == "dose branch" else _amount(meaning, step, of.kind))
        )
    return case([(shown_when, case(branches))], null())


def _steps(meaning: Meaning, dose: DoseNode, above: Sql) -> list[tuple[Sql, DoseStep]]:
    """Every dose with the condition that it is the only one open."""
    if isinstance(dose, DoseStep):
        return [(above, dose)]
    conditions = [condition for _, condition, _ in dose.branches]
    opened = meaning.branches(f"dose {id_of(dose)}", conditions, dose.ordered)
    meaning.torn.clear()
    kept = [meaning.sheet.keep("dose open", tree)() for tree in opened]
    definite = all(meaning.truth(condition).definite for condition in conditions)
    found = []
    for at, (_, _, then) in enumerate(dose.branches):
        others = [] if definite else [negated(tree.copy()) for other, tree in enumerate(kept) if other != at]
        found += _steps(meaning, then, all_of([above.copy(), kept[at].copy(), *others]))
    return found


def id_of(dose: DoseFork) -> str:
    """A name for a fork of doses."""
    return "/".join(condition for _, condition, _ in dose.branches)


def _amount(meaning: Meaning, step: DoseStep, kind: str) -> Sql:
    low, high = meaning.span(step.low).low, meaning.span(step.high).high
    if low is None or high is None:
        return null()
    end = as_double(low if kind == "dose low" else high)
    missing = [unknown(each.top.make()) for each in (low, high) if each.is_open]
    return case([(any_of(missing), null())], end)


# --- choices ---------------------------------------------------------------------------------------------------------
def _option(shown: Shown, of: ResultColumn) -> Sql:
    options, _, action = of.of
    option = next(one for one in shown.meaning.graph.options[options].options if one.action == action)
    out = _truth(shown.meaning, option.out, False)
    if of.kind == "preferred":
        preferred = _truth(shown.meaning, option.preferred, False)
        value = all_of([out.no(), preferred.yes()])
    else:
        value = case([(out.yes(), whole(0)), (out.no(), whole(3))], whole(1))
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
            found = meaning.truth(node.value)
            return case([(found.yes(), truth(True)), (found.no(), truth(False))], null())
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
        return Truth(truth(False), truth(False))
    found = compared(column(phase_column(pathway)), "eq", text(phase))
    if meaning.is_given(phase_column(pathway)):
        return Truth(found)
    return Truth(or_else(found, truth(False)), negated(or_else(found.copy(), truth(True))))


def _started(meaning: Meaning, pathway: str, phase: GraphPhase) -> Truth:
    """Whether the assess window of a phase has opened: before that a patient stays."""
    if phase.window is None:
        return YES
    return spans.compare("ge", phase_clock(meaning, pathway), spans.fixed_number(phase.window[0]))
