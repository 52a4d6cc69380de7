"""The types an input can have (language reference, section 4.4). Plausible ranges are in the declared unit."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from caretree.units.unit import Unit


class Plausible(Struct, frozen=True):
    """The plausible range, both ends included, in the declared unit. Values outside are refused, never clamped."""

    low: Fraction
    high: Fraction


class YesNo(Struct, frozen=True):
    """``is yes or no``."""


class Choice(Struct, frozen=True):
    """``is one of:`` (``ordered``: ``is one of, in rising order:``); labels in the order written."""

    labels: tuple[str, ...]
    ordered: bool = False


class Number(Struct, frozen=True):
    """A quantity, number, whole number or duration: one scalar.

    ``unit`` is ``NUMBER`` for a bare number. ``kind`` is the sentence's word: ``quantity``, ``number``,
    ``whole number`` or ``duration``. ``decimals`` is the declared precision or ``None``.
    """

    kind: str
    unit: Unit
    plausible: Plausible
    decimals: int | None = None

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are accepted in the declared unit."""
        return self.kind == "whole number"


class Date(Struct, frozen=True):
    """``is a date`` or, with ``with_time``, ``is a date and time``."""

    with_time: bool = False


class Series(Struct, frozen=True):
    """``is a series of quantities in …``: dated or timed measurements of one scalar."""

    of: Number


COURSE_STATUSES = ("not tried", "under way", "responded", "failed", "not tolerated", "stopped")


class Course(Struct, frozen=True):
    """``is a course of rituximab``: a treatment history with a status and an optional start date."""

    treatment: str


InputType = YesNo | Choice | Number | Date | Series | Course
