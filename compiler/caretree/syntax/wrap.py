"""A sentence too long for its line → lines that read back as the same sentence.

    never offer splenectomy unless … or severe disease   →   never offer splenectomy unless …
                                                                or severe disease

It breaks before ``and`` or ``or`` or after a comma where it can, else inside a text or before the citation, else at
any space where the rest cannot be mistaken for a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from caretree.syntax.colons import lacks_colon
from caretree.syntax.gather import attaches, would_open
from caretree.syntax.texts import masked

WIDTH = 120
"""Columns of a line, as in the canonical form."""

_SPACE = re.compile(r" ")


def wrap(sentence: str, indent: int, deeper: int) -> list[str]:
    """The sentence on as few lines as it needs, the first indented by ``indent``, the others by ``deeper`` spaces."""
    lines: list[str] = []
    notation = masked(sentence)
    margin, rest = indent, sentence
    while margin + len(rest) > WIDTH:
        at = _break(rest, notation, WIDTH - margin, lines[0].lstrip() if lines else "")
        if at is None:
            break
        lines.append(" " * margin + rest[:at])
        margin, rest, notation = deeper, rest[at + 1 :], notation[at + 1 :]
    return [*lines, " " * margin + rest]


def _break(rest: str, notation: str, room: int, first: str) -> int | None:
    """The space to break at: the last one of the best kind that fits, or else the first of any kind."""
    best: tuple[int, int] | None = None
    for at, kind in _spaces(rest, notation):
        if at > room and best is not None:
            break
        if _reads_back(rest, notation, at, first) and (best is None or kind <= best[0]):
            best = (kind, at)
    return best[1] if best else None


def _spaces(rest: str, notation: str) -> Iterator[tuple[int, int]]:
    """Every space one may break at with its kind: 1 before ``and``, ``or`` or after a comma, 2 in a text or around
    citations, 3 any other. Texts keep spaces that are not single; a citation is not broken."""
    for space in _SPACE.finditer(rest):
        at = space.start()
        inside = notation[at] == '"'
        if inside and (rest[at - 1 : at].isspace() or rest[at + 1 : at + 2].isspace()):
            continue
        if inside or notation.startswith("[", at + 1):
            yield at, 2
        elif notation.rfind("[", 0, at) > notation.rfind("]", 0, at):
            if notation[at - 1] == ";":
                yield at, 2
        else:
            yield at, 1 if notation[at - 1] == "," or re.match(r" (?:and|or) ", notation[at:]) else 3


def _reads_back(rest: str, notation: str, at: int, first: str) -> bool:
    """Whether the two lines would be read as one sentence again."""
    if notation[at] == '"':
        return True
    left, right = rest[:at], rest[at + 1 :]
    if not right or attaches(right) or right[0] in "#|" or would_open(left):
        return False
    return bool(first) or not lacks_colon(left, right)
