"""Dates as exact numbers of days since 1970-01-01, and calendar arithmetic on them.

    read_moment("2025-09-08")                        20339
    shift(days of 2025-01-31, 1, "months")           days of 2025-02-28: a missing day becomes the month's last
    completed_years(2000-02-29, 2025-02-28)          25

Local time without zones: a time is a part of its day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import floor

_EPOCH = date(1970, 1, 1).toordinal()
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?", re.ASCII)
_PART_OF_DAY = {"minutes": Fraction(1, 1440), "hours": Fraction(1, 24), "days": Fraction(1), "weeks": Fraction(7)}
_MONTHS = {"months": 1, "years": 12}


def days_of(moment: date | datetime) -> Fraction:
    """Days since 1970-01-01; the time of a datetime as a part of its day."""
    days = Fraction(moment.toordinal() - _EPOCH)
    if isinstance(moment, datetime):
        since_midnight = moment - datetime(moment.year, moment.month, moment.day)
        days += Fraction(since_midnight // timedelta(microseconds=1), 86_400_000_000)
    return days


def read_moment(text: str) -> Fraction | None:
    """The days of ``2025-09-08``, ``2025-09-08T10:30`` or ``2025-09-08T10:30:15``; ``None`` for anything else."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        return days_of(datetime.fromisoformat(text))
    except ValueError:
        return None


def date_of(days: Fraction) -> date | None:
    """The date a moment lies on; ``None`` beyond the calendar's years 1 to 9999."""
    try:
        return date.fromordinal(floor(days) + _EPOCH)
    except (ValueError, OverflowError):
        return None


def moment_text(days: Fraction) -> str:
    """``2025-09-08``, with ``T10:30`` or ``T10:30:15`` where a time is known."""
    day = date_of(days)
    if day is None:
        return ""
    seconds = floor((days - floor(days)) * 86_400)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    time = f"T{hours:02}:{minutes:02}" + (f":{rest:02}" if rest else "")
    return day.isoformat() + (time if seconds else "")


def shift(days: Fraction, amount: int, unit: str) -> Fraction | None:
    """A moment moved by minutes, hours, days, weeks, calendar months or years; ``None`` beyond the calendar."""
    if unit in _PART_OF_DAY:
        return days + amount * _PART_OF_DAY[unit]
    start = date_of(days)
    if start is None:
        return None
    year, month = divmod(start.year * 12 + start.month - 1 + amount * _MONTHS[unit], 12)
    if not 1 <= year <= 9999:
        return None
    shifted = date(year, month + 1, min(start.day, _length(year, month + 1)))
    return days_of(shifted) + days - floor(days)


def _length(year: int, month: int) -> int:
    following = date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(days=1)
    return following.day


def completed_years(start: Fraction, end: Fraction) -> Fraction | None:
    """The most whole calendar years that can be added to ``start`` without passing ``end``; negative before it."""
    first, last = date_of(start), date_of(end)
    if first is None or last is None:
        return None
    years = last.year - first.year
    anniversary = shift(start, years, "years")
    return None if anniversary is None else Fraction(years if anniversary <= end else years - 1)
