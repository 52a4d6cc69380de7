# Copied by Caretree from its runtime; generated, do not edit.
"""What a patient's values are given as, and what they become once read.

Quantity("20000", "/uL")  →  Measured(value=20, unit="/uL")      (platelets, declared in x10^9/L)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .exact import Exact

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal
    from fractions import Fraction

    Numeric = int | float | str | Decimal | Fraction
    Moment = str | date | datetime


class Quantity(NamedTuple):
    """A number in a unit: ``Quantity("1.74", "x10^9/L")``. A float is read by its shortest decimal."""

    value: Numeric
    unit: str


class Measurement(NamedTuple):
    """One value of a series on a day (or at a moment): ``Measurement(33, "x10^9/L", "2025-08-01")``."""

    value: Numeric
    unit: str
    on: Moment


class Course(NamedTuple):
    """A course of treatment: not tried, under way, responded, failed, not tolerated or stopped, and its start."""

    status: str
    started: Moment | None = None


class Measured(NamedTuple):
    """A number as read: exact, in the declared unit, with the unit it was reported in and its day (series only)."""

    value: Exact
    unit: str
    day: Exact = 0


class CourseFact(NamedTuple):
    """A course of treatment as read; ``started`` in days."""

    status: str
    started: Exact | None


class PhaseFact(NamedTuple):
    """Where the patient is on a pathway; ``since`` in days."""

    phase: str
    since: Exact | None


class UnitScale(NamedTuple):
    """A unit an input accepts: a value v in it is ``v * factor + offset`` in the declared unit, exactly."""

    ucum: str
    factor: Exact
    offset: Exact = 0


class InputDescription(NamedTuple):
    """One input: its names, its type, its question. ``plausible`` is in ``unit``, both ends included.

    ``kind`` is ``yes or no``, ``choice``, ``number`` (quantity, duration, whole number), ``date``, ``series`` or
    ``course``. ``key`` is its name in Python. ``units`` holds what it can be given in.
    """

    id: str
    name: str
    key: str
    kind: str
    type: str
    question: str = ""
    short: str = ""
    question_for_patients: str = ""
    unit: str = ""
    ucum: str = "1"
    plausible: tuple[Exact, Exact] = (0, 0)
    decimals: int | None = None
    whole: bool = False
    with_time: bool = False
    labels: tuple[str, ...] = ()
    ordered: bool = False
    may_be_unknown: bool = False
    has_assumption: bool = False
    costs: str = ""
    codes: tuple[str, ...] = ()
    units: dict[str, UnitScale] = {}

    @property
    def shown(self) -> str:
        """The name people see: the short form where there is one."""
        return self.short or self.name
