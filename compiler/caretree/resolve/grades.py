"""Grades: a number's ranges given names.

neutropenia in x10^9/L is graded by ANC:
  severe: below 0.5 [6.6]           GradeRow("severe", (below 0.5 x10^9/L,))
"""

from __future__ import annotations

from caretree.guideline.blocks import Branch, Fork, LabelTree
from caretree.guideline.citation import Cite
from caretree.guideline.definitions import Graded, GradeRow, Labelled
from caretree.guideline.terms import NumberTerm
from caretree.problems.problem import Problem
from caretree.resolve.attachments import notes_below
from caretree.resolve.citations import cites
from caretree.resolve.definition_headings import Heading
from caretree.resolve.measures import report_wrong_dimension
from caretree.resolve.ranges import read_ranges, subject_of
from caretree.resolve.reading import Reading
from caretree.resolve.subjects import NumberSubject, read_value
from caretree.resolve.terms import read_number
from caretree.syntax.tree import Phrase, Sentence
from caretree.units.convert import convertible
from caretree.units.unit import NUMBER, Unit


def declared_grades(sentence: Sentence) -> tuple[Phrase, ...]:
    """The labels of the grade lines, each where it first stands, read from the sentences alone."""
    labels = (_split(child.phrase) for child in sentence.children)
    first: dict[str, Phrase] = {}
    for label, ranges in labels:
        if ranges is not None:
            first.setdefault(label.text, label)
    return tuple(first.values())


def _split(phrase: Phrase) -> tuple[Phrase, Phrase | None]:
    """``severe: below 0.5`` into its label and its ranges."""
    label, colon, _ = phrase.text.partition(":")
    if not colon or '"' in label:
        return phrase, None
    return phrase.part(0, len(label)), phrase.part(len(label) + 1)


def read_grades(
    body: tuple[Sentence, ...], heading: Heading, reading: Reading, below: tuple[Cite, ...]
) -> Graded | Labelled | None:
    """The grade that the lines spell out; ``None`` when the number or a line could not be read."""
    assert heading.about is not None
    if len(heading.units) == 2:
        return _in_two_units(body, heading, heading.about, reading, below)
    of = read_number(heading.about, reading)
    unit = heading.units[0] if heading.units else NUMBER
    if of is not None and heading.units and not convertible(of.unit, unit):
        words = heading.name.span or heading.about.span()
        report_wrong_dimension(words, subject_of(of), of.unit, f"`{unit.symbol}`", unit, reading)
        of = None
    rows = [_row(line, of, unit, reading, below) for line in body]
    known = tuple(row for row in rows if row is not None)
    _report_twice(body, reading)
    if of is None or len(known) < len(rows):
        return None
    return Graded(of, unit if heading.units else of.unit, known, heading.ordered)


def _in_two_units(
    body: tuple[Sentence, ...], heading: Heading, about: Phrase, reading: Reading, below: tuple[Cite, ...]
) -> Labelled | None:
    """A grade whose lines give a cut-off for each of two units: a fork of labels, as its bounds depend on the unit."""
    of = read_number(about, reading)
    subject = NumberSubject(of, heading.units[0], about.text, heading.units) if of else None
    branches = [_branch(line, subject, reading, below) for line in body]
    known = tuple(branch for branch in branches if branch is not None)
    _report_twice(body, reading)
    if subject is None or len(known) < len(branches):
        return None
    named = f"{about.text} in {heading.units[0].symbol} or {heading.units[1].symbol}"
    fork: Fork[LabelTree] = Fork("depending on", named, known, (), about.span())
    return Labelled(fork, tuple(dict.fromkeys(branch.then for branch in known if isinstance(branch.then, str))))


def _branch(
    line: Sentence, subject: NumberSubject | None, reading: Reading, below: tuple[Cite, ...]
) -> Branch[LabelTree] | None:
    label, ranges = _label_and_ranges(line, reading)
    condition = read_value(ranges, subject, reading) if ranges and subject else None
    if ranges is None or condition is None:
        return None
    return Branch(
        ranges.text,
        condition,
        label.text,
        cites(line, reading, below),
        notes_below(line, "a grade", reading),
        line.span,
    )


def _row(
    line: Sentence, of: NumberTerm | None, unit: Unit, reading: Reading, below: tuple[Cite, ...]
) -> GradeRow | None:
    label, ranges = _label_and_ranges(line, reading)
    notes = notes_below(line, "a grade", reading)
    bounds = read_ranges(ranges, reading, of, unit) if of is not None and ranges is not None else None
    if bounds is None:
        return None
    return GradeRow(label.text, bounds, cites(line, reading, below), notes, line.span)


def _label_and_ranges(line: Sentence, reading: Reading) -> tuple[Phrase, Phrase | None]:
    label, ranges = _split(line.phrase)
    if ranges is not None and ranges.text:
        return label, ranges
    message = f"`{line.text}` is not a grade with its range"
    reading.report(Problem("not-understood", message, line.phrase.span(), fix="write it as in `severe: below 0.5`."))
    return label, None


def _report_twice(body: tuple[Sentence, ...], reading: Reading) -> None:
    seen: dict[str, Sentence] = {}
    for line in body:
        label = _split(line.phrase)[0].text
        if label in seen:
            reading.report(
                Problem(
                    "duplicate-label",
                    f'the grade "{label}" stands twice',
                    line.phrase.span(),
                    why="a grade is looked up in one line.",
                    fix="join its ranges by `or` on one line.",
                    related=(("the first time", seen[label].phrase.span()),),
                )
            )
        seen.setdefault(label, line)
