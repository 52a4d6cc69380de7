"""What is known of one patient, exactly: the values an evaluation reads.

    {"ANC": {"value": 1740, "unit": "/uL"}, "fever": true}
    values["neutrophil-count"] = ScalarValue(Fraction("1.74"), Fraction(1740), "/uL");  values["fever"] = True

An input that is not in ``values`` is unknown. Moments are days since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Hashable
from fractions import Fraction
from functools import cached_property

from msgspec import Struct, field


class ScalarValue(Struct, frozen=True):
    """A number in its input's declared unit, with the number and the unit (UCUM code) it was reported in."""

    value: Fraction
    reported: Fraction
    unit: str

    def __hash__(self) -> int:
        """By the whole numbers of the value alone: searches look patients up often, and the hash of a fraction, which
        must equal that of an equal float, takes many times as long."""
        return hash((self.value.numerator, self.value.denominator, self.unit))


class MeasuredValue(Struct, frozen=True):
    """One value of a series and its moment."""

    of: ScalarValue
    on: Fraction


class CourseValue(Struct, frozen=True):
    """A course of treatment; ``started`` is ``None`` where it is not known."""

    status: str
    started: Fraction | None


class PhaseValue(Struct, frozen=True):
    """A phase's id, ``not started`` or ``ended``; ``since`` is the day it started (``None``: not known)."""

    phase: str
    since: Fraction | None


SeriesRecord = tuple[MeasuredValue, ...]
"""Oldest first; of two at one moment the later listed is later. ``()`` is a known empty list."""

PatientValue = bool | str | ScalarValue | Fraction | SeriesRecord | CourseValue
"""Yes/no, a label, a number, a date (days), a series, a course."""


class PatientRecord(Struct, frozen=True, dict=True):
    """One patient at one moment. ``phases`` holds the pathways whose phase is known. ``assumed`` lists the inputs
    whose value is an assumption (set when an evaluation begins)."""

    values: dict[str, PatientValue]
    at: Fraction
    phases: dict[str, PhaseValue] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()

    @cached_property
    def recorded(self) -> Hashable:
        """All that is recorded of the patient, to look them up by."""
        moment = (self.at.numerator, self.at.denominator)
        return frozenset(self.values.items()), frozenset(self.phases.items()), moment

    def knows(self, name: str) -> bool:
        """Whether the input's value is known (or assumed)."""
        return name in self.values
