"""A unit's spelling taken apart into atoms, by a small grammar instead of a table of every unit.

    "×10⁹/L"     ->  Parts(power=9, above=(cells,), below=(L,))
    "mg/kg/day"  ->  Parts(power=0, above=(mg,), below=(kg, days))

Grammar: ``[x10^n] [atom{.atom}] {/atom}``; ``per`` may stand for ``/``.
"""

from __future__ import annotations

import re

from msgspec import Struct

from caretree.units.atoms import CELLS, Atom, atom

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER = re.compile(r"(?:[x×*] ?)?10(?:[\^*](\d{1,2})|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))(?!\d) ?")
LETTERS = {"G": 9, "T": 12, "K": 3, "k": 3, "M": 6}
"""Prefixes standing alone for a number of cells: ``G/L``, ``T/L``, ``K/uL``, ``M/uL``."""

_EVENTS = ("beats", "breaths", "beat", "breath")
_COUNTED = ("cells", "copies", "CFU")


class Parts(Struct, frozen=True):
    """``10^power`` times the atoms above the line, divided by the atoms below it."""

    power: int
    above: tuple[Atom, ...]
    below: tuple[Atom, ...]


def read_parts(text: str) -> Parts | None:
    """The parts of a unit spelled in any accepted way, or None. A kind after the unit is not read here."""
    spelled = _evened(text)
    if spelled == "bpm":
        spelled = "/min"
    if not spelled or len(spelled) > 100:
        return None
    alone = atom(spelled)
    if alone is not None:
        return Parts(0, (alone,), ())
    first, *rest = [part.strip() for part in spelled.split("/")]
    below = [atom(part) for part in rest]
    found = tuple(part for part in below if part is not None)
    return None if len(found) < len(below) else _with_top(first, found)


def _evened(text: str) -> str:
    spelled = " ".join(text.split())
    spelled = re.sub(r"(?:^| )per (?=\S)", "/", spelled)
    return re.sub(r"(?<=1\.73) (?=m)", "", spelled)


def _with_top(first: str, below: tuple[Atom, ...]) -> Parts | None:
    if first in LETTERS and _of_volume(below):
        return Parts(LETTERS[first], (CELLS,), below)
    power, rest = _power(first)
    above = _factors(rest)
    if above is None or (power and above and above[0].symbol not in _COUNTED):
        return None if rest not in _EVENTS or not _of_time(below) else Parts(0, (), below)
    counts = not above and (power or _of_volume(below) or (below and below[0].symbol == "HPF"))
    return Parts(power, (CELLS,) if counts else above, below)


def _power(text: str) -> tuple[int, str]:
    match = _POWER.match(text)
    if match is None:
        return 0, text
    return int((match[1] or match[2]).translate(_SUPERSCRIPTS)), text[match.end() :]


def _factors(text: str) -> tuple[Atom, ...] | None:
    if not text:
        return ()
    found = [atom(part) for part in re.split(r"\.(?!\d)", text)]
    known = tuple(part for part in found if part is not None)
    return known if len(known) == len(found) else None


def _of_volume(below: tuple[Atom, ...]) -> bool:
    return len(below) == 1 and below[0].dimension == (("volume", 1),)


def _of_time(below: tuple[Atom, ...]) -> bool:
    return len(below) == 1 and below[0].dimension == (("time", 1),)


def symbol_of(parts: Parts) -> str:
    """The canonical clinical spelling: ``x10^9/L``, ``/uL``, ``mg/kg/day``."""
    above = ".".join(part.symbol for part in parts.above if not _silent(part, parts))
    power = f"x10^{parts.power}" if parts.power else ""
    top = " ".join(word for word in (power, above) if word)
    return top + "".join("/" + (part.per or part.symbol) for part in parts.below)


def ucum_of(parts: Parts) -> str:
    """The UCUM code: ``10*9/L``, ``/uL``, ``mg/kg/d``."""
    above = [part.ucum for part in parts.above if not _silent(part, parts)]
    power = [f"10*{parts.power}"] if parts.power else []
    top = ".".join(power + above).replace(".{", "{")
    return (top + "".join("/" + part.ucum for part in parts.below)) or "1"


def _silent(part: Atom, parts: Parts) -> bool:
    """Cells go without saying in a concentration of cells: ``/uL``."""
    return part is CELLS and len(parts.above) == 1 and (_of_volume(parts.below) or parts.below[:1] == (atom("HPF"),))
