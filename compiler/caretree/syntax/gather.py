"""Lines → one sentence as written: its first line, the lines that continue it, and whether it opens a block.

    never offer splenectomy unless        →   "never offer splenectomy unless severe disease [5.2]",
      severe disease [5.2]                     opens_block=False

The colon rule: a line that ends in a colon opens a block; a line that does not is continued by the deeper lines below
it, except lines starting with ``but``, ``see``, ``note`` or ``when not recorded``, which attach to it.
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from caretree.syntax.colons import lacks_colon
from caretree.syntax.cursor import Cursor
from caretree.syntax.lines import Line
from caretree.syntax.texts import scan
from caretree.syntax.tree import Phrase, Piece

_ATTACHMENT = re.compile(r"(?:but|see|note)(?=[\s\"]|\Z)|when not recorded(?=[\s,]|\Z)")
_COLON_THEN_CITATION = re.compile(r".*:\s*\[[^\]\"]*\]\Z")


class Written(Struct, frozen=True):
    """One sentence as it stands in the file: every word, citation and closing colon, on one line."""

    phrase: Phrase
    indent: int
    opens_block: bool
    comments: tuple[str, ...]


class _Run(Struct, frozen=True):
    """One line of the sentence: the line, whether a text is open at its end, where it was opened on the line, and
    where reading goes on should that text never close."""

    line: Line
    inside: bool
    opened: int
    next: int


def attaches(line: str) -> bool:
    """Whether a deeper line attaches to the sentence above it instead of continuing it."""
    return _ATTACHMENT.match(line) is not None


def would_open(line: str) -> bool:
    """Whether a line of notation ends as a line does that opens a block."""
    return line.endswith(":") or _COLON_THEN_CITATION.match(line) is not None


def gather(cursor: Cursor) -> Written:
    """Take one sentence with its continuation lines. The caller has peeked: there is a line."""
    comments = cursor.take_comments()
    first = cursor.lines[cursor.at]
    runs = [_take(cursor, inside=False)]
    opens = False
    while not opens:
        if runs[-1].inside and not _text_goes_on(cursor, runs, first):
            runs = _close_text(cursor, runs)
        if runs[-1].inside:
            runs.append(_take(cursor, inside=True))
        elif _ends_in_colon(cursor, runs[-1].line):
            opens = True
        elif (below := _deeper(cursor, first)) is None or attaches(below.text) or first.text.startswith("|"):
            break
        elif len(runs) == 1 and lacks_colon(first.text, below.text):
            opens = _report_missing_colon(cursor, first)
        else:
            comments += cursor.take_comments()
            runs.append(_take(cursor, inside=False))
    return Written(_join(cursor.file, runs), first.indent, opens, tuple(comments))


def _take(cursor: Cursor, inside: bool) -> _Run:
    line = cursor.lines[cursor.at]
    cursor.at += 1
    marks = scan(line.text, inside)
    if marks.comment is not None:
        _report_trailing_comment(cursor, line, marks.comment)
        line = replace(line, text=line.text[: marks.comment].rstrip())
    return _Run(line, marks.inside, marks.opened, cursor.at)


def _deeper(cursor: Cursor, first: Line) -> Line | None:
    line = cursor.peek()
    return line if line is not None and line.indent > first.indent else None


def _text_goes_on(cursor: Cursor, runs: list[_Run], first: Line) -> bool:
    line = cursor.peek_inside_text()
    return line is not None and line.indent > first.indent and not first.text.startswith("|")


def _close_text(cursor: Cursor, runs: list[_Run]) -> list[_Run]:
    """Report the text that never ends, and read on after the line that opened it as if it ended there."""
    start = max(index for index, run in enumerate(runs) if run.opened >= 0)
    opening = runs[start]
    cursor.report(
        "unterminated-text",
        'this text has no closing quotation mark "',
        cursor.span_of(opening.line, opening.opened),
        why="everything up to the next quotation mark would be read as prose.",
        fix='close the text with "; a text may go on over deeper lines, and cannot hold a quotation mark itself.',
    )
    cursor.at = opening.next
    return [*runs[:start], replace(opening, inside=False)]


def _ends_in_colon(cursor: Cursor, line: Line) -> bool:
    if line.text.endswith(":"):
        return True
    if not line.text.endswith("]") or _COLON_THEN_CITATION.match(line.text) is None:
        return False
    cursor.report(
        "citation-after-colon",
        "the citation stands after the colon",
        cursor.span_of(line, line.text.rindex("[")),
        why="a line that opens a block ends with its colon.",
        fix="put the citation before the colon: `example first week [2.1]:`.",
    )
    return True


def _report_missing_colon(cursor: Cursor, first: Line) -> bool:
    cursor.report(
        "missing-colon",
        "this line has lines of its own below it but does not end in a colon",
        cursor.span_of(first),
        why="without the colon the deeper lines would be read as its continuation.",
        fix="end the line with `:`.",
    )
    return True


def _report_trailing_comment(cursor: Cursor, line: Line, start: int) -> None:
    cursor.report(
        "trailing-comment",
        "a comment stands behind a sentence",
        cursor.span_of(line, start),
        why="a comment has its own line, so that the formatter can keep it above what it is about.",
        fix="move the comment to the line above.",
    )


def _join(file: str, runs: list[_Run]) -> Phrase:
    """The runs on one line, joined by one space (by none before a comma outside a text)."""
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    inside = False
    for run in runs:
        if parts and run.line.text and (inside or not run.line.text.startswith(",")):
            parts.append(" ")
            length += 1
        pieces.append(Piece(length, run.line.number, run.line.column))
        parts.append(run.line.text)
        length += len(run.line.text)
        inside = run.inside
    return Phrase("".join(parts), file, tuple(pieces))
