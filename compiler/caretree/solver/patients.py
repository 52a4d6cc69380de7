"""From a model of the solver to a whole patient, and to the lines that describe one.

    ANC = 3/4, fever = false, the phase = "maintenance"      PatientRecord({"neutrophil-count": 0.75 …})
    PatientRecord                                            ("ANC is 0.75 x10^9/L", "fever is no")

What the question did not speak of is taken from the preferred patient, or is as unremarkable as its type allows.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from typing import assert_never

from caretree.decisions.dates import days_of, moment_text
from caretree.decisions.decimals import decimal_text
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient import read_patient
from caretree.decisions.patient_facts import EXAMPLE_DAY, facts_to_mapping
from caretree.decisions.patient_record import (
    CourseValue,
    PatientRecord,
    PatientValue,
    PhaseValue,
    ScalarValue,
    SeriesRecord,
)
from caretree.decisions.patient_units import from_declared, unit_of_code
from caretree.decisions.reported import number_type
from caretree.guideline.inputs import Input
from caretree.guideline.types import COURSE_STATUSES, Choice, Course, Date, Number, Series, YesNo
from caretree.solver.encode_conditions import OTHER_UNIT
from caretree.solver.encode_dates import NOW, TODAY
from caretree.solver.encoding import Encoding
from caretree.solver.logic import Model, fraction_of, truth_of
from caretree.solver.measurements import series_from_model
from caretree.solver.series_shapes import Shape
from caretree.units.find import units_like
from caretree.units.unit import Unit

DIGITS = 60
STRETCHES = (("week", Fraction(7)), ("day", Fraction(1)), ("hour", Fraction(1, 24)), ("minute", Fraction(1, 1440)))


def preferred_patient(graph: DecisionGraph) -> PatientRecord:
    """The first patient of the file, as far as its facts can be read; nobody if there is none."""
    nobody = PatientRecord({}, days_of(EXAMPLE_DAY))
    for patient in graph.guideline.patients:
        mapping = facts_to_mapping(graph.guideline, patient.facts, (), patient.at)
        record, _ = read_patient(graph, mapping, allow_missing=True)
        if record is not None:
            return record
    return nobody


def record_of(encoding: Encoding, model: Model, preferred: PatientRecord, shape: Shape | None = None) -> PatientRecord:
    """The patient a model describes: every input known. The lists of a ``shape`` are taken as the model fills them."""
    at = _moment(encoding, model, preferred)
    values = {
        name: _value(given, encoding, model, preferred.values.get(name), at) for name, given in encoding.inputs.items()
    }
    if shape is not None:
        lists = shape.lists.items()
        values |= {name: of.record(number_type(encoding.inputs[name]), model, at) for name, of in lists}
    phases = {}
    for pathway in encoding.graph.pathways:
        phase = _label(encoding, model, f"phase of {pathway.id}") or (
            pathway.phases[0].id if pathway.phases else "ended"
        )
        clock = encoding.amounts.get(f"clock of {pathway.id}")
        phases[pathway.id] = PhaseValue(phase, at // 1 - (Fraction(0) if clock is None else fraction_of(model, clock)))
    return PatientRecord(values, at, phases)


def _moment(encoding: Encoding, model: Model, preferred: PatientRecord) -> Fraction:
    for key in (NOW, TODAY):
        if key in encoding.amounts:
            return fraction_of(model, encoding.amounts[key])
    return preferred.at


def _label(encoding: Encoding, model: Model, key: str) -> str | None:
    values = encoding.labels.get(key, {})
    return next((label for label, formula in values.items() if truth_of(model, formula)), None)


def _value(
    given: Input, encoding: Encoding, model: Model, preferred: PatientValue | None, at: Fraction
) -> PatientValue:
    name = given.name.id
    match given.type:
        case YesNo():
            known = encoding.truths.get(name)
            return bool(preferred) if known is None else truth_of(model, known)
        case Choice(labels=labels):
            usual = preferred if isinstance(preferred, str) else labels[0]
            return _label(encoding, model, name) or usual
        case Number() as number:
            return _scalar(given, number, encoding, model, preferred)
        case Date():
            moment = encoding.amounts.get(name)
            if moment is not None:
                return fraction_of(model, moment)
            return preferred if isinstance(preferred, Fraction) else Fraction(at // 1)
        case Series(of=number):
            usual_series = preferred if isinstance(preferred, tuple) else ()
            return series_from_model(name, number, encoding, model, usual_series, at)
        case Course():
            return _course(name, encoding, model, preferred)
        case _:
            assert_never(given.type)


def _scalar(
    given: Input, number: Number, encoding: Encoding, model: Model, preferred: PatientValue | None
) -> ScalarValue:
    amount = encoding.amounts.get(given.name.id)
    if amount is None:
        if isinstance(preferred, ScalarValue):
            return preferred
        low, high = number.plausible.low, number.plausible.high
        middle = Fraction(round((low + high) / 2))
        return _reported(given, number.unit, middle if low <= middle <= high else low, number.unit.ucum)
    value = fraction_of(model, amount)
    code = _label(encoding, model, f"unit of {given.name.id}")
    own = code if code not in (None, OTHER_UNIT) else None
    if own is None and code == OTHER_UNIT:
        own = _other_unit(given, number.unit, [*encoding.labels[f"unit of {given.name.id}"]])
    return _reported(given, number.unit, value, own or number.unit.ucum)


def _other_unit(given: Input, unit: Unit, taken: list[str]) -> str | None:
    return next((like.ucum for like in (unit, *units_like(unit)) if like.ucum not in taken), None)


def _reported(given: Input, declared: Unit, value: Fraction, code: str) -> ScalarValue:
    unit = unit_of_code(given, declared, code)
    reported = None if unit is None else from_declared(given, declared, value, unit)
    return ScalarValue(value, value, declared.ucum) if reported is None else ScalarValue(value, reported, code)


def _course(name: str, encoding: Encoding, model: Model, preferred: PatientValue | None) -> CourseValue:
    usual = preferred if isinstance(preferred, CourseValue) else CourseValue(COURSE_STATUSES[0], None)
    start = encoding.amounts.get(f"start of {name}")
    return CourseValue(
        _label(encoding, model, name) or usual.status,
        usual.started if start is None else fraction_of(model, start),
    )


def fact_lines(graph: DecisionGraph, record: PatientRecord, names: Iterable[str]) -> tuple[str, ...]:
    """The facts about some inputs, in the notation's own words, in the order of the file."""
    wanted = set(names)
    return tuple(
        line
        for given in graph.guideline.inputs
        if given.name.id in wanted
        for line in value_lines(given, record.values.get(given.name.id), record.at)
    )


