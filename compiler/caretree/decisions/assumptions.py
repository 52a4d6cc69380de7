"""Assumptions: what a guideline lets stand for a value that is not recorded.

    when not recorded, assume no, unless fever      unknown, fever must be no: the patient's value becomes no, marked

Every ``unless`` is read on the patient as recorded, before any input's assumption is made.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from caretree.decisions.answer import AssumedAnswer
from caretree.decisions.decimals import decimal_text
from caretree.decisions.evaluate_conditions import uses_assumption
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.expressions import Assumed
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.once import once_a_graph
from caretree.decisions.patient_record import PatientRecord, PatientValue, ScalarValue
from caretree.guideline.types import Number


def with_assumptions(graph: DecisionGraph, patient: PatientRecord) -> PatientRecord:
    """The patient with every assumption about an input that applies made."""
    if not graph.assumptions:
        return replace(patient, assumed=()) if patient.assumed else patient
    recorded = Evaluation(graph, patient)
    made: dict[str, PatientValue] = {}
    for given in graph.guideline.inputs:
        name = given.name.id
        if name in graph.assumptions and not patient.knows(name):
            value, unless = graph.assumptions[name]
            if unless is None or recorded.truth(unless) is False:
                made[name] = assumed_value(value, given.type)
    return replace(patient, values=patient.values | made, assumed=tuple(made))


def assumed_value(value: bool | str | Fraction, declared: object) -> PatientValue:
    """What is assumed, as a value of an input of the ``declared`` type."""
    if isinstance(value, bool | str) or not isinstance(declared, Number):
        return value
    return ScalarValue(value, value, declared.unit.ucum)


def applied_assumptions(evaluation: Evaluation) -> tuple[AssumedAnswer, ...]:
    """Every assumption made: inputs, then yes/no definitions, each in the guideline's order."""
    texts = _texts(evaluation.graph)
    inputs = [(name, evaluation.graph.assumptions[name][0]) for name in evaluation.patient.assumed]
    return tuple(
        AssumedAnswer(name, _shown(value), texts.get(name, "")) for name, value in [*inputs, *_definitions(evaluation)]
    )


@once_a_graph
def _texts(graph: DecisionGraph) -> dict[str, str]:
    guideline = graph.guideline
    texts = {given.name.id: given.assume.text for given in guideline.inputs if given.assume}
    return texts | {each.name.id: each.assume.text for each in guideline.definitions if each.assume}


def _definitions(evaluation: Evaluation) -> list[tuple[str, bool]]:
    return [(node.id, node.value) for node in _assumed(evaluation.graph) if uses_assumption(node, evaluation)]


@once_a_graph
def _assumed(graph: DecisionGraph) -> tuple[Assumed, ...]:
    """The yes/no definitions with an assumption, each once, in the order of writing."""
    nodes = {node.id: node for node in graph.conditions.values() if isinstance(node, Assumed)}
    written = [each.name.id for each in graph.guideline.definitions]
    return tuple(nodes[name] for name in sorted(nodes, key=lambda one: written.index(one) if one in written else -1))


def _shown(value: bool | str | Fraction) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else decimal_text(value)
