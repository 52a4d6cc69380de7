"""Which values of an input are worth trying: one a region in the order of nearness to the base patient, and its edges.

ANC, compared with 0.5 and 1.0, base 1.74        1.74, 0.75, 0.25, then 0.49, 0.5, 0.51, 0.99, …
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import assert_never

from msgspec import Struct, field

from caretree.decisions.expressions import Compare, CompletedYears, CourseStart, ShiftedDate
from caretree.decisions.graph import DecisionGraph
from caretree.decisions.patient_record import CourseValue, PatientRecord, PatientValue, PhaseValue, ScalarValue
from caretree.decisions.phases import ENDED, NOT_STARTED
from caretree.decisions.reads import read
from caretree.decisions.regions import thresholds_of
from caretree.guideline.inputs import Input
from caretree.guideline.types import COURSE_STATUSES, Choice, Course, Date, Number, Series, YesNo
from caretree.scenarios.precision import steps
from caretree.scenarios.series_values import series_values
from caretree.scenarios.variation import Key, Value, day_of

_USUAL_DAYS = (0, 1, 7, 30, 90, 365, 3650)


class Values(Struct):
    """The values to try for everything a guideline reads, around a base patient."""

    graph: DecisionGraph
    base: PatientRecord
    step: dict[str, Fraction] = field(default_factory=dict)
    inputs: dict[str, Input] = field(default_factory=dict)
    thresholds: dict[str, set[Fraction]] = field(default_factory=dict)
    known: dict[Key, list[Value]] = field(default_factory=dict)

    def of(self, key: Key) -> list[Value]:
        """Values in the order to try them."""
        if key not in self.known:
            self.known[key] = self._phases(key[1]) if key[0] == "phase" else self._input(key[1])
        return self.known[key]

    def _input(self, name: str) -> list[Value]:
        given = self.inputs[name]
        match given.type:
            case YesNo():
                return [True, False]
            case Choice(labels=labels):
                return list(labels)
            case Course():
                return list(self._courses(name))
            case Number() as number:
                return [ScalarValue(value, value, number.unit.ucum) for value in self._numbers(name, number)]
            case Date():
                return [self.base.at - ago for ago in self._days(name)]
            case Series(of=number):
                return list(series_values(self, name, number))
            case _:
                assert_never(given.type)

    def _courses(self, name: str) -> list[PatientValue]:
        before = self.base.values.get(name)
        started = before.started if isinstance(before, CourseValue) else None
        found: list[PatientValue] = [CourseValue(status, started) for status in COURSE_STATUSES]
        if any(isinstance(node, CourseStart) and node.input == name for node in self.graph.numbers.values()):
            days = [day_of(self.base) - ago for ago in self._days(name)]
            found += [CourseValue(status, day) for status in COURSE_STATUSES for day in days]
        return found

    def _numbers(self, name: str, number: Number) -> list[Fraction]:
        low, high = number.plausible.low, number.plausible.high
        step = self.step[name]
        inside = sorted(one for one in self.thresholds.get(name, set()) if low <= one <= high)
        typical = [_typical(before, after, step) for before, after in pairwise(dict.fromkeys([low, *inside, high]))]
        before = self.base.values.get(name)
        start = before.value if isinstance(before, ScalarValue) else None
        if start is not None:
            typical = [start, *sorted(typical, key=lambda one: abs(one - start))]
        edges = [edge for one in inside for edge in around(one, step)]
        wanted = [one for one in (*typical, *edges, low, high) if low <= one <= high]
        whole = [one for one in wanted if one.denominator == 1] if number.whole else wanted
        return list(dict.fromkeys(whole))

    def _days(self, name: str) -> list[Fraction]:
        """Days before the evaluation around which something changes."""
        found: dict[Fraction, None] = {}
        for condition, node in self.graph.conditions.items():
            limit = node.right if isinstance(node, Compare) else None
            if isinstance(limit, Fraction) and name in read(self.graph, [("condition", condition)]).inputs:
                found.update(dict.fromkeys(abs(Fraction(floor(limit))) + more for more in (-1, 0, 1, 2)))
        for number in self.graph.numbers.values():
            if isinstance(number, ShiftedDate):
                days = abs(number.amount) * _LENGTH[number.unit]
                found.update(dict.fromkeys(Fraction(floor(days)) + more for more in (-2, -1, 0, 1, 2)))
            if isinstance(number, CompletedYears):
                found.update(dict.fromkeys(Fraction(days) for days in range(365, 36500, 1826)))
        usual = [Fraction(days) for days in _USUAL_DAYS]
        return list(dict.fromkeys(one for one in (*usual, *found) if one >= 0))

    def _phases(self, pathway: str) -> list[Value]:
        way = next(one for one in self.graph.pathways if one.id == pathway)
        today = day_of(self.base)
        found: list[Value] = [PhaseValue(NOT_STARTED, None)]
        for phase in way.phases:
            low, high = phase.window or (Fraction(0), Fraction(14))
            days = [(low + high) / 2, low - 1, low, low + 1, high, high + 1, Fraction(0)]
            found += [PhaseValue(phase.id, today - Fraction(floor(one))) for one in days if one >= 0]
        return [*found, PhaseValue(ENDED, None)]


_LENGTH = {
    "minutes": Fraction(0), "hours": Fraction(0), "days": Fraction(1), "weeks": Fraction(7), "months": Fraction(30),
    "years": Fraction(365),
}  # fmt: skip


def around(threshold: Fraction, step: Fraction) -> tuple[Fraction, ...]:
    """The written values just below, at and just above a threshold; two where it is no written value itself."""
    at = (threshold // step) * step
    return (at - step, at, at + step) if at == threshold else (at, at + step)


def _typical(low: Fraction, high: Fraction, step: Fraction) -> Fraction:
    """A plain value inside a region, never far above its low end."""
    near = min((low + high) / 2, low + max(abs(low) / 2, 20 * step))
    value = (near // step) * step
    return value if value > low else min(high, (low + high) / 2 if low + step >= high else low + step)


def values_of(graph: DecisionGraph, base: PatientRecord) -> Values:
    """The values to try around a base patient."""
    inputs = {given.name.id: given for given in graph.guideline.inputs}
    return Values(graph, base, steps(graph), inputs, thresholds_of(graph))
