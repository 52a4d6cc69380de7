"""Series terms: ``the latest X``, ``the average X in the last 24 hours``, ``number of X``."""

from __future__ import annotations

from fractions import Fraction

from caretree.guideline.terms import SeriesTerm, SeriesValue
from caretree.guideline.types import Series
from caretree.problems.problem import Problem
from caretree.resolve.grammar.written import WrittenName, WrittenNumber, WrittenSeries
from caretree.resolve.kinds import declared_of, report_wrong_kind
from caretree.resolve.measures import literal_of
from caretree.resolve.reading import DeclaredInput, Reading
from caretree.syntax.tree import Phrase
from caretree.units.convert import convert
from caretree.units.find import find_unit
from caretree.units.unit import NUMBER

_WHICH: dict[str, SeriesValue] = {
    "latest": "latest", "previous": "previous", "earliest": "earliest", "lowest": "lowest", "highest": "highest",
    "average": "average", "total": "total", "number": "number",
}  # fmt: skip


def series_of(written: WrittenName, phrase: Phrase, reading: Reading) -> tuple[DeclaredInput, Series] | None:
    """The series input of that name. Problems: ``unknown-name``, ``wrong-kind``."""
    declared = declared_of(written, phrase, reading, "a series of measurements")
    if declared is None:
        return None
    if isinstance(declared, DeclaredInput) and isinstance(declared.type, Series):
        return declared, declared.type
    report_wrong_kind(written, phrase, reading, declared, "a series of measurements")
    return None


def series_term(written: WrittenSeries, phrase: Phrase, reading: Reading) -> SeriesTerm | None:
    """The number that a series term stands for; ``None`` after problems."""
    found = series_of(written.name, phrase, reading)
    last = count_of(written.last, phrase, reading) if written.last else None
    within = days_of(written.window, phrase, reading) if written.window else None
    if found is None or (written.last and last is None) or (written.window and within is None):
        return None
    declared, series = found
    which = _WHICH[written.which]
    unit = NUMBER if which == "number" else series.of.unit
    text = phrase.text[written.start : written.end]
    return SeriesTerm(which, declared.name.id, unit, within, last, text, phrase.span(written.start, written.end))


def count_of(written: WrittenNumber, phrase: Phrase, reading: Reading) -> int | None:
    """A count of measurements, at least 1. Problem: ``bad-number``."""
    literal = literal_of(written, phrase, reading)
    if literal is None:
        return None
    if literal.value.denominator == 1 and literal.value >= 1:
        return int(literal.value)
    reading.report(
        Problem("bad-number", f"`{literal.text}` is not a count of measurements", literal.span, fix="write 1, 2, 3 …")
    )
    return None


def days_of(written: WrittenNumber, phrase: Phrase, reading: Reading) -> Fraction | None:
    """A time in days, exactly. Problems: ``missing-unit``, ``wrong-dimension``."""
    literal = literal_of(written, phrase, reading)
    days = find_unit("days")
    assert days is not None
    if literal is None:
        return None
    value = convert(literal.value, literal.unit, days)
    if value is not None:
        return value
    name = "missing-unit" if literal.unit == NUMBER else "wrong-dimension"
    reading.report(
        Problem(name, f"`{literal.text}` is not a time", literal.span, fix="write it as in `24 hours` or `2 weeks`.")
    )
    return None
