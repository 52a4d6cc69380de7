"""Measurements: the values of a series.

33, 51, 86 x10^9/L, every 1 week      the last one today, the others 7 and 14 days ago
33 x10^9/L on 2025-08-01              dated
33 x10^9/L 3 days ago                 dated from the evaluation
none                                  a known empty list
"""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction

from caretree.guideline.patients import Measurement
from caretree.guideline.terms import Literal
from caretree.problems.problem import Problem
from caretree.resolve.clauses import after_words
from caretree.resolve.days import find_day, find_moment
from caretree.resolve.literals import read_literal, read_time_range
from caretree.resolve.quantities import Wanted, fits
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase
from caretree.units.unit import Unit

_EVERY = re.compile(r",\s*(?=every )")
_ON = re.compile(r" on (?=\S+\Z)")
_AGO = re.compile(r" (\d[\d.]* (?:days?|weeks?|hours?|minutes?)) ago\Z")
_BETWEEN = re.compile(r",\s+")
_BARE = re.compile(r"[\d.,]+\Z")


def read_measurements(
    phrase: Phrase, wanted: Wanted, reading: Reading, unit: Unit | None = None
) -> tuple[Measurement, ...] | None:
    """The measurements of one line, oldest first; ``None`` after problems.

    Problems: ``missing-unit``, ``wrong-dimension``, ``bad-date``, ``missing-interval``.
    """
    if phrase.text == "none":
        return ()
    if every := _EVERY.search(phrase.text):
        step = read_time_range(after_words(phrase.part(every.end()), "every") or phrase, reading)
        values = _read_values(phrase.part(0, every.start()), wanted, reading, unit)
        if step is None or values is None:
            return None
        ages = range(len(values) - 1, -1, -1)
        return tuple(_measured(value, days_ago=age * step.high) for value, age in zip(values, ages, strict=True))
    return _read_dated(phrase, wanted, reading, unit)


def in_order(measurements: tuple[Measurement, ...]) -> tuple[Measurement, ...]:
    """Oldest first; on ties the later listed is later. Dated and relative ones are each put in order by themselves."""
    relative = sorted((one for one in measurements if one.days_ago is not None), key=_age, reverse=True)
    dated = sorted((one for one in measurements if one.days_ago is None), key=_moment)
    return (*dated, *relative)


def _read_dated(phrase: Phrase, wanted: Wanted, reading: Reading, unit: Unit | None) -> tuple[Measurement, ...] | None:
    """One value with a date, an age, or neither (then it was measured today)."""
    if on := _ON.search(phrase.text):
        day = phrase.part(on.end())
        when = find_day(day.text) or find_moment(day.text)
        value = _read_one(phrase.part(0, on.start()), wanted, reading, unit)
        if when is None:
            reading.report(_bad_day(day))
        return (_measured(value, on=when),) if value and when else None
    ago = _AGO.search(phrase.text)
    age = read_time_range(phrase.part(ago.start(1), ago.end(1)), reading) if ago else None
    value = _read_one(phrase.part(0, ago.start()) if ago else phrase, wanted, reading, unit)
    if value is None or (ago and age is None):
        return None
    return (_measured(value, days_ago=age.high if age else Fraction(0)),)


def _read_one(phrase: Phrase, wanted: Wanted, reading: Reading, unit: Unit | None) -> Literal | None:
    values = _read_values(phrase, wanted, reading, unit)
    if values is not None and len(values) > 1:
        reading.report(_missing_interval(phrase))
        return None
    return values[0] if values else None


def _read_values(phrase: Phrase, wanted: Wanted, reading: Reading, unit: Unit | None) -> tuple[Literal, ...] | None:
    """``33, 51, 86 x10^9/L``: the last value's unit counts for those without one of their own."""
    cuts = [(found.start(), found.end()) for found in _BETWEEN.finditer(phrase.text)]
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(phrase.text)]
    parts = [phrase.part(start, end) for start, end in zip(starts, ends, strict=True)]
    last = read_literal(parts[-1], reading, unit)
    if last is None or not fits(last.unit, wanted, parts[-1], reading):
        return None
    values: list[Literal] = []
    for part in parts[:-1]:
        value = read_literal(part, reading, last.unit)
        if value is None or not fits(value.unit, wanted, part, reading):
            return None
        values.append(value)
    return (*values, last)


def _measured(value: Literal, on: date | datetime | None = None, days_ago: Fraction | None = None) -> Measurement:
    return Measurement(value.value, value.unit, on, days_ago)


def _age(measurement: Measurement) -> Fraction:
    return measurement.days_ago or Fraction(0)


def _moment(measurement: Measurement) -> str:
    """A day sorts before every moment of that day, as the start of it."""
    return measurement.on.isoformat() if measurement.on else ""


def _missing_interval(phrase: Phrase) -> Problem:
    return Problem(
        "missing-interval",
        f"`{phrase.text}` does not say when each value was measured",
        phrase.span(),
        why="trends and windows need the time between measurements.",
        fix="write `, every 1 week` after the values (the last one is today's), or one dated line a value.",
    )


def _bad_day(phrase: Phrase) -> Problem:
    return Problem(
        "bad-date",
        f"`{phrase.text}` is not a date",
        phrase.span(),
        why="dates are written one way, so that day and month cannot be confused.",
        fix="write year, month and day, `2025-08-01`, or `2025-08-01T10:30`.",
    )
