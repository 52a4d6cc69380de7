"""A cut-off for a column of doubles, so that the comparison is exact.

    x in /uL, x * 1/1000 at least 1/2          x >= 500
    x in mmol/L, x * 18.016 at least 92        x >= 5.106571936056838     the first double whose decimal reaches 92

A double stands for its shortest decimal (``repr``). That decimal grows with the double (each double has its own stretch
of decimals that round to it), so for every cut-off there is one first double at or above it: found here, exactly, once.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import inf, nextafter

from caretree.decisions.expressions import Comparison
from caretree.targets.sql.words import Sql, compared, double, exactly

Scale = tuple[Fraction, Fraction]
"""``(factor, offset)``: a column's value times the factor plus the offset; the factor is never 0."""

PLAIN: Scale = (Fraction(1), Fraction(0))
_MIRRORED: dict[Comparison, Comparison] = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}


def against_cutoff(column: Sql, scale: Scale, comparison: Comparison, cutoff: Fraction) -> Sql:
    """``column * factor + offset < cutoff`` (and its sisters) as one comparison of the column with a double."""
    factor, offset = scale
    if factor < 0:
        comparison = _MIRRORED[comparison]
    bound = (cutoff - offset) / factor
    nearest = _nearest(bound)
    if exactly(nearest, bound):
        return compared(column, comparison, double(nearest))
    first = first_double(lambda value: value >= bound, nearest)
    return compared(column, "ge" if comparison in ("ge", "gt") else "lt", double(first))


def first_double(reached: Callable[[Fraction], bool], near: float) -> float:
    """The first double whose shortest decimal meets a condition that, once true, stays true; searched from ``near``."""
    found = near
    while not reached(Fraction(repr(found))):
        found = nextafter(found, inf)
    while reached(Fraction(repr(nextafter(found, -inf)))):
        found = nextafter(found, -inf)
    return found


def _nearest(value: Fraction) -> float:
    return float(value)
