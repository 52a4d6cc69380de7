"""Assumptions: what a guideline lets stand for a value that is not recorded, as columns of their own.

    when not recorded, assume no                  COALESCE("fever", FALSE) AS "fever assumed"
    when not recorded, assume no, unless cough    … CASE WHEN <cough must be no> THEN FALSE END

Every ``unless`` is read on the patient as recorded, before any assumption is made.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from caretree.decisions.graph import DecisionGraph
from caretree.guideline.inputs import Input
from caretree.guideline.types import Choice, Number, YesNo
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.reading import scale_of
from caretree.targets.sql.refusal import NotInSql
from caretree.targets.sql.sources import ChoiceColumn, InputColumns, NumberColumn, PatientColumns, YesNoColumn
from caretree.targets.sql.words import (
    Sql,
    all_of,
    case,
    column,
    double,
    exactly,
    known,
    null,
    or_else,
    text,
    truth,
    unknown,
)


class AssumedInputs(Struct, frozen=True):
    """``renamed`` says in which column an input's value stands with its assumption made; ``applied`` where it was;
    ``always`` are those that are never unknown then."""

    renamed: dict[str, str]
    applied: dict[str, Sql]
    always: frozenset[str]


def assumed_inputs(recorded: Meaning) -> AssumedInputs:
    """Columns for every assumption about an input, made by the patient as recorded."""
    renamed: dict[str, str] = {}
    applied: dict[str, Sql] = {}
    always: list[str] = []
    for name, (value, unless) in recorded.graph.assumptions.items():
        allowed = truth(True) if unless is None else recorded.truth(unless).no()
        of = recorded.columns.inputs.get(name)
        assumed = _value(recorded.input(name), of, value)
        raw = column(name) if of is not None else null()
        made = case([(allowed, assumed)], null()) if unless is not None else assumed
        tree = or_else(raw, made) if of is not None else made
        renamed[name] = _column_name(recorded, f"{name} assumed", tree)
        applied[name] = all_of([unknown(column(name)) if of is not None else truth(True), allowed.copy()])
        if unless is None:
            always.append(name)
    return AssumedInputs(renamed, applied, frozenset(always))


def _column_name(recorded: Meaning, name: str, tree: Sql) -> str:
    return str(recorded.sheet.column(name, tree)().name)


def _value(given: Input, of: InputColumns | None, value: bool | str | Fraction) -> Sql:
    if isinstance(value, bool):
        return truth(value)
    if isinstance(value, str):
        return text(value)
    factor, offset = scale_of(given, of.unit) if isinstance(of, NumberColumn) else (Fraction(1), Fraction(0))
    reported = (value - offset) / factor
    if not exactly(float(reported), reported):
        why = "The assumed value is no decimal in the unit of its column."
        raise NotInSql(f'"{given.name.shown}" is assumed.', why, "Give the column in the declared unit.")
    return double(float(reported))


def with_assumed(graph: DecisionGraph, columns: PatientColumns) -> PatientColumns:
    """The columns, with one for each assumed input that the table does not have."""
    more: dict[str, InputColumns] = {}
    for given in graph.guideline.inputs:
        name = given.name.id
        if name in graph.assumptions and name not in columns.inputs:
            match given.type:
                case YesNo():
                    more[name] = YesNoColumn(name)
                case Choice():
                    more[name] = ChoiceColumn(name)
                case Number(unit=unit):
                    more[name] = NumberColumn(name, unit)
                case _:
                    raise AssertionError("only yes/no, choices and numbers are assumed")
    return replace(columns, inputs=columns.inputs | more)


__all__ = ["AssumedInputs", "assumed_inputs", "known", "with_assumed"]
