"""The way to every node: what must hold of a patient for whom it is reached.

    neutrophils/severe/evidence-of-infection      [neutropenia is severe: yes, evidence of infection: yes]

A step is a condition of the graph with the answer it must have, so that the solver and the interpreter read the same
way. A branch of an ordered fork is reached if none above it holds. The guideline's scope stands outside: it belongs to
every question.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caretree.decisions.expressions import ConditionId
from caretree.decisions.graph import (
    BlockNode,
    ConflictNode,
    DecisionGraph,
    ExtraNode,
    ForkNode,
    GraphNode,
    NodeId,
)

Step = tuple[ConditionId, bool]
Path = tuple[Step, ...]


class Place(Struct, frozen=True):
    """A node and the way to it."""

    node: GraphNode
    path: Path


def places(graph: DecisionGraph) -> dict[NodeId, Place]:
    """Every node of every decision, in order, with its path."""
    found: dict[NodeId, Place] = {}
    for run in graph.runs:
        start: Path = () if run.condition is None else ((run.condition, True),)
        for place in _below(graph, run.node, start):
            found[place.node.id] = place
    return found


def _below(graph: DecisionGraph, name: NodeId, path: Path) -> Iterator[Place]:
    node = graph.nodes[name]
    yield Place(node, path)
    match node:
        case BlockNode(of=parts):
            for part in parts:
                yield from _below(graph, part, path)
        case ForkNode(branches=branches):
            for position, branch in enumerate(branches):
                yield from _below(graph, branch.then, path + branch_steps(node, position))
        case ExtraNode(condition=condition, then=then):
            yield from _below(graph, then, (*path, (condition, True)))
        case ConflictNode(then=block) if block is not None:
            yield from _below(graph, block, path)
        case _:
            return


def branch_steps(fork: ForkNode, position: int) -> Path:
    """What a branch adds to the path."""
    conditions = [branch.condition for branch in fork.branches]
    return taken(conditions, fork.ordered, position)


def taken(conditions: list[ConditionId], ordered: bool, position: int) -> Path:
    """When one branch among these is the patient's."""
    above = conditions[:position] if ordered else []
    return (*((condition, False) for condition in above), (conditions[position], True))
