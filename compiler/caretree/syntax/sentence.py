"""One sentence as written → its words, its citations and, for a table row, its cells.

"rituximab [8.1 ref 1]:"   →   words "rituximab", citations (8.1 ref 1,), without the colon
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from caretree.problems.problem import Problem
from caretree.syntax.citations import read_citations
from caretree.syntax.gather import Written
from caretree.syntax.rows import read_cells
from caretree.syntax.texts import masked
from caretree.syntax.tree import Cell, Citation, Phrase, Piece

_BRACKETS = re.compile(r"\s*\[([^\[\]]*)(\]?)")
_AFTER_ROW = re.compile(r"\|(?=(?:\s*\[[^\[\]|]*\])+\Z)")
_ODD = re.compile(r"[^\S ]|[“”„‟″«»]")


class Words(Struct, frozen=True):
    """A sentence's words with everything that is not words taken off."""

    phrase: Phrase
    citations: tuple[Citation, ...]
    cells: tuple[Cell, ...] | None


def read_words(written: Written, problems: list[Problem]) -> Words:
    """Take the closing colon and the citations off a sentence, and cut a table row into cells."""
    whole = _without_colon(written.phrase) if written.opens_block else written.phrase
    notation = masked(whole.text)
    problems.extend(_odd_characters(whole, notation))
    phrase, citations = _take_citations(whole, notation, problems)
    if written.opens_block and whole is written.phrase:
        phrase = _without_colon(phrase)
    if not phrase.text.startswith("|"):
        return Words(phrase, citations, None)
    cells, found = read_cells(phrase)
    problems.extend(found)
    return Words(phrase, citations, cells)


def _without_colon(phrase: Phrase) -> Phrase:
    return phrase.part(0, len(phrase.text) - 1) if phrase.text.endswith(":") else phrase


def _take_citations(whole: Phrase, notation: str, problems: list[Problem]) -> tuple[Phrase, tuple[Citation, ...]]:
    brackets = _brackets(notation)
    if not brackets:
        return whole, ()
    citations: list[Citation] = []
    for bracket in brackets:
        found, unreadable = read_citations(whole.part(bracket.start(1), bracket.end(1)))
        citations.extend(found)
        problems.extend(unreadable or _misplaced(whole, bracket))
    return _without(whole, [bracket.span() for bracket in brackets]), tuple(citations)


def _brackets(notation: str) -> list[re.Match[str]]:
    """Every citation of a sentence; of a table row only those behind its last bar, for cells are read later."""
    start = 0
    if notation.startswith("|"):
        last = _AFTER_ROW.search(notation)
        start = last.end() if last else len(notation)
    return list(_BRACKETS.finditer(notation, start))


def _without(whole: Phrase, cuts: Sequence[tuple[int, int]]) -> Phrase:
    """The phrase without the stretches cut out, every character keeping its place."""
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    start = 0
    for cut, after in [*cuts, (len(whole.text), len(whole.text))]:
        pieces.extend(_pieces_between(whole, start, cut, length))
        parts.append(whole.text[start:cut])
        length += cut - start
        start = after
    text = "".join(parts)
    return Phrase(text, whole.file, tuple(pieces)).part(0, len(text))


def _pieces_between(whole: Phrase, start: int, end: int, offset: int) -> list[Piece]:
    """Pieces for the characters from ``start`` to ``end``, which now begin at ``offset``."""
    first = whole.span(start, start)
    pieces = [Piece(offset, first.line, first.column)]
    for piece in whole.pieces:
        at = piece.offset - whole.start
        if start < at < end:
            pieces.append(Piece(offset + at - start, piece.line, piece.column))
    return pieces


def _misplaced(whole: Phrase, bracket: re.Match[str]) -> list[Problem]:
    start = bracket.start(1) - 1
    if not bracket[2]:
        return [
            Problem(
                "bad-citation",
                "this citation has no closing bracket `]`",
                whole.span(start, bracket.end()),
                why="everything after the bracket would be read as a citation.",
                fix="close the citation with `]`.",
            )
        ]
    if bracket.end() == len(whole.text):
        return []
    if whole.span(bracket.end() - 1).line != whole.span(bracket.end() + 1).line:
        return [_continued(whole, start, bracket.end())]
    return [
        Problem(
            "misplaced-citation",
            "this citation stands in the middle of its sentence",
            whole.span(start, bracket.end()),
            why="a citation speaks for the whole sentence and closes it.",
            fix="move it to the end of the sentence, several in one bracket: `[6.6 ref 4; 11.2]`.",
        )
    ]


def _continued(whole: Phrase, start: int, end: int) -> Problem:
    """A line that ends in a citation and is continued was mostly not meant to be."""
    below = whole.span(end + 1)
    return Problem(
        "misplaced-citation",
        f"line {below.line} is indented deeper, so it continues this sentence after its citation",
        whole.span(start, end),
        why="a citation speaks for the whole sentence and closes it.",
        fix="indent the line below like this one; or, if it is one sentence, move the citation to its end.",
        related=(("the line that continues it", below),),
    )


def _odd_characters(whole: Phrase, notation: str) -> list[Problem]:
    """Spaces that are not the ordinary one and the first quotation mark that is not straight, outside texts."""
    found = list(_ODD.finditer(notation))
    marks = [one for one in found if not one[0].isspace()]
    wanted = [one for one in found if one[0].isspace() or one is marks[0]]
    return [_odd_character(whole, one.start(), one[0]) for one in wanted]


def _odd_character(whole: Phrase, index: int, character: str) -> Problem:
    span = whole.span(index, index + 1)
    if character.isspace():
        return Problem(
            "unusual-space",
            "this is a tab" if character == "\t" else f"this space is U+{ord(character):04X}, not the ordinary one",
            span,
            why="it looks like an ordinary space but is another character, so names on both sides of it do not match.",
            fix="replace it with an ordinary space.",
        )
    return Problem(
        "curly-quotes",
        f"{character} is not the quotation mark that holds a text",
        span,
        why="word processors change straight marks to curly ones; only straight ones begin and end a text.",
        fix='write straight quotation marks: "…".',
    )
