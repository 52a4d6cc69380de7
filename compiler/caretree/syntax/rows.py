"""A table row → its cells, each with its exact place.

"| below 7 | any |"   →   Cell("below 7"), Cell("any")
"""

from __future__ import annotations

from collections.abc import Sequence

from caretree.problems.problem import Problem
from caretree.syntax.texts import masked
from caretree.syntax.tree import Cell, Phrase, Sentence


def read_cells(row: Phrase) -> tuple[tuple[Cell, ...], list[Problem]]:
    """The cells of a row that starts with ``|``; a row that does not end with ``|`` is reported."""
    bars = [index for index, character in enumerate(masked(row.text)) if character == "|"]
    problems: list[Problem] = []
    if bars[-1] != len(row.text) - 1 or len(bars) == 1:
        problems.append(_not_closed(row))
        bars.append(len(row.text))
    pairs = zip(bars, bars[1:], strict=False)
    return tuple(_cell(row, start + 1, end) for start, end in pairs), problems


def uneven_rows(children: Sequence[Sentence]) -> list[Problem]:
    """Rows whose number of cells differs from the first row of their table."""
    problems: list[Problem] = []
    heading: Sentence | None = None
    for child in children:
        if child.cells is None:
            heading = None
        elif heading is None or heading.cells is None:
            heading = child
        elif len(child.cells) != len(heading.cells):
            problems.append(_uneven(child, len(child.cells), heading, len(heading.cells)))
    return problems


def _cell(row: Phrase, start: int, end: int) -> Cell:
    part = _without_stray_mark(row.part(start, end))
    return Cell(part.text, part.span() if part.text else row.span(start, start))


def _without_stray_mark(part: Phrase) -> Phrase:
    """A cell that begins or ends with the only mark of a text, read without it: that the other is missing is told."""
    if part.text.count('"') != 1:
        return part
    return part.part(part.text.startswith('"'), len(part.text) - part.text.endswith('"'))


def _not_closed(row: Phrase) -> Problem:
    return Problem(
        "open-table-row",
        "this table row does not end with `|`",
        row.span(),
        why="without the closing bar nobody can see where the last cell ends.",
        fix="close the row with `|`; a row stands on one line.",
    )


def _uneven(row: Sentence, cells: int, heading: Sentence, expected: int) -> Problem:
    return Problem(
        "uneven-row",
        f"this row has {cells} cell{'s' if cells != 1 else ''}, its table's first row has {expected}",
        row.span,
        why="each cell belongs to the heading above it.",
        fix="give the row one cell for each heading; `any` stands for every value.",
        related=(("the table's first row", heading.span),),
    )
