"""Exact conversion by size.

convert(20000, /uL, x10^9/L)  ->  20
convert(5, mmol/L, mg/dL)     ->  None: mass and molar concentrations meet only by a declared factor
"""

from __future__ import annotations

from fractions import Fraction

from caretree.units.unit import Unit


def convertible(from_unit: Unit, to_unit: Unit) -> bool:
    """Whether values convert by size alone: the same dimension and the same kind."""
    return from_unit.dimension == to_unit.dimension and from_unit.kind == to_unit.kind


def convert(value: Fraction, from_unit: Unit, to_unit: Unit) -> Fraction | None:
    """``value`` of ``from_unit`` in ``to_unit``, exactly; None when the units do not convert by size."""
    if from_unit is to_unit:
        return value
    if not convertible(from_unit, to_unit):
        return None
    return (value * from_unit.factor + from_unit.offset - to_unit.offset) / to_unit.factor


def factor(from_unit: Unit, to_unit: Unit) -> Fraction | None:
    """What a value is multiplied by; None when not convertible, or when the zeros differ (°F to °C)."""
    if not convertible(from_unit, to_unit) or from_unit.offset != to_unit.offset:
        return None
    return from_unit.factor / to_unit.factor
