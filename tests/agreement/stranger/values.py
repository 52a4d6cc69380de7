"""A stranger's interpreter of ``caretree-graph/1``, first part: what is known of a patient, as exact numbers.

Written from the exported JSON and its page (``site/pages/graph.md``) alone: nothing of Caretree is imported here.
"""

from __future__ import annotations

import datetime
from fractions import Fraction
from math import floor
from typing import Any

Json = Any
EPOCH = datetime.date(1970, 1, 1).toordinal()
PARTS = {"minutes": Fraction(1, 1440), "hours": Fraction(1, 24), "days": Fraction(1), "weeks": Fraction(7)}
COURSES = ("not tried", "under way", "responded", "failed", "not tolerated", "stopped")


def moment(text: str) -> Fraction:
    """Days since 1970-01-01."""
    day, _, time = text.partition("T")
    days = Fraction(datetime.date.fromisoformat(day).toordinal() - EPOCH)
    parts = [int(part) for part in time.split(":")] if time else []
    return days + sum((Fraction(part, 24 * 60**place) for place, part in enumerate(parts)), Fraction(0))


def day_of(days: Fraction) -> datetime.date:
    return datetime.date.fromordinal(floor(days) + EPOCH)


def shifted(days: Fraction, amount: int, unit: str) -> Fraction | None:
    """A moment moved; a day that the month has not becomes its last, and nothing lies beyond the years 1 to 9999."""
    if unit in PARTS:
        return days + amount * PARTS[unit]
    try:
        start = day_of(days)
    except (ValueError, OverflowError):
        return None
    months = start.year * 12 + start.month - 1 + amount * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    for day in range(start.day, 0, -1):
        try:
            moved = datetime.date(year, month + 1, day)
        except ValueError:
            continue
        return Fraction(moved.toordinal() - EPOCH) + days - floor(days)
    return None


def completed_years(start: Fraction, end: Fraction) -> Fraction | None:
    try:
        years = day_of(end).year - day_of(start).year
    except (ValueError, OverflowError):
        return None
    birthday = shifted(start, years, "years")
    return None if birthday is None else Fraction(years if birthday <= end else years - 1)


def decimal(value: Fraction, digits: int = 12) -> str:
    """A plain decimal of at most so many significant digits, half away from zero."""
    if value == 0:
        return "0"
    size, exponent = abs(value), 0
    while size >= 10 ** (exponent + 1):
        exponent += 1
    while size < Fraction(10) ** exponent:
        exponent -= 1
    step = Fraction(10) ** (exponent - digits + 1)
    rounded = floor(size / step + Fraction(1, 2)) * step
    whole, rest = divmod(rounded, 1)
    places = ""
    while rest:
        digit, rest = divmod(rest * 10, 1)
        places += str(digit)
    return ("-" if value < 0 else "") + str(whole) + (f".{places}" if places else "")


def shown_moment(days: Fraction) -> str:
    seconds = floor((days - floor(days)) * 86_400)
    clock = str(datetime.timedelta(seconds=seconds)).rjust(8, "0")
    time = f"T{clock[:5]}" + (clock[5:] if seconds % 60 else "")
    return day_of(days).isoformat() + (time if seconds else "")


class Patient:
    """What is known: inputs by identity, the phases of pathways, the moment of the evaluation."""

    def __init__(self, graph: Json, given: Json) -> None:
        self.at = moment(given["at"])
        self.known: dict[str, Any] = {}
        self.phases: dict[str, tuple[str, Fraction | None]] = {}
        self.assumed: list[str] = []
        for one in graph["inputs"]:
            for name in (one["name"], one["short"], one["snake"], one["id"]):
                if name and given.get(name) is not None:
                    self.known[one["id"]] = _read(one, given[name])
        for pathway in graph["pathways"]:
            where = given.get("phases", {}).get(pathway["name"])
            if where:
                ids = {phase["name"]: phase["id"] for phase in pathway["phases"]}
                since = None if where.get("since") is None else moment(where["since"])
                self.phases[pathway["id"]] = (ids.get(where["phase"], where["phase"]), since)


def _read(one: Json, value: Json) -> Any:
    match one["type"]["is"]:
        case "yesNo":
            return value in (True, "yes")
        case "choice":
            return value
        case "number":
            return _scalar(one, value)
        case "date":
            return moment(value)
        case "course":
            started = value.get("started")
            return value["status"], None if started is None else moment(started)
        case "series":
            dated = [(moment(each["on"]), place, _scalar(one, each)) for place, each in enumerate(value)]
            return [(on, scalar) for on, _, scalar in sorted(dated, key=lambda each: each[:2])]
    raise AssertionError(one["type"])


def _scalar(one: Json, value: Json) -> tuple[Fraction, Fraction, str]:
    """The number in the declared unit, as it was reported, and the UCUM code of the reported unit."""
    written = value["value"] if isinstance(value, dict) else value
    reported = Fraction(repr(written) if isinstance(written, float) else str(written).replace(",", ""))
    symbol = value.get("unit", "") if isinstance(value, dict) else ""
    for unit in one["accepts"]:
        if symbol in (unit["symbol"], unit["ucum"]):
            return reported * Fraction(unit["factor"]) + Fraction(unit["offset"]), reported, unit["ucum"]
    return reported, reported, ""
