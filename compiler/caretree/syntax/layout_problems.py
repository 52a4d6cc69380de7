"""What can be wrong with the layout of a file as a whole: its problems, each in one place.

Problems of a single line's indent are in ``lines``, those of a sentence in ``gather``, ``sentence`` and ``rows``.
"""

from __future__ import annotations

from caretree.problems.limits import MAXIMUM_NESTING, MAXIMUM_SENTENCE
from caretree.problems.problem import Problem
from caretree.source.span import Span
from caretree.syntax.cursor import Cursor
from caretree.syntax.gather import Written
from caretree.syntax.lines import Line


def report_wrong_indent(cursor: Cursor, line: Line, expected: int) -> None:
    """A line that is not indented as its block asks."""
    cursor.report(
        "wrong-indent",
        f"this line is indented by {line.indent} spaces where {expected} are expected",
        cursor.span_of(line),
        why="indentation shows what belongs to what, two spaces a level.",
        fix=f"indent it by {expected} spaces.",
    )


def report_stray_line(cursor: Cursor, line: Line, row: bool) -> None:
    """A deeper line that neither continues nor attaches."""
    cursor.report(
        "stray-line",
        "this line is deeper than a table row" if row else "this line comes after the lines attached to its sentence",
        cursor.span_of(line),
        why="a table row stands on one line." if row else "a sentence goes on directly below its first line.",
        fix="indent it like the line above."
        if row
        else "move it above the `but`, `see` and `note` lines, or outdent it.",
    )


def report_citation_not_last(cursor: Cursor, span: Span) -> None:
    """A citation alone on a line that is not its block's last."""
    cursor.report(
        "citation-not-last",
        "this citation stands alone but is not the last line of its block",
        span,
        why="alone on a line, a citation speaks for every line of its block that has none.",
        fix="put it at the end of the sentence it belongs to, or on the block's last line.",
    )


def report_empty_heading(cursor: Cursor, span: Span) -> None:
    """A colon without words."""
    cursor.report(
        "empty-heading",
        "this colon has no words before it",
        span,
        why="a line that opens a block says what the block is.",
        fix="write the heading before the colon.",
    )


def report_empty_block(cursor: Cursor, span: Span) -> None:
    """A heading without lines below it."""
    cursor.report(
        "empty-block",
        "this line ends in a colon but nothing is indented below it",
        span,
        why="a colon opens a block, and an empty block says nothing.",
        fix="indent the lines that belong to it by two spaces, or take the colon away.",
    )


def report_stray_citation(cursor: Cursor, span: Span) -> None:
    """A citation alone on a line outside any block."""
    cursor.report(
        "stray-citation",
        "this citation belongs to no block",
        span,
        why="a citation speaks for the sentence it closes or for the block whose last line it is.",
        fix="indent it by two spaces to make it the last line of the block above.",
    )


def report_too_deep(cursor: Cursor, line: Line) -> None:
    """The limit of nesting."""
    cursor.report(
        "nested-too-deep",
        f"this line is nested deeper than {MAXIMUM_NESTING} levels",
        cursor.span_of(line),
        why="the limit keeps every file readable, for people as for the compiler.",
        fix="give the inner part a name of its own as a definition or a decision.",
    )


def file_too_large(path: str) -> Problem:
    """The problem of a file over 1 MiB."""
    return Problem(
        "file-too-large",
        "this file is larger than 1 MiB",
        Span(path, 1, 1, 1, 1),
        why="the limit keeps every file quick to read, for people as for the compiler.",
        fix="move part of it into a library or a source file of its own and `use` it.",
    )


def text_too_long(written: Written) -> Problem:
    """The limit of one sentence."""
    return Problem(
        "text-too-long",
        f"this sentence has {len(written.phrase.text):,} characters; at most {MAXIMUM_SENTENCE:,} are read",
        written.phrase.span(),
        why="nobody can read a sentence this long, and the limit keeps every file quick to read.",
        fix="say it in several sentences.",
    )


def empty_file(path: str) -> Problem:
    """A file without a sentence."""
    return Problem(
        "empty-file",
        "this file says nothing",
        Span(path, 1, 1, 1, 1),
        why="a file holds a guideline, a library or a source.",
        fix='start with `guideline "what it is about":`, or run `caretree new` for an example to change.',
    )
