"""A scenario's patient as a row of the table the generated SQL reads.

{"neutrophil-count": {"value": "0.49", "unit": "x10^9/L"}, "at": "2025-01-01"}      {"neutrophil_count": 0.49, …}
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from caretree.decisions.graph import DecisionGraph
from caretree.guideline.inputs import Input
from caretree.guideline.types import Number, Series
from caretree.targets.sql.sources import (
    ChoiceColumn,
    CourseColumns,
    DateColumn,
    InputColumns,
    ListColumn,
    NumberColumn,
    PatientColumns,
    YesNoColumn,
    usual_columns,
)
from caretree.units.find import find_unit_for

LIST = 'STRUCT("value" DOUBLE, "on" TIMESTAMP)[]'
YES_NO = {"yes": True, "no": False}


class NotARow(Exception):
    """The patient has a value that cannot stand in the table, such as two units in one series."""


def columns_for(graph: DecisionGraph, patient: Mapping[str, Any]) -> PatientColumns:
    """The table's columns with the units this patient's values are in. Raises ``NotARow``."""
    usual = usual_columns(graph)
    own = {one.name.id: _with_unit(one, usual.inputs[one.name.id], patient) for one in graph.guideline.inputs}
    return replace(usual, inputs=own)


def _with_unit(given: Input, of: InputColumns, patient: Mapping[str, Any]) -> InputColumns:
    if not isinstance(of, NumberColumn | ListColumn):
        return of
    value = patient.get(given.name.id)
    number = given.type.of if isinstance(given.type, Series) else given.type
    assert isinstance(number, Number)
    values = value if isinstance(value, list) else [] if value is None else [value]
    written = {one["unit"] for one in values if isinstance(one, dict) and one.get("unit")}
    units = [find_unit_for(one, number.unit) for one in sorted(written)] or [number.unit]
    if len(units) > 1 or units[0] is None:
        raise NotARow(f"the units {', '.join(sorted(written))} do not fit one column")
    return replace(of, unit=units[0])


def types_of(columns: PatientColumns) -> dict[str, str]:
    """Every column with its type in DuckDB."""
    found = {columns.key: "BIGINT"}
    if isinstance(columns.at, DateColumn):
        found[columns.at.column] = "TIMESTAMP"
    for of in columns.inputs.values():
        match of:
            case NumberColumn(column=name):
                found[name] = "DOUBLE"
            case YesNoColumn(column=name):
                found[name] = "BOOLEAN"
            case ChoiceColumn(column=name):
                found[name] = "VARCHAR"
            case DateColumn(column=name, stored=stored):
                found[name] = "TIMESTAMP" if stored == "moment" else "DATE"
            case ListColumn(column=name):
                found[name] = LIST
            case CourseColumns(status=status, started=started):
                found[status.column] = "VARCHAR"
                found |= {started.column: "DATE"} if started else {}
            case _:
                raise AssertionError(of)
    for phase in columns.phases.values():
        found[phase.phase.column] = "VARCHAR"
        found |= {phase.since.column: "DATE"} if phase.since else {}
    return found


def row_of(columns: PatientColumns, patient: Mapping[str, Any]) -> dict[str, Any]:
    """The values by column; what is not known is null. Raises ``NotARow``."""
    found: dict[str, Any] = {columns.key: 1}
    if isinstance(columns.at, DateColumn):
        found[columns.at.column] = datetime.fromisoformat(patient["at"])
    for name, of in columns.inputs.items():
        found |= _cells(of, patient.get(name))
    for name, phase in columns.phases.items():
        fact = patient.get("phases", {}).get(name) or {}
        found[phase.phase.column] = fact.get("phase")
        found |= {phase.since.column: _moment(fact.get("since"))} if phase.since else {}
    return found


def _cells(of: InputColumns, value: Any) -> dict[str, Any]:
    match of:
        case NumberColumn(column=name):
            return {name: None if value is None else _double(value)}
        case YesNoColumn(column=name):
            return {name: YES_NO.get(value, value) if isinstance(value, str) else value}
        case ChoiceColumn(column=name):
            return {name: value}
        case DateColumn(column=name):
            return {name: _moment(value)}
        case ListColumn(column=name):
            return {name: None if value is None else [{"value": _double(o), "on": _moment(o["on"])} for o in value]}
        case CourseColumns(status=status, started=started):
            fact = value or {}
            start = {started.column: _moment(fact.get("started"))} if started else {}
            return {status.column: fact.get("status"), **start}
        case _:
            raise AssertionError(of)


def _double(value: Any) -> float:
    """The double nearest to the decimal that is written."""
    try:
        return float(value["value"] if isinstance(value, dict) else value)
    except ValueError:
        raise NotARow(f"{value} is not a number") from None


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
