"""Text from a file, made visible and harmless for a terminal.

"a\\x1b[31mb"   →   "a<U+001B>[31mb": a terminal never obeys what a file says
"""

from __future__ import annotations

import unicodedata

_WINDOW = 160
"""Columns shown of a very long line."""


def visible(text: str) -> str:
    """The text with every character that cannot be seen, or that a terminal would obey, written as its code."""
    return text if text.isprintable() else "".join(_shown(character) for character in text)


def marked(line: str, start: int, end: int) -> tuple[str, str]:
    """One line of a file and, to go below it, carets under the columns from ``start`` to ``end`` (counted from 1).

    An empty stretch gets one caret. A very long line is cut to the part around the carets.
    """
    start = min(max(start, 1), len(line) + 1)
    end = max(end, start + 1)
    before, stretch, after = line[: start - 1], line[start - 1 : end - 1], line[end - 1 :]
    if len(line) > _WINDOW:
        before = before if len(before) <= _WINDOW // 3 else "…" + before[-_WINDOW // 3 :]
        stretch = stretch if len(stretch) <= _WINDOW // 3 else stretch[: _WINDOW // 3] + "…"
        after = after if len(after) <= _WINDOW // 3 else after[: _WINDOW // 3] + "…"
    lead, body = visible(before), visible(stretch)
    return lead + body + visible(after), " " * _width(lead) + "^" * max(1, _width(body))


def _shown(character: str) -> str:
    if character == "\t":
        return "    "
    if character.isprintable() or character == "\u00a0":
        return character
    return f"<U+{ord(character):04X}>"


def _width(text: str) -> int:
    """Columns a terminal uses: two for wide characters, none for combining ones (Unicode Standard Annex #11)."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
