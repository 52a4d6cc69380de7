"""Gaps and conflicts for a page: in plain sight, with both readings and what is followed.

conflict G-CSF without infection     one reading "…" [6.8] / other reading "…" [6.6; 11.2] / follow other reading
"""

from __future__ import annotations

from msgspec import Struct

from caretree.decisions.graph import ConflictNode, DecisionGraph, GapNode
from caretree.guideline.decisions import Conflict, Gap
from caretree.targets.site.escape import anchor
from caretree.targets.site.measure import Run
from caretree.targets.site.names import Names
from caretree.targets.site.recommendations import walked

READINGS = ("one reading", "other reading")


class GapView(Struct, frozen=True):
    """A gap for a page."""

    anchor: str
    name: str
    text: str
    until_resolved: str
    cites: tuple[Run, ...]
    notes: tuple[str, ...]


class ConflictView(Struct, frozen=True):
    """A conflict for a page: each reading with whether it is followed; ``then`` are the lines that count meanwhile;
    ``answered`` is whether some decision answers with the conflict."""

    anchor: str
    name: str
    readings: tuple[tuple[str, str, tuple[Run, ...], bool], ...]
    follow: str
    because: str
    decided_by: str
    then: tuple[str, ...]
    answered: bool
    notes: tuple[str, ...]


def gap_view(gap: Gap, names: Names) -> GapView:
    """The view of a gap."""
    where = anchor("gap", gap.name.id)
    return GapView(where, gap.name.long, gap.text, gap.until_resolved, names.cites(gap.cites), gap.notes)


def conflict_view(conflict: Conflict, graph: DecisionGraph, names: Names) -> ConflictView:
    """The view of a conflict."""
    readings = tuple(
        (word, reading.text, names.cites(reading.cites), conflict.follow in (word, "both"))
        for word, reading in zip(READINGS, conflict.readings, strict=False)
    )
    nodes = [
        node for node in graph.nodes.values() if isinstance(node, ConflictNode) and node.conflict == conflict.name.id
    ]
    return ConflictView(
        anchor("conflict", conflict.name.id),
        conflict.name.long,
        readings,
        conflict.follow,
        conflict.because,
        conflict.decided_by,
        _then(nodes, graph, names),
        bool(nodes),
        conflict.notes,
    )


def _then(nodes: list[ConflictNode], graph: DecisionGraph, names: Names) -> tuple[str, ...]:
    """What counts until the conflict is resolved: the same wherever the conflict stands."""
    if not nodes or nodes[0].then is None:
        return ()
    lines = []
    for node, _ in walked(graph, nodes[0].then, ()):
        strength, action = getattr(node, "strength", ""), getattr(node, "action", "")
        if strength and action:
            lines.append(f"{strength} {names.action(action)}")
        if isinstance(node, GapNode):
            lines.append(f"gap {names.get('gap', node.gap)}")
    return tuple(lines)
