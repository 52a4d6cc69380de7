"""Finding units: by any clinical spelling, all of them, and those a value may be reported in instead.

find_unit("×10⁹/L")       ->  Unit("x10^9/L", "10*9/L", …)
units_like(find_unit("kg"))  ->  kg, g, lb, oz, stone
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product

from caretree.units.atoms import ATOMS, BODY_GRAM, CELLS, Atom
from caretree.units.catalogue import COMPOUNDS
from caretree.units.compose import of_kind, read_unit
from caretree.units.parts import LETTERS, Parts, read_parts
from caretree.units.suggest import suggest_unit
from caretree.units.unit import Unit

__all__ = [
    "all_units", "canonical_spelling", "find_unit", "find_unit_for", "spellings", "suggest_unit", "symbol_for",
    "units_like",
]  # fmt: skip

_BODY_GRAM = Unit(BODY_GRAM.symbol, BODY_GRAM.ucum, BODY_GRAM.dimension, BODY_GRAM.factor)


@lru_cache(maxsize=4096)
def find_unit(text: str) -> Unit | None:
    """The unit spelled ``text`` in any accepted clinical way (case matters), or None.

    A kind in capitals may follow a compound unit or ``%``: ``ng/mL FEU``; the symbol then ends with the kind.
    """
    return read_unit(text)


def find_unit_for(text: str, like: Unit) -> Unit | None:
    """The unit spelled ``text`` for a value measured like ``like``: ``g`` for a body mass is the body-mass gram.

    The unit found may still be of another dimension; ``convert`` then says None.
    """
    if like.dimension == BODY_GRAM.dimension and text.strip() in BODY_GRAM.texts():
        return _BODY_GRAM
    return find_unit(text)


@lru_cache(maxsize=1)
def all_units() -> tuple[Unit, ...]:
    """Every atom and every common compound, once each, in a fixed order. More compounds can be spelled."""
    symbols = (*(atom.symbol for atom in ATOMS), *COMPOUNDS)
    units = (read_unit(symbol) for symbol in symbols)
    return tuple(dict.fromkeys(unit for unit in units if unit is not None))


@lru_cache(maxsize=1024)
def units_like(unit: Unit) -> tuple[Unit, ...]:
    """The unit itself, then every other known unit of its dimension and kind, in the order of ``all_units``."""
    bare = (other for other in all_units() if other.dimension == unit.dimension)
    alike = [of_kind(other, unit.kind) for other in bare]
    grams = [_BODY_GRAM] if unit.dimension == BODY_GRAM.dimension and not unit.kind else []
    return tuple(dict.fromkeys((unit, *alike, *grams)))


def canonical_spelling(text: str) -> str | None:
    """The one way to write this unit, or None when it is no unit. A singular stays (``week``), ``wk`` is ``weeks``."""
    unit = find_unit(text)
    if unit is None:
        return None
    return text if text == _singular(unit) else unit.symbol


def symbol_for(unit: Unit, value: Fraction) -> str:
    """The unit's symbol after this number: ``1 week``, ``2 weeks``, ``1 mg``."""
    return (_singular(unit) or unit.symbol) if value == 1 else unit.symbol


def _singular(unit: Unit) -> str:
    return next((atom.singular for atom in ATOMS if atom.symbol == unit.symbol), "")


@lru_cache(maxsize=1024)
def spellings(unit: Unit) -> tuple[str, ...]:
    """Every spelling accepted for the unit at a door without the grammar, canonical first; all without ``per``."""
    suffix = f" {unit.kind}" if unit.kind else ""
    if unit == _BODY_GRAM:
        return BODY_GRAM.texts()
    parts = read_parts(unit.symbol.removesuffix(suffix))
    if parts is None:
        return (unit.symbol,)
    texts = (top + "".join("/" + text for text in below) + suffix for top in _tops(parts) for below in _below(parts))
    return tuple(dict.fromkeys((unit.symbol, *(text for text in texts if find_unit(text) == unit))))


def _below(parts: Parts) -> list[tuple[str, ...]]:
    return list(product(*(_short(atom, atom.per or atom.symbol) for atom in parts.below)))


def _short(atom: Atom, name: str) -> tuple[str, ...]:
    """Inside a compound only the short spellings, or their products would be endless: ``mcg``, not ``micrograms``."""
    return (name, *(text for text in atom.spellings if len(text) <= 4 and text != name))


def _tops(parts: Parts) -> list[str]:
    if not parts.below and not parts.power:
        return list(parts.above[0].texts())
    names = [".".join(choice) for choice in product(*(_short(atom, atom.symbol) for atom in parts.above))]
    names = ["", "cells"] if parts.above == (CELLS,) else names
    letters = [letter for letter, power in LETTERS.items() if power == parts.power]
    return [f"{power} {name}".strip() for name in names for power in _powers(parts.power)] + letters


def _powers(power: int) -> list[str]:
    if not power:
        return [""]
    raised = str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return [f"{sign}10{mark}" for sign in ("x", "×", "") for mark in (f"^{power}", raised, f"*{power}")]
