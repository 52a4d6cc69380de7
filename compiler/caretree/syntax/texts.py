"""Quoted texts: prose between straight quotation marks, never read as part of the notation.

'note "a: b # c" [1.1]'   →   masked 'note \"\"\"\"\"\"\"\"\"\" [1.1]': what is left outside is notation
"""

from __future__ import annotations

import re

from msgspec import Struct

_MARK = re.compile(r'"|(?<!\S)#')
_TEXT = re.compile(r'"[^"]*(?:"|\Z)')
_TEXT_IN_A_ROW = re.compile(r'"(?:[^"]*"|[^"|]*)')


class Scan(Struct, frozen=True):
    """What the quotation marks of one line say: where a comment trails, and where a text stays open at its end.

    ``opened`` is the index of the mark that opened it, -1 when an earlier line did.
    """

    comment: int | None
    inside: bool
    opened: int


def scan(line: str, inside: bool) -> Scan:
    """Read the quotation marks of one line that starts inside a text or not."""
    opened = -1
    for mark in _MARK.finditer(line):
        if mark[0] == '"':
            inside = not inside
            opened = mark.start() if inside else opened
        elif not inside:
            return Scan(mark.start(), False, opened)
    return Scan(None, inside, opened)


def masked(sentence: str) -> str:
    """The sentence with every character of its texts, marks included, replaced by a quotation mark. In a row of a table
    a text that never closes ends with its cell."""
    text = _TEXT_IN_A_ROW if sentence.startswith("|") else _TEXT
    return text.sub(lambda found: '"' * len(found[0]), sentence) if '"' in sentence else sentence


def split_texts(sentence: str) -> list[tuple[str, bool]]:
    """The sentence in runs, each with whether it is a text (marks included)."""
    runs: list[tuple[str, bool]] = []
    end = 0
    for text in _TEXT.finditer(sentence):
        runs.append((sentence[end : text.start()], False))
        runs.append((text[0], True))
        end = text.end()
    runs.append((sentence[end:], False))
    return [run for run in runs if run[0]]
