"""Dates and times in SQL: whole days or microseconds since 1970-01-01, moved by the calendar where months or years say.

time since diagnosis      "at" - "diagnosis", in steps of a microsecond (or a day)
"""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace
from sqlglot import exp

from caretree.decisions.dates import shift
from caretree.decisions.expressions import CompletedYears, CourseStart, Now, PhaseClock, SeriesDate, ShiftedDate
from caretree.targets.sql import lists, spans
from caretree.targets.sql.exact import Count, Exact, is_less, number
from caretree.targets.sql.meaning import Meaning
from caretree.targets.sql.reading_facts import MICROSECONDS, days_of, epoch
from caretree.targets.sql.reading_lists import SORTED
from caretree.targets.sql.refusal import NotInSql
from caretree.targets.sql.sources import CourseColumns, DateColumn
from caretree.targets.sql.spans import UNBOUNDED, Span, at, fixed_number
from caretree.targets.sql.words import (
    Make,
    Sql,
    calculated,
    called,
    case,
    cast,
    column,
    compared,
    known,
    null,
    or_else,
    unknown,
    whole,
)

AT, AT_DAY = "evaluated at", "evaluated day"
"""The columns of the evaluation's moment in microseconds and of its day."""
FIRST_DAY, LAST_DAY = -719_162, 2_932_896
"""0001-01-01 and 9999-12-31."""
DAY = Fraction(1)
MICROSECOND = Fraction(1, MICROSECONDS)


def evaluation_moment(meaning: Meaning) -> Sql:
    """The evaluation's moment in microseconds."""
    if meaning.columns.at is None:
        raise no_moment()
    return column(AT)


def no_moment() -> NotInSql:
    """Nothing says when the patients are evaluated."""
    fix = "Name the column that holds it, or give one day for all (--at)."
    return NotInSql("The guideline reads the day of the evaluation.", "Times are counted from it.", fix)


def _count(make: Make, in_days: bool) -> Count:
    per_day = 1 if in_days else MICROSECONDS
    return Count(make, FIRST_DAY * per_day, (LAST_DAY + 1) * per_day)


def date_input(meaning: Meaning, name: str) -> Span:
    """A date input; without bounds while unknown."""
    of = meaning.columns.inputs.get(name)
    if not isinstance(of, DateColumn):
        return UNBOUNDED
    return _dated(lambda: meaning.value(name), of, meaning.is_given(name))


def _dated(make: Make, of: DateColumn, is_given: bool) -> Span:
    in_days = of.stored == "date"
    found = Exact(_count(make, in_days), DAY if in_days else MICROSECOND, None, False, not is_given)
    return Span(found, found)


def started_column(name: str) -> str:
    """The column of a course's start."""
    return f"{name} started"


def since_column(pathway: str) -> str:
    """The column of the day a phase started."""
    return f"since of {pathway}"


def moment(meaning: Meaning, node: SeriesDate | CourseStart | Now | ShiftedDate | CompletedYears | PhaseClock) -> Span:
    """What a moment, a number of years or a phase's clock can be."""
    match node:
        case CourseStart(input=name):
            of = meaning.columns.inputs.get(name)
            if not isinstance(of, CourseColumns) or of.started is None:
                return UNBOUNDED
            started = started_column(name)
            return _dated(lambda: column(started), of.started, meaning.is_given(started))
        case Now(day=day):
            evaluation_moment(meaning)
            return at(Exact(_count(lambda: column(AT_DAY if day else AT), day), DAY if day else MICROSECOND))
        case SeriesDate(which=which, input=name):
            return _series_date(meaning, which, name)
        case ShiftedDate(of=of_number, amount=amount, unit=unit):
            return _shifted(meaning, meaning.span(of_number), amount, unit)
        case CompletedYears(start=start, end=end):
            return _completed_years(meaning, meaning.span(start), meaning.span(end))
        case PhaseClock(pathway=pathway):
            return phase_clock(meaning, pathway)


def _series_date(meaning: Meaning, which: str, name: str) -> Span:
    if not meaning.has(name):
        return UNBOUNDED
    values = column(f"{name} {SORTED}")
    size = meaning.sheet.column(f"{name} number", lists.length(meaning.dialect, values.copy()))
    place = size() if which == "latest" else whole(1)
    picked = lists.part(lists.picked(meaning.dialect, values, place), "on")
    found = case([(compared(size(), "gt", whole(0)), picked)])
    make = meaning.sheet.column(f"{name} {which} on", found)
    value = Exact(_count(make, False), MICROSECOND, None, False, True)
    return Span(value, value)


