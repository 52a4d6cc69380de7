"""Which single changes bring a condition nearer to the answer wanted.

fever and ANC is below 0.5: yes, fever is no            fever yes
neutropenia is severe: yes, ANC 1.74                    ANC 0.25, then other values below 0.5
CURB-65 is at least 2: yes, one point now               each criterion that is not met
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import assert_never

from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import (
    AllOf,
    AnyOf,
    Assumed,
    Compare,
    ConditionId,
    ConditionNode,
    Constant,
    CountOf,
    CourseIs,
    DualCompare,
    Fact,
    InPhase,
    InputLabel,
    IsOffered,
    LabelFork,
    LabelId,
    LabelIn,
    Not,
    NotKnown,
    Sustained,
    Trend,
)
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.once import once_a_graph_each
from caretree.decisions.reads import Expression, reached, read, read_by, references
from caretree.decisions.references import References
from caretree.scenarios.values import Values
from caretree.scenarios.variation import Key, Value, changed, value_of

Change = tuple[Key, Value]


def mendings(values: Values, evaluation: Evaluation, condition: ConditionId, wanted: bool) -> Iterator[Change]:
    """Changes worth trying, the likeliest first; nothing for a condition that is as wanted."""
    if evaluation.truth(condition) is wanted:
        return
    node = evaluation.graph.conditions[condition]
    match node:
        case Not(of=of):
            yield from mendings(values, evaluation, of, not wanted)
        case AllOf(of=parts):
            yield from _list(values, evaluation, parts, wanted, every=wanted)
        case AnyOf(of=parts):
            yield from _list(values, evaluation, parts, wanted, every=not wanted)
        case CountOf(of=parts):
            for part in parts:
                for truth in (wanted, not wanted):
                    yield from mendings(values, evaluation, part, truth)
        case Assumed(of=of):
            yield from mendings(values, evaluation, of, wanted)
        case LabelIn(of=of, labels=labels):
            yield from _label(values, evaluation, of, labels, wanted)
        case _:
            yield from _leaf(values, evaluation, condition, node, wanted)


def _list(
    values: Values, evaluation: Evaluation, parts: Sequence[ConditionId], wanted: bool, *, every: bool
) -> Iterator[Change]:
    """Where every part must change, the first that is wrong is mended first; else any one will do."""
    for part in parts:
        found = mendings(values, evaluation, part, wanted)
        first = next(found, None)
        if first is not None:
            yield first
            yield from found
        if every and first is not None:
            return


def _label(
    values: Values, evaluation: Evaluation, label: LabelId, labels: Sequence[str], wanted: bool
) -> Iterator[Change]:
    node = evaluation.graph.labels[label]
    if isinstance(node, InputLabel):
        key: Key = ("input", node.input)
        yield from ((key, each) for each in node.labels if (each in labels) is wanted)
        return
    assert isinstance(node, LabelFork)
    reaching = [one for one in node.branches if one[2] is not None or (one[1] in labels) is wanted]
    for condition, _, nested in reaching:
        yield from mendings(values, evaluation, condition, True)
        if nested is not None:
            yield from _label(values, evaluation, nested, labels, wanted)
    for condition, _, _ in (one for one in node.branches if one not in reaching):
        yield from mendings(values, evaluation, condition, False)


def _leaf(
    values: Values, evaluation: Evaluation, condition: ConditionId, node: ConditionNode, wanted: bool
) -> Iterator[Change]:
    match node:
        case Fact(input=name):
            yield ("input", name), wanted
        case NotKnown(inputs=inputs):
            for name in inputs:
                yield from ((("input", name), each) for each in ([None] if wanted else values.of(("input", name))))
        case Compare() | DualCompare() | CourseIs() | Trend() | Sustained() | InPhase():
            yield from _read(values, evaluation, condition, wanted)
        case Constant() | IsOffered():
            return
        case Not() | AllOf() | AnyOf() | CountOf() | Assumed() | LabelIn():
            raise AssertionError("followed by its structure")
        case _:
            assert_never(node)


def _read(values: Values, evaluation: Evaluation, condition: ConditionId, wanted: bool) -> Iterator[Change]:
    """Values of what a comparison reads: those that settle it, then conditions inside its numbers, then the rest."""
    inner = _conditions_inside(evaluation.graph, condition)
    rest: list[Change] = []
    keys = keys_read(evaluation.graph, condition)
    for key in keys:
        for value in values.of(key):
            if value_of(evaluation.patient, key) == value:
                continue
            other = Evaluation(evaluation.graph, changed(evaluation.patient, key, value))
            if other.truth(condition) is wanted:
                yield key, value
            elif len(keys) > 1:
                rest.append((key, value))
    for one in inner:
        for truth in (True, False):
            yield from mendings(values, evaluation, one, truth)
    yield from rest


@once_a_graph_each
def keys_read(graph: DecisionGraph, condition: ConditionId) -> list[Key]:
    """The inputs and pathways a comparison reads, in order of first use."""
    found: dict[Key, None] = {}
    for mentioned in _mentioned(graph, condition):
        found.update({("input", name): None for name in mentioned.inputs})
        found.update({("phase", name): None for name in mentioned.pathways})
    return list(found)


@once_a_graph_each
def keys_deciding(graph: DecisionGraph, condition: ConditionId) -> list[Key]:
    """Everything that can change a condition: what it reads, through definitions and the conditions of assumptions."""
    found = read_by(graph, ("condition", condition))
    assumed = [graph.assumptions[name][1] for name in found.inputs if name in graph.assumptions]
    unless: list[Expression] = [("condition", one) for one in assumed if one is not None]
    beside = read(graph, unless)
    inputs: list[Key] = [("input", name) for name in dict.fromkeys((*found.inputs, *beside.inputs))]
    return [*inputs, *(("phase", name) for name in dict.fromkeys((*found.pathways, *beside.pathways)))]


@once_a_graph_each
def _conditions_inside(graph: DecisionGraph, condition: ConditionId) -> list[ConditionId]:
    """The conditions its numbers are made with: criteria of a score, branches of a calculated number."""
    return list(dict.fromkeys(one for mentioned in _mentioned(graph, condition) for one in mentioned.conditions))


def _mentioned(graph: DecisionGraph, condition: ConditionId) -> Iterator[References]:
    start: Expression = ("condition", condition)
    yield references(graph, start)
    numbers: list[Expression] = [("number", name) for name in references(graph, start).numbers]
    yield from (references(graph, one) for one in reached(graph, numbers) if one[0] == "number")
