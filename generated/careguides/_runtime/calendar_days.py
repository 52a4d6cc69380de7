# Copied by Caretree from its runtime; generated, do not edit.
"""Dates as exact numbers of days since 1970-01-01, and calendar arithmetic on them.

read_moment("2025-09-08") == 20339      shifted_date(read_moment("2025-01-31"), 1, "months") is 2025-02-28
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from .exact import Exact
from .intervals import Interval, monotone

FIRST_DAY = date(1970, 1, 1).toordinal()
HOURS = {"hours": 24, "minutes": 1440}
DAYS = {"days": 1, "weeks": 7}


def days_of(moment: date | datetime) -> Exact:
    """A date or a local date and time as days; a time counts as a part of its day."""
    days = moment.toordinal() - FIRST_DAY
    if isinstance(moment, datetime):
        micro = (moment.hour * 3600 + moment.minute * 60 + moment.second) * 10**6 + moment.microsecond
        return days if micro == 0 else days + Fraction(micro, 86400 * 10**6)
    return days


def date_of(days: Exact) -> date | None:
    """The date on which a moment lies; ``None`` beyond the calendar's years 1 to 9999."""
    try:
        return date.fromordinal(int(days // 1) + FIRST_DAY)
    except (ValueError, OverflowError):
        return None


def read_moment(text: str) -> Exact | None:
    """The days of ``2025-09-08`` or ``2025-09-08T10:30[:15]``, or ``None`` when the text is neither."""
    if len(text) < 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    try:
        if len(text) == 10:
            return days_of(date.fromisoformat(text))
        if len(text) not in (16, 19) or text[10] != "T":
            return None
        return days_of(datetime.fromisoformat(text))
    except ValueError:
        return None


def moment_text(days: Exact) -> str:
    """``2025-09-08``, with ``T10:30`` or ``T10:30:15`` where a time is known; empty beyond the calendar."""
    day = date_of(days)
    if day is None:
        return ""
    seconds = int(days % 1 * 86400)
    if not seconds:
        return day.isoformat()
    time = f"T{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return day.isoformat() + time + (f":{seconds % 60:02}" if seconds % 60 else "")


def _last_day(year: int, month: int) -> int:
    """How many days a month has."""
    return 31 if month == 12 else (date(year, month + 1, 1) - date(year, month, 1)).days


def _month_shifted(days: Exact, months: int) -> Exact | None:
    """The same day some months on; a missing day becomes the month's last."""
    start = date_of(days)
    if start is None:
        return None
    year, before = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    day = date(year, before + 1, min(start.day, _last_day(year, before + 1)))
    return day.toordinal() - FIRST_DAY + days % 1


def shifted_days(days: Exact, amount: int, unit: str) -> Exact | None:
    """A moment moved by calendar units; ``None`` beyond the calendar."""
    if unit in HOURS:
        return days + Fraction(amount, HOURS[unit])
    if unit in DAYS:
        return days + amount * DAYS[unit]
    return _month_shifted(days, amount * 12 if unit == "years" else amount)


def shifted_date(of: Interval, amount: int, unit: str) -> Interval:
    """Every moment of an interval moved by calendar units; the order of moments is kept."""
    return monotone(of, lambda days: shifted_days(days, amount, unit))


def _years_between(start: Exact | None, end: Exact | None) -> int | None:
    """Whole calendar years from one moment to another; negative when the end lies before the start."""
    if start is None or end is None:
        return None
    first, last = date_of(start), date_of(end)
    if first is None or last is None:
        return None
    years = last.year - first.year
    anniversary = shifted_days(start, years, "years")
    return None if anniversary is None else years if anniversary <= end else years - 1


def completed_years(start: Interval, end: Interval) -> Interval:
    """Whole calendar years from one date to another."""
    return _years_between(start[1], end[0]), _years_between(start[0], end[1])
