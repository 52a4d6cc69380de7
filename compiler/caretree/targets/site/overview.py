"""The whole guideline as one small outline: which decisions there are, what each reads, what each can answer.

decision neutrophils: … consider G-CSF …     Box "neutrophils"   row: reads ANC, fever
                                                                 row: consider G-CSF
                                                                 row: and 3 more
"""

from __future__ import annotations

from collections.abc import Iterator

from caretree.decisions.graph import DecisionGraph, ReportNode
from caretree.decisions.graph import Run as DecisionRun
from caretree.decisions.reads import in_file_order, read
from caretree.decisions.walk import below, node_expressions
from caretree.guideline.blocks import OFFERS, STRENGTHS
from caretree.targets.site.escape import anchor
from caretree.targets.site.measure import Run
from caretree.targets.site.names import Names
from caretree.targets.site.outline import Box, Row, answer_rows
from caretree.targets.site.words import condition_words

SHOWN = 6
"""The most answers shown of one decision; the decision's own picture has them all."""


def overview(graph: DecisionGraph, names: Names) -> Box:
    """The overview's outline: the decisions below whom they apply to, those of a pathway below their phase."""
    scope = graph.guideline.header.applies_when
    applies = f"applies when {condition_words(scope)}" if scope else "applies always"
    title = Row("", "title", (Run(graph.guideline.header.title, bold=True),))
    rows = (title, Row("", "fork", (Run(applies),)))
    return Box("", "root", "", rows, tuple(_parts(graph, names)))


def _parts(graph: DecisionGraph, names: Names) -> Iterator[Box]:
    """Phases with their decisions in order; a decision stands in full where it is named first."""
    runs = {run.decision: run for run in graph.runs}
    told: set[str] = set()
    phases = [phase for pathway in graph.pathways for phase in pathway.phases if phase.decides]
    staged = {decision for phase in phases for decision in phase.decides}
    for run in graph.runs:
        if run.decision not in staged:
            yield _decision(graph, run, names)
    for phase in phases:
        again = [_again(runs[decision], names) for decision in phase.decides if decision in told]
        fresh = [_decision(graph, runs[decision], names) for decision in phase.decides if decision not in told]
        told |= set(phase.decides)
        yield Box("", "branch", f"phase: {phase.name}", tuple(again), tuple(fresh))


def _again(run: DecisionRun, names: Names) -> Row:
    return Row(run.node, "fork", (Run(f"{run.name}, as above"),), href=names.link(anchor("decision", run.decision)))


def _decision(graph: DecisionGraph, run: DecisionRun, names: Names) -> Box:
    here = names.link(anchor("decision", run.decision))
    rows = [Row(run.node, "title", (Run(run.name, bold=True),), href=here)]
    needed = _reads(graph, run)
    rows += [Row(run.node, "fork", (Run(f"reads {', '.join(needed)}"),))] if needed else []
    answers = _answers(graph, run, names)
    rows += answers[:SHOWN]
    more = len(answers) - SHOWN
    rows += [Row(run.node, "fork", (Run(f"and {more} more"),), href=here)] if more > 0 else []
    return Box(run.node, "part", "", tuple(rows), ())


def _reads(graph: DecisionGraph, run: DecisionRun) -> list[str]:
    """The names of the inputs whose values can change a decision's answer, in the guideline's order."""
    nodes = [graph.nodes[name] for name in below(graph.nodes, [run.node])]
    found = read(
        graph, [e for node in nodes if not isinstance(node, ReportNode) for e in node_expressions(node)]
    ).inputs
    shown = {one.name.id: one.name.shown for one in graph.guideline.inputs}
    return [shown[name] for name in in_file_order(graph, found)]


def _answers(graph: DecisionGraph, run: DecisionRun, names: Names) -> list[Row]:
    """Every answer once, an action at its strongest: what is offered, what is advised against, what is open."""
    found: dict[str, Row] = {}
    for row in answer_rows(graph, run, names):
        key = row.href or row.kind
        if key not in found or _strength(row) < _strength(found[key]):
            found[key] = row
    return sorted(found.values(), key=_group)


def _strength(row: Row) -> int:
    words = row.kind.replace("-", " ")
    return STRENGTHS.index(words) if words in STRENGTHS else len(STRENGTHS)


def _group(row: Row) -> int:
    """0 offered, 1 advised against, 2 neither."""
    if row.kind == "choice":
        return 0
    place = _strength(row)
    return 0 if place < len(OFFERS) else 1 if place < len(STRENGTHS) else 2
