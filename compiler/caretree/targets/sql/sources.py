"""Where a patient's values stand in a table: which column, how stored, in which unit.

    NumberColumn("anc_per_ul", unit=/uL)        neutrophil count, declared in x10^9/L, converted exactly
    YesNoColumn("has_fever")                    fever

An input without a column is unknown for every patient.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from msgspec import Struct, field

from caretree.decisions.graph import DecisionGraph
from caretree.guideline.inputs import Input
from caretree.guideline.names import snake
from caretree.guideline.types import Choice, Course, Date, Number, Series, YesNo
from caretree.units.unit import Unit

Stored = Literal["number", "text", "yes-no", "date", "moment"]
"""How a column is stored: a number (read as a double), text, boolean, a date, a date with a time."""


class NumberColumn(Struct, frozen=True):
    """A number in ``unit``. ``decimals`` is what the column's type can hold after the point (``None``: any)."""

    column: str
    unit: Unit
    stored: Stored = "number"
    decimals: int | None = None


class YesNoColumn(Struct, frozen=True):
    """Yes or no; text is ``yes``/``no``/``true``/``false``, or what ``words`` says stands for yes (True) and no."""

    column: str
    stored: Stored = "yes-no"
    words: tuple[tuple[str, bool], ...] = ()


class ChoiceColumn(Struct, frozen=True):
    """A label (or a status, or a phase), or what ``words`` says stands for one."""

    column: str
    words: tuple[tuple[str, str], ...] = ()


class DateColumn(Struct, frozen=True):
    """A date, or a date and time without a zone; text is ``2025-09-08`` or ``2025-09-08T10:30[:15]``."""

    column: str
    stored: Stored = "date"


class CourseColumns(Struct, frozen=True):
    """A course of treatment: its status and, where known, its start."""

    status: ChoiceColumn
    started: DateColumn | None = None


class ListColumn(Struct, frozen=True):
    """A list of structures, one a measurement: the parts ``value`` (in ``unit``) and ``on``."""

    column: str
    unit: Unit
    value: str = "value"
    on: str = "on"
    on_stored: Stored = "moment"
    decimals: int | None = None


class MeasurementColumns(Struct, frozen=True):
    """Measurements side by side, each a value and its date. Where all are null the series is unknown; otherwise it is
    exactly those that are not null, the later pair of one moment being the later measurement."""

    of: tuple[tuple[NumberColumn, DateColumn], ...]


InputColumns = NumberColumn | YesNoColumn | ChoiceColumn | DateColumn | CourseColumns | ListColumn | MeasurementColumns


class PhaseColumns(Struct, frozen=True):
    """Where the patient is on a pathway, and since when."""

    phase: ChoiceColumn
    since: DateColumn | None = None


class PatientColumns(Struct, frozen=True):
    """Everything about a table of patients. ``at`` is the evaluation's moment: a column or one moment in days;
    ``never_null`` are columns that are known to hold no null."""

    key: str
    inputs: dict[str, InputColumns]
    at: DateColumn | Fraction | None = None
    phases: dict[str, PhaseColumns] = field(default_factory=dict)
    never_null: frozenset[str] = frozenset()


def usual_columns(graph: DecisionGraph, key: str = "patient_id", at: str = "evaluated_on") -> PatientColumns:
    """The columns of the SQL a build writes: snake_case names, declared units, plain types."""
    guideline = graph.guideline
    phases = {
        one.id: PhaseColumns(ChoiceColumn(f"{snake(one.id)}_phase"), DateColumn(f"{snake(one.id)}_since"))
        for one in graph.pathways
    }
    return PatientColumns(key, {one.name.id: _usual(one) for one in guideline.inputs}, DateColumn(at, "moment"), phases)


def _usual(given: Input) -> InputColumns:
    name = snake(given.name.id)
    match given.type:
        case YesNo():
            return YesNoColumn(name)
        case Choice():
            return ChoiceColumn(name)
        case Number(unit=unit):
            return NumberColumn(name, unit)
        case Date(with_time=with_time):
            return DateColumn(name, "moment" if with_time else "date")
        case Series(of=number):
            return ListColumn(name, number.unit)
        case Course():
            return CourseColumns(ChoiceColumn(f"{name}_status"), DateColumn(f"{name}_started"))
