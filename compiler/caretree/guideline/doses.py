"""Doses: what the source says about how much, by which route, how often, for how long and at most.

Nothing is filled in: what the source does not say is ``None`` or empty here and is declared in ``Action.not_stated``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal as OneOf

from msgspec import Struct

from caretree.guideline.blocks import Fork
from caretree.guideline.citation import Cite
from caretree.guideline.conditions import Condition
from caretree.guideline.terms import Literal, NumberTerm
from caretree.source.span import NOWHERE, Span
from caretree.units.unit import Unit


class Amount(Struct, frozen=True):
    """How much at a time: ``40 mg``, ``2 to 3 g``, ``1 mcg/kg of weight``, ``375 mg/m2 of BSA``, a named quantity.

    ``low`` and ``high`` are equal for a single amount and stand in ``unit`` (per kg or m2 when ``per`` is set);
    ``per`` is the named mass or area they are multiplied with, ``per_unit`` its unit in the sentence (kg, m2).
    ``rate`` is ``hour`` or ``day`` for ``per hour`` / ``per day``.
    """

    low: NumberTerm
    high: NumberTerm
    unit: Unit
    per: NumberTerm | None = None
    per_unit: Unit | None = None
    rate: OneOf["", "hour", "day"] = ""
    text: str = ""


class Frequency(Struct, frozen=True):
    """How often: ``times`` doses every ``days`` days (twice daily: 2, 1; every 8 hours: 1, 1/3; once weekly: 1, 7).

    ``once`` (a single dose) has ``days`` ``None``. A quoted phrase has only ``text``; ``times`` is then ``None``.
    """

    text: str
    times: int | None = None
    days: Fraction | None = None


class TimeRange(Struct, frozen=True):
    """``4 days``, ``3 to 4 weeks``: both ends in days; ``low`` equals ``high`` for a single duration."""

    low: Fraction
    high: Fraction
    text: str


class Share(Struct, frozen=True):
    """``give 10 % over 30 minutes, then the rest over 5 hours``: ``percent`` is ``None`` for the rest."""

    percent: Fraction | None
    over: TimeRange | None
    text: str = ""


class Dose(Struct, frozen=True):
    """One dose sentence."""

    amount: Amount
    route: str = ""
    over: TimeRange | None = None
    frequency: Frequency | None = None
    duration: TimeRange | None = None
    text: str = ""
    cites: tuple[Cite, ...] = ()
    notes: tuple[str, ...] = ()
    span: Span = NOWHERE


DoseTree = Dose | Fork["DoseTree"]


class Adjustment(Struct, frozen=True):
    """``raise by 1 mcg/kg of weight until …`` / ``lower by …``."""

    direction: OneOf["raise", "lower"]
    by: Amount
    until: Condition | None
    text: str
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


class Taper(Struct, frozen=True):
    """``reduce to at most 7.5 mg per day by 3 to 6 months``."""

    to: Amount
    by: TimeRange
    text: str
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


class Cap(Struct, frozen=True):
    """``at most 10 mcg/kg of weight per week``: ``period`` is dose, day, week or course."""

    amount: Amount
    period: OneOf["dose", "day", "week", "course"]
    text: str
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


class DoseRounding(Struct, frozen=True):
    """``round to 0.01 mg`` (half-up), ``round up to``, ``round down to``; caps are applied after rounding."""

    step: Literal
    mode: OneOf["half-up", "up", "down"]
    text: str
    span: Span = NOWHERE


class ScheduleStep(Struct, frozen=True):
    """One step of a schedule: ``repeat every 2 to 4 weeks for 3 months``, ``then every 3 months``,
    ``for at least 1 year from remission``.

    ``every`` is ``None`` for a bare duration. ``more_often`` marks ``repeat more often than every 1 week``.
    """

    text: str
    every: TimeRange | None = None
    during: TimeRange | None = None
    at_least: bool = False
    more_often: bool = False
    until: Condition | None = None
    start: str = ""
    cites: tuple[Cite, ...] = ()
    span: Span = NOWHERE


class DosePlan(Struct, frozen=True):
    """Everything an action says about dosing. ``steps`` are the ``then …`` doses; all empty for a test or advice."""

    dose: DoseTree | None = None
    steps: tuple[DoseTree, ...] = ()
    shares: tuple[Share, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    taper: Taper | None = None
    caps: tuple[Cap, ...] = ()
    rounding: DoseRounding | None = None


NOT_STATED = ("route", "frequency", "duration", "maximum")
