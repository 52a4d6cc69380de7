"""Facts: what is known about one patient, one line a fact.

ANC is 1.74 x10^9/L                                      Quantity(1.74, x10^9/L)
fever is not known                                       None
platelets are 33, 51, 86 x10^9/L, every 1 week           three Measurements, the last one today
platelets are 33 x10^9/L on 2025-08-01                   one dated Measurement; further lines add to it
rituximab course is failed, started 3 months ago         CourseFact("failed", started_ago=Ago(3, "months"))
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import assert_never

from msgspec import Struct

from caretree.guideline.patients import FactValue, Measurement, PatientFact
from caretree.guideline.types import Choice, Course, Date, Number, Series, YesNo
from caretree.problems.problem import Problem
from caretree.resolve.courses import read_course
from caretree.resolve.days import read_day_value
from caretree.resolve.lookup import did_you_mean, find_data
from caretree.resolve.measurements import in_order, read_measurements
from caretree.resolve.quantities import Wanted, read_quantity
from caretree.resolve.reading import DeclaredInput, Reading
from caretree.syntax.tree import Phrase
from caretree.units.unit import Unit

NOT_KNOWN = "not known"

_VERB = re.compile(r" (is|are) ")


class Unreadable(Struct, frozen=True):
    """A value that could not be read (``None`` already means *not known*)."""


UNREADABLE = Unreadable()


def read_fact(phrase: Phrase, reading: Reading) -> PatientFact | None:
    """The fact of ``X is <value>`` or ``X are <values>``; ``None`` after problems.

    Problems: ``not-a-fact``, ``unknown-name``, ``not-an-input``, ``bad-yes-no``, ``unknown-label``, ``missing-unit``,
    ``wrong-dimension``, ``bad-date``, ``bad-status``.
    """
    verb = _VERB.search(phrase.text)
    if verb is None:
        reading.report(_not_a_fact(phrase))
        return None
    declared = find_input(phrase.part(0, verb.start()), reading)
    if declared is None:
        return None
    value = read_value(phrase.part(verb.end()), declared, reading)
    if isinstance(value, Unreadable):
        return None
    return PatientFact(declared.name.id, value, phrase.text, phrase.span())


def find_input(phrase: Phrase, reading: Reading) -> DeclaredInput | None:
    """The input of that name; a definition is the problem ``not-an-input``."""
    found = find_data(phrase, reading)
    if found is None or isinstance(found, DeclaredInput):
        return found
    reading.report(
        Problem(
            "not-an-input",
            f"`{phrase.text}` is a definition, not an input",
            phrase.span(),
            why="a patient is described by what was asked; definitions are worked out from it.",
            fix="state the inputs it is made from; in an example, test it with `expect … is …`.",
        )
    )
    return None


def read_value(
    phrase: Phrase, declared: DeclaredInput, reading: Reading, unit: Unit | None = None
) -> FactValue | Unreadable:
    """The value of an input. A number without a unit takes ``unit`` where given (a table's heading)."""
    if phrase.text == NOT_KNOWN:
        return None
    value = _read_typed(phrase, declared, reading, unit)
    return UNREADABLE if value is None else value


def _read_typed(phrase: Phrase, declared: DeclaredInput, reading: Reading, unit: Unit | None) -> FactValue:
    type = declared.type
    match type:
        case YesNo():
            return read_yes_no(phrase, reading)
        case Choice(labels=labels):
            return read_label(phrase, labels, reading)
        case Number():
            return read_quantity(phrase, Wanted(type.unit, declared.conversions), reading, unit)
        case Date():
            return read_day_value(phrase, type.with_time, reading)
        case Series(of=number):
            return read_measurements(phrase, Wanted(number.unit, declared.conversions), reading, unit)
        case Course():
            return read_course(phrase, reading)
        case _:
            assert_never(type)


def read_yes_no(phrase: Phrase, reading: Reading) -> bool | None:
    """``yes`` or ``no``; else the problem ``bad-yes-no``."""
    if phrase.text in ("yes", "no"):
        return phrase.text == "yes"
    reading.report(
        Problem(
            "bad-yes-no",
            f"`{phrase.text}` is neither yes nor no",
            phrase.span(),
            why="this is a yes-or-no question.",
            fix="write `yes`, `no` or `not known`.",
        )
    )
    return None


def read_label(phrase: Phrase, labels: tuple[str, ...], reading: Reading) -> str | None:
    """One of the labels, exactly as declared; else the problem ``unknown-label``."""
    if phrase.text in labels:
        return phrase.text
    reading.report(
        Problem(
            "unknown-label",
            f"`{phrase.text}` is not one of its values",
            phrase.span(),
            why="a choice has only the values its declaration lists.",
            fix=did_you_mean(phrase.text, labels) or f"write one of: {', '.join(labels)}.",
        )
    )
    return None


def joined(facts: Iterable[PatientFact]) -> tuple[PatientFact, ...]:
    """One fact an input: dated lines of a series are joined, oldest first; for anything else the last line counts."""
    by_input: dict[str, PatientFact] = {}
    for fact in facts:
        earlier = by_input.get(fact.input)
        by_input[fact.input] = _with_earlier(earlier, fact) if earlier else fact
    return tuple(by_input.values())


def _with_earlier(earlier: PatientFact, fact: PatientFact) -> PatientFact:
    if not is_series(earlier) or not is_series(fact):
        return fact
    values = in_order(measurements_of(earlier) + measurements_of(fact))
    return PatientFact(fact.input, values, f"{earlier.text}; {fact.text}", earlier.span.to(fact.span))


def is_series(fact: PatientFact) -> bool:
    """Whether the fact lists measurements."""
    return isinstance(fact.value, tuple)


def measurements_of(fact: PatientFact) -> tuple[Measurement, ...]:
    """The measurements of a series fact; empty for another."""
    return fact.value if isinstance(fact.value, tuple) else ()


def _not_a_fact(phrase: Phrase) -> Problem:
    return Problem(
        "not-a-fact",
        f"`{phrase.text}` is not a fact about a patient",
        phrase.span(),
        why="a fact gives one input its value.",
        fix="write `<input> is <value>`, for example `fever is yes`, `age is 40 years` or `fever is not known`.",
    )
