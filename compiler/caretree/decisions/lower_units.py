"""Explicit conversions: numbers that meet stand in one unit, exactly.

20,000 /uL compared with platelet count in x10^9/L     the constant 20
weight in kg, wanted in lb                             Arithmetic("/", weight, 0.45359237)
"""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from caretree.decisions.expressions import Arithmetic, ConstantNumber
from caretree.decisions.tables import LoweringError, Quantity, Tables
from caretree.guideline.types import Number, Series
from caretree.units.unit import NUMBER, Unit

Scale = tuple[Fraction, Fraction]
"""A factor and an offset: value * factor + offset."""

SAME: Scale = (Fraction(1), Fraction(0))
"""How a value changes when its unit does not."""


def by_size(start: Unit, end: Unit) -> Scale | None:
    """How a value changes between two units of one dimension and kind; ``None`` for others."""
    if start.dimension != end.dimension or start.kind != end.kind:
        return None
    return start.factor / end.factor, (start.offset - end.offset) / end.factor


def scale(start: Unit, end: Unit, tables: Tables, inputs: tuple[str, ...]) -> Scale | None:
    """As ``by_size``, else by a factor that one of the inputs declares (``converts 1 mmol/L = 18.016 mg/dL``)."""
    found = by_size(start, end)
    if found is not None:
        return found
    for name in inputs:
        for path in _declared_paths(tables, name):
            found = _along(start, end, *path)
            if found is not None:
                return found
    return None


def declared_unit(tables: Tables, name: str) -> Unit:
    """The unit an input is declared in (``NUMBER`` for inputs without one)."""
    match tables.input(name).type:
        case Number(unit=unit) | Series(of=Number(unit=unit)):
            return unit
        case _:
            return NUMBER


def in_unit(quantity: Quantity, unit: Unit, tables: Tables, other_input: str = "") -> Quantity:
    """The number in another unit. ``other_input`` is the input it meets, whose declared factors count too.

    Raises ``LoweringError`` when the units do not convert; resolving has refused that before.
    """
    found = scale(quantity.unit, unit, tables, tuple(filter(None, (quantity.input, other_input))))
    if found is None:
        raise LoweringError(f"`{quantity.unit.symbol}` does not convert to `{unit.symbol}`")
    if found == SAME:
        return replace(quantity, unit=unit)
    if quantity.constant is not None:
        return Quantity(ConstantNumber(quantity.constant * found[0] + found[1]), unit)
    return _plus(scaled(quantity, found[0], unit, tables), found[1], tables)


def scaled(quantity: Quantity, factor: Fraction, unit: Unit, tables: Tables) -> Quantity:
    """The number times a factor, standing in ``unit``; whole divisors are written as divisions."""
    if factor == 1:
        return replace(quantity, unit=unit)
    if quantity.constant is not None:
        return Quantity(ConstantNumber(quantity.constant * factor), unit)
    divides = factor.numerator == 1
    constant = Quantity(ConstantNumber(1 / factor if divides else factor), NUMBER)
    operands = tables.number(quantity), tables.number(constant)
    return Quantity(Arithmetic("/" if divides else "*", *operands), unit, quantity.input)


def _plus(quantity: Quantity, offset: Fraction, tables: Tables) -> Quantity:
    if offset == 0:
        return quantity
    constant = tables.number(Quantity(ConstantNumber(offset), quantity.unit))
    return Quantity(Arithmetic("+", tables.number(quantity), constant), quantity.unit, quantity.input)


def _declared_paths(tables: Tables, name: str) -> list[tuple[Unit, Unit, Fraction]]:
    """From unit, to unit and factor, both ways, for each factor an input declares."""
    declared = declared_unit(tables, name)
    paths: list[tuple[Unit, Unit, Fraction]] = []
    for conversion in tables.input(name).conversions:
        paths.append((conversion.unit, declared, conversion.factor))
        paths.append((declared, conversion.unit, 1 / conversion.factor))
    return paths


def _along(start: Unit, end: Unit, first: Unit, second: Unit, factor: Fraction) -> Scale | None:
    before, after = by_size(start, first), by_size(second, end)
    if before is None or after is None:
        return None
    return before[0] * factor * after[0], before[1] * factor * after[0] + after[1]
