"""Tables of examples: each row changes the given patient and expects something.

    | ANC          | fever | expect                |        Row(1, "0.49 x10^9/L · yes", changes=(ANC, fever),
    | 0.49 x10^9/L | yes   | consider G-CSF        |            expects=(ExpectAdvice("consider", "g-csf"),))

Headings are inputs (with ``in <unit>`` the cells need no unit), ``phase``, ``case`` (a name) and ``expect``. An empty
cell changes nothing; several expectations in one cell are parted by ``;``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal as OneOf

from msgspec import Struct, field

from caretree.guideline.patients import Expectation, FactValue, PatientFact, PhaseFact
from caretree.problems.problem import Problem
from caretree.resolve.clauses import split_at
from caretree.resolve.expectations import read_expectation
from caretree.resolve.facts import Unreadable, find_input, joined, read_value
from caretree.resolve.literals import read_unit
from caretree.resolve.phases import read_phase_fact
from caretree.resolve.reading import DeclaredInput, Reading
from caretree.syntax.tree import Cell, Phrase, Sentence
from caretree.units.unit import Unit


class Row(Struct, frozen=True):
    """One row: its number from 1 (0: no table), its cells as a title, and what they say."""

    number: int = 0
    title: str = ""
    changes: tuple[PatientFact, ...] = ()
    phases: tuple[PhaseFact, ...] = ()
    expects: tuple[Expectation, ...] = ()
    sentence: Sentence | None = None


class _Column(Struct, frozen=True):
    """One heading: an input with perhaps a unit, or one of the words."""

    kind: OneOf["input", "phase", "case", "expect"]
    declared: DeclaredInput | None = None
    unit: Unit | None = None


class _Cells(Struct):
    """What the cells of one row have said so far."""

    changes: list[PatientFact] = field(default_factory=list)
    phases: list[PhaseFact] = field(default_factory=list)
    expects: list[Expectation] = field(default_factory=list)


def read_rows(sentences: Sequence[Sentence], reading: Reading) -> tuple[Row, ...]:
    """The rows below the heading; rows with a cell that cannot be read are left out after their problems.

    Problems: ``missing-column`` (no ``expect``), ``unknown-name``, and those of facts and expectations.
    """
    if not sentences:
        return ()
    columns = _read_headings(sentences[0], reading)
    if columns is None:
        return ()
    rows = (_read_row(number, line, columns, reading) for number, line in enumerate(sentences[1:], start=1))
    return tuple(row for row in rows if row is not None)


def _read_headings(sentence: Sentence, reading: Reading) -> tuple[_Column, ...] | None:
    columns = [_read_heading(cell, reading) for cell in sentence.cells or ()]
    if not any(cell.text == "expect" for cell in sentence.cells or ()):
        reading.report(_no_expect(sentence))
        return None
    known = tuple(column for column in columns if column is not None)
    return known if len(known) == len(columns) else None


def _read_heading(cell: Cell, reading: Reading) -> _Column | None:
    match cell.text:
        case "expect":
            return _Column("expect")
        case "phase":
            return _Column("phase")
        case "case":
            return _Column("case")
    return _read_input_heading(cell.phrase(), reading)


def _read_input_heading(phrase: Phrase, reading: Reading) -> _Column | None:
    cut = phrase.text.rfind(" in ")
    if phrase.text in reading.names.data or cut < 0:
        declared = find_input(phrase, reading)
        return _Column("input", declared) if declared else None
    declared = find_input(phrase.part(0, cut), reading)
    unit = read_unit(phrase.part(cut + len(" in ")), reading)
    return _Column("input", declared, unit) if declared and unit else None


def _read_row(number: int, sentence: Sentence, columns: tuple[_Column, ...], reading: Reading) -> Row | None:
    cells = sentence.cells or ()
    if len(cells) != len(columns):
        return None  # an uneven row was reported when the file was parsed
    before = len(reading.problems)
    said = _Cells()
    for cell, column in zip(cells, columns, strict=True):
        if cell.text:
            _read_cell(cell, column, said, reading)
    if not said.expects and len(reading.problems) == before:
        reading.report(_expects_nothing(sentence))
    if len(reading.problems) > before:
        return None
    changes = joined(said.changes)
    return Row(number, _title(cells, columns), changes, tuple(said.phases), tuple(said.expects), sentence)


def _read_cell(cell: Cell, column: _Column, said: _Cells, reading: Reading) -> None:
    phrase = cell.phrase()
    if column.kind == "expect":
        for part in split_at(phrase, ";"):
            expectation = read_expectation(part, reading)
            said.expects += [expectation] if expectation else []
    elif column.kind == "phase":
        phase = read_phase_fact(phrase, reading)
        said.phases += [phase] if phase else []
    elif column.declared is not None:
        value = read_value(phrase, column.declared, reading, column.unit)
        if not isinstance(value, Unreadable):
            said.changes.append(_fact(phrase, column.declared, column.unit, value))


def _fact(phrase: Phrase, declared: DeclaredInput, unit: Unit | None, value: FactValue) -> PatientFact:
    written = f"{phrase.text} {unit.symbol}" if unit and phrase.text[-1].isdigit() else phrase.text
    return PatientFact(declared.name.id, value, f"{declared.name.shown} is {written}", phrase.span())


def _title(cells: tuple[Cell, ...], columns: tuple[_Column, ...]) -> str:
    """The ``case`` cell where there is one, else what the row changes."""
    pairs = list(zip(cells, columns, strict=True))
    case = [cell.text for cell, column in pairs if column.kind == "case" and cell.text]
    return case[0] if case else " · ".join(cell.text for cell, column in pairs if column.kind != "expect" and cell.text)


def _no_expect(sentence: Sentence) -> Problem:
    return Problem(
        "missing-column",
        "this table of examples has no column `expect`",
        sentence.span,
        why="an example that expects nothing can never fail.",
        fix="add a column with the heading `expect`.",
    )


def _expects_nothing(sentence: Sentence) -> Problem:
    return Problem(
        "missing-line",
        "this row expects nothing",
        sentence.span,
        why="an example that expects nothing can never fail.",
        fix="write what is expected in the column `expect`.",
    )
