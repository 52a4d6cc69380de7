"""Whether a definition or an input has the value an example expects.

expect neutropenia is mild      label {"mild"}: as expected; {"mild", "moderate"}: "it can be mild or moderate"
"""

from __future__ import annotations

from caretree.decisions.answer_silence import reported
from caretree.decisions.decimals import decimal_text
from caretree.decisions.evaluation import Evaluation
from caretree.decisions.intervals import Interval
from caretree.decisions.patient_record import ScalarValue
from caretree.guideline.patients import ExpectValue, Quantity
from caretree.guideline.types import Number
from caretree.units.convert import convert
from caretree.units.find import find_unit
from caretree.units.unit import NUMBER, Unit


def value_found_instead(evaluation: Evaluation, expected: ExpectValue) -> str | None:
    """``None`` if the value is as expected, else what it is."""
    found = evaluation.graph.defined.get(expected.of)
    if found is None:
        return _input_found_instead(evaluation, expected)
    kind, value = found
    if kind == "number":
        unit = find_unit(evaluation.graph.number_units.get(value, "")) or NUMBER
        return _number_found_instead(evaluation.number(value), unit, expected.value)
    known, possible = reported(evaluation, expected.of, kind, value)
    return None if known == expected.value else f"it is {_shown(known, possible)}"


def _shown(known: str | bool | None, possible: tuple[str, ...]) -> str:
    if known is None:
        return "not known: " + " or ".join(possible)
    return known if isinstance(known, str) else "yes" if known else "no"


def _number_found_instead(interval: Interval, unit: Unit, expected: bool | str | Quantity | None) -> str | None:
    low, high = ("" if end is None else decimal_text(end) for end in (interval.low, interval.high))
    known = bool(low) and low == high
    if isinstance(expected, Quantity) and known:
        wanted = convert(expected.value, expected.unit, unit)
        if wanted is not None and decimal_text(wanted) == low:
            return None
    elif expected is None and not known:
        return None
    return f"it is {low if known else f'not known: from {low} to {high}'} {unit.symbol}".rstrip()


def _input_found_instead(evaluation: Evaluation, expected: ExpectValue) -> str | None:
    value = evaluation.patient.values.get(expected.of)
    given = evaluation.given(expected.of)
    if isinstance(value, ScalarValue) and isinstance(given.type, Number):
        exact = Interval(value.value, value.value)
        return _number_found_instead(exact, given.type.unit, expected.value)
    return None if value == expected.value else f"it is {'not known' if value is None else 'another value'}"
