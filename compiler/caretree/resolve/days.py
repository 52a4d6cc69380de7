"""Days: dates as patients and examples state them.

2025-08-01 · 2025-08-01T10:30 · today · 3 weeks ago
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import get_args

from caretree.guideline.patients import Ago
from caretree.guideline.terms import CalendarUnit
from caretree.problems.problem import Problem
from caretree.resolve.reading import Reading
from caretree.syntax.tree import Phrase

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}\Z")
_AGO = re.compile(r"(\d{1,6}) ([a-z]+) ago\Z")
_UNITS: tuple[CalendarUnit, ...] = get_args(CalendarUnit)


def read_day_value(phrase: Phrase, with_time: bool, reading: Reading) -> date | datetime | Ago | None:
    """A date, a moment (only where the input is a date and time), or a stretch before the evaluation.

    Problem: ``bad-date``.
    """
    ago = find_ago(phrase.text, with_time)
    value = ago or find_day(phrase.text) or (find_moment(phrase.text) if with_time else None)
    if value is None:
        reading.report(_bad_date(phrase, with_time))
    return value


def read_day(phrase: Phrase, reading: Reading) -> date | None:
    """A date such as ``2025-09-08``; ``None`` after the problem ``bad-date``."""
    day = find_day(phrase.text)
    if day is None:
        reading.report(_bad_date(phrase, with_time=False))
    return day


def find_day(text: str) -> date | None:
    """``2025-08-01``, or ``None``."""
    try:
        return date.fromisoformat(text) if _DAY.match(text) else None
    except ValueError:
        return None


def find_moment(text: str) -> datetime | None:
    """``2025-08-01T10:30``, or ``None``."""
    try:
        return datetime.fromisoformat(text) if _MOMENT.match(text) else None
    except ValueError:
        return None


def find_ago(text: str, with_time: bool = False) -> Ago | None:
    """``today``, ``3 weeks ago``, ``1 month ago`` (hours and minutes only for a date and time), or ``None``."""
    if text == "today" or (with_time and text == "now"):
        return Ago(0, "days")
    found = _AGO.match(text)
    unit = next((unit for unit in _UNITS if found and found[2] in (unit, unit.removesuffix("s"))), None)
    if found is None or unit is None or (unit in ("hours", "minutes") and not with_time):
        return None
    return Ago(int(found[1]), unit)


def _bad_date(phrase: Phrase, with_time: bool) -> Problem:
    moment = ", `2025-08-01T10:30`" if with_time else ""
    return Problem(
        "bad-date",
        f"`{phrase.text}` is not a date",
        phrase.span(),
        why="dates are written one way, so that day and month cannot be confused.",
        fix=f"write year, month and day, `2025-08-01`{moment}, or `3 weeks ago`.",
    )
