"""Dates: an input, ``today``, ``4 weeks after X``, ``the earlier of X and Y``, ``rituximab course start``."""

from __future__ import annotations

from caretree.guideline.terms import (
    CalendarUnit,
    CompletedYears,
    CourseStart,
    DateExtreme,
    DateInput,
    DateShift,
    DateTerm,
    SeriesDate,
    TimeBetween,
    Today,
)
from caretree.guideline.types import Course, Date, Series
from caretree.problems.problem import Problem
from caretree.resolve.grammar.written import (
    WrittenExtreme,
    WrittenName,
    WrittenSeries,
    WrittenShift,
    WrittenStart,
    WrittenTerm,
    WrittenTime,
    WrittenToday,
)
from caretree.resolve.kinds import declared_of, report_wrong_kind
from caretree.resolve.measures import literal_of
from caretree.resolve.reading import DeclaredInput, Reading
from caretree.syntax.tree import Phrase
from caretree.units.find import find_unit
from caretree.units.unit import Unit

_CALENDAR: dict[str, CalendarUnit] = {
    "days": "days", "weeks": "weeks", "months": "months", "years": "years", "hours": "hours", "minutes": "minutes",
}  # fmt: skip


def date_term(written: WrittenTerm, phrase: Phrase, reading: Reading) -> DateTerm | None:
    """The date that a written term stands for; ``None`` after problems."""
    match written:
        case WrittenName():
            return _named(written, phrase, reading)
        case WrittenToday():
            return Today(written.with_time)
        case WrittenShift():
            return _shifted(written, phrase, reading)
        case WrittenStart():
            return _course_start(written, phrase, reading)
        case WrittenSeries():
            return _measured(written, phrase, reading)
        case WrittenExtreme(which="earlier" | "later"):
            return _extreme(written, phrase, reading)
        case _:
            report_wrong_kind(written, phrase, reading, "a number", "a date")
            return None


def is_date(written: WrittenTerm, reading: Reading) -> bool:
    """Whether a written term can only be a date."""
    match written:
        case WrittenToday() | WrittenShift() | WrittenStart() | WrittenExtreme(which="earlier" | "later"):
            return True
        case WrittenName():
            declared = reading.names.data.get(written.text)
            return isinstance(declared, DeclaredInput) and isinstance(declared.type, Date)
        case _:
            return False


def time_term(written: WrittenTime, phrase: Phrase, reading: Reading) -> TimeBetween | CompletedYears | None:
    """``time since X``, ``time from X to Y`` (in days) or ``completed years from X to Y`` (in years)."""
    start = date_term(written.since, phrase, reading)
    end = date_term(written.until, phrase, reading) if written.until else Today(with_time=_with_time(start, reading))
    if start is None or end is None:
        return None
    if written.years:
        return CompletedYears(start, end, _unit("years"))
    text = phrase.text[written.start : written.end]
    return TimeBetween(start, end, _unit("days"), text, phrase.span(written.start, written.end))


def _with_time(date: DateTerm | None, reading: Reading) -> bool:
    """Whether a date knows its time of day: then ``since`` counts to now, else to today."""
    match date:
        case DateInput():
            inputs = (known for known in reading.names.data.values() if isinstance(known, DeclaredInput))
            types = [known.type for known in inputs if known.name.id == date.input]
            return any(isinstance(type, Date) and type.with_time for type in types)
        case DateShift():
            return date.unit in ("hours", "minutes") or _with_time(date.of, reading)
        case DateExtreme():
            return any(_with_time(one, reading) for one in date.of)
        case Today():
            return date.with_time
        case SeriesDate():
            return True
        case _:
            return False


def _unit(text: str) -> Unit:
    unit = find_unit(text)
    assert unit is not None
    return unit


def _named(written: WrittenName, phrase: Phrase, reading: Reading) -> DateTerm | None:
    declared = declared_of(written, phrase, reading, "a date")
    if declared is None:
        return None
    if isinstance(declared, DeclaredInput) and isinstance(declared.type, Date):
        return DateInput(declared.name.id, written.text, phrase.span(written.start, written.end))
    fix = ""
    if isinstance(declared, DeclaredInput) and isinstance(declared.type, Course):
        fix = f"write `{written.text} start` for the day it started."
    if isinstance(declared, DeclaredInput) and isinstance(declared.type, Series):
        fix = f"write `the latest {written.text}` for the day of the latest measurement."
    report_wrong_kind(written, phrase, reading, declared, "a date", fix)
    return None


def _shifted(written: WrittenShift, phrase: Phrase, reading: Reading) -> DateTerm | None:
    amount = literal_of(written.amount, phrase, reading)
    of = date_term(written.of, phrase, reading)
    if amount is None or of is None:
        return None
    unit = _CALENDAR.get(amount.unit.symbol)
    if unit is None or amount.value.denominator != 1:
        reading.report(
            Problem(
                "bad-date-shift",
                f"a date cannot be moved by `{amount.text}`",
                amount.span,
                why="dates move by whole minutes, hours, days, weeks, months or years.",
                fix="write it as in `4 weeks after …`.",
            )
        )
        return None
    return DateShift(of, -int(amount.value) if written.before else int(amount.value), unit)


def _course_start(written: WrittenStart, phrase: Phrase, reading: Reading) -> DateTerm | None:
    declared = declared_of(written.name, phrase, reading, "a course of treatment")
    if declared is None:
        return None
    if isinstance(declared, DeclaredInput) and isinstance(declared.type, Course):
        text = phrase.text[written.start : written.end]
        return CourseStart(declared.name.id, text, phrase.span(written.start, written.end))
    report_wrong_kind(written.name, phrase, reading, declared, "a course of treatment")
    return None


def _measured(written: WrittenSeries, phrase: Phrase, reading: Reading) -> DateTerm | None:
    declared = declared_of(written.name, phrase, reading, "a series of measurements")
    if declared is None:
        return None
    if not isinstance(declared, DeclaredInput) or not isinstance(declared.type, Series):
        report_wrong_kind(written.name, phrase, reading, declared, "a series of measurements")
        return None
    text = phrase.text[written.start : written.end]
    span = phrase.span(written.start, written.end)
    plain = written.last is None and written.window is None
    match written.which:
        case "latest" if plain:
            return SeriesDate("latest", declared.name.id, text, span)
        case "earliest" if plain:
            return SeriesDate("earliest", declared.name.id, text, span)
    report_wrong_kind(written, phrase, reading, "a number", "a date", "only the latest and earliest have a date.")
    return None


def _extreme(written: WrittenExtreme, phrase: Phrase, reading: Reading) -> DateTerm | None:
    dates = [date_term(one, phrase, reading) for one in written.of]
    known = tuple(date for date in dates if date is not None)
    if len(known) < len(dates):
        return None
    return DateExtreme("earlier" if written.which == "earlier" else "later", known)
