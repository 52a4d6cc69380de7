"""Series of measurements worth trying: rising and not quite, above and below each limit, too few, none.

the last 3 platelets are rising      90, 60, 70, 80 (just rises) · 60, 70, 80, 80 (does not) · 70, 80 (too few)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from msgspec import Struct

from caretree.decisions.expressions import Compare, NumberId, SeriesValue, Sustained, Trend
from caretree.decisions.patient_record import MeasuredValue, ScalarValue, SeriesRecord
from caretree.decisions.references import number_references
from caretree.guideline.types import Number

if TYPE_CHECKING:
    from caretree.scenarios.values import Values

_WEEK = Fraction(7)


class Limit(Struct, frozen=True):
    """A number that values are compared with (``lt``, ``le``, ``gt``, ``ge``)."""

    comparison: str
    of: Fraction

    def sides(self, step: Fraction) -> tuple[Fraction, Fraction]:
        """The two written values between which the comparison changes."""
        return (self.of, self.of + step) if self.comparison in ("le", "gt") else (self.of - step, self.of)


def series_values(values: Values, name: str, number: Number) -> Iterator[SeriesRecord]:
    """The base patient's series and its variations, each once."""
    before = values.base.values.get(name)
    series = before if isinstance(before, tuple) else ()
    made: list[SeriesRecord] = [series] if series else []
    for node in values.graph.conditions.values():
        if isinstance(node, Trend) and node.input == name:
            made += [_weekly(one, values.base.at, number) for one in _trends(node, series, values.step[name])]
        if isinstance(node, Sustained) and node.input == name:
            made += _runs(node, values.base.at, number, values.step[name])
    made += _terms(values, name, number, series)
    made += _counted(values, name, number)
    made.append(())
    low, high = number.plausible.low, number.plausible.high
    fitting = [one for one in made if all(low <= value.of.value <= high for value in one)]
    return iter(dict.fromkeys(fitting))


def _measured(value: Fraction, on: Fraction, number: Number) -> MeasuredValue:
    return MeasuredValue(ScalarValue(value, value, number.unit.ucum), on)


def _weekly(numbers: Sequence[Fraction], at: Fraction, number: Number) -> SeriesRecord:
    """Values a week apart, the last one today."""
    days = Fraction(floor(at))
    last = len(numbers) - 1
    return tuple(_measured(one, days - _WEEK * (last - place), number) for place, one in enumerate(numbers))


def _trends(node: Trend, series: SeriesRecord, step: Fraction) -> Iterator[list[Fraction]]:
    """Just a rise of ``count`` values after a fall; a last value that stays; one rise too few; a fall; too few."""
    unit = max(step, Fraction(1))
    start = series[0].of.value if series else 30 * unit
    sign = 1 if node.direction == "rising" else -1
    rise = [start + 20 * unit + sign * 10 * unit * place for place in range(node.count)]
    turned = rise[0] + sign * 5 * unit
    yield [turned, *rise]
    yield [*rise[:-1], rise[-1] - sign * 10 * unit]
    yield [*rise[:-1], rise[-2] + sign * step]
    yield [*rise[:-1], rise[-2] - sign * step]
    yield [rise[0], *([rise[1] + sign * 10 * unit] if node.count > 2 else []), *rise[1:]][-node.count - 1 :]
    yield [rise[0] + sign * 15 * unit, *rise[1:]]
    yield rise[::-1]
    yield rise[1:]


def _runs(node: Sustained, at: Fraction, number: Number, step: Fraction) -> list[SeriesRecord]:
    """Runs inside the bounds that last just long enough, a day too short, and interrupted ones."""
    low, high = number.plausible.low, number.plausible.high
    ends = [end for end in (node.low, node.high) if end is not None]
    inside = [one for end in ends for one in (end[0] - step, end[0], end[0] + step) if low <= one <= high]
    outside = [low, high]
    today = Fraction(floor(at))
    found: list[SeriesRecord] = []
    for value in inside:
        for days in (node.days, node.days - 1, node.days + 1):
            found.append((_measured(value, today - days, number), _measured(value, today, number)))
            for other in outside:
                middle = _measured(other, today - Fraction(floor(days / 2)), number)
                found.append((_measured(value, today - days, number), middle, _measured(value, today, number)))
                found.append((_measured(other, today - days, number), _measured(value, today, number)))
    return found


