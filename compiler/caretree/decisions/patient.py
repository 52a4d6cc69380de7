"""From a JSON mapping to a patient record with exact values, or to everything that is wrong with it.

    {"ANC": {"value": 1740, "unit": "/uL"}, "fever": true, "bleeding": null, "at": "2025-09-08"}
    PatientRecord({"neutrophil-count": ScalarValue(1.74 …), "fever": True}, at=20339)

Keys are an input's long, short or snake_case name, or its identity. Absent and null are unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from math import floor

from caretree.decisions import patient_problems as problems
from caretree.decisions.dates import days_of, read_moment
from caretree.decisions.graph import DecisionGraph, GraphPathway
from caretree.decisions.once import once_a_graph
from caretree.decisions.patient_facts import facts_to_mapping
from caretree.decisions.patient_record import (
    CourseValue,
    MeasuredValue,
    PatientRecord,
    PatientValue,
    PhaseValue,
    ScalarValue,
)
from caretree.decisions.patient_values import is_future, read_value
from caretree.guideline.inputs import Input
from caretree.guideline.names import Name, slug, snake
from caretree.problems.problem import Problem

__all__ = [
    "CourseValue", "MeasuredValue", "PatientRecord", "PatientValue", "PhaseValue", "ScalarValue", "facts_to_mapping",
    "missing_inputs", "read_patient",
]  # fmt: skip

NOT_STARTED, ENDED = "not started", "ended"


def read_patient(
    graph: DecisionGraph,
    mapping: Mapping[str, object],
    at: date | datetime | None = None,
    allow_missing: bool = False,
) -> tuple[PatientRecord | None, list[Problem]]:
    """The patient, or no patient and every problem found.

    ``at`` is the evaluation's moment unless the mapping has its own ``at``. With ``allow_missing``, inputs that may
    not be unknown may still be missing: that is how questions are asked one by one.
    """
    found: list[Problem] = []
    moment = _read_at(mapping.get("at"), at, found)
    if moment is None:
        return None, found
    values = _read_values(graph, mapping, moment, found)
    phases = _read_phases(graph, mapping.get("phases"), moment, found)
    record = PatientRecord(values, moment, phases)
    if not found and not allow_missing:
        found += [problems.missing_input(given) for given in missing_inputs(graph, record)]
    return (None if found else record), found


def missing_inputs(graph: DecisionGraph, patient: PatientRecord) -> list[Input]:
    """The inputs that may not be unknown, have no assumption and are unknown, in the guideline's order."""
    return [
        given
        for given in graph.guideline.inputs
        if not (given.may_be_unknown or given.assume or patient.knows(given.name.id))
    ]


def names_of(name: Name) -> tuple[str, ...]:
    """Every key that means this name."""
    return tuple(
        dict.fromkeys(key for key in (name.long, name.short, snake(name.long), name.id, snake(name.id)) if key)
    )


def _read_at(value: object, default: date | datetime | None, found: list[Problem]) -> Fraction | None:
    if value is None:
        if default is None:
            found.append(problems.missing_moment())
        return None if default is None else days_of(default)
    moment = read_moment(value) if isinstance(value, str) else None
    if moment is None:
        found.append(problems.bad_date("at"))
    return moment


@once_a_graph
def _inputs_by_key(graph: DecisionGraph) -> dict[str, Input]:
    return {key: given for given in reversed(graph.guideline.inputs) for key in names_of(given.name)}


def _read_values(
    graph: DecisionGraph, mapping: Mapping[str, object], at: Fraction, found: list[Problem]
) -> dict[str, PatientValue]:
    keys = _inputs_by_key(graph)
    first: dict[str, str] = {}
    values: dict[str, PatientValue] = {}
    for key, value in mapping.items():
        given = keys.get(key)
        if given is None:
            if key not in ("at", "phases"):
                shown = [name for each in graph.guideline.inputs for name in (each.name.long, each.name.short) if name]
                found.append(problems.unknown_key(str(key), shown))
        elif given.name.id in first:
            found.append(problems.duplicate_key(key, first[given.name.id]))
        else:
            first[given.name.id] = key
            _read_one(given, value, at, values, found)
    return values


def _read_one(given: Input, value: object, at: Fraction, values: dict[str, PatientValue], found: list[Problem]) -> None:
    if value is None:
        return
    read = read_value(given, value, at)
    if isinstance(read, list):
        found += read
    else:
        values[given.name.id] = read


def _read_phases(graph: DecisionGraph, value: object, at: Fraction, found: list[Problem]) -> dict[str, PhaseValue]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        found.append(problems.bad_phase_fact("phases"))
        return {}
    phases: dict[str, PhaseValue] = {}
    for key, fact in value.items():
        pathway = next((one for one in graph.pathways if _means(key, one.id, one.name)), None)
        if pathway is None:
            found.append(problems.unknown_key(str(key), [one.name for one in graph.pathways], ' in "phases"'))
        elif fact is not None:
            read = _read_phase(pathway, fact, at, found)
            if read is not None:
                phases[pathway.id] = read
    return phases


def _means(key: object, identity: str, name: str) -> bool:
    return key in (identity, name, slug(name), snake(name))


def _read_phase(pathway: GraphPathway, fact: object, at: Fraction, found: list[Problem]) -> PhaseValue | None:
    if not isinstance(fact, Mapping):
        found.append(problems.bad_phase_fact(pathway.name))
        return None
    phase = _phase_id(pathway, fact.get("phase"))
    if phase is None:
        found.append(problems.bad_phase(pathway.name, (NOT_STARTED, *(one.name for one in pathway.phases), ENDED)))
        return None
    since = fact.get("since")
    if since is None:
        return PhaseValue(phase, None)
    moment = read_moment(since) if isinstance(since, str) else None
    if moment is None or is_future(moment, at):
        name = f"{pathway.name} since"
        found.append(problems.bad_date(name) if moment is None else problems.future_date(name))
        return None
    return PhaseValue(phase, Fraction(floor(moment)))


def _phase_id(pathway: GraphPathway, phase: object) -> str | None:
    if phase in (NOT_STARTED, ENDED):
        return str(phase)
    return next((one.id for one in pathway.phases if _means(phase, one.id, one.name)), None)
