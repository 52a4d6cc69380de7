"""Definitions that a fork or a table decides: the leaves are formulas, or labels.

dosing weight in kg is calculated as:       Calculated(Fork("when", …, (weight, ideal weight)), kg)
  when weight is above ideal weight:
    ideal weight
  otherwise:
    weight
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from caretree.guideline.blocks import LabelTree, NumberTree
from caretree.guideline.citation import Cite
from caretree.guideline.definitions import Calculated, Labelled
from caretree.problems.problem import Problem
from caretree.resolve.attachments import is_attachment
from caretree.resolve.definition_headings import Heading
from caretree.resolve.forks import fork_length, read_fork
from caretree.resolve.reading import Reading
from caretree.resolve.tables import Table, read_table, table_of
from caretree.resolve.terms import read_number_in
from caretree.syntax.tree import Phrase, Sentence
from caretree.units.number import read_number
from caretree.units.unit import NUMBER, Unit

NumberLeaf = Callable[[Sentence, Reading, tuple[Cite, ...]], NumberTree | None]
LabelLeaf = Callable[[Sentence, Reading, tuple[Cite, ...]], LabelTree | None]


def outcomes_of(heading: Heading) -> tuple[str, ...]:
    """The headings that a table's result column may have: the definition's own name, with its unit or without."""
    names = tuple(name for name in (heading.name.long, heading.name.short) if name)
    full = f"{heading.name.long} ({heading.name.short})"
    units = tuple(f"{name} in {unit.symbol}" for name in names for unit in heading.units)
    return (*names, full, *units)


def gives_numbers(sentence: Sentence, heading: Heading) -> bool:
    """Whether a table without a unit in its heading gives bare numbers."""
    table = table_of(sentence, outcomes_of(heading)) if heading.form == "table" else None
    cells = _results(table) if table else []
    return bool(cells) and all(read_number(cell.text) is not None for cell in cells)


def _results(table: Table) -> list[Phrase]:
    return [
        row.cells[column].phrase()
        for row in table.rows
        for column in table.outcomes
        if row.cells is not None and column < len(row.cells)
    ]


def declared_labels(sentence: Sentence, heading: Heading) -> tuple[Phrase, ...]:
    """The labels of the leaves, each where it first stands, read from the sentences alone."""
    first: dict[str, Phrase] = {}
    for label in _every_label(sentence, heading):
        if label.text:
            first.setdefault(label.text, label)
    return tuple(first.values())


def _every_label(sentence: Sentence, heading: Heading) -> list[Phrase]:
    if heading.form == "table":
        table = table_of(sentence, outcomes_of(heading))
        return _results(table) if table else []
    return _leaf_labels(sentence.children, outcomes_of(heading))


def _leaf_labels(lines: tuple[Sentence, ...], outcomes: tuple[str, ...]) -> list[Phrase]:
    labels: list[Phrase] = []
    for line in lines:
        if line.text == "by table" and line.opens_block:
            table = table_of(line, outcomes)
            labels += _results(table) if table else []
        elif line.opens_block:
            labels += _leaf_labels(line.children, outcomes)
        elif not is_attachment(line) and line.cells is None:
            labels.append(line.phrase)
    return labels


def read_numbers(
    sentence: Sentence, body: tuple[Sentence, ...], heading: Heading, reading: Reading, below: tuple[Cite, ...]
) -> Calculated | None:
    """A formula, or a fork or table of formulas, in the heading's unit; ``None`` after problems."""
    unit = heading.units[0] if heading.units else NUMBER
    if heading.about is not None:
        number = read_number_in(heading.about, reading, unit)
        return Calculated(number, unit) if number else None
    if heading.form == "table":
        rows = read_table(_with(sentence, body), reading, _number_leaf(heading, unit), below, outcomes_of(heading))
        return Calculated(rows, unit) if rows else None  # type: ignore[arg-type]
    tree = _number_tree(sentence, body, heading, unit, reading, below)
    return Calculated(tree, unit) if tree else None


def _number_tree(
    sentence: Sentence,
    body: tuple[Sentence, ...],
    heading: Heading,
    unit: Unit,
    reading: Reading,
    below: tuple[Cite, ...],
) -> NumberTree | None:
    if _is_fork(body):
        return read_fork(body, reading, _number_leaf(heading, unit), below, heading.name.long)
    if _is_leaf(body):
        return read_number_in(body[0].phrase, reading, unit)
    _report_leaf(sentence, "one formula or one fork", reading)
    return None


def _number_leaf(heading: Heading, unit: Unit) -> NumberLeaf:
    def read(sentence: Sentence, reading: Reading, below: tuple[Cite, ...]) -> NumberTree | None:
        return _number_tree(sentence, _body(sentence), heading, unit, reading, below)

    return read


def read_labels(
    sentence: Sentence, body: tuple[Sentence, ...], heading: Heading, reading: Reading, below: tuple[Cite, ...]
) -> Labelled | None:
    """A fork or table of labels; ``None`` after problems."""
    labels = tuple(label.text for label in declared_labels(sentence, heading))
    if heading.form == "table":
        rows = read_table(_with(sentence, body), reading, _label_leaf(heading), below, outcomes_of(heading))
        return Labelled(rows, labels) if rows else None  # type: ignore[arg-type]
    if not _is_fork(body):
        _report_leaf(sentence, "one fork", reading)
        return None
    tree = read_fork(body, reading, _label_leaf(heading), below, heading.name.long)
    return Labelled(tree, labels) if tree else None  # type: ignore[arg-type]


def _label_leaf(heading: Heading) -> LabelLeaf:
    def read(sentence: Sentence, reading: Reading, below: tuple[Cite, ...]) -> LabelTree | None:
        body = _body(sentence)
        if _is_fork(body):
            return read_fork(body, reading, read, below, heading.name.long)
        if _is_leaf(body):
            return body[0].text
        _report_leaf(sentence, "one label or one fork", reading)
        return None

    return read


def _with(sentence: Sentence, body: tuple[Sentence, ...]) -> Sentence:
    return replace(sentence, children=body)


def _body(sentence: Sentence) -> tuple[Sentence, ...]:
    return tuple(child for child in sentence.children if not is_attachment(child))


def _is_fork(body: tuple[Sentence, ...]) -> bool:
    length = fork_length(body)
    return length > 0 and length == len(body)


def _is_leaf(body: tuple[Sentence, ...]) -> bool:
    return len(body) == 1 and not body[0].opens_block


def _report_leaf(sentence: Sentence, expected: str, reading: Reading) -> None:
    message = f"below `{sentence.text}` stands something else than {expected}"
    reading.report(
        Problem(
            "not-understood",
            message,
            sentence.phrase.span(),
            why="each patient must get exactly one value.",
            fix=f"write {expected} below it.",
        )
    )
