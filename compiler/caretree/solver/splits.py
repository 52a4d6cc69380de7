"""Everything a guideline splits patients by: forks of decisions, grades, tables and forks of definitions and doses.

neutropenia is graded by ANC: severe, moderate, mild      Split("definitions/neutropenia", branches with conditions)

Each must be complete and disjoint for the patients who get there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from caretree.decisions.expressions import ConditionId, LabelFork, NumberFork
from caretree.decisions.graph import DecisionGraph, DoseFork, DoseNode, ForkNode, NodeId
from caretree.guideline.blocks import Fork
from caretree.guideline.definitions import Calculated, Graded, Labelled
from caretree.solver.paths import Path, Place, taken
from caretree.source.span import NOWHERE, Span


class SplitBranch(Struct, frozen=True):
    """One branch: its words, its condition and where it stands."""

    label: str
    condition: ConditionId
    span: Span = NOWHERE


class Split(Struct, frozen=True):
    """One place where exactly one branch must fit. ``shown`` is what messages call it; ``action`` is the action whose
    dose it is: it matters only for patients who are offered it. ``anchor`` is the node of the branch blocks."""

    subject: str
    shown: str
    branches: tuple[SplitBranch, ...]
    ordered: bool
    path: Path
    span: Span
    action: str = ""
    blocks: tuple[NodeId, ...] = ()

    @property
    def conditions(self) -> list[ConditionId]:
        """The conditions of the branches, in order."""
        return [branch.condition for branch in self.branches]


def all_splits(graph: DecisionGraph, places: dict[NodeId, Place]) -> list[Split]:
    """Every split, definitions first."""
    found = [split for definition in graph.guideline.definitions for split in _of_definition(graph, definition)]
    for place in places.values():
        if isinstance(place.node, ForkNode):
            found.append(_of_fork(place.node, place.path))
    for action in graph.guideline.actions:
        dosing = graph.dosing.get(action.name.id)
        if dosing is not None:
            pairs = [(dosing.dose, action.plan.dose), *zip(dosing.steps, action.plan.steps, strict=True)]
            for dose, tree in pairs:
                if dose is not None:
                    found += _of_dose(dose, tree, action.name.id, f"the dose of {action.name.shown}", (), action.span)
    return found


def _of_fork(fork: ForkNode, path: Path) -> Split:
    branches = tuple(SplitBranch(branch.label, branch.condition, branch.span) for branch in fork.branches)
    shown = fork.id.rsplit("/", 1)[0]
    blocks = tuple(branch.then for branch in fork.branches)
    return Split(fork.id, shown, branches, fork.ordered, path, fork.span, blocks=blocks)


def _of_definition(graph: DecisionGraph, definition: Any) -> Iterator[Split]:
    meaning, (_, value) = definition.meaning, graph.defined[definition.name.id]
    subject, shown = f"definitions/{definition.name.id}", definition.name.shown
    match meaning:
        case Graded(rows=rows):
            node = graph.labels[value]
            assert isinstance(node, LabelFork)
            parts = tuple(
                SplitBranch(row.label, condition, row.span)
                for row, (condition, _, _) in zip(rows, node.branches, strict=True)
            )
            yield Split(subject, shown, parts, node.ordered, (), definition.span)
        case Labelled(tree=Fork() as tree):
            yield from _of_label(graph, value, tree, subject, shown, ())
        case Calculated(tree=Fork() as tree):
            yield from _of_number(graph, value, tree, subject, shown, ())
        case _:
            return


def _branches(tree: Any, conditions: list[ConditionId]) -> tuple[SplitBranch, ...]:
    pairs = zip(tree.branches, conditions, strict=True)
    return tuple(SplitBranch(branch.label or "otherwise", condition, branch.span) for branch, condition in pairs)


def _of_label(graph: DecisionGraph, label: str, tree: Any, subject: str, shown: str, path: Path) -> Iterator[Split]:
    node = graph.labels[label]
    assert isinstance(node, LabelFork)
    conditions = [condition for condition, _, _ in node.branches]
    yield Split(subject, shown, _branches(tree, conditions), node.ordered, path, tree.span)
    for position, (branch, (_, _, nested)) in enumerate(zip(tree.branches, node.branches, strict=True)):
        if nested is not None:
            below = path + taken(conditions, node.ordered, position)
            yield from _of_label(graph, nested, branch.then, f"{subject}/{branch.label or 'otherwise'}", shown, below)


def _of_number(graph: DecisionGraph, number: str, tree: Any, subject: str, shown: str, path: Path) -> Iterator[Split]:
    node = graph.numbers[number]
    if not isinstance(node, NumberFork):
        return
    conditions = [condition for condition, _ in node.branches]
    yield Split(subject, shown, _branches(tree, conditions), node.ordered, path, tree.span)
    for position, (branch, (_, nested)) in enumerate(zip(tree.branches, node.branches, strict=True)):
        if isinstance(branch.then, Fork):
            below = path + taken(conditions, node.ordered, position)
            yield from _of_number(graph, nested, branch.then, f"{subject}/{branch.label or 'otherwise'}", shown, below)


def _of_dose(dose: DoseNode, tree: Any, action: str, shown: str, path: Path, span: Span) -> Iterator[Split]:
    if not isinstance(dose, DoseFork):
        return
    conditions = [condition for _, condition, _ in dose.branches]
    place = tree.span if tree.span != NOWHERE else span
    subject = f"actions/{action}/dose"
    yield Split(subject, shown, _branches(tree, conditions), dose.ordered, path, place, action)
    for position, ((_, _, then), branch) in enumerate(zip(dose.branches, tree.branches, strict=True)):
        yield from _of_dose(then, branch.then, action, shown, path + taken(conditions, dose.ordered, position), span)
