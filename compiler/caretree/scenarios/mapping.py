"""A patient record as the contract's JSON mapping, exactly: what every target reads.

PatientRecord({"haematology/fever": True}, …)      {"fever": true, "at": "2025-01-01"}
"""

from __future__ import annotations

from caretree.decisions.dates import moment_text
from caretree.decisions.decimals import decimal_text
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient_facts import Json
from caretree.decisions.patient_record import (
    CourseValue,
    MeasuredValue,
    PatientRecord,
    PhaseValue,
    ScalarValue,
)
from caretree.decisions.patient_units import unit_of_code
from caretree.guideline.inputs import Input
from caretree.scenarios.precision import number_of
from caretree.scenarios.variation import Value

_DIGITS = 60


def mapping_of(graph: DecisionGraph, record: PatientRecord) -> dict[str, Json]:
    """The mapping, keyed by long names."""
    mapping: dict[str, Json] = {
        given.name.long: json_value(graph, given, record.values[given.name.id])
        for given in graph.guideline.inputs
        if given.name.id in record.values
    }
    mapping["at"] = moment_text(record.at)
    if record.phases:
        mapping["phases"] = {
            way.name: phase_json(graph, record.phases[way.id]) for way in graph.pathways if way.id in record.phases
        }
    return mapping


def phase_json(graph: DecisionGraph, value: PhaseValue) -> Json:
    """A phase by its name."""
    names = {phase.id: phase.name for way in graph.pathways for phase in way.phases}
    since = None if value.since is None else moment_text(value.since)
    return {"phase": names.get(value.phase, value.phase), "since": since}


def json_value(graph: DecisionGraph, given: Input, value: Value) -> Json:
    """One value."""
    match value:
        case None | bool() | str():
            return value
        case ScalarValue():
            return _scalar(given, value)
        case tuple():
            return [_measured(given, one) for one in value]
        case CourseValue(status=status, started=started):
            return {"status": status, "started": None if started is None else moment_text(started)}
        case PhaseValue():
            return phase_json(graph, value)
        case _:
            return moment_text(value)


def _scalar(given: Input, value: ScalarValue) -> Json:
    number = number_of(given)
    assert number is not None
    unit = unit_of_code(given, number.unit, value.unit) or number.unit
    text = decimal_text(value.reported, _DIGITS)
    return {"value": text, "unit": unit.symbol} if unit.symbol else text


def _measured(given: Input, value: MeasuredValue) -> Json:
    scalar = _scalar(given, value.of)
    fields: dict[str, Json] = dict(scalar) if isinstance(scalar, dict) else {"value": scalar}
    return {**fields, "on": moment_text(value.on)}
