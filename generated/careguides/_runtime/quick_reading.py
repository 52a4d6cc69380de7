# Copied by Caretree from its runtime; generated, do not edit.
"""Reading a patient whose values are as expected; anything unusual is left to ``reading``, which finds every problem.

A mapping's keys are looked up once for all mappings with the same keys in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from .calendar_days import read_moment
from .exact import Exact
from .problems import PatientProblem
from .reading import OTHER_KEYS, find_scale, moment_of, read_course, read_date, read_number, read_series
from .short_decimals import short_float
from .values import InputDescription

if TYPE_CHECKING:
    from .model import Model
    from .patient import PatientBase
    from .values import Measured

MOST_KEPT = 256
"""How many orders of keys, and days, are kept for a guideline. Neither is a patient's value."""

YES_NO = {"yes": True, "no": False}
TRUTHS = (False, None, True)
"""What the digits 0, 1 and 2 stand for."""

Order = tuple[Callable[[Mapping[str, object]], tuple[Any, ...]], bool]
"""How to read the inputs of a mapping in the guideline's order, and whether it says more than inputs."""


class Unusual(Exception):
    """A value that needs a closer look."""


def order_of(mapping: Mapping[str, object], model: Model) -> Order | None:
    """How to read a mapping with these keys, from now on kept; nothing for keys that are wrong."""
    keys = tuple(mapping)
    order = _order(keys, model)
    if order is not None:
        if len(model.orders) >= MOST_KEPT:
            model.orders.clear()
        model.orders[keys] = order
    return order


def _order(keys: tuple[str, ...], model: Model) -> Order | None:
    """How to read the inputs from mappings with these keys; nothing when a key is unknown or stands twice."""
    found: dict[str, str] = {}
    names = model.keys()
    for key in keys:
        if key in OTHER_KEYS:
            continue
        id = names.get(key)
        if id is None or id in found:
            return None
        found[id] = key
    wanted = [found.get(input.id) for input in model.inputs]
    if len(wanted) > 1 and all(key is not None for key in wanted):
        return itemgetter(*wanted), len(found) < len(keys)
    return lambda mapping: tuple([None if key is None else mapping[key] for key in wanted]), len(found) < len(keys)


_days: dict[str, Exact] = {}


def day_of(given: object) -> Exact:
    """The evaluation's moment in days; a day that was read before is not read again."""
    if isinstance(given, str):
        days = _days.get(given)
        if days is None:
            days = read_moment(given)
            if days is None:
                raise Unusual
            if len(given) == 10:
                if len(_days) >= MOST_KEPT:
                    _days.clear()
                _days[given] = days
        return days
    days = moment_of(given)
    if days is None:
        raise Unusual
    return days


def plain_number(given: object) -> float | int:
    """A number written as a text, or of another type, as it is kept."""
    if type(given) is str and len(given) <= 16 and given.isascii():
        whole, point, part = given.partition(".")
        if whole.isdigit() and (part.isdigit() or not point):
            return float(given)
        raise Unusual
    exact = read_number(given)
    kept = None if exact is None else short_float(exact)
    if kept is None:
        raise Unusual
    return kept


def plain_float(given: object) -> float:
    """A number of another type as a float; bounds below 2**53 refuse what a float cannot hold."""
    return float(plain_number(given))


def converted(given: Any, unit: object, place: int, patient: PatientBase) -> float | int:
    """A number in another unit, or another spelling of the declared one, as it is kept in the declared unit."""
    model = patient.model
    input = model.inputs[place]
    scale = find_scale(unit, input, model)
    if scale is None:
        raise Unusual
    if scale.ucum == input.ucum:
        return _as_declared(given, input)
    remember(patient, input.id, scale.ucum)
    if not scale.offset and type(given) in (int, float):
        near = _scaled(given, scale.factor.numerator, scale.factor.denominator)
        if near is not None:
            return near
    exact = read_number(given)
    kept = None if exact is None else short_float(exact * scale.factor + scale.offset)
    if kept is None:
        raise Unusual
    return kept


POWERS_OF_TEN = frozenset(10**n for n in range(10))


def _scaled(given: float | int, top: int, bottom: int) -> float | None:
    """A number of at most three decimals times a short decimal, where the product has at most 15 digits.

    The quotient of two whole numbers is rounded once, to the float nearest to the exact decimal.
    """
    if bottom not in POWERS_OF_TEN or not -(10**11) < given < 10**11:
        return None
    thousandths = round(given * 1000)
    if thousandths / 1000 != given or not -(10**15) < thousandths * top < 10**15:
        return None
    return thousandths * top / (1000 * bottom)


def _as_declared(given: Any, input: InputDescription) -> float | int:
    kept = given if type(given) in (int, float) else plain_number(given)
    if input.decimals is not None and kept != round(kept, input.decimals):
        raise Unusual
    number: float | int = kept
    return number


def remember(patient: PatientBase, id: str, more: Any) -> None:
    """Keep what an input's slot does not hold."""
    if patient._more is None:
        patient._more = {}
    patient._more[id] = more


def taken_date(given: object, place: int, patient: PatientBase) -> Exact:
    """A day or a moment."""
    day = read_date(given, patient.model.inputs[place])
    if isinstance(day, PatientProblem):
        raise Unusual
    return day


def taken_series(given: object, place: int, patient: PatientBase) -> tuple[Measured, ...]:
    """Dated measurements."""
    model = patient.model
    series = read_series(given, patient.at, model.inputs[place], model)
    if isinstance(series, list):
        raise Unusual
    return series


def taken_course(given: object, place: int, patient: PatientBase) -> str:
    """The status of a course of treatment; its start is kept beside it."""
    input = patient.model.inputs[place]
    course = read_course(given, patient.at, input)
    if isinstance(course, list):
        raise Unusual
    if course.started is not None:
        remember(patient, input.id, course.started)
    return course.status
