# Copied by Caretree from its runtime; generated, do not edit.
"""Dated measurements: the values of a series, oldest first, or ``None`` while the list is unknown.

    latest(((33, day 1), (51, day 8)), (0, 3000)) == (51, 51)      latest(None, (0, 3000)) == (0, 3000)

An unknown list is not an empty list. A term with too few values is unknown, even for a complete patient.
"""

from __future__ import annotations

from fractions import Fraction

from .exact import Exact
from .facts import PossibleFacts, Series
from .intervals import ANYTHING, Interval, known
from .truth import Truth


def recent(p: PossibleFacts, series: Series, days: Exact) -> Series:
    """The values of the last ``days`` days; one exactly that old is excluded."""
    return None if series is None else tuple(one for one in series if p._at - one.day < days)


def newest(series: Series, count: int) -> Series:
    """The last ``count`` values; with fewer than that nothing is said about them."""
    return None if series is None or len(series) < count else series[-count:]


def up_to_newest(series: Series, count: int) -> Series:
    """The last ``count`` values, or all of them where there are fewer."""
    return None if series is None else series[-count:]


def latest(series: Series, plausible: Interval) -> Interval:
    """The newest value."""
    return known(series[-1].value) if series else plausible


def previous(series: Series, plausible: Interval) -> Interval:
    """The value before the newest."""
    return known(series[-2].value) if series and len(series) > 1 else plausible


def earliest(series: Series, plausible: Interval) -> Interval:
    """The oldest value."""
    return known(series[0].value) if series else plausible


def lowest_of(series: Series, plausible: Interval) -> Interval:
    """The lowest value."""
    return known(min(one.value for one in series)) if series else plausible


def highest_of(series: Series, plausible: Interval) -> Interval:
    """The highest value."""
    return known(max(one.value for one in series)) if series else plausible


def average_of(series: Series, plausible: Interval) -> Interval:
    """The mean of the values."""
    if not series:
        return plausible
    total = sum((Fraction(one.value) for one in series), Fraction(0))
    return known(total / len(series))


def total_of(series: Series, plausible: Interval) -> Interval:
    """The sum of the values."""
    if not series:
        return (0 if plausible[0] is not None and plausible[0] >= 0 else None, None)
    return known(sum((one.value for one in series), Fraction(0)))


def number_of(series: Series) -> Interval:
    """How many values there are; none is 0."""
    return (0, None) if series is None else known(len(series))


def latest_date(series: Series) -> Interval:
    """The day of the newest value."""
    return known(series[-1].day) if series else ANYTHING


def earliest_date(series: Series) -> Interval:
    """The day of the oldest value."""
    return known(series[0].day) if series else ANYTHING


def reported_in(series: Series, which: str) -> str:
    """The unit a single measurement was reported in, empty while it is unknown; of equal ones the latest counts."""
    if not series:
        return ""
    if which == "previous":
        return series[-2].unit if len(series) > 1 else ""
    if which == "lowest":
        return min(reversed(series), key=lambda one: one.value).unit
    if which == "highest":
        return max(reversed(series), key=lambda one: one.value).unit
    return series[0 if which == "earliest" else -1].unit


def changing(series: Series, count: int, direction: str) -> Truth:
    """The last ``count`` values rise (or fall) strictly; unknown with fewer values."""
    if series is None or len(series) < count:
        return None
    values = [one.value for one in series[-count:]]
    pairs = list(zip(values, values[1:], strict=False))
    return all(a < b for a, b in pairs) if direction == "rising" else all(a > b for a, b in pairs)


def _inside(value: Exact, low: tuple[Exact, bool] | None, high: tuple[Exact, bool] | None) -> bool:
    if low is not None and not (value >= low[0] if low[1] else value > low[0]):
        return False
    return high is None or (value <= high[0] if high[1] else value < high[0])


def sustained(
    series: Series, days: Exact, low: tuple[Exact, bool] | None = None, high: tuple[Exact, bool] | None = None
) -> Truth:
    """The values have stayed inside bounds (bound, included) for at least ``days`` days up to the latest one.

    A value outside within those days: no. Otherwise a run that is too short leaves it unknown: earlier values were not
    recorded.
    """
    if not series:
        return None
    last = series[-1].day
    for one in reversed(series):
        if not _inside(one.value, low, high):
            return False if last - one.day <= days else None
        if last - one.day >= days:
            return True
    return None
