"""Cut-offs published in several units: which bound a value meets.

glucose is at least 5.1 mmol/L or 92 mg/dL
reported as 92 mg/dL     compared with 92 mg/dL (converted it would be 5.107 mmol/L)
reported as 0.92 g/L     converted exactly to mmol/L and compared with 5.1, the first
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from caretree.decisions.expressions import DualCompare, InputValue
from caretree.decisions.expressions import SeriesValue as SeriesNode
from caretree.decisions.intervals import Interval, point
from caretree.decisions.patient_record import ScalarValue
from caretree.decisions.patient_units import from_declared, unit_of_code
from caretree.decisions.series import chosen_values, enough, single_value
from caretree.decisions.series_records import series_of
from caretree.guideline.inputs import Input
from caretree.guideline.types import Number, Series

if TYPE_CHECKING:
    from caretree.decisions.evaluation import Evaluation

Reading = tuple[Interval, Fraction]
"""A value and the cut-off it is compared with, in one unit."""


def readings(node: DualCompare, evaluation: Evaluation) -> list[Reading]:
    """What is compared with what: one pair for a known value, one a cut-off for an unknown one."""
    source = evaluation.graph.numbers[node.of]
    if not isinstance(source, InputValue | SeriesNode):
        raise ValueError("only an input or a single measurement meets a cut-off published in several units")
    given = evaluation.given(source.input)
    value = _reported(source, evaluation)
    if value is None:
        return [_converted(given, evaluation.number(node.of), cutoff) for cutoff in node.cutoffs]
    own = next((cutoff for unit, cutoff in node.cutoffs if unit == value.unit), None)
    return [_converted(given, point(value.value), node.cutoffs[0]) if own is None else (point(value.reported), own)]


def _reported(source: InputValue | SeriesNode, evaluation: Evaluation) -> ScalarValue | None:
    if isinstance(source, InputValue):
        value = evaluation.patient.values.get(source.input)
        return value if isinstance(value, ScalarValue) else None
    values = series_of(evaluation.patient, source.input)
    chosen = () if values is None else chosen_values(source, values, evaluation.patient.at)
    return single_value(source, chosen).of if chosen and enough(source, chosen) else None


def _converted(given: Input, interval: Interval, cutoff: tuple[str, Fraction]) -> Reading:
    low = None if interval.low is None else in_code(given, interval.low, cutoff[0])
    high = None if interval.high is None else in_code(given, interval.high, cutoff[0])
    return Interval(low, high), cutoff[1]


def in_code(given: Input, value: Fraction, code: str) -> Fraction:
    """A value of the input's declared unit in the unit with this UCUM code; the resolver proved that it converts."""
    declared = number_type(given).unit
    unit = unit_of_code(given, declared, code)
    converted = None if unit is None else from_declared(given, declared, value, unit)
    if converted is None:
        raise ValueError(f"{given.name.id} does not convert to {code}")
    return converted


def number_type(given: Input) -> Number:
    """The number an input (or each value of its series) is."""
    match given.type:
        case Number() as number:
            return number
        case Series(of=number):
            return number
        case _:
            raise ValueError(f"{given.name.id} is no number")
