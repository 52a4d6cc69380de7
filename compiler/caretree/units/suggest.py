"""Did you mean: the unit an unknown spelling most likely stands for. It is offered, never assumed.

suggest_unit("mcg/l")   ->  "mcg/L"
suggest_unit("x109/L")  ->  "x10^9/L"
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from caretree.units.atoms import ATOMS
from caretree.units.catalogue import COMPOUNDS
from caretree.units.compose import read_unit

_SLIPS = {"cc": "mL", "C": "°C", "F": "°F", "celsius": "°C", "fahrenheit": "°F", "gr": "g", "gm": "g", "y": "years"}
_FLAT_POWER = re.compile(r"(?:[xX×*] ?)?10(?:[eE ]|\*\*)?(3|6|9|12)(?= ?/)")

_FOLDED: dict[str, str] = {text.casefold(): atom.symbol for atom in reversed(ATOMS) for text in reversed(atom.texts())}


def suggest_unit(text: str) -> str | None:
    """The canonical spelling of a unit close to ``text``, or None. For text that is a unit, its own."""
    for attempt in (text, _with_power(text), _folded(text), _folded(_with_power(text))):
        unit = read_unit(attempt)
        if unit is not None:
            return unit.symbol
    known = {symbol.casefold(): symbol for symbol in (*COMPOUNDS, *(atom.symbol for atom in ATOMS))}
    close = get_close_matches(text.strip().casefold(), list(known), n=1, cutoff=0.75)
    return known[close[0]] if close else None


def _with_power(text: str) -> str:
    return _FLAT_POWER.sub(r"x10^\1", text.strip(), count=1)


def _folded(text: str) -> str:
    """Every part between slashes in its right case: ``MMOL/l`` becomes ``mmol/L``."""
    words = re.split(r"([/ ])", text.strip())
    return "".join(_SLIPS.get(word) or _FOLDED.get(word.casefold(), word.replace("X10", "x10")) for word in words)
