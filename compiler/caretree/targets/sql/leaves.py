"""Decisions as trees with numbered leaves: where a patient whose facts are all known ends up.

    depending on neutropenia:            leaf 1  neutrophils/severe/evidence-of-infection    consider G-CSF
      severe:                            leaf 2  neutrophils/severe/otherwise                do not use G-CSF
        when evidence of infection …     leaf 3  neutrophils/mild                            nothing further

A decision with several forks or extras side by side has one tree for each. Leaf 0: the decision does not run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from caretree.decisions.expressions import AllOf, AnyOf, ConditionId, LabelFork, LabelIn
from caretree.decisions.graph import (
    BlockNode,
    ConflictNode,
    DecisionGraph,
    ExtraNode,
    ForkNode,
    NodeId,
    Run,
)
from caretree.targets.sql.cells import Cells
from caretree.targets.sql.meaning import Meaning, fork_cells, proved_exactly_one
from caretree.targets.sql.nested import nested
from caretree.targets.sql.opened import Opened
from caretree.targets.sql.words import Sql, all_of, any_of, case, negated, null, truth, whole

MOST_LEAVES = 20_000


class Leaf(Struct, frozen=True):
    """One leaf: its number, the block it ends in, and every line that holds there."""

    number: int
    block: NodeId
    lines: tuple[NodeId, ...]


class Parting(Struct, frozen=True):
    """A fork or an extra (``is_extra``: with a second branch for *not*) inside a tree; ``fork`` is its identity."""

    fork: NodeId
    conditions: tuple[ConditionId, ...]
    ordered: bool
    is_extra: bool
    branches: tuple[Leaf | Parting, ...]


class Tree(Struct):
    """One tree of a decision that runs: ``name`` is the identity of its block or extra."""

    name: str
    run: Run
    root: Leaf | Parting
    leaves: list[Leaf] = field(default_factory=list)


class TooManyLeaves(Exception):
    """More leaves than are numbered."""


def trees(graph: DecisionGraph) -> list[Tree]:
    """Every tree of every decision; raises ``TooManyLeaves``."""
    found: list[Tree] = []
    for run in graph.runs:
        lines, parts = _split(graph, run.node)
        for position, part in enumerate(parts or [None]):
            name = run.node if part is None or isinstance(part, ForkNode) else part.id
            if any(name == one.name for one in found):
                name = f"{run.node}/{position + 1}" if part is None else part.id
            tree = Tree(name, run, Leaf(0, run.node, ()))
            held = lines if position == 0 else ()
            tree.root = _grown(graph, tree, run.node, held, [] if part is None else [part])
            found.append(tree)
    return found


def _split(graph: DecisionGraph, name: NodeId) -> tuple[tuple[NodeId, ...], list[ForkNode | ExtraNode]]:
    """The lines of a block that always hold, and its forks and extras; ``until`` extras are never part of a tree."""
    node = graph.nodes[name]
    match node:
        case BlockNode(of=of):
            inside = [_split(graph, inner) for inner in of]
            return tuple(line for lines, _ in inside for line in lines), [one for _, more in inside for one in more]
        case ForkNode():
            return (), [node]
        case ExtraNode(waiting=waiting):
            return (), [] if waiting else [node]
        case ConflictNode(id=own, then=then):
            if then is None:
                return (own,), []
            lines, parts = _split(graph, then)
            return (own, *lines), parts
        case _:
            return (name,), []


def _grown(
    graph: DecisionGraph, tree: Tree, block: NodeId, held: tuple[NodeId, ...], parts: Sequence[ForkNode | ExtraNode]
) -> Leaf | Parting:
    if not parts:
        leaf = Leaf(len(tree.leaves) + 1, block, held)
        tree.leaves.append(leaf)
        if leaf.number > MOST_LEAVES:
            raise TooManyLeaves
        return leaf
    first, rest = parts[0], list(parts[1:])

    def into(then: NodeId) -> Leaf | Parting:
        lines, more = _split(graph, then)
        return _grown(graph, tree, then, (*held, *lines), [*more, *rest])

    if isinstance(first, ForkNode):
        conditions = tuple(branch.condition for branch in first.branches)
        return Parting(
            first.id, conditions, first.ordered, False, tuple(into(branch.then) for branch in first.branches)
        )
    outside = _grown(graph, tree, block, held, rest)
    return Parting(first.id, (first.condition,), False, True, (into(first.then), outside))


def conditions_of(part: Leaf | Parting) -> list[ConditionId]:
    """Every condition of a tree."""
    if isinstance(part, Leaf):
        return []
    return [*part.conditions, *(one for branch in part.branches for one in conditions_of(branch))]


class NotSettled(Exception):
    """A tree that is not proved to lead every complete patient to one leaf."""


def settled_leaf(meaning: Meaning, tree: Tree) -> Sql:
    """The leaf of a complete patient as nested CASEs; raises ``NotSettled``.

    What the branches above rule out is left out of a condition: ``moderate`` after ``severe`` is just below 1.0.
    """
    cells = fork_cells(meaning.graph, conditions_of(tree.root))
    return _settled(meaning, tree.root, cells, cells.every if cells else 0)


def _settled(meaning: Meaning, part: Leaf | Parting, cells: Cells | None, inside: int) -> Sql:
    if isinstance(part, Leaf):
        return whole(part.number)
    if part.is_extra:
        held = cells.holds(part.conditions[0]) if cells else 0
        condition = _shortened(meaning, part.conditions[0], cells, inside)
        yes = _settled(meaning, part.branches[0], cells, inside & held)
        return case([(condition, yes)], _settled(meaning, part.branches[1], cells, inside & ~held))
    here = cells is not None and cells.exactly_one(part.conditions, part.ordered, inside)
    if not here and not proved_exactly_one(meaning.graph, part.conditions, part.ordered):
        raise NotSettled
    branches: list[tuple[Sql, Sql]] = []
    left = inside
    for name, branch in zip(part.conditions, part.branches, strict=True):
        held = left & cells.holds(name) if cells else 0
        branches.append((_shortened(meaning, name, cells, left), _settled(meaning, branch, cells, held)))
        left &= ~held
    return nested(branches[:-1], branches[-1][1])


def _shortened(meaning: Meaning, name: ConditionId, cells: Cells | None, inside: int) -> Sql:
    """A condition, shortened to what it says inside some cells."""
    if cells is None:
        return _definite(meaning, name)
    held = cells.holds(name) & inside
    if held == inside:
        return truth(True)
    if not held:
        return truth(False)
    node = meaning.graph.conditions[name]
    match node:
        case AllOf(of=of):
            return all_of(_shortened(meaning, part, cells, inside) for part in _needed(cells, of, held, inside))
        case AnyOf(of=of):
            return any_of(_shortened(meaning, part, cells, inside) for part in of)
        case LabelIn(of=label, labels=labels):
            fork = meaning.graph.labels[label]
            if isinstance(fork, LabelFork) and not fork.ordered and _is_plain(meaning, fork):
                chosen = [condition for condition, one, _ in fork.branches if one in labels]
                if len(chosen) == 1:
                    return _shortened(meaning, chosen[0], cells, inside)
            return _definite(meaning, name)
        case _:
            return _definite(meaning, name)


def _is_plain(meaning: Meaning, fork: LabelFork) -> bool:
    conditions = [condition for condition, _, _ in fork.branches]
    return all(nested is None for _, _, nested in fork.branches) and proved_exactly_one(
        meaning.graph, conditions, fork.ordered
    )


def _needed(cells: Cells, parts: Sequence[ConditionId], held: int, inside: int) -> list[ConditionId]:
    """The parts of an ``and`` without those that the others and the cells imply."""
    kept = list(parts)
    for part in parts:
        others = inside
        for other in kept:
            if other != part:
                others &= cells.holds(other)
        if others == held:
            kept.remove(part)
    return kept


def _definite(meaning: Meaning, name: ConditionId) -> Sql:
    found = meaning.truth(name)
    if not found.definite:
        raise NotSettled
    return found.yes()


def open_leaf(meaning: Meaning, opened: Mapping[NodeId, Opened], tree: Tree) -> Sql:
    """The leaf of a patient about whom something is unknown; null where it is open."""
    return _open(meaning, opened, tree.root)


def _open(meaning: Meaning, opened: Mapping[NodeId, Opened], part: Leaf | Parting) -> Sql:
    if isinstance(part, Leaf):
        return whole(part.number)
    if part.is_extra:
        holds = meaning.truth(part.conditions[0])
        inside, outside = (_open(meaning, opened, branch) for branch in part.branches)
        return case([(holds.tree(), inside), (negated(holds.tree()), outside)], null())
    fork = opened[part.fork]
    return case(
        [(fork.only(place), _open(meaning, opened, branch)) for place, branch in enumerate(part.branches)], null()
    )
