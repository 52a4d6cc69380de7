"""A decision as an outline of boxes, the form its flowchart and its text version share.

decision neutrophils:                  Box "neutrophils"          row: depending on neutropenia
  depending on neutropenia:              Box chip "severe"        row: should use more frequent blood counts
    severe:                                Box chip "also when fever" (dashed)
      should use more frequent blood counts     row: should use hospital admission
      also when fever:
        should use hospital admission
"""

from __future__ import annotations

from typing import assert_never

from msgspec import Struct
from msgspec.structs import replace

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
    NodeId,
    NothingNode,
    ReportNode,
)
from caretree.decisions.graph import Run as DecisionRun
from caretree.decisions.walk import below
from caretree.guideline.citation import Cite
from caretree.targets.site.escape import anchor
from caretree.targets.site.measure import Run
from caretree.targets.site.names import Names


class Row(Struct, frozen=True):
    """One line of a box. ``kind`` is a strength, ``choice``, ``gap``, ``conflict``, ``nothing``, ``report``, ``fork``,
    ``caveat`` or ``title``; ``under`` holds citations and caveats, each a link."""

    node: NodeId
    kind: str
    text: tuple[Run, ...]
    under: tuple[Run, ...] = ()
    href: str = ""


class Box(Struct, frozen=True):
    """One box: a block with what led to it (``chip``). ``kind`` is ``root``, ``branch``, ``otherwise``, ``extra``,
    ``until`` or ``conflict``; ``chip_under`` holds the citations of the branch."""

    node: NodeId
    kind: str
    chip: str
    rows: tuple[Row, ...]
    children: tuple[Box, ...]
    chip_under: tuple[Run, ...] = ()


def decision_outline(graph: DecisionGraph, run: DecisionRun, names: Names) -> Box:
    """The outline of one decision. Links go to the page that ``names`` stands on."""
    cites = next((d.cites for d in graph.guideline.decisions if d.name.id == run.decision), ())
    title = Row(run.node, "title", (Run(run.name, bold=True),), names.cites(cites))
    return _Outliner(graph, names, run.decision).box(run.node, "root", "", first=(title,))


def answer_rows(graph: DecisionGraph, run: DecisionRun, names: Names) -> tuple[Row, ...]:
    """Every line of a decision that answers something, in order of writing, without citations."""
    outliner = _Outliner(graph, names, run.decision)
    rows = [row for node in below(graph.nodes, [run.node]) for row in outliner.row(node)]
    return tuple(replace(row, under=()) for row in rows if row.kind != "fork")


class _Outliner(Struct, frozen=True):
    graph: DecisionGraph
    names: Names
    decision: str

    def box(self, block: NodeId, kind: str, chip: str, under: tuple[Run, ...] = (), first: tuple[Row, ...] = ()) -> Box:
        node = self.graph.nodes[block]
        assert isinstance(node, BlockNode)
        rows, children = list(first), list[Box]()
        if node.see:
            rows.append(Row(block, "caveat", (), self.under((), node.see)))
        for item in sorted(node.of, key=lambda each: isinstance(self.graph.nodes[each], ForkNode)):
            rows += self.row(item)
        for item in node.of:
            children += self.children(item)
        return Box(block, kind, chip, tuple(rows), tuple(children), under)

    def row(self, identity: NodeId) -> list[Row]:
        node = self.graph.nodes[identity]
        match node:
            case AdviceNode():
                return [self.advice(node)]
            case ChoiceNode():
                return [self.choice(node)]
            case GapNode(gap=gap):
                return [self.silence(identity, "gap", "source silent:", gap, node.cites)]
            case ConflictNode(conflict=conflict):
                return [self.silence(identity, "conflict", "conflict:", conflict, node.cites)]
            case NothingNode(cites=cites):
                return [Row(identity, "nothing", (Run("nothing further", bold=True),), self.names.cites(cites))]
            case ReportNode(of=of, cites=cites):
                kind, name = self.names.value(of)
                text = (Run("report", bold=True), Run(name))
                return [Row(identity, "report", text, self.names.cites(cites), self.names.link(anchor(kind, of)))]
            case ForkNode():
                return [Row(identity, "fork", (Run(fork_words(node)),), self.names.cites(node.cites))]
            case ExtraNode() | BlockNode():
                return []
            case _:
                assert_never(node)

    def advice(self, node: AdviceNode) -> Row:
        text = self.names.action(node.action) + advice_words(node, self.names)
        href = self.names.link(advice_anchor(self.decision, node.direction, node.action))
        runs = (Run(node.strength, bold=True), Run(text))
        return Row(node.id, node.strength.replace(" ", "-"), runs, self.under(node.cites, node.see), href)

    def choice(self, node: ChoiceNode) -> Row:
        words = f"{node.strength} {node.mode} of"
        text = (Run(words, bold=True), Run(self.names.get("options", node.options)))
        href = self.names.link(anchor("options", node.options))
        return Row(node.id, "choice", text, self.under(node.cites, node.see), href)

    def silence(self, node: NodeId, kind: str, words: str, identity: str, cites: tuple[Cite, ...]) -> Row:
        text = (Run(words, bold=True), Run(self.names.get(kind, identity)))
        return Row(node, kind, text, self.names.cites(cites), self.names.link(anchor(kind, identity)))

    def under(self, cites: tuple[Cite, ...], see: tuple[str, ...]) -> tuple[Run, ...]:
        caveats = [self.names.caveat(each) for each in see]
        return self.names.cites(cites) + tuple(
            Run(f"see {kind} {name}", href=self.names.link(to)) for kind, name, to in caveats
        )

    def children(self, identity: NodeId) -> list[Box]:
        match self.graph.nodes[identity]:
            case ForkNode(branches=branches):
                return [self.branch(branch) for branch in branches]
            case ExtraNode(then=then, waiting=waiting, label=label, cites=cites):
                kind = "until" if waiting else "extra"
                return [self.box(then, kind, extra_words(label, waiting), self.names.cites(cites))]
            case ConflictNode(conflict=conflict, then=then) if then is not None:
                follow = next(c.follow for c in self.graph.guideline.conflicts if c.name.id == conflict)
                return [self.box(then, "conflict", f"until resolved, follow {follow}")]
            case _:
                return []

    def branch(self, branch: GraphBranch) -> Box:
        kind = "otherwise" if branch.otherwise else "branch"
        return self.box(branch.then, kind, branch.label, self.names.cites(branch.cites))


def fork_words(fork: ForkNode) -> str:
    """What a fork asks, for people: exactly one branch fits."""
    match fork.origin:
        case "depending on" | "table":
            return f"depending on {fork.subject}:"
        case "first that applies":
            return "the first that applies, from top to bottom:"
        case _:
            return "one of these:" if len(fork.branches) > 1 else "only when:"


def extra_words(label: str, waiting: bool) -> str:
    """The chip of an extra: ``also when fever``, ``until ANC is known``."""
    word = "until" if waiting else "also when"
    return label if label.startswith(word) else f"{word} {label}"


def advice_words(node: AdviceNode, names: Names) -> str:
    """What follows the action in a recommendation: timing, what it comes after, how certain."""
    parts = [node.timing] if node.timing else []
    parts += [f"after {names.action(node.after)}"] if node.after else []
    parts += [f"{node.certainty.removesuffix(' certainty')} certainty"] if node.certainty else []
    return "".join(f", {part}" for part in parts)


def advice_anchor(decision: str, direction: str, action: str) -> str:
    """The id of the card of one action in one decision: ``offer/neutrophils/g-csf``."""
    return anchor(direction, f"{decision}/{action}")
