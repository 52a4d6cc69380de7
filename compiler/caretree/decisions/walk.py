"""Walking the nodes of a decision graph.

children(ForkNode)        the blocks of its branches
node_conditions(Fork)     the conditions of its branches
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

from caretree.decisions.graph import (
    AdviceNode,
    BlockNode,
    ChoiceNode,
    ConflictNode,
    DoseFork,
    DoseNode,
    DoseStep,
    Dosing,
    ExtraNode,
    ForkNode,
    GapNode,
    GraphNode,
    NodeId,
    NothingNode,
    ReportNode,
)
from caretree.decisions.reads import Expression


def children(node: GraphNode) -> tuple[NodeId, ...]:
    """The nodes directly below a node, in order."""
    match node:
        case BlockNode(of=of):
            return of
        case ForkNode(branches=branches):
            return tuple(branch.then for branch in branches)
        case ExtraNode(then=then):
            return (then,)
        case ConflictNode(then=block):
            return () if block is None else (block,)
        case AdviceNode() | ChoiceNode() | GapNode() | NothingNode() | ReportNode():
            return ()
        case _:
            assert_never(node)


def node_expressions(node: GraphNode) -> tuple[Expression, ...]:
    """The expressions a node itself mentions."""
    match node:
        case ForkNode(branches=branches):
            return tuple(("condition", branch.condition) for branch in branches)
        case ExtraNode(condition=condition):
            return (("condition", condition),)
        case AdviceNode(until=until):
            return () if until is None else (("condition", until),)
        case ReportNode(kind=kind, value=value):
            return ((kind, value),)
        case BlockNode() | ConflictNode() | ChoiceNode() | GapNode() | NothingNode():
            return ()
        case _:
            assert_never(node)


def below(nodes: Mapping[NodeId, GraphNode], roots: Iterable[NodeId]) -> tuple[NodeId, ...]:
    """The roots and everything below them, depth first in the order of writing."""
    found: dict[NodeId, None] = {}
    waiting = list(roots)[::-1]
    while waiting:
        name = waiting.pop()
        if name in found or name not in nodes:
            continue
        found[name] = None
        waiting += children(nodes[name])[::-1]
    return tuple(found)


def dose_steps(dosing: Dosing) -> tuple[DoseStep, ...]:
    """Every dose an action can have: of each branch, of the first dose and of the later steps."""
    trees = (() if dosing.dose is None else (dosing.dose,)) + dosing.steps
    return tuple(step for tree in trees for step in _steps(tree))


def _steps(tree: DoseNode) -> tuple[DoseStep, ...]:
    if isinstance(tree, DoseFork):
        return tuple(step for _, _, then in tree.branches for step in _steps(then))
    return (tree,)
