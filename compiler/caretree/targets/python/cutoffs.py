"""Cut-offs published in several units, each as an exact number in the input's declared unit.

    at least 5.1 mmol/L or 92 mg/dL, declared in mmol/L, 1 mmol/L = 18.016 mg/dL
    (("mmol/L", 51/10), ("mg/dL", 92 / 18.016))

Comparing a value converted exactly with a bound converted exactly is comparing both in the reported unit.
"""

from __future__ import annotations

from fractions import Fraction

from caretree.decisions.graph import DecisionGraph
from caretree.guideline.inputs import Input
from caretree.guideline.types import Number, Series
from caretree.units.convert import convertible
from caretree.units.find import spellings, units_like
from caretree.units.unit import Unit

Scale = tuple[Unit, Fraction, Fraction]


def number_of(given: Input) -> Number | None:
    """The scalar an input (or each measurement of a series) is."""
    of = given.type.of if isinstance(given.type, Series) else given.type
    return of if isinstance(of, Number) else None


def scales(given: Input) -> tuple[Scale, ...]:
    """Every unit an input accepts with the factor and offset that lead to the declared unit; declared unit first."""
    of = number_of(given)
    if of is None:
        return ()
    found: dict[str, Scale] = {}
    for unit in units_like(of.unit):
        factor = unit.factor / of.unit.factor
        found.setdefault(unit.symbol, (unit, factor, (unit.offset - of.unit.offset) / of.unit.factor))
    for conversion in given.conversions:
        for unit in units_like(conversion.unit):
            if convertible(unit, conversion.unit) and unit.offset == conversion.unit.offset:
                size = conversion.factor * unit.factor / conversion.unit.factor
                found.setdefault(unit.symbol, (unit, size, Fraction(0)))
    return tuple(found.values())


def cutoffs_in_declared_unit(
    graph: DecisionGraph, input: str, cutoffs: tuple[tuple[str, Fraction], ...]
) -> tuple[tuple[str, Fraction], ...]:
    """Each cut-off's UCUM code with its bound in the declared unit."""
    given = next(one for one in graph.guideline.inputs if one.name.id == input)
    by_code = {unit.ucum: (factor, offset) for unit, factor, offset in scales(given)}
    return tuple((ucum, bound * by_code[ucum][0] + by_code[ucum][1]) for ucum, bound in cutoffs)


def other_spellings(given: Input) -> dict[str, str]:
    """Every other accepted spelling of an input's units, and the unit's own symbol."""
    return {text: unit.symbol for unit, _, _ in scales(given) for text in spellings(unit) if text != unit.symbol}
