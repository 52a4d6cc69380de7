"""How wide a text is drawn, and where its lines break, without asking any font.

    wrap((Run("consider", bold=True), Run("red cell transfusion")), room=90, size=13)
        line 1  consider red
        line 2  cell
        line 3  transfusion

Widths are the larger of DejaVu Sans and Liberation Sans (metrics of Arial and Helvetica), rounded up to a twentieth of
the font's size: whichever of them a reader has, text never runs out of its box.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

from msgspec import Struct

REGULAR = {
    30: "'Iijl", 35: " ,./:;\\|", 40: "()-[]ft", 45: "!r", 50: '"*J`', 55: "csz", 60: "?L_kvxy",
    65: "$0123456789FTabdeghnopqu{}", 70: "ABEKPSVXYZ", 75: "CNRU", 80: "&DGHOQ", 85: "#+<=>^w~×±", 90: "M", 100: "%Wm",
    105: "@",
}  # fmt: skip
BOLD = {
    35: " 'ijl", 40: ",./:;I\\|", 45: "-f", 50: "!()[]`rt", 55: '"*', 60: "J_csz", 65: "?Lx",
    70: "$0123456789EFTaekovy", 75: "CPSYZbdghnpqu{}", 80: "ABKRVX", 85: "#+<=>DGHNU^~", 90: "&OQ", 95: "w", 100: "@M",
    105: "%m", 115: "W",
}  # fmt: skip
WIDEST = 120
"""Hundredths of the font's size for a character nobody measured: wider than any letter, and than a full-width one."""


def _by_character(table: dict[int, str]) -> dict[str, int]:
    return {character: width for width, characters in table.items() for character in characters}


_WIDTHS = {False: _by_character(REGULAR), True: _by_character(BOLD)}


class Run(Struct, frozen=True):
    """A stretch of text in one weight; ``href`` makes it a link."""

    text: str
    bold: bool = False
    href: str = ""


Line = tuple[Run, ...]


def text_width(text: str, size: float, bold: bool = False) -> float:
    """The most room a text takes, in the unit of ``size``."""
    return sum(_width(character, bold) for character in text) * size / 100


@cache
def _width(character: str, bold: bool) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    known = _WIDTHS[bold]
    letter = unicodedata.normalize("NFD", character)[0]
    return known.get(letter, WIDEST)


def line_width(line: Line, size: float) -> float:
    """The room a line takes; its runs are parted by spaces."""
    spaces = max(len(line) - 1, 0) * text_width(" ", size, bold=True)
    return spaces + sum(text_width(run.text, size, run.bold) for run in line)


def wrap(runs: tuple[Run, ...], room: float, size: float) -> tuple[Line, ...]:
    """The runs broken into lines no wider than ``room``; a word that is wider by itself is broken inside."""
    lines: list[list[Run]] = [[]]
    for word in _words(runs, room, size):
        if lines[-1] and line_width((*lines[-1], word), size) > room:
            lines.append([])
        lines[-1].append(word)
    return tuple(_joined(line) for line in lines if line)


def _words(runs: tuple[Run, ...], room: float, size: float) -> Iterator[Run]:
    for run in runs:
        for word in run.text.split():
            for piece in _pieces(word, room, size, run.bold):
                yield Run(piece, run.bold, run.href)


def _pieces(word: str, room: float, size: float, bold: bool) -> Iterator[str]:
    """A word whole, or cut where it no longer fits; an accent stays with its letter."""
    piece = ""
    for character in word:
        if piece and _width(character, bold) and text_width(piece + character, size, bold) > room:
            yield piece
            piece = ""
        piece += character
    yield piece


def _joined(words: list[Run]) -> Line:
    """Neighbouring words of one weight and link as one run."""
    line: list[Run] = []
    for word in words:
        last = line[-1] if line else None
        if last is not None and (last.bold, last.href) == (word.bold, word.href):
            line[-1] = Run(f"{last.text} {word.text}", word.bold, word.href)
        else:
            line.append(word)
    return tuple(line)
