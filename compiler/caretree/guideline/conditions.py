"""Conditions: what can hold for a patient, must be yes, must be no, or stay unknown."""

from __future__ import annotations

from typing import Literal as OneOf

from msgspec import Struct

from caretree.guideline.terms import DateTerm, LabelTerm, Literal, NumberTerm
from caretree.source.span import NOWHERE, Span

BoundWord = OneOf["is", "below", "at most", "above", "at least"]


class Fact(Struct, frozen=True):
    """A yes/no input named bare."""

    input: str
    text: str
    span: Span = NOWHERE


class Defined(Struct, frozen=True):
    """A yes/no definition named bare."""

    definition: str
    text: str
    span: Span = NOWHERE


class Not(Struct, frozen=True):
    """``not X``, ``X is no``, ``is not``."""

    of: Condition
    text: str = ""
    span: Span = NOWHERE


class AllOf(Struct, frozen=True):
    """``a and b``, ``all of:``."""

    of: tuple[Condition, ...]
    text: str = ""
    span: Span = NOWHERE


class AnyOf(Struct, frozen=True):
    """``a or b``, ``any of:``."""

    of: tuple[Condition, ...]
    text: str = ""
    span: Span = NOWHERE


class CountOf(Struct, frozen=True):
    """``at least 2 of:`` or, with ``exactly``, ``exactly 1 of:``."""

    count: int
    of: tuple[Condition, ...]
    exactly: bool = False
    text: str = ""
    span: Span = NOWHERE


class End(Struct, frozen=True):
    """One end of a range: a term in any unit of the compared term's dimension, included or not."""

    value: NumberTerm
    included: bool


class Bounds(Struct, frozen=True):
    """A range; an absent end is open. ``is 2`` is the range from 2 to 2, both included."""

    low: End | None
    high: End | None
    text: str = ""


class Within(Struct, frozen=True):
    """A number lies in one of some ranges: ``ANC is below 1.0 x10^9/L``, ``from 1 to 2 or above 5``."""

    of: NumberTerm
    ranges: tuple[Bounds, ...]
    text: str = ""
    span: Span = NOWHERE


class DualCutoff(Struct, frozen=True):
    """``glucose is at least 5.1 mmol/L or 92 mg/dL``: the value meets the cut-off of the unit it was reported in.

    ``of`` is an input or a single measurement of a series; ``cutoffs`` stand in the order written, the first being
    the one other units meet.
    """

    of: NumberTerm
    word: BoundWord
    cutoffs: tuple[Literal, ...]
    text: str = ""
    span: Span = NOWHERE


class DateWithin(Struct, frozen=True):
    """``today is at least 4 weeks after X``: one date compared with another."""

    of: DateTerm
    word: BoundWord
    bound: DateTerm
    text: str = ""
    span: Span = NOWHERE


class LabelIs(Struct, frozen=True):
    """A label is one of some labels; ``is at least high`` is already spelled out as labels."""

    of: LabelTerm
    labels: tuple[str, ...]
    text: str = ""
    span: Span = NOWHERE


class CourseIs(Struct, frozen=True):
    """``rituximab course is failed`` / ``is one of failed, not tolerated``."""

    input: str
    statuses: tuple[str, ...]
    text: str = ""
    span: Span = NOWHERE


class Trend(Struct, frozen=True):
    """``the last 3 X are rising`` (strictly; needs that many values, else unknown)."""

    input: str
    count: int
    direction: OneOf["rising", "falling"]
    text: str = ""
    span: Span = NOWHERE


class Sustained(Struct, frozen=True):
    """``X have been below 30 x10^9/L for at least 2 weeks``: the newest run of values inside ``bounds`` spans
    at least ``days`` days up to the latest value."""

    input: str
    bounds: Bounds
    days: Literal
    text: str = ""
    span: Span = NOWHERE


class NotKnown(Struct, frozen=True):
    """``until X is known``: true while an input (or anything a definition reads) is unknown. Two-valued."""

    inputs: tuple[str, ...]
    text: str = ""
    span: Span = NOWHERE


class Offered(Struct, frozen=True):
    """``X is offered``: only in safety rules. ``action`` is an action, a class or an options block."""

    action: str
    text: str = ""
    span: Span = NOWHERE


Condition = (
    Fact
    | Defined
    | Not
    | AllOf
    | AnyOf
    | CountOf
    | Within
    | DualCutoff
    | DateWithin
    | LabelIs
    | CourseIs
    | Trend
    | Sustained
    | NotKnown
    | Offered
)
