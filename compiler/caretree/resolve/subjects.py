"""What a fork or a table column is about, and the condition of one of its values.

depending on Hb in g/dL:      NumberSubject(Hb, g/dL)
  below 7:                    Within(Hb, (below 7 g/dL,), "Hb is below 7 g/dL")
"""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from caretree.guideline.conditions import AnyOf, Condition, CourseIs, Defined, Fact, LabelIs, Not, Within
from caretree.guideline.terms import LabelTerm, Literal, NumberTerm
from caretree.guideline.types import COURSE_STATUSES, Course
from caretree.problems.problem import Problem
from caretree.resolve.comparisons import labels_meant, yes_no
from caretree.resolve.dual import dual_cutoff
from caretree.resolve.grammar.written import WrittenInUnit, WrittenName, WrittenRange
from caretree.resolve.kinds import declared_of
from caretree.resolve.literals import read_unit
from caretree.resolve.measures import report_wrong_dimension, unit_of_text
from caretree.resolve.phrases import parse_phrase, report_unknown_label
from caretree.resolve.ranges import bounds_of, subject_of
from caretree.resolve.reading import DeclaredInput, Reading
from caretree.resolve.terms import label_term, number_term
from caretree.syntax.tree import Phrase
from caretree.units.convert import convertible
from caretree.units.find import find_unit
from caretree.units.unit import NUMBER, Unit

_PAIR = re.compile(r"(?P<first>.+ in \S.*) or (?P<second>\S.*)")


class NumberSubject(Struct, frozen=True):
    """``Hb in g/dL``: a number whose ranges stand in ``unit`` (``NUMBER``: each range wears its own).

    ``units`` are both units of ``glucose in mmol/L or mg/dL``, whose ranges give a cut-off for each.
    """

    of: NumberTerm
    unit: Unit
    name: str
    units: tuple[Unit, ...] = ()


class LabelSubject(Struct, frozen=True):
    """``neutropenia``: a choice or a definition with labels."""

    of: LabelTerm


class CourseSubject(Struct, frozen=True):
    """``rituximab course``."""

    input: str
    name: str


class YesNoSubject(Struct, frozen=True):
    """``fever``: its values are ``yes`` and ``no``."""

    of: Fact | Defined


Subject = NumberSubject | LabelSubject | CourseSubject | YesNoSubject


def read_subject(phrase: Phrase, reading: Reading) -> Subject | None:
    """What stands behind ``depending on``, ``graded by`` or in a heading; ``None`` after problems."""
    pair = _PAIR.fullmatch(phrase.text)
    if pair is not None and find_unit(pair["second"]) is not None:
        return _in_two_units(pair, phrase, reading)
    found = parse_phrase("term", phrase, reading)
    if not found:
        return None
    written = found[0]
    if isinstance(written, WrittenName):
        return _named(written, phrase, reading)
    if isinstance(written, WrittenInUnit):
        return _in_unit(written, phrase, reading)
    number = number_term(written, phrase, reading)
    return NumberSubject(number, NUMBER, phrase.text) if number else None


def _in_two_units(pair: re.Match[str], phrase: Phrase, reading: Reading) -> Subject | None:
    subject = read_subject(phrase.part(0, pair.end("first")), reading)
    second = read_unit(phrase.part(pair.start("second")), reading)
    if not isinstance(subject, NumberSubject) or subject.unit == NUMBER or second is None:
        return subject
    return replace(subject, units=(subject.unit, second))


def _named(written: WrittenName, phrase: Phrase, reading: Reading) -> Subject | None:
    declared = declared_of(written, phrase, reading, "what the branches depend on")
    if declared is None:
        return None
    label, fact = label_term(written, declared, phrase), yes_no(written, declared, phrase)
    if label is not None:
        return LabelSubject(label)
    if fact is not None:
        return YesNoSubject(fact)
    if isinstance(declared, DeclaredInput) and isinstance(declared.type, Course):
        return CourseSubject(declared.name.id, written.text)
    number = number_term(written, phrase, reading)
    return NumberSubject(number, NUMBER, written.text) if number else None


