"""Months and days are counted one way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from caretree.checks.check import CheckInput
from caretree.decisions.dates import days_of, shift
from caretree.decisions.decimals import decimal_text
from caretree.guideline.conditions import Sustained, Within
from caretree.guideline.definitions import Graded
from caretree.guideline.guideline import Guideline
from caretree.guideline.terms import Literal, NumberTerm, TimeBetween
from caretree.guideline.walk import nodes
from caretree.problems.problem import Problem
from caretree.source.span import Span
from caretree.units.convert import convert
from caretree.units.find import find_unit
from caretree.units.unit import Unit

OF_THE_CALENDAR = ("months", "years")
FOUR_YEARS = 1461
Limit = tuple[NumberTerm, Span]


def months_are_counted_one_way(given: CheckInput) -> list[Problem]:
    """A number of days meets a limit in months or years, or the other way round (``two-calendars``).

    What: ``time in remission is at least 3 months`` where the input counts days. A number has no calendar: a month is
    30.4375 days and a year 365.25. ``for at least 2 months`` counts days, too. ``time since X`` compared with months is
    counted on the calendar and is not meant; windows such as ``in the last 3 months`` are not looked into.
    Why: Three months are 89 to 92 days on the calendar; a patient between is on one side of the limit or the other,
    depending on who counts.
    Fix: Write the limit in the unit of the input, or ask for the date and write ``time since``.
    Example: A time counted in days, and a limit of three months (``days-against-months.care``).
    """
    return [_told(of, limit, span) for of, limit, span in _limits(given.guideline) if _is_mixed(of.unit, limit.unit)]


def _limits(guideline: Guideline) -> Iterator[tuple[NumberTerm, NumberTerm, Span]]:
    """Every number that is compared, with each limit it meets. Times between dates meet written limits exactly."""
    for node in nodes(guideline):
        match node:
            case Within(of=of, ranges=ranges, span=span):
                groups = [(ranges, span)]
            case Sustained(days=days, span=span):
                yield Literal(days.value, _days(), days.text), days, span
                continue
            case Graded(of=of, rows=rows):
                groups = [(row.ranges, row.span) for row in rows]
            case _:
                continue
        for ranges, span in groups:
            ends = (end.value for bounds in ranges for end in (bounds.low, bounds.high) if end is not None)
            yield from ((of, end, span) for end in ends if not _is_exact(of, end))


def _is_exact(of: NumberTerm, limit: NumberTerm) -> bool:
    return isinstance(of, TimeBetween) and isinstance(limit, Literal)


def _is_mixed(one: Unit, other: Unit) -> bool:
    if not one.dimension == other.dimension == (("time", 1),):
        return False
    return (one.symbol in OF_THE_CALENDAR) != (other.symbol in OF_THE_CALENDAR)


def _told(of: NumberTerm, limit: NumberTerm, span: Span) -> Problem:
    calendar = limit if limit.unit.symbol in OF_THE_CALENDAR else of
    amount = calendar.value if isinstance(calendar, Literal) else Fraction(1)
    shown = f"{decimal_text(amount)} {calendar.unit.symbol if amount != 1 else calendar.unit.symbol.removesuffix('s')}"
    shortest, longest = _days_on_the_calendar(amount, calendar.unit.symbol)
    counted = convert(amount, calendar.unit, _days())
    assert counted is not None
    return Problem(
        "two-calendars",
        f"{shown} as a number {'is' if amount == 1 else 'are'} {decimal_text(counted)} days, "
        f"on the calendar {shortest} to {longest}",
        span,
        severity="warning",
        why="a patient between is on one side of the limit or the other, depending on who counts.",
        fix=f"write the limit in {of.unit.symbol}, or ask for the date and write `time since`.",
    )


def _days() -> Unit:
    days = find_unit("days")
    assert days is not None
    return days


def _days_on_the_calendar(amount: Fraction, unit: str) -> tuple[int, int]:
    """The fewest and the most days that so many months or years (rounded up to whole ones) last, whatever day they
    begin on."""
    first = date(2001, 1, 1)
    whole = -(-amount.numerator // amount.denominator)
    starts = [days_of(first + timedelta(days=day)) for day in range(FOUR_YEARS)]
    lengths = [int(end - start) for start in starts if (end := shift(start, whole, unit)) is not None]
    return min(lengths), max(lengths)