def _terms(values: Values, name: str, number: Number, series: SeriesRecord) -> Iterable[SeriesRecord]:
    """For each limit of a term: its values just below, at and above it; for windows, old and new ones."""
    step = values.step[name]
    for node, limit in _limits(values, name):
        for value in (limit.of - step, limit.of, limit.of + step):
            yield from _term(node, value, series, values.base.at, number)


def contrasts(values: Values, name: str, number: Number, node: SeriesValue, limit: Limit) -> list[SeriesRecord]:
    """Series that tell the latest from the lowest, the last two from the last one, and each count from its neighbours.

    Values lie on both sides of a limit; for a count the limit is another term's. Those of a window have one value
    that is exactly as old as it may not be, and one a little younger.
    """
    step = values.step[name]
    sides = limit
    if node.which == "number":
        others = [other for term, other in _limits(values, name) if term.which != "number"]
        sides = others[0] if others else Limit("lt", number.plausible.low + 2 * step)
    low, high = sides.sides(step)
    orders = [[high], [low], [low, high], [high, low], [low, high, high], [high, low, low], [low, low, high]]
    if node.which == "number":
        orders += [[low] * count for count in (int(limit.of) - 1, int(limit.of), int(limit.of) + 1) if count > 3]
    found = [_daily(order, values.base.at, number) for order in orders]
    if node.within is not None:
        newest = _measured(low, values.base.at, number)
        for ago in (node.within, node.within - Fraction(1, 24)):
            found.append((_measured(high, values.base.at - ago, number), newest))
    return found


def _daily(numbers: Sequence[Fraction], at: Fraction, number: Number) -> SeriesRecord:
    today = Fraction(floor(at))
    last = len(numbers) - 1
    return tuple(_measured(one, today - (last - place), number) for place, one in enumerate(numbers))


def terms_of(values: Values, name: str, condition: Compare) -> list[SeriesValue]:
    """The terms of a series that a comparison reads."""
    nodes = [values.graph.numbers[one] for one in _inside(values, condition.left)]
    return [node for node in nodes if isinstance(node, SeriesValue) and node.input == name]


def _inside(values: Values, number: NumberId) -> Iterator[NumberId]:
    """The numbers a number is made of; those its branches are chosen by are not compared with its limits."""
    yield number
    for part in number_references(values.graph.numbers[number]).numbers:
        yield from _inside(values, part)


def _counted(values: Values, name: str, number: Number) -> Iterator[SeriesRecord]:
    """As many values as a count asks for, and one fewer and more, each with a value beside a limit of another term."""
    counts: dict[int, None] = {}
    limits: dict[Fraction, None] = {}
    for node, limit in _limits(values, name):
        if node.which == "number":
            counts.update({int(limit.of) + more: None for more in (-1, 0, 1) if int(limit.of) + more > 0})
        else:
            limits.update(dict.fromkeys(reversed(limit.sides(values.step[name]))))
    today = Fraction(floor(values.base.at))
    for value in limits:
        for count in counts:
            yield tuple(_measured(value, today - place, number) for place in range(count))[::-1]


def _limits(values: Values, name: str) -> Iterator[tuple[SeriesValue, Limit]]:
    """The terms of a series that are compared with a number, each with that limit."""
    for condition in values.graph.conditions.values():
        if isinstance(condition, Compare) and isinstance(condition.right, Fraction):
            for node in terms_of(values, name, condition):
                yield node, Limit(condition.comparison, condition.right)


def _term(
    node: SeriesValue, value: Fraction, series: SeriesRecord, at: Fraction, number: Number
) -> Iterator[SeriesRecord]:
    today = Fraction(floor(at))
    if node.which == "number":
        count = max(0, int(value))
        yield tuple(_measured(number.plausible.low + 1, today - place, number) for place in range(count))[::-1]
        return
    for before in (value - 1, value + 1, value):
        yield (_measured(before, today - _WEEK, number), _measured(value, today, number))
        yield (_measured(value, today - _WEEK, number), _measured(before, today, number))
    yield (*series[:-1], _measured(value, today, number))
    count = max(2, node.last or 0)
    yield tuple(_measured(value, today - place, number) for place in range(count))[::-1]
    if node.within is not None:
        old = at - node.within
        other = _measured(number.plausible.low, at, number)
        yield (_measured(value, old, number), other)
        yield (_measured(value, old + Fraction(1, 24), number), other)
