"""Literals: a written number with its unit, exactly as written.

    20,000 /uL      Literal(Fraction(20000), Unit("/uL"), "20,000 /uL")
"""

from __future__ import annotations

from fractions import Fraction

from caretree.guideline.doses import TimeRange
from caretree.guideline.terms import Literal
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase
from caretree.units.unit import Unit


def read_literal(phrase: Phrase, reading: Reading, unit: Unit | None = None) -> Literal | None:
    """A number with its unit; a number without one takes ``unit`` where given, else it is a bare number.

    Problems: ``bad-number``, ``unknown-unit``.
    """
    raise NotImplementedError


def read_number_literal(phrase: Phrase, reading: Reading) -> Fraction | None:
    """A bare number such as ``0.5`` or ``20,000``, exactly. Problem: ``bad-number``."""
    raise NotImplementedError


def read_unit(phrase: Phrase, reading: Reading) -> Unit | None:
    """A unit in any clinical spelling. Problem: ``unknown-unit`` with the nearest."""
    raise NotImplementedError


def read_literal_range(phrase: Phrase, reading: Reading, unit: Unit | None = None) -> tuple[Literal, Literal] | None:
    """``2 to 3 g`` or, twice the same, ``40 mg``: the first number takes the unit of the second.

    Problems: as ``read_literal``, and ``backwards-range``.
    """
    raise NotImplementedError


def read_time_range(phrase: Phrase, reading: Reading) -> TimeRange | None:
    """``4 days`` or ``2 to 4 weeks`` in days (7, 30.4375 and 365.25 days a week, month and year)."""
    raise NotImplementedError