def value_lines(given: Input, value: PatientValue | None, at: Fraction) -> list[str]:
    """The lines about one input: one, or one a measurement where measurements are not evenly spaced."""
    if isinstance(value, tuple):
        return _series_lines(given, value, at)
    return [_fact_line(given, value)]


def _fact_line(given: Input, value: PatientValue | None) -> str:
    shown = given.name.shown
    match value:
        case None:
            return f"{shown} is not known"
        case bool():
            return f"{shown} is {'yes' if value else 'no'}"
        case str():
            return f"{shown} is {value}"
        case ScalarValue():
            return f"{shown} is {_quantity(given, value)}"
        case Fraction():
            return f"{shown} is {moment_text(value)}"
        case CourseValue(status=status, started=started):
            return f"{shown} is {status}" + (f", started {moment_text(started)}" if started is not None else "")
        case _:
            raise ValueError(f"{given.name.id} is a series")


def _quantity(given: Input, value: ScalarValue) -> str:
    number = given.type if isinstance(given.type, Number) else None
    if isinstance(given.type, Series):
        number = given.type.of
    assert number is not None
    unit = unit_of_code(given, number.unit, value.unit) or number.unit
    reported = value.reported
    if unit == number.unit and number.decimals is not None and not _fits(reported, number.decimals):
        for like in units_like(unit):
            other = from_declared(given, number.unit, value.value, like)
            if like != unit and other is not None and _fits(other, 6):
                unit, reported = like, other
                break
    return f"{decimal_text(reported, DIGITS)} {unit.symbol}".strip()


def _fits(value: Fraction, decimals: int) -> bool:
    return bool((value * 10**decimals).denominator == 1)


def _series_lines(given: Input, values: SeriesRecord, at: Fraction) -> list[str]:
    shown = given.name.shown
    if not values:
        return [f"{shown} are none"]
    if len(values) == 1 and values[0].on == at // 1:
        return [f"{shown} are {_quantity(given, values[0].of)}"]
    steps = {after.on - before.on for before, after in pairwise(values)}
    units = {value.of.unit for value in values}
    if len(steps) == len(units) == 1 and values[-1].on == at // 1 and 0 not in steps:
        *first, last = (_quantity(given, value.of) for value in values)
        numbers = ", ".join([*(text.split(" ")[0] for text in first), last])
        return [f"{shown} are {numbers}, every {_stretch(steps.pop())}"]
    return [f"{shown} are {_quantity(given, value.of)} on {moment_text(value.on)}" for value in values]


def _stretch(days: Fraction) -> str:
    """A stretch of time in the largest unit it is a whole number of: ``1 week``, ``5 days``, ``90 minutes``."""
    for unit, length in STRETCHES:
        count = days / length
        if count.denominator == 1:
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{decimal_text(days)} days"


def phase_lines(graph: DecisionGraph, record: PatientRecord, pathways: Iterable[str]) -> tuple[str, ...]:
    """Where the patient is: ``in phase maintenance for 12 days``."""
    wanted = set(pathways)
    lines = []
    for pathway in graph.pathways:
        known = record.phases.get(pathway.id)
        if pathway.id in wanted and known is not None:
            name = next((phase.name for phase in pathway.phases if phase.id == known.phase), known.phase)
            days = None if known.since is None else record.at // 1 - known.since
            lines.append(f"in phase {name}" + (f" for {days} days" if days else ""))
    return tuple(lines)
