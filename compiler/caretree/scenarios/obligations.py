"""What a guideline's scenarios owe it, read from the decision graph alone, and which patients pay it.

    leaf        every outcome of a decision: some patient for whom it holds
    branch      every branch of a fork, and both sides of an extra
    row         every grade, table row, criterion of a score and branch of a calculated definition
    condition   every part of a condition: two patients for whom nothing else masks it, one with it and one without
                (masking MC/DC: Chilenski, DOT/FAA/AR-01/18)

An obligation is met by what the patients' values make true when the graph is read for them, not by what a scenario was
written for: take the scenario away, and the obligation is open again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from caretree.decisions.expressions import ConditionId, LabelFork, NumberFork, Score
from caretree.decisions.graph import DecisionGraph, ExtraNode, ForkNode
from caretree.decisions.reads import reached
from caretree.scenarios.condition_words import condition_words
from caretree.scenarios.influence import influences
from caretree.scenarios.option_rules import argument_id
from caretree.scenarios.reached import leaves
from caretree.solver.paths import Path, branch_steps, places, taken

Kind = Literal["leaf", "branch", "row", "condition"]


class Obligation(Struct, frozen=True):
    """One thing owed. A patient pays a side by one of the ways: everything in it is as it says. ``sides`` has one
    entry, or for a condition two that belong together, way by way. ``phase`` is the pathway and phase to be in;
    ``scoped`` is whether only patients in scope count."""

    kind: Kind
    identity: str
    sides: tuple[tuple[Path, ...], ...]
    phase: tuple[str, str] | None = None
    scoped: bool = True


def obligations(graph: DecisionGraph) -> tuple[Obligation, ...]:
    """Every obligation, each once, in the order of the guideline."""
    found = [*_leaves(graph), *_branches(graph), *_rows(graph), *_conditions(graph)]
    return tuple({(one.kind, one.identity): one for one in reversed(found)}.values())[::-1]


def _leaves(graph: DecisionGraph) -> Iterator[Obligation]:
    ways = places(graph)
    for leaf in leaves(graph):
        if leaf.id in ways:
            yield Obligation("leaf", leaf.id, ((ways[leaf.id].path,),))


def _branches(graph: DecisionGraph) -> Iterator[Obligation]:
    for place in places(graph).values():
        node = place.node
        if isinstance(node, ForkNode):
            for position, branch in enumerate(node.branches):
                yield Obligation("branch", branch.then, (((*place.path, *branch_steps(node, position)),),))
        elif isinstance(node, ExtraNode):
            for truth, word in ((True, "taken"), (False, "not taken")):
                yield Obligation("branch", f"{node.id}: {word}", (((*place.path, (node.condition, truth)),),))


def _rows(graph: DecisionGraph) -> Iterator[Obligation]:
    for name, (kind, value) in graph.defined.items():
        for inner, one in reached(graph, [(kind, value)]):
            for way, text in _rows_of(graph, inner, one):
                yield Obligation("row", f"definitions/{name}: {text}", ((way,),))


def _rows_of(graph: DecisionGraph, kind: str, name: str) -> Iterator[tuple[Path, str]]:
    node = graph.labels[name] if kind == "label" else graph.numbers[name] if kind == "number" else None
    match node:
        case LabelFork(ordered=ordered, branches=branches):
            conditions = [condition for condition, _, _ in branches]
            for place, (condition, label, _) in enumerate(branches):
                yield taken(conditions, ordered, place), f"{label} when {condition_words(graph, condition)}"
        case NumberFork(ordered=ordered, branches=cases):
            conditions = [condition for condition, _ in cases]
            for place, condition in enumerate(conditions):
                yield taken(conditions, ordered, place), f"when {condition_words(graph, condition)}"
        case Score(items=items):
            for points, condition in items:
                yield ((condition, True),), f"{points} if {condition_words(graph, condition)}"
        case _:
            return


def _conditions(graph: DecisionGraph) -> Iterator[Obligation]:
    if graph.applies_when is not None:
        yield from _parts(graph, "scope", (), graph.applies_when, scoped=False)
    for place in places(graph).values():
        node = place.node
        if isinstance(node, ForkNode):
            for position, branch in enumerate(node.branches):
                if not branch.otherwise:
                    way = (*place.path, *branch_steps(node, position)[:-1])
                    yield from _parts(graph, branch.then, way, branch.condition)
        elif isinstance(node, ExtraNode):
            yield from _parts(graph, node.id, place.path, node.condition)
    for block in graph.options.values():
        for option in block.options:
            for argument in option.arguments:
                yield from _parts(graph, argument_id(option, argument), (), argument.condition)
    for pathway in graph.pathways:
        for phase in pathway.phases:
            for move in phase.transitions:
                yield from _parts(graph, move.id, (), move.condition, phase=(pathway.id, phase.id))


def _parts(
    graph: DecisionGraph,
    node: str,
    way: Path,
    condition: ConditionId,
    *,
    phase: tuple[str, str] | None = None,
    scoped: bool = True,
) -> Iterator[Obligation]:
    for one in influences(graph, condition):
        sides = tuple(tuple((*way, *beside, (one.part, truth)) for beside in one.ways) for truth in (True, False))
        yield Obligation("condition", f"{node}?{condition_words(graph, one.part)}", sides, phase, scoped)


Holds = Callable[[Path], bool]


def paid(obligation: Obligation, holds: Holds) -> Iterator[tuple[int, int]]:
    """Which side is paid in which way by one patient, for whom ``holds`` says whether everything on a way is so."""
    for side, ways in enumerate(obligation.sides):
        for number, way in enumerate(ways):
            if holds(way):
                yield side, number


def is_met(obligation: Obligation, payments: Iterable[tuple[int, int]]) -> bool:
    """Whether every side is paid, in one and the same way."""
    found = set(payments)
    ways = range(len(obligation.sides[0]))
    return any(all((side, way) in found for side in range(len(obligation.sides))) for way in ways)