def _shifted(meaning: Meaning, of: Span, amount: int, unit: str) -> Span:
    if unit not in ("months", "years"):
        days = shift(Fraction(0), amount, unit)
        assert days is not None
        return spans.plus(of, fixed_number(days))
    months = amount * (12 if unit == "years" else 1)
    is_near = abs(months) < MOST_MONTHS
    return spans.in_steps(of, lambda end: _moved(meaning, end, whole(months), is_near))


MOST_MONTHS = 10_000
NEAR_YEARS = (1000, 9000)
"""Between these years a date moved by fewer months than that stays in the calendar; complete rows lie there."""


def _moved(meaning: Meaning, of: Exact, months: Sql, is_near: bool) -> Exact:
    """A moment moved by calendar months; null beyond the calendar's years."""
    in_days = of.scale == DAY
    if of.bottom is not None or of.is_root or of.scale not in (DAY, MICROSECOND):
        raise NotInSql("A calculated date is moved by months.", "It is no whole day or microsecond.")
    day = meaning.sheet.column("day", of.top.make() if in_days else _whole_days(of.top.make()))
    moved = meaning.sheet.column("moved", days_of(meaning.dialect, _add_months(meaning, day(), months)))
    within = exp.Between(this=moved(), low=whole(FIRST_DAY), high=whole(LAST_DAY))
    total = moved()
    if not in_days:
        rest = calculated(of.top.make(), "-", calculated(day(), "*", whole(MICROSECONDS)))
        total = calculated(calculated(moved(), "*", whole(MICROSECONDS)), "+", rest)
    make = meaning.sheet.column("moved moment", case([(within, total)]))
    return Exact(_count(make, in_days), of.scale, None, False, of.is_open or not (meaning.complete and is_near))


def _whole_days(microseconds: Sql) -> Sql:
    """The day of a moment, before 1970 too."""
    shifted = calculated(microseconds, "+", whole(-FIRST_DAY * MICROSECONDS))
    return calculated(calculated(shifted, "//", whole(MICROSECONDS)), "+", whole(FIRST_DAY))


def _add_months(meaning: Meaning, day: Sql, months: Sql) -> Sql:
    """The same day of another month; a missing one becomes the month's last, in both engines."""
    if meaning.dialect == "duckdb":
        start = calculated(epoch(), "+", cast(day, "INT"))
        return cast(calculated(start, "+", called("TO_MONTHS", cast(months, "INT"))), "DATE")
    return called("ADD_MONTHS", called("DATE_ADD", epoch(), cast(day, "INT")), cast(months, "INT"))


def _completed_years(meaning: Meaning, start: Span, end: Span) -> Span:
    low = None if start.high is None or end.low is None else _years(meaning, start.high, end.low)
    if start.low is start.high and end.low is end.high:
        return Span(low, low)
    return Span(low, None if start.low is None or end.high is None else _years(meaning, start.low, end.high))


def _years(meaning: Meaning, start: Exact, end: Exact) -> Exact:
    """The most whole calendar years that can be added to ``start`` without passing ``end``."""
    years = meaning.sheet.column("years", calculated(_year(meaning, end), "-", _year(meaning, start)))
    anniversary = _moved(meaning, start, calculated(years(), "*", whole(12)), False)
    reached = is_less(anniversary, replace(end, is_open=True), "le")
    found = case([(unknown(anniversary.top.make()), null()), (reached, years())], calculated(years(), "-", whole(1)))
    tree = case([(unknown(end.top.make()), null())], found) if end.is_open else found
    count = Count(meaning.sheet.column("completed years", cast(tree, "BIGINT")), -9999, 9999)
    return Exact(count, DAY, None, False, start.is_open or end.is_open)


def _year(meaning: Meaning, of: Exact) -> Sql:
    day = of.top.make() if of.scale == DAY else _whole_days(of.top.make())
    date = (
        calculated(epoch(), "+", cast(day, "INT"))
        if meaning.dialect == "duckdb"
        else called("DATE_ADD", epoch(), cast(day, "INT"))
    )
    return cast(called("YEAR", date), "BIGINT")


def phase_clock(meaning: Meaning, pathway: str) -> Span:
    """Whole days since the current phase started; not negative where its start is unknown."""
    evaluation_moment(meaning)
    of = meaning.columns.phases.get(pathway)
    if of is None or of.since is None:
        return Span(number(Fraction(0)), None)
    since = column(since_column(pathway))
    passed = calculated(column(AT_DAY), "-", since if of.since.stored == "date" else _whole_days(since))
    if meaning.is_given(since_column(pathway)):
        return at(Exact(_count(passed.copy, True), DAY))
    passed = case([(known(column(f"phase of {pathway}")), passed)])
    low = Exact(_count(or_else(passed, whole(0)).copy, True), DAY)
    return Span(low, Exact(_count(passed.copy, True), DAY, None, False, True))


__all__ = ["AT", "AT_DAY", "date_input", "evaluation_moment", "moment", "phase_clock"]
