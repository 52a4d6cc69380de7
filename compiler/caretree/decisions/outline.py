"""A graph's outcomes in the order of writing, each with the conditions on its way: what every answer is listed by.

    decision neutrophils: depending on neutropenia: severe: when infection: consider G-CSF
    Outcome(("advice", "offer", "g-csf"), <consider line>, conditions=(severe, moderate, mild, infection, no infection))

A result (``Key``) can stand in several places: several lines offer one action, several branches name one gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from msgspec import Struct

from caretree.decisions.expressions import ConditionId
from caretree.decisions.graph import (
    AdviceNode,
    BlockNode,
    ChoiceNode,
    ConflictNode,
    DecisionGraph,
    ExtraNode,
    ForkNode,
    GapNode,
    NothingNode,
    ReportNode,
)
from caretree.decisions.once import once_a_graph

Key = tuple[str, ...]
"""``("advice", direction, action)``, ``("choice", options, mode)``, ``("gap", id)``, ``("conflict", id)``,
``("report", node)``; and ``("line", node)`` for each place."""

OutcomeNode = AdviceNode | ChoiceNode | GapNode | ConflictNode | ReportNode


class Outcome(Struct, frozen=True):
    """One place where a result stands. ``conditions`` are all branch conditions of the forks above it, the conditions
    of the extras above it and its run's; ``waiting`` are those of the ``until`` extras among them."""

    key: Key
    node: OutcomeNode
    conditions: tuple[ConditionId, ...]
    waiting: tuple[ConditionId, ...]


Results = Mapping[Key, Sequence[Outcome]]
"""Every result with its places."""


def key_of(node: OutcomeNode) -> Key:
    """The result a node speaks for."""
    match node:
        case AdviceNode(direction=direction, action=action):
            return ("advice", direction, action)
        case ChoiceNode(options=options, mode=mode):
            return ("choice", options, mode)
        case GapNode(gap=gap):
            return ("gap", gap)
        case ConflictNode(conflict=conflict):
            return ("conflict", conflict)
        case ReportNode(id=name):
            return ("report", name)
        case _:
            assert_never(node)


@once_a_graph
def outline(graph: DecisionGraph) -> Results:
    """Every result with its places, in order of first appearance: decisions in order, each depth first."""
    found: dict[Key, list[Outcome]] = {}
    always = () if graph.applies_when is None else (graph.applies_when,)
    for run in graph.runs:
        start = always if run.condition is None else (*always, run.condition)
        for outcome in _outcomes(graph, run.node, start, ()):
            found.setdefault(outcome.key, []).append(outcome)
    return found


def _outcomes(
    graph: DecisionGraph, name: str, above: tuple[ConditionId, ...], waiting: tuple[ConditionId, ...]
) -> Iterator[Outcome]:
    node = graph.nodes[name]
    match node:
        case BlockNode(of=parts):
            for part in parts:
                yield from _outcomes(graph, part, above, waiting)
        case ForkNode(branches=branches):
            inside = (*above, *(branch.condition for branch in branches))
            for branch in branches:
                yield from _outcomes(graph, branch.then, inside, waiting)
        case ExtraNode(condition=condition, then=then, waiting=waits):
            yield from _outcomes(graph, then, (*above, condition), (*waiting, condition) if waits else waiting)
        case ConflictNode(then=then):
            yield Outcome(key_of(node), node, above, waiting)
            if then is not None:
                yield from _outcomes(graph, then, above, waiting)
        case NothingNode():
            return
        case _:
            yield Outcome(key_of(node), node, above, waiting)
