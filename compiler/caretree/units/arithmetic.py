"""Units of products, quotients and powers, for formulas and doses.

multiply(mg/kg/day, kg)  ->  mg/day
divide(kg, m2)           ->  kg/m2
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from caretree.units.atoms import Atom
from caretree.units.compose import of_kind, summed
from caretree.units.find import all_units
from caretree.units.parts import Parts, read_parts, symbol_of, ucum_of
from caretree.units.unit import NUMBER, Dimension, Unit


def multiplies(unit: Unit) -> bool:
    """Whether values in the unit may be multiplied and divided: not temperatures, whose zero is arbitrary."""
    return all(name != "temperature" for name, _ in unit.dimension)


def multiply(left: Unit, right: Unit) -> Unit:
    """The unit of a product of values in these units. Raises ValueError unless ``multiplies`` both."""
    kind = left.kind if left.kind == right.kind else f"{left.kind} {right.kind}".strip()
    return _combined(left, right, 1, kind)


def divide(left: Unit, right: Unit) -> Unit:
    """The unit of a quotient of values in these units. Raises ValueError unless ``multiplies`` both."""
    kind = "" if left.kind == right.kind else f"{left.kind} {right.kind}".strip()
    return _combined(left, right, -1, kind)


def power(unit: Unit, exponent: int) -> Unit:
    """The unit of a value raised to a whole power. Raises ValueError unless ``multiplies(unit)``."""
    step: Callable[[Unit, Unit], Unit] = multiply if exponent >= 0 else divide
    result = NUMBER
    for _ in range(abs(exponent)):
        result = step(result, unit)
    return result


def _combined(left: Unit, right: Unit, sign: int, kind: str) -> Unit:
    if not multiplies(left) or not multiplies(right):
        raise ValueError(f"a temperature cannot be multiplied or divided: {left.symbol}, {right.symbol}")
    if right == NUMBER:
        return left
    if left == NUMBER and sign > 0:
        return right
    dimension = _settled(summed([(left.dimension, 1), (right.dimension, sign)]))
    return _named(dimension, left.factor * right.factor**sign, kind, _joined(left, right, sign))


def _settled(dimension: Dimension) -> Dimension:
    """A ratio times a quantity is that quantity (its size carries the hundredth); ratios among themselves stay one."""
    others = tuple(base for base in dimension if base[0] != "ratio")
    return others if others or not dimension else (("ratio", 1),)


def _named(dimension: Dimension, size: Fraction, kind: str, parts: Parts) -> Unit:
    if not dimension and size == 1 and not kind:
        return NUMBER
    known = (unit for unit in all_units() if unit.dimension == dimension and unit.factor == size)
    composed = Unit(symbol_of(parts), ucum_of(parts), dimension, size)
    return of_kind(next(known, composed), kind)


def _joined(left: Unit, right: Unit, sign: int) -> Parts:
    first, second = _parts(left), _parts(right)
    above, below = (second.above, second.below) if sign > 0 else (second.below, second.above)
    top, bottom = _cancelled([*first.above, *above], [*first.below, *below])
    return Parts(first.power + sign * second.power, top, bottom)


def _parts(unit: Unit) -> Parts:
    plain = unit.symbol.removesuffix(f" {unit.kind}") if unit.kind else unit.symbol
    return read_parts(plain) or Parts(0, (), ())


def _cancelled(above: list[Atom], below: list[Atom]) -> tuple[tuple[Atom, ...], tuple[Atom, ...]]:
    for part in tuple(above):
        if part in below:
            above.remove(part)
            below.remove(part)
    return tuple(above), tuple(below)
