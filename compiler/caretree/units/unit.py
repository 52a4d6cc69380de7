"""A unit: its clinical spelling, its UCUM code, its dimension and its exact size.

Source of the codes: The Unified Code for Units of Measure (UCUM), version 2.1, https://ucum.org.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

Dimension = tuple[tuple[str, int], ...]
"""Base dimensions with their exponents, sorted by name: ``(("count", 1), ("volume", -1))``.

Base dimensions are ``length``, ``time``, ``body mass`` (kg, lb), ``drug mass`` (g, mg, mcg, ng), ``volume``,
``substance`` (mol), ``equivalents``, ``osmoles``, ``count`` (cells), ``international unit``, ``pressure``,
``temperature``, ``energy``, ``ratio``, and each counted thing by its name (``tablets``, ``copies``). A share of like by
like that is no percentage has its own (``substance ratio``, mmol/mol). A bare number has ``()``.
"""


class Unit(Struct, frozen=True):
    """One unit.

    ``symbol`` is the canonical clinical spelling (``x10^9/L``, ``mcg``, ``weeks``), ``ucum`` the code for
    machines (``10*9/L``, ``ug``, ``wk``). A value v in this unit is ``v * factor + offset`` in the base
    unit of its dimension, exactly. ``kind`` is a quantity kind written after the unit (``ng/mL FEU``) and repeated at
    the end of ``symbol``: values of different kinds never convert into each other by size alone.
    """

    symbol: str
    ucum: str
    dimension: Dimension
    factor: Fraction
    offset: Fraction = Fraction(0)
    kind: str = ""

    def __hash__(self) -> int:
        """By its spellings alone: units are looked up often, and the hash of a fraction takes many times as long."""
        return hash((self.symbol, self.ucum))


NUMBER = Unit("", "1", (), Fraction(1))
"""The unit of a bare number."""
