"""What is said about a series of measurements: its newest value, its lowest within a window, its trend, its runs.

    33 (2 weeks ago), 51 (1 week ago), 86 (today)     the latest 86 · the lowest in the last 10 days 51 · rising: yes

A term that needs more values than it has is unknown, even for a complete patient: its interval is then what any such
value could be (the plausible range; a total or a number has no upper bound). ``number of`` an empty list is 0.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, takewhile
from typing import Literal

from caretree.decisions.expressions import SeriesValue, Sustained, Trend
from caretree.decisions.intervals import UNBOUNDED, Interval, Truth, point
from caretree.decisions.patient_record import MeasuredValue, SeriesRecord
from caretree.guideline.types import Plausible


def chosen_values(node: SeriesValue, values: SeriesRecord, at: Fraction) -> SeriesRecord:
    """The values a term is about: those inside its window, of these the newest ``last``."""
    within = node.within
    inside = values if within is None else tuple(value for value in values if value.on > at - within)
    return inside if node.last is None else inside[-node.last :]


def enough(node: SeriesValue, chosen: SeriesRecord) -> bool:
    """Whether a term has the values it needs: ``previous`` two, ``of the last n`` n of them, the others one."""
    return len(chosen) >= needed(node)


def needed(node: SeriesValue) -> int:
    """How many values a term needs; a count needs none."""
    return 0 if node.which == "number" else max(2 if node.which == "previous" else 1, node.last or 1)


def series_value(node: SeriesValue, values: SeriesRecord | None, at: Fraction, plausible: Plausible) -> Interval:
    """The value of a series term in the input's declared unit; ``values`` is ``None`` for an unknown list."""
    chosen = () if values is None else chosen_values(node, values, at)
    if values is None or not enough(node, chosen):
        return unknown_value(node, plausible)
    numbers = [value.of.value for value in chosen]
    match node.which:
        case "average":
            return point(sum(numbers, Fraction(0)) / len(numbers))
        case "total":
            return point(sum(numbers, Fraction(0)))
        case "number":
            return point(len(numbers))
        case _:
            return point(single_value(node, chosen).of.value)


def single_value(node: SeriesValue, chosen: SeriesRecord) -> MeasuredValue:
    """The one measurement a term picks; of equal lowest or highest ones the latest."""
    match node.which:
        case "latest":
            return chosen[-1]
        case "previous":
            return chosen[-2]
        case "earliest":
            return chosen[0]
        case "lowest":
            return min(reversed(chosen), key=lambda value: value.of.value)
        case "highest":
            return max(reversed(chosen), key=lambda value: value.of.value)
        case _:
            raise ValueError(f"{node.which} is no single measurement")


def unknown_value(node: SeriesValue, plausible: Plausible) -> Interval:
    """What a term without enough values can be."""
    match node.which:
        case "number":
            return Interval(Fraction(0), None)
        case "total":
            return Interval(Fraction(0), None) if plausible.low >= 0 else UNBOUNDED
        case _:
            return Interval(plausible.low, plausible.high)


def series_date(which: Literal["latest", "earliest"], values: SeriesRecord | None) -> Interval:
    """When the latest or earliest measurement was taken; no bounds without one."""
    if not values:
        return UNBOUNDED
    return point(values[-1 if which == "latest" else 0].on)


def trend(node: Trend, values: SeriesRecord | None) -> Truth:
    """Whether the last ``count`` values rise or fall strictly; unknown with fewer."""
    if values is None or len(values) < node.count:
        return None
    steps = pairwise(value.of.value for value in values[-node.count :])
    return all(before < after if node.direction == "rising" else before > after for before, after in steps)


def sustained(node: Sustained, values: SeriesRecord | None) -> Truth:
    """Whether the newest run of values inside the bounds spans ``days`` days up to the latest value.

    Must be no if a value outside lies within those days; otherwise a short run leaves it unknown.
    """
    if not values:
        return None
    newest = values[-1].on
    run = list(takewhile(lambda value: _inside(node, value.of.value), reversed(values)))
    if run and newest - run[-1].on >= node.days:
        return True
    outside = (value for value in values if not _inside(node, value.of.value))
    return False if any(newest - value.on <= node.days for value in outside) else None


def _inside(node: Sustained, value: Fraction) -> bool:
    if node.low is not None and (value < node.low[0] or (value == node.low[0] and not node.low[1])):
        return False
    return node.high is None or value < node.high[0] or (value == node.high[0] and node.high[1])
