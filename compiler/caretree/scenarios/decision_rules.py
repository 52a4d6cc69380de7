"""The feature of one decision: a rule for every branch and extra, in the order of writing.

decision neutrophils      always · neutropenia: severe · neutropenia: severe, infection found · …
"""

from __future__ import annotations

from collections.abc import Iterator

from caretree.decisions.expressions import ConditionId, InPhase
from caretree.decisions.graph import (
    AdviceNode,
    BlockNode,
    ChoiceNode,
    ConflictNode,
    DecisionGraph,
    ExtraNode,
    GapNode,
    ReportNode,
    Run,
)
from caretree.decisions.patient_record import PhaseValue
from caretree.decisions.reads import reached
from caretree.scenarios.composing import Composing, Setting, limit_tables, missing_tables, pair_tables, shown_parts
from caretree.scenarios.junctions import Junction, junctions
from caretree.scenarios.says import View
from caretree.scenarios.scenario import Feature, Rule, Table
from caretree.scenarios.variation import Key, changed, day_of
from caretree.solver.paths import Path, places


def decision_feature(composing: Composing, run: Run) -> Feature:
    """Everything one decision can say."""
    start: Path = () if run.condition is None else ((run.condition, True),)
    branches = junctions(composing.graph, run.node, start)
    rules = [*_phases(composing, run), *(_rule(composing, run.node, one) for one in branches)]
    return Feature(run.node, run.name, tuple(rule for rule in rules if rule.tables))


def _phases(composing: Composing, run: Run) -> Iterator[Rule]:
    """Where a pathway says when a decision is taken: the same patient in each of its phases."""
    asked = None if run.condition is None else composing.graph.conditions[run.condition]
    for pathway in composing.graph.pathways:
        if not isinstance(asked, InPhase) or asked.pathway != pathway.id:
            continue
        view: View = ("decision", run.node)
        key: Key = ("phase", pathway.id)
        since = day_of(composing.search.base) - 7
        starts = [changed(composing.search.base, key, PhaseValue(phase.id, since)) for phase in pathway.phases]
        way = _spoken(composing.graph, run)
        patients = [composing.search.find(way, start, frozenset({key})) for start in starts]
        rows = [composing.row(one, view, covers=(run.node,)) for one in patients if one is not None]
        name = f"the phases of {pathway.name}"
        yield Rule(run.node, name, pathway.cites, view, tuple(composing.table(name, rows)))


def _spoken(graph: DecisionGraph, run: Run) -> Path:
    """The way to the first thing a decision says, wherever it is taken."""
    said = AdviceNode | ChoiceNode | ConflictNode | GapNode | ReportNode
    inside = [place for name, place in places(graph).items() if name.startswith(f"{run.node}/")]
    paths = [
        tuple(step for step in one.path if step[0] != run.condition) for one in inside if isinstance(one.node, said)
    ]
    return min(paths, key=len, default=())


def _rule(composing: Composing, decision: str, junction: Junction) -> Rule:
    view: View = ("decision", decision)
    setting = Setting(junction.node, junction.title, (*junction.way, *_visible(composing.graph, junction)), view)
    tables = _typical(composing, setting, junction)
    conditions = _conditions(composing.graph, junction)
    parts = [part for condition in conditions for part in shown_parts(composing, setting, condition)]
    tables += pair_tables(composing, setting, parts)
    tables += limit_tables(composing, setting, parts)
    tables += missing_tables(composing, setting, parts)
    return Rule(junction.node, junction.title, junction.cites, view, tuple(tables))


def _visible(graph: DecisionGraph, junction: Junction) -> Path:
    """What must hold for a branch to say anything: the condition of its first extra, where it holds nothing else."""
    block = graph.nodes.get(junction.node)
    if junction.kind != "branch" or not isinstance(block, BlockNode):
        return ()
    items = [graph.nodes[name] for name in block.of]
    extras = [item.condition for item in items if isinstance(item, ExtraNode)]
    return ((extras[0], True),) if extras and len(extras) == len(items) else ()


def _typical(composing: Composing, setting: Setting, junction: Junction) -> list[Table]:
    record = composing.look(junction.node, f"a patient for {junction.title}", junction.taken)
    if record is None or junction.kind == "report":
        return []
    row = composing.row(record, setting.view, covers=junction.covers)
    return composing.table(f"{setting.title}: a typical patient", [row])


def _conditions(graph: DecisionGraph, junction: Junction) -> list[ConditionId]:
    """The junction's own condition; for a report, those its value is worked out from."""
    if junction.condition is not None:
        return [junction.condition]
    node = graph.nodes[junction.node]
    if not isinstance(node, ReportNode):
        return []
    if node.kind == "condition":
        return [node.value]
    inside = [name for kind, name in reached(graph, [(node.kind, node.value)]) if kind == "condition"]
    below = {name for one in inside for kind, name in reached(graph, [("condition", one)]) if name != one}
    return [name for name in inside if name not in below]
