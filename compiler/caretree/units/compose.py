"""From a unit's parts to the unit: its dimension, exact size, symbol and code.

read_unit("20,000 /uL"'s "/uL")  ->  Unit("/uL", "/uL", (("count", 1), ("volume", -1)), 1000000)
read_unit("ng/mL FEU")           ->  Unit("ng/mL FEU", "ng{FEU}/mL", …, kind="FEU")
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from msgspec.structs import replace

from caretree.units.atoms import Atom
from caretree.units.parts import Parts, read_parts, symbol_of, ucum_of
from caretree.units.unit import Dimension, Unit

_KIND = re.compile(r"(?P<unit>\S.*) (?P<kind>[A-Z][A-Z0-9]{1,7}|anti-Xa)")
_ROUTES = "IV IM SC PO PR IO SL NG PV IT"
_FREQUENCIES = "BD OD TDS QDS QID TID PRN"
_NOT_KINDS = frozenset(f"{_ROUTES} {_FREQUENCIES} AND OR IU CFU HPF".split())
"""Routes and frequencies often written after a dose: ``mg/kg IV`` is no kind of mg/kg."""


def read_unit(text: str) -> Unit | None:
    """The unit spelled ``text`` in any accepted way, a kind after it included, or None."""
    parts = read_parts(text)
    if parts is not None:
        return unit_of(parts)
    match = _KIND.fullmatch(" ".join(text.split()))
    if match is None or match["kind"] in _NOT_KINDS or not ("/" in match["unit"] or match["unit"] == "%"):
        return None
    plain = read_parts(match["unit"])
    unit = None if plain is None else unit_of(plain)
    return None if unit is None else of_kind(unit, match["kind"])


def of_kind(unit: Unit, kind: str) -> Unit:
    """The same unit for values of one kind: ``ng/mL`` becomes ``ng/mL FEU``, in UCUM ``ng{FEU}/mL``."""
    if not kind:
        return unit
    first, slash, rest = unit.ucum.partition("/")
    return replace(unit, symbol=f"{unit.symbol} {kind}", ucum=f"{first}{{{kind}}}{slash}{rest}", kind=kind)


def unit_of(parts: Parts) -> Unit | None:
    """The unit made of these parts; None for a temperature inside a compound, which has no size."""
    atoms = (*parts.above, *parts.below)
    dimension = summed([(a.dimension, 1) for a in parts.above] + [(a.dimension, -1) for a in parts.below])
    if len(atoms) > 1 and any(a.dimension == (("temperature", 1),) for a in atoms):
        return None
    dimension = dimension or _ratio(atoms)
    offset = atoms[0].offset if atoms else Fraction(0)
    return Unit(symbol_of(parts), ucum_of(parts), dimension, _size(parts), offset)


def _size(parts: Parts) -> Fraction:
    size = Fraction(10**parts.power)
    for part in parts.above:
        size *= part.factor
    for part in parts.below:
        size /= part.factor
    return size


def _ratio(atoms: tuple[Atom, ...]) -> Dimension:
    """A share of like by like. Only a share of volume is a plain ratio (0.45 L/L is 45 %).

    HbA1c in mmol/mol is no percentage: 48 mmol/mol is 6.5 %, so shares of substance or mass stay apart.
    """
    base = atoms[0].dimension[0][0]
    return (("ratio", 1),) if base == "volume" else ((f"{base} ratio", 1),)


def summed(terms: Iterable[tuple[Dimension, int]]) -> Dimension:
    """The product of dimensions, each raised to its power: exponents added, zeros dropped, sorted by name."""
    total: dict[str, int] = {}
    for dimension, times in terms:
        for name, exponent in dimension:
            total[name] = total.get(name, 0) + exponent * times
    return tuple(sorted((name, exponent) for name, exponent in total.items() if exponent))