def _in_unit(written: WrittenInUnit, phrase: Phrase, reading: Reading) -> Subject | None:
    number = number_term(written.of, phrase, reading)
    if number is None:
        return None
    place = (written.unit.start, written.unit.end)
    unit = unit_of_text(written.unit.text, phrase, place, reading, number.unit)
    if unit is None:
        return None
    if convertible(number.unit, unit):
        return NumberSubject(number, unit, phrase.text[written.of.start : written.of.end])
    report_wrong_dimension(phrase.span(*place), subject_of(number), number.unit, f"`{unit.symbol}`", unit, reading)
    return None


def read_value(phrase: Phrase, subject: Subject, reading: Reading) -> Condition | None:
    """The condition of one value of a subject: ranges, labels joined by ``or``, ``yes`` or ``no``."""
    if isinstance(subject, YesNoSubject):
        return _yes_or_no(phrase, subject, reading)
    values = _labels_of(subject)
    found = None if phrase.text in values else parse_phrase("cells", phrase, reading, values)
    match subject:
        case NumberSubject():
            return _within(found, phrase, subject, reading) if found else None
        case LabelSubject(of):
            labels = _labels(found, phrase, of.labels, of.ordered, of.text, reading)
            return LabelIs(of, labels, _is(of.text, labels), phrase.span()) if labels else None
        case CourseSubject(input, name):
            statuses = _labels(found, phrase, COURSE_STATUSES, False, name, reading)
            return CourseIs(input, statuses, _is(name, statuses), phrase.span()) if statuses else None


def _labels_of(subject: Subject) -> tuple[str, ...]:
    match subject:
        case LabelSubject(of):
            return of.labels
        case CourseSubject():
            return COURSE_STATUSES
        case _:
            return ()


def _labels(
    found: list[WrittenRange] | None,
    phrase: Phrase,
    labels: tuple[str, ...],
    ordered: bool,
    name: str,
    reading: Reading,
) -> tuple[str, ...] | None:
    if phrase.text in labels:
        return (phrase.text,)
    return labels_meant(found, labels, ordered, name, phrase, reading) if found else None


def _is(name: str, labels: tuple[str, ...]) -> str:
    return f"{name} is {labels[0]}" if len(labels) == 1 else f"{name} is one of {', '.join(labels)}"


def _within(found: list[WrittenRange], phrase: Phrase, subject: NumberSubject, reading: Reading) -> Condition | None:
    if not subject.units:
        return _in_one_unit(found, phrase, subject, reading)
    text = f"{subject.name} is {phrase.text}"
    read = [dual_cutoff(one, subject.of, subject.units, text, phrase, reading) for one in found]
    known = tuple(condition for condition in read if condition is not None)
    if len(known) < len(read):
        return None
    return known[0] if len(known) == 1 else AnyOf(known, text, phrase.span())


def _in_one_unit(found: list[WrittenRange], phrase: Phrase, subject: NumberSubject, reading: Reading) -> Within | None:
    bounds = bounds_of(found, phrase, reading, subject.of, subject.unit)
    if not bounds:
        return None
    last = bounds[-1].high or bounds[-1].low
    bare = last is not None and isinstance(last.value, Literal) and last.value.text[-1:].isdigit()
    unit = f" {subject.unit.symbol}" if bare and subject.unit.symbol else ""
    return Within(subject.of, bounds, f"{subject.name} is {phrase.text}{unit}", phrase.span())


def _yes_or_no(phrase: Phrase, subject: YesNoSubject, reading: Reading) -> Condition | None:
    match phrase.text:
        case "yes":
            return subject.of
        case "no":
            return Not(subject.of, f"not {subject.of.text}", phrase.span())
    report_unknown_label(phrase, ("yes", "no"), reading)
    return None


def empty_cell(phrase: Phrase) -> Problem:
    """The problem of a cell that says nothing."""
    return Problem(
        "empty-cell",
        "this cell is empty",
        phrase.span(0, 1),
        why="a reader cannot tell whether it was forgotten.",
        fix="write `any` where the column does not matter.",
    )
