"""Quantities: a patient's number in the unit it was reported in, checked against the unit it is declared in."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from caretree.guideline.patients import Quantity
from caretree.problems.problem import Problem
from caretree.resolve.literals import read_literal
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase
from caretree.units.convert import convert
from caretree.units.unit import NUMBER, Unit

_ONE = Fraction(1)


class Wanted(Struct, frozen=True):
    """The unit something is declared in, and the units it declares a factor for (mass and molar concentrations)."""

    unit: Unit
    conversions: tuple[Unit, ...] = ()


def read_quantity(phrase: Phrase, wanted: Wanted, reading: Reading, unit: Unit | None = None) -> Quantity | None:
    """A number in the unit it was reported in; one without takes ``unit`` where given (a table's heading).

    Problems: ``missing-unit``, ``wrong-dimension``, ``bad-number``, ``unknown-unit``.
    """
    literal = read_literal(phrase, reading, unit)
    if literal is None or not fits(literal.unit, wanted, phrase, reading):
        return None
    return Quantity(literal.value, literal.unit)


def fits(unit: Unit, wanted: Wanted, phrase: Phrase, reading: Reading) -> bool:
    """Whether a value in ``unit`` can be given for something declared in another unit; else reports why not."""
    if unit == NUMBER and wanted.unit != NUMBER:
        reading.report(_missing_unit(phrase, wanted.unit))
        return False
    if any(convert(_ONE, unit, known) is not None for known in (wanted.unit, *wanted.conversions)):
        return True
    reading.report(_wrong_dimension(phrase, wanted.unit))
    return False


def _missing_unit(phrase: Phrase, declared: Unit) -> Problem:
    return Problem(
        "missing-unit",
        f"`{phrase.text}` has no unit",
        phrase.span(),
        why="numbers wear units; a unit is never guessed.",
        fix=f"write the unit after the number, for example `{phrase.text} {declared.symbol}`.",
    )


def _wrong_dimension(phrase: Phrase, declared: Unit) -> Problem:
    wanted = f"in {declared.symbol}" if declared != NUMBER else "a bare number"
    return Problem(
        "wrong-dimension",
        f"`{phrase.text}` cannot be read as {wanted}",
        phrase.span(),
        why="units are converted exactly, and these measure different things.",
        fix=f"give the value {wanted}.",
    )
