"""Dates become numbers of days; months and years between dates are compared on the calendar.

time since X is at least 3 months    Compare("le", ShiftedDate(X, 3, "months"), Now)
time since X is at least 90 days     Compare("ge", Arithmetic("-", Now, X), 90)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal as OneOf
from typing import assert_never

from caretree.decisions import expressions as to
from caretree.decisions.lower_units import SAME, by_size
from caretree.decisions.tables import LoweringError, Quantity, Tables
from caretree.guideline.conditions import BoundWord, DateWithin, End
from caretree.guideline.terms import (
    CourseStart,
    DateExtreme,
    DateInput,
    DateShift,
    DateTerm,
    Literal,
    SeriesDate,
    TimeBetween,
    Today,
)
from caretree.units.find import find_unit
from caretree.units.unit import Unit

DATE = Unit("date", "", (("date", 1),), Fraction(1))
"""What a moment stands in: days since 1970-01-01. The difference of two moments is in days."""

CalendarUnit = OneOf["months", "years"]

COMPARISONS: dict[BoundWord, tuple[to.Comparison, ...]] = {
    "is": ("ge", "le"),
    "below": ("lt",),
    "at most": ("le",),
    "above": ("gt",),
    "at least": ("ge",),
}
"""The comparisons a word of bounds stands for; ``is`` needs both."""


def time_unit(symbol: str) -> Unit:
    """A unit of time that the unit table is known to have."""
    found = find_unit(symbol)
    if found is None:
        raise LoweringError(f"no unit `{symbol}`")
    return found


def lower_date(term: DateTerm, tables: Tables) -> Quantity:
    """A date as days since 1970-01-01."""
    match term:
        case DateInput(input=name):
            return Quantity(to.InputValue(name), DATE)
        case CourseStart(input=name):
            return Quantity(to.CourseStart(name), DATE)
        case SeriesDate(which=which, input=name):
            return Quantity(to.SeriesDate(which, name), DATE)
        case Today(with_time=with_time):
            return Quantity(to.Now(day=not with_time), DATE)
        case DateShift(of=of, amount=amount, unit=unit):
            return Quantity(to.ShiftedDate(tables.number(lower_date(of, tables)), amount, unit), DATE)
        case DateExtreme(which=which, of=parts):
            numbers = tuple(tables.number(lower_date(part, tables)) for part in parts)
            return Quantity(to.Extreme("lowest" if which == "earlier" else "highest", numbers), DATE)
        case _:
            assert_never(term)


def lower_date_within(condition: DateWithin, tables: Tables) -> to.ConditionId:
    """One date compared with another."""
    left = tables.number(lower_date(condition.of, tables))
    right = tables.number(lower_date(condition.bound, tables))
    parts = [tables.condition(to.Compare(word, left, right)) for word in COMPARISONS[condition.word]]
    return tables.all_of(parts, condition.text)


def days_between(term: TimeBetween, tables: Tables) -> Quantity:
    """The time between two dates as a number of days."""
    end, start = tables.number(lower_date(term.end, tables)), tables.number(lower_date(term.start, tables))
    return Quantity(to.Arithmetic("-", end, start), time_unit("days"))


def calendar_length(end: End) -> tuple[int, CalendarUnit] | None:
    """``3 months`` or ``1 year`` as a whole number of calendar units; ``None`` for every other bound."""
    if not isinstance(end.value, Literal):
        return None
    units: tuple[CalendarUnit, ...] = ("months", "years")
    for unit in units:
        same = by_size(end.value.unit, time_unit(unit))
        if same == SAME and end.value.value.denominator == 1:
            return int(end.value.value), unit
    return None


def compare_on_calendar(
    term: TimeBetween, is_low: bool, included: bool, length: tuple[int, CalendarUnit], tables: Tables
) -> to.ConditionId:
    """One end of a range of calendar months or years: the start moved by that length against the end."""
    start, end = lower_date(term.start, tables), tables.number(lower_date(term.end, tables))
    moved = Quantity(to.ShiftedDate(tables.number(start), *length), DATE)
    comparison = end_comparison(not is_low, included)
    return tables.condition(to.Compare(comparison, tables.number(moved), end))


def end_comparison(is_low: bool, included: bool) -> to.Comparison:
    """How a number compares with the low or the high end of a range it lies in."""
    if is_low:
        return "ge" if included else "gt"
    return "le" if included else "lt"
