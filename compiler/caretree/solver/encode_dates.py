"""Dates in the solver's words: days since 1970-01-01, calendar months by how many days they can have.

time since X is at least 3 months      X moved by 3 months <= now, where it lies 89 to 92 days after X

Two dates moved by the same stretch keep their order, and a longer stretch leads further: the rest is left open, and a
counterexample that needs impossible months does not survive its replay.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import assert_never

import z3  # type: ignore[import-untyped]

from caretree.decisions.dates import completed_years, date_of, days_of, shift
from caretree.decisions.expressions import CompletedYears, CourseStart, InputValue, Now, SeriesDate, ShiftedDate
from caretree.guideline.types import Date
from caretree.solver.encoding import Encoding
from caretree.solver.logic import Amount, Formula, Model, all_of, any_of, exact, fraction_of

FIRST_DAY, LAST_DAY = days_of(date(1, 1, 1)), days_of(date(9999, 12, 31))
MEAN_YEAR, MEAN_MONTH = Fraction(3652425, 10000), Fraction(3652425, 120000)
LONGEST_CHECKED = 48
"""Months up to which the calendar is walked; beyond, the mean month with eight days on either side encloses it."""

NOW = "now"
TODAY = "today"

DateNode = InputValue | SeriesDate | CourseStart | Now | ShiftedDate | CompletedYears


def encode_date(node: DateNode, encoding: Encoding) -> Amount:
    """A moment in days, or a whole number of years."""
    match node:
        case InputValue(input=name):
            declared = encoding.inputs[name].type
            return _moment(name, not (isinstance(declared, Date) and declared.with_time), encoding)
        case CourseStart(input=name):
            return _moment(f"start of {name}", True, encoding)
        case SeriesDate(which=which, input=name):
            return _series_date(which, name, encoding)
        case Now(day=day):
            return today(encoding) if day else now(encoding)
        case ShiftedDate():
            return _shifted(node, encoding)
        case CompletedYears(start=start, end=end):
            return _completed_years(encoding.amount(start), encoding.amount(end), encoding)
        case _:
            assert_never(node)


def _moment(key: str, whole: bool, encoding: Encoding) -> Amount:
    if key not in encoding.amounts:
        value = encoding.free_amount(key, whole=whole)
        first, last = exact(FIRST_DAY, value.ctx), exact(LAST_DAY, value.ctx)
        encoding.facts.append(("", all_of([value >= first, value <= last], value.ctx)))
    return encoding.amounts[key]


def today(encoding: Encoding) -> Amount:
    """The evaluation's day."""
    return _moment(TODAY, True, encoding)


def now(encoding: Encoding) -> Amount:
    """The evaluation's moment: on its day."""
    if NOW not in encoding.amounts:
        value, day = _moment(NOW, False, encoding), today(encoding)
        encoding.facts.append(("", all_of([value >= day, value < day + 1], value.ctx)))
    return encoding.amounts[NOW]


def _series_date(which: str, name: str, encoding: Encoding) -> Amount:
    key = f"day of the {which} {name}"
    if key not in encoding.amounts:
        value, day = _moment(key, False, encoding), today(encoding)
        encoding.facts.append(("", value < day + 1))
        other = encoding.amounts.get(f"day of the {'earliest' if which == 'latest' else 'latest'} {name}")
        if other is not None:
            encoding.facts.append(("", value >= other if which == "latest" else value <= other))
    return encoding.amounts[key]


def _shifted(node: ShiftedDate, encoding: Encoding) -> Amount:
    of = encoding.amount(node.of)
    if node.unit not in ("months", "years"):
        return of + exact(shift(Fraction(0), node.amount, node.unit) or 0, of.ctx)
    months = node.amount * (12 if node.unit == "years" else 1)
    result = encoding.new_amount(f"{months} months later", whole=bool(z3.is_to_real(of)))
    shortest, longest = days_in(months)
    bounds = [result >= of + exact(shortest, of.ctx), result <= of + exact(longest, of.ctx)]
    encoding.facts.append(("", all_of(bounds, of.ctx)))
    _keep_order(of, months, result, encoding)
    return result


def _keep_order(of: Amount, months: int, result: Amount, encoding: Encoding) -> None:
    for other, length, moved in encoding.shifts:
        if length <= months:
            encoding.facts.append(("", z3.Implies(other <= of, moved <= result)))
        if length >= months:
            encoding.facts.append(("", z3.Implies(other >= of, moved >= result)))
    encoding.shifts.append((of, months, result))


@cache
def days_in(months: int) -> tuple[Fraction, Fraction]:
    """The fewest and the most days between a date and the date so many calendar months later (or earlier)."""
    if abs(months) > LONGEST_CHECKED:
        near = months * MEAN_MONTH
        return Fraction(near // 1 - 8), Fraction(near // 1 + 9)
    starts = [
        days_of(date(year, month, 1)) + day
        for year in (*range(1895, 1906), *range(1995, 2006))
        for month in range(1, 13)
        for day in (0, 27, 28, 29, 30)
    ]
    lengths = [(shift(start, months, "months") or start) - start for start in starts]
    return min(lengths), max(lengths)


def _completed_years(start: Amount, end: Amount, encoding: Encoding) -> Amount:
    """Whole years: never more than three days away from so many mean years."""
    years = encoding.new_amount("completed years", whole=True)
    year, slack = exact(MEAN_YEAR, years.ctx), exact(3, years.ctx)
    passed = end - start
    inside = [years * year - slack <= passed, passed <= (years + 1) * year + slack]
    encoding.facts.append(("", all_of(inside, years.ctx)))
    encoding.facts.append(("", (passed >= 0) == (years >= 0)))
    encoding.years.append((start, end, years))
    return years


def look_up(encoding: Encoding, model: Model) -> Formula | None:
    """Tell the solver what the calendar says of the year around the dates it chose; ``None`` if that was no news.

    The facts are true of every patient: asked again, the solver must choose other dates or real months. The result says
    that the dates lie where all is told.
    """
    before = len(encoding.facts)
    near = [_tell_year(of, months, result, fraction_of(model, of), encoding) for of, months, result in encoding.shifts]
    for start, end, years in encoding.years:
        first, last = fraction_of(model, start), fraction_of(model, end)
        passed = completed_years(first, last)
        if passed is not None and passed != fraction_of(model, years):
            here = z3.And(start == exact(first, start.ctx), end == exact(last, end.ctx))
            encoding.facts.append(("", z3.Implies(here, years == exact(passed, end.ctx))))
    return all_of(near, encoding.context) if len(encoding.facts) > before else None


def _tell_year(of: Amount, months: int, result: Amount, day: Fraction, encoding: Encoding) -> Formula:
    """How far the first 28 days of each month of a year are moved, and the chosen day itself."""
    chosen = date_of(day)
    if chosen is None:
        return of == exact(day, of.ctx)
    told = []
    for month in range(1, 13):
        first = days_of(date(chosen.year, month, 1))
        moved = shift(first, months, "months")
        if moved is not None:
            here = z3.And(of >= exact(first, of.ctx), of < exact(first + 28, of.ctx))
            told.append(here)
            encoding.facts.append(("", z3.Implies(here, result == of + exact(moved - first, of.ctx))))
    own = shift(day, months, "months")
    if own is not None:
        encoding.facts.append(("", z3.Implies(of == exact(day, of.ctx), result == exact(own, of.ctx))))
    return any_of(told, of.ctx)
