"""Numbers for one patient, as intervals that hold every value they can still have.

weight unknown, plausible 2 to 200 kg        InputValue("weight")     Interval(2, 200)
1 if confusion, 1 if age is at least 65      Score(…)                 Interval(1, 2) for an old patient
"""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, assert_never

from caretree.decisions.dates import completed_years, shift
from caretree.decisions.expressions import (
    Arithmetic,
    CompletedYears,
    ConstantNumber,
    CourseStart,
    Extreme,
    InputValue,
    Logarithm,
    Now,
    NumberFork,
    NumberNode,
    PhaseClock,
    Power,
    Rounded,
    Score,
    SeriesDate,
    SeriesValue,
    ShiftedDate,
    SquareRoot,
)
from caretree.decisions.intervals import (
    UNBOUNDED,
    Interval,
    calculate,
    highest,
    hull,
    logarithm,
    lowest,
    monotone,
    point,
    power,
    round_to,
    square_root,
)
from caretree.decisions.patient_record import CourseValue, ScalarValue
from caretree.decisions.phases import phase_clock
from caretree.decisions.reported import number_type
from caretree.decisions.series import series_date, series_value
from caretree.decisions.series_records import series_of
from caretree.guideline.types import Number

if TYPE_CHECKING:
    from caretree.decisions.evaluation import Evaluation


def evaluate_number(node: NumberNode, evaluation: Evaluation) -> Interval:
    """What a number can be for the patient, in its own unit. The form most numbers have is looked for first."""
    match node:
        case InputValue(input=name):
            return _input_value(name, evaluation)
        case ConstantNumber(value=value):
            return point(value)
        case Arithmetic(operator=operator, left=left, right=right):
            return calculate(operator, evaluation.number(left), evaluation.number(right))
        case SquareRoot(of=of):
            return square_root(evaluation.number(of))
        case Power(of=of, exponent=exponent):
            return power(evaluation.number(of), exponent)
        case Logarithm(of=of):
            return logarithm(evaluation.number(of))
        case Extreme(which=which, of=parts):
            extreme = lowest if which == "lowest" else highest
            return extreme([evaluation.number(part) for part in parts])
        case Rounded(of=of, step=step, mode=mode):
            return monotone(evaluation.number(of), lambda value: round_to(value, step, mode))
        case Score():
            return _score(node, evaluation)
        case NumberFork(ordered=ordered, branches=branches):
            conditions = [condition for condition, _ in branches]
            is_open = evaluation.open_branches(conditions, ordered)
            return hull(evaluation.number(branches[position][1]) for position in is_open)
        case _:
            return _evaluate_value(node, evaluation)


def _evaluate_value(
    node: SeriesValue | SeriesDate | CourseStart | Now | ShiftedDate | CompletedYears | PhaseClock,
    evaluation: Evaluation,
) -> Interval:
    patient = evaluation.patient
    match node:
        case SeriesValue(input=name):
            plausible = number_type(evaluation.given(name)).plausible
            return series_value(node, series_of(patient, name), patient.at, plausible)
        case SeriesDate(which=which, input=name):
            return series_date(which, series_of(patient, name))
        case CourseStart(input=name):
            course = patient.values.get(name)
            known = isinstance(course, CourseValue) and course.started is not None
            return point(course.started) if known else UNBOUNDED  # type: ignore[union-attr, arg-type]
        case Now(day=day):
            return point(floor(patient.at) if day else patient.at)
        case ShiftedDate(of=of, amount=amount, unit=unit):
            return monotone(evaluation.number(of), lambda moment: shift(moment, amount, unit))
        case CompletedYears(start=start, end=end):
            return _completed_years(evaluation.number(start), evaluation.number(end))
        case PhaseClock(pathway=pathway):
            return phase_clock(patient, pathway)
        case _:
            assert_never(node)


def _input_value(name: str, evaluation: Evaluation) -> Interval:
    match evaluation.patient.values.get(name):
        case ScalarValue(value=value):
            return point(value)
        case Fraction() as moment:
            return point(moment)
    declared = evaluation.given(name).type
    if isinstance(declared, Number):
        return Interval(declared.plausible.low, declared.plausible.high)
    return UNBOUNDED


def _score(node: Score, evaluation: Evaluation) -> Interval:
    """Low end: positive points that must hold and negative ones that may; high end: the reverse."""
    low = high = Fraction(0)
    for points, condition in node.items:
        truth = evaluation.truth(condition)
        if truth is not False:
            low += points if truth or points < 0 else 0
            high += points if truth or points > 0 else 0
    total = Interval(low, high)
    for number in node.add:
        total = calculate("+", total, evaluation.number(number))
    return total


def _completed_years(start: Interval, end: Interval) -> Interval:
    return Interval(
        None if start.high is None or end.low is None else completed_years(start.high, end.low),
        None if start.low is None or end.high is None else completed_years(start.low, end.high),
    )
