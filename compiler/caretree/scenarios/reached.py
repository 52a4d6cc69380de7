"""Which outcomes of a guideline no example reaches: what a reviewer has not seen happen.

when fever: recommend cultures, otherwise: nothing further        the only example has fever
(Leaf("infections/otherwise/nothing-further", "nothing further", …),)
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from caretree.decisions.answer_phases import open_transitions, window_states
from caretree.decisions.assumptions import with_assumptions
from caretree.decisions.evaluation import Evaluation
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
    GraphTransition,
    NothingNode,
    ReportNode,
)
from caretree.decisions.interpret import interpret
from caretree.decisions.patient import facts_to_mapping, read_patient
from caretree.decisions.patient_record import PatientRecord
from caretree.decisions.phases import possible_phases
from caretree.guideline.citation import Cite


class Leaf(Struct, frozen=True):
    """One outcome: its node's identity, what it says, and what it cites."""

    id: str
    text: str
    cites: tuple[Cite, ...]


def leaves(graph: DecisionGraph) -> tuple[Leaf, ...]:
    """Every outcome: decisions in order, each depth first, then the moves of the pathways."""
    names = _names(graph)
    found = [_leaf(node, names) for run in graph.runs for node in _outcomes(graph, run.node)]
    moves = [one for way in graph.pathways for phase in way.phases for one in phase.transitions]
    return (*found, *(Leaf(one.id, _move(one, names), one.cites) for one in moves))


def unreached(graph: DecisionGraph) -> tuple[Leaf, ...]:
    """The outcomes that hold, certainly or until something is known, for the patient of no example."""
    reached: set[str] = set()
    for example in graph.guideline.examples:
        mapping = facts_to_mapping(graph.guideline, example.facts, example.phases, example.at)
        record, _ = read_patient(graph, mapping)
        if record is not None:
            reached |= reached_by(graph, record)
    return tuple(leaf for leaf in leaves(graph) if leaf.id not in reached)


def reached_by(graph: DecisionGraph, patient: PatientRecord) -> set[str]:
    """The outcomes that hold for one patient; none for a patient who is refused or out of scope."""
    answer, _ = interpret(graph, patient)
    if answer is None or answer.in_scope != "yes":
        return set()
    evaluation = Evaluation(graph, with_assumptions(graph, patient))
    runs = [run for run in graph.runs if run.condition is None or evaluation.truth(run.condition)]
    return {name for run in runs for name in _holding(evaluation, run.node)} | set(_moves(evaluation))


def _outcomes(graph: DecisionGraph, name: str) -> Iterator[GraphNode]:
    node = graph.nodes[name]
    match node:
        case BlockNode(of=parts):
            for part in parts:
                yield from _outcomes(graph, part)
        case ForkNode(branches=branches):
            for branch in branches:
                yield from _outcomes(graph, branch.then)
        case ExtraNode(then=then):
            yield from _outcomes(graph, then)
        case ConflictNode(then=then):
            yield node
            if then is not None:
                yield from _outcomes(graph, then)
        case _:
            yield node


def _holding(evaluation: Evaluation, name: str) -> Iterator[str]:
    """The outcomes below a node whose every condition on the way must be yes."""
    node = evaluation.graph.nodes[name]
    match node:
        case BlockNode(of=parts):
            for part in parts:
                yield from _holding(evaluation, part)
        case ForkNode(branches=branches, ordered=ordered):
            still = evaluation.open_branches([branch.condition for branch in branches], ordered)
            if len(still) == 1:
                yield from _holding(evaluation, branches[still[0]].then)
        case ExtraNode(condition=condition, then=then):
            if evaluation.truth(condition):
                yield from _holding(evaluation, then)
        case ConflictNode(then=then):
            yield name
            if then is not None:
                yield from _holding(evaluation, then)
        case _:
            yield name


def _moves(evaluation: Evaluation) -> Iterator[str]:
    for pathway in evaluation.graph.pathways:
        now = possible_phases(evaluation.graph, evaluation.patient, pathway.id)
        current = [phase for phase in pathway.phases if (phase.id,) == now]
        for phase in current:
            if "early" not in window_states(evaluation, pathway.id, phase):
                open_moves = open_transitions(evaluation, pathway.id, phase)
                yield from (one.id for one in open_moves if evaluation.truth(one.condition))


def _names(graph: DecisionGraph) -> dict[str, str]:
    guideline = graph.guideline
    names = [each.name for each in guideline.gaps] + [each.name for each in guideline.conflicts]
    names += [each.name for each in guideline.options] + [each.name for each in guideline.inputs]
    names += [each.name for each in guideline.definitions] + [each.name for each in guideline.actions]
    phases = {phase.id: phase.name for way in graph.pathways for phase in way.phases}
    return phases | {name.id: name.long for name in names}


def _leaf(node: GraphNode, names: dict[str, str]) -> Leaf:
    return Leaf(node.id, _text(node, names), () if isinstance(node, BlockNode) else node.cites)


def _text(node: GraphNode, names: dict[str, str]) -> str:
    match node:
        case AdviceNode(strength=strength, action=action):
            return f"{strength} {names.get(action, action)}"
        case ChoiceNode(strength=strength, mode=mode, options=options):
            return f"{strength} {mode} of {names.get(options, options)}"
        case GapNode(gap=gap):
            return f"gap {names.get(gap, gap)}"
        case ConflictNode(conflict=conflict):
            return f"conflict {names.get(conflict, conflict)}"
        case ReportNode(of=of):
            return f"report {names.get(of, of)}"
        case NothingNode() | BlockNode() | ForkNode() | ExtraNode():
            return "nothing further"


def _move(move: GraphTransition, names: dict[str, str]) -> str:
    target = names.get(move.target, move.target)
    return move.label or {"go": f"go to {target}", "gap": f"gap {target}"}.get(move.kind, move.kind)
