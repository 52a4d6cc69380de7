"""A decision graph as text for other drawing tools: Mermaid and Graphviz (DOT).

    neutrophils/severe        n3["severe"] --> n4["consider G-CSF"]

The site draws its own pictures; these are for pasting elsewhere. Every text is data, escaped for its language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import assert_never

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
    GraphNode,
    NodeId,
    NothingNode,
    ReportNode,
)
from caretree.guideline.guideline import Guideline
from caretree.guideline.header import not_approved

MERMAID_READS = re.compile(
    r"""[^\w\s.,:;/()'^=+?!%\x80-\U0010ffff-]|_|%(?=[%{])|(?<=%)%|:(?=\S)|^[-+=](?!\w)|(?<=^\d)[.)](?!\w)|(?<=^\d\d)[.)](?!\w)"""
)
"""What is read as more than text: marks of Mermaid, Markdown and HTML, an icon (``fa:fa-car``), the start of a list."""


class _Arrow(Struct, frozen=True):
    """From one node to another. ``label`` is what a block is called: the way into it; ``dashed`` leads to an extra."""

    start: NodeId
    end: NodeId
    label: str
    dashed: bool = False


def mermaid(graph: DecisionGraph) -> str:
    """The decisions as a Mermaid flowchart. Nodes are called ``n0``, ``n1``, … in the order of the graph; comments give
    their identities."""
    short = _short(graph)
    lines = [*_front(graph), "flowchart TD"]
    for name, text in _boxes(graph):
        lines.append(f"  %% {short[name]} {name}")
        lines.append(f'  {short[name]}["{_mermaid_text(text)}"]')
    for arrow in _arrows(graph):
        lines.append(f"  {short[arrow.start]} {'-.->' if arrow.dashed else '-->'} {short[arrow.end]}")
    return "\n".join(lines) + "\n"


def dot(graph: DecisionGraph) -> str:
    """The decisions as a Graphviz digraph; nodes are called by their identities."""
    lines = ["digraph guideline {", f"  label={_dot_text(_title(graph))}; labelloc=t;", "  node [shape=box];"]
    lines += [f"  {_dot_text(name)} [label={_dot_text(text)}];" for name, text in _boxes(graph)]
    for arrow in _arrows(graph):
        style = " [style=dashed]" if arrow.dashed else ""
        lines.append(f"  {_dot_text(arrow.start)} -> {_dot_text(arrow.end)}{style};")
    return "\n".join([*lines, "}"]) + "\n"


def _title(graph: DecisionGraph) -> str:
    """What stands above a picture: which guideline it is, and that it is not approved."""
    header = graph.guideline.header
    return " ".join(text for text in (f"{header.id}, version {header.version}.", not_approved(header)) if text)


def _front(graph: DecisionGraph) -> list[str]:
    """Mermaid's front matter is YAML: a text in JSON is one."""
    return ["---", f"title: {json.dumps(_title(graph))}", "---"]


def _short(graph: DecisionGraph) -> dict[NodeId, str]:
    return {name: f"n{index}" for index, (name, _) in enumerate(_boxes(graph))}


def _mermaid_text(text: str) -> str:
    """Mermaid reads ``#n;`` as the character n. Whatever it, its Markdown or its HTML could read as more than text is
    written so; nothing else, because Mermaid set to draw labels without HTML shows the number."""
    shown = MERMAID_READS.sub(lambda found: "".join(f"#{ord(c)};" for c in found[0]), " ".join(text.split()))
    return shown or " "


def _dot_text(text: str) -> str:
    """Graphviz reads ``&lt;`` as HTML does, also between quotation marks."""
    escaped = " ".join(text.split()).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _boxes(graph: DecisionGraph) -> Iterator[tuple[NodeId, str]]:
    """Every node that is drawn, with its words, decision by decision from the top."""
    for run in graph.runs:
        yield from _below(graph, run.node, run.name)


def _below(graph: DecisionGraph, name: NodeId, label: str) -> Iterator[tuple[NodeId, str]]:
    yield name, label or _words(graph.nodes[name], graph.guideline)
    for arrow in _from(graph, name):
        yield from _below(graph, arrow.end, arrow.label)


def _arrows(graph: DecisionGraph) -> Iterator[_Arrow]:
    for name, _ in _boxes(graph):
        yield from _from(graph, name)


def _from(graph: DecisionGraph, name: NodeId) -> Iterator[_Arrow]:
    """The arrows that leave a node. Blocks below branches and extras are drawn by what stands in them."""
    match graph.nodes[name]:
        case BlockNode(of=parts):
            for part in parts:
                yield from _into(graph, name, part)
        case ConflictNode(then=then) if then is not None:
            yield _Arrow(name, then, "until resolved")
        case _:
            return


def _into(graph: DecisionGraph, name: NodeId, part: NodeId) -> Iterator[_Arrow]:
    match graph.nodes[part]:
        case ForkNode(branches=branches, subject=subject):
            for branch in branches:
                label = f"{subject}: {branch.label}" if subject and not branch.otherwise else branch.label
                yield _Arrow(name, branch.then, label)
        case ExtraNode(then=then, label=label, waiting=waiting):
            word = "until" if waiting else "also when"
            yield _Arrow(name, then, label if label.startswith(word) else f"{word} {label}", dashed=True)
        case _:
            yield _Arrow(name, part, "")


def _words(node: GraphNode, guideline: Guideline) -> str:
    match node:
        case AdviceNode(strength=strength, action=action, timing=timing):
            return f"{strength} {_name(guideline.actions, action)}" + (f", {timing}" if timing else "")
        case ChoiceNode(strength=strength, mode=mode, options=options):
            return f"{strength} {mode} of {_name(guideline.options, options)}"
        case GapNode(gap=gap):
            return f"gap: {_name(guideline.gaps, gap)}"
        case ConflictNode(conflict=conflict):
            return f"conflict: {_name(guideline.conflicts, conflict)}"
        case NothingNode():
            return "nothing further"
        case ReportNode(of=of):
            return f"report {_name((*guideline.definitions, *guideline.inputs), of)}"
        case BlockNode() | ForkNode() | ExtraNode():
            return node.id.rsplit("/", 1)[-1].replace("-", " ")
        case _:
            assert_never(node)


def _name(things: tuple[object, ...], identity: str) -> str:
    found = (thing.name for thing in things)  # type: ignore[attr-defined]
    return next((name.long for name in found if name.id == identity), identity)
