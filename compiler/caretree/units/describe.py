"""A dimension in plain words, for messages: ``a concentration of cells (x10^9/L, x10^12/L)``."""

from __future__ import annotations

from caretree.units.find import all_units
from caretree.units.unit import Dimension

_NAMES: dict[Dimension, str] = {
    (): "a bare number",
    (("length", 1),): "a length",
    (("length", 2),): "an area",
    (("time", 1),): "a duration",
    (("time", -1),): "a rate in time",
    (("body mass", 1),): "a body mass",
    (("drug mass", 1),): "a mass of drug",
    (("volume", 1),): "a volume",
    (("substance", 1),): "an amount of substance",
    (("count", 1),): "a number of cells",
    (("count", 1), ("volume", -1)): "a concentration of cells",
    (("drug mass", 1), ("volume", -1)): "a mass concentration",
    (("substance", 1), ("volume", -1)): "a molar concentration",
    (("international unit", 1),): "an amount in international units",
    (("international unit", 1), ("volume", -1)): "a concentration in international units",
    (("pressure", 1),): "a pressure",
    (("temperature", 1),): "a temperature",
    (("energy", 1),): "an energy",
    (("ratio", 1),): "a share",
    (("body mass", -1), ("drug mass", 1)): "a dose by body mass",
    (("body mass", -1), ("drug mass", 1), ("time", -1)): "a dose by body mass over time",
    (("drug mass", 1), ("length", -2)): "a dose by body surface",
    (("drug mass", 1), ("time", -1)): "a mass of drug over time",
    (("body mass", 1), ("length", -2)): "a body mass index",
    (("length", -2), ("time", -1), ("volume", 1)): "a flow by body surface",
    (("time", -1), ("volume", 1)): "a flow",
}


def describe_dimension(dimension: Dimension) -> str:
    """The dimension in plain words with up to two of its units."""
    examples = [unit.symbol for unit in all_units() if unit.dimension == dimension][:2]
    shown = f" ({', '.join(examples)})" if examples else ""
    return (_NAMES.get(dimension) or _composed(dimension)) + shown


def _composed(dimension: Dimension) -> str:
    above = [_raised(name, exponent) for name, exponent in dimension if exponent > 0]
    below = [f"per {_raised(name, -exponent)}" for name, exponent in dimension if exponent < 0]
    return " ".join(([" times ".join(above)] if above else ["a number"]) + below)


def _raised(name: str, exponent: int) -> str:
    return name if exponent == 1 else f"{name} to the power {exponent}"
