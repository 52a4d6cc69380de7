"""What expectations read that an answer does not hold: values of definitions, and doses per day or week.

romiplostim at 70 mcg per week      the answer's dose: 70 mcg, once weekly     as expected
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Protocol

from caretree.acceptance.engine import Defined, Engine
from caretree.decisions.answer import Answer, DoseAnswer
from caretree.decisions.expectations import BesideAnswer
from caretree.decisions.expected_doses import DoseFound, amount_found_instead
from caretree.decisions.expected_values import reported_found_instead
from caretree.guideline.doses import Frequency, TimeRange
from caretree.guideline.patients import ExpectAdvice, ExpectValue
from caretree.resolve.dose_parts import take_frequency
from caretree.resolve.literals import read_time_range
from caretree.resolve.reading import Names, Reading
from caretree.syntax.tree import Phrase, Piece


class Asked(Protocol):
    """A patient and the answer about them."""

    findings: dict[str, Any]
    answer: Answer | None

    @property
    def patient(self) -> Mapping[str, Any]:
        """The patient as the contract's mapping."""
        ...


def beside(engine: Engine, asked: Asked) -> BesideAnswer:
    """The same reading of values and doses for every engine. Classes are spelled out in the sentences."""

    def value(expected: ExpectValue) -> str | None:
        found = engine.definitions(asked.patient).get(expected.of) or _input(engine, asked, expected.of)
        return reported_found_instead((found.value, found.possible), found.unit, expected.value)

    def is_open(what: str) -> bool | None:
        found = engine.definitions(asked.patient).get(what)
        return None if found is None else found.value is None

    return BesideAnswer(value, lambda expected: _dose_found_instead(asked.answer, expected), is_open, lambda action: ())


def _input(engine: Engine, asked: Asked, name: str) -> Defined:
    """An input's value: what the patient has, else what is assumed."""
    data = next(one for one in engine.vocabulary.inputs.values() if one.id == name)
    unit = data.unit if data.kind == "number" else None
    assumed = {one.id: one.value for one in asked.answer.assumed} if asked.answer else {}
    value = asked.findings.get(name)
    if value is None:
        value = assumed.get(name)
    if isinstance(value, dict):
        value, unit = value["value"], value["unit"]
    if data.kind == "yes or no" and value is not None:
        value = value in (True, "yes")
    return Defined(value, ("", ""), unit)


def _dose_found_instead(answer: Answer | None, expected: ExpectAdvice) -> str | None:
    dose = _dose(answer, expected.action) if answer else None
    if dose is None:
        return "the guideline states no dose"
    if dose.low is None or dose.high is None:
        return f"the dose is not known: {dose.text}"
    often, long = _frequency(dose.frequency), _time(dose.duration)
    times, days = (often.times, often.days) if often else (None, None)
    course = (long.low, long.high) if long else None
    found = DoseFound(Fraction(dose.low), Fraction(dose.high), dose.unit, dose.per, times, days, course)
    return amount_found_instead(found, expected)


def _dose(answer: Answer, action: str) -> DoseAnswer | None:
    offers = [one.dose for one in answer.recommendations if one.action == action and one.direction == "offer"]
    options = [one.dose for choice in answer.choices for one in choice.options if one.action == action]
    return next((dose for dose in (*offers, *options) if dose is not None), None)


def _frequency(text: str) -> Frequency | None:
    return take_frequency(_phrase(text), Reading(Names()))[0]


def _time(text: str) -> TimeRange | None:
    return read_time_range(_phrase(text.removeprefix("for ")), Reading(Names())) if text else None


def _phrase(text: str) -> Phrase:
    return Phrase(text, "", (Piece(0, 1, 1),))
