"""Comparisons: ``X is <ranges>`` where X is a number, a date, a label, a course or a yes/no name.

bleeding risk is at least high      LabelIs(bleeding risk, ("high", "very high"))
glucose is at least 5.1 mmol/L or 92 mg/dL      DualCutoff(glucose, "at least", (5.1 mmol/L, 92 mg/dL))
"""

from __future__ import annotations

from caretree.guideline.conditions import (
    AllOf,
    BoundWord,
    Condition,
    CourseIs,
    DateWithin,
    Defined,
    Fact,
    LabelIs,
    Not,
    Within,
)
from caretree.guideline.terms import DateTerm, LabelTerm, NumberTerm
from caretree.guideline.types import COURSE_STATUSES, Course, YesNo
from caretree.problems.problem import Problem
from caretree.resolve.dates import date_term, is_date
from caretree.resolve.dual import dual_cutoff
from caretree.resolve.grammar.written import (
    WrittenIs,
    WrittenName,
    WrittenOneOf,
    WrittenRange,
    WrittenTerm,
)
from caretree.resolve.kinds import declared_of
from caretree.resolve.phrases import report_unknown_label
from caretree.resolve.ranges import bounds_of
from caretree.resolve.reading import DeclaredDefinition, DeclaredInput, Reading
from caretree.resolve.terms import label_term, number_term
from caretree.syntax.tree import Phrase

_DATE_WORDS: dict[str, BoundWord] = {
    "is": "is", "before": "below", "below": "below", "at most": "at most", "after": "above", "above": "above",
    "at least": "at least",
}  # fmt: skip


def comparison(written: WrittenIs | WrittenOneOf, phrase: Phrase, reading: Reading) -> Condition | None:
    """The condition of ``X is …``; ``None`` after problems."""
    condition = _positive(written, phrase, reading)
    if condition is None or not written.negated:
        return condition
    return Not(condition, _text(written, phrase), phrase.span(written.start, written.end))


def _positive(written: WrittenIs | WrittenOneOf, phrase: Phrase, reading: Reading) -> Condition | None:
    subject = written.subject
    if is_date(subject, reading):
        date = date_term(subject, phrase, reading)
        return _dates(written, date, phrase, reading) if date else None
    if isinstance(subject, WrittenName):
        declared = declared_of(subject, phrase, reading, "a number, a date or a choice")
        if declared is None:
            return None
        label = label_term(subject, declared, phrase)
        if label is not None:
            return _labels(written, label, phrase, reading)
        if isinstance(declared, DeclaredInput) and isinstance(declared.type, Course):
            return _course(written, declared, phrase, reading)
        if yes_no(subject, declared, phrase) is not None:
            _report_yes_no(written, phrase, reading)
            return None
    number = number_term(subject, phrase, reading)
    return _number(written, number, phrase, reading) if number else None


def yes_no(written: WrittenName, declared: DeclaredInput | DeclaredDefinition, phrase: Phrase) -> Fact | Defined | None:
    """The condition of a yes/no name standing alone, or ``None`` when it is something else."""
    span = phrase.span(written.start, written.end)
    if isinstance(declared, DeclaredDefinition):
        return Defined(declared.name.id, written.text, span) if declared.kind == "condition" else None
    return Fact(declared.name.id, written.text, span) if isinstance(declared.type, YesNo) else None


def _text(written: WrittenIs | WrittenOneOf, phrase: Phrase) -> str:
    return phrase.text[written.start : written.end]


def _report_yes_no(written: WrittenIs | WrittenOneOf, phrase: Phrase, reading: Reading) -> None:
    name = phrase.text[written.subject.start : written.subject.end]
    reading.report(
        Problem(
            "wrong-kind",
            f"`{name}` is yes or no, and has no other value to compare",
            phrase.span(written.start, written.end),
            why="a yes/no name stands alone.",
            fix=f"write `{name}` or `not {name}`.",
        )
    )


# --- labels and courses --------------------------------------------------------------------------------------------
def _labels(written: WrittenIs | WrittenOneOf, label: LabelTerm, phrase: Phrase, reading: Reading) -> LabelIs | None:
    span = phrase.span(written.start, written.end)
    labels = labels_meant(_parts(written), label.labels, label.ordered, label.text, phrase, reading)
    return LabelIs(label, labels, _text(written, phrase), span) if labels else None


def _parts(written: WrittenIs | WrittenOneOf) -> list[WrittenRange]:
    if isinstance(written, WrittenIs):
        return list(written.ranges)
    return [WrittenRange("is", value, "", None, (), (), value.start, value.end) for value in written.values]


