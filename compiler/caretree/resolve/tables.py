"""Tables: each row a branch, its condition columns joined by *and*.

| clinic band | fever | do                      | from |
| raised      | yes   | recommend blood culture | 2.2  |

Branch("raised · yes", AllOf((clinic band is raised, fever)), leaf)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from caretree.guideline.blocks import Branch, Fork
from caretree.guideline.citation import Cite
from caretree.guideline.conditions import AllOf, Condition
from caretree.problems.problem import Problem
from caretree.resolve.citations import cites
from caretree.resolve.clauses import split_at
from caretree.resolve.reading import Reading
from caretree.resolve.subjects import Subject, empty_cell, read_subject, read_value
from caretree.syntax.citations import read_citations
from caretree.syntax.tree import Cell, Citation, Sentence

Leaf = TypeVar("Leaf")
SEPARATOR = " · "


class Table(Struct, frozen=True):
    """A table's rows, and which of its columns hold conditions, outcomes and citations."""

    headings: tuple[Cell, ...]
    rows: tuple[Sentence, ...]
    conditions: tuple[int, ...]
    outcomes: tuple[int, ...]
    sources: tuple[int, ...]


def table_of(sentence: Sentence, outcomes: tuple[str, ...]) -> Table | None:
    """The table below a sentence; ``outcomes`` are the headings a result column may have."""
    rows = tuple(child for child in sentence.children if child.cells is not None)
    if not rows or not rows[0].cells:
        return None
    headings = rows[0].cells
    found = tuple(column for column, heading in enumerate(headings) if heading.text in outcomes)
    sources = tuple(column for column, heading in enumerate(headings) if heading.text == "from")
    conditions = tuple(column for column in range(len(headings)) if column not in (*found, *sources))
    return Table(headings, rows[1:], conditions, found, sources)


def read_table(
    sentence: Sentence,
    reading: Reading,
    read_leaf: Callable[[Sentence, Reading, tuple[Cite, ...]], Leaf | None],
    inherited: tuple[Cite, ...],
    outcomes: tuple[str, ...],
) -> Fork[Leaf] | None:
    """The fork of ``by table:``; ``None`` after problems.

    Problems: ``bad-table`` (no rows, no condition or no result column), ``empty-cell``, and those of the cells.
    """
    table = table_of(sentence, outcomes)
    if table is None or not table.rows or not table.outcomes or not table.conditions:
        _report_bad_table(sentence, table, outcomes[0], reading)
        return None
    subjects = {column: read_subject(table.headings[column].phrase(), reading) for column in table.conditions}
    rows = [_row(row, table, subjects, reading, read_leaf, inherited) for row in table.rows]
    branches = tuple(branch for branch in rows if branch is not None)
    about = SEPARATOR.join(table.headings[column].text for column in table.conditions)
    return Fork("table", about, branches, cites(sentence, reading), sentence.span) if branches else None


def _row(
    row: Sentence,
    table: Table,
    subjects: dict[int, Subject | None],
    reading: Reading,
    read_leaf: Callable[[Sentence, Reading, tuple[Cite, ...]], Leaf | None],
    inherited: tuple[Cite, ...],
) -> Branch[Leaf] | None:
    cells = row.cells or ()
    if len(cells) != len(table.headings):
        return None
    citations = row.citations + _sources(cells, table, reading)
    below = cites(replace(row, citations=citations), reading, inherited)
    then = read_leaf(_as_block(row, cells, table, citations), reading, below)
    conditions = [_cell(cells[column], subject, reading) for column, subject in subjects.items()]
    known = tuple(condition for condition in conditions if condition is not None)
    if then is None or len(known) < len(conditions):
        return None
    own = below if citations else ()
    label = SEPARATOR.join(cells[column].text for column in table.conditions)
    return Branch(label, _joined(known), then, own, (), row.span)


def _sources(cells: tuple[Cell, ...], table: Table, reading: Reading) -> tuple[Citation, ...]:
    citations: tuple[Citation, ...] = ()
    for column in table.sources:
        if cells[column].text:
            found, problems = read_citations(cells[column].phrase())
            citations += tuple(found)
            for problem in problems:
                reading.report(problem)
    return citations


def _as_block(row: Sentence, cells: tuple[Cell, ...], table: Table, citations: tuple[Citation, ...]) -> Sentence:
    """The row as the heading of a block that holds its outcome cells, so that any leaf reader can read it."""
    phrases = [part for column in table.outcomes for part in split_at(cells[column].phrase(), ";")]
    lines = tuple(Sentence(phrase, phrase.span(), False, (), citations) for phrase in phrases)
    return replace(row, children=lines, opens_block=True, citations=(), cells=None)


def _cell(cell: Cell, subject: Subject | None, reading: Reading) -> Condition | None:
    if cell.text == "any":
        return AllOf((), "any", cell.span)
    if not cell.text:
        reading.report(empty_cell(cell.phrase()))
        return None
    return read_value(cell.phrase(), subject, reading) if subject else None


def _joined(conditions: tuple[Condition, ...]) -> Condition:
    """The conditions of a row; ``any`` cells add nothing."""
    said = tuple(one for one in conditions if not (isinstance(one, AllOf) and not one.of))
    if len(said) == 1:
        return said[0]
    return AllOf(said, " and ".join(one.text for one in said) or "any")


def _report_bad_table(sentence: Sentence, table: Table | None, outcome: str, reading: Reading) -> None:
    if table is None or not table.rows:
        message, fix = "this table has no rows", "write a row of headings, then one row for each case."
    elif not table.outcomes:
        message, fix = f'this table has no column "{outcome}"', f'give the result column the heading "{outcome}".'
    else:
        message, fix = "this table has only results", "add the columns that decide between the rows."
    reading.report(
        Problem("bad-table", message, sentence.phrase.span(), why="rows are the branches of a fork.", fix=fix)
    )
