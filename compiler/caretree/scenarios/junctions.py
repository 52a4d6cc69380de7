"""Where a condition decides something: branches, extras, arguments of options, moves, rules, the scope.

    neutrophils/severe/infection-found      condition: infection found; the way there: neutropenia is severe

One junction becomes one rule of a feature: a typical patient, the patients at its limits, and what happens when
something it reads is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from caretree.decisions.expressions import ConditionId
from caretree.decisions.graph import (
    BlockNode,
    ChoiceNode,
    ConflictNode,
    DecisionGraph,
    ExtraNode,
    ForkNode,
    NodeId,
    ReportNode,
)
from caretree.guideline.citation import Cite
from caretree.scenarios.says import words
from caretree.solver.paths import Path, branch_steps

Kind = Literal["block", "branch", "extra", "argument", "report"]


class Junction(Struct, frozen=True):
    """``condition`` is ``None`` for what always applies where the way leads (a decision itself, ``otherwise``).

    ``node`` is its identity, ``covers`` what is reached when it holds, ``title`` is for people.
    """

    kind: Kind
    node: str
    title: str
    way: Path
    condition: ConditionId | None = None
    cites: tuple[Cite, ...] = ()
    covers: tuple[str, ...] = ()

    @property
    def taken(self) -> Path:
        """What must hold for it to be taken."""
        return self.way if self.condition is None else (*self.way, (self.condition, True))


def junctions(graph: DecisionGraph, root: NodeId, start: Path) -> Iterator[Junction]:
    """Every junction of a decision, depth first."""
    node = graph.nodes[root]
    cites = tuple(cite for one in _lines(graph, root) for cite in _cites(graph, one))
    yield Junction("block", root, "always", start, None, tuple(dict.fromkeys(cites)), (root, *_lines(graph, root)))
    if isinstance(node, BlockNode):
        yield from _inside(graph, root, start, "")


def _inside(graph: DecisionGraph, block: NodeId, way: Path, above: str) -> Iterator[Junction]:
    node = graph.nodes[block]
    assert isinstance(node, BlockNode)
    for name in node.of:
        child = graph.nodes[name]
        if isinstance(child, ForkNode):
            yield from _fork(graph, child, way, above)
        elif isinstance(child, ExtraNode):
            title = _joined(above, child.label)
            covers = (child.id, child.then, *_lines(graph, child.then))
            cites = _all_cites(graph, child.cites, child.then)
            yield Junction("extra", child.id, title, way, child.condition, cites, covers)
            yield from _inside(graph, child.then, (*way, (child.condition, True)), title)
        elif isinstance(child, ReportNode):
            yield Junction(
                "report", child.id, _joined(above, f"report {words(child.of)}"), way, None, child.cites, (child.id,)
            )


def _fork(graph: DecisionGraph, fork: ForkNode, way: Path, above: str) -> Iterator[Junction]:
    for position, branch in enumerate(fork.branches):
        label = f"{fork.subject}: {branch.label}" if fork.subject else branch.label
        title = _joined(above, label)
        steps = branch_steps(fork, position)
        covers = (fork.id, branch.then, *_lines(graph, branch.then))
        cites = _all_cites(graph, branch.cites, branch.then)
        if branch.otherwise:
            yield Junction("branch", branch.then, title, (*way, *steps), None, cites, covers)
        else:
            yield Junction("branch", branch.then, title, (*way, *steps[:-1]), branch.condition, cites, covers)
        yield from _inside(graph, branch.then, (*way, *steps), title)


def _joined(above: str, label: str) -> str:
    return f"{above}, {label}" if above else label


def _lines(graph: DecisionGraph, block: NodeId) -> tuple[NodeId, ...]:
    """What is said directly in a block: its own lines, and those of the conflicts in it."""
    node = graph.nodes[block]
    found: list[NodeId] = []
    for name in node.of if isinstance(node, BlockNode) else ():
        child = graph.nodes[name]
        if not isinstance(child, ForkNode | ExtraNode):
            found.append(name)
        if isinstance(child, ConflictNode) and child.then is not None:
            found += [child.then, *_lines(graph, child.then)]
    return tuple(found)


def _cites(graph: DecisionGraph, name: NodeId) -> tuple[Cite, ...]:
    node = graph.nodes[name]
    return () if isinstance(node, BlockNode) else node.cites


def _all_cites(graph: DecisionGraph, own: tuple[Cite, ...], block: NodeId) -> tuple[Cite, ...]:
    below = [cite for name in _lines(graph, block) for cite in _cites(graph, name)]
    once = {(cite.source, cite.statement): cite for cite in reversed([*own, *below])}
    return tuple(sorted(once.values(), key=lambda cite: [str(cite) for cite in [*own, *below]].index(str(cite))))


def choice_places(graph: DecisionGraph, options: str, ways: dict[NodeId, Path]) -> list[tuple[NodeId, Path]]:
    """Where a set of options is offered, each place with the way there."""
    found = [node.id for node in graph.nodes.values() if isinstance(node, ChoiceNode) and node.options == options]
    return [(name, ways[name]) for name in found if name in ways]
