"""The JSON Schema (2020-12) of a guideline's patients: what ``run``, the library and the scenarios accept.

A schema cannot say everything: plausible ranges are exact and in the declared unit, a value may come in another unit,
and keys may be long, short or snake_case names. It names the long form; the library's own reading is the judge.
"""

from __future__ import annotations

import json
from typing import Any, assert_never

from caretree.decisions.decimals import decimal_text
from caretree.decisions.graph import DecisionGraph
from caretree.guideline.header import not_approved
from caretree.guideline.inputs import Input
from caretree.guideline.types import COURSE_STATUSES, Choice, Course, Date, Number, Series, YesNo
from caretree.units.find import spellings, units_like

DECIMAL = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}]}
DATE = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$"}


def patient_schema_json(graph: DecisionGraph) -> str:
    """The schema as text, ending in a new line."""
    return json.dumps(patient_schema(graph), indent=2, ensure_ascii=False) + "\n"


def patient_schema(graph: DecisionGraph) -> dict[str, Any]:
    """The schema as a JSON-ready dictionary."""
    header = graph.guideline.header
    inputs = graph.guideline.inputs
    properties: dict[str, Any] = {"at": {**MOMENT, "description": "The evaluation's date."}}
    properties |= {name: _input(given) for given in inputs for name in _names(given)}
    if graph.pathways:
        properties["phases"] = _phases(graph)
    needed = [given for given in inputs if not given.may_be_unknown and given.assume is None]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:caretree:{header.id}:{header.version}:patient",
        "title": f"A patient of: {header.title}",
        **({"description": not_approved(header)} if not_approved(header) else {}),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    if needed:  # JSON Schema allows no empty allOf
        schema["allOf"] = [{"oneOf": [{"required": [name]} for name in _names(given)]} for given in needed]
    return schema


def _names(given: Input) -> tuple[str, ...]:
    from caretree.decisions.patient import names_of

    return names_of(given.name)


def _input(given: Input) -> dict[str, Any]:
    schema = _type(given)
    if given.may_be_unknown or given.assume is not None:
        schema = _or_null(schema)
    return {"description": given.asks or given.name.long, **schema}


def _type(given: Input) -> dict[str, Any]:
    match given.type:
        case YesNo():
            return {"enum": [True, False, "yes", "no"]}
        case Choice(labels=labels):
            return {"enum": list(labels)}
        case Number() as number:
            return _number(given, number)
        case Date(with_time=with_time):
            return MOMENT if with_time else DATE
        case Series(of=number):
            return {"type": "array", "items": _measurement(given, number)}
        case Course():
            return _object({"status": {"enum": list(COURSE_STATUSES)}, "started": _or_null(DATE)}, ["status"])
        case _:
            assert_never(given.type)


def _number(given: Input, number: Number) -> dict[str, Any]:
    low, high = decimal_text(number.plausible.low), decimal_text(number.plausible.high)
    if not number.unit.symbol:
        return {**DECIMAL, "$comment": f"plausible {low} to {high}"}
    schema = _object({"value": DECIMAL, "unit": {"enum": _units(given, number)}}, ["value", "unit"])
    return {**schema, "$comment": f"plausible {low} to {high} {number.unit.symbol}"}


def _units(given: Input, number: Number) -> list[str]:
    units = [*units_like(number.unit), *(conversion.unit for conversion in given.conversions)]
    return list(dict.fromkeys(spelling for unit in units for spelling in spellings(unit)))


def _measurement(given: Input, number: Number) -> dict[str, Any]:
    if not number.unit.symbol:
        return _object({"value": DECIMAL, "on": MOMENT}, ["value", "on"])
    unit = {"enum": _units(given, number)}
    return _object({"value": DECIMAL, "unit": unit, "on": MOMENT}, ["value", "unit", "on"])


def _phases(graph: DecisionGraph) -> dict[str, Any]:
    pathways: dict[str, Any] = {}
    for pathway in graph.pathways:
        names = [name for phase in pathway.phases for name in (phase.name, phase.id)]
        known = {"enum": list(dict.fromkeys(["not started", *names, "ended"]))}
        fact = _or_null(_object({"phase": known, "since": _or_null(DATE)}, ["phase"]))
        pathways |= dict.fromkeys((pathway.name, pathway.id), fact)
    return _object(pathways, [])


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}
