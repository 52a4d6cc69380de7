"""Reading one number of a patient into an exact value, or saying what is wrong with it.

    {"value": "20,000", "unit": "/uL"}     bad-number
    {"value": 20000, "unit": "/uL"}        ScalarValue(20, 20000, "/uL") for an input in x10^9/L

Checks run in this order, and the first one that fails is the one reported: missing-unit, unknown-unit, wrong-unit,
bad-number, out-of-range, too-precise, not-whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from caretree.decisions import patient_problems as problems
from caretree.decisions.patient_record import ScalarValue
from caretree.decisions.patient_units import to_declared
from caretree.guideline.inputs import Input
from caretree.guideline.types import Number
from caretree.problems.problem import Problem
from caretree.units.find import find_unit_for
from caretree.units.unit import NUMBER

_DECIMAL = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_LONGEST = 60
"""Characters of a decimal string: twice the 30 digits of the longest literal."""


def exact_number(value: object) -> Fraction | None:
    """A number or a plain decimal string, exactly; a float by its shortest decimal. Anything else is ``None``."""
    if isinstance(value, str):
        return Fraction(value) if len(value) <= _LONGEST and _DECIMAL.fullmatch(value) else None
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, Fraction)):  # noqa: UP038 - a union is made anew each time
        return Fraction(value)
    if isinstance(value, float):
        return Fraction(repr(value)) if abs(value) < float("inf") else None
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() else None
    return None


def read_scalar(given: Input, number: Number, value: object, keys: tuple[str, ...] = ()) -> ScalarValue | Problem:
    """One number of an input; ``keys`` are those a measurement has besides ``value`` and ``unit``."""
    if isinstance(value, Mapping):
        stray = next((key for key in value if key not in ("value", "unit", *keys)), None)
        if stray is not None:
            return problems.unknown_key(str(stray), ("value", "unit", *keys), f' in "{given.name.shown}"')
        return _read_measured(given, number, value)
    if number.unit != NUMBER:
        return problems.bad_number(given) if exact_number(value) is None else problems.missing_unit(given, number)
    return _read_plain(given, number, value)


def _read_plain(given: Input, number: Number, value: object) -> ScalarValue | Problem:
    exact = exact_number(value)
    if exact is None:
        return problems.bad_number(given)
    return _checked(given, number, ScalarValue(exact, exact, number.unit.ucum))


def _read_measured(given: Input, number: Number, value: Mapping[str, object]) -> ScalarValue | Problem:
    text = value.get("unit")
    if number.unit == NUMBER and text in (None, ""):
        return _read_plain(given, number, value.get("value"))
    if text is None or text == "":
        return problems.missing_unit(given, number)
    unit = find_unit_for(text, number.unit) if isinstance(text, str) else None
    if unit is None:
        return problems.unknown_unit(given, str(text))
    if unit is not number.unit and to_declared(given, number.unit, Fraction(1), unit) is None:
        return problems.wrong_unit(given, unit.symbol, number)
    exact = exact_number(value.get("value"))
    converted = None if exact is None else to_declared(given, number.unit, exact, unit)
    if exact is None or converted is None:
        return problems.bad_number(given)
    return _checked(given, number, ScalarValue(converted, exact, unit.ucum))


def _checked(given: Input, number: Number, read: ScalarValue) -> ScalarValue | Problem:
    if not number.plausible.low <= read.value <= number.plausible.high:
        return problems.out_of_range(given, number)
    if number.decimals is not None and read.unit == number.unit.ucum and not _fits(read.reported, number.decimals):
        return problems.too_precise(given, number)
    if number.whole and read.value.denominator != 1:
        return problems.not_whole(given)
    return read


def _fits(value: Fraction, decimals: int) -> bool:
    return (value * Fraction(10) ** decimals).denominator == 1
