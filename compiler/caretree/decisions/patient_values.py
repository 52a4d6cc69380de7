"""Reading one value of a patient's JSON mapping by the type of its input.

    {"fever": "yes", "bleeding": "minor", "platelets": []}      True, "minor", ()

A list ``[]`` is known and empty; null never reaches this room, it is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import assert_never

from caretree.decisions import patient_problems as problems
from caretree.decisions.dates import read_moment
from caretree.decisions.patient_numbers import read_scalar
from caretree.decisions.patient_record import CourseValue, MeasuredValue, PatientValue
from caretree.guideline.inputs import Input
from caretree.guideline.types import COURSE_STATUSES, Choice, Course, Date, Number, Series, YesNo
from caretree.problems.problem import Problem


def read_value(given: Input, value: object, at: Fraction) -> PatientValue | list[Problem]:
    """The exact value, or everything that is wrong with it. ``at`` is the evaluation's moment in days."""
    match given.type:
        case YesNo():
            return _read_yes_no(given, value)
        case Choice(labels=labels):
            known = isinstance(value, str) and value in labels
            return str(value) if known else [problems.bad_choice(given, value, labels)]
        case Number() as number:
            read = read_scalar(given, number, value)
            return [read] if isinstance(read, Problem) else read
        case Date():
            moment = _moment(value)
            return [problems.bad_date(given.name.shown)] if moment is None else moment
        case Series(of=number):
            return _read_series(given, number, value, at)
        case Course():
            return _read_course(given, value, at)
        case _:
            assert_never(given.type)


def _moment(value: object) -> Fraction | None:
    return read_moment(value) if isinstance(value, str) else None


def _read_yes_no(given: Input, value: object) -> bool | list[Problem]:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in ("yes", "no"):
        return value == "yes"
    return [problems.bad_yes_no(given)]


def _read_course(given: Input, value: object, at: Fraction) -> CourseValue | list[Problem]:
    if not isinstance(value, Mapping):
        return [problems.bad_status(given)]
    found = _stray_keys(given, value, ("status", "started"))
    status, started = value.get("status"), value.get("started")
    if status not in COURSE_STATUSES:
        found.append(problems.bad_status(given))
    moment = None if started is None else _moment(started)
    if started is not None and moment is None:
        found.append(problems.bad_date(f"{given.name.shown} started"))
    if moment is not None and is_future(moment, at):
        found.append(problems.future_date(f"{given.name.shown} started"))
    return found or CourseValue(str(status), moment)


def _stray_keys(given: Input, value: Mapping[str, object], known: tuple[str, ...]) -> list[Problem]:
    where = f' in "{given.name.shown}"'
    return [problems.unknown_key(str(key), known, where) for key in value if key not in known]


def _read_series(given: Input, number: Number, value: object, at: Fraction) -> PatientValue | list[Problem]:
    if not isinstance(value, list | tuple):
        return [problems.bad_series(given)]
    measured: list[MeasuredValue] = []
    found: list[Problem] = []
    for item in value:
        read = _read_measurement(given, number, item, at)
        if isinstance(read, Problem):
            found.append(read)
        else:
            measured.append(read)
    return found or tuple(sorted(measured, key=lambda one: one.on))


def _read_measurement(given: Input, number: Number, item: object, at: Fraction) -> MeasuredValue | Problem:
    if not isinstance(item, Mapping):
        return problems.bad_series(given)
    on = _moment(item.get("on"))
    scalar = read_scalar(given, number, item, ("on",))
    if isinstance(scalar, Problem):
        return scalar
    if on is None:
        return problems.bad_date(f"{given.name.shown} on")
    if is_future(on, at):
        return problems.future_date(f"{given.name.shown} on")
    return MeasuredValue(scalar, on)


def is_future(moment: Fraction, at: Fraction) -> bool:
    """Whether a moment lies after the evaluation; an evaluation on a day without a time lasts the whole day."""
    return moment > at and not (at.denominator == 1 and floor(moment) == at)