def labels_meant(
    ranges: list[WrittenRange], labels: tuple[str, ...], ordered: bool, name: str, phrase: Phrase, reading: Reading
) -> tuple[str, ...] | None:
    """The labels that the written values or (of an ordered choice) ranges mean, in the choice's order.

    Problems: ``unknown-label``, ``labels-without-order``, ``threshold-is-a-range``.
    """
    meant: set[str] = set()
    for one in ranges:
        found = _labels_in(one, labels, ordered, name, phrase, reading)
        if found is None:
            return None
        meant |= set(found)
    return tuple(label for label in labels if label in meant)


def _labels_in(
    written: WrittenRange, labels: tuple[str, ...], ordered: bool, name: str, phrase: Phrase, reading: Reading
) -> tuple[str, ...] | None:
    if written.word != "is" and not ordered:
        _report_no_order(written, name, phrase, reading)
        return None
    low = _label(written.value, labels, phrase, reading)
    high = _label(written.to, labels, phrase, reading) if written.to else None
    if low is None or (written.to and high is None):
        return None
    at = labels.index(low)
    match written.word:
        case "is":
            return (low,)
        case "below":
            return labels[:at]
        case "at most":
            return labels[: at + 1]
        case _:
            end = len(labels) if high is None else labels.index(high) + (written.to_word == "to")
            return labels[at + (written.word == "above") : end]


def _label(written: WrittenTerm, labels: tuple[str, ...], phrase: Phrase, reading: Reading) -> str | None:
    text = " ".join(phrase.text[written.start : written.end].split())
    if text in labels:
        return text
    report_unknown_label(phrase.part(written.start, written.end), labels, reading)
    return None


def _report_no_order(written: WrittenRange, name: str, phrase: Phrase, reading: Reading) -> None:
    reading.report(
        Problem(
            "labels-without-order",
            f"the values of `{name}` have no order, so `{written.word}` says nothing about them",
            phrase.span(written.start, written.end),
            why="only values declared `in rising order` can be compared with `at least` and its sisters.",
            fix=f"write `{name} is one of …`, or declare the values in rising order.",
        )
    )


def _course(
    written: WrittenIs | WrittenOneOf, declared: DeclaredInput, phrase: Phrase, reading: Reading
) -> CourseIs | None:
    statuses = labels_meant(_parts(written), COURSE_STATUSES, False, declared.name.shown, phrase, reading)
    span = phrase.span(written.start, written.end)
    return CourseIs(declared.name.id, statuses, _text(written, phrase), span) if statuses else None


# --- dates -----------------------------------------------------------------------------------------------------------
def _dates(written: WrittenIs | WrittenOneOf, date: DateTerm, phrase: Phrase, reading: Reading) -> Condition | None:
    text, span = _text(written, phrase), phrase.span(written.start, written.end)
    if isinstance(written, WrittenOneOf) or len(written.ranges) > 1 or written.ranges[0].others:
        message = "a date is compared with one date, or with the dates from one to another"
        reading.report(Problem("not-understood", message, span, fix="join two sentences by `or` in a definition."))
        return None
    one = written.ranges[0]
    bound = date_term(one.value, phrase, reading)
    upper = date_term(one.to, phrase, reading) if one.to else None
    if bound is None or (one.to and upper is None):
        return None
    word = "at least" if one.word == "from" else _DATE_WORDS[one.word]
    lower = DateWithin(date, word, bound, text, span)
    if upper is None:
        return lower
    return AllOf(
        (lower, DateWithin(date, "at most" if one.to_word == "to" else "below", upper, text, span)), text, span
    )


# --- numbers ---------------------------------------------------------------------------------------------------------
def _number(
    written: WrittenIs | WrittenOneOf, number: NumberTerm, phrase: Phrase, reading: Reading
) -> Condition | None:
    text, span = _text(written, phrase), phrase.span(written.start, written.end)
    parts = _parts(written)
    if len(parts) == 1 and parts[0].others and not _several_values(parts[0]):
        return dual_cutoff(parts[0], number, (), text, phrase, reading)
    bounds = bounds_of(parts, phrase, reading, number)
    return Within(number, bounds, text, span) if bounds else None


def _several_values(written: WrittenRange) -> bool:
    """``points is 3 or 4``: bare numbers, each a value of its own."""
    return written.word == "is" and written.to is None and all(not other.unit for other in written.others)
