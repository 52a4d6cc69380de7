"""Literals: a written number with its unit, exactly as written.

20,000 /uL      Literal(Fraction(20000), Unit("/uL"), "20,000 /uL")
"""

from __future__ import annotations

import re
from fractions import Fraction

from caretree.guideline.doses import TimeRange
from caretree.guideline.terms import Literal
from caretree.problems.problem import Problem
from caretree.resolve.grammar.tokens import NUMBER as NUMBER_PATTERN
from caretree.resolve.grammar.written import WrittenNumber
from caretree.resolve.measures import literal_of, unit_of_text
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase
from caretree.units.convert import convert
from caretree.units.find import find_unit
from caretree.units.unit import NUMBER, Unit

_NUMBER = re.compile(NUMBER_PATTERN)
_RANGE = re.compile(r"(?P<low>\S+(?:\s+\S+)*?)\s+to\s+(?P<high>\S.*)")


def read_literal(phrase: Phrase, reading: Reading, unit: Unit | None = None) -> Literal | None:
    """A number with its unit; a number without one takes ``unit`` where given, else it is a bare number.

    Problems: ``bad-number``, ``unknown-unit``, ``threshold-is-a-range``, ``not-understood``.
    """
    found = _NUMBER.fullmatch(phrase.text)
    if found is None:
        _report_no_number(phrase, reading)
        return None
    start = found.start("unit") if found["unit"] else 0
    written = WrittenNumber(found["number"], found["unit"] or "", 0, found.end(), start, found["upper"] or "")
    return literal_of(written, phrase, reading, unit or NUMBER, unit)


def read_number_literal(phrase: Phrase, reading: Reading) -> Fraction | None:
    """A bare number such as ``0.5`` or ``20,000``, exactly. Problems: ``bad-number``, ``unexpected-unit``."""
    literal = read_literal(phrase, reading)
    if literal is None or literal.unit == NUMBER:
        return literal.value if literal else None
    reading.report(
        Problem(
            "unexpected-unit",
            f"`{literal.text}` has a unit where a bare number is expected",
            literal.span,
            fix="leave the unit out.",
        )
    )
    return None


def read_unit(phrase: Phrase, reading: Reading) -> Unit | None:
    """A unit in any clinical spelling. Problem: ``unknown-unit`` with the nearest."""
    return unit_of_text(phrase.text, phrase, (0, len(phrase.text)), reading)


def read_literal_range(phrase: Phrase, reading: Reading, unit: Unit | None = None) -> tuple[Literal, Literal] | None:
    """``2 to 3 g`` or, twice the same, ``40 mg``: the first number takes the unit of the second.

    Problems: as ``read_literal``, and ``backwards-range``.
    """
    found = _RANGE.fullmatch(phrase.text)
    if found is None:
        single = read_literal(phrase, reading, unit)
        return (single, single) if single else None
    high = read_literal(phrase.part(found.start("high")), reading, unit)
    if high is None:
        return None
    low = read_literal(phrase.part(0, found.end("low")), reading, high.unit)
    return (low, high) if low and in_order(low, high, phrase, reading) else None


def in_order(low: Literal, high: Literal, phrase: Phrase, reading: Reading, same: bool = False) -> bool:
    """Whether ``low`` is below ``high`` (or, with ``same``, equal to it). Problem: ``backwards-range``."""
    lowered = convert(low.value, low.unit, high.unit)
    if lowered is None or lowered < high.value or (same and lowered == high.value):
        return True
    reading.report(
        Problem(
            "backwards-range",
            f"no number lies in a range from {low.text} to {high.text}",
            low.span.to(high.span),
            why="a range runs from its lower to its higher end.",
            fix="write the lower number first, and different numbers at the ends.",
        )
    )
    return False


def read_time_range(phrase: Phrase, reading: Reading) -> TimeRange | None:
    """``4 days`` or ``2 to 4 weeks`` in days (7, 30.4375 and 365.25 days a week, month and year).

    Problems: as ``read_literal_range``, and ``wrong-dimension``.
    """
    literals = read_literal_range(phrase, reading)
    if literals is None:
        return None
    days = find_unit("days")
    assert days is not None
    low, high = (convert(literal.value, literal.unit, days) for literal in literals)
    if low is None or high is None:
        reading.report(
            Problem("wrong-dimension", f"`{phrase.text}` is not a time", phrase.span(), fix="write it as in `4 weeks`.")
        )
        return None
    return TimeRange(low, high, phrase.text)


def _report_no_number(phrase: Phrase, reading: Reading) -> None:
    fix = f"write `1 {phrase.text}`." if find_unit(phrase.text) else "write the number in digits, then the unit."
    reading.report(
        Problem(
            "not-understood",
            f"`{phrase.text}` is not a number with its unit",
            phrase.span(),
            why="a quantity is written as a number and its unit, such as `20,000 /uL` or `0.5 mg`.",
            fix=fix,
        )
    )
