"""Quantities: a patient's number in the unit it was reported in, checked against the unit it is declared in."""

from __future__ import annotations

from fractions import Fraction

from caretree.guideline.patients import Quantity
from caretree.problems.problem import Problem
from caretree.resolve.literals import read_literal
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase
from caretree.units.convert import convert
from caretree.units.unit import NUMBER, Unit

_ONE = Fraction(1)


def read_quantity(phrase: Phrase, declared: Unit, reading: Reading, unit: Unit | None = None) -> Quantity | None:
    """A number in the unit it was reported in; problems ``missing-unit`` and ``wrong-dimension``."""
    literal = read_literal(phrase, reading, unit)
    if literal is None or not fits(literal.unit, declared, phrase, reading):
        return None
    return Quantity(literal.value, literal.unit)


def fits(unit: Unit, declared: Unit, phrase: Phrase, reading: Reading) -> bool:
    """Whether a value in ``unit`` can be a value of something declared in another unit; else reports why not.

    Mass and molar concentrations are let through: an input may declare a factor between them.
    """
    if unit == NUMBER and declared != NUMBER:
        reading.report(_missing_unit(phrase, declared))
        return False
    exponents = (dict(unit.dimension), dict(declared.dimension))
    by_factor = all({"substance", "drug mass"} & names.keys() for names in exponents)
    if unit == declared or by_factor or (unit.kind != declared.kind and exponents[0] == exponents[1]):
        return True
    if exponents[0] == exponents[1] and convert(_ONE, unit, declared) is not None:
        return True
    reading.report(_wrong_dimension(phrase, declared))
    return False


def _missing_unit(phrase: Phrase, declared: Unit) -> Problem:
    return Problem(
        "missing-unit",
        f"`{phrase.text}` has no unit.",
        phrase.span(),
        why="Numbers wear units; a unit is never guessed.",
        fix=f"Write the unit after the number, for example `{phrase.text} {declared.symbol}`.",
    )


def _wrong_dimension(phrase: Phrase, declared: Unit) -> Problem:
    wanted = f"in {declared.symbol}" if declared != NUMBER else "a bare number"
    return Problem(
        "wrong-dimension",
        f"`{phrase.text}` cannot be read as {wanted}.",
        phrase.span(),
        why="Units are converted exactly, and these measure different things.",
        fix=f"Give the value {wanted}.",
    )
