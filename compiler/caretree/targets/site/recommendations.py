"""The recommendations of a decision, one card for each action and direction, each line with the way that leads to it.

depending on neutropenia: severe: when infection found: consider G-CSF
    Card("offer", "G-CSF", lines=(AdviceLine("consider", way=("neutropenia: severe", "infection found")),))
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caretree.decisions.graph import (
    AdviceNode,
    BlockNode,
    ChoiceNode,
    ConflictNode,
    DecisionGraph,
    ExtraNode,
    ForkNode,
    GapNode,
    GraphBranch,
    GraphNode,
    NodeId,
    NothingNode,
)
from caretree.decisions.graph import Run as DecisionRun
from caretree.targets.site.actions import ActionView, action_view, caveat_links
from caretree.targets.site.escape import anchor, node_anchor
from caretree.targets.site.measure import Run
from caretree.targets.site.names import Names
from caretree.targets.site.outline import advice_anchor, advice_words, extra_words

Way = tuple[str, ...]


class AdviceLine(Struct, frozen=True):
    """One line of the file: its strength, what follows the action, and the way to it."""

    node: str
    strength: str
    words: str
    way: Way
    because: str
    cites: tuple[Run, ...]
    see: tuple[Run, ...]
    notes: tuple[str, ...]


class Card(Struct, frozen=True):
    """One action in one direction (``offer`` or ``against``) in one decision. ``details`` is left out of advice
    against: a dose there would be misread."""

    anchor: str
    direction: str
    action: str
    lines: tuple[AdviceLine, ...]
    details: ActionView | None


class Other(Struct, frozen=True):
    """A choice, a gap, a conflict or ``nothing further``, with the way to it."""

    kind: str
    words: str
    name: str
    href: str
    node: str
    way: Way
    cites: tuple[Run, ...]


def cards(graph: DecisionGraph, run: DecisionRun, names: Names) -> tuple[Card, ...]:
    """The cards of a decision, in the order in which its actions first stand in it."""
    found: dict[tuple[str, str], list[AdviceLine]] = {}
    for node, way in walked(graph, run.node, ()):
        if isinstance(node, AdviceNode):
            found.setdefault((node.direction, node.action), []).append(_advice(node, way, names))
    known = {action.name.id: action for action in graph.guideline.actions}
    result = []
    for (direction, action), lines in found.items():
        details = known.get(action)
        shown = details is not None and (direction == "offer" or bool(details.covers))
        view = action_view(details, known, names) if details is not None and shown else None
        where = advice_anchor(run.decision, direction, action)
        result.append(Card(where, direction, names.action(action), tuple(lines), view))
    return tuple(result)


def _advice(node: AdviceNode, way: Way, names: Names) -> AdviceLine:
    words = advice_words(node, names).removeprefix(", ")
    see = caveat_links(node.see, names)
    where = node_anchor(node.id)
    return AdviceLine(where, node.strength, words, way, node.because, names.cites(node.cites), see, node.notes)


def others(graph: DecisionGraph, run: DecisionRun, names: Names) -> tuple[Other, ...]:
    """What else a decision can answer."""
    return tuple(other for node, way in walked(graph, run.node, ()) if (other := _other(node, way, names)) is not None)


def _other(node: GraphNode, way: Way, names: Names) -> Other | None:
    match node:
        case ChoiceNode(strength=strength, mode=mode, options=options):
            words, kind, identity = f"{strength} {mode} of", "options", options
        case GapNode(gap=identity):
            words, kind = "the source is silent", "gap"
        case ConflictNode(conflict=identity):
            words, kind = "the source says two things", "conflict"
        case NothingNode():
            return Other("nothing", "nothing further", "", "", node_anchor(node.id), way, names.cites(node.cites))
        case _:
            return None
    href = f"#{anchor(kind, identity)}"
    name = names.get(kind, identity)
    return Other(kind, words, name, href, node_anchor(node.id), way, names.cites(node.cites))


def branches(graph: DecisionGraph, run: DecisionRun) -> dict[NodeId, str]:
    """The branch that leads to each block of a decision, away from its fork."""
    found = walked(graph, run.node, ())
    return {node.id: way[-1] for node, way in found if way and isinstance(node, BlockNode)}


def walked(graph: DecisionGraph, identity: NodeId, way: Way) -> Iterator[tuple[GraphNode, Way]]:
    """Every node below a node with the branches that lead to it, depth first."""
    node = graph.nodes[identity]
    yield node, way
    match node:
        case BlockNode(of=parts):
            for part in parts:
                yield from walked(graph, part, way)
        case ForkNode(branches=branches):
            for branch in branches:
                yield from walked(graph, branch.then, (*way, branch_words(node, branch)))
        case ExtraNode(then=then, label=label, waiting=waiting):
            yield from walked(graph, then, (*way, extra_words(label, waiting)))
        case ConflictNode(then=then, conflict=conflict) if then is not None:
            name = next(c.name.long for c in graph.guideline.conflicts if c.name.id == conflict)
            yield from walked(graph, then, (*way, f"until the conflict “{name}” is resolved"))
        case _:
            return


def branch_words(fork: ForkNode, branch: GraphBranch) -> str:
    """A branch away from its fork: ``neutropenia: severe``, ``when not fever``, ``otherwise (not: a; b)``."""
    if branch.otherwise:
        return _otherwise([f"{fork.subject} {b.label}".strip() for b in fork.branches if not b.otherwise])
    return f"{fork.subject}: {branch.label}" if fork.subject else f"when {branch.label.removeprefix('when ')}"


def _otherwise(above: list[str]) -> str:
    """What ``otherwise`` stands for: where one name was asked for, whether it holds."""
    plain = len(above) == 1 and not any(f" {word} " in above[0] for word in ("and", "or", "is", "are"))
    if plain:
        return f"when {above[0].removeprefix('not ')}" if above[0].startswith("not ") else f"when not {above[0]}"
    return f"otherwise (not: {'; '.join(above)})" if above else "otherwise"
