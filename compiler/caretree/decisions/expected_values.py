"""Whether a definition or an input has the value an example expects.

expect neutropenia is mild      label {"mild"}: as expected; {"mild", "moderate"}: "it can be mild or moderate"
"""

from __future__ import annotations

from caretree.decisions.answer_silence import Value, reported
from caretree.decisions.decimals import decimal_text
from caretree.decisions.evaluation import Evaluation
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
    unit = evaluation.graph.number_units.get(value, "") if kind == "number" else None
    return reported_found_instead(reported(evaluation, expected.of, kind, value), unit, expected.value)


def reported_found_instead(found: Value, unit: str | None, expected: bool | str | Quantity | None) -> str | None:
    """The same for a value as reports have it; ``unit`` is a number's (``None``: a truth or a label)."""
    if unit is None:
        known, possible = found
        return None if known == expected else f"it is {_shown(known, possible)}"
    return _number_found_instead(found, find_unit(unit) or NUMBER, expected)


def _shown(known: str | bool | None, possible: tuple[str, ...]) -> str:
    if known is None:
        return "not known: " + " or ".join(possible)
    return known if isinstance(known, str) else "yes" if known else "no"


def _number_found_instead(found: Value, unit: Unit, expected: bool | str | Quantity | None) -> str | None:
    known, possible = found
    if isinstance(expected, Quantity) and known is not None:
        wanted = convert(expected.value, expected.unit, unit)
        if wanted is not None and decimal_text(wanted) == known:
            return None
    elif expected is None and known is None:
        return None
    shown = f"not known: from {possible[0]} to {possible[1]}" if known is None else known
    return f"it is {shown} {unit.symbol}".rstrip()


def _input_found_instead(evaluation: Evaluation, expected: ExpectValue) -> str | None:
    value = evaluation.patient.values.get(expected.of)
    given = evaluation.given(expected.of)
    if isinstance(value, ScalarValue) and isinstance(given.type, Number):
        return _number_found_instead((decimal_text(value.value), ()), given.type.unit, expected.value)
    return None if value == expected.value else f"it is {'not known' if value is None else 'another value'}"
